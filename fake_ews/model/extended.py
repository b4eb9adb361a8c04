"""Extended properties as clients name and write them: ExtendedFieldURI to MAPI name, text to value, and back.

Rule: names are compared by what they name (GUIDs in any case, a tag in hex or decimal, a set by GUID or own name); a
value is kept as its MAPI type, and is written in one canonical form only.
Source: ref/extendedfielduri, ref/extendedproperty, MapiPropertyTypeType.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import math
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from fake_ews.contract.notation import Mapi, PropertySet, Row
from fake_ews.contract.paths import ExtendedProperty, Guid, NonEmptyArrayOfPropertyValues, PathToExtendedField
from fake_ews.model import filetimes
from fake_ews.model.failures import (
    ErrorInvalidExtendedProperty,
    ErrorInvalidExtendedPropertyValue,
    ErrorUnsupportedMapiPropertyType,
    Failure,
)
from fake_ews.model.memo import memo
from fake_ews.model.profile import Profile

Scalar = str | int | bool | float | bytes | dt.datetime | uuid.UUID
Value = Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Extended:
    """The value of an extended property: `type` as in PropertyType, instants aware UTC, arrays as tuples."""

    type: str
    value: Value


# names


def name_of(path: PathToExtendedField) -> Mapi | Failure:
    """The name that an ExtendedFieldURI says, with the type it asks for.

    ErrorInvalidExtendedProperty for a combination that is not allowed or a tag in 0x8000-0xFFFE,
    ErrorUnsupportedMapiPropertyType for Object, Error, Null and their arrays.
    """
    return name_said(said_of(path))


class Said(NamedTuple):
    """The attributes of an ExtendedFieldURI."""

    set_name: str | None
    set_guid: str | None
    tag: str | None
    name: str | None
    id: int | None
    type: str


def said_of(path: PathToExtendedField) -> Said:
    """What a path says, as a value that can be a key."""
    return Said._make(map(path.values.get, _SAID))


_SAID: tuple[Row[Any], ...] = (
    PathToExtendedField.DistinguishedPropertySetId, PathToExtendedField.PropertySetId, PathToExtendedField.PropertyTag,
    PathToExtendedField.PropertyName, PathToExtendedField.PropertyId, PathToExtendedField.PropertyType,
)  # fmt: skip


@memo
def name_said(said: Said) -> Mapi | Failure:
    """As `name_of`, of the attributes alone."""
    if said.type not in _SINGLE and said.type not in _ARRAYS:
        return ErrorUnsupportedMapiPropertyType
    guids = (None if said.set_name is None else PropertySet[said.set_name].value, said.set_guid)
    sets = [one for one in guids if one is not None]
    keys = [one for one in (said.name, said.id) if one is not None]
    if said.tag is not None:
        number = _tag(said.tag)
        usable = not sets and not keys and not 0x8000 <= number <= 0xFFFE
        return Mapi(tag=number, type=said.type) if usable else ErrorInvalidExtendedProperty
    if len(sets) != 1 or len(keys) != 1:
        return ErrorInvalidExtendedProperty
    return Mapi(set=sets[0].lower(), id=said.id, name=said.name, type=said.type)


def _tag(text: str) -> int:
    return int(text, 16 if text[:2] in ("0x", "0X") else 10)


@memo
def echo(said: Said, how: str) -> PathToExtendedField:
    """The path by which an answer names the property, as Profile.echoed_set says; shared, so not to be changed."""
    by_name, by_guid = said.set_name, said.set_guid
    if how == "by GUID" and said.set_name is not None:
        by_name, by_guid = None, PropertySet[said.set_name].value
    elif how == "by name" and by_guid is not None and by_guid.lower() in _SETS:
        by_name, by_guid = _SETS[by_guid.lower()], None
    return PathToExtendedField(
        DistinguishedPropertySetId=by_name,
        PropertySetId=by_guid,
        PropertyTag=None if said.tag is None else f"0x{_tag(said.tag):x}",
        PropertyName=said.name,
        PropertyId=said.id,
        PropertyType=said.type,
    )


_SETS = {one.value: one.name for one in PropertySet}


def same_name(name: Mapi, there: Iterable[Mapi]) -> Mapi:
    """The name under which one of these is the same property, letters' case aside; `name` itself if none is."""
    if name.name is None:
        return name
    wanted = (name.set, name.name.lower())
    return next((one for one in there if one.name is not None and (one.set, one.name.lower()) == wanted), name)


def key(name: Mapi) -> str:
    """A MAPI name as logs and journals write it: "0x0037", "<guid>/0x820d" or "<guid>/name", all lower but the name."""
    if name.tag is not None:
        return f"0x{name.tag:04x}"
    return f"{name.set}/{name.name}" if name.id is None else f"{name.set}/0x{name.id:04x}"


# values


def value_of(type: str, prop: ExtendedProperty, zone: dt.tzinfo = dt.UTC) -> Value | Failure:  # noqa: A002 - EWS's word
    """The value of an extended property that a client sends, or ErrorInvalidExtendedPropertyValue.

    `type` is its PropertyType, an array's or not; `zone` counts for instants that name none. Instants lose their
    fractions of a second. [unverified]
    """
    if type in _ARRAYS:
        values = None if prop.Values is None else [read(type[:-5], text, zone) for text in prop.Values.Value or ()]
        if values is None or None in values:
            return ErrorInvalidExtendedPropertyValue
        return tuple(value for value in values if value is not None)
    value = None if prop.Value is None else read(type, prop.Value, zone)
    return ErrorInvalidExtendedPropertyValue if value is None else value


def bag_of(path: PathToExtendedField, extended: Extended, profile: Profile) -> ExtendedProperty:
    """The property as an answer holds it: the path that asked for it, a tag always in hex, then the value."""
    prop = ExtendedProperty()
    prop.values[ExtendedProperty.ExtendedFieldURI] = echo(said_of(path), profile.echoed_set)
    if isinstance(extended.value, tuple):
        prop.Values = NonEmptyArrayOfPropertyValues(Value=tuple(map(written, extended.value)))
    else:
        prop.values[ExtendedProperty.Value] = written(extended.value)
    return prop


def read(type: str, text: str, zone: dt.tzinfo = dt.UTC) -> Scalar | None:  # noqa: A002 - EWS's word
    """The one value that a text means as a MAPI type (no array), or None if it means none."""
    if type == "SystemTime":
        moment = instant(text, zone)
        return moment if moment is not None and moment >= filetimes.FIRST else None
    return _WHOLE[type](text)


def written(value: Scalar) -> str:
    """The canonical text of a value: whole seconds with Z, base64, true/false, a GUID in lower case."""
    match value:
        case bool():
            return "true" if value else "false"
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case dt.datetime():
            return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case float():
            return repr(value)
        case _:
            return str(value)


def _integer(bits: int) -> Callable[[str], int | None]:
    least, most = -(1 << bits - 1), (1 << bits - 1) - 1

    def whole(text: str) -> int | None:
        found = re.fullmatch(r"[+-]?[0-9]{1,20}", text.strip())
        return int(found[0]) if found and least <= int(found[0]) <= most else None

    return whole


def _double(text: str) -> float | None:
    found = re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", text.strip())
    return float(found[0]) if found and math.isfinite(float(found[0])) else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower())


def _binary(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _guid(text: str) -> uuid.UUID | None:
    plain = text.strip().removeprefix("{").removesuffix("}")
    return uuid.UUID(plain) if re.fullmatch(Guid.pattern or "", plain) else None


_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")


def instant(text: str, zone: dt.tzinfo = dt.UTC) -> dt.datetime | None:
    """The instant (UTC, whole seconds) of an xs:dateTime, or None if it is none that can be told in UTC."""
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        said = dt.datetime.fromisoformat(found[1] + (found[2] or ""))
        return (said if found[2] else said.replace(tzinfo=zone)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


_WHOLE: dict[str, Callable[[str], Scalar | None]] = {
    "ApplicationTime": _double,
    "Binary": _binary,
    "Boolean": _boolean,
    "CLSID": _guid,
    "Currency": _integer(64),
    "Double": _double,
    "Float": _double,
    "Integer": _integer(32),
    "Long": _integer(64),
    "Short": _integer(16),
    "String": str,
}
_SINGLE = frozenset((*_WHOLE, "SystemTime"))
_ARRAYS = frozenset(f"{one}Array" for one in _SINGLE - {"Boolean"})
