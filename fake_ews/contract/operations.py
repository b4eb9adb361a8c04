"""The operations on items: requests and answers.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarActivityData,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
    RemoveItem,
    TentativelyAcceptItem,
)
from fake_ews.contract.common import (
    BaseRequest,
    BaseResponseMessage,
    ConflictResults,
    FolderId,
    ItemId,
    ItemResponseShape,
    NonEmptyArrayOfBaseFolderIds,
    NonEmptyArrayOfBaseItemIds,
    OccurrenceItemId,
    RecurringMasterItemId,
    ResponseMessage,
    TargetFolderId,
)
from fake_ews.contract.contacts import AbchPersonItem, ContactItem, ContactsView, DistributionList
from fake_ews.contract.folders import ChangeDescription, Disposal
from fake_ews.contract.items import Item
from fake_ews.contract.mail import (
    AcceptSharingInvitation,
    ForwardItem,
    Message,
    NetworkItem,
    PostItem,
    PostReplyItem,
    ReplyAllToItem,
    ReplyToItem,
    RoleMemberItem,
    SharingMessage,
    SuppressReadReceipt,
)
from fake_ews.contract.notation import MESSAGES, AnyOf, Bag, OneOf, Row, Rows, base64Binary, boolean, choice, string
from fake_ews.contract.queries import (
    CalendarView,
    DistinguishedGroupBy,
    FindItemParent,
    FractionalPageView,
    GroupBy,
    HighlightTerm,
    IndexedPageView,
    NonEmptyArrayOfFieldOrders,
    Restriction,
    SeekToConditionPageView,
)
from fake_ews.contract.tasks import Task

ItemQueryTraversal = choice("ItemQueryTraversalType", "Shallow", "SoftDeleted", "Associated")

ConflictResolution = choice("ConflictResolutionType", "NeverOverwrite", "AutoResolve", "AlwaysOverwrite")


class ItemChangeDescription(ChangeDescription, name="ItemChangeDescriptionType"):
    pass


class SetItemField(ItemChangeDescription, name="SetItemFieldType"):
    Item = Row(Item)
    Message = Row(Message)
    SharingMessage = Row(SharingMessage)
    CalendarItem = Row(CalendarItem)
    Contact = Row(ContactItem)
    DistributionList = Row(DistributionList)
    MeetingMessage = Row(MeetingMessage)
    MeetingRequest = Row(MeetingRequestMessage)
    MeetingResponse = Row(MeetingResponseMessage)
    MeetingCancellation = Row(MeetingCancellationMessage)
    Task = Row(Task)
    PostItem = Row(PostItem)
    RoleMember = Row(RoleMemberItem)
    Network = Row(NetworkItem)
    Person = Row(AbchPersonItem)
    one_of = OneOf(
        Item,
        Message,
        SharingMessage,
        CalendarItem,
        Contact,
        DistributionList,
        MeetingMessage,
        MeetingRequest,
        MeetingResponse,
        MeetingCancellation,
        Task,
        PostItem,
        RoleMember,
        Network,
        Person,
    )


class DeleteItemField(ItemChangeDescription, name="DeleteItemFieldType"):
    pass


class AppendToItemField(ItemChangeDescription, name="AppendToItemFieldType"):
    Item = Row(Item)
    Message = Row(Message)
    SharingMessage = Row(SharingMessage)
    CalendarItem = Row(CalendarItem)
    Contact = Row(ContactItem)
    DistributionList = Row(DistributionList)
    MeetingMessage = Row(MeetingMessage)
    MeetingRequest = Row(MeetingRequestMessage)
    MeetingResponse = Row(MeetingResponseMessage)
    MeetingCancellation = Row(MeetingCancellationMessage)
    Task = Row(Task)
    PostItem = Row(PostItem)
    RoleMember = Row(RoleMemberItem)
    Network = Row(NetworkItem)
    Person = Row(AbchPersonItem)
    one_of = OneOf(
        Item,
        Message,
        SharingMessage,
        CalendarItem,
        Contact,
        DistributionList,
        MeetingMessage,
        MeetingRequest,
        MeetingResponse,
        MeetingCancellation,
        Task,
        PostItem,
        RoleMember,
        Network,
        Person,
    )


class NonEmptyArrayOfItemChangeDescriptions(Bag, name="NonEmptyArrayOfItemChangeDescriptionsType"):
    AppendToItemField = Row(AppendToItemField)
    SetItemField = Row(SetItemField)
    DeleteItemField = Row(DeleteItemField)
    entries = AnyOf(AppendToItemField, SetItemField, DeleteItemField)


class ItemChange(Bag, name="ItemChangeType"):
    ItemId = Row(ItemId)
    OccurrenceItemId = Row(OccurrenceItemId)
    RecurringMasterItemId = Row(RecurringMasterItemId)
    one_of = OneOf(ItemId, OccurrenceItemId, RecurringMasterItemId)
    Updates = Row(NonEmptyArrayOfItemChangeDescriptions, required=True)
    CalendarActivityData = Row(CalendarActivityData, since="Exchange2016")


class NonEmptyArrayOfItemChanges(Bag, name="NonEmptyArrayOfItemChangesType"):
    ItemChange = Rows(ItemChange, required=True)


CreateAction = choice("CreateActionType", "CreateNew", "Update", "UpdateOrCreate")


class UploadItem(Bag, name="UploadItemType"):
    CreateAction = Row(CreateAction, required=True, attribute=True)
    IsAssociated = Row(boolean, attribute=True)
    ParentFolderId = Row(FolderId, required=True)
    ItemId = Row(ItemId)
    Data = Row(base64Binary, required=True)


class NonEmptyArrayOfUploadItems(Bag, name="NonEmptyArrayOfUploadItemsType"):
    Item = Rows(UploadItem, required=True)


class NonEmptyArrayOfItemIds(Bag, name="NonEmptyArrayOfItemIdsType"):
    ItemId = Rows(ItemId, required=True)


class ArrayOfHighlightTerms(Bag, name="ArrayOfHighlightTermsType"):
    Term = Rows(HighlightTerm)


class ArrayOfRealItems(Bag, name="ArrayOfRealItemsType"):
    Item = Row(Item)
    Message = Row(Message)
    SharingMessage = Row(SharingMessage)
    CalendarItem = Row(CalendarItem)
    Contact = Row(ContactItem)
    DistributionList = Row(DistributionList)
    MeetingMessage = Row(MeetingMessage)
    MeetingRequest = Row(MeetingRequestMessage)
    MeetingResponse = Row(MeetingResponseMessage)
    MeetingCancellation = Row(MeetingCancellationMessage)
    Task = Row(Task)
    PostItem = Row(PostItem)
    RoleMember = Row(RoleMemberItem)
    Network = Row(NetworkItem)
    Person = Row(AbchPersonItem)
    entries = AnyOf(
        Item,
        Message,
        SharingMessage,
        CalendarItem,
        Contact,
        DistributionList,
        MeetingMessage,
        MeetingRequest,
        MeetingResponse,
        MeetingCancellation,
        Task,
        PostItem,
        RoleMember,
        Network,
        Person,
        required=False,
    )


class NonEmptyArrayOfAllItems(Bag, name="NonEmptyArrayOfAllItemsType"):
    Item = Row(Item)
    Message = Row(Message)
    SharingMessage = Row(SharingMessage)
    CalendarItem = Row(CalendarItem)
    Contact = Row(ContactItem)
    DistributionList = Row(DistributionList)
    MeetingMessage = Row(MeetingMessage)
    MeetingRequest = Row(MeetingRequestMessage)
    MeetingResponse = Row(MeetingResponseMessage)
    MeetingCancellation = Row(MeetingCancellationMessage)
    Task = Row(Task)
    PostItem = Row(PostItem)
    ReplyToItem = Row(ReplyToItem)
    ForwardItem = Row(ForwardItem)
    ReplyAllToItem = Row(ReplyAllToItem)
    AcceptItem = Row(AcceptItem)
    TentativelyAcceptItem = Row(TentativelyAcceptItem)
    DeclineItem = Row(DeclineItem)
    CancelCalendarItem = Row(CancelCalendarItem)
    RemoveItem = Row(RemoveItem)
    SuppressReadReceipt = Row(SuppressReadReceipt)
    PostReplyItem = Row(PostReplyItem)
    AcceptSharingInvitation = Row(AcceptSharingInvitation)
    RoleMember = Row(RoleMemberItem)
    Network = Row(NetworkItem)
    Person = Row(AbchPersonItem)
    entries = AnyOf(
        Item,
        Message,
        SharingMessage,
        CalendarItem,
        Contact,
        DistributionList,
        MeetingMessage,
        MeetingRequest,
        MeetingResponse,
        MeetingCancellation,
        Task,
        PostItem,
        ReplyToItem,
        ForwardItem,
        ReplyAllToItem,
        AcceptItem,
        TentativelyAcceptItem,
        DeclineItem,
        CancelCalendarItem,
        RemoveItem,
        SuppressReadReceipt,
        PostReplyItem,
        AcceptSharingInvitation,
        RoleMember,
        Network,
        Person,
    )


MessageDisposition = choice("MessageDispositionType", "SaveOnly", "SendOnly", "SendAndSaveCopy")

CalendarItemCreateOrDeleteOperation = choice(
    "CalendarItemCreateOrDeleteOperationType", "SendToNone", "SendOnlyToAll", "SendToAllAndSaveCopy"
)

CalendarItemUpdateOperation = choice(
    "CalendarItemUpdateOperationType",
    "SendToNone",
    "SendOnlyToAll",
    "SendOnlyToChanged",
    "SendToAllAndSaveCopy",
    "SendToChangedAndSaveCopy",
)

AffectedTaskOccurrences = choice("AffectedTaskOccurrencesType", "AllOccurrences", "SpecifiedOccurrenceOnly")


class UploadItems(BaseRequest, name="UploadItemsType", namespace=MESSAGES, element="UploadItems"):
    Items = Row(NonEmptyArrayOfUploadItems, required=True)


class UploadItemsResponseMessage(ResponseMessage, name="UploadItemsResponseMessageType", namespace=MESSAGES):
    ItemId = Row(ItemId)


class UploadItemsResponse(
    BaseResponseMessage, name="UploadItemsResponseType", namespace=MESSAGES, element="UploadItemsResponse"
):
    pass


class ExportItems(BaseRequest, name="ExportItemsType", namespace=MESSAGES, element="ExportItems"):
    ItemIds = Row(NonEmptyArrayOfItemIds, required=True)


class ExportItemsResponseMessage(ResponseMessage, name="ExportItemsResponseMessageType", namespace=MESSAGES):
    ItemId = Row(ItemId)
    Data = Row(base64Binary)


class ExportItemsResponse(
    BaseResponseMessage, name="ExportItemsResponseType", namespace=MESSAGES, element="ExportItemsResponse"
):
    pass


class GetItem(BaseRequest, name="GetItemType", namespace=MESSAGES, element="GetItem"):
    ItemShape = Row(ItemResponseShape, required=True)
    ItemIds = Row(NonEmptyArrayOfBaseItemIds, required=True)


class CreateItem(BaseRequest, name="CreateItemType", namespace=MESSAGES, element="CreateItem"):
    MessageDisposition = Row(MessageDisposition, attribute=True)
    SendMeetingInvitations = Row(CalendarItemCreateOrDeleteOperation, attribute=True)
    SavedItemFolderId = Row(TargetFolderId)
    Items = Row(NonEmptyArrayOfAllItems, required=True)


class UpdateItem(BaseRequest, name="UpdateItemType", namespace=MESSAGES, element="UpdateItem"):
    ConflictResolution = Row(ConflictResolution, required=True, attribute=True)
    MessageDisposition = Row(MessageDisposition, attribute=True)
    SendMeetingInvitationsOrCancellations = Row(CalendarItemUpdateOperation, attribute=True)
    SuppressReadReceipts = Row(boolean, attribute=True, since="Exchange2013")
    SavedItemFolderId = Row(TargetFolderId)
    ItemChanges = Row(NonEmptyArrayOfItemChanges, required=True)


class ItemInfoResponseMessage(ResponseMessage, name="ItemInfoResponseMessageType", namespace=MESSAGES):
    Items = Row(ArrayOfRealItems, required=True)


class UpdateItemResponseMessage(ItemInfoResponseMessage, name="UpdateItemResponseMessageType", namespace=MESSAGES):
    ConflictResults = Row(ConflictResults)


class DeleteItem(BaseRequest, name="DeleteItemType", namespace=MESSAGES, element="DeleteItem"):
    DeleteType = Row(Disposal, required=True, attribute=True)
    SendMeetingCancellations = Row(CalendarItemCreateOrDeleteOperation, attribute=True)
    AffectedTaskOccurrences = Row(AffectedTaskOccurrences, attribute=True)
    SuppressReadReceipts = Row(boolean, attribute=True, since="Exchange2013")
    ItemIds = Row(NonEmptyArrayOfBaseItemIds, required=True)


class BaseMoveCopyItem(BaseRequest, name="BaseMoveCopyItemType", namespace=MESSAGES):
    ToFolderId = Row(TargetFolderId, required=True)
    ItemIds = Row(NonEmptyArrayOfBaseItemIds, required=True)
    ReturnNewItemIds = Row(boolean, since="Exchange2010")


class MoveItem(BaseMoveCopyItem, name="MoveItemType", namespace=MESSAGES, element="MoveItem"):
    pass


class CopyItem(BaseMoveCopyItem, name="CopyItemType", namespace=MESSAGES, element="CopyItem"):
    pass


class ArchiveItem(BaseRequest, name="ArchiveItemType", namespace=MESSAGES, element="ArchiveItem"):
    ArchiveSourceFolderId = Row(TargetFolderId, required=True)
    ItemIds = Row(NonEmptyArrayOfBaseItemIds, required=True)


class SendItem(BaseRequest, name="SendItemType", namespace=MESSAGES, element="SendItem"):
    SaveItemToFolder = Row(boolean, required=True, attribute=True)
    ItemIds = Row(NonEmptyArrayOfBaseItemIds, required=True)
    SavedItemFolderId = Row(TargetFolderId)


class SendItemResponse(
    BaseResponseMessage, name="SendItemResponseType", namespace=MESSAGES, element="SendItemResponse"
):
    pass


class QueryString(Bag, name="QueryStringType", namespace=MESSAGES):
    text = Row(string, text=True)
    ResetCache = Row(boolean, attribute=True)
    ReturnHighlightTerms = Row(boolean, attribute=True)
    ReturnDeletedItems = Row(boolean, attribute=True)


class FindItem(BaseRequest, name="FindItemType", namespace=MESSAGES, element="FindItem"):
    Traversal = Row(ItemQueryTraversal, required=True, attribute=True)
    ItemShape = Row(ItemResponseShape, required=True)
    IndexedPageItemView = Row(IndexedPageView)
    FractionalPageItemView = Row(FractionalPageView)
    SeekToConditionPageItemView = Row(SeekToConditionPageView, since="Exchange2013")
    CalendarView = Row(CalendarView)
    ContactsView = Row(ContactsView)
    one_of = OneOf(
        IndexedPageItemView,
        FractionalPageItemView,
        SeekToConditionPageItemView,
        CalendarView,
        ContactsView,
        required=False,
    )
    GroupBy = Row(GroupBy)
    DistinguishedGroupBy = Row(DistinguishedGroupBy)
    one_of2 = OneOf(GroupBy, DistinguishedGroupBy, required=False)
    Restriction = Row(Restriction)
    SortOrder = Row(NonEmptyArrayOfFieldOrders)
    ParentFolderIds = Row(NonEmptyArrayOfBaseFolderIds, required=True)
    QueryString = Row(QueryString, since="Exchange2010")


class CreateItemResponse(
    BaseResponseMessage, name="CreateItemResponseType", namespace=MESSAGES, element="CreateItemResponse"
):
    pass


class UpdateItemResponse(
    BaseResponseMessage, name="UpdateItemResponseType", namespace=MESSAGES, element="UpdateItemResponse"
):
    pass


class GetItemResponse(BaseResponseMessage, name="GetItemResponseType", namespace=MESSAGES, element="GetItemResponse"):
    pass


class MoveItemResponse(
    BaseResponseMessage, name="MoveItemResponseType", namespace=MESSAGES, element="MoveItemResponse"
):
    pass


class CopyItemResponse(
    BaseResponseMessage, name="CopyItemResponseType", namespace=MESSAGES, element="CopyItemResponse"
):
    pass


class DeleteItemResponse(
    BaseResponseMessage, name="DeleteItemResponseType", namespace=MESSAGES, element="DeleteItemResponse"
):
    pass


class DeleteItemResponseMessage(ResponseMessage, name="DeleteItemResponseMessageType", namespace=MESSAGES):
    pass


class FindItemResponseMessage(ResponseMessage, name="FindItemResponseMessageType", namespace=MESSAGES):
    RootFolder = Row(FindItemParent)
    HighlightTerms = Row(ArrayOfHighlightTerms, since="Exchange2013")


class FindItemResponse(
    BaseResponseMessage, name="FindItemResponseType", namespace=MESSAGES, element="FindItemResponse"
):
    pass


class ArchiveItemResponse(
    BaseResponseMessage, name="ArchiveItemResponseType", namespace=MESSAGES, element="ArchiveItemResponse"
):
    pass


class MarkAllItemsAsRead(BaseRequest, name="MarkAllItemsAsReadType", namespace=MESSAGES, element="MarkAllItemsAsRead"):
    ReadFlag = Row(boolean, required=True)
    SuppressReadReceipts = Row(boolean, required=True)
    FolderIds = Row(NonEmptyArrayOfBaseFolderIds, required=True)


class MarkAllItemsAsReadResponse(
    BaseResponseMessage, name="MarkAllItemsAsReadResponseType", namespace=MESSAGES, element="MarkAllItemsAsReadResponse"
):
    pass


class MarkAsJunk(BaseRequest, name="MarkAsJunkType", namespace=MESSAGES, element="MarkAsJunk"):
    IsJunk = Row(boolean, required=True, attribute=True)
    MoveItem = Row(boolean, required=True, attribute=True)
    ItemIds = Row(NonEmptyArrayOfBaseItemIds, required=True)


class MarkAsJunkResponse(
    BaseResponseMessage, name="MarkAsJunkResponseType", namespace=MESSAGES, element="MarkAsJunkResponse"
):
    pass


class MarkAsJunkResponseMessage(ResponseMessage, name="MarkAsJunkResponseMessageType", namespace=MESSAGES):
    MovedItemId = Row(ItemId)
