"""What every family needs: ids, shapes, addresses, bodies, requests' frame.   Source: types.xsd, messages.xsd."""

from fake_ews.contract.codes import ResponseCode
from fake_ews.contract.notation import (
    MESSAGES,
    TYPES,
    AnyOf,
    Bag,
    OneOf,
    Row,
    Rows,
    boolean,
    choice,
    int_,
    later,
    limited,
    string,
)
from fake_ews.contract.paths import PathToExtendedField, PathToIndexedField, PathToUnindexedField

NonEmptyString = limited("NonEmptyStringType", string, shortest=1)


class BaseEmailAddress(Bag, name="BaseEmailAddressType"):
    pass


MailboxType = choice(
    "MailboxTypeType",
    "Unknown OneOff Mailbox PublicDL PrivateDL Contact PublicFolder GroupMailbox ImplicitContact",
)


class BaseItemId(Bag, name="BaseItemIdType", abstract=True):
    pass


class ItemId(BaseItemId, name="ItemIdType"):
    Id = Row(string, required=True, attribute=True)
    ChangeKey = Row(string, attribute=True)


class EmailAddress(BaseEmailAddress, name="EmailAddressType"):
    Name = Row(string)
    EmailAddress = Row(NonEmptyString)
    RoutingType = Row(NonEmptyString)
    MailboxType = Row(MailboxType)
    ItemId = Row(ItemId)
    OriginalDisplayName = Row(string, since="Exchange2013")


class ArrayOfRecipients(Bag, name="ArrayOfRecipientsType"):
    Mailbox = Rows(EmailAddress, choice=True)


class SingleRecipient(Bag, name="SingleRecipientType"):
    Mailbox = Row(EmailAddress, required=True)


class NonEmptyArrayOfPathsToElement(Bag, name="NonEmptyArrayOfPathsToElementType"):
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    entries = AnyOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)


DefaultShapeNames = choice("DefaultShapeNamesType", "IdOnly", "Default", "AllProperties", "PcxPeopleSearch")

BodyTypeResponse = choice("BodyTypeResponseType", "Best", "HTML", "Text")


class FolderResponseShape(Bag, name="FolderResponseShapeType"):
    BaseShape = Row(DefaultShapeNames, required=True)
    AdditionalProperties = Row(NonEmptyArrayOfPathsToElement)


class ItemResponseShape(Bag, name="ItemResponseShapeType"):
    BaseShape = Row(DefaultShapeNames, required=True)
    IncludeMimeContent = Row(boolean)
    BodyType = Row(BodyTypeResponse)
    UniqueBodyType = Row(BodyTypeResponse, since="Exchange2013")
    NormalizedBodyType = Row(BodyTypeResponse, since="Exchange2013")
    FilterHtmlContent = Row(boolean, since="Exchange2010")
    ConvertHtmlCodePageToUTF8 = Row(boolean, since="Exchange2010")
    InlineImageUrlTemplate = Row(string, since="Exchange2013")
    BlockExternalImages = Row(boolean, since="Exchange2013")
    AddBlankTargetToLinks = Row(boolean, since="Exchange2013")
    MaximumBodySize = Row(int_, since="Exchange2013")
    AdditionalProperties = Row(NonEmptyArrayOfPathsToElement)


ResponseClass = choice("ResponseClassType", "Success", "Warning", "Error")


class RequestAttachmentId(BaseItemId, name="RequestAttachmentIdType"):
    Id = Row(string, required=True, attribute=True)


class AttachmentId(RequestAttachmentId, name="AttachmentIdType"):
    RootItemId = Row(string, attribute=True)
    RootItemChangeKey = Row(string, attribute=True)


class RootItemId(BaseItemId, name="RootItemIdType"):
    RootItemId = Row(string, required=True, attribute=True)
    RootItemChangeKey = Row(string, required=True, attribute=True)


BodyType = choice("BodyTypeType", "HTML", "Text")


class Body(Bag, name="BodyType"):
    text = Row(string, text=True)
    BodyType = Row(BodyType, required=True, attribute=True)
    IsTruncated = Row(boolean, attribute=True, since="Exchange2013")


class BaseFolderId(Bag, name="BaseFolderIdType", abstract=True):
    pass


DistinguishedFolderIdName = choice(
    "DistinguishedFolderIdNameType",
    "calendar contacts deleteditems drafts inbox journal notes outbox sentitems tasks msgfolderroot "
    "publicfoldersroot root junkemail searchfolders voicemail recoverableitemsroot recoverableitemsdeletions "
    "recoverableitemsversions recoverableitemspurges recoverableitemsdiscoveryholds archiveroot "
    "archivemsgfolderroot archivedeleteditems archiveinbox archiverecoverableitemsroot "
    "archiverecoverableitemsdeletions archiverecoverableitemsversions archiverecoverableitemspurges "
    "archiverecoverableitemsdiscoveryholds syncissues conflicts localfailures serverfailures recipientcache "
    "quickcontacts conversationhistory adminauditlogs todosearch mycontacts directory imcontactlist peopleconnect "
    "favorites mecontact personmetadata teamspaceactivity teamspacemessaging teamspaceworkitems scheduled "
    "orionnotes tagitems alltaggeditems externalcontacts teamchat teamchathistory yammerroot yammerinbound "
    "yammeroutbound yammerfeeds onedriveroot onedriverecylebin onedrivesystem onedrivevolume important starred "
    "archive",
    # [seen: exchangelib asks Exchange Online, and no other server, for these]
    later="allcategorizeditems allcontacts allitems allpersonmetadata companycontacts dlppolicyevaluation "
    "fromfavoritesenders inference onenotepagepreviews peoplecentricconversationbuddies qedcdefaultretention "
    "qedclongretention qedcmediumretention qedcshortretention quarantinedemail quarantinedemaildefaultcategory "
    "recoverableitemssubstrateholds relevantcontacts sharepointnotifications shortnotes temporarysaves "
    "usercuratedcontacts",
)


class DistinguishedFolderId(BaseFolderId, name="DistinguishedFolderIdType"):
    Id = Row(DistinguishedFolderIdName, required=True, attribute=True)
    ChangeKey = Row(string, attribute=True)
    Mailbox = Row(EmailAddress)


class FolderId(BaseFolderId, name="FolderIdType"):
    Id = Row(string, required=True, attribute=True)
    ChangeKey = Row(string, attribute=True)


class AddressListId(BaseFolderId, name="AddressListIdType"):
    Id = Row(string, required=True, attribute=True)


class NonEmptyArrayOfBaseFolderIds(Bag, name="NonEmptyArrayOfBaseFolderIdsType"):
    FolderId = Row(FolderId)
    DistinguishedFolderId = Row(DistinguishedFolderId)
    entries = AnyOf(FolderId, DistinguishedFolderId)


class TargetFolderId(Bag, name="TargetFolderIdType"):
    FolderId = Row(FolderId)
    DistinguishedFolderId = Row(DistinguishedFolderId)
    AddressListId = Row(AddressListId)
    one_of = OneOf(FolderId, DistinguishedFolderId, AddressListId)


DerivedItemId = limited("DerivedItemIdType", string)


class OccurrenceItemId(BaseItemId, name="OccurrenceItemIdType"):
    RecurringMasterId = Row(DerivedItemId, required=True, attribute=True)
    ChangeKey = Row(string, attribute=True)
    InstanceIndex = Row(int_, required=True, attribute=True)


class RecurringMasterItemId(BaseItemId, name="RecurringMasterItemIdType"):
    OccurrenceId = Row(DerivedItemId, required=True, attribute=True)
    ChangeKey = Row(string, attribute=True)


class RecurringMasterItemIdRanges(ItemId, name="RecurringMasterItemIdRangesType"):
    Ranges = Row(later("t:ArrayOfOccurrenceRangesType"))


class NonEmptyArrayOfBaseItemIds(Bag, name="NonEmptyArrayOfBaseItemIdsType"):
    ItemId = Row(ItemId)
    OccurrenceItemId = Row(OccurrenceItemId)
    RecurringMasterItemId = Row(RecurringMasterItemId)
    RecurringMasterItemIdRanges = Row(RecurringMasterItemIdRanges)
    entries = AnyOf(ItemId, OccurrenceItemId, RecurringMasterItemId, RecurringMasterItemIdRanges)


class ArrayOfStrings(Bag, name="ArrayOfStringsType"):
    String = Rows(string)


class MimeContent(Bag, name="MimeContentType"):
    text = Row(string, text=True)
    CharacterSet = Row(string, attribute=True)


class EffectiveRights(Bag, name="EffectiveRightsType"):
    CreateAssociated = Row(boolean, required=True)
    CreateContents = Row(boolean, required=True)
    CreateHierarchy = Row(boolean, required=True)
    Delete = Row(boolean, required=True)
    Modify = Row(boolean, required=True)
    Read = Row(boolean, required=True)
    ViewPrivateItems = Row(boolean, since="Exchange2010")


class ConflictResults(Bag, name="ConflictResultsType"):
    Count = Row(int_, required=True)


class NamedValue(Bag, name="", namespace=TYPES):
    text = Row(string, text=True)
    Name = Row(string, required=True, attribute=True)


class MessageXml(Bag, name="", namespace=TYPES, open_content=True):
    """What explains an error: schema says any element; these are what Exchange sends."""

    LineNumber = Row(int_)
    LinePosition = Row(int_)
    Violation = Row(string)
    Value = Rows(NamedValue)
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)


class ResponseMessage(Bag, name="ResponseMessageType", namespace=MESSAGES):
    ResponseClass = Row(ResponseClass, required=True, attribute=True)
    MessageText = Row(string)
    ResponseCode = Row(ResponseCode)
    DescriptiveLinkKey = Row(int_)
    MessageXml = Row(MessageXml)


class BaseResponseMessage(Bag, name="BaseResponseMessageType", namespace=MESSAGES):
    ResponseMessages = Row(later("m:ArrayOfResponseMessagesType"), required=True)


class BaseRequest(Bag, name="BaseRequestType", namespace=MESSAGES, abstract=True):
    pass
