"""A change that the room does not allow, another organizer, a reservation open in the browser: inside the service."""

from pathlib import Path

import pytest

from reference_sync.decide import Link, Values
from reference_sync.exchange import Rejected
from reference_sync.forms import Problem
from tests.reference_sync.pairs import AARE, ANNA, BOB, ELEVEN, NOON, TEN
from tests.reference_sync.world import World, new_world

ONE = NOON.replace(hour=13)
AT_NOON: Values = {"start": NOON, "end": ONE}
TO_NOON = {"start": NOON.isoformat(), "end": ONE.isoformat()}
EVE = "eve@example.test"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Aare is Eve's at noon; Anna is synchronised."""
    world = new_world(tmp_path)
    world.post(**TO_NOON, organizer=EVE)
    return world


def ruled(world: World, rule: str) -> tuple[str, str]:
    """Aare settles conflicts by this rule; oid and ItemId of Anna's reservation of it at ten."""
    world.call("put_resource", {"name": "Aare", "conflict": rule}, address=AARE)
    oid = world.post()
    world.settle()
    world.exchange.calls.clear()
    return oid, world.stored(oid).core.item_id or ""


def test_rollback_sets_the_entry_back(world: World) -> None:
    oid, item_id = ruled(world, "rollback")
    for _ in range(7):
        world.exchange.change(item_id, {**AT_NOON, "subject": "Moved"})
        world.settle()
        assert world.equal(oid)
        stored = world.stored(oid)
        assert (stored.core.values["start"], stored.core.values["subject"]) == (TEN, "Moved")
        assert (stored.flags, stored.tries, stored.revision) == (frozenset(), 0, 2)
    assert world.exchange.writes() == ["update"] * 7


def test_rollback_gives_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    oid, item_id = ruled(world, "rollback")
    tried: list[Values] = []

    def update(mailbox: str, entry: object, values: Values) -> None:
        tried.append(values)
        raise Rejected("ErrorItemSave")

    monkeypatch.setattr(world.exchange, "update", update)
    world.exchange.change(item_id, AT_NOON)
    world.settle()
    for _ in range(20):
        world.later(minutes=1)
    assert tried == [{"start": TEN, "end": ELEVEN}] * 5
    stored = world.stored(oid)
    assert stored.flags == {"conflict", "sync-disabled"}
    assert not stored.core.synchronise
    assert world.backlog().pending == 1  # the watch on the subscription
    world.exchange.change(item_id, {"subject": "Nobody looks"})
    world.settle()
    assert world.stored(oid).core.values["subject"] == "Review"


def test_a_change_in_the_browser_begins_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    oid, item_id = ruled(world, "rollback")
    right, failing = world.exchange.update, [True]

    def update(mailbox: str, entry: object, values: Values) -> None:
        if failing:
            raise Rejected("ErrorItemSave")
        right(mailbox, entry, values)  # type: ignore[arg-type]

    monkeypatch.setattr(world.exchange, "update", update)
    world.exchange.change(item_id, AT_NOON)
    world.settle()
    assert world.stored(oid).tries == 1
    world.patch(oid, end=ELEVEN.replace(minute=30).isoformat())
    assert world.stored(oid).tries == 0
    failing.clear()
    world.later(minutes=1)
    assert world.equal(oid)
    assert world.stored(oid).flags == frozenset()


def test_cancel_gives_way_at_the_second_try(world: World) -> None:
    oid, item_id = ruled(world, "cancel")
    world.exchange.change(item_id, AT_NOON)
    world.settle()
    waiting = world.stored(oid)
    assert (waiting.core.cancelled, set(waiting.flags), waiting.tries) == (False, {"conflict"}, 1)
    world.later(seconds=10)
    stored = world.stored(oid)
    assert (stored.core.cancelled, stored.core.item_id, stored.core.link) == (True, None, Link.DISABLED)
    assert (set(stored.flags), stored.revision) == ({"conflict"}, 2)
    assert (world.entry(item_id).oid, world.entry(item_id).values["start"]) == (None, NOON)
    assert world.exchange.writes() == ["unstamp"]
    world.exchange.change(item_id, {"subject": "Mine"})
    world.settle()
    assert world.stored(oid) == stored


def test_cancel_takes_the_room_if_it_is_free_again(world: World) -> None:
    oid, item_id = ruled(world, "cancel")
    world.exchange.change(item_id, AT_NOON)
    world.settle()
    with world.store.begin() as tx:
        (eve,) = tx.reservations(organizer=EVE)
    world.delete(eve.core.oid)
    world.later(seconds=10)
    assert world.equal(oid)
    assert world.stored(oid).core.values["start"] == NOON
    assert (world.stored(oid).flags, world.stored(oid).tries) == (frozenset(), 0)


def test_what_gave_way_has_lost_its_oid_already(world: World) -> None:
    _, item_id = ruled(world, "cancel")
    with world.store.begin() as tx:
        tx.put(ANNA, "unstamp", item_id)
        tx.put(ANNA, "unstamp", "gone")
        tx.put(ANNA, "withdraw", "gone")
    world.settle()
    assert world.exchange.writes() == ["unstamp"]
    with world.store.begin() as tx:
        tx.put(ANNA, "unstamp", item_id)
    world.settle()
    assert world.exchange.writes() == ["unstamp"]


# --- D/organizer


def test_another_organizer(world: World) -> None:
    oid, item_id = ruled(world, "report")
    world.switch(BOB)
    world.patch(oid, organizer=BOB)
    world.settle()
    stored = world.stored(oid)
    assert (stored.core.organizer, stored.core.link, stored.revision) == (BOB, Link.LINKED, 2)
    assert stored.core.values["attendees"] == ()
    assert world.equal(oid)
    assert world.entry(stored.core.item_id or "").owner == BOB
    assert item_id not in world.exchange.items  # it is in Deleted Items, under another id
    assert not stored.core.cancelled


def test_another_organizer_while_the_entry_is_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    oid, _ = ruled(world, "report")
    world.switch(BOB)
    right = world.exchange.update

    def update(*more: object) -> None:
        right(*more)  # type: ignore[arg-type]
        world.patch(oid, organizer=BOB)

    monkeypatch.setattr(world.exchange, "update", update)
    world.patch(oid, subject="Moved")
    world.settle()
    assert world.equal(oid)
    assert world.entry(world.stored(oid).core.item_id or "").owner == BOB


def test_another_organizer_must_wait_for_the_entry(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    oid = world.post()
    refusals: list[Problem] = []

    def create(*more: object) -> str:
        with pytest.raises(Problem, match="its entry is being made") as refusal:
            world.patch(oid, organizer=BOB)
        refusals.append(refusal.value)
        raise Rejected("ErrorItemSave")

    monkeypatch.setattr(world.exchange, "create", create)
    world.settle()
    assert [one.body["code"] for one in refusals] == ["not-allowed"]
    assert world.stored(oid).core.organizer == ANNA


# --- F2/open-in-browser


def test_open_in_the_browser(world: World) -> None:
    oid, item_id = ruled(world, "report")
    assert world.call("put_lock", oid=oid, who=ANNA).status == 204
    assert world.call("put_lock", oid=oid, who=ANNA).status == 204
    for call in ("patch_reservation", "delete_reservation", "put_lock"):
        with pytest.raises(Problem, match="has it open for editing") as refusal:
            world.call(call, {"subject": "Z"}, oid=oid, who=BOB)
        assert (refusal.value.status, refusal.value.body["code"]) == (409, "locked")
    world.exchange.change(item_id, {"subject": "Moved"})
    world.settle()
    assert world.equal(oid)
    assert world.call("delete_lock", oid=oid, who=BOB).status == 204
    world.call("patch_reservation", {"subject": "Anna's"}, oid=oid, who=ANNA)
    with pytest.raises(Problem):
        world.call("patch_reservation", {"subject": "Bob's"}, oid=oid, who=BOB)
    world.call("delete_lock", oid=oid, who=ANNA)
    world.call("patch_reservation", {"subject": "Bob's"}, oid=oid, who=BOB)
    world.call("put_lock", oid=oid, who=ANNA)
    world.later(hours=1)
    world.call("patch_reservation", {"subject": "an hour later"}, oid=oid, who=BOB)
    assert world.stored(oid).core.values["subject"] == "an hour later"
