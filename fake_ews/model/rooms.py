"""Rooms: what a room's calendar and a request come to for the booking policy, and how the room rewrites its own copy.

Rule: pure questions and answers; what is decided is the business of booking, who is told of it that of the attendant.
Source: Set-CalendarProcessing; fact sheet section 9 and amendment 9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import islice

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import EmailAddress
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model import booking, occurrences, series, zones
from fake_ews.model.booking import BookingPolicy, Decision, Reason, Request, Span
from fake_ews.model.counterparts import values_of
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox

WHY: Mapping[Reason, str] = {
    "ProcessExternalMeetingMessages": "This room takes no requests from outside the organisation.",
    "BookInPolicy": "You are not among those who can book this room.",
    "AllowRecurringMeetings": "This room cannot be booked for a series.",
    "MaximumDurationInMinutes": "This room cannot be booked for so long.",
    "ScheduleOnlyDuringWorkHours": "This room can be booked within its working hours only.",
    "BookingWindowInDays": "This room cannot be booked so far ahead.",
    "EnforceSchedulingHorizon": "The series goes on for longer than this room can be booked ahead.",
    "AllowConflicts": "This room is booked already at that time.",
}
"""What an answer says of each reason. The wording is ours."""
CUT = "The series is booked as far ahead as this room can be."
PENDING = "Your request has arrived and waits for approval."
_EVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def decision(copy: Item) -> Decision:
    """What a room's policy says to the request whose copy this is."""
    room = copy.mailbox
    now, zone = room.exchange.clock.now(), zones.zone(room.zone)
    assert zone is not None
    asked = _request(copy, now, room.booking.horizon(now, zone))
    taken = {busy for wanted in asked.times for busy in _taken(copy, wanted)}
    return booking.decide(taken, asked, room.booking, now, zone, room.hours)


def _request(copy: Item, now: dt.datetime, horizon: dt.datetime) -> Request:
    who = (_organizer(copy).EmailAddress or "").lower()
    groups = _with_groups(copy.mailbox, who)
    external = who not in copy.mailbox.exchange.mailboxes
    if not series.is_series(copy.bag):
        return Request(groups, (span(copy),), external=external)
    return Request(groups, tuple(_dates(copy, now, horizon)), recurring=True, external=external)


def _dates(copy: Item, now: dt.datetime, horizon: dt.datetime) -> Iterator[Span]:
    """The dates of a series from now on, up to the first one that lies beyond."""
    plan, end = series.plan(copy), horizon.astimezone(dt.UTC)
    yield from sorted(span(one) for one in occurrences.of_series(copy, plan, now, end))
    beyond = (span(one) for one in occurrences.of_series(copy, plan, end, _EVER))
    yield from islice((one for one in beyond if one[0] >= end), 1)


def _taken(copy: Item, wanted: Span) -> Iterator[Span]:
    """For what overlaps a time the room is booked already: accepted, and no part of the same meeting."""
    for other in copy.mailbox.entries_between(*wanted):
        if other.root is not copy.root and other.need(CalendarItem.LegacyFreeBusyStatus) not in ("Free", "Tentative"):
            yield span(other)


def span(item: Item) -> Span:
    """From when to when an entry is."""
    return item.need(CalendarItem.Start), item.need(CalendarItem.End)


def _organizer(copy: Item) -> EmailAddress:
    return copy.need(CalendarItem.Organizer).Mailbox or EmailAddress()


def _with_groups(room: Mailbox, address: str) -> frozenset[str]:
    """An address and those of all groups that it is in, directly or as a member of members."""
    found = {address}
    while more := {group.address for group in room.exchange.groups.values() if found & {*group.members}} - found:
        found |= more
    return frozenset(found)


def rewritten(copy: Item, policy: BookingPolicy) -> CalendarItem:
    """The values of an accepted copy as the policy leaves them: unless it says otherwise the organizer's name stands
    for the subject, and there is neither text, file nor private flag.
    """
    bag = values_of(copy)
    bag.set(ItemRows.Subject, _subject(copy, policy))
    if policy.DeleteComments:
        bag.set(ItemRows.Body, None)
    if policy.DeleteAttachments:
        bag.set(ItemRows.Attachments, None)
    if policy.RemovePrivateProperty and bag.get(ItemRows.Sensitivity) == "Private":
        bag.set(ItemRows.Sensitivity, "Normal")
    return bag


def _subject(copy: Item, policy: BookingPolicy) -> str:
    kept = "" if policy.DeleteSubject else copy.bag.get(ItemRows.Subject) or ""
    name = (_organizer(copy).Name or "") if policy.AddOrganizerToSubject else ""
    return kept if kept.startswith(name) else f"{name} {kept}".strip()
