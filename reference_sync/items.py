"""Calendar items as exchangelib has them, and our values: from one to the other.

Rules: an item's times are instants on both sides; only what is named is set on an item; the lines of people who are
invited already are never rewritten.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import exchangelib  # type: ignore[import-untyped]
from exchangelib import errors
from exchangelib.items import (  # type: ignore[import-untyped]
    SEND_TO_ALL_AND_SAVE_COPY,
    SEND_TO_CHANGED_AND_SAVE_COPY,
    SEND_TO_NONE,
)
from exchangelib.properties import ExtendedFieldURI  # type: ignore[import-untyped]
from exchangelib.recurrence import DailyPattern, Recurrence, WeeklyPattern  # type: ignore[import-untyped]
from exchangelib.services import GetItem  # type: ignore[import-untyped]

from reference_sync import series
from reference_sync.decide import Attendee, Entry, Invited, Value, Values, attendees_of, rooms_of

OID_SET = "5a0f1d3e-7c55-4c0b-9a0e-2f1f6e6b7a11"
OID_NAME = "AppointmentOid"
VISIBLE = {"subject", "start", "end", "allDay", "location"}
"""The fields whose change attendees are told of."""


MISSING = (errors.ErrorItemNotFound, errors.ErrorInvalidIdMalformed, errors.ErrorInvalidIdEmpty)
READ = (
    "parent_folder_id",
    "subject",
    "sensitivity",
    "reminder_is_set",
    "reminder_minutes_before_start",
    "oid",
    "start",
    "end",
    "is_all_day",
    "legacy_free_busy_status",
    "location",
    "is_cancelled",
    "required_attendees",
    "optional_attendees",
    "resources",
    "recurrence",
    "modified_occurrences",
    "deleted_occurrences",
    "_start_timezone",
)
NAMES = {
    "subject": "subject",
    "start": "start",
    "end": "end",
    "allDay": "is_all_day",
    "location": "location",
    "sensitivity": "sensitivity",
    "freeBusy": "legacy_free_busy_status",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LISTS = {"required": "required_attendees", "optional": "optional_attendees", "resource": "resources"}


class AppointmentOid(exchangelib.ExtendedProperty):  # type: ignore[misc]
    """The oid of the reservation, a named property of the item in a set of our own."""

    property_set_id = OID_SET
    property_name = OID_NAME
    property_type = "String"


exchangelib.CalendarItem.register("oid", AppointmentOid)


class Appointment(exchangelib.CalendarItem):  # type: ignore[misc]
    """A calendar item whose times are instants, also of whole days; an update names nothing but what is asked for.

    exchangelib turns whole days into dates in a zone that it must know, and adds zones to every update of a time; both
    only for its own class.
    """

    @classmethod
    def from_xml(cls, elem: Any, account: Any) -> Any:
        """As the item is on the wire; Exchange may write the letters of a set's GUID in either case."""
        for uri in elem.iter(ExtendedFieldURI.response_tag()):
            if "PropertySetId" in uri.attrib:
                uri.set("PropertySetId", uri.get("PropertySetId").lower())
        return super(exchangelib.CalendarItem, cls).from_xml(elem=elem, account=account)


class GetAppointments(GetItem):  # type: ignore[misc]
    """GetItem that answers an error for each item that has one, and None for what is no calendar item."""

    ERRORS_TO_CATCH_IN_RESPONSE = (errors.ResponseMessageError,)

    def _elem_to_obj(self, elem: Any) -> Any:
        return Appointment.from_xml(elem, self.account) if elem.tag == Appointment.response_tag() else None


def invitations(invited: Sequence[Invited], before: Values, after: Values) -> dict[str, list[Invited]]:
    """The three lists of an item so that they invite who is to be invited; who stands there keeps his line."""
    wanted = {one.address.lower(): Invited(one.address, None, one.role) for one in attendees_of(after)}
    wanted |= {room: Invited(room, None, "resource") for room in rooms_of(after)}
    known = {one.address.lower() for one in attendees_of(before)} | set(rooms_of(before)) if before else set()
    kept = [
        _moved(one, wanted.get(one.address.lower(), one))
        for one in invited
        if one.address.lower() in wanted or one.address.lower() not in known
    ]
    there = {one.address.lower() for one in kept}
    return by_part([*kept, *(one for address, one in wanted.items() if address not in there)])


def _moved(line: Invited, wanted: Invited) -> Invited:
    """A line in the list where it should stand; a room may stand in any."""
    return line if wanted.part == "resource" else replace(line, part=wanted.part)


def by_part(invited: Sequence[Invited]) -> dict[str, list[Invited]]:
    return {part: [one for one in invited if one.part == part] for part in LISTS}


def mailing(invited: Sequence[Invited], values: Values, changed: Mapping[str, Sequence[Invited]]) -> str:
    """Who is told of an update: all if something they see changes, else those who come or go, else nobody."""
    if not invited and not any(changed.values()):
        return str(SEND_TO_NONE)
    if VISIBLE & values.keys():
        return str(SEND_TO_ALL_AND_SAVE_COPY)
    return str(SEND_TO_CHANGED_AND_SAVE_COPY if changed else SEND_TO_NONE)


def set_fields(item: Any, values: Values, lists: Mapping[str, Sequence[Invited]]) -> list[str]:
    """Put values and lists on an item; the names of exchangelib's fields that were set."""
    fields: dict[str, Any] = {}
    for name, value in values.items():
        if name == "reminderMinutes":
            fields["reminder_is_set"] = value is not None
            if value is not None:
                fields["reminder_minutes_before_start"] = value
        elif name in NAMES:
            instant = isinstance(value, datetime)
            fields[NAMES[name]] = _instant(value) if instant else value
    for part, lines in lists.items():
        fields[LISTS[part]] = [_attendee(one) for one in lines]
    if fields.get("location") == "":
        fields["location"] = None  # an empty element and none are the same to people; none is what Outlook has
    for name, value in fields.items():
        setattr(item, name, value)
    return list(fields)


def _attendee(one: Invited) -> Any:
    return exchangelib.Attendee(mailbox=exchangelib.Mailbox(email_address=one.address, name=one.name))


def _instant(value: Value) -> Any:
    """In UTC on the wire: a local time in the doubled hour of autumn would need to say which pass is meant."""
    assert isinstance(value, datetime)
    return exchangelib.EWSDateTime.fromtimestamp(value.timestamp(), tz=exchangelib.UTC)


def zone_of(name: str) -> Any:
    """The zone an item is created in, by its IANA name; UTC where Windows has no zone for it."""
    try:
        return exchangelib.EWSTimeZone(name)
    except errors.UnknownTimeZone:
        return exchangelib.UTC


def entry_of(item: Any, mailbox: str, rooms: Collection[str]) -> Entry | None:
    """What GetItem answered for one id as an entry; None if there is no such item; raises the error it answered."""
    if item is None or isinstance(item, MISSING):
        return None
    if isinstance(item, Exception):
        raise item
    invited = tuple(_invited(item))
    values: dict[str, Value] = {name: getattr(item, field) for name, field in NAMES.items()}
    values |= {name: _utc(getattr(item, name)) for name in ("start", "end")}
    values |= {"subject": item.subject or "", "location": item.location or "", "allDay": bool(item.is_all_day)}
    values["reminderMinutes"] = item.reminder_minutes_before_start if item.reminder_is_set else None
    values["resources"] = tuple(one.address.lower() for one in invited if one.address.lower() in rooms)
    values["attendees"] = tuple(
        Attendee(one.address, one.part)
        for one in invited
        if one.part != "resource" and one.address.lower() not in {mailbox, *rooms}
    )
    rule = rule_of(item.recurrence)
    return Entry(
        item_id=item.id,
        change_key=item.changekey,
        owner=mailbox,
        oid=item.oid or None,
        values=values,
        folder_id=str(item.parent_folder_id.id),
        cancelled=bool(item.is_cancelled),
        invited=invited,
        recurrence=rule.text if rule else "",
        dates=dates_of(item, rule) if rule else {},
        answer=answer_of(item, rooms),
    )


def recurrence_of(text: str, start: datetime, zone: str) -> Any:
    """The Recurrence of a series that begins then."""
    rule, first = series.rule_of(text), start.astimezone(ZoneInfo(zone)).date()
    pattern: Any = DailyPattern(interval=rule.interval)
    if rule.weekly:
        weekdays = [DAYS[day] for day in rule.weekdays or (first.weekday(),)]
        pattern = WeeklyPattern(interval=rule.interval, weekdays=weekdays, first_day_of_week=DAYS[0])
    ends = {"number": rule.count} if rule.count else {"end": exchangelib.EWSDate.from_date(rule.until)}
    return Recurrence(pattern=pattern, start=exchangelib.EWSDate.from_date(first), **ends)


def rule_of(recurrence: Any) -> series.Rule | None:
    """The rule that a Recurrence says; None: it is none, has no end, or a pattern that is not offered."""
    pattern, range_ = (recurrence.pattern, recurrence.boundary) if recurrence is not None else (None, None)
    count, until = getattr(range_, "number", None), getattr(range_, "end", None)
    if not isinstance(pattern, DailyPattern | WeeklyPattern) or not (count or until):
        return None
    weekly = isinstance(pattern, WeeklyPattern)
    days = tuple(sorted(day - 1 for day in pattern.weekdays)) if weekly else ()  # 1 is Monday
    if len(days) > 1 and pattern.interval > 1 and pattern.first_day_of_week != 1:
        return None  # which weeks count hangs on the day that they begin with
    return series.Rule(weekly, pattern.interval, days, count, until)


def dates_of(item: Any, rule: series.Rule) -> series.Dates:
    """The dates of a series, in its own zone; changed ones as they are, deleted ones as such."""
    zone = str(item._start_timezone or "UTC")
    dates = dict(series.expanded(rule, _utc(item.start), _utc(item.end), zone))
    changed: dict[datetime, series.State] = {
        _utc(one.original_start): (_utc(one.start), _utc(one.end)) for one in item.modified_occurrences or ()
    }
    deleted = {_utc(one.start): None for one in item.deleted_occurrences or ()}
    return dates | {one: state for one, state in (changed | deleted).items() if one in dates}


def _utc(moment: Any) -> datetime:
    return datetime.fromtimestamp(moment.timestamp(), UTC)


def answer_of(item: Any, rooms: Collection[str]) -> str | None:
    """What the rooms among an item's attendees have answered together."""
    people = [one for field in LISTS.values() for one in getattr(item, field) or () if one.mailbox.email_address]
    answers = {one.response_type for one in people if one.mailbox.email_address.lower() in rooms}
    for word in ("Decline", "Tentative"):
        if word in answers:
            return word
    return "Accept" if answers == {"Accept"} else None


def _invited(item: Any) -> Iterator[Invited]:
    for part, field in LISTS.items():
        for one in getattr(item, field) or ():
            if one.mailbox.email_address:
                yield Invited(one.mailbox.email_address, one.mailbox.name, part)
