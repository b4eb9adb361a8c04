"""What the simulator shows, copied into the values of the history: the only place where the two meet.

Rule: copies field by field by name; nothing is computed, so the history says what the simulator said.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from scenarios.history import Changed, Date, Item, Property, Record, Subscription

if TYPE_CHECKING:
    from fake_ews import FakeExchange

T = TypeVar("T")
NESTED = {"changes", "properties"}


def records(exchange: "FakeExchange", after: int, mailboxes: Iterable[str]) -> tuple[Record, ...]:
    """The journal behind a number, as far as it concerns these mailboxes or none."""
    wanted = {*mailboxes, ""}
    found = [one for one in exchange.journal.after(after) if one.mailbox in wanted or _touches(one, wanted)]
    return tuple(_copied(Record, one, changes=_all(Changed, one.changes), properties=one.properties) for one in found)


def items(exchange: "FakeExchange", mailbox: str) -> tuple[Item, ...]:
    """All items of a mailbox."""
    shown = exchange.mailbox(mailbox).items("all")
    return tuple(item(one) for one in shown if one.item_class.startswith("IPM.Appointment"))


def item(view: Any) -> Item:
    """One item as the simulator shows it."""
    minutes = None if view.reminder is None else int(view.reminder)
    parts = {"properties": _all(Property, view.properties), "dates": _all(Date, view.dates)}
    return _copied(Item, view, reminder=minutes, **parts)


def subscriptions(exchange: "FakeExchange", mailbox: str) -> tuple[Subscription, ...]:
    """The subscriptions on a mailbox, ended ones included."""
    return _all(Subscription, exchange.subscriptions(mailbox))


def made(exchange: "FakeExchange", mailbox: str, after: int = 0) -> frozenset[str]:
    """The ids of all items in a mailbox that requests have made, behind a number of the journal."""
    calls = (one for one in exchange.journal.after(after) if one.kind == "call" and one.is_write)
    changes = (change for one in calls for change in one.changes if change.mailbox == mailbox)
    return frozenset(change.item_id for change in changes if change.kind == "Created" and change.what == "item")


def _touches(record: Any, mailboxes: set[str]) -> bool:
    return any(change.mailbox in mailboxes for change in record.changes)


def _all(kind: type[T], sources: Iterable[Any]) -> tuple[T, ...]:
    return tuple(_copied(kind, one) for one in sources)


def _copied(kind: type[T], source: Any, **given: object) -> T:
    names = [one.name for one in fields(kind) if one.init and one.name not in given]  # type: ignore[arg-type]
    return kind(**{name: getattr(source, name) for name in names}, **given)
