"""The page about people: it names each act with the words that the act takes, and what it shows can be run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fake_ews.control.acts import ACTS
from fake_ews.control.wishes import ActWish
from fake_ews.handles.person import Outlook
from fake_ews.people import _fields

PAGE = (Path(__file__).parents[3] / "docs" / "people.md").read_text(encoding="utf-8")


def words(cell: str) -> list[str]:
    """The words of a cell of the table."""
    return re.findall("`([a-z]+)`", cell)


@pytest.mark.parametrize("name", list(ACTS))
def test_each_act_has_its_line(name: str) -> None:
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
    _, _, needs, may, _, _ = (cell.strip() for cell in line.split("|"))
    assert (words(needs), words(may)) == (ACTS[name].needs.split(), ACTS[name].may.split())


@pytest.mark.parametrize("name", list(ACTS))
def test_each_act_is_a_method(name: str) -> None:
    assert callable(getattr(Outlook, name.replace("-", "_")))


def test_every_word_of_the_api_is_one_of_an_act() -> None:
    taken = {word for act in ACTS.values() for word in (*act.needs.split(), *act.may.split())}
    assert taken == set(ActWish.__struct_fields__)


@pytest.mark.parametrize("name", [name for name in _fields.FIELDS if name not in ("subject", "start", "end")])
def test_each_field_is_named(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_what_it_shows_can_be_run(tmp_path: Path) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    script = tmp_path / "script.py"
    script.write_text(block, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
