"""How tests ask: restrictions and sort orders in few words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Bag, Entry
from fake_ews.contract.paths import PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.contract.queries import (
    ConstantValue,
    ContainsExpression,
    Excludes,
    ExcludesValue,
    Exists,
    FieldURIOrConstant,
    IsEqualTo,
    IsGreaterThan,
    IsGreaterThanOrEqualTo,
    IsLessThan,
    IsLessThanOrEqualTo,
    IsNotEqualTo,
    Restriction,
    TwoOperandExpression,
)
from fake_ews.model.failures import (
    Failure,
)
from fake_ews.model.profile import Profile
from fake_ews.model.properties import Extended
from fake_ews.model.queries import Queryable, matcher
from tests.fake_ews.model.sample import Sample, named

TEN = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
OID = PathToExtendedField(DistinguishedPropertySetId="PublicStrings", PropertyName="oid", PropertyType="String")
COUNT = PathToExtendedField(DistinguishedPropertySetId="PublicStrings", PropertyName="n", PropertyType="Integer")
MEMBER = PathToIndexedField(FieldURI="distributionlist:Members:Member", FieldIndex="x")
NONSENSE = PathToExtendedField(PropertyName="x", PropertyType="String")
START = PathToExtendedField(DistinguishedPropertySetId="Appointment", PropertyId=0x820D, PropertyType="SystemTime")
TAGS = PathToExtendedField(DistinguishedPropertySetId="PublicStrings", PropertyName="t", PropertyType="StringArray")


def chosen(kind: type[Bag], path: str | Bag) -> tuple[Entry, ...]:
    """A choice of one that names a property: by its FieldURI, or as the path it is."""
    bag = PathToUnindexedField(FieldURI=path) if isinstance(path, str) else path
    return (Entry(kind.rows[type(bag).element or ""], bag),)


def compare(kind: type[TwoOperandExpression], path: str | Bag, value: str | Bag) -> TwoOperandExpression:
    """A comparison with a constant, or with another property."""
    if isinstance(value, str):
        right = FieldURIOrConstant(Constant=ConstantValue(Value=value))
    else:
        right = FieldURIOrConstant(**{type(value).element or "": value})
    return kind(entries=chosen(kind, path), FieldURIOrConstant=right)


def equal(path: str | Bag, value: str | Bag) -> TwoOperandExpression:
    """IsEqualTo."""
    return compare(IsEqualTo, path, value)


def contains(path: str | Bag, value: str, mode: str | None = None, how: str | None = None) -> ContainsExpression:
    """Contains."""
    entries = chosen(ContainsExpression, path)
    constant = ConstantValue(Value=value)
    return ContainsExpression(entries=entries, Constant=constant, ContainmentMode=mode, ContainmentComparison=how)


def exists(path: str | Bag) -> Exists:
    """Exists."""
    return Exists(entries=chosen(Exists, path))


def excludes(path: str | Bag, mask: str) -> Excludes:
    """Excludes."""
    return Excludes(entries=chosen(Excludes, path), Bitmask=ExcludesValue(Value=mask))


def within(kind: type[Bag], *parts: Bag) -> Any:
    """And, Or, Not, or the Restriction itself, around expressions."""
    return kind(entries=tuple(Entry(kind.rows[type(part).element or ""], part) for part in parts))


def matches(item: Queryable, expression: Bag, zone: dt.tzinfo = dt.UTC, **profile: object) -> bool:
    """Whether an item matches."""
    found = matcher(within(Restriction, expression), Profile().but(**profile), zone)
    assert not isinstance(found, Failure), found
    return found(item)


def refused(expression: Bag) -> Failure:
    """Why a restriction cannot be asked."""
    failure = matcher(within(Restriction, expression), Profile())
    assert isinstance(failure, Failure)
    return failure


COMPARISONS = (IsEqualTo, IsNotEqualTo, IsGreaterThan, IsGreaterThanOrEqualTo, IsLessThan, IsLessThanOrEqualTo)

ITEMS = st.builds(
    lambda subject, start, oid: Sample(
        CalendarItem(Subject=subject, Start=start and TEN + start * HOUR),
        {} if oid is None else {named(OID): Extended("String", oid)},
    ),
    st.sampled_from([None, "a", "b"]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, "a", "b"]),
)
