"""What was asked, answered, pushed and done: frozen records, numbered from 1, bounded.

Rule: whoever judges a run needs nothing but these records; they hold the raw bytes by reference, and nobody parses XML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

import msgspec

RecordKind = Literal["call", "push", "unsent", "stream", "act", "restart", "refused"]


class Changed(msgspec.Struct, frozen=True, gc=False):
    """What a turn did to one item or folder. `folder` is a distinguished name, or an id where the folder has none."""

    mailbox: str
    kind: str
    what: Literal["item", "folder"] = "item"
    item_class: str = ""
    item_id: str = ""
    old_id: str = ""
    folder: str = ""
    old_folder: str = ""


class Record(msgspec.Struct, frozen=True, gc=False):
    """One call, push, piece of a streaming answer, act of a person (or of the simulator itself), or restart.

    A push that a fault swallows or keeps back is "unsent"; if it is sent after all, that is a push. A request that is
    turned away before Exchange looks at it is "refused": `operation` is its first line, `account` the user name that
    was tried, `status` and `verdict` say why.

    number         its place in the journal
    at             when it began, on the simulator's clock
    mailbox        whose mailbox it concerns
    account        who signed in (calls), the URL (pushes, unsent ones, too), the person, such as "Outlook of anna@..."
                   (acts)
    status         HTTP status answered (calls) or received (pushes); None: the connection failed or was cut
    codes          ResponseCodes answered, in order, or the code of the fault
    item_ids       ids the request names
    changes        what it did to any mailbox
    properties     properties the request writes with their values as text
    mailed, mails  whether meeting mail was sent, and which: (kind, address)
    is_write       the request names or does a create, change, move, copy or delete of a calendar item, done or refused
    subscription   the id (Subscribe, pushes)
    ended          the subscriptions that end with it, but for one that its listener ends: (id, mailbox, "push to URL",
                   "pull" or "streaming")
    events         of a push: (kind of event, id of the item or folder)
    acknowledged   of a push: OK, Unsubscribe, or why not, in words
    verdict        of a push: what came back, what it counts as, and what follows, as a sentence; of an unsent one: what
                   becomes of it; of a call: what is wrong with a request that was accepted all the same
    lacks          of a call that was refused because the simulator does not do it: what that is
    seconds        real time from request to answer
    sent, received raw bytes: request and answer (calls), message and the listener's answer (pushes)
    sent_head, received_head   of a push: the bytes before those, first line and headers; where what came is no HTTP
                   answer, the beginning of it
    fault          the effect of the fault that was applied, or ""
    """

    number: int
    at: dt.datetime
    kind: RecordKind
    operation: str = ""
    mailbox: str = ""
    account: str = ""
    impersonating: bool = False
    status: int | None = None
    codes: tuple[str, ...] = ()
    item_ids: tuple[str, ...] = ()
    changes: tuple[Changed, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    mailed: bool = False
    mails: tuple[tuple[str, str], ...] = ()
    is_write: bool = False
    subscription: str = ""
    events: tuple[tuple[str, str], ...] = ()
    acknowledged: str = ""
    seconds: float = 0.0
    sent: bytes = b""
    received: bytes = b""
    fault: str = ""
    verdict: str = ""
    lacks: str = ""
    ended: tuple[tuple[str, str, str], ...] = ()
    sent_head: bytes = b""
    received_head: bytes = b""

    @property
    def size(self) -> int:
        """How many raw bytes it holds."""
        return len(self.sent) + len(self.received) + len(self.sent_head) + len(self.received_head)


class Journal:
    """The newest records: at most so many, with at most so many bytes; the oldest are dropped, numbers go on.

    One thread writes; any thread may read: a reader always sees one whole list.
    """

    def __init__(self, most: int = 100_000, most_bytes: int = 256 * 1024 * 1024) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._records: list[Record] = []
        self._bytes = 0
        self.newest = 0
        self.also: Callable[[Record], object] | None = None  # is told of each record, too

    def append(self, record: Record) -> None:
        """Add the next record; its number must be the next one."""
        assert record.number == self.newest + 1
        self._records.append(record)
        self.newest = record.number
        self._bytes += record.size
        if self.also is not None:
            self.also(record)
        if len(self._records) > self._most or self._bytes > self._most_bytes:
            self._drop_older_half()

    def after(self, number: int) -> tuple[Record, ...]:
        """The records with a higher number that are still kept, oldest first."""
        records = self._records
        if not records:
            return ()
        return tuple(records[max(number + 1 - records[0].number, 0) :])

    def clear(self) -> None:
        """Forget all records; the next one still gets the next number."""
        self._records, self._bytes = [], 0

    def _drop_older_half(self) -> None:
        self._records = self._records[len(self._records) // 2 :]
        self._bytes = sum(record.size for record in self._records)
