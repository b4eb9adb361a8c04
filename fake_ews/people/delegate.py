"""A delegate: somebody who works in another's calendar from the own Outlook.

Rule: what a delegate deletes goes to the delegate's own Deleted Items; in the owner's mailbox it is simply gone.
Source: field report EMA 124 (DeletedEvent, then ErrorItemNotFound).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fake_ews.model import meetings
from fake_ews.model.exchange import Exchange, Turn
from fake_ews.model.mailbox import Mailbox
from fake_ews.people._hands import Hands


class Delegate(Hands):
    """A person who works in `mailbox`, the owner's; `own` is the delegate's."""

    program = "Delegate"
    keeps_sent = False  # what a delegate sends is not in the owner's Sent Items [inferred]

    def __init__(self, exchange: Exchange, mailbox: Mailbox, own: Mailbox) -> None:
        super().__init__(exchange, mailbox)
        self.own = own

    @property
    def by(self) -> str:
        """Changes carry the delegate's name."""
        return self.own.name

    @property
    def who(self) -> str:
        """How the journal names the delegate."""
        return f"Delegate {self.own.address} of {self.mailbox.address}"

    @contextmanager
    def _act(self, what: str) -> Iterator[Turn]:
        """What is sent in the owner's name is sent by the delegate."""
        with super()._act(what) as turn:
            turn.senders[self.mailbox.address] = self.own
            yield turn

    def delete(self, entry: int, *, send: bool = True) -> None:
        """Delete in the owner's calendar: the item ends in the delegate's own Deleted Items."""
        item = self.item(entry)
        with self._act("delete"):
            if send:
                meetings.call_off(item, self.by)
            self.mailbox.delete(item, "HardDelete", self.by)
            self.own.create(self.own.need("deleteditems"), item.bag.copy(), dict(item.extended), self.by)
