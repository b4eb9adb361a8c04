"""Each check on how a conflict ended: held, broken, unknown; as declared."""

from dataclasses import replace

import pytest

from scenarios.checks import ends
from scenarios.declared import Declared
from scenarios.history import History
from scenarios.reservations import Pair, StampProperty
from tests.scenarios.stories import (
    AARE,
    ANNA,
    BEAT,
    BEFORE,
    DECLARED,
    ELEVEN,
    PAIR,
    SET,
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

NOTHING = history()
CANCELLED = reservation(cancelled=True)


class TestNotOverlapping:
    def told(self, start: object, end: object, **but: object) -> History:
        retro = reservation(oid="oid-2", subject="Retro", start=start, end=end, **but)
        return history(listed(reservation()), listed(retro, organizer=BEAT))

    def test_held(self) -> None:
        touching = self.told(ELEVEN, ELEVEN + (ELEVEN - TEN))
        assert_held(ends.not_overlapping(touching, AARE, [ANNA, BEAT]))
        assert_held(ends.not_overlapping(self.told(TEN, ELEVEN, cancelled=True), AARE, [ANNA, BEAT]))
        assert_held(ends.not_overlapping(self.told(TEN, ELEVEN, resources=("reuss",)), AARE, [ANNA, BEAT]))

    def test_broken(self) -> None:
        assert_broken(ends.not_overlapping(self.told(TEN, ELEVEN), AARE, [ANNA, BEAT]), "'Review'")

    def test_unknown(self) -> None:
        assert_unknown(ends.not_overlapping(NOTHING, AARE, [ANNA]))


class TestEqualOrFlagged:
    @pytest.mark.parametrize("one", [CANCELLED, reservation(start=TEN, flags=frozenset({"conflict"})), reservation()])
    def test_held(self, one: object) -> None:
        assert_held(ends.equal_or_flagged(history(seen(one), shelf(item())), PAIR))  # type: ignore[arg-type]

    def test_broken(self) -> None:
        assert_broken(ends.equal_or_flagged(history(seen(reservation()), shelf(item(start=ELEVEN))), PAIR), "start")

    def test_unknown(self) -> None:
        assert_unknown(ends.equal_or_flagged(NOTHING, PAIR))


class TestBothSurvive:
    def judge(self, crossing: str, **shown: object) -> object:
        told = history(seen(reservation(**shown)), shelf(item()), declared=replace(DECLARED, crossing=crossing))
        return ends.both_survive(told, PAIR, browser={"subject": "Preview"}, outlook={"start": ELEVEN})

    @pytest.mark.parametrize("crossing", ["merge", "reservation", "exchange"])
    def test_both(self, crossing: str) -> None:
        assert_held(self.judge(crossing, subject="Preview", start=ELEVEN))  # type: ignore[arg-type]

    def test_the_declared_side_wins(self) -> None:
        assert_held(self.judge("reservation", subject="Preview"))  # type: ignore[arg-type]
        assert_held(self.judge("exchange", start=ELEVEN))  # type: ignore[arg-type]

    def test_broken(self) -> None:
        assert_broken(self.judge("merge", subject="Preview"), TEN.isoformat())  # type: ignore[arg-type]
        assert_broken(self.judge("exchange", subject="Preview"), "start")  # type: ignore[arg-type]
        assert_broken(self.judge("merge", subject="Preview", start=ELEVEN, cancelled=True))  # type: ignore[arg-type]

    def test_unknown(self) -> None:
        assert_unknown(ends.both_survive(NOTHING, PAIR, browser={}, outlook={}))


class TestGoneAsDeclared:
    def told(self, one: object, *entries: object, gone: str = "cancel") -> History:
        looks = (shelf(item(folder="deleteditems"), at=BEFORE), seen(one), shelf(*entries))  # type: ignore[arg-type]
        return history(*looks, declared=replace(DECLARED, gone=gone))

    def test_cancelled(self) -> None:
        for gone in ("cancel", "recreate"):
            assert_held(ends.gone_as_declared(self.told(CANCELLED, gone=gone), PAIR, BEFORE))

    def test_recreated_only_where_declared(self) -> None:
        fresh, one = item(item_id="item-2"), reservation(item_id="item-2")
        assert_held(ends.gone_as_declared(self.told(one, fresh, gone="recreate"), PAIR, BEFORE))
        assert_broken(ends.gone_as_declared(self.told(one, fresh), PAIR, BEFORE), "living with 1")

    def test_one_without_the_other(self) -> None:
        fresh = item(item_id="item-2")
        assert_broken(ends.gone_as_declared(self.told(reservation(), gone="recreate"), PAIR, BEFORE), "living with 0")
        assert_broken(ends.gone_as_declared(self.told(CANCELLED, fresh, gone="recreate"), PAIR, BEFORE), "cancelled")
        unlinked = self.told(reservation(item_id="item-1"), fresh, gone="recreate")
        assert_broken(ends.gone_as_declared(unlinked, PAIR, BEFORE), "living with 1")
        moved_back = self.told(reservation(), item(), gone="recreate")
        assert_broken(ends.gone_as_declared(moved_back, PAIR, BEFORE), "living with 1")

    def test_unknown(self) -> None:
        assert_unknown(ends.gone_as_declared(NOTHING, PAIR, BEFORE))


class TestPutAside:
    def test_held(self) -> None:
        assert_held(ends.put_aside(history(seen(CANCELLED), shelf()), PAIR))
        assert_held(ends.put_aside(history(seen(CANCELLED), shelf(item(properties=()))), PAIR))
        flagged = reservation(cancelled=True, flags=frozenset({"restored"}))
        assert_held(ends.put_aside(history(seen(flagged), shelf(item())), PAIR))

    def test_broken(self) -> None:
        assert_broken(ends.put_aside(history(seen(CANCELLED), shelf(item())), PAIR), "no flag")
        assert_broken(ends.put_aside(history(seen(reservation()), shelf()), PAIR), "lives")

    def test_unknown(self) -> None:
        assert_unknown(ends.put_aside(NOTHING, PAIR))


class TestOriginalUntouched:
    def told(self, *after: object) -> History:
        before = (seen(reservation(), BEFORE), shelf(item(), at=BEFORE))
        return history(*before, seen(reservation()), shelf(*after), records=(write(12),))  # type: ignore[arg-type]

    def test_held(self) -> None:
        assert_held(ends.original_untouched(self.told(item(item_id="item-2"), item()), PAIR, BEFORE))

    def test_broken(self) -> None:
        assert_broken(ends.original_untouched(self.told(item(start=ELEVEN)), PAIR, BEFORE), "start")
        assert_broken(ends.original_untouched(self.told(item(item_id="item-2")), PAIR, BEFORE), "gone")

    def test_unknown(self) -> None:
        assert_unknown(ends.original_untouched(NOTHING, PAIR, BEFORE))


class TestCopyAsDeclared:
    copy = item(item_id="item-2")
    bare = item(item_id="item-2", properties=())

    def judge(self, copies: str, *others: object, living: int = 1) -> object:
        ones = [reservation(oid=f"oid-{number}") for number in range(living)]
        told = history(
            seen(reservation(), BEFORE),
            shelf(item(), at=BEFORE),
            listed(*ones),
            shelf(item(), *others),  # type: ignore[arg-type]
            declared=replace(DECLARED, copies=copies),
        )
        return ends.copy_as_declared(told, PAIR, BEFORE)

    def test_held(self) -> None:
        assert_held(self.judge("ignore", self.copy))  # type: ignore[arg-type]
        assert_held(self.judge("unlink", self.bare))  # type: ignore[arg-type]
        assert_held(self.judge("reserve", self.bare, living=2))  # type: ignore[arg-type]
        for copies in ("ignore", "unlink", "reserve"):
            assert_held(self.judge(copies))  # type: ignore[arg-type]

    def test_broken(self) -> None:
        assert_broken(self.judge("ignore", self.copy, living=2), "1 more")  # type: ignore[arg-type]
        assert_broken(self.judge("ignore", living=0), "-1 more")  # type: ignore[arg-type]
        assert_broken(self.judge("unlink", self.copy), "1 with the same oid")  # type: ignore[arg-type]
        assert_broken(self.judge("reserve", self.copy, living=2), "1 with the same oid")  # type: ignore[arg-type]

    def test_unknown(self) -> None:
        assert_unknown(ends.copy_as_declared(NOTHING, PAIR, BEFORE))


class TestApart:
    other = Pair("Retro", ANNA, "oid-2", (StampProperty(SET, "AppointmentOid", "String", "oid-2"),))

    def told(self, second: object) -> History:
        retro = reservation(oid="oid-2", subject="Retro", item_id="item-2")
        return history(seen(reservation()), seen(retro, oid="oid-2"), shelf(item(), second))  # type: ignore[arg-type]

    def test_held(self) -> None:
        assert_held(ends.apart(self.told(item(item_id="item-2", subject="Retro", properties=())), PAIR, self.other))

    def test_broken(self) -> None:
        same = history(seen(reservation()), shelf(item()))
        assert_broken(ends.apart(same, PAIR, PAIR), "oid-1")

    def test_a_stamp_of_the_other(self) -> None:
        other = replace(self.other, oid="oid-2", stamp=PAIR.stamp)
        mixed = history(seen(reservation()), seen(reservation(oid="oid-2"), oid="oid-2"), shelf(item()))
        assert_broken(ends.apart(mixed, PAIR, other), "oid-2")

    def test_unknown(self) -> None:
        assert_unknown(ends.apart(NOTHING, PAIR, self.other))


class TestOneTogether:
    def test_held(self) -> None:
        told = history(listed(reservation()), listed(reservation(cancelled=True), organizer=BEAT))
        assert_held(ends.one_together(told, [ANNA, BEAT]))

    def test_broken(self) -> None:
        told = history(listed(reservation()), listed(reservation(), organizer=BEAT))
        assert_broken(ends.one_together(told, [ANNA, BEAT]), "2")

    def test_unknown(self) -> None:
        assert_unknown(ends.one_together(NOTHING, [ANNA]))


def test_a_product_that_declares_nothing_gets_what_asks_least() -> None:
    assert (Declared().crossing, Declared().gone, Declared().copies) == ("merge", "cancel", "ignore")
