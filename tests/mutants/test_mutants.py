"""Every wrong service is rejected, by name, by the case that it breaks; the right one holds all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.run import run
from scenarios.verdict import Broken
from tests.mutants import Mutant, every
from tests.mutants.forked import forking

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = every()
pytestmark = pytest.mark.proof


def conform(*words: str) -> tuple[int, list[str]]:
    """Exit code and lines of `ews-conform` against the reference service."""
    command = [sys.executable, "-m", "scenarios", "--target", "reference", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=list(MUTANTS))
def test_a_wrong_service_is_rejected_by_its_case(mutant: Mutant) -> None:
    with forking():
        results = run(Options(mutant=mutant.name, select=(mutant.case,), strict=True), Listener())
    verdict = results.row(mutant.case).verdict
    assert isinstance(verdict, Broken), (verdict, results.faults)
    assert verdict.expected
    assert verdict.seen
    assert results.exit_code == 1


def test_the_right_service_holds_every_case() -> None:
    status, lines = conform()
    held = int(lines[-1].removeprefix("cases: ").split()[0])
    assert (status, lines[-1].partition(", 0 unknown")[0]) == (0, f"cases: {held} held, 0 broken"), "\n".join(lines)
    assert held >= 60


def test_a_dead_product_is_broken_in_every_must_row() -> None:
    status, lines = conform("--mutant", "dead", "--quick")
    must = [line for line in lines if " must " in line]
    assert status == 1
    assert len(must) >= 60
    assert [line for line in must if " broken " not in line] == []
