"""A right product whose single calls hang or break the contract: unknown with the reason, in time, never broken."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from scenarios import run as running
from scenarios.__main__ import main
from scenarios.accounts import Account
from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.ports import free_port
from scenarios.results import Results
from scenarios.run import EWS_PATH
from scenarios.targets import http
from scenarios.targets.product import Product
from scenarios.targets.reference import Reference
from scenarios.verdict import Held, Kind, Unknown
from tests.scenarios import toys

SECONDS = 200.0
CASES = ("C2/free", "D2/moves", "D2/cancels")
"""Together they make every call of the contract that must be offered."""
CALLS = (
    r"PUT /users/.*", r"PUT /resources/.*", r"GET /resources", r"POST /reservations", r"GET /reservations",
    r"GET /reservations/.*", r"PATCH /reservations/.*", r"DELETE /reservations/.*", r"POST /settle", r"PUT /clock",
)  # fmt: skip
seeds = count(1)
Judge = Callable[..., Results]
pytestmark = pytest.mark.proof


@pytest.fixture(name="judge", scope="module")
def _judge() -> Iterator[Judge]:
    """Judges one reference service through something that spoils its answers."""
    port = free_port()
    service = Reference(f"http://127.0.0.1:{port}{EWS_PATH}", Account())
    service.start()

    def judge(spoil: toys.Spoil, *select: str) -> Results:
        began = time.monotonic()
        with toys.serving(toys.between(service.url, spoil)) as url:
            options = Options(url, exchange=("127.0.0.1", port), select=select or CASES, seed=next(seeds))
            results = running.run(options, Listener())
        assert time.monotonic() - began < SECONDS
        return results

    yield judge
    service.close()


@contextmanager
def hanging(call: str) -> Iterator[toys.Spoil]:
    """One call is never answered; at the end it is let go."""
    released = threading.Event()

    def spoil(asked: str, status: int, body: bytes) -> tuple[int, bytes] | None:
        if re.fullmatch(call, asked):
            released.wait(60)
            return None
        return status, body

    yield spoil
    released.set()


def changed(call: str, change: Callable[[Any], Any]) -> toys.Spoil:
    """The JSON of one call is another."""

    def spoil(asked: str, status: int, body: bytes) -> tuple[int, bytes]:
        if re.fullmatch(call, asked) and body:
            return status, json.dumps(change(json.loads(body))).encode()
        return status, body

    return spoil


def said(results: Results) -> set[str]:
    """What is said of the scenarios that are unknown."""
    found = [one.verdict for row in results.rows for one in row.scenarios]
    return {one.reason for one in found if isinstance(one, Unknown)}


@pytest.mark.parametrize("call", CALLS)
def test_a_product_that_hangs_in_one_call(judge: Judge, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http.Connection.__init__, "__defaults__", (1.5,))
    with hanging(call) as spoil:
        results = judge(spoil)
    assert results.count(Kind.BROKEN) == 0
    reasons = said(results) | set(results.faults)
    assert any(f"{call.split('/')[0]}/" in one and "no complete answer within" in one for one in reasons), reasons
    assert results.exit_code == 2


@pytest.mark.parametrize(
    ("call", "change", "field"),
    [
        ("GET /capabilities", lambda body: body | {"settleSeconds": 1e18}, "settleSeconds"),
        ("GET /resources", lambda body: [one | {"id": 7} for one in body], "].id"),
        ("POST /reservations", lambda body: body | {"stamp": "x"}, "stamp"),
        ("GET /reservations", lambda body: [one | {"cancelled": "no"} for one in body], "[0].cancelled"),
        ("GET /reservations/.*", lambda body: body | {"link": "yes"}, "link"),
        ("GET /reservations/.*", lambda body: body | {"start": "0001-01-01T00:00:00+14:00"}, "start"),
        ("GET /reservations/.*", lambda body: body | {"subject": "\ud800"}, "no JSON"),
        ("GET /reservations/.*", lambda body: body | {"revision": float("nan")}, "NaN is no number"),
        ("POST /settle", lambda body: {"pending": 0}, "nextAt"),
        ("PUT /clock", lambda body: {"now": 3}, "now"),
    ],
)
def test_a_product_that_breaks_the_contract_is_told_which_field(
    judge: Judge, call: str, change: Callable[[Any], Any], field: str
) -> None:
    results = judge(changed(call, change))
    assert results.count(Kind.BROKEN) == 0
    told = [one for one in said(results) | set(results.faults) if "breaks the contract: " in one]
    assert len(told) == 1, told
    assert field in told[0]
    assert results.exit_code == 2
    assert not any("the harness failed" in one for one in results.faults)


def test_one_breach_is_told_in_full_once(judge: Judge) -> None:
    numbers = count()
    results = judge(changed("GET /reservations/.*", lambda body: body | {"link": f"link {next(numbers)}"}))
    reasons = said(results)
    assert len([one for one in reasons if one.startswith("breaks the contract: ")]) == 1
    assert "breaks the contract, as told above: GET /reservations/{oid} answered 200: link" in reasons
    note = next(one for one in results.remarks if one.startswith("the product breaks the contract"))
    assert "GET /reservations/{oid} answered 200: link" in note
    assert not results.faults


def test_through_something_that_spoils_nothing_all_is_held(judge: Judge) -> None:
    results = judge(lambda call, status, body: (status, body))
    assert {type(row.verdict) for row in results.rows} == {Held}
    assert results.exit_code == 0


def test_a_request_of_ours_that_breaks_the_contract_is_our_fault(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Product.cancel
    monkeypatch.setattr(Product, "cancel", lambda self, oid, origin, who: honest(self, oid, "phone", who))
    results = judge(lambda call, status, body: (status, body), "D2/cancels")
    assert "WrongRequest: DELETE /reservations/{oid}: origin in the query" in results.faults[0]
    assert results.exit_code == 2


def test_whatever_the_harness_fails_in_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(running, "_chosen", fails)
    assert main(["--select", "C2/free"]) == 2
    assert "the harness failed: ZeroDivisionError: oops" in capsys.readouterr().out
    monkeypatch.setattr("scenarios.__main__.shared", fails)
    assert main(["--select", "C2/free"]) == 2
    assert "the harness failed: ZeroDivisionError: oops" in capsys.readouterr().err
