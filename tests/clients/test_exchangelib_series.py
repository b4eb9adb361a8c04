"""exchangelib creates a series, looks at it, moves it and single dates of it, deletes dates, splits it, ends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from exchangelib import (  # type: ignore[import-untyped]
    CalendarItem,
    EWSDateTime,
    EWSTimeZone,
)
from exchangelib.errors import (  # type: ignore[import-untyped]
    ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange,
    ErrorCalendarOccurrenceIsDeletedFromRecurrence,
    ErrorOccurrenceCrossingBoundary,
)
from exchangelib.fields import MONDAY, THURSDAY  # type: ignore[import-untyped]
from exchangelib.recurrence import DailyPattern, Recurrence, WeeklyPattern  # type: ignore[import-untyped]

from tests.clients.accounts import account_at

pytestmark = pytest.mark.proof

BERLIN = EWSTimeZone("Europe/Berlin")
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def at(day: int, hour: int = 10, month: int = 3) -> Any:
    """A time in 2027, in Berlin."""
    return EWSDateTime(2027, month, day, hour, tzinfo=BERLIN)


@pytest.fixture(scope="module")
def account(endpoint: str) -> Any:
    """Alice."""
    made = account_at(endpoint, "alice@example.test")
    made.default_timezone = BERLIN
    yield made
    made.protocol.close()


@pytest.fixture
def review(account: Any) -> Any:
    """A review every day from 15 to 21 March, saved; gone afterwards."""
    recurrence = Recurrence(pattern=DailyPattern(interval=1), start=at(15).date(), number=7)
    item = CalendarItem(
        account=account, folder=account.calendar, subject="Review", start=at(15), end=at(15, 11), recurrence=recurrence
    )
    item.save()
    yield item
    account.calendar.all().delete()


def seen(account: Any, days: int = 7) -> list[str]:
    """What the calendar shows from 15 March on: day and hour."""
    found = account.calendar.view(start=at(15, 0), end=at(15, 0) + days * DAY)
    return [item.start.astimezone(BERLIN).strftime("%d %H") for item in found]


def test_a_series_is_seen(account: Any, review: Any) -> None:
    assert seen(account) == [f"{day} 10" for day in range(15, 22)]
    (master,) = account.calendar.all()
    assert (master.type, master.is_recurring) == ("RecurringMaster", False)
    whole = account.calendar.get(id=master.id)
    assert whole.recurrence == review.recurrence
    assert (whole.first_occurrence.start, whole.last_occurrence.start) == (at(15), at(21))


def test_an_occurrence_is_moved_within_its_day(account: Any, review: Any) -> None:
    third = review.occurrence(index=3)
    third.start, third.end = at(17, 14), at(17, 15)
    third.save()
    assert seen(account)[2] == "17 14"
    review.refresh()
    (changed,) = review.modified_occurrences
    assert (changed.start, changed.original_start) == (at(17, 14), at(17))
    exception = account.calendar.view(start=at(17, 0), end=at(18, 0)).get()
    assert (exception.type, exception.recurring_master().refresh().id) == ("Exception", review.id)


def test_an_occurrence_is_not_moved_to_the_next_day(account: Any, review: Any) -> None:
    """FR-19"""
    third = review.occurrence(index=3)
    third.start, third.end = at(18, 14), at(18, 15)
    with pytest.raises(ErrorOccurrenceCrossingBoundary):
        third.save()
    assert seen(account) == [f"{day} 10" for day in range(15, 22)]


def test_an_occurrence_is_deleted(account: Any, review: Any) -> None:
    review.occurrence(index=3).delete()
    assert seen(account) == [f"{day} 10" for day in (15, 16, 18, 19, 20, 21)]
    review.refresh()
    assert [one.start for one in review.deleted_occurrences] == [at(17)]
    with pytest.raises(ErrorCalendarOccurrenceIsDeletedFromRecurrence):
        review.occurrence(index=3).refresh()


def test_this_and_following_is_to_shorten_and_start_anew(account: Any, review: Any) -> None:
    review.recurrence = Recurrence(pattern=DailyPattern(interval=1), start=at(15).date(), end=at(17).date())
    review.save(update_fields=["recurrence"])
    pattern = WeeklyPattern(interval=1, weekdays=[MONDAY, THURSDAY], first_day_of_week=MONDAY)
    CalendarItem(
        account=account, folder=account.calendar, subject="Review", start=at(18, 14), end=at(18, 15),
        recurrence=Recurrence(pattern=pattern, start=at(18).date()),
    ).save()  # fmt: skip
    assert seen(account, 15) == ["15 10", "16 10", "17 10", "18 14", "22 14", "25 14", "29 14"]


def daily(first: int, **range_: Any) -> Any:
    """Every day from a day in March on."""
    return Recurrence(pattern=DailyPattern(interval=1), start=at(first).date(), **range_)


def test_a_series_is_moved(account: Any, review: Any) -> None:
    """All its dates are at another time of day, and those that were moved before are no longer."""
    third = review.occurrence(index=3)
    third.start, third.end = at(17, 16), at(17, 17)
    third.save()
    review.refresh()
    review.start, review.end = at(15, 14), at(15, 15)
    review.save(update_fields=["start", "end"])
    assert seen(account) == [f"{day} 14" for day in range(15, 22)]
    review.refresh()
    assert (review.modified_occurrences, review.first_occurrence.start) == (None, at(15, 14))


def test_a_series_is_moved_to_other_days(account: Any, review: Any) -> None:
    review.start, review.end, review.recurrence = at(18, 9), at(18, 10), daily(18, number=3)
    review.save(update_fields=["start", "end", "recurrence"])
    assert seen(account) == ["18 09", "19 09", "20 09"]


def test_a_series_is_split(account: Any, review: Any) -> None:
    """This and following is an hour later: changes before the split stay, those behind it are gone."""
    for index, hour in ((3, 16), (6, 17)):
        one = review.occurrence(index=index)
        one.start, one.end = at(14 + index, hour), at(14 + index, hour + 1)
        one.save()
    for index in (2, 7):
        review.occurrence(index=index).delete()
    assert seen(account) == ["15 10", "17 16", "18 10", "19 10", "20 17"]
    review.refresh()
    review.recurrence = daily(15, end=at(18).date())
    review.save(update_fields=["recurrence"])
    rest = CalendarItem(
        account=account, folder=account.calendar, subject="Review", start=at(19, 11), end=at(19, 12),
        recurrence=daily(19, number=3),
    ).save()  # fmt: skip
    assert seen(account) == ["15 10", "17 16", "18 10", "19 11", "20 11", "21 11"]
    review.refresh()
    rest.refresh()
    assert review.uid != rest.uid
    assert [one.original_start for one in review.modified_occurrences] == [at(17)]
    assert [one.start for one in review.deleted_occurrences] == [at(16)]
    assert (review.last_occurrence.start, rest.first_occurrence.start) == (at(18), at(19, 11))
    assert (rest.modified_occurrences, rest.deleted_occurrences) == (None, None)
    rest.delete()
    assert seen(account) == ["15 10", "17 16", "18 10"]
    review.delete()
    assert not list(account.calendar.all())


def test_this_and_following_are_deleted(account: Any, review: Any) -> None:
    review.recurrence = daily(15, end=at(17).date())
    review.save(update_fields=["recurrence"])
    assert seen(account) == ["15 10", "16 10", "17 10"]
    with pytest.raises(ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange):
        review.occurrence(index=4).refresh()


def test_a_series_is_deleted(account: Any, review: Any) -> None:
    review.delete()
    assert not seen(account)
    assert not list(account.calendar.all())
