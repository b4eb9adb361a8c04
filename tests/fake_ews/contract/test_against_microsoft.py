"""The tables against Microsoft's own schema: whatever we declare is declared there too, and says the same.

The judge is the folder that EWS_SCHEMA_DIR names (types.xsd, messages.xsd, services.wsdl); without it these tests skip.
"""

from __future__ import annotations

import os
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from fake_ews.contract.notation import MESSAGES, TYPES, Bag
from fake_ews.contract.paths import UnindexedFieldURI
from fake_ews.contract.services import OPERATIONS, UNREAD
from fake_ews.soap.documents import wsdl, xsd
from fake_ews.soap.writers import flat
from tests.fake_ews.contract.xsd import Complex, Particle, Schema, Simple

FOLDER = os.environ.get("EWS_SCHEMA_DIR")
judged = pytest.mark.skipif(not FOLDER, reason="EWS_SCHEMA_DIR names no folder with Microsoft's schema")
WSDL, SOAP = "{http://schemas.xmlsoap.org/wsdl/}", "{http://schemas.xmlsoap.org/wsdl/soap/}"
# choices of which we declare a part: the answers of operations that we do not know are no members of ours
PARTIAL = {"m:ArrayOfResponseMessagesType"}


@cache
def ours() -> Schema:
    return Schema(xsd(TYPES), xsd(MESSAGES))


@cache
def theirs() -> Schema:
    return Schema.of(Path(str(FOLDER)))


def differences(name: str, our: Simple | Complex, their: Simple | Complex | None) -> list[str]:
    """What the two say differently, in words."""
    if their is None or type(our) is not type(their):
        return [f"{name} is a {type(our).__name__} here, there {their}"]
    return [
        f"{name}: {one.name} is {getattr(our, one.name)} here, there {getattr(their, one.name)}"
        for one in fields(our)
        if getattr(our, one.name) != getattr(their, one.name)
    ]


def without(our: Complex, their: Complex) -> Complex:
    """Their type with only those members of its choices that we declare."""
    known = {member.name for particle in our.content for member in particle.members}
    content = tuple(
        Particle(one.name, one.least, one.most, None, tuple(member for member in one.members if member.name in known))
        for one in their.content
    )
    return Complex(their.base, their.abstract, content, their.attributes, their.text, their.soap_attributes)


NOT_IN_WSDL = {"GetReminders", "PerformReminderAction"}
"""Operations that servers have, and MS-OXWSMTGS describes, but services.wsdl lacks."""


@judged
def test_every_type_says_what_microsofts_says() -> None:
    found: list[str] = []
    for name, our in ours().types.items():
        their: Any = theirs().types.get(name)
        if name in PARTIAL:
            assert isinstance(our, Complex)
            their = without(our, their)
        found += differences(name, our, their)
    assert not found, "\n".join(found)


@judged
def test_every_element_says_what_microsofts_says() -> None:
    unread = {f"m:{element}" for one in UNREAD.values() for element in one.elements}
    assert unread <= ours().elements.keys() & theirs().elements.keys()
    read = {name: one for name, one in ours().elements.items() if name not in unread}
    assert {name: one for name, one in read.items() if theirs().elements.get(name) != one} == {}


@judged
def test_every_operation_has_microsofts_messages_headers_and_action() -> None:
    here = operations(etree.fromstring(wsdl("http://localhost/EWS/Exchange.asmx")))
    there = operations(etree.parse(str(Path(str(FOLDER)) / "services.wsdl")).getroot())
    assert here.keys() == {*OPERATIONS, *UNREAD}
    assert here.keys() - there.keys() == NOT_IN_WSDL
    assert {name: one for name, one in here.items() if name not in NOT_IN_WSDL} == there


def operations(root: etree._Element) -> dict[str, tuple[object, ...]]:
    """By operation: its action, the parts of its two messages, and the parts that stand in headers."""
    messages = {
        str(message.get("name")): {str(part.get("name")): part.get("element") for part in message}
        for message in root.iter(WSDL + "message")
    }
    found: dict[str, tuple[object, ...]] = {}
    for binding in root.iter(WSDL + "binding"):
        for operation in binding.iterchildren(WSDL + "operation"):
            name = str(operation.get("name"))
            action = [str(one.get("soapAction")) for one in operation.iterchildren(SOAP + "operation")]
            headers = {str(one.get("part")) for one in operation.iter(SOAP + "header")}
            headers.add("RequestVersion")  # Microsoft forgot it for the settings of out of office
            bodies = {str(one.get("parts")) for one in operation.iter(SOAP + "body")}
            bound = headers | bodies  # what no binding names is of no use: five messages of Microsoft's have such parts
            parts = (
                {part: of for part, of in messages[f"{name}{way}"].items() if part in bound}
                for way in ("SoapIn", "SoapOut")
            )
            found[name] = (action, *parts, headers, bodies)
    return found


def test_every_field_uri_exists() -> None:
    rows = [one for cls in Bag.by_name.values() for row in flat(cls.own) for one in getattr(row, "rows", (row,))]
    assert [(row, row.uri) for row in rows if row.uri and row.uri not in UnindexedFieldURI.allowed] == []


def test_every_name_of_a_default_shape_is_a_row() -> None:
    said = [cls for cls in Bag.by_name.values() if "default_shape" in cls.__dict__ and cls.__name__ != "BaseFolder"]
    assert {cls.__name__: names for cls in said if (names := cls.default_shape - cls.rows.keys())} == {}


@pytest.mark.parametrize(
    ("type_name", "one", "other"),
    [
        ("t:CalendarItemType", '<xs:element name="Start" ', '<xs:element name="End" '),
        ("t:ItemIdType", 'name="Id" use="required"', 'name="Id"'),
        ("t:SubscriptionStatusFrequencyType", 'maxInclusive value="1440"', 'maxInclusive value="1441"'),
        ("t:SensitivityChoicesType", 'value="Personal"', 'value="Private"'),
        ("t:NotificationType", 'name="MoreEvents" minOccurs="0"', 'name="MoreEvents"'),
        ("t:BaseItemIdType", ' abstract="true"', ""),
    ],
)
def test_a_swapped_row_is_seen(type_name: str, one: str, other: str) -> None:
    """The comparison itself: two rows exchanged, or a fact changed, in what we publish."""
    kind = "simpleType" if f'<xs:simpleType name="{type_name[2:]}">' in xsd(TYPES).decode() else "complexType"
    head, start, rest = xsd(TYPES).decode().partition(f'<xs:{kind} name="{type_name[2:]}"')
    body, end, tail = rest.partition(f"</xs:{kind}>")
    assert one in body
    swapped = body.replace(one, "\0").replace(other, one).replace("\0", other) if other else body.replace(one, "")
    changed = Schema((head + start + swapped + end + tail).encode(), xsd(MESSAGES))
    assert differences(type_name, changed.types[type_name], ours().types[type_name])
