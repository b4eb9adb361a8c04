"""The PermissionSet of folders, as an owner reads and writes it, and what delegates have to do with it."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.folders import (
    ArrayOfCalendarPermissions,
    ArrayOfPermissions,
    ArrayOfUnknownEntries,
    BasePermission,
    CalendarFolder,
    CalendarPermission,
    CalendarPermissionSet,
    DelegatePermissions,
    Folder,
    Permission,
    PermissionSet,
    UserId,
)
from fake_ews.contract.notation import Bag
from fake_ews.contract.settings import AddDelegate, RemoveDelegate, UpdateDelegate
from fake_ews.model.exchange import Exchange
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.rights import LEVELS
from tests.fake_ews.operations.client import Client
from tests.fake_ews.operations.test_delegates import BEN, codes, ids, mailbox, read, user, users
from tests.fake_ews.operations.test_folder_changes import change, drop, put
from tests.fake_ews.operations.test_folders import create, get

pytestmark = pytest.mark.usefixtures("kept", "ben", "clara")

CLARA = "clara@example.test"


def who(address: str) -> UserId:
    """A person, or Default."""
    return UserId(DistinguishedUser=address) if "@" not in address else UserId(PrimarySmtpAddress=address)


def calendar_set(**levels: str) -> CalendarPermissionSet:
    """Entries of a calendar: levels by the first names of people."""
    entries = [CalendarPermission(UserId=_person(name), CalendarPermissionLevel=one) for name, one in levels.items()]
    return CalendarPermissionSet(CalendarPermissions=ArrayOfCalendarPermissions(CalendarPermission=tuple(entries)))


def mail_set(*entries: Permission, unknown: tuple[str, ...] | None = None) -> PermissionSet:
    """Entries of another folder."""
    found = None if unknown is None else ArrayOfUnknownEntries(UnknownEntry=unknown)
    return PermissionSet(Permissions=ArrayOfPermissions(Permission=entries), UnknownEntries=found)


def _person(name: str) -> UserId:
    return who(name if name in ("Default", "Anonymous") else f"{name}@example.test")


def levels(ews: Client, named: Any = "calendar") -> dict[str, str]:
    """Who has which level in a folder, as GetFolder tells it."""
    uri = "folder:PermissionSet"
    found: Bag = get(ews, named, more=(uri,), base="IdOnly").item.PermissionSet
    (entries,) = [value for _, value in found]
    told = {}
    for entry in next(iter(entries.values.values())):
        person = entry.get(BasePermission.UserId)
        level = entry.get(entry.rows.get("CalendarPermissionLevel") or entry.rows["PermissionLevel"])
        told[person.DistinguishedUser or person.PrimarySmtpAddress] = level
    return told


def test_at_first_others_see_the_times_of_the_calendar(ews: Client) -> None:
    assert levels(ews) == {"Default": "FreeBusyTimeOnly", "Anonymous": "None"}
    assert levels(ews, "inbox") == levels(ews, "contacts") == {"Default": "None", "Anonymous": "None"}


def test_entries_are_told_whole(ews: Client) -> None:
    """guide/how-to-set-folder-permissions-for-another-user, table 2"""
    change(ews, "calendar", put(CalendarFolder.PermissionSet, CalendarFolder(PermissionSet=calendar_set(ben="Author"))))
    told = get(ews, "calendar", more=("folder:PermissionSet",)).item.PermissionSet
    entry = told.CalendarPermissions.CalendarPermission[-1]
    assert entry == CalendarPermission(
        UserId=UserId(PrimarySmtpAddress=BEN, DisplayName="Ben Bär"), CanCreateItems=True, CanCreateSubFolders=False,
        IsFolderOwner=False, IsFolderVisible=True, IsFolderContact=False, EditItems="Owned", DeleteItems="Owned",
        ReadItems="FullDetails", CalendarPermissionLevel="Author",
    )  # fmt: skip


def test_a_set_replaces_the_entries_of_people(ews: Client) -> None:
    for wanted in (calendar_set(ben="Editor", clara="Reviewer"), calendar_set(clara="Owner", Default="Reviewer")):
        wish = put(CalendarFolder.PermissionSet, CalendarFolder(PermissionSet=wanted))
        assert change(ews, "calendar", wish).code == "NoError"
    assert levels(ews) == {"Default": "Reviewer", "Anonymous": "None", CLARA: "Owner"}
    assert change(ews, "calendar", drop(CalendarFolder.PermissionSet)).code == "NoError"
    assert levels(ews) == {"Default": "Reviewer", "Anonymous": "None"}


def test_what_was_read_can_be_sent(ews: Client) -> None:
    wish = put(
        Folder.PermissionSet, Folder(PermissionSet=mail_set(Permission(UserId=who(BEN), PermissionLevel="Editor")))
    )
    assert change(ews, "inbox", wish).code == "NoError"
    read_set = get(ews, "inbox", more=("folder:PermissionSet",)).item.PermissionSet
    assert change(ews, "inbox", put(Folder.PermissionSet, Folder(PermissionSet=read_set))).code == "NoError"
    assert levels(ews, "inbox") == {"Default": "None", "Anonymous": "None", BEN: "Editor"}


def test_a_folder_is_made_with_permissions(ews: Client) -> None:
    made = create(ews, CalendarFolder(DisplayName="Team", PermissionSet=calendar_set(ben="Editor"))).item.FolderId
    assert levels(ews, made) == {"Default": "FreeBusyTimeOnly", "Anonymous": "None", BEN: "Editor"}
    below = create(ews, CalendarFolder(DisplayName="Below"), parent=made).item.FolderId
    assert levels(ews, below) == levels(ews, made)
    wrong = create(ews, Folder(DisplayName="Mail", PermissionSet=mail_set(NOBODYS)))
    assert wrong.code == "ErrorInvalidUserInfo"


EDITOR = Permission(UserId=who(BEN), PermissionLevel="Editor")
NOBODYS = Permission(UserId=UserId(), PermissionLevel="None")
CONTRADICTION = Permission(UserId=who(BEN), PermissionLevel="None", CanCreateItems=True)
REVIEWER = Permission(UserId=who(BEN), PermissionLevel="Reviewer")


@pytest.mark.parametrize(
    ("named", "given", "code"),
    [
        ("inbox", Folder(PermissionSet=mail_set(CONTRADICTION)), "ErrorInvalidPermissionSettings"),
        ("inbox", Folder(PermissionSet=mail_set(REVIEWER, REVIEWER)), "ErrorDuplicateUserIdsSpecified"),
        ("inbox", Folder(PermissionSet=mail_set(unknown=("x",))), "ErrorCannotSetPermissionUnknownEntries"),
        ("inbox", Folder(PermissionSet=mail_set(unknown=())), "NoError"),
        (
            "inbox", CalendarFolder(PermissionSet=calendar_set(ben="None")),
            "ErrorCannotSetCalendarPermissionOnNonCalendarFolder",
        ),
        (
            "calendar", Folder(PermissionSet=mail_set(REVIEWER)),
            "ErrorCannotSetNonCalendarPermissionOnCalendarFolder",
        ),
        ("inbox", Folder(PermissionSet=mail_set(NOBODYS)), "ErrorInvalidUserInfo"),
    ],
)  # fmt: skip
def test_what_a_set_may_not_say(ews: Client, named: str, given: Any, code: str) -> None:
    """RC"""
    before = levels(ews, named)
    assert change(ews, named, put(Folder.PermissionSet, given)).code == code
    assert levels(ews, named) == before


def test_a_delegate_has_entries_in_the_folders(ews: Client, anna: Mailbox) -> None:
    """guide/delegate-access-and-ews: one place says what a delegate may do, whoever asks"""
    wanted = DelegatePermissions(CalendarFolderPermissionLevel="Editor", InboxFolderPermissionLevel="Reviewer")
    ews.ask(AddDelegate(Mailbox=mailbox(), DelegateUsers=users(user(BEN, DelegatePermissions=wanted))))
    assert (levels(ews)[BEN], levels(ews, "inbox")[BEN]) == ("Editor", "Reviewer")
    assert BEN not in levels(ews, "tasks")
    assert [record.kind for record in anna.log.after(0)][-2:] == [Kind.Modified] * 2
    wish = CalendarFolder(PermissionSet=calendar_set(ben="PublishingEditor"))
    change(ews, "calendar", put(CalendarFolder.PermissionSet, wish))
    (told,) = read(ews, BEN).ResponseMessages.DelegateUserResponseMessageType
    assert told.DelegateUser.DelegatePermissions.CalendarFolderPermissionLevel == "Custom"
    less = DelegatePermissions(InboxFolderPermissionLevel="None")
    ews.ask(UpdateDelegate(Mailbox=mailbox(), DelegateUsers=users(user(BEN, DelegatePermissions=less))))
    assert (levels(ews)[BEN], BEN in levels(ews, "inbox")) == ("PublishingEditor", False)
    ews.ask(RemoveDelegate(Mailbox=mailbox(), UserIds=ids(BEN)))
    assert BEN not in levels(ews)


def test_a_delegate_cannot_be_given_what_has_no_name(ews: Client) -> None:
    """RC ErrorInvalidDelegatePermission [for Custom: inferred]"""
    wanted = users(user(BEN, DelegatePermissions=DelegatePermissions(CalendarFolderPermissionLevel="Custom")))
    assert codes(ews.ask(AddDelegate(Mailbox=mailbox(), DelegateUsers=wanted)).bag) == [
        "ErrorInvalidDelegatePermission"
    ]
    assert codes(read(ews)) == []


def test_a_copied_folder_has_what_the_one_above_has(exchange: Exchange, anna: Mailbox) -> None:
    with exchange.turn():
        anna.permit(anna.need("calendar"), anna.need("calendar").permissions | {BEN: LEVELS["Editor"]})
        team = anna.create_folder(anna.need("inbox"), "Team", "IPF.Appointment")
        twin = anna.copy_folder(team, anna.need("calendar"), "Anna Arn")
    assert BEN not in team.permissions
    assert twin.permissions[BEN] == LEVELS["Editor"]
