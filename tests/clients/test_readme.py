"""What the README shows is run as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients.conftest import ROOT

pytestmark = pytest.mark.proof

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_the_exchangelib_script_creates_trashes_and_finds_an_appointment(endpoint: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(BLOCKS[0].replace("http://127.0.0.1:8080/EWS/Exchange.asmx", endpoint), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("Review 2027-03-01 09:00:00+00:00 is in Deleted Items\n", "")
    assert len(BLOCKS[0].splitlines()) <= 20


def test_the_simulator_is_started_from_python(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(BLOCKS[1], encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/EWS/Exchange\.asmx\n", done.stdout), done.stderr


def test_the_list_of_operations_is_the_registry_s() -> None:
    command = [sys.executable, "-m", "fake_ews", "operations", "--names"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    below = README.partition("<!-- generated: fake-ews operations --names -->\n```\n")[2]
    shown = below.partition("```\n<!-- end -->")[0]
    assert shown == listed, "put what `fake-ews operations --names` prints into README.md"
    simulated, missing = (int(number) for number in re.findall(r"\((\d+)\)", listed))
    assert f"Of Exchange's {simulated + missing} operations {simulated} are simulated" in README


def test_the_page_of_operations_is_current() -> None:
    command = [sys.executable, "-m", "fake_ews", "operations", "--page"]
    page = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    advice = "fake-ews operations --page > docs/operations.md"
    assert (ROOT / "docs" / "operations.md").read_text(encoding="utf-8") == page, advice


def test_the_first_line_names_microsoft_exchange() -> None:
    assert "Microsoft Exchange" in README.splitlines()[0]
