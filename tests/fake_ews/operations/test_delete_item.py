"""DeleteItem, MoveItem, CopyItem: where things go, under which ids, and how the log tells it."""

from __future__ import annotations

import pytest

from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.operations import DeleteItem
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.tasks import Task
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind, LogRecord
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, an_entry, get, item_ids, put

pytestmark = pytest.mark.usefixtures("kept")

OID = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="oid", PropertyType="String"
)


def newest(mailbox: Mailbox) -> LogRecord:
    """The last record of a mailbox's log."""
    return mailbox.log.after(mailbox.log.newest - 1)[0]


def place(mailbox: Mailbox, folder: int) -> str:
    """The distinguished name of a folder by its number."""
    return mailbox.folders[folder].distinguished


# --- DeleteItem ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "where"), [("MoveToDeletedItems", "deleteditems"), ("SoftDelete", "recoverableitemsdeletions")]
)
def test_what_is_deleted_moves(ews: Client, anna: Mailbox, review: Item, how: str, where: str) -> None:
    """guide/pull-notifications-for-ews-deletion-related-mailbox-events: MovedEvent, a new ItemId"""
    reply = ews.delete(review, how=how)
    assert (reply.code, reply.turn.is_write) == ("NoError", True)
    assert b"Items" not in reply.raw
    record = newest(anna)
    assert (record.kind, record.old_item, place(anna, record.old_folder)) == (Kind.Moved, review.number, "calendar")
    (moved,) = anna.items.values()
    assert (place(anna, moved.folder), record.item) == (where, moved.number)
    assert moved.item_id != review.item_id


def test_hard_delete_leaves_nothing(ews: Client, anna: Mailbox, review: Item) -> None:
    ews.delete(review, how="HardDelete")
    record = newest(anna)
    assert (record.kind, record.item, place(anna, record.folder)) == (Kind.Deleted, review.number, "calendar")
    assert not anna.items


def test_the_old_id_is_dead(ews: Client, review: Item) -> None:
    """guide/ews-identifiers: moving = copy + delete; the old id answers ErrorItemNotFound"""
    dead = ItemId(Id=review.item_id)
    ews.delete(review)
    for reply in (ews.ask(get(dead)), ews.update(dead, put(ItemRows.Subject, "x")), ews.delete(dead), ews.move(dead)):
        assert (reply.code, reply.only.MessageText) == (
            "ErrorItemNotFound", "The specified object was not found in the store.",
        )  # fmt: skip


def test_in_deleted_items_it_goes_to_the_recoverable_items(ews: Client, anna: Mailbox, review: Item) -> None:
    """fact sheet section 14: deleting inside Deleted Items"""
    trashed = ews.move(review).id
    ews.delete(trashed)
    (item,) = anna.items.values()
    assert place(anna, item.folder) == "recoverableitemsdeletions"
    ews.delete(item)
    assert not anna.items
    assert newest(anna).kind is Kind.Deleted


@pytest.mark.parametrize("how", ["MoveToDeletedItems", "SoftDelete", "HardDelete"])
def test_sending_must_be_decided(ews: Client, anna: Mailbox, review: Item, how: str) -> None:
    """RC ErrorSendMeetingCancellationsRequired"""
    assert ews.delete(review, how=how, cancellations=None).code == "ErrorSendMeetingCancellationsRequired"
    assert list(anna.items.values()) == [review]


def test_tasks_need_their_own_decision(ews: Client, anna: Mailbox) -> None:
    """RC ErrorAffectedTaskOccurrencesRequired"""
    task = ews.create(Task(Subject="Water")).id
    assert ews.delete(task, cancellations=None).code == "ErrorAffectedTaskOccurrencesRequired"
    request = DeleteItem(DeleteType="HardDelete", AffectedTaskOccurrences="AllOccurrences", ItemIds=item_ids(task))
    reply = ews.ask(request)
    assert (reply.code, reply.turn.is_write) == ("NoError", False)
    assert not anna.items


def test_a_message_needs_none(ews: Client, anna: Mailbox) -> None:
    draft = ews.create(Message(Subject="Hello"), disposition="SaveOnly").id
    assert ews.delete(draft, how="HardDelete", cancellations=None).code == "NoError"


def test_each_by_itself(ews: Client, review: Item) -> None:
    other = ews.create(an_entry()).id
    ews.delete(review, how="HardDelete")
    assert ews.delete(review, other, "AAAA").codes == ["ErrorItemNotFound", "NoError", "ErrorInvalidIdMalformed"]


@pytest.mark.parametrize(
    ("profile", "how"),
    [
        (Profile().but(trash_as=Kind.Deleted), "MoveToDeletedItems"),
        (Profile().but(soft_delete_as=Kind.Deleted), "SoftDelete"),
    ],
)
def test_a_move_that_is_seen_as_a_deletion(
    ews: Client, anna: Mailbox, profile: Profile, review: Item, how: str
) -> None:
    """guide/pull-notifications (Exchange 2010, SoftDelete: DeletedEvent); EMA 124 (a delegate's Outlook)"""
    ews.delete(review, how=how)
    gone, come = anna.log.after(1)
    assert (gone.kind, gone.item, place(anna, gone.folder)) == (Kind.Deleted, review.number, "calendar")
    (item,) = anna.items.values()
    assert (come.kind, come.item, come.folder) == (Kind.Created, item.number, item.folder)


@pytest.mark.parametrize("profile", [Profile().but(trash_as=Kind.Deleted)])
def test_such_a_move_is_told_to_whoever_synchronises(ews: Client, profile: Profile, review: Item) -> None:
    here, there = ews.sync().only.SyncState, ews.sync(folder="deleteditems").only.SyncState
    ews.delete(review)
    assert [one.row.name for one in ews.sync(here).only.Changes.entries] == ["Delete"]
    assert [one.row.name for one in ews.sync(there, "deleteditems").only.Changes.entries] == ["Create"]


# --- MoveItem ------------------------------------------------------------------------------------------------------


def test_a_move_gives_a_new_id_there_and_back(ews: Client, anna: Mailbox, review: Item) -> None:
    """guide/ews-identifiers: a new id, also on the way back"""
    first = review.item_id
    there = ews.move(review).id
    back = ews.move(there, to="calendar").id
    assert len({first, there.Id, back.Id}) == 3
    assert ews.ask(get(there)).code == "ErrorItemNotFound"
    assert ews.get(back, ItemRows.Subject).Subject == "Review"
    record = newest(anna)
    assert (record.kind, place(anna, record.old_folder), place(anna, record.folder)) == (
        Kind.Moved, "deleteditems", "calendar",
    )  # fmt: skip


def test_a_moved_item_is_the_same_otherwise(ews: Client, exchange: Exchange, review: Item) -> None:
    """the whole item is moved [inferred]; it was created when it was created"""
    ews.update(review, put(OID, "r1"))
    before = ews.get(review, OID, base="AllProperties")
    exchange.clock.set(exchange.clock.now().replace(hour=9))  # type: ignore[attr-defined]
    after = ews.get(ews.move(review).id, OID, base="AllProperties")
    assert after.ExtendedProperty == before.ExtendedProperty
    assert (after.DateTimeCreated, after.Subject, after.Start) == (before.DateTimeCreated, before.Subject, before.Start)
    assert after.LastModifiedTime.hour == 9


@pytest.mark.parametrize(("told", "count"), [(None, 1), (True, 1), (False, 0)])
def test_whether_the_new_id_comes_back(ews: Client, review: Item, told: bool | None, count: int) -> None:
    """MS-OXWSCORE R2011: true or absent"""
    reply = ews.move(review, told=told)
    assert (reply.code, len(reply.items)) == ("NoError", count)


def test_a_folder_that_is_not_there(ews: Client, review: Item) -> None:
    reply = ews.move(review, "AAAA", to="voicemail")
    assert reply.codes == ["ErrorToFolderNotFound", "ErrorToFolderNotFound"]
    assert reply.turn.item_ids == [review.item_id, "AAAA"]


def test_within_one_folder(ews: Client, anna: Mailbox, review: Item) -> None:
    """a move is copy + delete, wherever it goes"""
    before = review.item_id
    assert ews.move(review, to="calendar").id.Id != before
    assert len(anna.need("calendar").items) == 1


def test_an_entry_may_move_to_any_folder(ews: Client, review: Item) -> None:
    moved = ews.move(review, to="inbox").id
    assert ews.find("inbox").items[0].ItemId == moved
    assert ews.find().items == []


# --- CopyItem ------------------------------------------------------------------------------------------------------


def test_a_copy_has_everything_and_an_id_of_its_own(ews: Client, anna: Mailbox, review: Item) -> None:
    """the whole item is copied, extended properties too [inferred]"""
    ews.update(review, put(OID, "r1"))
    copy = ews.copy(review).id
    assert copy.Id != review.item_id
    shown, (oid,) = ews.get(copy, OID, ItemRows.Subject), ews.get(copy, OID).ExtendedProperty
    assert (shown.Subject, oid.Value) == ("Review", "r1")
    record = newest(anna)
    assert (record.kind, record.old_item) == (Kind.Copied, review.number)
    assert len(anna.need("calendar").items) == 2


def test_a_copy_is_changed_by_itself(ews: Client, review: Item) -> None:
    copy = ews.copy(review).id
    ews.update(copy, put(ItemRows.Subject, "Copy"), put(OID, "r2"))
    assert ews.get(review, ItemRows.Subject).Subject == "Review"
    assert ews.get(review, OID).ExtendedProperty is None


def test_copies_one_by_one(ews: Client, review: Item) -> None:
    reply = ews.copy(review, "AAAA")
    assert reply.codes == ["NoError", "ErrorInvalidIdMalformed"]
    assert reply.turn.is_write
