"""The single dates of a series that are given all at once, with the series itself, as a calendar does.

Rule: they replace those that the series had; each is made as if its occurrence had been changed by itself, and where
they end up counts, not on which way.
Source: MS-OXCICAL 2.1.3.1.1.20.13 (what is no date of the series is not left out) and .20; fact sheet section 8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Row
from fake_ews.model import entries, occurrences, series
from fake_ews.model.entries import Zoning
from fake_ews.model.failures import ErrorMimeContentInvalid, ErrorRecurrenceHasNoOccurrence, Failure
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.series import Changed, Plan
from fake_ews.model.vevent_dates import Dates


def settle(entry: CalendarItem, dates: Dates, mailbox: Mailbox, zoning: Zoning) -> Failure | None:
    """Give a complete entry the single dates that its calendar names, in place; or say why they are refused."""
    if not series.is_series(entry):
        return None
    plan = series.plan_of(entry)
    deleted = frozenset(day for day in dates.deleted if plan.days.index(day) is not None)
    if len(deleted) >= plan.days.length:
        return ErrorRecurrenceHasNoOccurrence
    series.keep(entry, {}, deleted)
    changed: dict[int, Changed] = {}
    for day, values in sorted(dates.changed.items()):
        one = _changed(entry, plan, day, values, mailbox, zoning)
        if isinstance(one, Failure):
            return one
        changed[day] = one
    series.keep(entry, changed, deleted)
    misplaced = (occurrences.misplaced(entry, plan, day) for day in changed)
    return next((failure for failure in misplaced if failure is not None), None)


def _changed(
    entry: CalendarItem, plan: Plan, day: int, values: Mapping[Row[Any], Any], mailbox: Mailbox, zoning: Zoning
) -> Changed | Failure:
    if plan.days.index(day) is None:
        date = dt.date.fromordinal(day).isoformat()
        return ErrorMimeContentInvalid.saying(f"RECURRENCE-ID: the series has no occurrence on {date}.")
    plain = cast(CalendarItem, series.occurrence(entry, plan, day))
    one = plain.copy()
    for row, value in values.items():
        one.set(row, value)
    failure = entries.correct(one, plain, mailbox, zoning, values.keys())
    return failure or Changed(series.difference(plain.values, one.values))
