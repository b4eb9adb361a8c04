"""Days as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.model.aqs_days import ALWAYS, span
from fake_ews.model.zones import zone

NOW = dt.datetime(2027, 3, 17, 15, 30, tzinfo=dt.UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "first", "after"),
    [
        ("today", "2027-03-17", "2027-03-18"), ("Yesterday", "2027-03-16", "2027-03-17"),
        ("tomorrow", "2027-03-18", "2027-03-19"), ("sunday", "2027-03-14", "2027-03-15"),
        ("Wednesday", "2027-03-17", "2027-03-18"), ("saturday", "2027-03-20", "2027-03-21"),
        ("this week", "2027-03-14", "2027-03-21"), ("last week", "2027-03-07", "2027-03-14"),
        ("next week", "2027-03-21", "2027-03-28"), ("this month", "2027-03-01", "2027-04-01"),
        ("last month", "2027-02-01", "2027-03-01"), ("next month", "2027-04-01", "2027-05-01"),
        ("this year", "2027-01-01", "2028-01-01"), ("last year", "2026-01-01", "2027-01-01"),
        ("past week", "2027-03-11", "2027-03-18"), ("past month", "2027-02-18", "2027-03-18"),
        ("coming year", "2027-03-17", "2028-03-17"), ("coming week", "2027-03-17", "2027-03-24"),
        ("November", "2027-11-01", "2027-12-01"), ("december", "2027-12-01", "2028-01-01"),
        ("December 11", "2027-12-11", "2027-12-12"), ("December 11, 2013", "2013-12-11", "2013-12-12"),
        ("december 2013", "2013-12-01", "2014-01-01"), ("12/11", "2027-12-11", "2027-12-12"),
        ("12/11/2013", "2013-12-11", "2013-12-12"), ("2013-12-11", "2013-12-11", "2013-12-12"),
        ("=12/11/2013", "2013-12-11", "2013-12-12"), ("12/1/2026..today", "2026-12-01", "2027-03-18"),
        ("last week..2027-03-15", "2027-03-07", "2027-03-16"),
    ],
)  # fmt: skip
def test_spans(said: str, first: str, after: str) -> None:
    """guide/how-to-perform-an-aqs-search-by-using-ews-in-exchange"""
    assert span(said, NOW) == tuple(dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) for day in (first, after))


def test_comparisons() -> None:
    """a span that is compared is compared as a whole"""
    begin, end = dt.datetime(2027, 3, 14, tzinfo=dt.UTC), dt.datetime(2027, 3, 21, tzinfo=dt.UTC)
    assert span(">this week", NOW) == (end, ALWAYS[1])
    assert span(">= this week", NOW) == (begin, ALWAYS[1])
    assert span("<this week", NOW) == (ALWAYS[0], begin)
    assert span("<=this week", NOW) == (ALWAYS[0], end)


@pytest.mark.parametrize(
    "said", ["", ">", "someday", "06/31/2027", "today..", "..today", "0000-01-01", "9999-12-31", "mars 3", "13/1"]
)
def test_what_names_no_days(said: str) -> None:
    assert span(said, NOW) is None


def test_a_month_that_is_too_short_ends_earlier() -> None:
    assert span("past month", NOW.replace(day=31)) == (
        dt.datetime(2027, 3, 1, tzinfo=dt.UTC), dt.datetime(2027, 4, 1, tzinfo=dt.UTC),
    )  # fmt: skip


def test_days_are_those_of_the_zone() -> None:
    tonga = zone("Tonga Standard Time")
    found = span("today", NOW.astimezone(tonga))
    assert found is not None
    assert found[0].astimezone(dt.UTC) == dt.datetime(2027, 3, 17, 11, tzinfo=dt.UTC)


@given(st.text(max_size=20))
def test_it_never_fails(said: str) -> None:
    found = span(said, NOW)
    assert found is None or len(found) == 2
