"""The example in another language: a toy product in Node, its adapter, and what the harness says of both."""

import re
import shutil
from pathlib import Path

import pytest

from scenarios.__main__ import main
from scenarios.ports import free_port

HERE = Path(__file__).parents[2] / "examples" / "node-adapter"
SELECTED = (
    "A1/only-switched-on", "A2/heartbeat", "B2/creates", "B2/answer-lost", "B3/no-echo", "C2/free",
    "C3/taken-meanwhile", "C4/links", "C6/back-link", "D2/moves", "D2/cancels", "D3/no-echo", "E2/changes", "E3/trash",
    "F2/moves", "F2/trash", "F2/no-double-booking", "X/loop",
)  # fmt: skip
pytestmark = pytest.mark.proof
node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed here; .ci/run installs it")


def copied(folder: Path) -> Path:
    """The example with ports of its own; its conform.toml."""
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    path = folder / "conform.toml"
    ports = {port: str(free_port()) for port in ("8091", "8092", "8093")}
    path.write_text(re.sub("|".join(ports), lambda found: ports[found[0]], path.read_text("utf-8")), "utf-8")
    return path


@node
def test_the_toy_holds_what_it_offers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--config", str(copied(tmp_path)), "--select", ",".join(SELECTED)])
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == f"cases: {len(SELECTED)} held, 0 broken, 0 unknown, 0 not offered", out
    assert code == 0


@node
def test_the_toy_signs_in_with_a_token(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = copied(tmp_path)
    text = config.read_text("utf-8").replace("environment = { ", 'environment = { EWS_BEARER = "any text", ')
    config.write_text(text.replace("password =", "bearer =").replace('"secret"', '"any text"'), "utf-8")
    code = main(["--config", str(config), "--profile", "online", "--select", "B2/creates,F2/moves"])
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == "cases: 2 held, 0 broken, 0 unknown, 0 not offered", out
    assert code == 0


@node
def test_a_product_that_comes_up_after_its_adapter_is_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = copied(tmp_path)
    text = config.read_text("utf-8")
    assert "node product.js &" in text
    config.write_text(text.replace("node product.js &", "(sleep 1; exec node product.js) &"), "utf-8")
    assert main(["--config", str(config), "--select", "B2/creates"]) == 0, capsys.readouterr().out


@node
def test_a_toy_that_restores_what_people_delete_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = copied(tmp_path)
    product = tmp_path / "product.js"
    right = 'if (booking.entry) { booking.cancelled = true; booking.by = "exchange"; booking.edits++; }'
    assert right in product.read_text("utf-8")
    product.write_text(product.read_text("utf-8").replace(right, "if (false) {}"), "utf-8")
    assert main(["--config", str(config), "--select", "F2/trash"]) == 1
    out = capsys.readouterr().out
    assert "F2/trash                 must    broken" in out
    assert f"ews-conform --config {config} --select F2/trash" in out


@pytest.mark.parametrize("name", ["adapter.js", "product.js"])
def test_it_is_short_and_needs_nothing_but_node(name: str) -> None:
    text = (HERE / name).read_text("utf-8")
    assert all(one.startswith("node:") for one in re.findall(r'require\("([^"]+)"\)', text))
    if name == "adapter.js":
        assert len(text.splitlines()) < 250
