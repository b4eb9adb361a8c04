"""Built-in properties under their MAPI names, and those that are computed."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.calendar import (
    CalendarItem,
    MeetingCancellationMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import ArrayOfStrings, Body, FolderId, ItemId
from fake_ews.contract.contacts import ContactItem, DistributionList
from fake_ews.contract.folders import BaseFolder, CalendarFolder
from fake_ews.contract.items import Item
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Bag, Mapi, PropertySet, Row, Simple, lid, resolved, tag
from fake_ews.contract.notation import named as by_name
from fake_ews.contract.tasks import Task
from fake_ews.model.computed_mapi import global_object_id
from fake_ews.model.failures import ErrorInvalidExtendedPropertyValue
from fake_ews.model.ids import Ids
from fake_ews.model.properties import Extended, builtin, from_mapi, to_mapi
from tests.fake_ews.model.sample import Sample, entry

TEN = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)
KINDS: tuple[type[Bag], ...] = (
    CalendarItem, Message, CalendarFolder, ContactItem, DistributionList, Task, PostItem, MeetingRequestMessage,
    MeetingResponseMessage, MeetingCancellationMessage,
)  # fmt: skip
NAMED = [row for kind in KINDS for row in kind.rows.values() if row.mapi is not None]


@pytest.mark.parametrize(
    ("kind", "name", "row"),
    [
        (CalendarItem, tag(0x37), Item.Subject),
        (Message, tag(0x37), Item.Subject),
        (CalendarItem, lid(PropertySet.Appointment, 0x820D), CalendarItem.Start),
        (CalendarItem, by_name(PropertySet.PublicStrings, "Keywords"), Item.Categories),
        (CalendarItem, by_name(PropertySet.PublicStrings, "oid"), None),
        (Message, lid(PropertySet.Appointment, 0x820D), None),
        (CalendarFolder, tag(0x3001), BaseFolder.DisplayName),
    ],
)
def test_which_row_has_the_name(kind: type[Bag], name: Mapi, row: Row[Any] | None) -> None:
    assert builtin(kind, name) is row


TOLD = [
    (Item.Subject, "Review", Extended("String", "Review")),
    (Item.Sensitivity, "Private", Extended("Integer", 2)),
    (Item.Importance, "High", Extended("Integer", 2)),
    (CalendarItem.LegacyFreeBusyStatus, "OOF", Extended("Integer", 3)),
    (CalendarItem.MyResponseType, "Accept", Extended("Integer", 3)),
    (CalendarItem.Start, TEN, Extended("SystemTime", TEN)),
    (CalendarItem.IsAllDayEvent, True, Extended("Boolean", True)),
    (CalendarItem.AllowNewTimeProposal, True, Extended("Boolean", False)),
    (CalendarItem.AppointmentState, 3, Extended("Integer", 3)),
    (Item.ReminderMinutesBeforeStart, 15, Extended("Integer", 15)),
    (Item.Categories, ArrayOfStrings(String=("a", "b")), Extended("StringArray", ("a", "b"))),
    (Item.Culture, "de-CH", Extended("Integer", 2055)),
    (Message.ConversationIndex, b"\x01", Extended("Binary", b"\x01")),
    (ContactItem.GivenName, "Anna", Extended("String", "Anna")),
    (ContactItem.PostalAddressIndex, "Business", Extended("Integer", 2)),
    (Task.Status, "WaitingOnOthers", Extended("Integer", 3)),
    (Task.PercentComplete, 25.0, Extended("Double", 0.25)),
]


@pytest.mark.parametrize(("row", "value", "told"), TOLD, ids=lambda part: repr(part)[:40])
def test_one_value_under_two_names(row: Row[Any], value: object, told: Extended) -> None:
    assert to_mapi(row, value) == told
    assert from_mapi(row, told.type, told.value) == value


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(),
    "boolean": st.booleans(),
    "int": st.integers(-(2**31), 2**31 - 1),
    "dateTime": st.datetimes(timezones=st.just(dt.UTC)),
    "base64Binary": st.binary(),
    "double": st.integers(0, 100).map(float),
    "anyURI": st.text(),
}


@given(st.sampled_from(NAMED).filter(lambda row: isinstance(resolved(row), Simple)), st.data())
def test_there_and_back(row: Row[Any], data: st.DataObject) -> None:
    of = resolved(row)
    assert isinstance(of, Simple)
    if of.base == "language":
        return
    value = data.draw(st.sampled_from(of.values) if of.values else VALUES[of.base])
    told = to_mapi(row, value)
    assert told is not None
    assert from_mapi(row, told.type, told.value) == value


def test_what_mapi_has_no_word_for() -> None:
    assert to_mapi(Item.Categories, ArrayOfStrings()) is None
    assert to_mapi(Item.Culture, "tlh") is None
    assert from_mapi(Item.Sensitivity, "Integer", 4) == ErrorInvalidExtendedPropertyValue
    assert from_mapi(Item.Culture, "Integer", 1) == ErrorInvalidExtendedPropertyValue


def test_another_type_is_refused() -> None:
    assert from_mapi(Item.Subject, "Integer", 5) == ErrorInvalidExtendedPropertyValue


def test_an_entry_id_is_what_the_item_id_holds() -> None:
    ids = Ids(0, "anna@example.test")
    item = to_mapi(Item.ItemId, ItemId(Id=ids.item(3, 7)))
    assert item == Extended("Binary", base64.b64decode(ids.item(3, 7))[-70:])
    assert from_mapi(Item.ItemId, "Binary", item.value) == ErrorInvalidExtendedPropertyValue
    folder = to_mapi(BaseFolder.FolderId, FolderId(Id=ids.folder(3)))
    assert folder == Extended("Binary", base64.b64decode(ids.folder(3))[-46:])


def test_a_row_without_a_mapi_name_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="UID has no MAPI name"):
        from_mapi(CalendarItem.UID, "String", "x")


@pytest.mark.parametrize("row", NAMED, ids=repr)
def test_no_two_rows_of_a_kind_have_one_name(row: Row[Any]) -> None:
    kind = next(kind for kind in KINDS if row in kind.rows.values())
    assert builtin(kind, row.mapi or Mapi()) is row


# computed

GLOBAL = "040000008200E00074C5B7101A82E00800000000A0B1C2D3E4F50601000000000000000010000000" + "AB" * 16


def test_an_outlook_uid_is_the_clean_id_in_hex() -> None:
    assert global_object_id(GLOBAL) == bytes.fromhex(GLOBAL)
    assert global_object_id(GLOBAL.lower(), dt.date(2027, 3, 1))[16:20] == b"\x07\xeb\x03\x01"


@pytest.mark.parametrize("uid", ["7f2e@example.test", GLOBAL[:50], GLOBAL + "x", ""])
def test_any_other_uid_is_wrapped(uid: str) -> None:
    wrapped = global_object_id(uid)
    assert wrapped[:16].hex().upper() == GLOBAL[:32]
    assert wrapped[16:36] == bytes(20)
    assert int.from_bytes(wrapped[36:40], "little") == len(wrapped) - 40
    assert wrapped[40:] == b"vCal-Uid\x01\x00\x00\x00" + uid.encode() + b"\x00"


SUBJECT = entry(Subject="AW: Review: plan")
SPAN = entry(Start=TEN, End=TEN + dt.timedelta(minutes=45))
LATE = TEN.replace(hour=23, minute=30)
OCCURRENCE = entry(UID="x", OriginalStart=LATE, StartTimeZoneId="W. Europe Standard Time")


@pytest.mark.parametrize(
    ("item", "name", "told"),
    [
        (entry(UID="x"), lid(PropertySet.Meeting, 0x23), Extended("Binary", global_object_id("x"))),
        (entry(UID="x"), lid(PropertySet.Meeting, 0x03), Extended("Binary", global_object_id("x"))),
        (OCCURRENCE, lid(PropertySet.Meeting, 0x23), Extended("Binary", global_object_id("x"))),
        (OCCURRENCE, lid(PropertySet.Meeting, 0x03), Extended("Binary", global_object_id("x", dt.date(2027, 3, 2)))),
        (entry(), lid(PropertySet.Meeting, 0x23), None),
        (entry(OriginalStart=TEN), lid(PropertySet.Meeting, 0x03), None),
        (SPAN, lid(PropertySet.Common, 0x8516), Extended("SystemTime", TEN)),
        (SPAN, lid(PropertySet.Common, 0x8517), Extended("SystemTime", TEN + dt.timedelta(minutes=45))),
        (SPAN, lid(PropertySet.Appointment, 0x8213), Extended("Integer", 45)),
        (SPAN, tag(0x60), Extended("SystemTime", TEN)),
        (entry(), tag(0x61), None),
        (entry(), lid(PropertySet.Appointment, 0x8213), None),
        (entry(Start=TEN), lid(PropertySet.Appointment, 0x8213), None),
        (entry(Sensitivity="Private"), lid(PropertySet.Common, 0x8506), Extended("Boolean", True)),
        (entry(), lid(PropertySet.Common, 0x8506), Extended("Boolean", False)),
        (SUBJECT, tag(0x3D), Extended("String", "AW: ")),
        (SUBJECT, tag(0x0E1D), Extended("String", "Review: plan")),
        (SUBJECT, tag(0x70), Extended("String", "Review: plan")),
        (entry(Subject="Review"), tag(0x3D), None),
        (entry(), tag(0x0E1D), None),
        (entry(TextBody=Body(BodyType="Text", text="Hello")), tag(0x1000), Extended("String", "Hello")),
        (entry(TextBody=Body(BodyType="Text")), tag(0x1000), Extended("String", "")),
        (entry(), tag(0x1000), None),
    ],
)
def test_computed_properties(item: Sample, name: Mapi, told: Extended | None) -> None:
    assert item.named(name) == told
