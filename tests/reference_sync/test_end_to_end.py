"""Processes A to F with everything real but Exchange itself: sockets, exchangelib, pushes, and people at Outlook."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fake_ews import Fault
from tests.reference_sync.pairs import AARE, ANNA, BOB, ELEVEN, NOON, REUSS, TEN
from tests.reference_sync.rig import Rig, new_rig

NOBODY = "http://127.0.0.1:9/EWS/Exchange.asmx"
AT_NOON = {"start": NOON.isoformat(), "end": NOON.replace(hour=13).isoformat()}


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Anna is synchronised, Bob is not."""
    with new_rig(tmp_path) as made:
        yield made


def entries(rig: Rig, address: str = ANNA, folder: str = "calendar") -> list[Any]:
    return list(rig.exchange.mailbox(address).items(folder))


def assert_equal(rig: Rig, oid: str) -> None:
    """Linked, and the same on both sides."""
    (item,) = entries(rig)
    shown = rig.get(oid)
    assert (shown["link"], shown["itemId"]) == ("linked", item.item_id)
    here = (shown["subject"], shown["reminderMinutes"], shown["freeBusy"], shown["sensitivity"], shown["location"])
    assert here == (item.subject, item.reminder, item.free_busy, item.sensitivity, item.location)
    assert tuple(datetime.fromisoformat(shown[name]) for name in ("start", "end")) == (item.start, item.end)
    assert {one["address"].lower() for one in shown["attendees"]} == {*item.attendees, *item.optional} - {AARE, REUSS}
    assert shown["resources"] == list(item.resources)


def test_b2_b3_d2_d3(rig: Rig) -> None:
    oid = rig.made(text="Agenda")
    assert_equal(rig, oid)
    (item,) = entries(rig)
    assert item.body.strip() == "Agenda"
    assert item.start_zone == "W. Europe Standard Time"
    assert rig.writes() == ["CreateItem"]
    rig.patch(oid, **AT_NOON)
    rig.settle()
    assert_equal(rig, oid)
    assert entries(rig)[0].item_id == item.item_id
    assert rig.get(oid)["revision"] == 2
    rig.delete(oid)
    rig.settle()
    assert entries(rig) == []
    assert rig.writes() == ["CreateItem", "UpdateItem", "DeleteItem"]
    mails = [mail for one in rig.exchange.journal.after(0) for mail in one.mails if one.kind == "call"]
    assert sorted(mails) == sorted(
        (kind, address) for kind in ("request", "update", "cancellation") for address in (AARE, BOB)
    )


def test_c_the_addin(rig: Rig) -> None:
    outlook = rig.exchange.outlook(ANNA)
    entry = outlook.new("Review", TEN, ELEVEN, reminder=15, attendees=[BOB])
    made = rig.post("addin")
    outlook.stamp(entry, made["stamp"], made["invite"])
    rig.settle()
    assert entries(rig) == []
    outlook.send_receive()
    rig.settle()
    assert_equal(rig, made["oid"])
    assert rig.get(made["oid"])["revision"] == 1
    assert rig.writes() == []
    copy = outlook.copy(entry, NOON)
    outlook.send_receive()
    rig.settle()
    outlook.delete(copy)
    outlook.send_receive()
    rig.settle()
    assert_equal(rig, made["oid"])


def test_e2_and_e_trash(rig: Rig) -> None:
    oid = rig.made()
    outlook = rig.exchange.outlook(ANNA)
    outlook.send_receive()
    entry = outlook.find("Review")
    rig.patch(oid, "addin", **AT_NOON)
    outlook.drag(entry, NOON)
    rig.settle()
    assert rig.writes() == ["CreateItem"]
    outlook.send_receive()
    rig.settle()
    assert_equal(rig, oid)
    assert rig.get(oid)["revision"] == 2
    rig.delete(oid, "addin")
    outlook.delete(entry)
    outlook.send_receive()
    rig.settle()
    rig.later(minutes=30)
    assert rig.writes() == ["CreateItem"]
    assert rig.get(oid)["cancelled"]
    assert len(entries(rig, folder="deleteditems")) == 1


def test_f2_every_field(rig: Rig) -> None:
    oid = rig.made()
    owa = rig.exchange.owa(ANNA)
    entry = owa.find("Review")
    owa.drag(entry, NOON)
    owa.change(entry, subject="Ü <&>", reminder=None, free_busy="OOF", sensitivity="Private", location="Second floor")
    owa.change(entry, attendees=[], optional=[BOB])
    rig.settle()
    assert_equal(rig, oid)
    assert rig.get(oid)["attendees"] == [{"address": BOB, "role": "optional"}]
    assert rig.writes() == ["CreateItem"]


@pytest.mark.parametrize("how", ["delete", "deleted", "moved", "delegate"])
def test_f_trash(rig: Rig, how: str) -> None:
    oid = rig.made()
    person = rig.exchange.delegate(BOB, of=ANNA) if how == "delegate" else rig.exchange.owa(ANNA)
    entry = person.find("Review")
    if how in ("delete", "delegate"):
        person.delete(entry)
    else:
        person.shift_delete(entry, event="DeletedEvent" if how == "deleted" else "MovedEvent")
    rig.settle()
    assert rig.get(oid)["cancelled"]
    assert rig.get(oid)["revision"] == 2
    assert rig.writes() == ["CreateItem"]


def test_f2_called_off_and_undone_before_the_service_looks(rig: Rig) -> None:
    oid = rig.made()
    rig.exchange.restart()
    owa = rig.exchange.owa(ANNA)
    owa.delete(owa.find("Review"))
    owa.undo()
    rig.later(minutes=30)
    assert rig.get(oid)["cancelled"]
    assert rig.get(oid)["flags"] == ["restored"]
    assert len(entries(rig)) == 1


def test_f2_no_double_booking(rig: Rig) -> None:
    rig.post(organizer=BOB, **AT_NOON)
    oid = rig.made()
    owa = rig.exchange.owa(ANNA)
    owa.drag(owa.find("Review"), NOON)
    rig.settle()
    shown = rig.get(oid)
    assert datetime.fromisoformat(shown["start"]) == TEN
    assert shown["flags"] == ["conflict"]


def test_b2_all_day(rig: Rig) -> None:
    oid = rig.made(
        start="2027-03-28T00:00:00+01:00", end="2027-03-29T00:00:00+02:00", allDay=True, attendees=[], resources=[]
    )
    (item,) = entries(rig)
    assert item.all_day
    assert_equal(rig, oid)
    assert rig.get(oid)["start"] == "2027-03-28T00:00:00+01:00"
    assert rig.writes() == ["CreateItem"]


@pytest.mark.parametrize("start", ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"])
def test_b2_both_passes_of_the_doubled_hour(rig: Rig, start: str) -> None:
    end = (datetime.fromisoformat(start) + timedelta(minutes=30)).isoformat()
    oid = rig.made(start=start, end=end)
    assert_equal(rig, oid)
    rig.patch(oid, end=(datetime.fromisoformat(start) + timedelta(minutes=20)).isoformat())
    rig.settle()
    assert_equal(rig, oid)


def test_a2_restart(rig: Rig) -> None:
    moved, trashed = rig.made(), rig.made(resources=[REUSS], subject="Trashed")
    rig.exchange.restart()
    owa, outlook = rig.exchange.owa(ANNA), rig.exchange.outlook(ANNA)
    owa.drag(owa.find("Review"), NOON)
    owa.delete(owa.find("Trashed"))
    made = rig.post("addin", subject="New", resources=[])
    entry = outlook.new("New", TEN, ELEVEN, reminder=15, attendees=[BOB])
    outlook.stamp(entry, made["stamp"], made["invite"])
    outlook.send_receive()
    rig.later(minutes=30)
    assert datetime.fromisoformat(rig.get(moved)["start"]) == NOON
    assert rig.get(trashed)["cancelled"]
    assert rig.get(made["oid"])["link"] == "linked"


def test_a2_switched_off(rig: Rig) -> None:
    oid = rig.made()
    rig.switch(ANNA, on=False)
    since = rig.exchange.journal.newest
    owa = rig.exchange.owa(ANNA)
    owa.drag(owa.find("Review"), NOON)
    rig.patch(oid, subject="Later")
    rig.later(minutes=30)
    assert [one.operation for one in rig.exchange.journal.after(since) if one.kind == "call"] == []
    assert [one for one in rig.exchange.subscriptions(ANNA) if one.ended is None] == []


def test_a1_two_servers(rig: Rig) -> None:
    """Bob's is down: he alone waits, until he is at another one."""
    assert rig.call("PUT", f"/users/{BOB}", {"synchronised": True, "exchange": NOBODY})[0] == 200
    oid, his = rig.made(attendees=[]), rig.post(organizer=BOB, resources=[REUSS], attendees=[])["oid"]
    rig.later(minutes=5)
    assert_equal(rig, oid)
    status, user = rig.call("GET", f"/users/{BOB}")
    assert (status, user["state"], user["exchange"]) == (200, "failing", NOBODY)
    assert rig.get(his)["link"] == "none"
    rig.switch(BOB)
    assert rig.get(his)["link"] == "linked"
    assert rig.call("GET", f"/users/{BOB}")[1] | {"since": None} == {
        "state": "on",
        "reason": None,
        "since": None,
        "exchange": rig.exchange.url,
    }


def test_a2_migrated(rig: Rig) -> None:
    """All ids are new, a copy's and those of folders, too."""
    oid = rig.made()
    outlook = rig.exchange.outlook(ANNA)
    outlook.send_receive()
    outlook.copy(outlook.find("Review"), NOON)
    outlook.send_receive()
    rig.settle()
    before, since = rig.get(oid), rig.exchange.journal.newest
    rig.exchange.migrate(ANNA)
    second = rig.exchange.url.replace("127.0.0.1", "localhost")
    assert rig.call("PUT", f"/users/{ANNA}", {"synchronised": True, "exchange": second})[0] == 200
    rig.settle()
    (item,) = [one for one in entries(rig) if one.start == TEN]
    assert item.item_id != before["itemId"]
    assert rig.get(oid) == {**before, "itemId": item.item_id}
    assert rig.writes(since) == []
    assert len([one for one in rig.exchange.subscriptions(ANNA) if one.ended is None]) == 1


EFFECTS = ("reset-before", "reset-after", "status-500", "status-503", "busy-fault", "busy-item")


@pytest.mark.proof
@pytest.mark.parametrize("effect", EFFECTS)
def test_x_any_call_fails(rig: Rig, effect: str) -> None:
    """Create, change, cancel; the n-th call of each fails once."""
    for nth in range(1, 6):
        fault = rig.exchange.inject(Fault(effect=effect, mailbox=ANNA, nth=nth))
        oid = rig.made(subject=f"Number {nth}")
        rig.patch(oid, **AT_NOON)
        rig.later(minutes=1)
        assert_equal(rig, oid)
        rig.delete(oid)
        rig.later(minutes=1)
        assert entries(rig) == []
        assert rig.exchange.fired(fault) <= 1
        rig.exchange.clear_faults()
