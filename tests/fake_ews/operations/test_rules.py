"""Inbox rules: made, changed, refused, and what they do with messages."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.common import (
    AddressListId,
    ArrayOfRecipients,
    ArrayOfStrings,
    Body,
    DistinguishedFolderId,
    EmailAddress,
    FolderId,
    ItemId,
    TargetFolderId,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.contract.people import ArrayOfEmailAddresses
from fake_ews.contract.rules import (
    ArrayOfRuleOperations,
    CreateRuleOperation,
    DeleteRuleOperation,
    GetInboxRulesRequest,
    Rule,
    RuleActions,
    RulePredicateDateRange,
    RulePredicates,
    RulePredicateSizeRange,
    SetRuleOperation,
    UpdateInboxRulesRequest,
)
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, Reply, an_entry, at, listed
from tests.fake_ews.operations.test_update_item import guests

pytestmark = pytest.mark.usefixtures("kept")

TRASH = TargetFolderId(DistinguishedFolderId=DistinguishedFolderId(Id="deleteditems"))
READ = RuleActions(MarkAsRead=True)


def a_rule(actions: RuleActions | None = READ, conditions: RulePredicates | None = None, **said: Any) -> Rule:
    """An enabled rule."""
    values = {"DisplayName": "Mine", "Priority": 1, "IsEnabled": True, "Conditions": conditions, "Actions": actions}
    return Rule(**{name: value for name, value in (values | said).items() if value is not None})


def change(ews: Client, *operations: Bag, of: str | None = None) -> Reply:
    """UpdateInboxRules."""
    return ews.ask(
        UpdateInboxRulesRequest(MailboxSmtpAddress=of, Operations=listed(ArrayOfRuleOperations, list(operations)))
    )


def made(ews: Client, rule: Rule) -> str:
    """Make a rule: its id."""
    before = {one.RuleId for one in rules(ews)}
    assert change(ews, CreateRuleOperation(Rule=rule)).only.ResponseCode == "NoError"
    ((rule_id,),) = ({one.RuleId for one in rules(ews)} - before,)
    return str(rule_id)


def rules(ews: Client) -> list[Rule]:
    """GetInboxRules."""
    reply = ews.ask(GetInboxRulesRequest())
    assert b"<m:" not in reply.raw  # [seen EMA: takes InboxRules and FolderId without prefixes]
    assert b"<t:" not in reply.raw
    told = reply.only
    assert told.OutlookRuleBlobExists is False
    return list(told.InboxRules.Rule or ())


def words(*texts: str) -> ArrayOfStrings:
    """An array of texts."""
    return ArrayOfStrings(String=texts)


def people(*addresses: str) -> ArrayOfEmailAddresses:
    """An array of people."""
    return ArrayOfEmailAddresses(Address=tuple(EmailAddress(EmailAddress=one) for one in addresses))


def to(*addresses: str) -> ArrayOfRecipients:
    """Recipients."""
    return ArrayOfRecipients(Mailbox=tuple(EmailAddress(EmailAddress=one) for one in addresses))


def mail(sender: Client, **said: Any) -> None:
    """Send a message to Anna."""
    values = {"Subject": "Offer", "Body": Body(BodyType="Text", text="Cheap"), "ToRecipients": to("anna@example.test")}
    assert sender.create(Message(**values | said), disposition="SendOnly").code == "NoError"


def items(mailbox: Mailbox, folder: str = "inbox") -> list[Item]:
    """What lies in a folder."""
    return list(mailbox.items_of(mailbox.need(folder)))


# --- making and changing -------------------------------------------------------------------------------------------


def test_from_its_making_to_its_end(ews: Client) -> None:
    """ref/updateinboxrules-operation; [seen: exchangelib]"""
    second = made(ews, a_rule(Priority=2))
    first = made(ews, a_rule(DisplayName="First"))
    assert [one.RuleId for one in rules(ews)] == [first, second]
    changed = a_rule(DisplayName="Other", RuleId=second, IsEnabled=False, Priority=2)
    assert change(ews, SetRuleOperation(Rule=changed)).code == "NoError"
    assert [one.DisplayName for one in rules(ews)] == ["First", "Other"]
    assert change(ews, DeleteRuleOperation(RuleId=first), DeleteRuleOperation(RuleId=second)).code == "NoError"
    assert rules(ews) == []


def test_whose_rules(ews: Client, ben: Mailbox) -> None:
    """ref: MailboxSmtpAddress is that of the caller"""
    create = CreateRuleOperation(Rule=a_rule())
    assert change(ews, create, of="Anna@example.test").code == "NoError"
    assert change(ews, create, of="ben@example.test").code == "ErrorAccessDenied"
    assert ews.ask(GetInboxRulesRequest(MailboxSmtpAddress="nobody@example.test")).code == "ErrorNonExistentMailbox"


def test_folders_are_told_by_their_ids(ews: Client, anna: Mailbox) -> None:
    """Microsoft's own client reads nothing else [seen EMA RuleActions]"""
    made(ews, a_rule(RuleActions(MoveToFolder=TRASH)))
    (told,) = rules(ews)
    assert told.Actions is not None
    moved_to = told.Actions.MoveToFolder
    assert moved_to is not None
    assert moved_to.FolderId == anna.folder_id(anna.need("deleteditems"))


GONE = TargetFolderId(DistinguishedFolderId=DistinguishedFolderId(Id="voicemail"))
LIST = TargetFolderId(AddressListId=AddressListId(Id="x"))


@pytest.mark.parametrize(
    ("rule", "uri", "code"),
    [
        (a_rule(RuleId="x"), "RuleId", "CreateWithRuleId"),
        (a_rule(DisplayName=" "), "DisplayName", "EmptyValueFound"),
        (a_rule(Priority=0), "Priority", "InvalidValue"),
        (a_rule(None), "Actions", "MissingAction"),
        (a_rule(RuleActions()), "Actions", "MissingAction"),
        (a_rule(RuleActions(SendSMSAlertToRecipients=people("a@b.test"))), "Action:SendSMSAlertToRecipients",
         "UnsupportedRule"),
        (a_rule(RuleActions(ServerReplyWithMessage=ItemId(Id="x"))), "Action:ServerReplyWithMessage", "InvalidValue"),
        (a_rule(RuleActions(MoveToFolder=GONE)), "Action:MoveToFolder", "FolderDoesNotExist"),
        (a_rule(RuleActions(CopyToFolder=TargetFolderId(FolderId=FolderId(Id="x")))), "Action:CopyToFolder",
         "FolderDoesNotExist"),
        (a_rule(RuleActions(MoveToFolder=LIST)), "Action:MoveToFolder", "FolderDoesNotExist"),
        (a_rule(RuleActions(ForwardToRecipients=ArrayOfEmailAddresses(Address=(EmailAddress(),)))),
         "Action:ForwardToRecipients", "InvalidAddress"),
        (a_rule(conditions=RulePredicates(IsVoicemail=True)), "Condition:IsVoicemail", "UnsupportedRule"),
        (a_rule(Exceptions=RulePredicates(IsVoicemail=True)), "Exception:IsVoicemail", "UnsupportedRule"),
        (a_rule(conditions=RulePredicates(WithinSizeRange=RulePredicateSizeRange())), "Condition:WithinSizeRange",
         "MissingRangeValue"),
        (a_rule(conditions=RulePredicates(WithinDateRange=RulePredicateDateRange(
            StartDateTime=at(11), EndDateTime=at(10)))), "Condition:WithinDateRange", "InvalidDateRange"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be(ews: Client, rule: Rule, uri: str, code: str) -> None:
    """ref/rulevalidationerror; [seen: exchangelib]; nothing is done where one operation is wrong"""
    reply = change(ews, CreateRuleOperation(Rule=a_rule()), CreateRuleOperation(Rule=rule))
    assert reply.code == "ErrorInboxRulesValidationError"
    (told,) = reply.only.RuleOperationErrors.RuleOperationError
    assert (told.OperationIndex, [(one.FieldURI, one.ErrorCode) for one in told.ValidationErrors.Error]) == (
        1, [(uri, code)],
    )  # fmt: skip
    assert rules(ews) == []


def test_a_rule_that_is_not_there(ews: Client) -> None:
    """ref/rulevalidationerror"""
    rule_id = made(ews, a_rule())
    reply = change(
        ews, SetRuleOperation(Rule=a_rule(RuleId="none")), DeleteRuleOperation(RuleId=rule_id),
        DeleteRuleOperation(RuleId=rule_id),
    )  # fmt: skip
    told = [
        (one.OperationIndex, one.ValidationErrors.Error[0].ErrorCode)
        for one in reply.only.RuleOperationErrors.RuleOperationError
    ]
    assert told == [(0, "RuleNotFound"), (2, "DuplicatedOperationOnTheSameRule")]


# --- what they do --------------------------------------------------------------------------------------------------


def date_range(**said: Any) -> RulePredicates:
    """Received in a time."""
    return RulePredicates(WithinDateRange=RulePredicateDateRange(**said))


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        (None, True),
        (RulePredicates(ContainsSubjectStrings=words("x", "OFF")), True),
        (RulePredicates(ContainsSubjectStrings=words("x")), False),
        (RulePredicates(ContainsBodyStrings=words("cheap")), True),
        (RulePredicates(ContainsSubjectOrBodyStrings=words("cheap")), True),
        (RulePredicates(ContainsSenderStrings=words("ben@")), True),
        (RulePredicates(ContainsRecipientStrings=words("anna")), True),
        (RulePredicates(FromAddresses=people("BEN@example.test")), True),
        (RulePredicates(FromAddresses=people("clara@example.test")), False),
        (RulePredicates(HasAttachments=True), False),
        (RulePredicates(HasAttachments=False), True),
        (RulePredicates(Importance="High"), False),
        (RulePredicates(Sensitivity="Normal"), True),
        (RulePredicates(IsMeetingRequest=True), False),
        (RulePredicates(IsMeetingResponse=False), True),
        (RulePredicates(ItemClasses=words("IPM.Note")), True),
        (RulePredicates(NotSentToMe=True), False),
        (RulePredicates(SentCcMe=True), False),
        (RulePredicates(SentOnlyToMe=True), True),
        (RulePredicates(SentToMe=True), True),
        (RulePredicates(SentToOrCcMe=True), True),
        (RulePredicates(SentToAddresses=people("anna@example.test")), True),
        (RulePredicates(Categories=words("blue")), False),
        (RulePredicates(WithinSizeRange=RulePredicateSizeRange(MaximumSize=10)), True),
        (RulePredicates(WithinSizeRange=RulePredicateSizeRange(MinimumSize=10)), False),
        (date_range(StartDateTime=at(0, day=1)), True),
        (date_range(EndDateTime=at(0, day=1).replace(year=2000)), False),
        (RulePredicates(SentToMe=True, HasAttachments=True), False),
    ],
)
def test_conditions(
    ews: Client, bens_ews: Client, anna: Mailbox, conditions: RulePredicates | None, fits: bool
) -> None:
    """ref/rulepredicatestype: all that are given must hold"""
    made(ews, a_rule(conditions=conditions))
    mail(bens_ews)
    (item,) = items(anna)
    assert item.bag.get(Message.IsRead) is fits


def test_exceptions(ews: Client, bens_ews: Client, anna: Mailbox) -> None:
    """an empty list of exceptions excepts nothing"""
    made(ews, a_rule(Exceptions=RulePredicates(ContainsSubjectStrings=words("offer"))))
    mail(bens_ews)
    mail(bens_ews, Subject="Other")
    made(ews, a_rule(RuleActions(MarkImportance="High"), Exceptions=RulePredicates(), Priority=2))
    mail(bens_ews)
    assert [(one.bag.get(Message.IsRead), one.bag.get(ItemRows.Importance)) for one in items(anna)] == [
        (False, "Normal"), (True, "Normal"), (False, "High"),
    ]  # fmt: skip


def test_actions_inside_the_mailbox(ews: Client, bens_ews: Client, anna: Mailbox) -> None:
    """ref/ruleactionstype"""
    contacts = TargetFolderId(DistinguishedFolderId=DistinguishedFolderId(Id="notes"))
    drafts = TargetFolderId(FolderId=FolderId(Id=anna.ids.folder(anna.need("drafts").number)))
    made(ews, a_rule(RuleActions(AssignCategories=words("blue", "red"), CopyToFolder=contacts, MoveToFolder=drafts)))
    made(ews, a_rule(RuleActions(AssignCategories=words("red", "green")), Priority=2))
    mail(bens_ews)
    assert items(anna) == []
    assert [one.bag.get(ItemRows.Categories) for one in items(anna, "notes")] == [None]
    assert [one.bag.get(ItemRows.Categories) for one in items(anna, "drafts")] == [words("blue", "red", "green")]


def test_deleting_and_stopping(ews: Client, bens_ews: Client, anna: Mailbox) -> None:
    """a rule that deletes is the last one, as is one that says so; one that is off does nothing"""
    made(ews, a_rule(RuleActions(PermanentDelete=True), IsEnabled=False))
    made(ews, a_rule(RuleActions(StopProcessingRules=True), RulePredicates(ContainsSubjectStrings=words("keep"))))
    made(ews, a_rule(RuleActions(Delete=True), RulePredicates(ContainsSubjectStrings=words("trash")), Priority=2))
    made(ews, a_rule(RuleActions(PermanentDelete=True), Priority=3))
    for subject in ("Keep", "Trash", "Gone"):
        mail(bens_ews, Subject=subject)
    assert [one.bag.get(ItemRows.Subject) for one in items(anna)] == ["Keep"]
    assert [one.bag.get(ItemRows.Subject) for one in items(anna, "deleteditems")] == ["Trash"]


@pytest.mark.parametrize(
    ("action", "subject", "sender"),
    [
        ("ForwardToRecipients", "FW: Offer", "anna@example.test"),
        ("ForwardAsAttachmentToRecipients", "FW: Offer", "anna@example.test"),
        ("RedirectToRecipients", "Offer", "ben@example.test"),
    ],
)
def test_passing_on(
    ews: Client, bens_ews: Client, exchange: Exchange, anna: Mailbox, action: str, subject: str, sender: str
) -> None:
    """what is passed on goes through no rule again: two people who forward to each other make no loop"""
    clara = exchange.add_mailbox("clara@example.test", name="Clara Cox")
    made(ews, a_rule(RuleActions(**{action: people("clara@example.test", "anna@example.test")})))
    mail(bens_ews)
    (item,) = items(clara)
    writer = item.bag.get(Message.From)
    assert (item.bag.get(ItemRows.Subject), writer and writer.Mailbox and writer.Mailbox.EmailAddress) == (
        subject, sender,
    )  # fmt: skip
    assert len(items(anna)) == 2


def test_meeting_messages_go_through_rules_too(ews: Client, bens_ews: Client, anna: Mailbox) -> None:
    """ref/rulepredicatestype IsMeetingRequest"""
    made(ews, a_rule(RuleActions(MoveToFolder=TRASH), RulePredicates(IsMeetingRequest=True)))
    bens_ews.create(an_entry(RequiredAttendees=guests("anna@example.test")), invitations="SendToAllAndSaveCopy")
    assert items(anna) == []
    assert [one.bag.get(ItemRows.ItemClass) for one in items(anna, "deleteditems")] == ["IPM.Schedule.Meeting.Request"]
