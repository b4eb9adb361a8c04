"""Response objects: how people answer, cancel and remove meetings over EWS."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    Attendee,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    MeetingRequestMessage,
    MeetingResponseMessage,
    NonEmptyArrayOfAttendees,
    RemoveItem,
    TentativelyAcceptItem,
)
from fake_ews.contract.common import Body, ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, Reply, an_entry, at, put
from tests.fake_ews.operations.test_meetings import ALL, BEN, CLARA, copy_at, guests, mails, value

ANSWERS = [(AcceptItem, "Accept"), (TentativelyAcceptItem, "Tentative"), (DeclineItem, "Decline")]


@pytest.fixture
def meeting(ews: Client, anna: Mailbox, ben: Mailbox) -> Item:
    """Anna's "Review" with Ben, who has been asked."""
    ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=ALL)
    return copy_at(anna)


def answer(ews: Client, kind: type[Bag], named: Item | ItemId | None, how: str | None = "SendOnly") -> Reply:
    """CreateItem of a response object."""
    reference = ItemId(Id=named.item_id) if isinstance(named, Item) else named
    return ews.create(kind(ReferenceItemId=reference), invitations=None, disposition=how)


def ben_of(meeting: Item) -> Attendee:
    """What the organizer's item knows of Ben."""
    (ben,) = meeting.need(CalendarItem.RequiredAttendees).need(NonEmptyArrayOfAttendees.Attendee)
    return ben


def inbox(mailbox: Mailbox) -> list[Item]:
    """The messages in an Inbox."""
    return list(mailbox.items_of(mailbox.need("inbox")))


@pytest.mark.parametrize(
    ("kind", "response", "busy"), [(AcceptItem, "Accept", "Busy"), (TentativelyAcceptItem, "Tentative", "Tentative")]
)
def test_an_acceptance(
    bens_ews: Client, clock: ManualClock, meeting: Item, ben: Mailbox, kind: type[Bag], response: str, busy: str
) -> None:
    """ref/acceptitem: the copy changes, and the organizer's item learns of it; the answer names the copy"""
    clock.set(at(9, day=1))
    reply = answer(bens_ews, kind, copy_at(ben))
    copy = copy_at(ben)
    assert (reply.code, reply.id.Id, reply.turn.is_write) == ("NoError", copy.item_id, True)
    assert (value(copy, CalendarItem.MyResponseType), value(copy, CalendarItem.LegacyFreeBusyStatus)) == (
        response, busy,
    )  # fmt: skip
    assert value(copy, CalendarItem.AppointmentReplyTime) == at(9, day=1)
    assert (ben_of(meeting).ResponseType, ben_of(meeting).LastResponseTime) == (response, at(9, day=1))
    assert mails(reply) == [("response", "anna@example.test")]


def test_the_free_busy_that_the_organizer_intended(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """MS-OXOCAL: IntendedBusyStatus"""
    ews.create(an_entry(RequiredAttendees=guests(BEN), LegacyFreeBusyStatus="OOF"), invitations=ALL)
    answer(bens_ews, AcceptItem, copy_at(ben))
    assert value(copy_at(ben), CalendarItem.LegacyFreeBusyStatus) == "OOF"


def test_a_refusal(bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """ref/declineitem: the copy moves to Deleted Items"""
    newest = ben.log.newest
    reply = answer(bens_ews, DeclineItem, copy_at(ben))
    (trashed,) = ben.items_of(ben.need("deleteditems"))
    assert (reply.id.Id, value(trashed, CalendarItem.MyResponseType)) == (trashed.item_id, "Decline")
    assert [record.kind for record in ben.log.after(newest)] == [Kind.Modified, Kind.Moved]
    assert ben_of(meeting).ResponseType == "Decline"


@pytest.mark.parametrize(
    ("kind", "response", "title"),
    [
        (AcceptItem, "Pos", "Accepted"), (TentativelyAcceptItem, "Tent", "Tentative"), (DeclineItem, "Neg", "Declined"),
    ],
)  # fmt: skip
def test_the_mail_that_the_organizer_gets(
    ews: Client,
    bens_ews: Client,
    meeting: Item,
    anna: Mailbox,
    ben: Mailbox,
    kind: type[Bag],
    response: str,
    title: str,
) -> None:
    answer(bens_ews, kind, copy_at(ben))
    (mail,) = inbox(anna)
    shown = ews.get(mail, base="AllProperties")
    assert (type(shown), shown.ItemClass, shown.Subject) == (
        MeetingResponseMessage, f"IPM.Schedule.Meeting.Resp.{response}", f"{title}: Review",
    )  # fmt: skip
    assert shown.AssociatedCalendarItemId.Id == meeting.item_id
    assert shown.From.Mailbox.EmailAddress == BEN


def test_it_is_one_change_of_the_organizers_item(bens_ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox) -> None:
    """fact sheet section 9: the answer is processed: a ModifiedEvent there"""
    newest = anna.log.newest
    answer(bens_ews, AcceptItem, copy_at(ben))
    modified, delivered = anna.log.after(newest)
    assert (modified.kind, modified.item, modified.properties) == (
        Kind.Modified, meeting.number, ("calendar:RequiredAttendees",),
    )  # fmt: skip
    assert delivered.kind is Kind.Delivered


def test_by_the_request_in_the_inbox(bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """fact sheet section 9: after processing the message goes to Deleted Items"""
    (request,) = inbox(ben)
    reply = answer(bens_ews, AcceptItem, request)
    assert reply.id.Id == copy_at(ben).item_id
    assert inbox(ben) == []
    assert [item.kind for item in ben.items_of(ben.need("deleteditems"))] == [MeetingRequestMessage]
    assert ben_of(meeting).ResponseType == "Accept"


def test_without_telling_the_organizer(bens_ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox) -> None:
    newest = anna.log.newest
    reply = answer(bens_ews, AcceptItem, copy_at(ben), "SaveOnly")
    assert (reply.code, mails(reply), anna.log.newest) == ("NoError", [], newest)
    assert value(copy_at(ben), CalendarItem.MyResponseType) == "Accept"


def test_answering_twice_the_last_one_counts(bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    answer(bens_ews, AcceptItem, copy_at(ben))
    answer(bens_ews, TentativelyAcceptItem, copy_at(ben))
    assert ben_of(meeting).ResponseType == "Tentative"


def test_the_organizers_item_is_gone(ews: Client, bens_ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox) -> None:
    """the mail comes, with nothing to be associated with"""
    ews.delete(meeting, how="HardDelete")
    assert answer(bens_ews, AcceptItem, copy_at(ben)).code == "NoError"
    (mail,) = inbox(anna)
    assert value(mail, MeetingResponseMessage.AssociatedCalendarItemId) is None


def test_the_answers_of_others_stay(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox) -> None:
    entry = an_entry(RequiredAttendees=guests(CLARA, BEN), OptionalAttendees=guests("x@y.test"))
    ews.create(entry, invitations=ALL)
    answer(bens_ews, AcceptItem, copy_at(ben))
    people = copy_at(anna).need(CalendarItem.RequiredAttendees).need(NonEmptyArrayOfAttendees.Attendee)
    assert [one.ResponseType for one in people] == ["Unknown", "Accept"]


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (AcceptItem, "ErrorCalendarIsOrganizerForAccept"),
        (TentativelyAcceptItem, "ErrorCalendarIsOrganizerForTentative"),
        (DeclineItem, "ErrorCalendarIsOrganizerForDecline"),
        (RemoveItem, "ErrorCalendarIsOrganizerForRemove"),
    ],
)
def test_the_organizer_answers(ews: Client, meeting: Item, kind: type[Bag], code: str) -> None:
    """RC"""
    assert answer(ews, kind, meeting).code == code


def test_an_attendee_cancels(bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """RC ErrorCalendarIsNotOrganizer"""
    assert answer(bens_ews, CancelCalendarItem, copy_at(ben)).code == "ErrorCalendarIsNotOrganizer"


def test_an_appointment_is_cancelled(ews: Client, review: Item) -> None:
    assert answer(ews, CancelCalendarItem, review).code == "ErrorCalendarIsNotOrganizer"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (AcceptItem, "ErrorCalendarIsCancelledForAccept"),
        (TentativelyAcceptItem, "ErrorCalendarIsCancelledForTentative"),
        (DeclineItem, "ErrorCalendarIsCancelledForDecline"),
    ],
)
def test_a_cancelled_meeting(
    ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox, kind: type[Bag], code: str
) -> None:
    """RC"""
    ews.delete(meeting, cancellations=ALL)
    assert answer(bens_ews, kind, copy_at(ben)).code == code


def test_an_outdated_request(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """RC ErrorCalendarMeetingRequestIsOutOfDate; nothing happens to the request"""
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=ALL)
    old, new = inbox(ben)
    assert answer(bens_ews, AcceptItem, old).code == "ErrorCalendarMeetingRequestIsOutOfDate"
    assert old in inbox(ben)
    assert answer(bens_ews, AcceptItem, new).code == "NoError"


def test_an_older_request_is_outdated_wherever_it_lies(
    ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox
) -> None:
    """it is marked in the Inbox alone, yet its sequence number tells"""
    (old,) = inbox(ben)
    bens_ews.move(old, to="notes")
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=ALL)
    (moved,) = ben.items_of(ben.need("notes"))
    assert value(moved, MeetingRequestMessage.IsOutOfDate) is False
    assert answer(bens_ews, AcceptItem, moved).code == "ErrorCalendarMeetingRequestIsOutOfDate"


def test_who_has_declined_can_accept_by_the_request(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """the entry is in Deleted Items, and whoever accepts has a new one"""
    (request,) = inbox(ben)
    answer(bens_ews, DeclineItem, copy_at(ben))
    assert answer(bens_ews, AcceptItem, request).id.Id == copy_at(ben).item_id
    assert value(copy_at(ben), CalendarItem.MyResponseType) == ben_of(meeting).ResponseType == "Accept"


def test_a_request_whose_entry_is_gone_is_another_meetings_by_now(
    ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox
) -> None:
    (request,) = inbox(ben)
    bens_ews.delete(copy_at(ben), how="HardDelete")
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations="SendToNone")
    assert answer(bens_ews, AcceptItem, request).code == "ErrorInvalidReferenceItem"
    ews.update(meeting, put(ItemRows.Subject, "Again"), invitations=ALL)
    bens_ews.delete(copy_at(ben), how="HardDelete")
    assert answer(bens_ews, AcceptItem, inbox(ben)[0]).code == "ErrorCalendarMeetingRequestIsOutOfDate"
    ews.delete(meeting, cancellations=ALL)
    assert answer(bens_ews, AcceptItem, inbox(ben)[-1]).code == "ErrorInvalidReferenceItem"


def test_a_disposition_is_required(bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """RC ErrorMessageDispositionRequired"""
    reply = answer(bens_ews, AcceptItem, copy_at(ben), None)
    assert (reply.code, reply.turn.is_write) == ("ErrorMessageDispositionRequired", True)


def test_references_to_nothing(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """RC ErrorMissingInformationReferenceItemId, ErrorInvalidItemForOperation..., ErrorInvalidReferenceItem"""
    assert answer(bens_ews, AcceptItem, None).code == "ErrorMissingInformationReferenceItemId"
    assert answer(bens_ews, AcceptItem, ItemId(Id="AAAA")).code == "ErrorInvalidIdMalformed"
    mail = bens_ews.create(Message(Subject="x"), disposition="SaveOnly").id
    for kind, operation in (
        (AcceptItem, "AcceptItem"),
        (TentativelyAcceptItem, "Tentative"),
        (DeclineItem, "DeclineItem"),
        (CancelCalendarItem, "CancelItem"),
        (RemoveItem, "RemoveItem"),
    ):
        assert answer(bens_ews, kind, mail).code == f"ErrorInvalidItemForOperation{operation}"
    (request,) = inbox(ben)
    ews.delete(meeting, how="HardDelete", cancellations="SendToNone")
    bens_ews.delete(copy_at(ben), how="HardDelete")
    assert answer(bens_ews, AcceptItem, request).code == "ErrorInvalidReferenceItem"
    gone = ItemId(Id=request.item_id)
    bens_ews.delete(request, how="HardDelete")
    assert answer(bens_ews, AcceptItem, gone).code == "ErrorItemNotFound"


# --- cancelling and removing ---------------------------------------------------------------------------------------


def test_cancelling(ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox) -> None:
    """ref/cancelcalendaritem: cancellations, and the item moves to Deleted Items"""
    reply = answer(ews, CancelCalendarItem, meeting)
    assert mails(reply) == [("cancellation", BEN)]
    (trashed,) = anna.items_of(anna.need("deleteditems"))
    assert (reply.id.Id, value(trashed, CalendarItem.AppointmentState)) == (trashed.item_id, 5)
    assert value(copy_at(ben), CalendarItem.IsCancelled) is True
    assert mails(answer(ews, CancelCalendarItem, trashed)) == []


@pytest.mark.parametrize(
    ("body", "said"), [({"NewBodyContent": Body(BodyType="Text", text="I am ill.")}, "I am ill."), ({}, "As ever.")]
)
def test_what_a_cancellation_says(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, body: dict[str, Any], said: str
) -> None:
    """ref/cancelcalendaritem: NewBodyContent is the text of the message, and Body has no effect"""
    text = Body(BodyType="Text", text="As ever.")
    ews.create(an_entry(RequiredAttendees=guests(BEN), Body=text), invitations=ALL)
    body |= {"Body": Body(BodyType="Text", text="Not used."), "ReferenceItemId": ItemId(Id=copy_at(anna).item_id)}
    ews.create(CancelCalendarItem(**body), disposition="SendAndSaveCopy")
    sent, came = [*anna.items_of(anna.need("sentitems"))][-1], inbox(ben)[-1]
    assert [value(one, ItemRows.Body).text for one in (sent, came, copy_at(ben))] == [said, said, "As ever."]


def test_a_cancellation_that_is_only_saved(ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox) -> None:
    """SaveOnly: the meeting goes to Deleted Items, and nobody is told [seen: php-ews 465]"""
    assert mails(answer(ews, CancelCalendarItem, meeting, "SaveOnly")) == []
    assert len(list(anna.items_of(anna.need("deleteditems")))) == 1
    assert value(copy_at(ben), CalendarItem.IsCancelled) is False


def test_cancelling_what_nobody_was_told_of(ews: Client, ben: Mailbox, anna: Mailbox) -> None:
    """[seen: exchangelib's suite] ErrorInvalidRecipients"""
    kept = ews.create(an_entry(RequiredAttendees=guests("ben@example.test"))).id
    assert answer(ews, CancelCalendarItem, kept).code == "ErrorInvalidRecipients"
    assert list(anna.items_of(anna.need("deleteditems"))) == []


def test_in_the_recoverable_items_it_is_gone_for_good(ews: Client, meeting: Item, anna: Mailbox) -> None:
    ews.delete(meeting, how="SoftDelete")
    (item,) = anna.items.values()
    reply = answer(ews, CancelCalendarItem, item)
    assert (reply.code, reply.items, len(anna.items)) == ("NoError", [], 0)


def test_removing_a_cancelled_meeting(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """ref/removeitem: the message and the copy go to Deleted Items"""
    ews.delete(meeting, cancellations=ALL)
    cancellation = inbox(ben)[-1]
    reply = answer(bens_ews, RemoveItem, cancellation)
    assert (reply.code, mails(reply)) == ("NoError", [])
    assert not ben.need("calendar").items
    assert len(ben.need("deleteditems").items) == 2


@pytest.mark.parametrize("how", ["SendOnlyToAll", "SendToNone"])
def test_an_attendee_deletes(bens_ews: Client, meeting: Item, ben: Mailbox, how: str) -> None:
    """ref/deleteitem: with sending the organizer learns that he declines"""
    reply = bens_ews.delete(copy_at(ben), cancellations=how)
    sent = how != "SendToNone"
    assert mails(reply) == [("response", "anna@example.test")] * sent
    assert ben_of(meeting).ResponseType == ("Decline" if sent else "Unknown")


def test_an_attendee_deletes_what_is_cancelled(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    ews.delete(meeting, cancellations=ALL)
    assert mails(bens_ews.delete(copy_at(ben), cancellations=ALL)) == []


@pytest.mark.parametrize("profile", [Profile().but(accepting_replaces=True)])
@pytest.mark.parametrize(("kind", "response"), ANSWERS)
def test_a_server_that_replaces_what_is_accepted(
    bens_ews: Client, profile: Profile, meeting: Item, ben: Mailbox, kind: type[Bag], response: str
) -> None:
    """EMA 255: Delete and Create with a new id"""
    before = copy_at(ben).item_id
    reply = answer(bens_ews, kind, copy_at(ben))
    assert reply.id.Id != before
    assert ben_of(meeting).ResponseType == response
    if response != "Decline":
        assert value(copy_at(ben), CalendarItem.MyResponseType) == response


# --- which answers are offered -------------------------------------------------------------------------------------


def offered(ews: Client, named: Item) -> list[str]:
    """The response objects of an item."""
    shown: Any = ews.get(named, ItemRows.ResponseObjects).ResponseObjects
    return [entry.row.name for entry in shown.entries]


def test_what_is_offered(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """ref/responseobjects"""
    mail = ["ReplyToItem", "ReplyAllToItem", "ForwardItem"]
    asked = ["AcceptItem", "TentativelyAcceptItem", "DeclineItem", "ProposeNewTime", *mail]
    assert offered(ews, meeting) == ["CancelCalendarItem", "ForwardItem"]
    assert offered(bens_ews, copy_at(ben)) == asked
    assert offered(bens_ews, inbox(ben)[0]) == asked
    ews.delete(meeting, cancellations=ALL)
    (trashed,) = meeting.mailbox.items.values()
    assert offered(ews, trashed) == ["ForwardItem"]
    assert offered(bens_ews, copy_at(ben)) == ["RemoveItem", *mail]
    assert offered(bens_ews, inbox(ben)[-1]) == ["RemoveItem", *mail]


def test_what_is_offered_for_others(ews: Client, review: Item, anna: Mailbox) -> None:
    assert offered(ews, review) == ["ForwardItem"]
    ews.create(Message(Subject="x"), disposition="SaveOnly")
    (draft,) = anna.items_of(anna.need("drafts"))
    assert offered(ews, draft) == ["ReplyToItem", "ReplyAllToItem", "ForwardItem"]


# --- what is said with an answer -------------------------------------------------------------------------------------

PROPOSAL = {"ProposedStart": at(14), "ProposedEnd": at(15)}


def said(ews: Client, kind: type[Bag], item: Item, **values: object) -> Reply:
    """An answer that says something besides yes or no."""
    return ews.create(kind(ReferenceItemId=ItemId(Id=item.item_id), **values), disposition="SendAndSaveCopy")


def test_a_text(bens_ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox) -> None:
    said(bens_ews, AcceptItem, copy_at(ben), Body=Body(BodyType="Text", text="With pleasure."))
    (message,) = inbox(anna)
    assert value(message, ItemRows.Body).text == "With pleasure."


@pytest.mark.parametrize(("kind", "response"), ANSWERS)
def test_a_new_time(
    ews: Client, bens_ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox, kind: type[Bag], response: str
) -> None:
    """guide/how-to-propose-a-new-meeting-time: the message and the organizer's attendee tell it; nothing moves"""
    reply = said(bens_ews, kind, copy_at(ben), **PROPOSAL)
    assert (reply.code, ben_of(meeting).ResponseType) == ("NoError", response)
    assert (ben_of(meeting).ProposedStart, ben_of(meeting).ProposedEnd) == (at(14), at(15))
    shown = ews.get(inbox(anna)[0], base="AllProperties")
    assert (shown.ProposedStart, shown.ProposedEnd, shown.Start) == (at(14), at(15), at(10))
    assert shown.AssociatedCalendarItemId.Id == meeting.item_id
    assert value(meeting, CalendarItem.Start) == at(10)


def test_what_was_proposed_is_gone_with_the_next_answer_and_with_a_new_time(
    ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox
) -> None:
    for _ in range(2):
        said(bens_ews, TentativelyAcceptItem, copy_at(ben), **PROPOSAL)
    assert ben_of(meeting).ProposedStart == at(14)
    said(bens_ews, AcceptItem, copy_at(ben))
    assert (ben_of(meeting).ResponseType, ben_of(meeting).ProposedStart) == ("Accept", None)
    said(bens_ews, TentativelyAcceptItem, copy_at(ben), **PROPOSAL)
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=ALL)
    assert (ben_of(meeting).ResponseType, ben_of(meeting).ProposedStart) == ("Unknown", None)


def test_answers_of_others_leave_a_proposal(
    ews: Client, bens_ews: Client, exchange: Exchange, anna: Mailbox, ben: Mailbox, clara: Mailbox
) -> None:
    ews.create(an_entry(RequiredAttendees=guests(BEN, CLARA)), invitations=ALL)
    said(bens_ews, TentativelyAcceptItem, copy_at(ben), **PROPOSAL)
    said(Client(exchange, Account(CLARA, "secret"), clara), AcceptItem, copy_at(clara))
    people = copy_at(anna).need(CalendarItem.RequiredAttendees).need(NonEmptyArrayOfAttendees.Attendee)
    assert [(one.ResponseType, one.ProposedStart) for one in people] == [("Tentative", at(14)), ("Accept", None)]


@pytest.mark.parametrize(
    ("allowed", "proposal", "code"),
    [
        (True, {"ProposedStart": at(14)}, "ErrorInvalidOperation"),
        (True, {"ProposedEnd": at(14)}, "ErrorInvalidOperation"),
        (True, {"ProposedStart": at(14), "ProposedEnd": at(13)}, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (False, PROPOSAL, "ErrorInvalidOperation"),
    ],
)
def test_proposals_that_are_none(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, allowed: bool, proposal: dict[str, Any], code: str
) -> None:
    """where ProposeNewTime is not offered nothing can be proposed [doc; which code: unverified]"""
    ews.create(an_entry(RequiredAttendees=guests(BEN), AllowNewTimeProposal=allowed), invitations=ALL)
    for item in (copy_at(ben), inbox(ben)[0]):
        assert ("ProposeNewTime" in offered(bens_ews, item)) is allowed
    assert said(bens_ews, AcceptItem, copy_at(ben), **proposal).code == code
    assert inbox(anna) == []
