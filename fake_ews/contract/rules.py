"""Inbox rules.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.common import ArrayOfStrings, BaseRequest, ItemId, ResponseMessage, TargetFolderId
from fake_ews.contract.items import ImportanceChoices, SensitivityChoices
from fake_ews.contract.notation import MESSAGES, AnyOf, Bag, Row, Rows, boolean, choice, dateTime, int_, string
from fake_ews.contract.people import ArrayOfEmailAddresses


class RulePredicateSizeRange(Bag, name="RulePredicateSizeRangeType"):
    MinimumSize = Row(int_)
    MaximumSize = Row(int_)


class RulePredicateDateRange(Bag, name="RulePredicateDateRangeType"):
    StartDateTime = Row(dateTime)
    EndDateTime = Row(dateTime)


FlaggedForAction = choice(
    "FlaggedForActionType",
    "Any Call DoNotForward FollowUp FYI Forward NoResponseNecessary Read Reply ReplyToAll Review",
)


class RulePredicates(Bag, name="RulePredicatesType"):
    Categories = Row(ArrayOfStrings)
    ContainsBodyStrings = Row(ArrayOfStrings)
    ContainsHeaderStrings = Row(ArrayOfStrings)
    ContainsRecipientStrings = Row(ArrayOfStrings)
    ContainsSenderStrings = Row(ArrayOfStrings)
    ContainsSubjectOrBodyStrings = Row(ArrayOfStrings)
    ContainsSubjectStrings = Row(ArrayOfStrings)
    FlaggedForAction = Row(FlaggedForAction)
    FromAddresses = Row(ArrayOfEmailAddresses)
    FromConnectedAccounts = Row(ArrayOfStrings)
    HasAttachments = Row(boolean)
    Importance = Row(ImportanceChoices)
    IsApprovalRequest = Row(boolean)
    IsAutomaticForward = Row(boolean)
    IsAutomaticReply = Row(boolean)
    IsEncrypted = Row(boolean)
    IsMeetingRequest = Row(boolean)
    IsMeetingResponse = Row(boolean)
    IsNDR = Row(boolean)
    IsPermissionControlled = Row(boolean)
    IsReadReceipt = Row(boolean)
    IsSigned = Row(boolean)
    IsVoicemail = Row(boolean)
    ItemClasses = Row(ArrayOfStrings)
    MessageClassifications = Row(ArrayOfStrings)
    NotSentToMe = Row(boolean)
    SentCcMe = Row(boolean)
    SentOnlyToMe = Row(boolean)
    SentToAddresses = Row(ArrayOfEmailAddresses)
    SentToMe = Row(boolean)
    SentToOrCcMe = Row(boolean)
    Sensitivity = Row(SensitivityChoices)
    WithinDateRange = Row(RulePredicateDateRange)
    WithinSizeRange = Row(RulePredicateSizeRange)


class RuleActions(Bag, name="RuleActionsType"):
    AssignCategories = Row(ArrayOfStrings)
    CopyToFolder = Row(TargetFolderId)
    Delete = Row(boolean)
    ForwardAsAttachmentToRecipients = Row(ArrayOfEmailAddresses)
    ForwardToRecipients = Row(ArrayOfEmailAddresses)
    MarkImportance = Row(ImportanceChoices)
    MarkAsRead = Row(boolean)
    MoveToFolder = Row(TargetFolderId)
    PermanentDelete = Row(boolean)
    RedirectToRecipients = Row(ArrayOfEmailAddresses)
    SendSMSAlertToRecipients = Row(ArrayOfEmailAddresses)
    ServerReplyWithMessage = Row(ItemId)
    StopProcessingRules = Row(boolean)


class Rule(Bag, name="RuleType"):
    RuleId = Row(string)
    DisplayName = Row(string, required=True)
    Priority = Row(int_, required=True)
    IsEnabled = Row(boolean, required=True)
    IsNotSupported = Row(boolean)
    IsInError = Row(boolean)
    Conditions = Row(RulePredicates)
    Exceptions = Row(RulePredicates)
    Actions = Row(RuleActions)


class ArrayOfRules(Bag, name="ArrayOfRulesType"):
    Rule = Rows(Rule)


RuleFieldURI = choice(
    "RuleFieldURIType",
    "RuleId DisplayName Priority IsNotSupported Actions Condition:Categories Condition:ContainsBodyStrings "
    "Condition:ContainsHeaderStrings Condition:ContainsRecipientStrings Condition:ContainsSenderStrings "
    "Condition:ContainsSubjectOrBodyStrings Condition:ContainsSubjectStrings Condition:FlaggedForAction "
    "Condition:FromAddresses Condition:FromConnectedAccounts Condition:HasAttachments Condition:Importance "
    "Condition:IsApprovalRequest Condition:IsAutomaticForward Condition:IsAutomaticReply Condition:IsEncrypted "
    "Condition:IsMeetingRequest Condition:IsMeetingResponse Condition:IsNDR Condition:IsPermissionControlled "
    "Condition:IsReadReceipt Condition:IsSigned Condition:IsVoicemail Condition:ItemClasses "
    "Condition:MessageClassifications Condition:NotSentToMe Condition:SentCcMe Condition:SentOnlyToMe "
    "Condition:SentToAddresses Condition:SentToMe Condition:SentToOrCcMe Condition:Sensitivity "
    "Condition:WithinDateRange Condition:WithinSizeRange Exception:Categories Exception:ContainsBodyStrings "
    "Exception:ContainsHeaderStrings Exception:ContainsRecipientStrings Exception:ContainsSenderStrings "
    "Exception:ContainsSubjectOrBodyStrings Exception:ContainsSubjectStrings Exception:FlaggedForAction "
    "Exception:FromAddresses Exception:FromConnectedAccounts Exception:HasAttachments Exception:Importance "
    "Exception:IsApprovalRequest Exception:IsAutomaticForward Exception:IsAutomaticReply Exception:IsEncrypted "
    "Exception:IsMeetingRequest Exception:IsMeetingResponse Exception:IsNDR Exception:IsPermissionControlled "
    "Exception:IsReadReceipt Exception:IsSigned Exception:IsVoicemail Exception:ItemClasses "
    "Exception:MessageClassifications Exception:NotSentToMe Exception:SentCcMe Exception:SentOnlyToMe "
    "Exception:SentToAddresses Exception:SentToMe Exception:SentToOrCcMe Exception:Sensitivity "
    "Exception:WithinDateRange Exception:WithinSizeRange Action:AssignCategories Action:CopyToFolder "
    "Action:Delete Action:ForwardAsAttachmentToRecipients Action:ForwardToRecipients Action:MarkImportance "
    "Action:MarkAsRead Action:MoveToFolder Action:PermanentDelete Action:RedirectToRecipients "
    "Action:SendSMSAlertToRecipients Action:ServerReplyWithMessage Action:StopProcessingRules IsEnabled IsInError "
    "Conditions Exceptions",
)

RuleValidationErrorCode = choice(
    "RuleValidationErrorCodeType",
    "ADOperationFailure ConnectedAccountNotFound CreateWithRuleId EmptyValueFound DuplicatedPriority "
    "DuplicatedOperationOnTheSameRule FolderDoesNotExist InvalidAddress InvalidDateRange InvalidFolderId "
    "InvalidSizeRange InvalidValue MessageClassificationNotFound MissingAction MissingParameter MissingRangeValue "
    "NotSettable RecipientDoesNotExist RuleNotFound SizeLessThanZero StringValueTooBig UnsupportedAddress "
    "UnexpectedError UnsupportedRule",
)


class RuleValidationError(Bag, name="RuleValidationErrorType"):
    FieldURI = Row(RuleFieldURI, required=True)
    ErrorCode = Row(RuleValidationErrorCode, required=True)
    ErrorMessage = Row(string, required=True)
    FieldValue = Row(string, required=True)


class ArrayOfRuleValidationErrors(Bag, name="ArrayOfRuleValidationErrorsType"):
    Error = Rows(RuleValidationError, required=True)


class RuleOperation(Bag, name="RuleOperationType", abstract=True):
    pass


class CreateRuleOperation(RuleOperation, name="CreateRuleOperationType"):
    Rule = Row(Rule, required=True)


class SetRuleOperation(RuleOperation, name="SetRuleOperationType"):
    Rule = Row(Rule, required=True)


class DeleteRuleOperation(RuleOperation, name="DeleteRuleOperationType"):
    RuleId = Row(string, required=True)


class ArrayOfRuleOperations(Bag, name="ArrayOfRuleOperationsType"):
    CreateRuleOperation = Row(CreateRuleOperation)
    SetRuleOperation = Row(SetRuleOperation)
    DeleteRuleOperation = Row(DeleteRuleOperation)
    entries = AnyOf(CreateRuleOperation, SetRuleOperation, DeleteRuleOperation)


class RuleOperationError(Bag, name="RuleOperationErrorType"):
    OperationIndex = Row(int_, required=True)
    ValidationErrors = Row(ArrayOfRuleValidationErrors, required=True)


class ArrayOfRuleOperationErrors(Bag, name="ArrayOfRuleOperationErrorsType"):
    RuleOperationError = Rows(RuleOperationError, required=True)


class GetInboxRulesRequest(BaseRequest, name="GetInboxRulesRequestType", namespace=MESSAGES, element="GetInboxRules"):
    MailboxSmtpAddress = Row(string)


class GetInboxRulesResponse(
    ResponseMessage, name="GetInboxRulesResponseType", namespace=MESSAGES, element="GetInboxRulesResponse"
):
    OutlookRuleBlobExists = Row(boolean)
    InboxRules = Row(ArrayOfRules)


class UpdateInboxRulesRequest(
    BaseRequest, name="UpdateInboxRulesRequestType", namespace=MESSAGES, element="UpdateInboxRules"
):
    MailboxSmtpAddress = Row(string)
    RemoveOutlookRuleBlob = Row(boolean)
    Operations = Row(ArrayOfRuleOperations, required=True)


class UpdateInboxRulesResponse(
    ResponseMessage, name="UpdateInboxRulesResponseType", namespace=MESSAGES, element="UpdateInboxRulesResponse"
):
    RuleOperationErrors = Row(ArrayOfRuleOperationErrors)
