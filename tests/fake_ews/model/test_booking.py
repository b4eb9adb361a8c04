"""The rule by which rooms answer: properties that hold for any policy, and each setting by example."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.model.booking import (
    LISTS,
    Accept,
    BookingPolicy,
    Decision,
    Decline,
    Forward,
    LeaveAlone,
    Request,
    Span,
    Tentative,
    decide,
)
from fake_ews.model.working_hours import WorkHours

BERNE = ZoneInfo("Europe/Zurich")
NOW = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)  # a Monday, 9:00 in Berne
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
ANNA, BEN, DORA = "anna@example.test", "ben@example.test", "dora@example.test"


def span(day: int = 1, hour: float = 10, hours: float = 1) -> Span:
    """So many days from now, from an hour in Berne on."""
    start = dt.datetime(2027, 3, 1, tzinfo=BERNE) + day * DAY + hour * HOUR
    return start, start + hours * HOUR


def asked(*times: Span, by: str = ANNA, recurring: bool | None = None, external: bool = False) -> Request:
    """Anna asks for an hour tomorrow, or for other times: several are a series."""
    times = times or (span(),)
    return Request(frozenset({by}), times, len(times) > 1 if recurring is None else recurring, external)


def answer(request: Request, *taken: Span, **policy: Any) -> Decision:
    """What a room in Berne with these settings says."""
    return decide(taken, request, BookingPolicy.of(policy), NOW, BERNE)


PAGE = Path(__file__).parents[3] / "docs" / "rooms.md"
DAILY = tuple(span(day) for day in range(1, 11))


# --- each setting -----------------------------------------------------------------------------------------------------


def test_what_a_new_room_does() -> None:
    assert answer(asked()) == Accept()
    assert answer(asked(), span(hour=10.5)) == Decline("AllowConflicts")
    assert answer(asked(), span(hour=11), span(hour=9)) == Accept(), "what touches does not overlap"


@pytest.mark.parametrize("processing", ["None", "AutoUpdate"])
def test_automate_processing(processing: str) -> None:
    assert answer(asked(), AutomateProcessing=processing) == LeaveAlone()


def test_allow_conflicts() -> None:
    assert answer(asked(), span(), AllowConflicts=True) == Accept()
    assert answer(asked(*DAILY), *DAILY, AllowConflicts=True) == Accept(), "a series, too"


@pytest.mark.parametrize(
    ("conflicts", "percentage", "number", "declined"),
    [
        (1, 0, 0, True), (1, 0, 1, True), (1, 10, 0, True), (1, 10, 1, False), (2, 10, 2, True), (2, 20, 1, True),
        (4, 40, 6, False), (5, 40, 6, True),
        # the last two: Exchange Team Blog, 7 February 2011
    ],
)  # fmt: skip
def test_conflicts_of_a_series(conflicts: int, percentage: int, number: int, declined: bool) -> None:
    limits = {"ConflictPercentageAllowed": percentage, "MaximumConflictInstances": number}
    said = answer(asked(*DAILY), *DAILY[:conflicts], **limits)
    assert said == (Decline("AllowConflicts") if declined else Accept(DAILY[:conflicts]))


def test_the_limits_are_for_series_only() -> None:
    limits = {"ConflictPercentageAllowed": 100, "MaximumConflictInstances": 10}
    assert answer(asked(), span(), **limits) == Decline("AllowConflicts")
    assert answer(asked(*DAILY), *DAILY, **limits) == Decline("AllowConflicts"), "nothing would be left of it"


@pytest.mark.parametrize(
    ("days", "day", "accepted"), [(180, 180, True), (180, 181, False), (0, 0, True), (0, 1, False)]
)
def test_booking_window(days: int, day: int, accepted: bool) -> None:
    """0 is today [doc]"""
    said = answer(asked(span(day, 23)), BookingWindowInDays=days)
    assert said == (Accept() if accepted else Decline("BookingWindowInDays"))


def test_a_single_meeting_must_end_within_the_window() -> None:
    """what is no series must end on the last day, too [doc dd919039]"""
    assert answer(asked(span(5, 23, 2)), BookingWindowInDays=5) == Decline("BookingWindowInDays")
    late = (*(span(day, 23, 2) for day in (4, 5)),)
    assert answer(asked(*late), BookingWindowInDays=5) == Accept()


def test_a_series_that_goes_on_beyond_the_window() -> None:
    assert answer(asked(*DAILY), BookingWindowInDays=5) == Decline("EnforceSchedulingHorizon")
    cut = answer(asked(*DAILY), span(3), span(7), BookingWindowInDays=5, EnforceSchedulingHorizon=False,
                 ConflictPercentageAllowed=20, MaximumConflictInstances=1)  # fmt: skip
    assert cut == Accept((span(3),), dt.datetime(2027, 3, 7, tzinfo=BERNE)), "what is cut off is in nobody's way"
    nights = (span(5, 0), span(6, 0))
    assert answer(asked(*nights), BookingWindowInDays=5) == Decline("EnforceSchedulingHorizon"), (
        "midnight is another day"
    )
    assert answer(asked(span(6, 0)), BookingWindowInDays=5) == Decline("BookingWindowInDays")
    assert answer(asked(span(5, 23)), BookingWindowInDays=5) == Accept(), "what ends at midnight is of the day before"
    whole = answer(asked(*DAILY), BookingWindowInDays=0, EnforceSchedulingHorizon=False)
    assert whole == Decline("BookingWindowInDays"), "it begins too late"


@pytest.mark.parametrize(
    ("minutes", "hours", "accepted"), [(1440, 24, True), (1440, 25, False), (60, 1.5, False), (0, 100, True)]
)
def test_maximum_duration(minutes: int, hours: float, accepted: bool) -> None:
    """0: no limit [doc]"""
    said = answer(asked(span(hours=hours)), MaximumDurationInMinutes=minutes)
    assert said == (Accept() if accepted else Decline("MaximumDurationInMinutes"))


def test_allow_recurring_meetings() -> None:
    assert answer(asked(*DAILY), AllowRecurringMeetings=False) == Decline("AllowRecurringMeetings")
    assert answer(asked(), AllowRecurringMeetings=False) == Accept()


@pytest.mark.parametrize(
    ("day", "hour", "hours", "accepted"),
    [(1, 8, 9, True), (1, 7.5, 1, False), (1, 16.5, 1, False), (5, 10, 1, False), (1, 16, 24, False)],
)
def test_schedule_only_during_work_hours(day: int, hour: float, hours: float, accepted: bool) -> None:
    """Monday to Friday, 8 to 17, on the room's own clock"""
    said = answer(asked(span(day, hour, hours)), ScheduleOnlyDuringWorkHours=True)
    assert said == (Accept() if accepted else Decline("ScheduleOnlyDuringWorkHours"))


def test_which_hours_are_the_rooms_own() -> None:
    policy = BookingPolicy.of({"ScheduleOnlyDuringWorkHours": True})
    late = WorkHours(begins=600, ends=1200)
    assert decide((), asked(span(hour=19)), policy, NOW, BERNE, late) == Accept()
    assert decide((), asked(span(hour=9)), policy, NOW, BERNE, late) == Decline("ScheduleOnlyDuringWorkHours")


def test_process_external_meeting_messages() -> None:
    outside = asked(by="out@else.test", external=True)
    assert answer(outside) == Decline("ProcessExternalMeetingMessages")
    assert answer(outside, ProcessExternalMeetingMessages=True) == Accept()


def test_book_in_policy() -> None:
    assert answer(asked(), AllBookInPolicy=False) == Decline("BookInPolicy")
    assert answer(asked(), AllBookInPolicy=False, BookInPolicy=["Anna@Example.test"]) == Accept()
    assert answer(asked(by=BEN), AllBookInPolicy=False, BookInPolicy=[ANNA]) == Decline("BookInPolicy")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"AllRequestInPolicy": True}, Tentative()),
        ({"RequestInPolicy": [ANNA]}, Tentative()),
        ({"RequestInPolicy": [BEN]}, Decline("BookInPolicy")),
        ({"AllRequestInPolicy": True, "ResourceDelegates": [DORA]}, Forward((DORA,))),
        ({"AllRequestInPolicy": True, "ResourceDelegates": [DORA], "ForwardRequestsToDelegates": False}, Tentative()),
        ({"AllRequestInPolicy": True, "ResourceDelegates": [DORA], "BookInPolicy": [ANNA]}, Accept()),
    ],
)
def test_request_in_policy(settings: dict[str, object], said: Decision) -> None:
    assert answer(asked(), AllBookInPolicy=False, **settings) == said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"AllRequestOutOfPolicy": True}, Tentative("AllowConflicts")),
        ({"RequestOutOfPolicy": [ANNA], "ResourceDelegates": [DORA]}, Forward((DORA,), "AllowConflicts")),
        ({"RequestOutOfPolicy": [BEN]}, Decline("AllowConflicts")),
    ],
)
def test_request_out_of_policy(settings: dict[str, object], said: Decision) -> None:
    """a conflict is out of policy, too [seen: teamstipoftheday.com 2014-01-02]"""
    assert answer(asked(), span(), **settings) == said


# --- what holds for any -----------------------------------------------------------------------------------------------

moments = st.integers(0, 200 * 48).map(lambda half: NOW + half * HOUR / 2)
spans = st.tuples(moments, st.integers(1, 60)).map(lambda one: (one[0], one[0] + one[1] * HOUR / 2))
people = st.sampled_from(((), (ANNA,), (BEN,), (ANNA, BEN)))
policies = st.builds(
    BookingPolicy,
    AllowConflicts=st.booleans(), ConflictPercentageAllowed=st.integers(0, 100),
    MaximumConflictInstances=st.integers(0, 5), BookingWindowInDays=st.integers(0, 200),
    EnforceSchedulingHorizon=st.booleans(), MaximumDurationInMinutes=st.integers(0, 2000),
    AllowRecurringMeetings=st.booleans(), ScheduleOnlyDuringWorkHours=st.booleans(),
    ProcessExternalMeetingMessages=st.booleans(), AllBookInPolicy=st.booleans(), BookInPolicy=people,
    AllRequestInPolicy=st.booleans(), RequestInPolicy=people, AllRequestOutOfPolicy=st.booleans(),
    RequestOutOfPolicy=people, ResourceDelegates=people, ForwardRequestsToDelegates=st.booleans(),
)  # fmt: skip
requests = st.one_of(
    spans.map(lambda one: asked(one)),
    st.lists(spans, min_size=1, max_size=12).map(lambda some: asked(*sorted(some), recurring=True)),
)
calendars = st.lists(spans, max_size=8)


@given(calendars, requests, policies)
def test_nothing_is_booked_twice_unless_it_is_allowed(
    taken: list[Span], request: Request, policy: BookingPolicy
) -> None:
    said = decide(taken, request, policy, NOW, BERNE)
    if isinstance(said, Accept) and not policy.AllowConflicts:
        booked = {one for one in request.times if said.until is None or one[0] < said.until} - set(said.but)
        assert not any(start < end and begin < stop for start, stop in booked for begin, end in taken)
        assert booked, "an acceptance books something"


@given(calendars, requests, policies)
def test_what_is_accepted_lies_within_the_window(taken: list[Span], request: Request, policy: BookingPolicy) -> None:
    said = decide(taken, request, policy, NOW, BERNE)
    if isinstance(said, Accept):
        horizon = policy.horizon(NOW, BERNE)
        assert request.times[0][0] < horizon
        assert said.until == (horizon if request.times[-1][0] >= horizon else None)
        assert said.until is None or not policy.EnforceSchedulingHorizon


@given(calendars, requests, policies)
def test_a_laxer_policy_refuses_nothing_that_a_stricter_one_accepts(
    taken: list[Span], request: Request, policy: BookingPolicy
) -> None:
    strict = decide(taken, request, policy, NOW, BERNE)
    lax = BookingPolicy(AllowConflicts=True, BookingWindowInDays=1080, MaximumDurationInMinutes=0)
    assert decide(taken, request, lax, NOW, BERNE) == Accept()
    for name in ("AllowConflicts", "AllowRecurringMeetings", "AllBookInPolicy"):
        laxer = BookingPolicy.of(policy.said() | {name: True})
        wider = decide(taken, request, laxer, NOW, BERNE)
        assert isinstance(wider, Accept) or not isinstance(strict, Accept)


@given(calendars, requests, policies)
def test_only_delegates_are_asked_and_only_where_there_are_some(
    taken: list[Span], request: Request, policy: BookingPolicy
) -> None:
    said = decide(taken, request, policy, NOW, BERNE)
    forwards = policy.ForwardRequestsToDelegates and bool(policy.ResourceDelegates)
    assert not isinstance(said, Tentative if forwards else Forward)
    assert not isinstance(said, Forward) or said.to == policy.ResourceDelegates


@given(policies)
def test_a_policy_is_what_it_says(policy: BookingPolicy) -> None:
    assert BookingPolicy.of(policy.said()) == policy


def test_the_page_has_a_row_for_every_setting() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \|", PAGE.read_text("utf-8"), re.M)
    values = {one.name: getattr(BookingPolicy(), one.name) for one in dataclasses.fields(BookingPolicy)}
    assert dict(rows) == {name: value if value == "AutoAccept" else json.dumps(value) for name, value in values.items()}


# --- what cannot be set -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"AllowConflict": True},
            r"no such setting of a booking policy: 'AllowConflict' \(did you mean AllowConflicts\?",
        ),
        (
            {"colour": 1},
            r"no such setting of a booking policy: 'colour' \(there are AutomateProcessing, RemoveOld",
        ),
        ({"AllowConflicts": "yes"}, "AllowConflicts: 'yes' cannot be set: Expected `bool`, got `str`"),
        ({"BookingWindowInDays": 1081}, "BookingWindowInDays: 1081 cannot be set: Expected `int` <= 1080"),
        ({"ConflictPercentageAllowed": -1}, "ConflictPercentageAllowed: -1 cannot be set: Expected `int` >= 0"),
        ({"AutomateProcessing": "Auto"}, "AutomateProcessing: 'Auto' cannot be set: Invalid enum value 'Auto'"),
        ({"ResourceDelegates": "dora"}, "ResourceDelegates: 'dora' cannot be set: Expected `array`, got `str`"),
        *(({name: ["dora"]}, f"{name}: not an address: 'dora'") for name in LISTS),
    ],
)
def test_what_cannot_be_set(said: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        BookingPolicy.of(said)
