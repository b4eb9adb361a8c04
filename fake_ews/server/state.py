"""A file in which an Exchange outlives its process: SQLite, one transaction for each turn that changes something.

Rule: a turn is in the file, whole, before its answer goes out; it holds after kill -9. A file that is damaged, foreign,
or in use is refused in words, and left as it is. The file is a reader of the logs: what it has of a mailbox is known by
the number of the last record. Source: design (durable state); sqlite.org/wal.html, /pragma.html, /fileformat2.html.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from fake_ews.model import kept
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.lists import Group
from fake_ews.model.log import Made
from fake_ews.model.mailbox import Mailbox
from fake_ews.server.clock import ScaledClock

if TYPE_CHECKING:
    from fake_ews.model.clock import Clock
    from fake_ews.model.profile import Profile

T = TypeVar("T")
APPLICATION, FORM = 0x464B5873, 5  # "FKXs", and the number of this form of the tables
_TABLES = """
CREATE TABLE organisation (number INTEGER PRIMARY KEY CHECK (number = 1), value BLOB NOT NULL);
CREATE TABLE accounts (address TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE groups (address TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE due (number INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE mailboxes (number INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, folders INTEGER NOT NULL,
    items INTEGER NOT NULL, changes INTEGER NOT NULL, uids INTEGER NOT NULL, records INTEGER NOT NULL,
    value BLOB NOT NULL);
CREATE TABLE folders (mailbox INTEGER, number INTEGER, value BLOB NOT NULL, PRIMARY KEY (mailbox, number));
CREATE TABLE items (mailbox INTEGER, number INTEGER, value BLOB NOT NULL, PRIMARY KEY (mailbox, number));
CREATE TABLE log (mailbox INTEGER, number INTEGER, value BLOB NOT NULL, PRIMARY KEY (mailbox, number)) WITHOUT ROWID;
"""


_WORDS = {
    "SQLITE_NOTADB": "is no state of fake-ews (no SQLite database); it was left as it is",
    "SQLITE_BUSY": "is in use by another fake-ews: stop that one, or use another file",
    "SQLITE_CANTOPEN": "cannot be opened: is its directory there, may it be written to?",
    "SQLITE_READONLY": "cannot be written to",
    "SQLITE_FULL": "cannot be written to: the disk is full",
}


class StateError(ValueError):
    """The file cannot be used, in words: which one, what is wrong and where. Nothing in it was changed."""


@dataclass(slots=True)
class _Written:
    """What the file has of a mailbox: its number there, the last record of its log, and under which ids its items."""

    number: int
    records: int = 0
    home: int = -1


class State:
    """An open file; nobody else can open it until it is closed, or its process has ended."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open the file, or make it. StateError."""
        self.path = os.fspath(path)
        self._exchange: Exchange | None = None
        self._written: dict[str, _Written] = {}
        self._due: set[int] | None = None
        self._refuse_half()
        with self._worded():
            self._file = sqlite3.connect(self.path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            with self._worded():
                self._is_new = self._examine()
        except BaseException:  # whatever it is, it is passed on: a file that cannot be used is not kept open
            self._file.close()
            raise

    def close(self) -> None:
        """Let others have the file."""
        self._file.close()

    def _refuse_half(self) -> None:
        """An empty file beside the changes of one that was not: SQLite would throw those away."""
        wal = f"{self.path}-wal"
        if (
            os.path.exists(wal)
            and os.path.getsize(wal)
            and not (os.path.exists(self.path) and os.path.getsize(self.path))
        ):
            raise StateError(
                f"{self.path}: is empty or gone, but {wal} beside it is not: put the file back that it belongs to"
            )

    def _examine(self) -> bool:
        """Whether the file holds nothing yet; StateError if it is none of ours, or damaged."""
        self._file.execute("PRAGMA locking_mode = EXCLUSIVE")
        ((application,),) = self._file.execute("PRAGMA application_id")
        ((tables,),) = self._file.execute("SELECT count(*) FROM sqlite_schema")
        if application != APPLICATION and (application or tables):
            raise StateError(f"{self.path}: is the database of another program, not of fake-ews; it was left as it is")
        ((form,),) = self._file.execute("PRAGMA user_version")
        if application and form != FORM:
            raise StateError(
                f"{self.path}: is of form {form}, this fake-ews reads form {FORM}: use the fake-ews that wrote it, or "
                "another file"
            )
        wrong = [text for (text,) in self._file.execute("PRAGMA quick_check(1)") if text != "ok"]
        if wrong:
            raise self._damaged(" ".join(wrong[0].split()))
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        return not application

    def forget(self) -> None:
        """Take everything out: the file is a new one again."""
        with self._transaction():
            for (table,) in self._file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                self._file.execute(f"DROP TABLE {table}")
            self._file.execute("PRAGMA application_id = 0")
        self._exchange, self._written, self._due, self._is_new = None, {}, None, True

    # --- begin -----------------------------------------------------------------------------------------------------

    def exchange(
        self, clock: Clock, profile: Profile, seed: int | None, fill: Callable[[Exchange], object] = lambda _: None
    ) -> Exchange:
        """The Exchange of the file, or a new one in a new file; from now on the file follows it.

        `seed` None: that of the file, 0 for a new one. A clock that can be set goes on from the kept time. `fill` adds
        who should be there. StateError: another seed, or a part that cannot be read; what `fill` raises.
        """
        if self._is_new:
            exchange = Exchange(clock, profile, seed or 0)
            fill(exchange)
            self.follow(exchange)
            return exchange
        with self._worded():
            self._exchange = exchange = self._read(clock, profile, seed)
        exchange.unkept.keeper = self
        with exchange.unkept.together():
            exchange.unkept.changed()
            exchange.restart()
            fill(exchange)
        return exchange

    def follow(self, exchange: Exchange) -> None:
        """Write an Exchange into a new file, which follows it from now on."""
        self._exchange, exchange.unkept.keeper = exchange, self
        with self._transaction():
            for statement in _TABLES.split(";")[:-1]:
                self._file.execute(statement)
            self._file.execute(f"PRAGMA application_id = {APPLICATION}")
            self._file.execute(f"PRAGMA user_version = {FORM}")
            directories = (exchange.mailboxes, exchange.accounts, exchange.groups)
            known = self._write(exchange, (one for there in directories for one in there.values()), ())
        self._know(exchange, known)
        self._is_new = False

    def _read(self, clock: Clock, profile: Profile, seed: int | None) -> Exchange:
        (organisation,) = self._file.execute("SELECT value FROM organisation").fetchone() or (b"",)
        with self._part("the organisation"):
            own_seed, at = kept.seed_and_time(organisation)
            if seed not in (None, own_seed):
                raise StateError(f"{self.path}: was begun with seed {own_seed}, not {seed}: all ids depend on it")
            _go_on(clock, at)
            exchange = Exchange(clock, profile, own_seed)
            kept.put_exchange(exchange, organisation)
        for row in self._file.execute("SELECT * FROM mailboxes ORDER BY number").fetchall():
            self._read_mailbox(exchange, *row)
        for table, put in (("accounts", kept.put_account), ("groups", kept.put_group), ("due", kept.put_due)):
            for number, value in self._file.execute(f"SELECT rowid, value FROM {table} ORDER BY rowid"):
                with self._part(f"row {number} of {table}"):
                    put(exchange, value)
        return exchange

    def _read_mailbox(
        self, exchange: Exchange, number: int, address: str, folders: int, items: int, changes: int, uids: int,
        records: int, value: bytes,
    ) -> None:  # fmt: skip
        with self._part(f"mailbox {address}"):
            mailbox = kept.put_mailbox(exchange, value)
        for table, put in (("folders", kept.put_folder), ("items", kept.put_item), ("log", kept.put_record)):
            found = self._file.execute(
                f"SELECT number, value FROM {table} WHERE mailbox = ? ORDER BY number", (number,)
            )
            for one, data in found:
                with self._part(f"number {one} of the {table} of {address}"):
                    put(mailbox, data)
        mailbox.made = Made(folders, items, changes, uids)
        if mailbox.log.newest != records:
            raise self._damaged(f"the log of {address} has {mailbox.log.newest} records instead of {records}")
        self._written[address] = _Written(number, records, mailbox.ids.home)

    # --- go on -----------------------------------------------------------------------------------------------------

    def keep(self, changed: Collection[Mailbox | Account | Group], counted: Collection[Mailbox]) -> None:
        """Write down what is new, in one transaction. StateError: it cannot be written; nothing of it is."""
        assert self._exchange is not None
        with self._transaction():
            known = self._write(self._exchange, changed, counted)
        self._know(self._exchange, known)

    def _know(self, exchange: Exchange, known: dict[str, _Written]) -> None:
        self._written |= known
        self._due = set(exchange.agenda.lasting)

    def _write(
        self, exchange: Exchange, changed: Iterable[Mailbox | Account | Group], counted: Iterable[Mailbox]
    ) -> dict[str, _Written]:
        """Write what is new; the answer is what the file then has of the mailboxes that were written."""
        self._put("organisation", "number", 1, kept.of_exchange(exchange))
        known: dict[str, _Written] = {}
        free = len(self._written)
        for one in changed:
            match one:
                case Account():
                    self._put("accounts", "address", one.address, kept.of_account(one))
                case Group() if one.address not in exchange.groups:
                    self._file.execute("DELETE FROM groups WHERE address = ?", (one.address,))
                case Group():
                    self._put("groups", "address", one.address, kept.of_group(one))
                case _:
                    before = self._written.get(one.address)
                    if before is None:
                        free += 1
                    known[one.address] = self._write_mailbox(one, before or _Written(free))
        for mailbox in counted:
            if mailbox.address not in known:
                known[mailbox.address] = self._write_contents(mailbox, self._written[mailbox.address])
        self._write_due(exchange)
        return known

    def _put(self, table: str, key: str, of: int | str, value: bytes) -> None:
        self._file.execute(
            f"INSERT INTO {table} ({key}, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (of, value),
        )

    def _write_mailbox(self, mailbox: Mailbox, before: _Written) -> _Written:
        """Write how a mailbox is set up, and all that is new in it."""
        self._file.execute(
            "INSERT INTO mailboxes VALUES (?, ?, 0, 0, 0, 0, 0, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (before.number, mailbox.address, kept.of_mailbox(mailbox)),
        )
        return self._write_contents(mailbox, before)

    def _write_contents(self, mailbox: Mailbox, before: _Written) -> _Written:
        """Write the folders and items that the new records name, under new ids all of them; and the counters."""
        number, made, records = before.number, mailbox.made, mailbox.log.after(before.records)
        folders = {one for record in records for one in (record.folder, record.old_folder, record.parent) if one}
        items = {one for record in records for one in (record.item, record.old_item) if one}
        if before.home != mailbox.ids.home:
            folders |= mailbox.folders.keys()
            items |= mailbox.items.keys()
        self._put_all("folders", number, sorted(folders), mailbox.folders, kept.of_folder)
        self._put_all("items", number, sorted(items), mailbox.items, kept.of_item)
        rows = ((number, record.number, kept.of_record(record)) for record in records)
        self._file.executemany("INSERT INTO log VALUES (?, ?, ?)", rows)
        self._file.execute(
            "UPDATE mailboxes SET folders = ?, items = ?, changes = ?, uids = ?, records = ? WHERE number = ?",
            (made.folders, made.items, made.changes, made.uids, mailbox.log.newest, number),
        )
        return _Written(number, mailbox.log.newest, mailbox.ids.home)

    def _put_all(
        self, table: str, mailbox: int, numbers: Iterable[int], there: dict[int, T], of: Callable[[T], bytes]
    ) -> None:
        """Write those that are there, and take the others out."""
        for number in numbers:
            one = there.get(number)
            if one is None:
                self._file.execute(f"DELETE FROM {table} WHERE mailbox = ? AND number = ?", (mailbox, number))
            else:
                self._file.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", (mailbox, number, of(one)))

    def _write_due(self, exchange: Exchange) -> None:
        lasting, written = exchange.agenda.lasting, self._due
        if written is None:  # the numbers in the file are those of another process
            self._file.execute("DELETE FROM due")
            written = set()
        for number in written - lasting.keys():
            self._file.execute("DELETE FROM due WHERE number = ?", (number,))
        for number in sorted(lasting.keys() - written):
            self._file.execute("INSERT INTO due VALUES (?, ?)", (number, kept.of_due(*lasting[number])))

    # --- errors in words -------------------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._worded():
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._file.execute("COMMIT")
            except BaseException:  # whatever it is, it is passed on: nothing is left half written
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                raise

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith("SQLITE_CORRUPT"):
                raise self._damaged(str(error)) from error
            words = next((words for code, words in _WORDS.items() if name.startswith(code)), f"cannot be used: {error}")
            raise StateError(f"{self.path}: {words}") from error

    @contextmanager
    def _part(self, which: str) -> Iterator[None]:
        """Say in which part of the file something is wrong."""
        try:
            yield
        except StateError:
            raise
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise self._damaged(f"{which}: {error!r}") from error

    def _damaged(self, what: str) -> StateError:
        return StateError(f"{self.path}: is damaged ({what}); it was left as it is: use a copy of it, or another file")


def _go_on(clock: Clock, at: dt.datetime) -> None:
    """Let a clock that can be set begin where the kept time ended, unless it is later there."""
    if isinstance(clock, ScaledClock):
        clock.begin(at)
    elif isinstance(clock, ManualClock) and at > clock.now():
        clock.set(at)
