"""The proof of the judge itself: every must-case has a wrong service, survivors and false alarms are told."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from scenarios.verdict import Kind
from tests import rightservices
from tests.mutants import DEAD, REFERENCE, every
from tests.proof import matrix, rows
from tests.proof.matrix import Done, Job
from tests.scenarios.test_cases import ROWS

MUTANTS = list(every().values())
PAGE = Path(__file__).parents[2] / "docs" / "mutants.md"
REJECTED = Done(Job("books-twice", "C3/taken-meanwhile", 0), {"C3/taken-meanwhile": Kind.BROKEN}, (), 1.0)
RIGHT = Done(Job("reference", None, 3), {"C3/taken-meanwhile": Kind.HELD}, (), 1.0)


def test_every_must_case_has_a_wrong_service() -> None:
    assert rows.lacking(MUTANTS) == []


def test_every_wrong_service_names_a_case_there_is() -> None:
    assert [one.name for one in MUTANTS if one.case not in ROWS and not one.case.startswith("field/")] == []


def test_the_page_is_current() -> None:
    advice = "python -m tests.proof --page > docs/mutants.md"
    assert PAGE.read_text("utf-8") == rows.page(MUTANTS), advice


def test_what_is_played() -> None:
    played = matrix.jobs(MUTANTS, rows.MUST, 5, 20, whole=False)
    right = [one for one in played if one.right]
    assert sorted({one.seed for one in right}) == list(range(5, 25))
    whole = [(one.name, one.seed, one.profile) for one in right if not one.quick]
    assert whole == [(name, 5, matrix.PROFILES[0]) for name in (REFERENCE, *rightservices.NAMES)]
    again = [one for one in right if one.quick]
    assert {(one.name, one.profile) for one in again} == {
        (name, profile)
        for name, profile in product((REFERENCE, *rightservices.NAMES), matrix.PROFILES)
        if name not in rightservices.LIKE_POLLING or profile != matrix.PROFILES[0]
    }
    assert {one.select for one in again} == {(matrix.MUST,), matrix.HEARD}
    assert all(one.case in one.select for one in played if not one.right and one.name != DEAD)
    everything = matrix.jobs(MUTANTS, rows.MUST, 5, 0, whole=True)
    assert all(set(rows.MUST) <= set(one.select) for one in everything if one.name != DEAD)


@pytest.mark.parametrize(
    ("done", "good"),
    [
        (REJECTED, True),
        (replace(REJECTED, words={"C3/taken-meanwhile": Kind.UNKNOWN}), False),
        (replace(REJECTED, words={}), False),
        (Done(Job(DEAD, "must", 0), {"A1/subscribes": Kind.BROKEN, "F2/moves": Kind.HELD}, (), 1.0), False),
        (Done(Job(DEAD, "must", 0), {"A1/subscribes": Kind.BROKEN}, (), 1.0), True),
        (RIGHT, True),
        (replace(RIGHT, wrong=("F2/moves: expected 11, seen 10",)), False),
        (replace(RIGHT, words={}), False),
    ],
)
def test_a_run_is_good(done: Done, good: bool) -> None:
    assert done.good is good
    assert done.line.startswith(("rejected", "right")) is good
    proved, lines = matrix.summary([done], [])
    assert proved is good
    assert (done.job.title in "".join(lines)) is not good


def test_a_must_case_that_rejects_nobody_is_told() -> None:
    proved, lines = matrix.summary([REJECTED, RIGHT], ["C3/taken-meanwhile", "F2/moves"])
    assert not proved
    assert lines[-1] == "must-cases without a mutant of their own: F2/moves"


def test_the_table_has_a_sign_for_each_case() -> None:
    lines = list(matrix.table([REJECTED, RIGHT], ["C3/taken-meanwhile", "F2/moves"]))
    assert lines[-1].split() == ["books-twice", "x", "C3/taken-meanwhile"]
    assert "F2  moves" in lines
