"""The folder family: GetFolder, CreateFolder."""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.folders import (
    ArrayOfFolders,
    BaseFolder,
    CalendarFolder,
    ContactsFolder,
    CreateFolder,
    FolderInfoResponseMessage,
    GetFolder,
    SearchFolder,
    TasksFolder,
)
from fake_ews.contract.notation import Bag
from fake_ews.model.failures import (
    ErrorFolderExists,
    ErrorInvalidPropertySet,
    ErrorNoFolderClassOverride,
    ErrorParentFolderNotFound,
    ErrorSearchFolderNotInitialized,
    Failure,
)
from fake_ews.model.folders import kind_of
from fake_ews.model.rights import Rights
from fake_ews.operations import _access, _found, _permissions, _searches
from fake_ews.operations._errors import CLASSES, FOLDER, NAME, PERMISSIONS, SEARCH, SUBFOLDER, VALUE
from fake_ews.operations._folders import FolderValues, extended_of, listed_folders, shown_folder
from fake_ews.operations._registry import Call, Message, batch, entries_of

_CLASSES: dict[type[Bag], str] = {
    CalendarFolder: "IPF.Appointment",
    ContactsFolder: "IPF.Contact",
    SearchFolder: "IPF.Note",
    TasksFolder: "IPF.Task",
}


@batch("GetFolder", FOLDER, NAME)
def get_folder(call: Call) -> Iterator[Message]:
    """ref/getfolder-operation"""
    request = call.asked(GetFolder)
    for entry in entries_of(request.FolderIds):
        place = _found.folder(call, entry.value)
        if isinstance(place, Failure):
            yield place
            continue
        values = FolderValues(*place, _access.to_folder(call, *place))
        bag = shown_folder(values, request.need(GetFolder.FolderShape), whole=True)
        yield bag if isinstance(bag, Failure) else _one(bag)


@batch("CreateFolder", SUBFOLDER, VALUE, PERMISSIONS, SEARCH, CLASSES, "ErrorFolderExists ErrorParentFolderNotFound")
def create_folder(call: Call) -> Iterator[Message]:
    """ref/createfolder-operation: a folder has the class of its element unless it says another; Folder has none"""
    request = call.asked(CreateFolder)
    parent = _found.target(call, request.need(CreateFolder.ParentFolderId), "subfolder", gone=ErrorParentFolderNotFound)
    for entry in entries_of(request.Folders):
        place = parent if isinstance(parent, Failure) else made(call, parent, entry.value)
        if isinstance(place, Failure):
            yield place
        else:
            bag = place.folder.kind()
            bag.set(BaseFolder.FolderId, place.mailbox.folder_id(place.folder))
            yield _one(bag)


def made(call: Call, parent: _found.Place, given: BaseFolder) -> _found.Place | Failure:
    """A new folder below another. ErrorFolderExists: the name is taken; ErrorInvalidPropertySet: what is read-only."""
    name = given.DisplayName or ""
    taken = {parent.mailbox.folders[number].display_name.lower() for number in parent.folder.children}
    if not name or name.lower() in taken:
        return ErrorFolderExists.saying(f"{ErrorFolderExists.text}, Could not create folder '{name}'.")
    if not all(row.settable for row, _ in given):
        return ErrorInvalidPropertySet
    if given.FolderClass is not None and isinstance(given, CalendarFolder | ContactsFolder | TasksFolder):
        return ErrorNoFolderClassOverride
    extended = extended_of(given)
    if isinstance(extended, Failure):
        return extended
    folder_class = given.FolderClass or _CLASSES.get(type(given), "")
    stored = given.copy()
    search = _searches.taken(call, parent.mailbox, stored)
    if isinstance(search, Failure):
        return search
    if isinstance(given, SearchFolder) and search is None:
        return ErrorSearchFolderNotInitialized
    permissions = _permitted(parent, folder_class, _permissions.taken(stored))
    if isinstance(permissions, Failure):
        return permissions
    mailbox = parent.mailbox
    folder = mailbox.create_folder(parent.folder, name, folder_class, stored, extended, permissions, search)
    return _found.Place(mailbox, folder)


def _permitted(parent: _found.Place, folder_class: str, sent: _permissions.Sets | None) -> dict[str, Rights] | Failure:
    """The permissions of a new folder: those of the one above, but what is sent."""
    kind = kind_of(folder_class)
    before = parent.mailbox.given_below(parent.folder, kind)
    return before if sent is None else _permissions.given(parent.mailbox.exchange, kind, before, sent)


def _one(bag: Bag) -> FolderInfoResponseMessage:
    return FolderInfoResponseMessage(Folders=listed_folders(ArrayOfFolders, [bag]))
