"""Each check on changes that cannot simply be taken over: held, broken, unknown; every declaration once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from scenarios.checks import claims
from scenarios.history import History, Item
from scenarios.reservations import Reservation
from tests.scenarios.stories import (
    ANNA,
    BEAT,
    BEFORE,
    DECLARED,
    ELEVEN,
    OID,
    PAIR,
    TEN,
    history,
    item,
    listed,
    reservation,
    seen,
    shelf,
    write,
)
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

GONE = reservation(cancelled=True, item_id=None)
FLAGGED = frozenset({"restored"})
AWAY = {"folder": "AAMk-another-calendar", "item_id": "item-2"}


def after(now: Reservation, *items: Item, **but: Any) -> History:
    """Anna's pair was in order before; this is what is seen now."""
    before = (seen(reservation(), BEFORE), shelf(item(), at=BEFORE))
    return history(*before, seen(now), shelf(*items), **but)


def without_oid(**but: Any) -> Item:
    """The entry, which has lost its oid."""
    return item(properties=(), **but)


class TestSettledByRollback:
    def test_held(self) -> None:
        assert_held(claims.settled_by(after(reservation(), item()), PAIR, BEFORE, "rollback"))

    def test_taken_over(self) -> None:
        moved = after(reservation(start=ELEVEN), item(start=ELEVEN))
        assert_broken(claims.settled_by(moved, PAIR, BEFORE, "rollback"), "changed: start")

    def test_not_set_back(self) -> None:
        assert_broken(claims.settled_by(after(reservation(), item(start=ELEVEN)), PAIR, BEFORE, "rollback"), "start")

    def test_unknown(self) -> None:
        assert_unknown(claims.settled_by(history(), PAIR, BEFORE, "rollback"))


class TestSettledByCancel:
    def test_held(self) -> None:
        assert_held(claims.settled_by(after(GONE, without_oid(start=ELEVEN)), PAIR, BEFORE, "cancel"))

    @pytest.mark.parametrize(
        ("now", "items", "why"),
        [
            (reservation(), (without_oid(),), "living"),
            (GONE, (item(),), "the entry has the oid"),
            (GONE, (item(properties=(), uid=OID),), "the entry has the oid"),
            (GONE, (), "not in the calendar"),
        ],
    )
    def test_broken(self, now: Reservation, items: tuple[Item, ...], why: str) -> None:
        assert_broken(claims.settled_by(after(now, *items), PAIR, BEFORE, "cancel"), why)

    def test_unknown(self) -> None:
        assert_unknown(claims.settled_by(history(), PAIR, BEFORE, "cancel"))


class TestGaveUp:
    DECLARED = replace(DECLARED, tries=2)

    def told(self, writes: int, *flags: str) -> History:
        """After so many tries."""
        records = tuple(write(11 + number) for number in range(writes))
        return after(reservation(flags=frozenset(flags)), records=records, declared=self.DECLARED)

    def test_held(self) -> None:
        assert_held(claims.gave_up(self.told(2, "conflict"), PAIR, BEFORE))

    def test_too_often_or_in_silence(self) -> None:
        assert_broken(claims.gave_up(self.told(3, "conflict"), PAIR, BEFORE), "3 tries")
        assert_broken(claims.gave_up(self.told(1), PAIR, BEFORE), "flags: none")

    def test_unknown(self) -> None:
        assert_unknown(claims.gave_up(history(), PAIR, BEFORE))


class TestStillBooked:
    def test_held(self) -> None:
        assert_held(claims.still_booked(after(reservation(flags=FLAGGED), item()), PAIR, BEFORE))

    def test_guessed_or_in_silence(self) -> None:
        guessed = after(reservation(resources=("reuss",), flags=FLAGGED), item())
        assert_broken(claims.still_booked(guessed, PAIR, BEFORE), "resources")
        assert_broken(claims.still_booked(after(reservation(), item()), PAIR, BEFORE), "no flag")

    def test_unknown(self) -> None:
        assert_unknown(claims.still_booked(history(), PAIR, BEFORE))


class TestFoundAgain:
    @pytest.mark.parametrize(
        ("now", "items"),
        [
            (reservation(item_id="item-2"), (item(**AWAY),)),
            (reservation(item_id=None), (item(**AWAY), item(folder="deleteditems", item_id="item-3"))),
            (reservation(subject="Preview", flags=frozenset({"unlinked"})), (item(**AWAY),)),
            (reservation(cancelled=True, item_id=None, flags=frozenset({"unlinked"})), (item(**AWAY),)),
        ],
    )
    def test_held(self, now: Reservation, items: tuple[Item, ...]) -> None:
        assert_held(claims.found_again(after(now, *items), PAIR))

    @pytest.mark.parametrize(
        ("now", "items"),
        [
            (GONE, (item(**AWAY),)),
            (reservation(), (item(**AWAY),)),
            (reservation(item_id="item-2", subject="Preview"), (item(**AWAY),)),
            (reservation(flags=frozenset({"unlinked"})), (item(**AWAY), item())),
            (reservation(flags=frozenset({"unlinked"})), ()),
        ],
    )
    def test_broken(self, now: Reservation, items: tuple[Item, ...]) -> None:
        assert_broken(claims.found_again(after(now, *items), PAIR), "item(s) with its oid")

    def test_unknown(self) -> None:
        assert_unknown(claims.found_again(history(), PAIR))


class TestLeft:
    def test_held(self) -> None:
        assert_held(claims.left(history(shelf(without_oid(), item(folder="deleteditems"))), PAIR, ANNA))

    def test_broken(self) -> None:
        assert_broken(claims.left(history(shelf(item(), mailbox=BEAT)), PAIR, BEAT), "1 in the calendar")

    def test_unknown(self) -> None:
        assert_unknown(claims.left(history(), PAIR, BEAT))


class TestUndone:
    BACK = item(item_id="item-3")

    def told(self, now: Reservation, *more: Reservation) -> History:
        """After the undo."""
        told = after(now, self.BACK)
        return replace(told, looks=(*told.looks, listed(now, *more)))

    def test_held(self) -> None:
        assert_held(claims.undone(self.told(reservation(item_id="item-3")), PAIR))
        assert_held(claims.undone(self.told(reservation(cancelled=True, flags=FLAGGED)), PAIR))

    @pytest.mark.parametrize(
        "now", [GONE, reservation(), reservation(item_id="item-3", start=ELEVEN)], ids=["silent", "old id", "differs"]
    )
    def test_broken(self, now: Reservation) -> None:
        assert_broken(claims.undone(self.told(now), PAIR), "1 reservation(s)")

    def test_two_reservations(self) -> None:
        twice = self.told(reservation(item_id="item-3"), reservation(oid="oid-2"))
        assert_broken(claims.undone(twice, PAIR), "2 reservation(s)")

    def test_unknown(self) -> None:
        assert_unknown(claims.undone(history(), PAIR))


class TestRestoredAsDeclared:
    TRASHED = item(folder="deleteditems", item_id="item-2")
    BACK = item(item_id="item-3")

    def told(self, how: str, *living: Reservation, back: tuple[Item, ...] = (BACK,)) -> History:
        """After the entry was dragged back."""
        looks = (seen(GONE, BEFORE), shelf(self.TRASHED, at=BEFORE), seen(GONE), shelf(*back), listed(GONE, *living))
        return history(*looks, declared=replace(DECLARED, restored=how))

    def test_held(self) -> None:
        relinked, new = reservation(item_id="item-3"), reservation(oid="oid-2", item_id="item-3")
        for told in (self.told("ignore"), self.told("relink", relinked), self.told("new", new)):
            assert_held(claims.restored_as_declared(told, PAIR, BEFORE))

    @pytest.mark.parametrize(
        ("how", "living", "copies"),
        [
            ("ignore", (reservation(item_id="item-3"),), 1),
            ("ignore", (), 2),
            ("relink", (), 1),
            ("relink", (reservation(oid="oid-2", item_id="item-3"),), 1),
            ("relink", (reservation(),), 1),
            ("new", (reservation(item_id="item-3"),), 1),
            ("new", (reservation(oid="oid-2", item_id="item-3"), reservation(oid="oid-3")), 1),
        ],
    )
    def test_broken(self, how: str, living: tuple[Reservation, ...], copies: int) -> None:
        back = tuple(item(item_id=f"item-{3 + number}") for number in range(copies))
        assert_broken(claims.restored_as_declared(self.told(how, *living, back=back), PAIR, BEFORE), "living")

    def test_unknown_without_the_deleted_entry(self) -> None:
        told = history(shelf(at=BEFORE), shelf(), listed())
        assert_unknown(claims.restored_as_declared(told, PAIR, BEFORE))


class TestSeriesAsDeclared:
    def told(self, how: str, now: Reservation, more: int = 0, copies: int = 1) -> History:
        """After the entry became a series of four days: so many more living reservations, so many entries."""
        others = [reservation(oid=f"oid-{number}") for number in range(more)]
        items = [item(item_id=f"item-{number}") for number in range(copies)]
        told = after(now, *items, declared=replace(DECLARED, to_series=how))
        return replace(told, looks=(*told.looks, listed(now, *others, GONE)))

    @pytest.mark.parametrize(
        ("how", "now", "more"),
        [
            ("ignore", reservation(), 0),
            ("flag", reservation(flags=FLAGGED), 0),
            ("follow", reservation(), 0),
            ("follow", reservation(), 3),
        ],
    )
    def test_held(self, how: str, now: Reservation, more: int) -> None:
        assert_held(claims.series_as_declared(self.told(how, now, more), PAIR, BEFORE, 4))

    @pytest.mark.parametrize(
        ("how", "now", "more", "copies"),
        [
            ("ignore", reservation(start=ELEVEN), 0, 1),
            ("ignore", reservation(), 3, 1),
            ("flag", reservation(), 0, 1),
            ("follow", reservation(), 1, 1),
            ("follow", reservation(), 3, 2),
        ],
    )
    def test_broken(self, how: str, now: Reservation, more: int, copies: int) -> None:
        assert_broken(claims.series_as_declared(self.told(how, now, more, copies), PAIR, BEFORE, 4), "living")

    def test_unknown(self) -> None:
        assert_unknown(claims.series_as_declared(history(), PAIR, BEFORE, 4))


class TestPastAsDeclared:
    def told(self, past: str, subject: str, *, writes: int = 0) -> History:
        """After the subject of a past entry was changed."""
        records = tuple(write(11 + number) for number in range(writes))
        declared = replace(DECLARED, past=past)
        return after(reservation(subject=subject), item(subject="Preview"), records=records, declared=declared)

    @pytest.mark.parametrize(
        ("past", "subject", "writes"), [("sync", "Preview", 0), ("ignore", "Review", 0), ("refuse", "Review", 1)]
    )
    def test_held(self, past: str, subject: str, writes: int) -> None:
        assert_held(claims.past_as_declared(self.told(past, subject, writes=writes), PAIR, BEFORE, "Preview"))

    @pytest.mark.parametrize(
        ("past", "subject", "writes"),
        [("sync", "Review", 0), ("ignore", "Preview", 0), ("ignore", "Review", 1), ("refuse", "Preview", 0)],
    )
    def test_broken(self, past: str, subject: str, writes: int) -> None:
        assert_broken(claims.past_as_declared(self.told(past, subject, writes=writes), PAIR, BEFORE, "Preview"))

    def test_unknown(self) -> None:
        assert_unknown(claims.past_as_declared(history(), PAIR, BEFORE, "Preview"))


class TestLockAsDeclared:
    def told(self, edit_lock: str, here: datetime, there: datetime) -> History:
        """After the editing in the browser."""
        return after(reservation(start=here), item(start=there), declared=replace(DECLARED, edit_lock=edit_lock))

    def test_held(self) -> None:
        for who, start in (("exchange", ELEVEN), ("reservation", TEN)):
            assert_held(claims.lock_as_declared(self.told(who, start, start), PAIR, TEN, ELEVEN))

    def test_broken(self) -> None:
        for who, start in (("exchange", TEN), ("reservation", ELEVEN)):
            assert_broken(claims.lock_as_declared(self.told(who, start, start), PAIR, TEN, ELEVEN), "start")
        assert_broken(claims.lock_as_declared(self.told("exchange", ELEVEN, TEN), PAIR, TEN, ELEVEN), "start")

    def test_unknown(self) -> None:
        assert_unknown(claims.lock_as_declared(history(), PAIR, TEN, ELEVEN))
