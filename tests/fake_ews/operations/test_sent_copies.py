"""...AndSaveCopy: what is kept in Sent Items of requests, updates, cancellations and answers, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import AcceptItem, CalendarItem, CancelCalendarItem
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, at, put
from tests.fake_ews.operations.test_meetings import ALL, BEN, CLARA, COPY, copy_at, guests, value

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def meeting(ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox) -> Item:
    """Anna's "Review" with Ben and Clara; nothing is kept of the requests."""
    ews.create(an_entry(RequiredAttendees=guests(BEN), OptionalAttendees=guests(CLARA)), invitations=ALL)
    return copy_at(anna)


def in_sent_items(mailbox: Mailbox) -> list[tuple[str, Any, list[str]]]:
    """What lies in Sent Items: its kind, its subject, and to whom it went."""
    return [
        (
            type(item.bag).__name__,
            value(item, ItemRows.Subject),
            [one.Name for one in value(item, Message.ToRecipients).Mailbox],
        )
        for item in mailbox.items_of(mailbox.need("sentitems"))
    ]


@pytest.mark.parametrize(("how", "copies"), [("SendToNone", 0), (ALL, 0), (COPY, 1)])
def test_a_copy_of_the_request(ews: Client, anna: Mailbox, ben: Mailbox, how: str, copies: int) -> None:
    """ref/createitem: ...AndSaveCopy keeps what was sent in Sent Items"""
    ews.create(an_entry(RequiredAttendees=guests(BEN, "out@else.test")), invitations=how)
    assert in_sent_items(anna) == [("MeetingRequestMessage", "Review", ["Ben Bär", "out@else.test"])] * copies


@pytest.mark.parametrize(
    ("how", "copies"),
    [
        ("SendToNone", 0), ("SendOnlyToAll", 0), ("SendOnlyToChanged", 0),
        ("SendToAllAndSaveCopy", 1), ("SendToChangedAndSaveCopy", 1),
    ],
)  # fmt: skip
def test_a_copy_of_the_update(ews: Client, meeting: Item, anna: Mailbox, how: str, copies: int) -> None:
    """ref/updateitem"""
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=how)
    assert in_sent_items(anna) == [("MeetingRequestMessage", "Review", ["Ben Bär", "Clara Caduff"])] * copies


def test_a_copy_of_each_that_was_sent(ews: Client, meeting: Item, exchange: Exchange, anna: Mailbox) -> None:
    dora = exchange.add_mailbox("dora@example.test", name="Dora")
    guests_now = put(CalendarItem.OptionalAttendees, guests(dora.address))
    ews.update(meeting, guests_now, put(ItemRows.Subject, "New"), invitations="SendToChangedAndSaveCopy")
    assert in_sent_items(anna) == [
        ("MeetingCancellationMessage", "Canceled: New", ["Clara Caduff"]),
        ("MeetingRequestMessage", "New", ["Dora"]),
        ("MeetingRequestMessage", "New", ["Ben Bär"]),
    ]


@pytest.mark.parametrize(("how", "copies"), [("SendToNone", 0), (ALL, 0), (COPY, 1)])
def test_a_copy_of_the_cancellation(ews: Client, meeting: Item, anna: Mailbox, how: str, copies: int) -> None:
    """ref/deleteitem"""
    ews.delete(meeting, cancellations=how)
    assert (
        in_sent_items(anna)
        == [("MeetingCancellationMessage", "Canceled: Review", ["Ben Bär", "Clara Caduff"])] * copies
    )


@pytest.mark.parametrize(("how", "copies"), [("SaveOnly", 0), ("SendOnly", 0), ("SendAndSaveCopy", 1)])
def test_a_copy_of_the_answer(bens_ews: Client, meeting: Item, ben: Mailbox, how: str, copies: int) -> None:
    """guide/how-to-propose-a-new-meeting-time: the response is in the attendee's Sent Items, too"""
    bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=copy_at(ben).item_id)), disposition=how)
    assert in_sent_items(ben) == [("MeetingResponseMessage", "Accepted: Review", ["Anna Arn"])] * copies


def test_a_copy_of_the_cancellation_by_a_response_object(ews: Client, meeting: Item, anna: Mailbox) -> None:
    ews.create(CancelCalendarItem(ReferenceItemId=ItemId(Id=meeting.item_id)), disposition="SendAndSaveCopy")
    assert [kind for kind, _, _ in in_sent_items(anna)] == ["MeetingCancellationMessage"]


def test_nobody_is_told_so_nothing_is_kept(ews: Client, review: Item, anna: Mailbox) -> None:
    ews.delete(review, cancellations=COPY)
    assert in_sent_items(anna) == []
