"""Read receipts: asked for, sent when a message is read or deleted unread, suppressed."""

from __future__ import annotations

import pytest

from fake_ews.contract.common import EmailAddress, ItemId, SingleRecipient
from fake_ews.contract.folders import EmptyFolder
from fake_ews.contract.mail import Message, SuppressReadReceipt
from fake_ews.contract.operations import DeleteItem, MarkAllItemsAsRead
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, folder_ids, item_ids, put, update
from tests.fake_ews.operations.test_rules import to


@pytest.fixture
def his(ews: Client, ben: Mailbox) -> Client:
    """Ben's client."""
    return ews.but(own=ben)


@pytest.fixture
def asked(ews: Client, ben: Mailbox) -> Item:
    """A message to Ben, whose sender wants to know when he has read it."""
    mail = Message(Subject="Offer", ToRecipients=to("ben@example.test"), IsReadReceiptRequested=True)
    ews.create(mail, disposition="SendOnly")
    (item,) = ben.items_of(ben.need("inbox"))
    return item


READ = put(Message.IsRead, True, within=Message)


def receipts(mailbox: Mailbox) -> list[Item]:
    """What has come into an Inbox."""
    return list(mailbox.items_of(mailbox.need("inbox")))


def test_a_receipt_comes_when_the_message_is_read(
    ews: Client, his: Client, asked: Item, anna: Mailbox, ben: Mailbox
) -> None:
    """MS-OXOMSG 2.2.2: REPORT.IPM.Note.IPNRN, once"""
    assert his.update(asked, READ, disposition="SaveOnly").code == "NoError"
    (receipt,) = receipts(anna)
    shown = ews.get(receipt, base="AllProperties")
    assert (shown.ItemClass, shown.Subject) == ("REPORT.IPM.Note.IPNRN", "Read: Offer")
    assert (shown.From.Mailbox.EmailAddress, shown.IsRead) == ("ben@example.test", False)
    assert shown.InReplyTo == asked.bag.get(Message.InternetMessageId)
    for read in (False, True):
        his.update(asked, put(Message.IsRead, read, within=Message), disposition="SaveOnly")
    assert len(receipts(anna)) == 1


def test_all_are_marked_as_read(his: Client, asked: Item, anna: Mailbox) -> None:
    """ref/markallitemsasread: SuppressReadReceipts"""
    his.ask(MarkAllItemsAsRead(ReadFlag=True, SuppressReadReceipts=False, FolderIds=folder_ids("inbox")))
    assert len(receipts(anna)) == 1


def test_receipts_are_suppressed(his: Client, asked: Item, anna: Mailbox) -> None:
    """ref/suppressreadreceipt, and the attribute of UpdateItem; RC ErrorReadReceiptNotPending"""
    suppress = SuppressReadReceipt(ReferenceItemId=ItemId(Id=asked.item_id))
    assert his.create(suppress).code == "NoError"
    assert his.create(suppress).code == "ErrorReadReceiptNotPending"
    his.update(asked, READ, disposition="SaveOnly")
    assert receipts(anna) == []
    assert his.create(SuppressReadReceipt()).code == "ErrorMissingInformationReferenceItemId"
    assert his.create(SuppressReadReceipt(ReferenceItemId=ItemId(Id="AAAA"))).code == "ErrorInvalidIdMalformed"


def test_a_request_suppresses_them(his: Client, asked: Item, anna: Mailbox) -> None:
    request = update((asked, (READ,)), disposition="SaveOnly")
    request.SuppressReadReceipts = True
    assert his.ask(request).code == "NoError"
    assert receipts(anna) == []


def test_all_are_marked_in_silence(his: Client, asked: Item, anna: Mailbox) -> None:
    his.ask(MarkAllItemsAsRead(ReadFlag=True, SuppressReadReceipts=True, FolderIds=folder_ids("inbox")))
    assert receipts(anna) == []


def test_nothing_comes_of_what_lies_in_the_junk(his: Client, asked: Item, anna: Mailbox) -> None:
    """RC ErrorReadReceiptNotPending"""
    moved = his.move(asked, to="junkemail").id
    his.update(moved, READ, disposition="SaveOnly")
    assert receipts(anna) == []
    suppress = SuppressReadReceipt(ReferenceItemId=ItemId(Id=moved.Id))
    assert his.create(suppress).code == "ErrorReadReceiptNotPending"
    assert item_ids(moved)


@pytest.mark.parametrize("writer", [None, SingleRecipient(Mailbox=EmailAddress(EmailAddress="dora@x.test"))])
def test_who_is_outside_hears_nothing(
    his: Client, asked: Item, anna: Mailbox, ben: Mailbox, writer: SingleRecipient | None
) -> None:
    with anna.exchange.turn():
        bag = asked.bag.copy()
        bag.set(Message.From, writer)
        ben.update(asked, bag, {}, "test")
    assert his.update(asked, READ, disposition="SaveOnly").code == "NoError"
    assert receipts(anna) == []


# deleted unread


def deletion(item: Item | str, how: str, *, suppressed: bool | None = None) -> DeleteItem:
    """A request to delete an item."""
    return DeleteItem(DeleteType=how, SuppressReadReceipts=suppressed, ItemIds=item_ids(item))


@pytest.mark.parametrize("how", ["HardDelete", "SoftDelete"])
def test_a_message_that_is_deleted_unread(
    ews: Client, his: Client, asked: Item, anna: Mailbox, ben: Mailbox, how: str
) -> None:
    """MS-OXOMSG 2.2.1.29, KB 2544246: "Not read:", once; from the Recoverable Items nothing more is told"""
    assert his.ask(deletion(asked, how)).code == "NoError"
    (receipt,) = receipts(anna)
    shown = ews.get(receipt, base="AllProperties")
    assert (shown.ItemClass, shown.Subject) == ("REPORT.IPM.Note.IPNNRN", "Not read: Offer")
    assert "deleted without being read" in shown.Body.text
    assert (shown.From.Mailbox.EmailAddress, shown.IsRead) == ("ben@example.test", False)
    for gone in list(ben.items_of(ben.need("recoverableitemsdeletions"))):
        his.ask(deletion(gone, "HardDelete"))
    assert len(receipts(anna)) == 1


def test_what_lies_in_deleted_items_may_still_be_read(his: Client, asked: Item, anna: Mailbox, ben: Mailbox) -> None:
    """KB 136515: nothing is told before Deleted Items are emptied"""
    his.ask(deletion(asked, "MoveToDeletedItems"))
    assert receipts(anna) == []
    (there,) = ben.items_of(ben.need("deleteditems"))
    his.ask(deletion(there, "MoveToDeletedItems"))
    (receipt,) = receipts(anna)
    assert receipt.item_class == "REPORT.IPM.Note.IPNNRN"


@pytest.mark.parametrize(("how", "deep", "told"), [("SoftDelete", True, 1), ("HardDelete", False, 0)])
def test_a_folder_that_is_emptied(
    his: Client, asked: Item, anna: Mailbox, ben: Mailbox, how: str, deep: bool, told: int
) -> None:
    """With the folders below it if they are emptied, too."""
    with anna.exchange.turn():
        ben.move(asked, ben.create_folder(ben.need("deleteditems"), "Old", "IPF.Note"), "test")
    request = EmptyFolder(DeleteType=how, DeleteSubFolders=deep, FolderIds=folder_ids("deleteditems"))
    assert his.ask(request).code == "NoError"
    assert len(receipts(anna)) == told


def test_nothing_is_told_of_what_was_read(his: Client, asked: Item, anna: Mailbox) -> None:
    """ref/deleteitem: SuppressReadReceipts"""
    request = update((asked, (READ,)), disposition="SaveOnly")
    request.SuppressReadReceipts = True
    his.ask(request)
    his.ask(deletion(asked, "HardDelete"))
    assert receipts(anna) == []


def test_a_deletion_in_silence(his: Client, asked: Item, anna: Mailbox) -> None:
    assert his.ask(deletion(asked, "HardDelete", suppressed=True)).code == "NoError"
    assert receipts(anna) == []
