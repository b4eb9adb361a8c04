"""Which ResponseCode may answer which operation: what concerns items is no answer to Subscribe.

Rules: the first family that a code belongs to counts; a code of no family may answer every operation. Codes of a whole
request come as SOAP faults, never for a single item. Source: ref/responsecode; the pages of the operations.
"""

from __future__ import annotations

import re
from functools import cache

from fake_ews.contract.services import OPERATIONS

_WRITES = "CreateItem UpdateItem DeleteItem MoveItem CopyItem SendItem MarkAsJunk ArchiveItem UploadItems"
_ATTACHMENTS = "CreateAttachment GetAttachment DeleteAttachment"
_ITEMS = f"GetItem ExportItems {_WRITES} {_ATTACHMENTS}"
_FOLDERS = (
    "GetFolder CreateFolder CreateFolderPath UpdateFolder DeleteFolder MoveFolder CopyFolder EmptyFolder "
    "MarkAllItemsAsRead"
)
_VIEWS = "FindItem FindFolder FindPeople SearchMailboxes"
_SUBSCRIPTIONS = "Subscribe Unsubscribe GetEvents GetStreamingEvents"
_DELEGATES = "AddDelegate GetDelegate UpdateDelegate RemoveDelegate"
_FREE_BUSY = "GetUserAvailability GetMailTips"
_OOF = "GetUserOofSettings SetUserOofSettings"
_NAMES = "ResolveNames ExpandDL"
_FAMILIES = (
    # of the whole request
    ("NoError|ErrorSchemaValidation|ErrorInvalidRequest|ErrorIncorrectSchemaVersion|ErrorInvalidServerVersion", ""),
    ("ErrorDuplicateSOAPHeader|ErrorInvalid(ExchangeImpersonationHeaderData|ManagementRoleHeader)", ""),
    ("ErrorImpersonat.*|ErrorMoreThanOneAccessModeSpecified|ErrorInvalidAuthorizationContext", ""),
    # of parts of Exchange that are not simulated
    ("Error.*(UnifiedMessaging|UnifiedGroup|GroupMailbox|TeamMailbox|ImContact|ImGroup|ImDistribution).*", ""),
    ("Error.*(Extension|Sharing|ManagedFolder|MessageTracking|LocationServices|RetentionTag|SweepRule).*", ""),
    ("Error.*(InstantSearch|ClientIntent|Speech|PhoneCall|Longitude|Latitude|SenderRestrictions|KeepN).*", ""),
    ("ErrorUMServerUnavailable|ErrorWeatherServiceDisabled|ErrorVoiceMailNotImplemented|ErrorNoSpeechDetected", ""),
    # of subscriptions, synchronisation, views
    (".*(Subscription|Watermark|EventNotFound|ReadEventsFailed|EventStream|NotificationEvents).*", _SUBSCRIPTIONS),
    (".*(SyncStateData|SyncFolderNotFound).*", "SyncFolderItems SyncFolderHierarchy"),
    ("ErrorCalendar(ViewRangeTooBig|FolderIsInvalidForCalendarView|SeekToConditionNotSupported)", "FindItem"),
    (".*(Paging|Restriction|PathFor|QueryFilter|Subfilter|SubFilter|FindCount|ResultSet|FilterWrongType).*", _VIEWS),
    ("ErrorInvalidPropertyForExists|ErrorSearch.*|ErrorInvalidLikeRequest|ErrorQueryFilterTooLong", _VIEWS),
    # of people and their settings
    (".*(FreeBusy|MailboxDataArray|TimeInterval|MeetingSuggestion|NoCalendar|WorkingHours).*", _FREE_BUSY),
    ("ErrorMailTipsDisabled", "GetMailTips"),
    (".*(NameResolution|ResolveNames|MailRecipientNotFound).*", f"{_NAMES} {_FREE_BUSY}"),
    ("ErrorInvalidItemForOperationExpandDL|ErrorDistributionListMemberNotExist", "ExpandDL"),
    (".*Oof.*", _OOF),
    (".*Delegate(?!d).*", f"{_DELEGATES} {_SUBSCRIPTIONS}"),
    ("ErrorInboxRulesValidationError|ErrorOutlookRuleBlobExists|ErrorRulesOverQuota", "GetInboxRules UpdateInboxRules"),
    ("ErrorInvalidPhotoSize", "GetUserPhoto SetUserPhoto"),
    # of items and folders
    (".*Attachment.*", f"CreateItem UpdateItem {_ATTACHMENTS}"),
    ("ErrorInvalidChangeKey|ErrorStaleObject|ErrorIrresolvableConflict|ErrorChangeKey.*", f"{_ITEMS} {_FOLDERS}"),
    ("ErrorItemNotFound", f"{_ITEMS} {_FOLDERS} SyncFolderItems"),
    ("ErrorItem.*|ErrorCalendar.*|ErrorRecurrence.*|ErrorOccurrence.*|ErrorMime.*|Error.*Recipients?", _ITEMS),
    ("ErrorInvalidItemFor.*|ErrorSend.*|ErrorSent.*|ErrorMessage.*|ErrorAffectedTask.*|ErrorInvalidPercent.*", _ITEMS),
    ("ErrorCannotCreate.*|ErrorCreateItem.*|ErrorDeleteItemsFailed|ErrorMissingInformationReference.*", _ITEMS),
    ("Error(Invalid|Incorrect|Update)?Property.*|ErrorUpdatePropertyMismatch|ErrorIncorrectUpdate.*", _ITEMS),
    ("ErrorInvalidReferenceItem|ErrorInvalid(Extended)?Property.*", f"{_ITEMS} {_FOLDERS} {_VIEWS}"),
    ("ErrorFolder(Exists|Save.*|Propert.*)|Error(Delete|Move)Distinguished.*|ErrorCannotEmptyFolder", _FOLDERS),
    ("ErrorToFolderNotFound|ErrorSavedItemFolderNotFound", f"{_ITEMS} {_FOLDERS}"),
    ("ErrorCreateSubfolder.*|ErrorObjectTypeChanged|ErrorDuplicateInputFolderNames|ErrorParentFolder.*", _FOLDERS),
)  # fmt: skip


@cache
def operations_of(code: str) -> frozenset[str]:
    """The operations that a code may answer for a single item."""
    for pattern, names in _FAMILIES:
        if re.fullmatch(pattern, code):
            return frozenset(names.split())
    return frozenset(OPERATIONS)


def may_answer(code: str, operation: str) -> bool:
    """Whether a call of this operation may be answered so."""
    return operation in operations_of(code)
