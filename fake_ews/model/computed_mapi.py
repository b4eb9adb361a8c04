"""MAPI properties that Exchange computes from what an item is, where no row of the contract has their name.

Rule: each is a function of an item of any kind; None where it has nothing. To add one: its function and its line in
COMPUTED_MAPI. Source: MS-OXPROPS, MS-OXOCAL, MS-OXCMSG, MS-OXOMSG.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
import uuid
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import Body, ItemId
from fake_ews.contract.contacts import DistributionList
from fake_ews.contract.items import InternetHeader, Item, NonEmptyArrayOfInternetHeaders
from fake_ews.contract.notation import Bag, Mapi, PropertySet, Row, lid, tag
from fake_ews.model import recurrence_blob, zone_blobs, zones
from fake_ews.model.extended import Extended
from fake_ews.model.recurrence import pattern_of
from fake_ews.model.subjects import PREFIX, topic_of

T = TypeVar("T")


class Valued(Protocol):
    """What a computed property may ask of an item."""

    number: int
    bag: Bag

    @property
    def kind(self) -> type[Bag]: ...

    def value(self, row: Row[T]) -> T | None: ...


def _asked(item: Valued, *names: str) -> Any:
    """The value of the first of these rows that the kind of an item has; None where it has none of them."""
    row = next((item.kind.rows[name] for name in names if name in item.kind.rows), None)
    return None if row is None else item.value(row)


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
    uid = _asked(item, "UID")
    return None if uid is None else Extended("Binary", global_object_id(uid))


def _full_id(item: Valued) -> Extended | None:
    uid, original = _asked(item, "UID"), _asked(item, "OriginalStart", "RecurrenceId")
    if uid is None or original is None:
        return _clean_id(item)
    day = zones.offset_form(original, _zone_id(item, "StartTimeZoneId") or "UTC").date()
    return Extended("Binary", global_object_id(uid, day))


def _zone_id(item: Valued, name: str) -> str | None:
    """The zone in this row as it is kept, not as it is shown."""
    row: Row[str] | None = item.kind.rows.get(name)
    return None if row is None else item.bag.get(row)


def _of(mapi: str, *names: str) -> Callable[[Valued], Extended | None]:
    """The value of one of these rows, as this type."""

    def same(item: Valued) -> Extended | None:
        value = _asked(item, *names)
        return None if value is None else Extended(mapi, value)

    return same


def _duration(item: Valued) -> Extended | None:
    start, end = _asked(item, "Start"), _asked(item, "End")
    return None if start is None or end is None else Extended("Integer", int((end - start).total_seconds()) // 60)


def _is_private(item: Valued) -> Extended | None:
    return Extended("Boolean", item.value(Item.Sensitivity) == "Private")


def _is_of_series(item: Valued) -> Extended | None:
    """Other than IsRecurring, true of the master, too. [seen: DavMail looks for series by it; MS-OXOCAL 2.2.1.12]"""
    if item.kind is not CalendarItem:
        return None
    return Extended("Boolean", item.value(CalendarItem.CalendarItemType) not in (None, "Single"))


_TYPES = ("Daily", "Weekly", "Monthly", "Yearly")
"""What the patterns of each PidLidRecurrenceType from 1 on have in their names. [spec MS-OXOCAL 2.2.1.45]"""


def _recurrence_type(item: Valued) -> Extended | None:
    if item.kind is not CalendarItem:
        return None
    recurrence = item.value(CalendarItem.Recurrence)
    if recurrence is None:
        return Extended("Integer", 0)
    name = type(pattern_of(recurrence)).__name__
    return Extended("Integer", next(number for number, word in enumerate(_TYPES, start=1) if word in name))


def _recurrence(item: Valued) -> Extended | None:
    """PidLidAppointmentRecur: of a master alone. [spec MS-OXOCAL 2.2.1.44]"""
    data = recurrence_blob.blob(item.bag) if item.kind is CalendarItem else None
    return None if data is None else Extended("Binary", data)


def _zone(
    told: Callable[[str, dt.datetime], bytes], zone: str, time: str = "Start"
) -> Callable[[Valued], Extended | None]:
    def blob(item: Valued) -> Extended | None:
        zone_id, at = _zone_id(item, zone), _asked(item, time)
        return None if zone_id is None or at is None else Extended("Binary", told(zone_id, at))

    return blob


def _flags(item: Valued) -> Extended:
    """PidTagMessageFlags. [spec MS-OXCMSG 2.2.1.6]"""
    is_read = _asked(item, "IsRead") is not False
    said = {
        0x01: is_read, 0x02: item.value(Item.IsUnmodified), 0x08: item.value(Item.IsDraft),
        0x10: item.value(Item.HasAttachments), 0x20: item.value(Item.IsFromMe), 0x40: item.value(Item.IsAssociated),
        0x80: item.value(Item.IsResend),
    }  # fmt: skip
    return Extended("Integer", sum(bit for bit, is_so in said.items() if is_so))


def _headers(item: Valued) -> Extended | None:
    """PidTagTransportMessageHeaders. [spec MS-OXOMSG 2.2.1.61]"""
    headers = item.value(Item.InternetMessageHeaders)
    if headers is None:
        return None
    several = headers.need(NonEmptyArrayOfInternetHeaders.InternetMessageHeader)
    lines = (f"{one.need(InternetHeader.HeaderName)}: {one.text or ''}\r\n" for one in several)
    return Extended("String", "".join(lines))


def _page(item: Valued) -> Extended | None:
    """PidTagHtml, of a body that is HTML. [spec MS-OXCMSG 2.2.1.58.9]"""
    body = item.value(Item.Body)
    is_html = body is not None and body.need(Body.BodyType) == "HTML"
    return Extended("Binary", (body.text or "").encode()) if body is not None and is_html else None


def _conversation(item: Valued) -> Extended | None:
    """PidTagConversationId. [spec MS-OXOMSG 2.2.1.2]"""
    found = item.value(Item.ConversationId)
    return None if found is None else Extended("Binary", uuid.UUID(found.need(ItemId.Id)).bytes)


def _list_name(item: Valued) -> Extended | None:
    name = item.value(DistributionList.DisplayName)
    return None if name is None else Extended("String", name)


def _prefix(item: Valued) -> Extended | None:
    found = PREFIX.match(item.value(Item.Subject) or "")
    return Extended("String", found[0]) if found else None


def topic(item: Valued) -> str | None:
    """The topic of a conversation: the subject without its "RE: ". Source: MS-OXOMSG 2.2.1.5, MS-OXCMSG 2.2.1.10."""
    return topic_of(item.value(Item.Subject))


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
    lid(PropertySet.Common, 0x8516): _of("SystemTime", "Start", "StartDate"),  # CommonStart
    lid(PropertySet.Common, 0x8517): _of("SystemTime", "End", "DueDate"),  # CommonEnd
    lid(PropertySet.Appointment, 0x8235): _of("SystemTime", "Start"),  # ClipStart
    lid(PropertySet.Appointment, 0x8236): _of("SystemTime", "End"),  # ClipEnd
    tag(0x0060): _of("SystemTime", "Start"),  # StartDate
    tag(0x0061): _of("SystemTime", "End"),  # EndDate
    lid(PropertySet.Appointment, 0x8213): _duration,  # AppointmentDuration, in minutes
    lid(PropertySet.Appointment, 0x8216): _recurrence,  # AppointmentRecur
    lid(PropertySet.Appointment, 0x8223): _is_of_series,  # Recurring
    lid(PropertySet.Appointment, 0x8228): _of("SystemTime", "OriginalStart", "RecurrenceId"),  # ExceptionReplaceTime
    lid(PropertySet.Appointment, 0x8231): _recurrence_type,  # RecurrenceType
    lid(PropertySet.Appointment, 0x8233): _zone(zone_blobs.structure, "StartTimeZoneId"),  # TimeZoneStruct
    lid(PropertySet.Appointment, 0x825E): _zone(zone_blobs.definition, "StartTimeZoneId"),  # ...DefinitionStartDisplay
    lid(PropertySet.Appointment, 0x825F): _zone(zone_blobs.definition, "EndTimeZoneId", "End"),  # ...EndDisplay
    lid(PropertySet.Appointment, 0x8260): _zone(zone_blobs.definition, "StartTimeZoneId"),  # ...DefinitionRecur
    lid(PropertySet.Appointment, 0x823B): _of("String", "DisplayTo"),  # ToAttendeesString
    lid(PropertySet.Appointment, 0x823C): _of("String", "DisplayCc"),  # CcAttendeesString
    lid(PropertySet.Address, 0x8053): _list_name,  # DistributionListName
    lid(PropertySet.Common, 0x8506): _is_private,  # Private
    tag(0x003D): _prefix,  # SubjectPrefix
    tag(0x0E1D): _topic,  # NormalizedSubject
    tag(0x0070): _topic,  # ConversationTopic, where the kind has no row for it
    tag(0x1000): _text,  # Body
    tag(0x1013): _page,  # Html
    tag(0x0E07): _flags,  # MessageFlags
    tag(0x007D): _headers,  # TransportMessageHeaders
    tag(0x3013): _conversation,  # ConversationId
}
"""What Exchange computes for a MAPI name that no row has. Asked of an item of any kind; None where it has nothing."""
