"""The dead product: well-formed successes, the right service's capabilities, a made-up oid; nothing is done or kept."""

import json
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from reference_sync import calls
from reference_sync.calls import Asked, Office
from reference_sync.config import Settings, load

OID = "00000000-0000-4000-8000-000000000000"


def capabilities(settings: Settings) -> object:
    """What the right service answers."""
    return calls.capabilities(Office(None, settings), Asked({}, {}, {}, None)).body  # type: ignore[arg-type]  # no store


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


class Dead(BaseHTTPRequestHandler):
    """Answers each call of the contract, and forgets it."""

    protocol_version = "HTTP/1.1"
    settings: Settings

    def answer(self) -> None:
        """The success of a call."""
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        asked = json.loads(raw) if raw.startswith(b"{") else {}
        status, body = self.reply(self.command, urlsplit(self.path).path.strip("/").split("/"), asked)
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815 - the names that http.server calls

    def reply(self, method: str, path: list[str], asked: dict[str, object]) -> tuple[int, object]:
        """Status and body."""
        match method, *path:
            case "GET", "capabilities":
                return 200, capabilities(self.settings)
            case _, "users", _:
                return 200, {"state": "on", "reason": None, "since": None}
            case "PUT", "resources", address:
                return 200, {"id": address, "name": str(asked.get("name", address)), "mailbox": address}
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
                return 200, {"now": asked.get("now")}
            case _:
                return 200, []

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's word
        """Say nothing."""


def serve() -> int:
    """Serve on the port that the settings name, until SIGTERM."""
    Dead.settings = settings = load(None, os.environ)
    server = ThreadingHTTPServer((settings.host, settings.port), Dead)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"reference service at {settings.base_url}/", flush=True)
    server.serve_forever()
    server.server_close()
    return 0
