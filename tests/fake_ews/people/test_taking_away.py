"""Deleting, bringing back, moving, and meetings: what becomes of an entry, its records, and the mails."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import (
    CalendarItem,
    MeetingCancellationMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model.entries import people
from fake_ews.model.exchange import Exchange
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import BEN, CLARA, kinds, last, only, where

# --- taking away and bringing back (fact sheet section 14) ---------------------------------------------------------


def test_delete_moves_to_deleted_items(owa: Owa, entry: int, anna: Mailbox, exchange: Exchange) -> None:
    before = owa.item(entry).item_id
    owa.delete(entry)
    assert kinds(anna, 1) == [(Kind.Moved, "calendar", "deleteditems")]
    assert owa.item(entry).item_id != before
    assert owa.entries() == ()
    (change,) = last(exchange).changes
    assert (change.old_id, change.folder, change.old_folder) == (before, "deleteditems", "calendar")


@pytest.mark.parametrize("profile", [Profile().but(trash_as=Kind.Deleted)])
def test_delete_seen_as_a_deletion(owa: Owa, profile: Profile, entry: int, anna: Mailbox) -> None:
    owa.delete(entry)
    assert [kind for kind, _, _ in kinds(anna, 1)] == [Kind.Deleted, Kind.Created]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("DeletedEvent", (Kind.Deleted, "calendar", "calendar")),
        ("MovedEvent", (Kind.Moved, "calendar", "recoverableitemsdeletions")),
    ],
)
def test_shift_delete(owa: Owa, entry: int, anna: Mailbox, event: Any, told: object) -> None:
    """fact sheet section 14: MovedEvent or DeletedEvent [mapping inferred]"""
    owa.shift_delete(entry, event=event)
    assert kinds(anna, 1) == [told]


def test_undo(owa: Owa, entry: int, anna: Mailbox, exchange: Exchange) -> None:
    """fact sheet section 14: a move back, under a new id"""
    before = owa.item(entry).item_id
    owa.delete(entry)
    owa.undo()
    assert kinds(anna, 2) == [(Kind.Moved, "deleteditems", "calendar")]
    assert (where(owa, entry), owa.item(entry).item_id == before) == ("calendar", False)
    assert last(exchange).operation == "undo"
    with pytest.raises(LookupError, match="deleted nothing that could be undone"):
        owa.undo()


def test_dragging_back(owa: Owa, entry: int, anna: Mailbox) -> None:
    owa.delete(entry)
    owa.drag_back(entry)
    assert (where(owa, entry), kinds(anna, 2)) == ("calendar", [(Kind.Moved, "deleteditems", "calendar")])


def test_there_is_nothing_to_drag_back(owa: Owa, entry: int) -> None:
    with pytest.raises(LookupError, match="is not deleted"):
        owa.drag_back(entry)


def test_emptying_the_trash(owa: Owa, entry: int, anna: Mailbox, exchange: Exchange) -> None:
    """one event per item, in that folder"""
    owa.new("Second", at(12), at(13))
    for one in owa.entries():
        owa.delete(one)
    owa.empty_trash()
    assert kinds(anna, 4) == [(Kind.Deleted, "deleteditems", "deleteditems")] * 2
    assert not anna.items
    assert last(exchange).operation == "empty trash"


def test_moving_elsewhere_and_back(owa: Owa, entry: int, exchange: Exchange, anna: Mailbox) -> None:
    with exchange.turn():
        second = anna.create_folder(anna.need("calendar"), "Second", "IPF.Appointment")
    for folder in (anna.ids.folder(second.number), "calendar", "inbox"):
        before = owa.item(entry).item_id
        owa.move(entry, folder)
        assert owa.item(entry).item_id != before
    assert where(owa, entry) == "inbox"
    with pytest.raises(LookupError, match="has no folder 'nowhere'"):
        owa.move(entry, "nowhere")


# --- meetings ------------------------------------------------------------------------------------------------------


def test_no_other_time_where_none_is_wanted(owa: Owa, bens_owa: Owa, ben: Mailbox) -> None:
    owa.new("Fixed", at(10), at(11), attendees=(BEN,), new_times=False)
    with pytest.raises(ValueError, match="wants no other times proposed"):
        bens_owa.propose(bens_owa.find("Fixed"), at(14), at(15))


@pytest.mark.parametrize(("act", "response"), [("accept", "Accept"), ("tentative", "Tentative")])
def test_an_answer_reaches_the_organizer(
    owa: Owa, bens_owa: Owa, meeting: int, exchange: Exchange, act: str, response: str
) -> None:
    getattr(bens_owa, act)(bens_owa.find("Review"))
    ben, _ = people(owa.seen(meeting)[0])
    assert ben.ResponseType == response
    record = last(exchange)
    assert (record.operation, record.mails, record.mailbox) == (
        response.lower(), (("response", "anna@example.test"),), BEN,
    )  # fmt: skip
    assert {change.mailbox for change in record.changes} == {BEN, "anna@example.test"}


@pytest.mark.parametrize("act", ["accept", "decline"])
def test_the_request_is_put_away_once_it_is_answered(
    owa: Owa, bens_owa: Owa, meeting: int, ben: Mailbox, act: str
) -> None:
    """fact sheet section 4: it moves to Deleted Items; that of another meeting stays"""
    owa.new("Other", at(12), at(13), attendees=(BEN,))
    getattr(bens_owa, act)(bens_owa.find("Review"))
    lies = {
        name: [item.bag.get(ItemRows.Subject) for item in ben.items_of(ben.need(name)) if not item.is_entry]
        for name in ("inbox", "deleteditems")
    }
    assert lies == {"inbox": ["Other"], "deleteditems": ["Review"]}


def test_declining(owa: Owa, bens_owa: Owa, meeting: int, ben: Mailbox) -> None:
    entry = bens_owa.find("Review")
    bens_owa.decline(entry)
    assert where(bens_owa, entry) == "deleteditems"
    assert people(owa.seen(meeting)[0])[0].ResponseType == "Decline"


def test_answers_that_make_no_sense(owa: Owa, bens_owa: Owa, meeting: int, entry: int) -> None:
    for one in (meeting, entry):
        with pytest.raises(ValueError, match="is the organizer of entry"):
            owa.accept(one)
    copy = bens_owa.entries()[0]
    owa.cancel_meeting(meeting)
    with pytest.raises(ValueError, match="is cancelled: nobody can answer it"):
        bens_owa.accept(copy)


def test_cancelling_a_meeting(
    owa: Owa, bens_owa: Owa, meeting: int, anna: Mailbox, ben: Mailbox, exchange: Exchange
) -> None:
    """fact sheet section 14: update, cancellations, move: several events"""
    newest = anna.log.newest
    owa.cancel_meeting(meeting)
    assert [kind for kind, _, _ in kinds(anna, newest)] == [Kind.Modified, Kind.Moved]
    assert last(exchange).mails == (("cancellation", BEN), ("cancellation", CLARA))
    assert only(ben).value(CalendarItem.IsCancelled) is True
    with pytest.raises(ValueError, match="is not the organizer of a meeting"):
        bens_owa.cancel_meeting(bens_owa.entries()[0])


def test_what_was_sent_is_kept(owa: Owa, bens_owa: Owa, meeting: int, anna: Mailbox, ben: Mailbox) -> None:
    """as all programs do unless told otherwise: requests, updates, answers, cancellations"""
    bens_owa.accept(bens_owa.entries()[0])
    owa.drag(meeting, at(14))
    owa.change(meeting, categories=("Blue",))
    bens_owa.decline(bens_owa.entries()[0])
    owa.cancel_meeting(meeting)
    sent = [[item.kind for item in one.items_of(one.need("sentitems"))] for one in (anna, ben)]
    assert sent == [
        [MeetingRequestMessage, MeetingRequestMessage, MeetingCancellationMessage], [MeetingResponseMessage] * 2,
    ]  # fmt: skip


def test_deleting_a_meeting_cancels_it_once(owa: Owa, meeting: int, exchange: Exchange) -> None:
    owa.delete(meeting)
    assert last(exchange).mails == (("cancellation", BEN), ("cancellation", CLARA))
    owa.delete(meeting)
    assert last(exchange).mails == ()


def test_an_appointment_cannot_be_cancelled(owa: Owa, entry: int) -> None:
    with pytest.raises(ValueError, match="is not the organizer of a meeting"):
        owa.cancel_meeting(entry)


def test_an_attendee_deletes_his_copy(bens_owa: Owa, meeting: int, anna: Mailbox, exchange: Exchange) -> None:
    newest = anna.log.newest
    bens_owa.delete(bens_owa.find("Review"))
    assert (anna.log.newest, last(exchange).mails) == (newest, ())


def test_what_lies_twice_is_the_calendars(owa: Owa, entry: int, exchange: Exchange, anna: Mailbox) -> None:
    """an old copy in Deleted Items, older or newer than the entry, is not what a person acts on"""
    in_calendar = owa.item(entry)
    with exchange.turn():
        anna.copy(in_calendar, anna.need("deleteditems"), "Anna Arn")
    owa.move(entry, "deleteditems")
    owa.drag_back(entry)
    assert where(owa, entry) == "calendar"
    owa.drag(entry, at(14))
    assert only(anna).value(CalendarItem.Start) == at(14)
