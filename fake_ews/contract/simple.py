"""Simple types, the words for them: primitives, enumerations, limits, lists, unions; and the two namespaces.

Rule: a simple type says which primitive its text is read as, and its facets; nothing here reads or writes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")
FIRST = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
LAST = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
"""The first and the last second that a dateTime tells here."""
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""A character that no text of XML 1.0 can hold."""
AFTER_ALL_SCHEMAS = "Exchange2016"  # what no published schema has counts as brought by this version  [ours]


class Namespace(StrEnum):
    """The two namespaces of EWS; on the wire they begin with http, whatever some documentation pages print."""

    TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
    MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"

    @property
    def prefix(self) -> str:
        """The prefix we write: t or m."""
        return "t" if self is Namespace.TYPES else "m"


TYPES, MESSAGES = Namespace.TYPES, Namespace.MESSAGES


@dataclass(frozen=True, eq=False)
class Simple(Generic[T]):
    """A simple type. `base` names the XML Schema primitive its text is read as; the other fields are its facets.

    `later`: values of an enumeration that no published schema has; Exchange Online knows them. `since`: the schema
    versions that brought those of its values that the oldest has not, as far as that is known.
    """

    name: str
    base: str
    namespace: Namespace | None = None
    values: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    pattern: str | None = None
    shortest: int | None = None
    longest: int | None = None
    least: int | None = None
    most: int | None = None
    listed: Simple[Any] | None = None
    members: tuple[Simple[Any], ...] = ()
    since: Mapping[str, str] = field(default_factory=dict)


def _primitive(name: str, kind: type[T]) -> Simple[T]:
    del kind  # only for mypy
    return Simple(f"xs:{name}", name)


string = _primitive("string", str)
boolean = _primitive("boolean", bool)
byte = _primitive("byte", int)
short = _primitive("short", int)
int_ = _primitive("int", int)
long = _primitive("long", int)
integer = _primitive("integer", int)
unsignedByte = _primitive("unsignedByte", int)
unsignedShort = _primitive("unsignedShort", int)
unsignedInt = _primitive("unsignedInt", int)
unsignedLong = _primitive("unsignedLong", int)
positiveInteger = _primitive("positiveInteger", int)
nonNegativeInteger = _primitive("nonNegativeInteger", int)
float_ = _primitive("float", float)
double = _primitive("double", float)
decimal = _primitive("decimal", float)
# aware where the text had Z or an offset, naive where it had none
dateTime = _primitive("dateTime", dt.datetime)
date = _primitive("date", str)
time = _primitive("time", str)
duration = _primitive("duration", str)
language = _primitive("language", str)
anyURI = _primitive("anyURI", str)
base64Binary = _primitive("base64Binary", bytes)


def choice(
    name: str, *values: str, later: str = "", since: Mapping[str, str] | None = None, namespace: Namespace = TYPES
) -> Simple[str]:
    """An enumeration. Several values may stand in one string, parted by blanks; `since`: by version, those it brought."""
    words, added = tuple(word for value in values for word in value.split()), frozenset(later.split())
    brought = [(word, version) for version, listed in (since or {}).items() for word in listed.split()]
    dates = dict.fromkeys(added, AFTER_ALL_SCHEMAS) | dict(brought)
    return Simple(name, "string", namespace, words, frozenset(words), added, since=dates)


def list_of(name: str, each: Simple[T], *, namespace: Namespace = TYPES) -> Simple[tuple[T, ...]]:
    """A list of values in one text, parted by blanks."""
    return Simple(name, "list", namespace, listed=each)


def union(name: str, read_as: Simple[T], *members: Simple[Any], namespace: Namespace = TYPES) -> Simple[T]:
    """A text that satisfies one of several types, and is read as a primitive that suits them all."""
    return Simple(name, read_as.base, namespace, members=members)


def limited(
    name: str,
    base: Simple[T],
    *,
    pattern: str | None = None,
    shortest: int | None = None,
    longest: int | None = None,
    least: int | None = None,
    most: int | None = None,
    namespace: Namespace = TYPES,
) -> Simple[T]:
    """A type with limits, its base's included: a pattern, lengths in characters, or a range of numbers."""
    return Simple(
        name,
        base.base,
        namespace,
        pattern=base.pattern if pattern is None else pattern,
        shortest=base.shortest if shortest is None else shortest,
        longest=base.longest if longest is None else longest,
        least=base.least if least is None else least,
        most=base.most if most is None else most,
    )
