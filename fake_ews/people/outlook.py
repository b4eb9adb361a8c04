"""Outlook in cached mode: a person works on a copy, and what is saved there reaches Exchange at the next send/receive.

Rule: every save is kept and sent by itself, in order, so that several saves stay several changes; of an entry only what
the person changed is sent. What others change reaches the copy at send/receive, too.
Source: fact sheet section 14; help pages on cached mode.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Literal, cast

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Mapi
from fake_ews.model.exchange import Exchange
from fake_ews.model.extended import Extended, written
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.meeting_mail import Response
from fake_ews.model.occurrences import folded
from fake_ews.model.series import with_deletion
from fake_ews.people import _fields
from fake_ews.people._answering import Answer
from fake_ews.people._hands import Hands
from fake_ews.people._looking import Seen, Values, Write, name_of


class Sending(Hands):
    """Outlook while it sends: the same person, whose acts now reach the mailbox."""

    program = "Outlook"


class Outlook(Hands):
    """A person at Outlook, with the add-in. The copy holds the calendar's entries, and those that lie elsewhere.

    `sends`: who sends what is saved on the copy, such as a delegate with the owner's shared calendar open.
    """

    program = "Outlook"
    bursts = True

    def __init__(self, exchange: Exchange, mailbox: Mailbox, sends: Hands | None = None) -> None:
        self._later = sends or Sending(exchange, mailbox)
        super().__init__(exchange, mailbox, self._later.handles)
        self._outbox: list[Callable[[], None]] = []
        self._calendar: dict[int, Values] = {}
        self._elsewhere: dict[int, Values] = {}
        self._receive()

    @property
    def unsent(self) -> int:
        """How many saves wait for the next send/receive."""
        return len(self._outbox)

    def send_receive(self) -> None:
        """F9: send every save, in order, then receive. What is gone from the mailbox meanwhile is left alone.

        ValueError, once all the rest is sent, if Exchange refuses a save.
        """
        waiting, self._outbox = self._outbox, []
        refused: list[ValueError] = []
        for send in waiting:
            try:
                send()
            except LookupError:
                continue
            except ValueError as refusal:
                refused.append(refusal)
        self._receive()
        if refused:
            raise refused[0]

    def _receive(self) -> None:
        """Take over what the mailbox has; an entry that lies in the calendar and elsewhere is the calendar's."""
        self._calendar, self._elsewhere = {}, {}
        calendar = self.mailbox.need("calendar").number
        for item in self.mailbox.items.values():
            if item.is_entry:
                entry = self.handles.of(name_of(item))
                place = self._calendar if item.folder == calendar else self._elsewhere
                place[entry] = cast(CalendarItem, item.bag), item.extended

    # --- looking: the copy -----------------------------------------------------------------------------------------

    def entries(self) -> tuple[int, ...]:
        """The handles of all entries that the copy of the calendar shows."""
        return tuple(self._calendar)

    def seen(self, entry: int) -> Seen:
        """What the copy shows of an entry, and the item as far as the mailbox has one. LookupError: it shows none."""
        values = self._calendar.get(entry) or self._elsewhere.get(entry)
        if values is None:
            raise LookupError(f"the copy of {self.who} shows no entry {entry}")
        try:
            return *values, self.item(entry)
        except LookupError:
            return *values, None

    # --- acts: on the copy now, on the mailbox later ---------------------------------------------------------------

    def draft(self, bag: CalendarItem, extended: dict[Mapi, Extended], what: str, *, invites: bool) -> int:
        """Make an entry on the copy."""
        entry = self.handles.of(bag.need(CalendarItem.UID))
        self._calendar[entry] = bag, extended
        self._outbox.append(partial(self._later.new_draft, bag, extended, what, invites=invites))
        return entry

    def rewrite(self, entry: int, what: str, write: Write, *, send: bool = True) -> None:
        """Save a change on the copy."""
        values, extended, _ = self.seen(entry)
        later = partial(self._later.rewrite, entry, what, write, send=send)
        self._put(entry, self.written(values, extended, write), later)

    def _put(self, entry: int, values: Values, later: Callable[[], None]) -> None:
        place = self._calendar if entry in self._calendar else self._elsewhere
        place[entry] = values
        self._outbox.append(later)

    def rewrite_date(self, entry: int, original: dt.datetime, what: str, write: Write, *, send: bool = True) -> None:
        """Save a change of one date of a series on the copy."""
        one = self.date(entry, original)
        bag = cast(CalendarItem, folded(one, *self.written_date(one, write)))
        later = partial(self._later.rewrite_date, entry, original, what, write, send=send)
        self._put(entry, (bag, one.master.extended), later)

    def delete_date(self, entry: int, original: dt.datetime, *, send: bool = True) -> None:
        """Delete one date of a series on the copy."""
        self._cut_out(entry, original, partial(self._later.delete_date, entry, original, send=send))

    def _cut_out(self, entry: int, original: dt.datetime, later: Callable[[], None]) -> None:
        one = self.date(entry, original)
        self._put(entry, (cast(CalendarItem, with_deletion(one.master.bag, one.day)), one.master.extended), later)

    def dismiss_date(self, entry: int) -> None:
        """Dismiss the reminder of a series at the next send/receive."""
        self._outbox.append(partial(self._later.dismiss_date, entry))

    def delete(self, entry: int, *, send: bool = True) -> None:
        """Delete on the copy."""
        self._put_elsewhere(entry, partial(self._later.delete, entry, send=send))
        self._last_deleted = entry

    def shift_delete(self, entry: int, *, event: Literal["DeletedEvent", "MovedEvent"] = "DeletedEvent") -> None:
        """Shift+Delete on the copy."""
        self._put_elsewhere(entry, partial(self._later.shift_delete, entry, event=event))
        del self._elsewhere[entry]

    def cancel_meeting(self, entry: int) -> None:
        """Cancel one's own meeting, on the copy."""
        self.own_meeting(entry)
        self._put_elsewhere(entry, partial(self._later.cancel_meeting, entry))

    def move(self, entry: int, folder: str) -> None:
        """Move an entry to another folder, on the copy."""
        self.folder(folder)
        self._put_elsewhere(entry, partial(self._later.move, entry, folder))

    def _put_elsewhere(self, entry: int, later: Callable[[], None]) -> None:
        self._elsewhere[entry] = self.seen(entry)[:2]
        self._calendar.pop(entry, None)
        self._outbox.append(later)

    def respond(self, entry: int, response: Response, how: Answer) -> None:
        """Answer at the next send/receive; what is declined is gone from the copy at once."""
        self._later.answerable(entry, how)
        later = partial(self._later.respond, entry, response, how)
        if response != "Decline":
            self._outbox.append(later)
        elif how.original is None:
            self._put_elsewhere(entry, later)
        else:
            self._cut_out(entry, how.original, later)

    def forward(
        self, entry: int, to: Sequence[str], original: dt.datetime | None = None, keep: bool | None = None
    ) -> None:
        """Pass an invitation on at the next send/receive."""
        self._later.forwardable(entry, to, original, keep)
        self._outbox.append(partial(self._later.forward, entry, to, original, keep))

    def bring_back(self, entry: int, what: str) -> None:
        """Undo, or drag back, on the copy."""
        if entry not in self._elsewhere:
            raise LookupError(f"the copy of {self.who} shows no deleted entry {entry}")
        self._calendar[entry] = self._elsewhere.pop(entry)
        self._outbox.append(partial(self._later.bring_back, entry, what))

    def empty_trash(self) -> None:
        """Empty Deleted Items at the next send/receive."""
        self._outbox.append(self._later.empty_trash)

    # --- the add-in ------------------------------------------------------------------------------------------------

    def stamp_of(self, entry: int, stamp: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """A stamp with the values that the entry carries now, as texts; what it does not carry is left out."""
        extended = self.seen(entry)[1]
        names = [(dict(one), _fields.name_in(one)) for one in stamp]
        return [one | {"value": _as_text(extended[name].value)} for one, name in names if name in extended]


def _as_text(value: Any) -> str | list[str]:
    return [written(one) for one in value] if isinstance(value, tuple) else written(value)
