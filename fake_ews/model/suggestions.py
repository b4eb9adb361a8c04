"""Suggestions: times at which a meeting could be held, by how many of those asked for have time then.

Rule: pure; instants come in as aware UTC, times go out as wall clock times of the request's zone, without an offset.
Source: ref/suggestionsviewoptions and its children; qualities: the SuggestionQuality enumeration (bb409282); defaults
and limits: goodthreshold and minimumsuggestionquality of 2007 (aa563485, aa580312), EMA AvailabilityOptions. What is
marked unverified no source says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fake_ews.contract.availability import (
    ArrayOfAttendeeConflictData,
    ArrayOfSuggestion,
    ArrayOfSuggestionDayResult,
    GroupAttendeeConflictData,
    IndividualAttendeeConflictData,
    Suggestion,
    SuggestionDayResult,
    SuggestionQuality,
    SuggestionsViewOptions,
    TooBigGroupAttendeeConflictData,
    UnknownAttendeeConflictData,
)
from fake_ews.contract.notation import Entry
from fake_ews.model.availability import (
    STRENGTH,
    Event,
    instant,
    wall_clock,
    window_of,
)
from fake_ews.model.failures import ErrorInvalidArgument, Failure
from fake_ews.model.profile import Profile

INTERVAL = dt.timedelta(minutes=30)
"""Suggestions begin at full and half hours. [seen: EMA, which knows no other]"""
CONFLICTS = frozenset({"Busy", "OOF"})
"""Who is Tentative or WorkingElsewhere has time. [unverified]"""
QUALITIES: tuple[str, ...] = SuggestionQuality.values  # the best one first
HALF = 50  # per cent
_LIMITS: tuple[tuple[str, int, int, int], ...] = (
    ("GoodThreshold", 25, 0, 50), ("MaximumResultsByDay", 10, 0, 48), ("MaximumNonWorkHourResultsByDay", 0, 0, 48),
    ("MeetingDurationInMinutes", 60, 30, 1440),
)  # fmt: skip
"""Name, default, smallest and largest value."""
AtWork = Callable[[dt.datetime, dt.datetime], bool]
"""Whether a time, from when to when, lies within the working hours."""
Status = str | None
"""What somebody does, as in LegacyFreeBusyStatus; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for: a window in UTC, how long the meeting is, and what is worth suggesting."""

    start: dt.datetime
    end: dt.datetime
    lasts: dt.timedelta = dt.timedelta(hours=1)
    good: int = 25
    by_day: int = 10
    outside: int = 0
    worst: str = "Fair"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is asked for: `events` None where nothing is known; with `needed` his conflicts rule a time out."""

    events: Sequence[Event] | None
    needed: bool = False

    def statuses(self, start: dt.datetime, end: dt.datetime) -> list[Status]:
        """What he does within a time."""
        return [_status(self.events, start, end)]

    def told(self, statuses: Sequence[Status]) -> Entry:
        """How an answer tells it."""
        (status,) = statuses
        if status is None:
            return Entry(_TOLD.UnknownAttendeeConflictData, UnknownAttendeeConflictData())
        return Entry(_TOLD.IndividualAttendeeConflictData, IndividualAttendeeConflictData(BusyType=status))


@dataclass(frozen=True, slots=True)
class Members:
    """A group that is asked for: the events of each member, as of an attendee; None: it has too many. With `needed` the
    conflicts of any of them rule a time out [unverified], and for the quality each counts as one [unverified].
    """

    events: Sequence[Sequence[Event] | None] | None
    needed: bool = False

    def statuses(self, start: dt.datetime, end: dt.datetime) -> list[Status]:
        """What each of them does within a time."""
        return [_status(events, start, end) for events in self.events or ()]

    def told(self, statuses: Sequence[Status]) -> Entry:
        """How an answer tells it: how many have time and how many not. Source: ref/groupattendeeconflictdata."""
        if self.events is None:
            return Entry(_TOLD.TooBigGroupAttendeeConflictData, TooBigGroupAttendeeConflictData())
        unknown = sum(status in (None, "NoData") for status in statuses)
        busy = sum(status in _BUSY_IN_GROUPS for status in statuses)
        counts = GroupAttendeeConflictData(
            NumberOfMembers=len(statuses), NumberOfMembersAvailable=len(statuses) - busy - unknown,
            NumberOfMembersWithConflict=busy, NumberOfMembersWithNoData=unknown,
        )  # fmt: skip
        return Entry(_TOLD.GroupAttendeeConflictData, counts)


_TOLD = ArrayOfAttendeeConflictData
_BUSY_IN_GROUPS = CONFLICTS | {"Tentative"}
"""Who is counted as having a conflict in a group. [doc ref/numberofmemberswithconflict]"""


def wish(options: SuggestionsViewOptions, zone: dt.tzinfo, profile: Profile) -> Wish | Failure:
    """Read and check the options of a request; times without an offset are the zone's.

    ErrorInvalidTimeInterval, ErrorTimeIntervalTooBig as for free/busy; ErrorInvalidArgument. [which code: unverified]
    """
    window = window_of(options.need(SuggestionsViewOptions.DetailedSuggestionsWindow), zone, profile)
    if isinstance(window, Failure):
        return window
    numbers = []
    for name, default, least, most in _LIMITS:
        given: int | None = options.get(SuggestionsViewOptions.rows[name])
        if given is not None and not least <= given <= most:
            return ErrorInvalidArgument.saying(f"{name} is {given}, expected {least} to {most}.")
        numbers.append(default if given is None else given)
    good, by_day, outside, minutes = numbers
    worst = options.MinimumSuggestionQuality or "Fair"
    return Wish(*window, dt.timedelta(minutes=minutes), good, by_day, outside, worst)


def suggested(
    attendees: Sequence[Attendee | Members], asked: Wish, zone: dt.tzinfo, at_work: AtWork
) -> ArrayOfSuggestionDayResult:
    """The suggestions of each day of the window, the best first; `at_work` says which times are in the working hours.

    How they are ordered within a day: unverified.
    """
    days: dict[dt.date, list[Suggestion]] = {}
    last = wall_clock(asked.end - dt.timedelta(microseconds=1), zone).date()
    day = wall_clock(asked.start, zone).date()
    while day <= last:
        days[day] = list(_of_day(day, attendees, asked, zone, at_work))
        day += dt.timedelta(days=1)
    return ArrayOfSuggestionDayResult(
        SuggestionDayResult=tuple(_day_result(day, found, asked) for day, found in days.items())
    )


def _of_day(
    day: dt.date, attendees: Sequence[Attendee | Members], asked: Wish, zone: dt.tzinfo, at_work: AtWork
) -> Iterator[Suggestion]:
    """All times of a day in the window that nobody needed is missing at."""
    time = dt.datetime.combine(day, dt.time())
    while time.date() == day:
        start = instant(time, zone)
        if asked.start <= start and start + asked.lasts <= asked.end:
            found = [(one, one.statuses(start, start + asked.lasts)) for one in attendees]
            if not any(one.needed and CONFLICTS & {*statuses} for one, statuses in found):
                yield Suggestion(
                    MeetingTime=time,
                    IsWorkTime=at_work(start, start + asked.lasts),
                    SuggestionQuality=quality([one for _, statuses in found for one in statuses], asked.good),
                    AttendeeConflictDataArray=_TOLD(entries=tuple(one.told(statuses) for one, statuses in found)),
                )
        time += INTERVAL


def _day_result(day: dt.date, found: list[Suggestion], asked: Wish) -> SuggestionDayResult:
    """The best of a day within the limits; the day is as good as its best time, without one it is Poor. [unverified]"""
    ranked = sorted(found, key=lambda one: (_rank(one), one.MeetingTime))
    worth = [one for one in ranked if _rank(one) <= QUALITIES.index(asked.worst)]
    inside = [one for one in worth if one.IsWorkTime][: asked.by_day]
    outside = [one for one in worth if not one.IsWorkTime][: asked.outside]
    kept = tuple(sorted((*inside, *outside), key=lambda one: (_rank(one), not one.IsWorkTime, one.MeetingTime)))
    return SuggestionDayResult(
        Date=dt.datetime.combine(day, dt.time()),
        DayQuality=kept[0].SuggestionQuality if kept else "Poor",
        SuggestionArray=ArrayOfSuggestion(Suggestion=kept),
    )


def _rank(one: Suggestion) -> int:
    return QUALITIES.index(one.need(Suggestion.SuggestionQuality))


def quality(statuses: Sequence[Status], good: int) -> str:
    """How good a time is: by the percentage of those who have time; who is unknown does not count. [unverified]"""
    known = [status for status in statuses if status is not None]
    free = sum(status not in CONFLICTS for status in known)
    if free == len(known):
        return "Excellent"
    if free * 100 >= (good + HALF) * len(known):
        return "Good"
    return "Fair" if free * 100 >= HALF * len(known) else "Poor"


def _status(events: Sequence[Event] | None, start: dt.datetime, end: dt.datetime) -> Status:
    """The strongest status that somebody has within a time."""
    if events is None:
        return None
    within = (one.status for one in events if one.start < end and one.end > start)
    return max(within, key=STRENGTH.__getitem__, default="Free")
