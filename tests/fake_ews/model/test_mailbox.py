"""The mailbox: its invariants under whatever is done to it, and what a synchronising client makes of its log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import FolderId
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.model.search_folders import unread
from tests.fake_ews.operations.client import Client
from tests.fake_ews.operations.test_sync_items import changes, state

FOLDERS = ("calendar", "inbox", "deleteditems", "recoverableitemsdeletions")
START = dt.datetime(2027, 3, 15, 8, tzinfo=dt.UTC)

# what happens to a mailbox: which act, and two numbers that say to which item, where, when
Act = tuple[str, int, int]
ACTS = (
    "create",
    "mail",
    "update",
    "read",
    "move",
    "copy",
    "trash",
    "soft",
    "hard",
    "seen as deleted",
    "folder",
    "drop",
)
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30)), max_size=40)


def a_mailbox() -> Mailbox:
    """Anna's empty mailbox, in an organisation of its own."""
    return Exchange(ManualClock(), Profile(), seed=7).add_mailbox("anna@example.test")


def an_entry(hour: int, length: int = 1) -> CalendarItem:
    """The complete values of an entry."""
    start = START + dt.timedelta(hours=hour)
    return CalendarItem(Subject="Review", Start=start, End=start + dt.timedelta(hours=length), StartTimeZoneId="UTC")


def do(mailbox: Mailbox, act: Act) -> None:
    """Let one thing happen, in a turn of its own; nothing where there is no item for it."""
    with mailbox.exchange.turn():
        _do(mailbox, *act)


def _do(mailbox: Mailbox, name: str, first: int, second: int) -> None:
    items = list(mailbox.items.values())
    made = [mailbox.folders[number] for number in folders_made(mailbox)]
    places = [*(mailbox.need(one) for one in FOLDERS), *made]
    folder = places[second % len(places)]
    if name == "create":
        mailbox.create(mailbox.need("calendar"), an_entry(first, second % 3), {}, "Anna")
    elif name == "mail":
        mailbox.create(mailbox.need("inbox"), Message(Subject="x", IsRead=False), {}, "Ben", kind=Kind.Delivered)
    elif name == "folder":
        mailbox.create_folder(folder, f"f{first}", "IPF.Appointment")
    elif name == "drop":
        if made:
            mailbox.delete_folder(made[first % len(made)], ("HardDelete", "MoveToDeletedItems")[second % 2], "Anna")
    elif items:
        _do_to(mailbox, name, items[first % len(items)], folder, second)


def folders_made(mailbox: Mailbox) -> list[int]:
    """The numbers of the folders that are there and were not there from the beginning."""
    records = (record for record in mailbox.log.after(0) if not record.item and record.kind is Kind.Created)
    return [record.folder for record in records if record.folder in mailbox.folders]


def _do_to(mailbox: Mailbox, name: str, item: Item, folder: StoredFolder, number: int) -> None:
    ways: dict[str, Callable[[], object]] = {
        "update": lambda: mailbox.update(item, changed(item, number), {}, "Anna"),
        "read": lambda: mailbox.update(item, read(item, number), {}, "Anna"),
        "move": lambda: mailbox.move(item, folder, "Anna"),
        "copy": lambda: mailbox.copy(item, folder, "Anna"),
        "trash": lambda: mailbox.delete(item, "MoveToDeletedItems", "Anna"),
        "soft": lambda: mailbox.delete(item, "SoftDelete", "Anna"),
        "hard": lambda: mailbox.delete(item, "HardDelete", "Anna"),
        "seen as deleted": lambda: mailbox.delete(item, "MoveToDeletedItems", "Anna", seen_as=Kind.Deleted),
    }
    ways[name]()


def changed(item: Item, hour: int) -> Bag:
    """Other values for an item."""
    if item.is_entry:
        return an_entry(hour)
    bag = item.bag.copy()
    bag.set(Message.Subject, f"{hour}")
    return bag


def read(item: Item, number: int) -> Bag:
    """The values of an item, with its read flag set or taken away, if it has one."""
    bag = item.bag.copy()
    if not item.is_entry:
        bag.set(Message.IsRead, number % 2 == 0)
    return bag


# --- invariants ----------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None, derandomize=True)
@given(acts)
def test_a_mailbox_stays_whole(told: list[Act]) -> None:
    mailbox = a_mailbox()
    ids: dict[str, int] = {}
    for act in told:
        keys = {number: (item.change, item.item_id) for number, item in mailbox.items.items()}
        newest = mailbox.log.newest
        do(mailbox, act)
        _assert_whole(mailbox)
        _assert_ids_are_new(mailbox, ids)
        if mailbox.log.newest > newest:
            for record in mailbox.log.after(newest):
                item = mailbox.items.get(record.item)
                assert item is None or item.change > keys.get(record.item, (0, ""))[0], "a change without a new key"


def _assert_whole(mailbox: Mailbox) -> None:
    records = mailbox.log.after(0)
    assert [record.number for record in records] == list(range(1, mailbox.log.newest + 1))
    listed = [number for folder in mailbox.folders.values() for number in folder.items]
    assert sorted(listed) == sorted(mailbox.items), "every item lies in exactly one folder"
    for folder in mailbox.folders.values():
        assert all(mailbox.items[number].folder == folder.number for number in folder.items)
        if folder.by_time is not None:
            entries = {number for number in folder.items if mailbox.items[number].is_entry}
            found = folder.by_time.overlapping(START - dt.timedelta(days=1), START + dt.timedelta(days=9))
            assert set(found) == entries, "the index holds what the folder holds"
            assert found == sorted(found, key=lambda number: (mailbox.items[number].need(CalendarItem.Start), number))
        assert mailbox.folders[folder.parent].children.keys() >= {folder.number} if folder.parent else True


def _assert_ids_are_new(mailbox: Mailbox, ids: dict[str, int]) -> None:
    """An id never names another item, and one that has gone never comes back."""
    now = {item.item_id: item.number for item in mailbox.items.values()}
    assert len(now) == len(mailbox.items)
    for item_id, number in now.items():
        assert ids.setdefault(item_id, number) == number
    for item_id in ids.keys() - now.keys():
        ids[item_id] = -1


@settings(max_examples=100, deadline=None, derandomize=True)
@given(acts)
def test_the_log_tells_where_everything_is(told: list[Act]) -> None:
    """whoever reads the log alone knows what lies where: it is the spine"""
    mailbox = a_mailbox()
    for act in told:
        do(mailbox, act)
    lies: dict[int, int] = {}
    for record in mailbox.log.after(0):
        if not record.item:
            continue
        if record.kind in (Kind.Moved, Kind.Deleted):
            assert lies.pop(record.old_item) == record.old_folder
        if record.kind not in (Kind.Deleted, Kind.Modified):
            lies[record.item] = record.folder
        if record.kind is Kind.Modified:
            assert lies[record.item] == record.folder
    assert lies == {number: item.folder for number, item in mailbox.items.items()}


@pytest.mark.proof
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    acts, st.lists(st.tuples(acts, st.integers(1, 5)), min_size=1, max_size=4), st.sampled_from(["calendar", "inbox"])
)
def test_whoever_synchronises_has_what_the_folder_has(
    before: list[Act], rounds: list[tuple[list[Act], int]], folder: str
) -> None:
    """SyncFolderItems, replayed with any page size: never more than asked, and in the end the folder's content"""
    mailbox = a_mailbox()
    ews = Client(mailbox.exchange, Account("anna@example.test", "secret"), mailbox)
    for act in before:
        do(mailbox, act)
    known: dict[str, None] = {}
    at: str | None = None
    for told, most in rounds:
        # a page, then changes, then the rest: a client is never alone
        at, last = _page(ews, folder, at, most, known)
        for act in told:
            do(mailbox, act)
        for _ in range(500):
            at, last = _page(ews, folder, at, most, known)
            if last:
                break
        assert last, "it never ends"
        assert set(known) == {item.item_id for item in mailbox.items_of(mailbox.need(folder))}


def _page(ews: Client, folder: str, at: str | None, most: int, known: dict[str, None]) -> tuple[str, bool]:
    """Ask for one page, and do to what is known what it says."""
    reply = ews.sync(at, folder, most)
    told = changes(reply)
    # a move within the folder is one record and two changes
    assert len(told) <= max(most, 2)
    assert len({item_id for _, item_id in told}) == len(told), "several changes of one item are told as one"
    for word, item_id in told:
        if word == "Delete":
            known.pop(item_id, None)
        elif word == "Create":
            known[item_id] = None
        else:
            assert item_id in known, f"{word} of an item that was never told"
    return state(reply), bool(reply.only.IncludesLastItemInRange)


# --- single rules --------------------------------------------------------------------------------------------------


@pytest.fixture
def mailbox() -> Mailbox:
    """Anna's empty mailbox."""
    return a_mailbox()


def test_nothing_changes_outside_a_turn(mailbox: Mailbox) -> None:
    with pytest.raises(AssertionError, match="nothing changes outside a turn"):
        mailbox.create(mailbox.need("calendar"), an_entry(1), {}, "Anna")


def test_folders_by_name_and_id(mailbox: Mailbox) -> None:
    calendar = mailbox.need("calendar")
    text = mailbox.folder_id(calendar).need(FolderId.Id)
    assert mailbox.distinguished("calendar") is calendar
    assert mailbox.folder_of_id(text) is calendar
    assert mailbox.distinguished("nowhere") is None
    other = mailbox.exchange.add_mailbox("ben@example.test")
    assert other.folder_of_id(text) is None
    assert mailbox.folder_of_id("AAAA") is None
    with pytest.raises(KeyError):
        mailbox.need("nowhere")


def test_the_tree(mailbox: Mailbox) -> None:
    roots = [folder for folder in mailbox.folders.values() if not folder.parent]
    assert mailbox.need("root") in roots
    below = [one.number for root in roots for one in mailbox.below(root, deep=True)]
    assert sorted([*below, *(root.number for root in roots)]) == sorted(mailbox.folders)
    direct = [folder.number for folder in mailbox.below(roots[0], deep=False)]
    assert direct == list(roots[0].children)


def test_emptying_goes_on_with_the_log(mailbox: Mailbox) -> None:
    for number in range(3):
        do(mailbox, ("create", number, 1))
    with mailbox.exchange.turn():
        mailbox.empty()
    assert not mailbox.items
    assert [record.kind for record in mailbox.log.after(3)] == [Kind.Deleted] * 3


def test_what_is_unread(mailbox: Mailbox) -> None:
    for act in (("mail", 0, 0), ("mail", 0, 0), ("read", 0, 0), ("create", 0, 1)):
        do(mailbox, act)
    assert (unread(mailbox, mailbox.need("inbox")), unread(mailbox, mailbox.need("calendar"))) == (1, 0)


def test_entries_that_overlap_or_touch(mailbox: Mailbox) -> None:
    for hour in (8, 9, 10, 11, 12):
        do(mailbox, ("create", hour, 1))
    start = START + dt.timedelta(hours=10)
    found = mailbox.entries_between(start, start + dt.timedelta(hours=1))
    hours = [(item.need(CalendarItem.Start) - START) // dt.timedelta(hours=1) for item in found]
    assert hours == [9, 10, 11]


def test_a_folder_called_like_a_search_is_none(mailbox: Mailbox) -> None:
    with mailbox.exchange.turn():
        made = mailbox.create_folder(mailbox.need("calendar"), "Favorites", "IPF.Appointment")
    assert made.by_time is not None
    assert made.key_kind == 2


def test_uids_are_numbered(mailbox: Mailbox) -> None:
    assert (mailbox.next_uid(), mailbox.next_uid()) == (1, 2)


def test_the_same_seed_makes_the_same_mailbox() -> None:
    """design: ids come from a seed"""
    first, second = a_mailbox(), a_mailbox()
    for mailbox in (first, second):
        do(mailbox, ("create", 1, 1))
    assert [item.item_id for item in first.items.values()] == [item.item_id for item in second.items.values()]
    other = Exchange(ManualClock(), Profile(), seed=8).add_mailbox("anna@example.test")
    assert other.ids.mailbox != first.ids.mailbox
