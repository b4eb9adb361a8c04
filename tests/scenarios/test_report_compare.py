"""What changed since an older report, and several reports side by side."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from scenarios.__main__ import main
from scenarios.cases import Level
from scenarios.report import compare, json_file, told
from scenarios.report.document import Change
from scenarios.report.table import show, table
from scenarios.verdict import Held, NotOffered, Unknown, Verdict
from tests.scenarios.runs import WRONG, played, report

OLD = Path("old/report.json")


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (Held(), WRONG, "worse"),
        (Held(), Unknown("x"), "worse"),
        (WRONG, Held(), "better"),
        (NotOffered("x"), Held(), "better"),
        (Unknown("x"), WRONG, "worse"),
        (WRONG, Unknown("x"), "better"),
        (Unknown("x"), NotOffered("x"), "other"),
    ],
)
def test_a_case_that_came_out_otherwise(before: Verdict, after: Verdict, turn: str) -> None:
    found = compare.compared(report(played("F2/a", after)), report(played("F2/a", before)), OLD)
    assert [(one.id, one.turn) for one in found.changes] == [("F2/a", turn)]


def test_new_and_gone_cases() -> None:
    found = compare.compared(report(played("F2/new", Held())), report(played("F2/gone", WRONG)), OLD)
    assert found.changes == (Change("F2/new", None, "held", "other"), Change("F2/gone", "broken", None, "other"))
    assert [compare.line(one) for one in found.changes] == [
        "F2/new: not played -> held",
        "F2/gone: broken -> not played",
    ]
    assert found.line == "cases: 0 held, 1 broken, 0 unknown, 0 not offered"


def test_a_scenario_inside_a_case_that_came_out_the_same() -> None:
    before = [played("F2/a", WRONG), played("F2/a", WRONG, title="b"), *[played("F2/a", WRONG, title="c")] * 2]
    after = [played("F2/a", WRONG), played("F2/a", Held(), title="b"), *[played("F2/a", Held(), title="c")] * 2]
    found = compare.compared(report(*after), report(*before), OLD)
    assert [compare.line(one) for one in found.changes] == ["F2/a (b): broken -> held"]


def test_nothing_changed() -> None:
    made = report()
    found = compare.compared(made, made, OLD)
    assert found.changes == ()
    assert told.since(made, found).compared == found


def test_reports_side_by_side() -> None:
    one = report(played("F2/a", Held()), played("A1/b", Held()))
    other = report(played("F2/a", WRONG), played("F2/c", Held(), Level.SHOULD))
    there = table([Path("v1/report.json"), Path("v2.json"), Path("v2.json")], [one, other, other])
    assert there.names == ("v1", "v2", "v2 (2)")
    assert [(line.id, line.level, line.words) for line in there.lines] == [
        ("A1/b", "must", ("held", None, None)),
        ("F2/a", "must", ("held", "broken", "broken")),
        ("F2/c", "should", (None, "held", "held")),
    ]
    text = io.StringIO()
    show(there, Console(file=text, width=100))
    assert "3 of 3 cases differ" in text.getvalue()


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = json_file.write(report(), tmp_path / "first")
    assert main(["--table", str(path), str(tmp_path / "first")]) == 0
    assert "0 of 6 cases differ" in capsys.readouterr().out
    for option in ("--table", "--compare"):
        assert main([option, str(tmp_path / "none.json")]) == 2
        assert "none.json: No such file" in capsys.readouterr().err
