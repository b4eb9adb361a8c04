"""The right services that pull, and to which Exchange streams, hold their case of A2: each way to hear is judged well.

Rule: here they play A2 and the main cases only; `make mutants` has them hold every must-case.
"""

import pytest

from scenarios.plugin import Listener
from scenarios.run import run
from scenarios.verdict import Kind
from tests.rightservices.judged import options

pytestmark = pytest.mark.proof
MAIN = "A2,A1/subscribes,B2/creates,C6/back-link,D2/moves,E3/trash,F2/moves,F2/trash"


@pytest.mark.parametrize(("name", "case"), [("pulling", "A2/pull"), ("streaming", "A2/streaming")])
def test_it_holds_the_case_of_its_transport(name: str, case: str) -> None:
    results = run(options(name, ("--select", MAIN)), Listener())
    wrong = {row.id: row.verdict for row in results.rows if row.word in (Kind.BROKEN, Kind.UNKNOWN)}
    assert (wrong, results.faults, results.exit_code) == ({}, [], 0)
    assert {"A2/restart", "A2/batch", "A2/unsubscribed", case} <= {
        row.id for row in results.rows if row.word is Kind.HELD
    }
