"""Reminders of the entries and tasks of a mailbox: GetReminders, PerformReminderAction.

Rule: a series is told by one of its dates. "Appointment" in Microsoft's description of ReminderType is an entry without
attendees, "event" an entry or a task, which is over once it is done. [unverified]
Source: ref/getreminders-operation, ref/performreminderaction-operation, ref/maxitems; MS-OXWSMTGS 3.1.4.5, 3.1.4.7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.operations import NonEmptyArrayOfItemIds
from fake_ews.contract.reminders import (
    ArrayOfReminders,
    GetReminders,
    GetRemindersResponseMessage,
    NonEmptyArrayOfReminderItemAction,
    PerformReminderAction,
    PerformReminderActionResponseMessage,
    Reminder,
    ReminderItemAction,
)
from fake_ews.contract.tasks import Task
from fake_ews.model import occurrences, signals
from fake_ews.model.failures import ErrorInvalidArgument, Failure
from fake_ews.model.items import MEETING, Item, state
from fake_ews.model.mailbox import DELETED, Mailbox
from fake_ews.model.occurrences import Occurrence
from fake_ews.operations import _found
from fake_ews.operations._errors import OWN_ITEM
from fake_ews.operations._registry import Call, Message, single

MOST = 200  # [doc ref/maxitems]
_UNDATED = dt.datetime(1, 1, 2, tzinfo=dt.UTC)  # a task without dates [doc: the example of ref/getreminders-operation]


class _Due(NamedTuple):
    """A reminder: when it signals, and of what."""

    time: dt.datetime
    item: Item


@single("GetReminders", "ErrorInvalidArgument")
def get_reminders(call: Call) -> Message:
    """ref/getreminders-operation: private entries included, the earliest first"""
    request = call.asked(GetReminders)
    begin, end = (moment and _aware(moment) for moment in (request.BeginTime, request.EndTime))
    kind = request.ReminderType or "All"
    if kind == "Old" and (begin is None or end is None):
        return ErrorInvalidArgument.saying("BeginTime and EndTime must be set where ReminderType is Old.")
    now = call.exchange.clock.now()
    found = [due for due in _due(call.mailbox, now) if _is_asked_for(due, kind, begin, end, now)]
    found.sort(key=lambda due: (due.time, due.item.root.number))
    most = MOST if request.MaxItems is None else request.MaxItems
    reminders = tuple(_told(due) for due in found[:most])
    return GetRemindersResponseMessage(Reminders=ArrayOfReminders(Reminder=reminders))


def _due(mailbox: Mailbox, now: dt.datetime) -> Iterator[_Due]:
    """The reminders of a mailbox: of entries and of tasks that are not done, wherever they lie, the deleted apart."""
    for item in mailbox.items.values():
        if item.kind not in (CalendarItem, Task) or mailbox.folders[item.folder].distinguished in DELETED:
            continue
        if not item.bag.get(ItemRows.ReminderIsSet) or _is_done(item):
            continue
        if item.calendar_kind == "RecurringMaster" and item.is_entry:
            date = signals.pending(item, now)
            one = None if date is None else occurrences.on_day(item, date[0])
            if date is not None and one is not None:
                yield _Due(date[1], one)
        elif (time := signals.signal_time(item)) is not None:
            yield _Due(_aware(time), item)


def _is_done(item: Item) -> bool:
    return item.kind is Task and (item.bag.get(Task.Status) == "Completed" or item.bag.get(Task.IsComplete) is True)


def _is_asked_for(due: _Due, kind: str, begin: dt.datetime | None, end: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether it signals in the span of time that is asked for, and what the kind adds or takes away."""
    goes_on = due.item.kind is Task or due.item.need(CalendarItem.End) > now
    is_appointment = due.item.is_entry and not state(due.item) & MEETING
    is_early = begin is not None and due.time < begin
    if end is not None and due.time > end:
        return False
    if kind == "Current":
        return not is_early or goes_on or is_appointment
    return not is_early and (kind == "All" or not (goes_on or is_appointment))


def _told(due: _Due) -> Reminder:
    item, item_id = due.item, _id(due.item)
    times = (CalendarItem.Start, CalendarItem.End) if item.is_entry else (Task.StartDate, Task.DueDate)
    start, end = (_aware(item.bag.get(row) or _UNDATED) for row in times)
    reminder = Reminder(ReminderTime=due.time, StartDate=start, EndDate=end, ItemId=item_id)
    reminder.Subject, reminder.Location = (
        item.bag.get(ItemRows.Subject) or "",
        item.bag.get(CalendarItem.Location) or "",
    )
    reminder.RecurringMasterItemId = None if item.root is item else _id(item.root)
    reminder.ReminderGroup = "Calendar" if item.is_entry else "Task"
    reminder.UID = item.need(CalendarItem.UID) if item.is_entry else item_id.Id
    return reminder


@single("PerformReminderAction", OWN_ITEM)
def perform_reminder_action(call: Call) -> Message:
    """ref/performreminderaction-operation: told are the ids of what was changed; none where nothing was

    An item that cannot be found fails the request only if nothing could be done to any other. [unverified]
    """
    updated: list[ItemId] = []
    failures: list[Failure] = []
    actions = call.asked(PerformReminderAction).need(PerformReminderAction.ReminderItemActions)
    for action in actions.need(NonEmptyArrayOfReminderItemAction.ReminderItemAction):
        item = _found.item(call, action.need(ReminderItemAction.ItemId), "edit")
        if isinstance(item, Failure):
            failures.append(item)
        elif _performed(call, item, action):
            updated.append(_id(item))
    if failures and not updated:
        return failures[0]
    return PerformReminderActionResponseMessage(UpdatedItemIds=NonEmptyArrayOfItemIds(ItemId=tuple(updated)))


def _performed(call: Call, item: Item, action: ReminderItemAction) -> bool:
    """Do what is asked for; whether it changed anything."""
    now, day = call.exchange.clock.now(), item.day if isinstance(item, Occurrence) else None
    if action.ActionType == "Dismiss":
        change = signals.dismissed(item, day, now)
    else:
        until = _instant(action.NewReminderTime)
        change = None if until is None else signals.snoozed(item, day, until, now)
    if change is None:
        return False
    call.turn.is_write = True
    item.mailbox.update(item.root, signals.changed(item, change), item.root.extended, call.by)
    if isinstance(item, Occurrence):
        item.renew()
    return True


def _instant(text: str | None) -> dt.datetime | None:
    """The time of a NewReminderTime, which is a text by the schema; None where it is no time."""
    try:
        return None if text is None else _aware(dt.datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _id(item: Item) -> ItemId:
    return ItemId(Id=item.item_id, ChangeKey=item.change_key)
