"""GetUserAvailability of groups: their members' calendars merged into one, and counts of them in suggestions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.availability import ArrayOfMailboxData, MailboxData, TEmailAddress
from fake_ews.model.availability import MOST
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.rights import LEVELS
from tests.fake_ews.operations.client import Client, an_entry, at
from tests.fake_ews.operations.test_availability import a_wish, answers, ask, options, suggested

ANNA, BEN, CLARA, TEAM = (f"{name}@example.test" for name in ("anna", "ben", "clara", "team"))


@pytest.fixture
def team(exchange: Exchange, bens_ews: Client, review: Item, clara: Mailbox) -> None:
    """Anna (busy from 10 to 11 UTC), Ben (tentative from 9 to 10), Clara (nothing)."""
    exchange.put_group(TEAM, members=(ANNA, BEN, CLARA))
    bens_ews.create(an_entry(Start=at(9), End=at(10), LegacyFreeBusyStatus="Tentative"))


def merged(ews: Client, *addresses: str) -> list[str]:
    """The merged strings, an hour each from 8 to 13 UTC."""
    return [one.FreeBusyView.MergedFreeBusy for one in answers(ask(ews, *addresses))]


def close(mailbox: Mailbox) -> None:
    """Nobody may see when its owner is busy."""
    calendar = mailbox.need("calendar")
    with mailbox.exchange.turn():
        mailbox.permit(calendar, calendar.permissions | {"Default": LEVELS["None"]})


def counts(day: Any, at_hour: int) -> list[tuple[int, int, int, int]]:
    """Of the groups asked for, at the suggestion of an hour: members, those with time, with a conflict, unknown."""
    (one,) = (one for one in day.SuggestionArray.Suggestion if one.MeetingTime == dt.datetime(2027, 3, 15, at_hour))
    told = (entry.value for entry in one.AttendeeConflictDataArray.entries)
    return [
        (
            one.NumberOfMembers, one.NumberOfMembersAvailable, one.NumberOfMembersWithConflict,
            one.NumberOfMembersWithNoData,
        )
        for one in told
    ]  # fmt: skip


@pytest.mark.parametrize("view", ["DetailedMerged", "Detailed", "FreeBusy", "FreeBusyMerged", "MergedOnly"])
def test_the_calendars_of_the_members_are_merged(ews: Client, team: None, view: str) -> None:
    """ref/freebusyviewtype: MergedOnly, whatever is asked for"""
    reply = ask(ews, TEAM.upper(), FreeBusyViewOptions=options(view))
    (answer,) = answers(reply)
    assert answer.ResponseMessage.ResponseCode == "NoError"
    shown = answer.FreeBusyView
    assert (shown.FreeBusyViewType, shown.MergedFreeBusy) == (("MergedOnly",), "01200")
    assert (shown.CalendarEventArray, shown.WorkingHours) == (None, None)
    assert reply.turn.codes == ["NoError"]


def test_groups_in_a_group_count_too(ews: Client, exchange: Exchange, team: None) -> None:
    exchange.put_group("all@example.test", members=(TEAM, "all@example.test"))
    assert merged(ews, "all@example.test", BEN) == ["01200", "01000"]


def test_who_cannot_be_seen_does_not_count(ews: Client, exchange: Exchange, team: None, ben: Mailbox) -> None:
    """somebody outside, or who shows nobody when he is busy; of a group of nobody else nothing is known"""
    exchange.put_group(TEAM, members=(ANNA, BEN, "x@else.test"))
    exchange.put_group("others@example.test", members=(BEN, "x@else.test"))
    exchange.put_group("empty@example.test", members=())
    close(ben)
    assert merged(ews, TEAM, "others@example.test", "empty@example.test") == ["00200", "44444", "44444"]


def test_a_group_that_is_too_large(ews: Client, exchange: Exchange, team: None) -> None:
    """RC ErrorFreeBusyDLLimitReached; in suggestions the attendee is told as such"""
    exchange.put_group("large@example.test", members=[f"p{number}@else.test" for number in range(MOST + 1)])
    reply = ask(ews, ANNA, "large@example.test", SuggestionsViewOptions=a_wish(MaximumResultsByDay=1))
    assert reply.turn.codes == ["NoError", "ErrorFreeBusyDLLimitReached"]
    bag: Any = reply.bag
    (day,) = bag.SuggestionsResponse.SuggestionDayResultArray.SuggestionDayResult
    (best,) = day.SuggestionArray.Suggestion
    kinds = [type(entry.value).__name__ for entry in best.AttendeeConflictDataArray.entries]
    assert (kinds, best.SuggestionQuality) == (
        ["IndividualAttendeeConflictData", "TooBigGroupAttendeeConflictData"], "Excellent",
    )  # fmt: skip


def test_how_many_have_time(ews: Client, exchange: Exchange, team: None) -> None:
    """ref/groupattendeeconflictdata: tentative is a conflict; a group that is too large is one without data"""
    (day,) = suggested(ews, TEAM)
    assert [counts(day, hour) for hour in (8, 9, 10)] == [[(3, 3, 0, 0)], [(3, 2, 1, 0)], [(3, 2, 1, 0)]]
    exchange.put_group("large@example.test", members=[f"p{number}@else.test" for number in range(MOST + 1)])
    exchange.put_group("all@example.test", members=(TEAM, "x@else.test", "large@example.test"))
    (day,) = suggested(ews, TEAM, "all@example.test")
    assert counts(day, 10) == [(3, 2, 1, 0), (5, 2, 1, 2)]


def test_each_member_counts_for_the_quality(ews: Client, team: None) -> None:
    """one of three is busy at 10: two thirds have time"""
    (day,) = suggested(ews, TEAM, GoodThreshold=0)
    found = {f"{one.MeetingTime:%H:%M}": one.SuggestionQuality for one in day.SuggestionArray.Suggestion}
    assert (found["09:00"], found["10:00"]) == ("Excellent", "Good")


def test_a_group_that_must_be_there(ews: Client, team: None) -> None:
    """ref/excludeconflicts: any of them who is busy rules a time out"""
    asked = MailboxData(Email=TEmailAddress(Address=TEAM), AttendeeType="Required", ExcludeConflicts=True)
    array = ArrayOfMailboxData(MailboxData=(asked,))
    bag: Any = ask(ews, MailboxDataArray=array, FreeBusyViewOptions=None, SuggestionsViewOptions=a_wish()).bag
    (day,) = bag.SuggestionsResponse.SuggestionDayResultArray.SuggestionDayResult
    times = [f"{one.MeetingTime:%H:%M}" for one in day.SuggestionArray.Suggestion]
    assert times == ["08:00", "08:30", "09:00", "11:00", "11:30", "12:00"]


@pytest.mark.parametrize(
    ("number", "code"), [(0, "ErrorMailboxDataArrayEmpty"), (MOST + 1, "ErrorMailboxDataArrayTooBig")]
)
def test_how_many_can_be_asked_for(ews: Client, anna: Mailbox, number: int, code: str) -> None:
    """RC: 1 to 100; the whole request fails"""
    one = MailboxData(Email=TEmailAddress(Address=ANNA), AttendeeType="Required")
    with pytest.raises(RequestFailure, match=code):
        ask(ews, MailboxDataArray=ArrayOfMailboxData(MailboxData=(one,) * number))
    most = ask(ews, MailboxDataArray=ArrayOfMailboxData(MailboxData=(one,) * MOST), FreeBusyViewOptions=options())
    assert len(answers(most)) == MOST
