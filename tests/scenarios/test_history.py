"""What the history says of records and items: names of properties, stamps, marks, and a line of each for reports."""

from dataclasses import replace

import pytest

from scenarios.declared import Declared
from scenarios.fields import FIELDS, changed_entries, compared, differences
from scenarios.history import Property, Record
from scenarios.paths import fields_of, property_path, same_path
from scenarios.reservations import Reservation, StampProperty, instant
from tests.scenarios.stories import (
    DECLARED,
    OWN,
    ROOMS,
    STAMP,
    TEN,
    call,
    draft,
    item,
    listed,
    mark,
    push,
    reservation,
    seen,
    shelf,
    subscribed,
    subscription,
    web,
    write,
)


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("item:Subject", "item:Subject"),
        ("{5A0F1D3E-7C55-4C0B-9A0E-2F1F6E6B7A11}/Oid", "5a0f1d3e-7c55-4c0b-9a0e-2f1f6e6b7a11/Oid"),
        ("PublicStrings/Oid", "00020329-0000-0000-c000-000000000046/Oid"),
        ("0x0037", "0x37"),
    ],
)
def test_paths(path: str, same: str) -> None:
    assert same_path(path) == same


def test_fields_of_the_contract_by_their_properties() -> None:
    assert fields_of(f"Appointment/{0x820D}") == {"start"}
    assert fields_of("0x0037") == {"subject"}
    assert fields_of(OWN) == frozenset()
    assert property_path("{00062008-0000-0000-C000-000000000046}", "5") == property_path("Common", "5")


def test_an_own_mark() -> None:
    assert mark(1).own_mark(DECLARED.own)
    assert not write(1).own_mark(DECLARED.own)
    assert not call(1, "GetItem").own_mark(DECLARED.own)


@pytest.mark.parametrize(
    ("type_", "here", "there", "carried"),
    [
        ("String", "a", "a", True),
        ("String", "a", "A", False),
        ("CLSID", "{AB}", "ab", True),
        ("Integer", "07", "7", True),
        ("Boolean", "1", "true", True),
        ("StringArray", ("a", "b"), ("a", "b"), True),
        ("StringArray", ("a", "b"), ("b", "a"), False),
    ],
)
def test_stamps_are_compared_by_type(type_: str, here: object, there: object, carried: bool) -> None:
    stamp = (StampProperty("Common", 77, type_, here),)  # type: ignore[arg-type]
    carrier = item(properties=(Property("00062008-0000-0000-c000-000000000046", id=77, type=type_, value=there),))  # type: ignore[arg-type]
    assert carrier.carries(stamp) is carried


def test_nothing_carries_an_empty_stamp() -> None:
    assert item().carries(STAMP)
    assert not item().carries(())
    assert not item(properties=()).carries(STAMP)


@pytest.mark.parametrize(
    ("oid", "uid", "said"),
    [
        ("17", "17", True),
        ("17", "0400000082001700E0", False),
        ("5b0d8e1c-6a52", "0400-5B0D8E1C-6A52", True),
        ("5b0d8e1c-6a52", "0400", False),
    ],
)
def test_a_short_oid_is_not_looked_for_in_longer_values(oid: str, uid: str, said: bool) -> None:
    assert item(uid=uid, properties=()).names(oid) is said
    assert item(uid="", properties=(Property("", tag=1, value=("a", uid)),)).names(oid) is (said and len(oid) > 2)


def test_every_kind_of_evidence_can_be_shown() -> None:
    lines = [
        write(7, fault="reset-after").line(),
        push(8, "CreatedEvent", acknowledged="").line(),
        replace(push(8, "CreatedEvent", acknowledged="", status=None), kind="unsent").line(),
        Record(9, kind="act", operation="drag").line(),
        web("GET /resources", 200).line(),
        seen(None).line(),
        seen(reservation(cancelled=True, item_id="x" * 40)).line(),
        listed().line(),
        listed(reservation(cancelled=True)).line(),
        shelf().line(),
        shelf(item()).line(),
        subscribed().line(),
        subscribed(subscription()).line(),
    ]
    assert "UpdateItem" in lines[0]
    assert "and 2 more" in write(1, properties=(("item:Subject", "x"),) * 7).line()
    assert "fault: reset-after" in lines[0]
    assert "200" in lines[1]
    assert lines[2].endswith("not sent")
    assert "..." in lines[6]
    assert len(set(lines)) == len(lines)


def test_fields_are_compared_where_they_are_kept_in_step() -> None:
    assert "freeBusy" not in compared(DECLARED)
    assert "resources" in compared(DECLARED)
    assert "resources" not in compared(Declared(fields={"resources": "both"}, resource_by="location"))
    assert differences(reservation(), item(reminder=None), DECLARED, ROOMS) == (
        "reminderMinutes is 15 in the reservation, None in the entry",
    )
    assert differences(reservation(), item(resources=()), DECLARED, ROOMS)[0].endswith("nobody in the entry")


def test_a_subject_may_be_cut_and_a_text_may_be_added_to() -> None:
    limited = Declared(fields={"subject": "both", "text": "out"}, limits={"subject": 3})
    here, there = reservation(text="Bring  it."), item(subject="Rev...", body="Booked.\nBring it.\n")
    assert differences(here, there, limited, ROOMS) == ()
    assert differences(here, item(subject="Rex", body=""), limited, ROOMS) != ()


def test_every_field_has_two_sides() -> None:
    for name, field in FIELDS.items():
        field.of_reservation(reservation(), ROOMS), field.of_item(item(), ROOMS)
        assert name
    assert FIELDS["start"].of_item(item(start=None), ROOMS) is None
    assert changed_entries(item(body="a"), item(body="b"), ROOMS) == ("text",)


def test_a_reservation_from_json() -> None:
    given = {
        "oid": "x",
        "subject": "s",
        "start": TEN.isoformat(),
        "end": TEN.isoformat(),
        "organizer": "a@b",
        "cancelled": False,
        "itemId": "",
        "link": "none",
        "attendees": [{"address": "c@d"}, "nonsense"],
        "flags": ["conflict"],
        "resources": None,
    }
    one = Reservation.of(given)  # type: ignore[arg-type]
    assert (one.item_id, one.revision, one.reminder, one.resources) == (None, None, None, ())
    assert one.flags == {"conflict"}
    assert [attendee.role for attendee in one.attendees] == ["required"]


def test_an_instant_needs_an_offset() -> None:
    with pytest.raises(ValueError, match="no offset"):
        instant("2027-03-01T10:00:00")


def test_a_stamp_goes_to_the_add_in_as_it_came() -> None:
    for given in (
        {"set": "Common", "id": 5, "type": "StringArray", "value": ["a"]},
        {"set": "x", "name": "n", "type": "String", "value": "a"},
    ):
        assert StampProperty.of(given).json() == given  # type: ignore[arg-type]


def test_a_draft_says_who_acts_and_from_where() -> None:
    body = draft().json("addin")
    assert body["origin"] == "addin"
    assert body["resources"] == ["aare"]
