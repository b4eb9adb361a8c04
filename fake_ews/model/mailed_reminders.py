"""Reminders that are mailed: so many minutes before an entry, or each date of a series, to its owner or to all.

Rule: an entry has one piece of work in the agenda, for its next reminder; what it says is looked up when it is due, so
that nobody is reminded of what was moved, called off or taken away. What was due before an entry is made, and is not
over, is mailed at once; of what is changed later only what is still to come.
Source: MS-OXWSMTGS 2.2.4.13, 2.2.5.6, 2.2.5.7 (Deleted: none; Staff and Customer are for internal use), its test cases
(the class of the message; mailed within seconds); ref/remindermessagedata. From whom it comes, and that the organizer
is reminded with all attendees: unverified.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from fake_ews.contract.calendar import ArrayOfInboxReminder, CalendarItem, InboxReminder
from fake_ews.contract.common import ArrayOfRecipients, Body, ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, ReminderMessageData
from fake_ews.contract.notation import Bag
from fake_ews.model import entries, mailing, meeting_mail, occurrences, series
from fake_ews.model.counterparts import copy_of, counterpart, dates_alone
from fake_ews.model.items import CANCELLED, RECEIVED, Item, state
from fake_ews.model.log import Kind, LogRecord
from fake_ews.model.recurrence import LAST_DAY

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.mailbox import Mailbox

CLASS = "IPM.Note.Reminder.Event"
_WHOM = ("User", "AllAttendees")
# a change of one of these may move the next reminder
_DECIDES = frozenset(
    row.uri
    for row in (
        CalendarItem.Start, CalendarItem.Recurrence, CalendarItem.InboxReminders, CalendarItem.ModifiedOccurrences,
        CalendarItem.DeletedOccurrences,
    )
)  # fmt: skip


class _Due(NamedTuple):
    """A reminder: when it is due, of which entry or date, and what it says."""

    at: dt.datetime
    one: Item
    reminder: InboxReminder


@dataclass(frozen=True, slots=True)
class MailsReminders:
    """The reminders of an entry are due that were not at an instant; None: whatever is not over."""

    mailbox: str
    uid: str
    since: dt.datetime | None

    def due(self, exchange: Exchange) -> None:
        """Mail them, and wait for the next."""
        mailbox, now = exchange.mailboxes[self.mailbox], exchange.clock.now()
        exchange.unkept.counted(mailbox)
        entry = copy_of(mailbox, self.uid) or next(iter(dates_alone(mailbox, self.uid)), None)
        if entry is None:
            return
        for due in list(_until(entry, self.since, now)):
            _mail(due)
        _await(exchange, entry, now)


def noticed(exchange: Exchange, records: Iterable[tuple[Mailbox, LogRecord]]) -> None:
    """At the end of a turn: wait for the next reminder of each entry that was made or changed."""
    for mailbox, record in records:
        item = mailbox.items.get(record.item) if record.kind in (Kind.Created, Kind.Modified) else None
        if item is None or not item.is_entry or item.bag.get(CalendarItem.InboxReminders) is None:
            continue
        if mailbox.folders[item.folder].distinguished != "calendar":
            continue
        if record.kind is Kind.Created:
            _await(exchange, item, None)
        elif not _DECIDES.isdisjoint(record.properties):
            _await(exchange, item, exchange.clock.now())


def _await(exchange: Exchange, entry: Item, since: dt.datetime | None) -> None:
    """Enter the next reminder of an entry into the agenda, instead of what was there."""
    address, uid = entry.mailbox.address, entry.need(CalendarItem.UID)
    for number, (_, work) in list(exchange.agenda.lasting.items()):
        if isinstance(work, MailsReminders) and (work.mailbox, work.uid) == (address, uid):
            exchange.agenda.cancel(number)
    at = _next(entry, since, exchange.clock.now())
    if at is not None:
        exchange.agenda.add(at, MailsReminders(address, uid, since), lasting=True)


def _next(entry: Item, since: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """When the next reminder is due, at once if it is already."""
    found: dt.datetime | None = None
    longest, _ = _offsets(entry)
    for one in _dates(entry, since or now):
        if found is not None and one.need(CalendarItem.Start) - longest > found:
            break
        times = [due.at for due in _of(one) if _counts(due, since, now)]
        found = min([*times, *([] if found is None else [found])], default=None)
    return None if found is None else max(found, now)


def _until(entry: Item, since: dt.datetime | None, now: dt.datetime) -> Iterator[_Due]:
    """The reminders that are due now and have not been mailed."""
    longest, _ = _offsets(entry)
    for one in _dates(entry, since or now):
        if one.need(CalendarItem.Start) - longest > now:
            return
        yield from (due for due in _of(one) if due.at <= now and _counts(due, since, now))


def _counts(due: _Due, since: dt.datetime | None, now: dt.datetime) -> bool:
    return due.one.need(CalendarItem.End) > now if since is None else due.at > since


def _dates(entry: Item, since: dt.datetime) -> Iterator[Item]:
    """The entry, or the dates of a series whose reminders may be due after an instant, in their order; unless it is
    called off.
    """
    if state(entry) & CANCELLED:
        return
    if not series.is_series(entry.bag):
        yield entry
        return
    if not _mailed(entry.bag):
        yield from occurrences.exceptions(entry)
        return
    plan, (_, shortest) = series.plan(entry), _offsets(entry)
    first = plan.day_of(since + shortest) - plan.lasts.days - 2
    for day in plan.days.between(max(first, 1), LAST_DAY):
        one = occurrences.on_day(entry, day)
        if one is not None:
            yield one


def _offsets(entry: Item) -> tuple[dt.timedelta, dt.timedelta]:
    """The longest and the shortest time before a start, of an entry's reminders and its changed dates'; 0 is one."""
    lists = [entry.bag, *(one.bag for one in occurrences.exceptions(entry))]
    offsets = [dt.timedelta(0), *(_offset(reminder) for bag in lists for reminder in _mailed(bag))]
    return max(offsets), min(offsets)


def _of(one: Item) -> Iterator[_Due]:
    """The reminders of an entry or date, unless it is called off."""
    for reminder in () if state(one) & CANCELLED else _mailed(one.bag):
        yield _Due(one.need(CalendarItem.Start) - _offset(reminder), one, reminder)


def _mailed(entry: Bag) -> list[InboxReminder]:
    """The reminders of an entry that somebody gets."""
    some: ArrayOfInboxReminder | None = entry.get(CalendarItem.InboxReminders)
    several = () if some is None else some.get(ArrayOfInboxReminder.InboxReminder) or ()
    return [one for one in several if one.OccurrenceChange != "Deleted" and one.SendOption in _WHOM]


def _offset(reminder: InboxReminder) -> dt.timedelta:
    return dt.timedelta(minutes=reminder.ReminderOffset or 0)


def _mail(due: _Due) -> None:
    """Bring the message to whom the reminder is for."""
    one, owner = due.one, due.one.mailbox
    assert isinstance(one.bag, CalendarItem)
    exchange, is_own = owner.exchange, not state(one) & RECEIVED
    rows = (CalendarItem.RequiredAttendees, CalendarItem.OptionalAttendees)
    people = entries.people(one.bag, *rows) if is_own and due.reminder.SendOption == "AllAttendees" else []
    for address in exchange.opened((owner.address, *map(entries.address_of, people))):
        exchange.this_turn.mails.append(meeting_mail.Mail("reminder", address))
        recipient = exchange.reached(address)
        if recipient is not None:
            mailing.arrives(recipient, _message(due, recipient), {}, owner.name)


def _message(due: _Due, recipient: Mailbox) -> Message:
    one, sender, now = due.one, due.one.mailbox, recipient.stamp()
    theirs = counterpart(recipient, one)
    subject, place = one.bag.get(ItemRows.Subject), one.bag.get(CalendarItem.Location)
    message = Message(
        ItemClass=CLASS, Subject=subject, Sensitivity="Normal", Importance="Normal",
        From=sender.recipient, Sender=sender.recipient, ReceivedBy=recipient.recipient, IsRead=False,
        ReceivedRepresenting=recipient.recipient, DateTimeSent=now, DateTimeReceived=now,
        Body=Body(BodyType="Text", text=due.reminder.Message or ""),
    )  # fmt: skip
    message.ToRecipients = ArrayOfRecipients(Mailbox=(recipient.email_address,))
    message.ReminderMessageData = ReminderMessageData(
        ReminderText=due.reminder.Message, Location=place,
        StartTime=one.need(CalendarItem.Start), EndTime=one.need(CalendarItem.End),
        AssociatedCalendarItemId=None if theirs is None else ItemId(Id=theirs.item_id, ChangeKey=theirs.change_key),
    )  # fmt: skip
    return message
