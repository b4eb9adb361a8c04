"""--observe: only what Exchange sees of a product is judged; nothing of it is broken for a right one."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from scenarios import run as running
from scenarios.config import Config, PoolUser
from scenarios.options import OptionError, Options, parse
from scenarios.plugin import Listener
from scenarios.ports import free_port
from scenarios.reservations import Draft
from scenarios.results import Results
from scenarios.targets.observed import REASON, Observed
from scenarios.targets.product import Product
from scenarios.verdict import Kind, Unknown, kind
from tests.scenarios import toys

pytestmark = pytest.mark.proof

USERS = (PoolUser("anna@example.test"), PoolUser("beat@example.test"))
POOL = Config(users=USERS, silence=timedelta(seconds=0.2))


@pytest.fixture(name="_by_hand")
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever somebody is to be switched on, somebody else makes a reservation for them in the product."""
    numbers = itertools.count()

    def switch(self: Observed, address: str, on: bool, exchange: str = "") -> None:
        if on and self._pacing is not None:
            start = toys.EPOCH + timedelta(hours=next(numbers))
            draft = Draft("By hand", start, start + timedelta(hours=1), address, address)
            Product(self._pacing.connection).reserve(draft, "web", f"by hand {start}")

    monkeypatch.setattr(Observed, "switch", switch)


def judge(*select: str, mutant: str | None = None, told: list[str] | None = None) -> Results:
    """A run that observes the reference service, or a wrong one."""
    options = Options(
        "reference", mutant, select=select, config=POOL, observe=True, patience=timedelta(seconds=5), start=toys.EPOCH
    )
    heard: list[str] = [] if told is None else told
    return running.run(options, Listener(told=heard.append))


def seen(results: Results) -> dict[str, list[Kind]]:
    """The verdicts of the scenarios that can be judged, by case."""
    found: dict[str, list[Kind]] = {}
    for row in results.rows:
        for one in row.scenarios:
            if one.case.seen:
                found.setdefault(row.id, []).append(kind(one.verdict))
    return found


@pytest.mark.usefixtures("_by_hand")
def test_the_reference_service_is_right_as_far_as_can_be_seen() -> None:
    told: list[str] = []
    results = judge(told=told)
    assert results.count(Kind.BROKEN) == 0
    found = seen(results)
    assert set(found) == {
        "A1/subscribes", "A1/only-switched-on", "A2/heartbeat", "A2/restart", "A2/junk", "B3/no-echo", "F2/trash",
        "X/loop",
    }  # fmt: skip
    assert set(itertools.chain(*found.values())) == {Kind.HELD}
    assert results.row("A1/subscribes").word is Kind.HELD
    assert results.row("B2/creates").verdict == Unknown(REASON)
    assert results.row("F2/trash").verdict == Unknown(REASON)
    assert results.exit_code == 2
    assert "0 broken" in results.notes[-1]
    assert "anna@example.test" in told[0]


@pytest.mark.usefixtures("_by_hand")
@pytest.mark.parametrize(
    ("mutant", "case"),
    [("writes-back-on-every-change", "B3/no-echo"), ("creates-again-what-the-user-deleted", "F2/trash")],
)
def test_what_a_wrong_service_does_is_seen(mutant: str, case: str) -> None:
    assert Kind.BROKEN in seen(judge(case, mutant=mutant))[case]


def test_nobody_makes_a_reservation() -> None:
    results = running.run(
        Options("reference", select=("B3/no-echo",), config=POOL, observe=True, patience=timedelta(seconds=0.5)),
        Listener(),
    )
    said = [one.verdict for one in results.row("B3/no-echo").scenarios if one.case.seen]
    assert "nobody made a reservation for anna@example.test" in str(said)


def test_a_product_that_does_nothing_for_them() -> None:
    port = free_port()
    config = replace(POOL, silence=timedelta(seconds=0.1))
    options = Options("", exchange=("127.0.0.1", port), config=config, observe=True, patience=timedelta(seconds=0.1))
    results = running.run(options, Listener())
    assert f"configured with http://127.0.0.1:{port}/EWS/Exchange.asmx" in results.faults[0]
    assert "anna@example.test, beat@example.test" in results.faults[0]
    assert results.exit_code == 2


def test_whom_to_observe_must_be_said() -> None:
    with pytest.raises(OptionError, match="whom does the product serve"):
        parse(["--observe"])
    with pytest.raises(OptionError, match="--users: x should be SMTP addresses"):
        parse(["--observe", "--users", "x"])
    options = parse(["--observe", "--users", "A@x,b@x"])
    assert (options.target, [one.address for one in options.config.users]) == ("", ["a@x", "b@x"])
