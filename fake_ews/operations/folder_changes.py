"""What changes folders: UpdateFolder, DeleteFolder, MoveFolder, CopyFolder, EmptyFolder, CreateFolderPath.

Rule: a folder keeps its id wherever it goes; one with a distinguished name stays where it is.
Source: ref pages of the operations; RC (ErrorDeleteDistinguishedFolder, ErrorMoveDistinguishedFolder,
ErrorFolderExists, ErrorMoveCopyFailed, ErrorCannotEmptyFolder, ErrorObjectTypeChanged).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from fake_ews.contract.common import FolderId, ResponseMessage
from fake_ews.contract.folders import (
    AppendToFolderField,
    ArrayOfFolders,
    BaseFolder,
    BaseMoveCopyFolder,
    CopyFolder,
    CreateFolderPath,
    DeleteFolder,
    DeleteFolderField,
    EmptyFolder,
    Folder,
    FolderChange,
    FolderChangeDescription,
    FolderInfoResponseMessage,
    MoveFolder,
    NonEmptyArrayOfFolderChanges,
    SearchFolder,
    UpdateFolder,
)
from fake_ews.contract.notation import Bag, Mapi, Row
from fake_ews.contract.paths import PathToExtendedField, PathToUnindexedField
from fake_ews.model import receipts, rights
from fake_ews.model.failures import (
    ErrorCannotEmptyFolder,
    ErrorCrossMailboxMoveCopy,
    ErrorDeleteDistinguishedFolder,
    ErrorFolderExists,
    ErrorFolderNotFound,
    ErrorIncorrectUpdatePropertyCount,
    ErrorInvalidPropertyAppend,
    ErrorInvalidPropertyDelete,
    ErrorInvalidPropertyRequest,
    ErrorInvalidPropertySet,
    ErrorItemNotFound,
    ErrorMoveCopyFailed,
    ErrorMoveDistinguishedFolder,
    ErrorObjectTypeChanged,
    ErrorToFolderNotFound,
    ErrorUpdatePropertyMismatch,
    Failure,
)
from fake_ews.model.folders import StoredFolder
from fake_ews.model.properties import Extended, name_of
from fake_ews.model.queries import row_of
from fake_ews.model.rights import Rights
from fake_ews.operations import _found, _permissions, _searches
from fake_ews.operations._errors import CHANGE, CLASSES, OWN_FOLDER, PERMISSIONS, SEARCH, SUBFOLDER, VALUE
from fake_ews.operations._folders import extended_of, listed_folders
from fake_ews.operations._registry import Call, Message, batch, entries_of
from fake_ews.operations.folders import made

_PERMISSIONS = cast(str, Folder.PermissionSet.uri)
_ALWAYS_THERE: tuple[Row[Any], ...] = (BaseFolder.DisplayName, BaseFolder.FolderClass, SearchFolder.SearchParameters)


@batch(
    "UpdateFolder",
    OWN_FOLDER,
    CHANGE,
    PERMISSIONS,
    SEARCH,
    "ErrorFolderExists ErrorItemNotFound ErrorObjectTypeChanged",
)
def update_folder(call: Call) -> Iterator[Message]:
    """ref/updatefolder-operation"""
    request = call.asked(UpdateFolder)
    for change in request.need(UpdateFolder.FolderChanges).need(NonEmptyArrayOfFolderChanges.FolderChange):
        named = next(value for row, value in change if row.name.endswith("FolderId"))
        place = _found.to_write(call, named, "own")
        if place is ErrorFolderNotFound and isinstance(named, FolderId):
            yield ErrorItemNotFound  # [seen: exchangelib, a folder that was deleted]
        else:
            yield place if isinstance(place, Failure) else _update(call, place, change) or only_id(place)


def only_id(place: _found.Place) -> FolderInfoResponseMessage:
    """The answer that tells no more of a folder than its id."""
    bag = place.folder.kind()
    bag.set(BaseFolder.FolderId, place.mailbox.folder_id(place.folder))
    return FolderInfoResponseMessage(Folders=listed_folders(ArrayOfFolders, [bag]))


def _update(call: Call, place: _found.Place, change: FolderChange) -> Failure | None:
    mailbox, folder = place
    stored = folder.kind() if folder.stored is None else cast(BaseFolder, folder.stored.copy())
    stored.DisplayName, stored.FolderClass = folder.display_name, folder.folder_class
    extended = dict(folder.extended)
    for entry in entries_of(change.Updates):
        failure = _changed(folder, entry.value, stored, extended)
        if failure is not None:
            return failure
    permissions = _permitted(place, change, stored)
    if isinstance(permissions, Failure):
        return permissions
    search = _searches.taken(call, mailbox, stored)
    if isinstance(search, Failure):
        return search
    parent = mailbox.folders.get(folder.parent)
    renamed = stored.need(BaseFolder.DisplayName)
    if parent and renamed.lower() != folder.display_name.lower() and mailbox.free_name(parent, renamed) != renamed:
        return ErrorFolderExists
    if stored.FolderClass != folder.folder_class:
        return ErrorObjectTypeChanged
    mailbox.update_folder(folder, stored, extended, permissions, search)
    return None


def _permitted(place: _found.Place, change: FolderChange, stored: BaseFolder) -> dict[str, Rights] | Failure | None:
    """The permissions of a folder once what was sent is taken out of the properties; None: they stay as they were."""
    sent = _permissions.taken(stored)
    if sent is not None:
        return _permissions.given(place.mailbox.exchange, place.folder.kind, place.folder.permissions, sent)
    paths = [entry.value.need(FolderChangeDescription.entries)[0].value for entry in entries_of(change.Updates)]
    dropped = any(isinstance(path, PathToUnindexedField) and path.FieldURI == _PERMISSIONS for path in paths)
    return {who: place.folder.permissions[who] for who in rights.NOBODYS} if dropped else None


def _changed(
    folder: StoredFolder, update: FolderChangeDescription, stored: BaseFolder, extended: dict[Mapi, Extended]
) -> Failure | None:
    path = update.need(FolderChangeDescription.entries)[0].value
    if isinstance(update, AppendToFolderField):
        return ErrorInvalidPropertyAppend
    if isinstance(path, PathToExtendedField):
        return _extended(update, path, extended)
    return _row(folder, update, path, stored)


def _extended(
    update: FolderChangeDescription, path: PathToExtendedField, extended: dict[Mapi, Extended]
) -> Failure | None:
    name = name_of(path)
    if isinstance(name, Failure):
        return name
    if isinstance(update, DeleteFolderField):
        extended.pop(name, None)
        return None
    given = extended_of(_given(update))
    if isinstance(given, Failure):
        return given
    if list(given) != [name]:
        return ErrorUpdatePropertyMismatch
    extended.update(given)
    return None


def _given(update: FolderChangeDescription) -> BaseFolder:
    """The folder element in an update: what it gives."""
    return next(value for _, value in update if isinstance(value, BaseFolder))


def _row(folder: StoredFolder, update: FolderChangeDescription, path: Bag, stored: Bag) -> Failure | None:
    uri = path.FieldURI if isinstance(path, PathToUnindexedField) else None
    row: Row[Any] | None = None if uri is None else row_of(folder.kind, uri)
    if row is None:
        return ErrorInvalidPropertyRequest
    if isinstance(update, DeleteFolderField):
        if not row.settable or row in _ALWAYS_THERE:
            return ErrorInvalidPropertyDelete
        stored.set(row, None)
        return None
    values = list(_given(update))
    if len(values) != 1:
        return ErrorIncorrectUpdatePropertyCount
    ((given, value),) = values
    if given is not row and not given.uri == uri == _PERMISSIONS:  # of another kind of folder: `_permitted` says so
        return ErrorUpdatePropertyMismatch
    if not row.settable:
        return ErrorInvalidPropertySet
    stored.values[given] = value
    return None


@batch("DeleteFolder", OWN_FOLDER, "ErrorDeleteDistinguishedFolder")
def delete_folder(call: Call) -> Iterator[Message]:
    """ref/deletefolder-operation"""
    request = call.asked(DeleteFolder)
    for entry in entries_of(request.FolderIds):
        place = _found.to_write(call, entry.value, "own")
        if isinstance(place, Failure):
            yield place
        elif place.folder.is_fixed:
            yield ErrorDeleteDistinguishedFolder
        else:
            place.mailbox.delete_folder(place.folder, request.need(DeleteFolder.DeleteType), call.by)
            yield ResponseMessage()


@batch("EmptyFolder", OWN_FOLDER, "ErrorCannotEmptyFolder ErrorDeleteDistinguishedFolder")
def empty_folder(call: Call) -> Iterator[Message]:
    """ref/emptyfolder-operation: not the root of a mailbox, no search folder, nothing that holds a fixed folder"""
    request = call.asked(EmptyFolder)
    for entry in entries_of(request.FolderIds):
        place = _found.to_write(call, entry.value, "delete")
        yield place if isinstance(place, Failure) else _empty(call, request, place)


def _empty(call: Call, request: EmptyFolder, place: _found.Place) -> Message:
    how, deep = request.need(EmptyFolder.DeleteType), request.need(EmptyFolder.DeleteSubFolders)
    failure = _may_empty(place, deep=deep)
    if failure is not None:
        return failure
    for folder in (place.folder, *(place.mailbox.below(place.folder, deep=True) if deep else ())):
        for item in list(place.mailbox.items_of(folder)):
            receipts.of_deletion(item, how)
    place.mailbox.empty_folder(place.folder, how, call.by, deep=deep)
    return ResponseMessage()


def _may_empty(place: _found.Place, *, deep: bool) -> Failure | None:
    if place.folder.is_search or place.folder.distinguished in ("root", "msgfolderroot"):
        return ErrorCannotEmptyFolder
    fixed = any(below.is_fixed for below in place.mailbox.below(place.folder, deep=True))
    return ErrorDeleteDistinguishedFolder if deep and fixed else None


@batch(
    "MoveFolder",
    SUBFOLDER,
    "ErrorCrossMailboxMoveCopy ErrorFolderExists ErrorMoveCopyFailed ErrorMoveDistinguishedFolder "
    "ErrorToFolderNotFound",
)
def move_folder(call: Call) -> Iterator[Message]:
    """ref/movefolder-operation"""
    yield from _carry(call, call.asked(MoveFolder), keep=False)


@batch("CopyFolder", SUBFOLDER, "ErrorCrossMailboxMoveCopy ErrorFolderExists ErrorMoveCopyFailed ErrorToFolderNotFound")
def copy_folder(call: Call) -> Iterator[Message]:
    """ref/copyfolder-operation"""
    yield from _carry(call, call.asked(CopyFolder), keep=True)


def _carry(call: Call, request: BaseMoveCopyFolder, *, keep: bool) -> Iterator[Message]:
    target = _found.target(call, request.need(BaseMoveCopyFolder.ToFolderId), "subfolder", gone=ErrorToFolderNotFound)
    for entry in entries_of(request.FolderIds):
        place = _found.to_write(call, entry.value, "own")
        if isinstance(target, Failure):
            yield target
        else:
            yield place if isinstance(place, Failure) else _carried(call, place, target, keep=keep)


def _carried(call: Call, place: _found.Place, target: _found.Place, *, keep: bool) -> Message:
    failure = _may_carry(place, target, keep=keep)
    if failure is not None:
        return failure
    mailbox, folder = place
    if keep:
        return only_id(_found.Place(mailbox, mailbox.copy_folder(folder, target.folder, call.by)))
    mailbox.move_folder(folder, target.folder)
    return only_id(place)


def _may_carry(place: _found.Place, target: _found.Place, *, keep: bool) -> Failure | None:
    mailbox, folder = place
    if target.mailbox is not mailbox:
        return ErrorCrossMailboxMoveCopy  # [doc RC; whether newer servers copy whole folders: unverified]
    if folder.is_fixed and not keep:
        return ErrorMoveDistinguishedFolder
    if mailbox.lies_in(target.folder, folder):
        return ErrorMoveCopyFailed
    return None if mailbox.free_name(target.folder, folder.display_name) == folder.display_name else ErrorFolderExists


@batch("CreateFolderPath", SUBFOLDER, VALUE, PERMISSIONS, SEARCH, CLASSES, "ErrorFolderExists")
def create_folder_path(call: Call) -> Iterator[Message]:
    """ref/createfolderpath-operation: each folder below the one before; one that is there is taken as it is"""
    request = call.asked(CreateFolderPath)
    place = _found.target(call, request.need(CreateFolderPath.ParentFolderId), "subfolder")
    for entry in entries_of(request.RelativeFolderPath):
        if isinstance(place, _found.Place):
            place = _there(place, entry.value) or made(call, place, entry.value)
        yield place if isinstance(place, Failure) else only_id(place)


def _there(parent: _found.Place, given: BaseFolder) -> _found.Place | None:
    name = (given.DisplayName or "").lower()
    below = parent.mailbox.below(parent.folder, deep=False)
    return next((_found.Place(parent.mailbox, one) for one in below if one.display_name.lower() == name), None)
