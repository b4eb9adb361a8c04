"""Wrong services that live as long as nothing fails: what they do with an error, a lost message, a sudden end."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from reference_sync import exchange, listener, steps, store, worker
from reference_sync.decide import Base, Create, Decision, Entry
from reference_sync.exchange import Busy, Failure, Unreachable
from reference_sync.steps import Desk
from reference_sync.store import Store, Transaction
from reference_sync.tables import Stored, Work, users, work
from tests.mutants import mutant


def _replace(module: object, name: str, wrong: Any) -> None:
    """Replace a function of a module by a wrong one, which gets the right one first."""
    right = getattr(module, name)
    setattr(module, name, lambda *args, **more: wrong(right, *args, **more))


@mutant("X/any-call-fails")
def gives_up_after_the_first_error() -> None:
    """Strikes out what it was about to do when Exchange fails, and never tries it again."""

    def do(right: Any, desk: Desk, row: Work, entry: Entry | None) -> None:
        try:
            right(desk, row, entry)
        except Failure:
            if row.kind != "reservation":
                raise

    _replace(worker, "do", do)


@mutant("X/any-call-fails")
def stores_after_sending() -> None:
    """Stores what it sends only when it is answered: after a lost answer it knows nothing of the item it made."""

    def recorded(right: Any, tx: Transaction, stored: Stored, decision: Decision, entry: Entry | None) -> Stored:
        return stored if isinstance(decision, Create) else right(tx, stored, decision, entry)

    _replace(steps, "recorded", recorded)


@mutant("X/any-call-fails")
def takes_an_error_for_a_deletion() -> None:
    """Takes an item that it cannot read for one that is gone, and cancels the reservation."""
    unread: set[str] = set()

    def read(right: Any, desk: Desk, mailbox: str, item_ids: Sequence[str]) -> dict[str, Entry | None]:
        try:
            found: dict[str, Entry | None] = right(desk, mailbox, item_ids)
        except Unreachable:
            found = dict.fromkeys(item_ids)
            unread.add(mailbox)
        return found

    def search(right: Any, desk: Desk, mailbox: str, oid: str) -> Entry | None:
        if mailbox in unread:
            unread.discard(mailbox)
            return None
        found: Entry | None = right(desk, mailbox, oid)
        return found

    _replace(steps, "read", read)
    _replace(steps, "search", search)


@mutant("X/any-call-fails")
def takes_silence_for_success() -> None:
    """Takes a change for written when Exchange was busy or could not be reached."""

    def update(right: Any, self: exchange.Exchange, *more: Any) -> None:
        with suppress(Busy, Unreachable):
            right(self, *more)

    _replace(exchange.Exchange, "update", update)


@mutant("X/any-push-fails")
def waits_for_the_last_of_several_messages() -> None:
    """Reads the events of the last message only, when Exchange says that more of them follow."""

    def parse(right: Any, body: bytes) -> list[listener.Notification]:
        found: list[listener.Notification] = right(body)
        return [replace(one, items={}) for one in found] if b"MoreEvents>true<" in body else found

    _replace(listener, "parse", parse)


@mutant("X/any-push-fails")
def subscribes_anew_without_looking_back() -> None:
    """Makes a new subscription when the old one is lost, and never looks for what happened between the two."""

    def put(right: Any, tx: Transaction, mailbox: str, kind: str, *more: Any, **named: Any) -> None:
        if kind != "catch-up":
            right(tx, mailbox, kind, *more, **named)

    _replace(Transaction, "put", put)


@mutant("X/target-killed")
def forgets_its_work_at_the_end() -> None:
    """Begins with an empty list of work: what was under way when it ended is never finished."""

    def take_over(right: Any, self: Store) -> None:
        right(self)
        with self.begin() as tx:
            tx.connection.execute(work.delete().where(work.c.kind != "subscribe"))

    _replace(store.Store, "take_over", take_over)


@mutant("X/target-killed")
def will_not_start_where_it_was_killed() -> None:
    """Takes what it had claimed before a sudden end for the claim of another process, and does not start."""

    def take_over(right: Any, self: Store) -> None:
        with self.begin() as tx:
            claimed = tx.connection.execute(select(users.c.address).where(users.c.claimed_until > 0)).first()
        if claimed is not None:
            raise SystemExit(f"{claimed.address} is claimed by another process")
        right(self)

    _replace(store.Store, "take_over", take_over)


@mutant("X/target-killed")
def remembers_what_it_sent_in_memory_only() -> None:
    """Keeps in memory which items it was about to make: after a sudden end it makes them once more."""
    sent: set[str] = set()

    def recorded(right: Any, tx: Transaction, stored: Stored, decision: Decision, entry: Entry | None) -> Stored:
        if isinstance(decision, Create):
            sent.add(stored.core.oid)
            return stored
        after: Stored = right(tx, stored, decision, entry)
        return after

    def current(right: Any, desk: Desk, mailbox: str, oid: str) -> Entry | None:
        if oid in sent:
            with desk.store.begin() as tx:
                stored = tx.reservation(oid)
                if stored is not None and not stored.base.attempted:
                    tx.save(replace(stored, base=Base(stored.base.values, stored.core.values)))
        found: Entry | None = right(desk, mailbox, oid)
        return found

    _replace(steps, "recorded", recorded)
    _replace(steps, "current", current)


@mutant("X/push-gap")
def never_looks_for_gaps() -> None:
    """Never compares a message's PreviousWatermark with the last watermark it got."""
    vars(listener)["missed"] = lambda user, message: False
