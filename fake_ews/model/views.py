"""Pages of what was found, the calendar view, and the index by time that it is read from.

Rule: a page says where it ends by `last`; what lies outside a window costs the index nothing.
Source: ref/indexedpageitemview, ref/fractionalpageitemview, ref/calendarview, RC; fact sheet sections 7 and 16.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fake_ews.contract.contacts import ContactsView
from fake_ews.contract.queries import (
    BasePaging,
    CalendarView,
    FractionalPageView,
    IndexedPageView,
    SeekToConditionPageView,
)
from fake_ews.model.failures import (
    ErrorCalendarEndDateIsEarlierThanStartDate,
    ErrorCalendarViewRangeTooBig,
    ErrorInvalidIndexedPagingParameters,
    ErrorInvalidPagingMaxRows,
    Failure,
)
from fake_ews.model.profile import Profile

T = TypeVar("T")
View = IndexedPageView | FractionalPageView

ErrorInvalidFractionalPagingParameters = Failure(
    "ErrorInvalidFractionalPagingParameters", "The fraction of a page must lie between 0 and 1."
)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of what was found. `next_offset`: None without a view; of a fractional view the numerator over `total`."""

    items: Sequence[T]
    next_offset: int | None
    total: int
    last: bool


def page(items: Sequence[T], view: View | None, limit: int) -> Page[T] | Failure:
    """One page of at most `limit` items.

    ErrorInvalidIndexedPagingParameters, ErrorInvalidFractionalPagingParameters, ErrorInvalidPagingMaxRows.
    """
    total = len(items)
    if view is None:
        return Page(items[:limit], None, total, total <= limit)
    size = size_of(view, limit)
    if isinstance(size, Failure):
        return size
    if isinstance(view, FractionalPageView):
        return _fraction(items, view, size)
    offset = view.need(IndexedPageView.Offset)
    if offset < 0:
        return ErrorInvalidIndexedPagingParameters
    if view.BasePoint == "End":
        return _backward(items, max(total - offset, 0), size)
    return _forward(items, offset, size)


def sought(
    items: Sequence[T], is_it: Callable[[T], bool], view: SeekToConditionPageView, limit: int
) -> Page[T] | Failure:
    """The page that begins with the first item which meets a condition; from the end: that ends with the last one.

    Where none meets it the page is empty, and the last one. [MS-OXWSSRCH; inferred]   ErrorInvalidPagingMaxRows.
    """
    size, total = size_of(view, limit), len(items)
    if isinstance(size, Failure):
        return size
    hits = [at for at, item in enumerate(items) if is_it(item)]
    if not hits:
        return Page(items[:0], total, total, last=True)
    return _backward(items, hits[-1] + 1, size) if view.BasePoint == "End" else _forward(items, hits[0], size)


def in_alphabet(name: str | None, view: ContactsView) -> bool:
    """Whether a name lies between the first and the last one of a ContactsView, both included.

    Alphabetical order as people have it: case counts last, a small letter before the capital one, so that NAME comes
    after Name, and is left out where Name is the last one. [doc ref/contactsview]
    """
    at, low, high = alphabetical(name), alphabetical(view.InitialName), alphabetical(view.FinalName)
    return low <= at and (view.FinalName is None or at <= high)


def alphabetical(name: str | None) -> tuple[str, str]:
    """The key by which names are sorted; no name comes first."""
    return (name or "").casefold(), (name or "").swapcase()


def size_of(view: BasePaging, limit: int) -> int | Failure:
    """How many entries a view shows at most.   ErrorInvalidPagingMaxRows."""
    size = view.MaxEntriesReturned
    if size is None:
        return limit
    return ErrorInvalidPagingMaxRows if size <= 0 else min(size, limit)


def _forward(items: Sequence[T], offset: int, size: int) -> Page[T]:
    """A page from the beginning. Its next offset is that of the first item which is not in it, at most the total."""
    total = len(items)
    end = min(offset + size, total)
    return Page(items[offset:end], end, total, end == total)


def _backward(items: Sequence[T], end: int, size: int) -> Page[T]:
    """A page that ends before an item. Its next offset counts from the end of all."""
    total, first = len(items), max(end - size, 0)
    return Page(items[first:end], total - first, total, first == 0)


def _fraction(items: Sequence[T], view: FractionalPageView, size: int) -> Page[T] | Failure:
    numerator, denominator = view.need(FractionalPageView.Numerator), view.need(FractionalPageView.Denominator)
    if not 0 <= numerator <= denominator or denominator == 0:
        return ErrorInvalidFractionalPagingParameters
    return _forward(items, len(items) * numerator // denominator, size)


_Entry = tuple[dt.datetime, int, dt.datetime]  # start, number, end
_LONGEST = tuple(dt.timedelta(days=days) for days in (1, 8, 64, 512))


class TimeIndex:
    """Numbers of items by their time.

    Items are kept sorted by start in lists of similar length (a day, 8, 64, 512 days, more), so that a window needs to
    look back no further than the longest of a list.
    """

    __slots__ = ("_by_number", "_lists")

    def __init__(self) -> None:
        self._by_number: dict[int, _Entry] = {}
        self._lists: tuple[list[_Entry], ...] = tuple([] for _ in range(len(_LONGEST) + 1))

    def __len__(self) -> int:
        return len(self._by_number)

    def add(self, number: int, start: dt.datetime, end: dt.datetime) -> None:
        """Enter an item; ValueError if it is there, or ends before it starts."""
        if number in self._by_number or end < start:
            raise ValueError(number)
        entry = self._by_number[number] = (start, number, end)
        insort(self._list(entry), entry)

    def remove(self, number: int) -> None:
        """Take an item out; KeyError if it is not there."""
        entry = self._by_number.pop(number)
        same = self._list(entry)
        del same[bisect_left(same, entry)]

    def overlapping(self, start: dt.datetime, end: dt.datetime, *, touching: bool = False) -> list[int]:
        """What overlaps the window from start (included) to end (excluded), by start, then number.

        `touching`: also what ends just when the window begins. An item without duration is where it starts.
        """
        return [number for _, number, _ in self.entries(start, end, touching=touching)]

    def entries(self, start: dt.datetime, end: dt.datetime, *, touching: bool = False) -> list[_Entry]:
        """The same with the times of each: start, number, end."""
        found: list[_Entry] = []
        for entries, longest in zip(self._lists, (*_LONGEST, None), strict=True):
            if entries:
                low = 0 if longest is None else bisect_left(entries, (_before(start, longest),))
                for entry in entries[low : bisect_left(entries, (end,))]:
                    if entry[2] > start or entry[0] >= start or (touching and entry[2] == start):
                        found.append(entry)
        return sorted(found)

    def _list(self, entry: _Entry) -> list[_Entry]:
        length = entry[2] - entry[0]
        return self._lists[sum(length > longest for longest in _LONGEST)]


def _before(moment: dt.datetime, length: dt.timedelta) -> dt.datetime:
    try:
        return moment - length
    except OverflowError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def window(view: CalendarView, zone: dt.tzinfo = dt.UTC) -> tuple[dt.datetime, dt.datetime] | Failure:
    """The span of a CalendarView in UTC; `zone` counts for dates that name none.

    ErrorCalendarEndDateIsEarlierThanStartDate, or ErrorCalendarViewRangeTooBig beyond two years.
    """
    start, end = (
        _instant(moment, zone) for moment in (view.need(CalendarView.StartDate), view.need(CalendarView.EndDate))
    )
    if end < start:
        return ErrorCalendarEndDateIsEarlierThanStartDate
    return ErrorCalendarViewRangeTooBig if end - start > _TWO_YEARS else (start, end)


_TWO_YEARS = dt.timedelta(days=2 * 366)  # leap years included [unverified how exactly Exchange counts]


def _instant(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        return aware.astimezone(dt.UTC)
    except OverflowError:
        return aware.replace(tzinfo=dt.UTC)


def calendar_view(
    look: Callable[[dt.datetime, dt.datetime], Sequence[T]],
    view: CalendarView,
    profile: Profile,
    zone: dt.tzinfo = dt.UTC,
) -> Page[T] | Failure:
    """What a CalendarView shows, cut at MaxEntriesReturned; `look` finds by start what lies between two instants.

    Failures as of `window`, and ErrorInvalidPagingMaxRows.
    """
    span, size = window(view, zone), size_of(view, profile.page_limit)
    if isinstance(span, Failure):
        return span
    if isinstance(size, Failure):
        return size
    found = look(*span)
    return Page(found[:size], None, len(found), len(found) <= size)
