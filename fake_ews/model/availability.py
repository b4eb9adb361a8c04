"""Free and busy: the merged string, the list of events, and the checks of a request for them.

Rule: instants come in as aware UTC; times go out as wall clock times of the request's zone, without an offset.
Source: ref/freebusyviewoptions and its children, ref/mergedfreebusy, ref/freebusyviewtype, RC; fact sheet section 13.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fake_ews.contract.availability import (
    ArrayOfCalendarEvent,
    CalendarEvent,
    CalendarEventDetails,
    Duration,
    FreeBusyViewOptions,
    TFreeBusyView,
    WorkingHours,
)
from fake_ews.model.failures import (
    ErrorInvalidFreeBusyViewType,
    ErrorInvalidMergedFreeBusyInterval,
    ErrorInvalidTimeInterval,
    Failure,
)
from fake_ews.model.profile import Profile

ErrorTimeIntervalTooBig = Failure("ErrorTimeIntervalTooBig", "The time window is larger than the allowed limit.")
ErrorMailboxDataArrayEmpty = Failure("ErrorMailboxDataArrayEmpty", "No mailbox is asked for.")
ErrorMailboxDataArrayTooBig = Failure("ErrorMailboxDataArrayTooBig", "More than 100 mailboxes are asked for.")
ErrorFreeBusyDLLimitReached = Failure("ErrorFreeBusyDLLimitReached", "The group has more than 100 members.")
MOST = 100
"""So many mailboxes can be asked for, and so many members a group can have. [doc RC, ref/groupattendeeconflictdata]"""

DEFAULT_VIEW, DEFAULT_INTERVAL = (
    "FreeBusy",
    30,
)  # [the view: unverified; minutes: doc ref/mergedfreebusyintervalinminutes]
SHORTEST_INTERVAL, LONGEST_INTERVAL = 5, 1440  # minutes [doc RC ErrorInvalidMergedFreeBusyInterval]

DIGITS = {"Free": "0", "WorkingElsewhere": "4", "Tentative": "1", "Busy": "2", "OOF": "3", "NoData": "4"}
"""The digits of the merged string, the stronger status later. [doc ref/mergedfreebusy; that WorkingElsewhere is 4: the
Managed API's enumeration; that it yields to all others but Free: unverified]"""
STRENGTH = {status: at for at, status in enumerate(DIGITS)}
"""The order of the statuses, the strongest last."""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry as others see it in its owner's calendar: instants aware UTC, `status` as in LegacyFreeBusyStatus."""

    start: dt.datetime
    end: dt.datetime
    status: str
    id: str = ""
    subject: str = ""
    location: str = ""
    is_meeting: bool = False
    is_recurring: bool = False
    is_exception: bool = False
    is_reminder_set: bool = False
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks for: a window in UTC, the minutes of an interval in the merged string, the view's name."""

    start: dt.datetime
    end: dt.datetime
    interval: int = DEFAULT_INTERVAL
    view: str = DEFAULT_VIEW

    @property
    def merged(self) -> bool:
        """Whether the merged string is part of the view."""
        return "Merged" in self.view

    @property
    def listed(self) -> bool:
        """Whether the events are part of the view."""
        return self.view != "MergedOnly"

    @property
    def detailed(self) -> bool:
        """Whether details are asked for."""
        return self.view.startswith("Detailed")


def question(options: FreeBusyViewOptions, zone: dt.tzinfo, profile: Profile) -> Question | Failure:
    """Read and check the options of a request; times without an offset are the zone's.

    ErrorInvalidTimeInterval, ErrorTimeIntervalTooBig, ErrorInvalidMergedFreeBusyInterval, ErrorInvalidFreeBusyViewType.
    """
    window = window_of(options.need(FreeBusyViewOptions.TimeWindow), zone, profile)
    if isinstance(window, Failure):
        return window
    start, end = window
    given = options.MergedFreeBusyIntervalInMinutes
    interval = DEFAULT_INTERVAL if given is None else given
    if not SHORTEST_INTERVAL <= interval <= LONGEST_INTERVAL or (given and _minutes(given) > end - start):
        return ErrorInvalidMergedFreeBusyInterval
    views = options.RequestedView or (DEFAULT_VIEW,)
    if len(views) != 1 or views[0] == "None":
        return ErrorInvalidFreeBusyViewType
    return Question(start, end, interval, views[0])


def window_of(window: Duration, zone: dt.tzinfo, profile: Profile) -> tuple[dt.datetime, dt.datetime] | Failure:
    """The beginning and the end of a window in UTC; ErrorInvalidTimeInterval, ErrorTimeIntervalTooBig."""
    start, end = (instant(window.need(row), zone) for row in (Duration.StartTime, Duration.EndTime))
    if end <= start:
        return ErrorInvalidTimeInterval
    return ErrorTimeIntervalTooBig if end - start > dt.timedelta(days=profile.availability_days) else (start, end)


def instant(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """A time in UTC; one without an offset is the zone's."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        return aware.astimezone(dt.UTC)
    except OverflowError:
        return aware.replace(tzinfo=dt.UTC)


def _minutes(number: int) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def free_busy(
    events: Iterable[tuple[dt.datetime, dt.datetime, str]],
    window: tuple[dt.datetime, dt.datetime],
    interval_minutes: int,
) -> str:
    """The merged string: a digit for each interval of the window, begun ones included: the strongest status in it.

    Events are start, end and status; they may reach beyond the window.
    """
    start, end = window
    interval = _minutes(interval_minutes)
    merged = ["Free"] * -((start - end) // interval)
    for begins, ends, status in events:
        if begins < end and ends > start and begins < ends:
            first = max((begins - start) // interval, 0)
            for at in range(first, min(-((start - ends) // interval), len(merged))):
                merged[at] = max(merged[at], status, key=STRENGTH.__getitem__)
    return "".join(map(DIGITS.__getitem__, merged))


def calendar_events(
    events: Iterable[Event], asked: Question, zone: dt.tzinfo, access: str, *, private: bool = True
) -> ArrayOfCalendarEvent:
    """The events that overlap the window, in their entirety, by start; details as far as view and access allow.

    `access` is a CalendarPermissionReadAccess; `private`: whether the details of private entries may be seen.
    """
    inside = [event for event in events if event.start < asked.end and event.end > asked.start]
    detailed = asked.detailed and access in _WITH_DETAILS
    return ArrayOfCalendarEvent(
        CalendarEvent=tuple(
            CalendarEvent(
                StartTime=wall_clock(event.start, zone),
                EndTime=wall_clock(event.end, zone),
                BusyType=event.status,
                CalendarEventDetails=_details(event, access, private) if detailed else None,
            )
            for event in sorted(inside, key=lambda event: event.start)
        )
    )


def wall_clock(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The time on the clocks of a zone, without an offset."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _details(event: Event, access: str, private: bool) -> CalendarEventDetails:
    hidden = event.is_private and not private
    return CalendarEventDetails(
        ID=event.id if access == "FullDetails" and not hidden else None,
        Subject=None if hidden else event.subject,
        Location=None if hidden else event.location,
        IsMeeting=event.is_meeting,
        IsRecurring=event.is_recurring,
        IsException=event.is_exception,
        IsReminderSet=event.is_reminder_set,
        IsPrivate=event.is_private,
    )


def view(
    events: Iterable[Event], asked: Question, zone: dt.tzinfo, access: str, hours: WorkingHours, *, private: bool = True
) -> TFreeBusyView:
    """The whole FreeBusyView of one mailbox. Without access to details a detailed view becomes one of times alone."""
    known = list(events)
    shown = (
        asked.view if access in ("TimeAndSubjectAndLocation", "FullDetails") else _LESSER.get(asked.view, asked.view)
    )
    bag = TFreeBusyView(FreeBusyViewType=(shown,))
    if asked.merged:
        spans = ((event.start, event.end, event.status) for event in known)
        bag.MergedFreeBusy = free_busy(spans, (asked.start, asked.end), asked.interval)
    if asked.listed:
        bag.CalendarEventArray = calendar_events(known, asked, zone, access, private=private)
        bag.WorkingHours = hours
    return bag


def view_of_group(members: Sequence[Sequence[Event] | None], asked: Question) -> TFreeBusyView:
    """The FreeBusyView of a group: the merged string of its members, and nothing else, whatever is asked for.

    Source: ref/freebusyviewtype (Detailed). [that other views are MergedOnly, too, and that a member of whom nothing is
    known (None) does not count, unless that are all: unverified]
    """
    known = [events for events in members if events is not None]
    spans = [(event.start, event.end, event.status) for events in known for event in events]
    if not known:
        spans = [(asked.start, asked.end, "NoData")]
    return TFreeBusyView(
        FreeBusyViewType=("MergedOnly",), MergedFreeBusy=free_busy(spans, (asked.start, asked.end), asked.interval)
    )


_WITH_DETAILS = ("TimeAndSubjectAndLocation", "FullDetails")
_LESSER = {"Detailed": "FreeBusy", "DetailedMerged": "FreeBusyMerged"}
