"""A client over IMAP that expunges: what is deleted there is gone at once, without a stop in Deleted Items.

Rule: such a client shows entries as messages, which it can read, mark, move and expunge; it makes and changes none, and
knows nothing of meetings, so nobody is told that one is gone.
Source: RFC 9051, STORE, MOVE and EXPUNGE; what Exchange makes of it: as of HardDelete [inferred].
"""

from __future__ import annotations

from fake_ews.people._hands import Hands


class Imap(Hands):
    """A person at a client over IMAP."""

    program = "IMAP client"
    can = frozenset(("expunge", "mark read", "mark unread", "move", "drag back", "empty trash"))

    def delete(self, entry: int, *, send: bool = False) -> None:
        """Mark the entry as deleted, and expunge; whatever is said, nothing is sent."""
        item = self.item(entry)
        with self._act("expunge"):
            self.mailbox.delete(item, "HardDelete", self.by)
