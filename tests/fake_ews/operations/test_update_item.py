"""UpdateItem: property by property, change keys and conflicts."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import Attendee, CalendarItem, NonEmptyArrayOfAttendees
from fake_ews.contract.common import ArrayOfRecipients, ArrayOfStrings, Body, EmailAddress, ItemId
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag, Entry, Row
from fake_ews.contract.operations import (
    AppendToItemField,
    DeleteItemField,
    SetItemField,
)
from fake_ews.contract.paths import PathToExtendedField, PathToIndexedField
from fake_ews.contract.tasks import Task
from fake_ews.model.ids import stub_key
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import (
    Client,
    an_entry,
    append,
    at,
    drop,
    extended,
    path_entry,
    put,
    update,
)

OID = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="oid", PropertyType="String"
)
OTHER = PathToExtendedField(PropertySetId=OID.PropertySetId, PropertyId=7, PropertyType="Integer")
SUBJECT = PathToExtendedField(PropertyTag="0x0037", PropertyType="String")


def guests(*addresses: str) -> NonEmptyArrayOfAttendees:
    """Attendees by address."""
    people = (Attendee(Mailbox=EmailAddress(EmailAddress=one)) for one in addresses)
    return NonEmptyArrayOfAttendees(Attendee=tuple(people))


# --- the answer ----------------------------------------------------------------------------------------------------


def test_the_answer_is_the_same_id_a_new_key_and_no_conflict(ews: Client, review: Item) -> None:
    """captures in a client library's issues: ConflictResults/Count 0; only id and key (grommunio 805981ac6)"""
    before = ews.get(review).ItemId
    reply = ews.update(before, put(ItemRows.Subject, "Changed"))
    assert reply.id.Id == before.Id
    assert reply.id.ChangeKey not in (before.ChangeKey, None)
    assert reply.only.ConflictResults.Count == 0
    assert list(reply.item.values) == [ItemRows.ItemId]
    assert ews.get(review, ItemRows.Subject).Subject == "Changed"


def test_it_is_one_record_that_names_what_changed(ews: Client, anna: Mailbox, review: Item) -> None:
    ews.update(review, put(ItemRows.Subject, "Changed"), put(CalendarItem.Location, "Aare"), put(OID, "r1"))
    _, record = anna.log.after(0)
    assert record.kind is Kind.Modified
    assert set(record.properties) == {"item:Subject", "calendar:Location", f"{OID.PropertySetId}/oid"}


def test_a_change_of_nothing_still_is_a_change(ews: Client, review: Item) -> None:
    """fact sheet section 16: it may keep the change key; here it does not"""
    before = ews.get(review).ItemId
    assert ews.update(review, put(ItemRows.Subject, "Review")).id.ChangeKey != before.ChangeKey


def test_several_items_each_by_itself(ews: Client, review: Item) -> None:
    gone = ews.create(an_entry()).id
    ews.delete(gone, how="HardDelete")
    changes = [put(ItemRows.Subject, "Changed")]
    reply = ews.ask(update((gone, changes), (review, changes)))
    assert reply.codes == ["ErrorItemNotFound", "NoError"]
    assert reply.turn.is_write
    assert reply.turn.properties == [("item:Subject", "Changed")] * 2


# --- change keys ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conflict", "code"),
    [("NeverOverwrite", "ErrorIrresolvableConflict"), ("AutoResolve", "NoError"), ("AlwaysOverwrite", "NoError")],
)
def test_a_stale_change_key(ews: Client, review: Item, conflict: str, code: str) -> None:
    """MS-OXWSCORE R582 to R585"""
    stale = ews.get(review).ItemId
    ews.update(review, put(CalendarItem.Location, "Aare"))
    reply = ews.update(stale, put(ItemRows.Subject, "Changed"), conflict=conflict)
    assert reply.code == code
    shown = ews.get(review, ItemRows.Subject, CalendarItem.Location)
    assert (shown.Subject, shown.Location) == ("Review" if code != "NoError" else "Changed", "Aare")
    assert reply.turn.properties == [("item:Subject", "Changed")]


def test_a_conflict_in_exchanges_words(ews: Client, review: Item) -> None:
    stale = ews.get(review).ItemId
    ews.update(review, put(CalendarItem.Location, "Aare"))
    reply = ews.update(stale, put(ItemRows.Subject, "Changed"), conflict="NeverOverwrite")
    assert reply.only.MessageText == (
        "The send or update operation could not be performed because the change key passed in the request does not "
        "match the current change key for the item."
    )


def test_a_fresh_change_key(ews: Client, review: Item) -> None:
    fresh = ews.get(review).ItemId
    assert ews.update(fresh, put(ItemRows.Subject, "Changed"), conflict="NeverOverwrite").code == "NoError"


@pytest.mark.parametrize("conflict", ["NeverOverwrite", "AutoResolve", "AlwaysOverwrite"])
def test_no_change_key(ews: Client, review: Item, conflict: str) -> None:
    """sources disagree; library authors: calendar items are updated without"""
    assert ews.update(review.item_id, put(ItemRows.Subject, "Changed"), conflict=conflict).code == "NoError"


@pytest.mark.parametrize("profile", [Profile().but(strict_change_keys=True)])
def test_no_change_key_on_a_strict_server(ews: Client, profile: Profile, review: Item) -> None:
    """RC ErrorChangeKeyRequiredForWriteOperations"""
    code = "ErrorChangeKeyRequiredForWriteOperations"
    assert ews.update(review.item_id, put(ItemRows.Subject, "Changed")).code == code
    assert ews.update(ews.get(review), put(ItemRows.Subject, "Changed")).code == "NoError"


def test_the_key_of_an_event_is_of_no_use(ews: Client, review: Item) -> None:
    """captures: keys inside events are stubs, not usable for UpdateItem"""
    stub = ItemId(Id=review.item_id, ChangeKey=stub_key(15))
    assert ews.update(stub, put(ItemRows.Subject, "x"), conflict="NeverOverwrite").code == "ErrorIrresolvableConflict"


def test_a_key_that_is_none(ews: Client, review: Item) -> None:
    """RC ErrorInvalidChangeKey"""
    broken = ItemId(Id=review.item_id, ChangeKey="AAAA")
    assert ews.update(broken, put(ItemRows.Subject, "Changed")).code == "ErrorInvalidChangeKey"


# --- what is required ----------------------------------------------------------------------------------------------


def test_sending_must_be_decided(ews: Client, review: Item) -> None:
    """RC ErrorSendMeetingInvitationsOrCancellationsRequired"""
    reply = ews.update(review, put(ItemRows.Subject, "x"), invitations=None)
    assert reply.code == "ErrorSendMeetingInvitationsOrCancellationsRequired"


def test_a_message_needs_a_disposition(ews: Client) -> None:
    """ref/updateitem: MessageDisposition is required for messages"""
    draft = ews.create(Message(Subject="Hello"), disposition="SaveOnly").id
    change = put(ItemRows.Subject, "Hi", within=Message)
    assert ews.update(draft, change, invitations=None).code == "ErrorMessageDispositionRequired"
    assert ews.update(draft, change, invitations=None, disposition="SaveOnly").code == "NoError"


def test_nothing_is_sent_from_deleted_items(ews: Client, review: Item) -> None:
    """RC ErrorCalendarCannotUpdateDeletedItem"""
    trashed = ews.move(review).id
    change = put(ItemRows.Subject, "Changed")
    assert (
        ews.update(trashed, change, invitations="SendToAllAndSaveCopy").code == "ErrorCalendarCannotUpdateDeletedItem"
    )
    assert ews.update(trashed, change).code == "NoError"


def test_other_kinds_need_nothing(ews: Client) -> None:
    task = ews.create(Task(Subject="Water")).id
    assert ews.update(task, put(ItemRows.Subject, "Weed", within=Task), invitations=None).code == "NoError"
    assert ews.get(task, ItemRows.Subject).Subject == "Weed"


# --- SetItemField --------------------------------------------------------------------------------------------------


def test_changes_are_made_in_their_order(ews: Client, review: Item) -> None:
    ews.update(review, put(ItemRows.Subject, "First"), put(ItemRows.Subject, "Second"))
    assert ews.get(review, ItemRows.Subject).Subject == "Second"


def test_one_failing_change_leaves_all_of_them(ews: Client, review: Item, anna: Mailbox) -> None:
    reply = ews.update(review, put(ItemRows.Subject, "First"), put(ItemRows.Size, 1))
    assert reply.code == "ErrorInvalidPropertySet"
    assert ews.get(review, ItemRows.Subject).Subject == "Review"
    assert anna.log.newest == 1


@pytest.mark.parametrize(
    "row",
    [
        ItemRows.Size, ItemRows.DateTimeCreated, CalendarItem.IsMeeting, CalendarItem.MyResponseType,
        CalendarItem.AppointmentState, CalendarItem.Organizer,
    ],
)  # fmt: skip
def test_what_cannot_be_set(ews: Client, review: Item, row: Row[object]) -> None:
    """RC ErrorInvalidPropertySet, naming the property"""
    value = review.value(row)
    reply = ews.update(review, put(row, value))
    assert (reply.code, reply.only.MessageText) == ("ErrorInvalidPropertySet", "Set action is invalid for property.")
    assert f'FieldURI="{row.uri}"'.encode() in reply.raw
    assert ews.update(review, drop(row)).code == "ErrorInvalidPropertyDelete"


def test_the_uid_can_be_changed_but_not_removed(ews: Client, review: Item) -> None:
    """[seen: exchangelib's suite sets it on an item that exists]"""
    assert ews.update(review, put(CalendarItem.UID, "another")).code == "NoError"
    assert review.value(CalendarItem.UID) == "another"
    assert ews.update(review, drop(CalendarItem.UID)).code == "ErrorInvalidPropertyDelete"


def test_a_property_of_another_kind(ews: Client, review: Item) -> None:
    """RC ErrorInvalidPropertyRequest"""
    reply = ews.update(review, put(Message.IsRead, True, within=Message))
    assert (reply.code, reply.only.MessageText) == (
        "ErrorInvalidPropertyRequest", "Property is not valid for this object type.",
    )  # fmt: skip


def test_the_element_must_be_of_the_items_kind(ews: Client, review: Item) -> None:
    """fact sheet section 6: the container element must match; the plain Item fits every kind"""
    wrong = put(ItemRows.Subject, "x", within=Message)
    assert ews.update(review, wrong).code == "ErrorUpdatePropertyMismatch"
    assert ews.update(review, put(ItemRows.Subject, "Plain", within=ItemRows)).code == "NoError"


def test_what_is_named_must_be_what_is_given(ews: Client, review: Item) -> None:
    """RC ErrorUpdatePropertyMismatch"""
    change = put(CalendarItem.Location, "Aare")
    change.entries = (path_entry(SetItemField, ItemRows.Subject),)
    assert ews.update(review, change).code == "ErrorUpdatePropertyMismatch"


@pytest.mark.parametrize("given", [CalendarItem(), CalendarItem(Subject="a", Location="b")])
def test_exactly_one_property(ews: Client, review: Item, given: Bag) -> None:
    """RC ErrorIncorrectUpdatePropertyCount"""
    change = SetItemField(entries=(path_entry(SetItemField, ItemRows.Subject),), CalendarItem=given)
    assert ews.update(review, change).code == "ErrorIncorrectUpdatePropertyCount"


def test_a_member_of_a_dictionary_is_no_property_of_an_entry(ews: Client, review: Item) -> None:
    path = PathToIndexedField(FieldURI="contacts:EmailAddress", FieldIndex="EmailAddress1")
    change = DeleteItemField(entries=(Entry(DeleteItemField.rows["IndexedFieldURI"], path),))
    assert ews.update(review, change).code == "ErrorInvalidPropertyRequest"


@pytest.mark.parametrize("row", [ContactItem.GivenName, ContactItem.MiddleName, ContactItem.Surname])
def test_a_name_that_is_too_long(ews: Client, row: Row[str]) -> None:
    """[seen: exchangelib's suite] ErrorPropertyUpdate over 255 letters; other texts may be longer"""
    made = ews.create(ContactItem(DisplayName="x"), folder="contacts").id
    assert ews.update(made, put(row, "x" * 255, within=ContactItem)).code == "NoError"
    assert ews.update(made, put(row, "x" * 256, within=ContactItem)).code == "ErrorPropertyUpdate"
    longer = put(ContactItem.BusinessHomePage, "a b:" * 1000, within=ContactItem)
    assert ews.update(made, longer).code == "NoError"


def test_an_end_before_the_start(ews: Client, review: Item) -> None:
    """RC ErrorCalendarEndDateIsEarlierThanStartDate"""
    assert ews.update(review, put(CalendarItem.End, at(9))).code == "ErrorCalendarEndDateIsEarlierThanStartDate"
    both = put(CalendarItem.Start, at(14)), put(CalendarItem.End, at(15))
    assert ews.update(review, *both).code == "NoError"


def test_the_body(ews: Client, review: Item) -> None:
    body = Body(BodyType="HTML", text="<b>Hi</b>")
    ews.update(review, put(ItemRows.Body, body))
    assert ews.get(review, ItemRows.Body).Body == body


def test_a_subject_is_cut_here_too(ews: Client, review: Item) -> None:
    ews.update(review, put(ItemRows.Subject, "x" * 300))
    assert ews.get(review, ItemRows.Subject).Subject == "x" * 252 + "..."


# --- AppendToItemField ---------------------------------------------------------------------------------------------


def test_people_are_added(ews: Client, review: Item, ben: Mailbox, clara: Mailbox) -> None:
    """RC ErrorInvalidPropertyAppend: recipients, attendees, body, ReplyTo only"""
    for address in ("ben@example.test", "clara@example.test", "BEN@example.test"):
        ews.update(review, append(CalendarItem.RequiredAttendees, guests(address)))
    shown = ews.get(review, CalendarItem.RequiredAttendees).RequiredAttendees.Attendee
    assert [one.Mailbox.EmailAddress for one in shown] == ["ben@example.test", "clara@example.test"]


def test_recipients_are_added(ews: Client) -> None:
    draft = ews.create(Message(Subject="Hello", ToRecipients=ArrayOfRecipients()), disposition="SaveOnly").id
    for name in ("ben", "clara"):
        more = ArrayOfRecipients(Mailbox=(EmailAddress(EmailAddress=f"{name}@example.test"),))
        ews.update(draft, append(Message.ToRecipients, more, within=Message), disposition="SaveOnly")
    shown = ews.get(draft, Message.ToRecipients).ToRecipients.Mailbox
    assert [one.EmailAddress for one in shown] == ["ben@example.test", "clara@example.test"]


def test_a_text_is_continued(ews: Client, review: Item) -> None:
    for text in ("Bring ", "plans"):
        ews.update(review, append(ItemRows.Body, Body(BodyType="Text", text=text)))
    assert ews.get(review, ItemRows.Body).Body == Body(BodyType="Text", text="Bring plans")
    ews.update(review, append(ItemRows.Body, Body(BodyType="HTML", text="!")))
    assert ews.get(review, ItemRows.Body).Body == Body(BodyType="Text", text="Bring plans!")


@pytest.mark.parametrize(
    ("row", "value"),
    [(ItemRows.Subject, "more"), (ItemRows.Categories, ArrayOfStrings(String=("Blue",)))],
)
def test_nothing_else_can_grow(ews: Client, review: Item, row: Row[object], value: object) -> None:
    """RC ErrorInvalidPropertyAppend"""
    assert ews.update(review, append(row, value)).code == "ErrorInvalidPropertyAppend"


def test_an_extended_property_cannot_grow(ews: Client, review: Item) -> None:
    change = AppendToItemField(
        entries=(path_entry(AppendToItemField, OID),), CalendarItem=CalendarItem(ExtendedProperty=(extended(OID, "x"),))
    )
    assert ews.update(review, change).code == "ErrorInvalidPropertyAppend"


# --- DeleteItemField -----------------------------------------------------------------------------------------------


def test_a_value_is_taken_away(ews: Client, review: Item) -> None:
    ews.update(review, put(CalendarItem.Location, "Aare"))
    ews.update(review, drop(CalendarItem.Location), drop(ItemRows.Body), drop(CalendarItem.RequiredAttendees))
    assert ews.get(review, CalendarItem.Location).Location is None


@pytest.mark.parametrize(
    "row", [CalendarItem.Start, CalendarItem.End, ItemRows.ItemClass, ItemRows.Sensitivity, ItemRows.Importance]
)
def test_what_an_item_must_have(ews: Client, review: Item, row: Row[object]) -> None:
    """RC ErrorInvalidPropertyDelete"""
    reply = ews.update(review, drop(row))
    assert (reply.code, reply.only.MessageText) == (
        "ErrorInvalidPropertyDelete", "Delete action is invalid for property.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "first", "left"),
    [
        (CalendarItem.LegacyFreeBusyStatus, "OOF", "Busy"),
        (CalendarItem.IsResponseRequested, False, True),
        (CalendarItem.AllowNewTimeProposal, False, True),
        (ItemRows.ReminderIsSet, True, False),
    ],
)
def test_what_always_has_a_value(ews: Client, review: Item, row: Row[object], first: object, left: object) -> None:
    """an absent bool makes the EWS Managed API throw; a reminder that is taken away is off"""
    ews.update(review, put(row, first))
    assert ews.get(review, row).get(row) == first
    ews.update(review, drop(row))
    assert ews.get(review, row).get(row) == left


# --- other kinds, and the journal -------------------------------------------------------------------------------------


def test_a_contact(ews: Client) -> None:
    contact = ews.create(ContactItem(GivenName="Emil")).id
    ews.update(contact, put(ContactItem.GivenName, "Emilie", within=ContactItem), invitations=None)
    assert ews.get(contact, ContactItem.GivenName).GivenName == "Emilie"


def test_what_the_journal_is_told_of_people_and_zones(ews: Client, review: Item, ben: Mailbox) -> None:
    """design: values as text, a person by address"""
    turn = ews.update(
        review,
        put(CalendarItem.RequiredAttendees, guests("ben@example.test", "x@y.test")),
        put(CalendarItem.IsAllDayEvent, False),
        put(ItemRows.Categories, ArrayOfStrings(String=("Blue", "Red"))),
        put(OTHER, "7"),
        put(CalendarItem.StartTimeZone, _utc()),
    ).turn
    assert turn.properties == [
        ("calendar:RequiredAttendees", "ben@example.test, x@y.test"), ("calendar:IsAllDayEvent", "false"),
        ("item:Categories", "Blue, Red"), (f"{OTHER.PropertySetId}/0x0007", "7"), ("calendar:StartTimeZone", "UTC"),
    ]  # fmt: skip


def _utc() -> object:
    return CalendarItem.StartTimeZone.type(Id="UTC")
