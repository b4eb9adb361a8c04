"""What can be done to the tables in one transaction.

Rules: whatever must survive the end of the process is a row here, written before it is acted on. Work is taken mailbox
by mailbox, so that no two threads or processes ever work on one calendar at the same time. Due times are instants of
the product's clock, which is a row too; only the lease of a claim is counted in real time.
"""

import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from reference_sync.tables import (
    Backlog,
    Room,
    Stored,
    User,
    Work,
    clock,
    columns_of,
    copies,
    metadata,
    reservations,
    resources,
    stored_of,
    users,
    work,
)

LEASE = 300.0
"""Real seconds after which a mailbox claimed by a process that died is free again."""


class Store:
    """The database at `dsn`; its tables are made if they are missing."""

    def __init__(self, dsn: str) -> None:
        self.engine = sa.create_engine(dsn)
        self._one_writer = threading.RLock() if self.engine.dialect.name == "sqlite" else nullcontext()
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _sqlite_connection)
            sa.event.listen(self.engine, "begin", _sqlite_begin)
        self._lock = threading.Lock()
        self._workers, self._watchers = threading.Condition(self._lock), threading.Condition(self._lock)
        self.rung = 0
        """How often it rang; see `wait`."""
        metadata.create_all(self.engine)

    @contextmanager
    def begin(self) -> Iterator["Transaction"]:
        """One transaction: all of it is stored when the block ends, nothing if it raises."""
        with self._one_writer, self.engine.begin() as connection:
            tx = Transaction(connection)
            yield tx
        if tx.rings:
            self.ring()

    def ring(self) -> None:
        """Something is to be done, or was: wakes one worker, and all who only want to know."""
        with self._lock:
            self.rung += 1
            self._workers.notify()
            self._watchers.notify_all()

    def wait(self, seen: int, seconds: float, *, worker: bool = False) -> None:
        """Wait until it rings, at most so long; at once if it rang since `rung` was `seen`."""
        with self._lock:
            bell = self._workers if worker else self._watchers
            bell.wait_for(lambda: self.rung != seen, seconds)

    def take_over(self) -> None:
        """Free what a killed process had claimed; only where no other process can share the database."""
        if self.engine.dialect.name == "sqlite":
            with self.begin() as tx:
                tx.connection.execute(users.update().values(claimed_until=0.0))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _sqlite_connection(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver shall not begin by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=10000")


def _sqlite_begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class Transaction:
    """What can be read and changed within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.rings = False  # there is something new to do

    # --- the product's clock

    def now(self) -> float:
        """The product's present instant: as set by PUT /clock, else the real one."""
        fixed = self.connection.execute(sa.select(clock.c.now)).scalar()
        return time.time() if fixed is None else fixed

    def stands_still(self) -> bool:
        """Was the time set by PUT /clock, now or in an earlier run?"""
        return self.connection.execute(sa.select(clock.c.now)).scalar() is not None

    def set_clock(self, now: float) -> None:
        """From now on time stands still at `now`."""
        self.connection.execute(clock.delete())
        self.connection.execute(clock.insert().values(id=1, now=now))
        self.rings = True

    # --- users and their work

    def user(self, address: str) -> User | None:
        """The user with this address."""
        return self._user(users.c.address == address)

    def user_of(self, token: str) -> User | None:
        """The user whose listener address carries `token`."""
        return self._user(users.c.token == token)

    def _user(self, condition: sa.ColumnElement[bool]) -> User | None:
        columns = [users.c[name] for name in User.__slots__]
        row = self.connection.execute(sa.select(*columns).where(condition)).one_or_none()
        return None if row is None else User(*row)

    def change_user(self, address: str, **changes: str | float | bool | None) -> None:
        """Set columns of a user."""
        self.connection.execute(users.update().where(users.c.address == address).values(**changes))

    def switch(self, address: str, on: bool) -> None:
        """Switch a user's synchronisation on or off; nothing waits for a user who is off."""
        now = self.now()
        found = self.user(address)
        fresh = {"synchronised": on, "since": now, "reason": None, "failures": 0, "not_before": 0.0}
        if found is None:
            token = secrets.token_urlsafe(24)
            self.connection.execute(users.insert().values(address=address, token=token, **fresh))
        elif found.synchronised != on:
            self.change_user(address, subscription=None, subscribing=False, watermark=None, **fresh)
        if not on:
            self.connection.execute(work.delete().where(work.c.mailbox == address))

    def put(self, mailbox: str, kind: str, ref: str = "", due: float | None = None, *, move: bool = False) -> None:
        """Have something done, if the user is on; a row that waits already comes no later (`move`: exactly then)."""
        user = self.user(mailbox)
        if user is None or not user.synchronised:
            return
        at = self.now() if due is None else due
        dialect = sqlite if self.connection.dialect.name == "sqlite" else postgresql
        insert = dialect.insert(work).values(mailbox=mailbox, kind=kind, ref=ref, due=at)
        moved = insert.excluded.due if move else sa.case((work.c.due < at, work.c.due), else_=insert.excluded.due)
        keys = [work.c.mailbox, work.c.kind, work.c.ref]
        self.connection.execute(
            insert.on_conflict_do_update(index_elements=keys, set_={"due": moved, "version": work.c.version + 1})
        )
        self.rings = True

    def claim(self) -> str | None:
        """A mailbox that has work due and nobody works on; it is the caller's until `release`, at most for LEASE."""
        claimable = self._claimable(self.now()).with_only_columns(users.c.address).order_by(work.c.due, work.c.id)
        found: str | None = self.connection.execute(
            claimable.limit(1).with_for_update(of=users, skip_locked=True)
        ).scalar()
        if found is not None:
            self.change_user(found, claimed_until=time.time() + LEASE)
            self.rings = True  # it has started: see PUT /clock
        return found

    def release(self, mailbox: str) -> None:
        """Give a claimed mailbox back."""
        self.change_user(mailbox, claimed_until=0.0)
        self.rings = True  # something may have come in since the last look

    def due(self, mailbox: str, limit: int = 50) -> list[Work]:
        """What is due for a mailbox at present, oldest first; nothing while it is off or has to wait."""
        user, now = self.user(mailbox), self.now()
        if user is None or not user.synchronised or user.not_before > now:
            return []
        query = sa.select(work).where(work.c.mailbox == mailbox, work.c.due <= now).order_by(work.c.due, work.c.id)
        return [Work(**row._mapping) for row in self.connection.execute(query.limit(limit))]

    def done(self, item: Work) -> None:
        """Strike a piece of work out, unless it was asked for again meanwhile."""
        self.connection.execute(work.delete().where(work.c.id == item.id, work.c.version == item.version))

    def postpone(self, item: Work, due: float) -> None:
        """Try a piece of work again at `due`."""
        self.connection.execute(work.update().where(work.c.id == item.id).values(due=due, attempts=item.attempts + 1))

    def _claimable(self, now: float) -> sa.Select[Any]:
        return (
            sa.select(work.c.id)
            .join(users, users.c.address == work.c.mailbox)
            .where(users.c.synchronised, work.c.due <= now, users.c.not_before <= now)
            .where(users.c.claimed_until < time.time())
        )

    def unstarted(self) -> bool:
        """Is anything due that nobody works on?"""
        return self.connection.execute(self._claimable(self.now()).limit(1)).first() is not None

    def backlog(self) -> Backlog:
        """What is running, due and waiting at the product's present instant."""
        running = sa.select(users.c.address).where(users.c.claimed_until >= time.time()).limit(1)
        if self.unstarted() or self.connection.execute(running).first() is not None:
            return Backlog(True, 0, None)
        at = sa.case((work.c.due > users.c.not_before, work.c.due), else_=users.c.not_before)
        waiting = sa.select(sa.func.count(), sa.func.min(at)).join_from(work, users).where(users.c.synchronised)
        count, first = self.connection.execute(waiting).one()
        return Backlog(False, count, first)

    # --- rooms

    def put_room(self, room: Room) -> None:
        """Make a room, or change it."""
        self.connection.execute(resources.delete().where(resources.c.address == room.address))
        spans = [list(span) for span in room.not_bookable]
        self.connection.execute(resources.insert().values(address=room.address, name=room.name, not_bookable=spans))

    def rooms(self) -> dict[str, Room]:
        """All rooms by address."""
        rows = self.connection.execute(sa.select(resources).order_by(resources.c.name))
        return {row.address: Room(row.address, row.name, tuple(map(tuple, row.not_bookable))) for row in rows}

    def taken(self, rooms: Sequence[str], start: datetime, end: datetime, but: str | None = None) -> tuple[str, ...]:
        """Which of `rooms` are held in that span by a living reservation other than `but`, or not bookable."""
        first, last = start.timestamp(), end.timestamp()
        lock = sa.select(resources.c.address).where(resources.c.address.in_(rooms)).with_for_update()
        self.connection.execute(lock)  # two bookings of one room never look at the same time
        overlapping = sa.select(reservations.c.fields).where(
            ~reservations.c.cancelled,
            reservations.c.starts < last,
            reservations.c.ends > first,
            reservations.c.oid != (but or ""),
        )
        held = {room for (found,) in self.connection.execute(overlapping) for room in found["resources"]}
        closed = {
            room.address for room in self.rooms().values() if any(s < last and e > first for s, e in room.not_bookable)
        }
        return tuple(room for room in rooms if room in held | closed)

    # --- reservations

    def add(self, stored: Stored, key: str | None) -> None:
        """Store a new reservation; `key` is the caller's Idempotency-Key."""
        self.connection.execute(reservations.insert().values(key=key, **columns_of(stored)))

    def save(self, stored: Stored) -> None:
        """Store a reservation that was changed."""
        self.connection.execute(
            reservations.update().where(reservations.c.oid == stored.core.oid).values(**columns_of(stored))
        )

    def reservation(self, oid: str) -> Stored | None:
        """The reservation with this oid."""
        return next(self._search(reservations.c.oid == oid), None)

    def made_with(self, key: str) -> Stored | None:
        """The reservation made with this Idempotency-Key."""
        return next(self._search(reservations.c.key == key), None)

    def linked_to(self, mailbox: str, item_id: str) -> Stored | None:
        """The reservation that carries this ItemId."""
        return next(self._search(reservations.c.item_id == item_id, reservations.c.organizer == mailbox), None)

    def reservations(
        self,
        organizer: str | None = None,
        start: float | None = None,
        end: float | None = None,
        cancelled: bool | None = None,
    ) -> list[Stored]:
        """Reservations by organizer, overlapping span and state; None: whatever it is."""
        wanted = [] if organizer is None else [reservations.c.organizer == organizer]
        wanted += [] if start is None else [reservations.c.ends > start]
        wanted += [] if end is None else [reservations.c.starts < end]
        wanted += [] if cancelled is None else [reservations.c.cancelled == cancelled]
        return list(self._search(*wanted))

    def _search(self, *conditions: sa.ColumnElement[bool]) -> Iterator[Stored]:
        query = sa.select(reservations).where(*conditions).order_by(reservations.c.starts, reservations.c.oid)
        return map(stored_of, self.connection.execute(query).all())

    def is_copy(self, item_id: str) -> bool:
        """Is this item known as a copy of a linked entry?"""
        return self.connection.execute(sa.select(copies).where(copies.c.item_id == item_id)).first() is not None

    def mark_copy(self, item_id: str) -> None:
        """Remember that this item is a copy of a linked entry."""
        if not self.is_copy(item_id):
            self.connection.execute(copies.insert().values(item_id=item_id))
