"""The booking policy of a room, setting by setting, and what a room with it makes of a request: a pure rule.

Rule: `decide` looks at nothing but its arguments; who is told, and when, is the business of the attendant.
Source: Set-CalendarProcessing (learn.microsoft.com/powershell/module/exchange/set-calendarprocessing), for each setting
its paragraph there, and the defaults of KB 2005631; in and out of policy: TechNet bb124542 and CSS-Exchange
Get-RBASummary; conflicts of a series: Exchange Team Blog, 7 February 2011; the window: help.outlook.com dd919039.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Self

import msgspec

from fake_ews.model.near import no_such
from fake_ews.model.texts import wrong_address
from fake_ews.model.working_hours import USUAL, WorkHours

Span = tuple[dt.datetime, dt.datetime]
"""From when to when, aware."""
Minutes = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Reason = Literal[
    "ProcessExternalMeetingMessages", "BookInPolicy", "AllowRecurringMeetings", "MaximumDurationInMinutes",
    "ScheduleOnlyDuringWorkHours", "BookingWindowInDays", "EnforceSchedulingHorizon", "AllowConflicts",
]  # fmt: skip
"""What a request is declined for, or is out of policy for: the setting that says so."""


@dataclass(frozen=True, slots=True)
class BookingPolicy:
    """How a room answers requests. The defaults are those of a room made in the Exchange admin center."""

    AutomateProcessing: Literal["None", "AutoUpdate", "AutoAccept"] = "AutoAccept"
    """None: requests stay in the Inbox. AutoUpdate: they are entered tentatively, nobody is answered. AutoAccept: both
    attendants work. [doc]"""
    RemoveOldMeetingMessages: bool = True
    """Whether requests that are out of date are moved to Deleted Items; otherwise they are only marked so. [doc]"""

    # --- what is in policy
    AllowConflicts: bool = False
    """Whether what is taken can be booked again, by a series, too. [doc]"""
    ConflictPercentageAllowed: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    """How much of a series may be taken for it to be accepted without those dates. [doc]"""
    MaximumConflictInstances: Minutes = 0
    """How many dates of a series may be taken: more than this, or than the percentage, and it is declined. [doc]"""
    BookingWindowInDays: Annotated[int, msgspec.Meta(ge=0, le=1080)] = 180
    """How many days ahead it can be booked; 0: today. [doc] What is no series must end by then, too. [doc dd919039]"""
    EnforceSchedulingHorizon: bool = True
    """Whether a series that goes on beyond the window is declined; otherwise it is cut there. [doc]"""
    MaximumDurationInMinutes: Minutes = 1440
    """How long a meeting, or a date of a series, may last; 0: as long as anybody wants. [doc]"""
    AllowRecurringMeetings: bool = True
    """Whether a series can be booked. [doc]"""
    ScheduleOnlyDuringWorkHours: bool = False
    """Whether what is not within the room's working hours is declined. [doc]"""
    ProcessExternalMeetingMessages: bool = False
    """Whether requests from outside are looked at; otherwise they are rejected. [doc]"""

    # --- for whom
    AllBookInPolicy: bool = True
    """Whether anybody's requests that are in policy are accepted. [doc]"""
    BookInPolicy: tuple[str, ...] = ()
    """Whose are in any case: addresses of people or groups. [doc]"""
    AllRequestInPolicy: bool = False
    """Whether anybody's wait for a delegate to accept them, if they are not accepted at once. [doc]"""
    RequestInPolicy: tuple[str, ...] = ()
    """Whose do: addresses. [doc]"""
    AllRequestOutOfPolicy: bool = False
    """Whether anybody's requests that are out of policy wait for a delegate instead of being declined. [doc]"""
    RequestOutOfPolicy: tuple[str, ...] = ()
    """Whose do: addresses. [doc]"""
    ResourceDelegates: tuple[str, ...] = ()
    """Who may accept or decline in place of the room: addresses. [doc]"""
    ForwardRequestsToDelegates: bool = True
    """Whether requests that wait are forwarded to the delegates. [doc]"""
    TentativePendingApproval: bool = True
    """Whether what waits is tentative in the calendar; otherwise it is free. [doc]"""

    # --- what becomes of the room's copy, and what is in the answer
    AddOrganizerToSubject: bool = True
    """Whether the organizer's name stands for the subject [doc], or before it if that is kept [CSS-Exchange]."""
    DeleteSubject: bool = True
    """Whether the subject is taken away. [doc]"""
    DeleteComments: bool = True
    """Whether the text is taken away. [doc]"""
    DeleteAttachments: bool = True
    """Whether attachments are taken away. [doc]"""
    RemovePrivateProperty: bool = True
    """Whether what is private is so no more. [doc]"""
    EnableResponseDetails: bool = True
    """Whether the answer says why. [doc]"""
    AddAdditionalResponse: bool = False
    """Whether the answer says AdditionalResponse, too. [doc]"""
    AdditionalResponse: str = ""
    """A text for all answers. [doc]"""

    @classmethod
    def of(cls, said: Mapping[str, object]) -> Self:
        """The policy with these settings, the others being as they are by default. ValueError says what is wrong."""
        known = [one.name for one in dataclasses.fields(cls)]
        for name in said:
            if name not in known:
                raise ValueError(no_such("setting of a booking policy", name, known))
        for name, value in said.items():
            try:
                msgspec.convert({name: value}, cls)
            except msgspec.ValidationError as error:
                wrong = str(error).partition(" - at ")[0]
                raise ValueError(f"{name}: {value!r} cannot be set: {wrong}") from error
        made = msgspec.convert(dict(said), cls)
        lists = {name: _addresses(name, value) for name in LISTS if (value := getattr(made, name))}
        return dataclasses.replace(made, **lists)  # type: ignore[arg-type]  # mypy does not see that only LISTS are named

    def said(self) -> dict[str, object]:
        """What differs from the defaults: `of` makes the same policy of it."""
        usual = type(self)()
        mine = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        return {name: value for name, value in mine.items() if value != getattr(usual, name)}

    def horizon(self, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
        """The end of the last day that can be booked, in the room's zone."""
        day = now.astimezone(zone).date() + dt.timedelta(days=self.BookingWindowInDays + 1)
        return dt.datetime.combine(day, dt.time(), zone)


NO_ROOM = BookingPolicy(AutomateProcessing="AutoUpdate", RemoveOldMeetingMessages=False)
"""What the mailbox of a person does: what comes is entered tentatively [doc AutomateProcessing]; requests that are
out of date stay, marked so. [unverified: the page speaks of resources]"""
LISTS = ("BookInPolicy", "RequestInPolicy", "RequestOutOfPolicy", "ResourceDelegates")


def _addresses(name: str, given: Sequence[str]) -> tuple[str, ...]:
    for one in given:
        if (why := wrong_address(one)) is not None:
            raise ValueError(f"{name}: {why}")
    return tuple(one.lower() for one in given)


# --- the rule ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """What a room is asked for. `organizer`: his address and those of the groups that he is in, in lower case.

    `times`: what is still to come, in order; of a series that goes on beyond the booking window one date there is
    enough.
    """

    organizer: frozenset[str]
    times: tuple[Span, ...]
    recurring: bool = False
    external: bool = False


@dataclass(frozen=True, slots=True)
class Accept:
    """Yes, but for these dates of a series; `until`: what of it is later is not booked."""

    but: tuple[Span, ...] = ()
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """No, and why."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Forward:
    """These delegates are asked; the organizer is told that it is pending. `reason`: what is out of policy, if so."""

    to: tuple[str, ...]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Tentative:
    """It is pending, and nobody is asked: there is no delegate, or requests are not forwarded. [doc; CSS-Exchange]"""

    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class LeaveAlone:
    """The attendant does not work: somebody has to answer by hand."""


Decision = Accept | Decline | Forward | Tentative | LeaveAlone


def decide(
    taken: Collection[Span], request: Request, policy: BookingPolicy, now: dt.datetime, zone: dt.tzinfo,
    hours: WorkHours = USUAL,
) -> Decision:  # fmt: skip
    """What a room says to a request: `taken` are the times when it is booked already, `zone` and `hours` its own."""
    if policy.AutomateProcessing != "AutoAccept":
        return LeaveAlone()
    if request.external and not policy.ProcessExternalMeetingMessages:
        return Decline("ProcessExternalMeetingMessages")
    horizon = policy.horizon(now, zone)
    inside = tuple(span for span in request.times if span[0] < horizon)
    conflicts = () if policy.AllowConflicts else tuple(span for span in inside if _overlaps(span, taken))
    at_work = all(hours.cover(*span, zone) for span in request.times)
    reason = _against_policy(inside, conflicts, request, policy, horizon, at_work=at_work)
    if reason is not None:
        if policy.AllRequestOutOfPolicy or request.organizer & {*policy.RequestOutOfPolicy}:
            return _pending(policy, reason)
        return Decline(reason)
    if policy.AllBookInPolicy or request.organizer & {*policy.BookInPolicy}:
        return Accept(conflicts, horizon if len(inside) < len(request.times) else None)
    if policy.AllRequestInPolicy or request.organizer & {*policy.RequestInPolicy}:
        return _pending(policy, None)
    return Decline("BookInPolicy")


def _pending(policy: BookingPolicy, reason: Reason | None) -> Decision:
    if policy.ForwardRequestsToDelegates and policy.ResourceDelegates:
        return Forward(policy.ResourceDelegates, reason)
    return Tentative(reason)


def _against_policy(
    inside: tuple[Span, ...], conflicts: tuple[Span, ...], request: Request, policy: BookingPolicy,
    horizon: dt.datetime, *, at_work: bool,
) -> Reason | None:  # fmt: skip
    """The first setting that a request is against."""
    longest = dt.timedelta(minutes=policy.MaximumDurationInMinutes)
    if request.recurring and not policy.AllowRecurringMeetings:
        return "AllowRecurringMeetings"
    if longest and any(end - start > longest for start, end in request.times):
        return "MaximumDurationInMinutes"
    if policy.ScheduleOnlyDuringWorkHours and not at_work:
        return "ScheduleOnlyDuringWorkHours"
    if request.times and (not inside or (not request.recurring and inside[-1][1] > horizon)):
        return "BookingWindowInDays"
    if policy.EnforceSchedulingHorizon and len(inside) < len(request.times):
        return "EnforceSchedulingHorizon"
    return "AllowConflicts" if _too_many(len(conflicts), len(inside), request, policy) else None


def _too_many(conflicts: int, dates: int, request: Request, policy: BookingPolicy) -> bool:
    """Whether so many conflicts are too many: any for a single entry; of a series, by number or by percentage."""
    if not request.recurring or conflicts == dates:
        return conflicts > 0
    return conflicts > policy.MaximumConflictInstances or conflicts * 100 > policy.ConflictPercentageAllowed * dates


def _overlaps(span: Span, taken: Collection[Span]) -> bool:
    return any(start < span[1] and end > span[0] for start, end in taken)
