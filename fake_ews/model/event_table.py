"""Which events tell which change: the table of Exchange's notifications as data, a line for each kind of change.

Rule: a line says all; to add a change is to add a line. Read `CreatedEvent it, ModifiedEvent folder` as: a CreatedEvent
of the item (or folder) that has changed, then a ModifiedEvent of the folder in which it lies now; `old folder` is where
it was. What nobody knows for sure is a field of the profile: `if field` behind an event, or in place of its kind a
field that names the kinds.
Source: fact sheet section 4 (guide/notification-subscriptions-mailbox-events-and-ews-in-exchange, figure 1;
guide/pull-notifications-for-ews-deletion-related-mailbox-events-in-exchange, table).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from fake_ews.model.log import Kind
from fake_ews.model.mailbox import RECOVERABLE, TRASH
from fake_ews.model.memo import memo

if TYPE_CHECKING:
    from fake_ews.model.profile import Profile

BUSY_TIME = frozenset({
    "calendar:Start", "calendar:End", "calendar:IsAllDayEvent", "calendar:LegacyFreeBusyStatus",
    "calendar:MyResponseType", "calendar:AppointmentState", "calendar:Recurrence", "calendar:DeletedOccurrences",
})  # fmt: skip
"""Properties whose change, of an entry or of a date of a series, is one of the owner's free/busy time, told by a
FreeBusyChangedEvent at the end. [of a series: inferred]"""

Of = Literal["it", "folder", "old folder", "temporary"]


@dataclass(frozen=True, slots=True)
class Told:
    """One event: its kind, or the field of the profile that names it; of what; only if this field is true."""

    kind: str
    of: Of
    only_if: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A kind of change. `changes`: what somebody does, in words; `named`, `everywhere`: what a subscription is told.

    `named` is one on the folder, or one of the folders; `everywhere` one with SubscribeToAllFolders. `into` holds the
    distinguished names of folders into which it goes; empty: whichever no other line names.
    """

    changes: tuple[str, ...]
    what: Literal["item", "folder"]
    kind: Kind
    named: tuple[Told, ...]
    everywhere: tuple[Told, ...]
    into: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()

    def told(self, profile: Profile, *, everywhere: bool) -> tuple[tuple[str, Of], ...]:
        """Kinds of events, and of what, as a profile has them."""
        if not self.fields:
            return _settled(self, everywhere, ())
        return _settled(self, everywhere, tuple([getattr(profile, field) for field in self.fields]))


@memo
def _settled(line: Line, everywhere: bool, values: tuple[object, ...]) -> tuple[tuple[str, Of], ...]:
    """A line without doubts: its fields have these values."""
    said = dict(zip(line.fields, values, strict=True))
    events = [one for one in (line.everywhere if everywhere else line.named) if not one.only_if or said[one.only_if]]
    return tuple((kind, one.of) for one in events for kind in str(said.get(one.kind, one.kind)).split())


def _fields(told: Iterable[Told]) -> tuple[str, ...]:
    """The fields of the profile on which events depend: those after "if", and those that stand for a kind."""
    names = (name for one in told for name in (one.only_if, "" if one.kind.endswith("Event") else one.kind))
    return tuple(dict.fromkeys(name for name in names if name))


def _told(text: str) -> Iterator[Told]:
    for one in text.split(", "):
        event, _, field = one.partition(" if ")
        kind, _, of = event.partition(" ")
        yield Told(kind, cast("Of", of), field)


def _item(changes: str, kind: Kind, named: str, everywhere: str = "", into: frozenset[str] = frozenset()) -> Line:
    """A line of an item; all subscriptions are told the same, unless `everywhere` says otherwise."""
    on_folders, on_all = (*_told(named),), (*_told(everywhere or named),)
    fields = _fields((*on_folders, *on_all))
    return Line(tuple(changes.split("; ")), "item", kind, on_folders, on_all, into, fields)


def _folder(changes: str, kind: Kind, told: str) -> Line:
    """A line of a folder, whose own folder is the one above it."""
    return Line(tuple(changes.split("; ")), "folder", kind, (*_told(told),), (*_told(told),))


_NOISE = "CreatedEvent temporary if temporary_items, DeletedEvent temporary if temporary_items"
_FOLDERS = "ModifiedEvent old folder, ModifiedEvent folder"
_THERE_AND_HERE = f"DeletedEvent it, CreatedEvent it, {_FOLDERS}"  # through the hidden search folder of all items [doc]
_GONE_TWICE = "DeletedEvent it, DeletedEvent it, ModifiedEvent old folder"
TABLE = (
    _item(
        "create item",
        Kind.Created,
        f"{_NOISE}, CreatedEvent it, ModifiedEvent it if created_then_modified, ModifiedEvent folder",
    ),
    _item(
        "update item; read flag; change or delete an occurrence of a series",
        Kind.Modified,
        "ModifiedEvent it, ModifiedEvent folder",
    ),
    _item(
        "copy item into the folder",
        Kind.Copied,
        "copy_event it, ModifiedEvent folder",
        "CreatedEvent it, ModifiedEvent folder",
    ),
    _item("new message arrives", Kind.Delivered, "NewMailEvent it, CreatedEvent it, ModifiedEvent folder"),
    _item(
        "move to other folder; restore",
        Kind.Moved,
        f"MovedEvent it, ModifiedEvent it if moved_then_modified, {_FOLDERS}",
        _THERE_AND_HERE,
    ),
    _item(
        "DeleteItem MoveToDeletedItems",
        Kind.Moved,
        f"deletion_events it, {_FOLDERS}",
        _THERE_AND_HERE,
        frozenset({TRASH}),
    ),
    _item(
        "DeleteItem SoftDelete", Kind.Moved, "deletion_events it, ModifiedEvent old folder", _GONE_TWICE, RECOVERABLE
    ),
    _item("DeleteItem HardDelete", Kind.Deleted, "DeletedEvent it, ModifiedEvent old folder", _GONE_TWICE),
    _folder("create folder", Kind.Created, "CreatedEvent it, ModifiedEvent folder"),
    _folder("update folder", Kind.Modified, "ModifiedEvent it"),
    _folder("copy folder", Kind.Copied, "CreatedEvent it, ModifiedEvent folder"),
    _folder(
        "move folder; DeleteFolder MoveToDeletedItems",
        Kind.Moved,
        "MovedEvent it, ModifiedEvent old folder, ModifiedEvent folder",
    ),
    _folder("DeleteFolder SoftDelete; DeleteFolder HardDelete", Kind.Deleted, "DeletedEvent it, ModifiedEvent folder"),
)
TOGETHER = {
    "new meeting request arrives": ("new message arrives", "create item"),
    "accept a meeting request": ("update item", "DeleteItem MoveToDeletedItems"),
}
"""Changes that are several: the message in the Inbox and the entry in the calendar."""

_LINES = {(line.what, line.kind.value, into): line for line in TABLE for into in line.into or {""}}


def line_of(what: Literal["item", "folder"], kind: Kind, into: str = "") -> Line:
    """The line for what happened to an item or folder that went into a folder of this distinguished name."""
    of_kind = kind.value
    return _LINES.get((what, of_kind, into)) or _LINES[what, of_kind, ""]
