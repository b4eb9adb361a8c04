"""The types of properties as queries see them: how a value becomes plain and comparable, how a constant is read.

Rule: values of one `sort` can be compared with each other, of two never. Enumerations compare by their order in the
schema, an ArrayOfStrings as several texts, a recipient as name and address. [the order of enumerations: unverified]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fake_ews.contract.common import ArrayOfStrings, Body, EmailAddress, SingleRecipient
from fake_ews.contract.notation import Bag, Row, Simple, resolved
from fake_ews.model.extended import Value, instant, read
from fake_ews.model.memo import memo

Plain = Value
Reader = Callable[[str, dt.tzinfo], Plain | None]
"""What reads a constant; the zone counts for instants that name none. None: it is no such value."""


@dataclass(frozen=True, slots=True)
class Term:
    """The type of a property: its sort, how its value becomes plain (None: it has none), how a constant is read."""

    sort: str
    plain: Callable[[Any], Plain | None]
    read: Reader


def _same(value: Any) -> Plain:
    plain: Plain = value
    return plain


def _as(type: str) -> Reader:  # noqa: A002 - EWS's word
    return lambda text, zone: read(type, text)


def _number(text: str, zone: dt.tzinfo) -> Plain | None:
    whole = read("Long", text)
    return read("Double", text) if whole is None else whole


TEXT = Term("text", _same, _as("String"))
_NUMBER = Term("number", _same, _number)
_INSTANT = Term("instant", _same, instant)
_PRIMITIVES = {
    "boolean": Term("flag", _same, _as("Boolean")),
    "base64Binary": Term("bytes", _same, _as("Binary")),
    "dateTime": _INSTANT,
} | dict.fromkeys(("int", "long", "short", "double", "float", "decimal", "nonNegativeInteger"), _NUMBER)
_BAGS: dict[type[Bag], Term] = {
    Body: Term("text", lambda body: body.text, TEXT.read),
    ArrayOfStrings: Term("text", lambda array: array.String or None, TEXT.read),
    SingleRecipient: Term("text", lambda one: _names(one.need(SingleRecipient.Mailbox)), TEXT.read),
}


def _names(mailbox: EmailAddress) -> tuple[str, ...] | None:
    return tuple(name for name in (mailbox.Name, mailbox.EmailAddress) if name) or None


@memo
def row_term(row: Row[Any]) -> Term | None:
    """The type of a built-in property, or None if it is none that can be compared."""
    of = resolved(row)
    if not isinstance(of, Simple):
        return None if row.many else _BAGS.get(of)
    if of.values:
        places = {word: at for at, word in enumerate(of.values)}
        return Term(of.name, places.get, lambda text, zone: places.get(text))
    return _PRIMITIVES.get(of.base, TEXT)


_EXTENDED = {
    "Boolean": _PRIMITIVES["boolean"],
    "Binary": _PRIMITIVES["base64Binary"],
    "CLSID": Term("guid", _same, _as("CLSID")),
    "String": TEXT,
    "SystemTime": _INSTANT,
}


def extended_term(type: str) -> Term:  # noqa: A002 - EWS's word
    """The type of an extended property by its PropertyType; an array compares by its members."""
    return _EXTENDED.get(type.removesuffix("Array"), _NUMBER)
