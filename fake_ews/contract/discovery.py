"""Searches over many mailboxes.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.common import BaseRequest, BaseResponseMessage, ItemId, NonEmptyString, ResponseMessage
from fake_ews.contract.items import ImportanceChoices, ItemClass
from fake_ews.contract.notation import MESSAGES, Bag, Row, Rows, boolean, choice, dateTime, int_, long, string
from fake_ews.contract.paths import ExtendedProperty, Guid, PathToExtendedField
from fake_ews.contract.queries import FieldOrder


class NonEmptyArrayOfExtendedProperty(Bag, name="NonEmptyArrayOfExtendedPropertyType"):
    ExtendedProperty = Rows(ExtendedProperty, required=True)


class ArrayOfSmtpAddress(Bag, name="ArrayOfSmtpAddressType"):
    SmtpAddress = Rows(NonEmptyString, required=True, choice=True)


class SearchableMailbox(Bag, name="SearchableMailboxType"):
    Guid = Row(Guid, required=True)
    PrimarySmtpAddress = Row(string, required=True)
    IsExternalMailbox = Row(boolean, required=True)
    ExternalEmailAddress = Row(string, required=True)
    DisplayName = Row(string, required=True)
    IsMembershipGroup = Row(boolean, required=True)
    ReferenceId = Row(string, required=True)


class ArrayOfSearchableMailboxes(Bag, name="ArrayOfSearchableMailboxesType"):
    SearchableMailbox = Rows(SearchableMailbox)


class KeywordStatisticsSearchResult(Bag, name="KeywordStatisticsSearchResultType"):
    Keyword = Row(string, required=True)
    ItemHits = Row(int_, required=True)
    Size = Row(long, required=True)


class ArrayOfKeywordStatisticsSearchResults(Bag, name="ArrayOfKeywordStatisticsSearchResultsType"):
    KeywordStat = Rows(KeywordStatisticsSearchResult)


class ExtendedAttribute(Bag, name="ExtendedAttributeType"):
    Name = Row(string, required=True)
    Value = Row(string, required=True)


class ArrayOfExtendedAttributes(Bag, name="ArrayOfExtendedAttributesType"):
    ExtendedAttribute = Rows(ExtendedAttribute)


MailboxSearchLocation = choice("MailboxSearchLocationType", "PrimaryOnly", "ArchiveOnly", "All")


class MailboxSearchScope(Bag, name="MailboxSearchScopeType"):
    Mailbox = Row(string, required=True)
    SearchScope = Row(MailboxSearchLocation, required=True)
    ExtendedAttributes = Row(ArrayOfExtendedAttributes)


class NonEmptyArrayOfMailboxSearchScopes(Bag, name="NonEmptyArrayOfMailboxSearchScopesType"):
    MailboxSearchScope = Rows(MailboxSearchScope, required=True)


class MailboxQuery(Bag, name="MailboxQueryType"):
    Query = Row(string, required=True)
    MailboxSearchScopes = Row(NonEmptyArrayOfMailboxSearchScopes, required=True)


class PreviewItemMailbox(Bag, name="PreviewItemMailboxType"):
    MailboxId = Row(string, required=True)
    PrimarySmtpAddress = Row(string, required=True)


class NonEmptyArrayOfMailboxQueries(Bag, name="NonEmptyArrayOfMailboxQueriesType"):
    MailboxQuery = Rows(MailboxQuery, required=True)


SearchResult = choice("SearchResultType", "StatisticsOnly", "PreviewOnly")

SearchPageDirection = choice("SearchPageDirectionType", "Previous", "Next")

PreviewItemBaseShape = choice("PreviewItemBaseShapeType", "Default", "Compact")


class NonEmptyArrayOfExtendedFieldURIs(Bag, name="NonEmptyArrayOfExtendedFieldURIsType"):
    ExtendedFieldURI = Rows(PathToExtendedField, required=True, choice=True)


class PreviewItemResponseShape(Bag, name="PreviewItemResponseShapeType"):
    BaseShape = Row(PreviewItemBaseShape, required=True)
    AdditionalProperties = Row(NonEmptyArrayOfExtendedFieldURIs)


class SearchPreviewItem(Bag, name="SearchPreviewItemType"):
    Id = Row(ItemId, required=True)
    Mailbox = Row(PreviewItemMailbox)
    ParentId = Row(ItemId)
    ItemClass = Row(ItemClass)
    UniqueHash = Row(string)
    SortValue = Row(string)
    OwaLink = Row(string)
    Sender = Row(string)
    ToRecipients = Row(ArrayOfSmtpAddress)
    CcRecipients = Row(ArrayOfSmtpAddress)
    BccRecipients = Row(ArrayOfSmtpAddress)
    CreatedTime = Row(dateTime)
    ReceivedTime = Row(dateTime)
    SentTime = Row(dateTime)
    Subject = Row(string)
    Size = Row(long)
    Preview = Row(string)
    Importance = Row(ImportanceChoices)
    Read = Row(boolean)
    HasAttachment = Row(boolean)
    ExtendedProperties = Row(NonEmptyArrayOfExtendedProperty)


class ArrayOfSearchPreviewItems(Bag, name="ArrayOfSearchPreviewItemsType"):
    SearchPreviewItem = Rows(SearchPreviewItem)


class FailedSearchMailbox(Bag, name="FailedSearchMailboxType"):
    Mailbox = Row(string, required=True)
    ErrorCode = Row(int_, required=True)
    ErrorMessage = Row(string, required=True)
    IsArchive = Row(boolean, required=True)


class ArrayOfFailedSearchMailboxes(Bag, name="ArrayOfFailedSearchMailboxesType"):
    FailedMailbox = Rows(FailedSearchMailbox)


class SearchRefinerItem(Bag, name="SearchRefinerItemType"):
    Name = Row(string, required=True)
    Value = Row(string, required=True)
    Count = Row(long, required=True)
    Token = Row(string, required=True)


class ArrayOfSearchRefinerItems(Bag, name="ArrayOfSearchRefinerItemsType"):
    Refiner = Rows(SearchRefinerItem)


class MailboxStatisticsItem(Bag, name="MailboxStatisticsItemType"):
    MailboxId = Row(string, required=True)
    DisplayName = Row(string, required=True)
    ItemCount = Row(long, required=True)
    Size = Row(long, required=True)


class ArrayOfMailboxStatisticsItems(Bag, name="ArrayOfMailboxStatisticsItemsType"):
    MailboxStat = Rows(MailboxStatisticsItem)


class SearchMailboxesResult(Bag, name="SearchMailboxesResultType"):
    SearchQueries = Row(NonEmptyArrayOfMailboxQueries, required=True)
    ResultType = Row(SearchResult, required=True)
    ItemCount = Row(long, required=True)
    Size = Row(long, required=True)
    PageItemCount = Row(int_, required=True)
    PageItemSize = Row(long, required=True)
    KeywordStats = Row(ArrayOfKeywordStatisticsSearchResults)
    Items = Row(ArrayOfSearchPreviewItems)
    FailedMailboxes = Row(ArrayOfFailedSearchMailboxes)
    Refiners = Row(ArrayOfSearchRefinerItems)
    MailboxStats = Row(ArrayOfMailboxStatisticsItems)


class GetSearchableMailboxes(
    BaseRequest, name="GetSearchableMailboxesType", namespace=MESSAGES, element="GetSearchableMailboxes"
):
    SearchFilter = Row(string)
    ExpandGroupMembership = Row(boolean)


class GetSearchableMailboxesResponseMessage(
    ResponseMessage,
    name="GetSearchableMailboxesResponseMessageType",
    namespace=MESSAGES,
    element="GetSearchableMailboxesResponse",
):
    SearchableMailboxes = Row(ArrayOfSearchableMailboxes, required=True)
    FailedMailboxes = Row(ArrayOfFailedSearchMailboxes)


class SearchMailboxes(BaseRequest, name="SearchMailboxesType", namespace=MESSAGES, element="SearchMailboxes"):
    SearchQueries = Row(NonEmptyArrayOfMailboxQueries, required=True)
    ResultType = Row(SearchResult, required=True)
    PreviewItemResponseShape = Row(PreviewItemResponseShape)
    SortBy = Row(FieldOrder)
    Language = Row(string)
    Deduplication = Row(boolean)
    PageSize = Row(int_)
    PageItemReference = Row(string)
    PageDirection = Row(SearchPageDirection)


class SearchMailboxesResponse(
    BaseResponseMessage, name="SearchMailboxesResponseType", namespace=MESSAGES, element="SearchMailboxesResponse"
):
    pass


class SearchMailboxesResponseMessage(ResponseMessage, name="SearchMailboxesResponseMessageType", namespace=MESSAGES):
    SearchMailboxesResult = Row(SearchMailboxesResult)
