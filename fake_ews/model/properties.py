"""Built-in properties under their MAPI names: one value with two names, and what Exchange computes for further names.

Rule: `builtin` says whether a MAPI name belongs to a row of the contract; then the row holds the value, and `to_mapi`
and `from_mapi` translate. A property asked for with another type than it has is absent.
To add one that is computed: its function and its line in COMPUTED_MAPI. Source: MS-OXPROPS, MS-OXOCAL.
"""

from __future__ import annotations

import base64
import datetime as dt
import locale
import re
import struct
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfStrings, EmailAddress, FolderId, ItemId, SingleRecipient
from fake_ews.contract.items import Item
from fake_ews.contract.notation import Bag, Mapi, PropertySet, Row, Simple, lid, resolved, tag
from fake_ews.model import zones
from fake_ews.model.extended import Extended, Scalar, Value, bag_of, key, name_of, value_of
from fake_ews.model.failures import ErrorInvalidExtendedPropertyValue, Failure
from fake_ews.model.languages import before_subjects
from fake_ews.model.memo import memo

__all__ = [
    "COMPUTED_MAPI",
    "MEETING_IDS",
    "Extended",
    "Scalar",
    "Value",
    "bag_of",
    "builtin",
    "from_mapi",
    "global_object_id",
    "key",
    "name_of",
    "to_mapi",
    "topic",
    "value_of",
]

T = TypeVar("T")
Way = Callable[[Any], Any]
"""A value told in other words, or None where there are none."""


class Valued(Protocol):
    """What a computed property may ask of an item."""

    number: int
    bag: Bag

    @property
    def kind(self) -> type[Bag]: ...

    def value(self, row: Row[T]) -> T | None: ...


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


def _name_or_address(recipient: SingleRecipient) -> str | None:
    mailbox = recipient.need(SingleRecipient.Mailbox)
    return mailbox.Name or mailbox.EmailAddress


_OF_BAGS: dict[type[Bag], tuple[Way, Way]] = {
    ArrayOfStrings: (lambda bag: bag.String or None, lambda value: ArrayOfStrings(String=value)),
    SingleRecipient: (_name_or_address, lambda value: SingleRecipient(Mailbox=EmailAddress(Name=value))),
    ItemId: (_entry_id, _none),
    FolderId: (_entry_id, _none),
}

# Windows' numbers of languages, as Python's own table has them
_LANGUAGES = {lcid: name.replace("_", "-") for lcid, name in locale.windows_locale.items()}
_LCIDS = {name: lcid for lcid, name in _LANGUAGES.items()}


# MAPI properties that are computed from built-in ones


def global_object_id(uid: str, day: dt.date | None = None) -> bytes:
    """The GlobalObjectId of a UID; of one occurrence with its original day. Source: MS-OXOCAL 2.2.1.27.

    A UID that is such an id in hex stands for itself, any other is wrapped behind "vCal-Uid".
    """
    date = struct.pack(">HBB", day.year, day.month, day.day) if day else bytes(4)
    if uid[:32].upper() == _GLOBAL.hex().upper() and re.fullmatch(r"([0-9A-Fa-f]{2}){40,}", uid):
        whole = bytes.fromhex(uid)
        return whole[:16] + date + whole[20:]
    data = b"vCal-Uid\x01\x00\x00\x00" + uid.encode() + b"\x00"
    return _GLOBAL + date + bytes(16) + struct.pack("<I", len(data)) + data


_GLOBAL = bytes.fromhex("040000008200E00074C5B7101A82E008")


def _clean_id(item: Valued) -> Extended | None:
    uid = item.value(CalendarItem.UID)
    return None if uid is None else Extended("Binary", global_object_id(uid))


def _full_id(item: Valued) -> Extended | None:
    uid, original = item.value(CalendarItem.UID), item.value(CalendarItem.OriginalStart)
    if uid is None or original is None:
        return _clean_id(item)
    day = zones.offset_form(original, item.bag.get(CalendarItem.StartTimeZoneId) or "UTC").date()
    return Extended("Binary", global_object_id(uid, day))


def _time(row: Row[dt.datetime]) -> Callable[[Valued], Extended | None]:
    def same(item: Valued) -> Extended | None:
        value = item.value(row)
        return None if value is None else Extended("SystemTime", value)

    return same


def _duration(item: Valued) -> Extended | None:
    start, end = item.value(CalendarItem.Start), item.value(CalendarItem.End)
    return None if start is None or end is None else Extended("Integer", int((end - start).total_seconds()) // 60)


def _is_private(item: Valued) -> Extended | None:
    return Extended("Boolean", item.value(Item.Sensitivity) == "Private")


def _is_of_series(item: Valued) -> Extended | None:
    """Other than IsRecurring, true of the master, too. [seen: DavMail looks for series by it; MS-OXOCAL 2.2.1.12]"""
    if item.kind is not CalendarItem:
        return None
    return Extended("Boolean", item.value(CalendarItem.CalendarItemType) not in (None, "Single"))


_PREFIX = re.compile(rf"(?:[^\s\d:]{{1,3}}|{'|'.join(map(re.escape, before_subjects()))}): ")
"""Such as "RE: " and "AW: " [spec MS-OXCMSG 2.2.1.9]; answers to meetings come with a whole word [spec MS-OXOCAL]."""


def _prefix(item: Valued) -> Extended | None:
    found = _PREFIX.match(item.value(Item.Subject) or "")
    return Extended("String", found[0]) if found else None


def topic(item: Valued) -> str | None:
    """The topic of a conversation: the subject without its "RE: ". Source: MS-OXOMSG 2.2.1.5, MS-OXCMSG 2.2.1.10."""
    subject = item.value(Item.Subject)
    prefix = _PREFIX.match(subject or "")
    return subject if subject is None or prefix is None else subject[prefix.end() :]


def _topic(item: Valued) -> Extended | None:
    found = topic(item)
    return None if found is None else Extended("String", found)


def _text(item: Valued) -> Extended | None:
    body = item.value(Item.TextBody)
    return None if body is None else Extended("String", body.text or "")


MEETING_IDS = frozenset((lid(PropertySet.Meeting, 0x03), lid(PropertySet.Meeting, 0x23)))
"""GlobalObjectId, CleanGlobalObjectId."""
COMPUTED_MAPI: dict[Mapi, Callable[[Valued], Extended | None]] = {
    tag(0x0E23): lambda item: Extended("Integer", item.number),  # InternetArticleNumber: grows within a folder
    lid(PropertySet.Meeting, 0x03): _full_id,  # GlobalObjectId
    lid(PropertySet.Meeting, 0x23): _clean_id,  # CleanGlobalObjectId
    lid(PropertySet.Common, 0x8516): _time(CalendarItem.Start),  # CommonStart
    lid(PropertySet.Common, 0x8517): _time(CalendarItem.End),  # CommonEnd
    lid(PropertySet.Appointment, 0x8235): _time(CalendarItem.Start),  # ClipStart
    lid(PropertySet.Appointment, 0x8236): _time(CalendarItem.End),  # ClipEnd
    tag(0x0060): _time(CalendarItem.Start),  # StartDate
    tag(0x0061): _time(CalendarItem.End),  # EndDate
    lid(PropertySet.Appointment, 0x8213): _duration,  # AppointmentDuration, in minutes
    lid(PropertySet.Appointment, 0x8223): _is_of_series,  # Recurring
    lid(PropertySet.Common, 0x8506): _is_private,  # Private
    tag(0x003D): _prefix,  # SubjectPrefix
    tag(0x0E1D): _topic,  # NormalizedSubject
    tag(0x0070): _topic,  # ConversationTopic, where the kind has no row for it
    tag(0x1000): _text,  # Body
}
"""What Exchange computes for a MAPI name that no row has. Asked of an item of any kind; None where it has nothing."""
