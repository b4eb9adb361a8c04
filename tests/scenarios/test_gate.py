"""The second address of an Exchange: it leads there while it is open, and nowhere afterwards."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from scenarios.gate import Gate
from scenarios.ports import free_port


class Echo(BaseHTTPRequestHandler):
    """Answers with what was sent."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's word
        """Say nothing."""


@pytest.fixture
def inside() -> Iterator[str]:
    """A server; its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/EWS/Exchange.asmx"
    server.shutdown()
    thread.join()
    server.server_close()


def connected(gate: Gate) -> http.client.HTTPConnection:
    """A client of the second address."""
    return http.client.HTTPConnection(urlsplit(gate.url).netloc, timeout=5)


def asked(client: http.client.HTTPConnection, body: bytes) -> bytes:
    """What is answered."""
    client.request("POST", "/", body)
    return client.getresponse().read()


def test_it_passes_everything_on_until_it_is_shut(inside: str) -> None:
    gate = Gate(inside)
    assert urlsplit(gate.url).path == "/EWS/Exchange.asmx"
    assert gate.visitors == 0
    with closing(connected(gate)) as client:
        for body in (b"one", b"x" * 1_000_000):
            assert asked(client, body) == body
        assert gate.visitors == 1
        gate.shut()
        with pytest.raises((http.client.HTTPException, OSError)):
            asked(client, b"two")
    with closing(connected(gate)) as late, pytest.raises(OSError, match="refused"):
        asked(late, b"three")
    gate.shut()


def test_nobody_inside() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as gone:
        port = gone.server_address[1]
    gate = Gate(f"http://127.0.0.1:{port}/")
    with closing(connected(gate)) as client, pytest.raises((http.client.HTTPException, OSError)):
        asked(client, b"one")
    gate.shut()


def test_it_may_be_where_a_product_is_configured_to_look(inside: str) -> None:
    port = free_port()
    gate = Gate(inside, ("127.0.0.1", port))
    try:
        assert urlsplit(gate.url).port == port
    finally:
        gate.shut()
