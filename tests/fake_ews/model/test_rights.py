"""What a person may do in a folder: every level, and that more rights never allow less."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.folders import CalendarPermission, Permission, UserId
from fake_ews.model import rights
from fake_ews.model.failures import ErrorInvalidPermissionSettings
from fake_ews.model.rights import ACTIONS, LEVELS, READ, WHOLE, Access, Rights

USER = UserId(PrimarySmtpAddress="ben@example.test")
_PARTS = (*[st.booleans()] * 5, *[st.sampled_from(ACTIONS)] * 2, st.sampled_from(READ))
ANY = st.tuples(*_PARTS).map(lambda parts: Rights(*parts))
ACCESS = st.builds(Access, ANY, st.booleans())
ITEM = st.fixed_dictionaries({"own": st.booleans(), "private": st.booleans()})


def join(one: Access, other: Access) -> Access:
    """The least access that has all that both have."""
    order: tuple[object, ...] = (False, True, *ACTIONS, *READ[1:])
    parts: list[Any] = [max(pair, key=order.index) for pair in zip(one.rights, other.rights, strict=True)]
    return Access(Rights(*parts), one.private or other.private)


def allowed(access: Access, item: dict[str, bool]) -> set[str]:
    """Everything that it allows, with a folder and an item."""
    folder = {f"folder {row.name}" for row, may in access.to_folder() if may}
    entry = {f"item {row.name}" for row, may in access.to_item(**item) if may}
    return folder | entry | ({"see the folder"} if access.may_see_folder else set())


@given(ACCESS, ACCESS, ITEM)
def test_more_rights_never_allow_less(one: Access, other: Access, item: dict[str, bool]) -> None:
    both = allowed(join(one, other), item)
    assert both >= allowed(one, item)
    assert both >= allowed(other, item)


@given(ACCESS, st.booleans())
def test_what_is_ones_own_and_open_is_never_less(access: Access, private: bool) -> None:
    assert allowed(access, {"own": True, "private": private}) >= allowed(access, {"own": False, "private": private})
    assert allowed(access, {"own": private, "private": False}) >= allowed(access, {"own": private, "private": True})


@given(ACCESS, ITEM)
def test_the_owner_may_do_everything(access: Access, item: dict[str, bool]) -> None:
    assert allowed(WHOLE, item) >= allowed(access, item)


@given(ANY, st.booleans())
def test_an_entry_is_read_as_it_was_told(one: Rights, calendar: bool) -> None:
    told = rights.entry(one, USER, calendar=calendar)
    assert rights.read_entry(told) == one
    name = told.get(CalendarPermission.CalendarPermissionLevel if calendar else Permission.PermissionLevel)
    assert name == rights.level(one)
    assert name == "Custom" or LEVELS[name] == one


@pytest.mark.parametrize(
    ("level", "others", "own"),
    [
        ("None", "", ""),
        ("FreeBusyTimeOnly", "", ""),
        ("FreeBusyTimeAndSubjectAndLocation", "", ""),
        ("Contributor", "", ""),
        ("Reviewer", "Read", "Read"),
        ("NoneditingAuthor", "Read", "Delete Read"),
        ("Author", "Read", "Delete Modify Read"),
        ("PublishingAuthor", "Read", "Delete Modify Read"),
        ("Editor", "Delete Modify Read", "Delete Modify Read"),
        ("PublishingEditor", "Delete Modify Read", "Delete Modify Read"),
        ("Owner", "Delete Modify Read", "Delete Modify Read"),
    ],
)
def test_the_levels(level: str, others: str, own: str) -> None:
    """ref/permissionlevel; guide/how-to-set-folder-permissions, table 2; MS-OXWSMTGS R486"""
    access = Access(LEVELS[level])
    for is_own, expected in ((False, others), (True, own)):
        assert " ".join(row.name for row, may in access.to_item(own=is_own, private=False) if may) == expected
    assert not any(may for _, may in access.to_item(own=True, private=True))


def test_a_level_and_other_parts() -> None:
    """RC ErrorInvalidPermissionSettings; with Custom what is not given is not allowed"""
    wrong = Permission(UserId=USER, PermissionLevel="Reviewer", CanCreateItems=True)
    assert rights.read_entry(wrong) is ErrorInvalidPermissionSettings
    assert rights.read_entry(Permission(UserId=USER, PermissionLevel="Author")) == LEVELS["Author"]
    custom = CalendarPermission(UserId=USER, CalendarPermissionLevel="Custom", IsFolderVisible=True)
    assert rights.read_entry(custom) == Rights(is_visible=True)


def test_whose_entry_counts() -> None:
    entries = {"Default": LEVELS["Reviewer"], "ben@example.test": LEVELS["None"]}
    assert rights.of(entries, "ben@example.test") == LEVELS["None"]
    assert rights.of(entries, "anna@example.test") == LEVELS["Reviewer"]
    assert rights.of({}, "anna@example.test") == LEVELS["None"]


def test_what_a_new_folder_has_from_the_one_above() -> None:
    above = {"Default": LEVELS["FreeBusyTimeOnly"], "ben@example.test": LEVELS["Editor"]}
    assert rights.inherited(above, calendar=True) == above
    assert rights.inherited(above, calendar=False) == above | {"Default": LEVELS["None"]}
