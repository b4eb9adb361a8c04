"""Personas: people as FindPeople and GetPersona show them.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.common import (
    BaseRequest,
    BodyType,
    DefaultShapeNames,
    EmailAddress,
    FolderId,
    ItemId,
    NonEmptyArrayOfPathsToElement,
    ResponseMessage,
    TargetFolderId,
)
from fake_ews.contract.folders import ArrayOfFolderId
from fake_ews.contract.notation import MESSAGES, Bag, Row, Rows, boolean, choice, dateTime, double, int_, like, string
from fake_ews.contract.paths import ExtendedProperty, Guid
from fake_ews.contract.queries import IndexedPageView, NonEmptyArrayOfFieldOrders, Restriction


class ArrayOfEmailAddresses(Bag, name="ArrayOfEmailAddressesType"):
    Address = Rows(EmailAddress)


class PersonaResponseShape(Bag, name="PersonaResponseShapeType"):
    BaseShape = Row(DefaultShapeNames, required=True)
    AdditionalProperties = Row(NonEmptyArrayOfPathsToElement)


class PersonaAttribution(Bag, name="PersonaAttributionType"):
    Id = Row(string, required=True)
    SourceId = Row(ItemId, required=True)
    DisplayName = Row(string, required=True)
    IsWritable = Row(boolean)
    IsQuickContact = Row(boolean)
    IsHidden = Row(boolean)
    FolderId = Row(FolderId)


class ArrayOfPersonaAttributions(Bag, name="ArrayOfPersonaAttributionsType"):
    Attribution = Rows(PersonaAttribution, required=True)


class ArrayOfValueAttributions(Bag, name="ArrayOfValueAttributionsType"):
    Attribution = Rows(string, required=True)


class ArrayOfStringValue(Bag, name="ArrayOfStringValueType"):
    Value = Rows(string, required=True)


class StringAttributedValue(Bag, name="StringAttributedValueType"):
    Value = Row(string, required=True)
    Attributions = Row(ArrayOfValueAttributions, required=True)


class BodyContent(Bag, name="BodyContentType"):
    Value = Row(string, required=True)
    BodyType = Row(BodyType, required=True)


class BodyContentAttributedValue(Bag, name="BodyContentAttributedValueType"):
    Value = Row(BodyContent, required=True)
    Attributions = Row(ArrayOfValueAttributions, required=True)


class StringArrayAttributedValue(Bag, name="StringArrayAttributedValueType"):
    Values = Row(ArrayOfStringValue, required=True)
    Attributions = Row(ArrayOfValueAttributions, required=True)


class EmailAddressAttributedValue(Bag, name="EmailAddressAttributedValueType"):
    Value = Row(EmailAddress, required=True)
    Attributions = Row(ArrayOfValueAttributions, required=True)


class PersonaPhoneNumber(Bag, name="PersonaPhoneNumberType"):
    Number = Row(string, required=True)
    Type = Row(string, required=True)


class PhoneNumberAttributedValue(Bag, name="PhoneNumberAttributedValueType"):
    Value = Row(PersonaPhoneNumber, required=True)
    Attributions = Row(ArrayOfValueAttributions, required=True)


LocationSource = choice(
    "LocationSourceType", "None", "LocationServices", "PhonebookServices", "Device", "Contact", "Resource"
)


class PersonaPostalAddress(Bag, name="PersonaPostalAddressType"):
    Street = Row(string)
    City = Row(string)
    State = Row(string)
    Country = Row(string)
    PostalCode = Row(string)
    PostOfficeBox = Row(string)
    Type = Row(string)
    Latitude = Row(double)
    Longitude = Row(double)
    Accuracy = Row(double)
    Altitude = Row(double)
    AltitudeAccuracy = Row(double)
    FormattedAddress = Row(string)
    LocationUri = Row(string)
    LocationSource = Row(LocationSource)


class PostalAddressAttributedValue(Bag, name="PostalAddressAttributedValueType"):
    Value = Row(PersonaPostalAddress, required=True)
    Attributions = Row(ArrayOfValueAttributions, required=True)


class ExtendedPropertyAttributedValue(Bag, name="ExtendedPropertyAttributedValueType"):
    Value = Row(ExtendedProperty, required=True)
    Attributions = Row(ArrayOfValueAttributions, required=True)


class ArrayOfStringAttributedValues(Bag, name="ArrayOfStringAttributedValuesType"):
    StringAttributedValue = Rows(StringAttributedValue)


class ArrayOfStringArrayAttributedValues(Bag, name="ArrayOfStringArrayAttributedValuesType"):
    StringArrayAttributedValue = Rows(StringArrayAttributedValue)


class ArrayOfBodyContentAttributedValues(Bag, name="ArrayOfBodyContentAttributedValuesType"):
    BodyContentAttributedValue = Rows(BodyContentAttributedValue)


class ArrayOfEmailAddressAttributedValues(Bag, name="ArrayOfEmailAddressAttributedValuesType"):
    EmailAddressAttributedValue = Rows(EmailAddressAttributedValue)


class ArrayOfPhoneNumberAttributedValues(Bag, name="ArrayOfPhoneNumberAttributedValuesType"):
    PhoneNumberAttributedValue = Rows(PhoneNumberAttributedValue)


class ArrayOfPostalAddressAttributedValues(Bag, name="ArrayOfPostalAddressAttributedValuesType"):
    PostalAddressAttributedValue = Rows(PostalAddressAttributedValue)


class ArrayOfExtendedPropertyAttributedValue(Bag, name="ArrayOfExtendedPropertyAttributedValueType"):
    ExtendedPropertyAttributedValue = Rows(ExtendedPropertyAttributedValue)


class Persona(Bag, name="PersonaType", prefix="persona"):
    PersonaId = Row(ItemId, required=True)
    PersonaType = Row(string)
    PersonaObjectStatus = Row(string)
    CreationTime = Row(dateTime)
    Bodies = Row(ArrayOfBodyContentAttributedValues)
    DisplayNameFirstLastSortKey = Row(string, uri="")
    DisplayNameLastFirstSortKey = Row(string, uri="")
    CompanyNameSortKey = Row(string, uri="")
    HomeCitySortKey = Row(string, uri="")
    WorkCitySortKey = Row(string, uri="")
    DisplayNameFirstLastHeader = Row(string, uri="")
    DisplayNameLastFirstHeader = Row(string, uri="")
    DisplayName = Row(string)
    DisplayNameFirstLast = Row(string, uri="")
    DisplayNameLastFirst = Row(string, uri="")
    FileAs = Row(string)
    FileAsId = Row(string)
    DisplayNamePrefix = Row(string)
    GivenName = Row(string)
    MiddleName = Row(string, uri="")
    Surname = Row(string)
    Generation = Row(string, uri="")
    Nickname = Row(string, uri="")
    YomiCompanyName = Row(string)
    YomiFirstName = Row(string)
    YomiLastName = Row(string)
    Title = Row(string)
    Department = Row(string, uri="")
    CompanyName = Row(string)
    Location = Row(string, uri="")
    EmailAddress = Row(EmailAddress)
    EmailAddresses = Row(ArrayOfEmailAddresses)
    PhoneNumber = Row(PersonaPhoneNumber)
    ImAddress = Row(string)
    HomeCity = Row(string)
    WorkCity = Row(string)
    RelevanceScore = Row(int_)
    FolderIds = Row(ArrayOfFolderId)
    Attributions = Row(ArrayOfPersonaAttributions)
    DisplayNames = Row(ArrayOfStringAttributedValues)
    FileAses = Row(ArrayOfStringAttributedValues)
    FileAsIds = Row(ArrayOfStringAttributedValues)
    DisplayNamePrefixes = Row(ArrayOfStringAttributedValues)
    GivenNames = Row(ArrayOfStringAttributedValues)
    MiddleNames = Row(ArrayOfStringAttributedValues)
    Surnames = Row(ArrayOfStringAttributedValues)
    Generations = Row(ArrayOfStringAttributedValues)
    Nicknames = Row(ArrayOfStringAttributedValues)
    Initials = Row(ArrayOfStringAttributedValues)
    YomiCompanyNames = Row(ArrayOfStringAttributedValues)
    YomiFirstNames = Row(ArrayOfStringAttributedValues)
    YomiLastNames = Row(ArrayOfStringAttributedValues)
    BusinessPhoneNumbers = Row(ArrayOfPhoneNumberAttributedValues)
    BusinessPhoneNumbers2 = Row(ArrayOfPhoneNumberAttributedValues)
    HomePhones = Row(ArrayOfPhoneNumberAttributedValues)
    HomePhones2 = Row(ArrayOfPhoneNumberAttributedValues)
    MobilePhones = Row(ArrayOfPhoneNumberAttributedValues)
    MobilePhones2 = Row(ArrayOfPhoneNumberAttributedValues)
    AssistantPhoneNumbers = Row(ArrayOfPhoneNumberAttributedValues)
    CallbackPhones = Row(ArrayOfPhoneNumberAttributedValues)
    CarPhones = Row(ArrayOfPhoneNumberAttributedValues)
    HomeFaxes = Row(ArrayOfPhoneNumberAttributedValues)
    OrganizationMainPhones = Row(ArrayOfPhoneNumberAttributedValues)
    OtherFaxes = Row(ArrayOfPhoneNumberAttributedValues)
    OtherTelephones = Row(ArrayOfPhoneNumberAttributedValues)
    OtherPhones2 = Row(ArrayOfPhoneNumberAttributedValues)
    Pagers = Row(ArrayOfPhoneNumberAttributedValues)
    RadioPhones = Row(ArrayOfPhoneNumberAttributedValues)
    TelexNumbers = Row(ArrayOfPhoneNumberAttributedValues)
    TTYTDDPhoneNumbers = Row(ArrayOfPhoneNumberAttributedValues, uri="")
    WorkFaxes = Row(ArrayOfPhoneNumberAttributedValues)
    Emails1 = Row(ArrayOfEmailAddressAttributedValues)
    Emails2 = Row(ArrayOfEmailAddressAttributedValues)
    Emails3 = Row(ArrayOfEmailAddressAttributedValues)
    BusinessHomePages = Row(ArrayOfStringAttributedValues)
    PersonalHomePages = Row(ArrayOfStringAttributedValues)
    OfficeLocations = Row(ArrayOfStringAttributedValues)
    ImAddresses = Row(ArrayOfStringAttributedValues)
    ImAddresses2 = Row(ArrayOfStringAttributedValues)
    ImAddresses3 = Row(ArrayOfStringAttributedValues)
    BusinessAddresses = Row(ArrayOfPostalAddressAttributedValues)
    HomeAddresses = Row(ArrayOfPostalAddressAttributedValues)
    OtherAddresses = Row(ArrayOfPostalAddressAttributedValues)
    Titles = Row(ArrayOfStringAttributedValues)
    Departments = Row(ArrayOfStringAttributedValues)
    CompanyNames = Row(ArrayOfStringAttributedValues)
    Managers = Row(ArrayOfStringAttributedValues)
    AssistantNames = Row(ArrayOfStringAttributedValues)
    Professions = Row(ArrayOfStringAttributedValues)
    SpouseNames = Row(ArrayOfStringAttributedValues)
    Children = Row(ArrayOfStringArrayAttributedValues)
    Schools = Row(ArrayOfStringAttributedValues, uri="")
    Hobbies = Row(ArrayOfStringAttributedValues)
    WeddingAnniversaries = Row(ArrayOfStringAttributedValues)
    Birthdays = Row(ArrayOfStringAttributedValues)
    Locations = Row(ArrayOfStringAttributedValues)
    InlineLinks = Row(ArrayOfStringAttributedValues, since="Exchange2016")
    ItemLinkIds = Row(ArrayOfStringArrayAttributedValues, since="Exchange2016")
    HasActiveDeals = Row(string, since="Exchange2016")
    IsBusinessContact = Row(string, since="Exchange2016")
    AttributedHasActiveDeals = Row(ArrayOfStringAttributedValues, since="Exchange2016")
    AttributedIsBusinessContact = Row(ArrayOfStringAttributedValues, since="Exchange2016")
    SourceMailboxGuids = Row(ArrayOfStringAttributedValues, since="Exchange2016")
    LastContactedDate = Row(dateTime, since="Exchange2016")
    ExtendedProperties = Row(ArrayOfExtendedPropertyAttributedValue)
    ExternalDirectoryObjectId = Row(string, since="Exchange2016")
    MapiEntryId = Row(string, since="Exchange2016")
    MapiEmailAddress = Row(string, since="Exchange2016")
    MapiAddressType = Row(string, since="Exchange2016")
    MapiSearchKey = Row(string, since="Exchange2016")
    MapiTransmittableDisplayName = Row(string, since="Exchange2016")
    MapiSendRichInfo = Row(boolean, since="Exchange2016")


class ArrayOfPeople(Bag, name="ArrayOfPeopleType"):
    Persona = Rows(Persona, choice=True)


class ContextProperty(Bag, name="ContextPropertyType"):
    Key = Row(string, required=True)
    Value = Row(string, required=True)


class ArrayOfContextProperty(Bag, name="ArrayOfContextProperty"):
    ContextProperty = Rows(ContextProperty, required=True)


class ArrayOfPeopleQuerySource(Bag, name="ArrayOfPeopleQuerySource"):
    Source = Rows(string, required=True)


class FindPeople(BaseRequest, name="FindPeopleType", namespace=MESSAGES, element="FindPeople"):
    PersonaShape = Row(PersonaResponseShape)
    IndexedPageItemView = Row(IndexedPageView, required=True)
    Restriction = Row(Restriction)
    AggregationRestriction = like(Restriction)
    SortOrder = Row(NonEmptyArrayOfFieldOrders)
    ParentFolderId = Row(TargetFolderId)
    QueryString = Row(string)
    SearchPeopleSuggestionIndex = Row(boolean, since="Exchange2016")
    TopicQueryString = Row(string, since="Exchange2016")
    Context = Row(ArrayOfContextProperty, since="Exchange2016")
    QuerySources = Row(ArrayOfPeopleQuerySource, since="Exchange2016")


class FindPeopleResponseMessage(
    ResponseMessage, name="FindPeopleResponseMessageType", namespace=MESSAGES, element="FindPeopleResponse"
):
    People = Row(ArrayOfPeople)
    TotalNumberOfPeopleInView = Row(int_)
    FirstMatchingRowIndex = Row(int_)
    FirstLoadedRowIndex = Row(int_)
    TransactionId = Row(Guid, since="Exchange2016")


class GetPersona(BaseRequest, name="GetPersonaType", namespace=MESSAGES, element="GetPersona"):
    PersonaId = Row(ItemId)
    EmailAddress = Row(EmailAddress)
    ParentFolderId = Row(TargetFolderId, since="Exchange2016")
    ItemLinkId = Row(string, since="Exchange2016")
    AdditionalProperties = Row(NonEmptyArrayOfPathsToElement, since="Exchange2016")


class GetPersonaResponseMessage(
    ResponseMessage, name="GetPersonaResponseMessageType", namespace=MESSAGES, element="GetPersonaResponseMessage"
):
    Persona = Row(Persona, required=True)
