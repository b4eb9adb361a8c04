"""GetItem: what is shown, of whom, and what is answered where there is nothing to show."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import FolderId, ItemId, OccurrenceItemId, RecurringMasterItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Row
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.recurrence import RelativeYearlyRecurrencePattern
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, at, get, put, shape
from tests.fake_ews.operations.series import a_series, daily

OID = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="oid", PropertyType="String"
)


def names(item: object) -> set[str]:
    """The names of the elements that an item has in an answer."""
    return {row.name for row in item.values}  # type: ignore[attr-defined]


def test_only_the_id(ews: Client, review: Item) -> None:
    """guide/property-sets-and-response-shapes, table 3"""
    assert names(ews.get(review)) == {"ItemId"}


def test_the_default_shape(ews: Client, review: Item) -> None:
    """guide/property-sets-and-response-shapes, table 3; a Location that there is not is left out"""
    assert names(ews.get(review, base="Default")) == {
        "ItemId", "Subject", "HasAttachments", "IsAssociated", "Start", "End", "LegacyFreeBusyStatus",
        "CalendarItemType", "Organizer", "ResponseObjects",
    }  # fmt: skip


def test_all_properties_has_no_extended_properties(ews: Client) -> None:
    """guide/property-sets-and-response-shapes, table 4, and UID, which clients count on [seen: Managed API's ICalUid];
    only requested extended properties come back [inferred]
    """
    made = ews.create(an_entry(Location="Aare", Body=None)).id
    ews.update(made, put(OID, "r1"))
    shown = names(ews.get(made, base="AllProperties"))
    assert {
        "ItemId", "ParentFolderId", "ItemClass", "Subject", "Sensitivity", "Body", "DateTimeReceived", "Size",
        "Importance", "IsSubmitted", "IsDraft", "IsFromMe", "IsResend", "IsUnmodified", "DateTimeSent",
        "DateTimeCreated", "ResponseObjects", "ReminderDueBy", "ReminderIsSet", "ReminderMinutesBeforeStart",
        "DisplayCc", "DisplayTo", "HasAttachments", "Culture", "EffectiveRights", "LastModifiedName",
        "LastModifiedTime", "IsAssociated", "WebClientReadFormQueryString", "WebClientEditFormQueryString",
        "ConversationId", "DateTimeStamp", "Start", "End", "IsAllDayEvent", "LegacyFreeBusyStatus", "Location",
        "IsMeeting", "IsCancelled", "IsRecurring", "MeetingRequestWasSent", "IsResponseRequested",
        "CalendarItemType", "MyResponseType", "Organizer", "ConflictingMeetingCount", "AdjacentMeetingCount",
        "Duration", "TimeZone", "AppointmentSequenceNumber", "AppointmentState", "StartTimeZone", "EndTimeZone",
        "AllowNewTimeProposal", "UID",
    } <= shown  # fmt: skip
    assert not {"MimeContent", "Attachments", "UniqueBody", "EnhancedLocation", "ExtendedProperty"} & shown


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (CalendarItem.UID, "040000008200E00074C5B7101A82E008"),
        (CalendarItem.IsOrganizer, True),
        (CalendarItem.StartTimeZoneId, "UTC"),
        (ItemRows.DateTimeCreated, at(8, day=1)),
        (ItemRows.ReminderDueBy, at(10)),
        (ItemRows.DisplayTo, ""),
        (ItemRows.ItemClass, "IPM.Appointment"),
        (ItemRows.Preview, ""),
        (CalendarItem.Duration, "PT1H"),
        (CalendarItem.TimeZone, "(UTC) Coordinated Universal Time"),
    ],
)
def test_a_property_is_there_when_asked_for(ews: Client, review: Item, row: Row[object], value: object) -> None:
    """guide/property-sets-and-response-shapes: AdditionalProperties. UID: its first 16 bytes, MS-OXOCAL 2.2.1.27"""
    shown = ews.get(review, row).get(row)
    assert str(shown).startswith(value) if row is CalendarItem.UID and isinstance(value, str) else shown == value


def test_an_asked_for_body_is_sent_even_when_empty(ews: Client, review: Item) -> None:
    """grommunio 69080a582: Outlook for Mac loops otherwise"""
    body = ews.get(review, ItemRows.Body).Body
    assert (body.BodyType, body.text or "") == ("Text", "")


def test_a_batch_is_answered_one_by_one_in_order(ews: Client, review: Item) -> None:
    """guide/ews: one failing does not stop the others; the response messages are in request order"""
    gone = ews.create(an_entry()).id
    ews.delete(gone, how="HardDelete")
    second = ews.create(an_entry(Subject="Second")).id
    reply = ews.ask(get(review, gone, second, ItemRows.Subject))
    assert reply.codes == ["NoError", "ErrorItemNotFound", "NoError"]
    assert [item.Subject for item in reply.items] == ["Review", "Second"]


def test_an_error_has_a_text_a_link_key_and_an_empty_container(ews: Client, review: Item) -> None:
    """ref samples; grommunio ed08e67d1, 1969c35e4: MessageText, ResponseCode, DescriptiveLinkKey, then the payload"""
    ews.delete(review, how="HardDelete")
    reply = ews.ask(get(review))
    assert reply.only.ResponseClass == "Error"
    text = "The specified object was not found in the store."
    assert (
        f"<m:MessageText>{text}</m:MessageText><m:ResponseCode>ErrorItemNotFound</m:ResponseCode>"
        "<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Items" in reply.raw.decode()
    )


def test_success_has_no_link_key(ews: Client, review: Item) -> None:
    """grommunio 05178bbc0: a link key on success breaks clients"""
    assert b"DescriptiveLinkKey" not in ews.ask(get(review)).raw


@pytest.mark.parametrize(
    ("item_id", "code"),
    [
        ("", "ErrorInvalidIdEmpty"),
        ("not base64!", "ErrorInvalidIdMalformed"),
        ("AAAA", "ErrorInvalidIdMalformed"),
    ],
)
def test_an_id_that_is_none(ews: Client, item_id: str, code: str) -> None:
    """RC"""
    assert ews.ask(get(ItemId(Id=item_id))).code == code


def test_the_id_of_a_folder(ews: Client, anna: Mailbox) -> None:
    """RC ErrorCannotUseFolderIdForItemId"""
    folder: FolderId = anna.folder_id(anna.need("calendar"))
    assert ews.ask(get(folder.need(FolderId.Id))).code == "ErrorCannotUseFolderIdForItemId"


def test_the_id_of_an_item_that_lies_elsewhere(ews: Client, anna: Mailbox, review: Item) -> None:
    """an id holds for one folder: who moves an item gives it another"""
    elsewhere = anna.ids.item(anna.need("inbox").number, review.number)
    assert ews.ask(get(elsewhere)).code == "ErrorItemNotFound"


def test_ids_are_case_sensitive(ews: Client, review: Item) -> None:
    """guide/ews-identifiers-in-exchange"""
    assert ews.ask(get(review.item_id.swapcase())).code == "ErrorInvalidIdMalformed"


def test_a_change_key_that_is_none(ews: Client, review: Item) -> None:
    """RC ErrorInvalidChangeKey; without, or with a stale one, GetItem does not mind"""
    assert ews.ask(get(ItemId(Id=review.item_id, ChangeKey="nonsense"))).code == "ErrorInvalidChangeKey"
    stale = ews.get(review).ItemId
    ews.update(review, put(ItemRows.Subject, "Changed"))
    assert ews.ask(get(stale)).code == "NoError"


def test_nobody_is_in_a_series(ews: Client, review: Item) -> None:
    """RC: the wrong kind of id"""
    occurrence = OccurrenceItemId(RecurringMasterId=review.item_id, InstanceIndex=1)
    assert ews.ask(get(occurrence)).code == "ErrorCalendarCannotUseIdForRecurringMasterId"
    master = RecurringMasterItemId(OccurrenceId=review.item_id)
    assert ews.ask(get(master)).code == "ErrorCalendarCannotUseIdForOccurrenceId"
    ews.delete(review, how="HardDelete")
    assert ews.ask(get(occurrence)).code == "ErrorItemNotFound"
    assert ews.ask(get(master)).code == "ErrorItemNotFound"


def test_extended_properties_that_an_item_lacks_are_left_out(ews: Client, review: Item) -> None:
    """properties not set are not returned: no element, no error [inferred; two client libraries rely on it]"""
    assert ews.get(review, OID).ExtendedProperty is None


def test_an_extended_property_that_makes_no_sense(ews: Client, review: Item) -> None:
    """ref/extendedfielduri: a set and a tag exclude each other"""
    path = PathToExtendedField(PropertyTag="0x0037", PropertyName="oid", PropertyType="String")
    assert ews.ask(get(review, path)).code == "ErrorInvalidExtendedProperty"


def test_what_the_journal_is_told(ews: Client, review: Item) -> None:
    """design: a record carries the ids that a request names"""
    turn = ews.ask(get(review, "AAAA")).turn
    assert (turn.item_ids, turn.is_write) == ([review.item_id, "AAAA"], False)
    assert turn.codes == ["NoError", "ErrorInvalidIdMalformed"]


def test_instants_are_utc_without_a_context(ews: Client, review: Item) -> None:
    """guide/time-zones-and-ews-in-exchange"""
    assert b"<t:Start>2027-03-15T10:00:00Z</t:Start>" in ews.ask(get(review, CalendarItem.Start)).raw


def test_instants_are_told_in_the_zone_of_the_context(ews: Client, review: Item) -> None:
    """guide/time-zones-and-ews-in-exchange: TimeZoneContext; a wall clock time stays in its own zone"""
    in_berne = ews.but(zone="W. Europe Standard Time")
    raw = in_berne.ask(get(review, CalendarItem.Start, CalendarItem.StartWallClock, ItemRows.Subject)).raw
    assert b"<t:Start>2027-03-15T11:00:00+01:00</t:Start>" in raw
    assert b"<t:StartWallClock>2027-03-15T10:00:00Z</t:StartWallClock>" in raw


def test_an_old_client_is_shown_nothing_newer(ews: Client, review: Item) -> None:
    """seen with the EWS Managed API: answers to Exchange2007_SP1 hold no newer property"""
    shown = names(ews.but(version="Exchange2007_SP1").get(review, base="AllProperties"))
    assert not {"IsAssociated", "StartTimeZone", "ConversationId"} & shown


def test_clients_of_2007_are_told_the_zone_in_their_way(ews: Client, review: Item) -> None:
    """of a series alone, by the rules of the year [spec MS-OXWSMTGS 2.2.4.6]"""
    old = ews.but(version="Exchange2007_SP1")
    master = ews.create(a_series(daily(3))).id
    told = old.get(master, base="AllProperties").MeetingTimeZone
    assert (told.TimeZoneName, told.BaseOffset) == ("W. Europe Standard Time", "-PT1H")
    assert (told.Standard.Offset, told.Standard.Time, told.Daylight.Offset, told.Daylight.Time) == (
        "PT0S", "03:00:00", "-PT1H", "02:00:00",
    )  # fmt: skip
    assert told.Daylight.RelativeYearlyRecurrence == RelativeYearlyRecurrencePattern(
        DaysOfWeek="Sunday", DayOfWeekIndex="Last", Month="March"
    )
    assert ews.get(master, base="AllProperties").MeetingTimeZone is None
    one = OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=2)
    for single in (review, one):
        assert old.get(single, base="AllProperties").MeetingTimeZone is None


def test_properties_of_another_kind_are_passed_over(ews: Client, review: Item) -> None:
    """one request asks for items of several kinds"""
    path = "message:IsRead"
    request = get(review)
    request.ItemShape = shape(path)
    assert names(ews.ask(request).item) == {"ItemId"}
