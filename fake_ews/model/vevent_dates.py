"""What a calendar says of a series: its pattern, the dates that it leaves out, and those that are different.

Rule: a calendar is of one entry: one VEVENT says what it is, further ones are about single dates of it, by
RECURRENCE-ID; what cannot be read so is refused by the name of the property. A date without zone is in the series'.
Source: MS-OXCICAL 2.1.3.1.1.20.13 (EXDATE), .20 (RECURRENCE-ID), 2.1.3.2; RFC 5545 3.8.5.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Row
from fake_ews.model import series, vevents
from fake_ews.model.failures import ErrorMimeContentInvalid, Failure
from fake_ews.model.icalendar import Component, Line
from fake_ews.model.rrule_reading import recurrence_of

NEVER = ("RDATE", "EXRULE", "X-MICROSOFT-RRULE", "X-MICROSOFT-EXDATE")
"""What no pattern of Exchange says: dates besides the rule's, rules of what is left out, calendars of other peoples."""
SHARED: tuple[Row[Any], ...] = (CalendarItem.UID, CalendarItem.Organizer, CalendarItem.Recurrence)
"""What all dates of a series have in common."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The single dates that a calendar names, by their days: those left out, and the values of those that differ."""

    deleted: frozenset[int] = frozenset()
    changed: Mapping[int, Mapping[Row[Any], Any]] = field(default_factory=dict)


def read(whole: Component, main: Component, bag: CalendarItem, zone: str) -> Dates | Failure:
    """Give the values of a calendar's main VEVENT the Recurrence that it says; the single dates that it names.

    ErrorMimeContentInvalid.
    """
    others = [event for event in whole.components("VEVENT") if event is not main]
    wrong = _wrong(main, others)
    if wrong is not None:
        return ErrorMimeContentInvalid.saying(f"The calendar is no entry and no series: {wrong}.")
    rule = main.line("RRULE")
    if rule is None:
        return Dates()
    at_home = bag.need(CalendarItem.StartTimeZoneId)
    recurrence = recurrence_of(rule.value, series.wall_clock(bag.need(CalendarItem.Start), at_home), at_home)
    if isinstance(recurrence, Failure):
        return recurrence
    bag.Recurrence = recurrence
    return _dates(whole, main, others, at_home, zone)


def _wrong(main: Component, others: list[Component]) -> str | None:
    """Why VEVENTs are neither an entry nor a series."""
    for name in NEVER:
        if any(event.line(name) is not None for event in (main, *others)):
            return f"{name} is not supported"
    if len(main.all("RRULE")) > 1:
        return "it has two RRULE"
    if main.line("RRULE") is None and (main.line("EXDATE") is not None or others):
        return "it has no RRULE, but " + ("a second VEVENT" if others else "EXDATE")
    if main.line("RRULE") is not None and main.line("RECURRENCE-ID") is not None:
        return "a VEVENT with RRULE has a RECURRENCE-ID"
    return next((wrong for event in others if (wrong := _wrong_date(main, event)) is not None), None)


def _wrong_date(main: Component, event: Component) -> str | None:
    about = event.line("RECURRENCE-ID")
    if about is None:
        return "a second VEVENT has no RECURRENCE-ID"
    if event.text("UID") != main.text("UID"):
        return f"the VEVENT with RECURRENCE-ID:{about.value} has another UID"
    if "RANGE" in about.parameters:
        return f"RECURRENCE-ID:{about.value} is about a range of dates"
    named = next((name for name in ("RRULE", "EXDATE") if event.line(name) is not None), None)
    return None if named is None else f"the VEVENT with RECURRENCE-ID:{about.value} has {named}"


def _dates(whole: Component, main: Component, others: list[Component], at_home: str, zone: str) -> Dates | Failure:
    deleted: set[int] = set()
    for line in main.all("EXDATE"):
        for text in line.value.split(","):
            day = _day(Line(line.name, text, line.parameters), whole, at_home)
            if day is None:
                return ErrorMimeContentInvalid.saying(f"EXDATE:{text} is no time.")
            deleted.add(day)
    changed: dict[int, Mapping[Row[Any], Any]] = {}
    for event in others:
        about = event.line("RECURRENCE-ID")
        assert about is not None
        day, bag = _day(about, whole, at_home), vevents.entry(event, whole, zone)
        if day is None or bag is None:
            wrong = "RECURRENCE-ID" if day is None else "its DTSTART"
            return ErrorMimeContentInvalid.saying(f"RECURRENCE-ID:{about.value}: {wrong} is no time.")
        given = dict.fromkeys(vevents.GIVEN) | bag.values
        changed[day] = {row: value for row, value in given.items() if row not in SHARED}
    return Dates(frozenset(deleted - changed.keys()), changed)


def _day(line: Line, whole: Component, zone: str) -> int | None:
    """The day of a date or time, in the zone of the series; None where it is none."""
    date = re.fullmatch(r"\s*([0-9]{4})([0-9]{2})([0-9]{2})\s*", line.value)
    if date is None:
        found = vevents.instant(line, whole, zone)
        return None if found is None else series.wall_clock(found[0], zone).toordinal()
    try:
        return dt.date(int(date[1]), int(date[2]), int(date[3])).toordinal()
    except ValueError:
        return None
