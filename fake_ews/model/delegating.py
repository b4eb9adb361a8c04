"""Who may act for the owner of a mailbox: what is kept of a delegate, and where it says what he may do.

Rule: what a delegate may do in a folder stands in the permissions of that folder alone: it is written there, and read
from there. [doc guide/delegate-access-and-ews-in-exchange: the level is set on the folder]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fake_ews.contract.folders import DelegateFolderPermissionLevel, DelegatePermissions, UserId
from fake_ews.contract.notation import Row
from fake_ews.contract.settings import DelegateUser
from fake_ews.model import rights

if TYPE_CHECKING:
    from fake_ews.model.mailbox import Mailbox

_FOLDERS: dict[Row[str], str] = {
    DelegatePermissions.CalendarFolderPermissionLevel: "calendar",
    DelegatePermissions.TasksFolderPermissionLevel: "tasks",
    DelegatePermissions.InboxFolderPermissionLevel: "inbox",
    DelegatePermissions.ContactsFolderPermissionLevel: "contacts",
    DelegatePermissions.NotesFolderPermissionLevel: "notes",
    DelegatePermissions.JournalFolderPermissionLevel: "journal",
}


def entrust(mailbox: Mailbox, person: Mailbox, given: DelegateUser) -> DelegateUser:
    """Make somebody a delegate, or change what he may: what is not given stays as it was, and is nothing at first."""
    before = mailbox.settings.delegates.get(person.address) or DelegateUser()
    permit(mailbox, person.address, given.DelegatePermissions)
    copies, private = given.ReceiveCopiesOfMeetingMessages, given.ViewPrivateItems
    stored = DelegateUser(
        UserId=UserId(PrimarySmtpAddress=person.address, DisplayName=person.name),
        ReceiveCopiesOfMeetingMessages=(before.ReceiveCopiesOfMeetingMessages or False) if copies is None else copies,
        ViewPrivateItems=(before.ViewPrivateItems or False) if private is None else private,
    )  # fmt: skip
    mailbox.settings.delegates[person.address] = stored
    mailbox.changed()
    return stored


def levels(mailbox: Mailbox, address: str) -> DelegatePermissions:
    """What the permissions of the six folders say of a delegate, in the words that there are for delegates."""
    told = DelegatePermissions()
    for row, name in _FOLDERS.items():
        level = rights.level(mailbox.need(name).permissions.get(address) or rights.Rights())
        told.set(row, level if level in DelegateFolderPermissionLevel.values else rights.CUSTOM)
    return told


def permit(mailbox: Mailbox, address: str, wanted: DelegatePermissions | None) -> None:
    """Write what a delegate may do into the folders; one with None has no entry there any more. [inferred]"""
    for row, level in wanted or ():
        folder = mailbox.need(_FOLDERS[row])
        others = {who: one for who, one in folder.permissions.items() if who != address}
        mailbox.permit(folder, others if level == "None" else others | {address: rights.LEVELS[level]})
