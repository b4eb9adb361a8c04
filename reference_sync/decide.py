"""What is to be done with one pair of reservation and entry: processes B to F as rows, the step's id beside each.

Rule: this file is pure. It knows no clock, no store and no Exchange; what it must know comes in as three values, and
what it wants done goes out as one.

A field of the pair is judged by four things: the value here, the value of the entry, the value last known equal on both
sides (`Base.values`), and whether somebody changed it here without Exchange knowing yet (`Reservation.changed`). Clocks
and change keys are never compared: an own write is recognised by its values (B3, D3, E3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from reference_sync.series import Dates


class Attendee(NamedTuple):
    """A person invited: SMTP address, and `required` or `optional`."""

    address: str
    role: str = "required"


Value = str | bool | int | datetime | tuple[Attendee, ...] | tuple[str, ...] | None
Values = Mapping[str, Value]
"""Values by field name; instants are aware, a reminder is minutes or None, resources are mailbox addresses."""


def attendees_of(values: Values) -> tuple[Attendee, ...]:
    """The attendees among `values`, organizer and rooms apart."""
    found = values["attendees"]
    assert isinstance(found, tuple)
    return tuple(one for one in found if isinstance(one, Attendee))


def rooms_of(values: Values) -> tuple[str, ...]:
    """The addresses of the rooms among `values`, in lower case."""
    found = values["resources"]
    assert isinstance(found, tuple)
    return tuple(one.lower() for one in found if isinstance(one, str))


def span_of(values: Values) -> tuple[datetime, datetime]:
    """Start and end among `values`."""
    start, end = values["start"], values["end"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return start, end


FIELDS = (
    "subject",
    "start",
    "end",
    "allDay",
    "location",
    "reminderMinutes",
    "sensitivity",
    "freeBusy",
    "attendees",
    "resources",
)
"""The fields kept in step, in both directions, by the names of the product contract."""
TIMES = ("start", "end")
BOOKING = frozenset({*TIMES, "allDay", "resources"})
"""The fields that say which room is held when."""
CANCELLED = "cancelled"


class Origin(StrEnum):
    """Where a change was made: in the browser, or by the add-in, whose entry Outlook sends later (E2)."""

    WEB = "web"
    ADDIN = "addin"


class Link(StrEnum):
    """How a reservation is tied to an entry; `missing`: the add-in's entry never came, `disabled`: out of step."""

    NONE = "none"
    LINKED = "linked"
    MISSING = "missing"
    DISABLED = "disabled"


class Place(StrEnum):
    """Where an entry lies: in the calendar that is in step, in another calendar folder, or elsewhere (the trash)."""

    CALENDAR = "calendar"
    OTHER_CALENDAR = "other calendar"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Reservation:
    """One reservation as this file needs it; `changed` names what was changed here and Exchange does not have yet."""

    oid: str
    organizer: str
    origin: Origin
    values: Values
    cancelled: bool = False
    link: Link = Link.NONE
    item_id: str | None = None
    synchronise: bool = True
    changed: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Base:
    """Last known equal on both sides; `attempted` was sent to Exchange by a call whose answer is not known."""

    values: Values = field(default_factory=dict)
    attempted: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Invited:
    """One line of an entry's attendees: address, name, and the list it stands in (required, optional, resource)."""

    address: str
    name: str | None
    part: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One calendar item as Exchange has it now; `owner` is the mailbox it was read from."""

    item_id: str
    change_key: str
    owner: str
    oid: str | None
    values: Values
    place: Place = Place.CALENDAR
    folder_id: str = ""
    cancelled: bool = False
    invited: tuple[Invited, ...] = ()
    recurrence: str = ""
    """Of a series: its RRULE, empty where its pattern is none that this service has; and its dates."""
    dates: Dates = field(default_factory=dict)
    answer: str | None = None
    """What its rooms have answered: Decline or Tentative if one of them has, Accept if all have."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing to do."""

    step: str


@dataclass(frozen=True, slots=True)
class Create:
    """Create the calendar item."""

    step: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove the entry from the calendar."""

    step: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel the reservation: its entry is gone; `back`: the entry was put away, called off, and is back already."""

    step: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """The cancelled reservation's entry is gone too: no link is left."""

    step: str


@dataclass(frozen=True, slots=True)
class Unlink:
    """The entry lives on where no subscription sees it: flag the reservation, keep it."""

    step: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The entry of a cancelled reservation is back in the calendar: flag it, touch neither."""

    step: str


@dataclass(frozen=True, slots=True)
class Yield:
    """Cancel the reservation, whose room is not to be had; the entry stays the user's, without its oid."""

    step: str


class Rule(StrEnum):
    """What becomes of a change whose room is not to be had.

    `report`: both sides stay as they are. `rollback`: the entry is set back. `cancel`: the reservation gives way to the
    entry. `give-up`: the entry could not be set back.
    """

    REPORT = "report"
    ROLLBACK = "rollback"
    CANCEL = "cancel"
    GIVE_UP = "give-up"


TRIES = {Rule.ROLLBACK: 5, Rule.CANCEL: 2}
"""So often a conflict is met before a rule gives up, or gives way."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Settle field by field: `take` from the entry, `adopt` what nobody had said yet, `write` to the entry.

    `link`: the entry is the reservation's from now on. `ambiguous`: nobody can say which room is meant. `refused`: what
    the entry has and the reservation cannot have, by `rule`.
    """

    step: str
    take: Values = field(default_factory=dict)
    adopt: Values = field(default_factory=dict)
    write: Values = field(default_factory=dict)
    link: bool = False
    ambiguous: bool = False
    refused: frozenset[str] = frozenset()
    rule: Rule | None = None


Decision = Ignore | Create | Remove | Cancel | Forget | Unlink | Restored | Yield | Merge


def decide(reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
    """What to do with a pair; `entry` None: it is not in the calendar, neither by its id nor by the oid."""
    if reservation is None:
        return Ignore("C5")  # a private entry, or an oid nobody knows
    if entry is not None and entry.owner.lower() != reservation.organizer.lower():
        return Ignore("B2/attendee-copy")  # only the organizer's calendar is in step
    if not reservation.synchronise:
        return Ignore("B/not-for-sync")
    if entry is None or entry.place is Place.ELSEWHERE:
        return _gone(reservation, entry)
    if reservation.cancelled:
        return _cancelled(reservation)
    if entry.cancelled:  # a meeting that the organizer called off; an Undo brings it back as it is, under a new id
        return Cancel("F-trash", back=reservation.item_id not in (None, entry.item_id))
    if entry.place is Place.OTHER_CALENDAR:
        return Ignore("D2/moved-folder") if reservation.link is Link.DISABLED else Unlink("D2/moved-folder")
    return _merge(reservation, base, entry)


def _gone(reservation: Reservation, entry: Entry | None) -> Decision:
    """The entry is not in the calendar."""
    if reservation.cancelled:
        return Forget("D3") if reservation.item_id else Ignore("E3")
    if reservation.link is Link.LINKED:
        return Cancel("F-trash")  # also when it was changed here meanwhile: D2/gone
    if entry is not None:
        return Cancel("C/deleted-at-once")  # seen for the first time, and already in the trash
    if reservation.link is Link.NONE and reservation.origin is Origin.WEB:
        return Create("B2")
    return Ignore("C4")  # Outlook has not sent it yet, or it lies in another calendar


def _cancelled(reservation: Reservation) -> Decision:
    """The reservation is cancelled, its entry is in a calendar."""
    match reservation.changed.get(CANCELLED):
        case Origin.WEB:
            return Remove("D2")
        case Origin.ADDIN:
            return Ignore("E2")  # Outlook sends the deletion itself
        case _:
            return Restored("E-trash")


def _merge(reservation: Reservation, base: Base, entry: Entry) -> Merge:
    """Both are alive: three ways, field by field."""
    take: dict[str, Value] = {}
    adopt: dict[str, Value] = {}
    write: dict[str, Value] = {}
    first = reservation.link in (Link.NONE, Link.MISSING)
    for name in FIELDS:
        here, there = reservation.values[name], entry.values[name]
        origin = reservation.changed.get(name)
        if same(name, here, there):
            continue  # B3, D3, E3: nothing has changed
        if first and name == "resources" and there == ():
            continue  # C6: the add-in invites the room in a later save
        if origin is not None and (first or known(name, base, there)):
            if origin is Origin.WEB:
                write[name] = here  # D2; C6: the browser's later value
        elif name not in base.values:
            adopt[name] = there  # C6: the add-in did not say it
        elif not known(name, base, there):
            take[name] = there  # F2; X: the entry wins where both sides changed the same field
    ambiguous = "resources" in take and _room(reservation, entry, take)
    _keep_order(reservation, entry, take, write)
    link = reservation.link is not Link.LINKED or reservation.item_id != entry.item_id
    step = "C6" if link else "F2" if take else "D2" if write else "B3"
    return Merge(step, take, adopt, write, link, ambiguous)


def refused(merge: Merge, values: Values, tries: int, rule: Rule) -> Merge | Yield:
    """F2/conflict: a merge whose booking is not to be had, by the rule of its room, after so many tries."""
    names = BOOKING & (merge.take.keys() | merge.write.keys())
    take = {name: value for name, value in merge.take.items() if name not in BOOKING}
    write = {name: value for name, value in merge.write.items() if name not in BOOKING}
    if rule is Rule.CANCEL and tries + 1 >= TRIES[rule]:
        return Yield("F2")
    if rule is Rule.ROLLBACK:
        if tries < TRIES[rule]:
            write |= {name: values[name] for name in names}
        else:
            rule = Rule.GIVE_UP
    return replace(merge, take=take, write=write, refused=names, rule=rule)


def same(name: str, here: Value, there: Value) -> bool:
    """Are two values of a field equal for people? Edge blanks, order and letters' case of addresses do not count."""
    return _plain(name, here) == _plain(name, there)


def known(name: str, base: Base, there: Value) -> bool:
    """Is the entry's value one that this side has seen or sent, so that nobody in Outlook changed it?"""
    return any(name in side and same(name, side[name], there) for side in (base.values, base.attempted))


def likeness(base: Base, entry: Entry) -> int:
    """How many fields of the entry are as they were last known."""
    return sum(known(name, base, entry.values[name]) for name in FIELDS)


def _plain(name: str, value: Value) -> object:
    if name == "attendees" and isinstance(value, tuple):
        return frozenset((one.address.lower(), one.role) for one in value if isinstance(one, Attendee))
    if isinstance(value, tuple):
        return frozenset(str(one).lower() for one in value)
    return value.strip() if isinstance(value, str) else value


def _room(reservation: Reservation, entry: Entry, take: dict[str, Value]) -> bool:
    """One new room replaces the old one, also while both are invited; several new ones: True, and nothing is taken."""
    swapped = swap(rooms_of(reservation.values), rooms_of(entry.values))
    del take["resources"]
    if swapped is not None and not same("resources", reservation.values["resources"], swapped):
        take["resources"] = swapped
    return swapped is None


def swap(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, ...] | None:
    """The rooms of the reservation after its entry's rooms became `there`; None where only a person can tell."""
    kept = tuple(room for room in here if room in there)
    new = tuple(room for room in there if room not in here)
    if not new:
        return kept if kept or not here else None
    if len(new) > 1:
        return None
    if len(here) - len(kept) == 1:
        return kept + new
    return new if len(here) <= 1 else None


def _keep_order(reservation: Reservation, entry: Entry, take: dict[str, Value], write: dict[str, Value]) -> None:
    """A start of one side and an end of the other need not make a span: then both are the entry's."""
    start, end = span_of({**reservation.values, **take})
    if start < end:
        return
    for name in TIMES:
        write.pop(name, None)
        take[name] = entry.values[name]
