"""Other people's mailboxes: readers find nothing there, writers are denied; impersonation opens them."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import AcceptItem
from fake_ews.contract.common import DistinguishedFolderId, EmailAddress, FolderId
from fake_ews.contract.folders import CreateFolder, Folder, GetFolder, NonEmptyArrayOfFolders
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.operations import CreateItem, MoveItem, NonEmptyArrayOfAllItems
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import (
    Client,
    an_entry,
    folder,
    folder_ids,
    folder_shape,
    get,
    item_ids,
    listed,
    named_id,
    put,
    to_folder,
)


@pytest.fixture
def calendar(ben: Mailbox) -> DistinguishedFolderId:
    """Ben's calendar, as others name it."""
    named = folder("calendar", of="Ben@example.test")
    assert isinstance(named, DistinguishedFolderId)
    return named


@pytest.fixture
def bens(bens_ews: Client, ben: Mailbox) -> Item:
    """An entry in Ben's calendar."""
    bens_ews.create(an_entry(Subject="Ben's"))
    return next(iter(ben.items.values()))


def test_a_reader_finds_nothing(ews: Client, ben: Mailbox, bens: Item, calendar: DistinguishedFolderId) -> None:
    """RC: no right = ErrorItemNotFound, ErrorFolderNotFound on reading"""
    assert ews.ask(get(bens)).code == "ErrorItemNotFound"
    by_id = ben.folder_id(ben.need("calendar"))
    request = GetFolder(FolderShape=folder_shape(), FolderIds=folder_ids(calendar, by_id))
    assert ews.ask(request).codes == ["ErrorFolderNotFound"] * 2
    assert ews.find(ParentFolderIds=folder_ids(calendar, by_id)).codes == ["ErrorFolderNotFound"] * 2
    assert ews.sync(folder=by_id).code == "ErrorSyncFolderNotFound"


def test_a_writer_is_denied(ews: Client, ben: Mailbox, bens: Item, calendar: DistinguishedFolderId) -> None:
    """RC: ErrorAccessDenied on writing; nothing changes"""
    newest = ben.log.newest
    place = to_folder(calendar)
    replies = [
        ews.update(bens, put(ItemRows.Subject, "x")),
        ews.delete(bens),
        ews.move(bens),
        ews.copy(bens),
        ews.ask(
            CreateItem(
                SendMeetingInvitations="SendToNone", SavedItemFolderId=place,
                Items=listed(NonEmptyArrayOfAllItems, [an_entry()]),
            )
        ),
        ews.ask(CreateFolder(ParentFolderId=place, Folders=listed(NonEmptyArrayOfFolders, [Folder(DisplayName="x")]))),
        ews.create(AcceptItem(ReferenceItemId=named_id(bens)), disposition="SendOnly"),
    ]  # fmt: skip
    assert [reply.code for reply in replies] == ["ErrorAccessDenied"] * len(replies)
    assert ben.log.newest == newest


def test_what_is_denied_stops_the_batch(ews: Client, review: Item, bens: Item) -> None:
    """RC ErrorBatchProcessingStopped: for errors that would hit all the rest; ResponseClass Warning"""
    reply = ews.delete(bens, review, review)
    assert reply.codes == ["ErrorAccessDenied", "ErrorBatchProcessingStopped", "ErrorBatchProcessingStopped"]
    assert [message.ResponseClass for message in reply.messages] == ["Error", "Warning", "Warning"]
    assert review.number in review.mailbox.items


def test_moving_into_anothers_mailbox(ews: Client, review: Item, calendar: DistinguishedFolderId) -> None:
    reply = ews.ask(MoveItem(ToFolderId=to_folder(calendar), ItemIds=item_ids(review, review)))
    assert reply.codes == ["ErrorAccessDenied", "ErrorBatchProcessingStopped"]


def test_a_mailbox_that_does_not_exist(ews: Client) -> None:
    """RC ErrorNonExistentMailbox"""
    nobody = DistinguishedFolderId(Id="calendar", Mailbox=EmailAddress(EmailAddress="nobody@example.test"))
    nameless = DistinguishedFolderId(Id="calendar", Mailbox=EmailAddress(Name="Nobody"))
    assert ews.find(ParentFolderIds=folder_ids(nobody, nameless)).codes == ["ErrorNonExistentMailbox"] * 2


def test_ids_of_another_organisation(ews: Client, exchange: Exchange, review: Item) -> None:
    """ids embed the mailbox's GUID"""
    other = Exchange(exchange.clock, exchange.profile, seed=8)
    stranger = other.add_mailbox("anna@example.test")
    assert ews.ask(get(stranger.ids.item(3, 1))).code == "ErrorItemNotFound"
    assert ews.find(FolderId(Id=stranger.ids.folder(3))).code == "ErrorFolderNotFound"
    assert ews.delete(stranger.ids.item(3, 1)).code == "ErrorItemNotFound"


def test_ones_own_mailbox_by_its_address(ews: Client, review: Item) -> None:
    """DistinguishedFolderId with t:Mailbox"""
    own = folder("calendar", of="ANNA@example.test")
    assert ews.find(ParentFolderIds=folder_ids(own)).items[0].ItemId.Id == review.item_id


def test_by_impersonation(ews: Client, ben: Mailbox, bens: Item) -> None:
    """guide/impersonation: distinguished folders mean the impersonated mailbox; the own one is closed meanwhile"""
    as_ben = ews.but(own=ben, impersonating=True)
    assert as_ben.find().items[0].ItemId.Id == bens.item_id
    assert as_ben.get(bens, ItemRows.Subject).Subject == "Ben's"
    own = folder("calendar", of="anna@example.test")
    assert as_ben.find(ParentFolderIds=folder_ids(own)).code == "ErrorFolderNotFound"


def test_an_account_without_a_mailbox(ews: Client, exchange: Exchange) -> None:
    """RC ErrorMissingEmailAddress"""
    service = Client(exchange, Account("service@example.test", "secret"), None)
    with pytest.raises(RequestFailure, match="ErrorMissingEmailAddress"):
        service.find()


def test_such_an_account_reaches_nobodys_items(ews: Client, exchange: Exchange, review: Item) -> None:
    service = Client(exchange, Account("service@example.test", "secret"), None)
    assert service.ask(get(review)).code == "ErrorItemNotFound"
