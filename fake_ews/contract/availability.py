"""Free/busy, out of office, and the server's time zones.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.calendar import LegacyFreeBusy
from fake_ews.contract.common import BaseRequest, BaseResponseMessage, ResponseMessage
from fake_ews.contract.notation import (
    MESSAGES,
    TYPES,
    AnyOf,
    Bag,
    Row,
    Rows,
    boolean,
    choice,
    dateTime,
    int_,
    language,
    list_of,
    string,
)
from fake_ews.contract.notifications import ArrayOfEventID
from fake_ews.contract.recurrence import DaysOfWeek
from fake_ews.contract.zones import ArrayOfTimeZoneDefinition, NonEmptyArrayOfTimeZoneId, SerializableTimeZone

MeetingAttendee = choice("MeetingAttendeeType", "Organizer", "Required", "Optional", "Room", "Resource")


class CalendarEventDetails(Bag, name="CalendarEventDetails"):
    ID = Row(string)
    Subject = Row(string)
    Location = Row(string)
    IsMeeting = Row(boolean, required=True)
    IsRecurring = Row(boolean, required=True)
    IsException = Row(boolean, required=True)
    IsReminderSet = Row(boolean, required=True)
    IsPrivate = Row(boolean, required=True)


class CalendarEvent(Bag, name="CalendarEvent"):
    StartTime = Row(dateTime, required=True)
    EndTime = Row(dateTime, required=True)
    BusyType = Row(LegacyFreeBusy, required=True)
    CalendarEventDetails = Row(CalendarEventDetails)


class ArrayOfCalendarEvent(Bag, name="ArrayOfCalendarEvent"):
    CalendarEvent = Rows(CalendarEvent)


class Duration(Bag, name="Duration"):
    StartTime = Row(dateTime, required=True)
    EndTime = Row(dateTime, required=True)


class TEmailAddress(Bag, name="EmailAddress", element="Mailbox"):
    Name = Row(string)
    Address = Row(string, required=True)
    RoutingType = Row(string)


FreeBusyView = list_of(
    "FreeBusyViewType", choice("", "None", "MergedOnly", "FreeBusy", "FreeBusyMerged", "Detailed", "DetailedMerged")
)


class FreeBusyViewOptions(Bag, name="FreeBusyViewOptionsType", element="FreeBusyViewOptions"):
    TimeWindow = Row(Duration, required=True)
    MergedFreeBusyIntervalInMinutes = Row(int_)
    RequestedView = Row(FreeBusyView)


class WorkingPeriod(Bag, name="WorkingPeriod"):
    DayOfWeek = Row(DaysOfWeek, required=True)
    StartTimeInMinutes = Row(int_, required=True)
    EndTimeInMinutes = Row(int_, required=True)


class ArrayOfWorkingPeriod(Bag, name="ArrayOfWorkingPeriod"):
    WorkingPeriod = Rows(WorkingPeriod)


class WorkingHours(Bag, name="WorkingHours"):
    TimeZone = Row(SerializableTimeZone, required=True)
    WorkingPeriodArray = Row(ArrayOfWorkingPeriod, required=True)


class TFreeBusyView(Bag, name="FreeBusyView"):
    FreeBusyViewType = Row(FreeBusyView, required=True)
    MergedFreeBusy = Row(string)
    CalendarEventArray = Row(ArrayOfCalendarEvent)
    WorkingHours = Row(WorkingHours)


class MailboxData(Bag, name="MailboxData"):
    Email = Row(TEmailAddress, required=True)
    AttendeeType = Row(MeetingAttendee, required=True)
    ExcludeConflicts = Row(boolean)


class ArrayOfMailboxData(Bag, name="ArrayOfMailboxData"):
    MailboxData = Rows(MailboxData, nillable=True)


SuggestionQuality = choice("SuggestionQuality", "Excellent", "Good", "Fair", "Poor")


class SuggestionsViewOptions(Bag, name="SuggestionsViewOptionsType", element="SuggestionsViewOptions"):
    GoodThreshold = Row(int_)
    MaximumResultsByDay = Row(int_)
    MaximumNonWorkHourResultsByDay = Row(int_)
    MeetingDurationInMinutes = Row(int_)
    MinimumSuggestionQuality = Row(SuggestionQuality)
    DetailedSuggestionsWindow = Row(Duration, required=True)
    CurrentMeetingTime = Row(dateTime)
    GlobalObjectId = Row(string)


class AttendeeConflictData(Bag, name="AttendeeConflictData", abstract=True):
    pass


class UnknownAttendeeConflictData(AttendeeConflictData, name="UnknownAttendeeConflictData"):
    pass


class TooBigGroupAttendeeConflictData(AttendeeConflictData, name="TooBigGroupAttendeeConflictData"):
    pass


class IndividualAttendeeConflictData(AttendeeConflictData, name="IndividualAttendeeConflictData"):
    BusyType = Row(LegacyFreeBusy, required=True)


class GroupAttendeeConflictData(AttendeeConflictData, name="GroupAttendeeConflictData"):
    NumberOfMembers = Row(int_, required=True)
    NumberOfMembersAvailable = Row(int_, required=True)
    NumberOfMembersWithConflict = Row(int_, required=True)
    NumberOfMembersWithNoData = Row(int_, required=True)


class ArrayOfAttendeeConflictData(Bag, name="ArrayOfAttendeeConflictData"):
    UnknownAttendeeConflictData = Row(UnknownAttendeeConflictData, nillable=True)
    IndividualAttendeeConflictData = Row(IndividualAttendeeConflictData, nillable=True)
    TooBigGroupAttendeeConflictData = Row(TooBigGroupAttendeeConflictData, nillable=True)
    GroupAttendeeConflictData = Row(GroupAttendeeConflictData, nillable=True)
    entries = AnyOf(
        UnknownAttendeeConflictData,
        IndividualAttendeeConflictData,
        TooBigGroupAttendeeConflictData,
        GroupAttendeeConflictData,
        required=False,
    )


class Suggestion(Bag, name="Suggestion"):
    MeetingTime = Row(dateTime, required=True)
    IsWorkTime = Row(boolean, required=True)
    SuggestionQuality = Row(SuggestionQuality, required=True)
    AttendeeConflictDataArray = Row(ArrayOfAttendeeConflictData)


class ArrayOfSuggestion(Bag, name="ArrayOfSuggestion"):
    Suggestion = Rows(Suggestion)


class SuggestionDayResult(Bag, name="SuggestionDayResult"):
    Date = Row(dateTime, required=True)
    DayQuality = Row(SuggestionQuality, required=True)
    SuggestionArray = Row(ArrayOfSuggestion)


class ArrayOfSuggestionDayResult(Bag, name="ArrayOfSuggestionDayResult"):
    SuggestionDayResult = Rows(SuggestionDayResult)


OofState = choice("OofState", "Disabled", "Enabled", "Scheduled")

ExternalAudience = choice("ExternalAudience", "None", "Known", "All")


class ReplyBody(Bag, name="ReplyBody"):
    lang = Row(language, attribute=True, name="xml:lang")
    Message = Row(string)


class UserOofSettings(Bag, name="UserOofSettings", element="UserOofSettings"):
    OofState = Row(OofState, required=True)
    ExternalAudience = Row(ExternalAudience, required=True)
    Duration = Row(Duration)
    InternalReply = Row(ReplyBody)
    ExternalReply = Row(ReplyBody)
    DeclineMeetingReply = Row(ReplyBody, since="Exchange2016")
    DeclineEventsForScheduledOOF = Row(boolean, since="Exchange2016")
    DeclineAllEventsForScheduledOOF = Row(boolean, since="Exchange2016")
    CreateOOFEvent = Row(boolean, since="Exchange2016")
    OOFEventSubject = Row(string, since="Exchange2016")
    AutoDeclineFutureRequestsWhenOOF = Row(boolean, since="Exchange2016")
    OOFEventID = Row(string, since="Exchange2016")
    EventsToDeleteIDs = Row(ArrayOfEventID, since="Exchange2016")


class RecipientSuggestion(Bag, name="RecipientSuggestionType"):
    DisplayName = Row(string, required=True)
    EmailAddress = Row(string, required=True)


class ArrayOfRecipientSuggestions(Bag, name="ArrayOfRecipientSuggestionsType"):
    RecipientSuggestion = Rows(RecipientSuggestion, most=3)


class GetServerTimeZones(BaseRequest, name="GetServerTimeZonesType", namespace=MESSAGES, element="GetServerTimeZones"):
    ReturnFullTimeZoneData = Row(boolean, attribute=True)
    Ids = Row(NonEmptyArrayOfTimeZoneId)


class GetServerTimeZonesResponseMessage(
    ResponseMessage, name="GetServerTimeZonesResponseMessageType", namespace=MESSAGES
):
    TimeZoneDefinitions = Row(ArrayOfTimeZoneDefinition, required=True)


class GetServerTimeZonesResponse(
    BaseResponseMessage, name="GetServerTimeZonesResponseType", namespace=MESSAGES, element="GetServerTimeZonesResponse"
):
    pass


class GetUserAvailabilityRequest(
    BaseRequest, name="GetUserAvailabilityRequestType", namespace=MESSAGES, element="GetUserAvailabilityRequest"
):
    TimeZone = Row(SerializableTimeZone, namespace=TYPES)
    MailboxDataArray = Row(ArrayOfMailboxData, required=True)
    FreeBusyViewOptions = Row(FreeBusyViewOptions, namespace=TYPES)
    SuggestionsViewOptions = Row(SuggestionsViewOptions, namespace=TYPES)


class FreeBusyResponse(Bag, name="FreeBusyResponseType", namespace=MESSAGES):
    ResponseMessage = Row(ResponseMessage)
    FreeBusyView = Row(TFreeBusyView)


class ArrayOfFreeBusyResponse(Bag, name="ArrayOfFreeBusyResponse", namespace=MESSAGES):
    FreeBusyResponse = Rows(FreeBusyResponse)


class SuggestionsResponse(Bag, name="SuggestionsResponseType", namespace=MESSAGES):
    ResponseMessage = Row(ResponseMessage)
    SuggestionDayResultArray = Row(ArrayOfSuggestionDayResult)


class GetUserAvailabilityResponse(
    Bag, name="GetUserAvailabilityResponseType", namespace=MESSAGES, element="GetUserAvailabilityResponse"
):
    FreeBusyResponseArray = Row(ArrayOfFreeBusyResponse)
    SuggestionsResponse = Row(SuggestionsResponse)


class GetUserOofSettingsRequest(
    BaseRequest, name="GetUserOofSettingsRequest", namespace=MESSAGES, element="GetUserOofSettingsRequest"
):
    Mailbox = Row(TEmailAddress, required=True, namespace=TYPES)


class GetUserOofSettingsResponse(
    Bag, name="GetUserOofSettingsResponse", namespace=MESSAGES, element="GetUserOofSettingsResponse"
):
    ResponseMessage = Row(ResponseMessage, required=True)
    OofSettings = Row(UserOofSettings, namespace=TYPES)
    AllowExternalOof = Row(ExternalAudience)


class SetUserOofSettingsRequest(
    BaseRequest, name="SetUserOofSettingsRequest", namespace=MESSAGES, element="SetUserOofSettingsRequest"
):
    Mailbox = Row(TEmailAddress, required=True, namespace=TYPES)
    UserOofSettings = Row(UserOofSettings, required=True, namespace=TYPES)


class SetUserOofSettingsResponse(
    Bag, name="SetUserOofSettingsResponse", namespace=MESSAGES, element="SetUserOofSettingsResponse"
):
    ResponseMessage = Row(ResponseMessage)
