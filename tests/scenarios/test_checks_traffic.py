"""Each check on what the product asked of Exchange: held, broken, unknown."""

from dataclasses import replace

import pytest

from scenarios.checks import traffic
from scenarios.history import History, Moment, Record
from scenarios.reservations import Pair, StampProperty
from tests.scenarios.stories import (
    AARE,
    ANNA,
    BEAT,
    BEFORE,
    DECLARED,
    OID,
    OWN,
    PAIR,
    SET,
    call,
    history,
    item,
    mark,
    moved,
    push,
    reservation,
    seen,
    shelf,
    write,
)
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

SYSTEM, COUNTED = f"{SET}/System", "00020329-0000-0000-c000-000000000046/33"
ALIVE = (seen(reservation(), BEFORE), seen(reservation()))


def did(*records: object, looks: tuple[object, ...] = ALIVE, **but: object) -> History:
    """A history with these records behind BEFORE."""
    return history(*looks, records=records, **but)  # type: ignore[arg-type]


class TestNotWritten:
    def test_held(self) -> None:
        told = did(write(9), call(11, "GetItem"), write(12, mailbox=BEAT), push(13, "ModifiedEvent"))
        assert_held(traffic.not_written(told, ANNA, BEFORE))

    def test_even_a_mark_is_a_write(self) -> None:
        assert_broken(traffic.not_written(did(mark(11), write(12)), ANNA, BEFORE), "UpdateItem x 2")


class TestMailedOnce:
    GUEST = "clara@example.test"
    MAILED = DECLARED.names | {"invites-by-exchange"}

    def told(self, *updates: int, mailing: bool = True) -> History:
        """After the change so many updates went to Clara, write by write."""
        mails = [tuple([("update", self.GUEST)] * count + [("cancellation", BEAT)]) for count in updates]
        records = [replace(write(11 + number), mails=one) for number, one in enumerate(mails)]
        declared = replace(DECLARED, names=self.MAILED if mailing else DECLARED.names)
        return did(*records, looks=(*ALIVE, shelf(item(attendees=(self.GUEST,)))), declared=declared)

    def test_held(self) -> None:
        assert_held(traffic.mailed_once(self.told(1), PAIR, BEFORE))
        assert_held(traffic.mailed_once(self.told(0, mailing=False), PAIR, BEFORE))

    def test_twice_or_not_at_all(self) -> None:
        assert_broken(traffic.mailed_once(self.told(1, 1), PAIR, BEFORE), f"{self.GUEST}: 2")
        assert_broken(traffic.mailed_once(self.told(1, 1, mailing=False), PAIR, BEFORE), f"{self.GUEST}: 2")
        assert_broken(traffic.mailed_once(self.told(0), PAIR, BEFORE), f"{self.GUEST}: 0")

    def test_unknown_without_an_entry(self) -> None:
        assert_unknown(traffic.mailed_once(did(looks=(*ALIVE, shelf())), PAIR, BEFORE))


class TestOnlyMarked:
    def test_held(self) -> None:
        assert_held(traffic.only_marked(did(mark(11)), ANNA, BEFORE))

    @pytest.mark.parametrize(
        "wrong",
        [
            write(11),
            replace(mark(11), mailed=True),
            replace(mark(11), properties=((OWN, OID), ("item:Subject", "x"))),
            replace(mark(11), properties=()),
        ],
    )
    def test_no_mark(self, wrong: object) -> None:
        assert_broken(traffic.only_marked(did(wrong), ANNA, BEFORE), "UpdateItem x 1")

    def test_the_second_mark_on_an_item(self) -> None:
        assert_broken(traffic.only_marked(did(mark(11), mark(12)), ANNA, BEFORE), "UpdateItem x 1")


class TestNoEcho:
    act, release = Moment(5, 5), BEFORE

    def test_push_begins_at_the_release(self) -> None:
        told = did(write(9), mark(11))
        assert_held(traffic.no_echo(told, PAIR, self.act, self.release, "item-1"))
        assert_broken(traffic.no_echo(did(write(11)), PAIR, self.act, self.release, "item-1"), "UpdateItem")

    def test_a_revision_is_an_echo(self) -> None:
        told = did(looks=(seen(reservation(), BEFORE), seen(reservation(revision=2)), shelf(item())))
        assert_broken(traffic.no_echo(told, PAIR, self.act, self.release, "item-1"), "1")

    def test_a_poll_begins_with_the_first_answer_that_shows_the_item(self) -> None:
        poll = replace(DECLARED, transport="poll")
        shown = call(8, "SyncFolderItems", received=b"<ItemId Id='item-1'/>")
        before = (call(6, "SyncFolderItems", received=b"item-7"), call(6, "GetItem", received=b"item-1"), write(7))
        told = did(*before, shown, declared=poll)
        assert_held(traffic.no_echo(told, PAIR, self.act, self.release, "item-1"))
        echo = did(*before, shown, write(9), declared=poll)
        assert_broken(traffic.no_echo(echo, PAIR, self.act, self.release, "item-1"), "UpdateItem")

    def test_unknown(self) -> None:
        poll = replace(DECLARED, transport="poll")
        assert_unknown(traffic.no_echo(did(declared=poll), PAIR, self.act, self.release, "item-1"))


class TestWrittenBack:
    def test_held(self) -> None:
        assert_held(traffic.written_back(did(), ANNA, BEFORE))
        assert_held(traffic.written_back(did(mark(11)), ANNA, BEFORE))
        location = write(11, properties=(("calendar:Location", "Aare"),))
        declared = replace(DECLARED, written_back=frozenset({"location"}))
        assert_held(traffic.written_back(did(location, declared=declared), ANNA, BEFORE))

    def test_broken(self) -> None:
        assert_broken(traffic.written_back(did(write(11)), ANNA, BEFORE), "1 write")
        assert_broken(traffic.written_back(did(mark(11), mark(12)), ANNA, BEFORE), "2 write")
        assert_broken(traffic.written_back(did(write(11, properties=())), ANNA, BEFORE), "1 write")


class TestFieldsNotWritten:
    def test_held(self) -> None:
        assert_held(traffic.fields_not_written(did(write(11), mark(12)), ANNA, BEFORE, ("start", "end")))

    @pytest.mark.parametrize("path", ["calendar:Start", "{00062002-0000-0000-C000-000000000046}/33294"])
    def test_broken(self, path: str) -> None:
        told = did(write(11, properties=((path, "x"),)))
        assert_broken(traffic.fields_not_written(told, ANNA, BEFORE, ("start", "end")), "UpdateItem")

    def test_unknown(self) -> None:
        assert_unknown(traffic.fields_not_written(did(), ANNA, BEFORE, ("no such field",)), fault=True)


class TestWritesAtMost:
    def test_held(self) -> None:
        assert_held(traffic.writes_at_most(did(write(11), write(12)), ANNA, BEFORE, 2))

    def test_broken(self) -> None:
        assert_broken(traffic.writes_at_most(did(write(11), write(12)), ANNA, BEFORE, 1), "2")


class TestNeverRestored:
    empty = (shelf(item(folder="deleteditems")),)

    def judge(self, *records: object, looks: tuple[object, ...] = empty) -> object:
        return traffic.never_restored(did(*records, looks=looks), PAIR, BEFORE)

    def test_held(self) -> None:
        other = write(11, "CreateItem", properties=(("item:Subject", "Retro"), (OWN, "oid-2")))
        purged = write(12, "MoveItem", changes=(moved("Moved", "recoverableitemsdeletions"),))
        trashed = write(13, "DeleteItem", changes=(moved("Deleted", ""),))
        folder = call(14, "MoveFolder", changes=(moved("Moved", "calendar", what="folder"),))
        before = write(9, "CreateItem", properties=((OWN, OID),))
        assert_held(self.judge(before, other, purged, trashed, folder))  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "record",
        [
            write(11, "CreateItem", properties=((OWN, OID),)),
            write(11, "CreateItem", properties=(("calendar:UID", "uid-1"),)),
            write(11, "MoveItem", changes=(moved("Moved", "calendar"),)),
            write(11, "CopyItem", changes=(moved("Copied", "calendar"),)),
        ],
    )
    def test_broken(self, record: object) -> None:
        assert_broken(self.judge(record), "Item")  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("properties", "restores"),
        [
            ([("calendar:Start", "2027-03-17T17:00:00Z"), (SYSTEM, "aaaaaaaa-bbbb"), (COUNTED, "18")], False),
            ([(SYSTEM, "aaaaaaaa-bbbb"), (COUNTED, "17")], True),
            ([("calendar:UID", "17")], True),
            ([(SYSTEM, "aaaaaaaa-bbbb")], False),
        ],
    )
    def test_a_number_beside_a_mark_of_all_entries(self, properties: list[tuple[str, str]], restores: bool) -> None:
        stamp = (
            StampProperty(SET, "System", "CLSID", "aaaaaaaa-bbbb"),
            StampProperty("PublicStrings", 33, "Integer", "17"),
        )
        pair, others = Pair("Review", ANNA, "17", stamp), item(uid="0400170017", properties=())
        happened = did(write(11, "CreateItem", properties=tuple(properties)), looks=(shelf(others),))
        verdict = traffic.never_restored(happened, pair, BEFORE)
        (assert_broken(verdict, "Item") if restores else assert_held(verdict))

    def test_an_oid_that_stands_in_a_text(self) -> None:
        oid = "5b2c7f7e-6f0c-4f57-9a51-000000000017"
        pair = Pair("Review", ANNA, oid, (StampProperty(SET, "Both", "String", "another"),))
        for value, restores in ((f"reservation {oid.upper()}", True), ("reservation 18", False)):
            happened = did(write(11, "CreateItem", properties=(("item:Body", value),)), looks=self.empty)
            verdict = traffic.never_restored(happened, pair, BEFORE)
            (assert_broken(verdict, "Item") if restores else assert_held(verdict))

    def test_parts_of_a_stamp_that_are_lists(self) -> None:
        pair = Pair("Review", ANNA, "17", (StampProperty(SET, "Both", "StringArray", ("room", "17")),))
        for value, restores in (("room, 17", True), ("room, 18", False)):
            happened = did(write(11, "CreateItem", properties=((f"{SET}/Both", value),)), looks=self.empty)
            verdict = traffic.never_restored(happened, pair, BEFORE)
            (assert_broken(verdict, "Item") if restores else assert_held(verdict))

    def test_back_in_the_calendar(self) -> None:
        assert_broken(self.judge(looks=(shelf(item()),)), "1")  # type: ignore[arg-type]

    def test_unknown(self) -> None:
        assert_unknown(self.judge(looks=()))  # type: ignore[arg-type]


class TestNotMovedBack:
    def test_held(self) -> None:
        created = write(11, "CreateItem", changes=(moved("Created", "calendar"),))
        assert_held(traffic.not_moved_back(did(created), PAIR, BEFORE))

    def test_broken(self) -> None:
        back = write(11, "MoveItem", changes=(moved("Moved", "calendar"),))
        assert_broken(traffic.not_moved_back(did(back), PAIR, BEFORE), "MoveItem")


class TestLeftAlone:
    def test_held(self) -> None:
        allowed = (call(1, "GetUserAvailability"), call(2, "ResolveNames"), call(3, "GetItem", mailbox=BEAT))
        assert_held(traffic.left_alone(did(*allowed), ANNA))

    @pytest.mark.parametrize("record", [call(1, "Subscribe"), call(1, "FindItem"), write(1, "CreateItem")])
    def test_broken(self, record: object) -> None:
        assert_broken(traffic.left_alone(did(record), ANNA), "x 1")


class TestNothingElsewhere:
    def test_held(self) -> None:
        own = write(1, "CreateItem", changes=(moved("Created", "calendar"),))
        copy = moved("Created", "calendar", mailbox=AARE)
        invited = write(2, "CreateItem", mailed=True, mails=(("request", AARE),), changes=(copy,))
        denied = call(3, "GetItem", codes=("ErrorAccessDenied",))
        assert_held(traffic.nothing_elsewhere(did(own, invited, denied), [ANNA]))

    def test_another_mailbox(self) -> None:
        stray = write(1, "CreateItem", changes=(moved("Created", "calendar", mailbox="service@example.test"),))
        assert_broken(traffic.nothing_elsewhere(did(stray), [ANNA]), "another")

    def test_refused_without_bound(self) -> None:
        denied = [call(number, "GetItem", codes=("ErrorImpersonateUserDenied",)) for number in range(1, 12)]
        assert_broken(traffic.nothing_elsewhere(did(*denied), [ANNA]), "GetItem")


class TestCalm:
    def test_held(self) -> None:
        assert_held(traffic.calm(did(write(9), call(11, "GetItem")), [PAIR], BEFORE))

    def test_a_write(self) -> None:
        assert_broken(traffic.calm(did(mark(11)), [PAIR], BEFORE), "UpdateItem")

    def test_a_revision(self) -> None:
        told = did(looks=(seen(reservation(), BEFORE), seen(reservation(revision=2)), shelf(item())))
        assert_broken(traffic.calm(told, [PAIR], BEFORE), "1")

    def test_unknown(self) -> None:
        assert_unknown(traffic.calm(did(looks=()), [PAIR], BEFORE))


class TestNotGrowing:
    def windows(self, *counts: int) -> tuple[History, list[Moment]]:
        records: list[Record] = []
        limits = [Moment()]
        for count in counts:
            records += [call(len(records) + 1, "GetItem") for _ in range(count)]
            limits.append(Moment(len(records), len(limits)))
        return did(*records, looks=()), limits

    @pytest.mark.parametrize("counts", [(3, 3), (3, 0), (1, 2, 2), (0, 9, 8, 9)])
    def test_held(self, counts: tuple[int, ...]) -> None:
        told, limits = self.windows(*counts)
        assert_held(traffic.not_growing(told, limits))

    def test_broken(self) -> None:
        told, limits = self.windows(1, 2, 4, 8)
        assert_broken(traffic.not_growing(told, limits), "1 < 2 < 4 < 8")

    def test_one_request_for_more_and_more_items_grows_too(self) -> None:
        reads = [call(number, "GetItem", item_ids=("i",) * number) for number in range(1, 5)]
        told = did(*reads, looks=())
        assert_broken(traffic.not_growing(told, [Moment(number) for number in range(5)]), "1 < 2 < 3 < 4")

    def test_unknown(self) -> None:
        assert_unknown(traffic.not_growing(did(), [Moment()]))


def test_what_does_not_come_to_rest_is_broken() -> None:
    assert_broken(traffic.comes_to_rest(did(*(write(number) for number in range(11, 30))), BEFORE), "19 writes")
