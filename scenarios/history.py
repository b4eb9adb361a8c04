"""What happened in one scenario, seen from outside: the simulator's journal, calls of connection 1, states looked at.

Rules: everything here is immutable and can be written down by hand; nothing here judges or talks to anyone.
Order: journal records are numbered; everything else carries the number of the newest record at its time and a turn.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from scenarios.declared import Declared
from scenarios.paths import property_path, same_path, set_guid
from scenarios.reservations import Occurrence, Reservation, Stamp, StampProperty

SHOWN = 5
"""So many properties of a write are shown in a line."""
TELLING = 12
"""So long is a key that stands in other values by itself only; shorter ones, such as 17, stand everywhere."""
EPOCH = datetime(2027, 3, 1, 8, tzinfo=UTC)


class NotSeen(Exception):
    """The history does not hold what a check needs; the text names it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the scenario: the newest journal record, the turn, and the simulated time."""

    number: int = 0
    turn: int = 0
    at: datetime = EPOCH


@dataclass(frozen=True, slots=True)
class Changed:
    """What a record did to one item or folder of a mailbox."""

    mailbox: str
    kind: str
    what: str = "item"
    item_class: str = "IPM.Appointment"
    item_id: str = ""
    old_id: str = ""
    folder: str = "calendar"
    old_folder: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the simulator's journal, field by field as its public `Record` has them."""

    number: int
    at: datetime = EPOCH
    kind: str = "call"
    operation: str = ""
    mailbox: str = ""
    account: str = ""
    impersonating: bool = True
    status: int | None = 200
    codes: tuple[str, ...] = ("NoError",)
    item_ids: tuple[str, ...] = ()
    changes: tuple[Changed, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    mailed: bool = False
    mails: tuple[tuple[str, str], ...] = ()
    is_write: bool = False
    subscription: str = ""
    events: tuple[tuple[str, str], ...] = ()
    acknowledged: str = ""
    seconds: float = 0.0
    sent: bytes = field(default=b"", repr=False)
    received: bytes = field(default=b"", repr=False)
    fault: str = ""
    verdict: str = ""
    lacks: str = ""

    @property
    def paths(self) -> frozenset[str]:
        """The properties the request writes, in the form of `scenarios.paths`."""
        return frozenset(same_path(path) for path, _ in self.properties)

    def own_mark(self, own: frozenset[str]) -> bool:
        """A write that names only extended properties declared as the product's own, and mails nobody."""
        return self.is_write and bool(self.paths) and self.paths <= own and not self.mailed

    def line(self) -> str:
        """For a report: when, who, what, on what, and the answer."""
        match self.kind:
            case "push" | "unsent":
                told = f"push to {self.account} for {self.mailbox}: " + ", ".join(kind for kind, _ in self.events)
                unanswered = "not sent" if self.kind == "unsent" else "no answer"
                answer = self.acknowledged or str(self.status or unanswered)
            case "call":
                told = f"{self.operation} on {self.mailbox or 'no mailbox'} by {self.account}"
                told += "".join(f" {path}={value!r}" for path, value in self.properties[:SHOWN])
                told += f" and {len(self.properties) - SHOWN} more" if len(self.properties) > SHOWN else ""
                answer = ", ".join(self.codes) or str(self.status or "no answer")
            case "refused":
                told, answer = f"{self.operation} by {self.account or 'nobody'}", f"{self.status}, {self.verdict}"
            case _:
                told, answer = f"{self.operation} by {self.account or 'the simulator'} on {self.mailbox}", "done"
        ids = "".join(f" [{_short(one)}]" for one in self.item_ids)
        fault = f" (fault: {self.fault})" if self.fault else ""
        return f"#{self.number} {self.at:%H:%M:%S} {told}{ids}: {answer}{fault}"


@dataclass(frozen=True, slots=True)
class Web:
    """One call of connection 1, by the browser or the add-in."""

    moment: Moment
    who: str
    call: str
    status: int
    sent: str = ""
    answer: str = ""

    def line(self) -> str:
        """For a report."""
        return f"{self.moment.at:%H:%M:%S} {self.who}: {self.call} {self.sent} -> {self.status} {self.answer}".rstrip()


@dataclass(frozen=True, slots=True)
class Property:
    """An extended property of an item."""

    set: str = ""
    name: str | None = None
    id: int | None = None
    tag: int | None = None
    type: str = "String"
    value: str | tuple[str, ...] = ""

    @property
    def path(self) -> str:
        """In the form of `scenarios.paths`."""
        if self.tag is not None:
            return hex(self.tag)
        return property_path(self.set, self.name if self.name is not None else str(self.id))


@dataclass(frozen=True, slots=True)
class Date:
    """One date of a series in Exchange, field by field as the simulator's public `DateView` has them."""

    original: datetime
    start: datetime
    end: datetime
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What an item in Exchange was at one moment, field by field as the simulator's public `ItemView` has them."""

    item_id: str
    folder: str = "calendar"
    subject: str = ""
    start: datetime | None = None
    end: datetime | None = None
    change_key: str = ""
    item_class: str = "IPM.Appointment"
    all_day: bool = False
    location: str = ""
    body: str = ""
    html: str = ""
    free_busy: str = "Busy"
    sensitivity: str = "Normal"
    reminder: int | None = None
    attendees: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    organizer: str = ""
    categories: tuple[str, ...] = ()
    is_meeting: bool = False
    is_cancelled: bool = False
    my_response: str = ""
    responses: tuple[tuple[str, str], ...] = ()
    uid: str = ""
    start_zone: str = ""
    importance: str = "Normal"
    properties: tuple[Property, ...] = ()
    recurrence: str = ""
    dates: tuple[Date, ...] = ()

    def value(self, wanted: StampProperty) -> str | tuple[str, ...] | None:
        """The value this item carries under a stamp's property, or None."""
        path = property_path(wanted.set, str(wanted.key))
        return next((one.value for one in self.properties if one.path == path), None)

    def carries(self, stamp: Stamp) -> bool:
        """Are all properties of the stamp there, with its values?"""
        return bool(stamp) and all(plain(self.value(one), one.type) == plain(one.value, one.type) for one in stamp)

    def mentions(self, oid: str) -> bool:
        """Can the oid be read in an extended property or in the UID?"""
        return any(oid.lower() in text.lower() for text in self._texts())

    def names(self, oid: str) -> bool:
        """Does an extended property or the UID speak of this oid, and of no other thing that looks like it?"""
        return self.uid == oid or any(names(text, oid) for text in self._texts())

    def _texts(self) -> Iterator[str]:
        yield self.uid
        for one in self.properties:
            yield from (one.value,) if isinstance(one.value, str) else one.value


@dataclass(frozen=True, slots=True)
class Seen:
    """A reservation as GET showed it; None: there is none."""

    moment: Moment
    oid: str
    reservation: Reservation | None

    def line(self) -> str:
        """For a report."""
        one = self.reservation
        if one is None:
            return f"{self.moment.at:%H:%M:%S} GET reservation {self.oid}: not there"
        state = "cancelled" if one.cancelled else "living"
        times = f"{one.start.isoformat()} to {one.end.isoformat()}"
        said = (f"{state}, {one.subject!r} {times}", f"link {one.link}", f"itemId {_short(one.item_id)}")
        counted = (f"revision {one.revision}", f"flags {', '.join(sorted(one.flags)) or 'none'}")
        return f"{self.moment.at:%H:%M:%S} GET reservation {self.oid}: {', '.join((*said, *counted))}"


@dataclass(frozen=True, slots=True)
class Listed:
    """The reservations of one organizer, cancelled ones included."""

    moment: Moment
    organizer: str
    reservations: tuple[Reservation, ...]

    def line(self) -> str:
        """For a report."""
        ones = ", ".join(f"{one.oid}{' (cancelled)' if one.cancelled else ''}" for one in self.reservations)
        return f"{self.moment.at:%H:%M:%S} reservations of {self.organizer}: {ones or 'none'}"


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates of a series as the product shows them."""

    moment: Moment
    oid: str
    dates: tuple[Occurrence, ...]

    def line(self) -> str:
        """For a report."""
        ones = (f"{one.start.isoformat()}{' (cancelled)' if one.cancelled else ''}" for one in self.dates)
        return f"{self.moment.at:%H:%M:%S} GET occurrences of {self.oid}: {', '.join(ones) or 'none'}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All items of one mailbox, whatever folder they lie in."""

    moment: Moment
    mailbox: str
    items: tuple[Item, ...]

    @property
    def calendar(self) -> tuple[Item, ...]:
        """The items that lie in the calendar."""
        return tuple(one for one in self.items if one.folder == "calendar")

    def line(self) -> str:
        """For a report."""
        ones = ", ".join(f"{one.subject!r} in {one.folder} [{_short(one.item_id)}]" for one in self.items)
        return f"{self.moment.at:%H:%M:%S} mailbox {self.mailbox}: {ones or 'empty'}"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription as Exchange knows it; `ended` None: it lives."""

    id: str
    mailbox: str
    kind: str = "push"
    url: str = ""
    frequency_minutes: int = 30
    created: datetime = EPOCH
    last_ok: datetime | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The subscriptions on one mailbox, ended ones included."""

    moment: Moment
    mailbox: str
    subscriptions: tuple[Subscription, ...]

    @property
    def live(self) -> tuple[Subscription, ...]:
        """Those that live."""
        return tuple(one for one in self.subscriptions if one.ended is None)

    def line(self) -> str:
        """For a report."""
        ones = ", ".join(f"{one.kind} since {one.created:%H:%M:%S}" for one in self.live)
        return f"{self.moment.at:%H:%M:%S} live subscriptions on {self.mailbox}: {ones or 'none'}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the product says of a user: `state` is on, off or failing ("": it knows none such), and why."""

    moment: Moment
    mailbox: str
    state: str
    reason: str = ""

    def line(self) -> str:
        """For a report."""
        why = f", {self.reason}" if self.reason else ""
        return f"{self.moment.at:%H:%M:%S} user {self.mailbox}: {self.state or 'unknown'}{why}"


Look = Seen | Listed | Dated | Shelf | Subscribed | Standing
Evidence = Record | Web | Look
L = TypeVar("L", bound=Look)


@dataclass(frozen=True, slots=True)
class History:
    """One scenario, from its beginning until now; `rooms` maps the product's ids of rooms to mailbox addresses.

    `exchange` is the EWS address at which requests are awaited.
    """

    records: tuple[Record, ...] = ()
    web: tuple[Web, ...] = ()
    looks: tuple[Look, ...] = ()
    declared: Declared = field(default_factory=Declared)
    rooms: Mapping[str, str] = field(default_factory=dict)
    now: datetime = EPOCH
    exchange: str = ""

    def calls(self, mailbox: str | None = None, since: Moment | None = None) -> Iterator[Record]:
        """Requests of the product, for one mailbox or all, after a moment."""
        return (one for one in self.records if one.kind == "call" and _concerns(one, mailbox, since))

    def refused(self) -> tuple[Record, ...]:
        """Requests that were turned away before Exchange looked at them: nobody knows for which mailbox."""
        return tuple(one for one in self.records if one.kind == "refused")

    def writes(self, mailbox: str | None = None, since: Moment | None = None) -> tuple[Record, ...]:
        """Requests that create, change, move, copy or delete a calendar item."""
        return tuple(one for one in self.calls(mailbox, since) if one.is_write)

    def pushes(self, mailbox: str, since: Moment | None = None) -> tuple[Record, ...]:
        """Messages sent to the product for a mailbox."""
        return tuple(one for one in self.records if one.kind == "push" and _concerns(one, mailbox, since))

    def streamed(self, mailbox: str, since: Moment | None = None) -> tuple[Record, ...]:
        """Events of a mailbox that went to the product over its streaming connection."""
        return tuple(
            one for one in self.records if one.kind == "stream" and one.events and _concerns(one, mailbox, since)
        )

    def seen(self, oid: str, until: Moment | None = None) -> Seen:
        """The reservation as last looked at, up to a moment; NotSeen if nobody looked."""
        return self._last(Seen, lambda look: look.oid == oid, until, f"reservation {oid}")

    def living(self, oid: str, until: Moment | None = None) -> Reservation:
        """The reservation as last looked at; NotSeen if it was not there."""
        one = self.seen(oid, until).reservation
        if one is None:
            raise NotSeen(f"reservation {oid}")
        return one

    def dated(self, oid: str) -> Dated:
        """The dates of a series as the product last showed them."""
        return self._last(Dated, lambda look: look.oid == oid, None, f"dates of reservation {oid}")

    def listed(self, organizer: str, until: Moment | None = None) -> Listed:
        """The organizer's list as last looked at."""
        return self._last(Listed, lambda look: look.organizer == organizer, until, f"list of {organizer}")

    def shelf(self, mailbox: str, until: Moment | None = None) -> Shelf:
        """The mailbox as last looked at."""
        return self._last(Shelf, lambda look: look.mailbox == mailbox, until, f"mailbox {mailbox}")

    def subscribed(self, mailbox: str, until: Moment | None = None) -> Subscribed:
        """The mailbox's subscriptions as last looked at."""
        return self._last(Subscribed, lambda look: look.mailbox == mailbox, until, f"subscriptions on {mailbox}")

    def standing(self, mailbox: str, until: Moment | None = None) -> Standing:
        """What the product last said of a user."""
        return self._last(Standing, lambda look: look.mailbox == mailbox, until, f"state of {mailbox}")

    def polls(self, oid: str, since: Moment) -> tuple[Seen, ...]:
        """Every look at a reservation after a moment."""
        return tuple(
            one for one in self.looks if isinstance(one, Seen) and one.oid == oid and one.moment.turn > since.turn
        )

    def _last(self, kind: type[L], wanted: Callable[[L], bool], until: Moment | None, name: str) -> L:
        for look in reversed(self.looks):
            if isinstance(look, kind) and wanted(look) and (until is None or look.moment.turn <= until.turn):
                return look
        raise NotSeen(f"the {name}")


def _concerns(record: Record, mailbox: str | None, since: Moment | None) -> bool:
    return (mailbox is None or record.mailbox == mailbox) and (since is None or record.number > since.number)


def _short(item_id: str | None) -> str:
    return "none" if item_id is None else item_id if len(item_id) <= 12 else f"...{item_id[-10:]}"


def names(text: str, key: str) -> bool:
    """Does a text name an oid or a UID? One that is too short to be told from other texts is named by no text."""
    return len(key) >= TELLING and key.lower() in text.lower()


def plain(value: str | tuple[str, ...] | None, type_name: str) -> str | tuple[str, ...] | None:
    """A value in the form that is compared: GUIDs by their letters' value, numbers by their number."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(str(plain(one, type_name.removesuffix("Array"))) for one in value)
    match type_name.removesuffix("Array"):
        case "CLSID":
            return set_guid(value)
        case "Boolean":
            return {"1": "true", "0": "false"}.get(value, value.lower())
        case "Integer" | "Long" | "Short":
            return str(int(value))
        case _:
            return value
