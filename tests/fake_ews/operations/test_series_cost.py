"""What a calendar view over many endless series costs, in steps: as much as it shows, however old they are.

A step is a call of a function, counted by the interpreter: the same number on every machine.
"""

from __future__ import annotations

import datetime as dt
import sys
from types import FrameType

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ItemId
from fake_ews.contract.notation import Bag
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DailyRecurrencePattern,
    Recurrence,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    WeeklyRecurrencePattern,
)
from fake_ews.model import occurrences
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, at, put
from tests.fake_ews.operations.series import MONDAY, a_series, daily, in_view, series, weekly

HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7)
PATTERNS: tuple[Bag, ...] = (
    DailyRecurrencePattern(Interval=7),
    WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Tuesday",), FirstDayOfWeek="Monday"),
    AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=17),
    RelativeMonthlyRecurrencePattern(Interval=1, DaysOfWeek="Wednesday", DayOfWeekIndex="Third"),
    AbsoluteYearlyRecurrencePattern(DayOfMonth=18, Month="March"),
    RelativeYearlyRecurrencePattern(DaysOfWeek="Friday", DayOfWeekIndex="Third", Month="March"),
    AbsoluteYearlyRecurrencePattern(DayOfMonth=1, Month="July"),
)


def looked(ews: Client, span: dt.timedelta = WEEK, *, again: bool = False) -> tuple[list[Item], int]:
    """What the calendar shows of a span from Monday 15 March 2027 on, and in how many steps: the first time that it is
    asked for, or `again`, when it has been before.
    """
    assert ews.own is not None
    for _ in range(2):  # what is kept, is kept from here on
        seen(ews.own, span)
    if not again:
        ews.own.need("calendar").dates = None
    return stepped(ews.own, span)


def seen(mailbox: Mailbox, span: dt.timedelta) -> list[Item]:
    """What the calendar shows."""
    return occurrences.seen(mailbox, mailbox.need("calendar"), MONDAY, MONDAY + span, touching=True)


def stepped(mailbox: Mailbox, span: dt.timedelta) -> tuple[list[Item], int]:
    """The same, and in how many steps."""
    steps, before = 0, sys.getprofile()

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal steps
        del frame, arg
        steps += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = seen(mailbox, span)
    finally:
        sys.setprofile(before)
    return found, steps


def begin(ews: Client, recurrence: Recurrence, begun: dt.datetime) -> ItemId:
    """An endless series of an hour each time."""
    return ews.create(a_series(recurrence, Start=begun, End=begun + HOUR)).id


def made(ews: Client, number: int, year: int) -> None:
    """So many endless series of every pattern, begun in a year."""
    begun = dt.datetime(year, 1, 1, 10, tzinfo=dt.UTC)
    begun += (at(10) - begun) % WEEK  # every seventh day is a Monday, whenever it began
    for nth in range(number):
        begin(ews, series(PATTERNS[nth % len(PATTERNS)], begun.date().isoformat()), begun)


def steps_of_a_week(ews: Client, year: int) -> tuple[int, int]:
    """How many entries a week shows of 70 series that were begun in a year, and in how many steps."""
    assert ews.own is not None
    with ews.exchange.turn():
        ews.own.empty()
    made(ews, 70, year)
    found, steps = looked(ews)
    return len(found), steps


def test_old_series_cost_what_new_ones_cost(ews: Client) -> None:
    young = steps_of_a_week(ews, 2027)
    old = [steps_of_a_week(ews, year) for year in (1997, 1907)]
    assert young[0] == 60, "all but those of July"
    assert [shown for shown, _ in old] == [60] * 2
    assert max(steps for _, steps in old) <= young[1] * 1.01


def test_a_week_costs_what_it_shows(ews: Client) -> None:
    """A series that shows nothing costs little, and twice as many entries cost twice as much."""
    made(ews, 70, 1997)
    week, of_week = looked(ews)
    month, of_month = looked(ews, 8 * WEEK)
    nothing, of_nothing = looked(ews, HOUR)
    assert (len(nothing), len(week)) == (0, 60)
    of_one = (of_week - of_nothing) / len(week)
    assert of_nothing / 70 < of_one
    assert (of_month - of_nothing) / len(month) <= of_one * 1.05


def test_a_week_that_is_looked_at_again_costs_what_it_shows_alone(ews: Client) -> None:
    """however many series there are, and however many of them show nothing then"""
    made(ews, 70, 1997)
    few, of_few = looked(ews, again=True)
    july = series(PATTERNS[-1], "1997-07-01")
    for _ in range(140):
        begin(ews, july, dt.datetime(1997, 7, 1, 10, tzinfo=dt.UTC))
    many, of_many = looked(ews, again=True)
    assert (len(many), of_many) == (len(few), of_few)
    nothing, of_nothing = looked(ews, HOUR, again=True)
    assert (nothing, of_nothing < 50) == ([], True)


def test_of_many_series_that_one_alone_is_looked_through_anew_which_has_changed(ews: Client) -> None:
    assert ews.own is not None
    made(ews, 70, 1997)
    shown, before = looked(ews, again=True)
    ews.update(shown[0].root, put(CalendarItem.Subject, "Other"))
    after, steps = stepped(ews.own, WEEK)
    assert len(after) == len(shown)
    assert before < steps < before + 150


def test_changed_dates_elsewhere_cost_nothing(ews: Client) -> None:
    """A series of which every date of years was moved; the week is looked at as fast as before."""
    begun = at(10) - 114 * WEEK
    series_id = begin(ews, weekly("Monday", start=begun.date().isoformat()), begun)
    _, plain = looked(ews)
    for item in in_view(ews, begun, 104 * 7):
        moved = (put(CalendarItem.Start, item.Start + DAY), put(CalendarItem.End, item.End + DAY))
        assert ews.update(item.ItemId, *moved).code == "NoError"
    found, steps = looked(ews)
    assert len(ews.get(series_id, CalendarItem.ModifiedOccurrences).ModifiedOccurrences.Occurrence) == 104
    assert len(found) == 1
    assert steps <= plain + 25


@pytest.mark.parametrize("days", [1, 7])
def test_a_week_shows_what_was_moved_into_it(ews: Client, days: int) -> None:
    """The changed dates are found by the times that they have now."""
    begun = at(10) - 114 * WEEK
    begin(ews, daily(interval=30, start=begun.date().isoformat()), begun)
    assert in_view(ews, days=days) == []
    before = in_view(ews, MONDAY - 30 * DAY, 30)[-1]
    ews.update(before.ItemId, put(CalendarItem.Start, MONDAY), put(CalendarItem.End, MONDAY + HOUR))
    assert [item.Start for item in in_view(ews, days=days)] == [MONDAY]
    assert before.Start not in [item.Start for item in in_view(ews, MONDAY - 30 * DAY, 30)]
