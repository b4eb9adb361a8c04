"""GetFolder, FindFolder, CreateFolder, SyncFolderHierarchy."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from fake_ews.contract.common import FolderId
from fake_ews.contract.folders import (
    BaseFolder,
    CalendarFolder,
    ContactsFolder,
    CreateFolder,
    FindFolder,
    Folder,
    GetFolder,
    NonEmptyArrayOfFolders,
    SearchFolder,
    TasksFolder,
)
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.queries import FractionalPageView, IndexedPageView
from fake_ews.contract.sync import SyncFolderHierarchy
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.rights import LEVELS
from tests.fake_ews.operations.client import (
    Client,
    Path,
    Reply,
    an_entry,
    at,
    extended,
    folder_ids,
    folder_shape,
    listed,
    put,
    to_folder,
)
from tests.fake_ews.operations.test_find_item import equals, where

COLOR = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="color", PropertyType="String"
)
COMMITTED = PathToExtendedField(PropertyTag="0x670a", PropertyType="SystemTime")
REMOVED = PathToExtendedField(PropertyTag="0x670b", PropertyType="Integer")


def get(ews: Client, *named: Any, more: tuple[Path, ...] = (), base: str = "Default") -> Reply:
    """GetFolder."""
    return ews.ask(GetFolder(FolderShape=folder_shape(*more, base=base), FolderIds=folder_ids(*named)))


def find(ews: Client, named: Any = "msgfolderroot", traversal: str = "Shallow", **said: Any) -> Reply:
    """FindFolder below one folder."""
    wish = {"Traversal": traversal, "FolderShape": folder_shape(), "ParentFolderIds": folder_ids(named)}
    return ews.ask(FindFolder(**wish | said))


def create(ews: Client, *folders: Bag, parent: Any = "calendar") -> Reply:
    """CreateFolder."""
    return ews.ask(CreateFolder(ParentFolderId=to_folder(parent), Folders=listed(NonEmptyArrayOfFolders, folders)))


def names(reply: Reply) -> list[str]:
    """The names of the folders in an answer."""
    return [one.DisplayName for one in reply.items]


# --- GetFolder -----------------------------------------------------------------------------------------------------


def test_the_calendar(ews: Client, review: Item) -> None:
    """ref/calendarfolder: Default has id, name and counts, no UnreadCount"""
    folder = get(ews, "calendar").item
    assert type(folder) is CalendarFolder
    assert (folder.DisplayName, folder.TotalCount, folder.ChildFolderCount) == ("Calendar", 1, 0)
    assert {row.name for row in folder.values} == {"FolderId", "DisplayName", "ChildFolderCount", "TotalCount"}


def test_all_of_it(ews: Client, anna: Mailbox) -> None:
    folder = get(ews, "calendar", base="AllProperties").item
    assert (folder.FolderClass, folder.DistinguishedFolderId) == ("IPF.Appointment", "calendar")
    assert folder.ParentFolderId.Id == anna.ids.folder(anna.need("msgfolderroot").number)
    assert folder.EffectiveRights.CreateContents is True


def test_the_inbox_counts_what_is_unread(ews: Client, anna: Mailbox) -> None:
    for read in (True, False, False):
        ews.create(Message(Subject="x", IsRead=read), disposition="SaveOnly", folder="inbox")
    folder = get(ews, "inbox").item
    assert (type(folder), folder.TotalCount, folder.UnreadCount) == (Folder, 3, 2)


def test_the_root_is_below_nothing(ews: Client) -> None:
    folder = get(ews, "root", base="AllProperties").item
    assert (folder.ParentFolderId, folder.FolderClass, folder.DisplayName) == (None, None, "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("contacts", ContactsFolder), ("tasks", TasksFolder), ("searchfolders", Folder), ("mycontacts", SearchFolder),
        ("recipientcache", ContactsFolder), ("inbox", Folder), ("calendar", CalendarFolder),
    ],
)  # fmt: skip
def test_kinds_of_folders(ews: Client, name: str, kind: type[Bag]) -> None:
    assert type(get(ews, name).item) is kind


def test_a_batch(ews: Client, anna: Mailbox, review: Item) -> None:
    """RC: each by itself, in order"""
    item = FolderId(Id=review.item_id)
    reply = get(
        ews, "inbox", FolderId(Id="AAAA"), item, "voicemail", anna.folder_id(anna.need("tasks")), FolderId(Id="")
    )
    assert reply.codes == [
        "NoError", "ErrorInvalidIdMalformed", "ErrorCannotUseItemIdForFolderId", "ErrorFolderNotFound", "NoError",
        "ErrorInvalidIdEmpty",
    ]  # fmt: skip
    assert names(reply) == ["Inbox", "Tasks"]
    assert reply.messages[1].Folders.entries is None
    assert reply.messages[1].Folders is not None


def test_an_extended_property_that_makes_no_sense(ews: Client) -> None:
    path = PathToExtendedField(PropertyName="p", PropertyType="String")
    assert get(ews, "inbox", more=(path,)).code == "ErrorInvalidExtendedProperty"


def test_times_and_folders_below(ews: Client, clock: ManualClock) -> None:
    """PidTagCreationTime 0x3007, PidTagLastModificationTime 0x3008, PidTagSubfolders 0x360A (MS-OXCFOLD 2.2.2.2)"""
    more = [
        PathToExtendedField(PropertyTag=tag, PropertyType=kind)
        for tag, kind in (("0x3007", "SystemTime"), ("0x3008", "SystemTime"), ("0x360a", "Boolean"))
    ]

    def values(folder: str) -> list[str]:
        return [one.Value for one in get(ews, folder, more=tuple(more)).item.ExtendedProperty]

    assert values("calendar") == ["2027-03-01T08:00:00Z", "2027-03-01T08:00:00Z", "false"]
    clock.set(at(9, day=1))
    ews.create(an_entry())
    assert values("calendar")[:2] == ["2027-03-01T08:00:00Z", "2027-03-01T09:00:00Z"]
    assert values("msgfolderroot")[2] == "true"


def test_what_tells_that_something_was_missed(ews: Client, clock: ManualClock, review: Item) -> None:
    """guide/handling-notification-related-errors: PR_LOCAL_COMMIT_TIME_MAX 0x670A, PR_DELETED_COUNT_TOTAL 0x670B"""

    def values() -> list[str]:
        shown = get(ews, "calendar", more=(COMMITTED, REMOVED)).item.ExtendedProperty
        return [one.Value for one in shown]

    assert values() == ["2027-03-01T08:00:00Z", "0"]
    clock.set(at(9, day=1))
    ews.update(review, put(SUBJECT, "x"))
    assert values() == ["2027-03-01T09:00:00Z", "0"]
    clock.set(at(10, day=1))
    ews.delete(review)
    assert values() == ["2027-03-01T10:00:00Z", "1"]


SUBJECT = PathToExtendedField(PropertyTag="0x0037", PropertyType="String")


def test_the_change_key_stays_whatever_comes_and_goes(ews: Client, review: Item) -> None:
    """[seen: exchangelib's suite compares the ParentFolderId of items before and after an upload]"""
    before = [one.FolderId.ChangeKey for one in get(ews, "calendar", "deleteditems").items]
    ews.delete(review)
    assert [one.FolderId.ChangeKey for one in get(ews, "calendar", "deleteditems").items] == before


# --- FindFolder ----------------------------------------------------------------------------------------------------


def test_a_new_mailbox_has_its_folders(ews: Client) -> None:
    """measured with a client library's own tests: more than 40 folders"""
    reply = find(ews, "root", "Deep")
    assert len(reply.items) > 40
    assert {"Calendar", "Inbox", "Deleted Items", "Deletions", "Sent Items"} <= set(names(reply))
    root = reply.only.RootFolder
    assert (root.TotalItemsInView, root.IncludesLastItemInRange) == (len(reply.items), True)


def test_only_what_is_right_below(ews: Client) -> None:
    found = names(find(ews))
    assert "Calendar" in found
    assert "Conflicts" not in found


def test_deleted_folders_are_not_found(ews: Client) -> None:
    """guide/deleting-items: SoftDeleted finds nothing since 2010"""
    assert find(ews, "root", "SoftDeleted").items == []


def test_a_restriction(ews: Client) -> None:
    found = find(ews, "root", "Deep", Restriction=where(equals(BaseFolder.DisplayName, "Calendar")))
    assert names(found) == ["Calendar"]
    by_tag = PathToExtendedField(PropertyTag="0x3001", PropertyType="String")
    assert names(find(ews, "root", "Deep", Restriction=where(equals(by_tag, "Calendar")))) == ["Calendar"]


def test_a_restriction_that_cannot_be(ews: Client) -> None:
    """RC ErrorUnsupportedPathForQuery"""
    reply = find(ews, Restriction=where(equals(BaseFolder.EffectiveRights, "x")))
    assert reply.code == "ErrorUnsupportedPathForQuery"


def test_pages(ews: Client) -> None:
    """ref/indexedpagefolderview, ref/fractionalpagefolderview"""
    everything = names(find(ews))
    view = IndexedPageView(MaxEntriesReturned=2, Offset=1, BasePoint="Beginning")
    reply = find(ews, IndexedPageFolderView=view)
    root = reply.only.RootFolder
    assert names(reply) == everything[1:3]
    assert (root.IndexedPagingOffset, root.TotalItemsInView) == (3, len(everything))
    assert root.IncludesLastItemInRange is False
    half = find(ews, FractionalPageFolderView=FractionalPageView(Numerator=1, Denominator=2)).only.RootFolder
    assert (half.NumeratorOffset, half.AbsoluteDenominator) == (len(everything), len(everything))
    assert half.IndexedPagingOffset is None


def test_failures_of_find_folder(ews: Client) -> None:
    path = PathToExtendedField(PropertyName="p", PropertyType="String")
    assert find(ews, "voicemail").code == "ErrorFolderNotFound"
    assert find(ews, FolderShape=folder_shape(path)).code == "ErrorInvalidExtendedProperty"
    view = IndexedPageView(Offset=-1, BasePoint="Beginning")
    assert find(ews, IndexedPageFolderView=view).code == "ErrorInvalidIndexedPagingParameters"


# --- CreateFolder --------------------------------------------------------------------------------------------------


def test_a_new_calendar(ews: Client, anna: Mailbox) -> None:
    """ref/createfolder-operation: the answer is the id"""
    made = create(ews, CalendarFolder(DisplayName="Second")).item
    assert {row.name for row in made.values} == {"FolderId"}
    shown = get(ews, made.FolderId, base="AllProperties").item
    assert (type(shown), shown.DisplayName, shown.FolderClass, shown.DistinguishedFolderId) == (
        CalendarFolder, "Second", "IPF.Appointment", None,
    )  # fmt: skip
    assert shown.ParentFolderId.Id == anna.ids.folder(anna.need("calendar").number)
    assert get(ews, "calendar").item.ChildFolderCount == 1
    (record,) = anna.log.after(0)
    assert (record.kind, record.item, record.parent) == (Kind.Created, 0, anna.need("calendar").number)


@pytest.mark.parametrize(
    ("given", "folder_class"),
    [
        (Folder(DisplayName="x"), None), (TasksFolder(DisplayName="x"), "IPF.Task"),
        (ContactsFolder(DisplayName="x"), "IPF.Contact"), (Folder(DisplayName="x", FolderClass="IPF.Own"), "IPF.Own"),
        (Folder(DisplayName="Favorites"), None),
    ],
)  # fmt: skip
def test_the_class_is_that_of_the_element(ews: Client, given: BaseFolder, folder_class: str) -> None:
    """unless another is named; whatever its name is, it is no search folder"""
    made = create(ews, given, parent="msgfolderroot" if given.DisplayName == "x" else "inbox").item
    assert type(made) is type(given)
    assert get(ews, made.FolderId, base="AllProperties").item.FolderClass == folder_class


def test_extended_properties_of_a_folder(ews: Client) -> None:
    made = create(ews, Folder(DisplayName="x", ExtendedProperty=(extended(COLOR, "blue"),)), parent="inbox").item
    (shown,) = get(ews, made.FolderId, more=(COLOR,)).item.ExtendedProperty
    assert shown.Value == "blue"
    assert get(ews, "inbox", more=(COLOR,)).item.ExtendedProperty is None


def test_what_is_given_beside_is_kept(ews: Client) -> None:
    tag = BaseFolder.PolicyTag.type(text="6b3f0000-0000-4000-8000-00000000c0de", IsExplicit=True)
    made = create(ews, Folder(DisplayName="x", PolicyTag=tag), parent="inbox").item
    assert get(ews, made.FolderId, more=(BaseFolder.PolicyTag,)).item.PolicyTag == tag


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Folder(DisplayName="calendar"), "ErrorFolderExists"),
        (Folder(), "ErrorFolderExists"),
        (SearchFolder(DisplayName="x"), "ErrorSearchFolderNotInitialized"),
        (
            Folder(
                DisplayName="x",
                ExtendedProperty=(extended(PathToExtendedField(PropertyName="p", PropertyType="String"), "x"),),
            ),
            "ErrorInvalidExtendedProperty",
        ),
        (Folder(DisplayName="x", ExtendedProperty=(extended(REMOVED, "x"),)), "ErrorInvalidExtendedPropertyValue"),
    ],
)
def test_folders_that_cannot_be_made(ews: Client, anna: Mailbox, given: BaseFolder, code: str) -> None:
    """RC ErrorFolderExists: names are compared in any case"""
    assert create(ews, given, parent="msgfolderroot").code == code
    assert anna.log.newest == 0


def test_each_by_itself(ews: Client) -> None:
    twice = Folder(DisplayName="x"), Folder(DisplayName="X"), Folder(DisplayName="y")
    assert create(ews, *twice).codes == ["NoError", "ErrorFolderExists", "NoError"]
    assert create(ews, *twice, parent="voicemail").codes == ["ErrorParentFolderNotFound"] * 3


# --- SyncFolderHierarchy -------------------------------------------------------------------------------------------


def sync(ews: Client, state: str | None = None, root: Any = None, **said: Any) -> Any:
    """SyncFolderHierarchy: its one response message."""
    folder = None if root is None else to_folder(root)
    wish = {"FolderShape": folder_shape(), "SyncFolderId": folder, "SyncState": state}
    return ews.ask(SyncFolderHierarchy(**wish | said)).only


def changes(message: Any) -> list[tuple[str, str]]:
    """What a SyncFolderHierarchy tells: Create, Update or Delete, and the name of the folder."""
    told = []
    for entry in message.Changes.entries or ():
        folder = next(iter(entry.value.values.values()))
        told.append((entry.row.name, getattr(folder, "DisplayName", "")))
    return told


def test_everything_first_then_nothing(ews: Client) -> None:
    """MS-OXWSSYNC: everything as Create, IncludesLastFolderInRange"""
    first = sync(ews)
    assert first.IncludesLastFolderInRange is True
    assert {"Calendar", "Inbox", "Conflicts"} <= {name for _, name in changes(first)}
    assert {word for word, _ in changes(first)} == {"Create"}
    second = sync(ews, first.SyncState)
    assert (changes(second), second.IncludesLastFolderInRange) == ([], True)


def test_a_new_folder(ews: Client, review: Item) -> None:
    state = sync(ews).SyncState
    create(ews, CalendarFolder(DisplayName="Second"))
    ews.delete(review)
    assert changes(sync(ews, state)) == [("Create", "Second")]


def test_only_below_its_root(ews: Client) -> None:
    """keep the same root folder in every call"""
    state = sync(ews, root="inbox").SyncState
    assert changes(sync(ews, root="inbox")) == []
    create(ews, Folder(DisplayName="There"), parent="inbox")
    create(ews, CalendarFolder(DisplayName="Elsewhere"))
    assert changes(sync(ews, state, "inbox")) == [("Create", "There")]


def test_a_folder_that_changes_and_goes(ews: Client, exchange: Exchange, anna: Mailbox) -> None:
    """ref/syncfolderhierarchy-operation: Update, Delete with the FolderId"""
    made = create(ews, Folder(DisplayName="x"), parent="inbox").item.FolderId
    folder = anna.folder_of_id(made.Id)
    assert folder is not None
    state = sync(ews).SyncState
    with exchange.turn():
        anna.permit(folder, {"Default": LEVELS["Reviewer"]})
    assert changes(sync(ews, state)) == [("Update", "x")]
    with exchange.turn():
        anna.delete_folder(folder, "HardDelete", "Anna")
    gone = sync(ews, state)
    assert changes(gone) == [("Delete", "")]
    assert gone.Changes.entries[0].value.FolderId.Id == made.Id


def test_what_moves_over_the_edge_of_the_tree(ews: Client, exchange: Exchange, anna: Mailbox) -> None:
    """Out of it: Delete, of all below it, too; into it: Create, from above; within it: Update. Elsewhere: nothing."""
    numbers: dict[str, int] = {}

    def act(do: Callable[[], StoredFolder | None]) -> None:
        with exchange.turn():
            if (made := do()) is not None:
                numbers[made.display_name] = made.number

    def made(name: str, parent: str | StoredFolder) -> StoredFolder:
        above = anna.need(parent) if isinstance(parent, str) else parent
        act(lambda: anna.create_folder(above, name, "IPF.Note"))
        return anna.folders[numbers[name]]

    top = made("Top", "inbox")
    made("Below", top)
    outside = made("Outside", "drafts")
    first = sync(ews, root="inbox")
    assert changes(first) == [("Create", "Top"), ("Create", "Below")]
    act(lambda: anna.move_folder(top, anna.need("drafts")))
    act(lambda: anna.delete_folder(outside, "HardDelete", "Anna"))
    made("Passing", "inbox")
    act(lambda: anna.delete_folder(anna.folders[numbers["Passing"]], "HardDelete", "Anna"))
    second = sync(ews, first.SyncState, "inbox")
    gone = [entry.value.FolderId.Id for entry in second.Changes.entries]
    assert changes(second) == [("Delete", "")] * 2
    assert gone == [anna.ids.folder(numbers[name]) for name in ("Top", "Below")]
    deeper = made("Deeper", top)
    act(lambda: anna.move_folder(top, anna.need("inbox")))
    third = sync(ews, second.SyncState, "inbox")
    assert changes(third) == [("Create", "Top"), ("Create", "Below"), ("Create", "Deeper")]
    act(lambda: anna.move_folder(deeper, anna.folders[numbers["Below"]]))
    assert changes(sync(ews, third.SyncState, "inbox")) == [("Update", "Deeper")]


@pytest.mark.parametrize("seed", range(6))
def test_whoever_follows_the_tree_has_it(ews: Client, exchange: Exchange, anna: Mailbox, seed: int) -> None:
    """Never an Update or a Delete of an id never told, no Create of a known one, and none before that above it."""
    chance = Random(seed)
    roots = {root: anna.need(root) for root in ("msgfolderroot", "inbox")}
    told: dict[str, dict[str, str]] = {root: {} for root in roots}
    states: dict[str, str | None] = dict.fromkeys(roots)
    own: list[int] = []
    for turn in range(30):
        with exchange.turn():
            above = anna.folders[chance.choice([*own, anna.need("inbox").number, anna.need("drafts").number])]
            one = anna.folders[chance.choice(own)] if own else None
            act = chance.choice(("make", "make", "move", "delete"))
            if act == "make" or one is None:
                own.append(anna.create_folder(above, f"{turn}", "IPF.Note").number)
            elif act == "move" and above is not one and not anna.lies_in(above, one):
                anna.move_folder(one, above)
            elif act == "delete":
                anna.delete_folder(one, "HardDelete", "Anna")
                own = [number for number in own if number in anna.folders]
        for root in roots if turn % 3 == 2 else ():
            message = sync(ews, states[root], root, FolderShape=folder_shape(base="AllProperties"))
            states[root], known = message.SyncState, told[root]
            for entry in message.Changes.entries or ():
                if entry.row.name == "Delete":
                    del known[entry.value.FolderId.Id]
                    continue
                folder = next(iter(entry.value.values.values()))
                assert (folder.FolderId.Id in known) == (entry.row.name == "Update")
                assert folder.ParentFolderId.Id in {*known, anna.ids.folder(roots[root].number)}
                known[folder.FolderId.Id] = folder.ParentFolderId.Id
            there = [(one, anna.folders[one.parent]) for one in anna.below(roots[root], deep=True)]
            assert known == {anna.ids.folder(one.number): anna.ids.folder(up.number) for one, up in there}


def test_states_that_are_none_of_this_tree(ews: Client, bens_ews: Client) -> None:
    """RC ErrorInvalidSyncStateData; a state of items is none of folders"""
    for state in ("nonsense", "AAAA", sync(bens_ews).SyncState, ews.sync().only.SyncState):
        message = sync(ews, state)
        assert (message.ResponseCode, message.MessageText) == (
            "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid.",
        )  # fmt: skip


def test_failures_of_sync(ews: Client) -> None:
    """RC ErrorSyncFolderNotFound"""
    assert sync(ews, root="voicemail").ResponseCode == "ErrorSyncFolderNotFound"
    path = PathToExtendedField(PropertyName="p", PropertyType="String")
    assert sync(ews, FolderShape=folder_shape(path)).ResponseCode == "ErrorInvalidExtendedProperty"
