"""Whom the addresses of groups reach, and how deep free/busy looks into them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.model.lists import Group, counted, reached

PEOPLE = "abcde"
GROUPS = "VWXYZ"


def groups(**members: str) -> dict[str, Group]:
    """Groups by one letter, each with the letters of its members."""
    return {address: Group(address, address, tuple(within)) for address, within in members.items()}


ANY = st.fixed_dictionaries({one: st.text(alphabet=PEOPLE + GROUPS, max_size=6) for one in GROUPS})


@pytest.mark.parametrize(
    ("lists", "to", "found"),
    [
        ({}, "ab", "ab"), ({}, "aba", "ab"), ({"X": "ab"}, "X", "ab"), ({"X": "ab"}, "bX", "ba"),
        ({"X": "Yc", "Y": "ab"}, "X", "abc"), ({"X": "aY", "Y": "bX"}, "X", "ab"), ({"X": "X"}, "X", ""),
        ({"X": ""}, "Xa", "a"), ({"X": "ab", "Y": "bc"}, "YX", "bca"),
    ],
)  # fmt: skip
def test_who_is_reached(lists: dict[str, str], to: str, found: str) -> None:
    """in the order of the lists, each once; a circle ends where it closes"""
    assert "".join(reached(groups(**lists), to)) == found


def members(lists: dict[str, str], address: str) -> set[str]:
    """All that can be come to from an address: said the other way round, step by step until nothing is new."""
    found = {address}
    while more := {one for known in found for one in lists.get(known, "")} - found:
        found |= more
    return {one for one in found if one not in lists}


@given(ANY, st.text(alphabet=PEOPLE + GROUPS, max_size=4))
def test_everybody_in_the_groups_and_nobody_else(lists: dict[str, str], to: str) -> None:
    found = reached(groups(**lists), to)
    assert len(found) == len({*found})
    assert {*found} == {one for address in to for one in members(lists, address)}


@pytest.mark.parametrize(
    ("lists", "most", "found"),
    [
        ({"X": "ab"}, 2, "ab"), ({"X": "abc"}, 2, None), ({"X": "aX"}, 1, "a"), ({"X": "aa"}, 1, "a"),
        ({"X": "aY", "Y": "bc"}, 3, "abc"), ({"X": "aY", "Y": "bc"}, 2, "aY"), ({"X": "aY", "Y": "ab"}, 2, "ab"),
        ({"X": "YZ", "Y": "abc", "Z": "de"}, 3, "Yde"), ({"X": "aY", "Y": "Z", "Z": "XYb"}, 9, "ab"),
    ],
)  # fmt: skip
def test_a_group_that_is_too_large_is_not_opened(lists: dict[str, str], most: int, found: str | None) -> None:
    """ref/groupattendeeconflictdata: one within stays a single entry, where its members would be too many"""
    known = groups(**lists)
    seen = counted(known, known["X"], most)
    assert (None if seen is None else "".join(seen)) == found


@given(ANY, st.integers(1, 8))
def test_no_more_than_so_many(lists: dict[str, str], most: int) -> None:
    known = groups(**lists)
    found = counted(known, known["X"], most)
    assert (found is None) == (len({*lists["X"]} - {"X"}) > most)
    if found is not None:
        assert len(found) <= most
        assert {*found} - {*known} <= members(lists, "X")
    assert {*(counted(known, known["X"], 99) or ())} == members(lists, "X")
