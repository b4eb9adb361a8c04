"""Whole runs against the reference service: the right one holds, wrong ones are named."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios import run as running
from scenarios.cases import TAGS
from scenarios.declared import Declared
from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.results import Played, Results
from scenarios.targets.http import Unreachable
from scenarios.targets.product import Product
from scenarios.verdict import Broken, Held, Kind, NotOffered, Unknown


def judge(*select: str, mutant: str | None = None) -> Results:
    """A run against the reference service, or a wrong one."""
    return running.run(Options(mutant=mutant, select=select), Listener())


@pytest.mark.proof
def test_the_right_service_holds_and_every_case_is_watched_for_loops() -> None:
    told: list[Played] = []
    results = running.run(Options(select=("B2/creates", "F2/fields", "X/loop")), Listener(played=told.append))
    assert results.line == "cases: 3 held, 0 broken, 0 unknown, 0 not offered"
    assert results.exit_code == 0
    loops = [one for one in told if one.case.id == "X/loop"]
    held = [one for one in told if one.case.id != "X/loop" and isinstance(one.verdict, Held)]
    assert len(loops) == len(held) + 1
    fields = [type(one.verdict) for one in told if one.case.id == "F2/fields"]
    assert NotOffered in fields


@pytest.mark.proof
def test_a_quick_look_plays_one_scenario_of_each_case_by_turns() -> None:
    planned: dict[str, int] = {}
    titles: list[str] = []
    for seed in (0, 1):
        asked = Options(select=("B1", "C2/free", "F2/moves", "X/loop"), quick=True, whole=("F2/moves",), seed=seed)
        listener = Listener(planned=planned.update, played=lambda one: titles.append(one.case.title))
        assert running.run(asked, listener).exit_code == 0
    assert planned == {"B1/twice": 1, "C2/free": 1, "F2/moves": 2, "X/loop": 1}
    free = [title for title in titles if "free" in title]
    assert len(free) == len(set(free)) == 2
    assert len(titles) == 10


def test_a_wrong_service_is_broken_and_its_case_says_why() -> None:
    results = judge("F2/moves", mutant="ignores-outlook")
    verdict = results.row("F2/moves").verdict
    assert isinstance(verdict, Broken)
    assert "start" in verdict.expected
    assert verdict.evidence
    assert results.exit_code == 1


def test_a_dead_product_is_broken_by_what_a_case_starts_from() -> None:
    results = judge("C4", "C/private-entry", mutant="dead")
    verdicts = [row.verdict for row in results.rows]
    assert all(isinstance(one, Broken) and one.why.startswith("precondition") for one in verdicts)


OWN = """Feature: Ours
  @F2 @must @BUG-4711
  Scenario Outline: field/ours - dragged
    It happened to us.

    Given Anna has a linked entry "Review" at 10:00
    When Anna <does>
    And everything is settled
    Then the reservation "Review" is at 11:00

    Examples:
      | does                             |
      | drags "Review" to 11:00 in OWA   |
      | drag "Review" to 11:00           |
"""


def test_features_of_one_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.feature").write_text(OWN)
    monkeypatch.delitem(sys.modules, "scenarios.play", raising=False)
    results = running.run(Options(select=("field/ours",), features=(tmp_path,)), Listener())
    monkeypatch.delitem(sys.modules, "scenarios.play", raising=False)
    right, misspelt = (one.verdict for one in results.row("field/ours").scenarios)
    assert isinstance(right, Held)
    assert isinstance(misspelt, Unknown)
    assert "own.feature, line 7: there is no sentence `When Anna drag " in misspelt.reason
    assert 'close to it: When {who} drags "{subject}" to {clock} in {program}' in misspelt.reason
    assert results.lines[0] == "field reports: 0 held, 0 broken, 1 unknown, 0 not offered"
    assert results.exit_code == 2


@pytest.mark.parametrize(
    ("tags", "name", "said"),
    [
        ("@F2 @must @nonsense", "field/ours - x", "there is no tag @nonsense"),
        ("@F2 @cap-seris", "field/ours - x", "there is no tag @cap-seris; close to it: @cap-series"),
        ("@F2 @must @should", "field/ours - x", "'field/ours - x' should have one level of must, should, cap"),
        ("@F2", "field/ours - x", "'field/ours - x' should have one level of must, should, cap, it has none"),
        ("@F2 @must", "fld/ours x", "'fld/ours x' should read `F2/trash - what happens`, and be tagged"),
    ],
)
def test_what_is_wrong_with_a_feature_is_told_with_its_place(
    tags: str, name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"Feature: Ours\n\n  {tags}\n  Scenario: {name}\n    It happened.\n\n    Given Anna is synchronised\n"
    (tmp_path / "own.feature").write_text(text)
    monkeypatch.delitem(sys.modules, "scenarios.play", raising=False)
    results = Results()
    asked = Options(select=("field/ours",), features=(tmp_path,))
    running._play(None, results, asked, Listener(), None)
    monkeypatch.delitem(sys.modules, "scenarios.play", raising=False)
    assert results.faults[0].startswith(f"{tmp_path / 'own.feature'}, line 4: {said}")
    assert results.exit_code == 2


WAITING = """Feature: Ours
  @F2 @should @waits-for-policies
  Scenario: field/waiting - a policy
    It happened to us.

    Given Anna has a linked entry "Review" at 10:00
"""


def test_what_waits_for_the_simulator_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.feature").write_text(WAITING)
    monkeypatch.delitem(sys.modules, "scenarios.play", raising=False)
    monkeypatch.setattr("scenarios.plugin.TAGS", (*TAGS, "waits-for-policies"))
    results = running.run(Options(select=("field/waiting",), features=(tmp_path,)), Listener())
    monkeypatch.delitem(sys.modules, "scenarios.play", raising=False)
    verdict = results.row("field/waiting").verdict
    assert verdict == Unknown("needs policies, which the simulator does not do yet")
    assert results.exit_code == 0


def test_what_needs_another_transport_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Product.capabilities
    monkeypatch.setattr(Product, "capabilities", lambda self: replace(honest(self), transport="streaming"))
    assert judge("A2/heartbeat").count(Kind.NOT_OFFERED) == 1


@pytest.mark.proof
def test_without_a_clock_a_long_wait_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Product.capabilities

    def without_clock(self: Product) -> Declared:
        declared = honest(self)
        return replace(declared, names=declared.names - {"clock"})

    monkeypatch.setattr(Product, "capabilities", without_clock)
    results = judge("A2/heartbeat", "C2/free")
    assert results.row("A2/heartbeat").verdict == Unknown("needs 10 min of real time")
    assert results.row("C2/free").word is Kind.HELD


def test_a_mistake_of_the_harness_is_unknown_and_ends_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Product, *more: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(Product, "make_room", fails)
    results = judge("B2/creates")
    assert results.row("B2/creates").verdict == Unknown("the harness failed: ZeroDivisionError: oops", fault=True)
    assert results.exit_code == 2


def test_a_product_that_goes_away_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Product, *more: object) -> None:
        raise Unreachable("nobody there")

    monkeypatch.setattr(Product, "make_room", gone)
    assert judge("B2/creates").row("B2/creates").verdict == Unknown("nobody there")


def test_a_profile_is_played() -> None:
    results = running.run(Options(profile="exchange2013", select=("B2/creates",), seed=3), Listener())
    assert results.exit_code == 0
