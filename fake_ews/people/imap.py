"""A client over IMAP that expunges: what is deleted there is gone at once, without a stop in Deleted Items.

Rule: such a client knows nothing of meetings, so nobody is told that one is gone.
Source: RFC 9051, STORE and EXPUNGE; what Exchange makes of it: as of HardDelete [inferred].
"""

from __future__ import annotations

from fake_ews.people._hands import Hands


class Imap(Hands):
    """A person at a client over IMAP."""

    program = "IMAP client"

    def delete(self, entry: int) -> None:
        """Mark the entry as deleted, and expunge."""
        item = self.item(entry)
        with self._act("expunge"):
            self.mailbox.delete(item, "HardDelete", self.by)
