"""An invitation that is forwarded: who gets it is invited, and the organizer is told."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import CalendarItem, MeetingMessage, MeetingRequestMessage, NonEmptyArrayOfAttendees
from fake_ews.contract.common import ArrayOfRecipients, EmailAddress, ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import ForwardItem
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, Reply, an_entry
from tests.fake_ews.operations.test_meetings import ALL, BEN, CLARA, copy_at, guests, mails, value

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def meeting(ews: Client, anna: Mailbox, ben: Mailbox) -> Item:
    """Anna's "Review" with Ben, who has been asked."""
    ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=ALL)
    return copy_at(anna)


def forward(ews: Client, item: Item, to: str = CLARA, how: str = "SendOnly") -> Reply:
    """Pass an item on to Clara."""
    people = ArrayOfRecipients(Mailbox=(EmailAddress(EmailAddress=to),))
    return ews.create(ForwardItem(ReferenceItemId=ItemId(Id=item.item_id), ToRecipients=people), disposition=how)


@pytest.mark.parametrize("folder", ["calendar", "inbox"])
def test_who_gets_it_is_invited(
    bens_ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox, clara: Mailbox, folder: str
) -> None:
    """MS-OXOCAL 2.2.9, Graph event-forward: the organizer is notified, the recipient is on his copy"""
    (item,) = ben.items_of(ben.need(folder))
    reply = forward(bens_ews, item)
    assert (reply.code, mails(reply)) == ("NoError", [("request", CLARA), ("notice", "anna@example.test")])
    (request,) = clara.items_of(clara.need("inbox"))
    assert (request.kind, value(request, ItemRows.Subject)) == (MeetingRequestMessage, "Review")
    assert value(copy_at(clara), CalendarItem.MyResponseType) == "NoResponseReceived"
    (guest,) = meeting.need(CalendarItem.OptionalAttendees).need(NonEmptyArrayOfAttendees.Attendee)
    assert guest.Mailbox == clara.email_address
    (notice,) = anna.items_of(anna.need("inbox"))
    assert (notice.kind, value(notice, ItemRows.ItemClass)) == (
        MeetingMessage, "IPM.Schedule.Meeting.Notification.Forward",
    )  # fmt: skip
    assert value(notice, ItemRows.Subject) == "Meeting Forward Notification: Review"
    assert value(notice, ItemRows.Body).text == CLARA


@pytest.mark.parametrize("to", [BEN, "anna@example.test"])
def test_who_is_there_already_is_not_asked_again(
    bens_ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox, to: str
) -> None:
    newest = anna.log.newest
    assert mails(forward(bens_ews, copy_at(ben), to)) == []
    assert anna.log.newest == newest


def test_a_copy_is_kept(bens_ews: Client, meeting: Item, ben: Mailbox, clara: Mailbox) -> None:
    forward(bens_ews, copy_at(ben), how="SendAndSaveCopy")
    assert [value(one, ItemRows.Subject) for one in ben.items_of(ben.need("sentitems"))] == ["FW: Review"]


def test_the_organizer_forwards_a_message(ews: Client, meeting: Item, clara: Mailbox) -> None:
    """what is no invitation goes as a message, as ever"""
    forward(ews, meeting)
    (message,) = clara.items_of(clara.need("inbox"))
    assert value(message, ItemRows.Subject) == "FW: Review"
    assert list(clara.items_of(clara.need("calendar"))) == []


def test_a_cancelled_invitation_is_forwarded_as_a_message(
    ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox, clara: Mailbox
) -> None:
    ews.delete(meeting, cancellations=ALL)
    forward(bens_ews, copy_at(ben))
    assert list(clara.items_of(clara.need("calendar"))) == []
