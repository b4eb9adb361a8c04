"""Wrong services of mailboxes that are at another server, or have moved there."""

from dataclasses import replace
from typing import Any

from reference_sync import steps, worker
from reference_sync.decide import Base, Entry, Link
from reference_sync.exchange import Failure, Unreachable
from reference_sync.steps import Desk
from reference_sync.store import Store, Transaction
from reference_sync.tables import Work, changed
from tests.mutants import mutant
from tests.mutants.services import _replace as replaced


@mutant("A1/two-servers")
def asks_everything_of_the_configured_server() -> None:
    """Takes the EWS address of a user, and asks everything of the one it is configured with."""
    replaced(Store, "server_of", lambda right, store, mailbox: "")


@mutant("A1/two-servers")
def asks_another_server_when_one_is_down() -> None:
    """Asks the server it is configured with about everybody whose own does not answer."""
    down: set[str] = set()

    def server_of(right: Any, store: Store, mailbox: str) -> str:
        return "" if mailbox in down else str(right(store, mailbox))

    def failed(right: Any, desk: Desk, mailbox: str, failure: Failure) -> None:
        if isinstance(failure, Unreachable):
            down.add(mailbox)
        right(desk, mailbox, failure)

    replaced(Store, "server_of", server_of)
    replaced(worker, "failed", failed)


@mutant("A1/two-servers")
def waits_with_everybody_when_one_server_is_down() -> None:
    """Asks nothing for anybody as long as one server does not answer."""

    def failed(right: Any, desk: Desk, mailbox: str, failure: Failure) -> None:
        right(desk, mailbox, failure)
        if isinstance(failure, Unreachable):
            with desk.store.begin() as tx:
                user = tx.user(mailbox)
                for other in tx.switched_on():
                    tx.change_user(other, not_before=user.not_before + 3600.0 if user else 0.0)

    replaced(worker, "failed", failed)


@mutant("A2/migrated")
def takes_what_is_gone_for_deleted() -> None:
    """Looks at the entries it knows before it looks for others, and takes every one whose id is gone for deleted."""

    def read_ahead(right: Any, desk: Desk, mailbox: str, rows: list[Work]) -> list[tuple[Work, Entry | None]]:
        return sorted(right(desk, mailbox, rows), key=lambda pair: pair[1] is not None)

    replaced(worker, "read_ahead", read_ahead)
    vars(steps)["search"] = lambda desk, mailbox, oid: None


@mutant("A2/migrated")
def creates_everything_anew_at_the_other_server() -> None:
    """Forgets its links when a mailbox is at another server, and creates an entry there for every reservation."""

    def switch(right: Any, tx: Transaction, address: str, on: bool, exchange: str = "") -> None:
        before = tx.user(address)
        right(tx, address, on, exchange)
        if on and before is not None and before.synchronised and before.exchange != exchange:
            for stored in tx.reservations(organizer=address, cancelled=False):
                tx.save(replace(changed(stored, item_id=None, link=Link.NONE), base=Base()))
                tx.put(address, "reservation", stored.core.oid, 0.0)

    replaced(Transaction, "switch", switch)


@mutant("A2/migrated")
def stays_at_the_old_server() -> None:
    """Goes on as if nothing had happened when a mailbox is said to be at another server."""

    def switch(right: Any, tx: Transaction, address: str, on: bool, exchange: str = "") -> None:
        before = tx.user(address)
        right(tx, address, on, before.exchange if before is not None and before.synchronised else exchange)

    replaced(Transaction, "switch", switch)
