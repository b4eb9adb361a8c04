"""What a run is told as on the terminal."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from scenarios.cases import Case, Level
from scenarios.options import Options
from scenarios.report.document import Change, Compared
from scenarios.report.terminal import Terminal, reason
from scenarios.results import Played, Results
from scenarios.verdict import Broken, Held, NotOffered, Unknown, Verdict
from tests.scenarios.stories import write

WRONG = Broken("one entry", "two [entries]", tuple(write(number) for number in range(20)), "look", "precondition: x")


def case(case_id: str = "F2/trash", level: Level = Level.MUST) -> Case:
    """A case."""
    needs = frozenset({"series"}) if level is Level.CAP else frozenset()
    return Case(case_id, "Delete [in OWA]", frozenset({"F2"}), level, needs, "It is cancelled.")


def told(
    *played: Played,
    faults: tuple[str, ...] = (),
    terminal: bool = False,
    options: Options | None = None,
    compared: Compared | None = None,
) -> str:
    """What a run that played these prints."""
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=200, highlight=False, soft_wrap=True, no_color=True)
    there = Terminal(options or Options(), console)
    results = Results(faults=list(faults))
    counts: dict[str, int] = {}
    for one in played:
        counts[one.case.id] = counts.get(one.case.id, 0) + 1
    there.listener.planned(counts)
    for one in played:
        there.listener.begins(one.case)
        results.add(one)
        there.listener.played(one)
    there.wrote(Path("out"))
    there.end(results, compared)
    return text.getvalue()


def test_one_line_a_case_when_its_last_scenario_is_played() -> None:
    text = told(Played(case(), Held()), Played(case(), Unknown("x\ny")), Played(case("F2/a"), NotOffered("z")))
    lines = text.splitlines()
    assert lines[0].split() == ["F2/trash", "must", "unknown", "x"]
    assert lines[1].split() == ["F2/a", "must", "not", "offered", "z"]
    assert lines[-1] == "cases: 0 held, 0 broken, 1 unknown, 1 not offered"


def test_a_broken_case_says_what_to_do_and_what_proves_it() -> None:
    options = Options("http://x", seed=3)
    text = told(Played(case(), WRONG), options=options)
    for part in ("It is cancelled.", "one entry", "two [entries]", "look", "precondition: x", "Delete [in OWA]"):
        assert part in text
    assert "ews-conform --target http://x --select F2/trash --seed 3" in text
    assert text.count("UpdateItem") == 12
    assert "and 8 more" in text


def test_loops_are_told_at_the_end() -> None:
    loop = case("X/loop")
    text = told(Played(case(), Held()), Played(loop, Held()), Played(loop, Broken("calm", "a write")))
    assert [line.split()[0] for line in text.splitlines()[:1]] == ["F2/trash"]
    assert text.count("\nX/loop ") == 1


def test_should_scenarios_stand_beside_their_case() -> None:
    text = told(Played(case(), Held("note")), Played(case(level=Level.SHOULD), Broken("a", "b")))
    assert "note; a should-scenario: expected a; seen: b" in text
    assert "cap:series" in told(Played(case(level=Level.CAP), Held()))


def test_what_could_not_be_judged_is_told_once() -> None:
    text = told(faults=("no product", "no product"))
    assert text.count("could not judge: no product") == 1


def test_on_a_terminal_there_is_progress() -> None:
    assert "1 of 1" in told(Played(case(), Held()), terminal=True)


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (Held(), ""),
        (WRONG, "(precondition: x) expected one entry; seen: two [entries]"),
        (Unknown("a\nb"), "a"),
        (Unknown("It printed last:\na\nno port"), "It printed last: no port"),
        (Unknown("It printed last:"), "It printed last:"),
    ],
)
def test_reasons(verdict: Verdict, text: str) -> None:
    assert reason(verdict) == text


def test_a_summary_by_step_stands_above_the_last_line() -> None:
    lines = told(Played(case(), Held()), Played(case("A1/a"), WRONG), Played(case("F2/b"), Held())).splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("step"))
    assert lines[head].split() == ["step", "held", "broken"]
    assert lines[head + 1].split()[:3] == ["A1", ".", "1"]
    assert lines[head + 2].split()[:3] == ["F2", "2", "."]
    assert lines[-1] == "cases: 2 held, 1 broken, 0 unknown, 0 not offered"
    assert not any(line.startswith("step") for line in told(Played(case(), Held())).splitlines())


def test_what_changed_is_told() -> None:
    changes = [Change("F2/a", "held", "broken", "worse"), *[Change("F2/b", None, "held", "other")] * 45]
    text = told(Played(case(), Held()), compared=Compared("old.json", "2027", "cases: 1 held", tuple(changes)))
    assert "since old.json (cases: 1 held):" in text
    assert "F2/a: held -> broken" in text
    assert "F2/b: not played -> held" in text
    assert "and 6 more" in text
    assert "nothing changed" in told(Played(case(), Held()), compared=Compared("old.json", "2027", "", ()))
