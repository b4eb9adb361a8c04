"""What people do to single dates of a series: in a browser at once, in Outlook on the copy; the others stay."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.control.views import ItemView, of_item, of_values
from fake_ews.model.counterparts import copy_of
from fake_ews.model.exchange import Exchange
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.outlook import Outlook
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import BEN, kinds, last, only

WEEK = dt.timedelta(weeks=1)
SECOND = at(10) + WEEK


@pytest.fixture
def series(owa: Owa, entry: int) -> int:
    """ "Review", every week, 4 times."""
    owa.change(entry, weekly=4)
    return entry


def deleted(view: ItemView) -> list[bool]:
    """Which dates are deleted."""
    return [one.deleted for one in view.dates]


def starts(view: ItemView) -> list[dt.datetime]:
    """When the dates start."""
    return [one.start for one in view.dates]


def test_a_series_shows_its_pattern_and_its_dates(owa: Owa, series: int, anna: Mailbox) -> None:
    view = of_item(only(anna))
    assert view.recurrence == "FREQ=WEEKLY;BYDAY=MO;COUNT=4"
    assert [one.original for one in view.dates] == [at(10), SECOND, at(9) + 2 * WEEK, at(9) + 3 * WEEK]
    assert deleted(view) == [False] * 4
    owa.change(series, weekly=None)
    assert (of_item(only(anna)).recurrence, of_item(only(anna)).dates) == ("", ())


def test_a_date_is_dragged(owa: Owa, series: int, anna: Mailbox, exchange: Exchange) -> None:
    """the master alone is told of"""
    before = of_item(only(anna))
    owa.drag_date(series, SECOND, SECOND + dt.timedelta(hours=3))
    view = of_item(only(anna))
    assert starts(view) == [at(10), SECOND + dt.timedelta(hours=3), *starts(before)[2:]]
    assert (view.dates[1].original, view.item_id) == (SECOND, before.item_id)
    assert kinds(anna)[-1] == (Kind.Modified, "", "calendar")
    assert last(exchange).operation == "change date"


def test_a_date_is_deleted(owa: Owa, series: int, anna: Mailbox, exchange: Exchange) -> None:
    owa.delete_date(series, SECOND)
    assert deleted(of_item(only(anna))) == [False, True, False, False]
    assert last(exchange).operation == "delete date"
    with pytest.raises(LookupError, match="no date that starts"):
        owa.delete_date(series, SECOND)


def test_guests_of_a_date_are_told(owa: Owa, series: int, ben: Mailbox) -> None:
    owa.change(series, attendees=(BEN,))
    owa.change_date(series, SECOND, start=SECOND + dt.timedelta(hours=1), end=SECOND + dt.timedelta(hours=2))
    owa.delete_date(series, at(10))
    copy = copy_of(ben, owa.handles.uid(series))
    assert copy is not None
    assert starts(of_item(copy))[1] == SECOND + dt.timedelta(hours=1)


def test_what_is_no_date(owa: Owa, series: int) -> None:
    with pytest.raises(LookupError, match="no date that starts"):
        owa.drag_date(series, SECOND + dt.timedelta(minutes=1), SECOND)
    single = owa.new("Lunch", at(12), at(13))
    with pytest.raises(LookupError, match="no date that starts"):
        owa.delete_date(single, at(12))


def test_a_date_has_a_zone(owa: Owa, series: int) -> None:
    with pytest.raises(ValueError, match="original must be an instant with a zone, not datetime"):
        owa.delete_date(series, SECOND.replace(tzinfo=None))


def test_what_exchange_refuses(owa: Owa, series: int) -> None:
    """past the neighbours; the last one left"""
    with pytest.raises(ValueError, match="ErrorOccurrenceCrossingBoundary"):
        owa.drag_date(series, SECOND, SECOND + WEEK)
    single = owa.new("Once", at(14), at(15), daily=1)
    with pytest.raises(ValueError, match="ErrorRecurrenceHasNoOccurrence"):
        owa.delete_date(single, at(14))


def test_dates_of_a_series_in_the_trash_of_outlook(exchange: Exchange, owa: Owa, series: int, anna: Mailbox) -> None:
    outlook = Outlook(exchange, anna)
    entry = outlook.find("Review")
    outlook.delete(entry)
    outlook.change_date(entry, SECOND, subject="Own")
    outlook.delete_date(entry, at(10))
    assert (outlook.entries(), deleted(of_values(*outlook.seen(entry)))) == ((), [True, False, False, False])


def test_dates_in_outlook_wait_for_send_receive(exchange: Exchange, owa: Owa, series: int, anna: Mailbox) -> None:
    outlook = Outlook(exchange, anna)
    entry = outlook.find("Review")
    outlook.drag_date(entry, SECOND, SECOND + dt.timedelta(hours=3))
    outlook.delete_date(entry, at(10))
    assert (starts(of_item(only(anna)))[1], deleted(of_item(only(anna)))[0]) == (SECOND, False)
    shown = of_values(*outlook.seen(entry))
    assert (starts(shown)[1], deleted(shown)[0]) == (SECOND + dt.timedelta(hours=3), True)
    outlook.send_receive()
    assert of_item(only(anna)).dates == shown.dates
