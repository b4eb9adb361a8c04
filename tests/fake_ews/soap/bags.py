"""Bags of any declared type with any values the schema allows, for property tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

import fake_ews.contract.services  # noqa: F401 - loads every family
from fake_ews.contract.notation import AnyOf, Bag, Entry, OneOf, Row, Simple, resolved
from fake_ews.soap.readers import derived, substitutes

DECLARED = tuple(sorted(Bag.by_name.items()))

_RANGE = {
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "integer": (-(2**70), 2**70),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "positiveInteger": (1, 2**70),
    "nonNegativeInteger": (0, 2**70),
}
_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
_TIMES = st.datetimes(
    min_value=dt.datetime(2, 1, 1),
    max_value=dt.datetime(9998, 12, 31),
    timezones=st.one_of(st.none(), st.just(dt.UTC), _OFFSETS),
).map(lambda moment: moment.replace(microsecond=0))
_PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "dateTime": _TIMES,
    "date": st.dates().map(str),
    "time": st.times(timezones=st.none()).map(lambda moment: moment.isoformat(timespec="seconds")),
    "duration": st.sampled_from(["PT0S", "-PT1H", "P1DT2H3M4S"]),
    "language": st.sampled_from(["en-US", "de-CH", "fr"]),
    "anyURI": st.sampled_from(["http://example.test/a?b=c&d=e", ""]),
    "base64Binary": st.binary(max_size=9),
    "float": st.floats(width=32, allow_nan=False),
    "double": st.floats(allow_nan=False),
    "decimal": st.floats(allow_nan=False, allow_infinity=False),
}
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=0x20)
_TEXT_CHARACTERS = st.one_of(_CHARACTERS, st.sampled_from("\t\r\n<>&\"'"))


@cache
def values(simple: Simple[Any]) -> st.SearchStrategy[Any]:
    """Values that the simple type allows."""
    if simple.listed is not None:
        return st.lists(values(simple.listed), min_size=simple.shortest or 0, max_size=3).map(tuple)
    if simple.allowed:
        return st.sampled_from(simple.values)
    if simple.members:
        several = st.one_of(*(values(member) for member in simple.members))
        return several.map(str) if simple.base == "string" else several
    if simple.pattern is not None:
        return st.from_regex(simple.pattern, fullmatch=True)
    if simple.base in _RANGE:
        least, most = _RANGE[simple.base]
        return st.integers(
            least if simple.least is None else simple.least, most if simple.most is None else simple.most
        )
    if simple.base in _PLAIN:
        return _PLAIN[simple.base]
    longest = 8 if simple.longest is None else simple.longest
    return st.text(_TEXT_CHARACTERS, min_size=simple.shortest or 0, max_size=longest)


@st.composite
def bags(draw: Callable[[st.SearchStrategy[Any]], Any], cls: type[Bag], depth: int = 3) -> Bag:
    """A valid bag of a type: what is required and, down to `depth`, a few of the other rows."""
    if cls.abstract:
        cls = draw(st.sampled_from([below for below in derived(cls) if not below.abstract]))
    bag = cls()
    optional = [one for one in cls.content if not one.required]
    chosen = draw(st.lists(st.sampled_from(optional), max_size=4, unique=True)) if optional and depth > 0 else []
    for one in cls.content:
        if one.required or one in chosen or (isinstance(one, Row) and one.text):
            _fill(draw, bag, one, depth)
    return bag


def _fill(draw: Callable[[st.SearchStrategy[Any]], Any], bag: Bag, one: Row[Any] | OneOf, depth: int) -> None:
    if isinstance(one, OneOf):
        bag.set(*_one(draw, _shallow(one.rows, depth), depth))
    elif isinstance(one, AnyOf):
        rows = _shallow(one.rows, depth)
        many = draw(st.integers(1, 1 if depth <= 0 else 2))
        bag.set(one, tuple(Entry(*_one(draw, rows, depth)) for _ in range(many)))
    else:
        bag.set(one, _value(draw, one, depth))


def _shallow(rows: tuple[Row[Any], ...], depth: int) -> list[Row[Any]]:
    """Near the bottom only the rows that lead no further down, if there are such."""
    flat = [row for row in rows if isinstance(resolved(row), Simple) or not _required(resolved(row))]
    return flat if depth <= 0 and flat else list(rows)


def _required(cls: Any) -> bool:
    return any(one.required and not (isinstance(one, Row) and isinstance(resolved(one), Simple)) for one in cls.content)


def _one(draw: Callable[[st.SearchStrategy[Any]], Any], rows: list[Row[Any]], depth: int) -> tuple[Row[Any], Any]:
    row = draw(st.sampled_from(rows))
    return row, _value(draw, row, depth)


def _value(draw: Callable[[st.SearchStrategy[Any]], Any], row: Row[Any], depth: int) -> Any:
    of = resolved(row)
    one: st.SearchStrategy[Any]
    if isinstance(of, Simple):
        one = values(of)
    elif row.head:
        one = st.sampled_from(list(substitutes(row.name))).flatmap(lambda cls: bags(cls, depth - 1))
    else:
        one = bags(of, depth - 1)
    if not row.many:
        return draw(one)
    return tuple(draw(one) for _ in range(draw(st.integers(1, 2 if depth > 0 else 1))))
