"""Tasks that recur: what is done or put off becomes a task of its own, and the master goes on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.recurrence import (
    DailyRecurrencePattern,
    DailyRegeneratingPattern,
    NoEndRecurrenceRange,
    NumberedRecurrenceRange,
    TaskRecurrence,
    WeeklyRegeneratingPattern,
)
from fake_ews.contract.tasks import Task
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, drop, put


def daily(start: str, number: int | None = None, pattern: Bag | None = None) -> TaskRecurrence:
    """Every day from a day on."""
    range_bag: Bag = (
        NoEndRecurrenceRange(StartDate=start)
        if number is None
        else NumberedRecurrenceRange(StartDate=start, NumberOfOccurrences=number)
    )
    made = TaskRecurrence()
    for one in (pattern or DailyRecurrencePattern(Interval=1), range_bag):
        made.set(next(row for row in TaskRecurrence.rows.values() if row.name == _NAMES[type(one)]), one)
    return made


_NAMES = {
    DailyRecurrencePattern: "DailyRecurrence",
    DailyRegeneratingPattern: "DailyRegeneration",
    WeeklyRegeneratingPattern: "WeeklyRegeneration",
    NoEndRecurrenceRange: "NoEndRecurrence",
    NumberedRecurrenceRange: "NumberedRecurrence",
}


def a_task(ews: Client, recurrence: TaskRecurrence, **said: Any) -> str:
    """A recurring task: its id."""
    made = ews.create(Task(Subject="Water", Recurrence=recurrence, **said)).id
    assert made.Id is not None
    return made.Id


def told(ews: Client, task_id: str) -> tuple[bool, int, str, int | None, str]:
    """Whether it recurs, its count of changes, when it is due, how often still, and its status."""
    rows = (Task.IsRecurring, Task.ChangeCount, Task.DueDate, Task.Recurrence, Task.Status)
    found = ews.get(task_id, *rows)
    left = None
    if found.Recurrence is not None and found.Recurrence.NumberedRecurrence is not None:
        left = found.Recurrence.NumberedRecurrence.NumberOfOccurrences
    return found.IsRecurring, found.ChangeCount, f"{found.DueDate:%m-%d}", left, found.Status or ""


def change(ews: Client, task_id: str, row: Any, value: Any) -> str:
    """Change one property: the id that the answer tells."""
    return str(ews.update(task_id, put(row, value, within=Task)).id.Id)


def test_a_new_one_is_due_on_its_first_day(ews: Client) -> None:
    assert told(ews, a_task(ews, daily("2016-01-01", 4))) == (True, 1, "01-01", 4, "NotStarted")
    late = dt.datetime(2016, 1, 5, tzinfo=dt.UTC)
    assert told(ews, a_task(ews, daily("2016-01-01", 4), DueDate=late))[2] == "01-05"


@pytest.mark.parametrize("start", ["2016-01-01", "2016-01-01+01:00", "2016-01-01Z"])
def test_its_dates_are_marked_as_those_of_utc(ews: Client, start: str) -> None:
    """[seen: exchangelib takes a date without a mark for a time]"""
    found = ews.get(a_task(ews, daily(start, 4)), Task.Recurrence).Recurrence
    assert found.NumberedRecurrence.StartDate == "2016-01-01Z"
    single = ews.create(Task(Subject="Once")).id
    assert ews.get(single, Task.Recurrence).Recurrence is None


def test_changing_its_dates_puts_the_present_one_off(ews: Client, anna: Mailbox) -> None:
    """[seen: exchangelib's suite]"""
    master = a_task(ews, daily("2016-01-01", 4))
    left = change(ews, master, Task.Recurrence, daily("2016-02-01", 4))
    assert left != master
    assert told(ews, left) == (False, 1, "01-01", None, "NotStarted")
    assert told(ews, master) == (True, 2, "01-02", 3, "NotStarted")
    done = change(ews, master, Task.Status, "Completed")
    assert told(ews, done) == (False, 1, "01-02", None, "Completed")
    assert told(ews, master) == (True, 3, "02-01", 2, "NotStarted")
    assert len(anna.need("tasks").items) == 3


def test_one_by_one_until_none_is_left(ews: Client, anna: Mailbox) -> None:
    """MS-OXOTASK: the last one is no series any more"""
    master = a_task(ews, daily("2016-01-01", 3))
    for due in ("01-02", "01-03"):
        assert change(ews, master, Task.Status, "Completed") != master
        assert told(ews, master)[2] == due
    assert change(ews, master, Task.Status, "Completed") == master
    assert told(ews, master)[0] is False
    assert len(anna.need("tasks").items) == 3


def test_without_end(ews: Client) -> None:
    master = a_task(ews, daily("2016-01-01"))
    for _ in range(5):
        change(ews, master, Task.Status, "Completed")
    assert told(ews, master) == (True, 6, "01-06", None, "NotStarted")


@pytest.mark.parametrize(
    ("pattern", "due"),
    [(DailyRegeneratingPattern(Interval=1), "03-02"), (WeeklyRegeneratingPattern(Interval=2), "03-15")],
)
def test_one_that_regenerates_goes_on_from_the_day_it_was_done(ews: Client, pattern: Bag, due: str) -> None:
    """[seen: exchangelib's suite]; it is the first of March 2027"""
    master = a_task(ews, daily("2016-01-01", 4, pattern))
    assert change(ews, master, Task.Recurrence, daily("2016-01-02", 4, pattern)) == master
    done = change(ews, master, Task.Status, "Completed")
    assert told(ews, done)[0] is False
    assert told(ews, master) == (True, 2, due, 3, "NotStarted")


def test_other_changes_and_other_tasks(ews: Client, anna: Mailbox) -> None:
    master = a_task(ews, daily("2016-01-01", 4))
    assert change(ews, master, Task.Mileage, "7") == master
    single = str(ews.create(Task(Subject="Once")).id.Id)
    assert change(ews, single, Task.Status, "Completed") == single
    assert change(ews, single, Task.Recurrence, daily("2016-01-01", 4)) == single
    assert ews.get(single, Task.IsRecurring).IsRecurring is True
    assert len(anna.need("tasks").items) == 2


def test_a_pattern_that_is_none(ews: Client) -> None:
    """RC ErrorCalendarInvalidRecurrence"""
    bad = daily("2016-01-01", pattern=DailyRecurrencePattern(Interval=100000))
    assert ews.create(Task(Recurrence=bad)).code == "ErrorCalendarInvalidRecurrence"


@pytest.mark.parametrize("recurs", [True, False])
@pytest.mark.parametrize(
    ("recurrence", "code"),
    [
        (daily("2016-01-01", pattern=DailyRecurrencePattern(Interval=0)), "ErrorCalendarInvalidRecurrence"),
        (daily("9999-12-31"), "ErrorRecurrenceHasNoOccurrence"),
    ],
)
def test_none_is_given_later_either(
    ews: Client, anna: Mailbox, recurrence: TaskRecurrence, code: str, recurs: bool
) -> None:
    """RC; nothing is left behind"""
    task = a_task(ews, daily("2016-01-01", 4)) if recurs else str(ews.create(Task(Subject="Once")).id.Id)
    assert ews.update(task, put(Task.Recurrence, recurrence, within=Task)).code == code
    assert ews.get(task, Task.IsRecurring).IsRecurring is recurs
    assert len(anna.need("tasks").items) == 1


def test_one_that_recurs_from_now_on_is_due_on_its_first_day(ews: Client) -> None:
    task = str(ews.create(Task(Subject="Once")).id.Id)
    change(ews, task, Task.Recurrence, daily("2016-01-01", 4))
    assert told(ews, task) == (True, 1, "01-01", 4, "NotStarted")
    assert change(ews, task, Task.Status, "Completed") != task
    assert told(ews, task) == (True, 2, "01-02", 3, "NotStarted")


def test_who_takes_its_date_away_puts_it_off(ews: Client) -> None:
    """it is never without one"""
    master = a_task(ews, daily("2016-01-01", 4))
    assert ews.update(master, drop(Task.DueDate)).code == "NoError"
    assert told(ews, master) == (True, 2, "01-02", 3, "NotStarted")


NOW = dt.datetime(2026, 12, 15, tzinfo=dt.UTC)
OPEN, UNDER_WAY, DONE = ("NotStarted", 0.0, False), ("InProgress", 25.0, False), ("Completed", 100.0, True)


def progress(ews: Client, task: str) -> tuple[str, float, bool]:
    """Status, PercentComplete and IsComplete, as AllProperties has them."""
    found = ews.get(task, base="AllProperties")
    assert (found.CompleteDate is not None) == found.IsComplete
    return found.Status, found.PercentComplete, found.IsComplete


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, OPEN),
        ({"Status": "Completed"}, DONE),
        ({"PercentComplete": 100.0}, DONE),
        ({"CompleteDate": NOW}, DONE),
        ({"PercentComplete": 25.0}, UNDER_WAY),
        ({"Status": "WaitingOnOthers", "PercentComplete": 25.0}, ("WaitingOnOthers", 25.0, False)),
        ({"Status": "NotStarted", "PercentComplete": 25.0}, OPEN),
    ],
)
def test_how_far_it_is_said_three_times(ews: Client, said: dict[str, Any], told: tuple[str, float, bool]) -> None:
    """Microsoft's own client asks whether a task is complete [seen EMA Task.IsComplete]"""
    assert progress(ews, ews.create(Task(Subject="x", **said)).id.Id or "") == told


@pytest.mark.parametrize(
    ("row", "wrong", "code"),
    [
        (Task.PercentComplete, 100.5, "ErrorInvalidPercentCompleteValue"),
        (Task.PercentComplete, -1.0, "ErrorInvalidPercentCompleteValue"),
        (Task.CompleteDate, NOW + dt.timedelta(days=400), "ErrorInvalidCompleteDate"),
    ],
)
def test_progress_that_cannot_be(ews: Client, row: Row[Any], wrong: object, code: str) -> None:
    """[doc RC]"""
    assert ews.create(Task(Subject="x", **{row.name: wrong})).code == code
    task = ews.create(Task(Subject="x")).id.Id or ""
    assert ews.update(task, put(row, wrong, within=Task)).code == code
    assert progress(ews, task) == OPEN


def test_completed_and_taken_up_again(ews: Client) -> None:
    task = ews.create(Task(Subject="x", PercentComplete=25.0)).id.Id or ""
    for row, value, told in (
        (Task.Status, "Completed", DONE),
        (Task.Status, "InProgress", ("InProgress", 0.0, False)),
        (Task.PercentComplete, 100.0, DONE),
        (Task.PercentComplete, 25.0, UNDER_WAY),
        (Task.CompleteDate, NOW, DONE),
        (Task.Status, "NotStarted", OPEN),
    ):
        assert ews.update(task, put(row, value, within=Task)).code == "NoError"
        assert progress(ews, task) == told
    assert ews.update(task, put(Task.IsComplete, True, within=Task)).code == "ErrorInvalidPropertySet"
    ews.update(task, put(Task.CompleteDate, NOW, within=Task))
    ews.update(task, drop(Task.CompleteDate))
    assert progress(ews, task) == OPEN
