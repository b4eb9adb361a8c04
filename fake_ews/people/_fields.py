"""The fields of an entry in a person's words, and what they are in Exchange's.

Rule: the words are those of the form a person fills in (subject, start, reminder ...); one line each in FIELDS.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, cast

from fake_ews.contract.calendar import Attendee, CalendarItem, NonEmptyArrayOfAttendees
from fake_ews.contract.common import ArrayOfStrings, Body, EmailAddress
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Mapi, PropertySet, Row, Simple, resolved
from fake_ews.contract.paths import ExtendedProperty, NonEmptyArrayOfPropertyValues
from fake_ews.model.failures import Failure
from fake_ews.model.properties import Extended, value_of
from fake_ews.model.rrule_reading import recurrence_of
from fake_ews.model.series import wall_clock
from fake_ews.people import _values


def _plain(row: Row[Any]) -> Callable[[CalendarItem, Any], None]:
    def write(bag: CalendarItem, value: Any) -> None:
        bag.set(row, value)

    return write


def _word(row: Row[str]) -> Callable[[CalendarItem, Any], None]:
    def write(bag: CalendarItem, value: str) -> None:
        words = cast("Simple[str]", resolved(row)).values
        if value not in words:
            raise ValueError(f"{row.name} must be one of {', '.join(words)}, not {value!r}")
        bag.set(row, value)

    return write


def _instant(row: Row[dt.datetime]) -> Callable[[CalendarItem, Any], None]:
    def write(bag: CalendarItem, value: Any) -> None:
        bag.set(row, _values.instant(row.name.lower(), value))

    return write


def _people(row: Row[NonEmptyArrayOfAttendees]) -> Callable[[CalendarItem, Any], None]:
    def write(bag: CalendarItem, value: Iterable[str]) -> None:
        invited = tuple(Attendee(Mailbox=EmailAddress(EmailAddress=address)) for address in value)
        bag.set(row, NonEmptyArrayOfAttendees(Attendee=invited) if invited else None)

    return write


def _body(bag: CalendarItem, value: str) -> None:
    bag.Body = Body(BodyType="Text", text=value) if value else None


def _html(bag: CalendarItem, value: str) -> None:
    bag.Body = Body(BodyType="HTML", text=value) if value else None


def _reminder(bag: CalendarItem, minutes: int | None) -> None:
    bag.ReminderIsSet = minutes is not None
    if minutes is not None:
        bag.ReminderMinutesBeforeStart = minutes


def _categories(bag: CalendarItem, value: Iterable[str]) -> None:
    words = tuple(value)
    bag.Categories = ArrayOfStrings(String=words) if words else None


def _zone(bag: CalendarItem, value: str) -> None:
    bag.StartTimeZoneId = bag.EndTimeZoneId = value


def _daily(bag: CalendarItem, times: int | None) -> None:
    """So many days in a row, from the day of the start; None: once."""
    _numbered(bag, "FREQ=DAILY", times)


def _weekly(bag: CalendarItem, times: int | None) -> None:
    """So many weeks in a row, on the day of the start; None: once."""
    _numbered(bag, "FREQ=WEEKLY", times)


def _numbered(bag: CalendarItem, rule: str, times: int | None) -> None:
    _recurrence(bag, None if times is None else f"{rule};COUNT={times}")


def _recurrence(bag: CalendarItem, rule: str | None) -> None:
    """By any pattern of Exchange, as an RRULE without its first day, which is that of the start; None: once."""
    bag.Recurrence = None
    if rule is None:
        return
    zone = bag.need(CalendarItem.StartTimeZoneId)
    found = recurrence_of(rule, wall_clock(bag.need(CalendarItem.Start), zone), zone)
    if isinstance(found, Failure):
        raise ValueError(found.text)
    bag.Recurrence = found


def moved(bag: Bag, start: dt.datetime) -> dict[str, dt.datetime]:
    """The times of an entry that begins at another instant and lasts as long; ValueError: no calendar reaches there."""
    begins, lasts = _values.instant("start", start), bag.need(CalendarItem.End) - bag.need(CalendarItem.Start)
    try:
        return {"start": begins, "end": begins + lasts}
    except OverflowError:
        raise ValueError(f"start: {start.isoformat()} and {lasts} more is after the year 9999") from None


def first_day(bag: CalendarItem) -> dt.date:
    """The day of an entry's start, in its zone."""
    return wall_clock(bag.need(CalendarItem.Start), bag.need(CalendarItem.StartTimeZoneId)).date()


FIELDS: dict[str, Callable[[CalendarItem, Any], None]] = {
    "subject": _plain(ItemRows.Subject),
    "start": _instant(CalendarItem.Start),
    "end": _instant(CalendarItem.End),
    "location": _plain(CalendarItem.Location),
    "body": _body,
    "html": _html,
    "all_day": _plain(CalendarItem.IsAllDayEvent),
    "reminder": _reminder,
    "sensitivity": _word(ItemRows.Sensitivity),
    "importance": _word(ItemRows.Importance),
    "free_busy": _word(CalendarItem.LegacyFreeBusyStatus),
    "categories": _categories,
    "new_times": _plain(CalendarItem.AllowNewTimeProposal),
    "attendees": _people(CalendarItem.RequiredAttendees),
    "optional": _people(CalendarItem.OptionalAttendees),
    "resources": _people(CalendarItem.Resources),
    "zone": _zone,
    "daily": _daily,
    "weekly": _weekly,
    "recurrence": _recurrence,
}
_PATTERNS = ("daily", "weekly", "recurrence")


_TIMES: dict[str, Row[Any]] = {"start": CalendarItem.Start, "end": CalendarItem.End}


def write(bag: CalendarItem, fields: Mapping[str, Any]) -> tuple[Row[Any], ...]:
    """Fill in fields of an entry; the answer is which times were among them. TypeError names a field there is not."""
    for name in fields:
        _known(name)
        _values.check(name, fields[name])
    patterns = [name for name in _PATTERNS if name in fields]
    if len(patterns) > 1:
        raise ValueError(f"an entry recurs in one way, not by {' and '.join(patterns)}")
    for name in (*(name for name in fields if name not in patterns), *patterns):  # a pattern goes by start and zone
        FIELDS[name](bag, fields[name])
    return tuple(row for name, row in _TIMES.items() if name in fields)


def beside(told: Collection[str], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an entry that are said together with some of them by name. ValueError: one is said twice; TypeError."""
    for name in fields:
        _known(name)
        if name in told:
            raise ValueError(f"{name} has a place of its own beside fields: say it there, not in fields, too")
    return dict(fields)


def _known(name: str) -> None:
    if name not in FIELDS:
        raise TypeError(f"an entry has no field {name!r}; there are {', '.join(FIELDS)}")


def stamped(stamp: Iterable[Mapping[str, Any]]) -> dict[Mapi, Extended]:
    """The extended properties of a product's stamp: [{set, name or id, type, value}].

    ValueError says which part of it is not one: an unknown set, a value that is not of its type.
    """
    return dict(_stamped(one) for one in stamp)


def _stamped(one: Mapping[str, Any]) -> tuple[Mapi, Extended]:
    name, type_, value = name_in(one), str(one.get("type", "String")), one.get("value")
    if isinstance(value, list | tuple):
        texts = tuple(str(part) for part in value)
        given = ExtendedProperty(Values=NonEmptyArrayOfPropertyValues(Value=texts))
    else:
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        given = ExtendedProperty(Value=text)
    read = value_of(type_, given)
    if isinstance(read, Failure):
        raise ValueError(f"the stamp's value {value!r} is not of type {type_}: {read.text}")
    return name, Extended(type_, read)


def name_in(one: Mapping[str, Any]) -> Mapi:
    """The MAPI name of one property of a stamp; its set is a GUID or the name of a well-known one."""
    given = str(one.get("set", ""))
    in_set = PropertySet[given].value if given in PropertySet.__members__ else given.lower()
    if not in_set or ("name" in one) == ("id" in one):
        raise ValueError(f"a stamp's property has a set, and a name or an id: {dict(one)!r}")
    type_ = str(one.get("type", "String"))
    if "name" in one:
        return Mapi(set=in_set, name=str(one["name"]), type=type_)
    number = one["id"]
    return Mapi(set=in_set, id=int(number, 0) if isinstance(number, str) else int(number), type=type_)
