"""exchangelib and groups: it finds and opens them, invites them, and is told who of their members has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from exchangelib import UTC, CalendarItem, EWSDateTime, Message  # type: ignore[import-untyped]
from exchangelib.items import SEND_ONLY_TO_ALL  # type: ignore[import-untyped]

from fake_ews import FakeExchange, Group, ManualClock
from tests.clients.accounts import account_at

pytestmark = pytest.mark.proof

ANNA, BEN, CARL, AARE = (f"{name}@example.test" for name in ("anna", "ben", "carl", "aare"))
TEAM, BERNE = "team@example.test", "berne@example.test"
TEN, HOUR = EWSDateTime(2027, 3, 15, 10, tzinfo=UTC), dt.timedelta(hours=1)
MORNING = dt.datetime(2027, 3, 15, 10, tzinfo=dt.UTC)


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    """An Exchange at a manual clock: Anna, a team of Ben and Carl, a list of one room."""
    with FakeExchange(clock=ManualClock()) as exchange:
        for address in (ANNA, BEN, CARL):
            exchange.account(address, "secret")
        exchange.room(AARE, name="Aare")
        exchange.group(TEAM, name="The Team", members=[BEN, CARL])
        exchange.group(BERNE, members=[AARE], rooms=True)
        yield exchange


@pytest.fixture
def anna(fake: FakeExchange) -> Iterator[Any]:
    """Anna at exchangelib."""
    account = account_at(fake.url, ANNA, default_timezone=UTC)
    yield account
    account.protocol.close()


def test_what_there_is(fake: FakeExchange, anna: Any) -> None:
    """GetRoomLists, GetRooms, ExpandDL, ResolveNames"""
    assert [one.email_address for one in anna.protocol.get_roomlists()] == [BERNE]
    assert [(one.name, one.email_address) for one in anna.protocol.get_rooms(BERNE)] == [("Aare", AARE)]
    assert [one.email_address for one in anna.protocol.expand_dl(TEAM)] == [BEN, CARL]
    (found,) = anna.protocol.resolve_names(["The Te"])
    assert (found.email_address, found.mailbox_type) == (TEAM, "PublicDL")


def test_a_team_is_invited(fake: FakeExchange, anna: Any) -> None:
    """its members have the meeting, and each who answers is told of; what changes afterwards reaches them, too"""
    review = CalendarItem(
        account=anna, folder=anna.calendar, subject="Review", start=TEN, end=TEN + HOUR, required_attendees=[TEAM]
    )
    review.save(send_meeting_invitations=SEND_ONLY_TO_ALL)
    ben, carl = fake.owa(BEN), fake.owa(CARL)
    assert ben.view(ben.find("Review")).attendees == (TEAM,)
    ben.accept(ben.find("Review"))
    carl.decline(carl.find("Review"))
    review.refresh()
    assert [one.mailbox.mailbox_type for one in review.required_attendees] == ["PublicDL"]
    assert [(one.mailbox.email_address, one.response_type) for one in review.optional_attendees] == [
        (BEN, "Accept"), (CARL, "Decline"),
    ]  # fmt: skip
    review.location = "Aare"
    review.save(update_fields=["location"], send_meeting_invitations="SendToAllAndSaveCopy")
    assert ben.view(ben.find("Review")).location == "Aare"
    review.delete(send_meeting_cancellations="SendOnlyToAll")
    assert ben.view(ben.find("Canceled: Review")).is_cancelled


def test_people_outside_and_a_team(fake: FakeExchange, anna: Any) -> None:
    """as members they get what is sent to it, and they invite it as anybody else"""
    olga = fake.outside("olga@else.test")
    fake.group(TEAM).add(olga.address)
    review = CalendarItem(
        account=anna, folder=anna.calendar, subject="Review", start=TEN, end=TEN + HOUR, required_attendees=[TEAM]
    )
    review.save(send_meeting_invitations=SEND_ONLY_TO_ALL)
    (letter,) = olga.letters()
    assert (letter.kind, letter.sender) == ("request", ANNA)
    assert letter.entry is not None
    olga.accept(letter.entry)
    review.refresh()
    assert [(one.mailbox.email_address, one.response_type) for one in review.optional_attendees] == [
        (olga.address, "Accept")
    ]
    own = olga.new("Fair", MORNING, MORNING + HOUR, attendees=[TEAM])
    assert [fake.owa(who).view(fake.owa(who).find("Fair")).organizer for who in (BEN, CARL)] == [olga.address] * 2
    olga.cancel_meeting(own)
    assert fake.owa(CARL).view(fake.owa(CARL).find("Canceled: Fair")).is_cancelled


def test_mail_to_a_team(fake: FakeExchange, anna: Any) -> None:
    Message(account=anna, subject="News", to_recipients=[TEAM]).send()
    assert [[one.subject for one in fake.mailbox(who).items("inbox")] for who in (BEN, CARL)] == [["News"], ["News"]]


def test_a_room_that_only_the_team_may_book(fake: FakeExchange) -> None:
    """BookInPolicy names a group: who is in it is accepted, everybody else declined"""
    fake.room("reuss@example.test", policy={"AllBookInPolicy": False, "BookInPolicy": [TEAM]})
    answers = {}
    for number, who in enumerate((ANNA, BEN)):
        start = MORNING + number * HOUR
        entry = fake.owa(who).new("Review", start, start + HOUR, resources=["reuss@example.test"])
        fake.advance(fake.now() + dt.timedelta(seconds=1))
        answers[who] = dict(fake.owa(who).view(entry).responses)["reuss@example.test"]
    assert answers == {ANNA: "Decline", BEN: "Accept"}


def test_when_a_team_is_free(fake: FakeExchange, anna: Any) -> None:
    """GetUserAvailability: one string of all members"""
    fake.owa(BEN).new("Talk", MORNING, MORNING + HOUR)
    fake.owa(CARL).new("Lunch", MORNING + 2 * HOUR, MORNING + 3 * HOUR)
    asked = [(TEAM, "Required", False)]
    (view,) = anna.protocol.get_free_busy_info(asked, TEN, TEN + 4 * HOUR, 60, requested_view="Detailed")
    assert (view.view_type, view.merged, view.calendar_events) == ("MergedOnly", "2020", None)


def test_the_handle_of_a_group(fake: FakeExchange, anna: Any) -> None:
    team = fake.group(TEAM)
    assert isinstance(team, Group)
    assert (team.name, team.members, repr(team)) == ("The Team", (BEN, CARL), f"Group('{TEAM}')")
    team.add(AARE)
    team.remove(BEN.upper())
    assert [one.email_address for one in anna.protocol.expand_dl(TEAM)] == [CARL, AARE]
    assert fake.group(TEAM, members=[BEN]).name == "The Team"
    assert team.members == (BEN,)
    assert fake.group("new@example.test").members == ()
    team.delete()
    for act in (team.delete, lambda: team.members, lambda: team.add(BEN)):
        with pytest.raises(LookupError, match=f"there is no group {TEAM}"):
            act()
    with pytest.raises(ValueError, match=f"{BEN} is no room: the room list {BERNE} cannot have it"):
        fake.group(BERNE).add(BEN)
    with pytest.raises(ValueError, match="not an address: 'ben'"):
        fake.group(TEAM, members=["ben"])
