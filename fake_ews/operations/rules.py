"""The rules of an Inbox: GetInboxRules, UpdateInboxRules. What rules do with a message is in model/inbox_rules.py.

Rule: an update is done as a whole or not at all; each operation that is wrong is told with all its errors.
Source: ref/getinboxrules-operation, updateinboxrules-operation, ruleoperationerrortype; texts: exchangelib's suite.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from fake_ews.contract.common import TargetFolderId
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.rules import (
    ArrayOfRuleOperationErrors,
    ArrayOfRuleOperations,
    ArrayOfRules,
    ArrayOfRuleValidationErrors,
    CreateRuleOperation,
    DeleteRuleOperation,
    GetInboxRulesRequest,
    GetInboxRulesResponse,
    Rule,
    RuleActions,
    RuleOperationError,
    RulePredicateDateRange,
    RulePredicates,
    RulePredicateSizeRange,
    RuleValidationError,
    SetRuleOperation,
    UpdateInboxRulesRequest,
    UpdateInboxRulesResponse,
)
from fake_ews.model import ids, inbox_rules
from fake_ews.model.failures import (
    ErrorAccessDenied,
    ErrorInboxRulesValidationError,
    ErrorNonExistentMailbox,
    Failure,
)
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations._registry import Call, Message, failed, single

Wrong = tuple[str, str, str]
"""What is wrong with a rule: the field, the code, and the message."""
_FOLDERS = (RuleActions.CopyToFolder, RuleActions.MoveToFolder)
UNSUPPORTED = "The operation on this unsupported rule is not allowed."


@single("GetInboxRules", "ErrorAccessDenied ErrorNonExistentMailbox")
def get_inbox_rules(call: Call) -> Message:
    """ref/getinboxrules-operation: the rules of one's own mailbox, the first to be applied first"""
    mailbox = _owner(call, call.asked(GetInboxRulesRequest).MailboxSmtpAddress)
    if isinstance(mailbox, Failure):
        return mailbox
    rules = tuple(_told(mailbox, rule) for rule in sorted(mailbox.settings.rules, key=inbox_rules.place))
    return GetInboxRulesResponse(OutlookRuleBlobExists=False, InboxRules=ArrayOfRules(Rule=rules))


def _told(mailbox: Mailbox, rule: Rule) -> Rule:
    """A rule as it is read: the folders of its actions by their ids, however they were named. [seen EMA]"""
    told, actions = rule.copy(), (rule.Actions or RuleActions()).copy()
    for row in _FOLDERS:
        named = actions.get(row)
        folder = None if named is None else inbox_rules.target(mailbox, named)
        if folder is not None:
            actions.set(row, TargetFolderId(FolderId=mailbox.folder_id(folder)))
    told.Actions = actions if rule.Actions is not None else None
    return told


@single("UpdateInboxRules", "ErrorAccessDenied ErrorInboxRulesValidationError ErrorNonExistentMailbox")
def update_inbox_rules(call: Call) -> Message:
    """ref/updateinboxrules-operation: rules are made, replaced, taken away"""
    request = call.asked(UpdateInboxRulesRequest)
    mailbox = _owner(call, request.MailboxSmtpAddress)
    if isinstance(mailbox, Failure):
        return mailbox
    operations = [entry.value for entry in request.need(UpdateInboxRulesRequest.Operations).need(_ENTRIES)]
    errors = list(_errors(mailbox, operations))
    if errors:
        response = failed(UpdateInboxRulesResponse, ErrorInboxRulesValidationError, call)
        response.set(
            UpdateInboxRulesResponse.RuleOperationErrors, ArrayOfRuleOperationErrors(RuleOperationError=tuple(errors))
        )
        return response
    for operation in operations:
        _do(mailbox, operation)
    mailbox.changed()
    return UpdateInboxRulesResponse()


_ENTRIES = ArrayOfRuleOperations.entries


def _owner(call: Call, address: str | None) -> Mailbox | Failure:
    if address is None or address.lower() == call.mailbox.address:
        return call.mailbox
    return ErrorAccessDenied if address.lower() in call.exchange.mailboxes else ErrorNonExistentMailbox


def _do(mailbox: Mailbox, operation: Bag) -> None:
    rules = mailbox.settings.rules
    match operation:
        case CreateRuleOperation():
            mailbox.settings.rules_made += 1
            rule = operation.need(CreateRuleOperation.Rule).copy()
            number = ids.guid(mailbox.exchange.seed, mailbox.address, "rule", str(mailbox.settings.rules_made))
            rule.RuleId = base64.b64encode(number.bytes[:8]).decode("ascii")
            rules.append(rule)
        case SetRuleOperation():
            changed = operation.need(SetRuleOperation.Rule)
            rules[:] = [changed if rule.RuleId == changed.RuleId else rule for rule in rules]
        case _:
            gone = operation.need(DeleteRuleOperation.RuleId)
            rules[:] = [rule for rule in rules if rule.RuleId != gone]


# --- what is wrong -------------------------------------------------------------------------------------------------


def _errors(mailbox: Mailbox, operations: list[Bag]) -> Iterator[RuleOperationError]:
    named: set[str] = set()
    for index, operation in enumerate(operations):
        wrong = list(_wrong(mailbox, operation, named))
        if wrong:
            told = tuple(
                RuleValidationError(FieldURI=uri, ErrorCode=code, ErrorMessage=text, FieldValue="")
                for uri, code, text in wrong
            )
            yield RuleOperationError(OperationIndex=index, ValidationErrors=ArrayOfRuleValidationErrors(Error=told))


def _wrong(mailbox: Mailbox, operation: Bag, named: set[str]) -> Iterator[Wrong]:
    if isinstance(operation, CreateRuleOperation):
        rule = operation.need(CreateRuleOperation.Rule)
        if rule.RuleId is not None:
            yield "RuleId", "CreateWithRuleId", "A new rule cannot have an id."
        yield from _wrong_in(mailbox, rule)
        return
    rule_id = (
        operation.need(SetRuleOperation.Rule).RuleId
        if isinstance(operation, SetRuleOperation)
        else operation.need(DeleteRuleOperation.RuleId)
    )
    if rule_id not in {rule.RuleId for rule in mailbox.settings.rules}:
        yield "RuleId", "RuleNotFound", "The rule was not found."
    elif rule_id in named:
        yield "RuleId", "DuplicatedOperationOnTheSameRule", "A rule can be changed only once in a request."
    named.add(rule_id or "")
    if isinstance(operation, SetRuleOperation):
        yield from _wrong_in(mailbox, operation.need(SetRuleOperation.Rule))


def _wrong_in(mailbox: Mailbox, rule: Rule) -> Iterator[Wrong]:
    if not rule.need(Rule.DisplayName).strip():
        yield "DisplayName", "EmptyValueFound", "A rule needs a name."
    if rule.need(Rule.Priority) < 1:
        yield "Priority", "InvalidValue", "The priority must be 1 or more."
    for kind, predicates in (("Condition", rule.Conditions), ("Exception", rule.Exceptions)):
        yield from _wrong_predicates(kind, predicates)
    yield from _wrong_actions(mailbox, rule.Actions)


def _wrong_predicates(kind: str, predicates: RulePredicates | None) -> Iterator[Wrong]:
    if predicates is None:
        return
    for row in inbox_rules.unsupported(predicates):
        yield f"{kind}:{row.name}", "UnsupportedRule", UNSUPPORTED
    size, span = predicates.WithinSizeRange, predicates.WithinDateRange
    if size is not None:
        yield from _wrong_range(f"{kind}:WithinSizeRange", "InvalidSizeRange", size, RulePredicateSizeRange.MinimumSize,
                                RulePredicateSizeRange.MaximumSize)  # fmt: skip
    if span is not None:
        yield from _wrong_range(f"{kind}:WithinDateRange", "InvalidDateRange", span,
                                RulePredicateDateRange.StartDateTime, RulePredicateDateRange.EndDateTime)  # fmt: skip


def _wrong_range(uri: str, code: str, span: Bag, least: Row[Any], most: Row[Any]) -> Iterator[Wrong]:
    low, high = span.get(least), span.get(most)
    if low is None and high is None:
        yield uri, "MissingRangeValue", "A range needs a beginning or an end."
    elif low is not None and high is not None and low > high:
        yield uri, code, "A range cannot end before it begins."


def _wrong_actions(mailbox: Mailbox, actions: RuleActions | None) -> Iterator[Wrong]:
    if actions is None or not actions.values:
        yield "Actions", "MissingAction", "A rule needs an action."
        return
    if actions.SendSMSAlertToRecipients is not None:
        yield "Action:SendSMSAlertToRecipients", "UnsupportedRule", UNSUPPORTED
    if actions.ServerReplyWithMessage is not None:
        yield "Action:ServerReplyWithMessage", "InvalidValue", "Id must be non-empty."
    for row in _FOLDERS:
        named = actions.get(row)
        if named is not None and inbox_rules.target(mailbox, named) is None:
            yield f"Action:{row.name}", "FolderDoesNotExist", "The folder does not exist."
    for people in inbox_rules.PASSING_ON:
        if actions.get(people) is not None and not all(inbox_rules.addresses_of(actions, people)):
            yield f"Action:{people.name}", "InvalidAddress", "The address is not valid."
