"""What newer servers pass over in a request that is not valid: a request put right, in place, by the tables.

Rule: only what a server that deserialises by name cannot see is put right: attributes that are not declared, text
between elements, the order of elements, an element of the other namespace of ours, and elements in a text that has
attributes (HTML that a client did not escape: what the tags enclose is lost), and a message inside a reply, which is
taken out of it as far as a reply has its properties. What is no value of its type stays as it is, and is refused; so
is what is unknown or missing, unless it is asked for that an unknown element goes and a missing flag, number or word
has its first value, a missing id is empty, and a date without a time is its midnight, as .NET reads it.
Source: otris/ews-cpp issue 129 (2010 minds the order, 2013 does not); the suite of exchangelib, which is run against
Exchange Online and sends the first four; the examples of jamesiarmes/php-ews (no Traversal, dates alone);
gautamsi/ews-javascript-api issues 303 (tags get lost) and 217 (refused); grommunio/gromox (Outlook for Mac puts a
Message into ReplyToItem).
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from fake_ews.contract.mail import SmartResponse
from fake_ews.contract.notation import TYPES, AnyOf, Bag, OneOf, Row, Simple, resolved, string
from fake_ews.soap.readers import XSI_NIL, XSI_TYPE, named_type, tag
from fake_ews.soap.violations import members
from fake_ews.soap.writers import flat

_MESSAGE = f"{{{TYPES}}}Message"
_XSI = XSI_TYPE.removesuffix("type")
Members = dict[str, tuple[int, Simple[Any] | type[Bag]]]


def put_right(element: etree._Element, of: Simple[Any] | type[Bag], *, wholly: bool = False) -> None:
    """Put an element of this type right, and all that is in it; `wholly`: what is unknown or missing, too."""
    if isinstance(of, Simple):
        _declared(element, set())
        if wholly and of.base == "dateTime" and _DATE.fullmatch(element.text or ""):
            element.text = f"{element.text}T00:00:00"
        return
    if element.get(XSI_NIL) in ("true", "1"):
        return
    try:
        cls = named_type(element, of) if element.get(XSI_TYPE) is not None else of
    except ValueError:
        return
    rows = list(flat(cls.content))
    _declared(element, {tag(row) for row in rows if row.attribute})
    if cls.open_content:
        return
    if any(row.text for row in rows):
        _text_only(element)
        return
    known = _members(cls)
    element.text = None
    for child in element:
        child.tail = None
        _in_its_namespace(child, known)
    if issubclass(cls, SmartResponse):
        _flattened(element, known)
    if wholly:
        _known_only(element, known)
        _filled(element, cls, rows)
    _in_order(element, known)
    for child in element:
        if str(child.tag) in known:
            put_right(child, known[str(child.tag)][1], wholly=wholly)


def _members(cls: type[Bag]) -> Members:
    """The elements that may stand in a type: the place of each, and its type."""
    found: Members = {}
    for place, one in enumerate(cls.content):
        if isinstance(one, OneOf) or not (one.attribute or one.text):
            for name, of in members(one).items():
                found.setdefault(name, (place, of))
    return found


def _declared(element: etree._Element, known: set[str]) -> None:
    for name in map(str, list(element.attrib)):
        if name not in known and not name.startswith(_XSI):
            del element.attrib[name]


def _text_only(element: etree._Element) -> None:
    element.text = (element.text or "") + "".join(child.tail or "" for child in element)
    del element[:]


def _in_its_namespace(child: etree._Element, known: Members) -> None:
    name = str(child.tag)
    if name not in known:
        local = name.rpartition("}")[2]
        meant = [one for one in known if one.rpartition("}")[2] == local]
        if len(meant) == 1:
            child.tag = meant[0]


def _flattened(element: etree._Element, known: Members) -> None:
    """Take a message out of an answer: what the answer can say of it is the answer's."""
    said = {child.tag for child in element}
    for message in element.findall(_MESSAGE):
        for part in list(message):
            if str(part.tag) in known and part.tag not in said:
                element.append(part)
        element.remove(message)


def _known_only(element: etree._Element, known: Members) -> None:
    for child in list(element):
        if str(child.tag) not in known:
            element.remove(child)


def _filled(element: etree._Element, cls: type[Bag], rows: list[Row[Any]]) -> None:
    """Add what is missing, where its type has a first value; an attribute that may be any text is empty."""
    single = {row for row in cls.content if isinstance(row, Row)}
    for row in (row for row in rows if row.required):
        first = _first_value(row) if row in single else None
        if row.attribute:
            first = "" if resolved(row) is string else first if row.name in _ASSUMED else None
            if first is not None and element.get(tag(row)) is None:
                element.set(tag(row), first)
            continue
        if first is not None and element.find(tag(row)) is None:
            etree.SubElement(element, tag(row)).text = first


def _first_value(row: Row[Any]) -> str | None:
    of = None if isinstance(row, AnyOf) else resolved(row)
    if not isinstance(of, Simple):
        return None
    words = of.values or (of.listed.values if of.listed is not None else ())
    return str(words[0]) if words else _FIRST.get(of.base)


_ASSUMED = {"Traversal"}
"""Attributes that a client is seen to leave out; what is named by an attribute is not assumed."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST = {"boolean": "false", "int": "0"}


def _in_order(element: etree._Element, known: Members) -> None:
    children = list(element)
    if all(str(child.tag) in known for child in children):
        ordered = sorted(children, key=lambda child: known[str(child.tag)][0])
        if ordered != children:
            element[:] = ordered
