"""The requests that are measured: how each is made, and what the bare server must do beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

PATH = "/EWS/Exchange.asmx"
OWNER = "anna@example.test"
_ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header>'
    '<t:RequestServerVersion Version="Exchange2013_SP1"/><t:ExchangeImpersonation><t:ConnectingSID>'
    f"<t:PrimarySmtpAddress>{OWNER}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>"
    "</s:Header><s:Body>{}</s:Body></s:Envelope>"
)
_PATHS = (
    "calendar:UID", "item:TextBody", "item:Preview", "calendar:StartWallClock", "calendar:EndWallClock",
    "calendar:StartTimeZoneId", "calendar:IsOrganizer", "calendar:RequiredAttendees", "item:Flag",
    "item:LastModifiedTime",
)  # fmt: skip
_EXTENDED = (
    '<t:ExtendedFieldURI PropertySetId="c11ff724-aa03-4555-9952-8fa248a11c3e" PropertyName="Oid" '
    'PropertyType="String"/>'
)


class Poster(Protocol):
    """Sends a request and gives back the body of the answer."""

    def post(self, path: str, body: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Case:
    """A request under measurement. `pushed`: bytes that the bare server posts to a listener for each request, or 0."""

    name: str
    title: str
    request: Callable[[Poster], bytes]
    requests: int = 2000
    pushed: int = 0
    path: str = PATH


def envelope(body: str) -> bytes:
    """A request that impersonates the owner of the mailbox."""
    return _ENVELOPE.replace("{}", body).encode()


def _create(subject: str) -> bytes:
    return envelope(
        '<m:CreateItem SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>'
        '<t:DistinguishedFolderId Id="calendar"/>'
        f"</m:SavedItemFolderId><m:Items><t:CalendarItem><t:Subject>{subject}</t:Subject>"
        f"<t:ExtendedProperty>{_EXTENDED}<t:Value>0815</t:Value></t:ExtendedProperty>"
        "<t:Start>2027-03-01T09:00:00Z</t:Start><t:End>2027-03-01T10:00:00Z</t:End><t:Location>Aare</t:Location>"
        "</t:CalendarItem></m:Items></m:CreateItem>"
    )


def _get_item(connection: Poster) -> bytes:
    made = connection.post(PATH, _create("Review"))
    found = re.search(rb'ItemId Id="([^"]+)"', made)
    assert found is not None
    paths = "".join(f'<t:FieldURI FieldURI="{path}"/>' for path in _PATHS) + _EXTENDED
    return envelope(
        "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape>"
        f"<t:AdditionalProperties>{paths}</t:AdditionalProperties></m:ItemShape>"
        f'<m:ItemIds><t:ItemId Id="{found[1].decode()}"/></m:ItemIds></m:GetItem>'
    )


def _find_item(connection: Poster) -> bytes:
    del connection  # the mailbox is filled by the server
    return envelope(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>'
        '<m:CalendarView MaxEntriesReturned="100" StartDate="2027-03-01T00:00:00Z" EndDate="2027-03-11T00:00:00Z"/>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )


CASES = {
    case.name: case
    for case in (
        Case("GetItem", "GetItem, all properties + 11", _get_item),
        Case("FindItem", "FindItem, 100 of 10,000 by CalendarView", _find_item, requests=200),
        Case("CreateItem", "CreateItem + push", lambda connection: _create("Review"), requests=500, pushed=2000),
    )
}
