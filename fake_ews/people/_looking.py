"""Whoever sits at a program, and what is seen from there: entries by their handles, dates of a series, folders.

Rule: an entry is known by a handle that survives every move, since it stands for the entry's UID, and of a date that
is an entry by itself for that date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any, cast

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Mapi, Row
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import Failure
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import Occurrence, on_day
from fake_ews.model.properties import Extended
from fake_ews.model.series import is_series, plan_of

Values = tuple[CalendarItem, dict[Mapi, Extended]]
Seen = tuple[CalendarItem, dict[Mapi, Extended], Item | None]
Write = Callable[[CalendarItem, dict[Mapi, Extended]], Collection[Row[Any]]]
"""What changes the values of an entry, in place; the answer is which times it sets."""


def known_by(uid: str, original: dt.datetime | None) -> str:
    """What a handle stands for: a UID; of a date of a series that is an entry by itself its start by the pattern."""
    return uid if original is None else f"{uid} {original.isoformat()}"


def name_of(item: Item) -> str:
    """What the handle of an entry stands for."""
    return known_by(item.need(CalendarItem.UID), item.original_start)


class Handles:
    """The numbers by which a person knows entries: each stands for what `known_by` makes of one."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uids: list[str] = []

    def of(self, uid: str) -> int:
        """The number of a UID, a new one where it has none."""
        if uid not in self._numbers:
            self._uids.append(uid)
            self._numbers[uid] = len(self._uids)
        return self._numbers[uid]

    def uid(self, number: int) -> str:
        """The UID of a number; LookupError where it stands for none."""
        if not 0 < number <= len(self._uids):
            raise LookupError(f"there is no entry {number}")
        return self._uids[number - 1]


class Looking:
    """A person in front of a mailbox. `program` is the name the journal shows.

    `can`: the only acts that this program has, by the names that the journal shows; None: all.
    """

    program = "Somebody"
    can: frozenset[str] | None = None

    def __init__(self, exchange: Exchange, mailbox: Mailbox, handles: Handles | None = None) -> None:
        self.exchange, self.mailbox = exchange, mailbox
        self.handles = handles or Handles()

    @property
    def by(self) -> str:
        """Whose name the changes carry."""
        return self.mailbox.name

    @property
    def who(self) -> str:
        """How the journal names this person."""
        return f"{self.program} of {self.mailbox.address}"

    def entries(self) -> tuple[int, ...]:
        """The handles of all entries of the calendar, in the order they came."""
        calendar = self.mailbox.items_of(self.mailbox.need("calendar"))
        return tuple(self.handles.of(name_of(item)) for item in calendar if item.is_entry)

    def find(self, subject: str) -> int:
        """The handle of the entry with this subject; LookupError where there is none, or several."""
        found = [entry for entry in self.entries() if (self.seen(entry)[0].Subject or "") == subject]
        if len(found) != 1:
            raise LookupError(f"{self.who} has {len(found)} entries {subject!r}, expected one")
        return found[0]

    def seen(self, entry: int) -> Seen:
        """What the person sees of an entry: its values, extended properties, and the item."""
        item = self.item(entry)
        return cast(CalendarItem, item.bag), item.extended, item

    def item(self, entry: int) -> Item:
        """The item of a handle, where it lies now (the calendar before other folders); LookupError if it is gone."""
        uid = self.handles.uid(entry)
        found = [item for item in self.mailbox.items.values() if item.is_entry and name_of(item) == uid]
        if not found:
            raise LookupError(f"{self.who} has no entry {entry} any more")
        return min(found, key=lambda item: self.mailbox.folders[item.folder].distinguished != "calendar")

    def date(self, entry: int, original: dt.datetime) -> Occurrence:
        """The date of a series, as it is seen, that by its pattern starts at an instant; LookupError: there is none."""
        values, extended, _ = self.seen(entry)
        shown = Item(self.mailbox, 0, self.mailbox.need("calendar").number, values, extended)
        return self._dated(entry, shown, original)

    def stored_date(self, entry: int, original: dt.datetime) -> Occurrence:
        """The same, as the mailbox has it."""
        return self._dated(entry, self.item(entry), original)

    def _dated(self, entry: int, series: Item, original: dt.datetime) -> Occurrence:
        if original.tzinfo is None:
            raise ValueError(f"original must be an instant with a zone, not {original!r}")
        day = plan_of(series.bag).day_of(original) if is_series(series.bag) else 0
        found = on_day(series, day)
        if found is None or found.original_start != original:
            raise LookupError(f"entry {entry} of {self.who} has no date that starts at {original.isoformat()}")
        return found

    def folder(self, named: str) -> StoredFolder:
        """A folder by its distinguished name or its FolderId; LookupError where there is none."""
        found = self.mailbox.distinguished(named) or self.mailbox.folder_of_id(named)
        if found is None:
            raise LookupError(f"{self.mailbox.address} has no folder {named!r}")
        return found

    def _act(self, what: str) -> Any:
        """A turn of this person; ValueError, and nothing is done, where the program has no such act."""
        if self.can is not None and what not in self.can:
            raise ValueError(f"{self.who} cannot {what}: this program can only {', '.join(sorted(self.can))}")
        return self.exchange.act(what, self.mailbox.address, self.who)


def right(failure: Failure | None) -> None:
    """ValueError that says why Exchange refuses what a person wants."""
    if failure is not None:
        raise ValueError(f"Exchange refuses this entry: {failure.code}: {failure.text}")
