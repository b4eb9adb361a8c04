"""The requests that are measured: how each is made, and what the bare server must do beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

PATH = "/EWS/Exchange.asmx"
OWNER = "anna@example.test"
OK = b"ResponseCode>NoError<"
_ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header>'
    '<t:RequestServerVersion Version="Exchange2013_SP1"/><t:ExchangeImpersonation><t:ConnectingSID>'
    "<t:PrimarySmtpAddress>{owner}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>"
    "</s:Header><s:Body>{body}</s:Body></s:Envelope>"
)
_PATHS = (
    "calendar:UID", "item:TextBody", "item:Preview", "calendar:StartWallClock", "calendar:EndWallClock",
    "calendar:StartTimeZoneId", "calendar:IsOrganizer", "calendar:RequiredAttendees", "item:Flag",
    "item:LastModifiedTime",
)  # fmt: skip
_EXTENDED = (
    '<t:ExtendedFieldURI PropertySetId="c11ff724-aa03-4555-9952-8fa248a11c3e" PropertyName="Oid" '
    'PropertyType="String"/>'
)


_START = dt.datetime(2027, 3, 1, 9)
SERIES = 1000
_DAYS = "<t:DaysOfWeek>{days}</t:DaysOfWeek>"
_NTH = f"{_DAYS}<t:DayOfWeekIndex>{{nth}}</t:DayOfWeekIndex>"
_EVERY = "<t:Interval>{every}</t:Interval>"
# in the first week of March 2027 they have 1, 2, 1, 1, 1, 1, 0 and 0 dates
_PATTERNS = tuple(
    f"<t:{name}>{inside}</t:{name}>"
    for name, inside in (
        ("DailyRecurrence", _EVERY.format(every=7)),
        ("WeeklyRecurrence", _EVERY.format(every=1) + _DAYS.format(days="Tuesday Thursday")),
        ("AbsoluteMonthlyRecurrence", _EVERY.format(every=1) + "<t:DayOfMonth>2</t:DayOfMonth>"),
        ("RelativeMonthlyRecurrence", _EVERY.format(every=1) + _NTH.format(days="Weekday", nth="First")),
        ("AbsoluteYearlyRecurrence", "<t:DayOfMonth>3</t:DayOfMonth><t:Month>March</t:Month>"),
        ("RelativeYearlyRecurrence", _NTH.format(days="Friday", nth="First") + "<t:Month>March</t:Month>"),
        ("AbsoluteMonthlyRecurrence", _EVERY.format(every=1) + "<t:DayOfMonth>31</t:DayOfMonth>"),
        ("RelativeYearlyRecurrence", _NTH.format(days="Day", nth="Last") + "<t:Month>July</t:Month>"),
    )
)


class Poster(Protocol):
    """Sends a request and gives back the body of the answer."""

    def post(self, path: str, body: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Case:
    """A request under measurement. `request`: makes what it needs, and gives the requests that come in turn.

    `shows`: how many entries are in each answer; `pushed`: bytes that the bare server posts to a listener for each
    request, or 0.
    """

    name: str
    title: str
    request: Callable[[Poster], Sequence[bytes]]
    requests: int = 500
    pushed: int = 0
    path: str = PATH
    shows: int = 1


def envelope(body: str, owner: str = OWNER) -> bytes:
    """A request that impersonates the owner of a mailbox."""
    return _ENVELOPE.format(body=body, owner=owner).encode()


def _one(body: str) -> list[bytes]:
    """A request that comes again and again."""
    return [envelope(body)]


def owner(number: int) -> str:
    """The owner of one of many mailboxes."""
    return f"person{number}@example.test"


def subscribe(url: str, owner: str = OWNER) -> bytes:
    """A push subscription on the calendar."""
    return envelope(
        "<m:Subscribe><m:PushSubscriptionRequest><t:FolderIds>"
        '<t:DistinguishedFolderId Id="calendar"/></t:FolderIds><t:EventTypes>'
        "<t:EventType>CreatedEvent</t:EventType><t:EventType>ModifiedEvent</t:EventType></t:EventTypes>"
        f"<t:StatusFrequency>30</t:StatusFrequency><t:URL>{url}</t:URL>"
        "</m:PushSubscriptionRequest></m:Subscribe>",
        owner,
    )


def create(subject: str, owner: str = OWNER, after: int = 0) -> bytes:
    """An entry of an hour with a property of its own, so many hours after the first of them."""
    start, end = (f"{_START + dt.timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (after, after + 1))
    return envelope(
        '<m:CreateItem SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>'
        '<t:DistinguishedFolderId Id="calendar"/>'
        f"</m:SavedItemFolderId><m:Items><t:CalendarItem><t:Subject>{subject}</t:Subject>"
        f"<t:ExtendedProperty>{_EXTENDED}<t:Value>0815</t:Value></t:ExtendedProperty>"
        f"<t:Start>{start}</t:Start><t:End>{end}</t:End><t:Location>Aare</t:Location>"
        "</t:CalendarItem></m:Items></m:CreateItem>",
        owner,
    )


def _made(connection: Poster, after: int = 0) -> str:
    """The id of a new entry."""
    return _first(rb'ItemId Id="([^"]+)"', connection.post(PATH, create("Review", after=after)))


def _first(pattern: bytes, answer: bytes) -> str:
    found = re.search(pattern, answer)
    if found is None:
        raise RuntimeError(f"no {pattern.decode()} in the answer:\n{answer.decode('utf-8', 'replace')[:2000]}")
    return found[1].decode()


def _get_item(connection: Poster) -> list[bytes]:
    """A hundred entries with an hour between, each asked for in its turn."""
    paths = "".join(f'<t:FieldURI FieldURI="{path}"/>' for path in _PATHS) + _EXTENDED
    shape = (
        "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape>"
        f"<t:AdditionalProperties>{paths}</t:AdditionalProperties></m:ItemShape>"
    )
    return [
        envelope(f'<m:GetItem>{shape}<m:ItemIds><t:ItemId Id="{_made(connection, after)}"/></m:ItemIds></m:GetItem>')
        for after in range(0, 200, 2)
    ]


def _find_item(connection: Poster) -> list[bytes]:
    del connection  # the mailbox is filled by the server
    return _view("2027-03-01", "2027-03-11", 'MaxEntriesReturned="100"')


def _view(start: str, end: str, most: str = "") -> list[bytes]:
    """The calendar from a day to another."""
    return _one(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>'
        f'<m:CalendarView {most} StartDate="{start}T00:00:00Z" EndDate="{end}T00:00:00Z"/>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )


def _update_item(connection: Poster) -> list[bytes]:
    """Subject and place are set, whatever they were: the same request goes again and again."""
    fields = "".join(
        f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:CalendarItem><t:{name}>Changed</t:{name}></t:CalendarItem>'
        "</t:SetItemField>"
        for uri, name in (("item:Subject", "Subject"), ("calendar:Location", "Location"))
    )
    return _one(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{_made(connection)}"/><t:Updates>{fields}</t:Updates>'
        "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def _sync(state: str) -> bytes:
    return envelope(
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
        f'<t:DistinguishedFolderId Id="calendar"/></m:SyncFolderId>{state}'
        "<m:MaxChangesReturned>512</m:MaxChangesReturned></m:SyncFolderItems>"
    )


def _sync_folder_items(connection: Poster) -> list[bytes]:
    """All is synchronised, then a hundred entries are made: the request that is told of them."""
    state, is_last = "", False
    while not is_last:
        answer = connection.post(PATH, _sync(state))
        state = f"<m:SyncState>{_first(rb'SyncState>([^<]+)<', answer)}</m:SyncState>"
        is_last = b"IncludesLastItemInRange>true<" in answer
    for number in range(100):
        connection.post(PATH, create(f"New {number}"))
    return [_sync(state)]


def series(number: int, year: int) -> str:
    """An endless series of an hour at nine, begun on 4 January of a year, by one pattern or the other."""
    day = f"{year}-01-04"
    return (
        f"<t:CalendarItem><t:Subject>Series {number}</t:Subject><t:Start>{day}T09:00:00</t:Start>"
        f"<t:End>{day}T10:00:00</t:End><t:Recurrence>{_PATTERNS[number % len(_PATTERNS)]}<t:NoEndRecurrence>"
        f"<t:StartDate>{day}</t:StartDate></t:NoEndRecurrence></t:Recurrence>"
        '<t:StartTimeZone Id="W. Europe Standard Time"/></t:CalendarItem>'
    )


def _of_series(years: Sequence[int], first_day: str, after: str) -> Callable[[Poster], list[bytes]]:
    """A thousand endless series, begun in these years in turn: the request that shows them from a day to another."""

    def request(connection: Poster) -> list[bytes]:
        for first in range(0, SERIES, 100):
            several = "".join(series(number, years[number % len(years)]) for number in range(first, first + 100))
            made = f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{several}</m:Items></m:CreateItem>'
            answer = connection.post(PATH, envelope(made))
            if answer.count(OK) != 100:
                raise RuntimeError(f"not all series are made:\n{answer.decode('utf-8', 'replace')[:2000]}")
        return _view(first_day, after)

    return request


_ALL, _THIS, _OLD = range(1997, 2028), (2027,), (1997,)
_WEEK, _WEDNESDAY = ("2027-03-01", "2027-03-08"), ("2027-03-03", "2027-03-04")
CASES = {
    case.name: case
    for case in (
        Case("GetItem", "GetItem, all properties + 11", _get_item),
        Case("FindItem", "FindItem, 100 of 10,000 by CalendarView", _find_item, requests=60, shows=100),
        Case("SeriesOfAllYears", "A week of 1,000 series, of 31 years", _of_series(_ALL, *_WEEK), 10, shows=875),
        Case("SeriesOfThisYear", "A week of 1,000 series, of 2027", _of_series(_THIS, *_WEEK), 10, shows=875),
        Case("OldSeries", "A week of 1,000 series, of 1997", _of_series(_OLD, *_WEEK), 10, shows=875),
        Case("DayOfOldSeries", "A day of 1,000 series, of 1997", _of_series(_OLD, *_WEDNESDAY), 40, shows=125),
        Case("UpdateItem", "UpdateItem, two properties", _update_item, requests=300),
        Case("SyncFolderItems", "SyncFolderItems, 100 new of 10,100", _sync_folder_items, requests=60, shows=100),
        Case("CreateItem", "CreateItem + push", lambda connection: [create("Review")], requests=200, pushed=2000),
    )
}
