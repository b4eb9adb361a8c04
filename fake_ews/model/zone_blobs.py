"""Time zones as MAPI stores them beside an entry: a structure of one rule, and a definition with its name.

Rule: the bytes are those of MS-OXOCAL 2.2.1.39 (PidLidTimeZoneStruct) and 2.2.1.41 (the definitions); the rule told is
the one that counts at the start of the entry.
"""

from __future__ import annotations

import datetime as dt
import struct

from fake_ews.contract.zones import SerializableTimeZone, SerializableTimeZoneTime
from fake_ews.model import zones
from fake_ews.model.zone_definitions import WEEKDAYS, two_changes

_BEGIN = 1601  # the year of a rule that counts from the beginning
_EFFECTIVE, _WINDOWS = 2, 2  # TZRULE_FLAG_EFFECTIVE_TZREG; a reserved word of the header
_RULE = 0x3E  # bytes of a rule behind its own head


def structure(zone_id: str, at: dt.datetime) -> bytes:
    """PidLidTimeZoneStruct: three biases, and when each of the two times begins."""
    biases, standard, daylight = _told(zone_id, at)
    return biases + struct.pack("<H", 0) + standard + struct.pack("<H", 0) + daylight


def definition(zone_id: str, at: dt.datetime) -> bytes:
    """PidLidAppointmentTimeZoneDefinitionStartDisplay and its kin: the name of the zone, and its rule."""
    biases, standard, daylight = _told(zone_id, at)
    name = zones.shown_id(zone_id)
    head = struct.pack("<HH", _WINDOWS, len(name)) + name.encode("utf-16-le") + struct.pack("<H", 1)
    rule = struct.pack("<BBHHH", 2, 1, _RULE, _EFFECTIVE, _BEGIN) + bytes(14) + biases + standard + daylight
    return struct.pack("<BBH", 2, 1, len(head)) + head + rule


def zone_in(data: bytes) -> str | None:
    """The id of the zone that a definition names, if it is one that is known; None where it does not read."""
    if len(data) < 8 or data[:2] != b"\x02\x01":
        return None
    (letters,) = struct.unpack_from("<H", data, 6)
    return zones.known_id(data[8 : 8 + 2 * letters].decode("utf-16-le", "replace"))


def _told(zone_id: str, at: dt.datetime) -> tuple[bytes, bytes, bytes]:
    bag = two_changes(zones.span_at(zone_id, at))
    times = (bag.need(SerializableTimeZone.StandardTime), bag.need(SerializableTimeZone.DaylightTime))
    biases = struct.pack("<iii", bag.need(SerializableTimeZone.Bias), *(time.need(_BIAS) for time in times))
    standard, daylight = map(_when, times)
    return biases, standard, daylight


_BIAS = SerializableTimeZoneTime.Bias


def _when(time: SerializableTimeZoneTime) -> bytes:
    """A SYSTEMTIME: the month, the weekday, which one of the month, and the time of day."""
    month, order = time.need(SerializableTimeZoneTime.Month), time.need(SerializableTimeZoneTime.DayOrder)
    weekday = WEEKDAYS.index(time.need(SerializableTimeZoneTime.DayOfWeek))
    hours, minutes, seconds = map(int, time.need(SerializableTimeZoneTime.Time).split(":"))
    return struct.pack("<8H", 0, month, weekday, order, hours, minutes, seconds, 0)
