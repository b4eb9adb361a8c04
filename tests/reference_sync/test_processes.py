"""Processes A to F inside the service: its calls, tables and worker, with a stand-in for Exchange."""

import pytest
from sqlalchemy.exc import OperationalError

from reference_sync import steps, worker
from reference_sync.decide import Link, Origin
from reference_sync.exchange import Busy, Refused, Rejected, Stale, Unreachable
from reference_sync.listener import OK, UNSUBSCRIBE, Notification
from reference_sync.tables import changed
from tests.reference_sync.pairs import AARE, ANNA, BOB, ELEVEN, LIMMAT, NOON, REUSS, TEN
from tests.reference_sync.standin import CALENDAR, OTHER
from tests.reference_sync.world import World

LOST = Unreachable("connection reset")
AT_NOON = {"start": NOON, "end": NOON.replace(hour=13)}
TO_NOON = {"start": NOON.isoformat(), "end": NOON.replace(hour=13).isoformat()}

# --- B


def test_b2_creates_and_b3_is_quiet(world: World) -> None:
    oid = world.post()
    world.settle()
    stored = world.stored(oid)
    assert world.exchange.writes() == ["create"]
    assert world.equal(oid)
    assert world.entry(stored.core.item_id or "").oid == oid
    assert stored.revision == 1


def test_b2_an_answer_that_is_lost_makes_no_second_item(world: World) -> None:
    oid = world.post()
    world.exchange.lost = [LOST]
    world.settle()
    world.later(seconds=1)
    assert world.exchange.writes() == ["create"]
    assert world.equal(oid)


def test_b2_changed_while_the_answer_was_lost(world: World) -> None:
    oid = world.post()
    world.exchange.lost = [LOST]
    world.settle()
    world.patch(oid, subject="Later")
    world.later(seconds=1)
    assert world.exchange.writes() == ["create", "update"]
    assert world.equal(oid)


def test_b2_cancelled_while_the_answer_was_lost(world: World) -> None:
    oid = world.post()
    world.exchange.lost = [LOST]
    world.settle()
    world.delete(oid)
    world.later(seconds=1)
    assert world.exchange.writes() == ["create", "remove"]
    assert world.stored(oid).core.item_id is None


def test_b2_cancelled_before_it_was_created(world: World) -> None:
    oid = world.post()
    world.delete(oid)
    world.settle()
    assert world.exchange.writes() == []


def test_b2_server_busy_waits_as_asked(world: World) -> None:
    oid = world.post()
    world.exchange.failures = [Busy("ErrorServerBusy", 3.0)]
    world.settle()
    asked = len(world.exchange.calls)
    world.later(seconds=2)
    assert len(world.exchange.calls) == asked
    world.later(seconds=1)
    assert world.equal(oid)


def test_b2_for_another(world: World) -> None:
    oid = world.post(who=BOB)
    world.settle()
    stored = world.stored(oid)
    assert world.entry(stored.core.item_id or "").owner == ANNA
    assert stored.who == BOB


def test_b2_an_attendees_copy_changes_nothing(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    world.switch(BOB)
    copy = world.exchange.add(BOB, world.entry(item_id).values, oid)
    world.exchange.change(copy.item_id, AT_NOON)
    world.push(BOB)
    world.settle()
    world.exchange.trash(copy.item_id)
    world.push(BOB)
    world.settle()
    assert world.exchange.writes() == []
    assert world.equal(oid)
    assert world.stored(oid).revision == 1


def test_not_for_sync(world: World) -> None:
    oid = world.post(synchronise=False)
    world.settle()
    world.patch(oid, subject="Later")
    world.delete(oid)
    world.settle()
    assert world.exchange.calls == []


# --- C


def outlook_sends(world: World, oid: str, **values: object) -> str:
    """The add-in's entry reaches Exchange with the stamp."""
    stored = world.stored(oid)
    there = world.exchange.add(ANNA, {**stored.core.values, "location": "here", **values}, oid)  # type: ignore[dict-item]
    return there.item_id


def test_c6_links_without_a_write(world: World) -> None:
    oid = world.post("addin")
    world.settle()
    assert world.exchange.calls == []
    item_id = outlook_sends(world, oid)
    world.settle()
    assert world.stored(oid).core.item_id == item_id
    assert world.exchange.writes() == []
    assert world.equal(oid)
    assert world.stored(oid).revision == 1


def test_c6_the_oid_comes_with_a_second_save(world: World) -> None:
    oid = world.post("addin")
    one = world.exchange.add(ANNA, world.stored(oid).core.values, None)
    world.settle()
    assert world.stored(oid).core.link is Link.NONE
    world.exchange.change(one.item_id, {}, oid)
    world.settle()
    assert world.stored(oid).core.item_id == one.item_id


def test_c6_the_room_comes_with_a_second_save(world: World) -> None:
    oid = world.post("addin")
    item_id = outlook_sends(world, oid, resources=())
    world.settle()
    world.exchange.change(item_id, {"resources": (AARE,)})
    world.settle()
    assert world.equal(oid)
    assert world.stored(oid).flags == frozenset()


def test_c6_many_saves(world: World) -> None:
    oid = world.post("addin")
    item_id = outlook_sends(world, oid)
    for _ in range(5):
        world.exchange.change(item_id, {})
        world.settle()
    assert world.stored(oid).revision == 1
    for number in range(5):
        world.exchange.change(item_id, {"subject": f"Save {number}"})
    world.settle()
    assert world.equal(oid)
    assert world.stored(oid).revision == 2


def test_c6_a_foreign_oid_is_ignored(world: World) -> None:
    oid = world.post("addin")
    world.exchange.add(ANNA, world.stored(oid).core.values, "0000")
    world.settle()
    assert world.stored(oid).core.link is Link.NONE


def test_c6_a_copy_is_ignored_also_when_the_first_entry_is_deleted(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    copy = world.exchange.copy(item_id, AT_NOON)
    world.settle()
    world.exchange.change(copy, {"subject": "Copy"})
    world.settle()
    assert world.equal(oid)
    assert world.stored(oid).revision == 1
    world.exchange.trash(item_id)
    world.settle()
    assert world.stored(oid).core.cancelled
    world.exchange.trash(copy)
    world.settle()
    assert world.exchange.writes() == []


def test_c6_changed_meanwhile(world: World) -> None:
    oid = world.post("addin")
    before = world.stored(oid).core.values
    world.patch(oid, **TO_NOON)
    world.settle()
    world.exchange.add(ANNA, before, oid)
    world.settle()
    assert world.equal(oid)
    assert world.stored(oid).core.values["start"] == NOON


def test_c6_cancelled_meanwhile(world: World) -> None:
    oid = world.post("addin")
    world.delete(oid)
    world.settle()
    outlook_sends(world, oid)
    world.settle()
    assert world.exchange.writes() == ["remove"]
    assert world.stored(oid).core.cancelled
    assert world.exchange.find(ANNA, oid) == []


def test_c_never_arrives(world: World) -> None:
    oid = world.post("addin")
    world.later(minutes=9)
    assert world.call("list_missing").body == []
    world.later(minutes=1)
    assert len(world.call("list_missing").body) == 1  # type: ignore[arg-type]
    assert world.stored(oid).core.link is Link.MISSING
    outlook_sends(world, oid)
    world.settle()
    assert world.equal(oid)
    assert world.call("list_missing").body == []


def test_c_arrived_unheard(world: World) -> None:
    oid = world.post("addin")
    outlook_sends(world, oid)
    world.exchange.events.clear()
    world.later(minutes=10)
    assert world.equal(oid)


def test_c_deleted_at_once(world: World) -> None:
    oid = world.post("addin")
    world.exchange.trash(outlook_sends(world, oid))
    world.settle()
    assert world.stored(oid).core.cancelled


# --- D


def test_d2_writes_what_changed_and_nothing_else(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    world.patch(oid, **TO_NOON)
    world.settle()
    assert world.exchange.writes() == ["update"]
    assert world.stored(oid).core.item_id == item_id
    assert world.equal(oid)
    assert world.stored(oid).revision == 2


def test_d2_cancels(world: World) -> None:
    world.made()
    oid = world.only().core.oid
    world.delete(oid)
    world.delete(oid)
    world.settle()
    assert world.exchange.writes() == ["remove"]
    assert world.stored(oid).revision == 2
    assert world.stored(oid).core.changed == {}


def test_d2_the_answer_of_an_update_is_lost_and_it_is_changed_again(world: World) -> None:
    world.made()
    oid = world.only().core.oid
    world.patch(oid, subject="One")
    world.exchange.lost = [LOST]
    world.settle()
    world.patch(oid, subject="Two")
    world.later(seconds=1)
    assert world.stored(oid).core.values["subject"] == "Two"
    assert world.equal(oid)
    assert world.stored(oid).revision == 3


def test_d2_a_stale_key_is_read_again(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    world.patch(oid, subject="Here")
    world.exchange.failures = [None, Stale("ErrorIrresolvableConflict")]
    world.exchange.change(item_id, {"reminderMinutes": 5})
    world.settle()
    assert world.equal(oid)
    assert world.stored(oid).core.values["subject"] == "Here"
    assert world.stored(oid).core.values["reminderMinutes"] == 5


def test_d2_conflict_but_saved_is_not_written_twice(world: World) -> None:
    world.made()
    oid = world.only().core.oid
    world.patch(oid, subject="Here")
    world.exchange.lost = [Stale("ErrorIrresolvableConflict")]
    world.settle()
    assert world.equal(oid)
    assert world.exchange.writes() == ["update"]


def test_d2_an_entry_that_never_stands_still_waits(world: World) -> None:
    world.made()
    oid = world.only().core.oid
    world.patch(oid, subject="Here")
    stale = Stale("ErrorIrresolvableConflict")
    world.exchange.failures = [None, stale, None, stale, None, stale]
    world.settle()
    assert not world.equal(oid)
    world.later(seconds=1)
    assert world.equal(oid)


def test_d2_gone(world: World) -> None:
    world.exchange.shift_delete(world.made())
    world.exchange.events.clear()
    oid = world.only().core.oid
    world.patch(oid, **TO_NOON)
    world.settle()
    assert world.stored(oid).core.cancelled
    assert world.exchange.writes() == []


def test_d2_a_removal_that_meets_a_changed_entry_is_tried_again(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    world.delete(oid)
    world.exchange.failures = [None, Stale("ErrorItemNotFound")]
    world.settle()
    assert item_id not in world.exchange.items
    assert world.stored(oid).core.item_id is None


def test_d2_moved_to_another_calendar_and_back(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    there = world.exchange.move(item_id, OTHER)
    world.settle()
    assert world.stored(oid).flags == {"unlinked"}
    assert not world.stored(oid).core.cancelled
    world.patch(oid, subject="Later")
    world.settle()
    back = world.exchange.move(there, CALENDAR)
    world.settle()
    assert world.stored(oid).core.item_id == back
    assert world.stored(oid).flags == frozenset()
    assert world.equal(oid)


def test_d_ten_changes(world: World) -> None:
    world.made()
    oid = world.only().core.oid
    for number in range(10):
        world.patch(oid, subject=f"Change {number}")
        if number % 3 == 0:
            world.settle()
    world.settle()
    assert world.equal(oid)
    assert world.stored(oid).core.values["subject"] == "Change 9"
    assert world.stored(oid).revision == 11


# --- E


def test_e2_outlook_sends_later(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    world.patch(oid, "addin", **TO_NOON)
    world.settle()
    world.exchange.change(item_id, {})  # a category, with the old values
    world.settle()
    assert world.exchange.writes() == []
    assert world.stored(oid).core.values["start"] == NOON
    world.exchange.change(item_id, AT_NOON)
    world.settle()
    assert world.exchange.writes() == []
    assert world.equal(oid)
    assert world.stored(oid).revision == 2


def test_e2_outlook_never_sends(world: World) -> None:
    world.made()
    oid = world.only().core.oid
    world.patch(oid, "addin", **TO_NOON)
    world.later(hours=23)
    assert world.exchange.writes() == []
    world.later(hours=1)
    assert world.equal(oid)


def test_e2_cancelled_then_sent_late(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    world.delete(oid, "addin")
    world.exchange.change(item_id, {})
    world.settle()
    world.exchange.trash(item_id)
    world.settle()
    assert world.exchange.writes() == []
    assert world.stored(oid).core.cancelled
    assert world.stored(oid).revision == 2


def test_e3_the_push_comes_before_the_addin(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    world.exchange.change(item_id, AT_NOON)
    world.settle()
    world.patch(oid, "addin", **TO_NOON)
    world.settle()
    assert world.stored(oid).revision == 2
    world.exchange.trash(item_id)
    world.settle()
    world.delete(oid, "addin")
    assert world.stored(oid).revision == 3
    assert world.exchange.writes() == []


# --- F


def test_f2_moves(world: World) -> None:
    item_id = world.made()
    world.exchange.change(item_id, AT_NOON)
    world.settle()
    assert world.equal(world.only().core.oid)
    assert world.only().revision == 2
    assert world.exchange.writes() == []


def test_f_trash(world: World) -> None:
    item_id = world.made()
    there = world.exchange.trash(item_id)
    world.settle()
    assert world.only().core.cancelled
    assert world.only().revision == 2
    world.exchange.shift_delete(there)
    world.later(hours=1)
    assert world.exchange.writes() == []


def test_f2_undo_before_it_was_seen_relinks(world: World) -> None:
    back = world.exchange.move(world.exchange.trash(world.made()), CALENDAR)
    world.settle()
    assert world.only().core.item_id == back
    assert world.only().revision == 1


def test_f2_undo_later_is_flagged(world: World) -> None:
    there = world.exchange.trash(world.made())
    world.settle()
    world.exchange.move(there, CALENDAR)
    world.settle()
    assert world.only().flags == {"restored"}
    assert world.only().core.cancelled
    assert world.exchange.writes() == []


def test_f2_out_of_order(world: World) -> None:
    item_id = world.made()
    world.exchange.change(item_id, AT_NOON)
    world.exchange.shift_delete(item_id)
    world.settle()
    assert world.only().core.cancelled


def test_f2_no_double_booking(world: World) -> None:
    world.post(start=NOON.isoformat(), end=NOON.replace(hour=13).isoformat(), organizer="eve@example.test")
    oid = world.post()
    world.settle()
    item_id = world.stored(oid).core.item_id or ""
    world.exchange.change(item_id, {**AT_NOON, "subject": "Moved"})
    world.settle()
    stored = world.stored(oid)
    assert stored.core.values["start"] == TEN
    assert stored.core.values["subject"] == "Moved"
    assert stored.flags == {"conflict"}
    assert world.exchange.writes() == ["create"]
    world.exchange.change(item_id, {"start": TEN, "end": ELEVEN})
    world.settle()
    assert world.stored(oid).flags == frozenset()
    assert world.equal(oid)


def test_f2_room_swap(world: World) -> None:
    item_id = world.made()
    for rooms in ((AARE, REUSS), (REUSS,)):
        world.exchange.change(item_id, {"resources": rooms})
        world.settle()
        assert world.only().core.values["resources"] == (REUSS,)
    world.exchange.change(item_id, {"resources": (AARE, LIMMAT)})
    world.settle()
    assert world.only().core.values["resources"] == (REUSS,)
    assert world.only().flags == {"ambiguous-room"}
    assert world.exchange.writes() == []


def test_x_crossing(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    world.patch(oid, subject="Here")
    world.exchange.change(item_id, AT_NOON)
    world.settle()
    assert world.equal(oid)
    assert (world.stored(oid).core.values["subject"], world.stored(oid).core.values["start"]) == ("Here", NOON)


# --- A


def test_a1_only_who_is_on(world: World) -> None:
    world.post(organizer=BOB)
    world.settle()
    assert world.exchange.calls == []


def test_a1_switched_on_later_matches_what_is_there(world: World) -> None:
    oid = world.post(organizer=BOB)
    world.settle()
    world.switch(BOB)
    assert world.stored(oid).core.link is Link.LINKED
    world.switch(BOB, on=False)
    world.patch(oid, subject="Later")
    world.settle()
    assert world.exchange.writes() == ["create"]
    world.switch(BOB)
    assert world.equal(oid)
    assert world.exchange.writes() == ["create", "update"]


def test_a1_refused_is_shown_and_bounded(world: World) -> None:
    world.exchange.failures = [Refused("ErrorImpersonateUserDenied: nein")] * 60
    world.switch(BOB)
    for _ in range(60):
        world.later(minutes=1)
    answer = world.call("get_user", address=BOB).body
    assert isinstance(answer, dict)
    assert answer["state"] == "failing"
    assert answer["reason"] == "ErrorImpersonateUserDenied: nein"
    assert len([mailbox for _, mailbox in world.exchange.calls if mailbox == BOB]) == 6
    world.exchange.failures.clear()
    world.later(hours=1)
    answer = world.call("get_user", address=BOB).body
    assert isinstance(answer, dict)
    assert answer["state"] == "on"


def test_a1_a_subscription_that_is_rejected_shows(world: World) -> None:
    world.exchange.failures = [None, Rejected("ErrorInvalidPushSubscriptionUrl")]
    world.switch(BOB)
    assert world.user(BOB).reason == "ErrorInvalidPushSubscriptionUrl"


def test_a2_nothing_heard_for_two_signs_of_life(world: World) -> None:
    item_id = world.made()
    moved = world.made(start=NOON.isoformat(), end=NOON.replace(hour=13).isoformat())
    oid = world.post("addin", resources=[REUSS])
    first = world.user().subscription
    world.exchange.trash(item_id)
    world.exchange.change(moved, {"subject": "Moved"})
    outlook_sends(world, oid)
    world.exchange.events.clear()  # the subscription is gone, silently
    world.later(minutes=19)
    assert world.user().subscription == first
    world.later(minutes=1)
    assert world.user().subscription != first
    with world.store.begin() as tx:
        cancelled = tx.reservations(cancelled=True)
        living = tx.reservations(cancelled=False)
    assert [one.core.item_id for one in cancelled] == [None]
    assert all(world.equal(one.core.oid) for one in living)
    assert len(living) == 2


SECOND = "http://second.example.test/EWS/Exchange.asmx"


def moved(world: World, exchange: str = SECOND) -> None:
    """Anna's mailbox is said to be at this server; nothing is worked on yet."""
    world.call("put_user", {"synchronised": True, "exchange": exchange}, address=ANNA)


def test_a2_migrated_is_linked_again_by_the_oid(world: World) -> None:
    before = world.made()
    stored, subscription = world.only(), world.user().subscription
    after = world.exchange.migrate()[before]
    moved(world)
    assert (world.user().subscription, world.user().calendar_id) == (None, None)
    world.settle()
    assert world.exchange.writes() == []
    assert world.only() == changed(stored, item_id=after)
    assert world.user().subscription not in (None, subscription)
    world.exchange.change(after, AT_NOON)
    world.settle()
    assert world.equal(stored.core.oid)


def test_a2_migrated_with_the_copy_that_was_made_first(world: World) -> None:
    """the entry that is as it was known is the one, whichever is seen first; the other stays a copy"""
    before = world.made()
    copy, stored = world.exchange.copy(before, AT_NOON), world.only()
    world.settle()
    world.exchange.items = dict(reversed(world.exchange.items.items()))
    after = world.exchange.migrate()
    moved(world)
    world.settle()
    assert world.only() == changed(stored, item_id=after[before])
    world.exchange.shift_delete(after[before])
    world.settle()
    assert world.only().core.cancelled
    assert after[copy] in world.exchange.items
    assert world.exchange.writes() == []


def test_a2_migrated_and_changed_in_the_browser_before_anybody_said_so(world: World) -> None:
    before = world.made()
    after = world.exchange.migrate()[before]
    oid = world.only().core.oid
    world.patch(oid, subject="Later")
    world.settle()
    assert world.exchange.writes() == ["update"]
    assert world.stored(oid).core.item_id == after
    assert world.equal(oid)


def test_a2_migrated_and_deleted_meanwhile(world: World) -> None:
    before = world.made()
    world.exchange.trash(world.exchange.migrate()[before])
    world.exchange.events.clear()
    moved(world)
    world.settle()
    assert world.only().core.cancelled
    assert world.exchange.writes() == []


def test_a2_moved_while_it_is_subscribed_to(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """what was made at the old server is not kept"""
    made: list[tuple[str, str]] = []
    right = world.exchange.subscribe

    def subscribe(mailbox: str, url: str, minutes: int) -> tuple[str, str]:
        if not made:
            moved(world, "http://third.example.test/")
        made.append(right(mailbox, url, minutes))
        return made[-1]

    monkeypatch.setattr(world.exchange, "subscribe", subscribe)
    moved(world)
    world.settle()
    assert len(made) == 2
    assert world.user().subscription == made[1][0]


def test_a1_who_waits_is_tried_at_once_at_another_server(world: World) -> None:
    world.exchange.failures = [Refused("ErrorNonExistentMailbox")]
    oid = world.post()
    world.settle()
    assert world.user().reason is not None
    moved(world)
    assert world.user().reason is None
    world.settle()
    assert world.equal(oid)


def test_a2_a_sign_of_life_is_enough(world: World) -> None:
    first = world.user().subscription
    for _ in range(5):
        world.later(minutes=10)
        world.push()
        world.settle()
    assert world.user().subscription == first
    assert ("find", ANNA) not in world.exchange.calls


def test_a2_a_gap_is_caught_up(world: World) -> None:
    item_id = world.made()
    world.exchange.change(item_id, AT_NOON)
    world.exchange.events.clear()
    first = world.user().subscription or ""
    message = Notification(False, first, "W7", "W8", {})
    assert world.hear(message) == OK
    world.settle()
    assert world.equal(world.only().core.oid)
    finds = world.exchange.calls.count(("find", ANNA))
    world.hear(message)  # the same once more is no gap
    world.settle()
    assert world.exchange.calls.count(("find", ANNA)) == finds


def test_a2_an_error_notification_makes_a_new_subscription(world: World) -> None:
    first = world.user().subscription
    assert world.hear(Notification(failed=True)) == OK
    world.settle()
    assert world.user().subscription not in (None, first)


def test_a2_a_foreign_subscription_id_is_not_acted_on(world: World) -> None:
    item_id = world.made()
    assert world.hear(Notification(False, "?", "W0", "W1", {item_id: None})) == UNSUBSCRIBE
    world.settle()
    assert world.exchange.calls == []


def test_a2_the_first_push_comes_early(world: World) -> None:
    with world.store.begin() as tx:
        tx.change_user(ANNA, subscribing=True)
    item_id = world.made()
    assert world.hear(Notification(False, "early", "W0", "W1", {item_id: None})) == OK
    world.settle()
    assert world.exchange.calls == [("read", ANNA)]


def test_a2_switched_off(world: World) -> None:
    item_id = world.made()
    oid = world.only().core.oid
    subscription = world.user().subscription or ""
    world.switch(ANNA, on=False)
    world.patch(oid, subject="Later")
    assert world.hear(Notification(False, subscription, "W1", "W2", {item_id: None})) == UNSUBSCRIBE
    world.settle()
    world.later(hours=25)
    assert world.exchange.calls == []
    assert world.backlog().pending == 0


# --- what goes wrong


def test_one_rejected_request_holds_up_nothing_else(world: World) -> None:
    world.made()
    first = world.only().core.oid
    world.patch(first, subject="Later")
    second = world.post(start=NOON.isoformat(), end=NOON.replace(hour=13).isoformat())
    world.exchange.failures = [None, Rejected("ErrorInvalidPropertySet")]
    world.settle()
    assert world.stored(second).core.link is Link.LINKED
    world.later(seconds=1)
    assert world.equal(first)


def test_what_is_always_rejected_is_given_up_and_flagged(world: World) -> None:
    world.made()
    oid = world.only().core.oid
    world.patch(oid, subject="Later")
    world.exchange.failures = [None, Rejected("ErrorInvalidPropertySet")] * 20
    world.settle()
    for _ in range(15):
        world.later(minutes=1)
    assert world.stored(oid).flags == {"refused"}
    assert world.stored(oid).core.changed == {"subject": Origin.WEB}


def test_an_entry_that_cannot_be_read_holds_up_no_other(world: World) -> None:
    item_id = world.made()
    world.exchange.change(item_id, AT_NOON)
    world.exchange.add(ANNA, world.entry(item_id).values, None)
    world.exchange.failures = [Rejected("broken"), Rejected("broken")]
    world.settle()
    world.later(seconds=1)
    assert world.equal(world.only().core.oid)


def test_killed_between_any_two_lines(world: World) -> None:
    """Whatever call the process dies in, before or after it was carried out: it goes on from the tables."""
    for kill in range(1, 8):
        for where in ("failures", "lost"):
            noon = NOON.replace(hour=kill, month=2 if where == "lost" else 3)
            oid = world.post(start=noon.isoformat(), end=noon.replace(minute=30).isoformat())
            getattr(world.exchange, where).extend([None] * (kill - 1) + [LOST])
            world.settle()
            world.later(seconds=10)
            world.patch(oid, subject=f"Killed at {kill}")
            for _ in range(3):
                world.later(seconds=10)
            assert world.equal(oid), (kill, where)
            assert [one.oid for one in world.exchange.items.values()].count(oid) == 1


def test_a2_what_was_never_created_is_made_up_for_by_the_catch_up(world: World) -> None:
    oid = world.post()
    with world.store.begin() as tx:
        (row,) = (one for one in tx.due(ANNA) if one.kind == "reservation")
        tx.done(row)
        tx.put(ANNA, "catch-up")
    world.settle()
    assert world.equal(oid)


def test_e2_told_by_the_addin_before_the_entry_came(world: World) -> None:
    oid = world.post("addin")
    world.patch(oid, "addin", **TO_NOON)
    world.later(hours=25)
    assert world.exchange.writes() == []
    assert world.stored(oid).core.link is Link.MISSING
    outlook_sends(world, oid)
    world.settle()
    assert world.equal(oid)
    assert world.stored(oid).revision == 2


def test_work_on_a_reservation_nobody_knows_is_struck_out(world: World) -> None:
    with world.store.begin() as tx:
        for kind in ("reservation", "overdue", "missing"):
            tx.put(ANNA, kind, "nobody")
    world.settle()
    assert world.backlog().pending == 1  # the watchdog


def test_a_mistake_of_ours_stops_no_other_work(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = world.post()
    wrong = steps.bring

    def stumbles(desk: steps.Desk, mailbox: str, oid: str) -> None:
        if oid == first:
            raise ZeroDivisionError
        wrong(desk, mailbox, oid)

    monkeypatch.setattr(steps, "bring", stumbles)
    second = world.post(start=NOON.isoformat(), end=NOON.replace(hour=13).isoformat())
    world.settle()
    assert world.equal(second)
    monkeypatch.undo()
    world.later(seconds=1)
    assert world.equal(first)


def test_a_worker_ends_where_the_database_does_not_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = world.desk

    def locked(_: object) -> bool:
        desk.stopping.set()
        raise OperationalError("BEGIN", None, Exception("database is locked"))

    monkeypatch.setattr(worker, "serve", locked)
    worker.run(desk)


# --- rooms


def test_b2_a_room_declines_and_then_accepts_another_time(world: World) -> None:
    oid = world.post()
    world.settle()
    item_id = world.stored(oid).core.item_id or ""
    world.exchange.answer(item_id, "Decline")
    world.settle()
    stored = world.stored(oid)
    assert (stored.room_response, sorted(stored.flags), stored.revision) == ("Decline", ["conflict"], 1)
    world.exchange.change(item_id, AT_NOON)
    world.exchange.answer(item_id, "Accept")
    world.settle()
    stored = world.stored(oid)
    assert (stored.room_response, sorted(stored.flags), stored.revision) == ("Accept", [], 2)
    assert world.exchange.writes() == ["create"]
