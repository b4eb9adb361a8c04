"""X/target-killed: the process is killed after its n-th call on Exchange and started again; both sides become equal."""

import os
from pathlib import Path

import pytest

from fake_ews import FakeExchange, ManualClock
from tests.reference_sync.pairs import AARE, ANNA, BOB
from tests.reference_sync.rig import SERVICE, START, Rig, free_port, process
from tests.reference_sync.test_end_to_end import AT_NOON, assert_equal, entries

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("nth", [0, 1, 3])
def test_x_target_killed(tmp_path: Path, nth: int) -> None:
    with FakeExchange(clock=ManualClock(START)) as exchange:
        exchange.account(SERVICE, "secret", impersonates="all")
        exchange.mailbox(ANNA)
        exchange.mailbox(BOB)
        exchange.room(AARE)
        port = free_port()
        environment = os.environ | {
            "REFERENCE_SYNC_EWS_URL": exchange.url,
            "REFERENCE_SYNC_PORT": str(port),
            "REFERENCE_SYNC_DATABASE": f"sqlite:///{tmp_path}/killed.sqlite",
        }
        rig = Rig(exchange, f"http://127.0.0.1:{port}")
        with process(environment):
            assert rig.call("PUT", "/clock", {"now": START.isoformat()})[0] == 200
            rig.call("PUT", f"/resources/{AARE}", {"name": "Aare"})
            rig.switch(ANNA)
            since = exchange.journal.newest
            oid = rig.post()["oid"]
            rig.patch(oid, **AT_NOON)
            wait_for_calls(exchange, since, nth)
        with process(environment):
            rig.later(minutes=1)
            assert_equal(rig, oid)
            since = exchange.journal.newest
            rig.delete(oid)
            wait_for_calls(exchange, since, nth)
        with process(environment):
            rig.later(minutes=1)
            assert entries(rig) == []
            assert rig.get(oid)["revision"] == 3
            assert rig.writes().count("CreateItem") == 1


def wait_for_calls(exchange: FakeExchange, since: int, count: int) -> None:
    """Until the service made so many calls, or has nothing more to ask."""
    for _ in range(20):
        if sum(one.kind == "call" for one in exchange.journal.after(since)) >= count:
            return
        exchange.wait_quiet(0.1)
