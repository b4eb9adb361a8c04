"""Suggested times: how good one is, and what holds for any calendars."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.model.availability import Event
from fake_ews.model.suggestions import CONFLICTS, QUALITIES, Attendee, Wish, quality, suggested
from fake_ews.model.working_hours import USUAL

BERNE = ZoneInfo("Europe/Zurich")
NINE = dt.datetime(2027, 3, 15, 8, tzinfo=dt.UTC)  # a Monday; 9:00 in Berne
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("free", "busy", "good", "said"),
    [
        (4, 0, 25, "Excellent"), (3, 1, 25, "Good"), (3, 1, 26, "Fair"), (2, 2, 25, "Fair"), (2, 2, 0, "Good"),
        (1, 3, 0, "Poor"), (0, 1, 0, "Poor"), (0, 0, 25, "Excellent"), (1, 1, 50, "Fair"), (99, 1, 50, "Fair"),
    ],
)  # fmt: skip
def test_how_good_a_time_is(free: int, busy: int, good: int, said: str) -> None:
    """SuggestionQuality: all; the threshold plus 50 per cent; 50 per cent; less [doc]"""
    assert quality(["Free"] * free + ["Busy"] * busy, good) == said


@pytest.mark.parametrize(
    ("status", "said"), [("OOF", "Poor"), ("Tentative", "Excellent"), ("WorkingElsewhere", "Excellent")]
)
def test_what_counts_as_a_conflict(status: str, said: str) -> None:
    assert quality([status], 25) == said


def test_who_is_unknown_does_not_count() -> None:
    assert quality([None, "Free"], 25) == "Excellent"


def days(attendees: list[Attendee], asked: Wish) -> list[Any]:
    """The days of the answer, in Berne."""
    found: Any = suggested(attendees, asked, BERNE, lambda start, end: USUAL.cover(start, end, BERNE))
    return list(found.SuggestionDayResult)


def test_a_day_without_a_time_is_poor() -> None:
    busy = Attendee([Event(NINE - 24 * HOUR, NINE + 48 * HOUR, "Busy")])
    (day,) = days([busy], Wish(NINE, NINE + 4 * HOUR))
    assert (day.DayQuality, day.SuggestionArray.Suggestion) == ("Poor", ())
    (day,) = days([busy], Wish(NINE, NINE + 4 * HOUR, worst="Poor", by_day=1))
    assert [one.MeetingTime.hour for one in day.SuggestionArray.Suggestion] == [9]


events = st.builds(
    lambda start, half_hours, status: Event(NINE + start * HOUR / 2, NINE + (start + half_hours) * HOUR / 2, status),
    st.integers(-20, 60), st.integers(1, 12), st.sampled_from(("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere")),
)  # fmt: skip
people = st.lists(st.builds(Attendee, st.lists(events, max_size=4), st.booleans()), min_size=1, max_size=5)
wishes = st.builds(
    Wish, st.just(NINE), st.integers(1, 60).map(lambda hours: NINE + hours * HOUR),
    st.integers(1, 4).map(lambda halves: halves * HOUR / 2), st.integers(0, 50), st.integers(0, 48), st.integers(0, 48),
    st.sampled_from(QUALITIES),
)  # fmt: skip


@given(people, wishes)
def test_every_suggestion_keeps_what_was_asked(attendees: list[Attendee], asked: Wish) -> None:
    for day in days(attendees, asked):
        found = day.SuggestionArray.Suggestion
        inside = [one for one in found if one.IsWorkTime]
        assert len(inside) <= asked.by_day
        assert len(found) - len(inside) <= asked.outside
        ranks = [QUALITIES.index(one.SuggestionQuality) for one in found]
        assert ranks == sorted(ranks)
        assert all(rank <= QUALITIES.index(asked.worst) for rank in ranks)
        assert day.DayQuality == (found[0].SuggestionQuality if found else "Poor")
        for one in found:
            start = one.MeetingTime.replace(tzinfo=BERNE)
            assert one.MeetingTime.date() == day.Date.date()
            assert asked.start <= start
            assert start + asked.lasts <= asked.end
            assert not any(
                one.needed and event.status in CONFLICTS and event.start < start + asked.lasts and event.end > start
                for one in attendees
                for event in one.events or ()
            )
