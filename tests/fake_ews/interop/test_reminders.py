"""Reminders as the public interop suite goes through them: told, and dismissed."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem, MeetingRequestMessage
from fake_ews.contract.common import ArrayOfStrings, ItemId
from fake_ews.contract.items import Item
from fake_ews.contract.tasks import Task
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.interop.people import SAVED, meet, messages, nth
from tests.fake_ews.operations.client import Client, at
from tests.fake_ews.operations.reminded import act, reminders
from tests.fake_ews.operations.series import a_series, daily

pytestmark = pytest.mark.usefixtures("kept")


def between(ews: Client, shown: Any) -> Any:
    """The one reminder from the time at which an item signals next to the time at which it is due."""
    (one,) = reminders(
        ews, ReminderType="All", BeginTime=shown.ReminderNextTime, EndTime=shown.ReminderDueBy, MaxItems=1
    )
    return one


def test_the_reminder_of_a_meeting(ews: Client, anna: Mailbox) -> None:
    made = meet(ews, SAVED, Location="Aare", ReminderIsSet=True)
    assert len(messages(anna, MeetingRequestMessage, "sentitems")) == 1
    shown = ews.get(made, Item.ReminderNextTime, base="AllProperties")
    one = between(ews, shown)
    assert (one.Subject, one.Location, one.UID) == (shown.Subject, shown.Location, ews.get(made, CalendarItem.UID).UID)
    assert (one.ReminderTime, one.StartDate, one.EndDate) == (shown.ReminderNextTime, shown.Start, shown.End)
    assert (one.ItemId, one.ReminderGroup) == (shown.ItemId, "Calendar")
    assert ews.delete(made).code == "NoError"
    assert reminders(ews) == []


def test_the_reminder_of_a_series_names_its_master(ews: Client) -> None:
    master = ews.create(a_series(daily(5))).id
    shown = ews.get(nth(master, 2), Item.ReminderNextTime, base="AllProperties")
    one = between(ews, shown)
    assert one.RecurringMasterItemId == ItemId(Id=master.Id, ChangeKey=shown.ItemId.ChangeKey)
    assert one.Subject == "Review"


def test_the_reminder_of_a_task(ews: Client) -> None:
    task = Task(
        Subject="Pay the bill", ReminderIsSet=True, ReminderNextTime=at(9, 45), ReminderMinutesBeforeStart=15,
        ActualWork=5, TotalWork=10, BillingInformation="Ten off", Companies=ArrayOfStrings(String=("One", "Two")),
        Contacts=ArrayOfStrings(String=("Ben", "Clara")), Mileage="15 km", StartDate=at(10), DueDate=at(11),
        PercentComplete=50.0,
    )  # fmt: skip
    shown = ews.get(ews.create(task).id, Item.ReminderNextTime, base="AllProperties")
    one = between(ews, shown)
    assert (one.ReminderGroup, one.ItemId, one.ReminderTime) == ("Task", shown.ItemId, at(9, 45))
    assert (one.StartDate, one.EndDate) == (at(10), at(11))


def test_the_reminder_of_a_meeting_is_dismissed(ews: Client) -> None:
    """a new time beside it does not matter, were it in words"""
    made = meet(ews, SAVED, ReminderIsSet=True)
    reply = act(ews, "Dismiss", made, until="Monday, March 15, 2027").only
    assert (reply.ResponseClass, reply.ResponseCode) == ("Success", "NoError")
    assert [one.Id for one in reply.UpdatedItemIds.ItemId] == [made.Id]
    assert ews.get(made, Item.ReminderIsSet).ReminderIsSet is False
