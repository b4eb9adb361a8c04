"""SyncFolderItems and SyncFolderHierarchy.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.calendar import (
    CalendarItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import (
    BaseRequest,
    BaseResponseMessage,
    FolderId,
    FolderResponseShape,
    ItemId,
    ItemResponseShape,
    ResponseMessage,
    TargetFolderId,
)
from fake_ews.contract.contacts import AbchPersonItem, ContactItem, DistributionList
from fake_ews.contract.folders import CalendarFolder, ContactsFolder, Folder, SearchFolder, TasksFolder
from fake_ews.contract.items import Item
from fake_ews.contract.mail import Message, NetworkItem, PostItem, RoleMemberItem, SharingMessage
from fake_ews.contract.notation import MESSAGES, AnyOf, Bag, OneOf, Row, Rows, boolean, choice, int_, limited, string
from fake_ews.contract.tasks import Task


class SyncFolderItemsCreateOrUpdate(Bag, name="SyncFolderItemsCreateOrUpdateType"):
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


class ArrayOfBaseItemIds(Bag, name="ArrayOfBaseItemIdsType"):
    ItemId = Rows(ItemId, choice=True)


class SyncFolderItemsDelete(Bag, name="SyncFolderItemsDeleteType"):
    ItemId = Row(ItemId, required=True)


class SyncFolderItemsReadFlag(Bag, name="SyncFolderItemsReadFlagType"):
    ItemId = Row(ItemId, required=True)
    IsRead = Row(boolean, required=True)


class SyncFolderItemsChanges(Bag, name="SyncFolderItemsChangesType"):
    Create = Row(SyncFolderItemsCreateOrUpdate)
    Update = Row(SyncFolderItemsCreateOrUpdate)
    Delete = Row(SyncFolderItemsDelete)
    ReadFlagChange = Row(SyncFolderItemsReadFlag)
    entries = AnyOf(Create, Update, Delete, ReadFlagChange, required=False)


class SyncFolderHierarchyCreateOrUpdate(Bag, name="SyncFolderHierarchyCreateOrUpdateType"):
    Folder = Row(Folder)
    CalendarFolder = Row(CalendarFolder)
    ContactsFolder = Row(ContactsFolder)
    SearchFolder = Row(SearchFolder)
    TasksFolder = Row(TasksFolder)
    one_of = OneOf(Folder, CalendarFolder, ContactsFolder, SearchFolder, TasksFolder)


class SyncFolderHierarchyDelete(Bag, name="SyncFolderHierarchyDeleteType"):
    FolderId = Row(FolderId, required=True)


class SyncFolderHierarchyChanges(Bag, name="SyncFolderHierarchyChangesType"):
    Create = Row(SyncFolderHierarchyCreateOrUpdate)
    Update = Row(SyncFolderHierarchyCreateOrUpdate)
    Delete = Row(SyncFolderHierarchyDelete)
    entries = AnyOf(Create, Update, Delete, required=False)


MaxSyncChangesReturned = limited("MaxSyncChangesReturnedType", int_, least=1, most=512)

SyncFolderItemsScope = choice("SyncFolderItemsScopeType", "NormalItems", "NormalAndAssociatedItems")


class SyncFolderHierarchy(
    BaseRequest, name="SyncFolderHierarchyType", namespace=MESSAGES, element="SyncFolderHierarchy"
):
    FolderShape = Row(FolderResponseShape, required=True)
    SyncFolderId = Row(TargetFolderId)
    SyncState = Row(string)


class SyncFolderHierarchyResponseMessage(
    ResponseMessage, name="SyncFolderHierarchyResponseMessageType", namespace=MESSAGES
):
    SyncState = Row(string)
    IncludesLastFolderInRange = Row(boolean)
    Changes = Row(SyncFolderHierarchyChanges)


class SyncFolderHierarchyResponse(
    BaseResponseMessage,
    name="SyncFolderHierarchyResponseType",
    namespace=MESSAGES,
    element="SyncFolderHierarchyResponse",
):
    pass


class SyncFolderItems(BaseRequest, name="SyncFolderItemsType", namespace=MESSAGES, element="SyncFolderItems"):
    ItemShape = Row(ItemResponseShape, required=True)
    SyncFolderId = Row(TargetFolderId, required=True)
    SyncState = Row(string)
    Ignore = Row(ArrayOfBaseItemIds)
    MaxChangesReturned = Row(MaxSyncChangesReturned, required=True)
    SyncScope = Row(SyncFolderItemsScope, since="Exchange2010")


class SyncFolderItemsResponseMessage(ResponseMessage, name="SyncFolderItemsResponseMessageType", namespace=MESSAGES):
    SyncState = Row(string)
    IncludesLastItemInRange = Row(boolean)
    Changes = Row(SyncFolderItemsChanges)


class SyncFolderItemsResponse(
    BaseResponseMessage, name="SyncFolderItemsResponseType", namespace=MESSAGES, element="SyncFolderItemsResponse"
):
    pass
