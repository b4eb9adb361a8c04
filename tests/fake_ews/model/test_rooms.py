"""What a room's calendar and a request come to for its policy, and how the room rewrites its own copy."""

from __future__ import annotations

import pytest

from fake_ews.contract.attachments import FileAttachment
from fake_ews.contract.common import Body, EmailAddress, SingleRecipient
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model import attachments, rooms
from fake_ews.model.attachments import Attached
from fake_ews.model.booking import Accept, BookingPolicy, Decline
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import an_entry, at


def booked(room: Mailbox, start: int, end: int, busy: str = "Tentative", **fields: object) -> Item:
    """An entry in the room's calendar, from one hour to another."""
    bag = an_entry(Start=at(start), End=at(end), LegacyFreeBusyStatus=busy, Organizer=room.recipient, **fields)
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
    assert isinstance(rooms.decision(booked(aare, 10, 11)), Decline) is taken


def test_nobody_is_in_his_own_way(aare: Mailbox) -> None:
    assert rooms.decision(booked(aare, 10, 11, "Busy")) == Accept()


@pytest.mark.parametrize(
    ("policy", "subject", "kept"),
    [
        ({}, "Anna Arn", ""),
        ({"AddOrganizerToSubject": False}, "", ""),
        ({"DeleteSubject": False}, "Anna Arn Review", ""),
        ({"DeleteSubject": False, "AddOrganizerToSubject": False}, "Review", ""),
        ({"DeleteComments": False}, "Anna Arn", "Body"),
        ({"DeleteAttachments": False}, "Anna Arn", "Attachments"),
        ({"RemovePrivateProperty": False}, "Anna Arn", "Sensitivity"),
    ],
)
def test_the_copy_is_rewritten_and_the_item_is_not_touched(
    aare: Mailbox, anna: Mailbox, policy: dict[str, object], subject: str, kept: str
) -> None:
    """Set-CalendarProcessing, setting by setting"""
    file = Attached(1, FileAttachment(Name="plan.txt"), at(9), b"x")
    copy = booked(aare, 10, 11, Sensitivity="Private", Body=Body(BodyType="Text", text="x"))
    copy.bag.values[_ORGANIZER] = anna.recipient
    attachments.add(copy.bag, [file])
    new = rooms.rewritten(copy, BookingPolicy.of(policy))
    assert new.get(ItemRows.Subject) == subject
    left = {
        "Body": new.get(ItemRows.Body) is not None,
        "Attachments": bool(new.values.get(ItemRows.Attachments)),
        "Sensitivity": new.get(ItemRows.Sensitivity) == "Private",
    }
    assert [name for name, there in left.items() if there] == ([kept] if kept else [])
    assert copy.value(ItemRows.Subject) == "Review"


def test_the_name_is_put_before_the_subject_once(aare: Mailbox, anna: Mailbox) -> None:
    policy = BookingPolicy.of({"DeleteSubject": False})
    copy = booked(aare, 10, 11)
    copy.bag.values[_ORGANIZER] = anna.recipient
    copy.bag.set(ItemRows.Subject, rooms.rewritten(copy, policy).get(ItemRows.Subject))
    assert rooms.rewritten(copy, policy).get(ItemRows.Subject) == "Anna Arn Review"


def test_an_organizer_without_a_name(aare: Mailbox) -> None:
    copy = booked(aare, 10, 11)
    copy.bag.values[_ORGANIZER] = SingleRecipient()
    assert rooms.rewritten(copy, BookingPolicy()).get(ItemRows.Subject) == ""


def test_whoever_is_in_a_group_of_a_group_may_book(exchange: Exchange, aare: Mailbox, anna: Mailbox) -> None:
    """the list may name groups [doc BookInPolicy]"""
    exchange.put_group("team@example.test", members=(anna.address,))
    exchange.put_group("all@example.test", members=("team@example.test",))
    exchange.set_policy(aare, {"AllBookInPolicy": False, "BookInPolicy": ["all@example.test"]})
    copy = booked(aare, 10, 11)
    copy.bag.values[_ORGANIZER] = anna.recipient
    assert rooms.decision(copy) == Accept()
    copy.bag.values[_ORGANIZER] = aare.recipient
    assert rooms.decision(copy) == Decline("BookInPolicy")


def test_an_organizer_outside_is_nobody_here(aare: Mailbox) -> None:
    copy = booked(aare, 10, 11)
    copy.bag.values[_ORGANIZER] = SingleRecipient(Mailbox=EmailAddress(EmailAddress="out@else.test"))
    assert rooms.decision(copy) == Decline("ProcessExternalMeetingMessages")


_ORGANIZER = an_entry().rows["Organizer"]
