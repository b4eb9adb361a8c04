"""Who is invited to single dates of a series: an entry for each of them, and told of whatever becomes of these."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    MeetingRequestMessage,
    NonEmptyArrayOfAttendees,
    RemoveItem,
)
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import ForwardItem
from fake_ews.model.clock import ManualClock
from fake_ews.model.counterparts import values_of
from fake_ews.model.entries import invited
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import on_day
from fake_ews.people.outlook import Outlook
from fake_ews.people.owa import Owa
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, an_entry, append, at, drop, put
from tests.fake_ews.operations.series import a_series, daily, in_view, times
from tests.fake_ews.operations.test_meetings import AARE, ALL, BEN, COPY, OID, copy_at, guests, mails, value
from tests.fake_ews.operations.test_series_meetings import nth

pytestmark = pytest.mark.usefixtures("kept")
DORA = "dora@example.test"
STATE = CalendarItem.AppointmentState


@pytest.fixture
def dora(exchange: Exchange) -> Mailbox:
    """Dora's mailbox."""
    return exchange.add_mailbox(DORA)


@pytest.fixture
def doras_ews(exchange: Exchange, dora: Mailbox) -> Client:
    """Dora's own client."""
    return Client(exchange, Account(DORA, "secret"), dora)


@pytest.fixture
def master(ews: Client, ben: Mailbox, dora: Mailbox) -> ItemId:
    """A week of reviews with Ben, and on Tuesday and Wednesday with Dora, too."""
    master = ews.create(a_series(daily(7), RequiredAttendees=guests(BEN)), invitations=ALL).id
    for index in (2, 3):
        reply = ews.update(
            nth(master, index), append(CalendarItem.RequiredAttendees, guests(DORA)), invitations="SendOnlyToChanged"
        )
        assert mails(reply) == [("request", DORA)]
    return master


def entries(mailbox: Mailbox) -> list[Item]:
    """What is in a calendar."""
    return list(mailbox.items_of(mailbox.need("calendar")))


def states(mailbox: Mailbox) -> list[tuple[str, int]]:
    """When each entry is, and its AppointmentState."""
    return [(f"{value(item, CalendarItem.Start):%d %H:%M}", value(item, STATE)) for item in entries(mailbox)]


def answers(ews: Client, master: ItemId, index: int) -> dict[str, str]:
    """What a date shows of its attendees."""
    shown = ews.get(nth(master, index), CalendarItem.RequiredAttendees).RequiredAttendees
    return {one.Mailbox.EmailAddress: one.ResponseType for one in shown.need(NonEmptyArrayOfAttendees.Attendee)}


def test_an_entry_for_each_date(doras_ews: Client, master: ItemId, dora: Mailbox) -> None:
    """MS-OXOCAL 2.2.1.13, 2.2.1.27: each knows which date it is, and the same series"""
    assert states(dora) == [("16 10:00", 3), ("17 10:00", 3)]
    first, second = (
        doras_ews.get(item, CalendarItem.RecurrenceId, CalendarItem.IsRecurring, CalendarItem.UID)
        for item in entries(dora)
    )
    assert (first.RecurrenceId, second.RecurrenceId) == (at(10, day=16), at(10, day=17))
    assert (first.IsRecurring, second.IsRecurring, first.UID == second.UID) == (True, True, True)


def test_the_answer_for_one_date(ews: Client, doras_ews: Client, master: ItemId, dora: Mailbox) -> None:
    """by the entry, or by its request; nobody else, and no other date, has it"""
    first, second = entries(dora)
    doras_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=first.item_id)), disposition="SendOnly")
    assert [answers(ews, master, index) for index in (2, 3)] == [
        {BEN: "Unknown", DORA: "Accept"}, {BEN: "Unknown", DORA: "Unknown"},
    ]  # fmt: skip
    (_, request) = dora.items_of(dora.need("inbox"))
    doras_ews.create(DeclineItem(ReferenceItemId=ItemId(Id=request.item_id)), disposition="SendOnly")
    assert answers(ews, master, 3) == {BEN: "Unknown", DORA: "Decline"}
    assert entries(dora) == [first]
    assert second.number not in dora.items


def test_one_date_moves(ews: Client, master: ItemId, dora: Mailbox) -> None:
    moved = put(CalendarItem.Start, at(12, day=17)), put(CalendarItem.End, at(13, day=17))
    assert mails(ews.update(nth(master, 3), *moved, invitations=ALL)) == [("update", BEN), ("update", DORA)]
    assert states(dora) == [("16 10:00", 3), ("17 12:00", 3)]


def called_off(master: ItemId, how: str) -> Any:
    """What a client does to call a series off."""
    if how == "delete":
        return lambda ews: ews.delete(master, cancellations=COPY)
    return lambda ews: ews.create(CancelCalendarItem(ReferenceItemId=ItemId(Id=master.Id)), disposition="SendOnly")


@pytest.mark.parametrize("how", ["delete", "cancel"])
def test_the_series_is_called_off(
    ews: Client, master: ItemId, anna: Mailbox, ben: Mailbox, dora: Mailbox, how: str
) -> None:
    """whoever was invited to a date hears of it; a copy of each cancellation is kept where that is wanted"""
    reply = called_off(master, how)(ews)
    assert mails(reply) == [("cancellation", BEN), ("cancellation", DORA), ("cancellation", DORA)]
    assert states(dora) == [("16 10:00", 7), ("17 10:00", 7)]
    assert {value(item, ItemRows.Subject) for item in entries(dora)} == {"Canceled: Review"}
    assert len(list(anna.items_of(anna.need("sentitems")))) == (3 if how == "delete" else 0)


def test_a_person_deletes_the_series(anna: Mailbox, master: ItemId, exchange: Exchange, dora: Mailbox) -> None:
    hands = Owa(exchange, anna)
    hands.delete(hands.find("Review"))
    assert states(dora) == [("16 10:00", 7), ("17 10:00", 7)]


def test_one_date_is_called_off(ews: Client, master: ItemId, dora: Mailbox) -> None:
    assert mails(ews.delete(nth(master, 3), cancellations=ALL)) == [("cancellation", BEN), ("cancellation", DORA)]
    assert states(dora) == [("16 10:00", 3), ("17 10:00", 7)]


def test_only_a_date_is_a_meeting(ews: Client, anna: Mailbox, dora: Mailbox) -> None:
    """the series itself was sent to nobody"""
    master = ews.create(a_series(daily(7))).id
    ews.update(nth(master, 2), put(CalendarItem.RequiredAttendees, guests(DORA)), invitations=ALL)
    assert mails(ews.delete(master, cancellations=ALL)) == [("cancellation", DORA)]
    assert states(dora) == [("16 10:00", 7)]


def test_what_was_not_sent_is_not_called_off(ews: Client, anna: Mailbox, dora: Mailbox) -> None:
    master = ews.create(a_series(daily(7))).id
    ews.update(nth(master, 2), put(CalendarItem.RequiredAttendees, guests(DORA)))
    assert mails(ews.delete(master, cancellations=ALL)) == []


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([drop(CalendarItem.Recurrence)], []),
        ([put(CalendarItem.Recurrence, daily(7, interval=2))], []),
        ([put(CalendarItem.Start, at(9))], []),
        ([put(CalendarItem.Recurrence, daily(2))], [("16 10:00", 3)]),
    ],
    ids=["single", "pattern", "time", "shorter"],
)
def test_the_exceptions_are_lost(
    ews: Client, master: ItemId, dora: Mailbox, changes: list[Any], left: list[tuple[str, int]]
) -> None:
    """made single, given another pattern or time, cut off: whoever came to such a date only does not come any more"""
    reply = ews.update(ItemId(Id=master.Id), *changes, invitations=ALL)
    assert mails(reply) == [("update", BEN)] + [("cancellation", DORA)] * (2 - len(left))
    assert [one for one in states(dora) if one[1] == 3] == left


def test_the_series_changes_and_the_dates_stay(ews: Client, master: ItemId, dora: Mailbox) -> None:
    reply = ews.update(master, put(CalendarItem.Location, "Hall"), invitations=ALL)
    assert mails(reply) == [("update", BEN), ("update", DORA), ("update", DORA)]
    assert [value(item, CalendarItem.Location) for item in entries(dora)] == ["Hall", "Hall"]
    assert mails(ews.update(master, put(OID, "r1"), invitations=ALL)) == [("update", BEN)]


def test_whoever_comes_to_all_has_the_series(ews: Client, doras_ews: Client, master: ItemId, dora: Mailbox) -> None:
    """its dates are no entries by themselves any more"""
    reply = ews.update(master, append(CalendarItem.RequiredAttendees, guests(DORA)), invitations="SendOnlyToChanged")
    assert mails(reply) == [("request", DORA)]
    assert value(copy_at(dora), CalendarItem.RecurrenceId) is None
    assert times(in_view(doras_ews)) == [f"{day} 10:00" for day in range(15, 22)]


def test_a_date_that_was_declined_and_is_asked_for_anew(
    ews: Client, bens_ews: Client, master: ItemId, ben: Mailbox
) -> None:
    """it is an entry beside the series, which the next request finds; a new series takes it in"""
    third = in_view(bens_ews)[2]
    bens_ews.create(DeclineItem(ReferenceItemId=third.ItemId), disposition="SendOnly")
    for place in ("Hall", "Attic"):
        ews.update(nth(master, 3), put(CalendarItem.Location, place), invitations=ALL)
    series, alone = entries(ben)
    assert (value(alone, CalendarItem.RecurrenceId), value(alone, CalendarItem.Location)) == (at(10, day=17), "Attic")
    request = list(ben.items_of(ben.need("inbox")))[-1]
    bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=request.item_id)), disposition="SendOnly")
    assert value(alone, CalendarItem.MyResponseType) == "Accept"
    ews.update(master, put(CalendarItem.Start, at(9)), invitations=ALL)
    assert entries(ben) == [series]


def test_a_room_is_booked_for_one_date(
    exchange: Exchange, clock: ManualClock, ews: Client, aare: Mailbox, ben: Mailbox
) -> None:
    master = ews.create(a_series(daily(7), RequiredAttendees=guests(BEN)), invitations=ALL).id
    for index in (2, 4):
        ews.update(nth(master, index), put(CalendarItem.Resources, guests(AARE)), invitations=ALL)
    pass_time(exchange, clock, seconds=1)
    shown = [ews.get(nth(master, index), CalendarItem.Resources).Resources for index in (2, 4)]
    assert [one.Attendee[0].ResponseType for one in shown] == ["Accept", "Accept"]
    assert states(aare) == [("16 10:00", 3), ("18 10:00", 3)]


def test_whoever_answers_a_date_by_its_request_enters_that(exchange: Exchange, ews: Client, aare: Mailbox) -> None:
    """AutomateProcessing None: nothing was entered before"""
    exchange.set_policy(aare, {"AutomateProcessing": "None"})
    master = ews.create(a_series(daily(7))).id
    ews.update(nth(master, 2), put(CalendarItem.Resources, guests(AARE)), invitations=ALL)
    (request,) = aare.items_of(aare.need("inbox"))
    assert value(request, MeetingRequestMessage.RecurrenceId) == at(10, day=16)
    rooms_ews = Client(exchange, Account(AARE, "secret"), aare)
    rooms_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=request.item_id)), disposition="SendOnly")
    assert states(aare) == [("16 10:00", 3)]


def test_a_single_entry_whose_organizer_makes_a_series_of_it(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """told of one date alone, the entry is that date from then on"""
    single = ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=ALL).id
    ews.update(single, put(CalendarItem.Recurrence, daily(3)))
    ews.update(nth(single, 2), put(CalendarItem.Location, "Hall"), invitations=ALL)
    assert states(ben) == [("16 10:00", 3)]
    assert value(copy_at(ben), CalendarItem.RecurrenceId) == at(10, day=16)


def test_a_person_knows_each_date_by_itself(exchange: Exchange, anna: Mailbox, master: ItemId, dora: Mailbox) -> None:
    """in the browser, and on Outlook's copy"""
    outlook = Outlook(exchange, dora)
    for hands in (Owa(exchange, dora), outlook):
        first, second = hands.entries()
        assert [value(hands.item(one), CalendarItem.Start) for one in (first, second)] == [
            at(10, day=16),
            at(10, day=17),
        ]
    outlook.decline(second)
    outlook.send_receive()
    assert outlook.entries() == (first,)
    assert states(dora) == [("16 10:00", 3)]


def test_a_copy_of_a_date_is_none(exchange: Exchange, master: ItemId, dora: Mailbox) -> None:
    hands = Owa(exchange, dora)
    (entry, *_) = hands.entries()
    copied = hands.copy(entry, at(15, day=20))
    assert value(hands.item(copied), CalendarItem.RecurrenceId) is None


def lists(one: Item) -> set[str]:
    """Who is on an entry."""
    return set(invited(values_of(one)))


def date(mailbox: Mailbox, day: int) -> Item:
    """The date of a day of March, of the one series in a calendar."""
    one = on_day(copy_at(mailbox), dt.date(2027, 3, day).toordinal())
    assert one is not None
    return one


def shown(item: Item) -> tuple[int, Any, Any]:
    """What a calendar shows of whether one comes: the state, the time that is blocked, the subject."""
    return value(item, STATE), value(item, CalendarItem.LegacyFreeBusyStatus), value(item, ItemRows.Subject)


LIVE, OFF = (3, "Tentative", "Review"), (7, "Free", "Canceled: Review")


@pytest.fixture
def emptied(ews: Client, master: ItemId) -> ItemId:
    """The same week, from whose series Ben has been taken off: Tuesday and Wednesday are still his and Dora's."""
    reply = ews.update(master, drop(CalendarItem.RequiredAttendees), invitations=COPY)
    assert mails(reply) == [("cancellation", BEN), ("request", BEN), ("request", BEN)]
    return master


def test_off_the_series_and_on_some_dates(ews: Client, emptied: ItemId, anna: Mailbox, ben: Mailbox) -> None:
    """whom a date lists has it, though all others are called off; it is a meeting, and the series is none"""
    assert [shown(date(ben, day)) for day in (15, 16, 17, 18)] == [OFF, LIVE, LIVE, OFF]
    assert [lists(date(anna, day)) for day in (15, 16, 17)] == [set(), {BEN, DORA}, {BEN, DORA}]
    assert [value(date(anna, day), CalendarItem.IsMeeting) for day in (15, 16, 17)] == [False, True, True]
    assert value(copy_at(anna), CalendarItem.IsMeeting) is False
    assert mails(ews.update(nth(emptied, 3), put(CalendarItem.Location, "Hall"), invitations=ALL)) == [
        ("update", BEN), ("update", DORA),
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["delete", "cancel"])
def test_dates_are_called_off_with_a_series_of_nobody(
    ews: Client, emptied: ItemId, ben: Mailbox, dora: Mailbox, how: str
) -> None:
    reply = called_off(emptied, how)(ews)
    assert (reply.code, sorted(mails(reply))) == ("NoError", [("cancellation", BEN)] * 2 + [("cancellation", DORA)] * 2)
    assert [shown(date(ben, day)) for day in (16, 17)] == [OFF, OFF]
    assert states(dora) == [("16 10:00", 7), ("17 10:00", 7)]


def test_a_date_of_a_series_of_nobody_is_called_off(ews: Client, emptied: ItemId, ben: Mailbox, dora: Mailbox) -> None:
    assert mails(ews.delete(nth(emptied, 3), cancellations=ALL)) == [("cancellation", BEN), ("cancellation", DORA)]
    assert [shown(date(ben, day)) for day in (16, 17)] == [LIVE, OFF]
    assert states(dora) == [("16 10:00", 3), ("17 10:00", 7)]


def test_a_series_of_nobody_is_cut_off(ews: Client, emptied: ItemId, ben: Mailbox, dora: Mailbox) -> None:
    reply = ews.update(emptied, put(CalendarItem.Recurrence, daily(2)), invitations=ALL)
    assert mails(reply) == [("cancellation", BEN), ("cancellation", DORA)]
    assert [shown(date(ben, day)) for day in (16, 17)] == [LIVE, OFF]
    assert states(dora) == [("16 10:00", 3), ("17 10:00", 7)]


def test_a_date_that_was_only_answered_goes_with_the_series(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, dora: Mailbox
) -> None:
    """who answers a date is not invited to it by itself; who comes to the series comes to that date, too"""
    master = ews.create(a_series(daily(4), RequiredAttendees=guests(BEN)), invitations=ALL).id
    bens_ews.create(DeclineItem(ReferenceItemId=in_view(bens_ews)[1].ItemId), disposition="SendOnly")
    ews.update(master, append(CalendarItem.RequiredAttendees, guests(DORA)), invitations=ALL)
    assert [answers(ews, master, index)[BEN] for index in (1, 2)] == ["Unknown", "Decline"]
    assert lists(date(anna, 16)) == {BEN, DORA}
    reply = ews.update(master, drop(CalendarItem.RequiredAttendees), invitations=ALL)
    assert sorted(mails(reply)) == [("cancellation", BEN), ("cancellation", DORA)]
    assert (lists(date(anna, 16)), value(date(anna, 16), CalendarItem.IsMeeting)) == (set(), False)


def test_who_is_off_the_series_by_name_and_on_it_in_a_group(
    ews: Client, exchange: Exchange, master: ItemId, ben: Mailbox
) -> None:
    """has the series still, and is not asked for its dates"""
    exchange.put_group("team@example.test", members=(BEN,))
    reply = ews.update(master, put(CalendarItem.RequiredAttendees, guests("team@example.test")), invitations=ALL)
    assert [mail for mail in mails(reply) if mail[1] == BEN] == [("cancellation", BEN), ("request", BEN)]
    assert [shown(date(ben, day)) for day in (15, 18)] == [LIVE, LIVE]


@pytest.fixture
def alone(ews: Client, dora: Mailbox) -> ItemId:
    """A week of reviews of Anna's own, and on Tuesday with Dora."""
    master = ews.create(a_series(daily(7))).id
    ews.update(nth(master, 2), put(CalendarItem.RequiredAttendees, guests(DORA)), invitations=ALL)
    return master


def test_a_series_is_cancelled_of_which_a_date_is_a_meeting(ews: Client, alone: ItemId, dora: Mailbox) -> None:
    """CancelCalendarItem is offered, and tells who is invited to the date"""
    offered = ews.get(alone, ItemRows.ResponseObjects).ResponseObjects
    assert [type(one.value) for one in offered.entries] == [CancelCalendarItem, ForwardItem]
    reply = called_off(alone, "cancel")(ews)
    assert (reply.code, mails(reply)) == ("NoError", [("cancellation", DORA)])
    assert states(dora) == [("16 10:00", 7)]


def test_a_person_cancels_a_series_of_which_a_date_is_a_meeting(
    exchange: Exchange, anna: Mailbox, alone: ItemId, dora: Mailbox
) -> None:
    hands = Owa(exchange, anna)
    hands.cancel_meeting(hands.find("Review"))
    assert states(dora) == [("16 10:00", 7)]
    assert entries(anna) == []


def test_a_series_is_not_cancelled_of_which_nobody_knows(ews: Client, exchange: Exchange, anna: Mailbox) -> None:
    """no date of it is a meeting, or was sent"""
    master = ews.create(a_series(daily(7))).id
    ews.update(nth(master, 3), put(CalendarItem.Location, "Hall"), invitations=ALL)
    assert called_off(master, "cancel")(ews).code == "ErrorCalendarIsNotOrganizer"
    hands = Owa(exchange, anna)
    with pytest.raises(ValueError, match="is not the organizer of a meeting"):
        hands.cancel_meeting(hands.find("Review"))
    ews.update(nth(master, 2), put(CalendarItem.RequiredAttendees, guests(DORA)))
    assert called_off(master, "cancel")(ews).code == "ErrorInvalidRecipients"


@pytest.fixture
def without_dora(ews: Client, ben: Mailbox, dora: Mailbox) -> ItemId:
    """Five reviews with Ben and Dora, the second without Dora."""
    both = guests(BEN, DORA)
    master = ews.create(a_series(daily(5), RequiredAttendees=both), invitations=ALL).id
    reply = ews.update(nth(master, 2), put(CalendarItem.RequiredAttendees, guests(BEN)), invitations=ALL)
    assert ("cancellation", DORA) in mails(reply)
    return master


def test_off_one_date_and_the_series_gets_shorter(
    ews: Client, without_dora: ItemId, ben: Mailbox, dora: Mailbox
) -> None:
    """who was taken off a date is not invited to it anew by what becomes of the series"""
    ews.update(without_dora, put(CalendarItem.Recurrence, daily(3)), invitations=ALL)
    assert [shown(date(dora, day)) for day in (15, 16, 17)] == [LIVE, OFF, LIVE]
    assert [shown(date(ben, day)) for day in (15, 16, 17)] == [LIVE, LIVE, LIVE]


def test_off_one_date_that_was_removed_since(
    ews: Client, doras_ews: Client, without_dora: ItemId, dora: Mailbox
) -> None:
    second = in_view(doras_ews)[1]
    assert doras_ews.create(RemoveItem(ReferenceItemId=second.ItemId)).code == "NoError"
    ews.update(without_dora, put(CalendarItem.Recurrence, daily(3)), invitations=ALL)
    assert times(in_view(doras_ews)) == ["15 10:00", "17 10:00"]


def test_off_one_date_and_the_series_is_divided(
    exchange: Exchange, anna: Mailbox, without_dora: ItemId, dora: Mailbox
) -> None:
    hands = Owa(exchange, anna)
    hands.change_following(hands.find("Review"), at(10, day=18), subject="Retro")
    (old,) = (one for one in entries(dora) if value(one, ItemRows.Subject) == "Review")
    second = on_day(old, dt.date(2027, 3, 16).toordinal())
    assert second is not None
    assert shown(second) == OFF


def test_who_is_asked_again_answers_anew(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """what was called off blocks time again"""
    single = ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=ALL).id
    bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=copy_at(ben).item_id)), disposition="SendOnly")
    ews.update(single, drop(CalendarItem.RequiredAttendees), invitations=ALL)
    ews.update(single, put(CalendarItem.RequiredAttendees, guests(BEN)), invitations=ALL)
    assert value(copy_at(ben), CalendarItem.MyResponseType) == "NoResponseReceived"
    assert value(copy_at(ben), CalendarItem.LegacyFreeBusyStatus) == "Tentative"
