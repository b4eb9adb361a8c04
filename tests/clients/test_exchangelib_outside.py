"""exchangelib and somebody outside: he invites people and a room, answers, changes, cancels; and gets what is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exchangelib import (  # type: ignore[import-untyped]
    UTC,
    CalendarItem,
    EWSDateTime,
    Message,
)
from exchangelib.items import SEND_ONLY_TO_ALL  # type: ignore[import-untyped]

from fake_ews import FakeExchange, ManualClock, Outside
from tests.clients.accounts import account_at

ANNA, AARE, OLGA = "anna@example.test", "aare@example.test", "olga@else.test"
TEN, HOUR = EWSDateTime(2027, 3, 15, 10, tzinfo=UTC), dt.timedelta(hours=1)
MORNING = dt.datetime(2027, 3, 15, 10, tzinfo=dt.UTC)
REJECTED = "This room takes no requests from outside the organisation."


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    """An Exchange at a manual clock, with Anna and the room Aare."""
    with FakeExchange(clock=ManualClock()) as exchange:
        exchange.account(ANNA, "secret")
        exchange.room(AARE, name="Aare")
        yield exchange


@pytest.fixture
def anna(fake: FakeExchange) -> Iterator[Any]:
    """Anna at exchangelib."""
    account = account_at(fake.url, ANNA, default_timezone=UTC)
    yield account
    account.protocol.close()


@pytest.fixture
def olga(fake: FakeExchange) -> Outside:
    """Olga, who works elsewhere."""
    return fake.outside(OLGA, name="Olga Orlova")


def letters(olga: Outside) -> list[tuple[str, str, str]]:
    """What Olga got: the kind, from whom, what it is called."""
    return [(one.kind, one.sender, one.subject) for one in olga.letters()]


def test_she_is_invited_and_answers(fake: FakeExchange, anna: Any, olga: Outside) -> None:
    """with another time; the organizer's copy tracks it, the answer is in the Inbox; then an update, and no more"""
    meeting = CalendarItem(
        account=anna, folder=anna.calendar, subject="Review", start=TEN, end=TEN + HOUR, required_attendees=[OLGA]
    )
    meeting.save(send_meeting_invitations=SEND_ONLY_TO_ALL)
    (request,) = olga.letters()
    assert (request.kind, request.sender, request.at) == ("request", ANNA, fake.now())
    meeting.refresh()
    assert (request.start, request.end, request.uid) == (MORNING, MORNING + HOUR, meeting.uid)
    assert request.entry is not None
    olga.propose(request.entry, MORNING + HOUR, MORNING + 2 * HOUR, response="Tentative", text="Later, please")
    meeting.refresh()
    (guest,) = meeting.required_attendees
    assert (guest.mailbox.email_address, guest.response_type, guest.proposed_start) == (OLGA, "Tentative", TEN + HOUR)
    (answer,) = anna.inbox.all()
    assert (answer.subject, answer.sender.name, answer.text_body.strip(), answer.proposed_start) == (
        "Tentative: Review", "Olga Orlova", "Later, please", TEN + HOUR,
    )  # fmt: skip
    meeting.start, meeting.end = TEN + HOUR, TEN + 2 * HOUR
    meeting.save(send_meeting_invitations=SEND_ONLY_TO_ALL)
    olga.accept(request.entry)
    meeting.refresh()
    assert [one.response_type for one in meeting.required_attendees] == ["Accept"]
    meeting.delete(send_meeting_cancellations=SEND_ONLY_TO_ALL)
    assert letters(olga) == [
        ("request", ANNA, "Review"), ("update", ANNA, "Review"), ("cancellation", ANNA, "Canceled: Review"),
    ]  # fmt: skip
    assert olga.view(request.entry).is_cancelled


def test_she_invites_and_is_answered(fake: FakeExchange, anna: Any, olga: Outside) -> None:
    """the request is in the Inbox, a tentative copy in the calendar; what she changes and cancels reaches both"""
    entry = olga.new("Review", MORNING, MORNING + HOUR, attendees=[ANNA], location="Elsewhere", body="Plans")
    (request,) = anna.inbox.all()
    assert (request.subject, request.sender.name, request.organizer.email_address) == ("Review", "Olga Orlova", OLGA)
    assert request.organizer.mailbox_type == "OneOff"
    (copy,) = anna.calendar.all()
    assert (copy.location, copy.my_response_type, copy.legacy_free_busy_status) == (
        "Elsewhere", "NoResponseReceived", "Tentative",
    )  # fmt: skip
    request.accept(body="Gladly")
    assert olga.view(entry).responses == ((ANNA, "Accept"),)
    (answer,) = olga.letters()
    assert (answer.kind, answer.response, answer.text.strip(), answer.entry) == ("response", "Accept", "Gladly", entry)
    olga.drag(entry, MORNING + HOUR)
    copy.refresh()
    assert (copy.start, copy.my_response_type) == (TEN + HOUR, "NoResponseReceived")
    olga.cancel_meeting(entry)
    copy.refresh()
    assert (copy.subject, copy.is_cancelled) == ("Canceled: Review", True)
    (last,) = fake.journal.after(fake.journal.newest - 2)[:1]
    assert (last.operation, last.mailbox, last.account) == ("cancel meeting", OLGA, f"Program outside of {OLGA}")
    assert {change.mailbox for change in last.changes} == {ANNA}


@pytest.mark.parametrize(("process", "answer", "why"), [(True, "Accept", ""), (False, "Decline", REJECTED)])
def test_she_books_a_room(fake: FakeExchange, olga: Outside, process: bool, answer: str, why: str) -> None:
    """ProcessExternalMeetingMessages"""
    room = fake.room("reuss@example.test", policy={"ProcessExternalMeetingMessages": process})
    entry = olga.new("Review", MORNING, MORNING + HOUR, resources=[room.address])
    fake.advance(fake.now() + dt.timedelta(seconds=1))
    assert olga.view(entry).responses == ((room.address, answer),)
    (letter,) = olga.letters()
    assert (letter.kind, letter.response, letter.text) == ("response", answer, why)
    assert [(one.subject, one.free_busy) for one in room.items()] == ([("Olga Orlova", "Busy")] if process else [])


def test_a_series_from_outside(fake: FakeExchange, anna: Any, olga: Outside) -> None:
    """one date moves, another is declined"""
    entry = olga.new("Review", MORNING, MORNING + HOUR, attendees=[ANNA], weekly=3)
    week = dt.timedelta(weeks=1)
    olga.drag_date(entry, MORNING + week, MORNING + week + HOUR)
    shown = list(anna.calendar.view(start=TEN, end=TEN + 4 * week))
    assert [one.start - TEN for one in shown] == [dt.timedelta(0), week + HOUR, 2 * week]
    shown[2].decline()
    (answer,) = olga.letters()
    assert (answer.response, answer.original) == ("Decline", MORNING + 2 * week)


def test_she_is_invited_to_two_dates_of_a_series(fake: FakeExchange, anna: Any, olga: Outside) -> None:
    """each is an entry by itself, with a handle of its own, and is answered by itself"""
    owa, day = fake.owa(ANNA), dt.timedelta(days=1)
    series = owa.new("Review", MORNING, MORNING + HOUR, daily=4)
    for number in (1, 2):
        owa.change_date(series, MORNING + number * day, attendees=[OLGA])
    first, second = olga.letters()
    assert (first.original, second.original) == (MORNING + day, MORNING + 2 * day)
    assert olga.entries() == (first.entry, second.entry)
    olga.decline(second.entry or 0)
    shown = anna.calendar.view(start=TEN, end=TEN + 4 * day)
    answers = [[one.response_type for one in item.required_attendees or ()] for item in shown]
    assert answers == [[], ["Unknown"], ["Decline"], []]
    assert olga.entries() == (first.entry,)
    owa.delete(series)
    assert [one.kind for one in olga.letters()] == ["request", "request", "cancellation", "cancellation"]
    assert olga.view(first.entry or 0).is_cancelled


def test_mail_both_ways(fake: FakeExchange, anna: Any, olga: Outside) -> None:
    Message(account=anna, subject="Hello", body="How are you?", to_recipients=[OLGA]).send()
    olga.write([ANNA, "third@else.test"], "Re: Hello", "Fine")
    (answer,) = anna.inbox.all()
    assert (answer.subject, answer.text_body, answer.sender.email_address) == ("Re: Hello", "Fine", OLGA)
    (letter,) = olga.letters()
    assert (letter.kind, letter.text, letter.entry, letter.start) == ("mail", "How are you?", None, None)
    assert [one.subject for one in fake.outside("third@else.test").letters()] == ["Re: Hello"]


def test_she_is_forwarded_what_another_has_invited_to(fake: FakeExchange, anna: Any, olga: Outside) -> None:
    """her friend, an organizer outside, hears of it"""
    host = fake.outside("host@third.test")
    entry = host.new("Party", MORNING, MORNING + HOUR, attendees=[ANNA])
    (request,) = anna.inbox.all()
    request.forward("FW: Party", "Come, too", to_recipients=[OLGA])
    assert letters(olga) == [("request", "host@third.test", "Party")]
    assert [(one.kind, one.text) for one in host.letters()] == [("notice", OLGA)]
    assert host.view(entry).optional == (OLGA,)


def test_a_restart_forgets_her_and_not_what_she_has_asked_for(tmp_path: Path) -> None:
    """the room answers her when it is due"""
    with FakeExchange(clock=ManualClock(), state=tmp_path / "state") as fake:
        room = fake.room(AARE, accepts_after=HOUR, policy={"ProcessExternalMeetingMessages": True})
        fake.outside(OLGA).new("Review", MORNING, MORNING + HOUR, resources=[room.address])
    with FakeExchange(clock=ManualClock(), state=tmp_path / "state") as fake:
        olga = fake.outside(OLGA)
        assert (olga.entries(), olga.letters()) == ((), ())
        fake.advance(fake.now() + HOUR)
        assert [(one.kind, one.response) for one in olga.letters()] == [("response", "Accept")]
        assert [one.free_busy for one in fake.mailbox(AARE).items()] == ["Busy"]


def test_nobody_here_is_outside(fake: FakeExchange) -> None:
    for address, wrong in ((ANNA, "is an address of this organisation"), ("olga", "not an address: 'olga'")):
        with pytest.raises(ValueError, match=wrong):
            fake.outside(address)
    with pytest.raises(ValueError, match="not a time zone: 'Mars'"):
        fake.outside(OLGA, zone="Mars")
    for to, wrong in (
        ("x", "to: 'x' cannot be: expected a list, got `str`"),
        ([], r"to: \[\] cannot be: expected a list of length >= 1"),
    ):
        with pytest.raises(ValueError, match=wrong):
            fake.outside(OLGA).write(to, "Hello")


def test_whoever_gets_a_mailbox_is_outside_no_more(fake: FakeExchange, anna: Any, olga: Outside) -> None:
    entry = olga.new("Review", MORNING, MORNING + HOUR)
    fake.mailbox(OLGA)
    with pytest.raises(ValueError, match="is an address of this organisation"):
        olga.view(entry)
    assert fake.mailbox(OLGA).items("all") == ()
    fake.reset()
    fake.account(ANNA, "secret")
    assert olga.letters() == ()
