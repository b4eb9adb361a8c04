"""Items in groups."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.contract.queries import AggregateOn, DistinguishedGroupBy, GroupBy, IndexedPageView
from fake_ews.model.failures import ErrorInvalidExtendedProperty, ErrorUnsupportedPathForSortGroup, Failure
from fake_ews.model.groups import Group, grouped, lines, regrouped
from fake_ews.model.views import Page, page
from tests.fake_ews.model.asking import COUNT, HOUR, ITEMS, MEMBER, NONSENSE, OID, TEN
from tests.fake_ews.model.sample import Sample, entry, named

WAYS, AGGREGATES = st.sampled_from(["Ascending", "Descending"]), st.sampled_from(["Minimum", "Maximum"])
START = "calendar:Start"


def path_of(path: str | Bag) -> dict[str, Bag]:
    """The child that names a property."""
    match path:
        case str():
            return {"FieldURI": PathToUnindexedField(FieldURI=path)}
        case PathToIndexedField():
            return {"IndexedFieldURI": path}
        case _:
            return {"ExtendedFieldURI": path}


def by(path: str | Bag, on: str | Bag = START, aggregate: str = "Minimum", order: str = "Ascending") -> GroupBy:
    """A GroupBy."""
    return GroupBy(Order=order, AggregateOn=AggregateOn(Aggregate=aggregate, **path_of(on)), **path_of(path))


def groups(items: list[Sample], rule: GroupBy | DistinguishedGroupBy) -> list[Group[Sample]]:
    """The groups of items."""
    found = grouped(items, rule)
    assert not isinstance(found, Failure)
    return found


def value_of(item: Sample, path: str | PathToExtendedField) -> str | None:
    """The plain model: a subject in any case, or an extended property."""
    if isinstance(path, PathToExtendedField):
        extended = item.named(named(path))
        return None if extended is None else str(extended.value).lower()
    subject: str | None = item.bag.values.get(item.bag.rows["Subject"])
    return None if subject is None else subject.lower()


def start_of(item: Sample) -> dt.datetime | None:
    """When it starts."""
    start: dt.datetime | None = item.bag.values.get(item.bag.rows["Start"])
    return start


@given(st.lists(ITEMS, max_size=9), st.sampled_from(["item:Subject", OID]), AGGREGATES, WAYS)
def test_groups_are_what_a_plain_model_makes_of_them(
    items: list[Sample], path: str | PathToExtendedField, aggregate: str, order: str
) -> None:
    found = groups(items, by(path, START, aggregate, order))
    assert [group.number for group in found] == list(range(len(found)))
    for group in found:
        alike = [item for item in items if value_of(item, path) == group.value]
        assert [id(item) for item in group.items] == [id(item) for item in alike], "in the order of the items"
    assert {group.value for group in found} == {value_of(item, path) for item in items}
    places = []
    for group in found:
        starts = [start for start in map(start_of, group.items) if start is not None]
        place = {"Minimum": min, "Maximum": max}[aggregate](starts, default=None)
        places.append(dt.datetime.min.replace(tzinfo=dt.UTC) if place is None else place)
    assert places == sorted(places, reverse=order == "Descending")


@given(st.lists(ITEMS, max_size=9), st.integers(1, 6), st.booleans())
def test_pages_of_groups_one_after_the_other_are_the_whole(items: list[Sample], most: int, headers: bool) -> None:
    whole = groups(items, by("item:Subject"))
    rows = lines(whole, headers=headers)
    assert len(rows) == len(items) + headers * len(whole)
    seen: list[tuple[int, int]] = []
    offset = 0
    while offset < len(rows):
        found = page(rows, IndexedPageView(Offset=offset, BasePoint="Beginning", MaxEntriesReturned=most), 1000)
        assert isinstance(found, Page)
        assert found.next_offset is not None
        seen += [(group.number, id(item)) for group in regrouped(found.items) for item in group.items]
        offset = found.next_offset
    assert seen == [(group.number, id(item)) for group in whole for item in group.items]


def test_groups_alike_in_their_items_stand_by_their_value() -> None:
    items = [entry(Subject=subject, Start=TEN) for subject in ("b", "", "A")] + [entry(Start=TEN)]
    assert [group.value for group in groups(items, by("item:Subject", order="Descending"))] == [None, "", "a", "b"]


def test_by_an_extended_property_in_the_order_of_another() -> None:
    assert [group.value for group in groups([entry(Start=TEN), entry()], by(OID, COUNT))] == [None]


def test_the_standard_grouping_is_by_topic_and_the_newest_message() -> None:
    """The example of ref/aggregateon: B came in last at 00:22, A at 00:23."""
    received = {"B": (59, 60, 62), "A": (56, 57, 63)}
    items = [
        Sample(Message(ConversationTopic=topic, DateTimeReceived=TEN + dt.timedelta(minutes=minutes)))
        for topic, all_minutes in received.items()
        for minutes in all_minutes
    ]
    up, down = (
        [group.value for group in groups(items, DistinguishedGroupBy(Order=order, StandardGroupBy="ConversationTopic"))]
        for order in ("Ascending", "Descending")
    )
    assert (up, down) == (["b", "a"], ["a", "b"])


@pytest.mark.parametrize(
    ("rule", "failure"),
    [
        (by("calendar:UID"), ErrorUnsupportedPathForSortGroup),
        (by("item:Subject", "item:Attachments"), ErrorUnsupportedPathForSortGroup),
        (by(MEMBER), ErrorUnsupportedPathForSortGroup),
        (by("item:Subject", NONSENSE), ErrorInvalidExtendedProperty),
    ],
)
def test_groups_that_are_refused(rule: GroupBy, failure: Failure) -> None:
    assert grouped([entry(Start=TEN + HOUR)], rule) == failure
