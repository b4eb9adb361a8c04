"""The dead product: well-formed successes, the right service's capabilities, a made-up oid; nothing is done or kept."""

import os

from reference_sync import calls
from reference_sync.calls import Office
from reference_sync.config import Settings, load
from tests.jsonserver import Asked, serve

OID = "00000000-0000-4000-8000-000000000000"


def capabilities(settings: Settings) -> object:
    """What the right service answers."""
    return calls.capabilities(Office(None, settings), calls.Asked({}, {}, {}, None)).body  # type: ignore[arg-type]  # no store


def reservation(oid: str) -> dict[str, object]:
    """A reservation in the contract's form that is nobody's."""
    return {
        "oid": oid, "subject": "", "start": "2027-01-04T09:00:00+00:00", "end": "2027-01-04T10:00:00+00:00",
        "timeZone": "UTC", "allDay": False, "resources": [], "organizer": "nobody@example.test",
        "who": "nobody@example.test", "attendees": [], "reminderMinutes": None, "sensitivity": "Normal",
        "freeBusy": "Busy", "recurrence": None, "text": "", "synchronise": True, "origin": "web", "location": "",
        "cancelled": False, "itemId": None, "link": "none", "roomResponse": None, "changedBy": "nobody@example.test",
        "revision": 1, "flags": [],
    }  # fmt: skip


def reply(settings: Settings, asked: Asked) -> tuple[int, object]:
    """The success of a call."""
    match asked.method, *asked.path:
        case "GET", "capabilities":
            return 200, capabilities(settings)
        case _, "users", _:
            return 200, {"state": "on", "reason": None, "since": None}
        case "PUT", "resources", address:
            return 200, {"id": address, "name": str(asked.body.get("name", address)), "mailbox": address}
        case "POST", "reservations":
            stamp = [{"set": "00020329-0000-0000-c000-000000000046", "name": "oid", "type": "String", "value": OID}]
            return 201, {"oid": OID, "stamp": stamp, "location": "", "invite": []}
        case (("GET" | "PATCH"), "reservations", oid):
            return 200, reservation(oid)
        case "DELETE", *_:
            return 204, None
        case "POST", "settle":
            return 200, {"pending": 0, "nextAt": None}
        case "PUT", "clock":
            return 200, {"now": asked.body.get("now")}
        case _:
            return 200, []


def run() -> int:
    """Serve on the port that the settings name, until SIGTERM."""
    settings = load(None, os.environ)
    return serve(settings.port, lambda asked: reply(settings, asked))
