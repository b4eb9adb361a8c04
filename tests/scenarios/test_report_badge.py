"""The badge: well-formed, and in words what the run came to."""

import re
from pathlib import Path

import pytest
from lxml import etree

from scenarios.report import badge
from scenarios.results import Played
from scenarios.verdict import Held, NotOffered, Unknown
from tests.scenarios.runs import WRONG, played, report


@pytest.mark.parametrize(
    ("ones", "faults", "said", "colour"),
    [
        ([played("F2/a", Held()), played("F2/b", NotOffered("x"))], (), "1 of 1 held", "held"),
        ([played("F2/a", Held()), played("F2/b", WRONG)], (), "1 of 2 broken", "broken"),
        ([played("F2/a", Held()), played("F2/b", Unknown("x"))], (), "1 of 2 held, 1 unknown", "unknown"),
        ([played("F2/a", Held())], ("oops",), "1 of 1 held, 0 unknown", "unknown"),
        ([played("F2/a", NotOffered("x"))], (), "nothing judged", "nothing"),
    ],
)
def test_the_badge(ones: list[Played], faults: tuple[str, ...], said: str, colour: str, tmp_path: Path) -> None:
    made = report(*ones, faults=faults)
    assert badge.words(made) == (said, colour)
    root = etree.parse(str(badge.write(made, tmp_path))).getroot()
    assert root.get("aria-label") == f"ews-conform: {said}"
    assert [re.sub(r"\{.*\}", "", one.tag) for one in root] == ["title", "clipPath", "g", "g"]
