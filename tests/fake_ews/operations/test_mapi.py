"""Built-in properties under their MAPI names: one value under two names, to read, to restrict, to set."""

from __future__ import annotations

import base64

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Row
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.queries import IsGreaterThan
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, an_entry, at, drop, extended, get, put
from tests.fake_ews.operations.series import a_series, daily
from tests.fake_ews.operations.test_find_item import equals, subjects, where
from tests.field import field

SET = "6b3f0000-0000-4000-8000-00000000c0de"
APPOINTMENT = "00062002-0000-0000-C000-000000000046"


def tag(number: str, kind: str = "String") -> PathToExtendedField:
    """A property by its tag."""
    return PathToExtendedField(PropertyTag=number, PropertyType=kind)


def lid(number: int, kind: str, in_set: str = "Appointment") -> PathToExtendedField:
    """A property of a set by its number."""
    return PathToExtendedField(DistinguishedPropertySetId=in_set, PropertyId=number, PropertyType=kind)


START = lid(0x820D, "SystemTime")
END = lid(0x820E, "SystemTime")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (tag("0x0037"), "Review"),
        (tag("55"), "Review"),
        (START, "2027-03-15T10:00:00Z"),
        (END, "2027-03-15T11:00:00Z"),
        (PathToExtendedField(PropertySetId=APPOINTMENT, PropertyId=0x820D, PropertyType="SystemTime"),
         "2027-03-15T10:00:00Z"),
        (lid(0x8516, "SystemTime", "Common"), "2027-03-15T10:00:00Z"),
        (lid(0x8205, "Integer"), "2"),
        (lid(0x8208, "String"), "Aare"),
        (lid(0x8215, "Boolean"), "false"),
        (lid(0x8503, "Boolean", "Common"), "true"),
        (lid(0x8501, "Integer", "Common"), "15"),
        (tag("0x001a"), "IPM.Appointment"),
        (tag("0x0036", "Integer"), "0"),
        (lid(0x8213, "Integer"), "60"),
        (tag("0x3008", "SystemTime"), "2027-03-01T08:00:00Z"),
    ],
)  # fmt: skip
def test_one_value_under_two_names(ews: Client, path: PathToExtendedField, text: str) -> None:
    """MS-OXPROPS"""
    made = ews.create(an_entry(Location="Aare")).id
    (shown,) = ews.get(made, path).ExtendedProperty
    assert shown.Value == text


def test_another_type_is_another_property(ews: Client, review: Item) -> None:
    assert ews.get(review, tag("0x0037", "Integer")).ExtendedProperty is None


@pytest.mark.parametrize(
    ("path", "text", "row", "value"),
    [
        (tag("0x0037"), "Changed", ItemRows.Subject, "Changed"),
        (START, "2027-03-15T09:00:00Z", CalendarItem.Start, at(9)),
        (lid(0x8205, "Integer"), "3", CalendarItem.LegacyFreeBusyStatus, "OOF"),
        (lid(0x8208, "String"), "Rhein", CalendarItem.Location, "Rhein"),
        (lid(0x8503, "Boolean", "Common"), "false", ItemRows.ReminderIsSet, False),
        (tag("0x0036", "Integer"), "2", ItemRows.Sensitivity, "Private"),
    ],
)
def test_set_under_one_read_under_the_other(
    ews: Client, review: Item, path: PathToExtendedField, text: str, row: Row[object], value: object
) -> None:
    turn = ews.update(review, put(path, text)).turn
    assert ews.get(review, row).get(row) == value
    assert not review.extended, "it is no second value"
    assert turn.properties[0][0] == row.uri
    (shown,) = ews.get(review, path).ExtendedProperty
    assert shown.Value == text


def test_an_entry_made_by_mapi_names_alone(ews: Client) -> None:
    entry = CalendarItem(
        ExtendedProperty=(
            extended(tag("0x0037"), "Review"), extended(START, "2027-03-15T10:00:00Z"),
            extended(END, "2027-03-15T11:00:00Z"),
        )
    )  # fmt: skip
    shown = ews.get(ews.create(entry).id, ItemRows.Subject, CalendarItem.Start, CalendarItem.End)
    assert (shown.Subject, shown.Start, shown.End) == ("Review", at(10), at(11))


def test_restrictions_by_mapi_name(ews: Client) -> None:
    for hour, subject in ((9, "Alpha"), (11, "Beta")):
        ews.create(an_entry(Subject=subject, Start=at(hour), End=at(hour + 1)))
    found = ews.find("calendar", ItemRows.Subject, Restriction=where(equals(tag("0x0037"), "Beta")))
    assert subjects(found) == ["Beta"]
    later = equals(START, "2027-03-15T10:00:00Z", IsGreaterThan)
    assert subjects(ews.find("calendar", ItemRows.Subject, Restriction=where(later))) == ["Beta"]


def test_series_are_found_by_their_mapi_name(ews: Client) -> None:
    """PidLidRecurring is true of a master, other than calendar:IsRecurring. [seen: DavMail]"""
    master = ews.create(a_series(daily(7))).id
    ews.create(an_entry())
    for value, kinds in (("true", ["RecurringMaster"]), ("false", ["Single"])):
        recurring = where(equals(lid(0x8223, "Boolean"), value))
        found = ews.find("calendar", CalendarItem.CalendarItemType, Restriction=recurring)
        assert [one.CalendarItemType for one in found.items] == kinds
    assert ews.get(master, CalendarItem.IsRecurring).IsRecurring is False


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (tag("0x3008", "SystemTime"), "2027-03-15T10:00:00Z"),
        (lid(0x8223, "Boolean"), "true"),
        (lid(0x8516, "SystemTime", "Common"), "2027-03-15T10:00:00Z"),
        (lid(0x23, "Binary", "Meeting"), "AAAA"),
    ],
)
def test_what_is_computed_cannot_be_set(ews: Client, review: Item, path: PathToExtendedField, text: str) -> None:
    """RC ErrorInvalidPropertySet, ErrorInvalidPropertyDelete"""
    reply = ews.update(review, put(path, text))
    assert reply.code == "ErrorInvalidPropertySet"
    assert b"ExtendedFieldURI" in reply.raw
    assert ews.update(review, drop(path)).code == "ErrorInvalidPropertyDelete"


@pytest.mark.parametrize("path", [START, tag("0x001a"), tag("0x0036", "Integer")])
def test_what_an_item_must_have_cannot_be_taken_away(ews: Client, review: Item, path: PathToExtendedField) -> None:
    assert ews.update(review, drop(path)).code == "ErrorInvalidPropertyDelete"


def test_taken_away_under_one_gone_under_the_other(ews: Client) -> None:
    made = ews.create(an_entry(Location="Aare")).id
    assert ews.update(made, drop(lid(0x8208, "String"))).code == "NoError"
    assert ews.get(made, CalendarItem.Location).Location is None


@pytest.mark.parametrize(("path", "text"), [(lid(0x8205, "Integer"), "77"), (lid(0x8205, "String"), "OOF")])
def test_values_that_it_cannot_have(ews: Client, review: Item, path: PathToExtendedField, text: str) -> None:
    """RC ErrorInvalidExtendedPropertyValue"""
    assert ews.update(review, put(path, text)).code == "ErrorInvalidExtendedPropertyValue"


def test_the_global_object_ids(ews: Client) -> None:
    """MS-OXOCAL 2.2.1.27: the UID in hex, or wrapped behind "vCal-Uid"; same for all copies (EMA 94)"""
    clean = lid(0x23, "Binary", "Meeting")
    made = ews.create(an_entry()).id
    (shown,) = ews.get(made, clean).ExtendedProperty
    assert base64.b64decode(shown.Value).hex().upper() == ews.get(made, CalendarItem.UID).UID
    (shown,) = ews.get(ews.create(an_entry(UID="my-uid")).id, clean).ExtendedProperty
    assert b"vCal-Uid\x01\x00\x00\x00my-uid\x00" in base64.b64decode(shown.Value)


# --- names as they are echoed --------------------------------------------------------------------------------------


def test_a_tag_is_echoed_in_hex(ews: Client, review: Item) -> None:
    """EWS Managed API: sent in decimal, read as hex"""
    (shown,) = ews.get(review, tag("55")).ExtendedProperty
    assert shown.ExtendedFieldURI.PropertyTag == "0x37"


@field("FR-13")
@pytest.mark.parametrize(
    ("profile", "by_name", "by_guid"),
    [
        (Profile(), "Appointment", None),
        (Profile().but(echoed_set="by GUID"), None, APPOINTMENT.lower()),
        (Profile().but(echoed_set="by name"), "Appointment", None),
    ],
)
def test_how_a_set_is_echoed(
    ews: Client, profile: Profile, review: Item, by_name: str | None, by_guid: str | None
) -> None:
    """a client library's issue 324: by GUID although asked by name, and the reverse"""
    (shown,) = ews.get(review, START).ExtendedProperty
    path = shown.ExtendedFieldURI
    assert (path.DistinguishedPropertySetId, path.PropertySetId) == (by_name, by_guid)


def test_sets_in_any_case_names_in_theirs(ews: Client, review: Item) -> None:
    """GUIDs in any case [inferred], PropertyName case-sensitive [unverified]"""
    lower = PathToExtendedField(PropertySetId=SET, PropertyName="oid", PropertyType="String")
    upper = PathToExtendedField(PropertySetId=SET.upper(), PropertyName="oid", PropertyType="String")
    other = PathToExtendedField(PropertySetId=SET, PropertyName="OID", PropertyType="String")
    ews.update(review, put(lower, "r1"))
    assert ews.get(review, upper).ExtendedProperty is not None
    assert ews.get(review, other).ExtendedProperty is None


def test_user_properties_travel_with_the_item_only(ews: Client, anna: Mailbox, review: Item) -> None:
    """the whole item is moved and copied [inferred]"""
    path = PathToExtendedField(DistinguishedPropertySetId="PublicStrings", PropertyName="oid", PropertyType="String")
    ews.update(review, put(path, "r1"))
    for named in (ews.copy(review).id, ews.move(review).id):
        (shown,) = ews.ask(get(named, path)).item.ExtendedProperty
        assert shown.Value == "r1"


def test_article_numbers_grow(ews: Client, review: Item) -> None:
    """PidTagInternetArticleNumber 0x0E23, by which IMAP knows an item: never 0, a later item has a higher one"""
    number = tag("0x0E23", "Integer")
    later = ews.create(an_entry()).id
    first, second = (int(ews.get(one, number).ExtendedProperty[0].Value) for one in (review, later))
    assert 0 < first < second


def test_the_text_of_the_body(ews: Client, review: Item) -> None:
    """PidTagBody 0x1000: set and taken away, it is the body; by another type it is nothing"""
    text = tag("0x1000")
    assert ews.update(review, put(text, "by the lake")).code == "NoError"
    body = ews.get(review, ItemRows.Body).Body
    assert (body.BodyType, body.text) == ("Text", "by the lake")
    assert ews.update(review, drop(text)).code == "NoError"
    assert ews.get(review, ItemRows.Body).Body.text == ""
    assert ews.update(review, put(tag("0x1000", "Integer"), "1")).code == "ErrorInvalidPropertySet"
