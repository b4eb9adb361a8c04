"""The tree of a new mailbox, and kinds of folders."""

from __future__ import annotations

import pytest

from fake_ews.contract.common import DistinguishedFolderIdName
from fake_ews.contract.folders import BaseFolder, CalendarFolder, ContactsFolder, Folder, SearchFolder, TasksFolder
from fake_ews.model.folders import TREE, kind_of
from fake_ews.model.mailbox import DELETED, Mailbox


def test_more_than_forty_folders() -> None:
    """measured with a client library's own tests"""
    assert len(TREE) > 40


def test_distinguished_names_are_exchanges_and_stand_once() -> None:
    """ref/distinguishedfolderid"""
    names = [name for name, _, _, _ in TREE if name]
    assert len(names) == len(set(names))
    assert set(names) <= set(DistinguishedFolderIdName.values)
    assert set(names) >= DELETED


def test_parents_come_first_and_names_are_not_taken_twice() -> None:
    seen = {""}
    taken: set[tuple[str, str]] = set()
    for name, display_name, _, parent in TREE:
        assert parent in seen
        assert (parent, display_name) not in taken
        seen.add(name)
        taken.add((parent, display_name))


@pytest.mark.parametrize(
    ("folder_class", "search", "kind"),
    [
        ("IPF.Appointment", False, CalendarFolder), ("IPF.Appointment.Own", False, CalendarFolder),
        ("IPF.AppointmentX", False, Folder), ("IPF.Contact.Company", False, ContactsFolder),
        ("IPF.Task", False, TasksFolder), ("IPF.Note", False, Folder), ("", False, Folder), ("IPF", False, Folder),
        ("IPF.Task", True, SearchFolder),
    ],
)  # fmt: skip
def test_the_class_decides_the_kind(folder_class: str, search: bool, kind: type[BaseFolder]) -> None:
    assert kind_of(folder_class, search=search) is kind


def test_calendars_have_an_index_and_a_key_of_their_own(anna: Mailbox) -> None:
    """captures: 2 a calendar folder, 1 any other"""
    assert (anna.need("calendar").key_kind, anna.need("inbox").key_kind) == (2, 1)
    assert anna.need("calendar").by_time is not None
    assert anna.need("inbox").by_time is None
