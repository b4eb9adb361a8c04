"""Questions to a folder: restrictions, compiled once into plain functions over items.

Rule: a property that an item does not have makes every comparison false. Constants are read by the property's type.
Sort orders are in `orders`, pages and the calendar view in `views`, shapes in `shapes`; their names can be had from
here as well.
Source: ref/restriction and its children, RC; fact sheet section 7.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, cast

from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToUnindexedField
from fake_ews.contract.queries import (
    ConstantValue,
    ContainsExpression,
    Excludes,
    ExcludesValue,
    Exists,
    FieldURIOrConstant,
    MultipleOperandBooleanExpression,
    Not,
    Or,
    Restriction,
    TwoOperandExpression,
)
from fake_ews.model.failures import ErrorUnsupportedPathForQuery, Failure
from fake_ews.model.getters import Getter, Queryable, Refused, entries, first, folded, getter_of
from fake_ews.model.orders import sort_key
from fake_ews.model.profile import Profile
from fake_ews.model.shapes import Columns, by_uri, columns, row_of
from fake_ews.model.terms import Plain, Term
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


def matcher(restriction: Restriction, profile: Profile, zone: dt.tzinfo = dt.UTC) -> Matcher | Failure:
    """Whether an item matches. `zone` counts for instants in constants that name none.

    ErrorUnsupportedPathForQuery, ErrorInvalidValueForProperty, ErrorContainsFilterWrongType and their kin.
    """
    try:
        return _Compiler(profile, zone).one_of(restriction)
    except Refused as refused:
        return refused.failure


class _Compiler:
    """Makes functions of the expressions of one restriction."""

    def __init__(self, profile: Profile, zone: dt.tzinfo) -> None:
        self.zone, self.nodes = zone, 0
        self.fold: Callable[[str], str] = str.casefold if profile.text_equality == "ignores case" else str

    def one_of(self, holder: Restriction | Not) -> Matcher:
        """The expression inside a Restriction or Not."""
        return self.expression(first(holder))

    def expression(self, bag: Bag) -> Matcher:
        """Any expression."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Refused(ErrorRestrictionTooLong)
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
        parts = [self.expression(entry.value) for entry in entries(bag)]
        if isinstance(bag, Or):
            return lambda item: any(part(item) for part in parts)
        return lambda item: all(part(item) for part in parts)

    def _comparison(self, bag: TwoOperandExpression) -> Matcher:
        left, term = self._side(first(bag))
        right = self._right(bag.need(TwoOperandExpression.FieldURIOrConstant), term)
        return _compared(_TESTS[type(bag).__name__], left, right)

    def _right(self, bag: FieldURIOrConstant, term: Term) -> Getter:
        """The right side: another property of the same type, or a constant."""
        if bag.Constant is None:
            getter, other = self._side(next(value for _, value in bag))
            if other.sort != term.sort:
                raise Refused(ErrorInvalidValueForProperty)
            return getter
        value = term.read(bag.Constant.need(ConstantValue.Value), self.zone)
        if value is None:
            raise Refused(ErrorInvalidValueForProperty)
        constant = self.fold(value) if isinstance(value, str) else value
        return lambda item: constant

    def _side(self, path: Bag) -> tuple[Getter, Term]:
        """What gets the value of a property, texts folded as the profile wants, and its type."""
        getter, term = getter_of(path, ErrorUnsupportedPathForQuery)
        return (folded(getter, self.fold), term) if term.sort == "text" else (getter, term)

    def _contains(self, bag: ContainsExpression) -> Matcher:
        getter, term = getter_of(first(bag), ErrorUnsupportedPathForQuery)
        if term.sort != "text":
            raise Refused(ErrorContainsFilterWrongType)
        fold = _FOLDS[bag.ContainmentComparison or "Exact"]
        sought = fold(bag.need(ContainsExpression.Constant).need(ConstantValue.Value))
        found = _MODES[bag.ContainmentMode or "FullString"](sought)
        return _tested(folded(getter, fold), lambda text: found(cast(str, text)))

    def _excludes(self, bag: Excludes) -> Matcher:
        getter, term = getter_of(first(bag), ErrorUnsupportedPathForQuery)
        text = bag.need(Excludes.Bitmask).need(ExcludesValue.Value)
        digits = text[2:] if text[:2] in ("0x", "0X") else text
        if term.sort != "number" or not digits:
            raise Refused(ErrorInvalidExcludesRestriction)
        mask = int(digits, 10 if digits is text else 16)
        return _tested(getter, lambda value: not int(cast(int, value)) & mask)

    def _exists(self, bag: Exists) -> Matcher:
        path = first(bag)
        if isinstance(path, PathToUnindexedField) and path.FieldURI in FLAGS:
            raise Refused(ErrorInvalidPropertyForExists)
        getter, _ = getter_of(path, ErrorUnsupportedPathForQuery)
        return lambda item: getter(item) is not None


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
