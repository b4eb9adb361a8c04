"""The right service with an entry for each date holds all cases of series: a master is not the only right way."""

import pytest

from scenarios.plugin import Listener
from scenarios.run import run
from scenarios.verdict import Kind
from tests.rightservices.judged import options

pytestmark = pytest.mark.proof
SERIES = "B2/series,F2/occurrence,F2/master-deleted"


def test_it_holds_every_case_of_series() -> None:
    results = run(options("items", ("--select", SERIES)), Listener())
    told = {row.id: (row.word, row.verdict) for row in results.rows}
    assert {case: word for case, (word, _) in told.items()} == dict.fromkeys(SERIES.split(","), Kind.HELD), told
    assert (results.faults, results.exit_code) == ([], 0)
