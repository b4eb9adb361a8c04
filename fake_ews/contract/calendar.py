"""The calendar family: appointments, meetings, and what is said about them.   Source: types.xsd; MS-OXPROPS."""

from fake_ews.contract.common import EmailAddress, ItemId, SingleRecipient
from fake_ews.contract.items import Item
from fake_ews.contract.mail import Message, ResponseObject, SmartResponse, WellKnownResponseObject
from fake_ews.contract.notation import (
    Bag,
    PropertySet,
    Row,
    Rows,
    boolean,
    choice,
    dateTime,
    int_,
    later,
    lid,
    string,
    tag,
)
from fake_ews.contract.paths import Guid
from fake_ews.contract.recurrence import (
    NonEmptyArrayOfDeletedOccurrences,
    NonEmptyArrayOfOccurrenceInfo,
    OccurrenceInfo,
    Recurrence,
)
from fake_ews.contract.zones import TimeZone as MeetingZone
from fake_ews.contract.zones import TimeZoneDefinition


class CancelCalendarItem(SmartResponse, name="CancelCalendarItemType"):
    pass


class MeetingRegistrationResponseObject(WellKnownResponseObject, name="MeetingRegistrationResponseObjectType"):
    ProposedStart = Row(dateTime, uri="meeting:ProposedStart", since="Exchange2013")
    ProposedEnd = Row(dateTime, uri="meeting:ProposedEnd", since="Exchange2013")


class AcceptItem(MeetingRegistrationResponseObject, name="AcceptItemType"):
    pass


class TentativelyAcceptItem(MeetingRegistrationResponseObject, name="TentativelyAcceptItemType"):
    pass


class DeclineItem(MeetingRegistrationResponseObject, name="DeclineItemType"):
    pass


class ProposeNewTime(ResponseObject, name="ProposeNewTimeType"):
    pass


class RemoveItem(ResponseObject, name="RemoveItemType"):
    pass


MeetingRequestType = choice(
    "MeetingRequestTypeType",
    "None FullUpdate InformationalUpdate NewMeetingRequest Outdated SilentUpdate PrincipalWantsCopy",
)

LegacyFreeBusy = choice("LegacyFreeBusyType", "Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData")

CalendarItemType = choice("CalendarItemTypeType", "Single", "Occurrence", "Exception", "RecurringMaster")

ResponseType = choice(
    "ResponseTypeType", "Unknown", "Organizer", "Tentative", "Accept", "Decline", "NoResponseReceived"
)

LobbyBypass = choice("LobbyBypassType", "Disabled", "EnabledForGatewayParticipants")

OnlineMeetingAccessLevel = choice("OnlineMeetingAccessLevelType", "Locked", "Invited", "Internal", "Everyone")

Presenters = choice("PresentersType", "Disabled", "Internal", "Everyone")


class OnlineMeetingSettings(Bag, name="OnlineMeetingSettingsType"):
    LobbyBypass = Row(LobbyBypass, required=True)
    AccessLevel = Row(OnlineMeetingAccessLevel, required=True)
    Presenters = Row(Presenters, required=True)


class Attendee(Bag, name="AttendeeType"):
    Mailbox = Row(EmailAddress, required=True)
    ResponseType = Row(ResponseType)
    LastResponseTime = Row(dateTime)
    ProposedStart = Row(dateTime, since="Exchange2013")
    ProposedEnd = Row(dateTime, since="Exchange2013")


class NonEmptyArrayOfAttendees(Bag, name="NonEmptyArrayOfAttendeesType"):
    Attendee = Rows(Attendee, required=True)


class EnhancedLocation(Bag, name="EnhancedLocationType"):
    DisplayName = Row(string, required=True)
    Annotation = Row(string)
    PostalAddress = Row(later("t:PersonaPostalAddressType"))


EmailReminderChange = choice("EmailReminderChangeType", "None", "Added", "Override", "Deleted")

EmailReminderSendOption = choice("EmailReminderSendOption", "NotSet", "User", "AllAttendees", "Staff", "Customer")


class InboxReminder(Bag, name="InboxReminderType"):
    Id = Row(Guid)
    ReminderOffset = Row(int_)
    Message = Row(string)
    IsOrganizerReminder = Row(boolean)
    OccurrenceChange = Row(EmailReminderChange)
    SendOption = Row(EmailReminderSendOption)


class ArrayOfInboxReminder(Bag, name="ArrayOfInboxReminderType"):
    InboxReminder = Rows(InboxReminder)


class CalendarActivityData(Bag, name="CalendarActivityDataType"):
    ActivityAction = Row(string, required=True)
    ClientId = Row(string, required=True)
    CasRequestId = Row(Guid, required=True)
    IndexSelected = Row(int_, required=True)


class CalendarItem(
    Item,
    name="CalendarItemType",
    prefix="calendar",
    default="ItemId Subject HasAttachments ResponseObjects IsAssociated Start End LegacyFreeBusyStatus Location CalendarItemType Organizer",
):
    UID = Row(string)
    RecurrenceId = Row(dateTime, asked=True, settable=False)
    DateTimeStamp = Row(dateTime, settable=False)
    Start = Row(dateTime, mapi=lid(PropertySet.Appointment, 0x820D, "SystemTime"))
    End = Row(dateTime, mapi=lid(PropertySet.Appointment, 0x820E, "SystemTime"))
    OriginalStart = Row(dateTime, settable=False)
    IsAllDayEvent = Row(boolean, mapi=lid(PropertySet.Appointment, 0x8215, "Boolean"))
    LegacyFreeBusyStatus = Row(LegacyFreeBusy, mapi=lid(PropertySet.Appointment, 0x8205, "Integer"))
    Location = Row(string, mapi=lid(PropertySet.Appointment, 0x8208))
    When = Row(string, asked=True)
    IsMeeting = Row(boolean, settable=False)
    IsCancelled = Row(boolean, settable=False)
    IsRecurring = Row(boolean, settable=False)
    MeetingRequestWasSent = Row(boolean, mapi=lid(PropertySet.Appointment, 0x8229, "Boolean"), settable=False)
    IsResponseRequested = Row(boolean, mapi=tag(0x0063, "Boolean"))
    CalendarItemType = Row(CalendarItemType, settable=False)
    MyResponseType = Row(ResponseType, mapi=lid(PropertySet.Appointment, 0x8218, "Integer"), settable=False)
    Organizer = Row(SingleRecipient, settable=False)
    RequiredAttendees = Row(NonEmptyArrayOfAttendees, whole=True)
    OptionalAttendees = Row(NonEmptyArrayOfAttendees, whole=True)
    Resources = Row(NonEmptyArrayOfAttendees, whole=True)
    InboxReminders = Row(ArrayOfInboxReminder, asked=True, whole=True, since="Exchange2016")
    ConflictingMeetingCount = Row(int_, settable=False, whole=True)
    AdjacentMeetingCount = Row(int_, settable=False, whole=True)
    ConflictingMeetings = Row(later("t:NonEmptyArrayOfAllItemsType"), settable=False, whole=True)
    AdjacentMeetings = Row(later("t:NonEmptyArrayOfAllItemsType"), settable=False, whole=True)
    Duration = Row(string, settable=False)
    TimeZone = Row(string, mapi=lid(PropertySet.Appointment, 0x8234), settable=False)
    AppointmentReplyTime = Row(dateTime, mapi=lid(PropertySet.Appointment, 0x8220, "SystemTime"), settable=False)
    AppointmentSequenceNumber = Row(int_, mapi=lid(PropertySet.Appointment, 0x8201, "Integer"), settable=False)
    AppointmentState = Row(int_, mapi=lid(PropertySet.Appointment, 0x8217, "Integer"), settable=False)
    Recurrence = Row(Recurrence, whole=True)
    FirstOccurrence = Row(OccurrenceInfo, settable=False, whole=True)
    LastOccurrence = Row(OccurrenceInfo, settable=False, whole=True)
    ModifiedOccurrences = Row(NonEmptyArrayOfOccurrenceInfo, settable=False, whole=True)
    DeletedOccurrences = Row(NonEmptyArrayOfDeletedOccurrences, settable=False, whole=True)
    MeetingTimeZone = Row(MeetingZone)
    StartTimeZone = Row(TimeZoneDefinition, since="Exchange2010")
    EndTimeZone = Row(TimeZoneDefinition, since="Exchange2010")
    ConferenceType = Row(int_, mapi=lid(PropertySet.Appointment, 0x8241, "Integer"))
    AllowNewTimeProposal = Row(boolean, mapi=lid(PropertySet.Appointment, 0x825A, "Boolean", inverted=True))
    IsOnlineMeeting = Row(boolean, mapi=lid(PropertySet.Appointment, 0x8240, "Boolean"))
    MeetingWorkspaceUrl = Row(string, mapi=lid(PropertySet.Appointment, 0x8209))
    NetShowUrl = Row(string, mapi=lid(PropertySet.Appointment, 0x8248))
    EnhancedLocation = Row(EnhancedLocation, asked=True, since="Exchange2013")
    StartWallClock = Row(dateTime, asked=True, settable=False, since="Exchange2013")
    EndWallClock = Row(dateTime, asked=True, settable=False, since="Exchange2013")
    StartTimeZoneId = Row(string, asked=True, since="Exchange2013")
    EndTimeZoneId = Row(string, asked=True, since="Exchange2013")
    IntendedFreeBusyStatus = Row(
        LegacyFreeBusy,
        mapi=lid(PropertySet.Appointment, 0x8224, "Integer"),
        asked=True,
        settable=False,
        since="Exchange2013",
        uri="meetingRequest:IntendedFreeBusyStatus",
    )
    JoinOnlineMeetingUrl = Row(string, asked=True, settable=False, since="Exchange2013")
    OnlineMeetingSettings = Row(OnlineMeetingSettings, asked=True, settable=False, since="Exchange2013")
    IsOrganizer = Row(boolean, asked=True, settable=False, since="Exchange2013")
    CalendarActivityData = Row(CalendarActivityData, asked=True, settable=False, since="Exchange2016")
    DoNotForwardMeeting = Row(boolean, asked=True, since="V2017_07_11")


class MeetingMessage(
    Message,
    name="MeetingMessageType",
    prefix="meeting",
    default="ItemId Subject HasAttachments ResponseObjects IsAssociated AssociatedCalendarItemId From ToRecipients IsRead HasBeenProcessed ResponseType",
):
    AssociatedCalendarItemId = Row(ItemId, settable=False)
    IsDelegated = Row(boolean, settable=False)
    IsOutOfDate = Row(boolean, settable=False)
    HasBeenProcessed = Row(boolean, settable=False)
    ResponseType = Row(ResponseType, settable=False)
    UID = Row(string, settable=False, uri="calendar:UID")
    RecurrenceId = Row(dateTime, settable=False, uri="calendar:RecurrenceId")
    DateTimeStamp = Row(dateTime, settable=False, uri="calendar:DateTimeStamp")
    IsOrganizer = Row(boolean, asked=True, settable=False, since="Exchange2013", uri="calendar:IsOrganizer")


class ChangeHighlights(Bag, name="ChangeHighlightsType"):
    HasLocationChanged = Row(boolean)
    Location = Row(string)
    HasStartTimeChanged = Row(boolean)
    Start = Row(dateTime)
    HasEndTimeChanged = Row(boolean)
    End = Row(dateTime)


class MeetingRequestMessage(MeetingMessage, name="MeetingRequestMessageType", prefix="meetingRequest"):
    MeetingRequestType = Row(MeetingRequestType)
    IntendedFreeBusyStatus = Row(LegacyFreeBusy, mapi=lid(PropertySet.Appointment, 0x8224, "Integer"))
    Start = Row(dateTime, mapi=lid(PropertySet.Appointment, 0x820D, "SystemTime"), uri="calendar:Start")
    End = Row(dateTime, mapi=lid(PropertySet.Appointment, 0x820E, "SystemTime"), uri="calendar:End")
    OriginalStart = Row(dateTime, uri="calendar:OriginalStart")
    IsAllDayEvent = Row(boolean, mapi=lid(PropertySet.Appointment, 0x8215, "Boolean"), uri="calendar:IsAllDayEvent")
    LegacyFreeBusyStatus = Row(
        LegacyFreeBusy, mapi=lid(PropertySet.Appointment, 0x8205, "Integer"), uri="calendar:LegacyFreeBusyStatus"
    )
    Location = Row(string, mapi=lid(PropertySet.Appointment, 0x8208), uri="calendar:Location")
    When = Row(string, uri="calendar:When")
    IsMeeting = Row(boolean, uri="calendar:IsMeeting")
    IsCancelled = Row(boolean, uri="calendar:IsCancelled")
    IsRecurring = Row(boolean, uri="calendar:IsRecurring")
    MeetingRequestWasSent = Row(boolean, uri="calendar:MeetingRequestWasSent")
    CalendarItemType = Row(CalendarItemType, uri="calendar:CalendarItemType")
    MyResponseType = Row(
        ResponseType, mapi=lid(PropertySet.Appointment, 0x8218, "Integer"), uri="calendar:MyResponseType"
    )
    Organizer = Row(SingleRecipient, uri="calendar:Organizer")
    RequiredAttendees = Row(NonEmptyArrayOfAttendees, uri="calendar:RequiredAttendees")
    OptionalAttendees = Row(NonEmptyArrayOfAttendees, uri="calendar:OptionalAttendees")
    Resources = Row(NonEmptyArrayOfAttendees, uri="calendar:Resources")
    ConflictingMeetingCount = Row(int_, whole=True, uri="calendar:ConflictingMeetingCount")
    AdjacentMeetingCount = Row(int_, whole=True, uri="calendar:AdjacentMeetingCount")
    ConflictingMeetings = Row(later("t:NonEmptyArrayOfAllItemsType"), whole=True, uri="calendar:ConflictingMeetings")
    AdjacentMeetings = Row(later("t:NonEmptyArrayOfAllItemsType"), whole=True, uri="calendar:AdjacentMeetings")
    Duration = Row(string, uri="calendar:Duration")
    TimeZone = Row(string, uri="calendar:TimeZone")
    AppointmentReplyTime = Row(
        dateTime, mapi=lid(PropertySet.Appointment, 0x8220, "SystemTime"), uri="calendar:AppointmentReplyTime"
    )
    AppointmentSequenceNumber = Row(
        int_, mapi=lid(PropertySet.Appointment, 0x8201, "Integer"), uri="calendar:AppointmentSequenceNumber"
    )
    AppointmentState = Row(int_, mapi=lid(PropertySet.Appointment, 0x8217, "Integer"), uri="calendar:AppointmentState")
    Recurrence = Row(Recurrence, uri="calendar:Recurrence")
    FirstOccurrence = Row(OccurrenceInfo, uri="calendar:FirstOccurrence")
    LastOccurrence = Row(OccurrenceInfo, uri="calendar:LastOccurrence")
    ModifiedOccurrences = Row(NonEmptyArrayOfOccurrenceInfo, uri="calendar:ModifiedOccurrences")
    DeletedOccurrences = Row(NonEmptyArrayOfDeletedOccurrences, uri="calendar:DeletedOccurrences")
    MeetingTimeZone = Row(MeetingZone, uri="calendar:MeetingTimeZone")
    StartTimeZone = Row(TimeZoneDefinition, since="Exchange2010", uri="calendar:StartTimeZone")
    EndTimeZone = Row(TimeZoneDefinition, since="Exchange2010", uri="calendar:EndTimeZone")
    ConferenceType = Row(int_, mapi=lid(PropertySet.Appointment, 0x8241, "Integer"), uri="calendar:ConferenceType")
    AllowNewTimeProposal = Row(
        boolean,
        mapi=lid(PropertySet.Appointment, 0x825A, "Boolean", inverted=True),
        uri="calendar:AllowNewTimeProposal",
    )
    IsOnlineMeeting = Row(boolean, mapi=lid(PropertySet.Appointment, 0x8240, "Boolean"), uri="calendar:IsOnlineMeeting")
    MeetingWorkspaceUrl = Row(string, mapi=lid(PropertySet.Appointment, 0x8209), uri="calendar:MeetingWorkspaceUrl")
    NetShowUrl = Row(string, mapi=lid(PropertySet.Appointment, 0x8248), uri="calendar:NetShowUrl")
    EnhancedLocation = Row(EnhancedLocation, since="Exchange2013", uri="calendar:EnhancedLocation")
    ChangeHighlights = Row(ChangeHighlights, since="Exchange2013")
    StartWallClock = Row(dateTime, since="Exchange2013", uri="calendar:StartWallClock")
    EndWallClock = Row(dateTime, since="Exchange2013", uri="calendar:EndWallClock")
    StartTimeZoneId = Row(string, asked=True, since="Exchange2013", uri="calendar:StartTimeZoneId")
    EndTimeZoneId = Row(string, asked=True, since="Exchange2013", uri="calendar:EndTimeZoneId")
    DoNotForwardMeeting = Row(boolean, since="V2017_07_11", uri="calendar:DoNotForwardMeeting")


class MeetingResponseMessage(MeetingMessage, name="MeetingResponseMessageType"):
    Start = Row(
        dateTime, mapi=lid(PropertySet.Appointment, 0x820D, "SystemTime"), since="Exchange2013", uri="calendar:Start"
    )
    End = Row(
        dateTime, mapi=lid(PropertySet.Appointment, 0x820E, "SystemTime"), since="Exchange2013", uri="calendar:End"
    )
    Location = Row(string, mapi=lid(PropertySet.Appointment, 0x8208), since="Exchange2013", uri="calendar:Location")
    Recurrence = Row(Recurrence, since="Exchange2013", uri="calendar:Recurrence")
    CalendarItemType = Row(string, since="Exchange2013", uri="calendar:CalendarItemType")
    ProposedStart = Row(dateTime, mapi=lid(PropertySet.Appointment, 0x8250, "SystemTime"), since="Exchange2013")
    ProposedEnd = Row(dateTime, mapi=lid(PropertySet.Appointment, 0x8251, "SystemTime"), since="Exchange2013")
    EnhancedLocation = Row(EnhancedLocation, since="Exchange2013", uri="calendar:EnhancedLocation")


class MeetingCancellationMessage(MeetingMessage, name="MeetingCancellationMessageType"):
    Start = Row(
        dateTime, mapi=lid(PropertySet.Appointment, 0x820D, "SystemTime"), since="Exchange2013", uri="calendar:Start"
    )
    End = Row(
        dateTime, mapi=lid(PropertySet.Appointment, 0x820E, "SystemTime"), since="Exchange2013", uri="calendar:End"
    )
    Location = Row(string, mapi=lid(PropertySet.Appointment, 0x8208), since="Exchange2013", uri="calendar:Location")
    Recurrence = Row(Recurrence, since="Exchange2013", uri="calendar:Recurrence")
    CalendarItemType = Row(string, since="Exchange2013", uri="calendar:CalendarItemType")
    EnhancedLocation = Row(EnhancedLocation, since="Exchange2013", uri="calendar:EnhancedLocation")
    DoNotForwardMeeting = Row(boolean, since="V2017_07_11")
