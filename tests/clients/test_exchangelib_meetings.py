"""exchangelib books rooms and answers meetings: what a room says and why, a delegate for a room, another time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from exchangelib import (  # type: ignore[import-untyped]
    UTC,
    CalendarItem,
    EWSDateTime,
)
from exchangelib.items import SEND_ONLY_TO_ALL  # type: ignore[import-untyped]

from fake_ews import FakeExchange, ManualClock
from tests.clients.accounts import account_at

pytestmark = pytest.mark.proof

ANNA, DORA, AARE = "anna@example.test", "dora@example.test", "aare@example.test"
TEN, HOUR = EWSDateTime(2027, 3, 15, 10, tzinfo=UTC), dt.timedelta(hours=1)


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    """An Exchange at a manual clock, with Anna and Dora."""
    with FakeExchange(clock=ManualClock()) as exchange:
        for address in (ANNA, DORA):
            exchange.account(address, "secret")
        yield exchange


@pytest.fixture
def accounts(fake: FakeExchange) -> Iterator[dict[str, Any]]:
    """Anna and Dora at exchangelib."""
    made = {}
    for address in (ANNA, DORA):
        made[address] = account_at(fake.url, address, default_timezone=UTC)
    yield made
    for account in made.values():
        account.protocol.close()


def book(account: Any, subject: str, start: Any = TEN) -> Any:
    """Invite the room for an hour."""
    meeting = CalendarItem(
        account=account, folder=account.calendar, subject=subject, start=start, end=start + HOUR, resources=[AARE]
    )
    return meeting.save(send_meeting_invitations=SEND_ONLY_TO_ALL)


def answered(fake: FakeExchange, meeting: Any) -> str:
    """What the room has answered a second later, as the organizer sees it."""
    fake.advance(fake.now() + dt.timedelta(seconds=1))
    meeting.refresh()
    (room,) = meeting.resources
    return str(room.response_type)


def test_a_room_says_yes_and_no_and_why(fake: FakeExchange, accounts: dict[str, Any]) -> None:
    fake.room(AARE, name="Aare", policy={"BookingWindowInDays": 14})
    anna = accounts[ANNA]
    assert answered(fake, book(anna, "Review")) == "Accept"
    assert answered(fake, book(anna, "Late", TEN + HOUR / 2)) == "Decline"
    assert answered(fake, book(anna, "Far", TEN + dt.timedelta(days=1))) == "Decline"
    inbox = {one.subject: (one.text_body or "").strip() for one in anna.inbox.all()}
    assert inbox == {
        "Accepted: Review": "",
        "Declined: Late": "This room is booked already at that time.",
        "Declined: Far": "This room cannot be booked so far ahead.",
    }


def test_a_delegate_accepts_for_a_room(fake: FakeExchange, accounts: dict[str, Any]) -> None:
    policy = {"AllBookInPolicy": False, "AllRequestInPolicy": True, "ResourceDelegates": [DORA]}
    fake.room(AARE, name="Aare", policy=policy)
    meeting = book(accounts[ANNA], "Review")
    assert answered(fake, meeting) == "Tentative"
    (request,) = accounts[DORA].inbox.all()
    assert (request.subject, request.is_delegated) == ("Review", True)
    assert request.received_representing.email_address == AARE
    request.accept()
    assert answered(fake, meeting) == "Accept"
    assert [item.free_busy for item in fake.mailbox(AARE).items()] == ["Busy"]


def test_an_attendee_proposes_another_time(fake: FakeExchange, accounts: dict[str, Any]) -> None:
    anna, dora = accounts[ANNA], accounts[DORA]
    meeting = CalendarItem(
        account=anna, folder=anna.calendar, subject="Review", start=TEN, end=TEN + HOUR, required_attendees=[DORA]
    ).save(send_meeting_invitations=SEND_ONLY_TO_ALL)
    (request,) = dora.inbox.all()
    request.tentatively_accept(body="Later?", proposed_start=TEN + HOUR, proposed_end=TEN + 2 * HOUR)
    (response,) = anna.inbox.all()
    assert (response.subject, response.text_body.strip()) == ("Tentative: Review", "Later?")
    assert (response.proposed_start, response.proposed_end) == (TEN + HOUR, TEN + 2 * HOUR)
    meeting.refresh()
    assert (meeting.required_attendees[0].response_type, meeting.start) == ("Tentative", TEN)
