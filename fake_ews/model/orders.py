"""Sort orders, compiled once into a key for `sorted`.

Rule: what has no value is least; texts count in any case.
Source: ref/sortorder, RC ErrorUnsupportedPathForSortGroup; what can be sorted by is as in `getters`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fake_ews.contract.notation import Bag
from fake_ews.contract.queries import FieldOrder, NonEmptyArrayOfFieldOrders
from fake_ews.model.failures import ErrorUnsupportedPathForSortGroup, Failure
from fake_ews.model.getters import Getter, Queryable, Refused, first, folded, getter_of
from fake_ews.model.terms import Plain

Place = tuple[bool, Any]


class _Falling:
    """A value that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Falling) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Falling) and bool(self.value == other.value)


def sort_key(order: NonEmptyArrayOfFieldOrders) -> Callable[[Queryable], Any] | Failure:
    """The key for `sorted`: several fields, each up or down; what has none is least [seen: exchangelib], texts count in
    any case [unverified].

    ErrorUnsupportedPathForSortGroup.
    """
    try:
        fields = [_sorted_by(field) for field in order.need(NonEmptyArrayOfFieldOrders.FieldOrder)]
    except Refused as refused:
        return refused.failure
    return lambda item: [field(item) for field in fields]


def _sorted_by(field: FieldOrder) -> Callable[[Queryable], Place]:
    get, falling = sorting(first(field)), field.Order == "Descending"
    return lambda item: place(get(item), falling=falling)


def sorting(path: Bag) -> Getter:
    """What gets the value by which one sorts or groups; Refused: ErrorUnsupportedPathForSortGroup."""
    getter, term = getter_of(path, ErrorUnsupportedPathForSortGroup)
    return folded(getter, str.casefold) if term.sort == "text" else getter


def place(value: Plain | None, *, falling: bool = False) -> Place:
    """Where a value stands among others; `falling`: the greatest first."""
    if value is None:
        return falling, None
    return not falling, _Falling(value) if falling else value
