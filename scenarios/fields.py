"""The fields of the contract: how a reservation and an item in Exchange are compared, field by field.

Rule: two values are equal if people take them for the same: edge blanks do not count, nor order and letters' case of
addresses, nor who else stands in the list of attendees as organizer or room.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from scenarios.declared import Declared
from scenarios.history import Item
from scenarios.reservations import Attendee, Reservation

Rooms = Mapping[str, str]
"""The product's ids of rooms, and their mailbox addresses in lower case."""


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is read on either side; both give values that compare with `==`."""

    of_reservation: Callable[[Reservation, Rooms], object]
    of_item: Callable[[Item, Rooms], object]


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


def _people(attendees: Iterable[Attendee], organizer: str, rooms: Collection[str]) -> frozenset[tuple[str, str]]:
    others = {organizer.lower(), *rooms}
    return frozenset((one.address.lower(), one.role) for one in attendees if one.address.lower() not in others)


def _invited(item: Item) -> list[Attendee]:
    return [Attendee(one) for one in item.attendees] + [Attendee(one, "optional") for one in item.optional]


def _rooms_of_item(item: Item, rooms: Rooms) -> frozenset[str]:
    addresses = {one.lower() for one in (*item.resources, *item.attendees, *item.optional)}
    return frozenset(addresses & set(rooms.values()) | {one.lower() for one in item.resources})


def booked_rooms(reservation: Reservation, rooms: Rooms) -> frozenset[str]:
    """The addresses of a reservation's rooms, whether it shows ids or addresses."""
    return frozenset(rooms.get(room, room).lower() for room in reservation.resources)


FIELDS: Mapping[str, Field] = {
    "subject": Field(lambda one, _: one.subject.strip(), lambda item, _: item.subject.strip()),
    "start": Field(lambda one, _: _utc(one.start), lambda item, _: _utc(item.start)),
    "end": Field(lambda one, _: _utc(one.end), lambda item, _: _utc(item.end)),
    "allDay": Field(lambda one, _: one.all_day, lambda item, _: item.all_day),
    "location": Field(lambda one, _: one.location.strip(), lambda item, _: item.location.strip()),
    "reminderMinutes": Field(lambda one, _: one.reminder, lambda item, _: item.reminder),
    "sensitivity": Field(lambda one, _: one.sensitivity, lambda item, _: item.sensitivity),
    "freeBusy": Field(lambda one, _: one.free_busy, lambda item, _: item.free_busy),
    "attendees": Field(
        lambda one, rooms: _people(one.attendees, one.organizer, rooms.values()),
        lambda item, rooms: _people(_invited(item), item.organizer, rooms.values()),
    ),
    "resources": Field(booked_rooms, _rooms_of_item),
    "text": Field(lambda one, _: _words(one.text), lambda item, _: _words(item.body)),
}


def _words(text: str) -> str:
    return " ".join(text.split())


def compared(declared: Declared, names: Iterable[str] | None = None) -> tuple[str, ...]:
    """The fields that both sides must agree in: those in step, rooms only where the entry says them by invitation."""
    wanted = FIELDS if names is None else names
    return tuple(
        name
        for name in wanted
        if declared.in_step(name) and (name != "resources" or declared.resource_by == "invitation")
    )


def same(name: str, reservation: Reservation, item: Item, declared: Declared, rooms: Rooms) -> bool:
    """Do both sides show the same in this field? A subject may be cut at the declared limit; own text may be added."""
    here, there = FIELDS[name].of_reservation(reservation, rooms), FIELDS[name].of_item(item, rooms)
    if name == "subject" and (limit := declared.limits.get("subject")):
        return str(here)[:limit].strip() == str(there)[:limit].strip()
    if name == "text":
        return str(here) in str(there)
    return here == there


def differences(
    reservation: Reservation, item: Item, declared: Declared, rooms: Rooms, names: Iterable[str] | None = None
) -> tuple[str, ...]:
    """What differs, one phrase a field: name, value of the reservation, value of the entry."""
    return tuple(
        f"{name} is {_show(FIELDS[name].of_reservation(reservation, rooms))} in the reservation, "
        f"{_show(FIELDS[name].of_item(item, rooms))} in the entry"
        for name in compared(declared, names)
        if not same(name, reservation, item, declared, rooms)
    )


def changed_fields(before: Reservation, after: Reservation, rooms: Rooms) -> tuple[str, ...]:
    """The names of the fields in which two states of a reservation differ; `cancelled` is one of them."""
    names = [
        name for name, one in FIELDS.items() if one.of_reservation(before, rooms) != one.of_reservation(after, rooms)
    ]
    return tuple(names) + (("cancelled",) if before.cancelled != after.cancelled else ())


def changed_entries(before: Item, after: Item, rooms: Rooms) -> tuple[str, ...]:
    """What differs between two states of an item, all that a person sees: fields, categories, importance, people."""
    names = [
        name
        for name, one in FIELDS.items()
        if name != "text" and one.of_item(before, rooms) != one.of_item(after, rooms)
    ]
    others = ("categories", "importance", "organizer")
    names += [name for name in others if getattr(before, name) != getattr(after, name)]
    return tuple(names) + (("text",) if _words(before.body) not in _words(after.body) else ())


def _show(value: object) -> str:
    match value:
        case datetime():
            return value.isoformat()
        case frozenset():
            return ", ".join(sorted(str(one) for one in value)) or "nobody"
        case _:
            return repr(value)
