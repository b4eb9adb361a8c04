"""Days as people type them in searches: 12/11, yesterday, last week, November, >=today, 12/1/2013..today.

Rule: what is said is a span from one instant to another, in the zone of who asks; None of what names no days.
Source: guide/how-to-perform-an-aqs-search-by-using-ews-in-exchange, ref/querystring-querystringtype. Nobody says with
which day a week begins (Sunday, as the page lists them), nor that "past" and "coming" are spans that end or begin
today: unverified.
"""

from __future__ import annotations

import datetime as dt
import re

Span = tuple[dt.datetime, dt.datetime]
"""From when on, and until when."""

ALWAYS: Span = (dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC))
_ONE_DAY = dt.timedelta(days=1)
_WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip
_COMPARED = re.compile(r"(>=|<=|>|<|=)?\s*(.+)")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SPOKEN = re.compile(rf"({'|'.join(_MONTHS)})(?:\s+(\d{{1,2}}))?(?:(?:,\s*|\s+)(\d{{4}}))?")
_RELATIVE = re.compile(r"(this|last|next|past|coming) (week|month|year)")
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}


def span(said: str, now: dt.datetime) -> Span | None:
    """What is said at `now`, an instant in the zone of who says it: days, days that are compared, or a range."""
    first, dots, last = said.lower().strip().partition("..")
    if dots:
        begin, end = _days(first.strip(), now), _days(last.strip(), now)
        return None if begin is None or end is None else (begin[0], end[1])
    match = _COMPARED.fullmatch(first)
    days = None if match is None else _days(match[2], now)
    if match is None or days is None:
        return None
    compared = {
        ">": (days[1], ALWAYS[1]),
        ">=": (days[0], ALWAYS[1]),
        "<": (ALWAYS[0], days[0]),
        "<=": (ALWAYS[0], days[1]),
    }
    return compared.get(match[1], days)


def _days(text: str, now: dt.datetime) -> Span | None:
    """Days without a comparison: one, or those of a week, a month or a year."""
    today = now.date()
    try:
        found = _named(text, today) or _dated(text, today)
    except (ValueError, OverflowError):  # the 31st of June, the year 0
        return None
    if found is None:
        return None
    return tuple(dt.datetime.combine(day, dt.time(), now.tzinfo) for day in found)  # type: ignore[return-value]  # two


def _named(text: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """Days that are told by a name, seen from today: the first, and the one after the last."""
    if text in _NEAR:
        day = today + _NEAR[text] * _ONE_DAY
        return day, day + _ONE_DAY
    if text in _WEEKDAYS:
        day = _moved(today, "week") + _WEEKDAYS.index(text) * _ONE_DAY
        return day, day + _ONE_DAY
    match = _RELATIVE.fullmatch(text)
    if match is None:
        return None
    word, unit = match[1], match[2]
    if word == "past":
        return _shifted(today, unit, -1) + _ONE_DAY, today + _ONE_DAY
    if word == "coming":
        return today, _shifted(today, unit, 1)
    begin = _moved(today, unit)
    steps = {"this": 0, "last": -1, "next": 1}[word]
    return _shifted(begin, unit, steps), _shifted(begin, unit, steps + 1)


def _dated(text: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """A day or a month of a year, which is this one where none is said."""
    if match := _ISO.fullmatch(text):
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    elif match := _AMERICAN.fullmatch(text):
        day = dt.date(int(match[3] or today.year), int(match[1]), int(match[2]))
    elif match := _SPOKEN.fullmatch(text):
        day = dt.date(int(match[3] or today.year), _MONTHS.index(match[1]) + 1, int(match[2] or 1))
        if match[2] is None:
            return day, _shifted(day, "month", 1)
    else:
        return None
    return day, day + _ONE_DAY


def _moved(day: dt.date, unit: str) -> dt.date:
    """The first day of the week, month or year of a day."""
    if unit == "week":
        return day - (day.isoweekday() % 7) * _ONE_DAY
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _shifted(day: dt.date, unit: str, by: int) -> dt.date:
    """The same day some weeks, months or years later; the last of a month that is too short."""
    if unit == "week":
        return day + 7 * by * _ONE_DAY
    months = day.year * 12 + day.month - 1 + by * (12 if unit == "year" else 1)
    first = dt.date(months // 12, months % 12 + 1, 1)
    following = dt.date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return min(first + (day.day - 1) * _ONE_DAY, following - _ONE_DAY)
