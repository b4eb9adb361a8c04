"""One value under two names, on the items and folders of real mailboxes: read, asked for, sorted by, computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfStrings, Body
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.queries import CalendarView
from fake_ews.model import zones
from fake_ews.model.clock import ManualClock
from fake_ews.model.computed_mapi import COMPUTED_MAPI
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.model.properties import Extended, bag_of, to_mapi
from fake_ews.model.queries import Page, calendar_view
from tests.fake_ews.model.asking import equal, exists, matches

NINE = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def anna() -> Mailbox:
    """Anna's mailbox, in Berlin."""
    return Exchange(ManualClock(NINE), Profile()).add_mailbox("anna@example.test")


def created(anna: Mailbox, folder: str, bag: Bag) -> Item:
    """A new item of hers."""
    with anna.exchange.turn():
        return anna.create(anna.need(folder), bag, {}, "Anna")


@pytest.fixture
def review(anna: Mailbox) -> Item:
    """Her entry "RE: Review", from 9 to 10."""
    return created(anna, "calendar", CalendarItem(
        Subject="RE: Review", Start=NINE, End=NINE + dt.timedelta(hours=1), UID="u1", Sensitivity="Private",
        Importance="High", LegacyFreeBusyStatus="OOF", Location="Aare", Categories=ArrayOfStrings(String=("Red",)),
        IsAllDayEvent=False,
        Body=Body(BodyType="Text", text="About the plan"), StartTimeZoneId="W. Europe Standard Time",
        EndTimeZoneId="W. Europe Standard Time", ReminderMinutesBeforeStart=15, ReminderIsSet=True,
    ))  # fmt: skip


@pytest.fixture
def note(anna: Mailbox) -> Item:
    """A message in her inbox."""
    return created(anna, "inbox", Message(Subject="FW: Review", IsRead=False))


def named_rows(item: Item) -> Iterator[Row[Any]]:
    """The rows of an item that have a MAPI name and a value."""
    return (row for row in item.kind.rows.values() if row.mapi is not None and item.value(row) is not None)


def path_of(row: Row[Any]) -> PathToExtendedField:
    """The ExtendedFieldURI of a row's MAPI name."""
    name = row.mapi
    assert name is not None
    return PathToExtendedField(
        PropertyTag=None if name.tag is None else hex(name.tag),
        PropertySetId=name.set,
        PropertyName=name.name,
        PropertyId=name.id,
        PropertyType=name.type,
    )


def test_every_value_of_an_entry_has_its_second_name(review: Item, note: Item) -> None:
    for item in (review, note):
        rows = list(named_rows(item))
        assert len(rows) > 8
        assert [item.named(row.mapi) for row in rows if row.mapi] == [to_mapi(row, item.value(row)) for row in rows]


def test_it_can_be_asked_for_and_answered_by_either_name(review: Item) -> None:
    for row in named_rows(review):
        told = review.named(row.mapi) if row.mapi else None
        if told is None or isinstance(told.value, tuple):
            continue
        text = bag_of(path_of(row), told, Profile()).Value
        assert text is not None
        assert matches(review, equal(path_of(row), text)), row
        assert matches(review, exists(path_of(row))), row


def test_what_is_computed_has_a_value_in_every_kind_of_item(review: Item, note: Item) -> None:
    found = {name: (review.named(name), note.named(name)) for name in COMPUTED_MAPI}
    nothing = {name.tag or name.id for name, (of_review, _) in found.items() if of_review is None}
    assert nothing == {0x8228, 0x8216, 0x8053, 0x1013, 0x007D}, (
        "an exception's, a series', a list's, a page's, a letter's"
    )
    told = {str(of_note.value) for _, of_note in found.values() if of_note is not None}
    assert {"FW: ", "Review"} <= told


def test_the_length_of_an_entry_in_minutes(review: Item) -> None:
    (minutes,) = [review.named(name) for name in COMPUTED_MAPI if name.id == 0x8213]
    assert minutes == Extended("Integer", 60)


def test_the_calendar_view_of_a_mailbox(anna: Mailbox, review: Item) -> None:
    index = anna.need("calendar").by_time
    assert index is not None
    view = CalendarView(StartDate=NINE, EndDate=NINE + dt.timedelta(days=1))
    assert calendar_view(index.overlapping, view, anna.profile) == Page([review.number], None, 1, True)
    assert [item.number for item in anna.entries_between(NINE, NINE)] == [review.number]


def test_the_zone_of_an_entry_is_told_as_the_profile_says(anna: Mailbox, review: Item) -> None:
    assert review.value(CalendarItem.StartTimeZone) == zones.definition("W. Europe Standard Time", full=True)
    assert review.value(CalendarItem.TimeZone) == zones.display_name("W. Europe Standard Time")
    assert review.value(ItemRows.Subject) == "RE: Review"
