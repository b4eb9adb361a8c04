"""What an RRULE means: dateutil finds the same dates; what is not offered; what is done where a date differs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from reference_sync.items import recurrence_of
from reference_sync.items import rule_of as read
from reference_sync.series import MOST, Change, Rule, State, expanded, plain, rule_of, settled

ZURICH = ZoneInfo("Europe/Zurich")
ONE, TWO = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 3, 8, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def span(start: datetime) -> State:
    """An hour."""
    return start, start + HOUR


@st.composite
def rules(draw: st.DrawFn) -> tuple[str, datetime]:
    """An RRULE and a start that is one of its dates."""
    start = datetime.combine(draw(st.dates(date(2027, 1, 1), date(2028, 1, 1))), datetime.min.time(), ZURICH)
    start = start.replace(hour=draw(st.integers(4, 20)))
    weekly = draw(st.booleans())
    days = sorted({start.weekday(), *draw(st.sets(st.integers(0, 6), max_size=3))})
    parts = ["FREQ=WEEKLY" if weekly else "FREQ=DAILY", f"INTERVAL={draw(st.integers(1, 4))}"]
    parts += ["BYDAY=" + ",".join(["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day] for day in days)] if weekly else []
    until = (start + timedelta(days=draw(st.integers(0, 90)))).strftime("%Y%m%d")
    return ";".join([*parts, draw(st.sampled_from([f"COUNT={draw(st.integers(1, 20))}", f"UNTIL={until}"]))]), start


@given(rules())
def test_the_dates_are_those_of_dateutil(given_: tuple[str, datetime]) -> None:
    text, start = given_
    wall = start.replace(tzinfo=None)
    found = [one.replace(tzinfo=ZURICH) for one in rrulestr(text + "T235959" * ("UNTIL" in text), dtstart=wall)]
    rule = rule_of(text)
    assert list(expanded(rule, start, start + HOUR, "Europe/Zurich")) == found
    assert rule_of(rule.text) == rule


@given(rules())
def test_exchange_is_told_the_same_rule(given_: tuple[str, datetime]) -> None:
    text, start = given_
    rule = rule_of(text)
    recurrence = recurrence_of(text, start, "Europe/Zurich")
    recurrence.pattern.clean()
    assert read(recurrence) == rule


def test_days_by_the_start_and_patterns_that_are_not_offered() -> None:
    recurrence = recurrence_of("FREQ=WEEKLY;COUNT=2", ONE, "UTC")
    recurrence.pattern.clean()
    assert read(recurrence) == Rule(True, 1, (0,), 2)
    other: Any = recurrence_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=2", ONE, "UTC")
    other.pattern.clean()
    other.pattern.first_day_of_week = 7
    assert (read(other), read(None)) == (None, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("FREQ=MONTHLY;COUNT=2", "only every"),
        ("FREQ=DAILY;BYDAY=MO;COUNT=2", "only every"),
        ("FREQ=WEEKLY;WKST=SU;COUNT=2", "only every"),
        ("FREQ=WEEKLY;BYSETPOS=1;COUNT=2", "BYSETPOS is not offered"),
        ("FREQ=DAILY", "COUNT or UNTIL"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "COUNT or UNTIL"),
        ("FREQ=DAILY;COUNT=many", "no RRULE"),
        ("FREQ=WEEKLY;BYDAY=1MO;COUNT=2", "no RRULE"),
        ("FREQ=DAILY;UNTIL=soon", "no RRULE"),
        ("FREQ=DAILY;COUNT=0", "dates at most"),
        (f"FREQ=DAILY;COUNT={MOST + 1}", "dates at most"),
        ("FREQ=DAILY;INTERVAL=100;COUNT=2", "an interval"),
    ],
)
def test_what_is_not_offered(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        rule_of(text)


def test_a_long_series_has_an_end() -> None:
    assert len(expanded(rule_of("FREQ=DAILY;UNTIL=20400101"), ONE, ONE + HOUR, "UTC")) == MOST


MOVED, ELSEWHERE = span(ONE + HOUR), span(ONE + 2 * HOUR)


@pytest.mark.parametrize(
    ("ours", "known", "there", "change"),
    [
        (span(ONE), (span(ONE),), span(ONE), Change()),
        (span(ONE), (span(ONE),), MOVED, Change(take={ONE: MOVED})),
        (span(ONE), (span(ONE),), None, Change(take={ONE: None})),
        (MOVED, (span(ONE),), span(ONE), Change(write={ONE: MOVED})),
        (None, (span(ONE),), span(ONE), Change(write={ONE: None})),
        (None, (span(ONE),), MOVED, Change(write={ONE: None})),
        (None, (None,), MOVED, Change(take={ONE: MOVED})),
        (MOVED, (span(ONE),), ELSEWHERE, Change(take={ONE: ELSEWHERE})),
        (ELSEWHERE, (span(ONE), MOVED), MOVED, Change(write={ONE: ELSEWHERE})),
    ],
)
def test_date_by_date(ours: State, known: tuple[State, ...], there: State, change: Change) -> None:
    others = {TWO: span(TWO)}
    assert settled({ONE: ours, **others}, {ONE: known, **plain(others)}, {ONE: there, **others}) == change
