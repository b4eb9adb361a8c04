"""What a person can do to the own mailbox with any program: each act is a turn, and reaches the mailbox at once.

Rule: what all programs have in common is here and in what it is made of: looking, saving, dates of a series, answers;
a program of its own says only where it differs.
Source: fact sheet section 14 (what users do), sections 4, 6 and 9 (what Exchange makes of it).
"""

from __future__ import annotations

from typing import Literal

from fake_ews.model import meetings
from fake_ews.model.exchange import Exchange
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import DELETED, RECOVERABLE, Mailbox
from fake_ews.people._answering import Answering
from fake_ews.people._looking import Handles


class Hands(Answering):
    """A person at work in a mailbox."""

    def __init__(self, exchange: Exchange, mailbox: Mailbox, handles: Handles | None = None) -> None:
        super().__init__(exchange, mailbox, handles)
        self._last_deleted: int | None = None

    def delete(self, entry: int, *, send: bool = True) -> None:
        """Delete: the entry moves to Deleted Items; of a meeting of one's own, cancellations are sent first."""
        item = self.item(entry)
        with self._act("delete"):
            if send:
                meetings.call_off(item, self.by, keep=self.keeps_sent)
            self.mailbox.delete(item, "MoveToDeletedItems", self.by, seen_as=self.mailbox.profile.trash_as)
        self._last_deleted = entry

    def shift_delete(self, entry: int, *, event: Literal["DeletedEvent", "MovedEvent"] = "DeletedEvent") -> None:
        """Shift+Delete: gone for good, or to the Recoverable Items, as the kind of event says that it shows."""
        item = self.item(entry)
        with self._act("shift delete"):
            meetings.call_off(item, self.by, keep=self.keeps_sent)
            self.mailbox.delete(item, "HardDelete" if event == "DeletedEvent" else "SoftDelete", self.by)

    def undo(self) -> None:
        """Undo the last Delete: the entry moves back to the calendar, under a new id. LookupError: there was none."""
        if self._last_deleted is None:
            raise LookupError(f"{self.who} has deleted nothing that could be undone")
        entry, self._last_deleted = self._last_deleted, None
        self.bring_back(entry, "undo")

    def drag_back(self, entry: int) -> None:
        """Drag an entry from Deleted Items to the calendar: it gets a new id."""
        self.bring_back(entry, "drag back")

    def bring_back(self, entry: int, what: str) -> None:
        """Move an entry from Deleted Items or the Recoverable Items to the calendar."""
        item = self.item(entry)
        if self.mailbox.folders[item.folder].distinguished not in DELETED:
            raise LookupError(f"entry {entry} of {self.who} is not deleted")
        recovers = self.mailbox.folders[item.folder].distinguished in RECOVERABLE
        is_new = recovers and self.mailbox.profile.recovered_as is Kind.Created
        seen_as = Kind.Deleted if is_new else Kind.Moved
        with self._act(what):
            self.mailbox.move(item, self.mailbox.need("calendar"), self.by, seen_as=seen_as)

    def move(self, entry: int, folder: str) -> None:
        """Move an entry to another folder, given by its distinguished name or its FolderId; it gets a new id."""
        item, target = self.item(entry), self.folder(folder)
        with self._act("move"):
            self.mailbox.move(item, target, self.by)

    def empty_trash(self) -> None:
        """Empty Deleted Items: everything in it is gone for good."""
        with self._act("empty trash"):
            for item in list(self.mailbox.items_of(self.mailbox.need("deleteditems"))):
                self.mailbox.delete(item, "HardDelete", self.by)
