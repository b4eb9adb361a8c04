"""The booking attendant: when a room is due to answer a request, it does as its policy has decided.

Rule: what is decided is the business of booking; here it becomes answers, mails and changes of the room's calendar.
Source: Set-CalendarProcessing; fact sheet section 9. A pending request is answered tentatively [seen: hiepic.com
2017-04-18], and forwarded as mail that the delegate received for the room. [doc ref/isdelegated]
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import Body
from fake_ews.model import meeting_mail, occurrences, recurrence, rooms, series
from fake_ews.model.answers import decline, respond
from fake_ews.model.booking import Accept, Decline, Forward, Reason, Span, Tentative
from fake_ews.model.counterparts import copy_of, counterpart, organizer_of, values_of
from fake_ews.model.items import CANCELLED, Item, state
from fake_ews.model.languages import word
from fake_ews.model.meeting_mail import Said

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class RoomAnswers:
    """A room is due to answer the request for a meeting, or for its occurrence of an original day."""

    room: str
    uid: str
    day: int = 0

    def due(self, exchange: Exchange) -> None:
        """Answer as the room's policy says; a copy that is gone or cancelled needs no answer."""
        room = exchange.mailboxes[self.room]
        exchange.unkept.counted(room)
        copy = copy_of(room, self.uid, self.day)
        if copy is None or state(copy) & CANCELLED:
            return
        match rooms.decision(copy):
            case Accept(but, until):
                _accept(copy, but, until)
            case Decline(reason):
                decline(copy, room.name, said=_words(room, rooms.WHY[reason]))
            case Forward(to, reason):
                _wait(copy, reason)
                _forward(copy, to)
            case Tentative(reason):
                _wait(copy, reason)
            case _:  # LeaveAlone
                pass


def _words(room: Mailbox, *why: str) -> Said:
    """What an answer says, as far as the room's policy lets it."""
    policy = room.booking
    said = [word(one, room.culture) for one in why] if policy.EnableResponseDetails else []
    if policy.AddAdditionalResponse:
        said.append(policy.AdditionalResponse)
    return Said(Body(BodyType="Text", text="\n".join(said))) if said else Said()


def _accept(copy: Item, but: tuple[Span, ...], until: dt.datetime | None) -> None:
    """Accept; dates of a series that are taken are declined one by one, and what is too far ahead is cut off.

    All answers go out before the copy is rewritten: the organizer knows his meeting by its own subject.
    """
    room = copy.mailbox
    accepted = respond(copy, "Accept", room.name, said=_words(room, *([] if until is None else [rooms.CUT])))
    for span in but:
        taken = (
            one for one in occurrences.of_series(accepted, series.plan(accepted), *span) if rooms.span(one) == span
        )
        decline(next(taken), room.name, said=_words(room, rooms.WHY["AllowConflicts"]))
    values = rooms.rewritten(accepted, room.booking)
    if until is not None:
        plan = series.plan(accepted)
        last = plan.day_of(until)
        booked = occurrences.of_series(accepted, plan, room.exchange.clock.now(), until)
        last = max(last if plan.start(last) < until else last - 1, *(one.day for one in booked))
        values.Recurrence = recurrence.ending(values.need(CalendarItem.Recurrence), last)
        failure = series.settle(values, accepted.bag)
        assert failure is None, "a part of a series is one"
    room.update(accepted, values, accepted.extended, room.name)


def _wait(copy: Item, reason: Reason | None) -> None:
    """It is pending: the organizer is told so."""
    room = copy.mailbox
    why = [] if reason is None else [rooms.WHY[reason]]
    waiting = respond(copy, "Tentative", room.name, said=_words(room, *why, rooms.PENDING))
    if not room.booking.TentativePendingApproval:
        values = values_of(waiting)
        values.LegacyFreeBusyStatus = "Free"
        room.update(waiting, values, waiting.extended, room.name)


def _forward(copy: Item, to: tuple[str, ...]) -> None:
    """Ask the delegates: what they get is the request as the room got it, for the room."""
    organizer = organizer_of(copy)
    copy = counterpart(copy.mailbox, copy) or copy
    item = (counterpart(organizer, copy) if organizer else None) or copy
    for address in copy.mailbox.exchange.opened(to):
        delegate = meeting_mail.mailed(copy, "forward", address)
        if delegate is not None:
            meeting_mail.outdate(delegate, item, instead_of=copy.mailbox)
            meeting_mail.deliver(delegate, item, meeting_mail.request(item, copy, "request"), instead_of=copy.mailbox)
