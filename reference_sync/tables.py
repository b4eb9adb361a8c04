"""The tables, and their rows as values: users, rooms, reservations, and the work that is due.

Rule: only this file knows in which form a value lies in a column.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from reference_sync.decide import Attendee, Base, Link, Origin, Reservation, Value, Values, span_of
from reference_sync.series import Dates, Known, State

metadata = sa.MetaData()
clock = sa.Table("clock", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("now", sa.Double))
users = sa.Table(
    "users",
    metadata,
    sa.Column("address", sa.String, primary_key=True),
    sa.Column("token", sa.String, unique=True, nullable=False),
    sa.Column("synchronised", sa.Boolean, nullable=False),
    sa.Column("since", sa.Double, nullable=False),
    sa.Column("reason", sa.String),  # why it fails; None: it does not
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("not_before", sa.Double, nullable=False, default=0.0),
    sa.Column("claimed_until", sa.Double, nullable=False, default=0.0),
    sa.Column("calendar_id", sa.String),
    sa.Column("subscription", sa.String),
    sa.Column("subscribing", sa.Boolean, nullable=False, default=False),
    sa.Column("watermark", sa.String),
    sa.Column("previous_watermark", sa.String),
    sa.Column("exchange", sa.String, nullable=False, default="", server_default=""),
)
resources = sa.Table(
    "resources",
    metadata,
    sa.Column("address", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("not_bookable", sa.JSON, nullable=False),
    sa.Column("conflict", sa.String, nullable=False),
)
reservations = sa.Table(
    "reservations",
    metadata,
    sa.Column("oid", sa.String, primary_key=True),
    sa.Column("key", sa.String, unique=True),
    sa.Column("organizer", sa.String, nullable=False, index=True),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("time_zone", sa.String, nullable=False),
    sa.Column("synchronise", sa.Boolean, nullable=False),
    sa.Column("starts", sa.Double, nullable=False, index=True),
    sa.Column("ends", sa.Double, nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("cancelled", sa.Boolean, nullable=False),
    sa.Column("link", sa.String, nullable=False),
    sa.Column("item_id", sa.String, index=True),
    sa.Column("changed", sa.JSON, nullable=False),
    sa.Column("base", sa.JSON, nullable=False),
    sa.Column("attempted", sa.JSON, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("changed_by", sa.String, nullable=False),
    sa.Column("flags", sa.JSON, nullable=False),
    sa.Column("room_response", sa.String),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("recurrence", sa.String, nullable=False),
    sa.Column("dates", sa.JSON, nullable=False),
    sa.Column("known", sa.JSON, nullable=False),
)
copies = sa.Table("copies", metadata, sa.Column("item_id", sa.String, primary_key=True))
locks = sa.Table(
    "locks",
    metadata,
    sa.Column("oid", sa.String, primary_key=True),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("until", sa.Double, nullable=False),
)
work = sa.Table(
    "work",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mailbox", sa.ForeignKey("users.address"), nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("ref", sa.String, nullable=False),
    sa.Column("due", sa.Double, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, default=0),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.UniqueConstraint("mailbox", "kind", "ref"),
)


@dataclass(frozen=True, slots=True)
class User:
    """One mailbox; `synchronised` is what was asked for, `reason` why it does not work at the moment.

    `exchange`: the EWS address of the mailbox's server; empty: the one of the settings.
    """

    address: str
    token: str
    synchronised: bool
    since: float
    reason: str | None
    failures: int
    not_before: float
    calendar_id: str | None
    subscription: str | None
    subscribing: bool
    watermark: str | None
    previous_watermark: str | None
    exchange: str


@dataclass(frozen=True, slots=True)
class Work:
    """Something to do for a mailbox: `kind` says what, `ref` on which item or reservation."""

    id: int
    mailbox: str
    kind: str
    ref: str
    due: float
    version: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A reservation with all that is stored of it; `core` and `base` are what `decide` is asked with."""

    core: Reservation
    base: Base
    who: str
    text: str
    time_zone: str
    revision: int = 1
    changed_by: str = ""
    flags: frozenset[str] = frozenset()
    room_response: str | None = None
    tries: int = 0
    recurrence: str = ""
    dates: Dates = field(default_factory=dict)
    """Of a series: its dates, and below the states of each that Exchange may have without somebody's change there."""
    known: Known = field(default_factory=dict)

    def spans(self, values: Values) -> list[tuple[datetime, datetime]]:
        """When it takes place with these values: a series on each of its dates."""
        return [state for state in self.dates.values() if state] if self.dates else [span_of(values)]


@dataclass(frozen=True, slots=True)
class Room:
    """A resource by its mailbox; `not_bookable` are spans of instants (seconds), `conflict` a `decide.Rule`."""

    address: str
    name: str
    not_bookable: tuple[tuple[float, float], ...] = ()
    conflict: str = "report"


@dataclass(frozen=True, slots=True)
class Backlog:
    """`busy`: something is running or due; else `pending` rows wait, the first until `next_at`."""

    busy: bool
    pending: int
    next_at: float | None


def to_json(values: Values) -> dict[str, object]:
    """Values as JSON has them: instants in RFC 3339 (UTC), attendees as objects."""
    return {name: _dump(value) for name, value in values.items()}


def _dump(value: Value) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple):
        return [one._asdict() if isinstance(one, Attendee) else one for one in value]
    return value


def from_json(found: Mapping[str, Any]) -> dict[str, Value]:
    """The reverse of `to_json`."""
    return {name: _load(name, value) for name, value in found.items()}


def _load(name: str, value: Any) -> Value:
    match name:
        case "start" | "end":
            return datetime.fromisoformat(value)
        case "attendees":
            return tuple(Attendee(**one) for one in value)
        case "resources":
            return tuple(value)
    return value  # type: ignore[no-any-return]


def _state_to_json(state: State) -> list[str] | None:
    return None if state is None else [one.astimezone(UTC).isoformat() for one in state]


def state_of_json(given: list[str] | None) -> State:
    """A state of a date, as it lies in a column."""
    return None if given is None else (datetime.fromisoformat(given[0]), datetime.fromisoformat(given[1]))


def columns_of(stored: Stored) -> dict[str, Any]:
    core = stored.core
    spans = stored.spans(core.values) or [span_of(core.values)]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return {
        "oid": core.oid,
        "organizer": core.organizer,
        "origin": core.origin,
        "who": stored.who,
        "text": stored.text,
        "time_zone": stored.time_zone,
        "synchronise": core.synchronise,
        "starts": start.timestamp(),
        "ends": end.timestamp(),
        "fields": to_json(core.values),
        "cancelled": core.cancelled,
        "link": core.link,
        "item_id": core.item_id,
        "changed": dict(core.changed),
        "base": to_json(stored.base.values),
        "attempted": to_json(stored.base.attempted),
        "revision": stored.revision,
        "changed_by": stored.changed_by,
        "flags": sorted(stored.flags),
        "room_response": stored.room_response,
        "tries": stored.tries,
        "recurrence": stored.recurrence,
        "dates": {one.isoformat(): _state_to_json(state) for one, state in stored.dates.items()},
        "known": {one.isoformat(): list(map(_state_to_json, states)) for one, states in stored.known.items()},
    }


def stored_of(row: Any) -> Stored:
    core = Reservation(
        oid=row.oid,
        organizer=row.organizer,
        origin=Origin(row.origin),
        values=from_json(row.fields),
        cancelled=row.cancelled,
        link=Link(row.link),
        item_id=row.item_id,
        synchronise=row.synchronise,
        changed={name: Origin(origin) for name, origin in row.changed.items()},
    )
    base = Base(from_json(row.base), from_json(row.attempted))
    flags = frozenset(row.flags)
    dates = {datetime.fromisoformat(one): state_of_json(state) for one, state in row.dates.items()}
    known = {datetime.fromisoformat(one): tuple(map(state_of_json, states)) for one, states in row.known.items()}
    return Stored(
        core, base, row.who, row.text, row.time_zone, row.revision, row.changed_by, flags, row.room_response, row.tries,
        row.recurrence, dates, known,
    )  # fmt: skip


def changed(stored: Stored, **core: Any) -> Stored:
    """The same with other values in `core`."""
    return replace(stored, core=replace(stored.core, **core))
