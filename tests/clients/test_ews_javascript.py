"""ews-javascript-api, the port of Microsoft's Managed API: streaming, a view, a message, Autodiscover."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import ROOT

HERE = Path(__file__).parent / "javascript"
PLACE = ROOT / ".venv" / "javascript"  # installed once for all runs


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed here; .ci/run installs it")
def test_ews_javascript_api(endpoint: str) -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    for file in HERE.iterdir():
        shutil.copy(file, PLACE)
    if not (PLACE / "node_modules" / "ews-javascript-api").exists():
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--silent"]
        subprocess.run(install, cwd=PLACE, check=True, timeout=180)
    run = subprocess.run(
        ["node", "client.js", endpoint], cwd=PLACE, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr + run.stdout
    saw = json.loads(run.stdout.splitlines()[-1])
    assert saw["streamed"]
    assert saw["found"] == ["Review"]
    assert "before  after" in saw["body"]
    assert saw["grouped"] == [["Minutes"]]
    assert endpoint in json.dumps(saw["discovered"])
