"""Options that cannot be kept are refused before anything is started, by their names and with what would be right."""

from pathlib import Path

import pytest

from scenarios.__main__ import main
from scenarios.config import ConfigError, no_http, read
from scenarios.options import OptionError, parse


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--patience", "0"], "argument --patience: '0' should be seconds, more than 0 and at most 604800"),
        (["--patience", "nan"], "argument --patience: 'nan' should be seconds"),
        (["--patience", "soon"], "argument --patience: 'soon' should be seconds"),
        (["--patience", "1e300"], "argument --patience: '1e300' should be seconds"),
        (["--patience=-5"], "argument --patience: '-5' should be seconds"),
        (["--seed=-1"], "argument --seed: '-1' should be a whole number, 0 or more"),
        (["--seed", "x"], "argument --seed: 'x' should be a whole number"),
    ],
)
def test_numbers(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(words)
    told = capsys.readouterr().err
    assert told.startswith(f"ews-conform: {said}")
    assert told.endswith(" (try ews-conform --help)\n")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--profile", "but"], "--profile: no such profile 'but' (there are exchange2016, exchange2013, "),
        (["--profile", "__init__"], "--profile: no such profile '__init__'"),
        (["--target", "http://127.0.0.1:99999"], "--target: http://127.0.0.1:99999 is no http address: Port"),
        (["--target", "http://127.0.0.1:0"], "--target: http://127.0.0.1:0 is no http address, such as http://"),
        (["--target", "ftp://x"], "--target: ftp://x is no http address, such as http://127.0.0.1:8090"),
        (["--target", ""], "--target:  is no http address"),
        (["--report", "FILE"], "--report FILE: FILE is no folder"),
        (["--report", "FILE/deep/er"], "/FILE is no folder"),
        (["--junit", "."], "--junit .: it is a folder; name a file in it"),
        (["--junit", "FILE/junit.xml"], "--junit FILE/junit.xml: FILE is no folder"),
        (["--world", "nowhere.toml"], "--world nowhere.toml: cannot be read"),
        (["--world", "FILE"], "--world FILE: "),
        (["--table", "a.json", "--select", "F9", "--sweep"], "--table plays nothing: --select, --sweep cannot be had"),
        (["--table", "a.json", "--junit", "x.xml"], "--table plays nothing: --junit cannot be had with it"),
        (["--sweep", "--quick"], "--quick cannot be had with it"),
        (["--sweep", "--observe", "--users", "a@example.test"], "--sweep plays its own runs, each asked and judged:"),
        (["--sweep", "--features", "own"], "--features cannot be had with it"),
    ],
)  # fmt: skip
def test_what_cannot_be(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "FILE").write_text("x = [", "utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.feature").write_text("Feature: x\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    told = capsys.readouterr().err
    assert told.startswith("ews-conform: --")
    assert said in told


def test_a_folder_that_may_not_be_written_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(OptionError, match=r"--report .*new: nothing may be written into "):
        parse(["--report", str(tmp_path / "new")])


def test_what_goes_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse(["--table", "a.json", "--report", "new/er"]).report == Path("new/er")
    assert parse(["--sweep", "--strict", "--junit", "new/x.xml", "--profile", "chaotic"]).sweep


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[product]\nurl = "http://127.0.0.1:99999"',
            "product.url: http://127.0.0.1:99999 is no http address: Port out",
        ),
        ('[product]\nurl = "http://[::1"', "product.url: http://[::1 is no http address"),
        ("[run]\npatience = nan", "run.patience: nan should be a number of seconds"),
        ("[run]\nsilence = inf", "run.silence: inf should be with --observe, seconds without"),
        ('[product]\nurl = "http://x"\nstart = "y"\nready = nan', "product.ready: nan should be a number of seconds"),
    ],
)
def test_the_same_in_a_conform_toml(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "conform.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as refused:
        read(path)
    assert said in str(refused.value)


def test_addresses_of_the_web() -> None:
    assert [no_http(one) for one in ("http://127.0.0.1:8090", "https://x/y", "http://[::1]:80")] == ["", "", ""]
