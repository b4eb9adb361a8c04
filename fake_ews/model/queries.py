"""Questions to a folder: restrictions, sort orders, pages, the calendar view, and an index by time.

Rule: a request's restriction, order and shape are compiled once into plain functions or tables; items are only asked
for their values. A property that an item does not have makes every comparison false. Source: fact sheet section 7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from fake_ews.contract.common import FolderResponseShape, ItemResponseShape
from fake_ews.contract.notation import Bag, Mapi, Row
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.queries import (
    CalendarView,
    FractionalPageView,
    IndexedPageView,
    NonEmptyArrayOfFieldOrders,
    Restriction,
)
from fake_ews.model.failures import Failure
from fake_ews.model.profile import Profile
from fake_ews.model.properties import Extended

T = TypeVar("T")


class Queryable(Protocol):
    """What a query may ask of an item or folder."""

    @property
    def kind(self) -> type[Bag]: ...

    def value(self, row: Row[T]) -> T | None: ...

    def named(self, name: Mapi) -> Extended | None: ...


def by_uri(uri: str) -> tuple[Row[Any], ...]:
    """All rows with this FieldURI: kinds that do not inherit from each other have their own."""
    raise NotImplementedError


def row_of(kind: type[Bag], uri: str) -> Row[Any] | None:
    """The row of a kind with this FieldURI, if the kind has one."""
    raise NotImplementedError


def matcher(
    restriction: Restriction, profile: Profile, zone: dt.tzinfo = dt.UTC
) -> Callable[[Queryable], bool] | Failure:
    """Whether an item matches. `zone` counts for instants in constants that name none."""
    raise NotImplementedError


def sort_key(order: NonEmptyArrayOfFieldOrders) -> Callable[[Queryable], Any] | Failure:
    """The key for `sorted`: several fields, each up or down, items without a value last."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of what was found. `next_offset`: None without a view; of a fractional view the numerator over `total`."""

    items: Sequence[T]
    next_offset: int | None
    total: int
    last: bool


def page(items: Sequence[T], view: IndexedPageView | FractionalPageView | None, limit: int) -> Page[T] | Failure:
    """One page of at most `limit` items. ErrorInvalidIndexedPagingParameters, ErrorInvalidPagingMaxRows."""
    raise NotImplementedError


class TimeIndex:
    """Numbers of items by their time; the cost of a question does not depend on the items outside its window."""

    def add(self, number: int, start: dt.datetime, end: dt.datetime) -> None:
        """Enter an item. ValueError if it is there."""
        raise NotImplementedError

    def remove(self, number: int) -> None:
        """Take an item out. KeyError if it is not there."""
        raise NotImplementedError

    def overlapping(self, start: dt.datetime, end: dt.datetime, *, touching: bool = False) -> list[int]:
        """What overlaps the window, by start then number; `touching`: also what ends when it begins."""
        raise NotImplementedError


def calendar_view(
    index: TimeIndex, view: CalendarView, profile: Profile, zone: dt.tzinfo = dt.UTC
) -> Page[int] | Failure:
    """The numbers that a CalendarView shows, by start. ErrorCalendarViewRangeTooBig, ErrorInvalidPagingMaxRows ..."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Columns:
    """What an answer shows of a kind: rows in the order of the schema, and extended properties by path.

    bag.values = {row: value for row in columns.rows if (value := item.value(row)) is not None}
    """

    rows: tuple[Row[Any], ...]
    extended: tuple[tuple[Mapi, PathToExtendedField], ...]


def columns(kind: type[Bag], shape: ItemResponseShape | FolderResponseShape, whole: bool) -> Columns | Failure:
    """What a shape selects; `whole` False leaves out what only GetItem gives. Cached, so not to be changed."""
    raise NotImplementedError
