"""The add-in: a product's stamp on an entry, and the rooms it invites; a phone."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model.clock import ManualClock
from fake_ews.model.entries import address_of, people
from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.owa import Owa
from fake_ews.people.phone import Phone
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import AARE, STAMP, last, only, where

# --- the add-in's stamp --------------------------------------------------------------------------------------------


def test_stamp_and_guests(owa: Owa, entry: int, anna: Mailbox, aare: Mailbox, exchange: Exchange) -> None:
    """the add-in writes exactly stamp and invite"""
    values = dict(only(anna).bag.values)
    owa.stamp(entry, STAMP, ["Aare@example.test"])
    item = only(anna)
    ((name, value),) = item.extended.items()
    assert (name.set, name.name, value.type, value.value) == (
        "6b3f0000-0000-4000-8000-00000000c0de", "oid", "String", "r1",
    )  # fmt: skip
    assert [address_of(one) for one in people(item.bag)] == [AARE]  # type: ignore[arg-type]
    assert item.value(ItemRows.Subject) == values[ItemRows.Subject]
    assert last(exchange).mails == (("request", AARE),)
    owa.stamp(entry, STAMP, ["AARE@example.test"])
    assert last(exchange).mails == ()


def test_the_invited_room_answers(owa: Owa, entry: int, aare: Mailbox, exchange: Exchange, clock: ManualClock) -> None:
    owa.stamp(entry, STAMP, [AARE])
    pass_time(exchange, clock, seconds=1)
    assert people(owa.seen(entry)[0])[0].ResponseType == "Accept"
    assert last(exchange).account == "Exchange"


@pytest.mark.parametrize(
    ("stamp", "kind", "value"),
    [
        ({"set": "PublicStrings", "name": "oid", "type": "String", "value": "r1"}, "String", "r1"),
        ({"set": STAMP[0]["set"], "id": 7, "type": "Integer", "value": 42}, "Integer", 42),
        ({"set": STAMP[0]["set"], "id": "0x7", "type": "Boolean", "value": True}, "Boolean", True),
        ({"set": STAMP[0]["set"], "id": 7, "type": "Boolean", "value": False}, "Boolean", False),
        ({"set": STAMP[0]["set"], "name": "p", "type": "StringArray", "value": ["a", "b"]}, "StringArray", ("a", "b")),
        ({"set": STAMP[0]["set"], "name": "p", "value": "x"}, "String", "x"),
    ],
)
def test_stamps_of_every_kind(
    owa: Owa, entry: int, anna: Mailbox, stamp: dict[str, Any], kind: str, value: object
) -> None:
    owa.stamp(entry, [stamp])
    (extended,) = only(anna).extended.values()
    assert (extended.type, extended.value) == (kind, value)


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        ({"name": "oid", "value": "x"}, "has a set, and a name or an id"),
        ({"set": STAMP[0]["set"], "value": "x"}, "has a set, and a name or an id"),
        ({"set": STAMP[0]["set"], "name": "a", "id": 7, "value": "x"}, "has a set, and a name or an id"),
        ({"set": STAMP[0]["set"], "id": 7, "type": "Integer", "value": "x"}, "'x' is not of type Integer"),
    ],
)
def test_stamps_that_are_none(owa: Owa, entry: int, stamp: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        owa.stamp(entry, [stamp])


# --- other programs ------------------------------------------------------------------------------------------------


def test_a_phone_works_at_once(exchange: Exchange, anna: Mailbox, entry: int) -> None:
    """fact sheet section 14: ActiveSync pushes in seconds"""
    phone = Phone(exchange, anna)
    handle = phone.find("Review")
    phone.drag(handle, at(14))
    assert only(anna).value(CalendarItem.Start) == at(14)
    assert last(exchange).account == "Phone of anna@example.test"
    phone.delete(handle)
    assert where(phone, handle) == "deleteditems"
