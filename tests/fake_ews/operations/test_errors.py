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
from tests.fake_ews.operations.naming import (
    OF_DATES,
    OF_FOLDERS,
    OF_ITEMS,
    OF_TARGETS,
    RESTRICTED,
    SEARCHING,
    SHAPED,
)
from tests.fake_ews.operations.series import a_series, daily

_STOPPED = "ErrorBatchProcessingStopped"
_CALLED = {"CreateItem": "t:ReferenceItemId", "CreateAttachment": "m:ParentItemId"}
_READS = {
    *("GetItem", "ExportItems", "ExpandDL", "GetFolder", "FindItem", "FindFolder", "FindPeople", "ResolveNames"),
    *("SyncFolderItems", "SyncFolderHierarchy", "GetUserConfiguration"),
}
_INSTEAD = {
    ("CreateItem", "others"): "ErrorCreateItemAccessDenied",
    **{
        (name, "others"): "ErrorCreateSubfolderAccessDenied"
        for name in ("CreateFolder", "CreateFolderPath", "MoveFolder", "CopyFolder")
    },
    ("Subscribe", "others"): "ErrorSubscriptionDelegateAccessNotSupported",
    ("CreateItem", "another's"): "ErrorItemNotFound",  # what is answered is looked into, not changed
    ("UpdateFolder", "no folder"): "ErrorItemNotFound",  # [seen: exchangelib, a folder that was deleted]
    ("CreateFolder", "no folder"): "ErrorParentFolderNotFound",
    **{(name, "no folder"): "ErrorToFolderNotFound" for name in ("MoveItem", "CopyItem", "MoveFolder", "CopyFolder")},
    **{(name, "no folder"): "ErrorSavedItemFolderNotFound" for name in ("CreateItem", "SendItem", "UpdateItem")},
    ("SyncFolderItems", "no folder"): "ErrorSyncFolderNotFound",
    ("SyncFolderItems", "others"): "ErrorSyncFolderNotFound",
    ("SyncFolderHierarchy", "no folder"): "ErrorSyncFolderNotFound",
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
    "no folder": "ErrorFolderNotFound",
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
           {"empty": "", "garbage": "x!", "item": item, "no folder": gone}.items()},
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


# in an update each id has changes of its own; what lies in other mailboxes is no matter of a subscription
_SEVERAL = (OF_DATES | OF_FOLDERS).keys() - _READS - {"UpdateItem", "UpdateFolder", "Subscribe"}


@pytest.mark.parametrize("operation", sorted(_SEVERAL))
def test_what_would_fail_again_is_not_tried(ews: Client, bens_ews: Client, anna: Mailbox, operation: str) -> None:
    """RC ErrorBatchProcessingStopped: who is denied access to the first is denied it to the others"""
    theirs = f'<t:ItemId Id="{bens_ews.create(an_entry()).id.Id}"/>'
    if operation in OF_FOLDERS:
        of = "<t:Mailbox><t:EmailAddress>ben@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"
        theirs = f'<t:DistinguishedFolderId Id="drafts">{of}'
    reply = ews.ask((OF_DATES | OF_FOLDERS)[operation].replace("{}", theirs * 2))
    assert reply.codes == ["ErrorAccessDenied", _STOPPED]


def shape(operation: str, path: str) -> str:
    """The shape of an operation's request that asks for one more property."""
    what = "Folder" if "Folder" in operation and operation != "SyncFolderItems" else "Item"
    return (
        f"<m:{what}Shape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{path}</t:AdditionalProperties>"
        f"</m:{what}Shape>"
    )


@pytest.mark.parametrize("operation", SHAPED)
def test_wrong_names_in_a_shape(ews: Client, operation: str) -> None:
    item = f'<t:ItemId Id="{ews.create(an_entry()).id.Id}"/>'
    for path, code in (
        ('<t:ExtendedFieldURI PropertyName="x" PropertyType="String"/>', "ErrorInvalidExtendedProperty"),
        ('<t:ExtendedFieldURI PropertyTag="0x3FF0" PropertyType="Object"/>', "ErrorUnsupportedMapiPropertyType"),
    ):
        request = SHAPED[operation].replace("{}", shape(operation, path)).replace("[item]", item)
        assert code_of(ews, request) == code


_SUBJECT, _SIZE, _READ = (f'<t:FieldURI FieldURI="{uri}"/>' for uri in ("item:Subject", "item:Size", "message:IsRead"))
_X = '<t:Constant Value="x"/>'
_RESTRICTIONS = {
    "ErrorContainsFilterWrongType": f"<t:Contains>{_SIZE}{_X}</t:Contains>",
    "ErrorInvalidExcludesRestriction": f'<t:Excludes>{_SUBJECT}<t:Bitmask Value="1"/></t:Excludes>',
    "ErrorInvalidPropertyForExists": f"<t:Exists>{_READ}</t:Exists>",
    "ErrorInvalidValueForProperty": (
        f"<t:IsEqualTo>{_SIZE}<t:FieldURIOrConstant>{_X}</t:FieldURIOrConstant></t:IsEqualTo>"
    ),
    "ErrorUnsupportedPathForQuery": '<t:Exists><t:FieldURI FieldURI="item:UniqueBody"/></t:Exists>',
    "ErrorInvalidExtendedProperty": (
        '<t:Exists><t:ExtendedFieldURI PropertyName="x" PropertyType="String"/></t:Exists>'
    ),
    "ErrorUnsupportedMapiPropertyType": (
        '<t:Exists><t:ExtendedFieldURI PropertyTag="0x3FF0" PropertyType="Object"/></t:Exists>'
    ),
    "ErrorRestrictionTooLong": f"<t:Or>{f'<t:Exists>{_SUBJECT}</t:Exists>' * 256}</t:Or>",
}


@pytest.mark.parametrize("operation", RESTRICTED)
@pytest.mark.parametrize("code", _RESTRICTIONS)
def test_wrong_restrictions(ews: Client, operation: str, code: str) -> None:
    page = '<m:IndexedPageItemView BasePoint="Beginning" Offset="0" MaxEntriesReturned="9"/>'
    request = RESTRICTED[operation].replace("[page]", page if operation == "FindPeople" else "")
    assert code_of(ews, request.replace("{}", f"<m:Restriction>{_RESTRICTIONS[code]}</m:Restriction>")) == code


@pytest.mark.parametrize("operation", SEARCHING)
@pytest.mark.parametrize("code", _RESTRICTIONS)
def test_wrong_restrictions_of_search_folders(ews: Client, operation: str, code: str) -> None:
    request = SEARCHING[operation].replace("{}", f"<t:Restriction>{_RESTRICTIONS[code]}</t:Restriction>")
    assert code_of(ews, request) == code


@pytest.mark.parametrize("operation", RESTRICTED)
def test_wrong_pages(ews: Client, operation: str) -> None:
    what = "Folder" if operation == "FindFolder" else "Item"
    views = {
        "ErrorInvalidIndexedPagingParameters": f'<m:IndexedPage{what}View BasePoint="End" Offset="-1"',
        "ErrorInvalidPagingMaxRows": f'<m:IndexedPage{what}View BasePoint="End" Offset="0" MaxEntriesReturned="0"',
        "ErrorInvalidFractionalPagingParameters": f'<m:FractionalPage{what}View Numerator="3" Denominator="2"',
    }
    for code, view in views.items():
        if code in operations.errors_of(operation):
            assert code_of(ews, RESTRICTED[operation].replace("[page]", view + "/>").replace("{}", "")) == code


@pytest.mark.parametrize(
    ("group", "asked"),
    [
        (_errors.ITEM, OF_ITEMS),
        (_errors.DATE, OF_DATES),
        (_errors.FOLDER_ID, OF_FOLDERS | OF_TARGETS),
        (_errors.RESTRICTION, RESTRICTED | SEARCHING),
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
