"""Every case of the suite stands in the table once, every test that it names is there, and the page is current."""

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.interop.page import PAGE, ROOT, page
from tests.interop.table import CASES, TESTS, Case, Suite

NAME = re.compile(r"MSOXWS(MTGS|SYNC)_S(\d\d)_TC(\d\d)_[A-Za-z_]+")
SCENARIOS = {"MTGS": (35, 13, 5, 5, 4, 11), "SYNC": (5, 11, 2, 2)}
"""How many cases each scenario of the suite has."""


@cache
def functions(file: str) -> frozenset[str]:
    """The test functions of a file, seen from TESTS."""
    tree = ast.parse((ROOT / TESTS / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.interop"


def test_every_case_stands_there_once_and_in_order() -> None:
    found = []
    for case in CASES:
        name = NAME.fullmatch(case.name)
        assert name, case.name
        found.append((name[1], int(name[2]), int(name[3])))
    assert found == [
        (suite, scenario, number)
        for suite, several in SCENARIOS.items()
        for scenario, many in enumerate(several, 1)
        for number in range(1, many + 1)
    ]
    assert Counter(case.suite for case in CASES) == {Suite.MEETINGS: 73, Suite.SYNC: 20}


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_a_case_is_checked_or_says_why_not(case: Case) -> None:
    assert case.tests or case.missing
    assert not case.missing or case.missing.startswith(("not yet: ", "cannot: "))
    for test in case.tests:
        file, name = test.split("::")
        assert name.startswith("test_"), test
        assert name in functions(file), f"{TESTS}/{test} is not there"


def test_a_line_of_the_page() -> None:
    line = next(line for line in page().splitlines() if "S04_TC02_MoveMeeting" in line)
    test = "[`test_a_meeting_and_its_messages_move`](../tests/fake_ews/interop/test_carried.py)"
    assert line == f"| MSOXWSMTGS_S04_TC02_MoveMeeting | {test} |  |"
