"""Meetings where requests do not reach: organizers outside, copies that are gone, what the turn is told."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import Attendee, CalendarItem, MeetingMessage, NonEmptyArrayOfAttendees
from fake_ews.contract.common import EmailAddress, SingleRecipient
from fake_ews.model import answers, counterparts, meetings
from fake_ews.model.attendant import RoomAnswers
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.meeting_mail import Mail
from tests.fake_ews.operations.client import an_entry


def invitation(mailbox: Mailbox, organizer: SingleRecipient) -> Item:
    """A received meeting, without whatever its organizer has."""
    bag = an_entry(AppointmentState=3, UID="u", Organizer=organizer, AppointmentSequenceNumber=0)
    with mailbox.exchange.turn():
        return mailbox.create(mailbox.need("calendar"), bag, {}, "somebody")


@pytest.mark.parametrize("address", ["out@else.test", "nobody", None])
def test_an_organizer_outside_gets_the_mail(exchange: Exchange, anna: Mailbox, address: str | None) -> None:
    """if there is any address to write to"""
    organizer = SingleRecipient() if address is None else SingleRecipient(Mailbox=EmailAddress(EmailAddress=address))
    copy = invitation(anna, organizer)
    is_reached = address == "out@else.test"
    assert (counterparts.organizer_of(copy) is not None) == is_reached
    with exchange.turn() as turn:
        answers.respond(copy, "Accept", "Anna Arn")
    assert turn.mails == [Mail("response", "out@else.test")] * is_reached
    assert copy.value(CalendarItem.MyResponseType) == "Accept"
    assert copy.value(CalendarItem.LegacyFreeBusyStatus) == "Busy", "what was intended is not known"


def test_an_organizer_who_has_no_such_meeting_gets_the_mail(exchange: Exchange, anna: Mailbox, ben: Mailbox) -> None:
    copy = invitation(anna, ben.recipient)
    with exchange.turn() as turn:
        answers.respond(copy, "Tentative", "Anna Arn")
    assert turn.mails == [Mail("response", "ben@example.test")]
    assert [record.kind for record in ben.log.after(0)] == [Kind.Delivered]


@pytest.mark.parametrize("bits", [0, 3, 5, 7])
def test_only_ones_own_living_meeting_is_called_off(exchange: Exchange, anna: Mailbox, bits: int) -> None:
    bag = an_entry(AppointmentState=bits, UID="u", Organizer=anna.recipient, MeetingRequestWasSent=True)
    with exchange.turn():
        item = anna.create(anna.need("calendar"), bag, {}, "Anna Arn")
    newest = anna.log.newest
    with exchange.turn():
        meetings.call_off(item, "Anna Arn")
    assert anna.log.newest == newest


def test_a_room_that_has_nothing_to_answer(exchange: Exchange, aare: Mailbox) -> None:
    with exchange.turn() as turn:
        RoomAnswers(aare.address, "u").due(exchange)
    assert turn.records == []


def test_the_copy_of_a_meeting_is_looked_for_in_the_calendar(exchange: Exchange, anna: Mailbox) -> None:
    copy = invitation(anna, anna.recipient)
    assert counterparts.copy_of(anna, "u") is copy
    assert counterparts.copy_of(anna, "v") is None
    with exchange.turn():
        anna.delete(copy, "MoveToDeletedItems", "Anna Arn")
    assert counterparts.copy_of(anna, "u") is None


def test_an_answer_to_an_older_version_changes_nothing(exchange: Exchange, anna: Mailbox, ben: Mailbox) -> None:
    """MS-OXOCAL 3.1.5.2"""
    guest = NonEmptyArrayOfAttendees(Attendee=(Attendee(Mailbox=anna.email_address, ResponseType="Unknown"),))
    bag = an_entry(AppointmentState=1, UID="u", AppointmentSequenceNumber=1, RequiredAttendees=guest)
    with exchange.turn():
        meeting = ben.create(ben.need("calendar"), bag, {}, "Ben Bär")
    copy = invitation(anna, ben.recipient)
    with exchange.turn():
        answers.respond(copy, "Accept", "Anna Arn")
    (attendee,) = meeting.need(CalendarItem.RequiredAttendees).need(NonEmptyArrayOfAttendees.Attendee)
    assert attendee.ResponseType == "Unknown"
    (message,) = ben.items_of(ben.need("inbox"))
    assert message.value(MeetingMessage.IsOutOfDate) is True
