"""GetReminders and PerformReminderAction: what signals when, and what is left of it once it is dismissed or snoozed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ItemId, OccurrenceItemId
from fake_ews.contract.items import Item
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.recurrence import AbsoluteMonthlyRecurrencePattern, Recurrence
from fake_ews.contract.reminders import GetReminders
from fake_ews.contract.tasks import Task
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.model.signals import BY_DEFAULT, NEVER
from tests.fake_ews.operations.client import Client, an_entry, at, drop, put
from tests.fake_ews.operations.reminded import act, done, reminders, told
from tests.fake_ews.operations.series import a_series, daily, in_view, series, weekly
from tests.fake_ews.operations.test_meetings import BEN, guests

pytestmark = pytest.mark.usefixtures("kept")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NOTHING: list[str] = []


def next_time(ews: Client, named: ItemId) -> dt.datetime | None:
    """ReminderNextTime of an item."""
    found: dt.datetime | None = ews.get(named, Item.ReminderNextTime).ReminderNextTime
    return found


def is_set(ews: Client, named: ItemId) -> bool:
    """ReminderIsSet of an item."""
    return bool(ews.get(named, Item.ReminderIsSet).ReminderIsSet)


def shown(ews: Client, day: int) -> ItemId:
    """The id of what the calendar shows on a day of March."""
    (item,) = in_view(ews, at(0, day=day), 1)
    found: ItemId = item.ItemId
    return found


# --- what is told --------------------------------------------------------------------------------------------------


def test_an_entry(ews: Client) -> None:
    made = ews.create(an_entry(Location="Aare", ReminderMinutesBeforeStart=30)).id
    (one,) = reminders(ews)
    shape = ews.get(made, CalendarItem.UID, Item.ReminderNextTime)
    assert (one.Subject, one.Location, one.ReminderGroup) == ("Review", "Aare", "Calendar")
    assert (one.ReminderTime, one.StartDate, one.EndDate) == (at(9, 30), at(10), at(11))
    assert (one.ItemId.Id, one.UID, one.RecurringMasterItemId) == (made.Id, shape.UID, None)
    assert shape.ReminderNextTime == at(9, 30)


def test_what_has_none(ews: Client, anna: Mailbox) -> None:
    ews.create(an_entry(ReminderIsSet=False))
    ews.create(Task(Subject="Buy milk", DueDate=at(12)))
    ews.create(Task(Subject="Timeless", ReminderIsSet=True))
    gone = ews.create(an_entry()).id
    ews.delete(gone)
    assert told(ews) == NOTHING
    assert len(anna.items) == 4


def test_in_the_order_in_which_they_signal(ews: Client) -> None:
    ews.create(an_entry(Subject="Late", Start=at(14), End=at(15)))
    ews.create(an_entry(Subject="Early"))
    ews.create(an_entry(Subject="Private", Start=at(12), End=at(13), Sensitivity="Private"))
    assert told(ews) == ["03-15 09:45 Early", "03-15 11:45 Private", "03-15 13:45 Late"]
    assert told(ews, MaxItems=2) == ["03-15 09:45 Early", "03-15 11:45 Private"]
    assert told(ews, MaxItems=0) == NOTHING


def test_a_task(ews: Client) -> None:
    """the example of the page: its own id for a UID"""
    made = ews.create(Task(Subject="Buy milk", ReminderIsSet=True, ReminderDueBy=at(9), DueDate=at(0))).id
    bare = ews.create(Task(Subject="Call", ReminderIsSet=True, ReminderNextTime=at(8))).id
    assert told(ews) == ["03-15 08:00 Call", "03-15 09:00 Buy milk"]
    first, second = reminders(ews)
    assert (second.ItemId.Id, second.UID, second.ReminderGroup) == (made.Id, made.Id, "Task")
    assert (second.StartDate.year, second.EndDate) == (1, at(0))
    assert first.EndDate == dt.datetime(1, 1, 2, tzinfo=dt.UTC)
    assert ews.get(bare, Item.ReminderDueBy).ReminderDueBy == at(8)
    ews.update(made, put(Task.Status, "Completed", within=Task))
    assert told(ews) == ["03-15 08:00 Call"]


def test_the_minutes_that_stand_for_the_default(ews: Client) -> None:
    """MS-OXORMDR 2.2.1.3"""
    ews.create(an_entry(ReminderMinutesBeforeStart=BY_DEFAULT))
    assert told(ews) == ["03-15 09:45 Review"]


def test_years_before_the_calendar_begins(ews: Client) -> None:
    start = dt.datetime(1, 1, 3, tzinfo=dt.UTC)
    ews.create(an_entry(Start=start, End=start + HOUR, ReminderMinutesBeforeStart=2629800))
    (one,) = reminders(ews)
    assert one.ReminderTime == start


# --- the span of time ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end", "is_told"),
    [
        (None, None, True), (at(9, 45), at(9, 45), True), (at(9, 46), None, False), (None, at(9, 44), False),
        (dt.datetime(2027, 3, 15, 9), dt.datetime(2027, 3, 15, 10), True),
    ],
)  # fmt: skip
def test_between_two_times(ews: Client, begin: dt.datetime | None, end: dt.datetime | None, is_told: bool) -> None:
    ews.create(an_entry())
    assert bool(told(ews, BeginTime=begin, EndTime=end)) is is_told


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("All", ["Next", "Over"]),
        ("Current", ["Going on", "Old", "Next", "Over"]),
        ("Old", ["Over"]),
    ],
)
def test_the_kind(ews: Client, clock: ManualClock, kind: str, expected: list[str]) -> None:
    """the table of the page; a task that is not done goes on, and an appointment has no attendees"""
    meeting = {"RequiredAttendees": guests(BEN)}
    ews.create(an_entry(Subject="Old", Start=at(8), End=at(9)))
    ews.create(an_entry(Subject="Past", Start=at(8), End=at(9), **meeting))
    ews.create(an_entry(Subject="Going on", Start=at(6), End=at(20), **meeting))
    ews.create(an_entry(Subject="Over", Start=at(11), End=at(12), **meeting))
    ews.create(Task(Subject="Next", ReminderIsSet=True, ReminderDueBy=at(10)))
    clock.set(at(13))
    span = {"BeginTime": at(9), "EndTime": at(12)}
    assert [one.Subject for one in reminders(ews, ReminderType=kind, **span)] == expected


def test_old_ones_need_both_ends(ews: Client) -> None:
    """ref/getreminders-operation [which code: unverified]"""
    for said in ({"BeginTime": at(9)}, {"EndTime": at(9)}):
        assert ews.ask(GetReminders(ReminderType="Old", **said)).code == "ErrorInvalidArgument"


# --- single ones, dismissed and snoozed ----------------------------------------------------------------------------


def test_dismissed(ews: Client, anna: Mailbox) -> None:
    """ReminderIsSet is false from then on, and the item has changed"""
    made = ews.create(an_entry()).id
    assert done(ews, "Dismiss", made) == [made.Id]
    assert told(ews) == NOTHING
    assert not is_set(ews, made)
    assert next_time(ews, made) is None
    assert anna.log.after(0)[-1].kind.name == "Modified"
    assert done(ews, "Dismiss", made) == NOTHING, "there is no reminder any more"


def test_the_answer_has_the_new_change_key(ews: Client) -> None:
    made = ews.create(an_entry()).id
    (updated,) = act(ews, "Dismiss", made).only.UpdatedItemIds.ItemId
    assert updated.ChangeKey == ews.get(made).ItemId.ChangeKey != made.ChangeKey


def test_set_again(ews: Client) -> None:
    made = ews.create(an_entry()).id
    act(ews, "Dismiss", made)
    ews.update(made, put(Item.ReminderIsSet, True))
    assert told(ews) == ["03-15 09:45 Review"]


def test_snoozed(ews: Client) -> None:
    made = ews.create(an_entry()).id
    assert done(ews, "Snooze", made, until=at(10, 5)) == [made.Id]
    assert told(ews) == ["03-15 10:05 Review"]
    assert next_time(ews, made) == at(10, 5)
    assert is_set(ews, made)


@pytest.mark.parametrize("until", [at(9, 45), at(9), None, "soon", "2027-03-15T09:00:00"])
def test_what_is_no_later_is_ignored(ews: Client, until: dt.datetime | str | None) -> None:
    """ref/newremindertime"""
    made = ews.create(an_entry()).id
    assert done(ews, "Snooze", made, until=until) == NOTHING
    assert told(ews) == ["03-15 09:45 Review"]


def test_a_time_without_zone_is_utc(ews: Client) -> None:
    made = ews.create(an_entry()).id
    act(ews, "Snooze", made, until="2027-03-15T10:00:00")
    assert told(ews) == ["03-15 10:00 Review"]


def test_what_is_not_set_is_not_snoozed(ews: Client) -> None:
    made = ews.create(an_entry(ReminderIsSet=False)).id
    assert done(ews, "Snooze", made, until=at(12)) == NOTHING


@pytest.mark.parametrize(
    ("row", "value", "expected"),
    [
        (Item.Subject, "Changed", "03-15 10:05 Changed"),
        (CalendarItem.Start, at(10, 30), "03-15 10:15 Review"),
        (Item.ReminderMinutesBeforeStart, 20, "03-15 09:40 Review"),
        (Item.ReminderIsSet, True, "03-15 09:45 Review"),
        (Item.ReminderNextTime, at(10, 20), "03-15 10:20 Review"),
    ],
)
def test_what_is_left_of_it_after_a_change(ews: Client, row: object, value: object, expected: str) -> None:
    """another time, or another reminder, makes it void"""
    made = ews.create(an_entry()).id
    act(ews, "Snooze", made, until=at(10, 5))
    assert ews.update(made, put(row, value)).code == "NoError"  # type: ignore[arg-type]
    assert told(ews) == [expected]


def test_a_new_time_and_when_it_signals(ews: Client) -> None:
    made = ews.create(an_entry()).id
    ews.update(made, put(CalendarItem.Start, at(10, 30)), put(Item.ReminderNextTime, at(10, 25)))
    assert told(ews) == ["03-15 10:25 Review"]


def test_an_update_that_moves_a_meeting_signals_anew(ews: Client, bens_ews: Client) -> None:
    made = ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations="SendOnlyToAll").id
    (copy,) = reminders(bens_ews)
    act(bens_ews, "Snooze", copy.ItemId, until=at(10, 5))
    ews.update(made, put(CalendarItem.Start, at(14)), put(CalendarItem.End, at(15)), invitations="SendOnlyToAll")
    assert told(bens_ews) == ["03-15 13:45 Review"]


def test_a_change_may_say_itself_when_it_signals(ews: Client) -> None:
    made = ews.create(an_entry()).id
    ews.update(made, put(CalendarItem.Start, at(9)), put(Item.ReminderNextTime, at(7)))
    assert told(ews) == ["03-15 07:00 Review"]


def test_a_task_is_dismissed_or_snoozed(ews: Client) -> None:
    made = ews.create(Task(Subject="Call", ReminderIsSet=True, ReminderDueBy=at(9))).id
    act(ews, "Snooze", made, until=at(10))
    assert told(ews) == ["03-15 10:00 Call"]
    assert ews.get(made, Item.ReminderDueBy).ReminderDueBy == at(9)
    act(ews, "Dismiss", made)
    assert told(ews) == NOTHING


def test_it_can_be_read_and_set_by_its_mapi_name(ews: Client) -> None:
    """PidLidReminderSignalTime"""
    name = PathToExtendedField(DistinguishedPropertySetId="Common", PropertyId=0x8560, PropertyType="SystemTime")
    made = ews.create(an_entry()).id
    assert ews.get(made, name).ExtendedProperty[0].Value == "2027-03-15T09:45:00Z"
    ews.update(made, put(name, "2027-03-15T09:50:00Z"))
    assert told(ews) == ["03-15 09:50 Review"]


# --- several at once, and what cannot be found ---------------------------------------------------------------------


def test_several(ews: Client) -> None:
    first, second = (ews.create(an_entry(Subject=subject)).id for subject in "ab")
    assert done(ews, "Dismiss", first, second) == [first.Id, second.Id]


def test_what_is_not_there(ews: Client) -> None:
    """an error only where nothing could be done"""
    there, gone = (ews.create(an_entry()).id for _ in range(2))
    ews.delete(gone, how="HardDelete")
    assert act(ews, "Dismiss", gone).code == "ErrorItemNotFound"
    assert done(ews, "Dismiss", gone, there) == [there.Id]


def test_of_somebody_else(ews: Client, bens_ews: Client) -> None:
    made = ews.create(an_entry()).id
    assert told(bens_ews) == NOTHING
    assert act(bens_ews, "Dismiss", made).code == "ErrorAccessDenied"
    assert is_set(ews, made)


# --- series --------------------------------------------------------------------------------------------------------


def test_a_series_is_told_by_its_next_date(ews: Client) -> None:
    master = ews.create(a_series(daily())).id
    (one,) = reminders(ews)
    assert (one.ReminderTime, one.StartDate, one.EndDate) == (at(9, 45), at(10), at(11))
    assert (one.RecurringMasterItemId.Id, one.ItemId.Id) == (master.Id, shown(ews, 15).Id)
    assert next_time(ews, master) == next_time(ews, shown(ews, 18)) == at(9, 45), "there is one for all dates"


def test_a_date_is_dismissed(ews: Client, clock: ManualClock) -> None:
    """the next one has its turn; nothing becomes an exception"""
    master = ews.create(a_series(daily())).id
    clock.set(at(9, 50))
    first = shown(ews, 15)
    assert done(ews, "Dismiss", first) == [first.Id]
    assert told(ews) == ["03-16 09:45 Review"]
    whole = ews.get(master, Item.ReminderIsSet, Item.ReminderNextTime, CalendarItem.ModifiedOccurrences)
    assert (whole.ReminderIsSet, whole.ReminderNextTime, whole.ModifiedOccurrences) == (True, at(9, 45, day=16), None)
    assert done(ews, "Dismiss", shown(ews, 15)) == NOTHING, "its turn is over"


def test_by_the_master(ews: Client) -> None:
    master = ews.create(a_series(daily())).id
    assert done(ews, "Dismiss", master) == [master.Id]
    assert told(ews) == ["03-16 09:45 Review"]


def test_a_later_date_is_dismissed_before_its_time(ews: Client) -> None:
    ews.create(a_series(daily()))
    act(ews, "Dismiss", shown(ews, 17))
    assert told(ews) == ["03-18 09:45 Review"]


def test_whoever_was_away_skips_what_he_missed(ews: Client, clock: ManualClock) -> None:
    """the last date that is due is told; once it is dismissed, the next one to come"""
    ews.create(a_series(daily()))
    clock.set(at(12, day=20))
    assert told(ews) == ["03-20 09:45 Review"]
    act(ews, "Dismiss", shown(ews, 20))
    assert told(ews) == ["03-21 09:45 Review"]


def test_the_last_date(ews: Client) -> None:
    """it never signals again, but is still set"""
    master = ews.create(a_series(daily(number=2))).id
    act(ews, "Dismiss", master)
    assert done(ews, "Dismiss", master) == [master.Id]
    assert told(ews) == NOTHING
    assert (next_time(ews, master), is_set(ews, master)) == (NEVER, True)
    assert done(ews, "Dismiss", master) == done(ews, "Snooze", master, until=at(12)) == NOTHING


def test_a_longer_series_signals_again(ews: Client, clock: ManualClock) -> None:
    """why it stays set: MS-OXORMDR 3.1.4.6.2"""
    master = ews.create(a_series(daily(number=1))).id
    act(ews, "Dismiss", master)
    clock.set(at(12))
    ews.update(master, put(CalendarItem.Recurrence, daily(number=3)))
    assert told(ews) == ["03-15 09:45 Review"]
    clock.set(at(12, day=16))
    assert told(ews) == ["03-16 09:45 Review"]


def test_a_date_is_snoozed(ews: Client) -> None:
    master = ews.create(a_series(daily())).id
    assert done(ews, "Snooze", shown(ews, 15), until=at(10, 5)) == [shown(ews, 15).Id]
    assert told(ews) == ["03-15 10:05 Review"]
    assert next_time(ews, master) == at(10, 5)
    assert done(ews, "Snooze", shown(ews, 15), until=at(10)) == NOTHING
    act(ews, "Dismiss", shown(ews, 15))
    assert told(ews) == ["03-16 09:45 Review"]


def test_snoozed_past_the_next_date_is_dismissed(ews: Client) -> None:
    """ref/performreminderaction-operation"""
    ews.create(a_series(daily()))
    act(ews, "Snooze", shown(ews, 15), until=at(9, 45, day=16))
    assert told(ews) == ["03-16 09:45 Review"]


def test_the_last_date_can_be_snoozed_for_long(ews: Client) -> None:
    ews.create(a_series(daily(number=1)))
    act(ews, "Snooze", shown(ews, 15), until=at(9, day=30))
    assert told(ews) == ["03-30 09:00 Review"]


def test_a_series_in_the_past_does_not_signal(ews: Client, clock: ManualClock) -> None:
    clock.set(at(12, day=20))
    master = ews.create(a_series(daily(number=3))).id
    assert told(ews) == NOTHING
    assert next_time(ews, master) == NEVER


def test_a_series_that_has_begun_signals_for_what_goes_on(ews: Client, clock: ManualClock) -> None:
    clock.set(at(10, 30, day=20))
    ews.create(a_series(daily()))
    assert told(ews) == ["03-20 09:45 Review"]


def test_a_series_without_reminder(ews: Client) -> None:
    """PidLidReminderSet of a series is that of all its dates"""
    master = ews.create(a_series(daily(), ReminderIsSet=False)).id
    assert told(ews) == NOTHING
    assert done(ews, "Dismiss", master) == done(ews, "Dismiss", shown(ews, 15)) == NOTHING
    ews.update(shown(ews, 16), put(Item.ReminderIsSet, True))
    assert (told(ews), next_time(ews, shown(ews, 16))) == (NOTHING, None)


def test_dates_that_differ(ews: Client) -> None:
    """one is moved, one has no reminder, one is deleted"""
    ews.create(a_series(daily(number=5)))
    ews.update(shown(ews, 15), put(CalendarItem.Start, at(14)), put(CalendarItem.End, at(15)))
    ews.update(shown(ews, 16), put(Item.ReminderIsSet, False))
    ews.delete(shown(ews, 17))
    ews.update(shown(ews, 18), put(Item.ReminderMinutesBeforeStart, 60))
    seen = []
    while found := told(ews):
        seen += found
        act(ews, "Dismiss", reminders(ews)[0].ItemId)
    assert seen == ["03-15 13:45 Review", "03-18 09:00 Review", "03-19 09:45 Review"]


def test_a_first_date_without_reminder(ews: Client) -> None:
    ews.create(a_series(daily()))
    ews.update(shown(ews, 15), put(Item.ReminderIsSet, False))
    assert told(ews) == ["03-16 09:45 Review"]


def test_the_date_whose_turn_it_is_is_moved_or_deleted(ews: Client) -> None:
    ews.create(a_series(daily()))
    act(ews, "Dismiss", shown(ews, 15))
    ews.update(shown(ews, 16), put(CalendarItem.Start, at(14, day=16)), put(CalendarItem.End, at(15, day=16)))
    assert told(ews) == ["03-16 13:45 Review"]
    ews.delete(shown(ews, 16))
    assert told(ews) == ["03-17 09:45 Review"]


def test_the_first_date_has_none(ews: Client) -> None:
    ews.create(a_series(daily(3)))
    ews.update(shown(ews, 15), put(Item.ReminderIsSet, False))
    assert told(ews) == ["03-16 09:45 Review"]


def test_the_subject_of_a_series_does_not_matter(ews: Client) -> None:
    master = ews.create(a_series(daily())).id
    act(ews, "Dismiss", master)
    ews.update(master, put(Item.Subject, "Retro"))
    assert told(ews) == ["03-16 09:45 Retro"]
    ews.update(master, drop(CalendarItem.Recurrence))
    assert told(ews) == ["03-15 09:45 Retro"], "single again, and anew"


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    recurrence=st.sampled_from([
        daily(9), weekly("Monday", "Friday", number=7),
        series(AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=31), "2027-03-15", 6),
    ]),
    minutes=st.integers(0, 40 * 24 * 60),
)  # fmt: skip
def test_dismissed_one_after_the_other_each_date_has_its_turn(recurrence: Recurrence, minutes: int) -> None:
    exchange = Exchange(ManualClock(dt.datetime(2027, 1, 1, tzinfo=dt.UTC)), Profile(), seed=7)
    anna = exchange.add_mailbox("anna@example.test", name="Anna Arn")
    ews = Client(exchange, Account(anna.address, "secret"), anna)
    master = ews.create(a_series(recurrence, ReminderMinutesBeforeStart=minutes)).id
    dates = [item.Start for item in in_view(ews, at(0), 300)]
    turns = []
    while found := reminders(ews):
        assert found[0].ReminderTime == found[0].StartDate - minutes * MINUTE
        turns.append(found[0].StartDate)
        act(ews, "Dismiss", master)
    assert turns == dates


def test_a_date_that_is_no_more(ews: Client) -> None:
    master = ews.create(a_series(daily())).id
    first = shown(ews, 15)
    ews.delete(OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=1))
    assert act(ews, "Dismiss", first).code == "ErrorItemNotFound"
