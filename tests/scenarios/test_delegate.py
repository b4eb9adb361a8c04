"""A product that works as a delegate does: the run gives its account full access to each mailbox, and nothing else."""

from dataclasses import replace

import pytest

from scenarios import people
from scenarios import run as running
from scenarios.config import Config, PoolRoom, PoolUser
from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.run import world
from scenarios.targets.product import Product
from scenarios.world import Scene

DELEGATE = Config(access="delegate")
CASES = (
    "A1/subscribes",
    "A1/impersonates",
    "A1/refused",
    "B2/creates",
    "C6/late-oid",
    "D2/moves",
    "F2/moves",
    "F2/trash",
)


@pytest.mark.proof
@pytest.mark.parametrize("profile", ["exchange2016", "strict"])
def test_the_reference_service_holds_the_cases_as_a_delegate(profile: str) -> None:
    results = running.run(Options(select=CASES, config=DELEGATE, profile=profile), Listener())
    assert {row.id: row.verdict for row in results.rows if row.word != "held"} == {}
    assert results.line == f"cases: {len(CASES)} held, 0 broken, 0 unknown, 0 not offered"


def test_it_has_full_access_and_impersonates_nobody() -> None:
    """What it asks concerns the people's mailboxes; a pool's are opened to it, too."""
    pool = replace(DELEGATE, users=(PoolUser("one@example.test"),), rooms=(PoolRoom("first@example.test", "First"),))
    for config in (DELEGATE, pool):
        with world(Options(config=config), []) as there:
            scene = Scene(there, 1, "F2/moves")
            (anna,) = people.synchronised(scene, "Anna")
            anna.linked("Review")
            calls = [one for one in there.exchange.journal.after(0) if one.kind == "call"]
            assert {"Subscribe", "CreateItem"} <= {one.operation for one in calls}
            assert {(one.mailbox, one.impersonating, one.codes[0]) for one in calls} == {
                (anna.address, False, "NoError")
            }
            scene.end()


def test_who_needs_more_than_is_declared_cannot_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference service impersonates, and says that it does not."""
    made = Product.capabilities
    monkeypatch.setattr(Product, "capabilities", lambda self: replace(made(self), access="delegate"))
    results = running.run(Options(select=("B2/creates",)), Listener())
    assert [row.word for row in results.rows] == ["broken"]
