"""Reservations and what belongs to them, as connection 1 says them; instants are aware, addresses are as written.

Rule: values only. JSON is turned into them, and out of them, here; everything else reads attributes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Instants beyond are nobody's: they cannot be shown in every zone."""
Json = Mapping[str, "JsonValue"]
JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person invited: SMTP address, and `required` or `optional`."""

    address: str
    role: str = "required"


@dataclass(frozen=True, slots=True)
class StampProperty:
    """One extended property by which the product knows an entry again: set and name or id, MAPI type, value."""

    set: str
    key: str | int
    type: str
    value: str | tuple[str, ...]

    def json(self) -> dict[str, JsonValue]:
        """As the contract writes it, and as the simulated add-in takes it."""
        value: JsonValue = self.value if isinstance(self.value, str) else list(self.value)
        name = "name" if isinstance(self.key, str) else "id"
        return {"set": self.set, name: self.key, "type": self.type, "value": value}

    @classmethod
    def of(cls, given: Json) -> "StampProperty":
        """From the contract's form."""
        value = given["value"]
        texts = tuple(str(one) for one in value) if isinstance(value, list) else str(value)
        key = given["name"] if "name" in given else given["id"]
        assert isinstance(key, (str, int))
        return cls(str(given["set"]), key, str(given["type"]), texts)


Stamp = tuple[StampProperty, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person types for a new reservation; `resources` are ids as the product lists them."""

    subject: str
    start: datetime
    end: datetime
    organizer: str
    who: str
    time_zone: str = "Europe/Zurich"
    all_day: bool = False
    resources: tuple[str, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    reminder: int | None = 15
    sensitivity: str = "Normal"
    free_busy: str = "Busy"
    text: str = ""
    synchronise: bool = True
    recurrence: str = ""
    """An RRULE; empty: once."""

    def json(self, origin: str) -> dict[str, JsonValue]:
        """The body of POST /reservations; `origin` is `web` or `addin`."""
        given: dict[str, JsonValue] = {
            "subject": self.subject,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "timeZone": self.time_zone,
            "allDay": self.all_day,
            "resources": list(self.resources),
            "organizer": self.organizer,
            "who": self.who,
            "attendees": [{"address": one.address, "role": one.role} for one in self.attendees],
            "reminderMinutes": self.reminder,
            "sensitivity": self.sensitivity,
            "freeBusy": self.free_busy,
            "text": self.text,
            "synchronise": self.synchronise,
            "origin": origin,
        }
        if self.recurrence:
            given["recurrence"] = self.recurrence
        return given


@dataclass(frozen=True, slots=True)
class Receipt:
    """What POST /reservations answers: the oid, what the add-in writes on the entry, and whom it invites."""

    oid: str
    stamp: Stamp
    location: str = ""
    invite: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Json) -> "Receipt":
        """From the body of the 201."""
        stamp = tuple(StampProperty.of(one) for one in _objects(given.get("stamp")))
        return cls(str(given["oid"]), stamp, str(given.get("location") or ""), _texts(given.get("invite")))


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation as GET shows it; None where the product leaves a value out (`reminder` None: no reminder)."""

    oid: str
    subject: str
    start: datetime
    end: datetime
    organizer: str
    cancelled: bool = False
    item_id: str | None = None
    link: str = "none"
    revision: int | None = None
    all_day: bool = False
    resources: tuple[str, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    reminder: int | None = None
    sensitivity: str = "Normal"
    free_busy: str = "Busy"
    location: str = ""
    text: str = ""
    flags: frozenset[str] = frozenset()
    room_response: str | None = None
    shown: frozenset[str] = field(default=frozenset(), compare=False)
    """The names of the fields that the answer held."""

    @classmethod
    def of(cls, given: Json) -> "Reservation":
        """From the contract's form."""
        minutes, revision, item_id = given.get("reminderMinutes"), given.get("revision"), given.get("itemId")
        return cls(
            oid=str(given["oid"]),
            subject=str(given["subject"]),
            start=instant(given["start"]),
            end=instant(given["end"]),
            organizer=str(given["organizer"]),
            cancelled=bool(given["cancelled"]),
            item_id=str(item_id) if item_id else None,
            link=str(given["link"]),
            revision=int(revision) if isinstance(revision, int) else None,
            all_day=bool(given.get("allDay", False)),
            resources=_texts(given.get("resources")),
            attendees=tuple(
                Attendee(str(one["address"]), str(one.get("role", "required")))
                for one in _objects(given.get("attendees"))
            ),
            reminder=int(minutes) if isinstance(minutes, (int, float)) else None,
            sensitivity=str(given.get("sensitivity", "Normal")),
            free_busy=str(given.get("freeBusy", "Busy")),
            location=str(given.get("location") or ""),
            text=str(given.get("text") or ""),
            flags=frozenset(_texts(given.get("flags"))),
            room_response=None if given.get("roomResponse") is None else str(given["roomResponse"]),
            shown=frozenset(given),
        )

    def but(self, **changes: object) -> "Reservation":
        """The same with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]  # the names are checked by replace itself


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series as the product shows it: when it would start, and when it starts and ends now."""

    original: datetime
    start: datetime
    end: datetime
    cancelled: bool = False

    @classmethod
    def of(cls, given: Json) -> "Occurrence":
        """From the contract's form."""
        original, start, end = (instant(given[name]) for name in ("originalStart", "start", "end"))
        return cls(original, start, end, bool(given["cancelled"]))


def instant(value: JsonValue) -> datetime:
    """An RFC 3339 instant with offset; ValueError for anything else."""
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} has no offset")
    if not FIRST < moment < LAST:
        raise ValueError(f"{value!r} lies outside of the years 1900 to 2199")
    return moment


def _texts(value: JsonValue) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _objects(value: JsonValue) -> Iterable[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A reservation and the entry that belongs to it, as scenarios speak of them; `subject` is the one typed first."""

    subject: str
    organizer: str
    oid: str
    stamp: Stamp
