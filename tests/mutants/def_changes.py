"""Wrong services for changes and cancellations of linked entries (D, E), each rejected by one must-case."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from exchangelib import ItemId  # type: ignore[import-untyped]
from exchangelib.services import CopyItem  # type: ignore[import-untyped]

from reference_sync import calls, exchange, items, steps, worker
from reference_sync.decide import Base, Create, Decision, Entry, Merge, Origin, Place, Reservation
from reference_sync.steps import Desk
from reference_sync.store import Transaction
from reference_sync.tables import Stored, Work, changed
from tests.mutants import mutant
from tests.mutants.services import Decide, _decide, _replace


def _revived(tx: Transaction, oid: str) -> None:
    """Make a cancelled reservation live again."""
    stored = tx.reservation(oid)
    if stored is not None and stored.core.cancelled:
        tx.save(replace(changed(stored, cancelled=False, changed={}), revision=stored.revision + 1))


@mutant("D/ten-changes")
def counts_its_own_writes() -> None:
    """Makes a revision of each save that follows a write to Exchange."""

    def sent(right: Any, desk: Desk, oid: str, *more: Any) -> None:
        right(desk, oid, *more)
        with desk.store.begin() as tx:
            stored = tx.reservation(oid)
            assert stored is not None
            tx.save(replace(stored, revision=stored.revision + 1))

    _replace(steps, "sent", sent)


@mutant("D2/answer-lost")
def makes_another_item_when_unanswered() -> None:
    """Writes the change to a new item when the answer to UpdateItem does not come."""

    def update(right: Any, self: exchange.Exchange, mailbox: str, entry: Entry, values: Any) -> None:
        try:
            right(self, mailbox, entry, values)
        except exchange.Unreachable:
            self.create(mailbox, entry.oid or "", {**entry.values, **values}, "", "UTC")

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


@mutant("D2/stale-key")
def gives_up_at_a_stale_key() -> None:
    """Takes a change that Exchange refuses as stale for done."""

    def update(right: Any, *more: Any) -> None:
        with suppress(exchange.Stale):
            right(*more)

    _replace(exchange.Exchange, "update", update)


@mutant("D2/stale-key")
def reverts_a_pending_change() -> None:
    """Takes the whole entry as it is as soon as anything was changed in Outlook, and forgets what is to be written."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        if isinstance(decision, Merge) and decision.take and entry is not None:
            return replace(decision, take=dict(entry.values), write={})
        return decision

    _decide(wrong)


@mutant("D2/subject")
def writes_times_only() -> None:
    """Writes what was changed in the browser to Exchange, but for the subject."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        if isinstance(decision, Merge):
            return replace(decision, write={name: one for name, one in decision.write.items() if name != "subject"})
        return decision

    _decide(wrong)


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


@mutant("E1/linked")
def writes_another_stamp_than_it_tells() -> None:
    """Writes the oid in capitals on the entries that it makes, and tells it in small letters."""

    def create(right: Any, self: exchange.Exchange, mailbox: str, oid: str, *more: Any) -> str:
        return str(right(self, mailbox, oid.upper(), *more))

    _replace(exchange.Exchange, "create", create)


@mutant("E2/cancel-then-late-send")
def revives_what_is_still_there() -> None:
    """Makes a cancelled reservation live again when its entry, which Outlook has not deleted yet, is seen."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        if entry is not None and entry.oid is not None and entry.place is Place.CALENDAR:
            with desk.store.begin() as tx:
                _revived(tx, entry.oid)
        right(desk, mailbox, item_id, entry)

    _replace(steps, "look", look)


@mutant("E2/taken")
def books_whatever_the_add_in_asks() -> None:
    """Lets the add-in move a reservation to a time when its room is held by another."""

    def book(right: Any, tx: Transaction, stored: Stored) -> None:
        if Origin.ADDIN not in stored.core.changed.values():
            right(tx, stored)

    _replace(calls, "book", book)


@mutant("E3/emptied")
def revives_when_the_trash_is_emptied() -> None:
    """Keeps an eye on entries in Deleted Items, and takes one that is gone from there for one that is back."""
    trashed: dict[str, str] = {}

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        with desk.store.begin() as tx:
            if entry is None and item_id in trashed:
                _revived(tx, trashed.pop(item_id))
            if entry is not None and entry.oid is not None and entry.place is Place.ELSEWHERE:
                trashed[item_id] = entry.oid
                tx.put(mailbox, "watch", item_id, tx.now() + 20.0, move=True)
        right(desk, mailbox, item_id, entry)

    def do(right: Any, desk: Desk, row: Work, entry: Entry | None) -> None:
        if row.kind != "watch":
            right(desk, row, entry)
        else:
            steps.look(desk, row.mailbox, row.ref, steps.read(desk, row.mailbox, [row.ref])[row.ref])

    _replace(steps, "look", look)
    _replace(worker, "do", do)


@mutant("E3/push-before-addin")
def counts_what_the_add_in_repeats() -> None:
    """Makes a revision when the add-in tells what Exchange has told before."""

    def patched(right: Any, tx: Transaction, stored: Stored, asked: Any, origin: Origin) -> Stored:
        after: Stored = right(tx, stored, asked, origin)
        return replace(after, revision=stored.revision + 1)

    _replace(calls, "patched", patched)


@mutant("E3/shift-delete")
def creates_again_what_is_gone_at_once() -> None:
    """Creates the entry of a cancelled reservation again when it is gone without a stop in Deleted Items."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        if entry is None and reservation is not None and reservation.cancelled and reservation.item_id is not None:
            return Create("E3")
        return right(reservation, base, entry)

    _decide(wrong)


@mutant("E3/trash")
def restores_by_a_copy() -> None:
    """Copies the entry of a reservation from Deleted Items back to the calendar."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        right(desk, mailbox, item_id, entry)
        client = desk.client
        if entry is not None and entry.oid is not None and entry.place is Place.ELSEWHERE:
            assert isinstance(client, exchange.Exchange)
            account, calendar = client._account(mailbox), client._calendar(mailbox)
            list(CopyItem(account=account).call(items=[ItemId(id=item_id)], to_folder=calendar))

    _replace(steps, "look", look)
