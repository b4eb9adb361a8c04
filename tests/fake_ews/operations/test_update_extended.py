"""UpdateItem of extended properties: set, changed, taken away, refused."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.operations import (
    SetItemField,
)
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.model.items import Item
from tests.fake_ews.operations.client import (
    Client,
    drop,
    extended,
    path_entry,
    put,
)

OID = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="oid", PropertyType="String"
)
OTHER = PathToExtendedField(PropertySetId=OID.PropertySetId, PropertyId=7, PropertyType="Integer")


def test_an_extended_property_is_set_changed_and_taken_away(ews: Client, review: Item) -> None:
    for value in ("r1", "r2"):
        ews.update(review, put(OID, value))
        (shown,) = ews.get(review, OID).ExtendedProperty
        assert shown.Value == value
    turn = ews.update(review, drop(OID)).turn
    assert ews.get(review, OID).ExtendedProperty is None
    assert turn.properties == [(f"{OID.PropertySetId}/oid", "")]
    assert ews.update(review, drop(OID)).code == "NoError"


def test_an_extended_property_alone_changes_nothing_else(ews: Client, review: Item) -> None:
    ews.update(review, put(CalendarItem.Location, "Aare"))
    before = dict(review.bag.values)
    ews.update(review, put(OID, "r1"))
    assert review.bag.values == before


def test_extended_properties_that_do_not_fit(ews: Client, review: Item) -> None:
    """RC: mismatch, count"""
    other = put(OTHER, "7")
    other.entries = (path_entry(SetItemField, OID),)
    assert ews.update(review, other).code == "ErrorUpdatePropertyMismatch"
    plain = put(ItemRows.Subject, "x")
    plain.entries = (path_entry(SetItemField, OID),)
    assert ews.update(review, plain).code == "ErrorUpdatePropertyMismatch"
    two = put(OID, "r1")
    two.CalendarItem = CalendarItem(ExtendedProperty=(extended(OID, "a"), extended(OTHER, "7")))
    assert ews.update(review, two).code == "ErrorIncorrectUpdatePropertyCount"
    none = put(OID, "r1")
    none.CalendarItem = CalendarItem()
    assert ews.update(review, none).code == "ErrorIncorrectUpdatePropertyCount"


@pytest.mark.parametrize("make", [lambda path: put(path, "x"), drop])
def test_an_extended_property_that_makes_no_sense(ews: Client, review: Item, make: object) -> None:
    path = PathToExtendedField(PropertyName="oid", PropertyType="String")
    assert ews.update(review, make(path)).code == "ErrorInvalidExtendedProperty"  # type: ignore[operator]


def test_a_value_that_is_not_of_its_type(ews: Client, review: Item) -> None:
    """RC ErrorInvalidExtendedPropertyValue"""
    assert ews.update(review, put(OTHER, "seven")).code == "ErrorInvalidExtendedPropertyValue"
