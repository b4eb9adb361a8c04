"""Permissions on a calendar folder: what is granted is kept, and without a right nothing goes."""

from __future__ import annotations

import pytest

from fake_ews.contract.common import FolderId
from fake_ews.contract.folders import (
    ArrayOfCalendarPermissions,
    BaseFolder,
    CalendarFolder,
    CalendarPermission,
    CalendarPermissionSet,
    ContactsFolder,
    Folder,
    UserId,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, get, put
from tests.fake_ews.operations.test_folders import create
from tests.fake_ews.operations.test_folders import get as get_folder
from tests.fake_ews.operations.test_meetings import BEN

pytestmark = pytest.mark.usefixtures("kept")


def permissions(level: str, **said: bool) -> CalendarPermissionSet:
    """What Ben may do."""
    ben = CalendarPermission(UserId=UserId(PrimarySmtpAddress=BEN), CalendarPermissionLevel=level, **said)
    return CalendarPermissionSet(CalendarPermissions=ArrayOfCalendarPermissions(CalendarPermission=(ben,)))


@pytest.mark.parametrize(
    "granted", [permissions("None"), permissions("Custom", CanCreateItems=False, CanCreateSubFolders=False)]
)
def test_who_has_no_right_does_nothing(
    ews: Client, bens_ews: Client, ben: Mailbox, granted: CalendarPermissionSet
) -> None:
    folder: FolderId = create(
        ews, CalendarFolder(DisplayName="Plans", PermissionSet=granted), parent="inbox"
    ).item.FolderId
    shown = get_folder(ews, folder, base="IdOnly", more=(CalendarFolder.PermissionSet,)).item
    told = shown.PermissionSet.CalendarPermissions.CalendarPermission
    assert [(one.EditItems, one.DeleteItems) for one in told if one.UserId.PrimarySmtpAddress] == [("None", "None")]
    made = ews.create(an_entry(), folder=folder).id
    assert create(bens_ews, Folder(DisplayName="x"), parent=folder).code == "ErrorCreateSubfolderAccessDenied"
    assert bens_ews.create(an_entry(), folder=folder).code == "ErrorCreateItemAccessDenied"
    assert bens_ews.ask(get(made)).code == "ErrorItemNotFound"
    assert bens_ews.update(made, put(ItemRows.Subject, "x")).code == "ErrorAccessDenied"
    assert bens_ews.delete(made).code == "ErrorAccessDenied"
    assert ews.get(made, ItemRows.Subject).Subject == "Review"


@pytest.mark.parametrize(
    "given",
    [
        CalendarFolder(DisplayName="Plans", SharingEffectiveRights="FullDetails"),
        ContactsFolder(DisplayName="Plans", SharingEffectiveRights="FullDetails"),
        Folder(DisplayName="Plans", TotalCount=3),
    ],
)
def test_what_only_the_server_says_of_a_folder(ews: Client, anna: Mailbox, given: BaseFolder) -> None:
    assert create(ews, given, parent="inbox").code == "ErrorInvalidPropertySet"
    assert anna.log.newest == 0
