"""A browser for the tests of the page."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.page.browser import Browser, program


@pytest.fixture(scope="session", name="chromium")
def _chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = program()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs Chromium: apt-get install chromium")
        pytest.skip("needs Chromium, which is not installed: apt-get install chromium")
    with Browser(path, tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture(name="browser")
def _browser(chromium: Browser) -> Iterator[Browser]:
    """Ready for a page; at the end nothing must have gone wrong in it, and nothing but the page was asked for."""
    chromium.size(1280, 900)
    chromium.dark(False)
    yield chromium
    assert chromium.problems == []
    assert [url for url in chromium.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in chromium.requests if url.startswith("file:")]) == 1


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Where the report is written."""
    return tmp_path / "report"
