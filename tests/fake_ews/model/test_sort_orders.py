"""Sort orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.common import ArrayOfStrings
from fake_ews.contract.notation import Bag
from fake_ews.contract.queries import (
    FieldOrder,
    NonEmptyArrayOfFieldOrders,
)
from fake_ews.model.failures import (
    ErrorInvalidExtendedProperty,
    ErrorUnsupportedPathForSortGroup,
    Failure,
)
from fake_ews.model.queries import (
    sort_key,
)
from tests.fake_ews.model.asking import (
    HOUR,
    ITEMS,
    NONSENSE,
    OID,
    START,
    TEN,
    chosen,
)
from tests.fake_ews.model.sample import Sample, entry, named


def order(*fields: tuple[str | Bag, str]) -> NonEmptyArrayOfFieldOrders:
    """A sort order."""
    return NonEmptyArrayOfFieldOrders(
        FieldOrder=tuple(FieldOrder(Order=way, entries=chosen(FieldOrder, path)) for path, way in fields)
    )


def in_order(items: list[Sample], *fields: tuple[str | Bag, str]) -> list[Sample]:
    """The items, sorted."""
    key = sort_key(order(*fields))
    assert not isinstance(key, Failure)
    return sorted(items, key=key)


A, B, NONE = entry(Subject="a", Start=TEN), entry(Subject="B", Start=TEN), entry(Start=TEN + HOUR)


@pytest.mark.parametrize(
    ("fields", "sorted_items"),
    [
        ([("item:Subject", "Ascending")], [NONE, A, B]),
        ([("item:Subject", "Descending")], [B, A, NONE]),
        ([("calendar:Start", "Descending"), ("item:Subject", "Ascending")], [NONE, A, B]),
        ([("calendar:Start", "Ascending"), ("item:Subject", "Descending")], [B, A, NONE]),
        ([(START, "Descending"), ("item:Subject", "Descending")], [NONE, B, A]),
    ],
)
def test_a_sort_order(fields: list[tuple[str | Bag, str]], sorted_items: list[Sample]) -> None:
    assert in_order([NONE, B, A], *fields) == sorted_items


def test_equal_items_stay_as_they_were() -> None:
    twins = [entry(Subject="x", Location=place) for place in "cab"]
    assert in_order(twins, ("item:Subject", "Descending")) == twins
    assert in_order(twins, ("item:Subject", "Descending"), ("calendar:Location", "Descending"))[0].bag == twins[0].bag


def test_several_values_sort_one_after_the_other() -> None:
    ab, b = entry(Categories=ArrayOfStrings(String=("a", "b"))), entry(Categories=ArrayOfStrings(String=("b",)))
    assert in_order([b, ab], ("item:Categories", "Ascending")) == [ab, b]


@given(st.lists(ITEMS, max_size=6))
def test_down_is_up_turned_round(items: list[Sample]) -> None:
    """what is absent is least [seen: exchangelib]"""
    up, down = (in_order(items, (OID, way)) for way in ("Ascending", "Descending"))
    values = [[item.named(named(OID)) for item in found] for found in (up, down)]
    assert values[0] == values[1][::-1]
    there = [value for value in values[0] if value is not None]
    assert values[0] == [None] * (len(items) - len(there)) + there


@pytest.mark.parametrize(
    ("path", "failure"),
    [
        ("calendar:UID", ErrorUnsupportedPathForSortGroup),
        ("item:Attachments", ErrorUnsupportedPathForSortGroup),
        (NONSENSE, ErrorInvalidExtendedProperty),
    ],
)
def test_orders_that_are_refused(path: str | Bag, failure: Failure) -> None:
    assert sort_key(order(("item:Subject", "Ascending"), (path, "Ascending"))) == failure
