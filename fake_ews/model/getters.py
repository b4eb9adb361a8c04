"""What gets the value of a property that a query names, plain and comparable, and how it compares.

Rule: what a path names is looked up once; the getter that comes of it is a plain function over items.
Source: what can be searched and sorted by: RC, and the searches of a client's own tests [seen: exchangelib].
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar, cast

from fake_ews.contract.notation import Bag, Entry, Mapi, Row
from fake_ews.contract.paths import PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.model.extended import Extended, name_of
from fake_ews.model.failures import Failure
from fake_ews.model.indexed import member
from fake_ews.model.shapes import DICTIONARIES, by_uri, row_of
from fake_ews.model.terms import TEXT, Plain, Term, extended_term, row_term

T = TypeVar("T")


class Queryable(Protocol):
    """What a query may ask of an item or folder."""

    @property
    def kind(self) -> type[Bag]: ...

    def value(self, row: Row[T]) -> T | None: ...

    def named(self, name: Mapi) -> Extended | None: ...


Getter = Callable[[Queryable], "Plain | None"]

CALCULATED = frozenset(
    (
        "calendar:UID",
        "calendar:IsResponseRequested",
        "calendar:Duration",
        "item:Culture",
        "item:UniqueBody",
        "item:NormalizedBody",
        "item:TextBody",
    )
)
"""Simple properties that cannot be searched or sorted by. [seen: exchangelib's is_searchable; the rest inferred]"""


class Refused(Exception):
    """The question cannot be asked."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure


def entries(bag: Bag) -> tuple[Entry, ...]:
    """The members of a choice."""
    found: tuple[Entry, ...] = bag.values[bag.rows["entries"]]
    return found


def first(bag: Bag) -> Bag:
    """What a choice of one holds."""
    return cast(Bag, entries(bag)[0].value)


def getter_of(path: Bag, failure: Failure) -> tuple[Getter, Term]:
    """What gets the plain value of a property, and its type; refused with `failure` where that cannot be asked."""
    if isinstance(path, PathToExtendedField):
        return _extended(path)
    if isinstance(path, PathToIndexedField):
        return _indexed(path, failure)
    uri = path.need(PathToUnindexedField.FieldURI) if isinstance(path, PathToUnindexedField) else ""
    rows = by_uri(uri)
    term = row_term(rows[0]) if rows and uri not in CALCULATED else None
    if term is None:
        raise Refused(failure)
    return partial(_of_row, uri, term), term


def _of_row(uri: str, term: Term, item: Queryable) -> Plain | None:
    row = row_of(item.kind, uri)
    value = None if row is None else item.value(row)
    return None if value is None else term.plain(value)


def _indexed(path: PathToIndexedField, failure: Failure) -> tuple[Getter, Term]:
    """A member of a dictionary, if it is a text."""
    uri, index = path.need(PathToIndexedField.FieldURI), path.need(PathToIndexedField.FieldIndex)
    if uri == "distributionlist:Members:Member":
        raise Refused(failure)

    def get(item: Queryable) -> Plain | None:
        row = row_of(item.kind, DICTIONARIES[uri])
        return None if row is None else cast("Plain | None", member(item.value(row), uri, index))

    return get, TEXT


def _extended(path: PathToExtendedField) -> tuple[Getter, Term]:
    name = name_of(path)
    if isinstance(name, Failure):
        raise Refused(name)
    return partial(_of_name, name), extended_term(name.type)


def _of_name(name: Mapi, item: Queryable) -> Plain | None:
    extended = item.named(name)
    return None if extended is None or extended.type != name.type else extended.value


def folded(getter: Getter, fold: Callable[[str], str]) -> Getter:
    """The same with texts folded, such as to lower case."""

    def get(item: Queryable) -> Plain | None:
        value = getter(item)
        if isinstance(value, tuple):
            return tuple(fold(cast(str, one)) for one in value)
        return None if value is None else fold(cast(str, value))

    return get
