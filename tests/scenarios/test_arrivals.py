"""A product that signs in with a wrong password, or asks elsewhere, is told so, whatever it is that does not come."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from fake_ews import FakeExchange
from scenarios import observing
from scenarios.__main__ import main
from scenarios.ports import free_port

pytestmark = pytest.mark.proof

CONFIG = """
[product]
url = "http://127.0.0.1:{port}"
start = "{python} -m reference_sync serve"
[product.environment]
REFERENCE_SYNC_PORT = "{port}"
REFERENCE_SYNC_EWS_URL = "http://127.0.0.1:{asked}/EWS/Exchange.asmx"
REFERENCE_SYNC_USERNAME = "service@example.test"
REFERENCE_SYNC_PASSWORD = "{password}"
REFERENCE_SYNC_DATABASE = "sqlite:///{folder}/tables.sqlite"
[exchange]
listen = "127.0.0.1:{exchange}"
[account]
address = "service@example.test"
password = "secret"
"""


def report(folder: Path, capsys: pytest.CaptureFixture[str], password: str, elsewhere: bool) -> tuple[str, str]:
    """A run of one case: what the terminal shows, and the text of report.json; its exit code is 1."""
    exchange = free_port()
    text = CONFIG.format(
        port=free_port(), python=sys.executable, asked=free_port() if elsewhere else exchange, password=password,
        folder=folder.as_posix(), exchange=exchange,
    )  # fmt: skip
    (folder / "conform.toml").write_text(text, "utf-8")
    asked = ["--config", str(folder / "conform.toml"), "--select", "B2/creates", "--report", str(folder)]
    assert main(asked) == 1
    return capsys.readouterr().out, (folder / "report.json").read_text("utf-8")


def test_a_wrong_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown, written = report(tmp_path, capsys, "wrong", elsewhere=False)
    why = "Basic: this is not the password of service@example.test"
    assert f"refused with 401 ({why})" in shown
    assert "Is the product configured with the simulator's EWS address, its account and its password?" in shown
    (case,) = json.loads(written)["cases"]
    (scenario, *_) = case["scenarios"]
    proofs = [one for one in scenario["evidence"] if why in one["line"]]
    assert proofs
    assert "Envelope" in proofs[0]["request"]
    arrow = scenario["drawing"]["rows"][proofs[0]["place"]]
    assert (arrow["source"], arrow["target"], arrow["mood"], arrow["proves"]) == (
        "product", "Exchange", "refused", True,
    )  # fmt: skip


def test_where_the_product_is_only_observed() -> None:
    records = [SimpleNamespace(kind=kind, status=401, verdict="Basic: x") for kind in ("call", "refused", "refused")]
    exchange = cast(FakeExchange, SimpleNamespace(journal=SimpleNamespace(after=lambda _: records)))
    assert observing._refused(exchange) == ", 2 refused, the last with 401 (Basic: x)"
    records.clear()
    assert observing._refused(exchange) == ""


def test_another_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown, _ = report(tmp_path, capsys, "secret", elsewhere=True)
    assert "; no request arrived at http://127.0.0.1:" in shown
