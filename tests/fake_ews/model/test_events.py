"""Which events each change causes, by kind of subscription, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fake_ews.contract.mail import Message
from fake_ews.contract.notifications import BaseObjectChangedEvent, ModifiedEvent, MovedCopiedEvent
from fake_ews.model import events
from fake_ews.model.items import Item
from fake_ews.model.log import Kind, LogRecord
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.model.organisation import ALL_TYPES, Organisation, an_organisation

Act = Callable[[Organisation, Mailbox, Item], object]


def told(mailbox: Mailbox, since: int, *folders: str) -> list[str]:
    """The events since a record, in short: kind, what, and in which folder."""
    numbers = frozenset(mailbox.need(name).number for name in folders) if folders else None
    interest = events.Interest(numbers, ALL_TYPES - {"FreeBusyChangedEvent"})
    names = {folder.number: folder.distinguished or folder.display_name for folder in mailbox.folders.values()}
    return [
        f"{event.kind.removesuffix('Event')} {'item in ' if event.item else ''}{names[event.folder]}"
        for event in events.after(mailbox, interest, events.position(since))
    ]


def change(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    office.change(item)


def trash(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    office.delete(item)


def soft_delete(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    office.delete(item, "SoftDelete")


def hard_delete(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    office.delete(item, "HardDelete")


def restore(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    trashed = office.delete(item)
    assert trashed is not None
    with office.exchange.turn():
        mailbox.move(trashed, mailbox.need("calendar"), "Anna")


def copy(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    with office.exchange.turn():
        mailbox.copy(item, mailbox.need("calendar"), "Anna")


def copy_elsewhere(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    with office.exchange.turn():
        mailbox.copy(item, mailbox.need("tasks"), "Anna")


def mail(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    with office.exchange.turn():
        mailbox.create(mailbox.need("inbox"), Message(), {}, "Ben", kind=Kind.Delivered)


def make_folder(office: Organisation, mailbox: Mailbox, item: Item) -> None:
    with office.exchange.turn():
        mailbox.create_folder(mailbox.need("calendar"), "Holidays", "IPF.Appointment")


CALENDAR = ("calendar",)
FOLDER = "Modified calendar"
TRASHED = ["Modified calendar", "Modified deleteditems"]


@pytest.mark.parametrize(
    ("act", "fields", "folders", "expected"),
    [
        (change, {}, CALENDAR, ["Modified item in calendar", FOLDER]),
        (change, {}, (), ["Modified item in calendar", FOLDER]),
        (change, {}, ("inbox",), []),
        (trash, {}, CALENDAR, ["Moved item in deleteditems", *TRASHED]),
        (trash, {}, ("deleteditems",), ["Moved item in deleteditems", *TRASHED]),
        (trash, {"other_folder_modified": False}, CALENDAR, ["Moved item in deleteditems", FOLDER]),
        (trash, {"moved_told_at_target": False}, CALENDAR, ["Moved item in deleteditems", *TRASHED]),
        (trash, {"moved_told_at_target": False}, ("deleteditems",), TRASHED),
        (trash, {"deletion_events": "DeletedEvent"}, CALENDAR, ["Deleted item in calendar", *TRASHED]),
        (
            trash, {"deletion_events": "DeletedEvent MovedEvent"}, CALENDAR,
            ["Deleted item in calendar", "Moved item in deleteditems", *TRASHED],
        ),
        (trash, {}, (), ["Deleted item in calendar", "Created item in deleteditems", *TRASHED]),
        (soft_delete, {}, CALENDAR, ["Moved item in recoverableitemsdeletions", FOLDER]),
        (soft_delete, {}, (), ["Deleted item in calendar", "Deleted item in calendar", FOLDER]),
        (hard_delete, {}, CALENDAR, ["Deleted item in calendar", FOLDER]),
        (hard_delete, {}, (), ["Deleted item in calendar", "Deleted item in calendar", FOLDER]),
        (
            restore, {}, CALENDAR,
            ["Moved item in deleteditems", *TRASHED, "Moved item in calendar", *reversed(TRASHED)],
        ),
        (copy, {}, CALENDAR, ["Created item in calendar", FOLDER]),
        (copy, {"copy_event": "CopiedEvent"}, CALENDAR, ["Copied item in calendar", FOLDER]),
        (copy, {"copy_event": "CopiedEvent"}, (), ["Created item in calendar", FOLDER]),
        (copy_elsewhere, {}, CALENDAR, []),
        (mail, {}, ("inbox",), ["NewMail item in inbox", "Created item in inbox", "Modified inbox"]),
        (make_folder, {}, CALENDAR, ["Created Holidays", FOLDER]),
        (make_folder, {}, (), ["Created Holidays", FOLDER]),
        (make_folder, {}, ("inbox",), []),
    ],
)  # fmt: skip
def test_events(act: Act, fields: dict[str, Any], folders: tuple[str, ...], expected: list[str]) -> None:
    office = an_organisation()
    anna = office.mailbox(**fields)
    item = office.entry(anna)
    since = anna.log.newest
    act(office, anna, item)
    assert told(anna, since, *folders) == expected


def test_creation() -> None:
    office = an_organisation()
    anna = office.mailbox()
    office.entry(anna)
    assert told(anna, 0, "calendar") == ["Created item in calendar", FOLDER]


def test_creation_that_the_server_works_on() -> None:
    office = an_organisation(created_then_modified=True)
    anna = office.mailbox(created_then_modified=True)
    office.entry(anna)
    assert told(anna, 0, "calendar") == ["Created item in calendar", "Modified item in calendar", FOLDER]


def test_temporary_items_beside_a_new_entry() -> None:
    """guide/notification-subscriptions: items that are gone when they are asked for"""
    office = an_organisation()
    anna = office.mailbox(temporary_items=True)
    item = office.entry(anna)
    kinds = ["Created item in calendar", "Deleted item in calendar", "Created item in calendar", FOLDER]
    assert told(anna, 0, "calendar") == kinds
    interest = events.Interest(None, ALL_TYPES)
    ids = [events.object_id(one, anna) for one in events.after(anna, interest, 0)]
    assert (ids[0] == ids[1], ids[2]) == (True, item.item_id)
    assert ids[0] != item.item_id
    since = anna.log.newest
    with office.exchange.turn():
        anna.create(anna.need("inbox"), Message(), {}, "Anna")
    assert told(anna, since, "inbox") == ["Created item in inbox", "Modified inbox"], "in the calendar alone"


@pytest.mark.parametrize(
    ("act", "changes"), [(change, 0), (trash, 1), (hard_delete, 1), (copy, 1), (mail, 0), (make_folder, 0)]
)
def test_free_busy(act: Act, changes: int) -> None:
    office = an_organisation()
    anna = office.mailbox()
    item = office.entry(anna)
    since = events.position(anna.log.newest)
    act(office, anna, item)
    interest = events.Interest(None, frozenset({"FreeBusyChangedEvent"}))
    assert len(events.after(anna, interest, since)) == changes


def test_counters_go_up_and_are_where_reading_goes_on() -> None:
    office = an_organisation()
    anna = office.mailbox()
    office.delete(office.entry(anna))
    interest = events.Interest(frozenset({anna.need("calendar").number}), ALL_TYPES)
    every = events.after(anna, interest, 0)
    assert [event.counter for event in every] == sorted({event.counter for event in every})
    for place, event in enumerate(every):
        assert events.after(anna, interest, event.counter) == every[place + 1 :]
    assert events.after(anna, interest, 0, 2) == every[:2]
    assert events.record_of(events.position(7)) == 7


def test_what_a_moved_event_says() -> None:
    """As in a capture of a real server: ChangeKeys are stubs that name the kind of object."""
    office = an_organisation()
    anna = office.mailbox()
    item = office.entry(anna)
    old_id = item.item_id
    trashed = office.delete(item)
    assert trashed is not None
    interest = events.Interest(frozenset({anna.need("calendar").number}), ALL_TYPES)
    moved, folder, _, busy = events.after(anna, interest, events.position(1))
    bag = events.written(moved, anna)
    assert isinstance(bag, MovedCopiedEvent)
    assert (bag.ItemId, bag.OldItemId) != (None, None)
    assert bag.ItemId is not None
    assert bag.OldItemId is not None
    assert (bag.ItemId.Id, bag.ItemId.ChangeKey, bag.OldItemId.Id) == (trashed.item_id, "DwAAAA==", old_id)
    assert events.object_id(moved, anna) == trashed.item_id
    assert bag.ParentFolderId is not None
    assert bag.OldParentFolderId is not None
    assert bag.ParentFolderId.Id == anna.folder_id(anna.need("deleteditems")).Id
    assert (bag.OldParentFolderId.Id, bag.OldParentFolderId.ChangeKey) == (
        anna.folder_id(anna.need("calendar")).Id, "AQAAAA==",
    )  # fmt: skip
    assert bag.TimeStamp == office.clock.now()
    assert (busy.kind, busy.item, busy.folder) == ("FreeBusyChangedEvent", item.number, item.folder)
    changed = events.written(folder, anna)
    assert isinstance(changed, ModifiedEvent)
    assert changed.FolderId is not None
    assert (changed.FolderId.ChangeKey, changed.ItemId, changed.UnreadCount) == ("AgAAAA==", None, None)
    assert events.object_id(folder, anna) == anna.folder_id(anna.need("calendar")).Id


def test_stubs_of_messages() -> None:
    office = an_organisation()
    anna = office.mailbox()
    mail(office, anna, office.entry(anna))
    interest = events.Interest(frozenset({anna.need("inbox").number}), ALL_TYPES)
    new, _, folder = (events.written(event, anna) for event in events.after(anna, interest, 0))
    assert isinstance(new, BaseObjectChangedEvent)
    assert isinstance(folder, BaseObjectChangedEvent)
    assert new.ItemId is not None
    assert folder.FolderId is not None
    assert (new.ItemId.ChangeKey, folder.FolderId.ChangeKey) == ("CQAAAA==", "AQAAAA==")


def folder_record(anna: Mailbox, kind: Kind, **said: Any) -> LogRecord:
    """A change of the tasks folder, which lies in `parent`."""
    return LogRecord(5, 1, anna.exchange.clock.now(), kind, 0, anna.need("tasks").number, **said)


def test_a_folder_moves() -> None:
    anna = an_organisation().mailbox()
    inbox, notes = anna.need("inbox").number, anna.need("notes").number
    record = folder_record(anna, Kind.Moved, parent=inbox, old_folder=notes)
    interest = events.Interest(frozenset({notes}), ALL_TYPES)
    moved, left, entered = events.of(record, anna, interest)
    assert [(event.kind, event.folder) for event in (left, entered)] == [
        ("ModifiedEvent", notes),
        ("ModifiedEvent", inbox),
    ]
    bag = events.written(moved, anna)
    assert isinstance(bag, MovedCopiedEvent)
    assert bag.FolderId is not None
    assert bag.OldFolderId is not None
    assert bag.FolderId.Id == bag.OldFolderId.Id == anna.ids.folder(anna.need("tasks").number)
    assert bag.OldItemId is None
    assert events.object_id(moved, anna) == bag.FolderId.Id


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [(Kind.Deleted, ["DeletedEvent", "ModifiedEvent"]), (Kind.Modified, ["ModifiedEvent"])],
)
def test_a_folder_changes(kind: Kind, kinds: list[str]) -> None:
    anna = an_organisation().mailbox()
    root = anna.need("msgfolderroot").number
    record = folder_record(anna, kind, parent=root)
    interest = events.Interest(frozenset({root}), ALL_TYPES)
    assert [event.kind for event in events.of(record, anna, interest)] == kinds
    assert [event.kind for event in events.of(record, anna, events.Interest(None, ALL_TYPES))] == kinds


def test_a_folder_that_is_gone_still_has_an_id() -> None:
    anna = an_organisation().mailbox()
    record = LogRecord(5, 1, anna.exchange.clock.now(), Kind.Deleted, 0, 9999, parent=8888)
    gone, above = events.of(record, anna, events.Interest(None, ALL_TYPES))
    for event in (gone, above):
        bag = events.written(event, anna)
        assert isinstance(bag, BaseObjectChangedEvent)
        assert bag.FolderId is not None
        assert bag.FolderId.ChangeKey == "AQAAAA=="
