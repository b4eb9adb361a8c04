"""This date and all that follow: the series ends before, and a new one goes on, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.control.views import ItemView, of_item, of_values
from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.outlook import Outlook
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import BEN, STAMP, last

WEEK, HOUR = dt.timedelta(weeks=1), dt.timedelta(hours=1)
SECOND = at(10) + WEEK
THIRD = at(9) + 2 * WEEK
EVERY = [at(10), SECOND, THIRD, at(9) + 3 * WEEK]


@pytest.fixture
def series(owa: Owa, entry: int) -> int:
    """ "Review", every week, 4 times."""
    owa.change(entry, weekly=4)
    return entry


def shown(owa: Owa, entry: int) -> ItemView:
    """What a person sees."""
    return of_values(*owa.seen(entry))


def starts(view: ItemView) -> list[dt.datetime]:
    """When the dates start that are not deleted."""
    return [one.start for one in view.dates if not one.deleted]


@pytest.mark.parametrize("program", [Owa, Outlook])
def test_the_rest_of_a_series_is_moved(
    exchange: Exchange, owa: Owa, series: int, anna: Mailbox, program: type[Owa]
) -> None:
    owa.stamp(series, STAMP)
    person = program(exchange, anna)
    old = person.find("Review")
    new = person.change_following(old, THIRD, start=THIRD + HOUR, end=THIRD + 2 * HOUR, subject="Retro")
    seen = [(one.subject, one.recurrence, starts(one)) for one in (shown(person, old), shown(person, new))]
    assert seen == [
        ("Review", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270322", EVERY[:2]),
        ("Retro", "FREQ=WEEKLY;BYDAY=MO;COUNT=2", [one + HOUR for one in EVERY[2:]]),
    ]
    if isinstance(person, Outlook):
        assert len(list(anna.items_of(anna.need("calendar")))) == 1
        person.send_receive()
    assert [record.operation for record in exchange.journal.after(0)][-2:] == ["change following", "new"]
    first, second = (person.item(one) for one in (old, new))
    assert [starts(of_item(one)) for one in (first, second)] == [EVERY[:2], [one + HOUR for one in EVERY[2:]]]
    assert first.need(CalendarItem.UID) != second.need(CalendarItem.UID)
    assert second.extended == first.extended
    assert first.extended


@pytest.mark.parametrize(
    ("rule", "fields", "before", "after"),
    [
        ("FREQ=DAILY;INTERVAL=2", {}, "FREQ=DAILY;INTERVAL=2;UNTIL=20270317", "FREQ=DAILY;INTERVAL=2"),
        (
            "FREQ=DAILY;UNTIL=20270401", {"location": "Hall"}, "FREQ=DAILY;UNTIL=20270318",
            "FREQ=DAILY;UNTIL=20270401",
        ),
        ("FREQ=DAILY;COUNT=10", {"daily": 3}, "FREQ=DAILY;UNTIL=20270318", "FREQ=DAILY;COUNT=3"),
        (
            "FREQ=DAILY;COUNT=10", {"start": at(10, day=20), "end": at(11, day=20)}, "FREQ=DAILY;UNTIL=20270318",
            "FREQ=DAILY;COUNT=6",
        ),
        (
            "FREQ=DAILY;COUNT=10", {"start": at(8, day=20), "end": at(9, day=20), "recurrence": None},
            "FREQ=DAILY;UNTIL=20270318", "",
        ),
    ],
)  # fmt: skip
def test_every_range_goes_on(owa: Owa, entry: int, rule: str, fields: dict[str, Any], before: str, after: str) -> None:
    owa.change(entry, recurrence=rule)
    new = owa.change_following(entry, at(10, day=19), **fields)
    assert (shown(owa, entry).recurrence, shown(owa, new).recurrence) == (before, after)
    assert shown(owa, new).start == fields.get("start", at(10, day=19))


def test_dates_that_were_changed(owa: Owa, series: int) -> None:
    """before it they stay, from it on they are as all others [unverified]"""
    owa.drag_date(series, SECOND, SECOND + HOUR)
    owa.change_date(series, THIRD, subject="Own", location="Hall")
    named = [(one.subject, one.location) for one in shown(owa, series).dates]
    assert named == [("Review", ""), ("Review", ""), ("Own", "Hall"), ("Review", "")]
    owa.delete_date(series, EVERY[3])
    new = owa.change_following(series, THIRD, location="Hall")
    assert starts(shown(owa, series)) == [EVERY[0], SECOND + HOUR]
    assert (shown(owa, new).subject, starts(shown(owa, new))) == ("Review", EVERY[2:])


def test_reminders_of_the_new_one_are_its_own(owa: Owa, series: int) -> None:
    """whose turn it was in the old one does not count"""
    owa.dismiss_reminder(series)
    new = owa.change_following(series, THIRD, subject="Retro")
    assert owa.item(new).value(ItemRows.ReminderNextTime) == THIRD - dt.timedelta(minutes=15)


def test_guests_hear_of_both(owa: Owa, series: int, ben: Mailbox, exchange: Exchange) -> None:
    owa.change(series, attendees=(BEN,))
    owa.change_following(series, THIRD, subject="Retro")
    records = exchange.journal.after(0)[-2:]
    assert [record.mails for record in records] == [(("update", BEN),), (("request", BEN),)]
    copies = {of_item(one).subject: starts(of_item(one)) for one in ben.items_of(ben.need("calendar"))}
    assert copies == {"Review": EVERY[:2], "Retro": EVERY[2:]}


@pytest.mark.parametrize("program", [Owa, Outlook])
def test_the_rest_of_a_series_is_deleted(
    exchange: Exchange, owa: Owa, series: int, anna: Mailbox, ben: Mailbox, program: type[Owa]
) -> None:
    owa.change(series, attendees=(BEN,))
    person = program(exchange, anna)
    entry = person.find("Review")
    person.delete_following(entry, SECOND)
    assert starts(shown(person, entry)) == EVERY[:1]
    if isinstance(person, Outlook):
        person.send_receive()
    assert (last(exchange).operation, last(exchange).mails) == ("delete following", (("update", BEN),))
    (copy,) = ben.items_of(ben.need("calendar"))
    assert starts(of_item(copy)) == EVERY[:1]


def test_the_first_date_that_is_left_is_all_of_it(owa: Owa, series: int) -> None:
    owa.delete_date(series, at(10))
    for act in (owa.change_following, owa.delete_following):
        with pytest.raises(ValueError, match="has no date before this one: that is all of it"):
            act(series, SECOND)
        with pytest.raises(LookupError, match="no date that starts"):
            act(series, SECOND + HOUR)
    assert starts(shown(owa, series)) == EVERY[1:]


def test_what_exchange_refuses_divides_nothing(owa: Owa, series: int, anna: Mailbox) -> None:
    newest = anna.log.newest
    with pytest.raises(ValueError, match="ErrorCalendarEndDateIsEarlierThanStartDate"):
        owa.change_following(series, THIRD, end=THIRD - HOUR)
    assert anna.log.newest == newest


def test_only_the_organizer_divides_a_meeting(owa: Owa, bens_owa: Owa, series: int, ben: Mailbox) -> None:
    """an attendee may delete what follows from the own calendar, and nobody hears of it"""
    owa.change(series, attendees=(BEN,))
    copy = bens_owa.find("Review")
    with pytest.raises(ValueError, match="is another's meeting, which only its organizer can divide"):
        bens_owa.change_following(copy, THIRD, subject="Mine")
    bens_owa.delete_following(copy, THIRD)
    assert (starts(shown(bens_owa, copy)), starts(shown(owa, series))) == (EVERY[:2], EVERY)
