"""Entries and messages about meetings, copied and moved, one and several, as the public interop suite does it."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    MeetingCancellationMessage,
    MeetingResponseMessage,
    RemoveItem,
)
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.operations import CopyItem, MoveItem
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.interop.people import entries, ids_of_any_kind, meet, messages, nth, way_up
from tests.fake_ews.operations.client import Client, an_entry, get, item_ids, put, to_folder, update
from tests.fake_ews.operations.series import a_series, daily, in_view
from tests.fake_ews.operations.test_responses import answer

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def two(ews: Client) -> tuple[ItemId, ItemId]:
    """Two entries, made in one call."""
    first, second = ews.create(an_entry(Subject="First"), an_entry(Subject="Second")).items
    return first.ItemId, second.ItemId


def subjects(ews: Client, *named: Any) -> list[str]:
    """The subjects of items, asked for in one call."""
    return [item.Subject for item in ews.ask(get(*named, ItemRows.Subject)).items]


def test_a_copy_lies_among_the_drafts(ews: Client, review: Item) -> None:
    copy = ews.copy(review, to="drafts").id
    assert subjects(ews, review, copy) == ["Review", "Review"]
    assert [item.ItemId for item in ews.find("drafts").items] == [copy]


def test_copies_of_all_that_a_meeting_sends(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """the meeting, the request, the answer, the cancellation: each copy is of the kind of the first"""
    made = meet(ews)

    def copied(client: Client, named: Item | ItemId) -> str:
        copy = client.copy(named, to="drafts").id
        (shown,) = client.ask(get(copy, base="Default")).items
        return type(shown).__name__

    assert copied(ews, made) == "CalendarItem"
    (request,) = messages(ben)
    assert copied(bens_ews, request) == "MeetingRequestMessage"
    answer(bens_ews, AcceptItem, request, "SendOnly")
    assert copied(ews, messages(anna, MeetingResponseMessage)[0]) == "MeetingResponseMessage"
    ews.delete(made, cancellations="SendOnlyToAll")
    assert copied(bens_ews, messages(ben, MeetingCancellationMessage)[0]) == "MeetingCancellationMessage"


def test_a_meeting_and_its_messages_move(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """what has moved is still answered, cancelled and removed"""
    made = meet(ews)
    moved = ews.move(made, to="inbox").id
    assert [item.item_id for item in entries(anna, "inbox")] == [moved.Id]
    request = bens_ews.move(messages(ben)[0], to="calendar").id
    assert messages(ben, folder="calendar")[0].item_id == request.Id
    assert answer(bens_ews, AcceptItem, request, "SendOnly").code == "NoError"
    response = ews.move(messages(anna, MeetingResponseMessage)[0], to="calendar").id
    assert messages(anna, MeetingResponseMessage, "calendar")[0].item_id == response.Id
    ews.delete(moved, cancellations="SendOnlyToAll")
    cancellation = bens_ews.move(messages(ben, MeetingCancellationMessage)[0], to="calendar").id
    assert messages(ben, MeetingCancellationMessage, "calendar")[0].item_id == cancellation.Id
    assert answer(bens_ews, RemoveItem, cancellation, "SendOnly").code == "NoError"
    assert not ben.need("calendar").items


def test_a_series_is_copied_by_one_of_its_dates(ews: Client) -> None:
    master = ews.create(a_series(daily(5))).id
    reply = ews.ask(CopyItem(ToFolderId=to_folder("drafts"), ItemIds=ids_of_any_kind(way_up(ews, master))))
    shown = ews.get(reply.id, CalendarItem.CalendarItemType, CalendarItem.Recurrence)
    assert (shown.CalendarItemType, shown.Recurrence) == ("RecurringMaster", daily(5, start="2027-03-15+01:00"))
    assert len(in_view(ews)) == 5


def test_a_series_is_moved_by_one_of_its_dates(ews: Client, anna: Mailbox) -> None:
    master = ews.create(a_series(daily(5))).id
    reply = ews.ask(MoveItem(ToFolderId=to_folder("inbox"), ItemIds=ids_of_any_kind(way_up(ews, master))))
    assert [item.item_id for item in entries(anna, "inbox")] == [reply.id.Id]
    assert in_view(ews) == []


def test_what_is_no_series_is_not_carried_as_one(ews: Client, review: Item) -> None:
    """the code names the id that is wrong"""
    single = ews.get(review).ItemId
    by_number = CopyItem(ToFolderId=to_folder("drafts"), ItemIds=ids_of_any_kind(nth(single, 1)))
    assert ews.ask(by_number).code == "ErrorCalendarCannotUseIdForRecurringMasterId"
    wrong = way_up(ews, ews.create(a_series(daily(5))).id)
    wrong.OccurrenceId = review.item_id
    upwards = MoveItem(ToFolderId=to_folder("inbox"), ItemIds=ids_of_any_kind(wrong))
    assert ews.ask(upwards).code == "ErrorCalendarCannotUseIdForOccurrenceId"


# --- several at once -----------------------------------------------------------------------------------------------


def test_several_are_read_and_deleted(ews: Client, two: tuple[ItemId, ItemId]) -> None:
    assert subjects(ews, *two) == ["First", "Second"]
    assert ews.delete(*two, how="HardDelete").codes == ["NoError", "NoError"]
    assert ews.find().items == []


def test_several_are_changed(ews: Client, two: tuple[ItemId, ItemId]) -> None:
    reply = ews.ask(update(*((one, [put(CalendarItem.Location, "Hall")]) for one in two)))
    assert reply.codes == ["NoError", "NoError"]
    assert [item.Location for item in ews.ask(get(*two, CalendarItem.Location)).items] == ["Hall", "Hall"]


def test_several_are_copied(ews: Client, two: tuple[ItemId, ItemId]) -> None:
    copies = ews.copy(*two, to="drafts").items
    assert subjects(ews, *copies, *two) == ["First", "Second"] * 2


def test_several_are_moved(ews: Client, two: tuple[ItemId, ItemId]) -> None:
    reply = ews.ask(MoveItem(ToFolderId=to_folder("inbox"), ItemIds=item_ids(*two)))
    assert subjects(ews, *reply.items) == ["First", "Second"]
    assert (len(ews.find("inbox").items), ews.find().items) == (2, [])
