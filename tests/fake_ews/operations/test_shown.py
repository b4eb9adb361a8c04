"""What is kept of items that were read is never older than the items; values as the journal tells them."""

from __future__ import annotations

import datetime as dt
import gc
import weakref

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import (
    ArrayOfStrings,
    Body,
    EmailAddress,
    NonEmptyArrayOfBaseItemIds,
    SingleRecipient,
)
from fake_ews.contract.common import ItemId as ItemIdRows
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Entry
from fake_ews.contract.zones import TimeZoneDefinition
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.operations import _shown
from fake_ews.operations._written import as_text
from tests.fake_ews.operations.client import Client, an_entry, at, get, put


def test_a_change_is_seen_at_once(ews: Client, review: Item) -> None:
    for subject in ("First", "Second"):
        ews.update(review, put(ItemRows.Subject, subject))
        assert [ews.get(review, ItemRows.Subject).Subject for _ in range(2)] == [subject] * 2


def test_another_shape_is_not_mixed_up(ews: Client, review: Item) -> None:
    assert ews.get(review, ItemRows.Subject).Start is None
    assert ews.get(review, CalendarItem.Start).Subject is None
    assert ews.get(review, base="Default").Subject == "Review"


def test_what_others_change_is_seen_too(ews: Client, anna: Mailbox, review: Item) -> None:
    """the counts of neighbours change without a change of the item"""
    wanted = (CalendarItem.ConflictingMeetingCount, CalendarItem.AdjacentMeetingCount)
    before = ews.get(review, *wanted)
    ews.create(an_entry(), an_entry(Start=at(11), End=at(12)))
    after = ews.get(review, *wanted)
    assert (before.ConflictingMeetingCount, before.AdjacentMeetingCount) == (0, 0)
    assert (after.ConflictingMeetingCount, after.AdjacentMeetingCount) == (1, 1)


def test_a_zone_told_once_is_not_told_to_the_next(ews: Client, review: Item) -> None:
    assert ews.but(zone="Tokyo Standard Time").get(review, CalendarItem.Start).Start.hour == 19
    assert ews.get(review, CalendarItem.Start).Start == at(10)


def test_what_the_mailbox_does_otherwise_is_seen_at_once(ews: Client, anna: Mailbox, review: Item) -> None:
    assert ews.get(review, CalendarItem.StartTimeZone).StartTimeZone.Periods is not None
    anna.behave(anna.profile.but(full_zones=False))
    assert ews.get(review, CalendarItem.StartTimeZone).StartTimeZone.Periods is None


def test_each_mailbox_of_a_request_shows_what_it_does(
    ews: Client, exchange: Exchange, anna: Mailbox, ben: Mailbox, review: Item
) -> None:
    ben.behave(ben.profile.but(uid_in_all_properties=not anna.profile.uid_in_all_properties))
    bens = Client(exchange, Account(ben.address, "secret"), ben).create(an_entry()).id
    exchange.accounts[anna.address] = Account(anna.address, "secret", full_access={ben.address})
    for order in ((review, bens), (bens, review)):
        shown = ews.ask(get(*order, base="AllProperties")).items
        told = {one is bens: item.UID is not None for one, item in zip(order, shown, strict=True)}
        assert told == {False: anna.profile.uid_in_all_properties, True: ben.profile.uid_in_all_properties}


def test_nothing_is_kept_longer_than_its_mailbox() -> None:
    exchange = Exchange(ManualClock(), Profile())
    mailbox = exchange.add_mailbox("dora@example.test")
    ews = Client(exchange, Account("dora@example.test", "secret"), mailbox)
    ews.get(ews.create(an_entry()).id, ItemRows.Subject)
    gone = weakref.ref(mailbox)
    del exchange, mailbox, ews
    gc.collect()
    assert gone() is None


def test_only_some_are_kept(ews: Client, anna: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_shown, "RECENT", 2)
    made = [ews.create(an_entry(Subject=f"{number}")).id for number in range(4)]
    for _ in range(2):
        for number, one in enumerate(made):
            assert ews.get(one, ItemRows.Subject).Subject == f"{number}"
            assert 1 <= len(anna.recent) <= 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"), (7, "7"), (True, "true"), (False, "false"), (at(10), "2027-03-15T10:00:00+00:00"),
        (dt.datetime(2027, 3, 15, 10), "2027-03-15T10:00:00"), (("a", "b"), "a, b"),
        (Body(BodyType="HTML", text="<p>x</p>"), "<p>x</p>"), (Body(BodyType="Text"), ""),
        (ArrayOfStrings(String=("a", "b")), "a, b"), (ArrayOfStrings(), ""),
        (SingleRecipient(Mailbox=EmailAddress(Name="Ben", EmailAddress="ben@x.test")), "ben@x.test"),
        (EmailAddress(Name="Ben"), "Ben"), (EmailAddress(), ""), (TimeZoneDefinition(Id="UTC", Name="x"), "UTC"),
        (TimeZoneDefinition(Name="x"), ""),
        (
            NonEmptyArrayOfBaseItemIds(
                entries=tuple(Entry(NonEmptyArrayOfBaseItemIds.ItemId, ItemIdRows(Id=one)) for one in "ab")
            ),
            "a, b",
        ),
    ],
)  # fmt: skip
def test_values_as_text(value: object, text: str) -> None:
    """design: properties with their values as text"""
    assert as_text(value) == text
