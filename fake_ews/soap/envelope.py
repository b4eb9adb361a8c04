"""SOAP 1.1 envelopes: a request taken apart, an answer, a fault or a push put together.

Rule: the operation goes by the element in the body, not by SOAPAction. Answers and faults begin with an XML
declaration; prefixes are s, h, m and t as Exchange writes them. The envelopes of a stream are written otherwise.
Source: guide samples of answers and faults; for pushes a capture from Exchange Online; for streams what servers sent to
nmarus/node-ews (issues 48, 56) and jamesiarmes/php-ews (issue 453).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar, cast

from lxml import etree

from fake_ews.contract.common import MessageXml
from fake_ews.contract.directory import GetPasswordExpirationDateResponseMessage
from fake_ews.contract.headers import ExchangeImpersonation, MailboxCulture, RequestServerVersion, ServerVersionInfo
from fake_ews.contract.notation import MESSAGES, TYPES, Bag
from fake_ews.contract.rules import GetInboxRulesResponse
from fake_ews.contract.services import OPERATIONS
from fake_ews.contract.zones import TimeZoneContext
from fake_ews.model import languages
from fake_ews.model.failures import ErrorInvalidRequest, ErrorSchemaValidation, Failure, RequestFailure
from fake_ews.soap.check import check, operation_of, tolerate
from fake_ews.soap.codec import NEWEST, read, write
from fake_ews.soap.forms import Filling, Form, learnt, parted
from fake_ews.soap.needs import needed
from fake_ews.soap.scalars import escaped, quoted
from fake_ews.soap.schemas import SOAP
from fake_ews.soap.wellformed import invalid, parsed

B = TypeVar("B", bound=Bag)

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES = f' xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"'
_XS_PREFIXES = f' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="{_XSI}"'
_STREAM_PREFIXES = f'{_XS_PREFIXES} xmlns:t="{TYPES}" xmlns:m="{MESSAGES}"'
_PUSH_PREFIXES = f' xmlns:t="{TYPES}" xmlns:m="{MESSAGES}"'
_ENVELOPE, _HEADER, _BODY = f"{{{SOAP}}}Envelope", f"{{{SOAP}}}Header", f"{{{SOAP}}}Body"
_MUST_UNDERSTAND = f"{{{SOAP}}}mustUnderstand"
_BLOCKS: dict[type[Bag], str] = {
    cls: f"{{{TYPES}}}{cls.element}"
    for cls in (RequestServerVersion, ExchangeImpersonation, MailboxCulture, TimeZoneContext)
}
BARE: frozenset[type[Bag]] = frozenset((GetInboxRulesResponse, GetPasswordExpirationDateResponseMessage))
"""Answers without prefixes: Microsoft's own client takes parts of them so only. [seen EMA; guide samples]"""
_TAG = re.compile(r"<(/?)([mt]):(\w+)([^>]*?)(/?)>")
_NAMESPACES = {"m": MESSAGES, "t": TYPES}
_UNDERSTOOD = {*_BLOCKS.values(), f"{{{TYPES}}}ManagementRole", f"{{{TYPES}}}DateTimePrecision"}


_SHORT = 16 * 1024  # bytes of a request whose form may be kept
_marks = [0] * 1024  # hashes of forms that came: one is kept when it comes again, for many never do
# operations that keep nothing of what they were asked and change nothing in it: requests may share their parts
_READING = frozenset({
    "GetItem", "FindItem", "GetFolder", "FindFolder", "SyncFolderItems", "SyncFolderHierarchy", "GetEvents",
    "GetUserAvailability", "GetServerTimeZones", "ResolveNames",
})  # fmt: skip
Strictness = Literal["whole", "values", "names"]


class Read(NamedTuple):
    """A request as it was read: its bag, what is wrong with it all the same, and the rank of the version it needs."""

    bag: Bag
    wrong: str
    needs: int


@dataclass(slots=True)
class Kept:
    """What is known of a form: the envelope of a request of it, what makes others of it, and the version they need."""

    envelope: Envelope | None = None
    reads: dict[Strictness, tuple[Filling, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request: which operation, the element in the body, the header blocks there were, and the text in UTF-8.

    The version's text is as the client wrote it, known or not. `kept`: what is known of its form, if that came before;
    the element may be that of another request of the form then, and the text is as it came. `ids`: what the form leaves
    open.
    """

    operation: str
    body: etree._Element
    text: bytes
    version: RequestServerVersion | None
    impersonation: ExchangeImpersonation | None
    culture: MailboxCulture | None
    zone_context: TimeZoneContext | None
    kept: Kept | None = field(default=None, compare=False)
    ids: tuple[str, ...] = field(default=(), compare=False)


def parse(raw: bytes) -> Envelope:
    """Take a request apart, once where others of its form have come. Header blocks are read, the body is not:
    `request` does that.

    RequestFailure: ErrorSchemaValidation where the text is not well-formed, ErrorInvalidRequest where it is no
    envelope, its body is empty or holds what we do not know; MustUnderstand for a header block that insists on being
    understood and is not.
    """
    if len(raw) > _SHORT:
        return _parse(raw)
    form, ids = parted(raw)
    mark = hash(form)
    if _marks[mark % len(_marks)] != mark:
        _marks[mark % len(_marks)] = mark
        return _parse(raw)
    kept = _kept(form)
    if kept.envelope is None:
        return replace(_parse(raw), kept=kept, ids=ids)
    return replace(kept.envelope, text=raw, kept=kept, ids=ids)


@lru_cache(maxsize=128)
def _kept(form: Form) -> Kept:
    """What is known of a form: one for all requests of it."""
    del form
    return Kept()


def _parse(raw: bytes) -> Envelope:
    root, text = parsed(raw)
    header, body = _parts(root)
    if len(body) != 1:
        raise RequestFailure(ErrorInvalidRequest)
    element = body[0]
    operation = operation_of(element)
    if operation is None:
        raise RequestFailure(ErrorInvalidRequest)
    try:
        return _read(operation, element, text, {} if header is None else _blocks(header))
    except ValueError as error:
        check(element, text)
        raise invalid(str(error), 1, 1) from None


def _read(operation: str, body: etree._Element, text: bytes, blocks: dict[str, etree._Element]) -> Envelope:
    return Envelope(
        operation,
        body,
        text,
        _block(blocks, RequestServerVersion),
        _block(blocks, ExchangeImpersonation),
        _block(blocks, MailboxCulture),
        _block(blocks, TimeZoneContext),
    )


def request(envelope: Envelope) -> Bag:
    """The request itself, checked and read: a bag of the operation's request type.

    RequestFailure: ErrorSchemaValidation where the schema or the range of our values does not allow it.
    """
    return understood(envelope, "whole").bag


def tolerated(envelope: Envelope, *, wholly: bool = False) -> tuple[Bag, str]:
    """The same as newer servers read it, and what is wrong with it all the same, "" if nothing.

    `wholly`: what is unknown or missing is put right, too.
    """
    read = understood(envelope, "names" if wholly else "values")
    return read.bag, read.wrong


def understood(envelope: Envelope, how: Strictness) -> Read:
    """The request as a server reads it that is so strict (`Profile.schema_check`).

    RequestFailure, as `request`.
    """
    kept, ids = envelope.kept, envelope.ids
    if kept is None:
        return _understood(envelope, how)
    if (known := kept.reads.get(how)) is not None:
        return Read(known[0](ids), "", known[1])
    if kept.envelope is not None:
        envelope = _parse(envelope.text)
    read = _understood(envelope, how)
    if envelope.operation in _READING and not read.wrong:
        filling = learnt(read.bag, ids)
        if filling is not None:
            kept.envelope, kept.reads[how] = envelope, (filling, read.needs)
    return read


def _understood(envelope: Envelope, how: Strictness) -> Read:
    if how == "whole":
        check(envelope.body, envelope.text)
        body, wrong = envelope.body, ""
    else:
        body, wrong = tolerate(envelope.body, envelope.text, wholly=how == "names")
    bag = _bag(envelope, body)
    return Read(bag, wrong, needed(envelope.operation, bag))


def _bag(envelope: Envelope, body: etree._Element) -> Bag:
    try:
        return read(body, OPERATIONS[envelope.operation].request)
    except ValueError as error:  # a year that the calendar does not have
        raise invalid(str(error), 1, 1) from None
    except RecursionError:
        raise RequestFailure(ErrorInvalidRequest) from None


def _parts(root: etree._Element) -> tuple[etree._Element | None, etree._Element]:
    if root.tag != _ENVELOPE:
        raise RequestFailure(ErrorInvalidRequest)
    header = body = None
    for part in root:
        if part.tag == _HEADER:
            header = part
        elif part.tag == _BODY:
            body = part
    if body is None:
        raise RequestFailure(ErrorInvalidRequest)
    return header, body


def _blocks(header: etree._Element) -> dict[str, etree._Element]:
    blocks = {str(block.tag): block for block in header}
    for name, block in blocks.items():
        if name not in _UNDERSTOOD and block.get(_MUST_UNDERSTAND) in ("1", "true"):
            qname = etree.QName(block)
            raise RequestFailure(
                Failure(
                    "MustUnderstand",
                    f"The header '{qname.localname}' from the namespace '{qname.namespace}' was not understood by the "
                    "recipient of this message, causing the message to not be processed.",
                )
            )
    return blocks


def _block(blocks: dict[str, etree._Element], cls: type[B]) -> B | None:
    element = blocks.get(_BLOCKS[cls])
    return None if element is None else read(element, cls)


def answer(bag: Bag, server: ServerVersionInfo, version: str = NEWEST) -> bytes:
    """The answer of an operation, for a client that named this schema version; `server` becomes the header block."""
    body = _bare(write(bag, version)) if type(bag) in BARE else write(bag, version, more=_PREFIXES)
    return f"{_answer_head(tuple(server.values.items()))}{body}</s:Body></s:Envelope>".encode()


def _bare(text: str) -> str:
    """The same elements without prefixes: where the namespace is another than around it, it is said."""
    around: list[str] = []

    def named(tag: re.Match[str]) -> str:
        ends, prefix, name, more, alone = tag.groups()
        if ends:
            around.pop()
            return f"</{name}>"
        said = "" if around[-1:] == [prefix] else f' xmlns="{_NAMESPACES[prefix]}"'
        if not alone:
            around.append(prefix)
        return f"<{name}{said}{more}{alone}>"

    return _TAG.sub(named, text)


def part(bag: Bag, server: ServerVersionInfo, version: str = NEWEST) -> bytes:
    """One envelope of an answer that goes on: no declaration, and no prefix where clients look for it. [seen]

    ews-javascript-api finds the envelopes of a stream by the text `<Envelope`.
    """
    body = write(bag, version, more=_STREAM_PREFIXES)
    return f"{_part_head(tuple(server.values.items()))}{body}</soap11:Body></Envelope>".encode()


@lru_cache(maxsize=16)
def _part_head(values: tuple[object, ...]) -> str:
    header = write(_info(values), name="ServerVersionInfo", more=f'{_XS_PREFIXES} xmlns="{TYPES}"')
    return (
        f'<Envelope xmlns="{SOAP}"><soap11:Header xmlns:soap11="{SOAP}">{header}</soap11:Header>'
        f'<soap11:Body xmlns:soap11="{SOAP}">'
    )


def _info(values: tuple[object, ...]) -> ServerVersionInfo:
    info = ServerVersionInfo()
    info.values = dict(cast("tuple[tuple[object, object], ...]", values))  # type: ignore[arg-type]
    return info


@lru_cache(maxsize=16)
def _answer_head(values: tuple[object, ...]) -> str:
    """All that stands before the answer: the same for every answer of a server."""
    header = write(_info(values), name="h:ServerVersionInfo", more=f' xmlns:h="{TYPES}"')
    return (
        f'{_DECLARATION}<s:Envelope xmlns:s="{SOAP}"><s:Header>{header}</s:Header>'
        f'<s:Body xmlns:xsi="{_XSI}" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
    )


def fault(failure: Failure, culture: str = languages.ENGLISH) -> bytes:
    """The SOAP fault of a request that failed as a whole; it goes with HTTP 500 and has no header.

    `culture`: the language of its texts, such as de-DE.
    """
    told = languages.said(failure, culture)
    text = f'<faultstring xml:lang="{quoted(culture)}">{escaped(told.text)}</faultstring>'
    if failure.code == "MustUnderstand":  # SOAP's own, not Exchange's
        inside = f"<faultcode>s:MustUnderstand</faultcode>{text}"
    else:
        code, message = escaped(failure.code), languages.said(_short(failure), culture).text
        inside = (
            f'<faultcode xmlns:a="{TYPES}">a:{code}</faultcode>{text}<detail>'
            f'<e:ResponseCode xmlns:e="{_ERRORS}">{code}</e:ResponseCode>'
            f'<e:Message xmlns:e="{_ERRORS}">{escaped(message)}</e:Message>{_explained(failure.xml)}</detail>'
        )
    return (
        f'{_DECLARATION}<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>{inside}</s:Fault></s:Body></s:Envelope>'.encode()
    )


def _short(failure: Failure) -> Failure:
    """What the detail says: a schema violation is named in the fault's text and in MessageXml only."""
    return ErrorSchemaValidation if failure.code == ErrorSchemaValidation.code else failure


def _explained(xml: MessageXml | None) -> str:
    return "" if xml is None else write(xml, name="t:MessageXml", more=f' xmlns:t="{TYPES}"')


def push(message: Bag, version: str, prefix: Literal["soap11", "s", "soap"] = "soap11") -> bytes:
    """A SendNotification as it is posted to a listener: with the version of its Subscribe, and this envelope prefix.

    Declarations and blanks stand where the capture of a real one has them. `"/>` ends elements only: no id holds it.
    """
    body = write(message, version, more=_PUSH_PREFIXES).replace('"/>', '" />')
    return (
        f'{_DECLARATION}<{prefix}:Envelope xmlns:{prefix}="{SOAP}"><{prefix}:Header>'
        f'<t:RequestServerVersion xmlns:m="{MESSAGES}" Version="{quoted(version)}" xmlns:t="{TYPES}" />'
        f"</{prefix}:Header><{prefix}:Body>{body}</{prefix}:Body></{prefix}:Envelope>"
    ).encode()
