"""A server as a person starts it: the command line, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchangelib.protocol import BaseProtocol  # type: ignore[import-untyped]

from scenarios.ports import free_port

ITS_NAME = BaseProtocol.USERAGENT
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The URL of a server with Alice, who may impersonate, and Bob."""
    users = [word for user in ("alice", "bob") for word in ("--user", f"{user}@example.test:secret")]
    command = [sys.executable, "-m", "fake_ews", "serve", "--port", str(free_port()), *users]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().removeprefix("fake Exchange at ").strip()
    finally:
        process.send_signal(signal.SIGTERM)
        process.stdout.close()
        assert process.wait(10) == 0


@pytest.fixture(autouse=True)
def exchangelib_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reference service says of itself is said for the whole process, by a class of exchangelib."""
    monkeypatch.setattr(BaseProtocol, "USERAGENT", ITS_NAME)
