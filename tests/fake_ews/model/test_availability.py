"""Free and busy."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.availability import (
    CalendarEvent,
    CalendarEventDetails,
    Duration,
    FreeBusyViewOptions,
    TFreeBusyView,
)
from fake_ews.model.availability import (
    DIGITS,
    ErrorTimeIntervalTooBig,
    Event,
    Question,
    calendar_events,
    free_busy,
    question,
    view,
)
from fake_ews.model.failures import (
    ErrorInvalidFreeBusyViewType,
    ErrorInvalidMergedFreeBusyInterval,
    ErrorInvalidTimeInterval,
    Failure,
)
from fake_ews.model.profile import Profile
from fake_ews.model.working_hours import USUAL

BERLIN = ZoneInfo("Europe/Berlin")
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
MONDAY = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
NINE = MONDAY + 9 * HOUR


def options(start: dt.datetime, end: dt.datetime, minutes: int | None = None, *views: str) -> FreeBusyViewOptions:
    """FreeBusyViewOptions."""
    return FreeBusyViewOptions(
        TimeWindow=Duration(StartTime=start, EndTime=end),
        MergedFreeBusyIntervalInMinutes=minutes,
        RequestedView=views or None,
    )


# the question


def test_a_question_in_the_zone_of_the_request() -> None:
    asked = question(options(dt.datetime(2027, 3, 1), dt.datetime(2027, 3, 2), 60, "DetailedMerged"), BERLIN, Profile())
    assert asked == Question(MONDAY - HOUR, MONDAY + 23 * HOUR, 60, "DetailedMerged")


def test_a_question_of_instants() -> None:
    asked = question(options(MONDAY, MONDAY + 10 * MINUTE), BERLIN, Profile())
    assert asked == Question(MONDAY, MONDAY + 10 * MINUTE, 30, "FreeBusy")


@pytest.mark.parametrize(
    ("asked", "failure"),
    [
        (options(MONDAY, MONDAY), ErrorInvalidTimeInterval),
        (options(MONDAY, MONDAY - DAY), ErrorInvalidTimeInterval),
        (options(MONDAY, MONDAY + 42 * DAY + MINUTE), ErrorTimeIntervalTooBig),
        (options(dt.datetime(1, 1, 1), MONDAY), ErrorTimeIntervalTooBig),
        (options(MONDAY, MONDAY + DAY, 4), ErrorInvalidMergedFreeBusyInterval),
        (options(MONDAY, MONDAY + 2 * DAY, 1441), ErrorInvalidMergedFreeBusyInterval),
        (options(MONDAY, MONDAY + DAY, 0), ErrorInvalidMergedFreeBusyInterval),
        (options(MONDAY, MONDAY + HOUR, 90), ErrorInvalidMergedFreeBusyInterval),
        (options(MONDAY, MONDAY + DAY, 30, "None"), ErrorInvalidFreeBusyViewType),
        (options(MONDAY, MONDAY + DAY, 30, "FreeBusy", "Detailed"), ErrorInvalidFreeBusyViewType),
    ],
)
def test_questions_that_are_refused(asked: FreeBusyViewOptions, failure: Failure) -> None:
    assert question(asked, BERLIN, Profile()) == failure


@pytest.mark.parametrize("minutes", [5, 1440])
def test_the_limits_themselves_are_allowed(minutes: int) -> None:
    asked = question(options(MONDAY, MONDAY + 42 * DAY, minutes), BERLIN, Profile())
    assert isinstance(asked, Question)


# the merged string


def busy(start: dt.timedelta, end: dt.timedelta, status: str = "Busy") -> tuple[dt.datetime, dt.datetime, str]:
    """An event on Monday."""
    return MONDAY + start, MONDAY + end, status


@pytest.mark.parametrize(
    ("events", "merged"),
    [
        ([], "0000"),
        ([busy(HOUR, 2 * HOUR)], "0200"),
        ([busy(HOUR + 59 * MINUTE, 2 * HOUR + MINUTE)], "0220"),
        ([busy(-DAY, DAY, "OOF")], "3333"),
        ([busy(-DAY, 0 * HOUR), busy(4 * HOUR, DAY)], "0000"),
        ([busy(HOUR, HOUR), busy(90 * MINUTE, 90 * MINUTE)], "0000"),
        ([busy(0 * HOUR, HOUR, "Free"), busy(HOUR, 2 * HOUR, "Tentative")], "0100"),
        ([busy(0 * HOUR, 4 * HOUR, "Tentative"), busy(HOUR, 2 * HOUR, "OOF"), busy(HOUR, 3 * HOUR)], "1321"),
        ([busy(0 * HOUR, 2 * HOUR, "WorkingElsewhere"), busy(HOUR, 3 * HOUR, "Tentative")], "4110"),
        ([busy(0 * HOUR, HOUR, "NoData")], "4000"),
    ],
)
def test_four_hours_merged(events: list[tuple[dt.datetime, dt.datetime, str]], merged: str) -> None:
    assert free_busy(events, (MONDAY, MONDAY + 4 * HOUR), 60) == merged


def test_the_example_of_the_documentation() -> None:
    """ref/getuseravailability-operation: a day to 23:59:59 has 24 hours; 9:40 to 10:10 touches two of them."""
    events = [
        busy(6 * HOUR, 6 * HOUR + 30 * MINUTE), busy(7 * HOUR, 8 * HOUR),
        busy(9 * HOUR + 40 * MINUTE, 10 * HOUR + 10 * MINUTE),
    ]  # fmt: skip
    window = MONDAY, MONDAY + DAY - dt.timedelta(seconds=1)
    assert free_busy(events, window, 60) == "000000220220000000000000"


EVENTS = st.lists(
    st.builds(
        lambda begins, length, status: busy(begins * MINUTE, (begins + length) * MINUTE, status),
        st.integers(-100, 400),
        st.integers(0, 300),
        st.sampled_from(sorted(DIGITS)),
    ),
    max_size=5,
)


@given(EVENTS, st.integers(1, 300), st.integers(5, 60))
def test_a_digit_is_the_strongest_minute_of_its_interval(
    events: list[tuple[dt.datetime, dt.datetime, str]], length: int, interval: int
) -> None:
    end = MONDAY + length * MINUTE
    strength = list(DIGITS)
    lasting = [(start, until, strength.index(status)) for start, until, status in events if start < until]
    minutes = [
        max((status for start, until, status in lasting if start <= at < until), default=0)
        for at in (MONDAY + n * MINUTE for n in range(length))
    ]
    strongest = [max(minutes[at : at + interval]) for at in range(0, length, interval)]
    assert free_busy(events, (MONDAY, end), interval) == "".join(DIGITS[strength[one]] for one in strongest)


# the list of events

REVIEW = Event(NINE, NINE + HOUR, "Busy", "id1", "Review", "Aare", is_meeting=True, is_reminder_set=True)
DENTIST = Event(NINE - 20 * HOUR, NINE - 8 * HOUR, "OOF", "id2", "Dentist", "Town", is_private=True)
ASKED = Question(MONDAY, MONDAY + DAY, 60, "DetailedMerged")
FULL = CalendarEventDetails(
    ID="id1", Subject="Review", Location="Aare", IsMeeting=True, IsRecurring=False, IsException=False,
    IsReminderSet=True, IsPrivate=False,
)  # fmt: skip


def listed(asked: Question, access: str, *, private: bool = True) -> list[CalendarEvent]:
    """The events that are shown, of three."""
    late = Event(MONDAY + DAY, MONDAY + DAY + HOUR, "Busy")
    bag = calendar_events([REVIEW, late, DENTIST], asked, BERLIN, access, private=private)
    return list(bag.CalendarEvent or ())


def test_events_come_in_order_whole_and_in_the_zone_of_the_request() -> None:
    first, second = listed(replace(ASKED, view="FreeBusy"), "FullDetails")
    assert first == CalendarEvent(
        StartTime=dt.datetime(2027, 2, 28, 14), EndTime=dt.datetime(2027, 3, 1, 2), BusyType="OOF"
    )
    assert second.StartTime == dt.datetime(2027, 3, 1, 10)


@pytest.mark.parametrize("access", ["None", "TimeOnly"])
def test_details_need_access(access: str) -> None:
    assert [event.CalendarEventDetails for event in listed(ASKED, access)] == [None, None]


def test_full_details() -> None:
    assert listed(ASKED, "FullDetails")[1].CalendarEventDetails == FULL


def test_subject_and_location_alone() -> None:
    shown = FULL.copy()
    shown.ID = None
    assert listed(ASKED, "TimeAndSubjectAndLocation")[1].CalendarEventDetails == shown


def test_private_entries_may_be_hidden() -> None:
    (open_, _), (hidden, _) = listed(ASKED, "FullDetails"), listed(ASKED, "FullDetails", private=False)
    assert open_.CalendarEventDetails is not None
    assert hidden.CalendarEventDetails is not None
    assert (open_.CalendarEventDetails.Subject, open_.CalendarEventDetails.ID) == ("Dentist", "id2")
    assert hidden.CalendarEventDetails == CalendarEventDetails(
        IsMeeting=False, IsRecurring=False, IsException=False, IsReminderSet=False, IsPrivate=True
    )


# the whole view


@pytest.mark.parametrize(
    ("asked", "access", "shown", "parts"),
    [
        ("MergedOnly", "FullDetails", "MergedOnly", (True, False)),
        ("FreeBusy", "FullDetails", "FreeBusy", (False, True)),
        ("FreeBusyMerged", "TimeOnly", "FreeBusyMerged", (True, True)),
        ("Detailed", "FullDetails", "Detailed", (False, True)),
        ("Detailed", "TimeOnly", "FreeBusy", (False, True)),
        ("DetailedMerged", "TimeAndSubjectAndLocation", "DetailedMerged", (True, True)),
        ("DetailedMerged", "TimeOnly", "FreeBusyMerged", (True, True)),
    ],
)
def test_a_view_holds_what_its_type_says(asked: str, access: str, shown: str, parts: tuple[bool, bool]) -> None:
    hours = USUAL.told("W. Europe Standard Time", 2027)
    bag: TFreeBusyView = view([REVIEW], replace(ASKED, view=asked), BERLIN, access, hours)
    assert bag.FreeBusyViewType == (shown,)
    assert (bag.MergedFreeBusy is not None, bag.CalendarEventArray is not None) == parts
    assert (bag.WorkingHours == hours) is parts[1]
    if parts[0]:
        assert bag.MergedFreeBusy == "0" * 9 + "2" + "0" * 14
