"""Meetings: requests, updates and cancellations travel from the organizer to the mailboxes of the organisation.

Rule: only the organizer's item is the meeting; every attendee of the organisation has a copy with the same UID in the
own calendar. Of one occurrence of a series all this is said of the occurrence of the same original day.
Source: MS-OXWSMTGS (states, roles), fact sheet section 9.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Literal

from fake_ews.contract.calendar import (
    Attendee,
    CalendarItem,
    MeetingMessage,
    MeetingRequestMessage,
    NonEmptyArrayOfAttendees,
)
from fake_ews.contract.common import Body
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Mapi, Row
from fake_ews.model import meeting_mail, occurrences, series
from fake_ews.model.attendant import RoomAnswers
from fake_ews.model.counterparts import counterpart, dates_alone, entry_in, sender_of, values_of
from fake_ews.model.entries import PEOPLE, address_of, invited, people
from fake_ews.model.items import CANCELLED, MEETING, RECEIVED, Item, state
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import Occurrence
from fake_ews.model.properties import Extended
from fake_ews.model.series import Changed

# what a copy takes from the organizer's item; Resources are not shown to attendees
COPIED: tuple[Row[Any], ...] = (
    ItemRows.Subject, ItemRows.Body, ItemRows.Attachments, ItemRows.Importance, ItemRows.Sensitivity,
    CalendarItem.Start, CalendarItem.End, CalendarItem.IsAllDayEvent, CalendarItem.Location, CalendarItem.UID,
    CalendarItem.EnhancedLocation,
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


def send(
    item: Item,
    to: Sequence[str],
    kind: Literal["request", "update"],
    *,
    keep: bool = False,
    but: Collection[str] = (),
) -> None:
    """Send a meeting to these addresses: each of the organisation gets the request and a copy in the calendar.

    With `keep` the organizer has what was sent in Sent Items. Who is in a group gets it as if he were named himself,
    unless he is among `but`; in all copies the group is the attendee.
    [doc guide/distribution-groups-and-ews-in-exchange]
    """
    if keep and to:
        meeting_mail.keep(item.mailbox, meeting_mail.request(item, item, kind), to)
    for address in item.mailbox.exchange.opened(to):
        recipient = None if address in but else meeting_mail.mailed(item, kind, address)
        if recipient is None:
            continue
        copy = None
        if recipient.booking.AutomateProcessing != "None":
            copy = _put_copy(recipient, item)
            meeting_mail.outdate(recipient, item)
        meeting_mail.deliver(recipient, item, meeting_mail.request(item, copy, kind))
        _await_answer(recipient, item)


def _await_answer(recipient: Mailbox, item: Item) -> None:
    """A room answers a request after a while."""
    if recipient.answers_after is not None and recipient.booking.AutomateProcessing == "AutoAccept":
        at = recipient.exchange.clock.now() + recipient.answers_after
        day = item.day if isinstance(item, Occurrence) else 0
        recipient.exchange.agenda.add(
            at, RoomAnswers(recipient.address, item.need(CalendarItem.UID), day), lasting=True
        )


def entered(message: Item) -> Item | None:
    """The entry of a request, made by whoever answers it where no attendant has, or where it is gone, since he has
    declined before [inferred]; None if the meeting is not known here, or is another by now.

    Source: Set-CalendarProcessing, AutomateProcessing None.
    """
    if message.kind is not MeetingRequestMessage or message.bag.get(MeetingMessage.IsDelegated):
        return None
    item = _asked_for(message)
    if item is None or (message.bag.get(MeetingRequestMessage.HasBeenProcessed) and not _is_still(item, message)):
        return None
    return _put_copy(message.mailbox, item)


def enter_anew(message: Item) -> Item | None:
    """The entry of a request that had one and has none any more; a room is to answer it. None if the meeting is called
    off, is another by now, or is not known here.
    """
    item = _asked_for(message)
    if item is None or not _is_still(item, message):
        return None
    entry = _put_copy(message.mailbox, item)
    _await_answer(message.mailbox, item)
    return entry


def _is_still(item: Item, message: Item) -> bool:
    """Whether the meeting is what a request asks for, and not called off."""
    asked, now = (
        [one.value(kind.rows[name]) for name in ("AppointmentSequenceNumber", "Start", "End")]
        for one, kind in ((message, MeetingRequestMessage), (item, CalendarItem))
    )
    return not state(item) & CANCELLED and asked == now


def _asked_for(message: Item) -> Item | None:
    """The organizer's item that a request asks for."""
    organizer = sender_of(message)
    return None if organizer is None else entry_in(organizer, message)


def update(
    item: Item,
    before: CalendarItem,
    after: CalendarItem,
    extended: dict[Mapi, Extended],
    by: str,
    *,
    everybody: bool,
    keep: bool = False,
) -> None:
    """Store an organizer's new values and tell those concerned: who is new gets a request, who is out a cancellation.

    The others get an update if they can see a change, with `everybody` in any case. As long as no request has been
    sent, everybody is new. Who was invited to some dates only hears what becomes of those. A group's members are those
    that it has now; one who is cancelled as a person, and is in a group that stays, has the cancellation first, and
    then the update. [seen: KB 2732379]
    """
    dates = list(_dates_with_guests(item))
    old = invited(before) if before.MeetingRequestWasSent else ()
    new = invited(after)
    seen = any(before.get(row) != after.get(row) for row in SEEN)
    if new:
        after.MeetingRequestWasSent = True
    _spread(before, after)
    if old:
        _count_up(before, after, every=(seen or everybody) and item.mailbox.profile.sequence_grows == "every update")
    item.mailbox.update(item, after, extended, by)
    out = [address for address in old if address not in new]
    cancel(item, out, keep=keep)
    stay = [address for address in new if address in old] if seen or everybody else []
    told = item.mailbox.exchange.opened(stay)
    send(item, [address for address in new if address not in old], "request", keep=keep, but=told)
    send(item, stay, "update", keep=keep)
    for date, guests in dates:
        _update_guests(item, date, [address for address in guests if address not in new], keep=keep)
    _ask_for_dates(item, item.mailbox.exchange.opened(out), item.mailbox.exchange.opened(new), keep=keep)


def _spread(before: CalendarItem, after: CalendarItem) -> None:
    """Whoever is new to a series is new to its dates, too, which have people of their own since one was asked, taken
    off, or has answered. [inferred; MS-OXOCAL 2.2.4.10.1: who is off a date alone is marked there]
    """
    was, changed = invited(before), dict(series.changes(after))
    if not changed:
        return
    for row in PEOPLE:
        new = [one for one in people(after, row) if address_of(one) not in was]
        for day, date in changed.items() if new else ():
            own = date.values.get(row)
            if row in date.values:
                there = () if own is None else own.need(NonEmptyArrayOfAttendees.Attendee)
                known = {address_of(one) for one in there}
                more = (one for one in new if address_of(one) not in known)
                array = NonEmptyArrayOfAttendees(Attendee=(*there, *more))
                changed[day] = Changed({**date.values, row: array}, date.extended)
    series.keep(after, changed, series.deletions(after))


def _dates_with_guests(master: Item) -> Iterator[tuple[Occurrence, list[str]]]:
    """The dates of a series to which people were invited who are not to the whole of it, each with these."""
    asked = invited(values_of(master)) if master.bag.get(CalendarItem.MeetingRequestWasSent) else ()
    whole = {*asked, *master.mailbox.exchange.opened(asked)}
    for one in occurrences.exceptions(master):
        if state(one) == MEETING and one.bag.get(CalendarItem.MeetingRequestWasSent):
            yield one, [address for address in invited(values_of(one)) if address not in whole]


def _update_guests(master: Item, before: Occurrence, guests: Sequence[str], *, keep: bool) -> None:
    """Tell the guests of a date what a change of the series has made of it: it may be gone, or without them."""
    date = occurrences.on_day(master, before.day)
    left = () if date is None else invited(values_of(date))
    cancel(before, [address for address in guests if address not in left], keep=keep)
    if date is not None and any(before.bag.get(row) != date.bag.get(row) for row in SEEN):
        send(date, [address for address in guests if address in left], "update", keep=keep)


def _ask_for_dates(master: Item, out: Sequence[str], new: Sequence[str], *, keep: bool) -> None:
    """Whoever is out of a series and still on a date of it is asked for that date, which was called off with all."""
    gone = [address for address in out if address not in new]
    for date in occurrences.exceptions(master) if gone else ():
        there = master.mailbox.exchange.opened(invited(values_of(date)))
        send(date, [address for address in there if address in gone], "request", keep=keep)


def _count_up(before: CalendarItem, after: CalendarItem, *, every: bool) -> None:
    """A new time counts up AppointmentSequenceNumber, and has not been answered by anybody; `every` update counts."""
    is_new = any(before.get(row) != after.get(row) for row in SIGNIFICANT)
    if not is_new and not every:
        return
    after.AppointmentSequenceNumber = (before.AppointmentSequenceNumber or 0) + 1
    for row in PEOPLE if is_new else ():
        some = after.get(row)
        if some is not None:
            asked = tuple(
                Attendee(Mailbox=attendee.Mailbox, ResponseType="Unknown")
                for attendee in some.need(NonEmptyArrayOfAttendees.Attendee)
            )
            after.set(row, NonEmptyArrayOfAttendees(Attendee=asked))


def cancel(item: Item, to: Sequence[str], *, keep: bool = False, body: Body | None = None) -> None:
    """Send cancellations: the copies stay, marked as cancelled, and block no time."""
    if keep and to:
        meeting_mail.keep(item.mailbox, meeting_mail.cancellation(item, item, body), to)
    for address in item.mailbox.exchange.opened(to):
        recipient = meeting_mail.mailed(item, "cancellation", address)
        if recipient is None:
            continue
        copy = counterpart(recipient, item)
        if copy is not None and recipient.booking.AutomateProcessing != "None":
            bag = values_of(copy)
            bag.AppointmentState = state(copy) | CANCELLED
            bag.Subject = meeting_mail.cancelled(copy)
            bag.LegacyFreeBusyStatus = "Free"
            recipient.update(copy, bag, copy.extended, item.mailbox.name)
            meeting_mail.outdate(recipient, item, called_off=True)
        meeting_mail.deliver(recipient, item, meeting_mail.cancellation(item, copy, body))


def call_off(item: Item, by: str, *, keep: bool = False, body: Body | None = None) -> None:
    """The organizer cancels a meeting: whoever was invited hears of it, and the item is a cancelled one (5).

    Of a series these are those, too, who were invited to some of its dates only. Nothing happens to what is no meeting
    of one's own, was never sent, or is cancelled already. `body` is what the cancellations say.
    """
    dates = list(_dates_with_guests(item))
    _call_off(item, by, keep=keep, body=body)
    for date, guests in dates:
        cancel(date, guests, keep=keep, body=body)


def _call_off(item: Item, by: str, *, keep: bool, body: Body | None) -> None:
    if state(item) != MEETING or not item.bag.get(CalendarItem.MeetingRequestWasSent):
        return
    bag = values_of(item)
    cancel(item, invited(bag), keep=keep, body=body)
    bag.AppointmentState = MEETING | CANCELLED
    item.mailbox.update(item, bag, item.extended, by)


def was_sent(item: Item) -> bool:
    """Whether anybody has been invited: to a meeting, or to a date of a series."""
    sent = CalendarItem.MeetingRequestWasSent
    return any(one.bag.get(sent) is True for one in (item, *occurrences.exceptions(item)))


def _is_new_to(copy: Item, item: Item) -> bool:
    """Whether a copy says something else than the meeting of what its owner answers, or was called off meanwhile."""
    return bool(state(copy) & CANCELLED) or any(copy.bag.get(row) != item.bag.get(row) for row in SIGNIFICANT)


def _dates_without(recipient: Mailbox, master: Item) -> frozenset[int]:
    """The original days of the dates that somebody is not invited to who is to the series."""
    exchange = master.mailbox.exchange
    dates = ((one.day, exchange.opened(invited(values_of(one)))) for one in occurrences.exceptions(master))
    return frozenset(day for day, there in dates if recipient.address not in there)


def _put_copy(recipient: Mailbox, item: Item) -> Item:
    """Make the attendee's copy, or bring the one that is there up to date."""
    existing = counterpart(recipient, item)
    bag = CalendarItem() if existing is None else values_of(existing)
    moved = existing is None or _is_new_to(existing, item)
    for row in COPIED:
        bag.set(row, item.bag.get(row))
    if moved:
        bag.MyResponseType, bag.LegacyFreeBusyStatus = "NoResponseReceived", "Tentative"
        series.share(item.bag, bag, COPIED, apart=frozenset() if existing is None else _dates_without(recipient, item))
        bag.ReminderNextTime = bag.ReminderDueBy = None
        for date in dates_alone(recipient, item.need(CalendarItem.UID)) if series.is_series(item.bag) else ():
            recipient.delete(date, "HardDelete", item.mailbox.name)  # the series has it
    bag.IntendedFreeBusyStatus = item.bag.get(CalendarItem.LegacyFreeBusyStatus)
    bag.AppointmentState = MEETING | RECEIVED
    if not isinstance(existing, Occurrence):
        bag.RecurrenceId = item.original_start
    bag.MeetingRequestWasSent = True
    if existing is not None:
        recipient.update(existing, bag, existing.extended, item.mailbox.name)
        return existing
    bag.ReminderIsSet, bag.ReminderMinutesBeforeStart = True, recipient.profile.default_reminder
    extended = dict(item.extended) if recipient.profile.copies_carry_stamps else {}
    return recipient.create(recipient.need("calendar"), bag, extended, item.mailbox.name)
