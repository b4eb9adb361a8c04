"""What can be done to the tables in one transaction.

Rules: whatever must survive the end of the process is a row here, written before it is acted on. Work is taken mailbox
by mailbox, so that no two threads or processes ever work on one calendar at the same time. Transactions come one after
the other, also those of several processes: what one has read stays true until it ends. Due times are instants of the
product's clock, which is a row too; only the lease of a claim is counted in real time.
"""

import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from types import ModuleType
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
    locks,
    metadata,
    reservations,
    resources,
    state_of_json,
    stored_of,
    users,
    work,
)

ALL = 1_000_000
ONE_CONNECTION = {"poolclass": sa.StaticPool, "connect_args": {"check_same_thread": False}}
TURN = 0x65777373
"""What the transactions of all processes at one PostgreSQL wait for, one after the other: any number will do."""
LEASE = 300.0
"""Real seconds after which a mailbox claimed by a process that died is free again."""

# --- what is asked again and again, put together once; `now` is the product's time, `real` the clock on the wall

_mailbox: sa.BindParameter[str] = sa.bindparam("mailbox")
_now: sa.BindParameter[float] = sa.bindparam("now")
_real: sa.BindParameter[float] = sa.bindparam("real")
NOW = sa.select(clock.c.now)
USERS = sa.select(*(users.c[name] for name in User.__slots__))
USER = USERS.where(users.c.address == _mailbox)
USER_OF = USERS.where(users.c.token == sa.bindparam("token"))
CLAIMABLE = (
    sa.select(users.c.address)
    .join(work)
    .where(users.c.synchronised, work.c.due <= _now, users.c.not_before <= _now, users.c.claimed_until < _real)
)
CLAIM = CLAIMABLE.where(users.c.exchange.not_in(sa.bindparam("crowded", expanding=True)))
CLAIM = CLAIM.order_by(work.c.due, work.c.id).limit(1)
SERVERS = (
    sa.select(
        users.c.exchange,
        sa.func.max(users.c.failures),
        sa.func.sum(sa.case((users.c.claimed_until >= _real, 1), else_=0)),
    )
    .where(users.c.synchronised)
    .group_by(users.c.exchange)
)
DUE = (
    sa.select(work)
    .join(users)
    .where(users.c.address == _mailbox, users.c.synchronised, users.c.not_before <= _now, work.c.due <= _now)
    .order_by(work.c.due, work.c.id)
    .limit(50)
)
BACKLOG = (
    sa.select(
        sa.func.count(),
        sa.func.min(sa.case((work.c.due > users.c.not_before, work.c.due), else_=users.c.not_before)),
        sa.select(users.c.address).where(users.c.claimed_until >= _real).exists(),
    )
    .join_from(work, users)
    .where(users.c.synchronised)
)
ROOMS = sa.select(resources).order_by(resources.c.name)
BY_OID = sa.select(reservations).where(reservations.c.oid == sa.bindparam("oid"))
BY_KEY = sa.select(reservations).where(reservations.c.key == sa.bindparam("key"))
BY_ITEM = sa.select(reservations).where(
    reservations.c.item_id == sa.bindparam("item_id"), reservations.c.organizer == _mailbox
)
COPY = sa.select(copies).where(copies.c.item_id == sa.bindparam("item_id"))


def _putting(dialect: ModuleType, move: bool) -> sa.Insert:
    """The statement of `Transaction.put`, which says what it does."""
    row = [
        sa.bindparam("kind", type_=sa.String),
        sa.bindparam("ref", type_=sa.String),
        sa.bindparam("due", type_=sa.Double),
    ]
    on = sa.select(users.c.address, *row).where(users.c.address == _mailbox, users.c.synchronised)
    insert = dialect.insert(work).from_select(["mailbox", "kind", "ref", "due"], on)
    sooner = sa.case((work.c.due < insert.excluded.due, work.c.due), else_=insert.excluded.due)
    due = insert.excluded.due if move else sooner
    keys = [work.c.mailbox, work.c.kind, work.c.ref]
    upsert = insert.on_conflict_do_update(index_elements=keys, set_={"due": due, "version": work.c.version + 1})
    assert isinstance(upsert, sa.Insert)
    return upsert


PUT = {(one.dialect.name, move): _putting(one, move) for one in (sqlite, postgresql) for move in (False, True)}


class Bell:
    """Wakes those who wait for something; `count` says how often it rang, so that no ringing is missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.count = 0

    def ring(self, waiting: int) -> None:
        """Wake so many of those who wait; who begins to wait now and knows an older count does not wait."""
        with self._condition:
            self.count += 1
            self._condition.notify(waiting)

    def wait(self, seen: int, seconds: float) -> None:
        """Wait until it rings, at most so long; at once if it rang since its count was `seen`."""
        with self._condition:
            self._condition.wait_for(lambda: self.count != seen, seconds)


class Store:
    """The database at `dsn`; its tables are made if they are missing.

    `work` rings for workers when something becomes due, `news` for all who ask, when work is begun or done.
    """

    def __init__(self, dsn: str) -> None:
        self.alone = sa.make_url(dsn).get_backend_name() == "sqlite"
        """SQLite: no other process works on the database, and one connection serves one thread after the other."""
        self.engine = sa.create_engine(dsn, **(ONE_CONNECTION if self.alone else {}))
        self._turn = threading.RLock() if self.alone else nullcontext()
        if self.alone:
            sa.event.listen(self.engine, "connect", _sqlite_connection)
        sa.event.listen(self.engine, "begin", _sqlite_begin if self.alone else _postgresql_begin)
        self.work, self.news = Bell(), Bell()
        metadata.create_all(self.engine)
        with self.engine.begin() as connection:
            _complete(connection, users.c.exchange)

    @contextmanager
    def begin(self) -> Iterator["Transaction"]:
        """One transaction: all of it is stored when the block ends, nothing if it raises."""
        with self._turn, self.engine.begin() as connection:
            tx = Transaction(connection)
            yield tx
        if tx.wakes:
            self.work.ring(len(tx.wakes))
        if tx.news:
            self.news.ring(ALL)

    def take_over(self) -> None:
        """Free what a killed process had claimed; only where no other process can share the database."""
        if self.alone:
            with self.begin() as tx:
                tx.connection.execute(users.update().values(claimed_until=0.0))

    def server_of(self, mailbox: str) -> str:
        """The EWS address of the server that a mailbox was said to be at; empty: the one of the settings."""
        with self.begin() as tx:
            user = tx.user(mailbox)
        return user.exchange if user else ""

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _meets(dates: Mapping[str, Any], start: datetime, end: datetime) -> bool:
    """Does a reservation that overlaps as a whole do so on one of its dates? Without dates it is no series."""
    spans = [state for one in dates.values() if (state := state_of_json(one)) is not None]
    return not dates or any(begins < end and ends > start for begins, ends in spans)


def _complete(connection: sa.Connection, column: sa.Column[Any]) -> None:
    """Tables of an older version lack this column; what it has by default is true of their rows."""
    there = sa.inspect(connection).get_columns(column.table.name)
    if column.name not in [one["name"] for one in there]:
        what = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {what}")


def _sqlite_connection(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver shall not begin by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=10000")


def _sqlite_begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgresql_begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")


class Transaction:
    """What can be read and changed within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.wakes: set[str] = set()  # the mailboxes that have something due now
        self.news = False  # work was begun or done

    # --- the product's clock

    def now(self) -> float:
        """The product's present instant: as set by PUT /clock, else the real one."""
        fixed = self.connection.execute(NOW).scalar()
        return time.time() if fixed is None else fixed

    def stands_still(self) -> bool:
        """Was the time set by PUT /clock, now or in an earlier run?"""
        return self.connection.execute(NOW).scalar() is not None

    def set_clock(self, now: float) -> None:
        """From now on time stands still at `now`."""
        self.connection.execute(clock.delete())
        self.connection.execute(clock.insert().values(id=1, now=now))
        self.wakes |= set(self.connection.execute(CLAIMABLE, {"now": now, "real": time.time()}).scalars())

    # --- users and their work

    def user(self, address: str) -> User | None:
        """The user with this address."""
        return self._user(USER, {"mailbox": address})

    def user_of(self, token: str) -> User | None:
        """The user whose listener address carries `token`."""
        return self._user(USER_OF, {"token": token})

    def _user(self, query: sa.Select[Any], values: Mapping[str, str]) -> User | None:
        row = self.connection.execute(query, values).one_or_none()
        return None if row is None else User(*row)

    def switched_on(self) -> list[str]:
        """The addresses of all users whose synchronisation is on."""
        return list(self.connection.execute(sa.select(users.c.address).where(users.c.synchronised)).scalars())

    def change_user(self, address: str, **changes: str | float | bool | None) -> None:
        """Set columns of a user."""
        self.connection.execute(users.update().where(users.c.address == address).values(**changes))

    def switch(self, address: str, on: bool, exchange: str = "") -> None:
        """Switch a user's synchronisation on or off, at this server; nothing waits for a user who is off.

        Whoever is switched, or moved to another server, starts afresh: the subscription and the ids of folders are of
        the old one, as is every reason to wait.
        """
        now = self.now()
        found = self.user(address)
        fresh: dict[str, str | float | bool | None] = {"synchronised": on, "exchange": exchange, "since": now}
        fresh |= {"reason": None, "failures": 0, "not_before": 0.0}
        fresh |= {"calendar_id": None, "subscription": None, "subscribing": False, "watermark": None}
        if found is None:
            token = secrets.token_urlsafe(24)
            self.connection.execute(users.insert().values(address=address, token=token, **fresh))
        elif (found.synchronised, found.exchange) != (on, exchange):
            self.change_user(address, **fresh)
        if not on:
            self.connection.execute(work.delete().where(work.c.mailbox == address))

    def put(self, mailbox: str, kind: str, ref: str = "", due: float | None = None, *, move: bool = False) -> None:
        """Have something done, if the user is on; a row that waits already comes no later (`move`: exactly then)."""
        now = self.now()
        at = now if due is None else due
        put = PUT[self.connection.dialect.name, move]
        self.connection.execute(put, {"mailbox": mailbox, "kind": kind, "ref": ref, "due": at})
        if at <= now:
            self.wakes.add(mailbox)

    def claim(self, workers: int) -> str | None:
        """A mailbox that has work due and nobody works on; it is the caller's until `release`, at most for LEASE."""
        real = time.time()
        given = {"now": self.now(), "real": real, "crowded": self._crowded(workers, real)}
        found: str | None = self.connection.execute(CLAIM, given).scalar()
        if found is not None:
            self.change_user(found, claimed_until=real + LEASE)
            self.news = True
        return found

    def _crowded(self, workers: int, real: float) -> list[str]:
        """A1/two-servers: of several servers those where calls fail, and which have their share of the workers."""
        servers = self.connection.execute(SERVERS, {"real": real}).all()
        share = workers / len(servers) if len(servers) > 1 else ALL
        return [server for server, failures, busy in servers if failures and busy >= share]

    def release(self, mailbox: str) -> None:
        """Give a claimed mailbox back."""
        self.change_user(mailbox, claimed_until=0.0)
        self.news = True

    def due(self, mailbox: str) -> list[Work]:
        """What is due for a mailbox at present, oldest first; nothing while it is off or has to wait."""
        rows = self.connection.execute(DUE, {"mailbox": mailbox, "now": self.now()})
        return [Work(**row._mapping) for row in rows]

    def done(self, item: Work) -> None:
        """Strike a piece of work out, unless it was asked for again meanwhile."""
        self.connection.execute(work.delete().where(work.c.id == item.id, work.c.version == item.version))

    def postpone(self, item: Work, due: float) -> None:
        """Try a piece of work again at `due`."""
        self.connection.execute(work.update().where(work.c.id == item.id).values(due=due, attempts=item.attempts + 1))

    def unstarted(self) -> bool:
        """Is anything due that nobody works on?"""
        return self.connection.execute(CLAIMABLE, {"now": self.now(), "real": time.time()}).first() is not None

    def backlog(self) -> Backlog:
        """What is running, due and waiting at the product's present instant."""
        count, first, running = self.connection.execute(BACKLOG, {"real": time.time()}).one()
        busy = running or (first is not None and first <= self.now())
        return Backlog(True, 0, None) if busy else Backlog(False, count, first)

    # --- rooms

    def put_room(self, room: Room) -> None:
        """Make a room, or change it."""
        self.connection.execute(resources.delete().where(resources.c.address == room.address))
        spans = [list(span) for span in room.not_bookable]
        row = {"address": room.address, "name": room.name, "not_bookable": spans, "conflict": room.conflict}
        self.connection.execute(resources.insert().values(**row))

    def rooms(self) -> dict[str, Room]:
        """All rooms by address."""
        rows = self.connection.execute(ROOMS)
        return {
            one.address: Room(one.address, one.name, tuple(map(tuple, one.not_bookable)), one.conflict) for one in rows
        }

    def taken(self, rooms: Sequence[str], start: datetime, end: datetime, but: str | None = None) -> tuple[str, ...]:
        """Which of `rooms` are held in that span by a living reservation other than `but`, or not bookable."""
        first, last = start.timestamp(), end.timestamp()
        overlapping = sa.select(reservations.c.fields, reservations.c.dates).where(
            ~reservations.c.cancelled,
            reservations.c.starts < last,
            reservations.c.ends > first,
            reservations.c.oid != (but or ""),
        )
        found = [fields for fields, dates in self.connection.execute(overlapping) if _meets(dates, start, end)]
        held = {room for fields in found for room in fields["resources"]}
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
        return self._reservation(BY_OID, {"oid": oid})

    def made_with(self, key: str) -> Stored | None:
        """The reservation made with this Idempotency-Key."""
        return self._reservation(BY_KEY, {"key": key})

    def linked_to(self, mailbox: str, item_id: str) -> Stored | None:
        """The reservation that carries this ItemId."""
        return self._reservation(BY_ITEM, {"item_id": item_id, "mailbox": mailbox})

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
        query = sa.select(reservations).where(*wanted).order_by(reservations.c.starts, reservations.c.oid)
        return [stored_of(row) for row in self.connection.execute(query)]

    def _reservation(self, query: sa.Select[Any], values: Mapping[str, str]) -> Stored | None:
        row = self.connection.execute(query, values).first()
        return None if row is None else stored_of(row)

    def lock(self, oid: str, who: str | None, until: float) -> None:
        """Who has the reservation open for editing, and until when; None: nobody."""
        self.connection.execute(locks.delete().where(locks.c.oid == oid))
        if who is not None:
            self.connection.execute(locks.insert().values(oid=oid, who=who, until=until))

    def locked_by(self, oid: str) -> str | None:
        """Who has the reservation open for editing."""
        who: str | None = self.connection.execute(
            sa.select(locks.c.who).where(locks.c.oid == oid, locks.c.until > self.now())
        ).scalar()
        return who

    def is_copy(self, item_id: str) -> bool:
        """Is this item known as a copy of a linked entry?"""
        return self.connection.execute(COPY, {"item_id": item_id}).first() is not None

    def mark_copy(self, item_id: str) -> None:
        """Remember that this item is a copy of a linked entry."""
        if not self.is_copy(item_id):
            self.connection.execute(copies.insert().values(item_id=item_id))
