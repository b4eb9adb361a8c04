"""FindItem: restrictions, order, pages, the calendar view, and what is shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import Body
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Entry
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.queries import (
    And,
    CalendarView,
    ConstantValue,
    ContainsExpression,
    Exists,
    FieldOrder,
    FieldURIOrConstant,
    FractionalPageView,
    IndexedPageView,
    IsEqualTo,
    IsGreaterThan,
    NonEmptyArrayOfFieldOrders,
    Not,
    Or,
    Restriction,
)
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, Path, an_entry, at, folder_ids, path_entry, put
from tests.field import field

OID = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="oid", PropertyType="String"
)
SUBJECT = PathToExtendedField(PropertyTag="0x0037", PropertyType="String")


@pytest.fixture
def day(ews: Client) -> list[str]:
    """Anna's three entries: "Alpha" at 9, "beta" at 10 with oid r2, "Gamma" at 11 with oid r3; their ids."""
    made = [ews.create(an_entry(Subject="Alpha", Start=at(9), End=at(10), Location="Aare")).id]
    for number, subject in ((2, "beta"), (3, "Gamma")):
        hour = 8 + number
        made.append(ews.create(an_entry(Subject=subject, Start=at(hour), End=at(hour + 1))).id)
        ews.update(made[-1], put(OID, f"r{number}"))
    return [str(one.Id) for one in made]


def where(expression: Bag) -> Restriction:
    """A Restriction of one expression."""
    return Restriction(entries=(Entry(Restriction.rows[element(expression)], expression),))


def element(expression: Bag) -> str:
    """The name of an expression's element."""
    return str(type(expression).element)


def equals(path: Path, value: str, kind: type[Bag] = IsEqualTo) -> Bag:
    """A comparison with a constant."""
    return kind(
        entries=(path_entry(kind, path),), FieldURIOrConstant=FieldURIOrConstant(Constant=ConstantValue(Value=value))
    )


def joined(kind: type[Bag], *expressions: Bag) -> Bag:
    """And, Or, Not."""
    return kind(entries=tuple(Entry(kind.rows[element(one)], one) for one in expressions))


def subjects(reply: Any) -> list[str]:
    """The subjects of what was found, in its order."""
    return [item.Subject for item in reply.items]


def contains(path: Path, value: str) -> ContainsExpression:
    """A search for a part of a text, in any case."""
    return ContainsExpression(
        ContainmentMode="Substring", ContainmentComparison="IgnoreCase",
        entries=(path_entry(ContainsExpression, path),), Constant=ConstantValue(Value=value),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (equals(ItemRows.Subject, "Alpha"), ["Alpha"]),
        (equals(OID, "r3"), ["Gamma"]),
        (equals(SUBJECT, "Alpha"), ["Alpha"]),
        (Exists(entries=(path_entry(Exists, OID),)), ["beta", "Gamma"]),
        (joined(Not, Exists(entries=(path_entry(Exists, OID),))), ["Alpha"]),
        (joined(And, contains(ItemRows.Subject, "A"), equals(OID, "r2")), ["beta"]),
        (joined(Or, equals(OID, "r2"), equals(CalendarItem.Location, "Aare")), ["Alpha", "beta"]),
        (equals(CalendarItem.Start, "2027-03-15T10:30:00Z", IsGreaterThan), ["Gamma"]),
        (equals(CalendarItem.Location, "Rhein"), []),
    ],
)
def test_a_restriction(ews: Client, day: list[str], expression: Bag, found: list[str]) -> None:
    """ref/restriction; guide/how-to-use-search-filters; a comparison with an absent property is false"""
    assert subjects(ews.find("calendar", ItemRows.Subject, Restriction=where(expression))) == found


def test_a_restriction_that_cannot_be(ews: Client, day: list[str]) -> None:
    """RC ErrorUnsupportedPathForQuery; FindItem's errors carry no RootFolder (ews-cpp 158)"""
    reply = ews.find(Restriction=where(equals(ItemRows.EffectiveRights, "x")))
    assert reply.code == "ErrorUnsupportedPathForQuery"
    assert b"RootFolder" not in reply.raw


def order(path: Path, direction: str = "Ascending") -> NonEmptyArrayOfFieldOrders:
    """A SortOrder by one property."""
    return NonEmptyArrayOfFieldOrders(
        FieldOrder=(FieldOrder(Order=direction, entries=(path_entry(FieldOrder, path),)),)
    )


def test_an_order(ews: Client, day: list[str]) -> None:
    """ref/sortorder"""
    found = ews.find("calendar", ItemRows.Subject, SortOrder=order(CalendarItem.Start, "Descending"))
    assert subjects(found) == ["Gamma", "beta", "Alpha"]


def test_an_order_that_cannot_be(ews: Client, day: list[str]) -> None:
    """RC ErrorUnsupportedPathForSortGroup"""
    assert ews.find(SortOrder=order(ItemRows.EffectiveRights)).code == "ErrorUnsupportedPathForSortGroup"


# --- pages ---------------------------------------------------------------------------------------------------------


def test_no_view_no_offset(ews: Client, day: list[str]) -> None:
    """fact sheet section 7 [inferred]"""
    root = ews.find().only.RootFolder
    assert (root.TotalItemsInView, root.IncludesLastItemInRange, root.IndexedPagingOffset) == (3, True, None)


def test_pages_from_the_beginning(ews: Client, day: list[str]) -> None:
    """ref/indexedpageitemview: IndexedPagingOffset is the next offset"""
    found: list[str] = []
    offset, last = 0, False
    while not last:
        view = IndexedPageView(MaxEntriesReturned=2, Offset=offset, BasePoint="Beginning")
        reply = ews.find("calendar", ItemRows.Subject, IndexedPageItemView=view)
        root = reply.only.RootFolder
        assert root.TotalItemsInView == 3
        found += subjects(reply)
        offset, last = root.IndexedPagingOffset, root.IncludesLastItemInRange
    assert (found, offset) == (["Alpha", "beta", "Gamma"], 3)


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (IndexedPageView(Offset=-1, BasePoint="Beginning"), "ErrorInvalidIndexedPagingParameters"),
        (IndexedPageView(MaxEntriesReturned=0, Offset=0, BasePoint="Beginning"), "ErrorInvalidPagingMaxRows"),
    ],
)
def test_pages_that_cannot_be(ews: Client, view: IndexedPageView, code: str) -> None:
    """RC"""
    assert ews.find(IndexedPageItemView=view).code == code


def test_a_fraction(ews: Client, day: list[str]) -> None:
    """ref/fractionalpageitemview"""
    reply = ews.find(
        "calendar", ItemRows.Subject, FractionalPageItemView=FractionalPageView(Numerator=1, Denominator=3)
    )
    root = reply.only.RootFolder
    assert (subjects(reply), root.NumeratorOffset, root.AbsoluteDenominator) == (["beta", "Gamma"], 3, 3)
    assert root.IndexedPagingOffset is None


@pytest.mark.parametrize("profile", [Profile().but(page_limit=2)])
def test_a_server_that_returns_fewer_than_asked(ews: Client, profile: Profile, day: list[str]) -> None:
    """guide/ews-throttling: only IncludesLastItemInRange tells the end"""
    view = IndexedPageView(MaxEntriesReturned=3, Offset=0, BasePoint="Beginning")
    for reply in (ews.find(), ews.find(IndexedPageItemView=view)):
        root = reply.only.RootFolder
        assert (len(reply.items), root.IncludesLastItemInRange, root.TotalItemsInView) == (2, False, 3)


# --- the calendar view ---------------------------------------------------------------------------------------------


def window(start: dt.datetime, end: dt.datetime, most: int | None = None) -> CalendarView:
    """A CalendarView."""
    return CalendarView(StartDate=start, EndDate=end, MaxEntriesReturned=most)


@field("FR-14")
@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (at(9), at(12), ["Alpha", "beta", "Gamma"]),
        (at(9, 30), at(10), ["Alpha"]),
        (at(10), at(11), ["Alpha", "beta"]),
        (at(12, 1), at(13), []),
        (at(6), at(9), []),
    ],
)
def test_a_view(ews: Client, day: list[str], start: dt.datetime, end: dt.datetime, found: list[str]) -> None:
    """ref/calendarview: what overlaps, by start; what ends at StartDate is kept, what starts at EndDate is not"""
    reply = ews.but(version="Exchange2016").find("calendar", ItemRows.Subject, CalendarView=window(start, end))
    assert subjects(reply) == found
    assert reply.only.RootFolder.IndexedPagingOffset is None


@pytest.mark.parametrize("profile", [Profile().but(touching_is_in_view=None)])
def test_a_view_without_what_touches(ews: Client, profile: Profile, day: list[str]) -> None:
    assert subjects(ews.find("calendar", ItemRows.Subject, CalendarView=window(at(10), at(11)))) == ["beta"]


def test_a_view_is_ordered_by_start(ews: Client, day: list[str]) -> None:
    """[inferred]"""
    ews.create(an_entry(Subject="Early", Start=at(8), End=at(9)))
    found = subjects(ews.find("calendar", ItemRows.Subject, CalendarView=window(at(0), at(23))))
    assert found == ["Early", "Alpha", "beta", "Gamma"]


def test_a_view_is_cut(ews: Client, day: list[str]) -> None:
    """ref/calendarview: no paging"""
    reply = ews.find("calendar", ItemRows.Subject, CalendarView=window(at(0), at(23), 2))
    assert (subjects(reply), reply.only.RootFolder.IncludesLastItemInRange) == (["Alpha", "beta"], False)


def test_a_view_in_the_zone_of_the_context(ews: Client, day: list[str]) -> None:
    """times that name no zone are the context's"""
    naive = window(dt.datetime(2027, 3, 15, 10, 30), dt.datetime(2027, 3, 15, 11, 0))
    in_berne = ews.but(zone="W. Europe Standard Time")
    assert subjects(in_berne.find("calendar", ItemRows.Subject, CalendarView=naive)) == ["Alpha"]


def test_a_moved_entry_is_where_it_is_now(ews: Client, day: list[str]) -> None:
    ews.update(day[0], put(CalendarItem.Start, at(15)), put(CalendarItem.End, at(16)))
    assert subjects(ews.find("calendar", ItemRows.Subject, CalendarView=window(at(14), at(17)))) == ["Alpha"]
    ews.delete(day[0])
    assert subjects(ews.find("calendar", ItemRows.Subject, CalendarView=window(at(14), at(17)))) == []


def test_a_view_of_more_than_two_years(ews: Client) -> None:
    """RC ErrorCalendarViewRangeTooBig"""
    far = at(0) + dt.timedelta(days=2 * 366 + 1)
    assert ews.find(CalendarView=window(at(0), far)).code == "ErrorCalendarViewRangeTooBig"


def test_a_view_backwards(ews: Client) -> None:
    reply = ews.find(CalendarView=window(at(2), at(1)))
    assert reply.code == "ErrorCalendarEndDateIsEarlierThanStartDate"


def test_a_view_of_something_else(ews: Client) -> None:
    """RC ErrorCalendarFolderIsInvalidForCalendarView"""
    reply = ews.find("inbox", CalendarView=window(at(1), at(2)))
    assert reply.code == "ErrorCalendarFolderIsInvalidForCalendarView"


@pytest.mark.parametrize(
    "more",
    [{"Restriction": where(equals(ItemRows.Subject, "Alpha"))}, {"SortOrder": order(CalendarItem.Start)}],
)
def test_a_view_goes_with_nothing_else(ews: Client, more: dict[str, Any]) -> None:
    """ref/calendarview: request refused, the code is unverified"""
    assert ews.find(CalendarView=window(at(1), at(2)), **more).code == "ErrorInvalidOperation"


# --- what is shown -------------------------------------------------------------------------------------------------


def test_neither_body_nor_attendees(ews: Client, review: Item) -> None:
    """ref/syncfolderitems, ews-cpp 48: GetItem is needed for them"""
    ews.update(review, put(ItemRows.Body, Body(BodyType="Text", text="Plans")))
    (found,) = ews.find("calendar", ItemRows.Body, CalendarItem.RequiredAttendees, base="AllProperties").items
    assert (found.Body, found.RequiredAttendees, found.ResponseObjects) == (None, None, None)
    assert (found.Subject, found.ReminderIsSet) == ("Review", True)


def test_an_extended_property(ews: Client, day: list[str]) -> None:
    shown = [item.ExtendedProperty for item in ews.find("calendar", OID).items]
    assert [None if one is None else one[0].Value for one in shown] == [None, "r2", "r3"]


def test_an_extended_property_that_makes_no_sense(ews: Client, review: Item) -> None:
    path = PathToExtendedField(PropertyName="p", PropertyType="String")
    assert ews.find("calendar", path).code == "ErrorInvalidExtendedProperty"


def test_several_folders_each_by_itself(ews: Client, day: list[str]) -> None:
    reply = ews.find(ParentFolderIds=folder_ids("inbox", "calendar", "voicemail"))
    assert reply.codes == ["NoError", "NoError", "ErrorFolderNotFound"]
    assert [one.RootFolder and one.RootFolder.TotalItemsInView for one in reply.messages] == [0, 3, None]


@pytest.mark.parametrize("traversal", ["SoftDeleted", "Associated"])
def test_there_is_nothing_below_the_surface(ews: Client, review: Item, traversal: str) -> None:
    """guide/deleting-items: SoftDeleted finds nothing since 2010; there are no associated items here"""
    ews.delete(ews.create(an_entry()).id, how="SoftDelete")
    assert ews.find(Traversal=traversal).items == []


def test_the_recoverable_items_can_be_searched(ews: Client, exchange: Exchange, anna: Mailbox, review: Item) -> None:
    ews.delete(review, how="SoftDelete")
    assert len(ews.find("recoverableitemsdeletions").items) == 1
