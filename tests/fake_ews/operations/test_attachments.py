"""Attachments: files, items and references, made, read and taken away, each a change of the item that holds it."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.attachments import (
    Attachment,
    AttachmentResponseShape,
    CreateAttachment,
    DeleteAttachment,
    FileAttachment,
    GetAttachment,
    ItemAttachment,
    NonEmptyArrayOfAttachments,
    NonEmptyArrayOfRequestAttachmentIds,
    ReferenceAttachment,
)
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfRecipients, AttachmentId, Body, EmailAddress, ItemId, RequestAttachmentId
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, Reply, an_entry, at, extended, listed, named_id, paths, put

pytestmark = pytest.mark.usefixtures("kept")

OID = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="oid", PropertyType="String"
)
PLAN = FileAttachment(Name="plan.txt", ContentType="text/plain", Content=b"first the roof")
LOGO = FileAttachment(Name="logo.png", ContentId="logo@example.test", IsInline=True, Content=b"\x89PNG")


def attach(ews: Client, named: Any, *attachments: Attachment) -> Reply:
    """CreateAttachment."""
    return ews.ask(
        CreateAttachment(ParentItemId=named_id(named), Attachments=listed(NonEmptyArrayOfAttachments, attachments))
    )


def attachment_id(reply: Reply) -> AttachmentId:
    """The AttachmentId of the one attachment in an answer."""
    ((_, attachment),) = reply.only.Attachments.entries
    found = attachment.AttachmentId
    assert isinstance(found, AttachmentId)
    return found


def ask_for(*named: AttachmentId | str) -> NonEmptyArrayOfRequestAttachmentIds:
    """Attachments by their ids."""
    texts = [one if isinstance(one, str) else one.need(AttachmentId.Id) for one in named]
    return NonEmptyArrayOfRequestAttachmentIds(AttachmentId=tuple(RequestAttachmentId(Id=text) for text in texts))


def read(ews: Client, *named: AttachmentId | str, shape: AttachmentResponseShape | None = None) -> Reply:
    """GetAttachment."""
    return ews.ask(GetAttachment(AttachmentShape=shape, AttachmentIds=ask_for(*named)))


def only(reply: Reply) -> Any:
    """The one attachment in an answer."""
    ((_, attachment),) = reply.only.Attachments.entries
    return attachment


def drop(ews: Client, *named: AttachmentId | str) -> Reply:
    """DeleteAttachment."""
    return ews.ask(DeleteAttachment(AttachmentIds=ask_for(*named)))


def names(ews: Client, named: Any) -> list[str | None]:
    """The names of an item's attachments."""
    found = ews.get(named, ItemRows.Attachments).Attachments
    return [] if found is None else [entry.value.Name for entry in found.entries]


def test_a_file_is_attached_and_read(ews: Client, review: Item) -> None:
    """ref/createattachment-operation, ref/getattachment-operation: the samples"""
    made = attachment_id(attach(ews, review, PLAN))
    assert (made.RootItemId, made.RootItemChangeKey) == (review.item_id, review.change_key)
    told = only(read(ews, made))
    assert (told.Name, told.ContentType, told.Content, told.Size) == ("plan.txt", "text/plain", b"first the roof", 14)
    assert (told.IsInline, told.IsContactPhoto, told.LastModifiedTime) == (False, False, at(8, day=1))
    assert told.AttachmentId == AttachmentId(Id=made.Id)


def test_a_new_item_tells_the_ids_of_its_attachments(ews: Client) -> None:
    """[seen: exchangelib reads them from the answer to CreateItem]"""
    both = listed(NonEmptyArrayOfAttachments, [PLAN])
    made = ews.create(Message(Subject="x", Attachments=both), disposition="SaveOnly").item
    (told,) = made.Attachments.entries
    assert (
        told.value.AttachmentId.Id == ews.get(made, ItemRows.Attachments).Attachments.entries[0].value.AttachmentId.Id
    )
    assert list(ews.create(Message(Subject="x"), disposition="SaveOnly").item.values) == [ItemRows.ItemId]


def test_the_id_begins_with_the_item_s(ews: Client, review: Item) -> None:
    """MS-OXWSITEMID 2.2.4: the item's id, the number of attachment ids, each with its length; two letters padding"""
    made = attachment_id(attach(ews, review, PLAN)).need(AttachmentId.Id)
    assert made[:148] == review.item_id[:148]
    assert len(made) > len(review.item_id)


def test_attachments_change_their_item(ews: Client, anna: Mailbox, review: Item) -> None:
    """A change of an attachment is one of its item: new change key, a record of what changed."""
    before, newest = review.change_key, anna.log.newest
    made = attachment_id(attach(ews, review, PLAN))
    between = review.change_key
    reply = drop(ews, made)
    root = reply.only.RootItemId
    assert (root.RootItemId, root.RootItemChangeKey) == (review.item_id, review.change_key)
    assert len({before, between, review.change_key}) == 3
    records = anna.log.after(newest)
    assert [(one.kind, one.item, one.properties) for one in records] == [
        (Kind.Modified, review.number, ("item:Attachments",))
    ] * 2
    assert reply.turn.is_write


def test_several_at_once(ews: Client, review: Item) -> None:
    """One response message for each attachment, in order; the last names the present change key."""
    reply = attach(ews, review, PLAN, LOGO)
    assert reply.codes == ["NoError", "NoError"]
    last = reply.messages[1].Attachments.entries[0].value.AttachmentId
    assert last.RootItemChangeKey == review.change_key
    assert names(ews, review) == ["plan.txt", "logo.png"]


@pytest.mark.parametrize(("attached", "has"), [((), False), ((LOGO,), False), ((LOGO, PLAN), True)])
def test_only_what_is_not_inline_counts(
    ews: Client, review: Item, attached: tuple[FileAttachment, ...], has: bool
) -> None:
    """ref/hasattachments; MS-OXCMSG 2.2.1.2"""
    for one in attached:
        attach(ews, review, one)
    assert ews.get(review, ItemRows.HasAttachments).HasAttachments is has


def test_the_list_comes_without_content_and_not_with_the_default_shape(ews: Client, review: Item) -> None:
    """Clients that ask for AllProperties find it there [seen: php clients, EMA]; the page's table has left it out"""
    attach(ews, review, PLAN)
    assert ews.get(review, base="Default").Attachments is None
    assert ews.get(review, base="AllProperties").Attachments is not None
    ((_, told),) = ews.get(review, ItemRows.Attachments).Attachments.entries
    assert (told.Content, told.Size) == (None, 14)


def test_no_empty_list(ews: Client, review: Item) -> None:
    """A client refuses an empty Attachments element. [seen: 3ccfd46e2]"""
    made = attachment_id(attach(ews, review, PLAN))
    drop(ews, made)
    assert names(ews, review) == []


def test_the_size_counts_attachments(ews: Client, review: Item) -> None:
    """ref/size"""
    before = ews.get(review, ItemRows.Size).Size
    attach(ews, review, FileAttachment(Name="big", Content=bytes(5000)))
    assert ews.get(review, ItemRows.Size).Size == before + 5000


def test_a_message_may_be_attached(ews: Client, review: Item) -> None:
    """ref/itemattachment: it holds the item, complete, with its extended properties"""
    letter = Message(Subject="Offer", Body=Body(BodyType="Text", text="200 francs"))
    letter.ExtendedProperty = (extended(OID, "x1"),)
    made = attachment_id(attach(ews, review, ItemAttachment(Name="Offer", Message=letter)))
    told = only(read(ews, made, shape=AttachmentResponseShape(AdditionalProperties=paths(OID), BodyType="Text")))
    assert (told.Name, told.Message.Subject, told.Message.Body.text) == ("Offer", "Offer", "200 francs")
    assert told.Message.ItemId == ItemId(Id=made.Id, ChangeKey=told.Message.ItemId.ChangeKey)
    assert told.Message.ExtendedProperty[0].Value == "x1"
    assert told.Message.Attachments is None
    assert told.Size > 600


def test_an_attached_item_is_no_object_of_the_store(ews: Client, review: Item) -> None:
    made = attachment_id(attach(ews, review, ItemAttachment(Name="x", Message=Message(Subject="x"))))
    shape = AttachmentResponseShape(AdditionalProperties=paths(ItemRows.StoreEntryId, ItemRows.InstanceKey))
    told = only(read(ews, made, shape=shape)).Message
    assert (told.StoreEntryId, len(told.InstanceKey)) == (None, 16)


def test_an_entry_may_be_attached(ews: Client, review: Item) -> None:
    """Its times are those of an entry; a contact is attached as it is."""
    made = attachment_id(attach(ews, review, ItemAttachment(Name="e", CalendarItem=an_entry(Subject="Old"))))
    assert only(read(ews, made)).CalendarItem.Start == at(10)
    made = attachment_id(attach(ews, review, ItemAttachment(Name="c", Contact=ContactItem(GivenName="Dora"))))
    assert only(read(ews, made)).Contact.GivenName == "Dora"


def test_a_reference(ews: Client, review: Item) -> None:
    """ref/referenceattachment (Exchange 2013 and later)"""
    there = ReferenceAttachment(Name="plan", AttachLongPathName="https://files.example.test/plan")
    made = attachment_id(attach(ews, review, there))
    assert only(read(ews, made)).AttachLongPathName == "https://files.example.test/plan"


def test_attached_items_have_attachments(ews: Client, review: Item) -> None:
    """An id of several levels leads to them; what is taken away there changes the outermost item."""
    inner = Message(Subject="inner")
    inner.values[ItemRows.Attachments] = listed(NonEmptyArrayOfAttachments, [PLAN])
    outer = Message(Subject="outer")
    outer.values[ItemRows.Attachments] = listed(
        NonEmptyArrayOfAttachments, [ItemAttachment(Name="i", Message=inner), LOGO]
    )
    made = attachment_id(attach(ews, review, ItemAttachment(Name="o", Message=outer)))
    ((_, second), _) = only(read(ews, made)).Message.Attachments.entries
    ((_, third),) = only(read(ews, second.AttachmentId)).Message.Attachments.entries
    assert only(read(ews, third.AttachmentId)).Content == b"first the roof"
    before = review.change_key
    assert drop(ews, third.AttachmentId).code == "NoError"
    assert review.change_key != before
    assert only(read(ews, second.AttachmentId)).Message.Attachments is None
    assert read(ews, third.AttachmentId).code == "ErrorInvalidAttachmentId"
    assert len(only(read(ews, made)).Message.Attachments.entries) == 2


def test_a_way_through_a_file_leads_nowhere(ews: Client, review: Item) -> None:
    """A file has no attachments."""
    inner = Message(Subject="inner")
    inner.values[ItemRows.Attachments] = listed(NonEmptyArrayOfAttachments, [PLAN])
    made = attachment_id(attach(ews, review, ItemAttachment(Name="i", Message=inner)))
    ((_, deep),) = only(read(ews, made)).Message.Attachments.entries
    drop(ews, made)
    assert read(ews, deep.AttachmentId).code == "ErrorInvalidAttachmentId"


def test_an_item_attachment_without_item(ews: Client, review: Item) -> None:
    """RC ErrorMissingItemForCreateItemAttachment"""
    before = review.change_key
    assert attach(ews, review, ItemAttachment(Name="e")).code == "ErrorMissingItemForCreateItemAttachment"
    assert review.change_key == before


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (Message(ItemId=ItemId(Id="x")), "ErrorInvalidPropertySet"),
        (an_entry(End=at(9)), "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (
            Message(
                Attachments=listed(NonEmptyArrayOfAttachments, [ItemAttachment(Name="e")]),
            ),
            "ErrorMissingItemForCreateItemAttachment",
        ),
    ],
)
def test_an_attached_item_that_is_refused(ews: Client, review: Item, inner: Any, code: str) -> None:
    """An attached item is checked as a new one is."""
    row = "CalendarItem" if isinstance(inner, CalendarItem) else "Message"
    assert attach(ews, review, ItemAttachment(**{"Name": "x", row: inner})).code == code


def test_a_new_item_brings_its_attachments(ews: Client) -> None:
    """ref/createitem-operation: Attachments in a new item"""
    entry = an_entry()
    entry.values[ItemRows.Attachments] = listed(NonEmptyArrayOfAttachments, [PLAN])
    assert names(ews, ews.create(entry).id) == ["plan.txt"]


def test_what_is_sent_keeps_its_attachments(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """A message reaches the Inbox with them."""
    letter = Message(Subject="Plan")
    letter.ToRecipients = ArrayOfRecipients(Mailbox=(EmailAddress(EmailAddress="ben@example.test"),))
    letter.values[ItemRows.Attachments] = listed(NonEmptyArrayOfAttachments, [PLAN])
    ews.create(letter, disposition="SendOnly")
    assert names(bens_ews, next(ben.items_of(ben.need("inbox")))) == ["plan.txt"]


def test_copies_and_moved_items_keep_them(ews: Client, review: Item) -> None:
    """The whole item is moved or copied; the ids are of the new item."""
    made = attachment_id(attach(ews, review, PLAN))
    twin = ews.copy(review).id
    moved = ews.move(review).id
    assert names(ews, twin) == names(ews, moved) == ["plan.txt"]
    assert read(ews, made).code == "ErrorItemNotFound"


def test_numbers_are_given_once(ews: Client, review: Item) -> None:
    """The id of an attachment that is gone never names another one."""
    made = attachment_id(attach(ews, review, PLAN))
    drop(ews, made)
    attach(ews, review, LOGO)
    assert read(ews, made).code == "ErrorInvalidAttachmentId"
    assert drop(ews, made).code == "ErrorInvalidAttachmentId"


def test_later_attachments_have_a_time_of_their_own(
    ews: Client, exchange: Exchange, clock: ManualClock, review: Item
) -> None:
    """ref/lastmodifiedtime"""
    pass_time(exchange, clock, hours=1)
    assert only(read(ews, attachment_id(attach(ews, review, PLAN)))).LastModifiedTime == at(9, day=1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: "", "ErrorInvalidIdEmpty"),
        (lambda text: "AAMk=", "ErrorInvalidIdMalformed"),
        (lambda text: text[:152], "ErrorInvalidIdMalformed"),
        (lambda text: text[:-8] + "AAAA", "ErrorInvalidIdMalformed"),
        (lambda text: "AAAA" + text[4:], "ErrorInvalidIdMalformed"),
        (lambda text: text[:152] + "AA" + text[154:], "ErrorInvalidIdMalformed"),
    ],
)
def test_ids_that_are_none(ews: Client, review: Item, change: Any, code: str) -> None:
    """RC ErrorInvalidIdMalformed, ErrorInvalidIdEmpty"""
    text = attachment_id(attach(ews, review, PLAN)).need(AttachmentId.Id)
    assert read(ews, change(text)).code == code


def test_the_id_of_an_item_is_none(ews: Client, review: Item) -> None:
    """RC ErrorInvalidAttachmentId"""
    assert read(ews, review.item_id).code == "ErrorInvalidAttachmentId"


def test_attachments_of_others(ews: Client, bens_ews: Client, ben: Mailbox, review: Item) -> None:
    """Fact sheet section 5: to a reader the item is not there, a writer is denied."""
    made = attachment_id(attach(ews, review, PLAN))
    assert read(bens_ews, made).code == "ErrorItemNotFound"
    assert drop(bens_ews, made).code == "ErrorAccessDenied"
    assert attach(bens_ews, review, PLAN).code == "ErrorAccessDenied"


def test_a_property_that_there_is_not(ews: Client, review: Item) -> None:
    """RC ErrorInvalidExtendedProperty"""
    made = attachment_id(attach(ews, review, ItemAttachment(Name="m", Message=Message(Subject="m"))))
    wrong = PathToExtendedField(PropertyName="oid", PropertyType="String")
    shape = AttachmentResponseShape(AdditionalProperties=paths(wrong))
    assert read(ews, made, shape=shape).code == "ErrorInvalidExtendedProperty"


def test_an_update_cannot_set_them(ews: Client, review: Item) -> None:
    """RC ErrorInvalidPropertySet"""
    change = put(ItemRows.Attachments, listed(NonEmptyArrayOfAttachments, [PLAN]))
    assert ews.update(review, change).code == "ErrorInvalidPropertySet"
