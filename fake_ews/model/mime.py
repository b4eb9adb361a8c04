"""MIME content: an item as it is mailed, and what a client sends in that form.

Rule: an entry is bare iCalendar, a contact a bare vCard, a message is RFC 5322, a message about a meeting carries its
iCalendar as a part; other kinds are messages of their subject and text. What is read gives values as if a client had
set them one by one.
Source: ref/mimecontent, MS-OXCMAIL; RC ErrorMimeContentInvalid, ErrorMimeContentInvalidBase64String; RFC 5322, 6047,
8098.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from fake_ews.contract.attachments import FileAttachment
from fake_ews.contract.calendar import (
    CalendarItem,
    MeetingCancellationMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import ArrayOfRecipients, Body, EmailAddress, MimeContent, SingleRecipient
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import InternetHeader, NonEmptyArrayOfInternetHeaders
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag, PropertySet, Row
from fake_ews.model import attachments, bodies, icalendar, vcard_reading, vcards, vevent_dates, vevents, zones
from fake_ews.model.failures import ErrorMimeContentInvalid, ErrorMimeContentInvalidBase64String, Failure
from fake_ews.model.vevent_dates import Dates

if TYPE_CHECKING:
    from fake_ews.model.items import Item

_POLICY = policy.SMTP.clone(max_line_length=76)
_PEOPLE: tuple[tuple[str, Row[ArrayOfRecipients]], ...] = (
    ("To", Message.ToRecipients),
    ("Cc", Message.CcRecipients),
    ("Bcc", Message.BccRecipients),
    ("Reply-To", Message.ReplyTo),
)
_TEXTS: tuple[tuple[str, Row[str]], ...] = (
    ("Message-ID", Message.InternetMessageId),
    ("In-Reply-To", ItemRows.InReplyTo),
    ("References", Message.References),
)
_HEADER = re.compile(r"[!-9;-~]+")  # RFC 5322 3.6.8
_SENSITIVITY = {"Personal": "Personal", "Private": "Private", "Confidential": "Company-Confidential"}
_METHODS: dict[type[Bag], str] = {
    MeetingRequestMessage: "REQUEST",
    MeetingCancellationMessage: "CANCEL",
    MeetingResponseMessage: "REPLY",
}


# writing


def content(item: Item) -> MimeContent:
    """The MIME content of an item, in base64."""
    return MimeContent(CharacterSet="UTF-8", text=base64.b64encode(_data(item)).decode("ascii"))


def _data(item: Item) -> bytes:
    if item.kind is ContactItem:
        return _vcard(item)
    return icalendar.written(vevents.calendar(item, "PUBLISH")).encode() if item.is_entry else _message(item)


def _vcard(item: Item) -> bytes:
    return vcards.written(item).encode("utf-8", "surrogatepass")


def headers(item: Item) -> NonEmptyArrayOfInternetHeaders | None:
    """The headers that a message came with, from outside or from within. Source: ref/internetmessageheaders."""
    stored = item.bag.get(ItemRows.InternetMessageHeaders)
    if stored is not None or item.bag.get(Message.ReceivedBy) is None:
        return stored
    message = EmailMessage(policy=_POLICY)
    _head(message, item)
    message["MIME-Version"] = "1.0"
    told = tuple(InternetHeader(HeaderName=name, text=_one_line(str(value))) for name, value in message.items())
    return NonEmptyArrayOfInternetHeaders(InternetMessageHeader=told)


def _message(item: Item) -> bytes:
    message = EmailMessage(policy=_POLICY)
    _head(message, item)
    _put_body(message, item)
    about = _METHODS.get(item.kind)
    if about is not None and item.bag.get(item.kind.rows["Start"]) is not None:
        text = icalendar.written(vevents.calendar(item, about))
        message.add_alternative(text, subtype="calendar", params={"method": about}, cte="base64")
    for one in attachments.of(item.bag):
        _attach(message, item, one)
    for number, part in enumerate(message.walk()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"_{number:03}_{abs(item.number):012X}_")
    return message.as_bytes()


def _head(message: EmailMessage, item: Item) -> None:
    for name, row in (("From", Message.From), ("Sender", Message.Sender)):
        who = item.bag.get(row)
        if who is not None and (name == "From" or who != item.bag.get(Message.From)):
            message[name] = _addresses([who.need(SingleRecipient.Mailbox)])
    for name, people in _PEOPLE:
        some = item.bag.get(people)
        if some is not None and some.Mailbox:
            message[name] = _addresses(some.Mailbox)
    message["Subject"] = _one_line(item.value(ItemRows.Subject) or "")
    message["Date"] = format_datetime((item.value(ItemRows.DateTimeSent) or item.created).astimezone(dt.UTC))
    for name, text in _TEXTS:
        if (value := item.bag.get(text)) is not None:
            message[name] = _one_line(value)
    if (importance := item.bag.get(ItemRows.Importance) or "Normal") != "Normal":
        message["Importance"] = importance.lower()
    if (sensitivity := _SENSITIVITY.get(item.bag.get(ItemRows.Sensitivity) or "")) is not None:
        message["Sensitivity"] = sensitivity
    _more_headers(message, item)


def _more_headers(message: EmailMessage, item: Item) -> None:
    """The headers that a message came with, but for those that are told of its properties or its parts; and those that
    a client has given it as properties of PS_INTERNET_HEADERS.
    """
    told = {name.lower() for name in message} | {"mime-version", "bcc"}
    headers = item.bag.get(ItemRows.InternetMessageHeaders)
    for one in () if headers is None else headers.need(NonEmptyArrayOfInternetHeaders.InternetMessageHeader):
        name = one.need(InternetHeader.HeaderName)
        if name.lower() not in told and not name.lower().startswith("content-"):
            message[name] = _one_line(one.text or "")
            told.add(name.lower())
    for of, extended in item.extended.items():
        is_header = of.set == PropertySet.InternetHeaders and _HEADER.fullmatch(of.name or "") is not None
        if is_header and isinstance(extended.value, str) and (of.name or "").lower() not in told:
            message[of.name or ""] = _one_line(extended.value)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).replace("\r", "")


def _addresses(people: Iterable[EmailAddress]) -> list[Address]:
    found = []
    for one in people:
        user, _, domain = _one_line(one.EmailAddress or "").rpartition("@")
        name = _one_line(one.Name or one.EmailAddress or "")
        found.append(
            Address("" if name == one.EmailAddress else name, user if user else "unknown", domain or "invalid")
        )
    return found


def _put_body(message: EmailMessage, item: Item) -> None:
    body = bodies.as_type(item.bag.get(ItemRows.Body), "Best")
    message.set_content(bodies.as_type(body, "Text").text or "", cte="quoted-printable")
    if body.BodyType == "HTML":
        message.add_alternative(body.text or "", subtype="html", cte="quoted-printable")


def _attach(message: EmailMessage, item: Item, one: attachments.Attached) -> None:
    """Add an attachment: a file as it is, an item as the message that it is."""
    name = _one_line(one.bag.Name or "")
    if one.item is not None:
        _attach_item(message, item.attached(one), name)
        return
    main, _, sub = (one.bag.ContentType or "application/octet-stream").partition("/")
    if main in ("multipart", "message", "") or not sub:
        main, sub = "application", "octet-stream"
    message.add_attachment(
        one.content, main, sub.partition(";")[0].strip(), filename=name or None,
        disposition="inline" if one.bag.IsInline else "attachment",
        cid=None if one.bag.ContentId is None else f"<{one.bag.ContentId}>",
    )  # fmt: skip


def _attach_item(message: EmailMessage, inner: Item, name: str) -> None:
    if inner.is_entry:
        text = icalendar.written(vevents.calendar(inner, "PUBLISH"))
        message.add_attachment(text, subtype="calendar", cte="base64", filename=name or None)
    elif inner.kind is ContactItem:  # [spec MS-OXCMAIL 2.1.3.4.6]
        message.add_attachment(
            _vcard(inner), "text", "directory", cte="quoted-printable", filename=name or None,
            params={"profile": "vCard", "charset": "utf-8"},
        )  # fmt: skip
    else:
        held = message_from_bytes(_message(inner), _class=EmailMessage, policy=_POLICY)
        message.add_attachment(held, filename=name or None)


# reading


@dataclass(frozen=True, slots=True)
class Parsed:
    """What MIME content gives an item: values by row (None: it says that there is none), files, and of an entry the
    single dates of its series.
    """

    values: dict[Row[Any], Any]
    files: list[FileAttachment] = field(default_factory=list)
    dates: Dates | None = None


def parse(given: MimeContent, kind: type[Bag], zone: str) -> Parsed | Failure:
    """What MIME content gives an item of a kind; `zone` counts where a time has none.

    ErrorMimeContentInvalidBase64String, ErrorMimeContentInvalid.
    """
    try:
        data = base64.b64decode("".join((given.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        return ErrorMimeContentInvalidBase64String
    text = data.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    begins = text[:15].upper()
    if kind is CalendarItem:
        return _entry(text if begins.startswith("BEGIN:") else _part(data), zone)
    if kind is ContactItem and begins.startswith("BEGIN:VCARD"):
        return _card(text)
    message = _mail(data)
    if not message.keys():
        return ErrorMimeContentInvalid
    return _letter(message, kind)


def _part(data: bytes) -> str:
    """The iCalendar that a message carries."""
    part = next((part for part in _mail(data).walk() if part.get_content_type() == "text/calendar"), None)
    return "" if part is None else _content(part).decode("utf-8", "replace")


def _card(text: str) -> Parsed | Failure:
    card = icalendar.parse(text)
    if card is None:
        return ErrorMimeContentInvalid
    return Parsed(vcard_reading.values(card), list(vcard_reading.photos(card)))


def _entry(text: str, zone: str) -> Parsed | Failure:
    whole = icalendar.parse(text)
    main = None if whole is None else vevents.main(whole)
    bag = None if whole is None or main is None else vevents.entry(main, whole, zone)
    if whole is None or main is None or bag is None:
        return ErrorMimeContentInvalid
    dates = vevent_dates.read(whole, main, bag, zone)
    return dates if isinstance(dates, Failure) else Parsed(dict.fromkeys(vevents.GIVEN) | bag.values, dates=dates)


def _mail(data: bytes) -> EmailMessage:
    return message_from_bytes(data, _class=EmailMessage, policy=policy.default)


def _content(part: MIMEPart) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _letter(message: EmailMessage, kind: type[Bag]) -> Parsed:
    bag: dict[Row[Any], Any] = {ItemRows.Subject: str(message["Subject"] or "")}
    if issubclass(kind, Message):
        _read_head(message, bag)
    body = _read_body(message)
    if body is not None:
        bag[ItemRows.Body] = body
    return Parsed(bag, [_file(part) for part in message.iter_attachments()] if message.is_multipart() else [])


def _read_head(message: EmailMessage, bag: dict[Row[Any], Any]) -> None:
    for name, row in _PEOPLE:
        if people := _people(message, name):
            bag[row] = ArrayOfRecipients(Mailbox=tuple(people))
    for name, who in (("From", Message.From), ("Sender", Message.Sender)):
        if people := _people(message, name):
            bag[who] = SingleRecipient(Mailbox=people[0])
    for name, text in _TEXTS:
        if message[name]:
            bag[text] = str(message[name])
    words = {"high": "High", "low": "Low", "1": "High", "2": "High", "4": "Low", "5": "Low"}
    said = str(message["Importance"] or message["X-Priority"] or "").strip().lower()[:4]
    bag[ItemRows.Importance] = words.get(said, words.get(said[:1], "Normal"))
    secret = str(message["Sensitivity"] or "").strip().lower()
    bag[ItemRows.Sensitivity] = next((key for key, word in _SENSITIVITY.items() if word.lower() == secret), "Normal")
    headers = [InternetHeader(HeaderName=name, text=_one_line(str(value))) for name, value in message.items()]
    bag[ItemRows.InternetMessageHeaders] = NonEmptyArrayOfInternetHeaders(InternetMessageHeader=tuple(headers))


def sent_at(parsed: Parsed) -> dt.datetime | None:
    """The instant in the Date header, if there is one."""
    headers = parsed.values.get(ItemRows.InternetMessageHeaders)
    several = () if headers is None else headers.need(NonEmptyArrayOfInternetHeaders.InternetMessageHeader)
    text = next((one.text for one in several if (one.HeaderName or "").lower() == "date"), None)
    try:
        at = None if text is None else parsedate_to_datetime(text)
    except ValueError:
        return None
    return None if at is None else zones.to_utc(at, "UTC")


def _people(message: EmailMessage, name: str) -> list[EmailAddress]:
    """The people that all headers of a name list."""
    headers = message.get_all(name, [])
    found = [one for header in headers for one in header.addresses if one.domain]
    return [EmailAddress(Name=one.display_name or None, EmailAddress=one.addr_spec) for one in found]


def _read_body(message: EmailMessage) -> Body | None:
    part = message.get_body(("html", "plain"))
    if part is None:
        return None
    charset = part.get_content_charset() or "utf-8"
    try:
        text = _content(part).decode(charset, "replace")
    except LookupError:
        text = _content(part).decode("utf-8", "replace")
    html = part.get_content_subtype() == "html"
    return Body(BodyType="HTML" if html else "Text", text=text)


def _file(part: MIMEPart) -> FileAttachment:
    """A part that is no body, as a file; a message in it as its text."""
    held = part.get_payload()
    inner = [one for one in held if isinstance(one, EmailMessage)] if isinstance(held, list) else []
    data = b"".join(one.as_bytes() for one in inner) or _content(part)
    cid = str(part["Content-ID"] or "").strip().strip("<>") or None
    return FileAttachment(
        Name=part.get_filename() or "attachment", ContentType=part.get_content_type(), ContentId=cid, Content=data,
        IsInline=part.get_content_disposition() == "inline" and cid is not None,
    )  # fmt: skip
