"""A push listener that says OK to everything, in a process of its own, so that its CPU is nobody's."""

from __future__ import annotations

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OK = (
    b'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    b'<SendNotificationResult xmlns="http://schemas.microsoft.com/exchange/services/2006/messages">'
    b"<SubscriptionStatus>OK</SubscriptionStatus></SendNotificationResult></s:Body></s:Envelope>"
)


class Handler(BaseHTTPRequestHandler):
    """Answers OK."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Read it, and say OK."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(OK)))
        self.end_headers()
        self.wfile.write(OK)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's word
        """Say nothing."""


class Listener(ThreadingHTTPServer):
    """Says nothing of connections that end when a measurement does."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def listening() -> int:
    """Start the listener as a process that ends with this one; its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.listener"], stdout=subprocess.PIPE, text=True, stdin=subprocess.PIPE
    )
    assert process.stdout is not None
    return int(process.stdout.readline())


if __name__ == "__main__":
    import threading

    server = Listener(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()  # until whoever started it is gone
