"""The errors that several operations have in common: whoever takes an id is asked with every kind of wrong one.

Rule: what an operation declares of these groups is shown here for each; all else is watched by tests/declared.py.
"""

from __future__ import annotations

import pytest

from fake_ews import operations
from fake_ews.contract.common import ArrayOfRecipients, EmailAddress, ItemId
from fake_ews.contract.mail import Message
from fake_ews.model.failures import RequestFailure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _errors
from tests import declared
from tests.fake_ews.operations.client import Client, an_entry
from tests.fake_ews.operations.naming import OF_DATES, OF_FOLDERS, OF_ITEMS, OF_TARGETS
from tests.fake_ews.operations.series import a_series, daily

_CALLED = {"CreateItem": "t:ReferenceItemId", "CreateAttachment": "m:ParentItemId"}
_READS = {
    *("GetItem", "ExportItems", "ExpandDL", "GetFolder", "FindItem", "FindFolder", "FindPeople", "ResolveNames"),
    *("SyncFolderItems", "SyncFolderHierarchy", "GetUserConfiguration"),
}
_INSTEAD = {
    ("Subscribe", "others"): "ErrorSubscriptionDelegateAccessNotSupported",
    ("CreateItem", "another's"): "ErrorItemNotFound",  # what is answered is looked into, not changed
    ("UpdateFolder", "gone"): "ErrorItemNotFound",  # [seen: exchangelib, a folder that was deleted]
    ("SyncFolderItems", "gone"): "ErrorSyncFolderNotFound",
    ("SyncFolderItems", "others"): "ErrorSyncFolderNotFound",
    ("SyncFolderHierarchy", "gone"): "ErrorSyncFolderNotFound",
    ("SyncFolderHierarchy", "others"): "ErrorSyncFolderNotFound",
}
_WRONG_ITEMS = {
    "empty": "ErrorInvalidIdEmpty",
    "garbage": "ErrorInvalidIdMalformed",
    "folder": "ErrorCannotUseFolderIdForItemId",
    "key": "ErrorInvalidChangeKey",
    "gone": "ErrorItemNotFound",
    "another's": "ErrorItemNotFound",
}
_WRONG_DATES = {
    "single": "ErrorCalendarCannotUseIdForRecurringMasterId",
    "master of a single": "ErrorCalendarCannotUseIdForOccurrenceId",
    "ninth of three": "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange",
    "deleted": "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
}
_WRONG_FOLDERS = {
    "empty": "ErrorInvalidIdEmpty",
    "garbage": "ErrorInvalidIdMalformed",
    "item": "ErrorCannotUseItemIdForFolderId",
    "gone": "ErrorFolderNotFound",
    "public": "ErrorNoPublicFolderReplicaAvailable",
    "nobody's": "ErrorNonExistentMailbox",
    "others": "ErrorFolderNotFound",
}


def code_of(ews: Client, request: str) -> str:
    """The first ResponseCode of an answer, or that of the fault."""
    try:
        return ews.ask(request).codes[0]
    except RequestFailure as refused:
        return refused.failure.code


def expected(operation: str, wrong: str, otherwise: str) -> str:
    """The code for a wrong id: whoever wants to change what is another's is denied access."""
    if wrong in ("others", "another's") and operation not in _READS:
        otherwise = "ErrorAccessDenied"
    return _INSTEAD.get((operation, wrong), otherwise)


def folder_id(anna: Mailbox, name: str) -> str:
    """The id of a folder."""
    return str(anna.folder_id(anna.need(name)).Id)


@pytest.mark.parametrize("operation", OF_ITEMS)
def test_wrong_ids_of_items(ews: Client, bens_ews: Client, anna: Mailbox, review: Item, operation: str) -> None:
    good, gone, others = (str(by.create(an_entry()).id.Id) for by in (ews, ews, bens_ews))
    ews.delete(ItemId(Id=gone), how="HardDelete")
    ids = {"empty": "", "garbage": "x!", "folder": folder_id(anna, "drafts"), "gone": gone, "another's": others}
    attributes = {name: f'Id="{text}"' for name, text in ids.items()} | {"key": f'Id="{good}" ChangeKey="x"'}
    for wrong, code in _WRONG_ITEMS.items():
        element = f"<{_CALLED.get(operation, 't:ItemId')} {attributes[wrong]}/>"
        assert code_of(ews, OF_ITEMS[operation].replace("{}", element)) == expected(operation, wrong, code), wrong


@pytest.mark.parametrize("operation", OF_DATES)
def test_wrong_dates(ews: Client, review: Item, operation: str) -> None:
    single, master = (str(ews.create(one).id.Id) for one in (an_entry(), a_series(daily(3))))
    date = '<t:OccurrenceItemId RecurringMasterId="{}" InstanceIndex="{}"/>'
    ews.ask(OF_DATES["DeleteItem"].format(date.format(master, 2)))
    elements = {
        "single": date.format(single, 1),
        "master of a single": f'<t:RecurringMasterItemId OccurrenceId="{single}"/>',
        "ninth of three": date.format(master, 9),
        "deleted": date.format(master, 2),
    }
    for wrong, code in _WRONG_DATES.items():
        assert code_of(ews, OF_DATES[operation].replace("{}", elements[wrong])) == code, wrong


@pytest.mark.parametrize("operation", [*OF_FOLDERS, *OF_TARGETS])
def test_wrong_folders(ews: Client, ben: Mailbox, anna: Mailbox, review: Item, operation: str) -> None:
    item = str(ews.create(an_entry()).id.Id)
    made = ews.ask(OF_TARGETS["CreateFolder"].format('<t:DistinguishedFolderId Id="inbox"/>')).only.Folders.entries
    gone = str(made[0].value.FolderId.Id)
    ews.ask(OF_FOLDERS["DeleteFolder"].format(f'<t:FolderId Id="{gone}"/>'))
    of = "<t:Mailbox><t:EmailAddress>{}@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"
    calendar = '<t:DistinguishedFolderId Id="calendar">'
    elements = {
        **{name: f'<t:FolderId Id="{text}"/>' for name, text in
           {"empty": "", "garbage": "x!", "item": item, "gone": gone}.items()},
        "public": '<t:DistinguishedFolderId Id="publicfoldersroot"/>',
        "nobody's": calendar + of.format("nobody"),
        "others": calendar + of.format("ben"),
    }  # fmt: skip
    request = (OF_FOLDERS | OF_TARGETS)[operation].replace("[item]", f'<t:ItemId Id="{item}"/>')
    to = ArrayOfRecipients(Mailbox=(EmailAddress(EmailAddress="ben@example.test"),))
    draft = ews.create(Message(Subject="Draft", ToRecipients=to), invitations=None, disposition="SaveOnly").id
    request = request.replace("[draft]", f'<t:ItemId Id="{draft.Id}" ChangeKey="{draft.ChangeKey}"/>')
    for wrong, code in _WRONG_FOLDERS.items():
        assert code_of(ews, request.replace("{}", elements[wrong])) == expected(operation, wrong, code), wrong
    if operation in OF_TARGETS:
        assert code_of(ews, request.replace("{}", '<t:AddressListId Id="x"/>')) == "ErrorInvalidOperation"


@pytest.mark.parametrize(
    ("group", "asked"),
    [
        (_errors.ITEM, OF_ITEMS),
        (_errors.DATE, OF_DATES),
        (_errors.FOLDER_ID, OF_FOLDERS | OF_TARGETS),
    ],
)
def test_whoever_declares_a_group_is_asked_here(group: str, asked: dict[str, str]) -> None:
    codes = set(group.split())
    assert {name for name in operations.simulated() if codes <= operations.errors_of(name)} == asked.keys()


def test_an_error_that_is_not_declared_is_told(ews: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "errors_of", lambda name: frozenset())
    ews.ask(OF_DATES["GetItem"].format('<t:ItemId Id="x!"/>'))
    with pytest.raises(AssertionError, match="GetItem gave ErrorInvalidIdMalformed: declare it"):
        declared.complain()
    declared.complain()
