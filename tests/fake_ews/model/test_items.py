"""Items: what Exchange computes from what is stored."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import Attendee, CalendarItem, MeetingRequestMessage, NonEmptyArrayOfAttendees
from fake_ews.contract.common import Body, EmailAddress, ItemId
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag, Row, tag
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item, is_organizer, key_kind, state
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.properties import Extended
from tests.fake_ews.operations.client import Client, an_entry, at


def stored(mailbox: Mailbox, bag: Bag, folder: str = "inbox") -> Item:
    """An item of any kind, as it is given."""
    with mailbox.exchange.turn():
        return mailbox.create(mailbox.need(folder), bag, {}, "Anna Arn")


@pytest.mark.parametrize(
    ("bag", "item_class"),
    [
        (Message(), "IPM.Note"), (MeetingRequestMessage(), "IPM.Schedule.Meeting.Request"),
        (Message(ItemClass="IPM.Note.Own"), "IPM.Note.Own"), (ItemRows(), "IPM.Note"),
    ],
)  # fmt: skip
def test_the_class_of_an_item(anna: Mailbox, bag: Bag, item_class: str) -> None:
    assert stored(anna, bag).item_class == item_class


@pytest.mark.parametrize(("kind", "number"), [(CalendarItem, 15), (Message, 9), (ContactItem, 9)])
def test_kinds_of_change_keys(kind: type[Bag], number: int) -> None:
    """captures: 15 a calendar item, 9 a message"""
    assert key_kind(kind) == number


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (ItemRows.DateTimeReceived, at(9, day=1)), (ItemRows.DateTimeSent, at(9, day=1)), (ItemRows.IsDraft, False),
        (ItemRows.ReminderDueBy, at(10)), (ItemRows.DisplayTo, "Ben"), (ItemRows.DisplayCc, ""),
    ],
)  # fmt: skip
def test_what_a_message_has_of_its_own(anna: Mailbox, row: Row[object], value: object) -> None:
    message = Message(
        Subject="x", DateTimeSent=at(9, day=1), DateTimeReceived=at(9, day=1), ReminderDueBy=at(10), DisplayTo="Ben"
    )
    assert stored(anna, message).value(row) == value


@pytest.mark.parametrize("row", [ItemRows.DateTimeReceived, ItemRows.DateTimeSent])
def test_a_draft_was_received_when_it_was_made(anna: Mailbox, row: Row[object]) -> None:
    """grommunio 9f2fcde0e: a client needs DateTimeReceived on drafts"""
    draft = stored(anna, Message(Subject="x"))
    assert draft.value(row) == draft.created
    assert draft.value(ItemRows.IsDraft) is True


def test_the_preview(anna: Mailbox) -> None:
    body = Body(BodyType="HTML", text="<p>" + "x" * 300 + "</p>")
    assert stored(anna, Message(Body=body)).value(ItemRows.Preview) == "x" * 255
    assert stored(anna, Message()).value(ItemRows.Preview) == ""


def test_one_conversation_by_subject(anna: Mailbox) -> None:
    first, second, third = (stored(anna, Message(Subject=one)) for one in ("Review", "REVIEW", "Other"))
    ids: list[ItemId | None] = [item.value(ItemRows.ConversationId) for item in (first, second, third)]
    assert ids[0] == ids[1] != ids[2]


def test_display_names(anna: Mailbox) -> None:
    people = (
        Attendee(Mailbox=EmailAddress(Name="Ben", EmailAddress="b@x.test")),
        Attendee(Mailbox=EmailAddress(EmailAddress="c@x.test")), Attendee(Mailbox=EmailAddress()),
    )  # fmt: skip
    entry = an_entry(RequiredAttendees=NonEmptyArrayOfAttendees(Attendee=people))
    assert stored(anna, entry, "calendar").value(ItemRows.DisplayTo) == "Ben; c@x.test; "


@pytest.mark.parametrize(("bits", "organizer"), [(0, True), (1, True), (5, True), (3, False), (7, False)])
def test_roles(anna: Mailbox, bits: int, organizer: bool) -> None:
    """MS-OXWSMTGS: 1 meeting, 2 received, 4 cancelled"""
    item = stored(anna, an_entry(AppointmentState=bits), "calendar")
    assert (state(item), is_organizer(item), item.value(CalendarItem.IsOrganizer)) == (bits, organizer, organizer)
    assert item.value(CalendarItem.IsMeeting) is bool(bits & 1)
    assert item.value(CalendarItem.IsCancelled) is bool(bits & 4)


def test_conflicting_and_adjacent_meetings(ews: Client, anna: Mailbox) -> None:
    """ref/conflictingmeetingcount, ref/adjacentmeetingcount: what is free counts neither"""
    times = [(9, 10), (10, 11), (10, 12), (11, 12), (12, 13)]
    for start, end in times:
        ews.create(an_entry(Start=at(start), End=at(end)))
    ews.create(an_entry(LegacyFreeBusyStatus="Free"))
    counts = [
        (item.value(CalendarItem.ConflictingMeetingCount), item.value(CalendarItem.AdjacentMeetingCount))
        for item in list(anna.items.values())[:5]
    ]
    assert counts == [(0, 2), (1, 2), (2, 2), (1, 2), (0, 2)]


def test_a_forms_address(exchange: Exchange, review: Item) -> None:
    text = review.value(ItemRows.WebClientReadFormQueryString)
    assert text is not None
    assert text.startswith(f"https://{exchange.host}/owa/?ItemID=")
    assert "+" not in text


def test_names_of_mapi(review: Item) -> None:
    """one value under two names, then what is computed, then what a client has stored"""
    name = tag(0x6801)
    assert review.named(tag(0x37)) == Extended("String", "Review")
    assert review.named(name) is None
    review.extended[name] = Extended("String", "x")
    assert review.named(name) == Extended("String", "x")


def test_a_stored_value_that_is_not_there(review: Item) -> None:
    with pytest.raises(KeyError):
        review.need(CalendarItem.Location)
    assert review.named(tag(0x1042)) is None
