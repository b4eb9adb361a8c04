"""docs/field-reports.md, made of the reports, the tags of the features and the marks of the tests.

Rule: where a report is played stands only in the scenario or the test itself; here it is looked up.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pytest_bdd.parser import FeatureParser, ScenarioTemplate

from scenarios.cases import REPORT, Case, features
from tests.field.reports import REPORTS, Kind, Report

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "field-reports.md"
HEAD = """\
# Reports of the field

What went wrong for people whose calendars are kept in step with Exchange, told in our words, and what plays it here. In
*client behaviour* the service must be right: a scenario in `features/field/` judges it (`ews-conform --select field`
plays them all). In *server behaviour* the server does what surprises people: a test shows that the simulator does it.

How to add one of your own: [write-a-field-bug.md](write-a-field-bug.md). This page is made by `python -m tests.field`.

| report | symptom | kind | seen in | played by |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Place:
    """What plays a report: a scenario's case id or a test's name, and its file, seen from the root."""

    name: str
    file: str


def scenarios() -> Iterator[tuple[str, Case, Place]]:
    """Every scenario of the field with the report that it plays."""
    for path in sorted(features().glob("field/*.feature")):
        for one in FeatureParser(str(path.parent), path.name).parse().scenarios.values():
            case = _case(one)
            for tag in sorted(filter(REPORT.fullmatch, one.tags)):
                yield tag, case, Place(case.id, f"features/field/{path.name}")


def marked() -> Iterator[tuple[str, Place]]:
    """Every marked test with the report that it shows."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text("utf-8")
        if "@field(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for report in _marks(node):
                    yield report, Place(node.name, path.relative_to(ROOT).as_posix())


def _case(one: ScenarioTemplate) -> Case:
    tags = set(one.tags) | (one.examples[0].tags if one.examples else set())
    return Case.of(one.name, tags, one.description)


def _marks(test: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for mark in test.decorator_list:
        match mark:
            case ast.Call(func=ast.Name(id="field"), args=[ast.Constant(value=str(report))]):
                yield report


def played() -> dict[str, list[Place]]:
    """What plays each report, each scenario and test once."""
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for report, _, place in scenarios():
        found[report][place] = None
    for report, place in marked():
        found[report][place] = None
    return {report: list(places) for report, places in found.items()}


def page() -> str:
    """The page as it should be."""
    where = played()
    return HEAD + "".join(_line(one, where.get(one.id, [])) for one in REPORTS) + _counts(where)


def _line(report: Report, places: list[Place]) -> str:
    sources = ", ".join(f"[{one.name}]({one.url})" for one in report.sources)
    by = [f"[`{one.name}`](../{one.file})" for one in places]
    by += [f"waits: {report.waits}"] if report.waits else []
    return f"| {report.id} | {report.symptom} | {report.kind} | {sources} | {'<br>'.join(by)} |\n"


def _counts(where: dict[str, list[Place]]) -> str:
    of = {kind: [one for one in REPORTS if one.kind is kind] for kind in Kind}
    told = [f"{len(ones)} of {kind}, {sum(one.id in where for one in ones)} played" for kind, ones in of.items()]
    return f"\n{len(REPORTS)} reports: {'; '.join(told)}.\n"
