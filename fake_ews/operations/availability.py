"""Free/busy, suggestions and time zones: GetUserAvailability, GetServerTimeZones.

Source: ref/getuseravailability-operation, ref/getservertimezones-operation; fact sheet section 13.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TypeVar

from fake_ews.contract.availability import (
    ArrayOfFreeBusyResponse,
    ArrayOfMailboxData,
    FreeBusyResponse,
    GetServerTimeZones,
    GetServerTimeZonesResponseMessage,
    GetUserAvailabilityRequest,
    GetUserAvailabilityResponse,
    MailboxData,
    SuggestionsResponse,
    TEmailAddress,
    TFreeBusyView,
)
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ResponseMessage
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.zones import ArrayOfTimeZoneDefinition, NonEmptyArrayOfTimeZoneId
from fake_ews.model import lists, rights, suggestions, zones
from fake_ews.model.availability import (
    MOST,
    ErrorFreeBusyDLLimitReached,
    ErrorMailboxDataArrayEmpty,
    ErrorMailboxDataArrayTooBig,
    Event,
    Question,
    question,
    view,
    view_of_group,
)
from fake_ews.model.failures import (
    ErrorInvalidOperation,
    ErrorMailRecipientNotFound,
    ErrorNoFreeBusyAccess,
    Failure,
    RequestFailure,
)
from fake_ews.model.items import MEETING, Item, state
from fake_ews.model.lists import Group
from fake_ews.model.working_hours import USUAL
from fake_ews.operations import _access
from fake_ews.operations._registry import Call, Message, batch, failed, operation

T = TypeVar("T")


@operation(
    "GetUserAvailability",
    "ErrorFreeBusyDLLimitReached ErrorInvalidArgument ErrorInvalidFreeBusyViewType ErrorInvalidMergedFreeBusyInterval "
    "ErrorInvalidOperation ErrorInvalidTimeInterval ErrorMailRecipientNotFound ErrorMailboxDataArrayEmpty "
    "ErrorMailboxDataArrayTooBig ErrorNoFreeBusyAccess ErrorTimeIntervalTooBig ErrorTimeZone",
)
def get_user_availability(call: Call) -> GetUserAvailabilityResponse:
    """ref/getuseravailability-operation: one answer a mailbox or group, in their order; times in the request's zone"""
    request = call.asked(GetUserAvailabilityRequest)
    if request.FreeBusyViewOptions is None and request.SuggestionsViewOptions is None:
        raise RequestFailure(ErrorInvalidOperation.saying("FreeBusyViewOptions or SuggestionsViewOptions is missing."))
    zone = _right(_zone(call, request))
    people = request.need(GetUserAvailabilityRequest.MailboxDataArray).get(ArrayOfMailboxData.MailboxData) or ()
    if not 0 < len(people) <= MOST:
        raise RequestFailure(ErrorMailboxDataArrayTooBig if people else ErrorMailboxDataArrayEmpty)
    answer = GetUserAvailabilityResponse()
    if request.FreeBusyViewOptions is not None:
        asked = _right(question(request.FreeBusyViewOptions, zone, call.profile))
        answers = tuple(_answer(call, one, asked, zone) for one in people)
        answer.FreeBusyResponseArray = ArrayOfFreeBusyResponse(FreeBusyResponse=answers)
    if request.SuggestionsViewOptions is not None:
        wish = _right(suggestions.wish(request.SuggestionsViewOptions, zone, call.profile))
        answer.SuggestionsResponse = _suggestions(call, people, wish, zone)
    return answer


def _right(value: T | Failure) -> T:
    """A value that is right; otherwise the whole request fails."""
    if isinstance(value, Failure):
        raise RequestFailure(value)
    return value


def _suggestions(
    call: Call, people: Sequence[MailboxData], wish: suggestions.Wish, zone: dt.tzinfo
) -> SuggestionsResponse:
    """ref/suggestionsresponse; working hours are those of who asks [unverified]"""
    attendees = [_attendee(call, one, wish) for one in people]
    hours = USUAL if call.own is None else call.own.hours
    own = (zones.zone(call.own.zone) if call.own is not None else None) or zone
    return SuggestionsResponse(
        ResponseMessage=ResponseMessage(ResponseClass="Success", ResponseCode="NoError"),
        SuggestionDayResultArray=suggestions.suggested(
            attendees, wish, zone, lambda start, end: hours.cover(start, end, own)
        ),
    )


def _attendee(call: Call, data: MailboxData, wish: suggestions.Wish) -> suggestions.Attendee | suggestions.Members:
    needed, group = data.ExcludeConflicts is True, call.exchange.groups.get(_address(data))
    if group is not None:
        return suggestions.Members(_members(call, group, wish.start, wish.end), needed)
    return suggestions.Attendee(_events(call, _address(data), wish.start, wish.end), needed)


def _address(data: MailboxData) -> str:
    return data.need(MailboxData.Email).need(TEmailAddress.Address).lower()


def _members(call: Call, group: Group, start: dt.datetime, end: dt.datetime) -> list[list[Event] | None] | None:
    """What each member of a group has in a time, as far as groups are looked into; None: it has too many."""
    members = lists.counted(call.exchange.groups, group, MOST)
    return None if members is None else [_events(call, address, start, end) for address in members]


def _events(call: Call, address: str, start: dt.datetime, end: dt.datetime) -> list[Event] | None:
    """What somebody has in a time; None where nothing is known of him, or may be."""
    mailbox = call.exchange.mailboxes.get(address)
    if mailbox is None or _access.to_folder(call, mailbox, mailbox.need("calendar")).rights.read == rights.NONE:
        return None
    return [_event(item) for item in mailbox.entries_between(start, end)]


def _zone(call: Call, request: GetUserAvailabilityRequest) -> dt.tzinfo | Failure:
    if request.TimeZone is not None:
        return zones.serializable(request.TimeZone)
    return (call.zoning.context and zones.zone(call.zoning.context)) or dt.UTC


def _answer(call: Call, data: MailboxData, asked: Question, zone: dt.tzinfo) -> FreeBusyResponse:
    address = _address(data)
    group, mailbox = call.exchange.groups.get(address), call.exchange.mailboxes.get(address)
    if group is not None:
        return _of_group(call, group, asked)
    if mailbox is None:
        return _refused(call, ErrorMailRecipientNotFound)
    access = _access.to_folder(call, mailbox, mailbox.need("calendar"))
    if access.rights.read == rights.NONE:
        return _refused(call, ErrorNoFreeBusyAccess)
    events = [_event(item) for item in mailbox.entries_between(asked.start, asked.end)]
    hours = mailbox.hours.told(mailbox.zone, asked.start.year)
    return _told(call, view(events, asked, zone, access.rights.read, hours, private=access.private))


def _of_group(call: Call, group: Group, asked: Question) -> FreeBusyResponse:
    """ref/getuseravailability-operation: the members' calendars merged into one"""
    members = _members(call, group, asked.start, asked.end)
    return (
        _refused(call, ErrorFreeBusyDLLimitReached) if members is None else _told(call, view_of_group(members, asked))
    )


def _told(call: Call, seen: TFreeBusyView) -> FreeBusyResponse:
    call.turn.codes.append("NoError")
    return FreeBusyResponse(
        ResponseMessage=ResponseMessage(ResponseClass="Success", ResponseCode="NoError"), FreeBusyView=seen
    )


def _refused(call: Call, failure: Failure) -> FreeBusyResponse:
    call.turn.codes.append(failure.code)
    return FreeBusyResponse(ResponseMessage=failed(ResponseMessage, failure, call))


def _event(item: Item) -> Event:
    return Event(
        item.need(CalendarItem.Start),
        item.need(CalendarItem.End),
        item.value(CalendarItem.LegacyFreeBusyStatus) or "Busy",
        id=item.item_id,
        subject=item.value(ItemRows.Subject) or "",
        location=item.value(CalendarItem.Location) or "",
        is_meeting=bool(state(item) & MEETING),
        is_recurring=item.calendar_kind != "Single",
        is_exception=item.calendar_kind == "Exception",
        is_reminder_set=item.value(ItemRows.ReminderIsSet) is True,
        is_private=item.value(ItemRows.Sensitivity) == "Private",
    )


@batch("GetServerTimeZones")
def get_server_time_zones(call: Call) -> Iterator[Message]:
    """ref/getservertimezones-operation: those asked for that are known, or all; in full unless told otherwise"""
    request = call.asked(GetServerTimeZones)
    wanted = zones.ids() if request.Ids is None else request.Ids.get(NonEmptyArrayOfTimeZoneId.Id) or ()
    full = request.ReturnFullTimeZoneData is not False
    known = tuple(zones.definition(one, full) for one in wanted if zones.zone(one) is not None)
    yield GetServerTimeZonesResponseMessage(TimeZoneDefinitions=ArrayOfTimeZoneDefinition(TimeZoneDefinition=known))
