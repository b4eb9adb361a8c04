"""What Exchange extracts from a text: addresses, phones, flights, likes, mentions.   Source: types.xsd."""

from fake_ews.contract.common import ArrayOfStrings, EmailAddress, NonEmptyString
from fake_ews.contract.notation import Bag, Row, Rows, boolean, choice, dateTime, int_, later, string


class EmailAddressExtended(EmailAddress, name="EmailAddressExtendedType"):
    ExternalObjectId = Row(string)
    PrimaryEmailAddress = Row(NonEmptyString)


EmailPosition = choice("EmailPositionType", "LatestReply", "Other", "Subject", "Signature")


class Entity(Bag, name="EntityType"):
    Position = Rows(EmailPosition)


class AddressEntity(Entity, name="AddressEntityType"):
    Address = Row(string)


class ArrayOfAddressEntities(Bag, name="ArrayOfAddressEntitiesType"):
    AddressEntity = Rows(AddressEntity)


class EmailAddressEntity(Entity, name="EmailAddressEntityType"):
    EmailAddress = Row(string)


class ArrayOfEmailAddressEntities(Bag, name="ArrayOfEmailAddressEntitiesType"):
    EmailAddressEntity = Rows(EmailAddressEntity)


class UrlEntity(Entity, name="UrlEntityType"):
    Url = Row(string)


class ArrayOfUrlEntities(Bag, name="ArrayOfUrlEntitiesType"):
    UrlEntity = Rows(UrlEntity)


class EmailUser(Bag, name="EmailUserType"):
    Name = Row(string)
    UserId = Row(string)


class ArrayOfEmailUsers(Bag, name="ArrayOfEmailUsersType"):
    EmailUser = Rows(EmailUser)


class MeetingSuggestion(Entity, name="MeetingSuggestionType"):
    Attendees = Row(ArrayOfEmailUsers)
    Location = Row(string)
    Subject = Row(string)
    MeetingString = Row(string)
    StartTime = Row(dateTime)
    EndTime = Row(dateTime)


class ArrayOfMeetingSuggestions(Bag, name="ArrayOfMeetingSuggestionsType"):
    MeetingSuggestion = Rows(MeetingSuggestion, required=True)


class TaskSuggestion(Entity, name="TaskSuggestionType"):
    TaskString = Row(string)
    Assignees = Row(ArrayOfEmailUsers)


class ArrayOfTaskSuggestions(Bag, name="ArrayOfTaskSuggestionsType"):
    TaskSuggestion = Rows(TaskSuggestion, required=True)


class PhoneEntity(Entity, name="PhoneEntityType"):
    OriginalPhoneString = Row(string)
    PhoneString = Row(string)
    Type = Row(string)


class ArrayOfPhoneEntities(Bag, name="ArrayOfPhoneEntitiesType"):
    Phone = Rows(PhoneEntity)


class ParcelDeliveryEntity(Bag, name="ParcelDeliveryEntityType"):
    Carrier = Row(string)
    TrackingNumber = Row(string)
    TrackingUrl = Row(string)
    ExpectedArrivalFrom = Row(string)
    ExpectedArrivalUntil = Row(string)
    Product = Row(string)
    ProductUrl = Row(string)
    ProductImage = Row(string)
    ProductSku = Row(string)
    ProductDescription = Row(string)
    ProductBrand = Row(string)
    ProductColor = Row(string)
    OrderNumber = Row(string)
    Seller = Row(string)
    OrderStatus = Row(string)
    AddressName = Row(string)
    StreetAddress = Row(string)
    AddressLocality = Row(string)
    AddressRegion = Row(string)
    AddressCountry = Row(string)
    PostalCode = Row(string)


class ArrayOfParcelDeliveryEntities(Bag, name="ArrayOfParcelDeliveryEntitiesType"):
    ParcelDelivery = Rows(ParcelDeliveryEntity)


class FlightEntity(Bag, name="FlightEntityType"):
    FlightNumber = Row(string)
    AirlineIataCode = Row(string)
    DepartureTime = Row(string)
    WindowsTimeZoneName = Row(string)
    DepartureAirportIataCode = Row(string)
    ArrivalAirportIataCode = Row(string)


class ArrayOfFlights(Bag, name="ArrayOfFlightsType"):
    Flight = Rows(FlightEntity)


class FlightReservationEntity(Bag, name="FlightReservationEntityType"):
    ReservationId = Row(string)
    ReservationStatus = Row(string)
    UnderName = Row(string)
    BrokerName = Row(string)
    BrokerPhone = Row(string)
    Flights = Row(ArrayOfFlights)


class ArrayOfFlightReservations(Bag, name="ArrayOfFlightReservationsType"):
    FlightReservation = Rows(FlightReservationEntity)


class SenderAddInEntity(Bag, name="SenderAddInEntityType"):
    ExtensionId = Row(string)


class ArrayOfSenderAddIns(Bag, name="ArrayOfSenderAddInsType"):
    SenderApp = Rows(SenderAddInEntity, name="Microsoft.OutlookServices.SenderApp")


class EntityExtractionResult(Bag, name="EntityExtractionResultType"):
    Addresses = Row(ArrayOfAddressEntities)
    MeetingSuggestions = Row(ArrayOfMeetingSuggestions)
    TaskSuggestions = Row(ArrayOfTaskSuggestions)
    EmailAddresses = Row(ArrayOfEmailAddressEntities)
    Contacts = Row(later("t:ArrayOfContactsType"))
    Urls = Row(ArrayOfUrlEntities)
    PhoneNumbers = Row(ArrayOfPhoneEntities)
    ParcelDeliveries = Row(ArrayOfParcelDeliveryEntities, since="Exchange2016")
    FlightReservations = Row(ArrayOfFlightReservations, since="Exchange2016")
    SenderAddIns = Row(ArrayOfSenderAddIns, since="Exchange2016")


class MentionAction(Bag, name="MentionActionType"):
    Id = Row(string, required=True)
    CreatedBy = Row(EmailAddressExtended, required=True)
    CreatedDateTime = Row(string)
    ServerCreatedDateTime = Row(string)
    DeepLink = Row(string)
    Application = Row(string)
    Mentioned = Row(EmailAddressExtended, required=True)
    MentionText = Row(string)
    ClientReference = Row(string)


class NonEmptyArrayOfMentionActions(Bag, name="NonEmptyArrayOfMentionActionsType"):
    MentionAction = Rows(MentionAction, required=True)


class AppliedHashtag(Bag, name="AppliedHashtagType"):
    Id = Row(string, required=True)
    CreatedBy = Row(EmailAddressExtended, required=True)
    CreatedDateTime = Row(string)
    ServerCreatedDateTime = Row(string)
    DeepLink = Row(string)
    Application = Row(string)
    Tag = Row(string, required=True)
    IsAutoTagged = Row(boolean, required=True)
    IsInlined = Row(boolean, required=True)


class AppliedHashtagsPreview(Bag, name="AppliedHashtagsPreviewType"):
    Hashtags = Row(ArrayOfStrings, required=True)


class NonEmptyArrayOfAppliedHashtag(Bag, name="NonEmptyArrayOfAppliedHashtagType"):
    AppliedHashtag = Rows(AppliedHashtag, required=True)


class Like(Bag, name="LikeType"):
    Id = Row(string, required=True)
    CreatedBy = Row(EmailAddressExtended, required=True)
    CreatedDateTime = Row(string)
    ServerCreatedDateTime = Row(string)
    DeepLink = Row(string)
    Application = Row(string)


class LikesPreview(Bag, name="LikesPreviewType"):
    LikeCount = Row(int_, required=True)


class MentionsPreview(Bag, name="MentionsPreviewType"):
    IsMentioned = Row(boolean, required=True)


class NonEmptyArrayOfLike(Bag, name="NonEmptyArrayOfLikeType"):
    Like = Rows(Like, required=True)
