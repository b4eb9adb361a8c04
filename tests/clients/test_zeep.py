"""zeep, a SOAP client that knows EWS from our published documents alone, calls through them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
import zeep
from lxml import etree

from tests.schema import assert_valid

pytestmark = pytest.mark.proof

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
START = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)
OID = {
    "PropertySetId": "c11ff724-aa03-4555-9952-8fa248a11c3e",
    "PropertyName": "Oid",
    "PropertyType": "String",
}


class Judged(zeep.Plugin):
    """Puts every request and answer before the schema."""

    def egress(self, envelope: Any, headers: Any, operation: Any, options: Any) -> Any:
        """A request on its way out; zeep names the declared type, which no client of Exchange does."""
        for item in envelope.iter(f"{{{TYPES}}}CalendarItem"):
            item.attrib.pop("{http://www.w3.org/2001/XMLSchema-instance}type", None)
        return envelope, headers

    def ingress(self, envelope: Any, headers: Any, operation: Any) -> Any:
        """An answer."""
        assert_valid(etree.tostring(envelope))
        return envelope, headers


class Client:
    """Alice at zeep."""

    def __init__(self, endpoint: str) -> None:
        session = requests.Session()
        session.trust_env = False
        session.auth = ("alice@example.test", "secret")
        transport = zeep.Transport(session=session, timeout=30, operation_timeout=30)
        self.soap = zeep.Client(urljoin(endpoint, "/EWS/Services.wsdl"), transport=transport, plugins=[Judged()])
        binding = next(name for name in self.soap.wsdl.bindings if name.endswith("ExchangeServiceBinding"))
        self.service = self.soap.create_service(binding, endpoint)

    def call(self, operation: str, **parts: Any) -> Any:
        """Call an operation with Exchange2013_SP1; the one response message."""
        version = etree.Element(f"{{{TYPES}}}RequestServerVersion", Version="Exchange2013_SP1")
        answer = getattr(self.service, operation)(_soapheaders=[version], **parts)
        (one,) = getattr(answer, "body", answer).ResponseMessages._value_1
        (message,) = one.values()
        return message

    def item(self, **fields: Any) -> Any:
        """A calendar item."""
        return self.soap.get_type(f"{{{TYPES}}}CalendarItemType")(**fields)


@pytest.fixture(scope="module")
def alice(endpoint: str) -> Client:
    """Alice at zeep, the documents read."""
    return Client(endpoint)


def test_an_entry_with_a_named_property_is_created_read_and_moved_to_the_trash(alice: Client) -> None:
    item = alice.item(
        Subject="Review <zeep> & äöü",
        ExtendedProperty=[{"ExtendedFieldURI": OID, "Value": "0815"}],
        Start=START,
        End=START + dt.timedelta(hours=1),
    )
    made = alice.call(
        "CreateItem", SendMeetingInvitations="SendToNone", Items={"_value_1": [{"CalendarItem": item}]},
        SavedItemFolderId={"DistinguishedFolderId": {"Id": "calendar"}},
    )  # fmt: skip
    item_id = made.Items._value_1[0]["CalendarItem"].ItemId
    ids = {"_value_1": [{"ItemId": {"Id": item_id.Id, "ChangeKey": item_id.ChangeKey}}]}
    shape = {"BaseShape": "Default", "AdditionalProperties": {"_value_1": [{"ExtendedFieldURI": OID}]}}
    read = alice.call("GetItem", ItemShape=shape, ItemIds=ids).Items._value_1[0]["CalendarItem"]
    assert (read.Subject, read.Start, read.ExtendedProperty[0].Value) == ("Review <zeep> & äöü", START, "0815")
    deleted = alice.call(
        "DeleteItem", DeleteType="MoveToDeletedItems", SendMeetingCancellations="SendToNone", ItemIds=ids
    )
    assert deleted.ResponseCode == "NoError"
    assert alice.call("GetItem", ItemShape=shape, ItemIds=ids).ResponseCode == "ErrorItemNotFound"


def test_items_are_found_in_groups_by_name_and_from_a_condition_on(alice: Client) -> None:
    contact = alice.soap.get_type(f"{{{TYPES}}}ContactItemType")
    for name, company in (("Anna", "Acme"), ("Bob", "Initech"), ("Zoe", "Acme")):
        made = contact(DisplayName=name, CompanyName=company, Subject=name)
        alice.call("CreateItem", Items={"_value_1": [{"Contact": made}]})

    def find(**said: Any) -> Any:
        shape = {"BaseShape": "IdOnly", "AdditionalProperties": {"_value_1": [uri("contacts:DisplayName")]}}
        folders = {"_value_1": [{"DistinguishedFolderId": {"Id": "contacts"}}]}
        return alice.call("FindItem", Traversal="Shallow", ItemShape=shape, ParentFolderIds=folders, **said).RootFolder

    def uri(name: str) -> dict[str, Any]:
        return {"FieldURI": {"FieldURI": name}}

    def names(items: Any) -> list[str]:
        return [one["Contact"].DisplayName for one in items._value_1]

    aggregate = {"Aggregate": "Maximum", **uri("contacts:DisplayName")}
    grouped = find(GroupBy={"Order": "Descending", **uri("contacts:CompanyName"), "AggregateOn": aggregate})
    assert [names(group.Items) for group in grouped.Groups.GroupedItems] == [["Anna", "Zoe"], ["Bob"]]
    assert names(find(ContactsView={"InitialName": "B", "MaxEntriesReturned": 5}).Items) == ["Bob", "Zoe"]
    is_equal = alice.soap.get_type(f"{{{TYPES}}}IsEqualToType")
    bob = {"Constant": {"Value": "Bob"}}
    is_bob = is_equal(_value_1=[uri("contacts:DisplayName")], FieldURIOrConstant=bob)
    condition = {"_value_1": [{"IsEqualTo": is_bob}]}
    view = {"BasePoint": "Beginning", "MaxEntriesReturned": 2, "Condition": condition}
    assert names(find(SeekToConditionPageItemView=view).Items) == ["Bob", "Zoe"]


def test_a_search_folder_is_made_found_and_looked_into(alice: Client) -> None:
    message = alice.soap.get_type(f"{{{TYPES}}}MessageType")
    inbox = {"_value_1": [{"DistinguishedFolderId": {"Id": "inbox"}}]}
    for subject in ("Meeting notes", "Lunch"):
        kept = {"DistinguishedFolderId": {"Id": "inbox"}}
        made = {"_value_1": [{"Message": message(Subject=subject)}]}
        alice.call("CreateItem", MessageDisposition="SaveOnly", SavedItemFolderId=kept, Items=made)
    contains = alice.soap.get_type(f"{{{TYPES}}}ContainsExpressionType")(
        ContainmentMode="Substring", ContainmentComparison="IgnoreCase",
        _value_1=[{"FieldURI": {"FieldURI": "item:Subject"}}], Constant={"Value": "NOTES"},
    )  # fmt: skip
    notes = alice.soap.get_type(f"{{{TYPES}}}SearchFolderType")(
        DisplayName="Notes",
        SearchParameters={
            "Traversal": "Deep",
            "Restriction": {"_value_1": [{"Contains": contains}]},
            "BaseFolderIds": inbox,
        },
    )
    parent = {"DistinguishedFolderId": {"Id": "searchfolders"}}
    assert alice.call("CreateFolder", ParentFolderId=parent, Folders={"_value_1": [{"SearchFolder": notes}]})
    found = alice.call(
        "FindFolder", Traversal="Shallow", FolderShape={"BaseShape": "Default"}, ParentFolderIds={"_value_1": [parent]}
    )
    kinds = [next(iter(one.items())) for one in found.RootFolder.Folders._value_1]
    (folder,) = [one for kind, one in kinds if kind == "SearchFolder" and one.DisplayName == "Notes"]
    assert (folder.TotalCount, folder.SearchParameters) == (1, None)
    named = {"_value_1": [{"FolderId": {"Id": folder.FolderId.Id}}]}
    got = alice.call("GetFolder", FolderShape={"BaseShape": "AllProperties"}, FolderIds=named).Folders._value_1[0]
    assert got["SearchFolder"].SearchParameters.Traversal == "Deep"
    shown = alice.call(
        "FindItem", Traversal="Shallow", ItemShape={"BaseShape": "Default"}, ParentFolderIds=named
    ).RootFolder.Items._value_1
    assert [one["Message"].Subject for one in shown] == ["Meeting notes"]


def test_all_operations_of_the_table_are_in_the_wsdl(alice: Client) -> None:
    from fake_ews.contract.services import OPERATIONS, UNREAD

    described = {name for binding in alice.soap.wsdl.bindings.values() for name in binding._operations}
    assert {*OPERATIONS, *UNREAD} <= described


def test_an_operation_that_is_not_simulated_is_refused_by_name(alice: Client) -> None:
    with pytest.raises(
        zeep.exceptions.Fault, match="The operation GetImItemList is not supported by this server"
    ) as it:
        alice.call("GetImItemList")
    assert it.value.detail[0].text == "ErrorInvalidOperation"
