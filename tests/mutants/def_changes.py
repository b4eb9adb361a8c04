"""Wrong services for changes and cancellations of linked entries (D, E, F, X), each rejected by one must-case."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from reference_sync import decide, exchange, items, steps
from reference_sync.decide import Entry, Place
from reference_sync.steps import Desk
from tests.mutants import mutant
from tests.mutants.services import _replace


@mutant("D3/clock-skew")
def trusts_the_clocks() -> None:
    """Takes whatever was modified before its own last write, by the clocks, for its own write."""
    modified: dict[str, datetime] = {}
    written: dict[str, float] = {}
    vars(exchange)["READ"] = (*items.READ, "last_modified_time")

    def entry_of(right: Any, item: Any, *more: Any) -> Entry | None:
        entry: Entry | None = right(item, *more)
        if entry is not None:
            modified[entry.item_id] = item.last_modified_time
        return entry

    def sent(right: Any, desk: Desk, oid: str, values: Any, item_id: str) -> None:
        right(desk, oid, values, item_id)
        with desk.store.begin() as tx:
            written[item_id] = tx.now()

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        if entry is None or modified[item_id].timestamp() > written.get(item_id, 0.0):
            right(desk, mailbox, item_id, entry)

    _replace(exchange, "entry_of", entry_of)
    _replace(steps, "sent", sent)
    _replace(steps, "look", look)


@mutant("D2/stale-key")
def gives_up_at_a_stale_key() -> None:
    """Takes a change that Exchange refuses as stale for done."""

    def update(right: Any, *more: Any) -> None:
        with suppress(exchange.Stale):
            right(*more)

    _replace(exchange.Exchange, "update", update)


@mutant("D2/conflict-but-saved")
def forces_what_was_refused() -> None:
    """Writes again, whatever is there, when Exchange answers that there is a conflict."""

    def update(right: Any, self: exchange.Exchange, mailbox: str, entry: Entry, values: Any) -> None:
        try:
            right(self, mailbox, entry, values)
        except exchange.Stale:
            vars(exchange)["NEVER_OVERWRITE"] = "AlwaysOverwrite"
            right(self, mailbox, entry, values)

    _replace(exchange.Exchange, "update", update)


@mutant("F2/any-client")
def acts_on_moved_but_not_on_deleted() -> None:
    """Cancels what was moved to the trash, and keeps what is gone at once."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        with desk.store.begin() as tx:
            known = tx.linked_to(mailbox, item_id)
        if entry is not None or known is None or known.core.cancelled:
            right(desk, mailbox, item_id, entry)

    _replace(steps, "look", look)


@mutant("F2/meeting-cancelled")
def restores_a_cancelled_meeting() -> None:
    """Takes the cancelled meeting in the trash for a mistake, and creates the entry again."""

    def wrong(right: Any, reservation: Any, base: Any, entry: Entry | None) -> decide.Decision:
        if entry is not None and entry.cancelled and entry.place is not Place.CALENDAR:
            return decide.Create("E-trash")
        found: decide.Decision = right(reservation, base, entry)
        return found

    _replace(decide, "decide", wrong)
