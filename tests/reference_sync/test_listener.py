"""What the listener reads out of a message, and what it refuses."""

import pytest

from reference_sync.listener import Junk, Notification, parse

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"


def message(inside: str, body: str = "SendNotification", soap: str = "soap11") -> bytes:
    """A callback as Exchange posts it (form: Microsoft's page of SendNotification)."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><{soap}:Envelope'
        f' xmlns:{soap}="http://schemas.xmlsoap.org/soap/envelope/"><{soap}:Header>'
        f'<t:RequestServerVersion Version="Exchange2016" xmlns:t="{TYPES}"/></{soap}:Header><{soap}:Body>'
        f'<m:{body} xmlns:t="{TYPES}" xmlns:m="{MESSAGES}"><m:ResponseMessages>{inside}</m:ResponseMessages></m:{body}>'
        f"</{soap}:Body></{soap}:Envelope>"
    ).encode()


def success(events: str) -> str:
    return (
        '<m:SendNotificationResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
        "<m:Notification><t:SubscriptionId>S+/=</t:SubscriptionId><t:PreviousWatermark>W0</t:PreviousWatermark>"
        f"<t:MoreEvents>false</t:MoreEvents>{events}</m:Notification></m:SendNotificationResponseMessage>"
    )


def event(kind: str, inside: str, watermark: str = "W1") -> str:
    return (
        f"<t:{kind}><t:Watermark>{watermark}</t:Watermark><t:TimeStamp>2027-01-05T10:00:00Z</t:TimeStamp>{inside}"
        f'<t:ParentFolderId Id="F"/></t:{kind}>'
    )


@pytest.mark.parametrize("soap", ["soap11", "s"])
def test_events_name_items_the_new_one_of_a_move_first(soap: str) -> None:
    events = (
        event("CreatedEvent", '<t:ItemId Id="A+/=" ChangeKey="DwAAAA=="/>')
        + event("ModifiedEvent", '<t:FolderId Id="F"/>', "W2")
        + event("MovedEvent", '<t:ItemId Id="new"/>', "W3").replace(
            "</t:MovedEvent>", '<t:OldItemId Id="old"/><t:OldParentFolderId Id="F"/></t:MovedEvent>'
        )
    )
    assert parse(message(success(events), soap=soap)) == [
        Notification(False, "S+/=", "W0", "W3", dict.fromkeys(["A+/=", "new", "old"]))
    ]


def test_a_sign_of_life_names_nothing() -> None:
    status = "<t:StatusEvent><t:Watermark>W1</t:Watermark></t:StatusEvent>"
    assert parse(message(success(status))) == [Notification(False, "S+/=", "W0", "W1", {})]


def test_an_error_notification_is_a_failure() -> None:
    failed = (
        '<m:SendNotificationResponseMessage ResponseClass="Error"><m:MessageText>이 구독</m:MessageText>'
        "<m:ResponseCode>ErrorReadEventsFailed</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>"
        '<m:MessageXml><t:Value Name="SubscriptionId">S</t:Value></m:MessageXml></m:SendNotificationResponseMessage>'
    )
    (found,) = parse(message(failed))
    assert found.failed
    assert found.subscription == ""


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<a/>",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        BOMB,
        message(success(""))[:-20],
        message(success(""), body="GetItem"),
        b'<a xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><SendNotification/></a>',
    ],
)
def test_junk_is_refused(body: bytes) -> None:
    with pytest.raises(Junk):
        parse(body)
