"""The pure decisions about delivery, one row a situation."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from fake_ews.model.clock import LAST
from fake_ews.model.delivery import Answer, Send, Sent, Subscription, Wait, answered, consequence, next_step
from fake_ews.model.events import Interest
from fake_ews.model.profile import Profile

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
PROFILE = Profile()
SUB = Subscription(
    "id", "anna@example.test", "service@example.test", Interest(None, frozenset()), "http://listener.test/",
    "Exchange2010", dt.timedelta(minutes=30), NOON, 15, 15, NOON, greeted=True,
)  # fmt: skip
EVENTS = Sent(1, NOON, 31, True)
STATUS = Sent(1, NOON, 15, False)


def after(**time: float) -> dt.datetime:
    return NOON + dt.timedelta(**time)


NEW = replace(SUB, greeted=False)
UNANSWERED = replace(SUB, sent=EVENTS)
KEPT = replace(SUB, sent=replace(EVENTS, at=None))
RETRY = replace(SUB, failed=EVENTS, retry_at=NOON)
LATE_RETRY = replace(SUB, failed=EVENTS, retry_at=after(seconds=30))
STATUS_RETRY = replace(SUB, failed=STATUS, retry_at=NOON)
SAME = {"retry_carries": "same"}


@pytest.mark.parametrize(
    ("situation", "sub", "minutes", "waiting", "held", "fields", "step"),
    [
        ("nothing to say", SUB, 0, False, False, {}, Wait(after(minutes=30))),
        ("heartbeat", SUB, 30, False, False, {}, Send("status")),
        ("an event", SUB, 0, True, False, {}, Send("events")),
        ("an event that is not due", SUB, 0, True, False, {"push_latency": 2.0}, Wait(after(seconds=2))),
        ("heartbeat before a late event", SUB, 0, True, False, {"push_latency": 3600.0}, Wait(after(minutes=30))),
        ("an event is held", SUB, 0, True, True, {}, Wait(after(minutes=30))),
        ("heartbeat while held", SUB, 30, True, True, {}, Send("status")),
        ("unanswered", UNANSWERED, 0, True, False, {}, Wait(after(seconds=100))),
        ("kept by a fault", KEPT, 0, True, False, {}, Wait(None)),
        ("new", NEW, 0, True, False, {}, Send("status")),
        ("new, without greeting", NEW, 0, True, False, {"first_message": "never"}, Send("events")),
        ("retry not due", LATE_RETRY, 0, True, False, {}, Wait(after(seconds=30))),
        ("retry with all events", RETRY, 0, True, False, {}, Send("events")),
        ("retry as it was", RETRY, 0, True, False, SAME, Send("events", 31)),
        ("retry while held", RETRY, 0, True, True, {}, Wait(None)),
        ("retry of a status, events came", STATUS_RETRY, 0, True, False, {}, Send("events")),
        ("retry of a status, events are held", STATUS_RETRY, 0, True, True, {}, Send("status")),
        ("retry of a status as it was", STATUS_RETRY, 0, True, False, SAME, Send("status")),
        ("retry of a status, nothing new", STATUS_RETRY, 0, False, False, {}, Send("status")),
    ],
)
def test_next_step(
    situation: str, sub: Subscription, minutes: int, waiting: bool, held: bool, fields: dict[str, object],
    step: Send | Wait,
) -> None:  # fmt: skip
    oldest = NOON if waiting else None
    assert next_step(sub, oldest, held, after(minutes=minutes), PROFILE.but(**fields)) == step


@pytest.mark.parametrize(
    ("fields", "waits"),
    [
        ({}, [0, 30, 60, 120]),
        ({"push_retry_times": "elapsed"}, [0, 30, 30, 60]),
        ({"push_retry_scale": 0.1}, [0, 3, 6, 12]),
        ({"push_attempts": 3}, [0, 30]),
        ({"push_retries": (5.0, 500.0), "retries_within_frequency": False}, [5, 500]),
    ],
)
def test_waits(fields: dict[str, object], waits: list[float]) -> None:
    made = PROFILE.but(**fields).waits(dt.timedelta(minutes=2))
    assert [wait.total_seconds() for wait in made] == waits


@pytest.mark.parametrize(
    ("answer", "failures", "words"),
    [
        ("OK", 0, "counted as OK"),
        ("OK", 3, "counted as OK"),
        ("Unsubscribe", 2, "counted as its wish to end the subscription, which has ended"),
        (None, 0, "counted as no answer, next try at once"),
        (None, 1, "counted as no answer, next try in 30 s"),
        (None, 2, "counted as no answer, next try in 1 min"),
        (None, 6, "counted as no answer, next try in 16 min"),
        (None, 7, "counted as no answer; attempt 8 was the last, the subscription has ended"),
    ],
)
def test_what_follows_in_words(answer: Answer, failures: int, words: str) -> None:
    before = replace(UNANSWERED, failures=failures)
    assert consequence(before, answered(before, answer, NOON, PROFILE), NOON) == words


def test_a_wait_that_is_no_whole_minute() -> None:
    profile = PROFILE.but(push_retries=(90.0,))
    after = answered(UNANSWERED, None, NOON, profile)
    assert consequence(UNANSWERED, after, NOON) == "counted as no answer, next try in 90 s"


def test_a_retry_that_no_clock_comes_to_is_none() -> None:
    profile = PROFILE.but(push_retries=(31622400.0,), retries_within_frequency=False)
    last = answered(UNANSWERED, None, LAST - dt.timedelta(seconds=31622400), profile)
    assert (last.ended, last.retry_at) == (None, LAST)
    ended = answered(UNANSWERED, None, LAST - dt.timedelta(seconds=31622399), profile)
    assert (ended.ended, ended.retry_at) == ("the listener did not answer", None)


def test_ok_moves_the_chain_on() -> None:
    sub = answered(replace(SUB, sent=EVENTS, failures=2), "OK", after(seconds=1), PROFILE)
    assert (sub.acknowledged, sub.read, sub.sent, sub.failures, sub.last_ok) == (31, 31, None, 0, after(seconds=1))


def test_ok_never_reads_backwards() -> None:
    assert answered(replace(SUB, sent=STATUS, read=95), "OK", NOON, PROFILE).read == 95


def test_unsubscribe_ends_it() -> None:
    assert answered(replace(SUB, sent=EVENTS), "Unsubscribe", NOON, PROFILE).ended == "the listener unsubscribed"


def test_the_schedule_of_retries() -> None:
    """ref/statusfrequency: at once, 30 s, then doubled; the wait of 32 minutes is not made with a frequency of 30."""
    waits = []
    sub, now = SUB, NOON
    while sub.ended is None:
        sub = answered(replace(sub, sent=EVENTS), None, now, PROFILE)
        if sub.retry_at is not None and sub.ended is None:
            waits.append((sub.retry_at - now).total_seconds())
            now = sub.retry_at
    assert waits == [0, 30, 60, 120, 240, 480, 960]
    assert sub.ended == "the listener did not answer"


@pytest.mark.parametrize(
    ("fields", "minutes", "waits"),
    [
        ({}, 1, [0, 30, 60]),
        ({"push_attempts": 3}, 30, [0, 30]),
        ({"retries_within_frequency": False, "push_retries": (5.0, 4000.0)}, 1, [5, 4000]),
        ({"push_retries": ()}, 1, []),
    ],
)
def test_the_schedule_is_a_profile(fields: dict[str, object], minutes: int, waits: list[float]) -> None:
    made = PROFILE.but(**fields).waits(dt.timedelta(minutes=minutes))
    assert [wait.total_seconds() for wait in made] == waits


def rows_of_the_page() -> list[tuple[str, list[float], int]]:
    """What docs/push.md says of schedules: fields as in a world file, waits in seconds, attempts."""
    lines = (Path(__file__).parents[3] / "docs" / "push.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [
        ("\n".join(fields.strip("` ") for fields in row[1].split(",")), list(map(float, row[2].split())), int(row[3]))
        for row in cells[2:]
    ]


@pytest.mark.parametrize(("fields", "waits", "attempts"), rows_of_the_page())
def test_the_schedules_of_the_page(fields: str, waits: list[float], attempts: int) -> None:
    made = PROFILE.but(**tomllib.loads(fields)).waits(dt.timedelta(minutes=30))
    assert ([wait.total_seconds() for wait in made], len(made) + 1) == (waits, attempts)


@pytest.mark.parametrize("answer", ["OK", "Unsubscribe", None])
def test_only_a_message_under_way_is_answered(answer: Answer) -> None:
    with pytest.raises(AssertionError):
        answered(SUB, answer, NOON, PROFILE)
