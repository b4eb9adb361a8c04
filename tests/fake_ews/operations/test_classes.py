"""Classes of items and folders: an item stays what it is, a typed folder has the class of its type."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import CalendarItem, EnhancedLocation
from fake_ews.contract.contacts import ContactItem, DistributionList
from fake_ews.contract.folders import CalendarFolder, ContactsFolder, Folder, TasksFolder
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Bag
from fake_ews.contract.tasks import Task
from fake_ews.model.items import Item
from tests.fake_ews.operations.client import Client, an_entry, drop, put
from tests.fake_ews.operations.test_folders import create
from tests.fake_ews.operations.test_mapi import tag

HOMES: dict[type[Bag], str] = {
    Message: "drafts", ContactItem: "contacts", DistributionList: "contacts", Task: "tasks", PostItem: "inbox",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "item_class", "fits"),
    [
        (Message, "IPM.Note.Own", True), (Message, "IPM.StickyNote", True), (Message, "IPM.TaskRequest", True),
        (Message, "IPM.Task", False), (Message, "ipm.contact", False), (Message, "IPM.Post", False),
        (ContactItem, "IPM.Contact.Own", True), (ContactItem, "IPM.Note", False), (ContactItem, "IPM.DistList", False),
        (DistributionList, "IPM.DistList", True), (Task, "IPM.Task.Own", True), (Task, "IPM.Note", False),
        (PostItem, "IPM.Post.RSS", True), (PostItem, "IPM.Note", False), (CalendarItem, "IPM.Appointment.Own", True),
        (CalendarItem, "IPM.Note", False),
    ],
)  # fmt: skip
def test_an_item_stays_what_it_is(ews: Client, kind: type[Bag], item_class: str, fits: bool) -> None:
    """RC ErrorObjectTypeChanged, when it is made and later, by either name of the class"""
    code = "NoError" if fits else "ErrorObjectTypeChanged"
    new = an_entry if kind is CalendarItem else kind
    folder = HOMES.get(kind, "calendar")
    assert ews.create(new(Subject="x", ItemClass=item_class), folder=folder, disposition="SaveOnly").code == code
    made = ews.create(new(Subject="x"), folder=folder, disposition="SaveOnly").id
    change = put(ItemRows.ItemClass, item_class, within=kind)
    assert ews.update(made, change, disposition="SaveOnly").code == code
    other = ews.create(new(Subject="x"), folder=folder, disposition="SaveOnly").id
    assert ews.update(other, put(tag("0x001A"), item_class, within=kind), disposition="SaveOnly").code == code


@pytest.mark.parametrize("kind", [CalendarFolder, ContactsFolder, TasksFolder])
def test_a_typed_folder_has_its_class(ews: Client, kind: type[Bag]) -> None:
    """RC ErrorNoFolderClassOverride"""
    assert create(ews, kind(DisplayName="x", FolderClass="IPF.Note")).code == "ErrorNoFolderClassOverride"
    assert create(ews, kind(DisplayName="x")).code == "NoError"
    assert create(ews, Folder(DisplayName="y", FolderClass="IPF.Appointment")).code == "NoError"


# --- one place under two names -------------------------------------------------------------------------------------


def places(ews: Client, named: Item) -> tuple[str | None, str | None, str | None]:
    """The location of an entry, and what the other property says of it: its name and a note."""
    shown = ews.get(named, CalendarItem.Location, CalendarItem.EnhancedLocation)
    place = shown.EnhancedLocation
    return shown.Location, place and place.DisplayName, place and place.Annotation


def test_a_place_is_one_under_both_names(ews: Client, review: Item) -> None:
    """ref/enhancedlocation: written under one name it is told under the other"""
    assert places(ews, review) == (None, None, None)
    ews.update(review, put(CalendarItem.Location, "Aare"))
    assert places(ews, review) == ("Aare", "Aare", None)
    place = EnhancedLocation(DisplayName="Rhein", Annotation="2nd floor")
    ews.update(review, put(CalendarItem.EnhancedLocation, place))
    assert places(ews, review) == ("Rhein", "Rhein", "2nd floor")
    ews.update(review, put(CalendarItem.Location, "Aare"))
    assert places(ews, review) == ("Aare", "Aare", None)
    assert ews.update(review, drop(CalendarItem.EnhancedLocation)).code == "NoError"
    assert places(ews, review) == (None, None, None)


def test_a_new_entry_has_its_place(ews: Client) -> None:
    made = ews.create(an_entry(EnhancedLocation=EnhancedLocation(DisplayName="Rhein"))).id
    assert ews.get(made, CalendarItem.Location).Location == "Rhein"
