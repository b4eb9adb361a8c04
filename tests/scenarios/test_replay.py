"""The line that plays a scenario again: reading it gives the options of the run, whatever they were."""

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.cases import LOOP, Case, Level
from scenarios.config import Config
from scenarios.options import Options, parse
from scenarios.plugin import Listener
from scenarios.replay import replay
from scenarios.run import run
from scenarios.verdict import Broken

TRASH = Case("F2/trash", "Delete [in OWA]", frozenset({"F2"}), Level.MUST, frozenset(), "It is cancelled.")
CONFIG = """
[product]
url = "http://127.0.0.1:8090"
[exchange]
listen = "127.0.0.1:8080"
[[users]]
address = "zoe@example.test"
[run]
profile = "strict"
patience = 30
seed = 5
start = 2027-03-01T08:00:00Z
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that the options of the tests name."""
    (tmp_path / "my conform.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "world.toml").write_text('[[people]]\naddress = "ida@example.test"\n', "utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.feature").write_text("Feature: x\n", "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--mutant", "dead", "--seed", "3", "--start", "2027-10-30T22:00:00+02:00"],
        ["--target", "http://127.0.0.1:8090", "--exchange", "127.0.0.1:8099", "--profile", "chaotic"],
        ["--world", "world.toml", "--features", "own", "--patience", "0.5"],
        ["--observe", "--users", "anna@example.test,beat@example.test", "--exchange", "127.0.0.1:8099"],
        ["--observe", "--users", "anna@example.test", "--target", "http://127.0.0.1:8090", "--patience", "604800"],
        ["--config", "my conform.toml"],
        ["--config", "my conform.toml", "--profile", "exchange2016", "--seed", "0", "--patience", "120"],
        ["--config", "my conform.toml", "--target", "reference", "--exchange", "127.0.0.1:8099"],
        ["--config", "my conform.toml", "--start", "2027-03-02T08:00:00Z", "--users", "anna@example.test"],
    ],
)
def test_the_line_is_read_as_the_options_that_it_was_made_of(words: list[str]) -> None:
    options = parse(words)
    program, *line = shlex.split(replay(TRASH, options))
    assert program == "ews-conform"
    assert parse(line) == replace(options, select=("F2/trash",))
    swept = replace(options, sweep=True, observe=False, features=(), target=options.target or "reference")
    run_of_it = replace(TRASH, id="X/any-call-fails", title="F2/trash:reset-before:3")
    read = parse(shlex.split(replay(run_of_it, swept))[1:])
    assert read == replace(swept, select=("X/any-call-fails",), only=("F2/trash:reset-before:3",))


def test_every_option_that_decides_how_it_is_played_is_in_a_line() -> None:
    """A new option must be thought of here, too."""
    told = {
        "target", "mutant", "exchange", "profile", "select", "start", "features", "config", "sweep", "only", "patience",
        "seed", "observe", "users", "world",
    }  # fmt: skip
    aside = {"quick", "whole", "strict", "report", "junit", "compare", "table", "workers"}
    assert set(Options.__dataclass_fields__) == told | aside


def test_the_product_of_a_conform_toml_is_named_by_it() -> None:
    config = Config(file=Path("my conform.toml"), url="http://x")
    assert replay(TRASH, Options("http://x", config=config)) == (
        "ews-conform --config 'my conform.toml' --select F2/trash"
    )
    assert "--target http://y --select" in replay(TRASH, Options("http://y", config=config))


@pytest.mark.proof
def test_what_was_looked_at_after_another_case_is_played_after_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Broken("rest", "a loop")
    monkeypatch.setattr("scenarios.world.Scene.watch", lambda _: broken)
    options = Options(select=("C2/free", LOOP))
    (again,) = [one.case for one in run(options, Listener()).row(LOOP).scenarios if one.case.after][:1]
    line = shlex.split(replay(again, options))
    assert line[line.index("--select") + 1] == f"C2/free,{LOOP}"
    row = run(parse(line[1:]), Listener()).row(LOOP)
    assert {one.verdict for one in row.scenarios if one.case.after} == {broken}
