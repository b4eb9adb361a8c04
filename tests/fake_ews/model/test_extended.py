"""Extended properties as clients name and write them."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.notation import Mapi, PropertySet
from fake_ews.contract.paths import ExtendedProperty, NonEmptyArrayOfPropertyValues, PathToExtendedField
from fake_ews.model.extended import Extended, Scalar, Value, bag_of, instant, key, name_of, read, value_of, written
from fake_ews.model.failures import (
    ErrorInvalidExtendedProperty,
    ErrorInvalidExtendedPropertyValue,
    ErrorUnsupportedMapiPropertyType,
)
from fake_ews.model.profile import Profile

OWN = "c11ff724-aa03-4555-9952-8fa248a11c3e"
APPOINTMENT = PropertySet.Appointment.value


def path(type_: str = "String", /, **said: object) -> PathToExtendedField:
    """An ExtendedFieldURI."""
    return PathToExtendedField(PropertyType=type_, **said)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"PropertyTag": "0x37"}, Mapi(tag=0x37)),
        ({"PropertyTag": "0X0037"}, Mapi(tag=0x37)),
        ({"PropertyTag": "55"}, Mapi(tag=0x37)),
        ({"PropertyTag": "65535"}, Mapi(tag=0xFFFF)),
        ({"DistinguishedPropertySetId": "Appointment", "PropertyName": "x"}, Mapi(set=APPOINTMENT, name="x")),
        ({"PropertySetId": OWN.upper(), "PropertyName": "oid"}, Mapi(set=OWN, name="oid")),
        ({"PropertySetId": APPOINTMENT.upper(), "PropertyId": 0x820D}, Mapi(set=APPOINTMENT, id=0x820D)),
        ({"PropertySetId": OWN, "PropertyId": 0}, Mapi(set=OWN, id=0)),
        ({"PropertySetId": OWN, "PropertyName": ""}, Mapi(set=OWN, name="")),
    ],
)
def test_a_path_is_a_name(said: dict[str, object], name: Mapi) -> None:
    assert name_of(path(**said)) == name


def test_a_name_keeps_the_type_that_was_asked_for() -> None:
    name = name_of(path("Integer", PropertyTag="0x37"))
    assert isinstance(name, Mapi)
    assert name.type == "Integer"


def test_names_are_compared_with_their_case() -> None:
    assert name_of(path(PropertySetId=OWN, PropertyName="Oid")) != name_of(path(PropertySetId=OWN, PropertyName="oid"))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"PropertyTag": "0x8000"},
        {"PropertyTag": "65534"},
        {"PropertyTag": "0x37", "PropertyName": "x"},
        {"PropertyTag": "0x37", "PropertySetId": OWN},
        {"PropertyName": "x"},
        {"PropertySetId": OWN},
        {"PropertySetId": OWN, "PropertyName": "x", "PropertyId": 1},
        {"PropertySetId": OWN, "DistinguishedPropertySetId": "Common", "PropertyName": "x"},
    ],
)
def test_other_combinations_are_refused(said: dict[str, object]) -> None:
    assert name_of(path(**said)) == ErrorInvalidExtendedProperty


@pytest.mark.parametrize("type_", ["Object", "ObjectArray", "Error", "Null"])
def test_some_types_cannot_be_used(type_: str) -> None:
    assert name_of(path(type_, PropertyTag="0x37")) == ErrorUnsupportedMapiPropertyType


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Mapi(tag=0x37), "0x0037"),
        (Mapi(set=OWN, name="Oid"), f"{OWN}/Oid"),
        (Mapi(set=APPOINTMENT, id=0x820D), "00062002-0000-0000-c000-000000000046/0x820d"),
    ],
)
def test_a_name_as_text(name: Mapi, text: str) -> None:
    assert key(name) == text


# values

INSTANTS = st.datetimes(dt.datetime(1601, 1, 1), dt.datetime(9999, 12, 31), timezones=st.just(dt.UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
SCALARS: dict[str, st.SearchStrategy[Scalar]] = {
    "ApplicationTime": st.floats(allow_nan=False, allow_infinity=False),
    "Binary": st.binary(),
    "Boolean": st.booleans(),
    "CLSID": st.uuids(),
    "Currency": st.integers(-(2**63), 2**63 - 1),
    "Double": st.floats(allow_nan=False, allow_infinity=False),
    "Float": st.floats(allow_nan=False, allow_infinity=False),
    "Integer": st.integers(-(2**31), 2**31 - 1),
    "Long": st.integers(-(2**63), 2**63 - 1),
    "Short": st.integers(-(2**15), 2**15 - 1),
    "String": st.text(),
    "SystemTime": INSTANTS,
}
TYPED = st.sampled_from(sorted(SCALARS)).flatmap(lambda type_: st.tuples(st.just(type_), SCALARS[type_]))
ARRAYS = st.sampled_from(sorted(set(SCALARS) - {"Boolean"})).flatmap(
    lambda type_: st.tuples(st.just(f"{type_}Array"), st.lists(SCALARS[type_], min_size=1, max_size=4).map(tuple))
)


@given(st.one_of(TYPED, ARRAYS))
def test_what_is_answered_can_be_sent_again(typed: tuple[str, Value]) -> None:
    type_, value = typed
    prop = bag_of(path(type_, PropertySetId=OWN, PropertyName="x"), Extended(type_, value), Profile())
    assert value_of(type_, prop) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (b"\x00\xff", "AP8="),
        (dt.datetime(2027, 3, 1, 9, 5, tzinfo=dt.UTC), "2027-03-01T09:05:00Z"),
        (dt.datetime(2027, 3, 1, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=1))), "2027-03-01T08:05:00Z"),
        (uuid.UUID(OWN.upper()), OWN),
        (1.5, "1.5"),
        (-7, "-7"),
        ("Ärger & <Lärm>", "Ärger & <Lärm>"),
    ],
)
def test_the_canonical_text(value: Scalar, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("Integer", " +5 ", 5),
        ("Boolean", "True", True),
        ("Boolean", "0", False),
        ("Binary", " AP\r\n8= ", b"\x00\xff"),
        ("CLSID", "{" + OWN.upper() + "}", uuid.UUID(OWN)),
        ("Double", "-.5e1", -5.0),
        ("SystemTime", " 2027-03-01T09:00:00.9999999+01:00 ", dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)),
        ("SystemTime", "2027-03-01T09:00:00", dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)),
        ("String", "", ""),
    ],
)
def test_texts_of_clients(type_: str, text: str, value: Scalar) -> None:
    assert read(type_, text) == value


def test_an_instant_without_a_zone_is_the_zones() -> None:
    prop = ExtendedProperty(Value="2027-03-01T09:00:00")
    assert value_of("SystemTime", prop, dt.timezone(dt.timedelta(hours=1))) == dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("Integer", "2147483648"),
        ("Short", "-32769"),
        ("Long", "1_0"),
        ("Integer", "1.0"),
        ("Double", "NaN"),
        ("Double", "1e999"),
        ("Boolean", "yes"),
        ("Binary", "AP8"),
        ("Binary", "ÄÖÜ="),
        ("CLSID", "urn:uuid:" + OWN),
        ("SystemTime", "2027-03-01"),
        ("SystemTime", "2027-02-30T09:00:00Z"),
        ("SystemTime", "0001-01-01T00:00:00+01:00"),
        ("SystemTime", "1600-12-31T23:59:59Z"),
    ],
)
def test_a_text_that_is_no_value_of_its_type(type_: str, text: str) -> None:
    assert value_of(type_, ExtendedProperty(Value=text)) == ErrorInvalidExtendedPropertyValue


def test_one_value_and_several_are_not_the_same() -> None:
    several = ExtendedProperty(Values=NonEmptyArrayOfPropertyValues(Value=("a",)))
    assert value_of("String", several) == ErrorInvalidExtendedPropertyValue
    assert value_of("StringArray", ExtendedProperty(Value="a")) == ErrorInvalidExtendedPropertyValue


def test_every_value_of_an_array_must_be_one() -> None:
    several = ExtendedProperty(Values=NonEmptyArrayOfPropertyValues(Value=("1", "x")))
    assert value_of("IntegerArray", several) == ErrorInvalidExtendedPropertyValue


def test_an_instant_before_1601_is_one_all_the_same() -> None:
    assert instant("0001-01-01T00:00:00Z") == dt.datetime(1, 1, 1, tzinfo=dt.UTC)


# echoes


def echoed(asked: PathToExtendedField, **profile: object) -> PathToExtendedField:
    """The path in an answer to this one."""
    return bag_of(asked, Extended("String", "x"), Profile().but(**profile)).need(ExtendedProperty.ExtendedFieldURI)


def test_a_tag_is_echoed_in_hex() -> None:
    assert echoed(path(PropertyTag="26378")) == path(PropertyTag="0x670a")


def test_a_set_is_echoed_as_the_profile_says() -> None:
    by_name = path(DistinguishedPropertySetId="Appointment", PropertyId=0x820D)
    by_guid = path(PropertySetId=APPOINTMENT.upper(), PropertyId=0x820D)
    assert (echoed(by_name), echoed(by_guid)) == (by_name, by_guid)
    assert echoed(by_guid, echoed_set="by name") == by_name
    assert echoed(by_name, echoed_set="by name") == by_name
    assert echoed(by_name, echoed_set="by GUID") == path(PropertySetId=APPOINTMENT, PropertyId=0x820D)
    assert echoed(by_guid, echoed_set="by GUID") == by_guid


def test_a_set_without_a_name_is_echoed_by_its_guid() -> None:
    own = path(PropertySetId=OWN, PropertyName="oid")
    assert echoed(own, echoed_set="by name") == own
