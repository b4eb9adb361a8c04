"""Several processes at one PostgreSQL are one service: it is all the same which of them is asked."""

import os
from contextlib import ExitStack

import pytest

from fake_ews import FakeExchange, ManualClock
from tests.reference_sync.pairs import AARE, ANNA, BOB
from tests.reference_sync.rig import SERVICE, START, Rig, free_port, process
from tests.reference_sync.test_end_to_end import AT_NOON, assert_equal, entries

pytestmark = pytest.mark.proof


def test_two_are_asked_by_turns(postgres: str) -> None:
    with ExitStack() as stack:
        exchange = stack.enter_context(FakeExchange(clock=ManualClock(START)))
        exchange.account(SERVICE, "secret", impersonates="all")
        exchange.mailbox(ANNA)
        exchange.mailbox(BOB)
        exchange.room(AARE)
        ports = [free_port(), free_port()]
        for port in ports:
            told = {"EWS_URL": exchange.url, "PORT": str(port), "DATABASE": postgres}
            stack.enter_context(process(os.environ | {f"REFERENCE_SYNC_{name}": value for name, value in told.items()}))
        first, second = (Rig(exchange, f"http://127.0.0.1:{port}") for port in ports)
        assert first.call("PUT", "/clock", {"now": START.isoformat()})[0] == 200
        second.call("PUT", f"/resources/{AARE}", {"name": "Aare"})
        first.switch(ANNA)
        oid = second.made()
        assert_equal(first, oid)
        first.patch(oid, **AT_NOON)
        second.settle()
        assert_equal(second, oid)
        status, refused = second.call("POST", "/reservations", {**first.get(oid), "who": ANNA, "origin": "web"})
        assert (status, refused["title"]) == (409, "taken")
        second.delete(oid)
        first.settle()
        assert entries(first) == []
        assert first.writes().count("CreateItem") == 1
