"""The numbered log of a mailbox: one record for each change, in order, never changed again.

Rule: push, pull, streaming, SyncFolderItems, SyncFolderHierarchy and the journal read this log; none is told anything
any other way.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What happened to an item or folder. Delivered is a new message in the Inbox."""

    Created = "Created"
    Modified = "Modified"
    Moved = "Moved"
    Copied = "Copied"
    Deleted = "Deleted"
    Delivered = "Delivered"


ASSOCIATED = "associated"


class LogRecord(msgspec.Struct, frozen=True, gc=False):
    """One change. Numbers are the mailbox's own: of items (`item`, 0 where a folder changed) and folders.

    `folder` is where the object is afterwards (of a folder: the folder itself), `parent` the folder above a changed
    folder. `old_item` and `old_folder` say where it was before a move or copy, or (Deleted) is the last place it was
    in. `properties` names what changed, as FieldURIs or `{set}/name`; ASSOCIATED is
    among them where the item is an associated one.
    """

    number: int
    turn: int
    at: dt.datetime
    kind: Kind
    item: int
    folder: int
    item_class: str = ""
    old_item: int = 0
    old_folder: int = 0
    parent: int = 0
    properties: tuple[str, ...] = ()


@dataclass(slots=True)
class Made:
    """How many folders, items, changes and UIDs a mailbox has made so far: the next one has the next number."""

    folders: int = 0
    items: int = 0
    changes: int = 0
    uids: int = 0


class Log:
    """The records of one mailbox, numbered from 1 without a gap."""

    def __init__(self) -> None:
        self._records: list[LogRecord] = []

    @property
    def newest(self) -> int:
        """The number of the last record, 0 in a new mailbox."""
        return len(self._records)

    def append(self, record: LogRecord) -> None:
        """Add the next record; its number must be the next one."""
        assert record.number == self.newest + 1
        self._records.append(record)

    def after(self, number: int, most: int | None = None) -> list[LogRecord]:
        """The records with a higher number, oldest first, at most `most` of them."""
        return self._records[number : None if most is None else number + most]
