"""UpdateFolder, DeleteFolder, MoveFolder, CopyFolder, EmptyFolder, CreateFolderPath."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import DistinguishedFolderId, EmailAddress, FolderId
from fake_ews.contract.folders import (
    AppendToFolderField,
    BaseFolder,
    CalendarFolder,
    CopyFolder,
    CreateFolderPath,
    DeleteFolder,
    DeleteFolderField,
    EmptyFolder,
    Folder,
    FolderChange,
    MoveFolder,
    NonEmptyArrayOfFolderChangeDescriptions,
    NonEmptyArrayOfFolderChanges,
    NonEmptyArrayOfFolders,
    SetFolderField,
    UpdateFolder,
)
from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.sync import SyncFolderHierarchy
from fake_ews.model import events
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import (
    Client,
    Path,
    Reply,
    an_entry,
    extended,
    folder_ids,
    folder_shape,
    listed,
    path_entry,
    to_folder,
)
from tests.fake_ews.operations.test_folders import COLOR, create, find, get, names

pytestmark = pytest.mark.usefixtures("kept")

EVERYTHING = events.Interest(
    None, frozenset({"CreatedEvent", "DeletedEvent", "MovedEvent", "ModifiedEvent", "FreeBusyChangedEvent"})
)


@pytest.fixture
def projects(ews: Client) -> FolderId:
    """A folder in the Inbox."""
    return folder_id(create(ews, Folder(DisplayName="Projects"), parent="inbox"))


def folder_id(reply: Reply) -> FolderId:
    """The FolderId of the one folder in an answer."""
    found: FolderId = reply.item.FolderId
    return found


def change(ews: Client, named: Any, *changes: Bag) -> Reply:
    """UpdateFolder of one folder."""
    one = named if isinstance(named, Bag) else DistinguishedFolderId(Id=named)
    updates = listed(NonEmptyArrayOfFolderChangeDescriptions, changes)
    said = FolderChange(**{type(one).__name__: one}, Updates=updates)
    return ews.ask(UpdateFolder(FolderChanges=NonEmptyArrayOfFolderChanges(FolderChange=(said,))))


def put(path: Path, given: Bag) -> SetFolderField:
    """SetFolderField of what the folder element holds."""
    return SetFolderField(entries=(path_entry(SetFolderField, path),), **{type(given).__name__: given})


def drop(path: Path) -> DeleteFolderField:
    """DeleteFolderField."""
    return DeleteFolderField(entries=(path_entry(DeleteFolderField, path),))


def delete(ews: Client, *named: Any, how: str = "HardDelete") -> Reply:
    """DeleteFolder."""
    return ews.ask(DeleteFolder(DeleteType=how, FolderIds=folder_ids(*named)))


def empty(ews: Client, *named: Any, how: str = "HardDelete", deep: bool = False) -> Reply:
    """EmptyFolder."""
    return ews.ask(EmptyFolder(DeleteType=how, DeleteSubFolders=deep, FolderIds=folder_ids(*named)))


def move(ews: Client, named: Any, to: Any) -> Reply:
    """MoveFolder."""
    return ews.ask(MoveFolder(ToFolderId=to_folder(to), FolderIds=folder_ids(named)))


def copy(ews: Client, named: Any, to: Any) -> Reply:
    """CopyFolder."""
    return ews.ask(CopyFolder(ToFolderId=to_folder(to), FolderIds=folder_ids(named)))


# --- UpdateFolder --------------------------------------------------------------------------------------------------


def test_a_folder_is_renamed(ews: Client, projects: FolderId) -> None:
    """ref/updatefolder-operation: same id, another ChangeKey"""
    reply = change(ews, projects, put(BaseFolder.DisplayName, Folder(DisplayName="Plans")))
    assert (reply.code, folder_id(reply).Id) == ("NoError", projects.Id)
    assert folder_id(reply).ChangeKey != projects.ChangeKey
    assert get(ews, projects).item.DisplayName == "Plans"


def test_a_name_that_is_taken(ews: Client, projects: FolderId) -> None:
    """RC ErrorFolderExists; its own name in other letters is free"""
    create(ews, Folder(DisplayName="Plans"), parent="inbox")
    assert change(ews, projects, put(BaseFolder.DisplayName, Folder(DisplayName="plans"))).code == "ErrorFolderExists"
    assert change(ews, projects, put(BaseFolder.DisplayName, Folder(DisplayName="PROJECTS"))).code == "NoError"


def test_extended_properties_of_a_folder(ews: Client, projects: FolderId) -> None:
    blue = Folder(ExtendedProperty=(extended(COLOR, "blue"),))
    assert change(ews, projects, put(COLOR, blue)).code == "NoError"
    assert get(ews, projects, more=(COLOR,)).item.ExtendedProperty[0].Value == "blue"
    assert change(ews, projects, drop(COLOR)).code == "NoError"
    assert get(ews, projects, more=(COLOR,)).item.ExtendedProperty is None


def test_the_class_of_a_folder(ews: Client, projects: FolderId) -> None:
    """RC ErrorObjectTypeChanged: it stays"""
    assert change(ews, projects, put(BaseFolder.FolderClass, Folder(FolderClass="x"))).code == "ErrorObjectTypeChanged"
    size = PathToExtendedField(PropertyTag="0xe08", PropertyType="Long")
    assert int(get(ews, projects, more=(size,)).item.ExtendedProperty[0].Value) > 0


BAD = PathToExtendedField(PropertyTag="0x8001", PropertyType="String")
UNREADABLE = PathToExtendedField(PropertyTag="0x7001", PropertyType="Integer")


@pytest.mark.parametrize(
    ("update", "code"),
    [
        (put("item:Subject", Folder(DisplayName="x")), "ErrorInvalidPropertyRequest"),
        (put(BaseFolder.DisplayName, Folder()), "ErrorIncorrectUpdatePropertyCount"),
        (put(BaseFolder.DisplayName, Folder(FolderClass="IPF.Note")), "ErrorUpdatePropertyMismatch"),
        (put(BaseFolder.TotalCount, Folder(TotalCount=3)), "ErrorInvalidPropertySet"),
        (drop(BaseFolder.DisplayName), "ErrorInvalidPropertyDelete"),
        (drop(BaseFolder.TotalCount), "ErrorInvalidPropertyDelete"),
        (drop(Folder.PermissionSet), "NoError"),
        (put(BAD, Folder()), "ErrorInvalidExtendedProperty"),
        (put(COLOR, Folder(ExtendedProperty=(extended(UNREADABLE, "1"),))), "ErrorUpdatePropertyMismatch"),
        (put(UNREADABLE, Folder(ExtendedProperty=(extended(UNREADABLE, "x"),))), "ErrorInvalidExtendedPropertyValue"),
        (
            AppendToFolderField(
                entries=(path_entry(AppendToFolderField, BaseFolder.DisplayName),), Folder=Folder(DisplayName="x")
            ),
            "ErrorInvalidPropertyAppend",
        ),
    ],
)
def test_what_an_update_may_say(ews: Client, projects: FolderId, update: Bag, code: str) -> None:
    """RC"""
    assert change(ews, projects, update).code == code


def test_a_distinguished_folder_is_updated(ews: Client) -> None:
    assert change(ews, "inbox", put(COLOR, Folder(ExtendedProperty=(extended(COLOR, "red"),)))).code == "NoError"
    assert change(ews, "voicemail", drop(COLOR)).code == "ErrorFolderNotFound"


# --- DeleteFolder, EmptyFolder -------------------------------------------------------------------------------------


def test_to_deleted_items_and_then_for_good(ews: Client, anna: Mailbox, projects: FolderId) -> None:
    """fact sheet section 4: to Deleted Items it moves, with its id"""
    seen = anna.log.newest
    assert delete(ews, projects, how="MoveToDeletedItems").code == "NoError"
    assert names(find(ews, "deleteditems")) == ["Projects"]
    told = events.after(anna, EVERYTHING, events.position(seen))
    assert [event.kind for event in told] == ["MovedEvent", "ModifiedEvent", "ModifiedEvent"]
    assert delete(ews, projects, how="MoveToDeletedItems").code == "NoError"
    assert get(ews, projects).code == "ErrorFolderNotFound"
    assert change(ews, projects, drop(COLOR)).code == "ErrorItemNotFound"  # [seen: exchangelib]


def test_two_of_one_name_in_deleted_items(ews: Client, projects: FolderId) -> None:
    delete(ews, projects, how="MoveToDeletedItems")
    delete(ews, folder_id(create(ews, Folder(DisplayName="Projects"), parent="inbox")), how="MoveToDeletedItems")
    assert names(find(ews, "deleteditems")) == ["Projects", "Projects1"]


@pytest.mark.parametrize(("how", "left"), [("HardDelete", 0), ("SoftDelete", 1), ("MoveToDeletedItems", 0)])
def test_with_what_is_in_it(ews: Client, anna: Mailbox, how: str, left: int) -> None:
    """its items go where they would go one by one; events that were not read before still can be"""
    calendar = folder_id(create(ews, CalendarFolder(DisplayName="Team")))
    below = folder_id(create(ews, CalendarFolder(DisplayName="Sub"), parent=calendar))
    ews.create(an_entry(), folder=below)
    assert delete(ews, calendar, how=how).code == "NoError"
    assert len(anna.need("recoverableitemsdeletions").items) == left
    assert (get(ews, below).code == "NoError") is (how == "MoveToDeletedItems")
    assert events.after(anna, EVERYTHING, events.position(0))


def test_moved_items_of_a_folder_that_is_gone(ews: Client, anna: Mailbox, projects: FolderId) -> None:
    """events are computed from the log, whatever has happened since"""
    calendar = folder_id(create(ews, CalendarFolder(DisplayName="Team")))
    entry = ews.create(an_entry()).id
    moved = ews.move(entry, to=calendar).id
    ews.delete(moved, how="HardDelete")
    delete(ews, calendar)
    moves = events.Interest(frozenset({anna.need("calendar").number}), frozenset({"MovedEvent"}))
    assert [one.kind for one in events.after(anna, moves, events.position(0))] == ["MovedEvent"]


@pytest.mark.parametrize("name", ["inbox", "msgfolderroot", "recipientcache"])
def test_a_distinguished_folder_stays(ews: Client, name: str) -> None:
    """RC ErrorDeleteDistinguishedFolder, ErrorMoveDistinguishedFolder"""
    assert delete(ews, name).code == "ErrorDeleteDistinguishedFolder"
    assert move(ews, name, "drafts").code == "ErrorMoveDistinguishedFolder"


def test_a_batch_of_deletions(ews: Client, projects: FolderId) -> None:
    assert delete(ews, "voicemail", projects, "inbox").codes == [
        "ErrorFolderNotFound", "NoError", "ErrorDeleteDistinguishedFolder",
    ]  # fmt: skip
    assert empty(ews, "voicemail", "drafts", "drafts").codes == ["ErrorFolderNotFound", "NoError", "NoError"]
    drafts = DistinguishedFolderId(Id="drafts")
    wanted = folder_ids("voicemail", projects)
    assert ews.ask(CopyFolder(ToFolderId=to_folder("drafts"), FolderIds=wanted)).codes == [
        "ErrorFolderNotFound", "ErrorFolderNotFound",
    ]  # fmt: skip
    assert change(ews, drafts, drop(COLOR), drop(COLOR)).code == "NoError"


def test_an_empty_folder(ews: Client, anna: Mailbox) -> None:
    """ref/emptyfolder-operation"""
    create(ews, CalendarFolder(DisplayName="Team"))
    ews.create(an_entry(), an_entry())
    assert empty(ews, "calendar", how="MoveToDeletedItems").code == "NoError"
    assert (len(anna.need("calendar").items), len(anna.need("deleteditems").items)) == (0, 2)
    assert names(find(ews, "calendar")) == ["Team"]
    assert empty(ews, "calendar", deep=True).code == "NoError"
    assert names(find(ews, "calendar")) == []


@pytest.mark.parametrize(
    ("name", "deep", "code"),
    [
        ("msgfolderroot", False, "ErrorCannotEmptyFolder"), ("mycontacts", False, "ErrorCannotEmptyFolder"),
        ("contacts", True, "ErrorDeleteDistinguishedFolder"), ("contacts", False, "NoError"),
        ("voicemail", False, "ErrorFolderNotFound"),
    ],
)  # fmt: skip
def test_what_cannot_be_emptied(ews: Client, name: str, deep: bool, code: str) -> None:
    assert empty(ews, name, deep=deep).code == code


# --- MoveFolder, CopyFolder ----------------------------------------------------------------------------------------


def test_a_folder_moves_with_its_id(ews: Client, anna: Mailbox, projects: FolderId) -> None:
    reply = move(ews, projects, "drafts")
    assert (reply.code, folder_id(reply).Id) == ("NoError", projects.Id)
    assert (names(find(ews, "drafts")), names(find(ews, "inbox"))) == (["Projects"], [])


def test_a_copy_has_ids_of_its_own(ews: Client, anna: Mailbox) -> None:
    calendar = folder_id(create(ews, CalendarFolder(DisplayName="Team")))
    create(ews, CalendarFolder(DisplayName="Sub"), parent=calendar)
    ews.create(an_entry(), folder=calendar)
    twin = folder_id(copy(ews, calendar, "inbox"))
    assert twin.Id != calendar.Id
    assert names(find(ews, twin)) == ["Sub"]
    (item,) = ews.find(twin, CalendarItem.Start).items
    assert item.Start == an_entry().Start
    assert len(ews.find(calendar).items) == 1


def test_a_copy_is_told_to_who_synchronises(ews: Client, projects: FolderId) -> None:
    def sync(state: str | None) -> Any:
        return ews.ask(SyncFolderHierarchy(FolderShape=folder_shape(), SyncState=state)).only

    state = sync(None).SyncState
    twin = folder_id(copy(ews, projects, "drafts"))
    (entry,) = sync(state).Changes.entries
    assert (entry.row.name, entry.value.Folder.FolderId.Id) == ("Create", twin.Id)


def test_where_a_folder_cannot_go(ews: Client, ben: Mailbox, projects: FolderId) -> None:
    """RC ErrorMoveCopyFailed, ErrorFolderExists; another's mailbox is closed"""
    below = folder_id(create(ews, Folder(DisplayName="Below"), parent=projects))
    assert copy(ews, projects, below).code == "ErrorMoveCopyFailed"
    assert move(ews, projects, projects).code == "ErrorMoveCopyFailed"
    assert copy(ews, projects, "inbox").code == "ErrorFolderExists"
    assert move(ews, "voicemail", "inbox").code == "ErrorFolderNotFound"
    assert move(ews, projects, "voicemail").code == "ErrorToFolderNotFound"
    bens = DistinguishedFolderId(Id="inbox", Mailbox=EmailAddress(EmailAddress="ben@example.test"))
    assert move(ews, bens, "inbox").code == "ErrorAccessDenied"


# --- CreateFolderPath ----------------------------------------------------------------------------------------------


def test_a_path_of_folders(ews: Client, projects: FolderId) -> None:
    """ref/createfolderpath-operation: what is there is taken, what is missing is made"""
    path = listed(NonEmptyArrayOfFolders, [Folder(DisplayName=name) for name in ("projects", "2027", "March")])
    reply = ews.ask(CreateFolderPath(ParentFolderId=to_folder("inbox"), RelativeFolderPath=path))
    assert reply.codes == ["NoError"] * 3
    assert next(one.FolderId.Id for one in reply.items) == projects.Id
    assert names(find(ews, "inbox", traversal="Deep")) == ["Projects", "2027", "March"]
    assert get(ews, "publicfoldersroot").code == "ErrorNoPublicFolderReplicaAvailable"


def test_a_path_below_nothing(ews: Client) -> None:
    path = listed(NonEmptyArrayOfFolders, [Folder(DisplayName="x"), Folder(DisplayName="y")])
    reply = ews.ask(CreateFolderPath(ParentFolderId=to_folder("voicemail"), RelativeFolderPath=path))
    assert reply.codes == ["ErrorFolderNotFound"] * 2
