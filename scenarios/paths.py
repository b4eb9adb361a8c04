"""How a property of an item is named in the history: FieldURI, or `set/name`, `set/id` and `0xTAG` for an extended one.

Rule: GUIDs are lower case without braces, well-known sets have their GUID; nobody compares property names otherwise.
"""

import re

HEXADECIMAL = re.compile("0[xX][0-9a-fA-F]+")
WELL_KNOWN = {
    "meeting": "6ed8da90-450b-101b-98da-00aa003f1305",
    "appointment": "00062002-0000-0000-c000-000000000046",
    "common": "00062008-0000-0000-c000-000000000046",
    "publicstrings": "00020329-0000-0000-c000-000000000046",
    "address": "00062004-0000-0000-c000-000000000046",
    "internetheaders": "00020386-0000-0000-c000-000000000046",
    "calendarassistant": "11000e07-b51b-40d6-af21-caa85edab1d0",
    "unifiedmessaging": "4442858e-a9e3-4e80-b900-317a210cc15b",
    "task": "00062003-0000-0000-c000-000000000046",
    "sharing": "00062040-0000-0000-c000-000000000046",
}
"""DistinguishedPropertySetId and its GUID.   Source: MS-OXPROPS 1.3.2, commonly used property sets."""

APPOINTMENT = WELL_KNOWN["appointment"]
COMMON = WELL_KNOWN["common"]

URIS = {
    "subject": ("item:Subject", "0x37", "0xe1d"),
    "start": ("calendar:Start", "calendar:StartWallClock", f"{APPOINTMENT}/{0x820D}", f"{COMMON}/{0x8516}"),
    "end": ("calendar:End", "calendar:EndWallClock", f"{APPOINTMENT}/{0x820E}", f"{COMMON}/{0x8517}"),
    "allDay": ("calendar:IsAllDayEvent", f"{APPOINTMENT}/{0x8215}"),
    "location": ("calendar:Location", "calendar:EnhancedLocation", f"{APPOINTMENT}/{0x8208}"),
    "reminderMinutes": (
        "item:ReminderIsSet",
        "item:ReminderMinutesBeforeStart",
        "item:ReminderDueBy",
        f"{COMMON}/{0x8501}",
        f"{COMMON}/{0x8502}",
        f"{COMMON}/{0x8503}",
        f"{COMMON}/{0x8560}",
    ),
    "sensitivity": ("item:Sensitivity", "0x36"),
    "freeBusy": ("calendar:LegacyFreeBusyStatus", f"{APPOINTMENT}/{0x8205}"),
    "attendees": ("calendar:RequiredAttendees", "calendar:OptionalAttendees"),
    "resources": ("calendar:Resources", "calendar:RequiredAttendees"),
    "text": ("item:Body", "0x1000", "0x1013"),
}
"""The properties of Exchange through which a field of the contract is written.   Source: MS-OXOCAL, MS-OXPROPS."""


def set_guid(name: str) -> str:
    """The GUID of a property set given by GUID or by well-known name."""
    plain = name.strip("{} ").lower()
    return WELL_KNOWN.get(plain, plain)


def property_path(set_name: str, key: str) -> str:
    """The path of a property in a set; `key` is its name, or its id in decimal or (0x...) hexadecimal digits."""
    number = HEXADECIMAL.fullmatch(key)
    return f"{set_guid(set_name)}/{int(key, 16) if number else key}"


def same_path(path: str) -> str:
    """A path as the journal writes it, in the form that is compared."""
    if "/" in path:
        set_name, _, key = path.partition("/")
        return property_path(set_name, key)
    return hex(int(path, 16)) if path.lower().startswith("0x") else path


def fields_of(path: str) -> frozenset[str]:
    """The contract's fields that a property writes; none: it is no field of the contract."""
    return frozenset(name for name, uris in URIS.items() if same_path(path) in uris)
