"""Questions to a folder: restrictions and sort orders, compiled once into plain functions over items.

Rule: a property that an item does not have makes every comparison false. Constants are read by the property's type.
Pages and the calendar view are in `views`, shapes in `shapes`; their names can be had from here as well.
Source: ref/restriction and its children, RC; what can be searched: RC, and the searches of a client's own tests [seen:
exchangelib]; fact sheet section 7.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Protocol, TypeVar, cast

from fake_ews.contract.notation import Bag, Entry, Mapi, Row
from fake_ews.contract.paths import PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.contract.queries import (
    ConstantValue,
    ContainsExpression,
    Excludes,
    ExcludesValue,
    Exists,
    FieldOrder,
    FieldURIOrConstant,
    MultipleOperandBooleanExpression,
    NonEmptyArrayOfFieldOrders,
    Not,
    Or,
    Restriction,
    TwoOperandExpression,
)
from fake_ews.model.extended import Extended, name_of
from fake_ews.model.failures import ErrorUnsupportedPathForQuery, ErrorUnsupportedPathForSortGroup, Failure
from fake_ews.model.indexed import member
from fake_ews.model.profile import Profile
from fake_ews.model.shapes import DICTIONARIES, Columns, by_uri, columns, row_of
from fake_ews.model.terms import TEXT, Plain, Term, extended_term, row_term
from fake_ews.model.views import Page, TimeIndex, calendar_view, page, window

__all__ = [
    "Columns",
    "Page",
    "Queryable",
    "TimeIndex",
    "by_uri",
    "calendar_view",
    "columns",
    "matcher",
    "page",
    "row_of",
    "sort_key",
    "window",
]

T = TypeVar("T")


class Queryable(Protocol):
    """What a query may ask of an item or folder."""

    @property
    def kind(self) -> type[Bag]: ...

    def value(self, row: Row[T]) -> T | None: ...

    def named(self, name: Mapi) -> Extended | None: ...


Getter = Callable[[Queryable], "Plain | None"]
Matcher = Callable[[Queryable], bool]

ErrorInvalidValueForProperty = Failure(
    "ErrorInvalidValueForProperty", "The value of the comparison is invalid for the property."
)
ErrorContainsFilterWrongType = Failure(
    "ErrorContainsFilterWrongType", "A Contains filter needs a property of string type."
)
ErrorInvalidExcludesRestriction = Failure("ErrorInvalidExcludesRestriction", "The bitmask could not be understood.")
ErrorInvalidPropertyForExists = Failure(
    "ErrorInvalidPropertyForExists", "A flag cannot be asked for with Exists: compare it."
)
ErrorRestrictionTooLong = Failure("ErrorRestrictionTooLong", "The restriction has more than 255 nodes.")

MOST_NODES = 255
FLAGS = frozenset(
    ("message:IsRead", "item:IsDraft", "item:IsSubmitted", "item:IsUnmodified", "item:IsResend", "item:IsFromMe")
)
"""Flags, all bits of one property: they always exist. [doc RC ErrorInvalidPropertyForExists]"""
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


class _Refused(Exception):
    """The question cannot be asked."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure


def matcher(restriction: Restriction, profile: Profile, zone: dt.tzinfo = dt.UTC) -> Matcher | Failure:
    """Whether an item matches. `zone` counts for instants in constants that name none.

    ErrorUnsupportedPathForQuery, ErrorInvalidValueForProperty, ErrorContainsFilterWrongType and their kin.
    """
    try:
        return _Compiler(profile, zone).one_of(restriction)
    except _Refused as refused:
        return refused.failure


class _Compiler:
    """Makes functions of the expressions of one restriction."""

    def __init__(self, profile: Profile, zone: dt.tzinfo) -> None:
        self.zone, self.nodes = zone, 0
        self.fold: Callable[[str], str] = str.casefold if profile.text_equality == "ignores case" else str

    def one_of(self, holder: Restriction | Not) -> Matcher:
        """The expression inside a Restriction or Not."""
        return self.expression(_first(holder))

    def expression(self, bag: Bag) -> Matcher:
        """Any expression."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _Refused(ErrorRestrictionTooLong)
        match bag:
            case MultipleOperandBooleanExpression():
                return self._several(bag)
            case Not():
                inner = self.one_of(bag)
                return lambda item: not inner(item)
            case TwoOperandExpression():
                return self._comparison(bag)
            case ContainsExpression():
                return self._contains(bag)
            case Excludes():
                return self._excludes(bag)
            case _:
                return self._exists(cast(Exists, bag))

    def _several(self, bag: MultipleOperandBooleanExpression) -> Matcher:
        parts = [self.expression(entry.value) for entry in _entries(bag)]
        if isinstance(bag, Or):
            return lambda item: any(part(item) for part in parts)
        return lambda item: all(part(item) for part in parts)

    def _comparison(self, bag: TwoOperandExpression) -> Matcher:
        left, term = self._side(_first(bag))
        right = self._right(bag.need(TwoOperandExpression.FieldURIOrConstant), term)
        return _compared(_TESTS[type(bag).__name__], left, right)

    def _right(self, bag: FieldURIOrConstant, term: Term) -> Getter:
        """The right side: another property of the same type, or a constant."""
        if bag.Constant is None:
            getter, other = self._side(next(value for _, value in bag))
            if other.sort != term.sort:
                raise _Refused(ErrorInvalidValueForProperty)
            return getter
        value = term.read(bag.Constant.need(ConstantValue.Value), self.zone)
        if value is None:
            raise _Refused(ErrorInvalidValueForProperty)
        constant = self.fold(value) if isinstance(value, str) else value
        return lambda item: constant

    def _side(self, path: Bag) -> tuple[Getter, Term]:
        """What gets the value of a property, texts folded as the profile wants, and its type."""
        getter, term = _read(path, ErrorUnsupportedPathForQuery)
        return (_folded(getter, self.fold), term) if term.sort == "text" else (getter, term)

    def _contains(self, bag: ContainsExpression) -> Matcher:
        getter, term = _read(_first(bag), ErrorUnsupportedPathForQuery)
        if term.sort != "text":
            raise _Refused(ErrorContainsFilterWrongType)
        fold = _FOLDS[bag.ContainmentComparison or "Exact"]
        sought = fold(bag.need(ContainsExpression.Constant).need(ConstantValue.Value))
        found = _MODES[bag.ContainmentMode or "FullString"](sought)
        return _tested(_folded(getter, fold), lambda text: found(cast(str, text)))

    def _excludes(self, bag: Excludes) -> Matcher:
        getter, term = _read(_first(bag), ErrorUnsupportedPathForQuery)
        text = bag.need(Excludes.Bitmask).need(ExcludesValue.Value)
        digits = text[2:] if text[:2] in ("0x", "0X") else text
        if term.sort != "number" or not digits:
            raise _Refused(ErrorInvalidExcludesRestriction)
        mask = int(digits, 10 if digits is text else 16)
        return _tested(getter, lambda value: not int(cast(int, value)) & mask)

    def _exists(self, bag: Exists) -> Matcher:
        path = _first(bag)
        if isinstance(path, PathToUnindexedField) and path.FieldURI in FLAGS:
            raise _Refused(ErrorInvalidPropertyForExists)
        getter, _ = _read(path, ErrorUnsupportedPathForQuery)
        return lambda item: getter(item) is not None


def _entries(bag: Bag) -> tuple[Entry, ...]:
    entries: tuple[Entry, ...] = bag.values[bag.rows["entries"]]
    return entries


def _first(bag: Bag) -> Bag:
    """What a choice of one holds."""
    return cast(Bag, _entries(bag)[0].value)


# properties of items as plain values


def _read(path: Bag, failure: Failure) -> tuple[Getter, Term]:
    """What gets the plain value of a property, and its type; refused with `failure` where that cannot be asked."""
    if isinstance(path, PathToExtendedField):
        return _extended(path)
    if isinstance(path, PathToIndexedField):
        return _indexed(path, failure)
    uri = path.need(PathToUnindexedField.FieldURI) if isinstance(path, PathToUnindexedField) else ""
    rows = by_uri(uri)
    term = row_term(rows[0]) if rows and uri not in CALCULATED else None
    if term is None:
        raise _Refused(failure)
    return partial(_of_row, uri, term), term


def _of_row(uri: str, term: Term, item: Queryable) -> Plain | None:
    row = row_of(item.kind, uri)
    value = None if row is None else item.value(row)
    return None if value is None else term.plain(value)


def _indexed(path: PathToIndexedField, failure: Failure) -> tuple[Getter, Term]:
    """A member of a dictionary, if it is a text."""
    uri, index = path.need(PathToIndexedField.FieldURI), path.need(PathToIndexedField.FieldIndex)
    if uri == "distributionlist:Members:Member":
        raise _Refused(failure)

    def get(item: Queryable) -> Plain | None:
        row = row_of(item.kind, DICTIONARIES[uri])
        return None if row is None else cast("Plain | None", member(item.value(row), uri, index))

    return get, TEXT


def _extended(path: PathToExtendedField) -> tuple[Getter, Term]:
    name = name_of(path)
    if isinstance(name, Failure):
        raise _Refused(name)
    return partial(_of_name, name), extended_term(name.type)


def _of_name(name: Mapi, item: Queryable) -> Plain | None:
    extended = item.named(name)
    return None if extended is None or extended.type != name.type else extended.value


def _folded(getter: Getter, fold: Callable[[str], str]) -> Getter:
    def folded(item: Queryable) -> Plain | None:
        value = getter(item)
        if isinstance(value, tuple):
            return tuple(fold(cast(str, one)) for one in value)
        return None if value is None else fold(cast(str, value))

    return folded


def _tested(getter: Getter, test: Callable[[Plain], bool]) -> Matcher:
    """Whether a value, or of several any one, passes a test."""

    def tested(item: Queryable) -> bool:
        value = getter(item)
        return any(test(one) for one in value) if isinstance(value, tuple) else value is not None and test(value)

    return tested


def _compared(test: Callable[[Any, Any], bool], left: Getter, right: Getter) -> Matcher:
    def compared(item: Queryable) -> bool:
        one, other = left(item), right(item)
        return one is not None and other is not None and test(one, other)

    return compared


def _some(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A comparison that holds for several values if it holds for any pair of them."""

    def some(one: Any, other: Any) -> bool:
        if type(one) is not tuple and type(other) is not tuple:
            return test(one, other)
        return any(test(mine, theirs) for mine in _several(one) for theirs in _several(other))

    return some


def _several(value: Plain) -> Iterable[Plain]:
    return value if isinstance(value, tuple) else (value,)


_equal = _some(operator.eq)
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "IsEqualTo": _equal,
    "IsNotEqualTo": lambda one, other: not _equal(one, other),
    "IsGreaterThan": _some(operator.gt),
    "IsGreaterThanOrEqualTo": _some(operator.ge),
    "IsLessThan": _some(operator.lt),
    "IsLessThanOrEqualTo": _some(operator.le),
}


def _bare(text: str) -> str:
    """The text without marks that take no space: é is e."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _loose(text: str) -> str:
    return _bare(text).casefold()


_FOLDS: dict[str, Callable[[str], str]] = {
    "Exact": str,
    "IgnoreCase": str.casefold,
    "IgnoreNonSpacingCharacters": _bare,
    "Loose": _loose,
    "IgnoreCaseAndNonSpacingCharacters": _loose,
    "LooseAndIgnoreCase": _loose,
    "LooseAndIgnoreNonSpace": _loose,
    "LooseAndIgnoreCaseAndIgnoreNonSpace": _loose,
}
"""How texts are compared. What Loose adds is nowhere said: MAPI leaves it to the store. [unverified]"""


def _on_words(sought: str, end: str) -> Callable[[str], bool]:
    """Whether a text has the sought words where a word begins, and `end` after them."""
    pattern = re.compile(rf"(?<!\w){re.escape(sought)}{end}")
    return lambda text: pattern.search(text) is not None


_MODES: dict[str, Callable[[str], Callable[[str], bool]]] = {
    "FullString": lambda sought: lambda text: text == sought,
    "Prefixed": lambda sought: lambda text: text.startswith(sought),
    "Substring": lambda sought: lambda text: sought in text,
    "PrefixOnWords": lambda sought: _on_words(sought, ""),
    "ExactPhrase": lambda sought: _on_words(sought, r"(?!\w)"),
}


# sort orders


class _Falling:
    """A value that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Falling) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Falling) and bool(self.value == other.value)


def sort_key(order: NonEmptyArrayOfFieldOrders) -> Callable[[Queryable], Any] | Failure:
    """The key for `sorted`: several fields, each up or down; what has none is least [seen: exchangelib], texts count in
    any case [unverified].

    ErrorUnsupportedPathForSortGroup.
    """
    try:
        fields = [_sorted_by(field) for field in order.need(NonEmptyArrayOfFieldOrders.FieldOrder)]
    except _Refused as refused:
        return refused.failure
    return lambda item: [field(item) for field in fields]


def _sorted_by(field: FieldOrder) -> Callable[[Queryable], tuple[bool, Any]]:
    getter, term = _read(_first(field), ErrorUnsupportedPathForSortGroup)
    get = _folded(getter, str.casefold) if term.sort == "text" else getter
    falling = field.Order == "Descending"
    turned: Callable[[Any], Any] = _Falling if falling else lambda value: value

    def key(item: Queryable) -> tuple[bool, Any]:
        value = get(item)
        return (falling, None) if value is None else (not falling, turned(value))

    return key
