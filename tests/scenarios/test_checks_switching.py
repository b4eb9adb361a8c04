"""Each check on who is switched on and off, and on mailboxes that went elsewhere: held, broken, unknown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scenarios.checks import switching
from scenarios.history import EPOCH, History, Look, Moment, Record
from tests.scenarios.stories import (
    ANNA,
    BEFORE,
    DECLARED,
    ELEVEN,
    PAIR,
    call,
    history,
    item,
    listed,
    moved,
    push,
    reservation,
    seen,
    shelf,
    write,
)
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

MATCH = replace(DECLARED, on_switch="match")
MINUTE = timedelta(minutes=1)
OFF = Moment(10, 10, EPOCH)
EMPTY = history()


def looked(*looks: Look, match: bool = False) -> History:
    """What was seen of a product that declares how it matches."""
    return history(*looks, declared=MATCH if match else DECLARED)


class TestNotTwice:
    one = (seen(reservation()), listed(reservation()))

    def test_held(self) -> None:
        assert_held(switching.not_twice(looked(*self.one, shelf(item())), PAIR))
        assert_held(switching.not_twice(looked(*self.one, shelf()), PAIR))

    def test_broken(self) -> None:
        twice = shelf(item(), item(item_id="item-2"))
        assert_broken(switching.not_twice(looked(*self.one, twice), PAIR), "2 entries, 1 living")
        none = (seen(reservation()), listed(reservation(cancelled=True)), shelf(item()))
        assert_broken(switching.not_twice(looked(*none), PAIR), "1 entries, 0 living")

    def test_unknown(self) -> None:
        assert_unknown(switching.not_twice(EMPTY, PAIR))


class TestMatched:
    def test_held(self) -> None:
        assert_held(switching.matched(looked(seen(reservation()), shelf(item()), match=True), PAIR))
        assert_held(switching.matched(looked(seen(reservation(item_id=None)), shelf(item()), match=True), PAIR))
        assert_held(switching.matched(looked(seen(reservation()), shelf(item(start=ELEVEN))), PAIR))

    def test_broken(self) -> None:
        for wrong in (shelf(item(start=ELEVEN)), shelf(), shelf(item(item_id="item-2"))):
            assert_broken(switching.matched(looked(seen(reservation()), wrong, match=True), PAIR))

    def test_unknown(self) -> None:
        assert_unknown(switching.matched(looked(match=True), PAIR))


class TestUnsubscribed:
    def told(self, record: Record, minutes: int) -> History:
        return history(records=(replace(record, at=EPOCH + minutes * MINUTE),))

    @pytest.mark.parametrize(
        ("record", "minutes"),
        [
            (push(11, "StatusEvent"), 20),
            (push(11, "StatusEvent", acknowledged="Unsubscribe"), 30),
            (call(11, "GetEvents"), 19),
            (call(11, "GetEvents", codes=("ErrorSubscriptionNotFound",)), 30),
            (call(11, "GetItem"), 30),
        ],
    )
    def test_held(self, record: Record, minutes: int) -> None:
        assert_held(switching.unsubscribed(self.told(record, minutes), ANNA, OFF, 10 * MINUTE))

    @pytest.mark.parametrize("record", [push(11, "ModifiedEvent"), call(11, "GetEvents")])
    def test_broken(self, record: Record) -> None:
        assert_broken(switching.unsubscribed(self.told(record, 21), ANNA, OFF, 10 * MINUTE), "1 later than 08:20:00")


class TestNotAsked:
    def test_held(self) -> None:
        assert_held(switching.not_asked(history(records=(call(9, "GetItem"),)), ANNA, BEFORE))

    def test_broken(self) -> None:
        assert_broken(switching.not_asked(history(records=(call(11, "GetItem"),)), ANNA, BEFORE), "1")


class TestRelinked:
    before = (seen(reservation(), BEFORE), shelf(item(), at=BEFORE))
    now = (seen(reservation(item_id="item-9")), shelf(item(item_id="item-9")))

    def test_held(self) -> None:
        mark = write(11, changes=(moved("Modified", "calendar"),))
        assert_held(switching.relinked(history(*self.before, *self.now, records=(mark,)), PAIR, BEFORE))
        hidden = (seen(reservation(item_id=None), BEFORE), seen(reservation(item_id=None)), shelf(item()))
        refused = write(11, "DeleteItem", codes=("ErrorItemNotFound",))
        assert_held(switching.relinked(history(*hidden, records=(refused,)), PAIR, BEFORE))

    def test_broken(self) -> None:
        assert_broken(switching.relinked(history(*self.before, *self.now[1:]), PAIR, BEFORE), "item-1")
        made = write(11, "CreateItem", changes=(moved("Created", "calendar"),))
        assert_broken(switching.relinked(history(*self.before, *self.now, records=(made,)), PAIR, BEFORE), "CreateItem")
        again = (seen(reservation(item_id="item-9", revision=2)), self.now[1])
        assert_broken(switching.relinked(history(*self.before, *again), PAIR, BEFORE), "from 1 to 2")

    def test_unknown(self) -> None:
        assert_unknown(switching.relinked(EMPTY, PAIR, BEFORE))
