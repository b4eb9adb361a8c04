"""The right service that polls holds every case it claims: the harness is not tuned to the reference service."""

from pathlib import Path

import pytest

from scenarios.cases import STEPS, Level
from scenarios.plugin import Listener
from scenarios.run import run
from scenarios.verdict import Kind
from tests.rightservices.judged import options

pytestmark = pytest.mark.proof
PARTS = {"A,B": {"B2/all-day"}, "C,D,E": set[str](), "F,X,field": {"F2/push-lost"}}
"""All that there is to select, in parts that may play at the same time; and what of the must-rows, besides those of
push, is not claimed: it keeps no whole days in step, and is sent no messages."""


@pytest.mark.parametrize("part", PARTS)
def test_it_holds_every_case_it_claims(part: str) -> None:
    results = run(options("polling", ("--select", part)), Listener())
    wrong = {row.id: row.verdict for row in results.rows if row.word in (Kind.BROKEN, Kind.UNKNOWN)}
    assert (wrong, results.faults, results.exit_code) == ({}, [], 0)
    missing = [row for row in results.rows if row.word is Kind.NOT_OFFERED and row.level is Level.MUST]
    rows = {row.id for row in missing if "push" not in row.needs}
    assert {row for row in rows if not row.startswith("field/")} == PARTS[part]
    assert results.count(Kind.HELD) >= 15


def test_all_that_there_is_to_select_is_played() -> None:
    assert {*(step[0] for step in STEPS), "field"} == {word for part in PARTS for word in part.split(",")}


@pytest.mark.parametrize(("name", "most"), [("polling.py", 300), ("wire.py", 150)])
def test_it_is_short(name: str, most: int) -> None:
    """What it decides, and beside that what it says over the wire."""
    assert len(Path(__file__).with_name(name).read_text("utf-8").splitlines()) < most
