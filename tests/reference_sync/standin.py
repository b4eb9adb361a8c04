"""A stand-in for Exchange behind the worker: calendars in memory, every call kept, failures on demand.

It is no simulator: it answers the calls of `Client` and lets a test move, change and delete what lies in it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import TypeVar

from reference_sync.decide import Entry, Invited, Value, Values, attendees_of, rooms_of, span_of
from reference_sync.exchange import Failure, Stale
from reference_sync.series import State, expanded, rule_of

Answer = TypeVar("Answer")
CALENDAR, TRASH, OTHER = "calendar", "deleted items", "other calendar"


@dataclass
class StandIn:
    """`calls` are (operation, mailbox); `failures` are raised by the next calls, `lost` after doing them."""

    items: dict[str, Entry] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    failures: list[Failure | None] = field(default_factory=list)
    lost: list[Failure | None] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    home: str = ""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    # --- what the worker asks

    def calendar(self, mailbox: str) -> str:
        self._called("calendar", mailbox)
        return self._calendar(mailbox)

    def _calendar(self, mailbox: str) -> str:
        return f"{self.home}{mailbox} {CALENDAR}"

    def is_calendar(self, mailbox: str, folder_id: str) -> bool:
        self._called("is_calendar", mailbox)
        return not folder_id.endswith(TRASH)

    def subscribe(self, mailbox: str, url: str, minutes: int) -> tuple[str, str]:
        self._called("subscribe", mailbox)
        return self._answered((f"S{next(self._numbers)}", "W0"))

    def read(self, mailbox: str, item_ids: Sequence[str], rooms: Collection[str]) -> dict[str, Entry | None]:
        self._called("read", mailbox)
        found = {item_id: self.items.get(item_id) for item_id in item_ids}
        return {item_id: one if one and one.owner == mailbox else None for item_id, one in found.items()}

    def find(self, mailbox: str, oid: str | None = None) -> list[str]:
        self._called("find", mailbox)
        folder = self._calendar(mailbox)
        return [
            one.item_id for one in self.items.values() if one.folder_id == folder and one.oid and oid in (None, one.oid)
        ]

    def create(self, mailbox: str, oid: str | None, values: Values, text: str, zone: str, recurrence: str = "") -> str:
        self._called("create", mailbox)
        made = self.add(mailbox, values, oid)
        if recurrence:
            dates = expanded(rule_of(recurrence), *span_of(values), zone)
            self.items[made.item_id] = replace(made, recurrence=recurrence, dates=dates)
        self.mails += [f"request {one.address}" for one in made.invited]
        return self._answered(made.item_id)

    def update(self, mailbox: str, entry: Entry, values: Values) -> None:
        self._called("update", mailbox)
        now = self.items.get(entry.item_id)
        if now is None or now.change_key != entry.change_key:
            raise Stale("ErrorIrresolvableConflict")
        self.change(entry.item_id, values)
        self.mails += [f"update {one.address}" for one in now.invited]
        self._answered(None)

    def write_date(self, mailbox: str, entry: Entry, original: datetime, state: State) -> None:
        self._called("write_date", mailbox)
        now = self.items.get(entry.item_id)
        if now is None or now.change_key != entry.change_key:
            raise Stale("ErrorIrresolvableConflict")
        self.date(entry.item_id, original, state)
        self._answered(None)

    def unstamp(self, mailbox: str, entry: Entry) -> None:
        self._called("unstamp", mailbox)
        self.items[entry.item_id] = replace(self.items[entry.item_id], oid=None, change_key=f"K{next(self._numbers)}")
        self.events.append(entry.item_id)
        self._answered(None)

    def remove(self, mailbox: str, entry: Entry) -> None:
        self._called("remove", mailbox)
        if entry.item_id not in self.items:
            raise Stale("ErrorItemNotFound")
        self.mails += [f"cancellation {one.address}" for one in entry.invited]
        self.trash(entry.item_id)
        self._answered(None)

    def _called(self, operation: str, mailbox: str) -> None:
        self.calls.append((operation, mailbox))
        if self.failures and (failure := self.failures.pop(0)) is not None:
            raise failure

    def _answered(self, answer: Answer) -> Answer:
        if self.lost and (failure := self.lost.pop(0)) is not None:
            raise failure
        return answer

    # --- what people do

    def add(self, mailbox: str, values: Values, oid: str | None) -> Entry:
        """An entry in a calendar."""
        number = next(self._numbers)
        invited = tuple(Invited(one.address, None, one.role) for one in attendees_of(values))
        invited += tuple(Invited(one, None, "resource") for one in rooms_of(values))
        folder_id = self._calendar(mailbox)
        made = Entry(f"I{number}", f"K{number}", mailbox, oid, dict(values), folder_id=folder_id, invited=invited)
        self.items[made.item_id] = made
        self.events.append(made.item_id)
        return made

    def change(self, item_id: str, values: dict[str, Value] | Values, oid: str | None = None) -> None:
        """Change fields of an entry, or its oid."""
        one = self.items[item_id]
        changed = {**one.values, **values}
        key = f"K{next(self._numbers)}"
        self.items[item_id] = replace(one, values=changed, change_key=key, oid=oid or one.oid)
        self.events.append(item_id)

    def date(self, item_id: str, original: datetime, state: State) -> None:
        """Move one date of a series, or take it out."""
        one = self.items[item_id]
        dates = {**one.dates, original: state}
        self.items[item_id] = replace(one, dates=dates, change_key=f"K{next(self._numbers)}")
        self.events.append(item_id)

    def answer(self, item_id: str, answer: str) -> None:
        """The room answers the invitation."""
        self.items[item_id] = replace(self.items[item_id], answer=answer, change_key=f"K{next(self._numbers)}")
        self.events.append(item_id)

    def move(self, item_id: str, folder: str) -> str:
        """Move an entry to a folder; its new id."""
        one = self.items.pop(item_id)
        moved = f"I{next(self._numbers)}"
        self.items[moved] = replace(one, item_id=moved, folder_id=f"{self.home}{one.owner} {folder}")
        self.events += [moved, item_id]
        return moved

    def migrate(self) -> dict[str, str]:
        """All mailboxes move to another server, where entries and folders have other ids: the new ones by the old."""
        self.home, before, self.items = f"{self.home}moved ", self.items, {}
        for one in before.values():
            moved = f"I{next(self._numbers)}"
            self.items[moved] = replace(one, item_id=moved, folder_id=f"moved {one.folder_id}")
        return dict(zip(before, self.items, strict=True))

    def trash(self, item_id: str) -> str:
        """Delete to Deleted Items."""
        return self.move(item_id, TRASH)

    def shift_delete(self, item_id: str) -> None:
        """Delete for good."""
        del self.items[item_id]
        self.events.append(item_id)

    def copy(self, item_id: str, values: Values) -> str:
        """Ctrl+drag: the copy carries the oid too."""
        one = self.items[item_id]
        return self.add(one.owner, {**one.values, **values}, one.oid).item_id

    def writes(self) -> list[str]:
        """The writing operations, in order."""
        writing = ("create", "update", "write_date", "remove", "unstamp")
        return [operation for operation, _ in self.calls if operation in writing]
