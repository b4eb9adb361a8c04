"""The client of a measurement: one kept connection, the fewest operations, so that it never is what is measured."""

from __future__ import annotations

import base64
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

ACCOUNT = "service@example.test"
PASSWORD = "secret"
_CREDENTIALS = base64.b64encode(f"{ACCOUNT}:{PASSWORD}".encode()).decode()


def cpu_seconds(pid: int) -> float:
    """Time that the threads of a process were on a processor.   Source: proc(5), schedstat, in nanoseconds."""
    return sum(int(one.read_text("ascii").split()[0]) for one in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


class Connection:
    """A kept connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = f"127.0.0.1:{port}"

    def post(self, path: str, body: bytes) -> bytes:
        """Send a request; the body of the answer. RuntimeError where it is not 200."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Basic {_CREDENTIALS}\r\n"
            f"Content-Type: text/xml; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._socket.sendall(head.encode("ascii") + body)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head_received, _, rest = received.partition(b"\r\n\r\n")
        length = next(
            int(line.partition(b":")[2])
            for line in head_received.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        while len(rest) < length:
            rest += self._more()
        if b" 200 " not in head_received.split(b"\r\n")[0]:
            raise RuntimeError(f"{head_received.decode('latin-1')}\n{rest.decode('utf-8', 'replace')[:2000]}")
        return rest

    def _more(self) -> bytes:
        data = self._socket.recv(1 << 16)
        if not data:
            raise RuntimeError("the server closed the connection")
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()
