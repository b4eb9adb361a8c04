"""The operations: for each its request, its answer, and the header blocks that may come with it.   Source: services.wsdl.

Importing this module loads every family, so that each type named by `later` can be found.
"""

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
    rules,
    settings,
    sync,
    tasks,
    zones,
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: the type of its request and of its answer, and the names of the header blocks it takes."""

    name: str
    request: type[Bag]
    response: type[Bag]
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
        "DeleteUserConfiguration GetServiceConfiguration UploadItems"
    ),
    "IV": ("ConvertId FindPeople GetPersona GetUserOofSettings SetUserOofSettings"),
    "VC": ("GetServerTimeZones GetMailTips GetPasswordExpirationDate"),
    "IVZ": ("GetUserAvailability"),
    "V": ("GetUserPhoto SetUserPhoto"),
    "IVCR": ("ExportItems"),
    "VR": ("GetSearchableMailboxes SearchMailboxes"),
}
# elements that are not called after their operation, as the others are: X asks, XResponse answers
_REQUEST = {
    "GetUserAvailability": "GetUserAvailabilityRequest",
    "GetUserOofSettings": "GetUserOofSettingsRequest",
    "SetUserOofSettings": "SetUserOofSettingsRequest",
}
_RESPONSE = {"GetPersona": "GetPersonaResponseMessage"}


def _operations() -> dict[str, Operation]:
    elements = {cls.element: cls for cls in Bag.by_name.values() if cls.namespace is MESSAGES and cls.element}
    return {
        name: Operation(
            name,
            elements[_REQUEST.get(name, name)],
            elements[_RESPONSE.get(name, f"{name}Response")],
            tuple(HEADERS[letter] for letter in letters),
        )
        for letters, names in _BY_HEADERS.items()
        for name in names.split()
    }


OPERATIONS = _operations()
