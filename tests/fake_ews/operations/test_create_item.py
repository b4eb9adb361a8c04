"""CreateItem of calendar items and messages: what is required, filled in, corrected, refused."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.contract.calendar import (
    CalendarItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import (
    ArrayOfStrings,
    Body,
    TargetFolderId,
)
from fake_ews.contract.contacts import ContactItem, DistributionList
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import AcceptSharingInvitation, Message, PostItem
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.operations import CreateItem, NonEmptyArrayOfAllItems
from fake_ews.contract.paths import ExtendedProperty, NonEmptyArrayOfPropertyValues, PathToExtendedField
from fake_ews.contract.tasks import Task
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.ids import read
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, an_entry, at, extended, listed
from tests.field import field

SET = "6b3f0000-0000-4000-8000-00000000c0de"


def test_the_answer_names_id_and_change_key(ews: Client, anna: Mailbox) -> None:
    """ref/createitem-operation"""
    reply = ews.create(an_entry())
    (item,) = anna.items.values()
    assert (reply.code, reply.id.Id, reply.id.ChangeKey) == ("NoError", item.item_id, item.change_key)
    assert list(reply.item.values) == [ItemRows.ItemId]


def test_an_id_is_opaque_base64_of_the_length_of_a_real_one(ews: Client) -> None:
    """guide/ews-identifiers; captures: 152 letters, among them + and /"""
    made = [ews.create(an_entry()).id.need(_ID) for _ in range(3)]
    assert {len(one) for one in made} == {152}
    assert "+" in made[0]
    assert "/" in made[0]
    assert len(set(made)) == 3


_ID: Row[str] = CalendarItem.ItemId.type.Id


def test_the_same_request_twice_makes_two_items(ews: Client, anna: Mailbox) -> None:
    """no idempotency [inferred]"""
    ews.create(an_entry())
    ews.create(an_entry())
    assert len(anna.items) == 2


def test_it_is_one_record_in_the_log(ews: Client, anna: Mailbox) -> None:
    ews.create(an_entry())
    (record,) = anna.log.after(0)
    assert (record.kind, record.folder, record.item_class) == (
        Kind.Created, anna.need("calendar").number, "IPM.Appointment",
    )  # fmt: skip
    assert "calendar:Start" in record.properties


def test_sending_must_be_decided_for_a_calendar_item(ews: Client, anna: Mailbox) -> None:
    """RC ErrorSendMeetingInvitationsRequired: a response message, not a fault"""
    reply = ews.create(an_entry(), invitations=None)
    assert reply.code == "ErrorSendMeetingInvitationsRequired"
    assert reply.turn.is_write
    assert not anna.items


def test_a_calendar_item_needs_a_calendar(ews: Client, anna: Mailbox) -> None:
    """RC ErrorCannotCreateCalendarItemInNonCalendarFolder"""
    for folder in ("inbox", "deleteditems"):
        assert ews.create(an_entry(), folder=folder).code == "ErrorCannotCreateCalendarItemInNonCalendarFolder"
    assert not anna.items


def test_another_calendar_folder(ews: Client, exchange: Exchange, anna: Mailbox) -> None:
    with exchange.turn():
        second = anna.create_folder(anna.need("calendar"), "Second", "IPF.Appointment")
    made = ews.create(an_entry(), folder=anna.folder_id(second)).id
    assert ews.get(made, ItemRows.ParentFolderId).ParentFolderId.Id == anna.ids.folder(second.number)


def test_a_folder_that_is_not_there(ews: Client) -> None:
    assert ews.create(an_entry(), folder="voicemail").code == "ErrorSavedItemFolderNotFound"
    message = Message(Subject="x")
    assert ews.create(message, folder="voicemail", disposition="SaveOnly").code == "ErrorSavedItemFolderNotFound"
    assert ews.create(Task(Subject="x"), folder="voicemail").code == "ErrorSavedItemFolderNotFound"


def test_a_batch_goes_on_after_a_failure(ews: Client) -> None:
    """guide/ews: each item by itself, in order"""
    reply = ews.create(an_entry(), an_entry(End=at(9)), an_entry())
    assert reply.codes == ["NoError", "ErrorCalendarEndDateIsEarlierThanStartDate", "NoError"]


# --- what Exchange fills in ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (ItemRows.Sensitivity, "Normal"),
        (ItemRows.Importance, "Normal"),
        (ItemRows.ReminderIsSet, True),
        (ItemRows.ReminderMinutesBeforeStart, 15),
        (ItemRows.Culture, "en-US"),
        (CalendarItem.LegacyFreeBusyStatus, "Busy"),
        (CalendarItem.IsAllDayEvent, False),
        (CalendarItem.IsMeeting, False),
        (CalendarItem.IsCancelled, False),
        (CalendarItem.IsRecurring, False),
        (CalendarItem.MeetingRequestWasSent, False),
        (CalendarItem.IsResponseRequested, True),
        (CalendarItem.CalendarItemType, "Single"),
        (CalendarItem.MyResponseType, "Unknown"),
        (CalendarItem.AppointmentSequenceNumber, 0),
        (CalendarItem.AppointmentState, 0),
        (CalendarItem.AllowNewTimeProposal, True),
        (CalendarItem.ConflictingMeetingCount, 0),
    ],
)
def test_what_a_client_does_not_say(ews: Client, row: Row[object], value: object) -> None:
    """MS-OXOCAL, MS-OXOCFG (reminder); an absent bool or int makes the EWS Managed API throw"""
    assert ews.get(ews.create(an_entry()).id, row).get(row) == value


def test_no_times_at_all(ews: Client) -> None:
    """the next half hour from now; at 8:00 that is 8:30 [unverified]"""
    made = ews.get(ews.create(CalendarItem(Subject="Soon")).id, CalendarItem.Start, CalendarItem.End)
    assert (made.Start, made.End) == (at(8, 30, day=1), at(9, day=1))


def test_no_times_in_the_second_half_of_an_hour(ews: Client, exchange: Exchange) -> None:
    exchange.clock.set(at(8, 45, day=1))  # type: ignore[attr-defined]
    assert ews.get(ews.create(CalendarItem()).id, CalendarItem.Start).Start == at(9, day=1)


def test_the_organizer_is_the_owner(ews: Client) -> None:
    organizer = ews.get(ews.create(an_entry()).id, CalendarItem.Organizer).Organizer.Mailbox
    assert (organizer.Name, organizer.EmailAddress, organizer.RoutingType, organizer.MailboxType) == (
        "Anna Arn", "anna@example.test", "SMTP", "Mailbox",
    )  # fmt: skip


def test_a_uid_can_be_given(ews: Client) -> None:
    """fact sheet section 6: UID may be set on CreateItem"""
    assert ews.get(ews.create(an_entry(UID="my-uid")).id, CalendarItem.UID).UID == "my-uid"


def test_who_is_told_as_last_modifier(ews: Client, exchange: Exchange, anna: Mailbox) -> None:
    """guide/impersonation: LastModifiedName is the impersonated user"""
    service = exchange.add_mailbox("service@example.test")
    as_anna = Client(exchange, ews.account, anna, impersonating=True)
    made = as_anna.create(an_entry()).id
    assert as_anna.get(made, ItemRows.LastModifiedName).LastModifiedName == "Anna Arn"
    assert not service.items


# --- what it corrects and refuses ----------------------------------------------------------------------------------


def test_seconds_stay_fractions_go(ews: Client) -> None:
    """fact sheet section 10: whole seconds are kept [unverified]"""
    start = at(10) + dt.timedelta(seconds=5, milliseconds=250)
    assert ews.get(ews.create(an_entry(Start=start)).id, CalendarItem.Start).Start == at(10) + dt.timedelta(seconds=5)


def test_no_length_is_accepted(ews: Client) -> None:
    """fact sheet section 6: equal times are accepted [unverified]"""
    made = ews.create(an_entry(End=at(10)))
    assert made.code == "NoError"
    assert ews.get(made.id, CalendarItem.Duration).Duration == "PT0M"


@pytest.mark.parametrize(
    ("end", "duration"),
    [(at(11, 30), "PT1H30M"), (at(10, day=16), "P1D"), (at(11, 5, day=17), "P2DT1H5M"), (at(10, 20), "PT20M")],
)
def test_the_duration_in_words(ews: Client, end: dt.datetime, duration: str) -> None:
    """ref/duration-items: an xs:duration"""
    assert ews.get(ews.create(an_entry(End=end)).id, CalendarItem.Duration).Duration == duration


def test_longer_than_five_years(ews: Client) -> None:
    """RC ErrorCalendarDurationIsTooLong"""
    assert ews.create(an_entry(End=at(10) + dt.timedelta(days=1831))).code == "ErrorCalendarDurationIsTooLong"
    assert ews.create(an_entry(End=at(10) + dt.timedelta(days=1826))).code == "NoError"


@field("FR-05")
@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("Grüße <&> \"'", "Grüße <&> \"'"),
        ("😀 Sitzung", "😀 Sitzung"),
        ("", ""),
        ("x" * 255, "x" * 255),
        ("x" * 256, "x" * 252 + "..."),
    ],
)
def test_subjects(ews: Client, given: str, stored: str) -> None:
    """a library maintainer's word, two reports: 255 characters; where "..." stands is a profile field"""
    assert (ews.get(ews.create(an_entry(Subject=given)).id, ItemRows.Subject).Subject or "") == stored


@field("FR-05")
@pytest.mark.parametrize("profile", [Profile().but(subject_cut="beyond")])
def test_subjects_cut_beyond_the_limit(ews: Client, profile: Profile) -> None:
    made = ews.create(an_entry(Subject="x" * 300)).id
    assert ews.get(made, ItemRows.Subject).Subject == "x" * 255 + "..."


@pytest.mark.parametrize("row", [CalendarItem.IsMeeting, CalendarItem.AppointmentState, ItemRows.Size])
def test_what_only_the_server_knows_cannot_be_given(ews: Client, row: Row[object], anna: Mailbox) -> None:
    """RC ErrorInvalidPropertySet, with the property in MessageXml"""
    reply = ews.create(an_entry(**{row.name: True if row is CalendarItem.IsMeeting else 1}))
    assert reply.code == "ErrorInvalidPropertySet"
    assert f'FieldURI="{row.uri}"'.encode() in reply.raw
    assert not anna.items


def test_everything_that_a_single_item_can_carry(ews: Client) -> None:
    given = an_entry(
        Sensitivity="Private", Body=Body(BodyType="HTML", text="<p>Bring <b>plans</b></p>"),
        Categories=ArrayOfStrings(String=("Blue", "Red")), Importance="High", ReminderIsSet=False,
        ReminderMinutesBeforeStart=30, Culture="de-CH", LegacyFreeBusyStatus="OOF", Location="Aare",
        IsResponseRequested=False, AllowNewTimeProposal=False, ConferenceType=0,
        MeetingWorkspaceUrl="http://w.test", NetShowUrl="http://n.test",
    )  # fmt: skip
    shown = ews.get(ews.create(given).id, base="AllProperties")
    for row, value in given:
        assert shown.get(row) == value, row


def test_a_body_in_the_other_form(ews: Client) -> None:
    """ref/bodytype"""
    html = ews.create(an_entry(Body=Body(BodyType="HTML", text="<p>Bring<br>plans &amp; maps</p>"))).id
    assert ews.get(html, ItemRows.Body, body="Text").Body.text == "Bring\r\nplans & maps\r\n"
    assert ews.get(html, ItemRows.TextBody).TextBody.text == "Bring\r\nplans & maps\r\n"
    text = ews.create(an_entry(Body=Body(BodyType="Text", text="a < b"))).id
    assert "a &lt; b" in ews.get(text, ItemRows.Body, body="HTML").Body.text
    assert ews.get(text, ItemRows.Body, body="Best").Body == Body(BodyType="Text", text="a < b")


# --- extended properties -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("String", "r1"), ("Integer", "-7"), ("Boolean", "true"), ("Double", "2.5"), ("Binary", "AQID"),
        ("CLSID", "6b3f0000-0000-4000-8000-00000000c0de"), ("SystemTime", "2027-03-15T10:00:00Z"), ("Long", "7"),
        ("Short", "3"), ("Float", "0.5"), ("Currency", "100"),
    ],
)  # fmt: skip
def test_extended_properties_of_every_kind(ews: Client, kind: str, text: str) -> None:
    """ref/extendedproperty, MapiPropertyTypeType"""
    path = PathToExtendedField(PropertySetId=SET, PropertyName="p", PropertyType=kind)
    made = ews.create(an_entry(ExtendedProperty=(extended(path, text),))).id
    (shown,) = ews.get(made, path).ExtendedProperty
    assert (shown.ExtendedFieldURI, shown.Value) == (path, text)


def test_an_array(ews: Client) -> None:
    path = PathToExtendedField(PropertySetId=SET, PropertyId=7, PropertyType="StringArray")
    values = NonEmptyArrayOfPropertyValues(Value=("a", "b"))
    made = ews.create(an_entry(ExtendedProperty=(ExtendedProperty(ExtendedFieldURI=path, Values=values),))).id
    (shown,) = ews.get(made, path).ExtendedProperty
    assert shown.Values.Value == ("a", "b")


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        (PathToExtendedField(PropertyName="p", PropertyType="String"), "x", "ErrorInvalidExtendedProperty"),
        (PathToExtendedField(PropertyTag="0x8001", PropertyType="String"), "x", "ErrorInvalidExtendedProperty"),
        (
            PathToExtendedField(PropertySetId=SET, PropertyName="p", PropertyType="Integer"),
            "x",
            "ErrorInvalidExtendedPropertyValue",
        ),
        (
            PathToExtendedField(PropertySetId=SET, PropertyName="p", PropertyType="Object"),
            "x",
            "ErrorUnsupportedMapiPropertyType",
        ),
    ],
)
def test_extended_properties_that_are_refused(
    ews: Client, anna: Mailbox, path: PathToExtendedField, text: str, code: str
) -> None:
    """ref/extendedfielduri, RC"""
    assert ews.create(an_entry(ExtendedProperty=(extended(path, text),))).code == code
    assert not anna.items


def test_other_answers_are_refused_by_name(ews: Client, anna: Mailbox) -> None:
    """an operation that is not simulated fails loudly"""
    reply = ews.create(AcceptSharingInvitation(), disposition="SendOnly")
    assert (reply.code, reply.only.MessageText) == (
        "ErrorInvalidOperation", "AcceptSharingInvitation is not supported by this server.",
    )  # fmt: skip


def test_an_address_list_is_no_folder(ews: Client) -> None:
    request = CreateItem(
        SendMeetingInvitations="SendToNone",
        SavedItemFolderId=TargetFolderId(AddressListId=TargetFolderId.AddressListId.type(Id="x")),
        Items=listed(NonEmptyArrayOfAllItems, [an_entry()]),
    )
    assert ews.ask(request).code == "ErrorInvalidOperation"


def test_a_request_without_items_is_no_request(ews: Client) -> None:
    """xsd: Items is required; the whole request fails"""
    with pytest.raises(RequestFailure) as refused:
        ews.ask('<m:CreateItem SendMeetingInvitations="SendToNone"></m:CreateItem>')
    assert refused.value.failure.code == "ErrorSchemaValidation"


def test_what_the_journal_is_told(ews: Client) -> None:
    """design: properties the request writes with their values as text"""
    path = PathToExtendedField(PropertySetId=SET.upper(), PropertyName="oid", PropertyType="String")
    entry = an_entry(Body=Body(BodyType="Text", text="Plans"), ExtendedProperty=(extended(path, "r1"),))
    turn = ews.create(entry).turn
    assert turn.is_write
    assert turn.properties == [
        ("item:Subject", "Review"), ("item:Body", "Plans"), ("calendar:Start", "2027-03-15T10:00:00+00:00"),
        ("calendar:End", "2027-03-15T11:00:00+00:00"), (f"{SET}/oid", "r1"),
    ]  # fmt: skip


def test_a_mailbox_is_read_from_its_id(ews: Client, anna: Mailbox) -> None:
    """MS-OXWSITEMID: the id embeds the mailbox's GUID"""
    parsed = read(ews.create(an_entry()).id.need(_ID))
    assert getattr(parsed, "mailbox", None) == anna.ids.mailbox


@pytest.mark.parametrize("kind", [MeetingRequestMessage, MeetingResponseMessage, MeetingCancellationMessage])
def test_a_meeting_message_is_not_made_by_hand(ews: Client, kind: type[MeetingMessage]) -> None:
    """[doc RC]"""
    made = ews.create(kind(Subject="By hand"), disposition="SaveOnly")
    assert made.code == "ErrorInvalidItemForOperationCreateItem"


@pytest.mark.parametrize(
    ("item", "folders", "code"),
    [
        (ContactItem(GivenName="C"), ("inbox", "drafts", "tasks"), "ErrorCannotCreateContactInNonContactFolder"),
        (DistributionList(DisplayName="D"), ("calendar",), "ErrorCannotCreateContactInNonContactFolder"),
        (Task(Subject="T"), ("inbox", "calendar", "contacts"), "ErrorCannotCreateTaskInNonTaskFolder"),
        (PostItem(Subject="P"), ("calendar", "notes", "contacts"), "ErrorCannotCreatePostItemInNonMailFolder"),
    ],
)
def test_what_does_not_belong_into_a_folder(ews: Client, item: Bag, folders: tuple[str, ...], code: str) -> None:
    """[doc RC]; contacts: MSOXWSCONT_S01_TC09, TC11"""
    assert {ews.create(item, folder=folder).code for folder in folders} == {code}
    assert ews.create(item, invitations=None).code == "NoError"


@pytest.mark.parametrize(
    ("item", "folder"),
    [(ContactItem(GivenName="C"), "recipientcache"), (PostItem(Subject="P"), "drafts"), (Task(Subject="T"), "tasks")],
)
def test_what_belongs_there(ews: Client, item: Bag, folder: str) -> None:
    assert ews.create(item, folder=folder).code == "NoError"
