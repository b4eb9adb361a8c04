"""Internet headers: as properties of PS_INTERNET_HEADERS, in MIME content, and of mail within the organisation."""

from __future__ import annotations

import base64
from typing import Any

from fake_ews.contract.common import MimeContent
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, extended
from tests.fake_ews.operations.test_find_item import equals, where
from tests.fake_ews.operations.test_mapi import tag
from tests.fake_ews.operations.test_mapi_kinds import told
from tests.fake_ews.operations.test_rules import to

LETTER = b"From: Dora <dora@x.test>\r\nSubject: Hi\r\nX-Foo: bar\r\n\r\nText\r\n"


def header(name: str, kind: str = "String") -> PathToExtendedField:
    """A header as a property."""
    return PathToExtendedField(DistinguishedPropertySetId="InternetHeaders", PropertyName=name, PropertyType=kind)


def mime(ews: Client, named: Any) -> bytes:
    """The MIME content of an item."""
    return base64.b64decode(ews.get(named, ItemRows.MimeContent).MimeContent.text)


def test_headers_of_mime_are_properties(ews: Client) -> None:
    """MS-OXCMAIL: a header that nothing else holds is a property of that name"""
    content = MimeContent(text=base64.b64encode(LETTER).decode())
    made = ews.create(Message(MimeContent=content), disposition="SaveOnly").id
    assert told(ews, made, header("X-Foo")) == "bar"
    assert told(ews, made, header("x-foo")) == "bar"
    assert told(ews, made, header("X-Bar")) is None
    assert len(ews.find("drafts", Restriction=where(equals(header("X-Foo"), "bar"))).items) == 1
    by_number = PathToExtendedField(DistinguishedPropertySetId="InternetHeaders", PropertyId=1, PropertyType="String")
    assert told(ews, made, by_number) is None


def test_a_header_that_is_set_travels(ews: Client, ben: Mailbox) -> None:
    """in the MIME content, and among the headers of who gets the message"""
    mine = [(header("X-Mine"), "1"), (header("X Y"), "no header"), (header("X-Number", "Integer"), "5"),
            (header("Subject"), "another")]  # fmt: skip
    message = Message(
        Subject="Hi", ToRecipients=to("ben@example.test"),
        ExtendedProperty=tuple(extended(path, text) for path, text in mine),
    )  # fmt: skip
    draft = ews.create(message, disposition="SaveOnly").id
    assert b"\r\nX-Mine: 1\r\n" in mime(ews, draft)
    assert b"no header" not in mime(ews, draft)
    assert ews.get(draft, ItemRows.InternetMessageHeaders).InternetMessageHeaders is None
    ews.create(message, disposition="SendOnly")
    (got,) = ben.items_of(ben.need("inbox"))
    his = ews.but(own=ben)
    several = his.get(got, ItemRows.InternetMessageHeaders).InternetMessageHeaders.InternetMessageHeader
    said = {one.HeaderName: one.text for one in several}
    assert (said["X-Mine"], said["Subject"], said["MIME-Version"]) == ("1", "Hi", "1.0")
    assert {"From", "To", "Date", "Message-ID"} <= set(said)
    assert "X-Number" not in said
    assert told(his, got, header("X-Mine")) == "1"
    assert "X-Mine: 1\r\n" in (told(his, got, tag("0x007D")) or "")
    assert b"X-Mine: 1" in mime(his, got)
