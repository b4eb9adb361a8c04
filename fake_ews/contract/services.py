"""The operations: for each its request, its answer, and the header blocks that may come with it.   Source: services.wsdl;
those of reminders, which are not in it, MS-OXWSMTGS and their pages.

Rule: all operations of Exchange are here. Those that nobody simulates yet are known by name alone: they are published,
and refused by name; what they are asked with is not read. What is not dated is as old as Exchange 2007 (their ref pages,
and the features of each version in guide/ews-schema-versions).

Importing this module loads every family, so that each type named by `later` can be found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fake_ews.contract import (
    answers,
    attachments,
    availability,
    calendar,
    contacts,
    directory,
    discovery,
    entities,
    folders,
    headers,
    items,
    mail,
    mailtips,
    notifications,
    operations,
    people,
    queries,
    recurrence,
    reminders,
    rules,
    settings,
    sync,
    tasks,
    zones,
)
from fake_ews.contract.notation import MESSAGES, Bag

FAMILIES = (
    answers,
    attachments,
    availability,
    calendar,
    contacts,
    directory,
    discovery,
    entities,
    folders,
    headers,
    items,
    mail,
    mailtips,
    notifications,
    operations,
    people,
    queries,
    recurrence,
    reminders,
    rules,
    settings,
    sync,
    tasks,
    zones,
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: the type of its request and of its answer, and the names of the header blocks it takes.

    `since`: the first schema version that has it; None: the oldest.
    """

    name: str
    request: type[Bag]
    response: type[Bag]
    headers: tuple[str, ...]
    since: str | None = None

    @property
    def elements(self) -> tuple[str, str]:
        """The names of the two elements: of the one that asks, and of the one that answers."""
        return str(self.request.element), str(self.response.element)


@dataclass(frozen=True, slots=True)
class Unread:
    """An operation that is known by name alone: the names of its two elements, and of the header blocks it takes."""

    name: str
    elements: tuple[str, str]
    headers: tuple[str, ...]


HEADERS = {
    "I": "ExchangeImpersonation",
    "V": "RequestServerVersion",
    "C": "MailboxCulture",
    "Z": "TimeZoneContext",
    "R": "ManagementRole",
    "P": "DateTimePrecision",
}
_BY_HEADERS = {
    "IVCZR": ("GetFolder FindFolder"),
    "IVCZ": (
        "CreateFolder CreateItem UpdateItem UpdateFolder CreateFolderPath CreateAttachment GetAttachment "
        "GetInboxRules UpdateInboxRules"
    ),
    "IVCZRP": ("GetItem FindItem"),
    "IVC": (
        "DeleteItem MoveItem SyncFolderItems SyncFolderHierarchy Subscribe Unsubscribe ResolveNames CopyItem "
        "SendItem MarkAllItemsAsRead MarkAsJunk ArchiveItem DeleteFolder MoveFolder CopyFolder EmptyFolder "
        "DeleteAttachment GetEvents GetStreamingEvents ExpandDL GetRoomLists GetRooms AddDelegate GetDelegate "
        "UpdateDelegate RemoveDelegate CreateUserConfiguration GetUserConfiguration UpdateUserConfiguration "
        "DeleteUserConfiguration GetServiceConfiguration UploadItems GetReminders PerformReminderAction"
    ),
    "IV": ("ConvertId FindPeople GetPersona GetUserOofSettings SetUserOofSettings"),
    "VC": ("GetServerTimeZones GetMailTips GetPasswordExpirationDate"),
    "IVZ": ("GetUserAvailability"),
    "V": ("GetUserPhoto SetUserPhoto"),
    "IVCR": ("ExportItems"),
    "VR": ("GetSearchableMailboxes SearchMailboxes"),
}
_BY_VERSION = {
    "Exchange2007_SP1": "AddDelegate ConvertId GetDelegate RemoveDelegate UpdateDelegate",
    "Exchange2010": (
        "CreateUserConfiguration DeleteUserConfiguration GetMailTips GetRoomLists GetRooms GetServerTimeZones "
        "GetServiceConfiguration GetUserConfiguration UpdateUserConfiguration"
    ),
    "Exchange2010_SP1": (
        "EmptyFolder ExportItems GetInboxRules GetPasswordExpirationDate GetStreamingEvents UpdateInboxRules "
        "UploadItems"
    ),
    "Exchange2013": (
        "ArchiveItem CreateFolderPath FindPeople GetPersona GetReminders GetSearchableMailboxes GetUserPhoto "
        "MarkAllItemsAsRead MarkAsJunk PerformReminderAction SearchMailboxes SetUserPhoto"
    ),
}
_UNREAD_BY_HEADERS = {
    "IVCZR": ("UpdateItemInRecoverableItems"),
    "IVC": (
        "CreateManagedFolder GetSpecificUserConfiguration PlayOnPhone GetPhoneCallInformation DisconnectPhoneCall "
        "ReportMessage AddNewImContactToGroup AddNewTelUriContactToGroup AddImContactToGroup RemoveImContactFromGroup "
        "AddImGroup AddDistributionGroupToImList GetImItemList GetImItems RemoveContactFromImList "
        "RemoveDistributionGroupFromImList RemoveImGroup SetImGroup SetImListMigrationCompleted"
    ),
    "IV": ("FindConversation ApplyConversationAction GetConversationItems FindTags AddTag HideTag"),
    "VC": ("StartSearchSession ExecuteSearch GetSearchSuggestions DeleteSearchSuggestion EndSearchSession"),
    "V": (
        "GetClientAccessToken GetSharingMetadata RefreshSharingFolder GetSharingFolder UnpinTeamMailbox "
        "FindMessageTrackingReport GetMessageTrackingReport GetAppManifests GetUserRetentionPolicyTags DisableApp "
        "InstallApp UninstallApp GetAppMarketplaceUrl FindAvailableMeetingTimes FindMeetingTimeCandidates "
        "GetLastPrivateCatalogUpdate GetPrivateCatalogAddIns"
    ),
    "VR": (
        "SetTeamMailbox GetDiscoverySearchConfiguration GetHoldOnMailboxes SetHoldOnMailboxes "
        "GetNonIndexableItemStatistics GetNonIndexableItemDetails GetMeetingSpace DeleteMeetingSpace "
        "UpdateMeetingSpace CreateMeetingSpace FindMeetingSpaceByJoinUrl GetMeetingInstance DeleteMeetingInstance "
        "UpdateMeetingInstance CreateMeetingInstance"
    ),
}
# elements that are not called after their operation, as the others are: X asks, XResponse answers
_REQUEST = {
    "GetUserAvailability": "GetUserAvailabilityRequest",
    "GetUserOofSettings": "GetUserOofSettingsRequest",
    "SetUserOofSettings": "SetUserOofSettingsRequest",
    "GetMeetingInstance": "GetMeetingInstanceRequest",
    "DeleteMeetingInstance": "DeleteMeetingInstanceRequest",
    "UpdateMeetingInstance": "UpdateMeetingInstanceRequest",
    "CreateMeetingInstance": "CreateMeetingInstanceRequest",
}
_RESPONSE = {
    name: f"{name}ResponseMessage"
    for name in (
        *("GetPersona", "GetMeetingSpace", "DeleteMeetingSpace", "UpdateMeetingSpace", "CreateMeetingSpace"),
        *("FindMeetingSpaceByJoinUrl",),
    )
}


def _named(by_headers: dict[str, str]) -> Iterator[Unread]:
    for letters, names in by_headers.items():
        for name in names.split():
            elements = _REQUEST.get(name, name), _RESPONSE.get(name, f"{name}Response")
            yield Unread(name, elements, tuple(HEADERS[letter] for letter in letters))


def _operations() -> dict[str, Operation]:
    classes = {cls.element: cls for cls in Bag.by_name.values() if cls.namespace is MESSAGES and cls.element}
    since = {name: version for version, names in _BY_VERSION.items() for name in names.split()}
    found: dict[str, Operation] = {}
    for one in _named(_BY_HEADERS):
        asks, answers = (classes[element] for element in one.elements)
        found[one.name] = Operation(one.name, asks, answers, one.headers, since.pop(one.name, None))
    assert not since, f"dated, but no operations: {', '.join(since)}"
    return found


OPERATIONS = _operations()
UNREAD = {one.name: one for one in _named(_UNREAD_BY_HEADERS)}
