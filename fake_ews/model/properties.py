"""Built-in properties under their MAPI names: one value with two names.

Rule: `builtin` says whether a MAPI name belongs to a row of the contract; then the row holds the value, and `to_mapi`
and `from_mapi` translate. A property asked for with another type than it has is absent.
What is part of a row is in `parts`, what is computed in `computed_mapi`. Source: MS-OXPROPS, MS-OXOCAL.
"""

from __future__ import annotations

import base64
import locale
from collections.abc import Callable
from typing import Any

from fake_ews.contract.common import ArrayOfStrings, FolderId, ItemId
from fake_ews.contract.notation import Bag, Mapi, Row, Simple, resolved
from fake_ews.model.extended import Extended, Scalar, Value, bag_of, key, name_of, value_of
from fake_ews.model.failures import ErrorInvalidExtendedPropertyValue, Failure
from fake_ews.model.memo import memo

__all__ = [
    "Extended",
    "Scalar",
    "Value",
    "bag_of",
    "builtin",
    "from_mapi",
    "key",
    "name_of",
    "to_mapi",
    "value_of",
]

Way = Callable[[Any], Any]
"""A value told in other words, or None where there are none."""


# built-in properties under their MAPI names


_builtin: dict[type[Bag], dict[Mapi, Row[Any]]] = {}


def builtin(kind: type[Bag], name: Mapi) -> Row[Any] | None:
    """The row of a kind that has this MAPI name, if any: then both are one value."""
    names = _builtin.get(kind)
    if names is None:
        named = [(row.mapi, row) for row in kind.rows.values() if row.mapi is not None]
        names = _builtin[kind] = dict(reversed(named))
    return names.get(name)


def to_mapi(row: Row[Any], value: Any) -> Extended | None:
    """The value of a built-in property as MAPI stores it; None where MAPI has no word for it.

    `row` is one with a MAPI name (KeyError otherwise), `value` is of the row's type.
    """
    there, _ = _translation(row)
    told = there(value)
    return None if told is None else Extended(_type(row), told)


def from_mapi(row: Row[Any], type: str, value: Value) -> Any | Failure:  # noqa: A002 - EWS's word
    """The value for the row of a property that was set by its MAPI name, or ErrorInvalidExtendedPropertyValue.

    Whether a client may set the row is not asked here.
    """
    if type != _type(row):
        return ErrorInvalidExtendedPropertyValue
    _, back = _translation(row)
    told = back(value)
    return ErrorInvalidExtendedPropertyValue if told is None else told


def _type(row: Row[Any]) -> str:
    if row.mapi is None:
        raise KeyError(f"{row} has no MAPI name")
    return row.mapi.type


@memo
def _translation(row: Row[Any]) -> tuple[Way, Way]:
    """How a value goes to MAPI and back."""
    of = resolved(row)
    if not isinstance(of, Simple):
        return _OF_BAGS[of]
    if of.base == "language":
        return _LCIDS.get, _LANGUAGES.get
    if of.values:
        return {word: at for at, word in enumerate(of.values)}.get, dict(enumerate(of.values)).get
    if row.mapi is not None and row.mapi.inverted:
        return _not, _not
    if row.mapi is not None and row.mapi.hundred:
        return (lambda value: value / 100), (lambda value: round(value * 100, 9))
    return _same, _same


def _same(value: Any) -> Any:
    return value


def _not(value: bool) -> bool:
    return not value


def _none(value: Value) -> None:
    return None


def _entry_id(identifier: Bag) -> bytes:
    """The entry id inside an ItemId or FolderId: what follows the mailbox and the length."""
    return base64.b64decode(identifier.need(identifier.rows["Id"]))[43:]


_OF_BAGS: dict[type[Bag], tuple[Way, Way]] = {
    ArrayOfStrings: (lambda bag: bag.String or None, lambda value: ArrayOfStrings(String=value)),
    ItemId: (_entry_id, _none),
    FolderId: (_entry_id, _none),
}

# Windows' numbers of languages, as Python's own table has them
_LANGUAGES = {lcid: name.replace("_", "-") for lcid, name in locale.windows_locale.items()}
_LCIDS = {name: lcid for lcid, name in _LANGUAGES.items()}
