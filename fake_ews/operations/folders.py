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
from fake_ews.contract.notation import Bag, Mapi
from fake_ews.contract.paths import ExtendedProperty, PathToExtendedField
from fake_ews.model.failures import ErrorFolderExists, ErrorInvalidOperation, Failure
from fake_ews.model.properties import Extended, name_of, value_of
from fake_ews.operations import _found
from fake_ews.operations._folders import FolderValues, listed_folders, shown_folder
from fake_ews.operations._registry import Call, Message, batch, entries_of

_CLASSES: dict[type[Bag], str] = {
    CalendarFolder: "IPF.Appointment",
    ContactsFolder: "IPF.Contact",
    TasksFolder: "IPF.Task",
}


@batch("GetFolder")
def get_folder(call: Call) -> Iterator[Message]:
    """ref/getfolder-operation"""
    request = call.asked(GetFolder)
    for entry in entries_of(request.FolderIds):
        place = _found.folder(call, entry.value)
        if isinstance(place, Failure):
            yield place
            continue
        bag = shown_folder(FolderValues(*place), request.need(GetFolder.FolderShape))
        yield bag if isinstance(bag, Failure) else _one(bag)


@batch("CreateFolder")
def create_folder(call: Call) -> Iterator[Message]:
    """ref/createfolder-operation: the class of a folder is that of its element, unless it says another."""
    request = call.asked(CreateFolder)
    parent = _found.target(call, request.need(CreateFolder.ParentFolderId))
    for entry in entries_of(request.Folders):
        made = parent if isinstance(parent, Failure) else _create(parent, entry.value)
        if isinstance(made, Failure):
            yield made
        else:
            bag = made.folder.kind()
            bag.set(BaseFolder.FolderId, made.mailbox.folder_id(made.folder))
            yield _one(bag)


def _create(parent: _found.Place, given: BaseFolder) -> _found.Place | Failure:
    if isinstance(given, SearchFolder):
        return ErrorInvalidOperation.saying("Search folders are not supported by this server.")
    name = given.DisplayName or ""
    taken = {parent.mailbox.folders[number].display_name.lower() for number in parent.folder.children}
    if not name or name.lower() in taken:
        return ErrorFolderExists
    extended = _extended(given)
    if isinstance(extended, Failure):
        return extended
    folder_class = given.FolderClass or _CLASSES.get(type(given), "IPF.Note")
    stored = given.copy()
    made = parent.mailbox.create_folder(parent.folder, name, folder_class, stored, extended)
    return _found.Place(parent.mailbox, made)


def _extended(given: BaseFolder) -> dict[Mapi, Extended] | Failure:
    extended: dict[Mapi, Extended] = {}
    for given_property in given.ExtendedProperty or ():
        path = given_property.need(ExtendedProperty.ExtendedFieldURI)
        name = name_of(path)
        if isinstance(name, Failure):
            return name
        type_ = path.need(PathToExtendedField.PropertyType)
        value = value_of(type_, given_property)
        if isinstance(value, Failure):
            return value
        extended[name] = Extended(type_, value)
    return extended


def _one(bag: Bag) -> FolderInfoResponseMessage:
    return FolderInfoResponseMessage(Folders=listed_folders(ArrayOfFolders, [bag]))
