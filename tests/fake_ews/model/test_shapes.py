"""Which properties an answer shows of a kind."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import CalendarItem, MeetingRequestMessage
from fake_ews.contract.common import FolderResponseShape, ItemResponseShape, NonEmptyArrayOfPathsToElement
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.folders import BaseFolder, CalendarFolder, Folder
from fake_ews.contract.items import Item
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag, Entry, Mapi, PropertySet
from fake_ews.contract.paths import DictionaryURI, PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.model.failures import ErrorInvalidExtendedProperty
from fake_ews.model.queries import Columns, by_uri, columns, row_of
from fake_ews.model.shapes import DICTIONARIES

Path = PathToUnindexedField | PathToIndexedField | PathToExtendedField
OID = PathToExtendedField(DistinguishedPropertySetId="PublicStrings", PropertyName="oid", PropertyType="String")


def uri(name: str) -> PathToUnindexedField:
    """A FieldURI."""
    return PathToUnindexedField(FieldURI=name)


def paths(*asked: Path) -> NonEmptyArrayOfPathsToElement | None:
    """AdditionalProperties."""
    rows = NonEmptyArrayOfPathsToElement.rows
    entries = tuple(Entry(rows[type(path).element or ""], path) for path in asked)
    return NonEmptyArrayOfPathsToElement(entries=entries) if asked else None


def shape(base: str, *asked: Path, mime: bool | None = None) -> ItemResponseShape:
    """An ItemShape."""
    return ItemResponseShape(BaseShape=base, AdditionalProperties=paths(*asked), IncludeMimeContent=mime)


def names(kind: type[Bag], wanted: ItemResponseShape | FolderResponseShape, *, whole: bool = True) -> list[str]:
    """The names of the rows that a shape selects."""
    found = columns(kind, wanted, whole)
    assert isinstance(found, Columns)
    return [row.name for row in found.rows]


def test_id_only() -> None:
    assert names(CalendarItem, shape("IdOnly")) == ["ItemId"]


DEFAULT = [
    "ItemId", "Subject", "HasAttachments", "IsAssociated", "Start", "End", "LegacyFreeBusyStatus", "Location",
    "CalendarItemType", "Organizer",
]  # fmt: skip


def test_the_default_shape_of_an_entry() -> None:
    assert names(CalendarItem, shape("Default"), whole=False) == DEFAULT
    assert sorted(names(CalendarItem, shape("Default"))) == sorted([*DEFAULT, "ResponseObjects"])


def test_all_properties_leave_out_what_must_be_asked_for() -> None:
    found = names(CalendarItem, shape("AllProperties"))
    assert {"Body", "RequiredAttendees", "Categories", "StartTimeZone"} <= set(found)
    assert not {"MimeContent", "ExtendedProperty", "TextBody", "entries"} & set(found)
    assert found == [name for name in CalendarItem.rows if name in found]


def test_lists_leave_out_what_only_get_item_gives() -> None:
    found = names(CalendarItem, shape("AllProperties", uri("item:Body"), mime=True), whole=False)
    assert not {"Body", "RequiredAttendees", "Recurrence", "MimeContent", "ResponseObjects"} & set(found)


def test_properties_asked_for_come_in_the_order_of_the_schema() -> None:
    wanted = shape("IdOnly", uri("calendar:End"), uri("calendar:UID"), uri("item:Subject"), uri("item:Subject"))
    assert names(CalendarItem, wanted) == ["ItemId", "Subject", "UID", "End"]


@pytest.mark.parametrize("wanted", [shape("IdOnly", uri("item:MimeContent")), shape("IdOnly", mime=True)])
def test_mime_content_two_ways(wanted: ItemResponseShape) -> None:
    assert names(CalendarItem, wanted) == ["MimeContent", "ItemId"]


def test_mime_content_not_wanted() -> None:
    assert names(CalendarItem, shape("IdOnly", mime=False)) == ["ItemId"]


def test_a_property_of_another_kind_is_passed_over() -> None:
    assert names(Message, shape("IdOnly", uri("calendar:Start"), uri("message:IsRead"))) == ["ItemId", "IsRead"]
    assert names(MeetingRequestMessage, shape("IdOnly", uri("calendar:Start"))) == ["ItemId", "Start"]


def test_the_shapes_of_folders() -> None:
    assert names(CalendarFolder, FolderResponseShape(BaseShape="IdOnly")) == ["FolderId"]
    assert names(Folder, FolderResponseShape(BaseShape="Default")) == [
        "FolderId", "DisplayName", "TotalCount", "ChildFolderCount", "UnreadCount",
    ]  # fmt: skip
    asked = FolderResponseShape(BaseShape="IdOnly", AdditionalProperties=paths(uri("folder:FolderClass")))
    assert names(CalendarFolder, asked) == ["FolderId", "FolderClass"]


def test_extended_properties_come_with_the_path_that_asked() -> None:
    found = columns(CalendarItem, shape("IdOnly", OID, OID), True)
    assert isinstance(found, Columns)
    assert found.extended == ((Mapi(set=PropertySet.PublicStrings, name="oid"), OID),)


def test_an_extended_field_that_makes_no_sense() -> None:
    nonsense = PathToExtendedField(PropertyName="oid", PropertyType="String")
    assert columns(CalendarItem, shape("IdOnly", OID, nonsense), True) == ErrorInvalidExtendedProperty


def test_the_same_question_is_answered_once() -> None:
    first, second = (columns(CalendarItem, shape("AllProperties", uri("calendar:UID"), OID), True) for _ in range(2))
    assert first is second


def test_members_of_a_dictionary() -> None:
    phone = PathToIndexedField(FieldURI="contacts:PhoneNumber", FieldIndex="HomePhone")
    header = PathToIndexedField(FieldURI="item:InternetMessageHeader", FieldIndex="X-Spam")
    found, listed = (columns(ContactItem, shape("IdOnly", phone, header), whole) for whole in (True, False))
    assert isinstance(found, Columns)
    assert isinstance(listed, Columns)
    phones = (ContactItem.PhoneNumbers, "contacts:PhoneNumber", "HomePhone")
    assert found.indexed == (phones, (Item.InternetMessageHeaders, "item:InternetMessageHeader", "X-Spam"))
    assert listed.indexed == (phones,)
    other = columns(Message, shape("IdOnly", phone), True)
    assert isinstance(other, Columns)
    assert other.indexed == ()


def test_every_indexed_field_is_a_member_of_some_property() -> None:
    assert set(DICTIONARIES) == set(DictionaryURI.values)
    assert all(by_uri(name) for name in DICTIONARIES.values())


def test_a_field_belongs_to_the_kinds_that_have_it() -> None:
    assert set(by_uri("calendar:Start")) >= {CalendarItem.Start, MeetingRequestMessage.Start}
    assert by_uri("item:Subject")[0] is Item.Subject
    assert by_uri("persona:Nothing") == ()
    assert row_of(CalendarItem, "item:Subject") is Item.Subject
    assert row_of(CalendarFolder, "folder:DisplayName") is BaseFolder.DisplayName
    assert row_of(Message, "calendar:Start") is None
