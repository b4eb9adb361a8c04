"""X/target-killed: the process is killed after its n-th call on Exchange and started again; both sides become equal."""

from pathlib import Path

import pytest

from fake_ews import FakeExchange
from scenarios.ports import free_port
from tests.reference_sync.pairs import AARE, ANNA
from tests.reference_sync.rig import START, process, their_exchange
from tests.reference_sync.test_end_to_end import AT_NOON, assert_equal, entries

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("nth", [0, 1, 3])
def test_x_target_killed(tmp_path: Path, nth: int) -> None:
    database, port = f"sqlite:///{tmp_path}/killed.sqlite", free_port()
    with their_exchange() as exchange:
        with process(exchange, database, port) as rig:
            assert rig.call("PUT", "/clock", {"now": START.isoformat()})[0] == 200
            rig.call("PUT", f"/resources/{AARE}", {"name": "Aare"})
            rig.switch(ANNA)
            since = exchange.journal.newest
            oid = rig.post()["oid"]
            rig.patch(oid, **AT_NOON)
            wait_for_calls(exchange, since, nth)
        with process(exchange, database, port) as rig:
            rig.later(minutes=1)
            assert_equal(rig, oid)
            since = exchange.journal.newest
            rig.delete(oid)
            wait_for_calls(exchange, since, nth)
        with process(exchange, database, port) as rig:
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
