"""The tables: whose work it is, when it is due, and that two never take the same."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reference_sync.store import Store
from reference_sync.tables import Work
from tests.reference_sync.pairs import ANNA, BOB

STRANGERS = ["carl@example.test", "dora@example.test"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.proof)])
def dsn(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Either of the databases, empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def store(dsn: str) -> Iterator[Store]:
    """Anna and Bob are on; it is second 1000; nothing is to be done."""
    made = Store(dsn)
    with made.begin() as tx:
        tx.set_clock(1000.0)
        tx.switch(ANNA, True)
        tx.switch(BOB, True)
    yield made
    made.close()


def due(store: Store, mailbox: str = ANNA) -> list[tuple[str, str]]:
    with store.begin() as tx:
        return [(row.kind, row.ref) for row in tx.due(mailbox)]


def only(store: Store, mailbox: str = ANNA) -> Work:
    with store.begin() as tx:
        (row,) = tx.due(mailbox)
    return row


def test_new_work_wakes_workers_and_its_progress_those_who_ask(store: Store) -> None:
    work, news = store.work.count, store.news.count
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i1", due=1001.0)
    due(store)
    assert (store.work.count, store.news.count) == (work, news)
    with store.begin() as tx:
        tx.set_clock(1001.0)
    assert (store.work.count, store.news.count) == (work + 1, news)
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i2")
    assert (store.work.count, store.news.count) == (work + 2, news)
    with store.begin() as tx:
        tx.claim(8)
    with store.begin() as tx:
        tx.release(ANNA)
    assert (store.work.count, store.news.count) == (work + 2, news + 2)


def test_the_same_work_is_one_row_that_comes_no_later(store: Store) -> None:
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i1", due=1010.0)
        tx.put(ANNA, "entry", "i1", due=1005.0)
        tx.put(ANNA, "entry", "i1", due=1020.0)
        assert tx.backlog().next_at == 1005.0
        assert tx.backlog().pending == 1
        tx.put(ANNA, "entry", "i1", due=1020.0, move=True)
        assert tx.backlog().next_at == 1020.0


def test_work_asked_for_again_while_it_is_done_stays(store: Store) -> None:
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i1")
    row = only(store)
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i1")
        tx.done(row)
    assert due(store) == [("entry", "i1")]
    row = only(store)
    with store.begin() as tx:
        tx.done(row)
    assert due(store) == []


def test_a_mailbox_is_claimed_once(store: Store) -> None:
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i1")
        tx.put(ANNA, "entry", "i2")
        tx.put(BOB, "entry", "i3")
    with store.begin() as tx:
        assert [tx.claim(8), tx.claim(8), tx.claim(8)] == [ANNA, BOB, None]
        assert tx.backlog().busy
        assert not tx.unstarted()
        tx.release(ANNA)
        assert tx.unstarted()
        assert tx.claim(8) == ANNA


def test_a_killed_process_gives_back_what_it_had(store: Store) -> None:
    """at once where it was the only one; another may be at work on it where several share the database"""
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i1")
        tx.claim(8)
    store.take_over()
    with store.begin() as tx:
        assert tx.claim(8) == (ANNA if store.alone else None)


def test_what_a_transaction_has_read_stays_true_until_it_ends(store: Store, dsn: str) -> None:
    """so that of two changes at once none is lost"""
    other = Store(dsn)

    def count(at: Store) -> None:
        for _ in range(40):
            with at.begin() as tx:
                user = tx.user(ANNA)
                assert user is not None
                tx.change_user(ANNA, failures=user.failures + 1)

    threads = [threading.Thread(target=count, args=[at]) for at in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    with store.begin() as tx:
        user = tx.user(ANNA)
        assert user is not None
        assert user.failures == 80


def test_two_begin_at_once(dsn: str) -> None:
    """on an empty database: the tables are made once"""
    made: list[Store] = []
    threads = [threading.Thread(target=lambda: made.append(Store(dsn))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    for one in made:
        one.close()


def test_a_server_that_fails_leaves_workers_to_the_others(store: Store) -> None:
    with store.begin() as tx:
        for one in (ANNA, BOB, *STRANGERS):
            tx.switch(one, True, "" if one == ANNA else "http://second.example.test/")
            tx.put(one, "entry", "i1", due=1000.0 if one == ANNA else 999.0)
    with store.begin() as tx:
        assert [tx.claim(2), tx.claim(2)] == [BOB, STRANGERS[0]], "nobody fails: it may have them all"
        tx.change_user(BOB, failures=1)
        tx.release(BOB)
        assert tx.claim(2) == ANNA, "Bob's has its share"
        assert [tx.claim(4), tx.claim(4)] == [BOB, None]
        tx.change_user(BOB, failures=0)
        assert tx.claim(2) == STRANGERS[1]


def test_one_server_that_fails_may_have_all_workers(store: Store) -> None:
    with store.begin() as tx:
        for one in (ANNA, BOB):
            tx.put(one, "entry", "i1")
            tx.change_user(one, failures=1)
        assert [tx.claim(1), tx.claim(1)] == [ANNA, BOB]


def test_tables_of_an_older_version_are_completed(dsn: str) -> None:
    """once; whoever is in them is at the server of the settings"""
    store = Store(dsn)
    with store.begin() as tx:
        tx.switch(ANNA, True)
        tx.connection.exec_driver_sql("ALTER TABLE users DROP COLUMN exchange")
    store.close()
    for _ in range(2):
        store = Store(dsn)
        with store.begin() as tx:
            user = tx.user(ANNA)
            assert user is not None
            assert (user.synchronised, user.exchange) == (True, "")
        store.close()


def test_a_mailbox_that_waits_is_not_due(store: Store) -> None:
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i1")
        tx.change_user(ANNA, not_before=1030.0)
        assert tx.claim(8) is None
        assert tx.backlog().next_at == 1030.0
        tx.set_clock(1030.0)
        assert tx.claim(8) == ANNA
    assert due(store) == [("entry", "i1")]


def test_who_is_off_has_no_work(store: Store) -> None:
    with store.begin() as tx:
        tx.put(ANNA, "entry", "i1")
        tx.switch(ANNA, False)
        tx.put(ANNA, "entry", "i2")
        tx.put("nobody@example.test", "entry", "i3")
        tx.switch(ANNA, True)
    assert due(store) == []


def test_nothing_of_a_transaction_that_fails_is_stored(store: Store) -> None:
    def fail() -> None:
        with store.begin() as tx:
            tx.put(ANNA, "entry", "i1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert due(store) == []


def test_time_is_real_until_it_is_set(dsn: str) -> None:
    store = Store(dsn)
    with store.begin() as tx:
        assert not tx.stands_still()
        assert tx.now() > 1_700_000_000
        tx.set_clock(1000.0)
        assert tx.stands_still()
        assert tx.now() == 1000.0
    store.close()
