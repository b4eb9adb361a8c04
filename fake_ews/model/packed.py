"""Stored values as bytes and back: what ExportItems hands out, and what can be kept in a file.

Rule: bytes hold nothing but names of the contract and plain values, so that nothing is run when they are read; what
does not read as it was written is a ValueError. Made with msgpack; real servers hand out a stream of their own, which
clients are told not to look into (ref/exportitems-operation).
"""

from __future__ import annotations

import datetime as dt
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, cast

import msgspec

from fake_ews.contract.mapi import Mapi
from fake_ews.contract.notation import Bag, Entry, Row
from fake_ews.model.attachments import Attached
from fake_ews.model.extended import Extended
from fake_ews.model.series import Changed

HEAD = b"fkx1"
_RECORDS: tuple[type[Any], ...] = (Attached, Extended, Mapi, Changed)
_TUPLE, _BAG, _ENTRY, _ROW, _RECORD, _MAPPING, _INSTANT, _DATE, _TIME, _SPAN, _SET, _GUID = range(12)


def pack(value: object) -> bytes:
    """A bag, or anything that one may hold, as bytes."""
    body = zlib.compress(msgspec.msgpack.encode(_plain(value)))
    return HEAD + zlib.crc32(body).to_bytes(4, "big") + body


def unpack(data: bytes) -> Any:
    """The value in bytes; ValueError where they are none of ours, are damaged, or name what the contract has not."""
    body = data[8:]
    if data[:4] != HEAD or zlib.crc32(body).to_bytes(4, "big") != data[4:8]:
        raise ValueError("these are not the bytes of a stored value")
    try:
        return _value(msgspec.msgpack.decode(zlib.decompress(body)))
    except (zlib.error, msgspec.DecodeError, LookupError, TypeError, ValueError) as error:
        raise ValueError(f"the bytes of a stored value cannot be read: {error}") from error


def _plain(value: object) -> object:
    """The value as lists that begin with what they stand for, and plain values."""
    match value:
        case None | bool() | int() | float() | str() | bytes():
            return value
        case Entry():
            return [_ENTRY, *map(_plain, tuple(value))]
        case tuple():
            return [_TUPLE, *map(_plain, value)]
        case Row():
            return [_ROW, _name(value.owner), _key(value)]
        case Bag():
            return [_BAG, _name(type(value)), *([_plain(row), _plain(one)] for row, one in value)]
        case Mapping():
            return [_MAPPING, *([_plain(key), _plain(one)] for key, one in value.items())]
        case dt.datetime():
            return [_INSTANT, value.isoformat()]
        case dt.date():
            return [_DATE, value.isoformat()]
        case dt.time():
            return [_TIME, value.isoformat()]
        case dt.timedelta():
            return [_SPAN, value.days, value.seconds, value.microseconds]
        case frozenset():
            return [_SET, *map(_plain, sorted(value))]
        case uuid.UUID():
            return [_GUID, value.bytes]
        case _:
            kind = _RECORDS.index(type(value))
            parts = [_plain(getattr(value, one.name)) for one in fields(cast(Any, value))]
            return [_RECORD, kind, *parts]


def _value(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    what, *rest = plain
    match what:
        case 0:
            return tuple(map(_value, rest))
        case 1:
            bag = Bag.by_name[rest[0]]()
            bag.values = {_value(row): _value(one) for row, one in rest[1:]}
            return bag
        case 2:
            return Entry(_value(rest[0]), _value(rest[1]))
        case 3:
            return Bag.by_name[rest[0]].keys[rest[1]]
        case 4:
            return _RECORDS[rest[0]](*map(_value, rest[1:]))
        case 5:
            return {_value(key): _value(one) for key, one in rest}
        case 6:
            return dt.datetime.fromisoformat(rest[0])
        case 7:
            return dt.date.fromisoformat(rest[0])
        case 8:
            return dt.time.fromisoformat(rest[0])
        case 9:
            return dt.timedelta(*rest)
        case 10:
            return frozenset(map(_value, rest))
        case 11:
            return uuid.UUID(bytes=rest[0])
        case _:
            raise ValueError(f"{what!r} stands for no kind of value")


def _name(kind: type[Bag]) -> str:
    return f"{kind.namespace.prefix}:{kind.schema_name}"


@cache
def _key(row: Row[Any]) -> str:
    """The name of a row in its class."""
    return next(key for key, one in row.owner.keys.items() if one is row)
