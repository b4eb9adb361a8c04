"""The PermissionSet of a folder: told to a client, and read from what one sends.

Rule: what is sent replaces the entries of people; Default and Anonymous stay as they were unless they are sent, too.
[doc guide/how-to-set-folder-permissions-for-another-user: the set is replaced; what is left out: unverified]
Source: ref/permissionset-permissionsettype, ref/permissionset-calendarpermissionsettype; RC.
"""

from __future__ import annotations

from fake_ews.contract.folders import (
    ArrayOfCalendarPermissions,
    ArrayOfPermissions,
    BaseFolder,
    BasePermission,
    CalendarFolder,
    CalendarPermissionSet,
    ContactsFolder,
    Folder,
    Permission,
    PermissionSet,
    UserId,
)
from fake_ews.contract.notation import Bag, Row
from fake_ews.model import rights
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import (
    ErrorCannotSetCalendarPermissionOnNonCalendarFolder,
    ErrorCannotSetNonCalendarPermissionOnCalendarFolder,
    ErrorCannotSetPermissionUnknownEntries,
    ErrorDuplicateUserIdsSpecified,
    ErrorInvalidUserInfo,
    Failure,
)
from fake_ews.model.folders import StoredFolder
from fake_ews.model.rights import Rights

Sets = CalendarPermissionSet | PermissionSet
ROWS: tuple[Row[CalendarPermissionSet] | Row[PermissionSet], ...] = (
    Folder.PermissionSet, CalendarFolder.PermissionSet, ContactsFolder.PermissionSet,
)  # fmt: skip


def told(exchange: Exchange, folder: StoredFolder) -> Sets:
    """All entries of a folder, those of nobody first."""
    calendar = folder.kind is CalendarFolder
    names = (*rights.NOBODYS, *(who for who in folder.permissions if who not in rights.NOBODYS))
    entries = [rights.entry(folder.permissions[who], _user(exchange, who), calendar=calendar) for who in names]
    if calendar:
        return CalendarPermissionSet(CalendarPermissions=ArrayOfCalendarPermissions(CalendarPermission=tuple(entries)))
    return PermissionSet(
        Permissions=ArrayOfPermissions(Permission=tuple(one for one in entries if isinstance(one, Permission)))
    )


def _user(exchange: Exchange, who: str) -> UserId:
    if who in rights.NOBODYS:
        return UserId(DistinguishedUser=who)
    mailbox = exchange.mailboxes.get(who)
    return UserId(PrimarySmtpAddress=who, DisplayName=None if mailbox is None else mailbox.name)


def taken(stored: BaseFolder) -> Sets | None:
    """The set in what a client sends of a folder, taken out of it: a folder keeps it in a place of its own."""
    for row in ROWS:
        if row in stored.values:
            found: Sets = stored.values.pop(row)
            return found
    return None


def given(exchange: Exchange, kind: type[Bag], before: rights.Permissions, sent: Sets) -> dict[str, Rights] | Failure:
    """The entries of a folder of this kind once a client has sent a set; `before` it had those."""
    calendar = kind is CalendarFolder
    if calendar is not isinstance(sent, CalendarPermissionSet):
        return (
            ErrorCannotSetNonCalendarPermissionOnCalendarFolder
            if calendar
            else ErrorCannotSetCalendarPermissionOnNonCalendarFolder
        )
    if sent.UnknownEntries is not None and sent.UnknownEntries.UnknownEntry:
        return ErrorCannotSetPermissionUnknownEntries
    after: dict[str, Rights] = {}
    for one in _entries(sent):
        who, found = _whose(exchange, one.need(BasePermission.UserId)), rights.read_entry(one)
        if isinstance(who, Failure):
            return who
        if isinstance(found, Failure):
            return found
        if who in after:
            return ErrorDuplicateUserIdsSpecified
        after[who] = found
    return {who: before[who] for who in rights.NOBODYS} | after


def _entries(sent: Sets) -> tuple[BasePermission, ...]:
    if isinstance(sent, CalendarPermissionSet):
        return sent.need(CalendarPermissionSet.CalendarPermissions).CalendarPermission or ()
    return sent.need(PermissionSet.Permissions).Permission or ()


def _whose(exchange: Exchange, user: UserId) -> str | Failure:
    """Whose entry it is: somebody's who has a mailbox here, Default or Anonymous."""
    if user.DistinguishedUser is not None:
        return user.DistinguishedUser
    address = (user.PrimarySmtpAddress or "").lower()
    return address if address in exchange.mailboxes else ErrorInvalidUserInfo
