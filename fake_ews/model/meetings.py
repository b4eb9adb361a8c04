"""Meetings: requests, updates, answers and cancellations travel between the mailboxes of the organisation.

Rule: only the organizer's item is the meeting; every attendee of the organisation has a copy with the same UID in the
own calendar, and what he answers reaches the organizer's item as a change of it. Of one occurrence of a series all
this is said of the occurrence of the same original day.
Source: MS-OXWSMTGS (states, roles), fact sheet section 9; subjects of cancelled copies: field report of a Graph user.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from fake_ews.contract.calendar import (
    Attendee,
    CalendarItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
    NonEmptyArrayOfAttendees,
)
from fake_ews.contract.common import ArrayOfRecipients, ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Mapi, Row
from fake_ews.model import mailing, occurrences, rooms, series
from fake_ews.model.entries import PEOPLE, address_of, invited
from fake_ews.model.items import CANCELLED, MEETING, RECEIVED, Item, state
from fake_ews.model.languages import word
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import Occurrence
from fake_ews.model.properties import Extended

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange

Response = Literal["Accept", "Tentative", "Decline"]
MailKind = Literal["request", "update", "cancellation", "response"]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail about a meeting, and to whom."""

    kind: MailKind
    address: str


# what a copy takes from the organizer's item; Resources are not shown to attendees
COPIED: tuple[Row[Any], ...] = (
    ItemRows.Subject, ItemRows.Body, ItemRows.Attachments, ItemRows.Importance, ItemRows.Sensitivity,
    CalendarItem.Start, CalendarItem.End, CalendarItem.IsAllDayEvent, CalendarItem.Location, CalendarItem.UID,
    CalendarItem.StartTimeZoneId, CalendarItem.EndTimeZoneId, CalendarItem.Organizer,
    CalendarItem.RequiredAttendees, CalendarItem.OptionalAttendees,
    CalendarItem.AppointmentSequenceNumber, CalendarItem.IsResponseRequested, CalendarItem.AllowNewTimeProposal,
    CalendarItem.Recurrence,
)  # fmt: skip
# a change of one of these makes attendees answer anew, and counts up AppointmentSequenceNumber
SIGNIFICANT: tuple[Row[Any], ...] = (
    CalendarItem.Start, CalendarItem.End, CalendarItem.IsAllDayEvent, CalendarItem.Recurrence,
)  # fmt: skip
# a change of one of these is worth an update to everybody
SEEN: tuple[Row[Any], ...] = (
    *SIGNIFICANT, ItemRows.Subject, ItemRows.Body, ItemRows.Attachments, CalendarItem.Location,
)  # fmt: skip
# what a request tells of the meeting
REQUESTED = (
    "Start", "End", "Location", "IsAllDayEvent", "Organizer", "RequiredAttendees", "OptionalAttendees",
    "AppointmentSequenceNumber", "Recurrence", "CalendarItemType", "IsRecurring", "RecurrenceId", "OriginalStart",
)  # fmt: skip
CLASSES = {"Accept": "Pos", "Tentative": "Tent", "Decline": "Neg"}
TITLES = {"Accept": "Accepted", "Tentative": "Tentative", "Decline": "Declined"}


def copy_of(mailbox: Mailbox, uid: str) -> Item | None:
    """The entry of a mailbox's calendar that belongs to a meeting."""
    calendar = mailbox.items_of(mailbox.need("calendar"))
    return next((item for item in calendar if item.bag.get(CalendarItem.UID) == uid), None)


def counterpart(mailbox: Mailbox, item: Item) -> Item | None:
    """What belongs in a mailbox's calendar to another one's entry: of an occurrence that of the same day."""
    found = copy_of(mailbox, item.need(CalendarItem.UID))
    if found is None or not isinstance(item, Occurrence) or not series.is_series(found.bag):
        return found
    return occurrences.on_day(found, item.day)


def entry_of(message: Item) -> Item | None:
    """The entry of its mailbox's calendar that a meeting message is about."""
    uid = message.bag.get(MeetingMessage.UID)
    found = None if uid is None else copy_of(message.mailbox, uid)
    original = message.bag.get(MeetingMessage.RecurrenceId)
    if found is None or original is None or not series.is_series(found.bag):
        return found
    return occurrences.on_day(found, series.plan(found).day_of(original))


def organizer_of(item: Item) -> Mailbox | None:
    """The mailbox of the organizer, if he is of this organisation."""
    organizer = item.need(CalendarItem.Organizer).Mailbox
    return item.mailbox.exchange.mailboxes.get(((organizer and organizer.EmailAddress) or "").lower())


def send(item: Item, to: Iterable[str], kind: Literal["request", "update"]) -> None:
    """Send a meeting to these addresses: each of the organisation gets the request and a copy in the calendar."""
    for address in to:
        recipient = _mailed(item, kind, address)
        if recipient is None:
            continue
        copy = _put_copy(recipient, item)
        _deliver(recipient, item, _request(item, copy, kind))
        if recipient.answers_after is not None:
            at = recipient.exchange.clock.now() + recipient.answers_after
            day = item.day if isinstance(item, Occurrence) else 0
            recipient.exchange.agenda.add(
                at, RoomAnswers(recipient.address, item.need(CalendarItem.UID), day), lasting=True
            )


def update(
    item: Item, before: CalendarItem, after: CalendarItem, extended: dict[Mapi, Extended], by: str, *, everybody: bool
) -> None:
    """Store an organizer's new values and tell those concerned: who is new gets a request, who is out a cancellation.

    The others get an update if they can see a change, with `everybody` in any case. As long as no request has been
    sent, everybody is new.
    """
    old = invited(before) if before.MeetingRequestWasSent else ()
    new = invited(after)
    seen = any(before.get(row) != after.get(row) for row in SEEN)
    if new:
        after.MeetingRequestWasSent = True
    if old:
        _count_up(before, after)
    item.mailbox.update(item, after, extended, by)
    send(item, [address for address in new if address not in old], "request")
    if seen or everybody:
        send(item, [address for address in new if address in old], "update")
    cancel(item, [address for address in old if address not in new])


def _count_up(before: CalendarItem, after: CalendarItem) -> None:
    """A new time counts up AppointmentSequenceNumber, and has not been answered by anybody."""
    if all(before.get(row) == after.get(row) for row in SIGNIFICANT):
        return
    after.AppointmentSequenceNumber = (before.AppointmentSequenceNumber or 0) + 1
    for row in PEOPLE:
        some = after.get(row)
        if some is not None:
            asked = tuple(
                Attendee(Mailbox=attendee.Mailbox, ResponseType="Unknown")
                for attendee in some.need(NonEmptyArrayOfAttendees.Attendee)
            )
            after.set(row, NonEmptyArrayOfAttendees(Attendee=asked))


def cancel(item: Item, to: Iterable[str]) -> None:
    """Send cancellations: the copies stay, marked as cancelled, and block no time."""
    for address in to:
        recipient = _mailed(item, "cancellation", address)
        if recipient is None:
            continue
        copy = counterpart(recipient, item)
        if copy is not None:
            bag = _bag(copy)
            bag.AppointmentState = state(copy) | CANCELLED
            bag.Subject = _cancelled(copy)
            bag.LegacyFreeBusyStatus = "Free"
            recipient.update(copy, bag, copy.extended, item.mailbox.name)
        _deliver(recipient, item, _cancellation(item, copy))


def call_off(item: Item, by: str) -> None:
    """The organizer cancels a meeting: whoever was invited hears of it, and the item is a cancelled one (5).

    Nothing happens to what is no meeting of one's own, was never sent, or is cancelled already.
    """
    if state(item) != MEETING or not item.bag.get(CalendarItem.MeetingRequestWasSent):
        return
    bag = _bag(item)
    cancel(item, invited(bag))
    bag.AppointmentState = MEETING | CANCELLED
    item.mailbox.update(item, bag, item.extended, by)


def respond(copy: Item, response: Response, by: str, *, send_answer: bool = True) -> Item:
    """An attendee answers on his copy, and the organizer's item learns of it. The answer is the copy as it is then.

    Where the profile says so, an accepted copy gives way to a new item. [seen EMA 255]
    """
    mailbox, now = copy.mailbox, copy.mailbox.stamp()
    bag = _bag(copy)
    bag.MyResponseType, bag.AppointmentReplyTime = response, now
    bag.LegacyFreeBusyStatus = {"Accept": bag.IntendedFreeBusyStatus or "Busy", "Decline": "Free"}.get(
        response, "Tentative"
    )
    if response != "Decline" and mailbox.profile.accepting_replaces and copy.root is copy:
        mailbox.delete(copy, "HardDelete", by)
        answered = mailbox.create(mailbox.need("calendar"), bag, copy.extended, by)
    else:
        mailbox.update(copy, bag, copy.extended, by)
        answered = copy
    if send_answer:
        _tell_organizer(answered, response, now)
    return answered


def decline(copy: Item, by: str, *, send_answer: bool = True) -> Item | None:
    """An attendee declines: the copy moves to Deleted Items, where the answer is."""
    declined = respond(copy, "Decline", by, send_answer=send_answer)
    return copy.mailbox.delete(declined, "MoveToDeletedItems", by)


def _tell_organizer(copy: Item, response: Response, at: dt.datetime) -> None:
    organizer = organizer_of(copy)
    if organizer is None:
        return
    organizer.exchange.this_turn.mails.append(Mail("response", organizer.address))
    item = counterpart(organizer, copy)
    if item is not None:
        bag = _bag(item)
        for row in PEOPLE:
            _note_answer(bag, row, copy.mailbox.address, response, at)
        organizer.update(item, bag, item.extended, copy.mailbox.name)
    _deliver(organizer, copy, _answer(copy, response, item))


def _note_answer(
    bag: CalendarItem, row: Row[NonEmptyArrayOfAttendees], address: str, response: Response, at: dt.datetime
) -> None:
    some = bag.get(row)
    if some is None:
        return
    attendees = []
    for attendee in some.need(NonEmptyArrayOfAttendees.Attendee):
        answered = attendee.copy()
        if address_of(attendee) == address:
            answered.ResponseType, answered.LastResponseTime = response, at
        attendees.append(answered)
    bag.set(row, NonEmptyArrayOfAttendees(Attendee=tuple(attendees)))


def _put_copy(recipient: Mailbox, item: Item) -> Item:
    """Make the attendee's copy, or bring the one that is there up to date."""
    existing = counterpart(recipient, item)
    bag = CalendarItem() if existing is None else _bag(existing)
    moved = existing is None or any(existing.bag.get(row) != item.bag.get(row) for row in SIGNIFICANT)
    for row in COPIED:
        bag.set(row, item.bag.get(row))
    if moved:
        bag.MyResponseType, bag.LegacyFreeBusyStatus = "NoResponseReceived", "Tentative"
        series.share(item.bag, bag, COPIED)
    bag.IntendedFreeBusyStatus = item.bag.get(CalendarItem.LegacyFreeBusyStatus)
    bag.AppointmentState = MEETING | RECEIVED
    bag.MeetingRequestWasSent = True
    if existing is not None:
        recipient.update(existing, bag, existing.extended, item.mailbox.name)
        return existing
    bag.ReminderIsSet, bag.ReminderMinutesBeforeStart = True, recipient.profile.default_reminder
    extended = dict(item.extended) if recipient.profile.copies_carry_stamps else {}
    return recipient.create(recipient.need("calendar"), bag, extended, item.mailbox.name)


def _deliver(recipient: Mailbox, about: Item, message: Message) -> None:
    now = recipient.stamp()
    sender = about.mailbox.recipient
    message.From = message.Sender = sender
    message.ToRecipients = ArrayOfRecipients(Mailbox=(recipient.email_address,))
    message.IsRead, message.DateTimeSent, message.DateTimeReceived = False, now, now
    message.Sensitivity, message.Importance = "Normal", "Normal"
    mailing.arrives(recipient, message, {}, about.mailbox.name)


def _request(item: Item, copy: Item, kind: str) -> MeetingRequestMessage:
    message = MeetingRequestMessage(
        ItemClass="IPM.Schedule.Meeting.Request",
        MeetingRequestType="NewMeetingRequest" if kind == "request" else "FullUpdate",
        ResponseType="NoResponseReceived",
    )
    _describe(message, item, copy)
    for name in REQUESTED:
        message.set(MeetingRequestMessage.rows[name], item.value(CalendarItem.rows[name]))
    message.IntendedFreeBusyStatus = item.bag.get(CalendarItem.LegacyFreeBusyStatus)
    return message


def _cancellation(item: Item, copy: Item | None) -> MeetingCancellationMessage:
    message = MeetingCancellationMessage(ItemClass="IPM.Schedule.Meeting.Canceled")
    _describe(message, item, copy)
    message.Subject = _cancelled(item)
    for name in ("Start", "End", "Location"):
        message.set(MeetingCancellationMessage.rows[name], item.bag.get(CalendarItem.rows[name]))
    return message


def _cancelled(item: Item) -> str:
    subject = item.bag.get(ItemRows.Subject) or ""
    return subject if state(item) & CANCELLED else f"{word('Canceled', item.mailbox.culture)}: {subject}"


def _answer(copy: Item, response: Response, item: Item | None) -> MeetingResponseMessage:
    message = MeetingResponseMessage(ItemClass=f"IPM.Schedule.Meeting.Resp.{CLASSES[response]}", ResponseType=response)
    _describe(message, copy, item)
    subject = copy.bag.get(ItemRows.Subject)
    message.Subject = f"{word(TITLES[response], copy.mailbox.culture)}: {subject or ''}"
    message.Body = None
    message.set(ItemRows.Attachments, None)
    for name in ("Start", "End", "Location"):
        message.set(MeetingResponseMessage.rows[name], copy.bag.get(CalendarItem.rows[name]))
    return message


def _describe(message: MeetingMessage, item: Item, associated: Item | None) -> None:
    told: tuple[Row[Any], ...] = (ItemRows.Subject, ItemRows.Body, ItemRows.Attachments)
    for row in told:
        message.set(row, item.bag.get(row))
    message.UID = item.need(CalendarItem.UID)
    message.IsDelegated = message.IsOutOfDate = False
    message.HasBeenProcessed = True
    if associated is not None:
        message.AssociatedCalendarItemId = ItemId(Id=associated.item_id, ChangeKey=associated.change_key)


def _mailed(item: Item, kind: MailKind, address: str) -> Mailbox | None:
    """Note a mail to a person; the answer is the mailbox, if it is of this organisation. Nobody writes to himself."""
    exchange = item.mailbox.exchange
    recipient = exchange.mailboxes.get(address)
    if recipient is item.mailbox:
        return None
    exchange.this_turn.mails.append(Mail(kind, address))
    return recipient


def _bag(item: Item) -> CalendarItem:
    bag = item.bag.copy()
    assert isinstance(bag, CalendarItem)
    return bag


@dataclass(frozen=True, slots=True)
class RoomAnswers:
    """A room is due to answer the request for a meeting, or for its occurrence of an original day."""

    room: str
    uid: str
    day: int = 0

    def due(self, exchange: Exchange) -> None:
        """Accept, or decline where the time is taken or too far; a copy that is gone or cancelled needs no answer."""
        room = exchange.mailboxes[self.room]
        exchange.unkept.counted(room)
        copy = copy_of(room, self.uid)
        if copy is not None and self.day and series.is_series(copy.bag):
            copy = occurrences.on_day(copy, self.day)
        if copy is None or state(copy) & CANCELLED:
            return
        if rooms.is_taken(copy) or rooms.is_too_far(copy):
            decline(copy, room.name)
        else:
            accepted = respond(copy, "Accept", room.name)
            room.update(accepted, rooms.rewritten(accepted), accepted.extended, room.name)
