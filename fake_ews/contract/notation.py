"""The words of the contract tables: a class is a schema type, a `Row` in it an element or attribute, an instance a bag.

Rule: whatever is said of an element stands once, in its row. Reader, writer, request check, shapes, FieldURI look-up,
MAPI names and the published schema are all derived from the rows.

To add a property: one line in its class. `Item.Subject` is the typed key, `item.Subject` the value or None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar, cast, overload

from fake_ews.contract.mapi import Mapi, PropertySet, lid, named, tag
from fake_ews.contract.simple import (
    MESSAGES,
    TYPES,
    Namespace,
    Simple,
    anyURI,
    base64Binary,
    boolean,
    byte,
    choice,
    date,
    dateTime,
    decimal,
    double,
    duration,
    float_,
    int_,
    integer,
    language,
    limited,
    list_of,
    long,
    nonNegativeInteger,
    positiveInteger,
    short,
    string,
    time,
    union,
    unsignedByte,
    unsignedInt,
    unsignedLong,
    unsignedShort,
)

__all__ = [
    "MESSAGES",
    "TYPES",
    "AnyOf",
    "Bag",
    "Entry",
    "Later",
    "Mapi",
    "Namespace",
    "OneOf",
    "PropertySet",
    "Row",
    "Rows",
    "Simple",
    "anyURI",
    "base64Binary",
    "boolean",
    "byte",
    "choice",
    "date",
    "dateTime",
    "decimal",
    "double",
    "duration",
    "float_",
    "int_",
    "integer",
    "language",
    "later",
    "lid",
    "like",
    "limited",
    "list_of",
    "long",
    "named",
    "nonNegativeInteger",
    "positiveInteger",
    "resolved",
    "short",
    "string",
    "tag",
    "time",
    "union",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
]

T = TypeVar("T")
B = TypeVar("B", bound="Bag")


class Entry(NamedTuple):
    """One member of a repeated choice: which row, and its value."""

    row: Row[Any]
    value: Any


class Row(Generic[T]):
    """One element or attribute: the typed key of its value.

    of          its type: a Simple, a Bag class, or `later("SchemaName")` for one declared further down
    required    must be there (minOccurs 1, or use="required")
    attribute   an attribute; `text`: the text of an element that has attributes
    uri         its FieldURI, where that is not the class's prefix and the name
    mapi        its MAPI name, where Exchange has one: both are the same value
    settable    False: a client cannot set it
    asked       True: comes only when asked for, not with AllProperties
    whole       True: comes with GetItem only, not with FindItem or SyncFolderItems
    since       the first schema version that has it (the published schemas of 2007 SP1, 2010 SP2, 2013 SP1, 2016 compared)
    head        any element of this substitution group stands here
    namespace   of its name, where that is not its class's (a reference to an element of the other schema)
    choice      (of Rows) the schema writes it as a repeated choice of one: the same on the wire, not to generated clients
    """

    __slots__ = (
        "asked",
        "attribute",
        "choice",
        "head",
        "many",
        "mapi",
        "most",
        "name",
        "namespace",
        "nillable",
        "owner",
        "required",
        "settable",
        "since",
        "text",
        "type",
        "uri",
        "whole",
    )

    @overload
    def __init__(
        self: Row[T], of: Simple[T], *, required: bool = ..., attribute: bool = ..., text: bool = ..., **said: Any
    ) -> None: ...
    @overload
    def __init__(self: Row[B], of: type[B], *, required: bool = ..., **said: Any) -> None: ...

    def __init__(
        self, of: Any, *, required: bool = False, attribute: bool = False, text: bool = False, **said: Any
    ) -> None:
        self.type = of
        self.required = required
        self.attribute = attribute
        self.text = text
        self.name: str = said.pop("name", "")
        self.uri: str | None = said.pop("uri", None)
        self.mapi: Mapi | None = said.pop("mapi", None)
        self.settable: bool = said.pop("settable", True)
        self.asked: bool = said.pop("asked", False)
        self.whole: bool = said.pop("whole", False)
        self.since: str | None = said.pop("since", None)
        self.nillable: bool = said.pop("nillable", False)
        self.most: int | None = said.pop("most", None)
        self.head: bool = said.pop("head", False)
        self.namespace: Namespace | None = said.pop("namespace", None)
        self.choice: bool = said.pop("choice", False)
        self.many = False
        if said:
            raise TypeError(f"a row cannot say {', '.join(said)}")

    def __set_name__(self, owner: type[Bag], name: str) -> None:
        if not self.name:
            self.name = name.rstrip("_")
        self.owner = owner

    @overload
    def __get__(self, bag: None, owner: type[Bag]) -> Self: ...
    @overload
    def __get__(self, bag: Bag, owner: type[Bag]) -> T | None: ...

    def __get__(self, bag: Bag | None, owner: type[Bag]) -> Self | T | None:
        return self if bag is None else bag.values.get(self)

    def __set__(self, bag: Bag, value: T | None) -> None:
        bag.set(self, value)

    def __repr__(self) -> str:
        return f"{self.owner.__name__}.{self.name}"


class Rows(Row[tuple[T, ...]]):
    """A row that may stand several times (maxOccurs unbounded, or `most`); its value is a tuple."""

    __slots__ = ()

    @overload
    def __init__(self: Rows[T], of: Simple[T], **said: Any) -> None: ...
    @overload
    def __init__(self: Rows[B], of: type[B], **said: Any) -> None: ...

    def __init__(self, of: Any, **said: Any) -> None:
        super().__init__(of, **said)
        self.many = True


def like(row: Row[T], **said: Any) -> Row[T]:
    """Another row of the type of this one."""
    twin: Row[T] = Row.__new__(Row)
    Row.__init__(twin, row.type, **said)
    return twin


class OneOf:
    """Exactly one of these rows, or with required=False at most one. They keep their own values."""

    def __init__(self, *rows: Row[Any], required: bool = True) -> None:
        self.rows, self.required = rows, required


class AnyOf(Row[tuple[Entry, ...]]):
    """A repeated choice: its value is the members in their order, each with its row."""

    __slots__ = ("rows",)

    def __init__(self, *rows: Row[Any], required: bool = True, name: str = "") -> None:
        super().__init__(cast(Simple[tuple[Entry, ...]], string), required=required, name=name)
        self.rows, self.many = rows, True


@dataclass(frozen=True, slots=True)
class Later:
    """The name of a schema type that is declared further down, or in a later family."""

    name: str


def later(name: str) -> type[Bag]:
    """Name a type that does not exist yet: where two types contain each other."""
    return cast("type[Bag]", Later(name))


class Bag:
    """The values of one schema type, by row: the class is the type, an instance what was read or will be written.

    Class words: `name` in the schema, `namespace`, `element` (its global element), `substitutes` (the head it may
    stand for), `prefix` of its FieldURIs, `default` (the names that the Default shape holds),
    `restricts` (rows are not inherited), `open_attributes` and `open_content` (foreign attributes, any content), `shared` (its bags may be shared).
    """

    __slots__ = ("texts", "values")

    schema_name: ClassVar[str] = ""
    namespace: ClassVar[Namespace] = TYPES
    element: ClassVar[str | None] = None
    substitutes: ClassVar[str | None] = None
    abstract: ClassVar[bool] = False
    prefix: ClassVar[str | None] = None
    default_shape: ClassVar[frozenset[str]] = frozenset()
    restricts: ClassVar[bool] = False
    open_attributes: ClassVar[bool] = False
    open_content: ClassVar[bool] = False
    own: ClassVar[tuple[Row[Any] | OneOf, ...]] = ()
    content: ClassVar[tuple[Row[Any] | OneOf, ...]] = ()
    rows: ClassVar[dict[str, Row[Any]]] = {}
    keys: ClassVar[dict[str, Row[Any]]] = {}
    shared: ClassVar[bool] = False
    by_name: ClassVar[dict[str, type[Bag]]] = {}

    def __init_subclass__(
        cls,
        *,
        name: str,
        namespace: Namespace = TYPES,
        element: str | None = None,
        substitutes: str | None = None,
        abstract: bool = False,
        prefix: str | None = None,
        default: str = "",
        restricts: bool = False,
        open_attributes: bool = False,
        open_content: bool = False,
        shared: bool = False,
    ) -> None:
        cls.schema_name, cls.namespace, cls.element, cls.substitutes = name, namespace, element, substitutes
        cls.abstract, cls.restricts, cls.open_attributes, cls.open_content = (
            abstract,
            restricts,
            open_attributes,
            open_content,
        )
        if prefix is not None:
            cls.prefix = prefix
        if default:
            cls.default_shape = frozenset(default.split())
        cls.own = tuple(one for one in cls.__dict__.values() if isinstance(one, Row | OneOf))
        cls.content = _placed(cls.own if restricts else _inherited(cls) + cls.own)
        cls.rows = {row.name: row for row in _leaves(cls.content)}
        cls.keys = cls.keys | {key: row for key, row in cls.__dict__.items() if isinstance(row, Row)}
        cls.shared = shared or cls.shared
        for row in _leaves(cls.own):
            _settle(row, cls)
        if name:
            Bag.by_name[f"{namespace.prefix}:{name}"] = cls

    def __init__(self, **values: object) -> None:
        self.values: dict[Row[Any], Any] = {}
        for name, value in values.items():
            row = self.keys.get(name)
            if row is None:
                raise TypeError(f"{type(self).__name__} has no row {name}")
            if value is not None:
                self.values[row] = value

    def get(self, row: Row[T]) -> T | None:
        """The value of a row, or None where it has none."""
        return self.values.get(row)

    def need(self, row: Row[T]) -> T:
        """The value of a row that is known to be there (the schema requires it); KeyError if it is not."""
        value: T = self.values[row]  # a cast is a call, and this is what everything asks
        return value

    def set(self, row: Row[T], value: T | None) -> None:
        """Give a row a value; None takes it away."""
        if value is None:
            self.values.pop(row, None)
        else:
            self.values[row] = value

    def copy(self) -> Self:
        """A second bag with the same values."""
        twin = type(self)()
        twin.values = dict(self.values)
        return twin

    def share(self) -> Self:
        """Say that this bag is not changed any more and will be written again: its text is kept with it."""
        self.texts: dict[str, str] = {}
        return self

    def __iter__(self) -> Iterator[tuple[Row[Any], Any]]:
        return iter(self.values.items())

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.values == other.values

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{row.name}={value!r}' for row, value in self.values.items())})"


def _inherited(cls: type[Bag]) -> tuple[Row[Any] | OneOf, ...]:
    return next((base.content for base in cls.__mro__[1:] if issubclass(base, Bag)), ())


def _placed(rows: tuple[Row[Any] | OneOf, ...]) -> tuple[Row[Any] | OneOf, ...]:
    """The content model: members of a choice stand in their choice only, which stands where its first member did."""
    groups = {row: group for group in rows if isinstance(group, OneOf | AnyOf) for row in group.rows}
    return tuple(dict.fromkeys(groups.get(row, row) if isinstance(row, Row) else row for row in rows))


def _leaves(content: tuple[Row[Any] | OneOf, ...]) -> Iterator[Row[Any]]:
    for one in content:
        if isinstance(one, OneOf):
            yield from one.rows
        elif isinstance(one, AnyOf):
            yield one
            yield from one.rows
        else:
            yield one


def _settle(row: Row[Any], cls: type[Bag]) -> None:
    row.namespace = row.namespace or cls.namespace
    if row.uri is None and cls.prefix is not None and not isinstance(row, AnyOf):
        row.uri = f"{cls.prefix}:{row.name}"


def resolved(row: Row[Any]) -> Simple[Any] | type[Bag]:
    """The type of a row, looked up where it was only named."""
    if isinstance(row.type, Later):
        row.type = Bag.by_name[row.type.name]
    return cast("Simple[Any] | type[Bag]", row.type)
