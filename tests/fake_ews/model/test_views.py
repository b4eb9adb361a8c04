"""Pages, the index by time, and the calendar view."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.contacts import ContactsView
from fake_ews.contract.queries import CalendarView, FractionalPageView, IndexedPageView, SeekToConditionPageView
from fake_ews.model.failures import (
    ErrorCalendarEndDateIsEarlierThanStartDate,
    ErrorCalendarViewRangeTooBig,
    ErrorInvalidIndexedPagingParameters,
    ErrorInvalidPagingMaxRows,
    Failure,
)
from fake_ews.model.profile import Profile
from fake_ews.model.views import (
    ErrorInvalidFractionalPagingParameters,
    Page,
    TimeIndex,
    View,
    alphabetical,
    calendar_view,
    in_alphabet,
    page,
    sought,
    window,
)

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
MONDAY = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)


def indexed(offset: int, most: int | None = None, base: str = "Beginning") -> IndexedPageView:
    """An indexed view."""
    return IndexedPageView(Offset=offset, BasePoint=base, MaxEntriesReturned=most)


def fraction(numerator: int, denominator: int, most: int | None = None) -> FractionalPageView:
    """A fractional view."""
    return FractionalPageView(Numerator=numerator, Denominator=denominator, MaxEntriesReturned=most)


@pytest.mark.parametrize(
    ("view", "items", "next_offset", "last"),
    [
        (None, range(15), None, True),
        (indexed(0, 10), range(10), 10, False),
        (indexed(10, 10), range(10, 15), 15, True),
        (indexed(5, 10), range(5, 15), 15, True),
        (indexed(99), range(0), 15, True),
        (indexed(0), range(15), 15, True),
        (indexed(0, 4, "End"), range(11, 15), 4, False),
        (indexed(4, 20, "End"), range(11), 15, True),
        (indexed(20, 4, "End"), range(0), 15, True),
        (fraction(0, 3, 4), range(4), 4, False),
        (fraction(4, 5), range(12, 15), 15, True),
        (fraction(1, 1), range(0), 15, True),
    ],
)
def test_a_page_of_fifteen(view: View | None, items: range, next_offset: int | None, last: bool) -> None:
    assert page(range(15), view, 1000) == Page(items, next_offset, 15, last)


def test_seeking_from_the_end_goes_backwards() -> None:
    """The example of ref/indexedpageitemview: of 100 records, 25 from the end, 10 of them.

    The page counts 36 as the next offset, by which one record would be in no page.
    """
    assert page(range(100), indexed(25, 10, "End"), 1000) == Page(range(65, 75), 35, 100, False)


def test_a_server_gives_no_more_than_its_limit() -> None:
    assert page(range(15), None, 10) == Page(range(10), None, 15, False)
    assert page(range(15), indexed(0, 12), 10) == Page(range(10), 10, 15, False)
    assert page(range(15), fraction(0, 1), 10) == Page(range(10), 10, 15, False)


@pytest.mark.parametrize(
    ("view", "failure"),
    [
        (indexed(-1), ErrorInvalidIndexedPagingParameters),
        (indexed(0, 0), ErrorInvalidPagingMaxRows),
        (indexed(-1, -1), ErrorInvalidPagingMaxRows),
        (fraction(0, 1, 0), ErrorInvalidPagingMaxRows),
        (fraction(3, 2), ErrorInvalidFractionalPagingParameters),
        (fraction(-1, 2), ErrorInvalidFractionalPagingParameters),
        (fraction(0, 0), ErrorInvalidFractionalPagingParameters),
    ],
)
def test_views_that_are_refused(view: View, failure: Failure) -> None:
    assert page(range(15), view, 1000) == failure


@given(st.integers(0, 40), st.integers(1, 9), st.integers(1, 12), st.sampled_from(["Beginning", "End"]))
def test_pages_one_after_the_other_are_the_whole(total: int, most: int, limit: int, base: str) -> None:
    seen: list[int] = []
    offset = 0
    for _ in range(total + 1):
        found = page(range(total), indexed(offset, most, base), limit)
        assert isinstance(found, Page)
        assert found.next_offset is not None
        seen = [*found.items, *seen] if base == "End" else [*seen, *found.items]
        offset = found.next_offset
        if found.last:
            break
    assert seen == list(range(total))


# the index

TIMES = st.integers(-3000, 3000)  # hours
LENGTHS = st.one_of(st.integers(0, 30), st.integers(0, 200), st.integers(0, 5 * 366 * 24))
SPANS = st.dictionaries(st.integers(1, 50), st.tuples(TIMES, LENGTHS), max_size=30)


def filled(spans: dict[int, tuple[int, int]]) -> TimeIndex:
    """An index with items of some hours after a beginning and of some hours' length."""
    index = TimeIndex()
    for number, (begins, length) in spans.items():
        index.add(number, MONDAY + begins * HOUR, MONDAY + (begins + length) * HOUR)
    return index


def naive(spans: dict[int, tuple[int, int]], start: int, end: int, touching: bool) -> list[int]:
    """The same question, answered by looking at every item."""
    found = [
        (begins, number)
        for number, (begins, length) in spans.items()
        if begins < end and (begins + length > start or begins >= start or (touching and begins + length == start))
    ]
    return [number for _, number in sorted(found)]


@given(SPANS, TIMES, st.integers(0, 500), st.booleans(), st.data())
def test_the_index_answers_as_a_look_at_every_item(
    spans: dict[int, tuple[int, int]], start: int, length: int, touching: bool, data: st.DataObject
) -> None:
    index = filled(spans)
    for number in data.draw(st.sets(st.sampled_from(sorted(spans))) if spans else st.just(set())):
        index.remove(number)
        del spans[number]
    found = index.overlapping(MONDAY + start * HOUR, MONDAY + (start + length) * HOUR, touching=touching)
    assert found == naive(spans, start, start + length, touching)
    assert len(index) == len(spans)


def test_what_an_index_refuses() -> None:
    index = filled({1: (0, 1)})
    with pytest.raises(ValueError, match="1"):
        index.add(1, MONDAY, MONDAY)
    with pytest.raises(ValueError, match="2"):
        index.add(2, MONDAY + HOUR, MONDAY)
    with pytest.raises(KeyError):
        index.remove(2)


def test_an_item_without_duration_is_where_it_starts() -> None:
    index = filled({1: (0, 0), 2: (1, 0), 3: (-1, 0)})
    assert index.overlapping(MONDAY, MONDAY + HOUR) == [1]


def test_a_window_at_the_beginning_of_time() -> None:
    index = filled({1: (0, 1)})
    first = dt.datetime.min.replace(tzinfo=dt.UTC)
    assert index.overlapping(first, first + HOUR) == []
    assert index.overlapping(first, MONDAY + HOUR) == [1]


class Watched(dt.datetime):
    """A time that counts how often it is compared."""

    compared = 0

    def __lt__(self, other: dt.date) -> bool:
        Watched.compared += 1
        return super().__lt__(other)  # type: ignore[operator]

    def __gt__(self, other: dt.date) -> bool:
        Watched.compared += 1
        return super().__gt__(other)  # type: ignore[operator]


def comparisons(items: int) -> int:
    """How many comparisons a week's question costs among so many items, one an hour."""
    index = TimeIndex()
    for number in range(items):
        start = MONDAY + (number - items // 2) * HOUR
        index.add(number, Watched.fromisoformat(start.isoformat()), Watched.fromisoformat((start + HOUR).isoformat()))
    Watched.compared = 0
    assert len(index.overlapping(MONDAY, MONDAY + 7 * DAY)) == 7 * 24
    return Watched.compared


def test_a_question_costs_the_same_among_ten_times_as_many_items() -> None:
    assert comparisons(20_000) < comparisons(2_000) + 50


# the calendar view


def viewed(start: dt.datetime, end: dt.datetime, most: int | None = None) -> CalendarView:
    """A calendar view."""
    return CalendarView(StartDate=start, EndDate=end, MaxEntriesReturned=most)


DAYS = filled({5: (-1, 1), 4: (0, 1), 3: (1, 24), 2: (24, 1), 1: (-240, 480)})
TOUCHING = partial(DAYS.overlapping, touching=True)


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (viewed(MONDAY, MONDAY + DAY), Page([1, 5, 4, 3], None, 4, True)),
        (viewed(MONDAY, MONDAY + DAY, 2), Page([1, 5], None, 4, False)),
        (viewed(MONDAY, MONDAY + DAY + MINUTE), Page([1, 5, 4, 3, 2], None, 5, True)),
        (viewed(MONDAY + HOUR, MONDAY + HOUR), Page([1, 4], None, 2, True)),
        (viewed(dt.datetime(2027, 3, 1, 23), dt.datetime(2027, 3, 2)), Page([1, 3], None, 2, True)),
    ],
)
def test_a_calendar_view(view: CalendarView, found: Page[int]) -> None:
    assert calendar_view(TOUCHING, view, Profile()) == found


def test_whether_an_entry_that_ends_at_the_beginning_is_in_view_depends() -> None:
    view = viewed(MONDAY, MONDAY + DAY)
    assert calendar_view(DAYS.overlapping, view, Profile()) == Page([1, 4, 3], None, 3, True)


def test_older_versions_are_shown_nothing_that_merely_touches() -> None:
    assert [Profile().keeps_touching(version) for version in ("Exchange2013_SP1", "Exchange2016")] == [False, True]
    assert not Profile().but(touching_is_in_view=None).keeps_touching("V2017_07_11")


def test_a_view_without_a_zone_is_in_the_zone_of_the_request() -> None:
    eastern = dt.timezone(-5 * HOUR)
    assert window(viewed(dt.datetime(2027, 3, 1), MONDAY + DAY), eastern) == (MONDAY + 5 * HOUR, MONDAY + DAY)


def test_two_years_are_not_too_much() -> None:
    first, last = dt.datetime(2027, 3, 1, tzinfo=dt.UTC), dt.datetime(2029, 3, 1, tzinfo=dt.UTC)
    assert window(viewed(first, last)) == (first, last)


@pytest.mark.parametrize(
    ("view", "failure"),
    [
        (viewed(MONDAY, MONDAY - MINUTE), ErrorCalendarEndDateIsEarlierThanStartDate),
        (viewed(MONDAY, MONDAY + 2 * 366 * DAY + MINUTE), ErrorCalendarViewRangeTooBig),
        (viewed(dt.datetime(1, 1, 1, tzinfo=dt.timezone(HOUR)), MONDAY), ErrorCalendarViewRangeTooBig),
        (viewed(MONDAY, MONDAY + DAY, 0), ErrorInvalidPagingMaxRows),
    ],
)
def test_calendar_views_that_are_refused(view: CalendarView, failure: Failure) -> None:
    assert calendar_view(TOUCHING, view, Profile()) == failure


# a page that begins where a condition is met


def seeking(base: str = "Beginning", most: int | None = None) -> SeekToConditionPageView:
    """A view that seeks; the condition is a plain function here."""
    return SeekToConditionPageView(BasePoint=base, MaxEntriesReturned=most)


@given(st.lists(st.booleans(), max_size=12), st.integers(1, 5), st.sampled_from(["Beginning", "End"]))
def test_a_page_begins_or_ends_where_the_condition_is_met(hits: list[bool], most: int, base: str) -> None:
    """against a plain model: of a list, or of the list turned round, what stands from the first hit on"""
    found = sought(range(len(hits)), hits.__getitem__, seeking(base, most), 1000)
    assert isinstance(found, Page)
    order = list(range(len(hits))) if base == "Beginning" else list(range(len(hits)))[::-1]
    ahead = next((at for at, item in enumerate(order) if hits[item]), len(order))
    expected = order[ahead : ahead + most]
    assert list(found.items) == sorted(expected)
    assert (found.total, found.next_offset) == (len(hits), min(ahead + most, len(hits)))
    assert found.last == (ahead + most >= len(hits))


def test_what_is_found_is_cut_at_the_limit_and_a_page_of_nothing_refused() -> None:
    assert sought(range(15), lambda item: item >= 3, seeking(), 5) == Page(range(3, 8), 8, 15, False)
    assert sought(range(15), lambda item: item < 0, seeking(), 5) == Page(range(0), 15, 15, True)
    assert sought(range(15), bool, seeking(most=0), 5) == ErrorInvalidPagingMaxRows


# the contacts view


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (None, None, ["", "anna", "Anna", "Bob", "Name", "NAME", "Name1"]),
        ("Anna", None, ["Anna", "Bob", "Name", "NAME", "Name1"]),
        ("Annb", "Cid", ["Bob"]),
        (None, "Name", ["", "anna", "Anna", "Bob", "Name"]),
        ("Bob", "Bob", ["Bob"]),
        ("c", "b", []),
    ],
)
def test_a_stretch_of_the_alphabet(first: str | None, last: str | None, shown: list[str]) -> None:
    """ref/contactsview: with Name as the last one, Name1 and NAME are left out"""
    names = sorted(["Name1", "NAME", "Name", "Bob", "Anna", "anna", ""], key=alphabetical)
    assert [one for one in names if in_alphabet(one, ContactsView(InitialName=first, FinalName=last))] == shown


def test_who_has_no_name_comes_first() -> None:
    assert in_alphabet(None, ContactsView(FinalName="a"))
    assert not in_alphabet(None, ContactsView(InitialName="a"))
