"""What a room makes of a request: whether the time is taken, and how it rewrites its own copy."""

from __future__ import annotations

import pytest

from fake_ews.contract.common import Body, SingleRecipient
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model import rooms
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import an_entry, at


def booked(room: Mailbox, start: int, end: int, busy: str = "Tentative", **fields: object) -> Item:
    """An entry in the room's calendar, from one hour to another."""
    bag = an_entry(Start=at(start), End=at(end), LegacyFreeBusyStatus=busy, Organizer=SingleRecipient(), **fields)
    with room.exchange.turn():
        return room.create(room.need("calendar"), bag, {}, "somebody")


@pytest.mark.parametrize(
    ("start", "end", "busy", "taken"),
    [
        (10, 11, "Busy", True), (9, 12, "Busy", True), (10, 11, "OOF", True), (10, 11, "WorkingElsewhere", True),
        (10, 11, "Tentative", False), (10, 11, "Free", False), (9, 10, "Busy", False), (11, 12, "Busy", False),
        (12, 13, "Busy", False),
    ],
)  # fmt: skip
def test_what_is_taken(aare: Mailbox, start: int, end: int, busy: str, taken: bool) -> None:
    """AllowConflicts false: what another accepted entry overlaps"""
    booked(aare, start, end, busy)
    assert rooms.is_taken(booked(aare, 10, 11)) is taken


def test_nobody_is_in_his_own_way(aare: Mailbox) -> None:
    assert rooms.is_taken(booked(aare, 10, 11, "Busy")) is False


def test_the_copy_is_rewritten_and_the_item_is_not_touched(aare: Mailbox, anna: Mailbox) -> None:
    """Set-CalendarProcessing"""
    copy = booked(aare, 10, 11, Sensitivity="Private", Body=Body(BodyType="Text", text="x"))
    copy.bag.values[_ORGANIZER] = anna.recipient
    new = rooms.rewritten(copy)
    assert (new.get(ItemRows.Subject), new.get(ItemRows.Body), new.get(ItemRows.Sensitivity)) == (
        "Anna Arn", None, "Normal",
    )  # fmt: skip
    assert copy.value(ItemRows.Subject) == "Review"


def test_an_organizer_without_a_name(aare: Mailbox) -> None:
    assert rooms.rewritten(booked(aare, 10, 11)).get(ItemRows.Subject) == ""


_ORGANIZER = an_entry().rows["Organizer"]
