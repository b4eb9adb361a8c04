"""ews-javascript-api, the port of Microsoft's Managed API: streaming, a meeting, a view, a message, Autodiscover."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fake_ews import FakeExchange
from tests.clients.conftest import ROOT

HERE = Path(__file__).parent / "javascript"
PLACE = ROOT / ".venv" / "javascript"  # installed once for all runs


pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed here; .ci/run installs it"),
]


def played(script: str, endpoint: str) -> Any:
    """What a script saw of a server."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for file in HERE.iterdir():
        shutil.copy(file, PLACE)
    if not (PLACE / "node_modules" / "ews-javascript-api").exists():
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--silent"]
        subprocess.run(install, cwd=PLACE, check=True, timeout=180)
    run = subprocess.run(["node", script, endpoint], cwd=PLACE, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr + run.stdout
    return json.loads(run.stdout.splitlines()[-1])


def test_ews_javascript_api(endpoint: str) -> None:
    saw = played("client.js", endpoint)
    assert saw["streamed"]
    assert saw["found"] == ["Review"]
    assert "before  after" in saw["body"]
    assert saw["grouped"] == [["Minutes"]]
    assert endpoint in json.dumps(saw["discovered"])


def test_a_meeting_in_a_room() -> None:
    """one accepts, one declines, one does not know yet; the room refuses a second booking"""
    with FakeExchange() as exchange:
        for name in ("alice", "bob", "carol", "dave"):
            exchange.account(f"{name}@example.test", "secret")
        exchange.room("aare@example.test", accepts_after=dt.timedelta(0), policy={"BookingWindowInDays": 1080})
        saw = played("meeting.js", exchange.url)
    assert saw["review"] == {"bob": "Accept", "carol": "Decline", "dave": "Tentative", "aare": "Accept"}
    assert saw["second"] == {"aare": "Decline"}
    times = [f"2027-03-01T{time}:00.000Z" for time in ("07:00", "07:30", "08:00", "10:00")]
    assert saw["suggested"] == [[time, "Excellent"] for time in times], "working hours are those of Berne"
    assert saw["told"] == ["Review", "Declined: Second"], "the invitation, and what the room has said"
