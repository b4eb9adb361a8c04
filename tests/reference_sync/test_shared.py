"""Several processes at one PostgreSQL are one service: it is all the same which of them is asked."""

import pytest

from scenarios.ports import free_port
from tests.reference_sync.pairs import AARE, ANNA
from tests.reference_sync.rig import START, process, their_exchange
from tests.reference_sync.test_end_to_end import AT_NOON, assert_equal, entries

pytestmark = pytest.mark.proof


def test_two_are_asked_by_turns(postgres: str) -> None:
    with (
        their_exchange() as exchange,
        process(exchange, postgres, free_port()) as first,
        process(exchange, postgres, free_port()) as second,
    ):
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
