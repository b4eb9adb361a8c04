"""A small JSON server for products made of test code: the standard library's server, one function that answers.

Rule: it knows HTTP and JSON, no call of the contract.
"""

import json
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class Asked:
    """One request: `path` split at its slashes, its query, JSON body and Idempotency-Key."""

    def __init__(self, method: str, target: str, body: dict[str, Any], key: str) -> None:
        parts = urlsplit(target)
        self.method, self.body, self.key = method, body, key
        self.path = [unquote(one) for one in parts.path.strip("/").split("/")]
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}


class Refusal(Exception):
    """A call that is refused: status, code of the contract, and the field if one is at fault."""

    def __init__(self, status: int, code: str, field: str = "") -> None:
        super().__init__(code)
        self.status, self.body = status, {"code": code, "field": field}


def instant(text: object) -> datetime:
    """An instant of the contract, or one that is read already, in whole seconds."""
    return datetime.fromisoformat(str(text)).astimezone(UTC).replace(microsecond=0)


def same_to_people(one: object, other: object) -> bool:
    """Do people take two values for the same? Edge blanks do not count."""
    return one.strip() == other.strip() if isinstance(one, str) and isinstance(other, str) else one == other


Reply = Callable[[Asked], tuple[int, Any]]
"""A request answered with status and JSON (None: no body)."""


class Handler(BaseHTTPRequestHandler):
    """Answers each request as the server's `reply` says."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        """Answer one request."""
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, self.path, json.loads(raw or b"{}"), self.headers.get("Idempotency-Key") or "")
        try:
            status, body = self.server.reply(asked)  # type: ignore[attr-defined]  # set by serve
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815 - the names that http.server calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's word
        """Say nothing."""


def serve(port: int, reply: Reply) -> int:
    """Serve on 127.0.0.1 until SIGTERM; says so as the reference service does. The exit code."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.reply = reply  # type: ignore[attr-defined]
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"reference service at http://127.0.0.1:{port}/", flush=True)
    server.serve_forever()
    server.server_close()
    return 0
