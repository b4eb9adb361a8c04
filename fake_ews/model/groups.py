"""Items in groups: those alike in one property together, the groups in the order of another property of their items.

Rule: a group stands where the least or greatest of its items' values puts it, with equal ones where the value that its
items share does [unverified]; items keep their order in it. What has no such value makes a group of its own.
Source: ref/groupby, ref/aggregateon, ref/standardgroupby, RC ErrorUnsupportedPathForSortGroup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToUnindexedField
from fake_ews.contract.queries import AggregateOn, DistinguishedGroupBy, GroupBy
from fake_ews.model.failures import Failure
from fake_ews.model.getters import Queryable, Refused
from fake_ews.model.orders import place, sorting
from fake_ews.model.terms import Plain

Q = TypeVar("Q", bound=Queryable)


@dataclass(frozen=True, slots=True)
class Group(Generic[Q]):
    """Items alike in a property: the number of the group, from 0, and the value; None: they have none."""

    number: int
    value: Plain | None
    items: Sequence[Q]


Line = tuple[Group[Q], Q | None]
"""A row of a grouped table: an item with its group; None: the header of the group."""


def grouped(items: Iterable[Q], by: GroupBy | DistinguishedGroupBy) -> list[Group[Q]] | Failure:
    """All groups, in their order.   ErrorUnsupportedPathForSortGroup."""
    rule = _conversations(by) if isinstance(by, DistinguishedGroupBy) else by
    try:
        get, measure = sorting(_path(rule)), _measure(rule.need(GroupBy.AggregateOn))
    except Refused as refused:
        return refused.failure
    members: dict[Plain | None, list[Q]] = {}
    for item in items:
        members.setdefault(get(item), []).append(item)
    alike = sorted(members.items(), key=lambda pair: place(pair[0]))
    falling = rule.Order == "Descending"
    alike.sort(key=lambda pair: place(measure(pair[1]), falling=falling))
    return [Group(number, value, own) for number, (value, own) in enumerate(alike)]


def lines(groups: Iterable[Group[Q]], *, headers: bool) -> list[Line[Q]]:
    """The rows of the table that the groups make; `headers`: one before the items of each."""
    return [(group, item) for group in groups for item in (*([None] if headers else []), *group.items)]


def regrouped(page: Iterable[Line[Q]]) -> list[Group[Q]]:
    """The groups that have items among these rows, with those items."""
    found: dict[int, Group[Q]] = {}
    for group, item in page:
        if item is not None:
            have = found.get(group.number)
            found[group.number] = Group(group.number, group.value, (*(have.items if have else ()), item))
    return list(found.values())


def _path(bag: GroupBy | AggregateOn) -> Bag:
    return bag.FieldURI or bag.IndexedFieldURI or bag.values[type(bag).ExtendedFieldURI]


def _measure(on: AggregateOn) -> Callable[[Sequence[Queryable]], Plain | None]:
    """The least or the greatest value among items; None if none of them has one."""
    get, most = sorting(_path(on)), max if on.Aggregate == "Maximum" else min

    def measure(items: Sequence[Queryable]) -> Plain | None:
        values: list[Any] = [value for value in map(get, items) if value is not None]
        return most(values) if values else None

    return measure


def _conversations(by: DistinguishedGroupBy) -> GroupBy:
    """The one standard grouping: by topic, in the order of the newest message. [doc ref/standardgroupby]"""
    received = AggregateOn(Aggregate="Maximum", FieldURI=PathToUnindexedField(FieldURI="item:DateTimeReceived"))
    topic = PathToUnindexedField(FieldURI="message:ConversationTopic")
    return GroupBy(Order=by.Order, FieldURI=topic, AggregateOn=received)
