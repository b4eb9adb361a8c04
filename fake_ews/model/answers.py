"""Answers: an attendee accepts or declines on his copy, and the organizer's item learns of it.

Rule: what an attendee answers reaches the organizer's item as a change of it, of one occurrence as an exception; an
answer to an older version of the meeting comes as out of date, and changes nothing. Who answers and is not listed, as
somebody invited as a member of a group, is an optional attendee from then on. [seen: Outlook, questions about groups]
Source: MS-OXWSMTGS (states, roles), MS-OXOCAL 3.1.5.2, fact sheet section 9.
"""

from __future__ import annotations

import datetime as dt

from fake_ews.contract.calendar import Attendee, CalendarItem, NonEmptyArrayOfAttendees
from fake_ews.model import meeting_mail, series
from fake_ews.model.counterparts import counterpart, organizer_of, values_of
from fake_ews.model.entries import PEOPLE, address_of, invited, people
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.meeting_mail import Mail, Response, Said
from fake_ews.model.series import Changed

NOTHING = Said()


def respond(
    copy: Item, response: Response, by: str, *, send_answer: bool = True, said: Said = NOTHING, keep: bool = False
) -> Item:
    """An attendee answers on his copy, and the organizer's item learns of it. The answer is the copy as it is then.

    With `keep` the attendee has the message in Sent Items. Where the profile says so, an accepted copy gives way to a
    new item. [seen EMA 255]
    """
    mailbox, now = copy.mailbox, copy.mailbox.stamp()
    bag = values_of(copy)
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
        _tell_organizer(answered, response, said, now, keep=keep)
    return answered


def decline(copy: Item, by: str, *, send_answer: bool = True, said: Said = NOTHING, keep: bool = False) -> Item | None:
    """An attendee declines: the copy moves to Deleted Items, where the answer is."""
    declined = respond(copy, "Decline", by, send_answer=send_answer, said=said, keep=keep)
    return copy.mailbox.delete(declined, "MoveToDeletedItems", by)


def _tell_organizer(copy: Item, response: Response, said: Said, at: dt.datetime, *, keep: bool) -> None:
    organizer = organizer_of(copy)
    if organizer is None:
        return
    organizer.exchange.this_turn.mails.append(Mail("response", organizer.address))
    item = counterpart(organizer, copy)
    late = item is not None and _sequence(copy) < _sequence(item)
    if item is not None and not late:
        bag, address = values_of(item), copy.mailbox.address
        before = _given(bag, address)
        _list(bag, copy.mailbox)
        _note_answer(bag, address, response, said, at)
        dates = series.changes(bag)
        if dates and before is not None:
            noted = {day: _noted_on(date, before, address, response, said, at) for day, date in dates.items()}
            series.keep(bag, noted, series.deletions(bag))
        organizer.update(item, bag, item.extended, copy.mailbox.name)
    message = meeting_mail.answer(copy, response, item, said)
    message.IsOutOfDate = late
    if keep:
        meeting_mail.keep(copy.mailbox, message.copy(), [organizer.address])
    meeting_mail.deliver(organizer, copy, message)


def _list(bag: CalendarItem, who: Mailbox) -> None:
    """Enter somebody among the attendees, if he is not there."""
    if who.address not in invited(bag):
        others = people(bag, CalendarItem.OptionalAttendees)
        new = Attendee(Mailbox=who.email_address, ResponseType="Unknown")
        bag.OptionalAttendees = NonEmptyArrayOfAttendees(Attendee=(*others, new))


def _sequence(item: Item) -> int:
    return item.bag.get(CalendarItem.AppointmentSequenceNumber) or 0


def _given(bag: CalendarItem, address: str) -> tuple[str, dt.datetime | None] | None:
    """What somebody has answered, and when; None of who is not listed."""
    found = (one for one in people(bag) if address_of(one) == address)
    return next(((one.ResponseType or "Unknown", one.LastResponseTime) for one in found), None)


def _noted_on(
    date: Changed, before: tuple[str, dt.datetime | None], address: str, response: Response, said: Said, at: dt.datetime
) -> Changed:
    """A changed date of a series that is answered as a whole: with people of its own it has the same answer, unless it
    was answered by itself, or asked for anew. [inferred; MS-OXOCAL 2.2.4.10.1, recipExceptionalResponse]
    """
    own = CalendarItem()
    for row in PEOPLE:
        own.set(row, date.values.get(row))
    if _given(own, address) != before:
        return date
    _note_answer(own, address, response, said, at)
    return Changed({**date.values, **own.values}, date.extended)


def _note_answer(bag: CalendarItem, address: str, response: Response, said: Said, at: dt.datetime) -> None:
    for row in PEOPLE:
        some = bag.get(row)
        if some is None:
            continue
        attendees = []
        for attendee in some.need(NonEmptyArrayOfAttendees.Attendee):
            answered = attendee.copy()
            if address_of(attendee) == address:
                answered.ResponseType, answered.LastResponseTime = response, at
                answered.ProposedStart, answered.ProposedEnd = said.proposed or (None, None)
            attendees.append(answered)
        bag.set(row, NonEmptyArrayOfAttendees(Attendee=tuple(attendees)))
