"""A world from a file: people, rooms, groups and meetings, those named in it and those that it has made up.

Rule: the same file and the same day give the same world; every mistake in the file is a ValueError that says where.
What is made up comes from Faker, which only this needs: it is loaded when a file asks for it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from fake_ews.model import zones
from fake_ews.model.booking import BookingPolicy
from fake_ews.model.entries import LONGEST
from fake_ews.model.exchange import LONGEST_DELAY
from fake_ews.model.languages import ENGLISH, wrong_culture
from fake_ews.model.profile import Profile
from fake_ews.model.texts import wrong_address, wrong_text
from fake_ews.model.working_hours import WorkHours
from fake_ews.people.owa import Owa
from fake_ews.server import misread
from fake_ews.server.setup import LEVELS, add_account, add_delegate

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange

ZONE = "W. Europe Standard Time"
FARTHEST, YEARS = 2600, range(1601, 4501)
"""Working days from today at most (ten years), and the years that Exchange keeps."""
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
SATURDAY = 5
HOURS = range(8, 17)
"""Local hours at which meetings are made up; each takes one hour, and nobody is in two of his own at a time."""


class NotSettled(ValueError):
    """A world that is right by itself cannot be made here; the text says which part of it, and why."""


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[people]]: with a password the mailbox is also an account; `impersonates` names mailboxes, or all, and so does
    `full-access`: those that it may open as their owners may. `delegates` may act for the owner, each with a level in
    the calendar; `culture` is the language of the mailbox; `profile` has fields of the profile that are its own;
    `hours` are the working hours, as Set-MailboxCalendarConfiguration names their settings.
    """

    address: str
    name: str = ""
    password: str = ""
    zone: str = ZONE
    culture: str = ENGLISH
    delegates: dict[str, str] = {}
    impersonates: Literal["all"] | tuple[str, ...] = ()
    full_access: Literal["all"] | tuple[str, ...] = msgspec.field(default=(), name="full-access")
    profile: dict[str, Any] = {}
    hours: dict[str, Any] = {}


class Room(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[rooms]]: `policy` as Set-CalendarProcessing names its settings; it answers after `accepts-after` seconds.

    `profile`: fields of the profile that are its own; `hours`: when it is open, as those of people.
    """

    address: str
    name: str = ""
    policy: dict[str, Any] = {}
    profile: dict[str, Any] = {}
    hours: dict[str, Any] = {}
    accepts_after: float = msgspec.field(default=1.0, name="accepts-after")


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[groups]]: a distribution group, or with `rooms` a room list. `members` are addresses: people, rooms and other
    groups of the file, and people outside.
    """

    address: str
    name: str = ""
    members: tuple[str, ...] = ()
    rooms: bool = False


class Meeting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[meetings]]: an instant (`start`), or so many working days from today (`day`) at a local time (`at`)."""

    organizer: str
    subject: str
    start: dt.datetime | None = None
    day: int | None = None
    at: dt.time | None = None
    minutes: int = 60
    attendees: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    location: str = ""


Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class MadeUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """[made-up]: so many people and rooms, and so many meetings for each person within so many working days."""

    people: Count = 0
    rooms: Count = 0
    meetings: Count = 3
    days: Annotated[int, msgspec.Meta(ge=0, le=FARTHEST)] = 5
    domain: str = "example.test"
    locale: str = "en_US"


class World(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """A file as it was read; `complete` has what is made up, too.

    `profile`: how Exchange behaves, by the `name` of a profile, by fields that are otherwise than in it, or by both.
    """

    seed: int = 0
    profile: dict[str, Any] = {}
    people: tuple[Person, ...] = ()
    rooms: tuple[Room, ...] = ()
    groups: tuple[Group, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    made_up: MadeUp | None = None

    @classmethod
    def read(cls, path: Path | str) -> World:
        """The world of a TOML file, complete; ValueError says what is wrong in which file."""
        try:
            found = msgspec.convert(tomllib.loads(Path(path).read_text("utf-8")), cls)
            return found.complete()
        except OSError as error:
            raise ValueError(f"{path}: cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path}: is no TOML: {error}") from error
        except msgspec.ValidationError as error:
            raise ValueError(f"{path}: {misread.said(error, cls)}") from error
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error

    def complete(self) -> World:
        """The same with everything made up that was asked for; ValueError says what is wrong."""
        if wrong := next(self._mistakes(), None):
            raise ValueError(wrong)
        return self if self.made_up is None else _made_up(self, self.made_up)

    def shaped(self, profile: Profile) -> Profile:
        """How Exchange behaves in it, where it would be as in `profile`. ValueError says what is wrong."""
        return profile.shaped(self.profile)

    def _mistakes(self) -> Iterator[str]:
        """What types cannot say."""
        yield from _not_in_xml(msgspec.to_builtins(self), "")
        yield from _wrong_profile("profile", lambda: self.shaped(Profile()))
        of_all = self.shaped(Profile())
        known: set[str] = set()
        for where, one in _named(self):
            yield from _wrong_profile(f"{where}.profile", partial(of_all.own, one.profile, is_new=True))
            yield from _wrong_address(f"{where}.address", one.address, known)
            yield from _wrong_hours(where, one)
            known.add(one.address.lower())
        listed = set(known)
        for number, group in enumerate(self.groups):
            yield from _wrong_address(f"groups[{number}].address", group.address, listed)
            listed.add(group.address.lower())
        rooms = {room.address.lower() for room in self.rooms}
        for number, group in enumerate(self.groups):
            yield from (f"groups[{number}].members: {wrong}" for wrong in _wrong_members(group, listed, rooms))
        for number, person in enumerate(self.people):
            if zones.zone(person.zone) is None:
                yield f"people[{number}].zone: not a time zone: {person.zone!r} (expected a Windows or IANA name)"
            if (wrong := wrong_culture(person.culture)) is not None:
                yield f"people[{number}].culture: {wrong}"
            yield from (f"people[{number}].{wrong}" for wrong in _wrong_delegates(person, known))
            yield from (f"people[{number}].{wrong}" for wrong in _wrong_rights(person, known))
        for number, room in enumerate(self.rooms):
            yield from (f"rooms[{number}].{wrong}" for wrong in _wrong_room(room))
        for number, meeting in enumerate(self.meetings):
            yield from (f"meetings[{number}].{wrong}" for wrong in _wrong(meeting, known, listed))
        if self.made_up is not None and not _DOMAIN.fullmatch(self.made_up.domain):
            yield f"made-up.domain: not a mail domain: {self.made_up.domain!r} (expected one such as example.test)"


def settle(exchange: Exchange, world: World) -> None:
    """Make all people, rooms, groups and meetings of a world. NotSettled: an address is taken, a meeting is refused."""
    for number, person in enumerate(world.people):
        with _making(f"people[{number}]"):
            own = exchange.profile.own(person.profile, is_new=True)
            exchange.add_mailbox(
                person.address, name=person.name, zone=person.zone, culture=person.culture, profile=own,
                hours=person.hours,
            )  # fmt: skip
            if person.password:
                add_account(exchange, person.address, person.password, person.impersonates, person.full_access)
    for number, room in enumerate(world.rooms):
        with _making(f"rooms[{number}]"):
            exchange.add_mailbox(
                room.address, name=room.name, room=True, policy=room.policy,
                answers_after=dt.timedelta(seconds=room.accepts_after),
                profile=exchange.profile.own(room.profile, is_new=True),
                hours=room.hours,
            )  # fmt: skip
    for number, person in enumerate(world.people):
        for address, level in person.delegates.items():
            with _making(f"people[{number}].delegates"):
                add_delegate(exchange, address, person.address, level)
    for number, group in enumerate(world.groups):
        with _making(f"groups[{number}]"):
            exchange.put_group(group.address, name=group.name, members=group.members, rooms=group.rooms)
    for number, meeting in enumerate(world.meetings):
        with _making(f"meetings[{number}] ({meeting.subject!r} of {meeting.organizer})"):
            _hold(exchange, meeting)


@contextmanager
def _making(where: str) -> Iterator[None]:
    """What is wrong with a part is told with its place."""
    try:
        yield
    except (ValueError, OverflowError) as error:
        raise NotSettled(f"{where}: {error}") from error


def _hold(exchange: Exchange, meeting: Meeting) -> None:
    mailbox = exchange.mailboxes[meeting.organizer.lower()]
    start = meeting.start or _on(exchange.clock.now(), mailbox.zone, meeting.day or 0, meeting.at or dt.time(9))
    fields = {"attendees": meeting.attendees, "resources": meeting.rooms, "location": meeting.location}
    said: dict[str, Any] = {name: value for name, value in fields.items() if value}
    Owa(exchange, mailbox).new(meeting.subject, start, start + dt.timedelta(minutes=meeting.minutes), **said)


def _on(now: dt.datetime, zone_id: str, days: int, at: dt.time) -> dt.datetime:
    """A local time so many working days from today; today counts as one, be it a Sunday."""
    zone = zones.zone(zone_id)
    day, step = now.astimezone(zone).date(), dt.timedelta(days=1 if days >= 0 else -1)
    for _ in range(abs(days)):
        day += step
        while day.weekday() >= SATURDAY:
            day += step
    return dt.datetime.combine(day, at, zone)


def _named(world: World) -> Iterator[tuple[str, Person | Room]]:
    yield from ((f"people[{number}]", one) for number, one in enumerate(world.people))
    yield from ((f"rooms[{number}]", one) for number, one in enumerate(world.rooms))


def _wrong_profile(where: str, shaped: Callable[[], Profile]) -> Iterator[str]:
    try:
        shaped()
    except ValueError as error:
        yield f"{where}: {error}"


def _wrong_hours(where: str, one: Person | Room) -> Iterator[str]:
    try:
        WorkHours.of(one.hours)
    except ValueError as error:
        yield f"{where}.hours: {error}"


def _wrong_room(room: Room) -> Iterator[str]:
    try:
        BookingPolicy.of(room.policy)
    except ValueError as error:
        yield f"policy: {error}"
    if not 0 <= room.accepts_after <= LONGEST_DELAY.total_seconds():
        yield f"accepts-after: {room.accepts_after} should be 0 to {LONGEST_DELAY.total_seconds():.0f} (a year)"


def _wrong_delegates(person: Person, known: set[str]) -> Iterator[str]:
    for address, level in person.delegates.items():
        if address.lower() not in known - {person.address.lower()}:
            yield f"delegates: {address} is none of the other people and rooms of this file"
        if level not in LEVELS:
            yield f"delegates: {address}: no such level: {level!r} (there are {', '.join(LEVELS)})"


def _wrong_rights(person: Person, known: set[str]) -> Iterator[str]:
    for name, given in (("impersonates", person.impersonates), ("full-access", person.full_access)):
        if given and not person.password:
            yield f"{name}: {person.address} needs a password for it: without one nobody signs in"
        for address in () if given == "all" else given:
            if address.lower() not in known:
                yield f"{name}: {address} is none of the people and rooms of this file"


def _not_in_xml(value: object, where: str) -> Iterator[str]:
    """Texts that no answer of Exchange could tell."""
    match value:
        case str() if (why := wrong_text(value)) is not None:
            yield f"{where}: {why}"
        case dict():
            for name, one in value.items():
                yield from _not_in_xml(one, f"{where}.{name}".lstrip("."))
        case list() | tuple():
            for number, one in enumerate(value):
                yield from _not_in_xml(one, f"{where}[{number}]")


def _wrong_address(where: str, address: str, known: set[str]) -> Iterator[str]:
    if (why := wrong_address(address)) is not None:
        yield f"{where}: {why}"
    if address.lower() in known:
        yield f"{where}: {address.lower()} is there twice"


def _wrong_members(group: Group, listed: set[str], rooms: set[str]) -> Iterator[str]:
    """Whoever is of a domain of the file must be in it; others are people outside."""
    domains = {address.partition("@")[2] for address in listed}
    for member in group.members:
        if (why := wrong_address(member)) is not None:
            yield why
        elif group.rooms and member.lower() not in rooms:
            yield f"{member} is none of the rooms of this file, which a room list needs"
        elif member.lower() not in listed and member.lower().partition("@")[2] in domains:
            yield f"{member} is none of the people, rooms and groups of this file"


def _wrong(meeting: Meeting, known: set[str], listed: set[str]) -> Iterator[str]:
    parts = (
        ("organizer", (meeting.organizer,), known, "people and rooms"),
        ("attendees", meeting.attendees, listed, "people, rooms and groups"),
        ("rooms", meeting.rooms, known, "people and rooms"),
    )
    for name, addresses, there, called in parts:
        for address in addresses:
            if address.lower() not in there:
                yield f"{name}: {address} is none of the {called} of this file"
    if (meeting.start is None) == (meeting.day is None and meeting.at is None):
        yield "start: either start must be there, or day and at (such as day = 1, at = 09:00:00)"
    if meeting.start is not None and meeting.start.tzinfo is None:
        yield "start: needs an offset, such as 2027-03-01T09:00:00+01:00"
    if meeting.start is not None and meeting.start.year not in YEARS:
        yield f"start: {meeting.start} should be in the years {YEARS[0]} to {YEARS[-1]}"
    if abs(meeting.day or 0) > FARTHEST:
        yield f"day: {meeting.day} should be -{FARTHEST} to {FARTHEST} (working days from today)"
    if not 0 < meeting.minutes <= LONGEST // dt.timedelta(minutes=1):
        yield f"minutes: {meeting.minutes} should be 1 to {LONGEST // dt.timedelta(minutes=1)} (five years)"


# --- made up ----------------------------------------------------------------------------------------------------------


def _made_up(world: World, wish: MadeUp) -> World:
    try:
        from faker import Faker
    except ImportError as error:
        raise ValueError("[made-up] needs Faker: pip install faker") from error
    try:
        faker = Faker(wish.locale)
    except AttributeError as error:
        raise ValueError(f"made-up.locale: Faker knows no {wish.locale!r}") from error
    faker.seed_instance(world.seed)
    taken = {one.address.lower() for _, one in _named(world)} | {one.address.lower() for one in world.groups}
    domain = wish.domain
    people = [Person(address=_address(name, domain, taken), name=name) for name in _names(faker.name, wish.people)]
    rooms = [Room(address=_address(name, domain, taken), name=name) for name in _names(faker.city, wish.rooms)]
    whole = msgspec.structs.replace(world, people=(*world.people, *people), rooms=(*world.rooms, *rooms), made_up=None)
    meetings = tuple(_meetings(whole, wish, lambda: str(faker.sentence(nb_words=3)).rstrip(".")))
    return msgspec.structs.replace(whole, meetings=(*world.meetings, *meetings))


def _names(make: Callable[[], str], count: int) -> list[str]:
    """So many different names."""
    found: dict[str, None] = {}
    for number in range(count * 20):
        name = make()
        found.setdefault(name if number < count * 10 else f"{name} {number}")
        if len(found) == count:
            break
    return list(found)


def _address(name: str, domain: str, taken: set[str]) -> str:
    """An address for a name, in plain letters; a number behind it if somebody has it."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    local = ".".join(re.findall(r"[a-z0-9]+", plain)) or "somebody"
    free = next(one for one in _numbered(local) if f"{one}@{domain}" not in taken)
    taken.add(f"{free}@{domain}")
    return f"{free}@{domain}"


def _numbered(local: str) -> Iterator[str]:
    yield local
    yield from (f"{local}{number}" for number in itertools.count(2))


def _meetings(world: World, wish: MadeUp, subject: Callable[[], str]) -> Iterator[Meeting]:
    """Meetings of everybody, some with guests, some in a room; no organizer is in two of his own at a time."""
    random = Random(world.seed)
    slots = [(day, hour) for day in range(-wish.days, wish.days + 1) for hour in HOURS]
    people = [one.address for one in world.people]
    for organizer in people:
        others = [one for one in people if one != organizer]
        for day, hour in sorted(random.sample(slots, min(wish.meetings, len(slots)))):
            yield Meeting(
                organizer=organizer,
                subject=subject(),
                day=day,
                at=dt.time(hour),
                attendees=tuple(random.sample(others, min(random.randrange(3), len(others)))),
                rooms=(random.choice(world.rooms).address,) if world.rooms and random.random() < 0.5 else (),
            )
