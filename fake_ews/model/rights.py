"""What a person may do in a folder of another: permission levels, what each is made of, and what follows from it.

Rule: pure, and whoever has more rights may never do less. One who has an entry in a folder has the rights of that
alone, everybody else those of Default.
Source: ref/permissionlevel, ref/calendarpermissionlevel; guide/how-to-set-folder-permissions-for-another-user, table 2;
MS-OXWSMTGS (a Contributor does not read his own, although MS-OXCPERM 2.2.7 keeps only others' items from who lacks
ReadAny: by its test suite EWS shows him nothing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from fake_ews.contract.common import EffectiveRights
from fake_ews.contract.folders import BasePermission, CalendarPermission, Permission, UserId
from fake_ews.contract.notation import Row
from fake_ews.model.failures import ErrorInvalidPermissionSettings, Failure

DEFAULT, ANONYMOUS = "Default", "Anonymous"
NOBODYS = (DEFAULT, ANONYMOUS)
"""Entries that are of no person; every folder has them."""

NONE, OWNED, ALL = "None", "Owned", "All"
ACTIONS = (NONE, OWNED, ALL)
"""PermissionAction, each with all that the one before has."""
TIME_ONLY, WITH_SUBJECT, FULL = "TimeOnly", "TimeAndSubjectAndLocation", "FullDetails"
READ = (NONE, TIME_ONLY, WITH_SUBJECT, FULL)
"""CalendarPermissionReadAccess, each with all that the one before has; other folders know the first and the last."""


class Rights(NamedTuple):
    """An entry of a folder, in the words of Permission and CalendarPermission."""

    create_items: bool = False
    create_subfolders: bool = False
    is_owner: bool = False
    is_visible: bool = False
    is_contact: bool = False
    edit: str = NONE
    delete: str = NONE
    read: str = NONE

    def includes(self, other: Rights) -> bool:
        """Whether these are no fewer than others."""
        order = (False, True, *ACTIONS, *READ[1:])
        return all(order.index(mine) >= order.index(one) for mine, one in zip(self, other, strict=True))


Permissions = Mapping[str, Rights]
"""The entries of a folder: by address in lower case, or Default, Anonymous."""

LEVELS: dict[str, Rights] = {
    "None": Rights(),
    "Owner": Rights(True, True, True, True, True, ALL, ALL, FULL),
    "PublishingEditor": Rights(True, True, False, True, False, ALL, ALL, FULL),
    "Editor": Rights(True, False, False, True, False, ALL, ALL, FULL),
    "PublishingAuthor": Rights(True, True, False, True, False, OWNED, OWNED, FULL),
    "Author": Rights(True, False, False, True, False, OWNED, OWNED, FULL),
    "NoneditingAuthor": Rights(True, False, False, True, False, NONE, OWNED, FULL),
    "Reviewer": Rights(is_visible=True, read=FULL),
    "Contributor": Rights(create_items=True, is_visible=True),
    "FreeBusyTimeOnly": Rights(read=TIME_ONLY),
    "FreeBusyTimeAndSubjectAndLocation": Rights(read=WITH_SUBJECT),
}
_NAMES = {rights: name for name, rights in LEVELS.items()}
CUSTOM = "Custom"

# what a new mailbox gives everybody: the times of the calendar. [seen: Get-MailboxFolderPermission, AvailabilityOnly]
OF_CALENDARS: dict[str, Rights] = {DEFAULT: LEVELS["FreeBusyTimeOnly"], ANONYMOUS: LEVELS["None"]}
OF_OTHERS: dict[str, Rights] = {DEFAULT: LEVELS["None"], ANONYMOUS: LEVELS["None"]}


def levels(*, calendar: bool) -> tuple[str, ...]:
    """The names of the levels that a folder may have."""
    return tuple(name for name, rights in LEVELS.items() if calendar or rights.read in (NONE, FULL))


def level(rights: Rights) -> str:
    """The name of the level that has just these rights, else Custom."""
    return _NAMES.get(rights, CUSTOM)


def of(permissions: Permissions, person: str) -> Rights:
    """The rights of a person, by his address: those of his entry, or those of Default."""
    return permissions.get(person) or permissions.get(DEFAULT) or LEVELS["None"]


def inherited(permissions: Permissions, *, calendar: bool) -> dict[str, Rights]:
    """What a new folder has from the one it is made in; only calendars can show times alone.

    Source: guide/how-to-add-and-remove-delegates: subfolders made after the access was given have it, too.
    """
    if calendar:
        return dict(permissions)
    return {who: _outside_calendars(rights) for who, rights in permissions.items()}


def _outside_calendars(rights: Rights) -> Rights:
    return rights if rights.read == FULL else rights._replace(read=NONE)


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody may do in a folder. `private`: whether private items are open to him, too."""

    rights: Rights
    private: bool = False

    @property
    def may_see_folder(self) -> bool:
        """Whether the folder is there for him."""
        return self.rights.is_visible or self.rights.read == FULL

    def may_read(self, *, private: bool) -> bool:
        """Whether he may read an item, be it his own; `private`: it is private."""
        return self._open(private) and self.rights.read == FULL

    def may_edit(self, *, own: bool, private: bool) -> bool:
        """Whether he may change it; `own`: he made it."""
        return self._open(private) and _reaches(self.rights.edit, own=own)

    def may_delete(self, *, own: bool, private: bool) -> bool:
        """Whether he may delete it."""
        return self._open(private) and _reaches(self.rights.delete, own=own)

    def _open(self, private: bool) -> bool:
        return self.private or not private

    def to_folder(self) -> EffectiveRights:
        """EffectiveRights of the folder."""
        rights = self.rights
        return EffectiveRights(
            CreateAssociated=rights.is_owner, CreateContents=rights.create_items,
            CreateHierarchy=rights.create_subfolders, Delete=rights.is_owner, Modify=rights.is_owner,
            Read=rights.read == FULL, ViewPrivateItems=self.private,
        )  # fmt: skip

    def to_item(self, *, own: bool, private: bool) -> EffectiveRights:
        """EffectiveRights of an item in it: nothing can be made inside an item."""
        return EffectiveRights(
            CreateAssociated=False, CreateContents=False, CreateHierarchy=False,
            Delete=self.may_delete(own=own, private=private), Modify=self.may_edit(own=own, private=private),
            Read=self.may_read(private=private), ViewPrivateItems=self.private,
        )  # fmt: skip


WHOLE = Access(LEVELS["Owner"], private=True)
"""That of the owner of the mailbox, and of who has full access to it."""


def _reaches(action: str, *, own: bool) -> bool:
    return action == ALL or (action == OWNED and own)


# the rows of an entry, in the order of Rights
_ROWS: tuple[Row[Any], ...] = (
    BasePermission.CanCreateItems, BasePermission.CanCreateSubFolders, BasePermission.IsFolderOwner,
    BasePermission.IsFolderVisible, BasePermission.IsFolderContact, BasePermission.EditItems,
    BasePermission.DeleteItems,
)  # fmt: skip


def read_entry(given: BasePermission) -> Rights | Failure:
    """The rights in an entry that a client sends; ErrorInvalidPermissionSettings where its parts contradict its level.

    With Custom what is not given is not allowed. A level that is told whole, as it was read, is taken.
    """
    calendar = isinstance(given, CalendarPermission)
    name = given.need(CalendarPermission.CalendarPermissionLevel if calendar else Permission.PermissionLevel)
    known = Rights() if name == CUSTOM else LEVELS[name]
    rows: tuple[Row[Any], ...] = (*_ROWS, CalendarPermission.ReadItems if calendar else Permission.ReadItems)
    said: list[Any] = [given.get(row) for row in rows]
    parts: list[Any] = [before if part is None else part for before, part in zip(known, said, strict=True)]
    rights = Rights(*parts)
    return rights if name == CUSTOM or rights == known else ErrorInvalidPermissionSettings


def entry(rights: Rights, user: UserId, *, calendar: bool) -> Permission | CalendarPermission:
    """An entry as it is told: every part, and the level they make."""
    bag: Permission | CalendarPermission = CalendarPermission(UserId=user) if calendar else Permission(UserId=user)
    for row, value in zip(_ROWS, rights, strict=False):
        bag.set(row, value)
    if isinstance(bag, CalendarPermission):
        bag.ReadItems, bag.CalendarPermissionLevel = rights.read, level(rights)
    else:
        bag.ReadItems, bag.PermissionLevel = rights.read, level(rights)
    return bag
