"""The rules of a calendar item: what Exchange fills in, corrects or refuses when one is created or changed.

Rule: `complete` is the one way to a bag that a mailbox may store; instants in it are UTC, the creation zone is kept
by its id. Source: fact sheet sections 6 and 10 (guide/time-zones-and-ews-in-exchange, table 2; how-to-create-all-day-
events).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from fake_ews.contract.calendar import Attendee, CalendarItem, NonEmptyArrayOfAttendees
from fake_ews.contract.common import EmailAddress
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Row
from fake_ews.contract.zones import TimeZoneDefinition
from fake_ews.model import ids, private_lists, reminders, series, signals, zones
from fake_ews.model.failures import (
    ErrorCalendarDurationIsTooLong,
    ErrorCalendarEndDateIsEarlierThanStartDate,
    ErrorCalendarInvalidTimeZone,
    ErrorTimeZone,
    Failure,
)
from fake_ews.model.filetimes import ticks
from fake_ews.model.items import MEETING, RECEIVED
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile

HALF_HOUR = dt.timedelta(minutes=30)
HOUR = dt.timedelta(hours=1)
LONGEST = dt.timedelta(days=5 * 366)
PEOPLE: tuple[Row[NonEmptyArrayOfAttendees], ...] = (
    CalendarItem.RequiredAttendees,
    CalendarItem.OptionalAttendees,
    CalendarItem.Resources,
)
# what Exchange sets where a client says nothing; a reminder of 15 minutes (Profile.default_reminder): MS-OXOCFG
DEFAULTS: tuple[tuple[Row[Any], object], ...] = (
    (ItemRows.Sensitivity, "Normal"),
    (ItemRows.Importance, "Normal"),
    (CalendarItem.LegacyFreeBusyStatus, "Busy"),
    (CalendarItem.IsAllDayEvent, False),
    (CalendarItem.IsResponseRequested, True),
    (CalendarItem.AllowNewTimeProposal, True),
    (CalendarItem.MeetingRequestWasSent, False),
    (CalendarItem.AppointmentSequenceNumber, 0),
    (CalendarItem.AppointmentState, 0),
)
_UID = "040000008200E00074C5B7101A82E008"  # the class id that begins every GlobalObjectId; MS-OXOCAL 2.2.1.27


@dataclass(frozen=True, slots=True)
class Zoning:
    """What a request says of zones: `context` is the id of its TimeZoneContext, or None."""

    context: str | None = None


def instant(moment: dt.datetime, zone: str | None) -> dt.datetime:
    """A time as it is stored: in UTC and whole seconds; one without a zone counts in this one, or in UTC."""
    aware = zones.to_utc(moment, zone or "UTC") if moment.tzinfo is None else moment
    return aware.astimezone(dt.UTC).replace(microsecond=0)


def complete(entry: CalendarItem, mailbox: Mailbox, zoning: Zoning) -> Failure | None:
    """Make a new entry complete, in place: zones, times, defaults, people; or say why it is refused."""
    failure = _read_zones(entry, mailbox)
    if failure is not None:
        return failure
    _instants(entry, zoning, mailbox.profile)
    zone = entry.StartTimeZoneId or zoning.context or "UTC"
    entry.StartTimeZoneId, entry.EndTimeZoneId = zone, entry.EndTimeZoneId or zone
    if entry.Start is None:
        entry.Start = _next_half_hour(mailbox.exchange.clock.now())
    if entry.End is None:
        entry.End = zones.later(entry.Start, HALF_HOUR)
    entry.UID = entry.UID or new_uid(mailbox)
    entry.Organizer = entry.Organizer or mailbox.recipient
    if entry.ReminderIsSet is None:
        entry.ReminderIsSet = True
    _fill(entry, mailbox)
    return _settle(entry, mailbox, None)


def correct(
    entry: CalendarItem, before: CalendarItem, mailbox: Mailbox, zoning: Zoning, given: Collection[Row[Any]] = ()
) -> Failure | None:
    """Make a changed entry right again, in place; `before` is what it was, `given` the rows that the change names.

    A new zone without new times moves them: the wall clock time stays.
    Source: guide/how-to-update-the-time-zone-for-an-appointment.
    """
    failure = _read_zones(entry, mailbox)
    if failure is not None:
        return failure
    for zone in (CalendarItem.StartTimeZoneId, CalendarItem.EndTimeZoneId):
        entry.set(zone, entry.get(zone) or before.need(zone))
    _instants(entry, zoning, mailbox.profile)
    for time, zone in (
        (CalendarItem.Start, CalendarItem.StartTimeZoneId),
        (CalendarItem.End, CalendarItem.EndTimeZoneId),
    ):
        old_zone, new_zone = before.need(zone), entry.need(zone)
        if old_zone != new_zone and time not in given:
            wall_clock = zones.offset_form(before.need(time), old_zone).replace(tzinfo=None)
            entry.set(time, zones.to_utc(wall_clock, new_zone))
    entry.ReminderIsSet = entry.ReminderIsSet or False
    _fill(entry, mailbox)
    failure = _settle(entry, mailbox, before)
    signals.carry_over(entry, before, given)
    return failure


def _read_zones(entry: CalendarItem, mailbox: Mailbox) -> Failure | None:
    """Turn the definitions that a client sent into ids, which are what is stored; an unknown id is refused.

    MeetingTimeZone, the way of Exchange 2007, counts where there is no StartTimeZone, for both ends.
    """
    old, entry.MeetingTimeZone = entry.MeetingTimeZone, None
    if old is not None and entry.StartTimeZone is None:
        begins = entry.Start or mailbox.exchange.clock.now()
        meant = zones.zone_of_meeting(old, begins.replace(tzinfo=None), mailbox.zone)
        if isinstance(meant, Failure):
            return meant
        entry.StartTimeZoneId = entry.EndTimeZoneId = meant or ""
    pairs: tuple[tuple[Row[TimeZoneDefinition], Row[str]], ...] = (
        (CalendarItem.StartTimeZone, CalendarItem.StartTimeZoneId),
        (CalendarItem.EndTimeZone, CalendarItem.EndTimeZoneId),
    )
    for definition_row, id_row in pairs:
        definition = entry.get(definition_row)
        zone = entry.get(id_row) if definition is None else zones.zone_of_definition(definition)
        if isinstance(zone, Failure):
            is_id_alone = definition is not None and definition.Periods is None
            return _UNKNOWN_ZONE[mailbox.profile.unknown_zone] if is_id_alone else zone
        if zone is not None and zones.zone(zone) is None:
            return _UNKNOWN_ZONE[mailbox.profile.unknown_zone]
        entry.set(definition_row, None)
        entry.set(id_row, zone)
    return None


_UNKNOWN_ZONE = {one.code: one for one in (ErrorTimeZone, ErrorCalendarInvalidTimeZone)}


def _instants(entry: CalendarItem, zoning: Zoning, profile: Profile) -> None:
    """Give every time that has no zone the one that counts for it: its own, else the context's, else UTC.

    ReminderDueBy is always the start, whatever a client sends. [seen: a client library's tests]
    """
    for time, zone in (
        (CalendarItem.Start, entry.StartTimeZoneId),
        (CalendarItem.End, entry.EndTimeZoneId or entry.StartTimeZoneId),
    ):
        value = entry.get(time)
        if value is not None:
            moment = instant(value, zone or zoning.context)
            entry.set(time, moment if profile.seconds == "kept" else moment.replace(second=0))
    entry.ReminderDueBy = None
    if entry.ReminderNextTime is not None:
        entry.ReminderNextTime = instant(entry.ReminderNextTime, entry.StartTimeZoneId or zoning.context)


def _next_half_hour(now: dt.datetime) -> dt.datetime:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return hour + HALF_HOUR if now < hour + HALF_HOUR else hour + HOUR


def _fill(entry: CalendarItem, mailbox: Mailbox) -> None:
    """What Exchange sets where a client says nothing, or takes a value away."""
    for row, value in (*DEFAULTS, (ItemRows.ReminderMinutesBeforeStart, mailbox.profile.default_reminder)):
        if entry.values.get(row) is None:
            entry.values[row] = value
    if entry.InboxReminders is not None:
        uid, seed = entry.need(CalendarItem.UID), mailbox.exchange.seed
        entry.InboxReminders = reminders.complete(entry.InboxReminders, seed, uid)


def _settle(entry: CalendarItem, mailbox: Mailbox, before: CalendarItem | None) -> Failure | None:
    start, end = entry.need(CalendarItem.Start), entry.need(CalendarItem.End)
    if end < start or (end == start and mailbox.profile.equal_times == "refused"):
        return ErrorCalendarEndDateIsEarlierThanStartDate
    if end - start > LONGEST:
        return ErrorCalendarDurationIsTooLong
    if entry.IsAllDayEvent:
        entry.Start, entry.End = zones.midnights(start, end, entry.need(CalendarItem.StartTimeZoneId))
    failure = series.settle(entry, before)
    if failure is not None:
        return failure
    renamed = before is not None and before.Subject != entry.Subject
    if renamed and series.is_series(entry) and not mailbox.profile.subject_keeps_exceptions:
        series.keep(entry, {}, frozenset())
    if entry.Subject is not None:
        entry.Subject = cut(entry.Subject, mailbox)
    answered = {} if before is None else {address_of(attendee): attendee for attendee in people(before)}
    for row in PEOPLE:
        some = entry.get(row)
        entry.set(row, None if some is None else _resolved(some, mailbox, answered))
    _set_state(entry)
    if before is not None and any(before.get(row) != entry.get(row) for row in PEOPLE):
        _settle_dates(entry, before, mailbox)
    return None


def _settle_dates(master: CalendarItem, before: CalendarItem, mailbox: Mailbox) -> None:
    """Make the dates of a series right whose people have changed: one with people of its own is a meeting by itself.

    Where nothing but the answers is its own, a date goes with the series, and keeps these.
    """
    changed = dict(series.changes(master))
    for day, own in changed.items():
        plan = series.plan_of(master)
        plain = series.occurrence(master, plan, day, changed=False)
        date = cast(CalendarItem, series.occurrence(master, plan, day))
        answered = {address_of(attendee): attendee for attendee in people(date)}
        for row in PEOPLE:
            some = master.get(row)
            if {address_of(one) for one in people(date, row)} == {address_of(one) for one in people(before, row)}:
                date.set(row, None if some is None else _resolved(some, mailbox, answered))
        _set_state(date)
        changed[day] = series.Changed(series.difference(plain.values, date.values), own.extended)
    series.keep(master, changed, series.deletions(master))


def _set_state(entry: CalendarItem) -> None:
    state = entry.AppointmentState or 0
    if not state & RECEIVED:
        invites = any(entry.get(row) is not None for row in PEOPLE)
        entry.AppointmentState = state | MEETING if invites else state & ~MEETING
        entry.MyResponseType = "Organizer" if invites else "Unknown"


def cut(subject: str, mailbox: Mailbox) -> str:
    """A subject as the store keeps it: one over the limit loses its end, which "..." replaces."""
    limit = mailbox.profile.subject_limit
    if len(subject) <= limit:
        return subject
    return subject[: limit - 3] + "..." if mailbox.profile.subject_cut == "inside" else subject[:limit] + "..."


def _resolved(
    some: NonEmptyArrayOfAttendees, mailbox: Mailbox, answered: dict[str, Attendee]
) -> NonEmptyArrayOfAttendees | None:
    """Attendees as Exchange stores them: names filled in, each address once; their answers are the server's to know."""
    kept: dict[str, Attendee] = {}
    named = (attendee.need(Attendee.Mailbox) for attendee in some.Attendee or ())
    for known in private_lists.resolved(mailbox, named):
        stored = Attendee(Mailbox=known, ResponseType="Unknown")
        before = answered.get(address_of(stored))
        if before is not None:
            stored.ResponseType, stored.LastResponseTime = before.ResponseType, before.LastResponseTime
        kept.setdefault(address_of(stored), stored)
    return NonEmptyArrayOfAttendees(Attendee=tuple(kept.values())) if kept else None


def invited(entry: CalendarItem) -> tuple[str, ...]:
    """The addresses of everybody who is invited, each once."""
    return tuple(dict.fromkeys(address_of(attendee) for attendee in people(entry)))


def people(entry: CalendarItem, *rows: Row[NonEmptyArrayOfAttendees]) -> list[Attendee]:
    """The attendees of an entry, required, optional and resources, or of the rows named."""
    lists = (entry.get(row) for row in rows or PEOPLE)
    return [attendee for some in lists if some is not None for attendee in some.need(NonEmptyArrayOfAttendees.Attendee)]


def address_of(attendee: Attendee) -> str:
    """The address of an attendee, in lower case; of one without, the name."""
    mailbox = attendee.need(Attendee.Mailbox)
    return (mailbox.get(EmailAddress.EmailAddress) or mailbox.Name or "").lower()


def new_uid(mailbox: Mailbox) -> str:
    """The UID of a new entry: its GlobalObjectId in hexadecimal letters.   Source: MS-OXOCAL 2.2.1.27."""
    created = ticks(mailbox.exchange.clock.now())
    data = ids.guid(mailbox.exchange.seed, mailbox.address, "uid", str(mailbox.next_uid())).bytes
    return (
        _UID
        + (bytes(4) + created.to_bytes(8, "little") + bytes(8) + len(data).to_bytes(4, "little") + data).hex().upper()
    )
