"""Stored values as bytes: whatever is packed comes out again, and what is damaged is said to be."""

from __future__ import annotations

import datetime as dt
import uuid
import zlib
from collections.abc import Mapping
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.attachments import FileAttachment
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import Item
from fake_ews.contract.mail import Message
from fake_ews.contract.mapi import Mapi
from fake_ews.contract.tasks import Task
from fake_ews.model.attachments import Attached
from fake_ews.model.extended import Extended
from fake_ews.model.packed import HEAD, pack, unpack
from fake_ews.model.series import Changed
from tests.fake_ews.soap.bags import bags

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("kind", [CalendarItem, ContactItem, Message, Task])
@settings(max_examples=10, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_item_comes_out_again(kind: type[Item], data: st.DataObject) -> None:
    bag = data.draw(bags(kind))
    assert unpack(pack(bag)) == bag


def test_what_stored_items_hold_besides() -> None:
    name, other = Mapi(set="00062002-0000-0000-c000-000000000046", id=7), Mapi(tag=0x37)
    extended: Mapping[Mapi, Extended] = {name: Extended("Binary", b"\x00"), other: Extended("IntegerArray", (1, 2))}
    file = Attached(3, FileAttachment(Name="a.txt"), NOON, b"text", extended=((name, extended[name]),))
    changes = {738000: Changed({Item.Subject: "Other", CalendarItem.Start: NOON}, {name: None})}
    held = (
        extended,
        (file,),
        changes,
        dt.date(2027, 3, 1),
        dt.time(8, 30),
        dt.timedelta(days=-1, seconds=5),
        frozenset({738000, 738007}),
        {Mapi(tag=0x38): Extended("CLSID", uuid.UUID(int=7))},
        1.5,
        None,
    )
    assert unpack(pack(held)) == held


@pytest.mark.parametrize(
    "data",
    [
        b"", b"FFFF", pack(1)[:-1], pack(1) + b"x", HEAD + zlib.crc32(b"x").to_bytes(4, "big") + b"x",
    ],
)  # fmt: skip
def test_damaged_bytes(data: bytes) -> None:
    with pytest.raises(ValueError, match="stored value"):
        unpack(data)


@pytest.mark.parametrize(
    "plain", [[], [1, "t:NoType"], [3, "t:ItemType", "NoRow"], [4, 99], [9, 1, 2, "x"], [5, 1], [12]]
)
def test_bytes_that_name_what_there_is_not(plain: object) -> None:
    body = zlib.compress(msgspec.msgpack.encode(plain))
    with pytest.raises(ValueError, match="stored value"):
        unpack(HEAD + zlib.crc32(body).to_bytes(4, "big") + body)


def test_what_no_item_holds_cannot_be_packed() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        pack(Decimal(1))
