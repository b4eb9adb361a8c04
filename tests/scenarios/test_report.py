"""What a run is told as: lines on the terminal, and report.json."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from scenarios.cases import Case, Level
from scenarios.options import Options
from scenarios.report import json_file
from scenarios.report.terminal import Terminal, reason
from scenarios.results import Played, Results
from scenarios.verdict import Broken, Held, NotOffered, Unknown, Verdict
from tests.scenarios.stories import write

WRONG = Broken("one entry", "two [entries]", tuple(write(number) for number in range(20)), "look", "precondition: x")


def case(case_id: str = "F2/trash", level: Level = Level.MUST) -> Case:
    """A case."""
    needs = frozenset({"series"}) if level is Level.CAP else frozenset()
    return Case(case_id, "Delete [in OWA]", frozenset({"F2"}), level, needs, "It is cancelled.")


def told(*played: Played, faults: tuple[str, ...] = (), terminal: bool = False, options: Options | None = None) -> str:
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
    there.end(results)
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
    [(Held(), ""), (WRONG, "(precondition: x) expected one entry; seen: two [entries]"), (Unknown("a\nb"), "a")],
)
def test_reasons(verdict: Verdict, text: str) -> None:
    assert reason(verdict) == text


def test_the_file_holds_everything(tmp_path: Path) -> None:
    results = Results(faults=["x"])
    results.add(Played(case(), WRONG, 0.5))
    results.add(Played(case(), Held()))
    options = Options(mutant="dead", report=tmp_path / "new")
    found = json.loads(json_file.write(results, options).read_text("utf-8"))
    assert (found["version"], found["line"], found["exit"]) == (1, results.line, 2)
    one = found["cases"][0]["scenarios"][0]
    assert one["replay"] == "ews-conform --target reference --select F2/trash --mutant dead"
    assert len(one["evidence"]) == 20
    assert found["cases"][0]["scenarios"][1]["verdict"] == "held"
