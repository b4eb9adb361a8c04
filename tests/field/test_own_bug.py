"""The scenario in docs/write-a-field-bug.md is played as somebody would play it who reads that page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.field.page import ROOT

pytestmark = pytest.mark.proof


def test_the_scenario_of_the_page_is_green(tmp_path: Path) -> None:
    (written,) = re.findall(r"```gherkin\n(.*?)```", (ROOT / "docs" / "write-a-field-bug.md").read_text("utf-8"), re.S)
    (tmp_path / "room_lost.feature").write_text(written, "utf-8")
    command = [sys.executable, "-m", "scenarios", "--features", str(tmp_path), "--select", "field/room-lost"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert "field reports: 1 held, 0 broken, 0 unknown, 0 not offered" in done.stdout.splitlines(), done.stdout
    assert done.returncode == 0
