"""Names, people, rooms and ids.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.common import (
    BaseRequest,
    BaseResponseMessage,
    DefaultShapeNames,
    EmailAddress,
    NonEmptyArrayOfBaseFolderIds,
    NonEmptyString,
    ResponseMessage,
)
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.notation import (
    MESSAGES,
    AnyOf,
    Bag,
    Row,
    Rows,
    base64Binary,
    boolean,
    choice,
    dateTime,
    int_,
    string,
)
from fake_ews.contract.people import ArrayOfEmailAddresses


class DirectoryEntry(Bag, name="DirectoryEntryType"):
    Id = Row(EmailAddress)


class Room(DirectoryEntry, name="RoomType"):
    pass


class ArrayOfRooms(Bag, name="ArrayOfRoomsType"):
    Room = Rows(Room)


ResolveNamesSearchScope = choice(
    "ResolveNamesSearchScopeType", "ActiveDirectory", "ActiveDirectoryContacts", "Contacts", "ContactsActiveDirectory"
)


class Resolution(Bag, name="ResolutionType"):
    Mailbox = Row(EmailAddress, required=True)
    Contact = Row(ContactItem)


class ArrayOfResolution(Bag, name="ArrayOfResolutionType"):
    IndexedPagingOffset = Row(int_, attribute=True)
    NumeratorOffset = Row(int_, attribute=True)
    AbsoluteDenominator = Row(int_, attribute=True)
    IncludesLastItemInRange = Row(boolean, attribute=True)
    TotalItemsInView = Row(int_, attribute=True)
    Resolution = Rows(Resolution, most=100)


class ArrayOfDLExpansion(Bag, name="ArrayOfDLExpansionType"):
    IndexedPagingOffset = Row(int_, attribute=True)
    NumeratorOffset = Row(int_, attribute=True)
    AbsoluteDenominator = Row(int_, attribute=True)
    IncludesLastItemInRange = Row(boolean, attribute=True)
    TotalItemsInView = Row(int_, attribute=True)
    Mailbox = Rows(EmailAddress)


IdFormat = choice("IdFormatType", "EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId")


class AlternateIdBase(Bag, name="AlternateIdBaseType", abstract=True):
    Format = Row(IdFormat, required=True, attribute=True)


class AlternateId(AlternateIdBase, name="AlternateIdType"):
    Id = Row(string, required=True, attribute=True)
    Mailbox = Row(NonEmptyString, required=True, attribute=True)
    IsArchive = Row(boolean, attribute=True, since="Exchange2010")


class AlternatePublicFolderId(AlternateIdBase, name="AlternatePublicFolderIdType"):
    FolderId = Row(string, required=True, attribute=True)


class AlternatePublicFolderItemId(AlternatePublicFolderId, name="AlternatePublicFolderItemIdType"):
    ItemId = Row(string, required=True, attribute=True)


class NonEmptyArrayOfAlternateIds(Bag, name="NonEmptyArrayOfAlternateIdsType"):
    AlternateId = Row(AlternateId)
    AlternatePublicFolderId = Row(AlternatePublicFolderId)
    AlternatePublicFolderItemId = Row(AlternatePublicFolderItemId)
    entries = AnyOf(AlternateId, AlternatePublicFolderId, AlternatePublicFolderItemId)


UserPhotoSize = choice(
    "UserPhotoSizeType",
    "HR48x48 HR64x64 HR96x96 HR120x120 HR240x240 HR360x360 HR432x432 HR504x504 HR648x648 HR1024xN HR1920xN",
)

UserPhotoType = choice("UserPhotoTypeType", "UserPhoto", "ProfileHeaderPhoto")


class ResolveNames(BaseRequest, name="ResolveNamesType", namespace=MESSAGES, element="ResolveNames"):
    ReturnFullContactData = Row(boolean, required=True, attribute=True)
    SearchScope = Row(ResolveNamesSearchScope, attribute=True)
    ContactDataShape = Row(DefaultShapeNames, attribute=True, since="Exchange2010")
    ParentFolderIds = Row(NonEmptyArrayOfBaseFolderIds)
    UnresolvedEntry = Row(NonEmptyString, required=True)


class ResolveNamesResponseMessage(ResponseMessage, name="ResolveNamesResponseMessageType", namespace=MESSAGES):
    ResolutionSet = Row(ArrayOfResolution)


class ResolveNamesResponse(
    BaseResponseMessage, name="ResolveNamesResponseType", namespace=MESSAGES, element="ResolveNamesResponse"
):
    pass


class GetPasswordExpirationDate(
    BaseRequest, name="GetPasswordExpirationDateType", namespace=MESSAGES, element="GetPasswordExpirationDate"
):
    MailboxSmtpAddress = Row(string)


class GetPasswordExpirationDateResponseMessage(
    ResponseMessage,
    name="GetPasswordExpirationDateResponseMessageType",
    namespace=MESSAGES,
    element="GetPasswordExpirationDateResponse",
):
    PasswordExpirationDate = Row(dateTime, required=True)


class ExpandDL(BaseRequest, name="ExpandDLType", namespace=MESSAGES, element="ExpandDL"):
    Mailbox = Row(EmailAddress, required=True)


class ExpandDLResponseMessage(ResponseMessage, name="ExpandDLResponseMessageType", namespace=MESSAGES):
    IndexedPagingOffset = Row(int_, attribute=True)
    NumeratorOffset = Row(int_, attribute=True)
    AbsoluteDenominator = Row(int_, attribute=True)
    IncludesLastItemInRange = Row(boolean, attribute=True)
    TotalItemsInView = Row(int_, attribute=True)
    DLExpansion = Row(ArrayOfDLExpansion)


class ExpandDLResponse(
    BaseResponseMessage, name="ExpandDLResponseType", namespace=MESSAGES, element="ExpandDLResponse"
):
    pass


class ConvertId(BaseRequest, name="ConvertIdType", namespace=MESSAGES, element="ConvertId"):
    DestinationFormat = Row(IdFormat, required=True, attribute=True)
    SourceIds = Row(NonEmptyArrayOfAlternateIds, required=True)


class ConvertIdResponse(
    BaseResponseMessage, name="ConvertIdResponseType", namespace=MESSAGES, element="ConvertIdResponse"
):
    pass


class ConvertIdResponseMessage(ResponseMessage, name="ConvertIdResponseMessageType", namespace=MESSAGES):
    AlternateId = Row(AlternateIdBase)


class GetRoomLists(BaseRequest, name="GetRoomListsType", namespace=MESSAGES, element="GetRoomLists"):
    pass


class GetRoomListsResponseMessage(
    ResponseMessage, name="GetRoomListsResponseMessageType", namespace=MESSAGES, element="GetRoomListsResponse"
):
    RoomLists = Row(ArrayOfEmailAddresses)


class GetRooms(BaseRequest, name="GetRoomsType", namespace=MESSAGES, element="GetRooms"):
    RoomList = Row(EmailAddress, required=True)


class GetRoomsResponseMessage(
    ResponseMessage, name="GetRoomsResponseMessageType", namespace=MESSAGES, element="GetRoomsResponse"
):
    Rooms = Row(ArrayOfRooms)


class GetUserPhoto(BaseRequest, name="GetUserPhotoType", namespace=MESSAGES, element="GetUserPhoto"):
    Email = Row(string, required=True)
    SizeRequested = Row(UserPhotoSize, required=True)
    TypeRequested = Row(UserPhotoType, since="Exchange2016")


class GetUserPhotoResponseMessage(
    ResponseMessage, name="GetUserPhotoResponseMessageType", namespace=MESSAGES, element="GetUserPhotoResponse"
):
    HasChanged = Row(boolean, required=True)
    PictureData = Row(base64Binary)


class SetUserPhoto(BaseRequest, name="SetUserPhotoType", namespace=MESSAGES, element="SetUserPhoto"):
    Email = Row(NonEmptyString, required=True)
    Content = Row(string, required=True)
    TypeRequested = Row(UserPhotoType)


class SetUserPhotoResponseMessage(
    BaseResponseMessage, name="SetUserPhotoResponseMessageType", namespace=MESSAGES, element="SetUserPhotoResponse"
):
    pass
