"""Folders, their permissions, and the operations on them.   Source: types.xsd, messages.xsd."""

from fake_ews.contract.common import (
    ArrayOfStrings,
    BaseRequest,
    BaseResponseMessage,
    DistinguishedFolderId,
    DistinguishedFolderIdName,
    EffectiveRights,
    FolderId,
    FolderResponseShape,
    NonEmptyArrayOfBaseFolderIds,
    ResponseMessage,
    TargetFolderId,
)
from fake_ews.contract.items import RetentionTag
from fake_ews.contract.notation import (
    MESSAGES,
    AnyOf,
    Bag,
    OneOf,
    Row,
    Rows,
    boolean,
    choice,
    int_,
    later,
    like,
    string,
    tag,
)
from fake_ews.contract.paths import ExtendedProperty, PathToExtendedField, PathToIndexedField, PathToUnindexedField

FolderQueryTraversal = choice("FolderQueryTraversalType", "Shallow", "Deep", "SoftDeleted")

SearchFolderTraversal = choice("SearchFolderTraversalType", "Shallow", "Deep")

Disposal = choice("DisposalType", "HardDelete", "SoftDelete", "MoveToDeletedItems")


class ChangeDescription(Bag, name="ChangeDescriptionType", abstract=True):
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    entries = AnyOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)


class FolderChangeDescription(ChangeDescription, name="FolderChangeDescriptionType"):
    pass


class ManagedFolderInformation(Bag, name="ManagedFolderInformationType"):
    CanDelete = Row(boolean)
    CanRenameOrMove = Row(boolean)
    MustDisplayComment = Row(boolean)
    HasQuota = Row(boolean)
    IsManagedFoldersRoot = Row(boolean)
    ManagedFolderId = Row(string)
    Comment = Row(string)
    StorageQuota = Row(int_)
    FolderSize = Row(int_)
    HomePage = Row(string)


class BaseFolder(
    Bag,
    name="BaseFolderType",
    abstract=True,
    prefix="folder",
    default="FolderId DisplayName ChildFolderCount TotalCount UnreadCount",
):
    FolderId = Row(FolderId, settable=False, mapi=tag(0x0FFF, "Binary"))
    ParentFolderId = like(FolderId, settable=False)
    FolderClass = Row(string, mapi=tag(0x3613))
    DisplayName = Row(string, mapi=tag(0x3001))
    TotalCount = Row(int_, settable=False, mapi=tag(0x3602, "Integer"))
    ChildFolderCount = Row(int_, settable=False, mapi=tag(0x6638, "Integer"))
    ExtendedProperty = Rows(ExtendedProperty, asked=True, uri="")
    ManagedFolderInformation = Row(ManagedFolderInformation)
    EffectiveRights = Row(EffectiveRights, settable=False)
    DistinguishedFolderId = Row(DistinguishedFolderIdName, settable=False, since="Exchange2013")
    PolicyTag = Row(RetentionTag, asked=True, since="Exchange2013")
    ArchiveTag = Row(RetentionTag, asked=True, since="Exchange2013")
    ReplicaList = Row(ArrayOfStrings, asked=True, since="Exchange2016")


DistinguishedUser = choice("DistinguishedUserType", "Default", "Anonymous")


class UserId(Bag, name="UserIdType"):
    SID = Row(string)
    PrimarySmtpAddress = Row(string)
    DisplayName = Row(string)
    DistinguishedUser = Row(DistinguishedUser)
    ExternalUserIdentity = Row(string, since="Exchange2010")


PermissionAction = choice("PermissionActionType", "None", "Owned", "All")


class BasePermission(Bag, name="BasePermissionType", abstract=True):
    UserId = Row(UserId, required=True)
    CanCreateItems = Row(boolean)
    CanCreateSubFolders = Row(boolean)
    IsFolderOwner = Row(boolean)
    IsFolderVisible = Row(boolean)
    IsFolderContact = Row(boolean)
    EditItems = Row(PermissionAction)
    DeleteItems = Row(PermissionAction)


PermissionReadAccess = choice("PermissionReadAccessType", "None", "FullDetails")

PermissionLevel = choice(
    "PermissionLevelType",
    "None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor Custom",
)


class Permission(BasePermission, name="PermissionType"):
    ReadItems = Row(PermissionReadAccess)
    PermissionLevel = Row(PermissionLevel, required=True)


class ArrayOfPermissions(Bag, name="ArrayOfPermissionsType"):
    Permission = Rows(Permission, choice=True)


class ArrayOfUnknownEntries(Bag, name="ArrayOfUnknownEntriesType"):
    UnknownEntry = Rows(string, choice=True)


class PermissionSet(Bag, name="PermissionSetType"):
    Permissions = Row(ArrayOfPermissions, required=True)
    UnknownEntries = Row(ArrayOfUnknownEntries)


class Folder(BaseFolder, name="FolderType", prefix="folder"):
    PermissionSet = Row(PermissionSet)
    UnreadCount = Row(int_, settable=False, mapi=tag(0x3603, "Integer"))


CalendarPermissionReadAccess = choice(
    "CalendarPermissionReadAccessType", "None", "TimeOnly", "TimeAndSubjectAndLocation", "FullDetails"
)

CalendarPermissionLevel = choice(
    "CalendarPermissionLevelType",
    "None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor "
    "FreeBusyTimeOnly FreeBusyTimeAndSubjectAndLocation Custom",
)


class CalendarPermission(BasePermission, name="CalendarPermissionType"):
    ReadItems = Row(CalendarPermissionReadAccess)
    CalendarPermissionLevel = Row(CalendarPermissionLevel, required=True)


class ArrayOfCalendarPermissions(Bag, name="ArrayOfCalendarPermissionsType"):
    CalendarPermission = Rows(CalendarPermission, choice=True)


class CalendarPermissionSet(Bag, name="CalendarPermissionSetType"):
    CalendarPermissions = Row(ArrayOfCalendarPermissions, required=True)
    UnknownEntries = Row(ArrayOfUnknownEntries)


class CalendarFolder(
    BaseFolder, name="CalendarFolderType", prefix="folder", default="FolderId DisplayName ChildFolderCount TotalCount"
):
    SharingEffectiveRights = Row(CalendarPermissionReadAccess, settable=False, since="Exchange2010")
    PermissionSet = Row(CalendarPermissionSet)


class ContactsFolder(BaseFolder, name="ContactsFolderType", default="FolderId DisplayName ChildFolderCount TotalCount"):
    SharingEffectiveRights = Row(PermissionReadAccess, settable=False, since="Exchange2010")
    PermissionSet = Row(PermissionSet)
    SourceId = Row(string, since="Exchange2016", uri="")
    AccountName = Row(string, since="Exchange2016", uri="")


class SearchParameters(Bag, name="SearchParametersType"):
    Traversal = Row(SearchFolderTraversal, attribute=True)
    Restriction = Row(later("t:RestrictionType"), required=True)
    BaseFolderIds = Row(NonEmptyArrayOfBaseFolderIds, required=True)


class SearchFolder(Folder, name="SearchFolderType"):
    SearchParameters = Row(SearchParameters, whole=True)


class TasksFolder(Folder, name="TasksFolderType"):
    pass


class SetFolderField(FolderChangeDescription, name="SetFolderFieldType"):
    Folder = Row(Folder)
    CalendarFolder = Row(CalendarFolder)
    ContactsFolder = Row(ContactsFolder)
    SearchFolder = Row(SearchFolder)
    TasksFolder = Row(TasksFolder)
    one_of = OneOf(Folder, CalendarFolder, ContactsFolder, SearchFolder, TasksFolder)


class DeleteFolderField(FolderChangeDescription, name="DeleteFolderFieldType"):
    pass


class AppendToFolderField(FolderChangeDescription, name="AppendToFolderFieldType"):
    Folder = Row(Folder)
    CalendarFolder = Row(CalendarFolder)
    ContactsFolder = Row(ContactsFolder)
    SearchFolder = Row(SearchFolder)
    TasksFolder = Row(TasksFolder)
    one_of = OneOf(Folder, CalendarFolder, ContactsFolder, SearchFolder, TasksFolder)


class NonEmptyArrayOfFolderChangeDescriptions(Bag, name="NonEmptyArrayOfFolderChangeDescriptionsType"):
    AppendToFolderField = Row(AppendToFolderField)
    SetFolderField = Row(SetFolderField)
    DeleteFolderField = Row(DeleteFolderField)
    entries = AnyOf(AppendToFolderField, SetFolderField, DeleteFolderField)


class ArrayOfFolders(Bag, name="ArrayOfFoldersType"):
    Folder = Row(Folder)
    CalendarFolder = Row(CalendarFolder)
    ContactsFolder = Row(ContactsFolder)
    SearchFolder = Row(SearchFolder)
    TasksFolder = Row(TasksFolder)
    entries = AnyOf(Folder, CalendarFolder, ContactsFolder, SearchFolder, TasksFolder, required=False)


class FindFolderParent(Bag, name="FindFolderParentType"):
    IndexedPagingOffset = Row(int_, attribute=True)
    NumeratorOffset = Row(int_, attribute=True)
    AbsoluteDenominator = Row(int_, attribute=True)
    IncludesLastItemInRange = Row(boolean, attribute=True)
    TotalItemsInView = Row(int_, attribute=True)
    Folders = Row(ArrayOfFolders)


class NonEmptyArrayOfFolders(Bag, name="NonEmptyArrayOfFoldersType"):
    Folder = Row(Folder)
    CalendarFolder = Row(CalendarFolder)
    ContactsFolder = Row(ContactsFolder)
    SearchFolder = Row(SearchFolder)
    TasksFolder = Row(TasksFolder)
    entries = AnyOf(Folder, CalendarFolder, ContactsFolder, SearchFolder, TasksFolder)


class FolderChange(Bag, name="FolderChangeType"):
    FolderId = Row(FolderId)
    DistinguishedFolderId = Row(DistinguishedFolderId)
    one_of = OneOf(FolderId, DistinguishedFolderId)
    Updates = Row(NonEmptyArrayOfFolderChangeDescriptions, required=True)


class NonEmptyArrayOfFolderChanges(Bag, name="NonEmptyArrayOfFolderChangesType"):
    FolderChange = Rows(FolderChange, required=True)


DelegateFolderPermissionLevel = choice(
    "DelegateFolderPermissionLevelType", "None", "Editor", "Reviewer", "Author", "Custom"
)


class DelegatePermissions(Bag, name="DelegatePermissionsType"):
    CalendarFolderPermissionLevel = Row(DelegateFolderPermissionLevel)
    TasksFolderPermissionLevel = Row(DelegateFolderPermissionLevel)
    InboxFolderPermissionLevel = Row(DelegateFolderPermissionLevel)
    ContactsFolderPermissionLevel = Row(DelegateFolderPermissionLevel)
    NotesFolderPermissionLevel = Row(DelegateFolderPermissionLevel)
    JournalFolderPermissionLevel = Row(DelegateFolderPermissionLevel)


class ArrayOfFolderId(Bag, name="ArrayOfFolderIdType"):
    FolderId = Rows(FolderId, choice=True)


class GetFolder(BaseRequest, name="GetFolderType", namespace=MESSAGES, element="GetFolder"):
    FolderShape = Row(FolderResponseShape, required=True)
    FolderIds = Row(NonEmptyArrayOfBaseFolderIds, required=True)


class CreateFolder(BaseRequest, name="CreateFolderType", namespace=MESSAGES, element="CreateFolder"):
    ParentFolderId = Row(TargetFolderId, required=True)
    Folders = Row(NonEmptyArrayOfFolders, required=True)


class FindFolder(BaseRequest, name="FindFolderType", namespace=MESSAGES, element="FindFolder"):
    Traversal = Row(FolderQueryTraversal, required=True, attribute=True)
    FolderShape = Row(FolderResponseShape, required=True)
    IndexedPageFolderView = Row(later("t:IndexedPageViewType"))
    FractionalPageFolderView = Row(later("t:FractionalPageViewType"))
    one_of = OneOf(IndexedPageFolderView, FractionalPageFolderView, required=False)
    Restriction = Row(later("t:RestrictionType"))
    ParentFolderIds = Row(NonEmptyArrayOfBaseFolderIds, required=True)


class FolderInfoResponseMessage(ResponseMessage, name="FolderInfoResponseMessageType", namespace=MESSAGES):
    Folders = Row(ArrayOfFolders)


class FindFolderResponseMessage(ResponseMessage, name="FindFolderResponseMessageType", namespace=MESSAGES):
    RootFolder = Row(FindFolderParent)


class FindFolderResponse(
    BaseResponseMessage, name="FindFolderResponseType", namespace=MESSAGES, element="FindFolderResponse"
):
    pass


class DeleteFolder(BaseRequest, name="DeleteFolderType", namespace=MESSAGES, element="DeleteFolder"):
    DeleteType = Row(Disposal, required=True, attribute=True)
    FolderIds = Row(NonEmptyArrayOfBaseFolderIds, required=True)


class DeleteFolderResponse(
    BaseResponseMessage, name="DeleteFolderResponseType", namespace=MESSAGES, element="DeleteFolderResponse"
):
    pass


class EmptyFolder(BaseRequest, name="EmptyFolderType", namespace=MESSAGES, element="EmptyFolder"):
    DeleteType = Row(Disposal, required=True, attribute=True)
    DeleteSubFolders = Row(boolean, required=True, attribute=True)
    FolderIds = Row(NonEmptyArrayOfBaseFolderIds, required=True)


class EmptyFolderResponse(
    BaseResponseMessage, name="EmptyFolderResponseType", namespace=MESSAGES, element="EmptyFolderResponse"
):
    pass


class BaseMoveCopyFolder(BaseRequest, name="BaseMoveCopyFolderType", namespace=MESSAGES):
    ToFolderId = Row(TargetFolderId, required=True)
    FolderIds = Row(NonEmptyArrayOfBaseFolderIds, required=True)


class MoveFolder(BaseMoveCopyFolder, name="MoveFolderType", namespace=MESSAGES, element="MoveFolder"):
    pass


class CopyFolder(BaseMoveCopyFolder, name="CopyFolderType", namespace=MESSAGES, element="CopyFolder"):
    pass


class UpdateFolder(BaseRequest, name="UpdateFolderType", namespace=MESSAGES, element="UpdateFolder"):
    FolderChanges = Row(NonEmptyArrayOfFolderChanges, required=True)


class CreateFolderResponse(
    BaseResponseMessage, name="CreateFolderResponseType", namespace=MESSAGES, element="CreateFolderResponse"
):
    pass


class GetFolderResponse(
    BaseResponseMessage, name="GetFolderResponseType", namespace=MESSAGES, element="GetFolderResponse"
):
    pass


class UpdateFolderResponse(
    BaseResponseMessage, name="UpdateFolderResponseType", namespace=MESSAGES, element="UpdateFolderResponse"
):
    pass


class MoveFolderResponse(
    BaseResponseMessage, name="MoveFolderResponseType", namespace=MESSAGES, element="MoveFolderResponse"
):
    pass


class CopyFolderResponse(
    BaseResponseMessage, name="CopyFolderResponseType", namespace=MESSAGES, element="CopyFolderResponse"
):
    pass


class CreateFolderPath(BaseRequest, name="CreateFolderPathType", namespace=MESSAGES, element="CreateFolderPath"):
    ParentFolderId = Row(TargetFolderId, required=True)
    RelativeFolderPath = Row(NonEmptyArrayOfFolders, required=True)


class CreateFolderPathResponse(
    BaseResponseMessage, name="CreateFolderPathResponseType", namespace=MESSAGES, element="CreateFolderPathResponse"
):
    pass
