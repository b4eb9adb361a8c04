"""A notification of ours beside a captured one of the same change: they differ in ids, times and host alone.

The form below is that of one captured from Exchange Online in December 2020 (published by a product's documentation),
ids, watermarks and times numbered as they first occur. Where EWS_CAPTURES names a folder with captures, each of them is
compared with the form in CAPTURED: request line, names and order of headers, every byte of the body; one for which
there is no form yet fails.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from fake_ews import FakeExchange
from tests.fake_ews.server.test_push import add
from tests.fake_ews.server.wire import ANNA, MESSAGES, SOAP, SUBSCRIBE, TYPES, Client, Listener
from tests.schema import assert_valid

HEADERS = [
    ("Host", "..."),
    ("Content-Length", "..."),
    ("Accept", "text/xml"),
    ("Content-Type", "text/xml; charset=utf-8"),
    ("Soapaction", f"{MESSAGES}/SendNotification"),
    ("Accept-Encoding", "gzip"),
]
FORM = (
    f'<?xml version="1.0" encoding="utf-8"?><soap11:Envelope xmlns:soap11="{SOAP}"><soap11:Header>'
    f'<t:RequestServerVersion xmlns:m="{MESSAGES}" Version="Exchange2010" xmlns:t="{TYPES}" /></soap11:Header>'
    f'<soap11:Body><m:SendNotification xmlns:t="{TYPES}" xmlns:m="{MESSAGES}"><m:ResponseMessages>'
    '<m:SendNotificationResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
    "<m:Notification><t:SubscriptionId>1</t:SubscriptionId><t:PreviousWatermark>1</t:PreviousWatermark>"
    "<t:MoreEvents>false</t:MoreEvents>"
    "<t:ModifiedEvent><t:Watermark>2</t:Watermark><t:TimeStamp>1</t:TimeStamp>"
    '<t:ItemId Id="1" ChangeKey="DwAAAA==" /><t:ParentFolderId Id="2" ChangeKey="AQAAAA==" /></t:ModifiedEvent>'
    "<t:ModifiedEvent><t:Watermark>3</t:Watermark><t:TimeStamp>1</t:TimeStamp>"
    '<t:FolderId Id="2" ChangeKey="AgAAAA==" /><t:ParentFolderId Id="3" ChangeKey="AQAAAA==" /></t:ModifiedEvent>'
    "</m:Notification></m:SendNotificationResponseMessage></m:ResponseMessages></m:SendNotification>"
    "</soap11:Body></soap11:Envelope>"
)
KINDS = {
    "id": r'(?<= Id=")[^"]+',
    "watermark": r"(?<=Watermark>)[^<]+",
    "time": r"(?<=TimeStamp>)[^<]+",
    "subscription": r"(?<=SubscriptionId>)[^<]+",
}


def form(body: str) -> str:
    """A message with each id, watermark and time replaced by the number of its first occurrence."""
    for pattern in KINDS.values():
        seen: dict[str, int] = {}
        body = re.sub(pattern, lambda found, seen=seen: str(seen.setdefault(found[0], len(seen) + 1)), body)  # type: ignore[misc]
    return body


def pairs(head: str) -> list[tuple[str, str]]:
    """Names and values of all headers, as they stand there."""
    split = (line.split(": ", 1) for line in head.splitlines()[1:])
    return [(name, value) for name, value in split]


def headers(head: str) -> list[tuple[str, str]]:
    """Names and values in their order, without those that proxies add, names as the capture's proxy wrote them."""
    varying = {"host", "content-length"}
    return [
        (name.capitalize() if name == "SOAPAction" else name, "..." if name.lower() in varying else value)
        for name, value in pairs(head)
        if not name.startswith("X-Forwarded-")
    ]


def test_ours(fake: FakeExchange, client: Client, listener: Listener) -> None:
    item = add_review(fake)
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30), version="Exchange2010")
    listener.wait(1)
    fake.owa(ANNA).change(item, subject="Changed")
    head, _, body = listener.wait(2)[1].decode().partition("\r\n\r\n")
    assert_alike(head, body, FORM)
    assert int(dict(pairs(head))["Content-Length"]) == len(body)
    assert_valid(body.encode())


def add_review(fake: FakeExchange) -> int:
    add(fake)
    return fake.owa(ANNA).find("Review")


CAPTURED = {"push-send-notification.http": FORM}


def test_the_captured_ones() -> None:
    folder = os.environ.get("EWS_CAPTURES")
    if not folder:
        pytest.skip("EWS_CAPTURES names no folder with captures")
    captures = sorted(Path(folder).glob("*.http"))
    assert {one.name for one in captures} == set(CAPTURED)
    for capture in captures:
        head, _, body = capture.read_text(encoding="utf-8").replace("\r\n", "\n").partition("\n\n")
        assert_alike(head, body.strip(), CAPTURED[capture.name])


def assert_alike(head: str, body: str, expected: str) -> None:
    """A message has this form: its request line, the names and the order of its headers, and its body."""
    assert re.fullmatch(r"POST /\S* HTTP/1\.1", head.splitlines()[0])
    assert headers(head) == HEADERS
    assert form(body) == expected
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(re.search(KINDS["time"], body)[0]))  # type: ignore[index]
    assert {len(watermark) for watermark in re.findall(KINDS["watermark"], body)} == {40}
