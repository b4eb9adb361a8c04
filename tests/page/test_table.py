"""Several reports side by side, as a page."""

from pathlib import Path

import pytest

from scenarios.__main__ import main
from scenarios.report import json_file
from scenarios.verdict import Held
from tests.page.browser import Browser
from tests.scenarios.runs import WRONG, played, report


def test_reports_side_by_side(
    browser: Browser, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = json_file.write(report(played("F2/a", Held()), played("F2/b", Held())), tmp_path / "v1")
    other = json_file.write(report(played("F2/a", WRONG), played("F2/b", Held())), tmp_path / "v2")
    assert main(["--table", str(one), str(other), "--report", str(folder)]) == 0
    assert f"report: {folder / 'index.html'}" in capsys.readouterr().out
    browser.open((folder / "index.html").as_uri())
    assert browser.js("texts('tbody tr')") == ["F2/a must ✓ held ✕ broken", "F2/b must ✓ held ✓ held"]
    browser.js("document.getElementById('only').click()")
    assert browser.js("[...document.querySelectorAll('tbody tr')].map(row => !!row.offsetParent)") == [True, False]
