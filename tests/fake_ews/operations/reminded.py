"""Reminders for tests: asked for, dismissed, snoozed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fake_ews.contract.common import ItemId
from fake_ews.contract.reminders import (
    GetReminders,
    NonEmptyArrayOfReminderItemAction,
    PerformReminderAction,
    ReminderItemAction,
)
from tests.fake_ews.operations.client import Client, Reply


def reminders(ews: Client, **said: Any) -> list[Any]:
    """The reminders that GetReminders tells of."""
    return list(ews.ask(GetReminders(**said)).only.Reminders.Reminder or ())


def told(ews: Client, **said: Any) -> list[str]:
    """When reminders signal, and of what: month, day and time."""
    return [f"{one.ReminderTime:%m-%d %H:%M} {one.Subject}" for one in reminders(ews, **said)]


def act(ews: Client, action: str, *named: ItemId, until: dt.datetime | str | None = None) -> Reply:
    """PerformReminderAction on some items; until when they are snoozed."""
    time = until.isoformat() if isinstance(until, dt.datetime) else until
    actions = tuple(ReminderItemAction(ActionType=action, ItemId=one, NewReminderTime=time) for one in named)
    return ews.ask(
        PerformReminderAction(ReminderItemActions=NonEmptyArrayOfReminderItemAction(ReminderItemAction=actions))
    )


def done(ews: Client, action: str, *named: ItemId, until: dt.datetime | str | None = None) -> list[str]:
    """The ids of what an action has changed."""
    return [one.Id for one in act(ews, action, *named, until=until).only.UpdatedItemIds.ItemId or ()]
