"""Takes work from the table, mailbox by mailbox, and has it done; a failure becomes a later due time.

Rules: a row is struck out only when its step succeeded. Where Exchange is at fault the whole mailbox waits, where only
one request is, that row does; both wait longer each time (A1/refused, X/bounded).
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from reference_sync import steps
from reference_sync.decide import Entry
from reference_sync.exchange import Busy, Failure, Refused, Rejected
from reference_sync.steps import Desk
from reference_sync.tables import Work

log = logging.getLogger(__name__)
FAILING_AFTER = 3
"""So many failures of a mailbox in a row, and its user is told."""
TRIES = 8
"""So often one request that Exchange rejects is repeated before it is given up."""


def wait_after(failure: Failure, failures: int) -> float:
    """Seconds until a mailbox is tried again after so many failures in a row: as Exchange asks, else ever longer."""
    if isinstance(failure, Busy) and failure.seconds:
        return failure.seconds
    if isinstance(failure, Refused):
        return float(min(60 * 2**failures, 3600))
    return float(min(2**failures, 300))


def serve(desk: Desk) -> bool:
    """Claim one mailbox and work until nothing of it is due; False if there was none to claim."""
    with desk.store.begin() as tx:
        mailbox = tx.claim(desk.settings.workers)
    if mailbox is None:
        return False
    rows = due(desk, mailbox)
    try:
        while rows and not desk.stopping.is_set():
            work_on(desk, mailbox, rows)
            rows = due(desk, mailbox)
    finally:
        if rows:
            with desk.store.begin() as tx:
                tx.release(mailbox)
    return True


def due(desk: Desk, mailbox: str) -> list[Work]:
    """The next row that is due, or all entries that are, since one call reads them; none: the mailbox is given back."""
    with desk.store.begin() as tx:
        rows = tx.due(mailbox)
        if not rows:
            tx.release(mailbox)
    if rows and rows[0].kind == "entry":
        return [row for row in rows if row.kind == "entry"]
    return rows[:1]


def work_on(desk: Desk, mailbox: str, rows: Sequence[Work]) -> None:
    """Do rows, each on its own; the first failure of Exchange ends it."""
    try:
        for row, entry in read_ahead(desk, mailbox, rows):
            try:
                do(desk, row, entry)
            except Rejected as error:
                give_way(desk, row, error)
            except Failure:
                raise
            except Exception as error:  # outermost loop: a mistake of ours must not stop all other work
                log.exception("%s %s of %s went wrong", row.kind, row.ref, mailbox)
                give_way(desk, row, Rejected(repr(error)))
            else:
                succeeded(desk, row)
    except Failure as failure:
        failed(desk, mailbox, failure)


def read_ahead(desk: Desk, mailbox: str, rows: Sequence[Work]) -> list[tuple[Work, Entry | None]]:
    """The rows with their entries, those that exist first: where one moved, its new id is seen before the old."""
    if rows[0].kind != "entry":
        return [(row, None) for row in rows]
    try:
        entries = steps.read(desk, mailbox, [row.ref for row in rows])
    except Rejected as error:
        if len(rows) > 1:
            return read_ahead(desk, mailbox, rows[:1])
        give_way(desk, rows[0], error)
        return []
    return sorted(((row, entries[row.ref]) for row in rows), key=lambda pair: pair[1] is None)


def do(desk: Desk, row: Work, entry: Entry | None) -> None:
    """One row of work."""
    match row.kind:
        case "entry":
            steps.look(desk, row.mailbox, row.ref, entry)
        case "reservation":
            steps.bring(desk, row.mailbox, row.ref)
        case "subscribe":
            try:
                steps.subscribe(desk, row.mailbox)
            except Rejected as error:
                raise Refused(str(error)) from error  # without a subscription nothing of this mailbox works
        case "catch-up":
            steps.catch_up(desk, row.mailbox)
        case "overdue":
            steps.overdue(desk, row.mailbox, row.ref)
        case "missing":
            steps.missing(desk, row.mailbox, row.ref)
        case "unstamp":
            steps.unstamp(desk, row.mailbox, row.ref)
        case "withdraw":
            steps.withdraw(desk, row.mailbox, row.ref)


def succeeded(desk: Desk, row: Work) -> None:
    """Strike the row out; a mailbox that answers is well again."""
    with desk.store.begin() as tx:
        tx.done(row)
        user = tx.user(row.mailbox)
        if user is not None and user.failures:
            since = tx.now() if user.reason else user.since
            tx.change_user(row.mailbox, failures=0, reason=None, since=since)


def failed(desk: Desk, mailbox: str, failure: Failure) -> None:
    """The mailbox waits; who is refused, or fails again and again, is shown as failing."""
    with desk.store.begin() as tx:
        user = tx.user(mailbox)
        assert user is not None
        shown = isinstance(failure, Refused) or user.failures + 1 >= FAILING_AFTER
        tx.change_user(
            mailbox,
            failures=user.failures + 1,
            not_before=tx.now() + wait_after(failure, user.failures),
            reason=str(failure) if shown else user.reason,
            since=tx.now() if shown and user.reason is None else user.since,
        )
    log.warning("%s waits: %s", mailbox, failure)


def give_way(desk: Desk, row: Work, error: Rejected) -> None:
    """One request is rejected: try it later, give it up in the end."""
    log.warning("%s %s of %s is rejected: %s", row.kind, row.ref, row.mailbox, error)
    with desk.store.begin() as tx:
        if row.attempts < TRIES:
            tx.postpone(row, tx.now() + wait_after(error, row.attempts))
            return
        tx.done(row)
        stored = tx.reservation(row.ref) if row.kind == "reservation" else None
        if stored is not None:
            tx.save(replace(stored, flags=stored.flags | {"refused"}))


class Crew:
    """The threads that serve; each has a desk of its own."""

    def __init__(self, desks: Sequence[Desk]) -> None:
        self._desks = desks
        self._threads = [threading.Thread(target=run, args=[desk], name="worker") for desk in desks]

    def start(self) -> None:
        """Begin to serve."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End after the rows at hand; what is left waits in the table."""
        for desk in self._desks:
            desk.stopping.set()
        for desk in self._desks:
            desk.store.work.ring(len(self._desks))
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()


def run(desk: Desk) -> None:
    """Serve until the desk is closed; other processes may share the table, so it is looked at every second."""
    while not desk.stopping.is_set():
        seen = desk.store.work.count
        try:
            if not serve(desk):
                desk.store.work.wait(seen, 1.0)
        except SQLAlchemyError:
            log.exception("the database does not answer")
            desk.stopping.wait(1.0)
