"""Forwarding: an attendee passes an invitation on, and the organizer is told to whom.

Rule: whoever gets it is an attendee from then on, of the organizer's item, too; who is one already is not asked again.
Source: MS-OXOCAL 2.2.9 (Meeting Forward Notification), 3.1.4.7.2; Graph event-forward (the organizer is notified, the
recipient is added to his copy). As which kind of attendee: unverified.
"""

from __future__ import annotations

from collections.abc import Sequence

from fake_ews.contract.calendar import Attendee, CalendarItem, NonEmptyArrayOfAttendees
from fake_ews.contract.common import EmailAddress
from fake_ews.model import meeting_mail, meetings
from fake_ews.model.counterparts import counterpart, organizer_of, values_of
from fake_ews.model.entries import invited, people
from fake_ews.model.items import CANCELLED, RECEIVED, Item, state


def meeting_of(copy: Item) -> Item | None:
    """The organizer's item of an invitation that can be forwarded as such; None for anything else."""
    if not copy.is_entry or not state(copy) & RECEIVED or state(copy) & CANCELLED:
        return None
    organizer = organizer_of(copy)
    return None if organizer is None else counterpart(organizer, copy)


def forward(copy: Item, meeting: Item, to: Sequence[str], by: str) -> None:
    """Pass an invitation on to these addresses."""
    organizer, exchange = meeting.mailbox, meeting.mailbox.exchange
    bag = values_of(meeting)
    new = [address for address in to if address not in invited(bag) and address != organizer.address]
    if not new:
        return
    guests = (
        Attendee(Mailbox=exchange.resolve(EmailAddress(EmailAddress=address)), ResponseType="Unknown")
        for address in new
    )
    bag.OptionalAttendees = NonEmptyArrayOfAttendees(Attendee=(*people(bag, CalendarItem.OptionalAttendees), *guests))
    organizer.update(meeting, bag, meeting.extended, by)
    meetings.send(meeting, new, "request")
    exchange.this_turn.mails.append(meeting_mail.Mail("notice", organizer.address))
    meeting_mail.deliver(organizer, copy, meeting_mail.forwarded(copy, meeting, new))
