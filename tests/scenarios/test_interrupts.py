"""Whoever asks a run to end finds nothing of it left: no worker, no simulator, no product, and it says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest

from scenarios import interrupts
from scenarios.ports import free_port

ROOT = Path(__file__).parents[2]
PROC = Path("/proc")
SECONDS = 60.0
CONFIG = """
[product]
url = "http://127.0.0.1:{port}"
start = "{python} -m tests.scenarios.toys {port}"
[product.environment]
PYTHONPATH = "{root}"
[exchange]
listen = "127.0.0.1:{exchange}"
"""


def marked(mark: str) -> dict[int, str]:
    """The processes that were started with this mark in their environment, by number: their command lines."""
    found = {}
    for one in PROC.iterdir():
        try:
            if one.name.isdecimal() and mark.encode() in (one / "environ").read_bytes():
                found[int(one.name)] = (one / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it has ended meanwhile
            continue
    return found


def until(what: str, mark: str, count: int) -> None:
    """Wait until so many marked processes are what is awaited."""
    ends = time.monotonic() + SECONDS
    while sum(what in line for line in marked(mark).values()) < count:
        assert time.monotonic() < ends, f"{what} was not started: {marked(mark)}"
        time.sleep(0.05)


def ended_by(number: signal.Signals, words: list[str], product: str, count: int = 1, *, stubborn: bool = False) -> str:
    """Start a run, and ask it to end once its products are there: what it printed. Nothing is left of it.

    `stubborn`: the products hear of nothing any more.
    """
    mark = f"EWS_TEST_MARK={uuid.uuid4().hex}"
    name, _, value = mark.partition("=")
    run = subprocess.Popen(
        [sys.executable, "-m", "scenarios", *words],
        cwd=ROOT,
        env={**os.environ, name: value},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # whoever runs the tests may ignore it, as nohup does
    )
    try:
        until(product, mark, count)
        time.sleep(1.0)  # let it play
        for one, line in marked(mark).items():
            if stubborn and product in line:
                os.kill(one, signal.SIGSTOP)
        run.send_signal(number)
        out, _ = run.communicate(timeout=SECONDS)
        assert marked(mark) == {}
    finally:
        for left in marked(mark):
            os.kill(left, signal.SIGKILL)
        run.wait()
    assert run.returncode in ((2, -number) if number is signal.SIGINT else (2,)), out
    assert "interrupted" in out
    return out


needs_proc = pytest.mark.skipif(not (PROC / "self" / "environ").exists(), reason="needs /proc")


@needs_proc
@pytest.mark.proof
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_product_that_was_started_ends_with_the_run(tmp_path: Path, number: signal.Signals) -> None:
    config = tmp_path / "conform.toml"
    config.write_text(
        CONFIG.format(port=free_port(), python=sys.executable, root=ROOT.as_posix(), exchange=free_port()), "utf-8"
    )
    out = ended_by(number, ["--config", str(config)], "tests.scenarios.toys")
    assert "Traceback" not in out


@needs_proc
@pytest.mark.proof
@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--workers", "1"], 1),
        (["--workers", "2"], 2),
        (["--sweep", "--workers", "1"], 1),
        (["--sweep", "--workers", "2"], 2),
    ],
)
def test_every_service_of_a_run_ends_with_it(words: list[str], count: int) -> None:
    assert "Traceback" not in ended_by(signal.SIGTERM, words, "reference_sync serve", count)


def test_only_the_first_is_heard_and_what_was_there_before_is_there_again() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), interrupts.heard():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
    with interrupts.heard():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGHUP)


def test_what_is_ignored_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interrupts.heard():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_thread_hears_nothing() -> None:
    seen: list[object] = []

    def listen() -> None:
        with interrupts.heard():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGTERM)]


@needs_proc
@pytest.mark.proof
def test_a_service_that_does_not_end_is_killed_before_its_worker_is() -> None:
    words = ["--sweep", "--workers", "2"]
    assert "Traceback" not in ended_by(signal.SIGTERM, words, "reference_sync serve", 2, stubborn=True)
