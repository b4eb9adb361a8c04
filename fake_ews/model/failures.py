"""What Exchange answers instead of success: one value per ResponseCode, spelled as Exchange spells it.

Rule: a failed item is a value, since the others of its batch still get their answer; `RequestFailure` is raised for
what ends the whole request, and soap/ words it. Texts are those of an English server; code decides by `code` alone.
Source: ref/responsecode, and the fact sheet's blocks named beside a value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fake_ews.contract.common import MessageXml, NamedValue


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed response message. `warning` says that its ResponseClass is Warning, not Error.

    `lacks`: what is asked for and not simulated, where that is why it fails; Exchange would do it.
    """

    code: str
    text: str
    xml: MessageXml | None = None
    warning: bool = False
    lacks: str = ""

    def naming(self, **values: str) -> Failure:
        """The same failure with named values in its MessageXml, such as BackOffMilliseconds."""
        return replace(
            self, xml=MessageXml(Value=tuple(NamedValue(Name=name, text=text) for name, text in values.items()))
        )

    def about(self, xml: MessageXml) -> Failure:
        """The same failure with this MessageXml."""
        return replace(self, xml=xml)

    def saying(self, text: str, lacks: str = "") -> Failure:
        """The same code with another text."""
        return replace(self, text=text, lacks=lacks)


class RequestFailure(Exception):
    """The whole request fails: a SOAP fault with HTTP 500."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.code}: {failure.text}")
        self.failure = failure


# the request as a whole
ErrorSchemaValidation = Failure("ErrorSchemaValidation", "The request failed schema validation.")
ErrorInvalidRequest = Failure("ErrorInvalidRequest", "The request is invalid.")
ErrorInvalidServerVersion = Failure("ErrorInvalidServerVersion", "The specified server version is invalid.")
ErrorIncorrectSchemaVersion = Failure(
    "ErrorIncorrectSchemaVersion",
    "The request is valid but does not specify the correct server version in the RequestServerVersion SOAP header.  "
    "Ensure that the RequestServerVersion SOAP header is set with the correct RequestServerVersionValue.",
)
ErrorServerBusy = Failure("ErrorServerBusy", "The server cannot service this request right now. Try again later.")
ErrorInternalServerError = Failure(
    "ErrorInternalServerError", "An internal server error occurred. The operation failed."
)
ErrorInternalServerTransientError = Failure(
    "ErrorInternalServerTransientError", "An internal server error occurred. Try again later."
)
ErrorTimeoutExpired = Failure("ErrorTimeoutExpired", "The request timed out.")
ErrorMailboxStoreUnavailable = Failure(
    "ErrorMailboxStoreUnavailable", "The mailbox database is temporarily unavailable."
)
ErrorImpersonateUserDenied = Failure(
    "ErrorImpersonateUserDenied", "The account does not have permission to impersonate the requested user."
)
ErrorInvalidExchangeImpersonationHeaderData = Failure(
    "ErrorInvalidExchangeImpersonationHeaderData", "ExchangeImpersonation names nobody to act for."
)
ErrorNonExistentMailbox = Failure("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.")
ErrorMissingEmailAddress = Failure("ErrorMissingEmailAddress", "The account of the request has no mailbox.")
ErrorAccessDenied = Failure("ErrorAccessDenied", "Access is denied. Check credentials and try again.")
ErrorBatchProcessingStopped = Failure(
    "ErrorBatchProcessingStopped",
    "The request was not processed because an earlier one of the batch failed.",
    warning=True,
)

# ids
ErrorInvalidIdMalformed = Failure("ErrorInvalidIdMalformed", "Id is malformed.")
ErrorInvalidAttachmentId = Failure(
    "ErrorInvalidAttachmentId", "The specified attachment could not be found on the item."
)
ErrorMissingItemForCreateItemAttachment = Failure(
    "ErrorMissingItemForCreateItemAttachment", "An item attachment must hold an item."
)
ErrorMimeContentInvalid = Failure("ErrorMimeContentInvalid", "The MIME content is no valid message or calendar.")
ErrorMimeContentInvalidBase64String = Failure(
    "ErrorMimeContentInvalidBase64String", "The MIME content is not valid base64."
)
ErrorInvalidIdEmpty = Failure("ErrorInvalidIdEmpty", "Id must be non-empty.")
ErrorInvalidChangeKey = Failure("ErrorInvalidChangeKey", "The change key is invalid.")
ErrorChangeKeyRequiredForWriteOperations = Failure(
    "ErrorChangeKeyRequiredForWriteOperations", "A change key is required for this operation."
)
ErrorIrresolvableConflict = Failure(
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request does not match "
    "the current change key for the item.",
)
ErrorItemNotFound = Failure("ErrorItemNotFound", "The specified object was not found in the store.")
ErrorFolderNotFound = Failure("ErrorFolderNotFound", "The specified folder could not be found in the store.")
ErrorParentFolderNotFound = Failure("ErrorParentFolderNotFound", "The parent folder could not be found.")
ErrorToFolderNotFound = Failure("ErrorToFolderNotFound", "The destination folder could not be found.")
ErrorSavedItemFolderNotFound = Failure(
    "ErrorSavedItemFolderNotFound", "The folder that the item is to be saved in could not be found."
)
ErrorCannotUseFolderIdForItemId = Failure(
    "ErrorCannotUseFolderIdForItemId", "Cannot use a folder id where an item id is expected."
)
ErrorCannotUseItemIdForFolderId = Failure(
    "ErrorCannotUseItemIdForFolderId", "Cannot use an item id where a folder id is expected."
)

# items
ErrorSendMeetingInvitationsRequired = Failure(
    "ErrorSendMeetingInvitationsRequired", "SendMeetingInvitations attribute is required for calendar items."
)
ErrorSendMeetingInvitationsOrCancellationsRequired = Failure(
    "ErrorSendMeetingInvitationsOrCancellationsRequired",
    "SendMeetingInvitationsOrCancellations attribute is required for calendar items.",
)
ErrorSendMeetingCancellationsRequired = Failure(
    "ErrorSendMeetingCancellationsRequired", "SendMeetingCancellations attribute is required for calendar items."
)
ErrorMessageDispositionRequired = Failure(
    "ErrorMessageDispositionRequired", "Message disposition is required for messages."
)
ErrorAffectedTaskOccurrencesRequired = Failure(
    "ErrorAffectedTaskOccurrencesRequired", "AffectedTaskOccurrences attribute is required for task items."
)
ErrorCannotCreateContactInNonContactFolder = Failure(
    "ErrorCannotCreateContactInNonContactFolder", "Cannot create a contact in a non-contact folder."
)
ErrorCannotCreateTaskInNonTaskFolder = Failure(
    "ErrorCannotCreateTaskInNonTaskFolder", "Cannot create a task in a non-task folder."
)
ErrorCannotCreatePostItemInNonMailFolder = Failure(
    "ErrorCannotCreatePostItemInNonMailFolder", "Cannot create a post item in a folder that is not for mail."
)
ErrorCannotCreateCalendarItemInNonCalendarFolder = Failure(
    "ErrorCannotCreateCalendarItemInNonCalendarFolder", "Cannot create a calendar item in a non-calendar folder."
)
ErrorCalendarEndDateIsEarlierThanStartDate = Failure(
    "ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate."
)
ErrorCalendarDurationIsTooLong = Failure(
    "ErrorCalendarDurationIsTooLong", "The calendar item lasts longer than the five years that are allowed."
)
ErrorCalendarCannotUpdateDeletedItem = Failure(
    "ErrorCalendarCannotUpdateDeletedItem", "A deleted calendar item cannot be updated with meeting messages."
)
ErrorCalendarIsOrganizerForAccept = Failure(
    "ErrorCalendarIsOrganizerForAccept", "The organizer cannot accept the own meeting."
)
ErrorCalendarIsOrganizerForTentative = Failure(
    "ErrorCalendarIsOrganizerForTentative", "The organizer cannot tentatively accept the own meeting."
)
ErrorCalendarIsOrganizerForDecline = Failure(
    "ErrorCalendarIsOrganizerForDecline", "The organizer cannot decline the own meeting."
)
ErrorCalendarIsOrganizerForRemove = Failure(
    "ErrorCalendarIsOrganizerForRemove", "The organizer cannot remove the own meeting."
)
ErrorCalendarIsNotOrganizer = Failure("ErrorCalendarIsNotOrganizer", "Only the organizer can cancel a meeting.")
ErrorCalendarIsCancelledForAccept = Failure(
    "ErrorCalendarIsCancelledForAccept", "A cancelled meeting cannot be accepted."
)
ErrorCalendarIsCancelledForTentative = Failure(
    "ErrorCalendarIsCancelledForTentative", "A cancelled meeting cannot be accepted tentatively."
)
ErrorCalendarIsCancelledForDecline = Failure(
    "ErrorCalendarIsCancelledForDecline", "A cancelled meeting cannot be declined."
)
ErrorCalendarMeetingRequestIsOutOfDate = Failure(
    "ErrorCalendarMeetingRequestIsOutOfDate", "The meeting has been updated since this request was sent."
)
ErrorInvalidItemForOperationCreateItem = Failure(
    "ErrorInvalidItemForOperationCreateItem", "Meeting messages come of what is done to meetings; none can be created."
)
_NOT_FOR = "This can only be done to a meeting, or to a request for one."
ErrorInvalidItemForOperationAcceptItem = Failure("ErrorInvalidItemForOperationAcceptItem", _NOT_FOR)
ErrorInvalidItemForOperationTentative = Failure("ErrorInvalidItemForOperationTentative", _NOT_FOR)
ErrorInvalidItemForOperationDeclineItem = Failure("ErrorInvalidItemForOperationDeclineItem", _NOT_FOR)
ErrorInvalidItemForOperationCancelItem = Failure("ErrorInvalidItemForOperationCancelItem", _NOT_FOR)
ErrorInvalidItemForOperationRemoveItem = Failure("ErrorInvalidItemForOperationRemoveItem", _NOT_FOR)
ErrorInvalidNameForNameResolution = Failure(
    "ErrorInvalidNameForNameResolution", "This is no name that can be resolved."
)
ErrorInvalidPercentCompleteValue = Failure(
    "ErrorInvalidPercentCompleteValue", "A task is complete to something from 0 to 100 percent."
)
ErrorInvalidCompleteDate = Failure("ErrorInvalidCompleteDate", "A task cannot have been completed in the future.")
ErrorInvalidPropertyUpdateSentMessage = Failure(
    "ErrorInvalidPropertyUpdateSentMessage", "This property cannot be changed once a message has been sent."
)
ErrorInvalidReferenceItem = Failure("ErrorInvalidReferenceItem", "The item that is answered does not fit the answer.")
ErrorCalendarCannotUseIdForOccurrenceId = Failure(
    "ErrorCalendarCannotUseIdForOccurrenceId", "The OccurrenceId is not the id of an occurrence."
)
ErrorCalendarCannotUseIdForRecurringMasterId = Failure(
    "ErrorCalendarCannotUseIdForRecurringMasterId", "The RecurringMasterId is not the id of a recurring master."
)
ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange = Failure(
    "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "The series has no occurrence of this index."
)
ErrorCalendarOccurrenceIsDeletedFromRecurrence = Failure(
    "ErrorCalendarOccurrenceIsDeletedFromRecurrence", "The occurrence has been deleted from the series."
)
ErrorCalendarCannotMoveOrCopyOccurrence = Failure(
    "ErrorCalendarCannotMoveOrCopyOccurrence", "An occurrence cannot be moved or copied."
)
ErrorCalendarInvalidRecurrence = Failure("ErrorCalendarInvalidRecurrence", "The recurrence is invalid.")
ErrorCalendarInvalidDayForWeeklyRecurrence = Failure(
    "ErrorCalendarInvalidDayForWeeklyRecurrence", "A weekly recurrence needs days of the week by their names."
)
ErrorOccurrenceCrossingBoundary = Failure(
    "ErrorOccurrenceCrossingBoundary", "Modified occurrence is crossing or overlapping adjacent occurrence."
)
ErrorOccurrenceTimeSpanTooBig = Failure(
    "ErrorOccurrenceTimeSpanTooBig", "An occurrence lasts longer than the time to the next one."
)
ErrorRecurrenceEndDateTooBig = Failure("ErrorRecurrenceEndDateTooBig", "The recurrence ends too late.")
ErrorRecurrenceHasNoOccurrence = Failure("ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrence.")
ErrorTimeZone = Failure("ErrorTimeZone", "The time zone could not be understood.")
ErrorCalendarInvalidTimeZone = Failure("ErrorCalendarInvalidTimeZone", "The time zone is invalid.")
ErrorTimeZonePeriod = Failure("ErrorTimeZone", "A transition of the time zone leads to a period that is missing.")
ErrorInvalidPropertySet = Failure("ErrorInvalidPropertySet", "Set action is invalid for property.")
ErrorInvalidPropertyAppend = Failure("ErrorInvalidPropertyAppend", "Append action is invalid for property.")
ErrorInvalidPropertyDelete = Failure("ErrorInvalidPropertyDelete", "Delete action is invalid for property.")
ErrorInvalidPropertyRequest = Failure("ErrorInvalidPropertyRequest", "Property is not valid for this object type.")
ErrorUpdatePropertyMismatch = Failure(
    "ErrorUpdatePropertyMismatch", "The property named does not match the property that is given."
)
ErrorIncorrectUpdatePropertyCount = Failure(
    "ErrorIncorrectUpdatePropertyCount", "An update must name and give exactly one property."
)
ErrorInvalidExtendedProperty = Failure(
    "ErrorInvalidExtendedProperty", "The combination of extended property attributes is invalid."
)
ErrorInvalidExtendedPropertyValue = Failure(
    "ErrorInvalidExtendedPropertyValue", "The value is not of the extended property's type."
)
ErrorUnsupportedMapiPropertyType = Failure(
    "ErrorUnsupportedMapiPropertyType", "This type of extended property is not supported."
)
ErrorUnsupportedPathForQuery = Failure("ErrorUnsupportedPathForQuery", "The property cannot be used in a restriction.")
ErrorUnsupportedPathForSortGroup = Failure(
    "ErrorUnsupportedPathForSortGroup", "The property cannot be used to sort or group."
)
ErrorCreateItemAccessDenied = Failure("ErrorCreateItemAccessDenied", "There is no right to create items in the folder.")

ErrorPropertyUpdate = Failure("ErrorPropertyUpdate", "An item property could not be updated.")
ErrorCorruptData = Failure("ErrorCorruptData", "The data is corrupt.")
ErrorInvalidRecipients = Failure("ErrorInvalidRecipients", "At least one recipient is not valid.")
ErrorMissingRecipients = Failure("ErrorMissingRecipients", "A message without recipients cannot be sent.")
ErrorInvalidSendItemSaveSettings = Failure(
    "ErrorInvalidSendItemSaveSettings", "A folder is named for the copy, but no copy shall be kept."
)
ErrorInvalidItemForOperationSendItem = Failure(
    "ErrorInvalidItemForOperationSendItem", "Operation is not valid for this item: it is no message."
)
ErrorStaleObject = Failure("ErrorStaleObject", "The change key is not that of the item as it is now.")
ErrorArchiveMailboxNotEnabled = Failure("ErrorArchiveMailboxNotEnabled", "There is no archive mailbox.")
ErrorCannotArchiveCalendarContactTaskFolderException = Failure(
    "ErrorCannotArchiveCalendarContactTaskFolderException", "Calendars, contacts and tasks cannot be archived."
)
ErrorCannotArchiveItemsInArchiveMailbox = Failure(
    "ErrorCannotArchiveItemsInArchiveMailbox", "An item of the archive cannot be archived."
)

# views
ErrorInvalidIndexedPagingParameters = Failure(
    "ErrorInvalidIndexedPagingParameters", "The offset of an indexed page must not be negative."
)
ErrorInvalidPagingMaxRows = Failure("ErrorInvalidPagingMaxRows", "The number of rows of a page must be positive.")
ErrorExceededFindCountLimit = Failure(
    "ErrorExceededFindCountLimit",
    "You have exceeded the maximum number of objects that can be returned for the find operation. Use paging to reduce "
    "the result size and try your request again.",
)
ErrorCalendarViewRangeTooBig = Failure(
    "ErrorCalendarViewRangeTooBig", "The calendar view spans more than the two years that are allowed."
)
ErrorCalendarFolderIsInvalidForCalendarView = Failure(
    "ErrorCalendarFolderIsInvalidForCalendarView", "A calendar view needs a calendar folder."
)
ErrorCalendarSeekToConditionNotSupported = Failure(
    "ErrorCalendarSeekToConditionNotSupported", "SeekToConditionPageItemView cannot be used for calendar items."
)

# folders
ErrorFolderExists = Failure("ErrorFolderExists", "A folder with the specified name already exists.")
ErrorReadReceiptNotPending = Failure("ErrorReadReceiptNotPending", "No read receipt is waited for of this message.")
ErrorMissingInformationReferenceItemId = Failure(
    "ErrorMissingInformationReferenceItemId", "The reference item id is missing."
)
ErrorDeleteDistinguishedFolder = Failure("ErrorDeleteDistinguishedFolder", "A distinguished folder cannot be deleted.")
ErrorMoveDistinguishedFolder = Failure("ErrorMoveDistinguishedFolder", "A distinguished folder cannot be moved.")
ErrorMoveCopyFailed = Failure("ErrorMoveCopyFailed", "The move or copy operation failed.")
ErrorInvalidParentFolder = Failure("ErrorInvalidParentFolder", "No folder can be put into a search folder.")
ErrorInvalidFolderTypeForOperation = Failure(
    "ErrorInvalidFolderTypeForOperation", "The operation is not possible with a folder of this type."
)
ErrorSearchFolderNotInitialized = Failure("ErrorSearchFolderNotInitialized", "The search folder looks for nothing.")
ErrorEmailAddressMismatch = Failure("ErrorEmailAddressMismatch", "A search folder looks into its own mailbox only.")
ErrorCannotSpecifySearchFolderAsSourceFolder = Failure(
    "ErrorCannotSpecifySearchFolderAsSourceFolder", "A search folder cannot be the source folder."
)
ErrorNoFolderClassOverride = Failure(
    "ErrorNoFolderClassOverride", "The class of a folder is given to generic folders alone."
)
ErrorObjectTypeChanged = Failure("ErrorObjectTypeChanged", "The item or folder would become one of another type.")
ErrorCannotEmptyFolder = Failure("ErrorCannotEmptyFolder", "The folder cannot be emptied.")
ErrorCrossMailboxMoveCopy = Failure(
    "ErrorCrossMailboxMoveCopy", "Items cannot be moved or copied across mailboxes here."
)

# synchronisation and subscriptions
ErrorInvalidSyncStateData = Failure(
    "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid."
)
ErrorSyncFolderNotFound = Failure("ErrorSyncFolderNotFound", "The folder to synchronise could not be found.")
ErrorInvalidSubscription = Failure("ErrorInvalidSubscription", "Subscription is invalid.")
ErrorInvalidSubscriptionRequest = Failure("ErrorInvalidSubscriptionRequest", "The subscription request is invalid.")
ErrorInvalidPushSubscriptionUrl = Failure(
    "ErrorInvalidPushSubscriptionUrl",
    "The URL of a push subscription must be http or https and at most 2082 characters.",
)
ErrorInvalidPullSubscriptionId = Failure(
    "ErrorInvalidPullSubscriptionId", "The subscription is not a pull subscription."
)
ErrorEventNotFound = Failure("ErrorEventNotFound", "The event of the watermark was not found.")
ErrorExpiredSubscription = Failure("ErrorExpiredSubscription", "The subscription has expired.")
ErrorSubscriptionNotFound = Failure("ErrorSubscriptionNotFound", "The specified subscription was not found.")
ErrorSubscriptionAccessDenied = Failure(
    "ErrorSubscriptionAccessDenied", "Access is denied. Only the subscription owner may access the subscription."
)
ErrorSubscriptionDelegateAccessNotSupported = Failure(
    "ErrorSubscriptionDelegateAccessNotSupported", "Subscriptions are not supported for delegate user access."
)
ErrorInvalidWatermark = Failure("ErrorInvalidWatermark", "The watermark used for the subscription is invalid.")
ErrorReadEventsFailed = Failure(
    "ErrorReadEventsFailed", "The events of this subscription could not be read. It must be created anew."
)
ErrorMissedNotificationEvents = Failure(
    "ErrorMissedNotificationEvents", "Events of the subscription were missed: there were more than can be kept."
)
ErrorNewEventStreamConnectionOpened = Failure(
    "ErrorNewEventStreamConnectionOpened", "Another connection has been opened for the subscription."
)
ErrorExceededConnectionCount = Failure(
    "ErrorExceededConnectionCount",
    "You have exceeded the available concurrent connections for your account.  Try again once your other requests have "
    "completed.",
)
ErrorExceededSubscriptionCount = Failure(
    "ErrorExceededSubscriptionCount", "There are too many subscriptions for this mailbox."
)

# directory
ErrorNameResolutionNoResults = Failure("ErrorNameResolutionNoResults", "No results were found.")
ErrorNameResolutionMultipleResults = Failure(
    "ErrorNameResolutionMultipleResults", "Multiple results were found.", warning=True
)
ErrorMailRecipientNotFound = Failure("ErrorMailRecipientNotFound", "Unable to resolve the e-mail address.")
ErrorInvalidArgument = Failure("ErrorInvalidArgument", "The argument is not valid.")
ErrorInvalidOperation = Failure("ErrorInvalidOperation", "The operation is not supported by this server.")


def not_simulated(operation: str) -> Failure:
    """The failure of a whole request for what is not simulated: named, never an empty success."""
    return ErrorInvalidOperation.saying(f"The operation {operation} is not supported by this server.", operation)


def part_not_simulated(part: str) -> Failure:
    """The failure of one item for a part of an operation that is not simulated."""
    return ErrorInvalidOperation.saying(f"{part} is not supported by this server.", part)


ErrorInvalidItemForOperationExpandDL = Failure(
    "ErrorInvalidItemForOperationExpandDL", "Only a distribution list can be expanded."
)
ErrorInvalidUserSid = Failure("ErrorInvalidUserSid", "The security identifier is not valid.")
ErrorDelegateNoUser = Failure("ErrorDelegateNoUser", "The delegate does not map to a user in the directory.")
ErrorDelegateAlreadyExists = Failure("ErrorDelegateAlreadyExists", "The user is a delegate already.")
ErrorDelegateCannotAddOwner = Failure(
    "ErrorDelegateCannotAddOwner", "The owner of the mailbox cannot be a delegate of it."
)
ErrorNotDelegate = Failure("ErrorNotDelegate", "The user is not a delegate of the mailbox.")
ErrorInvalidPermissionSettings = Failure(
    "ErrorInvalidPermissionSettings", "The permission level does not fit the permissions that are given with it."
)
ErrorCannotSetCalendarPermissionOnNonCalendarFolder = Failure(
    "ErrorCannotSetCalendarPermissionOnNonCalendarFolder",
    "Calendar permissions can be given in calendar folders only.",
)
ErrorCannotSetNonCalendarPermissionOnCalendarFolder = Failure(
    "ErrorCannotSetNonCalendarPermissionOnCalendarFolder", "A calendar folder takes calendar permissions only."
)
ErrorCannotSetPermissionUnknownEntries = Failure(
    "ErrorCannotSetPermissionUnknownEntries", "Unknown entries of a permission set can be read only."
)
ErrorDuplicateUserIdsSpecified = Failure("ErrorDuplicateUserIdsSpecified", "A user has more than one entry.")
ErrorInvalidUserInfo = Failure("ErrorInvalidUserInfo", "The user of a permission is not known here.")
ErrorCreateSubfolderAccessDenied = Failure(
    "ErrorCreateSubfolderAccessDenied", "There is no right to create folders in the folder."
)
ErrorNoFreeBusyAccess = Failure("ErrorNoFreeBusyAccess", "There is no right to see free/busy times of the mailbox.")
ErrorSendAsDenied = Failure("ErrorSendAsDenied", "There is no right to send for the owner of the mailbox.")
ErrorInvalidDelegatePermission = Failure("ErrorInvalidDelegatePermission", "The permissions of a folder are not valid.")
ErrorItemSave = Failure("ErrorItemSave", "Failed to save the item.")
ErrorInvalidUserOofSettings = Failure("ErrorInvalidUserOofSettings", "The settings of an absence are not valid.")
ErrorInvalidScheduledOofDuration = Failure(
    "ErrorInvalidScheduledOofDuration", "A scheduled absence must end after it begins, and in the future."
)
ErrorInboxRulesValidationError = Failure(
    "ErrorInboxRulesValidationError", "A validation error occurred while executing the rule operation."
)
ErrorInvalidPhotoSize = Failure("ErrorInvalidPhotoSize", "The photo is no picture of a size that is allowed.")
ErrorNoPublicFolderReplicaAvailable = Failure(
    "ErrorNoPublicFolderReplicaAvailable", "There are no public folders here."
)
ErrorInvalidFreeBusyViewType = Failure(
    "ErrorInvalidFreeBusyViewType", "The free/busy view that is asked for is invalid."
)
ErrorInvalidTimeInterval = Failure("ErrorInvalidTimeInterval", "The time interval is invalid.")
ErrorInvalidMergedFreeBusyInterval = Failure(
    "ErrorInvalidMergedFreeBusyInterval", "The merged free/busy interval is invalid: 5 to 1440 minutes."
)
