"""Outlook in cached mode: what is done on the copy, what reaches the mailbox at send/receive, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model.entries import address_of, people
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.outlook import Outlook
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import Client, an_entry, at, put
from tests.fake_ews.people.seen import BEN, STAMP, kinds, last, only, where


@pytest.fixture
def outlook(exchange: Exchange, anna: Mailbox) -> Outlook:
    """Anna at Outlook; her mailbox is empty."""
    return Outlook(exchange, anna)


@pytest.fixture
def entry(outlook: Outlook, review: Item) -> int:
    """Anna's entry "Review", which Outlook has received."""
    outlook.send_receive()
    return outlook.find("Review")


def subject(outlook: Outlook, entry: int) -> object:
    """The subject that the copy shows."""
    return outlook.seen(entry)[0].Subject


# --- making --------------------------------------------------------------------------------------------------------


def test_a_new_entry_waits_for_send_receive(outlook: Outlook, anna: Mailbox, exchange: Exchange) -> None:
    """C4: Exchange sees the entry only after send/receive"""
    entry = outlook.new("Review", at(10), at(11))
    assert (anna.log.newest, exchange.journal.newest, outlook.unsent) == (0, 0, 1)
    values, extended, item = outlook.seen(entry)
    assert (values.Subject, extended, item) == ("Review", {}, None)
    assert outlook.entries() == (entry,)
    outlook.send_receive()
    assert (kinds(anna), outlook.unsent) == ([(Kind.Created, "", "calendar")], 0)
    assert outlook.item(entry) is only(anna)
    record = last(exchange)
    assert (record.operation, record.account) == ("new", "Outlook of anna@example.test")


def test_sending_twice_sends_once(outlook: Outlook, anna: Mailbox) -> None:
    outlook.new("Review", at(10), at(11))
    outlook.send_receive()
    outlook.send_receive()
    assert anna.log.newest == 1


def test_several_saves_stay_several_changes(outlook: Outlook, anna: Mailbox, exchange: Exchange) -> None:
    """fact sheet section 14: client-side saves come in bursts: Created and several Modified"""
    entry = outlook.new("Review", at(10), at(11))
    outlook.save(entry)
    for number in range(3):
        outlook.change(entry, subject=f"Review {number}")
    outlook.send_receive()
    assert [kind for kind, _, _ in kinds(anna)] == [Kind.Created] + [Kind.Modified] * 4
    assert [record.properties for record in anna.log.after(1)] == [(), *[("item:Subject",)] * 3]
    assert [record.operation for record in exchange.journal.after(0)] == ["new", "save", "change", "change", "change"]
    assert only(anna).value(ItemRows.Subject) == "Review 2"


def test_stamping_before_sending(outlook: Outlook, anna: Mailbox, aare: Mailbox) -> None:
    """C4: the add-in writes the stamp on the entry; one Created, one Modified"""
    entry = outlook.new("Review", at(10), at(11))
    outlook.stamp(entry, STAMP, ["aare@example.test"])
    assert outlook.stamp_of(entry, STAMP) == STAMP
    assert not anna.items
    outlook.send_receive()
    assert [one.value for one in only(anna).extended.values()] == ["r1"]
    assert [kind for kind, _, _ in kinds(anna)] == [Kind.Created, Kind.Modified]
    assert len(aare.need("calendar").items) == 1


def test_what_the_draft_becomes_does_not_change_what_is_sent_first(outlook: Outlook, ben: Mailbox) -> None:
    entry = outlook.new("Review", at(10), at(11), attendees=(BEN,))
    outlook.change(entry, subject="Changed")
    outlook.send_receive()
    assert [item.value(ItemRows.Subject) for item in ben.items_of(ben.need("inbox"))] == ["Review", "Changed"]


def test_reading_the_stamp(outlook: Outlook, entry: int) -> None:
    """E1: what the entry does not carry is left out; values as texts"""
    array = {"set": STAMP[0]["set"], "name": "all", "type": "StringArray", "value": ["a", "b"]}
    number = {"set": STAMP[0]["set"], "id": 7, "type": "Integer", "value": 42}
    outlook.stamp(entry, [array, number])
    asked = [*STAMP, {**array, "value": []}, {**number, "value": 0}]
    assert outlook.stamp_of(entry, asked) == [array, {**number, "value": "42"}]


def test_a_copy_on_the_copy(outlook: Outlook, entry: int, anna: Mailbox, ben: Mailbox, exchange: Exchange) -> None:
    outlook.stamp(entry, STAMP)
    copy = outlook.copy(entry, at(14))
    assert outlook.entries() == (entry, copy)
    assert len(anna.items) == 1
    outlook.send_receive()
    first, second = outlook.item(entry), outlook.item(copy)
    assert first.extended == second.extended
    assert last(exchange).operation == "copy"


# --- receiving -----------------------------------------------------------------------------------------------------


def test_what_others_do_is_seen_at_send_receive(outlook: Outlook, ews: Client, review: Item) -> None:
    """fact sheet section 14: changes made by EWS appear equally late"""
    assert outlook.entries() == ()
    outlook.send_receive()
    entry = outlook.find("Review")
    ews.update(review, put(ItemRows.Subject, "Changed"))
    assert subject(outlook, entry) == "Review"
    outlook.send_receive()
    assert subject(outlook, entry) == "Changed"


def test_only_what_was_changed_is_sent(outlook: Outlook, ews: Client, entry: int, review: Item) -> None:
    """both sides change different fields: both survive"""
    ews.update(review, put(CalendarItem.Location, "Aare"))
    outlook.change(entry, subject="Changed")
    outlook.send_receive()
    assert (review.value(ItemRows.Subject), review.value(CalendarItem.Location)) == ("Changed", "Aare")


def test_what_is_gone_meanwhile_is_left_alone(outlook: Outlook, ews: Client, entry: int, review: Item) -> None:
    outlook.change(entry, subject="Changed")
    ews.delete(review, how="HardDelete")
    outlook.send_receive()
    assert (outlook.entries(), outlook.unsent) == ((), 0)
    with pytest.raises(LookupError, match="shows no entry"):
        outlook.seen(entry)


def test_what_exchange_refuses_does_not_hold_up_the_rest(
    outlook: Outlook, ews: Client, entry: int, review: Item
) -> None:
    second = outlook.new("Second", at(12), at(13))
    outlook.change(entry, end=at(10, 30))
    outlook.change(second, subject="Third")
    ews.update(review, put(CalendarItem.Start, at(15)), put(CalendarItem.End, at(16)))
    with pytest.raises(ValueError, match="ErrorCalendarEndDateIsEarlierThanStartDate"):
        outlook.send_receive()
    assert outlook.item(second).value(ItemRows.Subject) == "Third"
    assert (outlook.unsent, subject(outlook, second)) == (0, "Third")


def test_a_save_that_cannot_be_is_refused_at_once(outlook: Outlook, entry: int) -> None:
    with pytest.raises(ValueError, match="ErrorCalendarEndDateIsEarlierThanStartDate"):
        outlook.change(entry, end=at(9))
    assert outlook.unsent == 0


# --- taking away and bringing back ---------------------------------------------------------------------------------


def test_delete(outlook: Outlook, entry: int, anna: Mailbox) -> None:
    outlook.delete(entry)
    assert outlook.entries() == ()
    assert kinds(anna, 1) == []
    outlook.send_receive()
    assert kinds(anna, 1) == [(Kind.Moved, "calendar", "deleteditems")]


def test_shift_delete(outlook: Outlook, entry: int, anna: Mailbox) -> None:
    outlook.shift_delete(entry, event="MovedEvent")
    with pytest.raises(LookupError):
        outlook.seen(entry)
    outlook.send_receive()
    assert kinds(anna, 1) == [(Kind.Moved, "calendar", "recoverableitemsdeletions")]


def test_shift_delete_in_the_trash(outlook: Outlook, entry: int, anna: Mailbox) -> None:
    outlook.delete(entry)
    outlook.send_receive()
    outlook.shift_delete(entry)
    outlook.send_receive()
    assert not anna.items


def test_undo_before_and_after_sending(outlook: Outlook, entry: int, anna: Mailbox) -> None:
    outlook.delete(entry)
    outlook.undo()
    assert outlook.entries() == (entry,)
    outlook.send_receive()
    assert [kind for kind, _, _ in kinds(anna, 1)] == [Kind.Moved, Kind.Moved]
    outlook.delete(entry)
    outlook.send_receive()
    outlook.undo()
    outlook.send_receive()
    assert where(outlook, entry) == "calendar"
    with pytest.raises(LookupError, match="deleted nothing that could be undone"):
        outlook.undo()


def test_dragging_back(outlook: Outlook, entry: int) -> None:
    with pytest.raises(LookupError, match="shows no deleted entry"):
        outlook.drag_back(entry)
    outlook.delete(entry)
    outlook.send_receive()
    outlook.drag_back(entry)
    assert outlook.entries() == (entry,)
    outlook.send_receive()
    assert where(outlook, entry) == "calendar"


def test_changing_in_the_trash(outlook: Outlook, entry: int) -> None:
    outlook.delete(entry)
    outlook.change(entry, subject="Changed")
    assert (subject(outlook, entry), outlook.entries()) == ("Changed", ())
    outlook.send_receive()
    assert outlook.item(entry).value(ItemRows.Subject) == "Changed"


def test_moving(outlook: Outlook, entry: int) -> None:
    with pytest.raises(LookupError, match="has no folder 'nowhere'"):
        outlook.move(entry, "nowhere")
    outlook.move(entry, "inbox")
    assert outlook.entries() == ()
    outlook.send_receive()
    assert where(outlook, entry) == "inbox"


def test_emptying_the_trash(outlook: Outlook, entry: int, anna: Mailbox) -> None:
    outlook.delete(entry)
    outlook.empty_trash()
    outlook.send_receive()
    assert [kind for kind, _, _ in kinds(anna, 1)] == [Kind.Moved, Kind.Deleted]


# --- meetings ------------------------------------------------------------------------------------------------------


@pytest.fixture
def invitation(exchange: Exchange, outlook: Outlook, ben: Mailbox) -> int:
    """Ben's meeting "Plans", to which Anna is invited; Outlook has received it."""
    Owa(exchange, ben).new("Plans", at(10), at(11), attendees=("anna@example.test",))
    outlook.send_receive()
    return outlook.find("Plans")


@pytest.mark.parametrize(
    ("act", "response"), [("accept", "Accept"), ("tentative", "Tentative"), ("decline", "Decline")]
)
def test_an_answer(outlook: Outlook, invitation: int, ben: Mailbox, act: str, response: str) -> None:
    getattr(outlook, act)(invitation)
    (guest,) = people(only(ben).bag)  # type: ignore[arg-type]
    assert (guest.ResponseType, outlook.entries()) == ("Unknown", () if act == "decline" else (invitation,))
    outlook.send_receive()
    (guest,) = people(only(ben).bag)  # type: ignore[arg-type]
    assert guest.ResponseType == response


@pytest.mark.parametrize("act", ["accept", "tentative", "decline"])
def test_answers_that_make_no_sense(outlook: Outlook, entry: int, act: str) -> None:
    with pytest.raises(ValueError, match="is the organizer"):
        getattr(outlook, act)(entry)
    assert outlook.unsent == 0


def test_cancelling_a_meeting(outlook: Outlook, ben: Mailbox, anna: Mailbox, exchange: Exchange, entry: int) -> None:
    """F2/meeting-cancelled: update, cancellations, move"""
    meeting = outlook.new("Plans", at(12), at(13), attendees=(BEN,))
    outlook.send_receive()
    newest = anna.log.newest
    outlook.cancel_meeting(meeting)
    assert outlook.entries() == (entry,)
    outlook.send_receive()
    assert [kind for kind, _, _ in kinds(anna, newest)] == [Kind.Modified, Kind.Moved]
    assert last(exchange).mails == (("cancellation", BEN),)
    with pytest.raises(ValueError, match="is not the organizer of a meeting"):
        outlook.cancel_meeting(entry)


def test_the_reminder_of_a_series_is_dismissed_later(outlook: Outlook, entry: int, anna: Mailbox) -> None:
    outlook.change(entry, daily=3)
    outlook.send_receive()
    outlook.dismiss_reminder(entry)
    assert only(anna).value(ItemRows.ReminderNextTime) == at(9, 45)
    outlook.send_receive()
    assert only(anna).value(ItemRows.ReminderNextTime) == at(9, 45, day=16)


@pytest.mark.parametrize(
    "act",
    [
        lambda outlook, entry: outlook.mark_read(entry),
        lambda outlook, entry: outlook.dismiss_reminder(entry),
        lambda outlook, entry: outlook.drag(entry, at(14)),
    ],
)
def test_every_other_save_waits_too(
    outlook: Outlook, entry: int, anna: Mailbox, act: Callable[[Outlook, int], Any]
) -> None:
    act(outlook, entry)
    assert kinds(anna, 1) == []
    outlook.send_receive()
    assert [kind for kind, _, _ in kinds(anna, 1)] == [Kind.Modified]


def test_a_moved_entry_has_the_same_handle(outlook: Outlook, ews: Client, entry: int, review: Item) -> None:
    """handles survive moves"""
    trashed = ews.move(review).id
    ews.move(trashed, to="calendar")
    outlook.send_receive()
    assert outlook.find("Review") == entry


def test_what_lies_twice_is_the_calendars(outlook: Outlook, ews: Client, entry: int, review: Item) -> None:
    copy = ews.copy(review, to="deleteditems").id
    ews.update(copy, put(ItemRows.Subject, "Old"))
    outlook.send_receive()
    assert (outlook.entries(), subject(outlook, entry)) == ((entry,), "Review")
    assert ews.create(an_entry()).code == "NoError"


def test_invited_rooms_are_named_by_address(outlook: Outlook, entry: int, aare: Mailbox) -> None:
    outlook.stamp(entry, STAMP, ["aare@example.test"])
    assert [address_of(one) for one in people(outlook.seen(entry)[0])] == ["aare@example.test"]


def test_a_new_profile_shows_what_is_there(exchange: Exchange, anna: Mailbox, review: Item) -> None:
    """whoever sets Outlook up receives first"""
    outlook = Outlook(exchange, anna)
    assert subject(outlook, outlook.entries()[0]) == "Review"
