"""Which properties an answer shows of a kind: FieldURIs and shapes, looked up once and kept.

Rule: what a shape holds follows from the rows of the contract (`default_shape`, `asked`, `whole`, `uri`) and from
nothing else. A FieldURI that a kind does not have is passed over: one request asks for items of several kinds.
Source: guide/property-sets-and-response-shapes; answers of real servers to lists of mixed kinds. [seen: exchangelib]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from fake_ews.contract.common import FolderResponseShape, ItemResponseShape, NonEmptyArrayOfPathsToElement
from fake_ews.contract.notation import AnyOf, Bag, Mapi, Row, resolved
from fake_ews.contract.paths import PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.model.extended import Said, echo, name_said, said_of
from fake_ews.model.failures import Failure
from fake_ews.model.memo import memo

Field = str | Said | tuple[str, str]
"""A property that is asked for: a FieldURI, an ExtendedFieldURI, or an indexed FieldURI and its index."""


@cache
def _rows_by_uri() -> dict[str, tuple[Row[Any], ...]]:
    found: dict[str, dict[Row[Any], None]] = {}
    for kind in Bag.by_name.values():
        for row in kind.rows.values():
            if row.uri:
                found.setdefault(row.uri, {})[row] = None
    return {uri: tuple(rows) for uri, rows in found.items()}


def by_uri(uri: str) -> tuple[Row[Any], ...]:
    """All rows with this FieldURI: kinds that do not inherit from each other have their own."""
    return _rows_by_uri().get(uri, ())


@memo
def row_of(kind: type[Bag], uri: str) -> Row[Any] | None:
    """The row of a kind with this FieldURI, if the kind has one."""
    return next((row for row in kind.rows.values() if row.uri == uri), None)


@memo
def row_for(container: type[Bag], kind: type[Bag]) -> Row[Bag]:
    """The row of a container, such as the list of an answer, that holds bags of this kind."""
    return next(row for row in container.rows.values() if resolved(row) is kind)


@dataclass(frozen=True, slots=True)
class Columns:
    """What an answer shows of a kind: rows in the order of the schema, extended properties with the path that asked.

    bag.values = {row: value for row in columns.rows if (value := item.value(row)) is not None}

    `indexed`: a row of which single members are asked for, the indexed FieldURI, and the member's index.
    """

    rows: tuple[Row[Any], ...]
    extended: tuple[tuple[Mapi, PathToExtendedField], ...]
    indexed: tuple[tuple[Row[Any], str, str], ...] = ()
    set_of_rows: frozenset[Row[Any]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "set_of_rows", frozenset(self.rows))

    @property
    def members(self) -> dict[Row[Any], list[tuple[str, str]]]:
        """The members that are asked for (indexed FieldURI, index), by row."""
        found: dict[Row[Any], list[tuple[str, str]]] = {}
        for row, uri, index in self.indexed:
            found.setdefault(row, []).append((uri, index))
        return found


def columns(
    kind: type[Bag], shape: ItemResponseShape | FolderResponseShape, whole: bool, *,
    also: str = "", without: str = "",
) -> Columns | Failure:  # fmt: skip
    """What a shape selects; `whole` False leaves out what only GetItem gives. Cached, so not to be changed.

    `also` names a row that is given all the same, `without` one that a base shape has not.

    Failures are those of `name_of`: an ExtendedFieldURI that makes no sense.
    """
    mime = isinstance(shape, ItemResponseShape) and shape.IncludeMimeContent is True
    more = shape.AdditionalProperties
    paths = () if more is None else more.need(_ENTRIES)
    fields = tuple([path.values[_URI] if type(path) is PathToUnindexedField else _field(path) for _, path in paths])
    return _columns(kind, whole, shape.values[type(shape).BaseShape], mime, fields, also, without)


_ENTRIES = NonEmptyArrayOfPathsToElement.entries
_URI = PathToUnindexedField.FieldURI


def _field(path: PathToIndexedField | PathToExtendedField) -> Field:
    if isinstance(path, PathToExtendedField):
        return said_of(path)
    return path.need(PathToIndexedField.FieldURI), path.need(PathToIndexedField.FieldIndex)


@memo
def _columns(
    kind: type[Bag], whole: bool, base: str, mime: bool, fields: tuple[Field, ...], also: str, without: str
) -> Columns | Failure:
    asked = {field for field in fields if isinstance(field, str)} | ({"item:MimeContent"} if mime else set())
    based = (row for row in _rows(kind, whole, also) if row.name != without and _in_base(kind, row, base))
    based_on = set(based)
    rows = tuple(row for row in _rows(kind, whole, also) if row.uri in asked or row in based_on)
    extended = []
    for said in dict.fromkeys(one for one in fields if isinstance(one, Said)):
        name = name_said(said)
        if isinstance(name, Failure):
            return name
        extended.append((name, echo(said, "as asked")))
    return Columns(rows, tuple(extended), tuple(_indexed(kind, whole, fields)))


def _rows(kind: type[Bag], whole: bool, also: str = "") -> list[Row[Any]]:
    """The rows that a kind can show at all: in this kind of answer."""
    return [
        row for row in kind.rows.values() if not isinstance(row, AnyOf) and (whole or not row.whole or row.name == also)
    ]


def _in_base(kind: type[Bag], row: Row[Any], base: str) -> bool:
    if row.name in ("ItemId", "FolderId"):
        return True
    if base == "AllProperties":
        return not row.asked and not row.attribute
    return base == "Default" and row.name in kind.default_shape


DICTIONARIES = {
    "item:InternetMessageHeader": "item:InternetMessageHeaders",
    "contacts:ImAddress": "contacts:ImAddresses",
    "contacts:PhysicalAddress:Street": "contacts:PhysicalAddresses",
    "contacts:PhysicalAddress:City": "contacts:PhysicalAddresses",
    "contacts:PhysicalAddress:State": "contacts:PhysicalAddresses",
    "contacts:PhysicalAddress:CountryOrRegion": "contacts:PhysicalAddresses",
    "contacts:PhysicalAddress:PostalCode": "contacts:PhysicalAddresses",
    "contacts:PhoneNumber": "contacts:PhoneNumbers",
    "contacts:EmailAddress": "contacts:EmailAddresses",
    "distributionlist:Members:Member": "distributionlist:Members",
}
"""The property that an indexed FieldURI names a member of. Source: ref/indexedfielduri."""


def _indexed(kind: type[Bag], whole: bool, fields: tuple[Field, ...]) -> list[tuple[Row[Any], str, str]]:
    asked = [field for field in fields if isinstance(field, tuple) and not isinstance(field, Said)]
    pairs = [(row_of(kind, DICTIONARIES[uri]), uri, index) for uri, index in asked]
    return [(row, uri, index) for row, uri, index in pairs if row is not None and (whole or not row.whole)]
