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

Draft = tuple[CalendarItem, dict[Mapi, Extended]]


class Outlook(Hands):
    """A person at Outlook, with the add-in. `drafts` are entries whose copy differs from the mailbox, or None: deleted."""

    program = "Outlook"

    def __init__(self, exchange: Exchange, mailbox: Mailbox) -> None:
        super().__init__(exchange, mailbox)
        self._now = Hands.__new__(_Sending)
        self._now.__dict__ = self.__dict__
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
        return tuple(shown) + tuple(
            one for one, draft in self._drafts.items() if draft is not None and one not in shown
        )

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
        entry = self.handle(bag.need(CalendarItem.UID))
        self._drafts[entry] = bag.copy(), {}
        self._outbox.append(partial(self._now.send_new, bag, {}))
        return entry

    def rewrite(self, entry: int, what: str, write: Callable[[CalendarItem, dict[Mapi, Extended]], None]) -> None:
        """Save a change on the copy."""
        values, extended, _ = self.seen(entry)
        bag, extended = values.copy(), dict(extended)
        write(bag, extended)
        if failure := entries.correct(bag, values, self.mailbox, entries.Zoning()):
            raise ValueError(f"Outlook refuses this entry: {failure.code}: {failure.text}")
        self._drafts[entry] = bag, extended
        self._outbox.append(partial(self._now.rewrite, entry, what, write))

    def copy(self, entry: int, start: dt.datetime) -> int:
        """Ctrl+drag on the copy."""
        values, extended, _ = self.seen(entry)
        bag = values.copy()
        length = bag.need(CalendarItem.End) - bag.need(CalendarItem.Start)
        bag.Start, bag.End = start.astimezone(dt.UTC), start.astimezone(dt.UTC) + length
        bag.UID = entries.new_uid(self.mailbox)
        twin = self.handle(bag.UID)
        self._drafts[twin] = bag.copy(), dict(extended)
        self._outbox.append(partial(self._now.send_new, bag, dict(extended)))
        return twin

    def delete(self, entry: int) -> None:
        """Delete on the copy."""
        self._take_away(entry, partial(self._now.delete, entry))
        self._last_deleted = self._uids[entry]

    def shift_delete(self, entry: int, *, event: Literal["DeletedEvent", "MovedEvent"] = "DeletedEvent") -> None:
        """Shift+Delete on the copy."""
        self._take_away(entry, partial(self._now.shift_delete, entry, event=event))

    def cancel_meeting(self, entry: int) -> None:
        """Cancel one's own meeting, on the copy."""
        self._take_away(entry, partial(self._now.cancel_meeting, entry))

    def decline(self, entry: int) -> None:
        """Decline a meeting, on the copy."""
        self._take_away(entry, partial(self._now.decline, entry))

    def _take_away(self, entry: int, later: Callable[[], None]) -> None:
        self.seen(entry)
        self._drafts[entry] = None
        self._outbox.append(later)

    def accept(self, entry: int) -> None:
        """Accept a meeting at the next send/receive."""
        self._outbox.append(partial(self._now.accept, entry))

    def tentative(self, entry: int) -> None:
        """Accept a meeting tentatively at the next send/receive."""
        self._outbox.append(partial(self._now.tentative, entry))

    def undo(self) -> None:
        """Undo the last Delete, on the copy."""
        if self._last_deleted is None:
            raise LookupError(f"{self.who} has deleted nothing that could be undone")
        entry, self._last_deleted = self.handle(self._last_deleted), None
        self.drag_back(entry)

    def drag_back(self, entry: int) -> None:
        """Drag an entry from Deleted Items to the calendar, on the copy."""
        self._drafts.pop(entry, None)
        self._outbox.append(partial(self._now.drag_back, entry))

    def move(self, entry: int, folder: str) -> None:
        """Move an entry to another folder, on the copy."""
        self._take_away(entry, partial(self._now.move, entry, folder))

    def empty_trash(self) -> None:
        """Empty Deleted Items at the next send/receive."""
        self._outbox.append(self._now.empty_trash)

    # --- the add-in ------------------------------------------------------------------------------------------------

    def stamp_of(self, entry: int, stamp: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """What the entry carries now under the names of a stamp: the same list with the present values, absent ones left out."""
        extended = self.seen(entry)[1]
        names = [(dict(one), _fields.name_in(one)) for one in stamp]
        return [one | {"value": extended[name].value} for one, name in names if name in extended]


class _Sending(Hands):
    """The same person while Outlook sends: acts reach the mailbox."""

    program = "Outlook"

    def send_new(self, bag: CalendarItem, extended: dict[Mapi, Extended]) -> None:
        """Send an entry that was made on the copy."""
        with self._act("new"):
            self._create(bag, extended)
