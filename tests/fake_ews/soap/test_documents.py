"""The published WSDL and schemas: they load by themselves, and a client made from them speaks EWS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import zeep as _zeep
from lxml import etree

from fake_ews.contract.notation import MESSAGES, TYPES
from fake_ews.contract.services import OPERATIONS, UNREAD
from fake_ews.soap.check import compiled
from fake_ews.soap.documents import SCHEMAS, wsdl, xsd
from tests.schema import assert_valid

zeep: Any = _zeep  # most of it is not typed
ADDRESS = "http://127.0.0.1:8080/EWS/Exchange.asmx"
T = f"{{{TYPES}}}"
NINE = dt.datetime(2027, 2, 8, 9, tzinfo=dt.UTC)
MARK = {"PropertySetId": "c11ff724-aa03-4555-9952-8fa248a11c3e", "PropertyName": "Mark", "PropertyType": "String"}


@cache
def client(folder: Path) -> Any:
    (folder / "Services.wsdl").write_bytes(wsdl(ADDRESS))
    for name, namespace in SCHEMAS.items():
        (folder / name).write_bytes(xsd(namespace))

    class Local(zeep.Transport):  # type: ignore[misc]
        def load(self, url: str) -> Any:
            assert "://" not in url, f"the documents want {url}"
            return super().load(url)

    return zeep.Client(str(folder / "Services.wsdl"), transport=Local())


@pytest.fixture(scope="module")
def zeep_client(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A generic SOAP client that knows EWS only from our documents."""
    return client(tmp_path_factory.mktemp("wsdl"))


def test_the_schemas_compile_by_themselves() -> None:
    documents = {name: xsd(namespace) for name, namespace in SCHEMAS.items()}
    assert compiled(documents, "messages.xsd") is not None


def test_an_unknown_namespace_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        xsd("http://www.w3.org/2001/XMLSchema")


def test_the_service_is_called_as_microsofts(zeep_client: Any) -> None:
    assert list(zeep_client.wsdl.services) == ["ExchangeServices"]
    (port,) = zeep_client.wsdl.services["ExchangeServices"].ports.values()
    assert (port.name, port.binding_options["address"]) == ("ExchangeServicePort", ADDRESS)
    assert str(port.binding.name) == f"{{{MESSAGES}}}ExchangeServiceBinding"
    assert set(port.binding._operations) == {*OPERATIONS, *UNREAD}
    assert len(port.binding._operations) == 124


def folders(*names: str) -> dict[str, Any]:
    return {"_value_1": [{"DistinguishedFolderId": {"Id": name}} for name in names]}


def paths(*fields: str | dict[str, str]) -> dict[str, Any]:
    return {
        "_value_1": [
            {"FieldURI": {"FieldURI": one}} if isinstance(one, str) else {"ExtendedFieldURI": one} for one in fields
        ]
    }


IDS = {"_value_1": [{"ItemId": {"Id": "AAMkAA==", "ChangeKey": "DwAAAA=="}}]}
OFF = {"Bias": 0, "Time": "00:00:00", "DayOrder": 0, "Month": 0, "DayOfWeek": "Sunday"}
REQUESTS: dict[str, dict[str, Any]] = {
    "GetFolder": {"FolderShape": {"BaseShape": "Default"}, "FolderIds": folders("calendar", "deleteditems")},
    "GetItem": {
        "ItemShape": {"BaseShape": "Default", "AdditionalProperties": paths("calendar:UID", MARK)},
        "ItemIds": IDS,
    },
    "FindItem": {
        "Traversal": "Shallow",
        "ItemShape": {"BaseShape": "AllProperties"},
        "ParentFolderIds": folders("calendar"),
        "CalendarView": {"StartDate": NINE, "EndDate": NINE, "MaxEntriesReturned": 100},
    },
    "Subscribe": {
        "PushSubscriptionRequest": {
            "FolderIds": folders("calendar"),
            "StatusFrequency": 1,
            "URL": "http://127.0.0.1/push",
            "EventTypes": {"_value_1": [{"EventType": "CreatedEvent"}, {"EventType": "MovedEvent"}]},
        }
    },
    "DeleteItem": {"DeleteType": "MoveToDeletedItems", "SendMeetingCancellations": "SendToNone", "ItemIds": IDS},
    "GetUserAvailability": {
        "TimeZone": {"Bias": 0, "StandardTime": OFF, "DaylightTime": OFF},
        "MailboxDataArray": {
            "MailboxData": [
                {"Email": {"Address": "a@example.test"}, "AttendeeType": "Required", "ExcludeConflicts": False}
            ]
        },
        "FreeBusyViewOptions": {
            "TimeWindow": {"StartTime": NINE, "EndTime": NINE},
            "MergedFreeBusyIntervalInMinutes": 60,
            "RequestedView": ["DetailedMerged"],
        },
    },
    "GetServerTimeZones": {"ReturnFullTimeZoneData": True, "Ids": {"Id": ["UTC", "W. Europe Standard Time"]}},
}


def with_items(made: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The requests that carry a whole item: zeep wants an object, from a plain dict it loses what is inherited."""
    item = made.get_type(f"{T}CalendarItemType")
    whole = item(
        Subject="Review <of> & more",
        Body={"BodyType": "Text", "_value_1": "First line"},
        Categories={"String": ["Red", "Blue"]},
        ExtendedProperty=[{"ExtendedFieldURI": MARK, "Value": "mark-1"}],
        Start=NINE,
        End=NINE,
        Location="Room 4",
    )
    target = {"DistinguishedFolderId": {"Id": "calendar"}}
    items = {"_value_1": [{"CalendarItem": whole}]}
    yield "CreateItem", {"SendMeetingInvitations": "SendToNone", "SavedItemFolderId": target, "Items": items}
    updates = [
        {"SetItemField": {**paths("item:Subject"), "CalendarItem": item(Subject="Changed")}},
        {"DeleteItemField": paths("calendar:Location")},
    ]
    change = {"ItemId": {"Id": "AAMkAA==", "ChangeKey": "DwAAAA=="}, "Updates": {"_value_1": updates}}
    yield "UpdateItem", {"ConflictResolution": "AutoResolve", "ItemChanges": {"ItemChange": [change]}}


def built(made: Any, operation: str, arguments: dict[str, Any]) -> bytes:
    header = etree.Element(f"{T}RequestServerVersion", nsmap={"t": str(TYPES)})
    header.set("Version", "Exchange2013_SP1")
    envelope = made.create_message(made.service, operation, _soapheaders=[header], **arguments)
    for item in envelope.iter(f"{T}CalendarItem"):
        item.attrib.pop("{http://www.w3.org/2001/XMLSchema-instance}type", None)
    return etree.tostring(envelope)


@pytest.mark.parametrize("operation", REQUESTS)
def test_a_generated_client_builds_valid_requests(zeep_client: Any, operation: str) -> None:
    assert_valid(built(zeep_client, operation, REQUESTS[operation]))


def test_a_generated_client_builds_valid_items(zeep_client: Any) -> None:
    made = {operation: built(zeep_client, operation, arguments) for operation, arguments in with_items(zeep_client)}
    for raw in made.values():
        assert_valid(raw)
    assert b":Start>2027-02-08T09:00:00Z<" in made["CreateItem"]
    assert b"Review &lt;of&gt; &amp; more" in made["CreateItem"]
    assert b"Changed" in made["UpdateItem"]


def test_the_judge_refuses_what_is_not_valid(zeep_client: Any) -> None:
    raw = built(zeep_client, "GetServerTimeZones", REQUESTS["GetServerTimeZones"])
    with pytest.raises(AssertionError, match="not valid by our schema"):
        assert_valid(raw.replace(b'ReturnFullTimeZoneData="true"', b'ReturnFullTimeZoneData="perhaps"'))
