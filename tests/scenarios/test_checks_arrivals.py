"""A broken verdict says that the product's requests were turned away, or that none arrived; others do not change."""

from dataclasses import replace

from scenarios.checks.arrivals import ADVICE, SHOWN, explained
from scenarios.history import Record
from scenarios.verdict import Broken, Held
from tests.scenarios.stories import call, history, push

BROKEN = Broken("a live subscription", "none", (), "Subscribe.")
WHY = "Basic: this is not the password of service@example.test"


def refused(number: int, status: int = 401, why: str = WHY) -> Record:
    """A request that was turned away."""
    return Record(number, kind="refused", operation="POST /EWS/Exchange.asmx", mailbox="", status=status, verdict=why)


def test_a_verdict_stands_where_exchange_was_asked() -> None:
    assert explained(history(records=(call(1, "Subscribe"),)), BROKEN) == BROKEN
    assert explained(history(), Held()) == Held()


def test_no_request_arrived() -> None:
    told = replace(history(records=(push(1, "StatusEvent"),)), exchange="http://127.0.0.1:8080/EWS/Exchange.asmx")
    verdict = explained(told, BROKEN)
    assert isinstance(verdict, Broken)
    assert verdict.seen == "none; no request arrived at http://127.0.0.1:8080/EWS/Exchange.asmx"
    assert verdict.advice == f"{ADVICE} Subscribe."
    assert explained(history(), Broken("a", "b")) == Broken("a", "b; no request arrived", (), ADVICE)


def test_requests_were_refused() -> None:
    records = (call(1, "Subscribe"), *map(refused, range(2, 14)), refused(14, 404, "nothing is at this address"))
    verdict = explained(history(records=records), BROKEN)
    assert isinstance(verdict, Broken)
    assert verdict.seen == (
        f"none; 12 requests were refused with 401 ({WHY}); 1 request was refused with 404 (nothing is at this address)"
    )
    assert verdict.evidence == records[-SHOWN:]
    assert records[-1].line().endswith("POST /EWS/Exchange.asmx by nobody: 404, nothing is at this address")
