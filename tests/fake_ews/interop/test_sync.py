"""Folders and items that come, change and go, as the public interop suite has them synchronised: every kind."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    MeetingCancellationMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import FolderId
from fake_ews.contract.contacts import AbchPersonItem, ContactItem, DistributionList
from fake_ews.contract.folders import BaseFolder, CalendarFolder, ContactsFolder, Folder, SearchFolder, TasksFolder
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Bag
from fake_ews.contract.operations import DeleteItem
from fake_ews.contract.tasks import Task
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.interop.people import SAVED, meet, messages
from tests.fake_ews.operations import test_folder_changes as folder_changes
from tests.fake_ews.operations.client import Client, Reply, an_entry, folder_shape, item_ids, put, shape
from tests.fake_ews.operations.test_folders import create, sync
from tests.fake_ews.operations.test_responses import answer
from tests.fake_ews.operations.test_search_folders import a_search

pytestmark = pytest.mark.usefixtures("kept")


# --- folders -------------------------------------------------------------------------------------------------------


def told(message: Any) -> list[tuple[str, str, str]]:
    """What SyncFolderHierarchy tells: the change, the element of the folder, its id."""
    found = []
    for entry in message.Changes.entries or ():
        folder = next(iter(entry.value.values.values()))
        named = folder if isinstance(folder, FolderId) else folder.FolderId
        found.append((entry.row.name, type(folder).__name__, str(named.Id)))
    return found


@pytest.mark.parametrize(
    ("root", "kind"),
    [("inbox", Folder), ("calendar", CalendarFolder), ("contacts", ContactsFolder), ("tasks", TasksFolder)],
)
@pytest.mark.parametrize("rooted", [True, False])
def test_folders_of_every_kind_come_change_and_go(ews: Client, root: str, kind: type[BaseFolder], rooted: bool) -> None:
    """two levels, below a root that is named or in the whole mailbox; the state goes on from answer to answer"""
    below = root if rooted else None
    state = sync(ews, root=below).SyncState
    upper = create(ews, kind(DisplayName="Upper"), parent=root).item.FolderId
    lower = create(ews, kind(DisplayName="Lower"), parent=upper).item.FolderId
    answered = sync(ews, state, below)
    assert told(answered) == [("Create", kind.__name__, upper.Id), ("Create", kind.__name__, lower.Id)]
    renamed = folder_changes.put(BaseFolder.DisplayName, kind(DisplayName="Other"))
    assert folder_changes.change(ews, lower, renamed).code == "NoError"
    answered = sync(ews, answered.SyncState, below)
    assert told(answered) == [("Update", kind.__name__, lower.Id)]
    folder_changes.delete(ews, lower)
    answered = sync(ews, answered.SyncState, below)
    assert told(answered) == [("Delete", "FolderId", lower.Id)]
    assert answered.IncludesLastFolderInRange is True
    assert told(sync(ews, answered.SyncState, below)) == []


@pytest.mark.parametrize("rooted", [True, False])
def test_search_folders_come_change_and_go(ews: Client, rooted: bool) -> None:
    below = "searchfolders" if rooted else None
    state = sync(ews, root=below).SyncState
    parent = "searchfolders" if rooted else "inbox"  # with no root named: what people see
    made = create(ews, a_search("Meeting notes"), parent=parent).item.FolderId
    answered = sync(ews, state, below)
    assert told(answered) == [("Create", "SearchFolder", made.Id)]
    renamed = folder_changes.put(BaseFolder.DisplayName, SearchFolder(DisplayName="Notes"))
    assert folder_changes.change(ews, made, renamed).code == "NoError"
    answered = sync(ews, answered.SyncState, below)
    assert told(answered) == [("Update", "SearchFolder", made.Id)]
    assert ("Create", "SearchFolder", made.Id) in told(sync(ews, root=below))
    folder_changes.delete(ews, made)
    answered = sync(ews, answered.SyncState, below)
    assert told(answered) == [("Delete", "FolderId", made.Id)]
    assert told(sync(ews, answered.SyncState, below)) == []


@pytest.mark.parametrize("base", ["IdOnly", "Default", "AllProperties"])
def test_folders_are_told_in_the_shape_that_is_asked_for(ews: Client, base: str) -> None:
    wanted = {"FolderShape": folder_shape(BaseFolder.DisplayName, base=base)}
    state = sync(ews, "", root="inbox", **wanted).SyncState
    create(ews, Folder(DisplayName="Plans"), parent="inbox")
    (entry,) = sync(ews, state, "inbox", **wanted).Changes.entries
    folder = entry.value.Folder
    assert (folder.DisplayName, folder.TotalCount is None) == ("Plans", base == "IdOnly")


# --- items ---------------------------------------------------------------------------------------------------------


def one(reply: Reply) -> tuple[str, str, str]:
    """The one change that SyncFolderItems tells: what, the element of the item, its id."""
    assert reply.only.IncludesLastItemInRange is True
    (entry,) = reply.only.Changes.entries
    item = next(iter(entry.value.values.values()))
    named = item.ItemId if "ItemId" in item.rows else item
    return entry.row.name, type(item).__name__, named.Id


def delete(ews: Client, named: str) -> None:
    """DeleteItem for good, of whatever kind."""
    wish = DeleteItem(
        DeleteType="HardDelete", SendMeetingCancellations="SendToNone", AffectedTaskOccurrences="AllOccurrences",
        ItemIds=item_ids(named),
    )  # fmt: skip
    assert ews.ask(wish).code == "NoError"


KINDS: tuple[tuple[str, Bag, type[Bag]], ...] = (
    ("inbox", Message(Subject="x"), Message),
    ("tasks", Task(Subject="x"), Task),
    ("contacts", ContactItem(Subject="x"), ContactItem),
    ("inbox", PostItem(Subject="x"), PostItem),
    ("calendar", an_entry(), type(an_entry())),
    ("contacts", DistributionList(Subject="x"), DistributionList),
    ("inbox", ItemRows(Subject="x"), Message),
    ("contacts", AbchPersonItem(Subject="x"), AbchPersonItem),
)


@pytest.mark.parametrize(("folder", "given", "kind"), KINDS, ids=lambda one: getattr(type(one), "schema_name", None))
def test_items_of_every_kind_come_change_and_go(ews: Client, folder: str, given: Bag, kind: type[Bag]) -> None:
    """an item of no kind is a message; the state goes on from answer to answer"""
    ews = ews.but(version="Exchange2016")  # which brought Person
    state = ews.sync(folder=folder).only.SyncState
    made = str(ews.create(given, folder=folder, disposition="SaveOnly").id.Id)
    comes_changes_and_goes(ews, state, folder, kind, made)


@pytest.mark.parametrize("kind", [MeetingRequestMessage, MeetingResponseMessage, MeetingCancellationMessage])
def test_messages_about_a_meeting_come_change_and_go(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, kind: type[Bag]
) -> None:
    """made by a meeting, and kept or received: nobody makes them by hand"""
    before = None if kind is MeetingRequestMessage else meet(ews, SAVED)
    folder = "inbox" if kind is MeetingResponseMessage else "sentitems"
    state = ews.sync(folder=folder).only.SyncState
    if before is None:
        meet(ews, SAVED)
    elif kind is MeetingResponseMessage:
        answer(bens_ews, AcceptItem, messages(ben)[0], "SendOnly")
    else:
        ews.delete(before, cancellations=SAVED)
    (made,) = messages(anna, kind, folder)
    comes_changes_and_goes(ews, state, folder, kind, made.item_id)


def comes_changes_and_goes(ews: Client, state: str, folder: str, kind: type[Bag], made: str) -> None:
    """All that SyncFolderItems tells of an item."""
    answered = ews.sync(state, folder)
    assert one(answered) == ("Create", kind.__name__, made)
    ews.update(made, put(ItemRows.Subject, "y", within=kind), disposition="SaveOnly")
    answered = ews.sync(answered.only.SyncState, folder)
    assert one(answered) == ("Update", kind.__name__, made)
    if issubclass(kind, Message):
        read = ews.get(made, Message.IsRead).IsRead
        ews.update(made, put(Message.IsRead, not read, within=kind), disposition="SaveOnly")
        answered = ews.sync(answered.only.SyncState, folder)
        assert one(answered) == ("ReadFlagChange", "ItemId", made)
        assert answered.only.Changes.entries[0].value.IsRead is not read
    delete(ews, made)
    answered = ews.sync(answered.only.SyncState, folder)
    assert one(answered) == ("Delete", "ItemId", made)
    assert not ews.sync(answered.only.SyncState, folder).only.Changes.entries


def test_messages_about_a_meeting_come_by_themselves(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox
) -> None:
    at_annas, at_bens = (client.sync(folder="inbox").only.SyncState for client in (ews, bens_ews))
    made = meet(ews)
    first = bens_ews.sync(at_bens, "inbox")
    assert one(first)[:2] == ("Create", "MeetingRequestMessage")
    answer(bens_ews, AcceptItem, messages(ben)[0])
    assert one(ews.sync(at_annas, "inbox"))[:2] == ("Create", "MeetingResponseMessage")
    second = bens_ews.sync(first.only.SyncState, "inbox")
    assert one(second)[:2] == ("Delete", "ItemId")
    ews.delete(made, cancellations="SendOnlyToAll")
    assert one(bens_ews.sync(second.only.SyncState, "inbox"))[:2] == ("Create", "MeetingCancellationMessage")


@pytest.mark.parametrize("scope", [None, "NormalItems", "NormalAndAssociatedItems"])
def test_all_that_can_be_asked_for(ews: Client, scope: str | None) -> None:
    """an empty state is none; a scope, a shape and more properties"""
    made = ews.create(an_entry()).id.Id
    wanted = shape(ItemRows.Subject)
    wanted.InlineImageUrlTemplate = "cid"
    reply = ews.sync("", SyncScope=scope, Ignore=None, ItemShape=wanted)
    assert one(reply) == ("Create", "CalendarItem", made)
    assert reply.only.Changes.entries[0].value.CalendarItem.Subject == "Review"


@pytest.mark.parametrize(
    ("folder", "given"),
    [
        ("inbox", PostItem(Subject="x")), ("calendar", an_entry()), ("contacts", ContactItem(Subject="x")),
        ("tasks", Task(Subject="x")), ("drafts", Message(Subject="x")),
    ],
)  # fmt: skip
def test_nothing_but_what_must_be_asked_for(ews: Client, folder: str, given: Bag) -> None:
    reply = ews.sync(folder=folder, ItemShape=shape(base="AllProperties"))
    assert (reply.code, reply.only.Changes.entries or ()) == ("NoError", ())
    made = ews.create(given, folder=folder, disposition="SaveOnly")
    reply = ews.sync(reply.only.SyncState, folder, ItemShape=shape(base="AllProperties"))
    (entry,) = reply.only.Changes.entries
    item = next(iter(entry.value.values.values()))
    assert (item.ItemId.Id, item.ParentFolderId.Id) == (
        made.id.Id, ews.get(made.id, ItemRows.ParentFolderId).ParentFolderId.Id,
    )  # fmt: skip
