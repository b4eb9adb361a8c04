"""FindItem: groups, the contacts view, and pages that begin where a condition is met."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.contacts import ContactItem, ContactsView
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.paths import PathToExtendedField, PathToUnindexedField
from fake_ews.contract.queries import (
    AggregateOn,
    CalendarView,
    DistinguishedGroupBy,
    FractionalPageView,
    GroupBy,
    IndexedPageView,
    SeekToConditionPageView,
)
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, at
from tests.fake_ews.operations.test_find_item import equals, order, where


def by(uri: str, on: str = "item:Importance", order: str = "Descending", **more: object) -> GroupBy:
    """A GroupBy, in the order of the highest of another property."""
    highest = AggregateOn(Aggregate="Maximum", FieldURI=PathToUnindexedField(FieldURI=on))
    return GroupBy(Order=order, FieldURI=PathToUnindexedField(FieldURI=uri), AggregateOn=highest, **more)


@pytest.fixture
def mails(ews: Client) -> None:
    """Five drafts: a1 and a3 on Mars, b2 and b4 on Venus (b4 is of high importance), c5 on nothing."""
    for subject, body, importance in (
        ("a1", "Mars", "Normal"), ("b2", "Venus", "Low"), ("a3", "mars", "Low"), ("b4", "Venus", "High"),
        ("c5", None, "Low"),
    ):  # fmt: skip
        made = Message(Subject=subject, Importance=importance)
        if body is not None:
            made.InReplyTo = body
        ews.create(made, invitations=None, disposition="SaveOnly")


def groups(reply: Any) -> list[tuple[str, list[str]]]:
    """The groups in an answer: GroupIndex, and the subjects."""
    root = reply.only.RootFolder
    assert root.Items is None
    return [
        (one.GroupIndex, [entry.value.Subject for entry in one.Items.entries]) for one in root.Groups.GroupedItems or ()
    ]


def find(ews: Client, **said: Any) -> Any:
    """FindItem among the drafts, with subjects."""
    return ews.find("drafts", ItemRows.Subject, **said)


def test_groups_in_the_order_of_their_items(ews: Client, mails: None) -> None:
    """guide/how-to-perform-grouped-searches: numbers, and an offset that counts the headers"""
    view = IndexedPageView(Offset=0, BasePoint="Beginning", MaxEntriesReturned=50)
    reply = find(ews, GroupBy=by("item:InReplyTo"), IndexedPageItemView=view)
    assert groups(reply) == [("0", ["b2", "b4"]), ("1", ["a1", "a3"]), ("2", ["c5"])]
    root = reply.only.RootFolder
    assert (root.TotalItemsInView, root.IndexedPagingOffset, root.IncludesLastItemInRange) == (5, 8, True)


@pytest.mark.parametrize("profile", [Profile.strict()])
def test_groups_called_by_their_value(ews: Client, profile: Profile, mails: None) -> None:
    """ref/groupindex; the sample of ref/aggregateon has an offset of 8 after 8 items"""
    view = IndexedPageView(Offset=0, BasePoint="Beginning", MaxEntriesReturned=4)
    reply = find(ews, GroupBy=by("item:InReplyTo"), IndexedPageItemView=view)
    assert groups(reply) == [("venus", ["b2", "b4"]), ("mars", ["a1", "a3"])]
    assert (reply.only.RootFolder.IndexedPagingOffset, reply.only.RootFolder.IncludesLastItemInRange) == (4, False)
    nothing = find(
        ews, GroupBy=by("item:InReplyTo", order="Ascending"), Restriction=where(equals(ItemRows.Subject, "c5"))
    )
    assert groups(nothing) == [("", ["c5"])]


def test_items_in_a_group_are_sorted(ews: Client, mails: None) -> None:
    """ref/aggregateon: SortOrder sorts inside the groups"""
    reply = find(ews, GroupBy=by("item:InReplyTo"), SortOrder=order(ItemRows.Subject, "Descending"))
    assert groups(reply) == [("0", ["b4", "b2"]), ("1", ["a3", "a1"]), ("2", ["c5"])]


def test_a_page_in_the_middle_of_a_group(ews: Client, mails: None) -> None:
    view = IndexedPageView(Offset=2, BasePoint="Beginning", MaxEntriesReturned=3)
    reply = find(ews, GroupBy=by("item:InReplyTo"), IndexedPageItemView=view)
    assert groups(reply) == [("0", ["b4"]), ("1", ["a1"])]
    assert reply.only.RootFolder.IndexedPagingOffset == 5


def test_a_fraction_of_groups(ews: Client, mails: None) -> None:
    reply = find(
        ews, GroupBy=by("item:InReplyTo"), FractionalPageItemView=FractionalPageView(Numerator=1, Denominator=2)
    )
    root = reply.only.RootFolder
    assert (groups(reply), root.NumeratorOffset, root.AbsoluteDenominator) == (
        [("1", ["a1", "a3"]), ("2", ["c5"])],
        8,
        8,
    )


def test_nothing_in_groups(ews: Client) -> None:
    assert groups(find(ews, GroupBy=by("item:Subject"))) == []


def test_conversations(ews: Client, mails: None) -> None:
    """ref/standardgroupby"""
    ews.create(Message(Subject="RE: b2"), invitations=None, disposition="SaveOnly")
    topics = DistinguishedGroupBy(Order="Ascending", StandardGroupBy="ConversationTopic")
    reply = find(ews, DistinguishedGroupBy=topics)
    assert sorted(subjects for _, subjects in groups(reply)) == [["a1"], ["a3"], ["b2", "RE: b2"], ["b4"], ["c5"]]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"GroupBy": by("item:Attachments")}, "ErrorUnsupportedPathForSortGroup"),
        ({"GroupBy": by("item:Subject", ItemsPerGroup=1)}, "ErrorInvalidOperation"),
        (
            {"GroupBy": by("item:Subject"), "IndexedPageItemView": IndexedPageView(Offset=-1, BasePoint="End")},
            "ErrorInvalidIndexedPagingParameters",
        ),
        (
            {"GroupBy": by("item:Subject"), "CalendarView": CalendarView(StartDate=at(1), EndDate=at(2))},
            "ErrorInvalidOperation",
        ),
    ],
)
def test_groups_that_cannot_be(ews: Client, said: dict[str, Any], code: str) -> None:
    """RC ErrorUnsupportedPathForSortGroup; what is not simulated fails by name"""
    reply = ews.but(version="Exchange2016").find("calendar", **said)
    assert reply.code == code
    assert reply.only.RootFolder is None


def test_an_extended_property_that_makes_no_sense_in_a_group(ews: Client, mails: None) -> None:
    path = PathToExtendedField(PropertyName="p", PropertyType="String")
    assert ews.find("drafts", path, GroupBy=by("item:Subject")).code == "ErrorInvalidExtendedProperty"


# --- contacts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def people(ews: Client) -> None:
    """Contacts: Kelly, Anna, Zoe, and one without a display name."""
    for name in ("Kelly", "Anna", "Zoe", None):
        ews.create(ContactItem(Subject=name or "nobody", DisplayName=name), invitations=None)


def named(reply: Any) -> list[str | None]:
    """The display names in an answer."""
    return [item.DisplayName for item in reply.items]


@pytest.mark.parametrize(
    ("view", "shown", "total", "last"),
    [
        (ContactsView(), [None, "Anna", "Kelly", "Zoe"], 4, True),
        (ContactsView(InitialName="Anna", MaxEntriesReturned=2), ["Anna", "Kelly"], 3, False),
        (ContactsView(InitialName="B", FinalName="Kelly"), ["Kelly"], 1, True),
    ],
)
def test_contacts_by_their_names(
    ews: Client, people: None, view: ContactsView, shown: list[str | None], total: int, last: bool
) -> None:
    """ref/contactsview"""
    reply = ews.find("contacts", ContactItem.DisplayName, ContactsView=view)
    root = reply.only.RootFolder
    assert named(reply) == shown
    assert (root.TotalItemsInView, root.IncludesLastItemInRange, root.IndexedPagingOffset) == (total, last, None)


def test_contacts_in_another_order(ews: Client, people: None) -> None:
    """The example of ref/contactsview: from a name on, sorted downwards."""
    view = ContactsView(InitialName="Kelly", MaxEntriesReturned=3)
    downwards = order(ContactItem.DisplayName, "Descending")
    reply = ews.find("contacts", ContactItem.DisplayName, ContactsView=view, SortOrder=downwards)
    assert named(reply) == ["Zoe", "Kelly"]


def test_a_contacts_view_shows_contacts_only(ews: Client, mails: None) -> None:
    assert find(ews, ContactsView=ContactsView()).items == []
    assert find(ews, ContactsView=ContactsView(MaxEntriesReturned=0)).code == "ErrorInvalidPagingMaxRows"


# --- where a condition is met --------------------------------------------------------------------------------------


def seeking(subject: str, base: str = "Beginning", most: int | None = None) -> SeekToConditionPageView:
    """A view that seeks a subject."""
    condition = where(equals(ItemRows.Subject, subject))
    return SeekToConditionPageView(BasePoint=base, MaxEntriesReturned=most, Condition=condition)


@pytest.mark.parametrize(
    ("view", "found", "offset", "last"),
    [
        (seeking("b2", most=2), ["b2", "a3"], 3, False),
        (seeking("a3"), ["a3", "b4", "c5"], 5, True),
        (seeking("b4", "End", 2), ["a3", "b4"], 3, False),
        (seeking("nobody"), [], 5, True),
    ],
)
def test_a_page_from_where_a_condition_is_met(
    ews: Client, mails: None, view: SeekToConditionPageView, found: list[str], offset: int, last: bool
) -> None:
    """MS-OXWSSRCH SeekToConditionPageViewType; what the page begins with is inferred"""
    reply = find(ews, SeekToConditionPageItemView=view)
    root = reply.only.RootFolder
    assert [item.Subject for item in reply.items] == found
    assert (root.IndexedPagingOffset, root.IncludesLastItemInRange, root.TotalItemsInView) == (offset, last, 5)


def test_a_page_of_groups_from_where_a_condition_is_met(ews: Client, mails: None) -> None:
    reply = find(ews, GroupBy=by("item:InReplyTo"), SeekToConditionPageItemView=seeking("a1"))
    assert groups(reply) == [("1", ["a1", "a3"]), ("2", ["c5"])]


def test_nothing_is_sought_among_calendar_items(ews: Client) -> None:
    """RC ErrorCalendarSeekToConditionNotSupported"""
    assert ews.find(SeekToConditionPageItemView=seeking("x")).code == "ErrorCalendarSeekToConditionNotSupported"


def test_a_condition_that_cannot_be(ews: Client, mails: None) -> None:
    bad = SeekToConditionPageView(BasePoint="End", Condition=where(equals(CalendarItem.UID, "x")))
    assert find(ews, SeekToConditionPageItemView=bad).code == "ErrorUnsupportedPathForQuery"
