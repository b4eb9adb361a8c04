"""Free and busy: the merged string, the list of events, working hours, and the checks of a request for them.

Rule: instants come in as aware UTC; times go out in the request's zone without an offset.
Source: ref/getuseravailability, ref/mergedfreebusy, ref/freebusyviewoptions; MS-OXWAVLS.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fake_ews.contract.availability import ArrayOfCalendarEvent, FreeBusyViewOptions, TFreeBusyView, WorkingHours
from fake_ews.model.failures import Failure
from fake_ews.model.profile import Profile


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
    """What a request asks for: a window in UTC, the interval of the merged string, the view's name."""

    start: dt.datetime
    end: dt.datetime
    interval: int
    view: str


def question(options: FreeBusyViewOptions, zone: dt.tzinfo, profile: Profile) -> Question | Failure:
    """Read and check the options of a request."""
    raise NotImplementedError


def free_busy(
    events: Iterable[tuple[dt.datetime, dt.datetime, str]],
    window: tuple[dt.datetime, dt.datetime],
    interval_minutes: int,
) -> str:
    """The merged string: one digit for each interval of the window, the busiest status in it."""
    raise NotImplementedError


def calendar_events(events: Iterable[Event], asked: Question, zone: dt.tzinfo, access: str) -> ArrayOfCalendarEvent:
    """The events of the window, with the details that view and access (a CalendarPermissionReadAccess) allow."""
    raise NotImplementedError


def working_hours(zone_id: str, year: int) -> WorkingHours:
    """Monday to Friday, 8:00 to 17:00, in the owner's zone."""
    raise NotImplementedError


def view(events: Iterable[Event], asked: Question, zone: dt.tzinfo, access: str, hours: WorkingHours) -> TFreeBusyView:
    """The whole FreeBusyView of one mailbox."""
    raise NotImplementedError
