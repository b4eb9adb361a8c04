"""The ResponseCodes that several operations answer alike: what finding, reading, asking and writing can end in.

Rule: an operation declares at its registration all codes that it can give, these groups among them, and the tests let
no other one out. What any request can be refused with is OF_ANY, and is declared by none.
"""

OF_ANY = (
    "ErrorAccessDenied ErrorExceededConnectionCount ErrorImpersonateUserDenied ErrorIncorrectSchemaVersion "
    "ErrorInternalServerError ErrorInvalidExchangeImpersonationHeaderData ErrorInvalidRequest "
    "ErrorInvalidServerVersion ErrorMissingEmailAddress ErrorNonExistentMailbox ErrorSchemaValidation ErrorServerBusy "
    "ErrorTimeZone"
)
"""Before it is known what to do: by the schema, the versions, impersonation, its budget, or our own mistake."""

IDS = "ErrorInvalidIdEmpty ErrorInvalidIdMalformed"
ITEM = f"{IDS} ErrorCannotUseFolderIdForItemId ErrorInvalidChangeKey ErrorItemNotFound"
"""An item is looked for by its own id."""
OWN_ITEM = f"{ITEM} ErrorAccessDenied"
"""An item is looked for, to change it."""
DATE = (
    "ErrorCalendarCannotUseIdForOccurrenceId ErrorCalendarCannotUseIdForRecurringMasterId "
    "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange ErrorCalendarOccurrenceIsDeletedFromRecurrence"
)
"""The item may also be named as a date of a series, or as the series of a date."""
FOLDER_ID = f"{IDS} ErrorCannotUseItemIdForFolderId ErrorNoPublicFolderReplicaAvailable ErrorNonExistentMailbox"
"""A folder is named."""
FOLDER = f"{FOLDER_ID} ErrorFolderNotFound"
"""A folder is looked for."""
OWN_FOLDER = f"{FOLDER} ErrorAccessDenied"
"""A folder is looked for, to change it."""
TARGET = f"{OWN_FOLDER} ErrorInvalidOperation"
"""A folder to put something into is looked for; address lists are none."""
NAME = "ErrorInvalidExtendedProperty ErrorUnsupportedMapiPropertyType"
"""An extended property is named."""
VALUE = f"{NAME} ErrorInvalidExtendedPropertyValue ErrorInvalidPropertySet"
"""A property is given a value."""
CHANGE = (
    f"{VALUE} ErrorIncorrectUpdatePropertyCount ErrorInvalidPropertyAppend ErrorInvalidPropertyDelete "
    "ErrorInvalidPropertyRequest ErrorUpdatePropertyMismatch"
)
"""A property is set, added to, or taken away."""
PERMISSIONS = (
    "ErrorCannotSetCalendarPermissionOnNonCalendarFolder ErrorCannotSetNonCalendarPermissionOnCalendarFolder "
    "ErrorCannotSetPermissionUnknownEntries ErrorDuplicateUserIdsSpecified ErrorInvalidPermissionSettings "
    "ErrorInvalidUserInfo"
)
"""A folder is given permissions."""
PROGRESS = "ErrorInvalidCompleteDate ErrorInvalidPercentCompleteValue"
"""It is said how far a task has come."""
INTO = f"{TARGET} ErrorInvalidFolderTypeForOperation"
"""A folder to put an item into is looked for."""
SUBFOLDER = f"{TARGET} ErrorCreateSubfolderAccessDenied ErrorInvalidParentFolder"
"""A folder to put another one into is looked for."""
CLASSES = "ErrorNoFolderClassOverride"
"""A folder is made that may be of a class of its own."""
RESTRICTION = (
    f"{NAME} ErrorContainsFilterWrongType ErrorInvalidExcludesRestriction ErrorInvalidPropertyForExists "
    "ErrorInvalidValueForProperty ErrorRestrictionTooLong ErrorUnsupportedPathForQuery"
)
"""Something is asked for with a restriction."""
SEARCH = f"{RESTRICTION} ErrorEmailAddressMismatch ErrorSearchFolderNotInitialized"
"""A search folder is told what to look for."""
PAGE = "ErrorInvalidFractionalPagingParameters ErrorInvalidIndexedPagingParameters ErrorInvalidPagingMaxRows"
"""A part of what is found is asked for."""
MIME = "ErrorMimeContentInvalid ErrorMimeContentInvalidBase64String"
"""An item is given as MIME."""
ENTRY = (
    "ErrorCalendarDurationIsTooLong ErrorCalendarEndDateIsEarlierThanStartDate "
    "ErrorCalendarInvalidDayForWeeklyRecurrence ErrorCalendarInvalidRecurrence ErrorCalendarInvalidTimeZone "
    "ErrorOccurrenceCrossingBoundary "
    "ErrorOccurrenceTimeSpanTooBig ErrorRecurrenceEndDateTooBig ErrorRecurrenceHasNoOccurrence ErrorTimeZone"
)
"""An entry, single or a series, is given its times."""
