"""Requests taken apart; answers, faults and pushes put together."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fake_ews.contract.answers import ArrayOfResponseMessages
from fake_ews.contract.common import FolderId, ItemId
from fake_ews.contract.headers import ServerVersionInfo
from fake_ews.contract.items import Item
from fake_ews.contract.notation import MESSAGES, TYPES, Entry
from fake_ews.contract.notifications import (
    ModifiedEvent,
    Notification,
    SendNotificationResponse,
    SendNotificationResponseMessage,
)
from fake_ews.contract.operations import ArrayOfRealItems, GetItem, GetItemResponse, ItemInfoResponseMessage
from fake_ews.contract.services import OPERATIONS
from fake_ews.model import failures
from fake_ews.model.failures import ErrorServerBusy, Failure, RequestFailure
from fake_ews.soap.envelope import answer, fault, parse, push, request, tolerated
from fake_ews.soap.schemas import SOAP
from fake_ews.soap.wellformed import invalid
from tests.fake_ews.soap.bags import bags
from tests.schema import assert_valid

T, M = str(TYPES), str(MESSAGES)
SERVER = ServerVersionInfo(
    MajorVersion=15, MinorVersion=1, MajorBuildNumber=2507, MinorBuildNumber=6, Version="V2017_07_11"
)
HEADER = (
    '<t:RequestServerVersion Version="Exchange2016" s:mustUnderstand="1"/>'
    "<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>a@example.test</t:SmtpAddress></t:ConnectingSID>"
    '</t:ExchangeImpersonation><t:MailboxCulture> de-CH </t:MailboxCulture><w:Action xmlns:w="urn:w"/>'
    '<t:TimeZoneContext><t:TimeZoneDefinition Id="UTC"/></t:TimeZoneContext>'
)
BODY = (
    (
        '<GetItem xmlns="{M}"><ItemShape><BaseShape xmlns="{T}">IdOnly</BaseShape></ItemShape>'
        '<ItemIds><ItemId xmlns="{T}" Id="a"/></ItemIds></GetItem>'
    )
    .replace("{M}", M)
    .replace("{T}", T)
)


def envelope(body: str, header: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\r\n<s:Envelope xmlns:s="{SOAP}" xmlns:t="{T}">'
        f"<s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def refused(raw: bytes) -> Failure:
    with pytest.raises(RequestFailure) as caught:
        parse(raw)
    return caught.value.failure


def test_what_is_known_by_name_alone_is_named_and_not_read() -> None:
    found = parse(envelope(f'<AddImGroup xmlns="{M}"><Whatever/></AddImGroup>', HEADER))
    assert (found.operation, found.culture is not None) == ("AddImGroup", True)
    change = (
        '<t:AbsoluteDateTransition><t:To Kind="Period">x</t:To><t:DateTime>oops</t:DateTime></t:AbsoluteDateTransition>'
    )
    bad = HEADER.replace('"UTC"/>', f'"UTC"><t:Transitions>{change}</t:Transitions></t:TimeZoneDefinition>')
    assert refused(envelope(f'<AddImGroup xmlns="{M}"/>', bad)).code == "ErrorSchemaValidation"


def test_a_request_is_taken_apart() -> None:
    found = parse(envelope(BODY, HEADER))
    assert found.operation == "GetItem"
    assert found.version is not None
    assert found.version.Version == "Exchange2016"
    assert found.impersonation is not None
    assert found.impersonation.ConnectingSID is not None
    assert found.impersonation.ConnectingSID.SmtpAddress is not None
    assert found.impersonation.ConnectingSID.SmtpAddress.text == "a@example.test"
    assert found.culture is not None
    assert found.culture.text == "de-CH"
    assert found.zone_context is not None
    assert found.zone_context.TimeZoneDefinition is not None
    assert found.zone_context.TimeZoneDefinition.Id == "UTC"
    bag = request(found)
    assert isinstance(bag, GetItem)
    assert bag.ItemIds is not None


def test_nothing_stands_beside_header_and_body() -> None:
    raw = envelope(BODY).replace(b"</s:Envelope>", b'<x:Trailer xmlns:x="urn:x"/></s:Envelope>')
    with pytest.raises(failures.RequestFailure, match="ErrorSchemaValidation"):
        request(parse(raw))


def test_a_request_needs_no_header() -> None:
    found = parse(envelope(BODY).replace(b"<s:Header></s:Header>", b""))
    assert (found.version, found.impersonation, found.culture, found.zone_context) == (None, None, None, None)


@pytest.mark.parametrize(
    "raw",
    [
        b"<a/>",
        f'<s:Envelope xmlns:s="{SOAP}"/>'.encode(),
        envelope(""),
        envelope(BODY + BODY),
        envelope(f'<Juggle xmlns="{M}"/>'),
        envelope("<GetItem/>"),
        envelope(BODY).replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"),
    ],
    ids=["no envelope", "no body", "empty body", "two bodies", "unknown", "no namespace", "SOAP 1.2"],
)
def test_what_asks_for_nothing_is_an_invalid_request(raw: bytes) -> None:
    assert refused(raw) == failures.ErrorInvalidRequest


def test_a_header_block_that_insists_must_be_known() -> None:
    block = '<w:Action xmlns:w="urn:w" s:mustUnderstand="1"/>'
    failure = refused(envelope(BODY, block))
    assert failure.code == "MustUnderstand"
    raw = fault(failure)
    assert b"<faultcode>s:MustUnderstand</faultcode>" in raw
    assert b"The header 'Action' from the namespace 'urn:w' was not understood" in raw
    assert_valid(raw)


def test_a_header_block_whose_values_we_cannot_hold_is_refused() -> None:
    transition = (
        '<t:Transitions><t:AbsoluteDateTransition><t:To Kind="Group">0</t:To><t:DateTime>soon</t:DateTime>'
        "</t:AbsoluteDateTransition></t:Transitions>"
    )
    block = f"<t:TimeZoneContext><t:TimeZoneDefinition>{transition}</t:TimeZoneDefinition></t:TimeZoneContext>"
    failure = refused(envelope(BODY, block))
    assert "The string 'soon' is not a valid DateTime value." in failure.text


def message(item: Item) -> GetItemResponse:
    items = ArrayOfRealItems(entries=(Entry(ArrayOfRealItems.Item, item),))
    inner = ItemInfoResponseMessage(ResponseClass="Success", ResponseCode="NoError", Items=items)
    entries = (Entry(ArrayOfResponseMessages.GetItemResponseMessage, inner),)
    return GetItemResponse(ResponseMessages=ArrayOfResponseMessages(entries=entries))


def test_a_deep_restriction_is_refused() -> None:
    deep = 1500
    nots = "<t:Not>" * deep + '<t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists>' + "</t:Not>" * deep
    padding = "x" * 9_000_000
    body = (
        f'<m:FindItem xmlns:m="{M}" Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        f"<m:Restriction>{nots}</m:Restriction><m:ParentFolderIds><t:FolderId Id='{padding}'/></m:ParentFolderIds>"
        "</m:FindItem>"
    )
    with pytest.raises(RequestFailure) as caught:
        request(parse(envelope(body)))
    assert caught.value.failure == failures.ErrorInvalidRequest
    assert "schema validation" in refused(envelope(body.replace(padding, "x"))).text


def test_an_answer_is_framed_as_exchange_frames_it() -> None:
    raw = answer(message(Item(Subject="R & D")), SERVER, "Exchange2016")
    assert raw.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<s:Envelope xmlns:s="{SOAP}"><s:Header><h:ServerVersionInfo xmlns:h="{T}" MajorVersion="15" MinorVersion="1" '
        'MajorBuildNumber="2507" MinorBuildNumber="6" Version="V2017_07_11"/></s:Header>'
        '<s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
        f'<m:GetItemResponse xmlns:m="{M}" xmlns:t="{T}"><m:ResponseMessages><m:GetItemResponseMessage '
        'ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:Item><t:Subject>R &amp; D'
        "</t:Subject></t:Item></m:Items></m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse>"
        "</s:Body></s:Envelope>"
    )
    assert_valid(raw)


@pytest.mark.proof
@pytest.mark.parametrize("operation", OPERATIONS)
@settings(max_examples=6, deadline=None, derandomize=True)
@given(data=st.data())
def test_whatever_the_tables_allow_is_a_valid_answer(operation: str, data: st.DataObject) -> None:
    assert_valid(answer(data.draw(bags(OPERATIONS[operation].response)), SERVER))


def test_an_answer_holds_nothing_newer_than_the_client() -> None:
    bag = message(Item(Subject="Review", IsAssociated=False))
    assert b"IsAssociated" not in answer(bag, SERVER, "Exchange2007_SP1")
    assert b"IsAssociated" in answer(bag, SERVER, "Exchange2010")


def test_a_schema_fault_has_exchanges_frame() -> None:
    raw = fault(invalid("The required attribute 'Id' is missing.", 1, 472).failure)
    errors = "http://schemas.microsoft.com/exchange/services/2006/errors"
    assert raw.decode() == (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>'
        f'<faultcode xmlns:a="{T}">a:ErrorSchemaValidation</faultcode><faultstring xml:lang="en-US">'
        "The request failed schema validation: The required attribute 'Id' is missing.</faultstring><detail>"
        f'<e:ResponseCode xmlns:e="{errors}">ErrorSchemaValidation</e:ResponseCode>'
        f'<e:Message xmlns:e="{errors}">The request failed schema validation.</e:Message><t:MessageXml xmlns:t="{T}">'
        "<t:LineNumber>1</t:LineNumber><t:LinePosition>472</t:LinePosition>"
        "<t:Violation>The required attribute 'Id' is missing.</t:Violation></t:MessageXml>"
        "</detail></s:Fault></s:Body></s:Envelope>"
    )
    assert_valid(raw)


def test_a_busy_fault_says_how_long() -> None:
    raw = fault(ErrorServerBusy.naming(BackOffMilliseconds="297749"))
    assert b'<t:Value Name="BackOffMilliseconds">297749</t:Value>' in raw
    assert b"Try again later.</e:Message>" in raw
    assert_valid(raw)


def test_the_text_of_a_fault_is_escaped() -> None:
    raw = fault(Failure("ErrorInvalidRequest", "<a> & \x00b"))
    assert etree.fromstring(raw).findtext(".//faultstring") == "<a> & b"
    assert_valid(raw)


def notification() -> SendNotificationResponse:
    event = ModifiedEvent(
        Watermark="AQAAAB=",
        TimeStamp=dt.datetime(2020, 12, 3, 11, 3, 50, tzinfo=dt.UTC),
        ItemId=ItemId(Id="AQ=", ChangeKey="DwAAAA=="),
        ParentFolderId=FolderId(Id="AR=", ChangeKey="AQAAAA=="),
    )
    inner = Notification(
        SubscriptionId="LA==",
        PreviousWatermark="AQAAAA=",
        MoreEvents=False,
        entries=(Entry(Notification.ModifiedEvent, event),),
    )
    whole = SendNotificationResponseMessage(ResponseClass="Success", ResponseCode="NoError", Notification=inner)
    entries = (Entry(ArrayOfResponseMessages.SendNotificationResponseMessage, whole),)
    return SendNotificationResponse(ResponseMessages=ArrayOfResponseMessages(entries=entries))


def test_a_push_has_the_form_of_the_capture() -> None:
    raw = push(notification(), "Exchange2010")
    assert raw.decode() == (
        f'<?xml version="1.0" encoding="utf-8"?><soap11:Envelope xmlns:soap11="{SOAP}"><soap11:Header>'
        f'<t:RequestServerVersion xmlns:m="{M}" Version="Exchange2010" xmlns:t="{T}" /></soap11:Header><soap11:Body>'
        f'<m:SendNotification xmlns:t="{T}" xmlns:m="{M}"><m:ResponseMessages><m:SendNotificationResponseMessage '
        'ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Notification>'
        "<t:SubscriptionId>LA==</t:SubscriptionId><t:PreviousWatermark>AQAAAA=</t:PreviousWatermark>"
        "<t:MoreEvents>false</t:MoreEvents><t:ModifiedEvent><t:Watermark>AQAAAB=</t:Watermark>"
        '<t:TimeStamp>2020-12-03T11:03:50Z</t:TimeStamp><t:ItemId Id="AQ=" ChangeKey="DwAAAA==" />'
        '<t:ParentFolderId Id="AR=" ChangeKey="AQAAAA==" /></t:ModifiedEvent></m:Notification>'
        "</m:SendNotificationResponseMessage></m:ResponseMessages></m:SendNotification></soap11:Body></soap11:Envelope>"
    )
    assert_valid(raw)
    assert_valid(push(notification(), "Exchange2016", "s"))


RESULT = f'<SendNotificationResult xmlns="{M}"><SubscriptionStatus>OK</SubscriptionStatus></SendNotificationResult>'


def test_equal_requests_that_only_read_are_read_once() -> None:
    first, second, third = (request(parse(envelope(BODY, HEADER))) for _ in range(3))
    assert first == second
    assert second is third  # from the second time on
    assert request(parse(envelope(BODY.replace('"a"', '"b"'), HEADER))) != first


def test_one_check_says_nothing_of_another() -> None:
    """what is passed over for one mailbox is refused for the next, be it the same request"""
    shape, ids = BODY.index("<ItemShape"), BODY.index("<ItemIds")
    turned = f"{BODY[:shape]}{BODY[ids:].removesuffix('</GetItem>')}{BODY[shape:ids]}</GetItem>"
    for _ in range(3):
        assert "ItemIds" in tolerated(parse(envelope(turned)))[1]
        with pytest.raises(RequestFailure):
            request(parse(envelope(turned)))


def test_requests_that_write_or_are_long_are_read_anew() -> None:
    """what they hold may be stored, and then belongs to an item"""
    write = f'<CreateItem xmlns="{M}"><Items><t:Message><t:Subject>x</t:Subject></t:Message></Items></CreateItem>'
    for body in (write, BODY.replace('"a"', f'"{"a" * 20_000}"')):
        _, first, second = (request(parse(envelope(body))) for _ in range(3))
        assert first == second
        assert first is not second
