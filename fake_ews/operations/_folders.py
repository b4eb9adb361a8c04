"""What a client is shown of a folder: one small function a property.

Rule: as with items, the contract says which rows a shape holds; here they are computed.
Source: ref/folder, ref/calendarfolder; distinguished names in folder answers: seen (fact sheet section 17).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from fake_ews.contract.common import FolderResponseShape
from fake_ews.contract.folders import BaseFolder, Folder, SearchFolder
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Entry, Mapi, Row, tag
from fake_ews.contract.paths import ExtendedProperty, PathToExtendedField
from fake_ews.model.failures import Failure
from fake_ews.model.folders import StoredFolder
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.properties import Extended, bag_of, builtin, name_of, to_mapi, value_of
from fake_ews.model.queries import columns
from fake_ews.model.rights import WHOLE, Access
from fake_ews.model.search_folders import counted, unread
from fake_ews.model.shapes import row_for
from fake_ews.operations import _permissions, _searches

T = TypeVar("T")
B = TypeVar("B", bound=Bag)


@dataclass(frozen=True, slots=True)
class FolderValues:
    """A folder as queries and shapes see it; `access` is that of who asks."""

    mailbox: Mailbox
    folder: StoredFolder
    access: Access = WHOLE

    @property
    def kind(self) -> type[Bag]:
        """Its kind in the contract."""
        return self.folder.kind

    def value(self, row: Row[T]) -> T | None:
        """The value of a property, computed or as a client has stored it."""
        compute = COMPUTED.get(row)
        if compute is not None:
            return cast("T | None", compute(self))
        return None if self.folder.stored is None else self.folder.stored.get(row)

    def named(self, name: Mapi) -> Extended | None:
        """The property of a MAPI name, built in, computed or extended; its type is its own."""
        row = builtin(self.kind, name)
        if row is None:
            compute = COMPUTED_MAPI.get(name)
            return self.folder.extended.get(name) if compute is None else compute(self)
        value = self.value(row)
        return None if value is None else to_mapi(row, value)


def _parent(values: FolderValues) -> Bag | None:
    parent = values.mailbox.folders.get(values.folder.parent)
    return None if parent is None else values.mailbox.folder_id(parent)


def _size(values: FolderValues) -> int:
    """The bytes of a folder and of what is in it."""
    items = (item.value(ItemRows.Size) or 0 for item in values.mailbox.items_of(values.folder))
    return 256 + sum(items)


def _entries(values: FolderValues) -> Bag | None:
    """Its permissions, for who may change them. [inferred: the others are not shown them in Outlook either]"""
    return _permissions.told(values.mailbox.exchange, values.folder) if values.access.rights.is_owner else None


COMPUTED: dict[Row[Any], Callable[[FolderValues], Any]] = {
    BaseFolder.FolderId: lambda values: values.mailbox.folder_id(values.folder),
    BaseFolder.ParentFolderId: _parent,
    BaseFolder.FolderClass: lambda values: values.folder.folder_class or None,
    BaseFolder.DisplayName: lambda values: values.folder.display_name,
    BaseFolder.TotalCount: lambda values: counted(values.mailbox, values.folder),
    BaseFolder.ChildFolderCount: lambda values: len(values.folder.children),
    BaseFolder.EffectiveRights: lambda values: values.access.to_folder(),
    BaseFolder.DistinguishedFolderId: lambda values: values.folder.distinguished or None,
    Folder.UnreadCount: lambda values: unread(values.mailbox, values.folder),
    SearchFolder.SearchParameters: lambda values: _searches.told(values.mailbox, values.folder),
    **dict.fromkeys(_permissions.ROWS, _entries),
}


# when a folder was made and changed, whether it has others below it (MS-OXCFOLD 2.2.2.2), and what tells a client that
# it has missed something (guide/handling-notification-related-errors)
COMPUTED_MAPI: dict[Mapi, Callable[[FolderValues], Extended]] = {
    tag(0x0E08): lambda values: Extended("Long", _size(values)),
    tag(0x3007): lambda values: Extended("SystemTime", values.folder.created),
    tag(0x3008): lambda values: Extended("SystemTime", values.folder.committed or values.folder.created),
    tag(0x360A): lambda values: Extended("Boolean", bool(values.folder.children)),
    tag(0x670A): lambda values: Extended("SystemTime", values.folder.committed or values.folder.created),
    tag(0x670B): lambda values: Extended("Integer", values.folder.removed),
}


def shown_folder(values: FolderValues, shape: FolderResponseShape, *, whole: bool = False) -> Bag | Failure:
    """A folder as `shape` wants it; `whole` with what only GetFolder gives."""
    wanted = columns(values.kind, shape, whole=whole)
    if isinstance(wanted, Failure):
        return wanted
    bag = values.kind()
    for row in wanted.rows:
        bag.set(row, values.value(row))
    properties = [
        bag_of(path, extended, values.mailbox.profile)
        for name, path in wanted.extended
        if (extended := values.named(name)) is not None and extended.type == name.type
    ]
    bag.set(BaseFolder.ExtendedProperty, tuple(properties) or None)
    return bag


def listed_folders(container: type[B], bags: Iterable[Bag]) -> B:
    """Folders as an answer lists them, each under the element of its kind."""
    return container(entries=tuple(Entry(row_for(container, type(bag)), bag) for bag in bags))


def extended_of(given: BaseFolder) -> dict[Mapi, Extended] | Failure:
    """The extended properties that a client gives a folder."""
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
