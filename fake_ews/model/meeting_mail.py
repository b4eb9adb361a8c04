"""Mail about meetings: requests, cancellations and answers, as they lie in an Inbox.

Rule: a message is made from entries and delivered; no entry is changed here.
Source: MS-OXWSMTGS (messages), fact sheet section 9; subjects of cancelled copies: field report of a Graph user.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fake_ews.contract.calendar import (
    CalendarItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import ArrayOfRecipients, Body, EmailAddress, ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Row
from fake_ews.model import ids, mailing, occurrences, series
from fake_ews.model.items import CANCELLED, MEETING, RECEIVED, Item, state
from fake_ews.model.languages import word
from fake_ews.model.mailbox import Mailbox

Response = Literal["Accept", "Tentative", "Decline"]
MailKind = Literal["request", "update", "cancellation", "response", "forward", "notice", "reminder"]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail about a meeting, and to whom."""

    kind: MailKind
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an attendee says with an answer, besides yes or no."""

    body: Body | None = None
    proposed: tuple[dt.datetime, dt.datetime] | None = None
    """Another time, from when to when. [doc guide/how-to-propose-a-new-meeting-time]"""


# what a request tells of the meeting
REQUESTED = (
    "Start", "End", "Location", "IsAllDayEvent", "Organizer", "RequiredAttendees", "OptionalAttendees",
    "AppointmentSequenceNumber", "AllowNewTimeProposal", "Recurrence", "CalendarItemType",
    "OriginalStart", "FirstOccurrence", "LastOccurrence", "ModifiedOccurrences", "DeletedOccurrences", "IsMeeting",
    "IsCancelled", "MeetingRequestWasSent", "Duration", "TimeZone", "StartWallClock", "EndWallClock",
    "EnhancedLocation", "MeetingWorkspaceUrl", "NetShowUrl", "IsOnlineMeeting", "ConferenceType",
)  # fmt: skip
# what an answer or a cancellation tells of it [spec MS-OXWSMTGS: since 2013]
ANSWERED = ("Start", "End", "Location", "EnhancedLocation", "CalendarItemType", "Recurrence")
_START_ZONE, _END_ZONE = CalendarItem.StartTimeZoneId, CalendarItem.EndTimeZoneId
CLASSES = {"Accept": "Pos", "Tentative": "Tent", "Decline": "Neg"}
TITLES = {"Accept": "Accepted", "Tentative": "Tentative", "Decline": "Declined"}


def deliver(recipient: Mailbox, about: Item, message: MeetingMessage, *, instead_of: Mailbox | None = None) -> None:
    """Bring a message about an entry from the mailbox of that entry into another one: for its owner, and for those of
    his delegates who get such messages; or for somebody whose delegate the owner is.
    """
    if instead_of is None and _to_delegates(recipient, about, message):
        how = recipient.settings.meeting_requests
        if how == "DelegatesAndSendInformationToMe" and isinstance(message, MeetingRequestMessage):
            message.MeetingRequestType = "PrincipalWantsCopy"
        item = _arrives(recipient, about, message, None)
        if how == "DelegatesOnly" and item is not None:
            recipient.delete(item, "MoveToDeletedItems", recipient.name)
    else:
        _arrives(recipient, about, message, instead_of)


def _to_delegates(principal: Mailbox, about: Item, message: MeetingMessage) -> bool:
    """Bring a copy to each delegate who gets what is about meetings; whether there is one.

    Nothing that is private: it is the owner's alone. Source: ref/delivermeetingrequests,
    ref/receivecopiesofmeetingmessages; MS-OXODLGT (the rule that passes meeting messages on leaves private ones out).
    """
    settings = principal.settings
    if settings.meeting_requests == "NoForward" or about.is_private:
        return False
    named = [address for address, user in settings.delegates.items() if user.ReceiveCopiesOfMeetingMessages]
    for address in named:
        delegate = mailed(about, "forward", address)
        if delegate is not None:
            outdate(delegate, about, instead_of=principal)
            deliver(delegate, about, message.copy(), instead_of=principal)
    return bool(named)


def _arrives(recipient: Mailbox, about: Item, message: MeetingMessage, instead_of: Mailbox | None) -> Item | None:
    """Send the message; where it lies then, None where a rule has taken it away."""
    _post(message, about.mailbox, [(instead_of or recipient).email_address], recipient.stamp())
    message.IsRead = False
    if instead_of is not None:
        message.IsDelegated, message.ReceivedBy = True, recipient.recipient
        message.ReceivedRepresenting = instead_of.recipient
    return mailing.arrives(recipient, message, {}, about.mailbox.name)


def keep(sender: Mailbox, message: MeetingMessage, to: Sequence[str]) -> None:
    """Keep a copy of what was sent to these addresses in Sent Items.   Source: ref/createitem (...AndSaveCopy)."""
    people = [sender.exchange.resolve(EmailAddress(EmailAddress=address)) for address in to]
    _post(message, sender, people, sender.stamp())
    message.IsRead = True
    sender.create(sender.need("sentitems"), message, {}, sender.name)


def _post(message: MeetingMessage, sender: Mailbox, to: Sequence[EmailAddress], at: dt.datetime) -> None:
    """What stands on a message once it is sent."""
    message.From, message.Sender = sender.recipient, sender.exchange.this_turn.sender(sender)
    message.ToRecipients = ArrayOfRecipients(Mailbox=tuple(to))
    message.InternetMessageId = _message_id(message, sender)
    message.DateTimeSent = message.DateTimeReceived = at
    message.Sensitivity = message.Importance = "Normal"


def _message_id(message: MeetingMessage, sender: Mailbox) -> str:
    """One for all to whom the same is told at the same time."""
    exchange = sender.exchange
    about = f"{type(message).__name__} {message.UID} {message.RecurrenceId} {message.Subject} {exchange.clock.now()}"
    return f"<{ids.guid(exchange.seed, sender.address, 'meeting', about).hex}@{exchange.host}>"


def request(item: Item, copy: Item | None, kind: str) -> MeetingRequestMessage:
    """The request for an organizer's meeting, or its update, to the attendee who has this copy of it, if any."""
    message = MeetingRequestMessage(
        ItemClass="IPM.Schedule.Meeting.Request",
        MeetingRequestType="NewMeetingRequest" if kind == "request" else _update_type(copy),
        ResponseType="NoResponseReceived",
        AppointmentState=MEETING | RECEIVED,
    )
    _describe(message, item, copy)
    for name in REQUESTED:
        message.set(MeetingRequestMessage.rows[name], item.value(CalendarItem.rows[name]))
    message.StartTimeZoneId, message.EndTimeZoneId = map(item.need, (_START_ZONE, _END_ZONE))  # as they are kept
    message.IsRecurring = item.calendar_kind != "Single"
    message.IsResponseRequested = item.bag.get(CalendarItem.IsResponseRequested)
    message.IntendedFreeBusyStatus = item.bag.get(CalendarItem.LegacyFreeBusyStatus)
    message.HasBeenProcessed = copy is not None
    return message


def _update_type(copy: Item | None) -> str:
    """Whether an update wants an answer: not of who has accepted, if what he accepted stands. [spec MS-OXWSMTGS]"""
    given = None if copy is None else copy.bag.get(CalendarItem.MyResponseType)
    return "FullUpdate" if given is None or given not in ("Accept", "Tentative") else "InformationalUpdate"


def outdate(recipient: Mailbox, item: Item, *, instead_of: Mailbox | None = None, called_off: bool = False) -> None:
    """Requests for the same meeting that lie in an Inbox are out of date when another message about it comes: they are
    marked, or taken away where the booking policy says so. Of a series these are those, too, for a single date that is
    another by now, or that is `called_off` with all.

    Source: MS-OXOCAL 3.1.5.2, MS-OXWSMTGS 2.2.5.9; Set-CalendarProcessing, RemoveOldMeetingMessages.
    """
    whom = None if instead_of is None else instead_of.recipient
    same = (item.need(CalendarItem.UID), whom, False)
    rows: tuple[Row[Any], ...] = (
        MeetingMessage.UID, Message.ReceivedRepresenting, MeetingMessage.IsOutOfDate,
    )  # fmt: skip
    for old in list(recipient.items_of(recipient.need("inbox"))):
        if old.kind is not MeetingRequestMessage or tuple(old.bag.get(row) for row in rows) != same:
            continue
        if not _is_replaced(old, item, called_off=called_off):
            continue
        bag = old.bag.copy()
        bag.set(MeetingRequestMessage.MeetingRequestType, "Outdated")
        bag.set(MeetingMessage.IsOutOfDate, True)
        recipient.update(old, bag, old.extended, recipient.name)
        if recipient.booking.RemoveOldMeetingMessages:
            recipient.delete(old, "MoveToDeletedItems", recipient.name)


def _is_replaced(old: Item, item: Item, *, called_off: bool) -> bool:
    """Whether a message about `item` takes the place of an older request for the same meeting."""
    asked, told = old.bag.get(MeetingMessage.RecurrenceId), item.value(CalendarItem.RecurrenceId)
    if asked is None or told is not None or called_off:
        return asked == told or told is None
    date = occurrences.on_day(item, series.plan(item).day_of(asked)) if series.is_series(item.bag) else None
    request = MeetingRequestMessage
    return date is None or (date.value(CalendarItem.Start), date.value(CalendarItem.End)) != (
        old.value(request.Start), old.value(request.End),
    )  # fmt: skip


def put_away(recipient: Mailbox, item: Item, by: str) -> None:
    """Who has answered a meeting needs the requests for it in the Inbox no more: they go to Deleted Items.

    Source: guide/notification-subscriptions (accepting a request); programs do so unless they are told otherwise.
    """
    same = item.need(CalendarItem.UID), item.value(CalendarItem.RecurrenceId)
    for old in list(recipient.items_of(recipient.need("inbox"))):
        about = old.bag.get(MeetingMessage.UID), old.bag.get(MeetingMessage.RecurrenceId)
        if old.kind is MeetingRequestMessage and about == same:
            recipient.delete(old, "MoveToDeletedItems", by)


def cancellation(item: Item, copy: Item | None, body: Body | None = None) -> MeetingCancellationMessage:
    """The cancellation of a meeting; `copy` is what the attendee has of it, `body` a text in place of the meeting's."""
    message = MeetingCancellationMessage(ItemClass="IPM.Schedule.Meeting.Canceled")
    _describe(message, item, copy)
    if body is not None:
        message.Body = body
    message.Subject = cancelled(item)
    for name in ANSWERED:
        message.set(MeetingCancellationMessage.rows[name], item.value(CalendarItem.rows[name]))
    return message


def cancelled(item: Item) -> str:
    """The subject of a meeting once it is cancelled."""
    subject = item.bag.get(ItemRows.Subject) or ""
    return subject if state(item) & CANCELLED else f"{word('Canceled', item.mailbox.culture)}: {subject}"


def answer(copy: Item, response: Response, item: Item | None, said: Said) -> MeetingResponseMessage:
    """An attendee's answer; `item` is what the organizer has of the meeting."""
    message = MeetingResponseMessage(ItemClass=f"IPM.Schedule.Meeting.Resp.{CLASSES[response]}", ResponseType=response)
    _describe(message, copy, item)
    subject = copy.bag.get(ItemRows.Subject)
    message.Subject = f"{word(TITLES[response], copy.mailbox.culture)}: {subject or ''}"
    message.Body = said.body
    if said.proposed is not None:
        message.ProposedStart, message.ProposedEnd = said.proposed
    message.set(ItemRows.Attachments, None)
    for name in ANSWERED:
        of = copy.root if name == "Recurrence" else copy  # the series' own, of one of its dates, too [MS-OXWSMTGS R909]
        message.set(MeetingResponseMessage.rows[name], of.value(CalendarItem.rows[name]))
    return message


def forwarded(copy: Item, item: Item, to: Sequence[str]) -> MeetingMessage:
    """The notice for the organizer that an attendee has forwarded his invitation.   Source: MS-OXOCAL 2.2.9."""
    message = MeetingMessage(ItemClass="IPM.Schedule.Meeting.Notification.Forward")
    _describe(message, copy, item)
    subject = copy.bag.get(ItemRows.Subject) or ""
    message.Subject = f"{word('Meeting Forward Notification', copy.mailbox.culture)}: {subject}"
    message.Body = Body(BodyType="Text", text="\n".join(to))
    message.set(ItemRows.Attachments, None)
    return message


def _describe(message: MeetingMessage, item: Item, associated: Item | None) -> None:
    told: tuple[Row[Any], ...] = (ItemRows.Subject, ItemRows.Body, ItemRows.Attachments)
    for row in told:
        message.set(row, item.bag.get(row))
    message.UID, message.RecurrenceId = item.need(CalendarItem.UID), item.value(CalendarItem.RecurrenceId)
    message.IsDelegated = message.IsOutOfDate = False
    message.HasBeenProcessed = True
    message.IsOrganizer = isinstance(message, MeetingResponseMessage)
    if associated is not None:
        message.AssociatedCalendarItemId = ItemId(Id=associated.item_id, ChangeKey=associated.change_key)


def mailed(item: Item, kind: MailKind, address: str) -> Mailbox | None:
    """Note a mail to a person; the answer is the mailbox, be it outside. Nobody writes to himself."""
    exchange = item.mailbox.exchange
    recipient = exchange.reached(address)
    if recipient is item.mailbox:
        return None
    exchange.this_turn.mails.append(Mail(kind, address))
    return recipient
