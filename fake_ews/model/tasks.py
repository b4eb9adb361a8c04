"""Tasks: what is done and how far; one that recurs is the next to do, and what is done or put off a task of its own.

Rule: Status, PercentComplete and CompleteDate say the same, whichever of them was given. A master knows the day it is
due; whoever completes it, or changes the dates of one that does not regenerate, leaves a single task with the values
it had, and the master goes on to the next day, one fewer if they are numbered. One that regenerates goes on from the
day on which it was done.
The dates of its range are told as those of days in UTC. [seen: exchangelib]
Source: MS-OXOTASK 3.1.4; what a client sees: exchangelib's suite, with days and counts.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from fake_ews.contract.notation import Row
from fake_ews.contract.recurrence import NumberedRecurrenceRange, RegeneratingPatternBase, TaskRecurrence
from fake_ews.contract.tasks import Task
from fake_ews.model.failures import (
    ErrorInvalidCompleteDate,
    ErrorInvalidPercentCompleteValue,
    Failure,
)
from fake_ews.model.recurrence import (
    LARGEST_NUMBER,
    LAST_DAY,
    days_of,
    pattern_of,
    range_of,
    regenerated,
    with_dates,
)

if TYPE_CHECKING:
    from fake_ews.model.items import Item

DATES: frozenset[Row[Any]] = frozenset((Task.Recurrence, Task.StartDate, Task.DueDate))
"""Changing one of these puts the present one off."""


def recurrence(item: Item) -> TaskRecurrence | None:
    """The Recurrence of a task, its dates marked as those of UTC."""
    stored = item.bag.get(Task.Recurrence)
    return None if stored is None else with_dates(stored, lambda date: f"{date[:10]}Z")


def complete(task: Task, now: dt.datetime) -> Failure | None:
    """Make a new task complete, in place."""
    failure = progress(task, {row for row, _ in task}, now)
    task.ChangeCount = 1
    return failure or settle(task)


def progress(task: Task, named: set[Row[Any]], now: dt.datetime) -> Failure | None:
    """Have all three say what those that were named do, the first of them first, or say why they cannot.

    [spec MS-OXOTASK 2.2.2.2; doc RC]
    """
    if not 0 <= (task.PercentComplete or 0) <= 100:
        return ErrorInvalidPercentCompleteValue
    if task.CompleteDate is not None and task.CompleteDate.date() > now.date():
        return ErrorInvalidCompleteDate
    if Task.Status in named:
        done, begun = task.Status == "Completed", task.Status != "NotStarted"
    elif Task.IsComplete in named:  # by its MAPI name alone
        done = begun = task.IsComplete is True
    elif Task.PercentComplete in named:
        done, begun = task.PercentComplete == 100, bool(task.PercentComplete)
    elif Task.CompleteDate in named:
        done = begun = task.CompleteDate is not None
    else:
        done, begun = task.Status == "Completed", task.Status not in (None, "NotStarted")
    task.IsComplete = None
    if done:
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        task.Status, task.PercentComplete, task.CompleteDate = "Completed", 100.0, task.CompleteDate or today
        return None
    task.CompleteDate = None
    if not begun:
        task.Status, task.PercentComplete = "NotStarted", 0.0
        return None
    task.PercentComplete = 0.0 if task.PercentComplete in (None, 100) else task.PercentComplete
    task.Status = "InProgress" if task.Status in (None, "NotStarted", "Completed") else task.Status
    return None


def settle(task: Task) -> Failure | None:
    """Make right, in place, what a task says of its recurrence, or say why it is none. One that recurs is due on the
    first day of its series, unless it says otherwise.
    """
    task.IsRecurring = task.Recurrence is not None
    if task.Recurrence is None:
        return None
    days = days_of(task.Recurrence)
    if isinstance(days, Failure):
        return days
    first = days.day(1)
    assert first is not None
    task.DueDate = task.DueDate or _instant(dt.date.fromordinal(first))
    task.StartDate = task.StartDate or task.DueDate
    return None


def after(before: Task, changed: Task, named: set[Row[Any]], now: dt.datetime) -> Task | Failure | None:
    """The task of its own that an update leaves, if it leaves one; `changed`, the master, is put right in place."""
    failure = progress(changed, named, now) or settle(changed)
    if failure is not None:
        return failure
    if before.Recurrence is None or changed.Recurrence is None:
        return None
    done = changed.Status == "Completed" and before.Status != "Completed"
    pattern = pattern_of(changed.Recurrence)
    regenerates = isinstance(pattern, RegeneratingPatternBase)
    if not done and (regenerates or not named & DATES):
        return None
    left = _single(changed if done else before)
    due = (
        regenerated(pattern, now.date())
        if isinstance(pattern, RegeneratingPatternBase)
        else _next(before, done, changed)
    )
    if due is None or not _counted_down(changed):
        changed.Recurrence = None
        changed.IsRecurring = False
        return None
    changed.DueDate = changed.StartDate = _instant(due)
    changed.ChangeCount = (before.ChangeCount or 1) + 1
    if done:
        for row in (Task.Status, Task.PercentComplete, Task.CompleteDate):
            changed.set(row, before.get(cast("Row[Any]", row)))
    return left


def _single(task: Task) -> Task:
    """The task as one that does not recur."""
    single = task.copy()
    single.Recurrence, single.IsRecurring, single.ChangeCount = None, False, 1
    return single


def _next(before: Task, done: bool, changed: Task) -> dt.date | None:
    """The day after the one it is due on: of the series as it was, or once it is done, as it is now."""
    series = changed if done else before
    days = days_of(_numbered(series.need(Task.Recurrence), LARGEST_NUMBER))
    assert not isinstance(days, Failure), "both have been settled"
    due = before.need(Task.DueDate).date().toordinal()
    following = next(iter(days.between(due + 1, LAST_DAY)), None)
    return None if following is None else dt.date.fromordinal(following)


def _counted_down(task: Task) -> bool:
    """Take one away from a numbered series; whether any is left."""
    numbered = range_of(task.need(Task.Recurrence))
    if isinstance(numbered, NumberedRecurrenceRange):
        left = numbered.need(NumberedRecurrenceRange.NumberOfOccurrences) - 1
        if left < 1:
            return False
        task.Recurrence = _numbered(task.need(Task.Recurrence), left)
    return True


def _numbered(recurrence: TaskRecurrence, number: int) -> TaskRecurrence:
    """The same recurrence with another number of rounds, if they are numbered."""
    twin, numbered = recurrence.copy(), range_of(recurrence)
    if isinstance(numbered, NumberedRecurrenceRange):
        other = numbered.copy()
        other.NumberOfOccurrences = number
        twin.set(next(row for row, value in recurrence if value is numbered), other)
    return twin


def _instant(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
