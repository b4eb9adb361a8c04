"""Meetings over EWS: requests, updates, cancellations, each exactly once; copies at attendees; the answering room."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    Attendee,
    CalendarItem,
    MeetingCancellationMessage,
    MeetingRequestMessage,
    NonEmptyArrayOfAttendees,
    TentativelyAcceptItem,
)
from fake_ews.contract.common import EmailAddress, ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, Reply, an_entry, append, at, drop, extended, put

OID = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="oid", PropertyType="String"
)
BEN, CLARA, AARE = "ben@example.test", "clara@example.test", "aare@example.test"
ALL, COPY = "SendOnlyToAll", "SendToAllAndSaveCopy"


def guests(*addresses: str) -> NonEmptyArrayOfAttendees:
    """Attendees by address."""
    people = (Attendee(Mailbox=EmailAddress(EmailAddress=one)) for one in addresses)
    return NonEmptyArrayOfAttendees(Attendee=tuple(people))


def mails(reply: Reply) -> list[tuple[str, str]]:
    """The mails that a request sent: their kind, and to whom."""
    return [(mail.kind, mail.address) for mail in reply.turn.mails]


def copy_at(mailbox: Mailbox) -> Item:
    """The one entry in a calendar."""
    (item,) = mailbox.items_of(mailbox.need("calendar"))
    return item


def value(item: Item, row: Row[Any]) -> Any:
    """A value of an item."""
    return item.value(row)


@pytest.fixture
def meeting(ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox) -> Item:
    """Anna's "Review" with Ben (required) and Clara (optional); the requests are sent."""
    ews.create(
        an_entry(RequiredAttendees=guests(BEN), OptionalAttendees=guests(CLARA), Location="Aare"), invitations=ALL
    )
    return copy_at(anna)


# --- the request ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("how", "sent"), [("SendToNone", []), (ALL, [("request", BEN)]), (COPY, [("request", BEN)])])
def test_whether_requests_go_out(
    ews: Client, anna: Mailbox, ben: Mailbox, how: str, sent: list[tuple[str, str]]
) -> None:
    """ref/createitem; with SendToNone MeetingRequestWasSent stays false, IsMeeting is true [doc]"""
    reply = ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=how)
    assert mails(reply) == sent
    item = copy_at(anna)
    assert (value(item, CalendarItem.MeetingRequestWasSent), value(item, CalendarItem.IsMeeting)) == (bool(sent), True)
    assert len(ben.items) == (2 if sent else 0)


def test_the_organizers_copy(ews: Client, meeting: Item) -> None:
    """MS-OXWSMTGS: state 1, MyResponseType Organizer; attendees are resolved, their answer is unknown"""
    shown = ews.get(meeting, base="AllProperties")
    assert (shown.AppointmentState, shown.MyResponseType, shown.IsMeeting) == (1, "Organizer", True)
    (ben,) = shown.RequiredAttendees.Attendee
    assert (ben.Mailbox.Name, ben.Mailbox.EmailAddress, ben.ResponseType) == ("Ben Bär", BEN, "Unknown")
    assert (shown.DisplayTo, shown.DisplayCc) == ("Ben Bär", "Clara Caduff")


def test_the_attendees_copy(meeting: Item, ben: Mailbox, anna: Mailbox) -> None:
    """MS-OXWSMTGS: state 3, same UID, another id; tentative until it is answered"""
    copy = copy_at(ben)
    for row in (CalendarItem.UID, ItemRows.Subject, CalendarItem.Start, CalendarItem.End, CalendarItem.Location):
        assert value(copy, row) == value(meeting, row)
    assert (value(copy, CalendarItem.AppointmentState), value(copy, CalendarItem.MyResponseType)) == (
        3, "NoResponseReceived",
    )  # fmt: skip
    assert value(copy, CalendarItem.LegacyFreeBusyStatus) == "Tentative"
    assert value(copy, CalendarItem.IsOrganizer) is False
    assert copy.need(CalendarItem.Organizer) == anna.recipient
    assert copy.item_id != meeting.item_id


def test_resources_are_not_told_to_attendees(ews: Client, ben: Mailbox, aare: Mailbox) -> None:
    """MS-OXWSMTGS: Resources is not copied into attendees' copies"""
    ews.create(an_entry(RequiredAttendees=guests(BEN), Resources=guests(AARE)), invitations=ALL)
    assert value(copy_at(ben), CalendarItem.Resources) is None


def test_the_request_in_the_inbox(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """fact sheet section 4: NewMail in the Inbox, and the tentative copy in the calendar"""
    (request,) = ben.items_of(ben.need("inbox"))
    shown = bens_ews.get(request, base="AllProperties")
    assert shown.schema_name == MeetingRequestMessage.schema_name
    assert (shown.ItemClass, shown.MeetingRequestType, shown.IsRead) == (
        "IPM.Schedule.Meeting.Request", "NewMeetingRequest", False,
    )  # fmt: skip
    assert (shown.Start, shown.Location, shown.From.Mailbox.EmailAddress) == (at(10), "Aare", "anna@example.test")
    assert shown.AssociatedCalendarItemId.Id == copy_at(ben).item_id
    assert (shown.IsDelegated, shown.IsOutOfDate, shown.HasBeenProcessed) == (False, False, True)
    assert [record.kind for record in ben.log.after(0)] == [Kind.Created, Kind.Delivered]


def test_somebody_outside_is_mailed_only(ews: Client, anna: Mailbox) -> None:
    reply = ews.create(an_entry(RequiredAttendees=guests("Out@Else.test")), invitations=ALL)
    assert mails(reply) == [("request", "out@else.test")]
    (guest,) = copy_at(anna).need(CalendarItem.RequiredAttendees).need(NonEmptyArrayOfAttendees.Attendee)
    mailbox = guest.need(Attendee.Mailbox)
    assert (mailbox.Name, mailbox.EmailAddress, mailbox.MailboxType) == ("Out@Else.test", "Out@Else.test", "OneOff")


def test_nobody_is_invited_twice_and_nobody_invites_himself(ews: Client, ben: Mailbox) -> None:
    entry = an_entry(RequiredAttendees=guests(BEN, "BEN@example.test", "anna@example.test"), Resources=guests(BEN))
    assert mails(ews.create(entry, invitations=ALL)) == [("request", BEN)]
    assert len(ben.items) == 2


def test_attendees_by_name(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """an attendee without address is looked up"""
    people = (Attendee(Mailbox=EmailAddress(Name="ben bär")), Attendee(Mailbox=EmailAddress(Name="Nobody")))
    reply = ews.create(an_entry(RequiredAttendees=NonEmptyArrayOfAttendees(Attendee=people)), invitations=ALL)
    assert mails(reply) == [("request", BEN), ("request", "nobody")]
    assert ews.get(reply.id, ItemRows.DisplayTo).DisplayTo == "Ben Bär; Nobody"


def test_stamps_do_not_travel(ews: Client, ben: Mailbox) -> None:
    """extended properties do not travel in meeting requests [unverified]"""
    entry = an_entry(RequiredAttendees=guests(BEN), ExtendedProperty=(extended(OID, "r1"),))
    ews.create(entry, invitations=ALL)
    assert not copy_at(ben).extended


def test_stamps_travel_where_the_profile_says_so(ews: Client, exchange: Exchange) -> None:
    dora = exchange.add_mailbox("dora@example.test", profile=exchange.profile.but(copies_carry_stamps=True))
    entry = an_entry(RequiredAttendees=guests(dora.address), ExtendedProperty=(extended(OID, "r1"),))
    ews.create(entry, invitations=ALL)
    assert [one.value for one in copy_at(dora).extended.values()] == ["r1"]


# --- updates -------------------------------------------------------------------------------------------------------


def test_a_new_time_is_told_to_everybody_once(ews: Client, meeting: Item, ben: Mailbox) -> None:
    """one update per attendee; the copy keeps its id and wants an answer again; the sequence number grows [doc]"""
    before = copy_at(ben).item_id
    reply = ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=ALL)
    assert mails(reply) == [("update", BEN), ("update", CLARA)]
    copy = copy_at(ben)
    assert (copy.item_id, value(copy, CalendarItem.Start)) == (before, at(9))
    assert value(copy, CalendarItem.MyResponseType) == "NoResponseReceived"
    assert value(copy, CalendarItem.AppointmentSequenceNumber) == 1
    assert kinds(ben) == ["Outdated", "FullUpdate"]


def test_another_subject_needs_no_new_answer(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    with_answer = copy_at(ben)
    bag = with_answer.bag.copy()
    bag.set(CalendarItem.MyResponseType, "Accept")
    with meeting.mailbox.exchange.turn():
        ben.update(with_answer, bag, {}, "Ben")
    ews.update(meeting, put(ItemRows.Subject, "Changed"), invitations=ALL)
    copy = copy_at(ben)
    assert (value(copy, ItemRows.Subject), value(copy, CalendarItem.MyResponseType)) == ("Changed", "Accept")
    assert value(copy, CalendarItem.AppointmentSequenceNumber) == 0


def kinds(mailbox: Mailbox) -> list[Any]:
    """What kinds of requests lie in an Inbox."""
    return [value(item, MeetingRequestMessage.MeetingRequestType) for item in mailbox.items_of(mailbox.need("inbox"))]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(AcceptItem, "InformationalUpdate"), (TentativelyAcceptItem, "InformationalUpdate"), (None, "FullUpdate")],
)
def test_what_kind_of_update_it_is(
    ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox, answer: type[Bag] | None, kind: str
) -> None:
    """MS-OXWSMTGS 2.2.5.9: who has accepted is only informed, until a new time wants an answer again"""
    if answer is not None:
        bens_ews.create(answer(ReferenceItemId=ItemId(Id=copy_at(ben).item_id)), disposition="SendOnly")
    ews.update(meeting, put(ItemRows.Subject, "Changed"), invitations=ALL)
    assert kinds(ben) == ["Outdated", kind]
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=ALL)
    assert kinds(ben) == ["Outdated", "Outdated", "FullUpdate"]


def test_an_old_request_is_out_of_date_once(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """MS-OXOCAL 3.1.5.2; RC ErrorCalendarMeetingRequestIsOutOfDate, though the sequence number is the same"""
    (request,) = ben.items_of(ben.need("inbox"))
    assert value(request, MeetingRequestMessage.IsOutOfDate) is False
    ews.update(meeting, put(ItemRows.Subject, "Changed"), invitations=ALL)
    assert value(request, MeetingRequestMessage.IsOutOfDate) is True
    reply = bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=request.item_id)), disposition="SendOnly")
    assert reply.code == "ErrorCalendarMeetingRequestIsOutOfDate"
    before = request.change_key
    ews.delete(meeting, cancellations=ALL)
    assert request.change_key == before
    assert kinds(ben)[:2] == ["Outdated", "Outdated"], "a cancellation outdates requests, too"


def test_what_the_attendee_did_to_the_copy_stays(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    bens_ews.update(copy_at(ben), put(ItemRows.ReminderIsSet, False))
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=ALL)
    assert value(copy_at(ben), ItemRows.ReminderIsSet) is False


@pytest.mark.parametrize(
    ("how", "told"),
    [("SendToNone", 0), (ALL, 2), (COPY, 2), ("SendOnlyToChanged", 0), ("SendToChangedAndSaveCopy", 0)],
)
def test_a_change_that_nobody_sees(ews: Client, meeting: Item, how: str, told: int) -> None:
    """ref/updateitem: to all, or to those affected"""
    reply = ews.update(meeting, put(OID, "r1"), invitations=how)
    assert mails(reply) == [("update", BEN), ("update", CLARA)][:told]


def test_a_change_without_sending_leaves_the_copies(ews: Client, meeting: Item, ben: Mailbox) -> None:
    ews.update(meeting, put(CalendarItem.Start, at(9)))
    assert value(copy_at(ben), CalendarItem.Start) == at(10)


def test_somebody_comes_somebody_goes(ews: Client, meeting: Item, exchange: Exchange, clara: Mailbox) -> None:
    """a request for who is new, a cancellation for who is out, nothing for who stays and sees no change"""
    dora = exchange.add_mailbox("dora@example.test")
    reply = ews.update(
        meeting, append(CalendarItem.RequiredAttendees, guests(dora.address)), drop(CalendarItem.OptionalAttendees),
        invitations="SendOnlyToChanged",
    )  # fmt: skip
    assert mails(reply) == [("cancellation", CLARA), ("request", dora.address)]
    assert value(copy_at(dora), CalendarItem.AppointmentState) == 3
    gone = copy_at(clara)
    assert (value(gone, CalendarItem.AppointmentState), value(gone, CalendarItem.IsCancelled)) == (7, True)
    assert value(gone, CalendarItem.LegacyFreeBusyStatus) == "Free"
    assert value(gone, ItemRows.Subject) == "Canceled: Review"


def test_an_appointment_becomes_a_meeting(ews: Client, review: Item, ben: Mailbox) -> None:
    """guide/how-to-update-appointments-and-meetings"""
    reply = ews.update(review, put(CalendarItem.RequiredAttendees, guests(BEN)), invitations=ALL)
    assert mails(reply) == [("request", BEN)]
    assert value(review, CalendarItem.AppointmentState) == 1
    assert value(review, CalendarItem.MeetingRequestWasSent) is True


def test_a_meeting_that_was_not_sent_yet_is_sent_as_a_request(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """setting attendees with SendToNone keeps MeetingRequestWasSent false [doc]"""
    ews.create(an_entry(RequiredAttendees=guests(BEN)))
    reply = ews.update(copy_at(anna), put(CalendarItem.Start, at(9)), invitations="SendOnlyToChanged")
    assert mails(reply) == [("request", BEN)]
    assert value(copy_at(anna), CalendarItem.AppointmentSequenceNumber) == 0
    assert value(copy_at(ben), CalendarItem.Start) == at(9)


def test_who_was_never_invited_is_not_uninvited(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    ews.create(an_entry(RequiredAttendees=guests(BEN)))
    reply = ews.update(copy_at(anna), drop(CalendarItem.RequiredAttendees), invitations=ALL)
    assert mails(reply) == []
    assert value(copy_at(anna), CalendarItem.AppointmentState) == 0


def test_an_attendee_cannot_say_who_is_invited(bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """RC ErrorInvalidPropertySet"""
    copy = copy_at(ben)
    assert bens_ews.update(copy, put(CalendarItem.Resources, guests(AARE))).code == "ErrorInvalidPropertySet"
    more = append(CalendarItem.RequiredAttendees, guests(AARE))
    assert bens_ews.update(copy, more).code == "ErrorInvalidPropertyAppend"
    assert bens_ews.update(copy, drop(CalendarItem.RequiredAttendees)).code == "ErrorInvalidPropertyDelete"


def test_what_an_attendee_changes_stays_with_him(bens_ews: Client, meeting: Item, ben: Mailbox, anna: Mailbox) -> None:
    """B2/attendee-copy: a move changes nothing but his own copy"""
    newest = anna.log.newest
    reply = bens_ews.update(copy_at(ben), put(CalendarItem.Start, at(9)), invitations=ALL)
    assert (reply.code, mails(reply), anna.log.newest) == ("NoError", [], newest)


def test_answers_outlive_a_change_of_something_else(ews: Client, meeting: Item, ben: Mailbox) -> None:
    """the answers are the server's to know: what a client sends of them is ignored"""
    answered(meeting, BEN, "Accept")
    forged = Attendee(Mailbox=EmailAddress(EmailAddress=BEN), ResponseType="Decline")
    array = NonEmptyArrayOfAttendees(Attendee=(forged,))
    ews.update(meeting, put(CalendarItem.RequiredAttendees, array))
    (ben_now,) = ews.get(meeting, CalendarItem.RequiredAttendees).RequiredAttendees.Attendee
    assert (ben_now.ResponseType, ben_now.LastResponseTime) == ("Accept", at(8, day=1))


def test_a_new_time_has_been_answered_by_nobody(ews: Client, meeting: Item) -> None:
    answered(meeting, BEN, "Accept")
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=ALL)
    (ben_now,) = ews.get(meeting, CalendarItem.RequiredAttendees).RequiredAttendees.Attendee
    assert (ben_now.ResponseType, ben_now.LastResponseTime) == ("Unknown", None)


def answered(meeting: Item, address: str, response: str) -> None:
    """Let an answer be noted on the organizer's item."""
    bag = meeting.bag.copy()
    people = tuple(
        Attendee(Mailbox=one.Mailbox, ResponseType=response, LastResponseTime=at(8, day=1))
        for one in bag.need(CalendarItem.RequiredAttendees).need(NonEmptyArrayOfAttendees.Attendee)
        if one.need(Attendee.Mailbox).EmailAddress == address
    )
    bag.set(CalendarItem.RequiredAttendees, NonEmptyArrayOfAttendees(Attendee=people))
    with meeting.mailbox.exchange.turn():
        meeting.mailbox.update(meeting, bag, {}, "Anna Arn")


# --- cancellations -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["MoveToDeletedItems", "SoftDelete", "HardDelete"])
def test_deleting_with_cancellations(ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox, how: str) -> None:
    """ref/deleteitem: update (state 5), cancellations, then the deletion"""
    reply = ews.delete(meeting, how=how, cancellations=ALL)
    assert mails(reply) == [("cancellation", BEN), ("cancellation", CLARA)]
    modified, gone = anna.log.after(1)
    assert (modified.kind, gone.kind) == (Kind.Modified, Kind.Deleted if how == "HardDelete" else Kind.Moved)
    copy = copy_at(ben)
    assert (value(copy, CalendarItem.AppointmentState), value(copy, ItemRows.Subject)) == (7, "Canceled: Review")
    cancellation = list(ben.items_of(ben.need("inbox")))[-1]
    assert (cancellation.kind, value(cancellation, ItemRows.Subject)) == (
        MeetingCancellationMessage, "Canceled: Review",
    )  # fmt: skip
    if how != "HardDelete":
        (own,) = anna.items.values()
        assert value(own, CalendarItem.AppointmentState) == 5


def test_somebody_outside_is_uninvited_by_mail_alone(ews: Client, anna: Mailbox) -> None:
    ews.create(an_entry(RequiredAttendees=guests("Out@Else.test")), invitations=ALL)
    reply = ews.delete(copy_at(anna), cancellations=ALL)
    assert mails(reply) == [("cancellation", "out@else.test")]


def test_deleting_without_leaves_the_copies_alone(ews: Client, meeting: Item, ben: Mailbox) -> None:
    """ref/deleteitem: SendToNone"""
    newest = ben.log.newest
    assert mails(ews.delete(meeting)) == []
    assert ben.log.newest == newest


def test_cancellations_go_out_once(ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox) -> None:
    ews.delete(meeting, cancellations=ALL)
    (trashed,) = anna.items.values()
    newest = ben.log.newest
    assert mails(ews.delete(trashed, how="HardDelete", cancellations=ALL)) == []
    assert ben.log.newest == newest


def test_what_was_never_sent_is_not_cancelled(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    ews.create(an_entry(RequiredAttendees=guests(BEN)))
    assert mails(ews.delete(copy_at(anna), cancellations=ALL)) == []
    assert not ben.items


def test_an_appointment_has_nobody_to_tell(ews: Client, review: Item, anna: Mailbox) -> None:
    assert mails(ews.delete(review, cancellations=ALL)) == []
    assert [record.kind for record in anna.log.after(1)] == [Kind.Moved]


def test_the_copy_is_gone_already(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """the mail comes all the same; the copy in Deleted Items is left alone"""
    bens_ews.delete(copy_at(ben), how="HardDelete")
    reply = ews.delete(meeting, cancellations=ALL)
    assert ("cancellation", BEN) in mails(reply)
    (last,) = [item for item in ben.items.values() if item.kind is MeetingCancellationMessage]
    assert value(last, MeetingCancellationMessage.AssociatedCalendarItemId) is None
    assert value(last, ItemRows.Subject) == "Canceled: Review"


def test_an_update_brings_a_declined_copy_back(ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    bens_ews.delete(copy_at(ben))
    ews.update(meeting, put(CalendarItem.Start, at(9)), invitations=ALL)
    assert value(copy_at(ben), CalendarItem.Start) == at(9)


def test_invited_again_after_a_cancellation(ews: Client, meeting: Item, clara: Mailbox) -> None:
    ews.update(meeting, drop(CalendarItem.OptionalAttendees), invitations=ALL)
    ews.update(meeting, put(CalendarItem.OptionalAttendees, guests(CLARA)), invitations=ALL)
    copy = copy_at(clara)
    assert (value(copy, CalendarItem.AppointmentState), value(copy, ItemRows.Subject)) == (3, "Review")


def test_removed_twice_is_cancelled_once(ews: Client, meeting: Item, clara: Mailbox) -> None:
    ews.update(meeting, drop(CalendarItem.OptionalAttendees), invitations=ALL)
    ews.delete(meeting, cancellations=ALL)
    assert value(copy_at(clara), ItemRows.Subject) == "Canceled: Review"
