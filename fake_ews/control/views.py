"""What a test is shown: frozen snapshots of items and subscriptions, in the words of people's programs.

Rule: a view is made on the simulator's thread and never changes; it holds nothing of the model.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfStrings, EmailAddress
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag, Mapi, PropertySet, Row
from fake_ews.model import bodies, entries, events, series, situations, zones
from fake_ews.model.extended import Extended, written
from fake_ews.model.items import ITEM_CLASSES
from fake_ews.model.pulling import PullSubscription
from fake_ews.model.rrule import rrule
from fake_ews.model.streaming import StreamingSubscription

if TYPE_CHECKING:
    from fake_ews.model.delivery import Subscription
    from fake_ews.model.items import Item
    from fake_ews.model.lists import Group
    from fake_ews.model.mailbox import Mailbox
    from fake_ews.model.outside import Letter

    AnySubscription = Subscription | PullSubscription | StreamingSubscription


DATES = 100
"""So many dates of a series are shown."""


@dataclass(frozen=True, slots=True)
class Property:
    """An extended property: set (GUID, lower case; "" for a tag) with name or id, or tag; type and value as in EWS."""

    set: str
    name: str | None
    id: int | None
    tag: int | None
    type: str
    value: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateView:
    """One date of a series: when it would start by the pattern, when it starts and ends now, whether it is deleted.

    Then what it is called, where it is, and what has been answered to it, and proposed.
    """

    original: dt.datetime
    start: dt.datetime
    end: dt.datetime
    deleted: bool
    subject: str
    location: str
    my_response: str
    responses: tuple[tuple[str, str], ...]
    proposals: tuple[tuple[str, dt.datetime, dt.datetime], ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """What an item is now. Instants are UTC; `reminder` in minutes, None: none; people by address, in lower case.

    `folder` is a distinguished name, or the FolderId of a folder that has none. An entry that Exchange does not know
    yet has neither item_id nor change_key nor folder.
    """

    item_id: str
    change_key: str
    folder: str
    item_class: str
    subject: str
    start: dt.datetime | None
    end: dt.datetime | None
    all_day: bool
    location: str
    body: str
    html: str
    """The text as it is formatted; empty where it is plain."""
    free_busy: str
    sensitivity: str
    reminder: int | None
    attendees: tuple[str, ...]
    optional: tuple[str, ...]
    resources: tuple[str, ...]
    organizer: str
    categories: tuple[str, ...]
    is_meeting: bool
    is_cancelled: bool
    my_response: str
    responses: tuple[tuple[str, str], ...]
    proposals: tuple[tuple[str, dt.datetime, dt.datetime], ...]
    """Other times that attendees have proposed: who, and from when to when."""
    uid: str
    start_zone: str
    importance: str
    properties: tuple[Property, ...]
    recurrence: str
    """The pattern of a series as an RRULE without its first day, which is that of `start`; empty: no series."""
    dates: tuple[DateView, ...]
    """The dates of a series, the first 100 of them, deleted ones included."""

    def extended(self, set: str, name_or_id: str | int) -> str | tuple[str, ...] | None:  # noqa: A002 - MAPI's word
        """The value of a property by its set (GUID, or name of a well-known one) and name or id; None: not there."""
        in_set = PropertySet[set].value if set in PropertySet.__members__ else set.strip("{}").lower()
        for one in self.properties:
            if one.set == in_set and name_or_id in (one.name, one.id):
                return one.value
        return None


@dataclass(frozen=True, slots=True)
class GroupView:
    """A distribution group, or a room list: its members by address."""

    address: str
    name: str
    members: tuple[str, ...]
    rooms: bool


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """A subscription; `ended` says why it ended, None: it lives. `folders` empty: all of the mailbox.

    `kind` is push, pull or streaming; `frequency_minutes` StatusFrequency, of a pull its Timeout, of streaming 0;
    `last_ok` when a listener answered OK, or a client called. `waits_for`: why nothing is told just now, in words.
    """

    id: str
    mailbox: str
    folders: tuple[str, ...]
    event_types: tuple[str, ...]
    kind: str
    url: str
    frequency_minutes: int
    created: dt.datetime
    last_ok: dt.datetime | None
    ended: str | None
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class LetterView:
    """What was sent to somebody outside. `kind`: request, update, cancellation, response, notice (of a meeting that was
    forwarded) or mail; `at`: when it came; `sender` by address. What is about a meeting has its UID, its times and, of
    one date of a series, when that starts by the pattern; a response also what it says.

    `entry` is the handle by which the person knows the meeting, None: it is about none.
    """

    kind: str
    at: dt.datetime
    sender: str
    subject: str
    text: str
    entry: int | None
    uid: str
    start: dt.datetime | None
    end: dt.datetime | None
    original: dt.datetime | None
    response: str
    proposed: tuple[dt.datetime, dt.datetime] | None


def of_letter(letter: Letter, about: Callable[[str, dt.datetime | None], int]) -> LetterView:
    """A letter; `about` is the handle of a meeting by its UID, or of its date by itself."""
    bag = letter.bag

    def value(name: str) -> Any:
        return bag.get(bag.rows[name]) if name in bag.rows else None

    writer, uid = bag.get(Message.From), value("UID") or ""
    start, end = value("ProposedStart"), value("ProposedEnd")
    return LetterView(
        letter.kind, letter.at, (writer and writer.Mailbox and writer.Mailbox.EmailAddress) or "",
        bag.get(ItemRows.Subject) or "", bodies.as_type(bag.get(ItemRows.Body), "Text").text or "",
        about(uid, value("RecurrenceId")) if uid else None, uid, value("Start"), value("End"), value("RecurrenceId"),
        value("ResponseType") if letter.kind == "response" else "", (start, end) if start and end else None,
    )  # fmt: skip


def of_group(group: Group) -> GroupView:
    """A group of the directory."""
    return GroupView(group.address, group.name, group.members, group.is_room_list)


def of_item(item: Item) -> ItemView:
    """An item of a mailbox."""
    return of_values(item.bag, item.extended, item)


def of_values(bag: Bag, extended: dict[Mapi, Extended], item: Item | None) -> ItemView:
    """Values of an item, which need not be those that the mailbox has (a cached copy); `item` None: it has none."""

    def text(row: Row[str]) -> str:
        return bag.get(row) or ""

    def flag(row: Row[bool]) -> bool:
        return bool(bag.values.get(row))

    entry = bag if isinstance(bag, CalendarItem) else None
    state = bag.get(CalendarItem.AppointmentState) or 0
    body = bag.get(ItemRows.Body)
    categories = bag.get(ItemRows.Categories)
    return ItemView(
        item_id=item.item_id if item else "",
        change_key=item.change_key if item else "",
        folder=folder_name(item.mailbox, item.folder) if item else "",
        item_class=item.item_class if item else ITEM_CLASSES[type(bag)],
        subject=text(ItemRows.Subject),
        start=bag.get(CalendarItem.Start),
        end=bag.get(CalendarItem.End),
        all_day=flag(CalendarItem.IsAllDayEvent),
        location=text(CalendarItem.Location),
        body=bodies.plain(body),
        html=body.text or "" if body is not None and body.BodyType == "HTML" else "",
        free_busy=text(CalendarItem.LegacyFreeBusyStatus),
        sensitivity=text(ItemRows.Sensitivity),
        reminder=bag.get(ItemRows.ReminderMinutesBeforeStart) if flag(ItemRows.ReminderIsSet) else None,
        attendees=_addresses(entry, "RequiredAttendees"),
        optional=_addresses(entry, "OptionalAttendees"),
        resources=_addresses(entry, "Resources"),
        organizer=_organizer(entry),
        categories=(categories.get(ArrayOfStrings.String) or ()) if categories is not None else (),
        is_meeting=bool(state & 1),
        is_cancelled=bool(state & 4),
        my_response=text(CalendarItem.MyResponseType),
        responses=_responses(entry),
        proposals=_proposals(entry),
        uid=text(CalendarItem.UID),
        start_zone=_zone(text(CalendarItem.StartTimeZoneId)),
        importance=text(ItemRows.Importance),
        properties=tuple(_property(name, value) for name, value in extended.items()),
        recurrence=rrule(bag.need(CalendarItem.Recurrence)) if _recurs(bag) else "",
        dates=_dates(bag) if _recurs(bag) else (),
    )


def _zone(zone_id: str) -> str:
    """A zone as clients are told its id; nothing of what has none."""
    return zone_id and zones.windows_id(zone_id)


def _recurs(bag: Bag) -> bool:
    return isinstance(bag, CalendarItem) and series.is_series(bag)


def _dates(master: Bag) -> tuple[DateView, ...]:
    plan, gone = series.plan_of(master), series.deletions(master)
    days = [day for index in range(1, DATES + 1) if (day := plan.days.day(index)) is not None]
    ones = ((day, cast(CalendarItem, series.occurrence(master, plan, day))) for day in days)
    return tuple(
        DateView(
            plan.start(day), one.need(CalendarItem.Start), one.need(CalendarItem.End), day in gone,
            one.Subject or "", one.Location or "", one.MyResponseType or "", _responses(one), _proposals(one),
        )
        for day, one in ones
    )  # fmt: skip


def of_subscription(sub: AnySubscription, mailbox: Mailbox) -> SubscriptionView:
    """A subscription of any kind on a mailbox."""
    kind, url, minutes = _kind(sub)
    folders = sorted(sub.interest.folders or ())
    return SubscriptionView(
        sub.id, sub.mailbox, tuple(folder_name(mailbox, number) for number in folders),
        tuple(sorted(sub.interest.types)), kind, url, minutes, sub.created, sub.last_ok, sub.ended,
        "" if sub.ended is not None else _situation(sub, mailbox),
    )  # fmt: skip


def _situation(sub: AnySubscription, mailbox: Mailbox) -> str:
    match sub:
        case PullSubscription():
            return situations.of_pull(sub)
        case StreamingSubscription():
            return situations.of_streaming(sub)
        case _:
            waiting = events.after(mailbox, sub.interest, sub.read, 1)
            oldest = waiting[0].at if waiting else None
            exchange = mailbox.exchange
            held = exchange.subscriptions.is_held(mailbox.address)
            return situations.of_push(sub, oldest, held, exchange.clock.now(), mailbox.profile)


def _kind(sub: AnySubscription) -> tuple[str, str, int]:
    """What kind it is, where it is pushed to, and after how many minutes something must be heard of it."""
    match sub:
        case PullSubscription():
            return "pull", "", int(sub.timeout.total_seconds() // 60)
        case StreamingSubscription():
            return "streaming", "", 0
        case _:
            return "push", sub.url, int(sub.frequency.total_seconds() // 60)


def folder_name(mailbox: Mailbox, number: int) -> str:
    """The distinguished name of a folder, or its FolderId."""
    folder = mailbox.folders.get(number)
    return folder.distinguished if folder is not None and folder.distinguished else mailbox.ids.folder(number)


def _property(name: Mapi, extended: Extended) -> Property:
    value = extended.value
    texts = tuple(written(one) for one in value) if isinstance(value, tuple) else written(value)
    return Property(name.set or "", name.name, name.id, name.tag, extended.type, texts)


def _addresses(entry: CalendarItem | None, name: str) -> tuple[str, ...]:
    if entry is None:
        return ()
    return tuple(entries.address_of(one) for one in entries.people(entry, CalendarItem.rows[name]))


def _responses(entry: CalendarItem | None) -> tuple[tuple[str, str], ...]:
    if entry is None:
        return ()
    return tuple((entries.address_of(one), one.ResponseType or "Unknown") for one in entries.people(entry))


def _proposals(entry: CalendarItem | None) -> tuple[tuple[str, dt.datetime, dt.datetime], ...]:
    people = [] if entry is None else entries.people(entry)
    return tuple(
        (entries.address_of(one), one.ProposedStart, one.ProposedEnd)
        for one in people
        if one.ProposedStart is not None and one.ProposedEnd is not None
    )


def _organizer(entry: CalendarItem | None) -> str:
    one = entry.Organizer.Mailbox if entry is not None and entry.Organizer is not None else None
    return (one.get(EmailAddress.EmailAddress) or "").lower() if one is not None else ""
