"""SendItem, MarkAllItemsAsRead, MarkAsJunk, ArchiveItem; replies and forwarded messages; updates that send."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.common import ArrayOfRecipients, ArrayOfStrings, Body, EmailAddress, FolderId, ItemId
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.folders import Folder
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import ForwardItem, Message, PostItem, PostReplyItem, ReplyAllToItem, ReplyToItem
from fake_ews.contract.operations import ArchiveItem, MarkAllItemsAsRead, MarkAsJunk, SendItem
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import (
    Client,
    Named,
    Reply,
    an_entry,
    folder_ids,
    item_ids,
    put,
    to_folder,
    update,
)
from tests.fake_ews.operations.test_folders import create as create_folders
from tests.fake_ews.operations.test_folders import find as find_folders
from tests.fake_ews.operations.test_folders import names

pytestmark = pytest.mark.usefixtures("kept")


def people(*addresses: str) -> ArrayOfRecipients:
    """Recipients."""
    return ArrayOfRecipients(Mailbox=tuple(EmailAddress(EmailAddress=one) for one in addresses))


BEN, CLARA, ANNA = "ben@example.test", "clara@example.test", "anna@example.test"


def a_message(**fields: Any) -> Message:
    """A message to Ben."""
    given: dict[str, Any] = {"Subject": "News", "ToRecipients": people(BEN), "Body": Body(BodyType="Text", text="Hi")}
    return Message(**given | fields)


def in_folder(mailbox: Mailbox, name: str) -> list[Item]:
    """The items of a folder."""
    return list(mailbox.items_of(mailbox.need(name)))


def send(ews: Client, *named: Named, keep: bool = True, **said: Any) -> Reply:
    """SendItem."""
    return ews.ask(SendItem(SaveItemToFolder=keep, ItemIds=item_ids(*named), **said))


@pytest.fixture
def draft(ews: Client, ben: Mailbox) -> ItemId:
    """A draft of Anna's, to Ben."""
    return ews.create(a_message(), disposition="SaveOnly").id


# --- SendItem ------------------------------------------------------------------------------------------------------


def test_a_draft_is_sent(ews: Client, anna: Mailbox, ben: Mailbox, draft: ItemId) -> None:
    """ref/senditem-operation"""
    assert send(ews, draft).code == "NoError"
    assert [len(in_folder(anna, name)) for name in ("drafts", "sentitems")] == [0, 1]
    (received,) = in_folder(ben, "inbox")
    assert received.value(Message.IsRead) is False
    assert received.value(ItemRows.IsDraft) is False
    for row in (Message.IsReadReceiptRequested, Message.IsDeliveryReceiptRequested):
        (kept,) = in_folder(anna, "sentitems")
        request = update((kept, [put(row, True, within=Message)]), disposition="SaveOnly")
        assert ews.ask(request).code == "ErrorInvalidPropertyUpdateSentMessage"
    assert received.value(Message.ReceivedBy) == ben.recipient


def test_without_a_copy_or_with_one_elsewhere(ews: Client, anna: Mailbox, draft: ItemId) -> None:
    assert send(ews, draft, keep=False).code == "NoError"
    assert in_folder(anna, "sentitems") == []
    again = ews.create(a_message(), disposition="SaveOnly").id
    assert send(ews, again, SavedItemFolderId=to_folder("notes")).code == "NoError"
    assert len(in_folder(anna, "notes")) == 1


def test_what_cannot_be_sent(ews: Client, draft: ItemId, review: Item) -> None:
    """RC"""
    nobody = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    stale = ItemId(Id=draft.Id, ChangeKey=nobody.ChangeKey)
    assert send(ews, review, ItemId(Id=draft.Id), stale, nobody, "AAAA").codes == [
        "ErrorInvalidItemForOperationSendItem", "ErrorChangeKeyRequiredForWriteOperations", "ErrorStaleObject",
        "ErrorMissingRecipients", "ErrorInvalidIdMalformed",
    ]  # fmt: skip
    elsewhere = to_folder("notes")
    assert send(ews, draft, keep=False, SavedItemFolderId=elsewhere).code == "ErrorInvalidSendItemSaveSettings"
    assert send(ews, draft, SavedItemFolderId=to_folder("voicemail")).code == "ErrorSavedItemFolderNotFound"


def test_who_is_named_twice_gets_one(ews: Client, ben: Mailbox) -> None:
    """Bcc is shown to nobody, categories stay with the sender"""
    red = ArrayOfStrings(String=("Red",))
    message = a_message(CcRecipients=people(BEN), BccRecipients=people("BEN@example.test"), Categories=red)
    assert ews.create(message, disposition="SendOnly").code == "NoError"
    (received,) = in_folder(ben, "inbox")
    assert received.value(Message.BccRecipients) is None
    assert received.value(ItemRows.Categories) is None


def test_to_nobody_at_all(ews: Client) -> None:
    """RC ErrorInvalidRecipients"""
    assert ews.create(Message(Subject="x"), disposition="SendOnly").code == "ErrorInvalidRecipients"


def test_an_update_that_sends(ews: Client, anna: Mailbox, ben: Mailbox, draft: ItemId) -> None:
    """ref/updateitem-operation MessageDisposition"""
    change = put(ItemRows.Subject, "Later", within=Message)
    reply = ews.update(draft, change, disposition="SendAndSaveCopy")
    assert (reply.code, reply.items) == ("NoError", [])
    assert in_folder(ben, "inbox")[0].value(ItemRows.Subject) == "Later"
    assert [len(in_folder(anna, name)) for name in ("drafts", "sentitems")] == [0, 1]


def test_an_update_that_sends_only(ews: Client, anna: Mailbox, ben: Mailbox, draft: ItemId) -> None:
    change = put(ItemRows.Subject, "Later", within=Message)
    assert ews.update(draft, change, disposition="SendOnly").code == "NoError"
    assert (len(in_folder(ben, "inbox")), in_folder(anna, "sentitems")) == (1, [])


def test_an_update_that_cannot_send(ews: Client, draft: ItemId) -> None:
    change = put(ItemRows.Subject, "Later", within=Message)
    request = update((draft, [change]), disposition="SendAndSaveCopy")
    request.SavedItemFolderId = to_folder("voicemail")
    assert ews.ask(request).code == "ErrorSavedItemFolderNotFound"
    nobody = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    assert ews.update(nobody, change, disposition="SendOnly").code == "ErrorInvalidRecipients"
    assert [ews.get(one, ItemRows.Subject).Subject for one in (draft, nobody)] == ["News", "x"]


# --- replies -------------------------------------------------------------------------------------------------------


@pytest.fixture
def received(ews: Client, ben: Mailbox, clara: Mailbox) -> Item:
    """What Anna wrote to Ben, copy to Clara and to herself, as it lies in Ben's Inbox."""
    ews.create(a_message(CcRecipients=people(CLARA, ANNA)), disposition="SendAndSaveCopy")
    return in_folder(ben, "inbox")[0]


def written(mailbox: Mailbox) -> Any:
    """The one message in Sent Items."""
    (item,) = in_folder(mailbox, "sentitems")
    return item.bag


def addresses(some: ArrayOfRecipients | None) -> list[str | None]:
    """The addresses of recipients."""
    return [] if some is None else [one.EmailAddress for one in some.Mailbox or ()]


def reference(item: Item) -> ItemId:
    """Its id."""
    return ItemId(Id=item.item_id, ChangeKey=item.change_key)


def test_a_reply(bens_ews: Client, anna: Mailbox, ben: Mailbox, received: Item) -> None:
    """ref/replytoitem, newbodycontent: to the writer, the new text above the old one"""
    text = Body(BodyType="Text", text="Thanks")
    reply = ReplyToItem(ReferenceItemId=reference(received), NewBodyContent=text)
    assert bens_ews.create(reply, disposition="SendAndSaveCopy").code == "NoError"
    bag = written(ben)
    assert (bag.Subject, addresses(bag.ToRecipients), bag.CcRecipients) == ("RE: News", [ANNA], None)
    assert bag.Body.text == "Thanks\r\n\r\nFrom: Anna Arn\r\nSubject: News\r\n\r\nHi"
    assert bag.InReplyTo == received.value(Message.InternetMessageId)
    assert bag.References == bag.InReplyTo
    assert len(in_folder(anna, "inbox")) == 2


def test_a_reply_to_all_in_html(bens_ews: Client, ben: Mailbox, received: Item) -> None:
    html = Body(BodyType="HTML", text="<b>Thanks</b>")
    reply = ReplyAllToItem(ReferenceItemId=reference(received), NewBodyContent=html)
    bens_ews.create(reply, disposition="SendAndSaveCopy")
    bag = written(ben)
    assert (addresses(bag.ToRecipients), addresses(bag.CcRecipients)) == ([ANNA], [CLARA, ANNA])
    assert bag.Body.text.startswith("<b>Thanks</b><hr><b>From:</b> Anna Arn<br><b>Subject:</b> News<br><html>")


def test_what_the_client_says_counts(bens_ews: Client, ben: Mailbox, received: Item) -> None:
    reply = ReplyAllToItem(
        ReferenceItemId=reference(received), Subject="Other", Body=Body(BodyType="Text", text="All"),
        ToRecipients=people(CLARA), CcRecipients=people(ANNA),
    )  # fmt: skip
    bens_ews.create(reply, disposition="SendAndSaveCopy")
    bag = written(ben)
    assert (bag.Subject, bag.Body.text, addresses(bag.ToRecipients)) == ("Other", "All", [CLARA])
    assert addresses(bag.CcRecipients) == [ANNA]


def test_forwarded(bens_ews: Client, ben: Mailbox, clara: Mailbox, received: Item) -> None:
    """ref/forwarditem: recipients are the client's to name; a reply of a reply has one prefix"""
    forward = ForwardItem(ReferenceItemId=reference(received), ToRecipients=people(CLARA))
    assert bens_ews.create(forward, disposition="SendAndSaveCopy").code == "NoError"
    assert (written(ben).Subject, written(ben).Body.text) == ("FW: News", "Hi")
    again = ForwardItem(ReferenceItemId=reference(in_folder(clara, "inbox")[-1]))
    claras = bens_ews.but(own=clara)
    assert claras.create(again, disposition="SendOnly").code == "ErrorInvalidRecipients"
    assert claras.create(again, disposition="SaveOnly").code == "NoError"
    assert in_folder(clara, "drafts")[0].value(ItemRows.Subject) == "FW: News"


def test_one_who_is_writer_and_receiver(ews: Client, anna: Mailbox) -> None:
    """a message to oneself is answered to oneself"""
    ews.create(a_message(ToRecipients=people(ANNA)), disposition="SendOnly")
    (item,) = in_folder(anna, "inbox")
    ews.create(ReplyAllToItem(ReferenceItemId=reference(item)), disposition="SendAndSaveCopy")
    assert addresses(written(anna).ToRecipients) == [ANNA]


def test_reply_to(bens_ews: Client, ews: Client, ben: Mailbox, clara: Mailbox) -> None:
    ews.create(a_message(ReplyTo=people(CLARA)), disposition="SendOnly")
    reply = ReplyToItem(ReferenceItemId=reference(in_folder(ben, "inbox")[0]))
    bens_ews.create(reply, disposition="SendAndSaveCopy")
    assert addresses(written(ben).ToRecipients) == [CLARA]


def test_an_entry_is_forwarded(ews: Client, anna: Mailbox, ben: Mailbox, review: Item) -> None:
    ews.create(ForwardItem(ReferenceItemId=reference(review), ToRecipients=people(BEN)), disposition="SendAndSaveCopy")
    assert written(anna).Subject == "FW: Review"
    ews.create(ReplyToItem(ReferenceItemId=reference(review)), disposition="SaveOnly")
    assert addresses(in_folder(anna, "drafts")[0].bag.get(Message.ToRecipients)) == [ANNA]


def test_what_cannot_be_answered(ews: Client) -> None:
    """RC ErrorInvalidReferenceItem"""
    contact = ews.create(ContactItem(Subject="x")).id
    nobody = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    text = Body(BodyType="Text", text="?")
    answers = [
        ReplyToItem(), ReplyToItem(ReferenceItemId=contact), ReplyToItem(ReferenceItemId=ItemId(Id="AAAA")),
        ReplyToItem(ReferenceItemId=nobody, NewBodyContent=text), PostReplyItem(ReferenceItemId=nobody),
    ]  # fmt: skip
    assert ews.create(*answers, disposition="SaveOnly").codes == [
        "ErrorInvalidReferenceItem", "ErrorInvalidReferenceItem", "ErrorInvalidIdMalformed", "NoError",
        "ErrorInvalidReferenceItem",
    ]  # fmt: skip
    assert ews.create(answers[3]).code == "ErrorMessageDispositionRequired"


# --- MarkAllItemsAsRead, MarkAsJunk --------------------------------------------------------------------------------


def test_all_are_read(ews: Client, anna: Mailbox) -> None:
    """ref/markallitemsasread-operation; what is so already does not change"""
    for read in (True, False, False):
        ews.create(Message(Subject="x", IsRead=read), disposition="SaveOnly", folder="inbox")
    ews.create(PostItem(Subject="p"), ContactItem(Subject="c"), folder="inbox")
    before = anna.log.newest
    request = MarkAllItemsAsRead(ReadFlag=True, SuppressReadReceipts=True, FolderIds=folder_ids("inbox", "voicemail"))
    assert ews.ask(request).codes == ["NoError", "ErrorFolderNotFound"]
    assert [item.bag.get(Message.IsRead) for item in in_folder(anna, "inbox")][:3] == [True] * 3
    assert anna.log.newest == before + 3


def junk(ews: Client, named: Named, *, is_junk: bool, move: bool) -> Reply:
    """MarkAsJunk."""
    return ews.ask(MarkAsJunk(IsJunk=is_junk, MoveItem=move, ItemIds=item_ids(named)))


def test_junk(ews: Client, bens_ews: Client, ben: Mailbox, received: Item) -> None:
    """ref/markasjunk-operation: the sender is blocked, and the message moves if that is wanted"""
    reply = junk(bens_ews, received, is_junk=True, move=True)
    (moved,) = in_folder(ben, "junkemail")
    assert reply.only.MovedItemId.Id == moved.item_id
    ews.create(a_message(), disposition="SendOnly")
    assert [len(in_folder(ben, name)) for name in ("inbox", "junkemail")] == [0, 2]
    assert junk(bens_ews, moved, is_junk=False, move=True).code == "NoError"
    ews.create(a_message(), disposition="SendOnly")
    assert [len(in_folder(ben, name)) for name in ("inbox", "junkemail")] == [2, 1]


def test_at_exchange_online_some_things_fail(bens_ews: Client, ben: Mailbox, received: Item) -> None:
    """[seen: exchangelib's suite] junk stays where it is, and the server fails to archive"""
    ben.profile = Profile.online()
    assert junk(bens_ews, received, is_junk=True, move=True).code == "NoError"
    assert len(in_folder(ben, "inbox")) == 1
    with pytest.raises(RequestFailure, match="ErrorInternalServerError"):
        bens_ews.ask(ArchiveItem(ArchiveSourceFolderId=to_folder("inbox"), ItemIds=item_ids(received)))


def test_junk_that_stays(ews: Client, anna: Mailbox) -> None:
    item = ews.create(Message(Subject="x"), disposition="SaveOnly", folder="inbox").id
    assert junk(ews, item, is_junk=True, move=False).only.MovedItemId is None
    assert junk(ews, "AAAA", is_junk=True, move=False).code == "ErrorInvalidIdMalformed"


# --- ArchiveItem ---------------------------------------------------------------------------------------------------


def archive(ews: Client, *named: Named, source: str | FolderId = "inbox") -> Reply:
    """ArchiveItem."""
    return ews.ask(ArchiveItem(ArchiveSourceFolderId=to_folder(source), ItemIds=item_ids(*named)))


def test_into_the_archive(ews: Client, anna: Mailbox) -> None:
    """ref/archiveitem-operation: into the folder of the same path, which is made"""
    projects = create_folders(ews, Folder(DisplayName="Projects"), parent="inbox").item.FolderId
    first, second = (ews.create(Message(Subject=name), disposition="SaveOnly", folder=projects).id for name in "ab")
    moved = archive(ews, first, source=projects).id
    assert archive(ews, second, source=projects).code == "NoError"
    assert names(find_folders(ews, "archivemsgfolderroot", traversal="Deep")) == ["Deleted Items", "Inbox", "Projects"]
    assert ews.get(moved, ItemRows.Subject).Subject == "a"
    assert archive(ews, moved, source=projects).code == "ErrorCannotArchiveItemsInArchiveMailbox"


def test_deleted_items_are_archived_as_such_in_any_language(exchange: Exchange) -> None:
    """The archive has a language of its own: what it calls them need not be what the mailbox does"""
    dora = exchange.add_mailbox("dora@example.test", culture="de-DE")
    ews = Client(exchange, Account(dora.address, "secret"), dora)
    item = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    assert archive(ews, item, source="deleteditems").code == "NoError"
    assert names(find_folders(ews, "archivemsgfolderroot", traversal="Deep")) == ["Deleted Items"]


def test_what_is_not_archived(ews: Client, review: Item) -> None:
    item = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    assert archive(ews, review, source="calendar").code == "ErrorCannotArchiveCalendarContactTaskFolderException"
    assert archive(ews, item, "AAAA", source="voicemail").codes == ["ErrorFolderNotFound"] * 2
    assert archive(ews, "AAAA").code == "ErrorInvalidIdMalformed"


def test_nothing_goes_into_anothers_archive(exchange: Exchange, ews: Client, bens_ews: Client, draft: ItemId) -> None:
    """RC ErrorCrossMailboxMoveCopy"""
    exchange.accounts[ANNA] = Account(ANNA, "secret", full_access={BEN})
    exchange.unkept.changed(exchange.accounts[ANNA])
    bens = bens_ews.create(a_message(), disposition="SaveOnly").id
    assert archive(ews, bens, draft, source="drafts").codes == ["ErrorCrossMailboxMoveCopy", "NoError"]


@pytest.mark.parametrize("profile", [Profile(archive=False)])
def test_without_an_archive(ews: Client, exchange: Exchange) -> None:
    """RC ErrorArchiveMailboxNotEnabled"""
    item = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    assert archive(ews, item).code == "ErrorArchiveMailboxNotEnabled"
    other = ews.create(an_entry()).id
    assert archive(ews, other).code == "ErrorArchiveMailboxNotEnabled"
