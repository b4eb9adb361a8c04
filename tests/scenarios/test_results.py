"""How scenarios become cases, and cases an exit code."""

from dataclasses import replace

import pytest

from scenarios.cases import Case, Level
from scenarios.report.document import Drawing, Texts
from scenarios.report.drawing import Drawn
from scenarios.results import KEPT, Played, Results, of_scenario
from scenarios.verdict import Broken, Held, NotOffered, Unknown, Verdict

BROKEN = Broken("a", "b")


def played(case_id: str, verdict: Verdict, level: Level = Level.MUST) -> Played:
    """A scenario of a case."""
    return Played(Case(case_id, "title", frozenset(("F2",)), level, frozenset(), "requirement"), verdict)


def results(*ones: Played, strict: bool = False) -> Results:
    """A run in which these were played."""
    found = Results(strict)
    for one in ones:
        found.add(one)
    return found


def test_a_case_counts_once_by_its_worst_scenario() -> None:
    found = results(played("F2/a", Held()), played("F2/a", BROKEN), played("F2/b", NotOffered("x")))
    assert found.line == "cases: 0 held, 1 broken, 0 unknown, 1 not offered"
    assert found.row("F2/a").verdict == BROKEN


def test_reports_of_the_field_are_counted_on_a_line_of_their_own() -> None:
    found = results(played("F2/a", Held()), played("field/a", BROKEN), played("field/b", Held()))
    assert found.lines == (
        "field reports: 1 held, 1 broken, 0 unknown, 0 not offered",
        "cases: 1 held, 0 broken, 0 unknown, 0 not offered",
    )
    assert [row.id for row in found.field] == ["field/a", "field/b"]
    assert found.exit_code == 1
    assert results(played("F2/a", Held())).lines == ("cases: 1 held, 0 broken, 0 unknown, 0 not offered",)


def test_what_breaks_the_contract_is_told_with_how_many_met_it() -> None:
    found = results()
    found.breaches.update(["GET /users", "POST /settle", "POST /settle"])
    assert [one.removeprefix("the product breaks the contract: ") for one in found.remarks] == [
        "GET /users (met by 1 scenario)",
        "POST /settle (met by 2 scenarios)",
    ]


@pytest.mark.parametrize(
    ("ones", "strict", "code"),
    [
        ([played("F2/a", Held())], False, 0),
        ([played("F2/a", NotOffered(""))], False, 0),
        ([played("F2/a", Unknown(""))], False, 2),
        ([played("F2/a", Unknown(""), Level.SHOULD)], False, 0),
        ([played("F2/a", BROKEN), played("F2/b", Unknown(""))], False, 1),
        ([played("F2/a", BROKEN, Level.SHOULD)], False, 0),
        ([played("F2/a", BROKEN, Level.SHOULD)], True, 1),
        ([played("F2/a", BROKEN, Level.CAP)], False, 1),
        ([played("F2/a", Held()), played("F2/a", BROKEN, Level.SHOULD)], False, 0),
        ([played("F2/a", Held()), played("F2/a", BROKEN, Level.SHOULD)], True, 1),
        ([played("F2/a", BROKEN), played("F2/b", Unknown("ours", fault=True))], False, 2),
        ([], False, 2),
    ],
)
def test_exit_codes(ones: list[Played], strict: bool, code: int) -> None:
    assert results(*ones, strict=strict).exit_code == code


def test_a_should_scenario_of_a_must_case_is_told_beside_it() -> None:
    row = results(played("F2/a", Held()), played("F2/a", BROKEN, Level.SHOULD)).row("F2/a")
    assert (row.level, row.verdict, row.wise) == (Level.MUST, Held(), BROKEN)
    assert results(played("F2/a", Held())).row("F2/a").wise == Held()


def test_of_many_held_scenarios_only_the_first_keep_their_drawing() -> None:
    drawn = Drawn(Drawing((), Texts((), "")))
    found = results(*[replace(played("F2/a", Held()), drawn=drawn)] * (KEPT + 2))
    found.add(replace(played("F2/a", BROKEN), drawn=drawn))
    kept = [one.drawn is not None for one in found.row("F2/a").scenarios]
    assert kept == [*[True] * KEPT, False, False, True]


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        ([Held(), Held("note")], Held("note")),
        ([Held(), NotOffered("x")], NotOffered("x")),
        ([NotOffered("x"), BROKEN], BROKEN),
        ([Held(), Unknown("u")], Unknown("u")),
        ([], Unknown("nothing was played")),
    ],
)
def test_of_scenario(verdicts: list[Verdict], verdict: Verdict) -> None:
    assert of_scenario(verdicts) == verdict
