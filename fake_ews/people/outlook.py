"""Outlook in cached mode: a person works on a copy, and what is saved there reaches Exchange at the next send/receive.

Rule: every save is kept and sent by itself, in order, so that several saves stay several changes; of an entry only what
the person changed is sent. Afterwards the copy shows what the mailbox has.
Source: fact sheet section 14; help pages on cached mode.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Mapi
from fake_ews.model import entries
from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.properties import Extended
from fake_ews.people import _fields
from fake_ews.people._hands import Hands, Seen


class Sending(Hands):
    """Outlook while it sends: the same person, whose acts now reach the mailbox."""

    program = "Outlook"

    def new_draft(self, bag: CalendarItem, extended: dict[Mapi, Extended]) -> None:
        """Send an entry that was made on the copy."""
        with self._act("new"):
            self.create(bag, extended)


Draft = tuple[CalendarItem, dict[Mapi, Extended]]


class Outlook(Hands):
    """A person at Outlook, with the add-in. Drafts are entries whose copy differs from the mailbox; None: deleted."""

    program = "Outlook"

    def __init__(self, exchange: Exchange, mailbox: Mailbox) -> None:
        super().__init__(exchange, mailbox)
        self._later = Sending(exchange, mailbox, self.handles)
        self._drafts: dict[int, Draft | None] = {}
        self._outbox: list[Callable[[], None]] = []

    @property
    def unsent(self) -> int:
        """How many saves wait for the next send/receive."""
        return len(self._outbox)

    def send_receive(self) -> None:
        """F9: send every save, in order; what is gone from the mailbox meanwhile is left alone."""
        waiting, self._outbox = self._outbox, []
        for send in waiting:
            try:
                send()
            except LookupError:
                continue
        self._drafts.clear()

    # --- looking: the copy -----------------------------------------------------------------------------------------

    def entries(self) -> tuple[int, ...]:
        """The handles of all entries that the copy of the calendar shows."""
        shown = [entry for entry in super().entries() if self._drafts.get(entry, ()) is not None]
        made = [entry for entry, draft in self._drafts.items() if draft is not None and entry not in shown]
        return (*shown, *made)

    def seen(self, entry: int) -> Seen:
        """What the copy shows of an entry, and the item as far as the mailbox has one."""
        if entry not in self._drafts:
            return super().seen(entry)
        draft = self._drafts[entry]
        if draft is None:
            raise LookupError(f"{self.who} has deleted entry {entry}")
        try:
            item = self.item(entry)
        except LookupError:
            item = None
        return *draft, item

    # --- acts: on the copy now, on the mailbox later ---------------------------------------------------------------

    def new(self, subject: str, start: dt.datetime, end: dt.datetime, **fields: Any) -> int:
        """Make an entry on the copy."""
        bag = self.drafted(subject, start, end, fields)
        return self._draft(bag, {})

    def _draft(self, bag: CalendarItem, extended: dict[Mapi, Extended]) -> int:
        entry = self.handles.of(bag.need(CalendarItem.UID))
        self._drafts[entry] = bag.copy(), dict(extended)
        self._outbox.append(partial(self._later.new_draft, bag, extended))
        return entry

    def rewrite(self, entry: int, what: str, write: Callable[[CalendarItem, dict[Mapi, Extended]], None]) -> None:
        """Save a change on the copy."""
        values, extended, _ = self.seen(entry)
        bag, extended = values.copy(), dict(extended)
        write(bag, extended)
        if failure := entries.correct(bag, values, self.mailbox, entries.Zoning()):
            raise ValueError(f"Outlook refuses this entry: {failure.code}: {failure.text}")
        self._drafts[entry] = bag, extended
        self._outbox.append(partial(self._later.rewrite, entry, what, write))

    def copy(self, entry: int, start: dt.datetime) -> int:
        """Ctrl+drag on the copy."""
        return self._draft(*self.twin(entry, start))

    def delete(self, entry: int) -> None:
        """Delete on the copy."""
        self._take_away(entry, partial(self._later.delete, entry))
        self._last_deleted = entry

    def shift_delete(self, entry: int, *, event: Literal["DeletedEvent", "MovedEvent"] = "DeletedEvent") -> None:
        """Shift+Delete on the copy."""
        self._take_away(entry, partial(self._later.shift_delete, entry, event=event))

    def cancel_meeting(self, entry: int) -> None:
        """Cancel one's own meeting, on the copy."""
        self._take_away(entry, partial(self._later.cancel_meeting, entry))

    def decline(self, entry: int) -> None:
        """Decline a meeting, on the copy."""
        self._take_away(entry, partial(self._later.decline, entry))

    def _take_away(self, entry: int, later: Callable[[], None]) -> None:
        self.seen(entry)
        self._drafts[entry] = None
        self._outbox.append(later)

    def accept(self, entry: int) -> None:
        """Accept a meeting at the next send/receive."""
        self._outbox.append(partial(self._later.accept, entry))

    def tentative(self, entry: int) -> None:
        """Accept a meeting tentatively at the next send/receive."""
        self._outbox.append(partial(self._later.tentative, entry))

    def undo(self) -> None:
        """Undo the last Delete, on the copy."""
        if self._last_deleted is None:
            raise LookupError(f"{self.who} has deleted nothing that could be undone")
        entry, self._last_deleted = self._last_deleted, None
        self.drag_back(entry)

    def drag_back(self, entry: int) -> None:
        """Drag an entry from Deleted Items to the calendar, on the copy."""
        self._drafts.pop(entry, None)
        self._outbox.append(partial(self._later.drag_back, entry))

    def move(self, entry: int, folder: str) -> None:
        """Move an entry to another folder, on the copy."""
        self._take_away(entry, partial(self._later.move, entry, folder))

    def empty_trash(self) -> None:
        """Empty Deleted Items at the next send/receive."""
        self._outbox.append(self._later.empty_trash)

    # --- the add-in ------------------------------------------------------------------------------------------------

    def stamp_of(self, entry: int, stamp: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """A stamp with the values that the entry carries now; what it does not carry is left out."""
        extended = self.seen(entry)[1]
        names = [(dict(one), _fields.name_in(one)) for one in stamp]
        return [one | {"value": extended[name].value} for one, name in names if name in extended]
