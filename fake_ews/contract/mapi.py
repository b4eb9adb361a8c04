"""MAPI names of properties, the words for them: a tag, or a set with an id or a name.   Source: MS-OXPROPS."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PropertySet(StrEnum):
    """The property sets with a name of their own (DistinguishedPropertySetType), by GUID. Source: MS-OXPROPS 1.3.2."""

    Meeting = "6ed8da90-450b-101b-98da-00aa003f1305"
    Appointment = "00062002-0000-0000-c000-000000000046"
    Common = "00062008-0000-0000-c000-000000000046"
    PublicStrings = "00020329-0000-0000-c000-000000000046"
    Address = "00062004-0000-0000-c000-000000000046"
    InternetHeaders = "00020386-0000-0000-c000-000000000046"
    CalendarAssistant = "11000e07-b51b-40d6-af21-caa85edab1d0"
    UnifiedMessaging = "4442858e-a9e3-4e80-b900-317a210cc15b"
    Task = "00062003-0000-0000-c000-000000000046"
    Sharing = "00062040-0000-0000-c000-000000000046"


@dataclass(frozen=True, slots=True)
class Mapi:
    """A MAPI name: a property tag, or a set (lower-case GUID) with a numeric id or name.   Source: MS-OXPROPS.

    Of a built-in property, `type` says how MAPI stores it; `inverted` that its Boolean means the opposite; `hundred`
    what is 1.0 there is 100 here. Two names are equal if they name the same property: the type is no part of it.
    """

    tag: int | None = None
    set: str | None = None
    id: int | None = None
    name: str | None = None
    type: str = field(default="String", compare=False)
    inverted: bool = field(default=False, compare=False)
    hundred: bool = field(default=False, compare=False)


def tag(number: int, type: str = "String") -> Mapi:  # noqa: A002 - MAPI's word
    """A property by its tag without the type half: tag(0x37) is the subject."""
    return Mapi(tag=number, type=type)


def lid(
    in_set: PropertySet,
    number: int,
    type: str = "String",  # noqa: A002
    *,
    inverted: bool = False,
    hundred: bool = False,
) -> Mapi:
    """A property of a set by its numeric id."""
    return Mapi(set=in_set.value, id=number, type=type, inverted=inverted, hundred=hundred)


def named(in_set: PropertySet, name: str, type: str = "String") -> Mapi:  # noqa: A002
    """A property of a set by its name."""
    return Mapi(set=in_set.value, name=name, type=type)
