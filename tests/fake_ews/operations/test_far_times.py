"""The first and the last moments that a request can name: what is asked with them is answered, never our own error."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest

from fake_ews.contract.availability import Duration
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Row
from fake_ews.contract.queries import CalendarView
from fake_ews.contract.recurrence import AbsoluteMonthlyRecurrencePattern
from fake_ews.contract.reminders import GetReminders
from fake_ews.contract.rules import CreateRuleOperation, RulePredicateDateRange, RulePredicates
from fake_ews.contract.tasks import Task
from fake_ews.model.failures import RequestFailure
from tests.fake_ews.operations.client import Client, an_entry, at, put
from tests.fake_ews.operations.reminded import act, reminders
from tests.fake_ews.operations.series import BERNE, daily, series
from tests.fake_ews.operations.test_absence import away
from tests.fake_ews.operations.test_absence import write as set_absence
from tests.fake_ews.operations.test_availability import ask as availability
from tests.fake_ews.operations.test_availability import options
from tests.fake_ews.operations.test_rules import a_rule, change

pytestmark = pytest.mark.usefixtures("kept")

FIRST, LAST = dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59)
EAST, WEST = (dt.timezone(dt.timedelta(hours=hours)) for hours in (14, -14))
FAR = [
    *(FIRST.replace(tzinfo=zone) for zone in (None, dt.UTC, EAST)),
    *(LAST.replace(tzinfo=zone) for zone in (None, dt.UTC, WEST)),
]
ENDLESS = series(AbsoluteMonthlyRecurrencePattern(Interval=99, DayOfMonth=15), "2027-03-15")
LONGEST = 2629800  # minutes: the schema allows no more

far = pytest.mark.parametrize("moment", FAR, ids=str)


def look(ews: Client) -> None:
    """All that can be seen of what there is."""
    for folder in ("calendar", "tasks", "inbox", "drafts"):
        for one in ews.find(folder).items:
            ews.get(one, ItemRows.MimeContent, ItemRows.ReminderNextTime, base="AllProperties")
        ews.sync(None, folder)
    reminders(ews)
    for start, end in ((FIRST, FIRST), (LAST - dt.timedelta(days=700), LAST), (at(0), at(0, day=17))):
        view = CalendarView(StartDate=start, EndDate=end)
        assert ews.find("calendar", CalendarView=view).code == "NoError"
        free(ews, start, end)


def free(ews: Client, start: dt.datetime, end: dt.datetime) -> None:
    """GetUserAvailability of Anna, which may be refused."""
    with suppress(RequestFailure):
        availability(ews, FreeBusyViewOptions=options(window=Duration(StartTime=start, EndTime=end)))


KINDS: tuple[dict[str, Any], ...] = (
    {}, {"ReminderMinutesBeforeStart": LONGEST}, {"IsAllDayEvent": True}, {"StartTimeZone": BERNE},
    {"Recurrence": daily()}, {"Recurrence": daily(3), "StartTimeZone": BERNE},
    {"Recurrence": ENDLESS, "ReminderMinutesBeforeStart": LONGEST}, {"Recurrence": daily(start="0001-01-01")},
    {"Recurrence": daily(3, start="0001-01-01"), "StartTimeZone": BERNE},
)  # fmt: skip


@far
def test_an_entry(ews: Client, moment: dt.datetime) -> None:
    for said in KINDS:
        ews.create(an_entry(Start=moment, End=moment, **said))
        ews.but(zone="Samoa Standard Time").create(an_entry(Start=moment, End=None, **said))
        made = ews.create(an_entry(**said))
        if made.code == "NoError":
            for row in (CalendarItem.Start, CalendarItem.End):
                ews.update(made.id, put(row, moment))
            ews.update(made.id, put(CalendarItem.Start, moment), put(CalendarItem.End, moment))
            ews.update(made.id, put(CalendarItem.IsAllDayEvent, True))
    look(ews.but(zone="W. Europe Standard Time"))


@far
def test_a_task(ews: Client, moment: dt.datetime) -> None:
    rows: tuple[Row[dt.datetime], ...] = (Task.StartDate, Task.DueDate, Task.CompleteDate, ItemRows.ReminderDueBy)
    for row in rows:
        bag = Task(Subject="Water", ReminderIsSet=True, ReminderMinutesBeforeStart=LONGEST)
        bag.set(row, moment)
        ews.create(bag)
        ews.update(ews.create(Task(Subject="Water")).id, put(row, moment, within=Task))
    look(ews)


@far
@pytest.mark.parametrize("said", [{}, {"Recurrence": ENDLESS}], ids=["single", "series"])
def test_a_reminder(ews: Client, moment: dt.datetime, said: dict[str, Any]) -> None:
    made = ews.create(an_entry(ReminderMinutesBeforeStart=LONGEST, **said)).id
    for kind in ("All", "Current", "Old"):
        ews.ask(GetReminders(BeginTime=moment, EndTime=moment, ReminderType=kind))
    act(ews, "Snooze", made, until=moment)
    look(ews.but(zone="W. Europe Standard Time"))
    act(ews, "Snooze", made, until=at(10))
    act(ews, "Dismiss", made)
    look(ews)


@far
def test_everything_else(ews: Client, moment: dt.datetime) -> None:
    span = Duration(StartTime=moment, EndTime=moment)
    set_absence(ews, away("Scheduled", Duration=span))
    set_absence(ews, away("Scheduled", Duration=Duration(StartTime=FIRST, EndTime=moment)))
    free(ews, FIRST, moment)
    free(ews, moment, LAST)
    conditions = RulePredicates(WithinDateRange=RulePredicateDateRange(StartDateTime=moment, EndDateTime=moment))
    change(ews, CreateRuleOperation(Rule=a_rule(conditions=conditions)))
    ews.create(Message(Subject="x", ReminderIsSet=True, ReminderDueBy=moment), disposition="SaveOnly")
    ews.create(Message(Subject="x", ToRecipients=None, DateTimeSent=moment), disposition="SaveOnly")
    look(ews)
