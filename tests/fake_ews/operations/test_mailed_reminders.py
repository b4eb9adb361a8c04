"""Reminders by mail: when they come, to whom, and what they say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.calendar import ArrayOfInboxReminder, CalendarItem, InboxReminder
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, ReminderMessageData
from fake_ews.contract.recurrence import Recurrence
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, an_entry, at, drop, put
from tests.fake_ews.operations.series import a_series, daily, in_view
from tests.fake_ews.operations.test_meetings import ALL, BEN, copy_at, guests
from tests.fake_ews.operations.test_series_meetings import nth

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def ews(ews: Client) -> Client:
    """Anna's client, of the version that brought these reminders."""
    return ews.but(version="Exchange2016")


def by_mail(*minutes: int, **said: Any) -> ArrayOfInboxReminder:
    """Reminders so many minutes before the start."""
    return ArrayOfInboxReminder(
        InboxReminder=tuple(InboxReminder(ReminderOffset=one, Message="Bring plans", **said) for one in minutes)
    )


def came(mailbox: Mailbox) -> list[Item]:
    """The reminders that were mailed."""
    inbox = mailbox.items_of(mailbox.need("inbox"))
    return [item for item in inbox if item.item_class == "IPM.Note.Reminder.Event"]


def times(mailbox: Mailbox) -> list[str]:
    """When they came: day and time."""
    return [f"{item.created:%d %H:%M}" for item in came(mailbox)]


def until(exchange: Exchange, clock: ManualClock, moment: dt.datetime) -> None:
    """Let time pass up to a moment."""
    pass_time(exchange, clock, seconds=(moment - clock.now()).total_seconds())


def test_it_comes_so_many_minutes_before(ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    ews.create(an_entry(Location="Aare", InboxReminders=by_mail(15)))
    until(exchange, clock, at(9, 44))
    assert came(anna) == []
    until(exchange, clock, at(12))
    assert times(anna) == ["15 09:45"]


def test_of_an_entry_in_another_folder_none_comes(
    ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock
) -> None:
    made = ews.create(an_entry(InboxReminders=by_mail(15))).id
    ews.copy(made, to="deleteditems")
    until(exchange, clock, at(12))
    assert times(anna) == ["15 09:45"]


def test_what_it_says(ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    made = ews.create(an_entry(Location="Aare", InboxReminders=by_mail(15))).id
    until(exchange, clock, at(10))
    (message,) = came(anna)
    shown = ews.get(message, ItemRows.TextBody, Message.ReminderMessageData, base="AllProperties")
    assert (shown.Subject, shown.TextBody.text, shown.IsRead) == ("Review", "Bring plans", False)
    assert shown.From.Mailbox.EmailAddress == shown.ReceivedBy.Mailbox.EmailAddress == "anna@example.test"
    assert shown.ReminderMessageData == ReminderMessageData(
        ReminderText="Bring plans", Location="Aare", StartTime=at(10), EndTime=at(11),
        AssociatedCalendarItemId=ItemId(Id=made.Id, ChangeKey=made.ChangeKey),
    )  # fmt: skip


def test_what_is_due_already_comes_at_once(ews: Client, anna: Mailbox, clock: ManualClock) -> None:
    """the cases of the interop suite make meetings that begin now"""
    clock.set(at(10))
    ews.create(an_entry(InboxReminders=by_mail(5)))
    assert times(anna) == ["15 10:00"]
    ews.create(an_entry(Start=at(8), End=at(9), InboxReminders=by_mail(5)))
    assert len(came(anna)) == 1, "what is over needs no reminder"


@pytest.mark.parametrize(
    ("said", "at_ben"),
    [
        ({"SendOption": "User", "IsOrganizerReminder": True}, 0),
        ({"SendOption": "AllAttendees"}, 1),
        ({"SendOption": "NotSet", "IsOrganizerReminder": True}, 1),
        ({}, 0),
    ],
)
def test_to_whom_it_comes(
    ews: Client, anna: Mailbox, ben: Mailbox, aare: Mailbox, exchange: Exchange, clock: ManualClock,
    said: dict[str, Any], at_ben: int,
) -> None:  # fmt: skip
    entry = an_entry(
        RequiredAttendees=guests(BEN, "out@else.test"),
        Resources=guests(aare.address),
        InboxReminders=by_mail(5, **said),
    )
    ews.create(entry, invitations=ALL)
    until(exchange, clock, at(10))
    assert (len(came(anna)), len(came(ben)), len(came(aare))) == (1, at_ben, 0)
    for message in came(ben):
        data = message.bag.need(Message.ReminderMessageData)
        assert data.need(ReminderMessageData.AssociatedCalendarItemId).Id == copy_at(ben).item_id
    acts = [record for record in exchange.journal.after(0) if record.operation == "MailsReminders"]
    others = [("reminder", BEN), ("reminder", "out@else.test")] if at_ben else []
    assert [record.mails for record in acts] == [(("reminder", "anna@example.test"), *others)]


@pytest.mark.parametrize("said", [{"OccurrenceChange": "Deleted"}, {"SendOption": "Staff"}, {"SendOption": "Customer"}])
def test_what_nobody_gets(
    ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock, said: dict[str, str]
) -> None:
    ews.create(an_entry(InboxReminders=by_mail(5, **said)))
    ews.create(a_series(daily(), InboxReminders=by_mail(5, **said)))
    until(exchange, clock, at(10, day=17))
    assert came(anna) == []


def test_several(ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    """also one that comes when the entry is over"""
    ews.create(an_entry(InboxReminders=by_mail(5, 60, -90, 5)))
    until(exchange, clock, at(12))
    assert times(anna) == ["15 09:00", "15 09:55", "15 09:55", "15 11:30"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put(ItemRows.Subject, "Changed"), ["15 09:45"]),
        (put(CalendarItem.Start, at(9)), ["15 08:45"]),
        (put(CalendarItem.InboxReminders, by_mail(30)), ["15 09:30"]),
        (drop(CalendarItem.InboxReminders), []),
    ],
)
def test_after_a_change(
    ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock, change: Any, expected: list[str]
) -> None:
    made = ews.create(an_entry(InboxReminders=by_mail(15))).id
    assert ews.update(made, change).code == "NoError"
    until(exchange, clock, at(12))
    assert times(anna) == expected


def test_what_was_mailed_does_not_come_again(
    ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock
) -> None:
    made = ews.create(an_entry(InboxReminders=by_mail(15))).id
    until(exchange, clock, at(9, 50))
    ews.update(made, put(CalendarItem.InboxReminders, by_mail(20, SendOption="AllAttendees")))
    assert len(came(anna)) == 1
    ews.update(made, put(CalendarItem.Start, at(14)), put(CalendarItem.End, at(15)))
    until(exchange, clock, at(15))
    assert times(anna) == ["15 09:45", "15 13:40"]


def test_who_is_in_a_group_is_reminded(ews: Client, ben: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    """once, be he named himself, too; what is no address reaches nobody"""
    exchange.put_group("team@example.test", members=(BEN,))
    said = {"RequiredAttendees": guests("team@example.test", BEN, "nobody")}
    ews.create(an_entry(InboxReminders=by_mail(5, SendOption="AllAttendees"), **said), invitations=ALL)
    until(exchange, clock, at(12))
    assert len(came(ben)) == 1


def test_what_is_gone_or_called_off(ews: Client, ben: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    said = {"RequiredAttendees": guests(BEN), "InboxReminders": by_mail(5, SendOption="AllAttendees")}
    ews.delete(ews.create(an_entry(**said), invitations=ALL).id, cancellations=ALL)
    ews.delete(ews.create(an_entry(**said)).id)
    until(exchange, clock, at(12))
    assert came(ben) == []


def test_what_lies_in_another_calendar(ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    """only the calendar itself reminds [unverified]"""
    with exchange.turn():
        other = anna.create_folder(anna.need("calendar"), "Project", "IPF.Appointment")
    ews.create(an_entry(InboxReminders=by_mail(15)), folder=anna.folder_id(other))
    until(exchange, clock, at(12))
    assert came(anna) == []


def test_an_attendee_reminds_himself(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, exchange: Exchange, clock: ManualClock
) -> None:
    """to all: that is the organizer's to say"""
    ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=ALL)
    wish = put(CalendarItem.InboxReminders, by_mail(15, SendOption="AllAttendees"))
    assert bens_ews.but(version="Exchange2016").update(copy_at(ben), wish).code == "NoError"
    until(exchange, clock, at(12))
    assert (times(anna), times(ben)) == ([], ["15 09:45"])


# --- series --------------------------------------------------------------------------------------------------------


def of_day(ews: Client, day: int) -> ItemId:
    """The id of what the calendar shows on a day of March."""
    (item,) = in_view(ews, at(0, day=day), 1)
    found: ItemId = item.ItemId
    return found


@pytest.mark.parametrize("recurrence", [daily(), daily(5)])
def test_each_date_of_a_series(
    ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock, recurrence: Recurrence
) -> None:
    """one is deleted, one is moved, one has reminders of its own, one has none"""
    ews.create(a_series(recurrence, InboxReminders=by_mail(15)))
    ews.delete(of_day(ews, 16))
    ews.update(of_day(ews, 17), put(CalendarItem.Start, at(14, day=17)), put(CalendarItem.End, at(15, day=17)))
    ews.update(of_day(ews, 18), put(CalendarItem.InboxReminders, by_mail(24 * 60, 10)))
    ews.update(of_day(ews, 19), put(CalendarItem.InboxReminders, by_mail(15, OccurrenceChange="Deleted")))
    until(exchange, clock, at(10, day=19))
    assert times(anna) == ["15 09:45", "17 10:00", "17 13:45", "18 09:50"]


def test_one_date_alone(ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    ews.create(a_series(daily(), InboxReminders=by_mail(15, OccurrenceChange="Deleted")))
    ews.update(of_day(ews, 17), put(CalendarItem.InboxReminders, by_mail(15, OccurrenceChange="Added")))
    until(exchange, clock, at(12, day=20))
    assert times(anna) == ["17 09:45"]


def test_a_series_that_has_begun(ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    """at once for what goes on, not for what is over"""
    clock.set(at(10, 30, day=17))
    ews.create(a_series(daily(), InboxReminders=by_mail(15)))
    until(exchange, clock, at(12, day=18))
    assert times(anna) == ["17 10:30", "18 09:45"]


def test_a_series_that_is_called_off(
    ews: Client, bens_ews: Client, ben: Mailbox, exchange: Exchange, clock: ManualClock
) -> None:
    """the copy stays in the calendar of whoever wanted to be reminded of it"""
    master = ews.create(a_series(daily(), RequiredAttendees=guests(BEN)), invitations=ALL).id
    bens_ews.but(version="Exchange2016").update(copy_at(ben), put(CalendarItem.InboxReminders, by_mail(15)))
    until(exchange, clock, at(12))
    ews.delete(master, cancellations=ALL)
    until(exchange, clock, at(12, day=18))
    assert times(ben) == ["15 09:45"]


def test_of_a_date_that_one_was_invited_to_alone(
    ews: Client, bens_ews: Client, ben: Mailbox, exchange: Exchange, clock: ManualClock
) -> None:
    master = ews.create(a_series(daily(3))).id
    ews.update(nth(master, 2), put(CalendarItem.RequiredAttendees, guests(BEN)), invitations=ALL)
    bens_ews.but(version="Exchange2016").update(copy_at(ben), put(CalendarItem.InboxReminders, by_mail(15)))
    until(exchange, clock, at(12, day=16))
    assert times(ben) == ["16 09:45"]
