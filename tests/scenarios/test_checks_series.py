"""Each check on a series: held, broken, unknown; as one master, and as an item for each date."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scenarios.checks import series
from scenarios.history import Date, Dated, History, Item, Property
from scenarios.reservations import Occurrence, Pair, Reservation
from tests.scenarios.stories import (
    AFTER,
    ANNA,
    DECLARED,
    ELEVEN,
    OID,
    PAIR,
    SET,
    TEN,
    history,
    item,
    listed,
    reservation,
    seen,
    shelf,
)
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

WEEK = timedelta(weeks=1)
SPANS = tuple((TEN + week * WEEK, ELEVEN + week * WEEK) for week in range(3))
GONE = reservation(cancelled=True, item_id=None)
ITEMS = replace(DECLARED, series="items")


def master(*deleted: int, **but: Any) -> Item:
    """Anna's series on three dates, or fewer."""
    dates = tuple(Date(start, start, end, number in deleted) for number, (start, end) in enumerate(SPANS))
    return item(**{"recurrence": "FREQ=WEEKLY;COUNT=3", "dates": dates, **but})


def single(number: int, **but: Any) -> Item:
    """An entry for one date, with a stamp of its own."""
    start, end = SPANS[number]
    own = (Property(SET, "AppointmentOid", value=f"oid-{number}"),)
    return item(**{"item_id": f"i{number}", "start": start, "end": end, "properties": own, "uid": "u", **but})


def dated(*cancelled: int, **but: Any) -> Dated:
    """The dates as the product shows them."""
    ones = (Occurrence(start, start, end, number in cancelled) for number, (start, end) in enumerate(SPANS))
    return Dated(AFTER, OID, tuple(replace(one, **but) for one in ones))


def story(*items: Item, now: Reservation | None = None, dates: Dated | None = None, **but: Any) -> History:
    """What is seen of the pair."""
    one = now or reservation()
    return history(seen(one), dates or dated(), listed(one), shelf(*items), **but)


class TestStands:
    def test_held(self) -> None:
        assert_held(series.stands(story(master()), PAIR, SPANS))
        assert_held(series.stands(story(master(1)), PAIR, (SPANS[0], SPANS[2])))

    def test_held_where_no_item_id_is_shown(self) -> None:
        assert_held(series.stands(story(master(), now=reservation(item_id=None)), PAIR, SPANS))

    def test_held_by_the_oid_alone(self) -> None:
        pair = Pair("Review", ANNA, "a-long-oid-of-its-own", ())
        one = reservation(oid=pair.oid, item_id=None)
        entry = master(properties=(Property(SET, "other", value=pair.oid),))
        told = history(seen(one, oid=pair.oid), replace(dated(), oid=pair.oid), listed(one), shelf(entry))
        assert_held(series.stands(told, pair, SPANS))

    @pytest.mark.parametrize(
        ("items", "why"),
        [
            ((), "0 series and 0 single"),
            ((master(1),), "on"),
            ((master(), single(0)), "1 series and 1 single"),
            ((master(), master()), "2 series"),
            (tuple(map(single, range(3))), "0 series and 3 single"),
            ((master(item_id="i9", properties=()),), "1 of them not linked"),
        ],
    )
    def test_broken(self, items: tuple[Item, ...], why: str) -> None:
        assert_broken(series.stands(story(*items), PAIR, SPANS), why)

    def test_unknown(self) -> None:
        assert_unknown(series.stands(history(), PAIR, SPANS))


class TestStandsAsItems:
    def test_held(self) -> None:
        items = tuple(map(single, range(3)))
        assert_held(series.stands(story(*items, declared=ITEMS), PAIR, SPANS))

    def test_held_by_the_ids_that_are_listed(self) -> None:
        items = [single(number, properties=()) for number in range(3)]
        ones = [reservation(oid=f"o{number}", item_id=f"i{number}") for number in range(3)]
        told = history(seen(ones[0]), dated(), listed(*ones), shelf(*items), declared=ITEMS)
        assert_held(series.stands(told, PAIR, SPANS))

    @pytest.mark.parametrize(
        ("items", "why"),
        [
            ((master(),), "1 series"),
            ((single(0), single(1)), "2 single"),
            ((single(0), single(1), single(1)), "3 single"),
            ((single(0), single(1), single(2, properties=())), "1 of them not linked"),
            ((single(0), single(1), single(2, start=None)), "on"),
        ],
    )
    def test_broken(self, items: tuple[Item, ...], why: str) -> None:
        assert_broken(series.stands(story(*items, declared=ITEMS), PAIR, SPANS), why)

    def test_no_stamp_ties_nothing(self) -> None:
        pair = replace(PAIR, stamp=())
        items = tuple(map(single, range(3)))
        assert_broken(series.stands(story(*items, declared=ITEMS), pair, SPANS), "3 of them not linked")


class TestDates:
    def test_held(self) -> None:
        assert_held(series.dates(story(), PAIR, SPANS))
        assert_held(series.dates(story(dates=dated(1)), PAIR, (SPANS[0], SPANS[2])))

    @pytest.mark.parametrize(
        ("now", "dates", "why"),
        [
            (reservation(), dated(1), "living one on"),
            (reservation(), dated(0, 1, 2), "no date"),
            (reservation(), dated(end=TEN + 9 * WEEK), "living one on"),
            (GONE, dated(), "cancelled one"),
        ],
    )
    def test_broken(self, now: Reservation, dates: Dated, why: str) -> None:
        assert_broken(series.dates(story(now=now, dates=dates), PAIR, SPANS), why)

    def test_unknown(self) -> None:
        assert_unknown(series.dates(history(seen(reservation())), PAIR, SPANS))
        assert_unknown(series.dates(history(seen(None), dated()), PAIR, SPANS))


class TestAllCancelled:
    def test_held(self) -> None:
        assert_held(series.all_cancelled(story(now=GONE, dates=dated(0, 1, 2)), PAIR))
        assert_held(series.all_cancelled(story(now=GONE, dates=Dated(AFTER, OID, ())), PAIR))

    @pytest.mark.parametrize(
        ("now", "dates", "why"),
        [
            (reservation(), dated(0, 1, 2), "a living reservation"),
            (GONE, dated(0, 1), "1 living dates"),
        ],
    )
    def test_broken(self, now: Reservation, dates: Dated, why: str) -> None:
        assert_broken(series.all_cancelled(story(now=now, dates=dates), PAIR), why)

    def test_broken_where_another_lives_or_none_is_shown(self) -> None:
        other = reservation(oid="o2")
        gone = dated(0, 1, 2)
        assert_broken(
            series.all_cancelled(history(seen(GONE), gone, listed(GONE, other), shelf()), PAIR), "1 living res"
        )
        assert_broken(series.all_cancelled(history(seen(None), gone, listed(), shelf()), PAIR), "no reservation")

    def test_unknown(self) -> None:
        assert_unknown(series.all_cancelled(history(seen(GONE)), PAIR))


def test_dates_in_a_report() -> None:
    assert "GET occurrences of oid-1: 2027" in dated(0).line()
    assert dated(0).line().count("(cancelled)") == 1
    assert Dated(AFTER, OID, ()).line().endswith("none")
