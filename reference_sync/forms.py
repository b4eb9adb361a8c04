"""Reservations as the product contract writes them in JSON: read with all limits, shown as the entry should be.

Rule: what is read here is good to be stored and to be written to Exchange as it is; everything else is a Problem.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reference_sync.config import is_url
from reference_sync.decide import Attendee, Value
from reference_sync.items import OID_NAME, OID_SET
from reference_sync.tables import Room, Stored, to_json

Json = Mapping[str, object]
SUBJECT_LIMIT = 255
"""Letters of a subject as Outlook counts them (UTF-16 code units)."""
CHOICES = {
    "sensitivity": ("Normal", "Personal", "Private", "Confidential"),
    "freeBusy": ("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData"),
}
DEFAULTS: Mapping[str, Value] = {
    "subject": "",
    "allDay": False,
    "location": "",
    "reminderMinutes": None,
    "sensitivity": "Normal",
    "freeBusy": "Busy",
    "attendees": (),
    "resources": (),
}


class Problem(Exception):
    """A request that is answered with an error: HTTP status, code of the contract, a sentence, more members."""

    def __init__(self, status: int, code: str, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status = status
        self.body: dict[str, object] = {"status": status, "code": code, "title": code, "detail": detail, **more}


def invalid(field: str, detail: str, limit: int | None = None) -> Problem:
    """422: this field cannot be taken."""
    more = {} if limit is None else {"limit": limit}
    return Problem(422, "invalid", f"{field}: {detail}", field=field, **more)


def fields_of(body: Json) -> dict[str, Value]:
    """The fields that `body` names, as values."""
    readers = {
        "subject": _subject,
        "start": moment,
        "end": moment,
        "allDay": _truth,
        "reminderMinutes": _minutes,
        "sensitivity": _choice,
        "freeBusy": _choice,
        "attendees": _attendees,
        "resources": _resources,
    }
    return {name: read(name, body[name]) for name, read in readers.items() if name in body}


def text_of(body: Json, name: str, default: str | None = None) -> str:
    """A text; without `default` it has to be there."""
    value = body.get(name, default)
    if not isinstance(value, str):
        raise invalid(name, "should be text")
    return value


def address_of(name: str, value: object) -> str:
    """An SMTP address in lower case."""
    if not isinstance(value, str) or value.count("@") != 1 or value != value.strip() or len(value) < 3:
        raise invalid(name, f"{value!r} is no address")
    return value.lower()


def server_of(body: Json, configured: str) -> str:
    """The EWS address of a user's server; empty where none is named, or the `configured` one."""
    url = text_of(body, "exchange", "")
    if url and not is_url(url):
        raise invalid("exchange", "should be an http or https address")
    return "" if url == configured else url


def zone_of(body: Json, default: str = "UTC") -> str:
    """The IANA name of a zone."""
    name = text_of(body, "timeZone", default)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise invalid("timeZone", f"{name!r} is no IANA zone") from error
    return name


def instant(name: str, value: object) -> datetime:
    """An instant from RFC 3339 with offset, in UTC."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise invalid(name, f"{value!r} is no RFC 3339 time") from error
    if found.tzinfo is None:
        raise invalid(name, "has no offset")
    return found.astimezone(UTC)


def moment(name: str, value: object) -> datetime:
    """An instant of an entry: in whole seconds, as Exchange keeps it."""
    return instant(name, value).replace(microsecond=0)


def whole(values: Mapping[str, Value], zone: str) -> dict[str, Value]:
    """The values with a span that is one: whole days from midnight to midnight in the zone, the end excluded."""
    start, end = values["start"], values["end"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    if values["allDay"]:
        start, end = _midnight(start, zone, timedelta()), _midnight(end - timedelta(seconds=1), zone, timedelta(days=1))
        end = max(end, _midnight(start, zone, timedelta(days=1)))
    if end <= start:
        raise invalid("end", "should be later than start")
    return {**values, "start": start, "end": end}


def _midnight(instant: datetime, zone: str, later: timedelta) -> datetime:
    day = instant.astimezone(ZoneInfo(zone)).date() + later
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _subject(name: str, value: object) -> Value:
    if not isinstance(value, str):
        raise invalid(name, "should be text")
    if len(value.encode("utf-16-le", "surrogatepass")) > 2 * SUBJECT_LIMIT:
        raise invalid(name, f"more than {SUBJECT_LIMIT} letters", SUBJECT_LIMIT)
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000 or ord(letter) in (0xFFFE, 0xFFFF) for letter in value):
        raise invalid(name, "holds a letter that no entry can show")
    return value


def _truth(name: str, value: object) -> Value:
    if not isinstance(value, bool):
        raise invalid(name, "should be true or false")
    return value


def _minutes(name: str, value: object) -> Value:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise invalid(name, "should be minutes, or null for none")
    return value


def _choice(name: str, value: object) -> Value:
    if value not in CHOICES[name]:
        raise invalid(name, f"should be one of {', '.join(CHOICES[name])}")
    return str(value)


def _attendees(name: str, value: object) -> Value:
    if not isinstance(value, list):
        raise invalid(name, "should be a list")
    found: dict[str, Attendee] = {}
    for one in value:
        given: Json = one if isinstance(one, dict) else {"address": one}
        address, role = given.get("address"), given.get("role", "required")
        if role not in ("required", "optional"):
            raise invalid(name, f"{role!r} should be required or optional")
        found.setdefault(address_of(name, address), Attendee(str(address), str(role)))
    return tuple(found.values())


def _resources(name: str, value: object) -> Value:
    if not isinstance(value, list):
        raise invalid(name, "should be a list")
    return tuple(dict.fromkeys(address_of(name, one) for one in value))


def named(rooms: Mapping[str, Room], addresses: Sequence[str]) -> str:
    """The names of rooms, as the location of an entry."""
    return ", ".join(rooms[one].name for one in addresses if one in rooms)


def stamp(oid: str) -> list[dict[str, str]]:
    """What the add-in writes on the entry, so that this service knows it again."""
    return [{"set": OID_SET, "name": OID_NAME, "type": "String", "value": oid}]


def show(stored: Stored) -> dict[str, object]:
    """A reservation as GET answers it; its times in its own zone."""
    core, zone = stored.core, ZoneInfo(stored.time_zone)
    fields = to_json(core.values)
    for name in ("start", "end"):
        fields[name] = datetime.fromisoformat(str(fields[name])).astimezone(zone).isoformat()
    return fields | {
        "oid": core.oid,
        "organizer": core.organizer,
        "who": stored.who,
        "origin": core.origin,
        "timeZone": stored.time_zone,
        "text": stored.text,
        "recurrence": stored.recurrence or None,
        "synchronise": core.synchronise,
        "cancelled": core.cancelled,
        "itemId": core.item_id,
        "link": core.link if core.synchronise else "disabled",
        "roomResponse": stored.room_response,
        "changedBy": stored.changed_by,
        "revision": stored.revision,
        "flags": sorted(stored.flags),
    }
