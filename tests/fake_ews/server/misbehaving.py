"""A listener on a raw socket that answers its first message in a way of its own, and all others with OK."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.fake_ews.server.wire import OK, XML, http_answer

Act = Callable[[socket.socket], None]


def sends(*pieces: bytes) -> Act:
    """Send these bytes, and keep the connection open."""

    def act(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return act


def answers(body: str | bytes = OK, status: str = "200 OK", *headers: str, length: int | None = None) -> Act:
    """An HTTP answer; `length` is a Content-Length that is not true."""
    raw = body.encode() if isinstance(body, str) else body
    said = [f"Content-Type: {XML}", f"Content-Length: {len(raw) if length is None else length}", *headers]
    return sends("\r\n".join([f"HTTP/1.1 {status}", *said, "", ""]).encode() + raw)


def then_closes(act: Act) -> Act:
    """Do something, and close the connection."""

    def closing(connection: socket.socket) -> None:
        act(connection)
        connection.shutdown(socket.SHUT_RDWR)

    return closing


def resets(connection: socket.socket) -> None:
    """Cut the connection with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def zipped(body: str = OK) -> bytes:
    """A body, compressed the same way each time."""
    return gzip.compress(body.encode(), mtime=0)


class Misbehaving:
    """The listener; `act` is done with the connection of the first `times` messages."""

    def __init__(self, act: Act, times: int = 1) -> None:
        self._act, self._times = act, times
        self._server = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port = self._server.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/push"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._open.append(connection)
            self._threads.append(threading.Thread(target=self._serve, args=(connection,), daemon=True))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            waiting = b""
            while piece := connection.recv(1 << 16):
                waiting += piece
                head, found, body = waiting.partition(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
                if (found and len(body) >= length) or waiting[:1] == b"\x16":
                    waiting = b""
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        self._times -= 1
        if self._times >= 0:
            self._act(connection)
        else:
            connection.sendall(http_answer())

    def close(self) -> None:
        """Stop listening, and close what is open."""
        for one in [self._server, *self._open]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(5)
