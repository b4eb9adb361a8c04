"""report.json: the shipped schema takes every report that is written; what is no report is refused with the place."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scenarios.options import Options
from scenarios.report import json_file
from scenarios.report import schema as schema_file
from scenarios.report.document import schema
from tests.scenarios import runs

DOC = Path(__file__).parents[2] / "docs" / "report-json.md"


def shipped() -> dict[str, Any]:
    """The schema that comes with the package."""
    found: dict[str, Any] = json.loads((files("scenarios.report") / "report.schema.json").read_text("utf-8"))
    return found


def test_the_shipped_schema_is_that_of_the_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "report.schema.json"
    monkeypatch.setattr(schema_file, "FILE", written)
    schema_file.main()
    assert shipped() == json.loads(written.read_text("utf-8")), "python -m scenarios.report.schema"
    jsonschema.Draft202012Validator.check_schema(shipped())


def test_a_written_report_is_valid_and_reads_back(tmp_path: Path) -> None:
    made = runs.report(faults=("x", "x"), options=Options(mutant="dead", seed=3))
    path = json_file.write(made, tmp_path / "new")
    jsonschema.validate(json.loads(path.read_text("utf-8")), shipped())
    assert json_file.read(path) == json_file.read(path.parent) == made
    assert made.faults == ("x",)
    assert (made.counts.held, made.counts.broken, made.counts.unknown, made.counts.not_offered) == (2, 1, 2, 1)


def test_a_broken_scenario_comes_with_its_proof() -> None:
    case = next(one for one in runs.report(options=Options("http://x", seed=3)).cases if one.id == "F2/moves")
    broken, held = case.scenarios
    assert (broken.expected, broken.seen, broken.why) == ("one entry", "two <entries>", "precondition: x")
    assert broken.replay == "ews-conform --target http://x --select F2/moves --seed 3"
    raw, told, asked, looked = broken.evidence
    assert (raw.request, raw.answer) == ("<a>\x01\ufffd</a>", "<b/>")
    assert (told.request, asked.request, looked.request) == (None, None, None)
    assert "mailbox" in looked.line
    assert (held.expected, held.evidence) == ("", ())


def test_a_should_scenario_stands_beside_its_case() -> None:
    case = next(one for one in runs.report().cases if one.id == "F2/trash")
    assert case.verdict == "held"
    assert case.aside == "a should-scenario: (precondition: x) expected one entry; seen: two <entries>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is no report"),
        (b"[]", "version 2 is needed, this one's is not given"),
        (b'{"version": 1}', "version 2 is needed, this one's is 1"),
        (b'{"version": 2}', "missing required field `program`"),
    ],
)
def test_what_is_no_report_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_bytes(content)
    with pytest.raises(json_file.NoReport, match=r"old\.json") as refused:
        json_file.read(file)
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(json_file.NoReport, match=r"report\.json: No such file"):
        json_file.read(tmp_path)


def test_every_field_is_explained() -> None:
    text = DOC.read_text("utf-8")
    names = {name for one in schema()["$defs"].values() for name in one["properties"]}
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []
