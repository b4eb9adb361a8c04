"""Products that are wrong in ways nobody foresaw: they answer 500, nothing, no JSON, or a byte now and then."""

import http.client
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

CAPABILITIES: dict[str, Any] = {
    "names": ["clock", "make-resources"],
    "transport": "push",
    "access": "impersonation",
    "fields": {"subject": "both", "start": "both", "end": "both"},
    "ownProperties": [],
    "settleSeconds": 5,
    "recoverySeconds": 60,
}
EPOCH = datetime(2027, 3, 1, 8, tzinfo=UTC)
Reply = Callable[["Toy", str], None]


class Toy(BaseHTTPRequestHandler):
    """One request; `reply` of the server answers it."""

    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        """Read one request and have it answered."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.reply(self, f"{self.command} {self.path.partition('?')[0]}")  # type: ignore[attr-defined]
        self.wfile.flush()

    def answer(self, status: int, body: object = None, media: str = "application/json") -> None:
        """Answer with JSON, or with bytes as they are."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@contextmanager
def serving(reply: Reply, port: int = 0) -> Iterator[str]:
    """A product that answers so; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Toy)
    server.daemon_threads = True
    server.reply = reply  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="toy")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def always_500(toy: Toy, call: str) -> None:
    """Answers 500 to everything."""
    toy.answer(500, {"oops": True})


def no_json(toy: Toy, call: str) -> None:
    """Answers a page of HTML to everything."""
    toy.answer(200, b"<html>welcome</html>", "text/html")


def not_even_http(toy: Toy, call: str) -> None:
    """Answers with something that is no HTTP."""
    toy.wfile.write(b"hello\r\n\r\n")
    toy.close_connection = True


def silent(released: threading.Event) -> Reply:
    """Answers nothing until released."""

    def reply(toy: Toy, call: str) -> None:
        released.wait(60)
        toy.close_connection = True

    return reply


def trickling(released: threading.Event) -> Reply:
    """Sends a byte now and then, for ever."""

    def reply(toy: Toy, call: str) -> None:
        toy.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not released.wait(0.05):
            try:
                toy.wfile.write(b" ")
            except OSError:
                break
        toy.close_connection = True

    return reply


def only_capable(rest: Reply) -> Reply:
    """Answers GET /capabilities well, and everything else as `rest` does."""

    def reply(toy: Toy, call: str) -> None:
        if call == "GET /capabilities":
            toy.answer(200, CAPABILITIES)
        else:
            rest(toy, call)

    return reply


def never_settled(toy: Toy, call: str) -> None:
    """Takes everything, and says for ever that it is still working."""
    match call.split(" ")[0], call:
        case _, "POST /settle":
            toy.answer(202)
        case _, "PUT /clock":
            toy.answer(200, {"now": "2027-03-01T08:00:00Z"})
        case "PUT", _:
            toy.answer(204)
        case _:
            toy.answer(500)


Spoil = Callable[[str, int, bytes], tuple[int, bytes] | None]
"""What becomes of an answer (call, status, body): another one, or None for no answer at all."""


def between(url: str, spoil: Spoil) -> Reply:
    """Hands every call on to the product at `url`, and its answer to `spoil`."""
    parts = urlsplit(url)

    def reply(toy: Toy, call: str) -> None:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        try:
            headers = {name: toy.headers[name] for name in ("Content-Type", "Idempotency-Key") if toy.headers[name]}
            connection.request(toy.command, toy.path, toy.body, headers)
            answer = connection.getresponse()
            spoiled = spoil(call, answer.status, answer.read())
        finally:
            connection.close()
        if spoiled is None:
            toy.close_connection = True
        else:
            toy.answer(spoiled[0], spoiled[1], answer.headers.get("Content-Type") or "application/json")

    return reply


def coming_up(rest: Reply) -> Reply:
    """Answers twice what a proxy says before a product that is not there yet, then as `rest` does."""
    left = [503, 502]

    def reply(toy: Toy, call: str) -> None:
        if left:
            print("not yet", flush=True)
            toy.answer(left.pop(), b"<html>not yet</html>", "text/html")
        else:
            rest(toy, call)

    return reply


def main(port: int, later: bool = False) -> None:
    """Serve a product that says what it can do, as a process of its own, until it is ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    reply = only_capable(never_settled)
    with serving(coming_up(reply) if later else reply, port) as url:
        print(f"a toy at {url}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), later="later" in sys.argv)
