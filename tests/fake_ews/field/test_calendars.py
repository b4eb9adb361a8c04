"""Reports of the field on calendars: what a server does that surprises people, and the simulator does too."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.zones import NonEmptyArrayOfPeriods, TimeZoneDefinition
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, an_entry, at, full_zone, put
from tests.fake_ews.operations.test_meetings import copy_at, guests, value
from tests.field import field

BERNE = "W. Europe Standard Time"
BUSY = CalendarItem.LegacyFreeBusyStatus
FREE_BUSY = """<m:GetUserAvailabilityRequest><t:TimeZone><t:Bias>-120</t:Bias>{parts}</t:TimeZone>
<m:MailboxDataArray><t:MailboxData><t:Email><t:Address>anna@example.test</t:Address></t:Email>
<t:AttendeeType>Required</t:AttendeeType></t:MailboxData></m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow>
<t:StartTime>2027-03-15T00:00:00</t:StartTime><t:EndTime>2027-03-16T00:00:00</t:EndTime></t:TimeWindow>
<t:RequestedView>FreeBusy</t:RequestedView></t:FreeBusyViewOptions></m:GetUserAvailabilityRequest>"""
PART = "<t:Bias>0</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>1</t:DayOrder><t:Month>{month}</t:Month>"
PART += "<t:DayOfWeek>Sunday</t:DayOfWeek>"


@field("FR-06")
def test_a_zone_whose_transition_leads_to_a_period_that_is_not_listed(ews: Client, anna: Mailbox) -> None:
    """OfficeDev/ews-managed-api 74: refused, nothing stored; the id alone is enough"""
    zone = full_zone(BERNE).copy()
    zone.Periods = NonEmptyArrayOfPeriods(Period=zone.Periods.Period[:1])
    refused = ews.create(an_entry(StartTimeZone=zone))
    assert (refused.code, refused.only.ResponseClass, list(anna.items)) == ("ErrorTimeZone", "Error", [])
    assert "period" in refused.only.MessageText.lower()
    assert ews.create(an_entry(StartTimeZone=TimeZoneDefinition(Id=BERNE))).code == "NoError"


@field("FR-07")
def test_a_reminder_that_nobody_asked_for(ews: Client) -> None:
    """MS-OXOCFG piRemindDefault; jamesiarmes/php-ews 77: 15 minutes where nothing is said, none where it is refused"""
    rows = ItemRows.ReminderIsSet, ItemRows.ReminderMinutesBeforeStart
    silent, refused = (ews.create(an_entry(**said)).id for said in ({}, {"ReminderIsSet": False}))
    assert [ews.get(silent, *rows).get(row) for row in rows] == [True, 15]
    assert ews.get(refused, *rows).ReminderIsSet is False


@field("FR-08")
def test_a_room_shows_the_title_first_and_the_organizer_then(
    ews: Client, exchange: Exchange, clock: ManualClock, anna: Mailbox, aare: Mailbox
) -> None:
    """Set-CalendarProcessing; microsoftgraph/microsoft-graph-docs 11649"""
    room = guests(aare.address)
    ews.create(an_entry(Sensitivity="Private", Resources=room), invitations="SendToAllAndSaveCopy")
    rows = ItemRows.Subject, ItemRows.Sensitivity, BUSY
    assert [value(copy_at(aare), row) for row in rows] == ["Review", "Private", "Tentative"]
    pass_time(exchange, clock, seconds=1)
    assert [value(copy_at(aare), row) for row in rows] == ["Anna Arn", "Normal", "Busy"]
    assert [value(copy_at(aare), row) for row in (ItemRows.Body, ItemRows.Attachments)] == [None, None]
    assert [value(copy_at(anna), row) for row in rows] == ["Review", "Private", "Busy"]


@field("FR-12")
def test_free_and_busy_in_a_zone_without_summer_time(ews: Client) -> None:
    """xsd SerializableTimeZone; ecederstrand/exchangelib 488: both parts must be there, they may say the same"""
    with pytest.raises(RequestFailure, match="ErrorSchemaValidation"):
        ews.ask(FREE_BUSY.format(parts=""))
    parts = f"<t:StandardTime>{PART.format(month=10)}</t:StandardTime>"
    parts += f"<t:DaylightTime>{PART.format(month=3)}</t:DaylightTime>"
    reply = ews.ask(FREE_BUSY.format(parts=parts)).raw
    assert b"NoError" in reply


@field("FR-18")
def test_only_the_organizer_says_who_is_invited(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """OfficeDev/ews-java-api 702; RC ErrorInvalidPropertySet"""
    ews.create(an_entry(RequiredAttendees=guests(ben.address)), invitations="SendToAllAndSaveCopy")
    more = put(CalendarItem.RequiredAttendees, guests(ben.address, "clara@example.test"))
    refused = bens_ews.update(copy_at(ben), more)
    assert (refused.code, refused.only.ResponseClass) == ("ErrorInvalidPropertySet", "Error")
    assert b"calendar:RequiredAttendees" in refused.raw
    assert len(value(copy_at(ben), CalendarItem.RequiredAttendees).Attendee) == 1
    assert ews.update(copy_at(anna), more, invitations="SendToChangedAndSaveCopy").code == "NoError"


@field("FR-22")
@pytest.mark.parametrize("profile", [Profile(), Profile().but(working_elsewhere_was="Busy")])
def test_working_elsewhere_is_shown_from_2013_on(ews: Client, profile: Profile) -> None:
    """ref/legacyfreebusystatus; Garethp/php-ews 260"""
    made = ews.create(an_entry(LegacyFreeBusyStatus="WorkingElsewhere")).id
    shown = [ews.but(version=one).get(made, BUSY).get(BUSY) for one in ("Exchange2016", "Exchange2010", "Exchange2013")]
    assert shown == ["WorkingElsewhere", profile.working_elsewhere_was, "WorkingElsewhere"]
    assert ews.but(version="Exchange2010").find("calendar", BUSY).item.get(BUSY) == profile.working_elsewhere_was


@field("FR-23")
@pytest.mark.parametrize("zone_id", ["tzone://Microsoft/Utc", "Customized Time Zone", ""])
def test_a_zone_that_no_table_has(ews: Client, zone_id: str) -> None:
    """ecederstrand/exchangelib 255, 310: the answer defines the zone in full, and the instants do not depend on it"""
    zone = full_zone(BERNE).copy()
    zone.Id = zone_id
    made = ews.create(an_entry(StartTimeZone=zone, EndTimeZone=zone, Start=at(10), End=at(11))).id
    for hour in (10, 15):
        ews.update(made, put(CalendarItem.Start, at(hour)), put(CalendarItem.End, at(hour + 1)))
        shown = ews.get(made, CalendarItem.StartTimeZone, CalendarItem.EndTimeZone, CalendarItem.Start)
        assert shown.Start == at(hour)
        for one in (shown.StartTimeZone, shown.EndTimeZone):
            assert one.Periods
            assert one.TransitionsGroups
            assert one.Transitions


@field("FR-29")
def test_a_cancelled_meeting_stays_with_its_guests(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """MS-OXWSMTGS; microsoftgraph/microsoft-graph-docs 8692: it says that it is cancelled, and takes no time"""
    ews.create(an_entry(RequiredAttendees=guests(ben.address)), invitations="SendToAllAndSaveCopy")
    ews.delete(copy_at(anna), cancellations="SendToAllAndSaveCopy")
    copy = copy_at(ben)
    rows = CalendarItem.IsCancelled, CalendarItem.AppointmentState, ItemRows.Subject, BUSY
    assert [value(copy, row) for row in rows] == [True, 7, "Canceled: Review", "Free"]
