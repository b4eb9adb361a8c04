"""The response messages of all operations.   Source: messages.xsd."""

from fake_ews.contract.attachments import AttachmentInfoResponseMessage, DeleteAttachmentResponseMessage
from fake_ews.contract.availability import GetServerTimeZonesResponseMessage
from fake_ews.contract.common import ResponseMessage
from fake_ews.contract.directory import (
    ConvertIdResponseMessage,
    ExpandDLResponseMessage,
    GetUserPhotoResponseMessage,
    ResolveNamesResponseMessage,
)
from fake_ews.contract.discovery import GetSearchableMailboxesResponseMessage, SearchMailboxesResponseMessage
from fake_ews.contract.folders import FindFolderResponseMessage, FolderInfoResponseMessage
from fake_ews.contract.notation import MESSAGES, AnyOf, Bag, Row
from fake_ews.contract.notifications import (
    GetEventsResponseMessage,
    GetStreamingEventsResponseMessage,
    SendNotificationResponseMessage,
    SubscribeResponseMessage,
)
from fake_ews.contract.operations import (
    DeleteItemResponseMessage,
    ExportItemsResponseMessage,
    FindItemResponseMessage,
    ItemInfoResponseMessage,
    MarkAsJunkResponseMessage,
    UpdateItemResponseMessage,
    UploadItemsResponseMessage,
)
from fake_ews.contract.people import FindPeopleResponseMessage, GetPersonaResponseMessage
from fake_ews.contract.settings import GetUserConfigurationResponseMessage
from fake_ews.contract.sync import SyncFolderHierarchyResponseMessage, SyncFolderItemsResponseMessage


class ArrayOfResponseMessages(Bag, name="ArrayOfResponseMessagesType", namespace=MESSAGES):
    CreateItemResponseMessage = Row(ItemInfoResponseMessage)
    DeleteItemResponseMessage = Row(DeleteItemResponseMessage)
    GetItemResponseMessage = Row(ItemInfoResponseMessage)
    UpdateItemResponseMessage = Row(UpdateItemResponseMessage)
    SendItemResponseMessage = Row(ResponseMessage)
    DeleteFolderResponseMessage = Row(ResponseMessage)
    EmptyFolderResponseMessage = Row(ResponseMessage)
    CreateFolderResponseMessage = Row(FolderInfoResponseMessage)
    GetFolderResponseMessage = Row(FolderInfoResponseMessage)
    FindFolderResponseMessage = Row(FindFolderResponseMessage)
    UpdateFolderResponseMessage = Row(FolderInfoResponseMessage)
    MoveFolderResponseMessage = Row(FolderInfoResponseMessage)
    CopyFolderResponseMessage = Row(FolderInfoResponseMessage)
    CreateFolderPathResponseMessage = Row(FolderInfoResponseMessage)
    CreateAttachmentResponseMessage = Row(AttachmentInfoResponseMessage)
    DeleteAttachmentResponseMessage = Row(DeleteAttachmentResponseMessage)
    GetAttachmentResponseMessage = Row(AttachmentInfoResponseMessage)
    UploadItemsResponseMessage = Row(UploadItemsResponseMessage)
    ExportItemsResponseMessage = Row(ExportItemsResponseMessage)
    MarkAllItemsAsReadResponseMessage = Row(ResponseMessage)
    FindItemResponseMessage = Row(FindItemResponseMessage)
    MoveItemResponseMessage = Row(ItemInfoResponseMessage)
    ArchiveItemResponseMessage = Row(ItemInfoResponseMessage)
    CopyItemResponseMessage = Row(ItemInfoResponseMessage)
    ResolveNamesResponseMessage = Row(ResolveNamesResponseMessage)
    ExpandDLResponseMessage = Row(ExpandDLResponseMessage)
    GetServerTimeZonesResponseMessage = Row(GetServerTimeZonesResponseMessage)
    GetEventsResponseMessage = Row(GetEventsResponseMessage)
    GetStreamingEventsResponseMessage = Row(GetStreamingEventsResponseMessage)
    SubscribeResponseMessage = Row(SubscribeResponseMessage)
    UnsubscribeResponseMessage = Row(ResponseMessage)
    SendNotificationResponseMessage = Row(SendNotificationResponseMessage)
    SyncFolderHierarchyResponseMessage = Row(SyncFolderHierarchyResponseMessage)
    SyncFolderItemsResponseMessage = Row(SyncFolderItemsResponseMessage)
    ConvertIdResponseMessage = Row(ConvertIdResponseMessage)
    CreateUserConfigurationResponseMessage = Row(ResponseMessage)
    DeleteUserConfigurationResponseMessage = Row(ResponseMessage)
    GetUserConfigurationResponseMessage = Row(GetUserConfigurationResponseMessage)
    UpdateUserConfigurationResponseMessage = Row(ResponseMessage)
    GetSearchableMailboxesResponseMessage = Row(GetSearchableMailboxesResponseMessage)
    SearchMailboxesResponseMessage = Row(SearchMailboxesResponseMessage)
    FindPeopleResponseMessage = Row(FindPeopleResponseMessage)
    GetPersonaResponseMessage = Row(GetPersonaResponseMessage)
    GetUserPhotoResponseMessage = Row(GetUserPhotoResponseMessage)
    MarkAsJunkResponseMessage = Row(MarkAsJunkResponseMessage)
    entries = AnyOf(
        CreateItemResponseMessage,
        DeleteItemResponseMessage,
        GetItemResponseMessage,
        UpdateItemResponseMessage,
        SendItemResponseMessage,
        DeleteFolderResponseMessage,
        EmptyFolderResponseMessage,
        CreateFolderResponseMessage,
        GetFolderResponseMessage,
        FindFolderResponseMessage,
        UpdateFolderResponseMessage,
        MoveFolderResponseMessage,
        CopyFolderResponseMessage,
        CreateFolderPathResponseMessage,
        CreateAttachmentResponseMessage,
        DeleteAttachmentResponseMessage,
        GetAttachmentResponseMessage,
        UploadItemsResponseMessage,
        ExportItemsResponseMessage,
        MarkAllItemsAsReadResponseMessage,
        FindItemResponseMessage,
        MoveItemResponseMessage,
        ArchiveItemResponseMessage,
        CopyItemResponseMessage,
        ResolveNamesResponseMessage,
        ExpandDLResponseMessage,
        GetServerTimeZonesResponseMessage,
        GetEventsResponseMessage,
        GetStreamingEventsResponseMessage,
        SubscribeResponseMessage,
        UnsubscribeResponseMessage,
        SendNotificationResponseMessage,
        SyncFolderHierarchyResponseMessage,
        SyncFolderItemsResponseMessage,
        ConvertIdResponseMessage,
        CreateUserConfigurationResponseMessage,
        DeleteUserConfigurationResponseMessage,
        GetUserConfigurationResponseMessage,
        UpdateUserConfigurationResponseMessage,
        GetSearchableMailboxesResponseMessage,
        SearchMailboxesResponseMessage,
        FindPeopleResponseMessage,
        GetPersonaResponseMessage,
        GetUserPhotoResponseMessage,
        MarkAsJunkResponseMessage,
    )
