"""Whole runs against products that are wrong: broken or unknown within bounded time, never a traceback."""

import re
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scenarios import run as running
from scenarios.__main__ import main
from scenarios.cases import Level
from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.ports import free_port
from scenarios.results import Results
from scenarios.targets import http, reference
from scenarios.verdict import Kind
from tests.scenarios import toys
from tests.scenarios.test_cases import ROWS

SECONDS = 30.0


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call, and coming to rest, may take less time than in earnest."""
    monkeypatch.setattr(http.Connection.__init__, "__defaults__", (0.3,))
    monkeypatch.setattr("scenarios.pace.QUIET_SECONDS", 0.3)
    monkeypatch.setattr(running, "COMING_SECONDS", 0.3)


def judge(url: str, *select: str) -> Results:
    """A run against a product, in little time."""
    began = time.monotonic()
    results = running.run(Options(url, exchange=("127.0.0.1", free_port()), select=select), Listener())
    assert time.monotonic() - began < SECONDS
    return results


@pytest.mark.parametrize("reply", [toys.always_500, toys.no_json, toys.not_even_http])
def test_a_product_that_does_not_speak_the_contract(reply: toys.Reply) -> None:
    with toys.serving(reply) as url:
        results = judge(url)
    assert results.count(Kind.UNKNOWN) == len(results.cases) == len(ROWS)
    assert results.exit_code == 2
    assert "GET /capabilities" in results.faults[0]


@pytest.mark.parametrize("hangs", [toys.silent, toys.trickling])
def test_a_product_that_never_answers(hangs: object) -> None:
    released = threading.Event()
    with toys.serving(hangs(released)) as url:  # type: ignore[operator]
        results = judge(url)
        released.set()
    assert results.count(Kind.UNKNOWN) == len(ROWS)
    assert results.exit_code == 2


def test_nobody_there() -> None:
    results = judge(f"http://127.0.0.1:{free_port()}")
    assert results.count(Kind.UNKNOWN) == len(ROWS)
    assert "does not answer" in results.faults[0]


def test_a_product_that_only_says_what_it_can_do() -> None:
    with toys.serving(toys.only_capable(toys.always_500)) as url:
        results = judge(url)
    assert results.count(Kind.UNKNOWN) == len(ROWS)
    assert "PUT /clock answered 500" in results.faults[0]


def test_a_product_that_never_comes_to_rest() -> None:
    with toys.serving(toys.only_capable(toys.never_settled)) as url:
        results = judge(url)
    assert results.count(Kind.UNKNOWN) + results.count(Kind.NOT_OFFERED) == len(ROWS)
    assert results.count(Kind.UNKNOWN) >= sum(level is not Level.CAP for level in ROWS.values())
    assert results.exit_code == 2
    assert not results.faults
    said = [str(one.verdict) for row in results.cases for one in row.scenarios]
    assert any("not played: 3 scenarios in a row" in one for one in said)


def test_a_product_that_stops_answering_in_the_middle() -> None:
    released = threading.Event()
    hang = toys.silent(released)

    def reply(toy: toys.Toy, call: str) -> None:
        if call == "PUT /clock":
            toys.never_settled(toy, call)
        else:
            hang(toy, call)

    with toys.serving(toys.only_capable(reply)) as url:
        results = judge(url, "A")
        released.set()
    assert results.count(Kind.UNKNOWN) + results.count(Kind.NOT_OFFERED) == len(results.cases)
    assert results.count(Kind.UNKNOWN) > results.count(Kind.NOT_OFFERED)
    assert results.exit_code == 2


def test_a_selection_of_nothing() -> None:
    with toys.serving(toys.always_500) as url:
        assert judge(url, "Z9").exit_code == 2
    with toys.serving(toys.only_capable(toys.never_settled)) as url:
        results = judge(url, "Z9", "F2/trsh", "Z-nonsense")
    assert results.faults[:3] == [
        "--select Z9: there is no such step, case or process; there are A, A1, A2, B, B1, B2, B3, C, C2, C3, C4, C6, "
        "D, D2, D3, E, E1, E2, E3, F, F2, X, cap, field, must, should, and cases such as F2/trash",
        "--select F2/trsh: there is no such step, case or process; close to it: F2/trash, E3/trash",
        results.faults[0].replace("Z9", "Z-nonsense"),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options("ftp://x"), "no http address"),
        (Options("URL", profile="exchange1997"), "no such profile 'exchange1997' (there are exchange2016, "),
        (
            Options("URL", exchange=("192.0.2.1", 9)),
            "the simulator cannot listen at 192.0.2.1:9: cannot assign requested address (--exchange HOST:PORT names",
        ),
        (
            Options("URL", start=datetime(9500, 1, 1, tzinfo=UTC)),
            "--start: a clock stands between the years 1970 and 9000",
        ),
    ],
)
def test_what_cannot_run_says_why(options: Options, said: str) -> None:
    with toys.serving(toys.only_capable(toys.never_settled)) as url:
        target = url if options.target == "URL" else options.target
        port = options.exchange or ("127.0.0.1", free_port())
        asked = replace(options, target=target, exchange=port, patience=timedelta(seconds=1))
        results = running.run(asked, Listener())
    assert said in results.faults[0]
    assert results.exit_code == 2


def test_a_feature_that_cannot_be_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.feature").write_text("Feature: x\n  Scenario: y\n    Given a\n    nonsense\n")
    monkeypatch.setattr("scenarios.cases.features", lambda: tmp_path)
    monkeypatch.delitem(sys.modules, "scenarios.play", raising=False)
    with toys.serving(toys.only_capable(toys.never_settled)) as url:
        results = judge(url, "F2/trash")
    (fault,) = set(results.faults)
    assert fault.startswith(f"features: {tmp_path / 'bad.feature'}, line 4: 'nonsense' cannot stand there (")
    assert len(fault.splitlines()) == 1
    assert results.exit_code == 2


def test_a_reference_service_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "START_SECONDS", 10.0)
    results = running.run(Options(mutant="no-such-mutant", select=("B2/creates",)), Listener())
    assert (
        "no mutant 'no-such-mutant' (python -m tests.mutants --list" in results.faults[0]
        or "No module" in results.faults[0]
    )
    assert results.exit_code == 2


def test_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--observe"]) == 2
    assert "--observe: whom does the product serve?" in capsys.readouterr().err
    with toys.serving(toys.always_500) as url:
        where = ["--target", url, "--exchange", f"127.0.0.1:{free_port()}"]
        assert main([*where, "--select", "F2", "--report", str(tmp_path)]) == 2
    out = capsys.readouterr().out
    assert re.fullmatch(r"cases: 0 held, 0 broken, \d\d unknown, 0 not offered", out.splitlines()[-1])
    assert (tmp_path / "report.json").exists()
    assert "Traceback" not in out
