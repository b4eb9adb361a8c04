"""A person who is invited: answers, other times proposed, invitations passed on; and one who calls a meeting off.

Rule: an answer is to all of a meeting, or to one date of a series; what a person chooses besides yes or no stands in
`Answer`, as the menus of Outlook and its web version have it. Source: fact sheet sections 4 and 9;
guide/how-to-propose-a-new-meeting-time; Outlook's help on requests (HP063816741: now, with a text, or not at all).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import Body
from fake_ews.model import answers, entries, forwarding, meeting_mail, meetings
from fake_ews.model.items import CANCELLED, Item, is_organizer, meets, state
from fake_ews.model.meeting_mail import Response, Said
from fake_ews.people import _values
from fake_ews.people._dates import Dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person chooses with an answer.

    `original`: one date of a series, by its start in the pattern; None: all of the meeting. `text`: what is written to
    the organizer. `send` False: no response is sent, and the organizer learns nothing. `keep`: whether a copy of the
    response stays in Sent Items; None: as the program does unasked.
    """

    original: dt.datetime | None = None
    text: str = ""
    send: bool = True
    keep: bool | None = None
    proposed: tuple[dt.datetime, dt.datetime] | None = None

    def refusal(self) -> str | None:
        """What does not go together, in words."""
        if self.send:
            return None
        told = {"a text": self.text, "a copy in Sent Items": self.keep, "a proposed time": self.proposed}
        wanted = next((name for name, value in told.items() if value), None)
        return None if wanted is None else f"an answer that is not sent has no place for {wanted}"


PLAIN = Answer()


class Answering(Dates):
    """A person who is invited to meetings, and holds some."""

    def accept(self, entry: int, how: Answer = PLAIN) -> None:
        """Accept a meeting; the organizer's item learns of it."""
        self.respond(entry, "Accept", how)

    def tentative(self, entry: int, how: Answer = PLAIN) -> None:
        """Accept a meeting tentatively."""
        self.respond(entry, "Tentative", how)

    def decline(self, entry: int, how: Answer = PLAIN) -> None:
        """Decline a meeting: the copy moves to Deleted Items; one date of a series is cut out of it."""
        self.respond(entry, "Decline", how)

    def propose(
        self, entry: int, start: dt.datetime, end: dt.datetime, response: str = "Tentative", how: Answer = PLAIN
    ) -> None:
        """Answer, and propose another time; ValueError where the organizer does not want that."""
        if response not in get_args(Response):
            raise ValueError(f"not an answer: {response!r} (there are {', '.join(get_args(Response))})")
        begins, ends = _values.instant("start", start), _values.instant("end", end)
        if ends < begins:
            raise ValueError(f"a time that ends ({end.isoformat()}) before it starts cannot be proposed")
        times = entries.instant(begins, None), entries.instant(ends, None)
        self.respond(entry, cast(Response, response), replace(how, proposed=times))

    def respond(self, entry: int, response: Response, how: Answer) -> None:
        """Answer a meeting, or one date of it."""
        item = self.answerable(entry, how)
        body = Body(BodyType="Text", text=how.text) if how.text else None
        said, keep = Said(body, how.proposed), self._keeps(how.keep)
        with self._act("propose" if how.proposed else response.lower()):
            if response == "Decline":
                answers.decline(item, self.by, send_answer=how.send, said=said, keep=keep)
            else:
                answers.respond(item, response, self.by, send_answer=how.send, said=said, keep=keep)
            meeting_mail.put_away(self.mailbox, item, self.by)

    def answerable(self, entry: int, how: Answer) -> Item:
        """What can be answered so; ValueError: the entry is one's own, or cancelled, or the choices make no sense."""
        item = self._invited(entry, how.original, "answer")
        _values.check("text", how.text)
        wrong = how.refusal()
        if wrong is not None:
            raise ValueError(wrong)
        if how.proposed and not item.bag.get(CalendarItem.AllowNewTimeProposal):
            raise ValueError(f"the organizer of entry {entry} of {self.who} wants no other times proposed")
        self._keeps(how.keep)
        return item

    def _invited(self, entry: int, original: dt.datetime | None, what: str) -> Item:
        item = self.item(entry) if original is None else self.stored_date(entry, original)
        if is_organizer(item):
            raise ValueError(f"{self.who} is the organizer of entry {entry} and cannot {what} it")
        if state(item) & CANCELLED:
            raise ValueError(f"entry {entry} of {self.who} is cancelled: nobody can {what} it")
        return item

    def _keeps(self, keep: bool | None) -> bool:
        """Whether a copy is kept in Sent Items; ValueError where this person keeps none there."""
        if keep and not self.keeps_sent:
            raise ValueError(f"{self.who} keeps no copies of what is sent")
        return self.keeps_sent if keep is None else keep

    # --- passing on ------------------------------------------------------------------------------------------------

    def forward(
        self, entry: int, to: Sequence[str], original: dt.datetime | None = None, keep: bool | None = None
    ) -> None:
        """Pass an invitation on, to all of a meeting or one date: who gets it is invited, and the organizer is told."""
        item, meeting = self.forwardable(entry, to, original, keep)
        addresses = [address.lower() for address in to]
        with self._act("forward"):
            if self._keeps(keep):
                request = meeting_mail.request(meeting, item, "request")
                request.Subject = f"FW: {request.Subject or ''}"
                meeting_mail.keep(self.mailbox, request, addresses)
            forwarding.forward(item, meeting, addresses, self.by)

    def forwardable(
        self, entry: int, to: Sequence[str], original: dt.datetime | None, keep: bool | None
    ) -> tuple[Item, Item]:
        """An invitation that can be passed on to these, and the organizer's item; ValueError says why it cannot."""
        _values.check("to", to)
        self._keeps(keep)
        item = self._invited(entry, original, "forward")
        meeting = forwarding.meeting_of(item)
        if meeting is None:
            raise ValueError(f"entry {entry} of {self.who}: its organizer has this meeting in his calendar no more")
        return item, meeting

    # --- calling off -----------------------------------------------------------------------------------------------

    def cancel_meeting(self, entry: int) -> None:
        """Cancel one's own meeting: the item is updated, cancellations go out, and it moves to Deleted Items."""
        item = self.own_meeting(entry)
        with self._act("cancel meeting"):
            meetings.call_off(item, self.by, keep=self.keeps_sent)
            self.mailbox.delete(item, "MoveToDeletedItems", self.by)

    def own_meeting(self, entry: int) -> Item:
        """A meeting, or a series with one, that the person can cancel; ValueError if it is another's, or no meeting."""
        item = self.item(entry)
        if not is_organizer(item) or not meets(item):
            raise ValueError(f"{self.who} is not the organizer of a meeting {entry}")
        return item
