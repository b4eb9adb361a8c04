"""Two runs with one seed, driven by one client in the same order, have the same journal, byte by byte."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.proof


def lines(order: str, hashes: int) -> list[str]:
    """What a run in a process of its own prints; `hashes` is the seed by which Python orders its sets."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fake_ews.server.alike", order],
        env={**os.environ, "PYTHONHASHSEED": str(hashes)}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_two_runs_are_alike() -> None:
    """In whatever order listeners answer, and Python goes through a set."""
    one, other = lines("first", 1), lines("last", 2)
    assert len(one) > 50
    assert [first for first, second in zip(one, other, strict=True) if first != second] == []
