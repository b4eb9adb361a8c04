"""The built wheel: it holds what a stranger needs, and the harness plays from it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("fake_ews-*.whl")
    return built


def test_it_holds_the_features_and_the_type_marker(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    features = {f"scenarios/{path.relative_to(ROOT)}" for path in (ROOT / "features").rglob("*.feature")}
    assert features
    page = {f"scenarios/report/page/{path.name}" for path in (ROOT / "scenarios/report/page").iterdir()}
    others = {"fake_ews/py.typed", "scenarios/targets/contract.yaml", "scenarios/report/report.schema.json"}
    assert features | page | others <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]


def test_a_case_is_played_from_it(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    command = [sys.executable, "-m", "scenarios", "--target", "reference", "--select", "C2/free"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site"), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["cases: 1 held, 0 broken, 0 unknown, 0 not offered"], done.stderr
