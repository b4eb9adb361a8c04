"""Which version a request needs: by its operation, and by all that is in it."""

from __future__ import annotations

import pytest

from fake_ews import FakeExchange
from fake_ews.soap.codec import VERSIONS
from fake_ews.soap.envelope import parse, understood
from tests.fake_ews.server.wire import GET_CALENDAR, SERVICE, Client, envelope

FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>'
    '<t:FieldURI FieldURI="item:Subject"/>{}</t:AdditionalProperties></m:ItemShape>{}<m:ParentFolderIds>'
    '<t:DistinguishedFolderId Id="{}"/></m:ParentFolderIds>{}</m:FindItem>'
)
SUBSCRIBE = (
    "<m:Subscribe><m:{0}><t:FolderIds><t:DistinguishedFolderId Id='inbox'/></t:FolderIds><t:EventTypes><t:EventType>"
    "CreatedEvent</t:EventType></t:EventTypes>{1}</m:{0}></m:Subscribe>"
)
BUSY = SUBSCRIBE.format("PullSubscriptionRequest", "<t:Timeout>9</t:Timeout>").replace("Created", "FreeBusyChanged")


@pytest.mark.parametrize(
    ("body", "version"),
    [
        (GET_CALENDAR, "Exchange2007"),
        (
            '<m:ConvertId DestinationFormat="EwsId"><m:SourceIds><t:AlternateId Format="EwsId" Id="x" Mailbox="a@b"/>'
            "</m:SourceIds></m:ConvertId>",
            "Exchange2007_SP1",
        ),
        ("<m:GetRoomLists/>", "Exchange2010"),
        ("<m:GetInboxRules/>", "Exchange2010_SP1"),
        (FIND.format("", "", "inbox", ""), "Exchange2007"),
        (FIND.format("", "", "inbox", "<m:QueryString>x</m:QueryString>"), "Exchange2010"),
        (FIND.format('<t:FieldURI FieldURI="item:TextBody"/>', "", "inbox", ""), "Exchange2013"),
        (FIND.format('<t:FieldURI FieldURI="calendar:DoNotForwardMeeting"/>', "", "inbox", ""), "V2017_07_11"),
        (FIND.format("", "", "allitems", ""), "Exchange2016"),
        (SUBSCRIBE.format("PullSubscriptionRequest", "<t:Timeout>9</t:Timeout>"), "Exchange2007"),
        (SUBSCRIBE.format("StreamingSubscriptionRequest", ""), "Exchange2010_SP1"),
        (BUSY, "Exchange2010_SP1"),
        (
            '<m:DeleteItem DeleteType="HardDelete" SuppressReadReceipts="true"><m:ItemIds><t:ItemId Id="x"/>'
            "</m:ItemIds></m:DeleteItem>",
            "Exchange2013",
        ),
        (
            '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:AcceptItem><t:ReferenceItemId Id="x"/>'
            "<t:ProposedStart>2027-03-01T10:00:00Z</t:ProposedStart></t:AcceptItem></m:Items></m:CreateItem>",
            "Exchange2013",
        ),
    ],
)
def test_what_a_request_needs(body: str, version: str) -> None:
    read = understood(parse(envelope(body)), "names")
    assert read.needs == VERSIONS[version]


@pytest.mark.parametrize("profile", [{}, {"schema_check": "whole"}, {"schema_check": "names"}])
def test_a_request_that_is_newer_than_its_version(profile: dict[str, str]) -> None:
    """RC ErrorIncorrectSchemaVersion; its words: seen exchangelib 591, node-ews 18. The cloud takes it. [inferred]"""
    words = (
        "The request is valid but does not specify the correct server version in the RequestServerVersion SOAP header."
    )
    with FakeExchange() as fake, Client(fake.url, SERVICE) as client:
        fake.account(*SERVICE)
        fake.mailbox(SERVICE[0]).behave(**profile)
        for version, is_newer in (("", True), ("Exchange2007_SP1", True), ("Exchange2010", False)):
            answer = client.ask("<m:GetRoomLists/>", owner="", version=version)
            refused = is_newer and profile.get("schema_check") != "names"
            assert answer.codes[0] == ("ErrorIncorrectSchemaVersion" if refused else "NoError")
            assert (answer.status, words in answer.text) == ((500, True) if refused else (200, False))
            assert fake.journal.after(0)[-1].operation == "GetRoomLists"


@pytest.mark.parametrize(
    ("version", "code"),
    [
        ("Exchange2007_SP1", "ErrorIncorrectSchemaVersion"), ("Exchange2010", "ErrorIncorrectSchemaVersion"),
        ("Exchange2010_SP1", "NoError"),
    ],
)  # fmt: skip
def test_events_of_free_and_busy_came_later(version: str, code: str) -> None:
    """FreeBusyChangedEvent: 2010 SP1 and newer"""
    with FakeExchange() as fake, Client(fake.url, SERVICE) as client:
        fake.account(*SERVICE)
        assert client.ask(BUSY, owner="", version=version).codes[0] == code
