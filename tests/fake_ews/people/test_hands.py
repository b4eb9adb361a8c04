"""What people do with programs that work on the mailbox itself: every act, its records, and the journal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfStrings, Body
from fake_ews.contract.items import Item as ItemRows
from fake_ews.control.views import of_item
from fake_ews.model.entries import address_of, people
from fake_ews.model.exchange import Exchange
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.signals import NEVER
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import AARE, BEN, CLARA, STAMP, kinds, last, only

# --- making --------------------------------------------------------------------------------------------------------


def test_an_entry_becomes_a_series_and_a_single_one_again(owa: Owa, entry: int) -> None:
    before = owa.item(entry).item_id
    owa.change(entry, daily=4)
    assert (owa.item(entry).value(CalendarItem.CalendarItemType), owa.item(entry).item_id) == (
        "RecurringMaster",
        before,
    )
    owa.change(entry, daily=None)
    assert owa.item(entry).value(CalendarItem.CalendarItemType) == "Single"


def test_a_new_entry(owa: Owa, entry: int, anna: Mailbox, exchange: Exchange) -> None:
    """at once in the mailbox: one record, one act in the journal"""
    item = only(anna)
    assert (item.value(ItemRows.Subject), item.value(CalendarItem.Start), item.modified_by) == (
        "Review", at(10), "Anna Arn",
    )  # fmt: skip
    assert item.value(CalendarItem.StartTimeZoneId) == "W. Europe Standard Time"
    assert kinds(anna) == [(Kind.Created, "", "calendar")]
    record = last(exchange)
    assert (record.kind, record.operation, record.account, record.mailbox) == (
        "act", "new", "Outlook on the web of anna@example.test", "anna@example.test",
    )  # fmt: skip
    (change,) = record.changes
    assert (change.kind, change.item_id, change.folder) == (Kind.Created, item.item_id, "calendar")
    assert not record.is_write


def test_every_field_of_the_form(owa: Owa, anna: Mailbox, ben: Mailbox, clara: Mailbox, aare: Mailbox) -> None:
    owa.new(
        "Review", at(10), at(11), location="Aare", body="Plans", all_day=False, reminder=30, sensitivity="Private",
        importance="High", free_busy="OOF", categories=("Blue",), attendees=(BEN,), optional=(CLARA,),
        resources=(AARE,), zone="UTC",
    )  # fmt: skip
    bag = only(anna).bag
    assert isinstance(bag, CalendarItem)
    assert (bag.Location, bag.Body, bag.ReminderMinutesBeforeStart, bag.Sensitivity, bag.Importance) == (
        "Aare", Body(BodyType="Text", text="Plans"), 30, "Private", "High",
    )  # fmt: skip
    assert (bag.LegacyFreeBusyStatus, bag.Categories, bag.StartTimeZoneId, bag.ReminderIsSet) == (
        "OOF", ArrayOfStrings(String=("Blue",)), "UTC", True,
    )  # fmt: skip
    assert [address_of(one) for one in people(bag)] == [BEN, CLARA, AARE]


def test_a_formatted_text(owa: Owa, anna: Mailbox) -> None:
    page = '<p>Join <a href="https://meet.example.test/1">here</a></p>'
    owa.new("Review", at(10), at(11), html=page)
    assert only(anna).value(ItemRows.Body) == Body(BodyType="HTML", text=page)
    view = of_item(only(anna))
    assert (view.html, view.body) == (page, "Join here")
    owa.change(owa.find("Review"), body="plain")
    assert (of_item(only(anna)).html, of_item(only(anna)).body) == ("", "plain")
    owa.change(owa.find("Review"), html="")
    assert of_item(only(anna)).body == ""


def test_an_all_day_entry_in_the_own_zone(owa: Owa, anna: Mailbox) -> None:
    owa.new("Holiday", at(9), at(15), all_day=True)
    assert (only(anna).value(CalendarItem.Start), only(anna).value(CalendarItem.End)) == (at(23, day=14), at(23))


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"colour": "blue"}, TypeError, "no field 'colour'"),
        ({"start": "ten"}, ValueError, "start must be an instant"),
        ({"end": dt.datetime(2027, 3, 15, 11)}, ValueError, "end must be an instant"),
        ({"sensitivity": "secret"}, ValueError, "Sensitivity must be one of Normal"),
        ({"free_busy": "busy"}, ValueError, "LegacyFreeBusyStatus must be one of"),
        ({"end": at(9)}, ValueError, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ({"zone": "Nowhere"}, ValueError, "ErrorTimeZone"),
    ],
)
def test_what_the_form_refuses(
    owa: Owa, entry: int, anna: Mailbox, fields: dict[str, Any], error: type[Exception], words: str
) -> None:
    newest = anna.log.newest
    with pytest.raises(error, match=words):
        owa.change(entry, **fields)
    with pytest.raises(error, match=words):
        owa.new("x", **{"start": at(10), "end": at(11)} | fields)
    assert anna.log.newest == newest


def test_invitations_go_out_with_it(owa: Owa, meeting: int, ben: Mailbox, exchange: Exchange) -> None:
    assert last(exchange).mails == (("request", BEN), ("request", CLARA))
    assert last(exchange).mailed
    assert only(ben).value(CalendarItem.AppointmentState) == 3


# --- finding -------------------------------------------------------------------------------------------------------


def test_entries_are_known_by_handles(owa: Owa, entry: int) -> None:
    second = owa.new("Second", at(12), at(13))
    assert owa.entries() == (entry, second)
    assert (owa.find("Review"), owa.find("Second")) == (entry, second)


def test_finding_none_or_several(owa: Owa, entry: int) -> None:
    with pytest.raises(LookupError, match="has 0 entries 'Nothing'"):
        owa.find("Nothing")
    owa.new("Review", at(12), at(13))
    with pytest.raises(LookupError, match="has 2 entries 'Review'"):
        owa.find("Review")


@pytest.mark.parametrize("handle", [0, 2, -1])
def test_a_handle_that_stands_for_nothing(owa: Owa, entry: int, handle: int) -> None:
    with pytest.raises(LookupError, match=f"there is no entry {handle}"):
        owa.seen(handle)


def test_an_entry_that_is_gone(owa: Owa, entry: int, exchange: Exchange, anna: Mailbox) -> None:
    with exchange.turn():
        anna.empty()
    with pytest.raises(LookupError, match="has no entry 1 any more"):
        owa.drag(entry, at(12))


# --- changing ------------------------------------------------------------------------------------------------------


def test_a_change(owa: Owa, entry: int, anna: Mailbox, exchange: Exchange) -> None:
    owa.change(entry, subject="Changed", location="Aare")
    assert only(anna).value(ItemRows.Subject) == "Changed"
    (record,) = anna.log.after(1)
    assert (record.kind, set(record.properties)) == (Kind.Modified, {"item:Subject", "calendar:Location"})
    assert last(exchange).operation == "change"


def test_dragging_keeps_the_length(owa: Owa, entry: int, anna: Mailbox) -> None:
    owa.drag(entry, at(14))
    assert (only(anna).value(CalendarItem.Start), only(anna).value(CalendarItem.End)) == (at(14), at(15))
    assert kinds(anna, 1) == [(Kind.Modified, "", "calendar")]


def test_another_zone_without_times_keeps_the_wall_clock(owa: Owa, entry: int, anna: Mailbox) -> None:
    owa.change(entry, zone="UTC")
    assert only(anna).value(CalendarItem.Start) == at(11)
    owa.change(entry, zone="Tokyo Standard Time", start=at(9), end=at(10))
    assert only(anna).value(CalendarItem.Start) == at(9)


@pytest.mark.parametrize(
    ("fields", "row", "left"),
    [
        ({"body": ""}, ItemRows.Body, None),
        ({"categories": ()}, ItemRows.Categories, None),
        ({"attendees": ()}, CalendarItem.RequiredAttendees, None),
        ({"reminder": None}, ItemRows.ReminderIsSet, False),
    ],
)
def test_taking_something_away(owa: Owa, anna: Mailbox, fields: dict[str, Any], row: Any, left: object) -> None:
    entry = owa.new("Review", at(10), at(11), body="x", categories=("Blue",), attendees=("x@y.test",))
    owa.change(entry, **fields)
    assert only(anna).value(row) == left


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda owa, entry: owa.save(entry), "save"),
        (lambda owa, entry: owa.mark_read(entry), "mark read"),
        (lambda owa, entry: owa.mark_read(entry, False), "mark unread"),
    ],
)
def test_changes_that_no_field_shows(
    owa: Owa, entry: int, anna: Mailbox, exchange: Exchange, act: Any, name: str
) -> None:
    """fact sheet section 4: a read flag is a ModifiedEvent without a hint"""
    values = dict(only(anna).bag.values)
    act(owa, entry)
    (record,) = anna.log.after(1)
    assert (record.kind, record.properties) == (Kind.Modified, ())
    assert only(anna).bag.values == values
    assert last(exchange).operation == name


def test_dismissing_the_reminder(owa: Owa, entry: int, anna: Mailbox) -> None:
    owa.dismiss_reminder(entry)
    assert only(anna).value(ItemRows.ReminderIsSet) is False
    assert anna.log.after(1)[0].properties == ("item:ReminderIsSet",)


def test_dismissing_the_reminder_of_a_series(owa: Owa, entry: int, anna: Mailbox, exchange: Exchange) -> None:
    """MS-OXORMDR 3.1.4.6.2: the next date has its turn, and the series keeps its reminders; then none is left"""
    owa.change(entry, daily=2)
    for signal in (at(9, 45, day=16), NEVER):
        owa.dismiss_reminder(entry)
        master = only(anna)
        assert (master.value(ItemRows.ReminderIsSet), master.value(ItemRows.ReminderNextTime)) == (True, signal)
        assert (last(exchange).operation, master.value(CalendarItem.ModifiedOccurrences)) == ("dismiss reminder", None)
    newest = anna.log.newest
    owa.dismiss_reminder(entry)
    assert anna.log.newest == newest


def test_a_change_of_a_meeting_is_told_once(owa: Owa, meeting: int, ben: Mailbox, exchange: Exchange) -> None:
    owa.drag(meeting, at(14))
    assert last(exchange).mails == (("update", BEN), ("update", CLARA))
    assert only(ben).value(CalendarItem.Start) == at(14)
    owa.change(meeting, categories=("Blue",))
    assert last(exchange).mails == ()


def test_people_come_and_go(owa: Owa, meeting: int, exchange: Exchange) -> None:
    owa.change(meeting, attendees=(BEN, "x@y.test"), optional=())
    assert last(exchange).mails == (("cancellation", CLARA), ("request", "x@y.test"))


def test_an_attendees_own_change(bens_owa: Owa, meeting: int, anna: Mailbox, exchange: Exchange) -> None:
    newest = anna.log.newest
    bens_owa.change(bens_owa.find("Review"), reminder=5)
    assert (anna.log.newest, last(exchange).mails) == (newest, ())


# --- copies --------------------------------------------------------------------------------------------------------


def test_a_copy_carries_the_stamp(owa: Owa, entry: int, anna: Mailbox, exchange: Exchange) -> None:
    """fact sheet section 14: a second item with the same custom id"""
    owa.stamp(entry, STAMP)
    copy = owa.copy(entry, at(14))
    first, second = owa.item(entry), owa.item(copy)
    assert first.extended == second.extended
    assert first.extended
    assert (second.value(CalendarItem.Start), second.value(CalendarItem.End)) == (at(14), at(15))
    assert first.value(CalendarItem.UID) != second.value(CalendarItem.UID)
    assert kinds(anna)[-1] == (Kind.Created, "", "calendar")
    assert last(exchange).operation == "copy"


def test_a_copy_of_a_meeting_invites_nobody(owa: Owa, meeting: int, ben: Mailbox, exchange: Exchange) -> None:
    """[unverified]"""
    newest = ben.log.newest
    copy = owa.item(owa.copy(meeting, at(14)))
    assert (ben.log.newest, last(exchange).mails) == (newest, ())
    assert copy.value(CalendarItem.MeetingRequestWasSent) is False
    assert copy.value(CalendarItem.AppointmentState) == 1


def test_an_attendees_copy_of_a_copy_is_his_own(bens_owa: Owa, meeting: int, ben: Mailbox) -> None:
    copy = bens_owa.item(bens_owa.copy(bens_owa.find("Review"), at(14)))
    assert copy.need(CalendarItem.Organizer) == ben.recipient
    assert copy.value(CalendarItem.IsOrganizer) is True
