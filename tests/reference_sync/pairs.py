"""Reservations and entries for tests: each is the same one, but for what the test names."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from reference_sync.decide import Attendee, Base, Entry, Link, Origin, Place, Reservation, Value

TEN, ELEVEN, NOON = (datetime(2027, 1, 5, hour, tzinfo=UTC) for hour in (10, 11, 12))
ANNA, BOB = "anna@example.test", "bob@example.test"
AARE, REUSS, LIMMAT = "aare@example.test", "reuss@example.test", "limmat@example.test"

VALUES: Mapping[str, Value] = {
    "subject": "Review",
    "start": TEN,
    "end": ELEVEN,
    "allDay": False,
    "location": "Aare",
    "reminderMinutes": 15,
    "sensitivity": "Normal",
    "freeBusy": "Busy",
    "attendees": (Attendee(BOB),),
    "resources": (AARE,),
}
BASE = Base(VALUES)


def having(values: Mapping[str, Value]) -> dict[str, Value]:
    """All values, these among them."""
    return {**VALUES, **values}


WEB, ADDIN = Origin.WEB, Origin.ADDIN


def linked(values: Mapping[str, Value] | None = None, **more: Any) -> Reservation:
    """A living reservation, made in the browser and linked to the entry `i1`."""
    core: dict[str, Any] = {"link": Link.LINKED, "item_id": "i1"} | more
    return Reservation("r1", ANNA, core.pop("origin", WEB), {**VALUES, **(values or {})}, **core)


def unlinked(values: Mapping[str, Value] | None = None, **more: Any) -> Reservation:
    """A living reservation without an entry."""
    return linked(values, **{"link": Link.NONE, "item_id": None} | more)


def entry(values: Mapping[str, Value] | None = None, **more: Any) -> Entry:
    """The entry `i1` in Anna's calendar, with the same values."""
    known: dict[str, Any] = {"item_id": "i1", "change_key": "k1", "owner": ANNA, "oid": "r1"} | more
    return Entry(values={**VALUES, **(values or {})}, **known)


TRASH, AWAY = Place.ELSEWHERE, Place.OTHER_CALENDAR
