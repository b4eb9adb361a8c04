"""Is this request valid? A cheap answer for all, an exact one for those that are not.

Rule: every request is checked as a whole, header blocks included, against the schema of its operation alone, in which
long enumerations are plain strings that are looked up afterwards. Only a request that fails is gone through element by
element, by the tables, to say what is wrong and where (`violations`). A request that carries items is tried first as
one of calendar items alone: that schema is a part of the whole one, which takes eight times as long to compile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from lxml import etree

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.headers import (
    ExchangeImpersonation,
    ExchangeVersion,
    MailboxCulture,
    ManagementRole,
    RequestServerVersion,
)
from fake_ews.contract.items import Item
from fake_ews.contract.notation import MESSAGES, TYPES, AnyOf, Bag, Row, Simple, resolved
from fake_ews.contract.services import OPERATIONS, UNREAD
from fake_ews.contract.zones import TimeZoneContext
from fake_ews.model.failures import RequestFailure
from fake_ews.soap.documents import xsd
from fake_ews.soap.positions import located
from fake_ews.soap.readers import derived, substitutes, tag
from fake_ews.soap.scalars import is_base64
from fake_ews.soap.schemas import SOAP, XML, Document, simple_types
from fake_ews.soap.tolerance import put_right
from fake_ews.soap.violations import Violation, first_violation
from fake_ews.soap.wellformed import invalid
from fake_ews.soap.writers import flat

_HEADERS: tuple[type[Bag], ...] = (
    *(ExchangeImpersonation, MailboxCulture, ManagementRole, RequestServerVersion, TimeZoneContext),
)
# libxml2 compares a value with each of an enumeration's in turn; a longer one than this is looked up instead
_LONG = 32
_OPEN = '<xs:anyAttribute processContents="lax"/></xs:complexType></xs:element>'
_ENVELOPE = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{SOAP}"
 elementFormDefault="qualified">
<xs:import namespace="{MESSAGES}" schemaLocation="messages.xsd"/>
<xs:import namespace="{TYPES}" schemaLocation="types.xsd"/>
<xs:element name="Envelope"><xs:complexType><xs:sequence>
<xs:element name="Header" minOccurs="0"><xs:complexType><xs:sequence>
<xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
</xs:sequence>{_OPEN}
<xs:element name="Body"><xs:complexType><xs:sequence>
<xs:any processContents="strict"/>
</xs:sequence>{_OPEN}
</xs:sequence>{_OPEN}
</xs:schema>
""".encode()


class _Beside(etree.Resolver):
    """Finds imported schema documents among those that are given; nothing is ever fetched."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        super().__init__()
        self.documents = documents

    def resolve(self, system_url: str, public_id: str, context: Any = None) -> Any:
        name = system_url.rsplit("/", 1)[-1]
        return self.resolve_string(self.documents[name], context, base_url=name)


def compiled(documents: Mapping[str, bytes], root: str) -> etree.XMLSchema:
    """The schema that `root`, one of the documents by file name, and those it imports make together."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside(documents))
    return etree.XMLSchema(etree.fromstring(documents[root], parser, base_url=root))


def _within(*classes: type[Bag], left_out: Collection[type[Bag]] = ()) -> dict[type[Bag], None]:
    """The types, and all types that their elements may have, without those left out."""
    found: dict[type[Bag], None] = {}
    waiting = list(classes)
    while waiting:
        cls = waiting.pop()
        if cls is Bag or cls in found or cls in left_out:
            continue
        found[cls] = None
        waiting.append(cls.__mro__[1])
        for row in _rows(cls):
            of = resolved(row)
            if not isinstance(of, Simple):
                waiting += [of, *(substitutes(row.name) if row.head else ())]
    return found


def _rows(cls: type[Bag]) -> Iterator[Row[Any]]:
    for row in flat(cls.own):
        if isinstance(row, AnyOf):
            yield from row.rows
        else:
            yield row


_REQUESTS = {f"{{{MESSAGES}}}{operation.request.element}": name for name, operation in OPERATIONS.items()}
_UNREAD = {f"{{{MESSAGES}}}{one.elements[0]}": name for name, one in UNREAD.items()}
_HEADER_TYPES = {f"{{{TYPES}}}{cls.element}": cls for cls in _HEADERS}


def operation_of(body: etree._Element) -> str | None:
    """The operation that a body's element asks for, be it one that is known by name alone; None where there is none."""
    return _REQUESTS.get(str(body.tag)) or _UNREAD.get(str(body.tag))


def check(body: etree._Element, text: bytes) -> None:
    """RequestFailure (ErrorSchemaValidation, with line, position and .NET's wording) unless the request is valid.

    `body` is the element in the Body of its envelope, one that `operation_of` knows; `text` the envelope's text in
    UTF-8, read again for the position only. The version that a request names is no matter of the schema, and of
    operations that are known by name alone there is none.
    """
    if str(body.tag) in _UNREAD:
        return
    if not _valid(body):
        raise _exact(body, text)


def tolerate(body: etree._Element, text: bytes, *, wholly: bool = False) -> tuple[etree._Element, str]:
    """As `check`, but what newer servers pass over is put right: the element to read, and what was wrong, or "".

    `wholly`: as Exchange Online reads it, which knows later values, too. RequestFailure, for the request as it was
    sent, where it is not valid then either.
    """
    if _valid(body):
        return body, ""
    tree = deepcopy(body.getroottree())
    found = tree.find(body.getroottree().getelementpath(body))
    assert found is not None
    put_right(found, OPERATIONS[_REQUESTS[str(body.tag)]].request, wholly=wholly)
    refused = _exact(body, text)
    if not _valid(found, later=wholly):
        raise refused
    return found, refused.failure.text


def _valid(body: etree._Element, *, later: bool = False) -> bool:
    operation = _REQUESTS[str(body.tag)]
    if _carries_items(operation) and _of_entries().allows(body, later=later):
        return True
    return _checker(operation).allows(body, later=later)


# an element, an attribute of it (None: its text), and what that may be
_Allowed = tuple[str, str | None, Simple[Any]]


@dataclass(frozen=True, slots=True)
class _Checker:
    """The schema of one operation's envelopes, and what it leaves to a look-up: long enumerations, and base64, for
    which libxml2 takes any text.
    """

    schema: etree.XMLSchema
    values: tuple[_Allowed, ...]
    binaries: tuple[str, ...]

    def allows(self, body: etree._Element, *, later: bool = False) -> bool:
        """Whether the envelope around a body is valid."""
        is_formed = self.schema.validate(body.getroottree()) and self.knows_values(body, later=later)
        return is_formed and self.reads_binaries(body)

    def reads_binaries(self, body: etree._Element) -> bool:
        """Whether all that is to be base64 is that."""
        return not self.binaries or all(is_base64(one.text or "") for one in body.iter(*self.binaries))

    def knows_values(self, body: etree._Element, *, later: bool = False) -> bool:
        """Whether all values of long enumerations are known; `later` ones, too.

        A text is looked up where there are no attributes: an id may be called alike, and hold blanks.
        """
        for name, attribute, of in self.values:
            allowed = of.allowed | of.later if later else of.allowed
            for element in body.iter(name):
                value = element.text if attribute is None else element.get(attribute)
                if value not in allowed and value is not None and (attribute is not None or not element.attrib):
                    return False
        return True


@cache
def _checker(operation: str) -> _Checker:
    """Operations that carry whole items share one checker: its schema takes a hundred times as long to compile."""
    if not _carries_items(operation):
        return _made(list(_within(OPERATIONS[operation].request, *_HEADERS)))
    if operation != "CreateItem":
        return _checker("CreateItem")
    return _made(list(_within(*_carriers(), *_HEADERS)))


@cache
def _carries_items(operation: str) -> bool:
    return Item in _within(OPERATIONS[operation].request)


def _carriers() -> Iterator[type[Bag]]:
    """The requests that carry whole items."""
    return (one.request for name, one in OPERATIONS.items() if _carries_items(name))


@cache
def _of_entries() -> _Checker:
    """The checker of requests whose items are calendar items."""
    others = {cls for cls in derived(Item) if cls is not CalendarItem}
    return _made(list(_within(*_carriers(), *_HEADERS, left_out=others)), others)


def _made(classes: list[type[Bag]], left_out: Collection[type[Bag]] = ()) -> _Checker:
    simples = list(simple_types(classes))
    loose = {simple for simple in simples if len(simple.values) > _LONG} | {ExchangeVersion}
    strict = [simple for simple in simples if simple not in loose]
    documents = {
        "envelope.xsd": _ENVELOPE,
        "messages.xsd": _any_uri(Document(MESSAGES, classes, strict, loose, left_out=left_out).text()).encode(),
        "types.xsd": _any_uri(Document(TYPES, classes, strict, loose, left_out=left_out).text()).encode(),
        "xml.xsd": xsd(XML),
    }
    looked_up = dict.fromkeys(_looked_up(classes, loose - {ExchangeVersion}))
    return _Checker(compiled(documents, "envelope.xsd"), tuple(looked_up), tuple(dict.fromkeys(_binaries(classes))))


def _any_uri(document: str) -> str:
    """.NET takes nearly every text for a URI, blanks and colons included; libxml2 is strict. [seen: exchangelib]"""
    return document.replace('"xs:anyURI"', '"xs:string"')


def _binaries(classes: list[type[Bag]]) -> Iterator[str]:
    """Which elements hold base64; no element of their names holds anything else."""
    for row in (row for cls in classes for row in _rows(cls)):
        of = resolved(row)
        if isinstance(of, Simple) and of.base == "base64Binary":
            yield tag(row)


def _looked_up(classes: list[type[Bag]], loose: set[Simple[Any]]) -> Iterator[_Allowed]:
    """Which elements hold a long enumeration, in an attribute or as their text."""
    for row in (row for cls in classes for row in _rows(cls) if not row.attribute and not row.text):
        of = resolved(row)
        if isinstance(of, Simple):
            if of in loose:
                yield tag(row), None, of
        else:
            for one in of.rows.values():
                kind = resolved(one)
                if one.attribute and kind in loose:
                    assert isinstance(kind, Simple)
                    yield tag(row), tag(one), kind


def _exact(body: etree._Element, text: bytes) -> RequestFailure:
    """The fault of an envelope that is not valid: what is wrong first, header blocks before the body."""
    found = _first(body)
    if found is None:  # libxml2 minds something that the tables do not know of
        error = cast(Any, _checker(_REQUESTS[str(body.tag)]).schema.error_log).last_error
        return invalid(str(error.message), int(error.line), int(error.column) or 1)
    return invalid(found.text, *located(found, text))


def _first(body: etree._Element) -> Violation | None:
    envelope = body.getroottree().getroot()
    blocks = [block for header in envelope.iterchildren(f"{{{SOAP}}}Header") for block in header]
    for block in blocks:
        cls = _HEADER_TYPES.get(str(block.tag))
        found = None if cls is None else first_violation(block, cls)
        if found is not None:
            return found
    return first_violation(body, OPERATIONS[_REQUESTS[str(body.tag)]].request)
