"""Every pattern and range that the dialog of Outlook offers, as people make series of them; and what it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.control.views import of_item
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import only

PATTERNS = {
    "every second day": ("FREQ=DAILY;INTERVAL=2", ["03-15", "03-17", "03-19"]),
    "every weekday": ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", ["03-15", "03-16", "03-17"]),
    "several days of every second week": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU", ["03-15", "03-18", "03-21", "03-29"],
    ),
    "the same, where weeks begin on Sunday": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU;WKST=SU", ["03-15", "03-18", "03-28", "03-29"],
    ),
    "the 31st, or the last day": ("FREQ=MONTHLY;BYMONTHDAY=-1", ["03-31", "04-30", "05-31"]),
    "the 20th of every third month": ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20", ["03-20", "06-20"]),
    "the last Friday": ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", ["03-26", "04-30"]),
    "the second weekday": ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2", ["04-02", "05-04"]),
    "the first weekend day of every second month": (
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=SA,SU;BYSETPOS=1", ["05-01", "07-03"],
    ),
    "a day of the year": ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=24", ["06-24", "06-24"]),
    "the third Thursday of a month": ("FREQ=YEARLY;BYMONTH=4;BYDAY=TH;BYSETPOS=3", ["04-15", "04-20"]),
}  # fmt: skip


@pytest.mark.parametrize("ends", ["", ";UNTIL=20300401", ";COUNT=7"], ids=["no end", "until a date", "7 times"])
@pytest.mark.parametrize("name", list(PATTERNS))
def test_a_series_of_every_pattern(owa: Owa, anna: Mailbox, name: str, ends: str) -> None:
    """what was said is what is seen"""
    rule, first = PATTERNS[name]
    begins, *rest = rule.split(";WKST")
    owa.new(name, at(10), at(11), recurrence=rule + ends)
    view = of_item(only(anna))
    assert view.recurrence == begins + "".join(f";WKST{one}" for one in rest) + ends
    assert [one.start.strftime("%m-%d") for one in view.dates[: len(first)]] == first
    assert len(view.dates) == 7 if "COUNT" in ends else len(view.dates) >= 3


def test_every_second_year_is_every_so_many_months(owa: Owa, anna: Mailbox) -> None:
    """as Outlook stores it"""
    owa.new("Vote", at(10), at(11), recurrence="FREQ=YEARLY;INTERVAL=2")
    assert of_item(only(anna)).recurrence == "FREQ=MONTHLY;INTERVAL=24;BYMONTHDAY=15"


@pytest.mark.parametrize("fields", [{"zone": "Tokyo Standard Time"}, {"start": at(17, day=16), "end": at(18, day=16)}])
def test_a_pattern_goes_by_what_is_said_beside_it(owa: Owa, entry: int, anna: Mailbox, fields: dict[str, Any]) -> None:
    """whatever is said first: 17:00 UTC is the next day in Tokyo"""
    for both in ({"weekly": 2, **fields}, {**fields, "weekly": 2}):
        owa.change(entry, recurrence=None, zone="W. Europe Standard Time", start=at(17), end=at(18))
        owa.change(entry, **both)
        assert of_item(only(anna)).recurrence == "FREQ=WEEKLY;BYDAY=TU;COUNT=2"


def test_a_series_takes_another_pattern(owa: Owa, entry: int, anna: Mailbox) -> None:
    for rule in ("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3", "FREQ=DAILY;COUNT=2"):
        owa.change(entry, recurrence=rule)
        assert of_item(only(anna)).recurrence == rule
    owa.change(entry, recurrence=None)
    assert of_item(only(anna)).dates == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"daily": 3, "recurrence": "FREQ=DAILY"}, "recurs in one way, not by daily and recurrence"),
        ({"daily": 3, "weekly": None}, "recurs in one way, not by daily and weekly"),
        ({"daily": "often"}, "daily: 'often' cannot be: expected `int"),
        ({"weekly": 0}, "weekly: 0 cannot be: expected `int` >= 1"),
        ({"recurrence": 7}, "recurrence: 7 cannot be: expected `str"),
        ({"recurrence": "weekly"}, "RRULE:weekly is no recurrence that Exchange knows: WEEKLY is no name"),
        ({"recurrence": "FREQ=HOURLY"}, "FREQ=HOURLY is none of DAILY, WEEKLY, MONTHLY, YEARLY"),
        ({"recurrence": "FREQ=DAILY;COUNT=2;UNTIL=20270401"}, "it has COUNT and UNTIL"),
        ({"recurrence": "FREQ=DAILY;BYDAY=MO"}, "BYDAY=MO is not possible with FREQ=DAILY"),
        ({"recurrence": "FREQ=WEEKLY;BYMONTH=3"}, "BYMONTH=3 is not possible with FREQ=WEEKLY"),
        ({"recurrence": "FREQ=MONTHLY;BYDAY=MO"}, "BYSETPOS does"),
        ({"recurrence": "FREQ=MONTHLY;BYMONTHDAY=32"}, "BYMONTHDAY=32 is no number from 1 to 31"),
        ({"recurrence": "FREQ=YEARLY;BYDAY=MO;BYSETPOS=1"}, "without BYMONTH is not possible"),
        ({"recurrence": "FREQ=DAILY;UNTIL=20200101"}, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ({"recurrence": "FREQ=DAILY", "end": at(12) + dt.timedelta(days=2)}, "ErrorOccurrenceTimeSpanTooBig"),
    ],
)
def test_what_is_no_pattern(owa: Owa, entry: int, anna: Mailbox, fields: dict[str, Any], words: str) -> None:
    newest = anna.log.newest
    with pytest.raises(ValueError, match=words):
        owa.change(entry, **fields)
    with pytest.raises(ValueError, match=words):
        owa.new("x", **{"start": at(10), "end": at(11)} | fields)
    assert anna.log.newest == newest
