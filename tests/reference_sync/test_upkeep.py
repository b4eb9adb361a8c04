"""Scan and self-test with everything real but Exchange itself: what is listed, how it is settled, what is left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fake_ews import Fault
from reference_sync import upkeep
from tests.reference_sync.pairs import ANNA, BOB, NOON
from tests.reference_sync.rig import SERVICE, Rig, new_rig


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Anna is synchronised; Exchange tells nothing of what happens in her calendar."""
    with new_rig(tmp_path) as made:
        made.exchange.hold_pushes(ANNA)
        yield made


def scan(rig: Rig) -> dict[str, Any]:
    """The differences by field: their ids."""
    status, found = rig.call("POST", "/scan")
    assert status == 200
    return {one["field"]: one["id"] for one in found}


def settle(rig: Rig, difference: str, use: str) -> int:
    """Settle a difference, and let it be done."""
    status, _ = rig.call("POST", f"/differences/{difference}", {"use": use})
    rig.settle()
    return status


def drag(rig: Rig) -> None:
    """In Outlook on the web Anna drags her entry to noon."""
    hands = rig.exchange.owa(ANNA)
    hands.drag(hands.find("Review"), NOON)


def shown(rig: Rig, oid: str) -> tuple[str, str, int]:
    """Start and subject on both sides, which are the same; how many entries there are."""
    (item,), found = rig.exchange.mailbox(ANNA).items(), rig.get(oid)
    assert item.start is not None
    assert (found["subject"], found["start"][11:13]) == (item.subject, f"{item.start.hour + 1}")
    return item.subject, found["start"][11:13], found["revision"]


def test_a_drag_that_nobody_heard_of(rig: Rig) -> None:
    oid = rig.made()
    assert scan(rig) == {}
    drag(rig)
    found = scan(rig)
    assert set(found) == {"start", "end"}
    assert settle(rig, found["start"], "ignore") == 204
    assert scan(rig) == found
    assert settle(rig, found["start"], "exchange") == 204
    assert shown(rig, oid) == ("Review", "13", 2)
    assert settle(rig, found["end"], "reservation") == 204, "it is none any more"
    assert shown(rig, oid) == ("Review", "13", 2)


def test_the_reservation_counts(rig: Rig) -> None:
    oid = rig.made()
    drag(rig)
    assert settle(rig, scan(rig)["end"], "reservation") == 204
    assert shown(rig, oid) == ("Review", "11", 1)
    rig.exchange.release_pushes(ANNA)
    rig.settle()
    assert shown(rig, oid) == ("Review", "11", 1)


def test_a_change_that_exchange_refused(rig: Rig) -> None:
    oid = rig.made()
    rig.exchange.inject(Fault("item-error", operation="UpdateItem", times=0, code="ErrorItemSave"))
    rig.patch(oid, subject="Preview")
    rig.quiet()
    rig.exchange.clear_faults()
    assert settle(rig, scan(rig)["subject"], "exchange") == 204
    assert shown(rig, oid) == ("Review", "11", 3)


@pytest.mark.parametrize(("use", "entries", "cancelled"), [("exchange", 0, True), ("reservation", 1, False)])
def test_an_entry_that_is_gone(rig: Rig, use: str, entries: int, cancelled: bool) -> None:
    oid = rig.made()
    hands = rig.exchange.owa(ANNA)
    hands.shift_delete(hands.find("Review"))
    assert settle(rig, scan(rig)["cancelled"], use) == 204
    assert rig.get(oid)["cancelled"] is cancelled
    assert len(rig.exchange.mailbox(ANNA).items()) == entries
    assert scan(rig) == {}


@pytest.mark.parametrize(("use", "entries", "cancelled"), [("exchange", 1, False), ("reservation", 0, True)])
def test_a_cancellation_that_did_not_arrive(rig: Rig, use: str, entries: int, cancelled: bool) -> None:
    oid = rig.made()
    rig.exchange.inject(Fault("item-error", operation="DeleteItem", times=0, code="ErrorItemSave"))
    rig.delete(oid)
    rig.quiet()
    rig.exchange.clear_faults()
    assert settle(rig, scan(rig)["cancelled"], use) == 204
    assert rig.get(oid)["cancelled"] is cancelled
    assert len(rig.exchange.mailbox(ANNA).items()) == entries
    assert scan(rig) == {}


def test_a_room_that_is_taken_meanwhile(rig: Rig) -> None:
    oid = rig.made()
    rig.exchange.inject(Fault("item-error", operation="DeleteItem", times=0, code="ErrorItemSave"))
    rig.delete(oid)
    rig.made(subject="Other")
    rig.exchange.clear_faults()
    assert settle(rig, scan(rig)["cancelled"], "exchange") == 409


def test_what_cannot_be_settled(rig: Rig) -> None:
    oid = rig.made()
    assert settle(rig, f"{oid}.colour", "exchange") == 404
    assert settle(rig, "nobody.start", "exchange") == 404
    assert settle(rig, f"{oid}.start", "both") == 422
    rig.exchange.inject(Fault("status-500", times=0))
    assert settle(rig, f"{oid}.start", "exchange") == 503
    assert rig.call("POST", "/scan")[0] == 503


def self_test(rig: Rig, address: str) -> tuple[bool, list[bool], str | None]:
    """Whether all went well, which steps did, and why the last did not."""
    status, told = rig.call("POST", f"/self-test/{address}")
    assert status == 200
    return told["ok"], [one["ok"] for one in told["steps"]], told["steps"][-1]["reason"]


def test_a_self_test(rig: Rig) -> None:
    assert self_test(rig, BOB) == (True, [True] * 4, None)
    rig.settle()
    assert rig.exchange.mailbox(BOB).items() == ()
    assert [one for one in rig.exchange.subscriptions(BOB) if one.ended is None] == []


def test_a_self_test_of_somebody_who_is_refused(rig: Rig) -> None:
    rig.exchange.deny(SERVICE, BOB)
    ok, steps, reason = self_test(rig, BOB)
    assert (ok, steps) == (False, [False])
    assert "ErrorImpersonateUserDenied" in str(reason)


def test_a_self_test_whose_messages_do_not_arrive(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "HEARD_WITHIN", 0.2)
    rig.exchange.inject(Fault("refused", mailbox=BOB, times=0))
    ok, steps, reason = self_test(rig, BOB)
    assert (ok, steps) == (False, [True, True, True, False])
    assert "no message within 0.2 s" in str(reason)


def test_a_self_test_whose_entry_is_not_kept(rig: Rig) -> None:
    rig.exchange.inject(Fault("not-found", operation="GetItem"))
    ok, steps, reason = self_test(rig, BOB)
    assert (ok, steps, reason) == (False, [True, True, False], "the entry that was written is not there")
