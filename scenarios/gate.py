"""A second address of the same Exchange: what comes in at its port is passed on, as long as it is open.

Rule: it passes bytes and knows nothing of them. A product that is told of two addresses cannot see that it is one
server; while the gate is shut nobody answers at its address.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

BLOCK = 1 << 16


class Gate:
    """A port that leads to `url`; `visitors` counts the connections that came through."""

    def __init__(self, url: str, at: tuple[str, int] | None = None) -> None:
        """`at`: host and port that the product is configured with; None: a free port."""
        parts = urlsplit(url)
        self._inside = (str(parts.hostname), parts.port or 80)
        self._server = socket.create_server(at or (str(parts.hostname), 0))
        self._address = self._server.getsockname()[:2]
        host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
        self.url = urlunsplit(parts._replace(netloc=f"{host}:{self._address[1]}"))
        self.visitors = 0
        self._is_shut = False
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._start(self._admit, self._server)

    def shut(self) -> None:
        """Nobody answers there any more; whoever is inside is thrown out."""
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        with self._lock:
            self._is_shut = True
            inside = list(self._open)
        for one in inside:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _start(self, do: Callable[..., None], *sockets: socket.socket) -> None:
        thread = threading.Thread(target=do, args=sockets, name="gate", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _admit(self, server: socket.socket) -> None:
        while True:
            try:
                visitor, _ = server.accept()
            except OSError:
                return
            self.visitors += 1
            self._start(self._serve, visitor)

    def _serve(self, visitor: socket.socket) -> None:
        try:
            inner = socket.create_connection(self._inside)
        except OSError:
            visitor.close()
            return
        with self._lock:
            late = self._is_shut
            self._open |= {visitor, inner}
        if late:
            visitor.shutdown(socket.SHUT_RDWR)
        back = threading.Thread(target=self._pass_on, args=(inner, visitor), name="gate", daemon=True)
        back.start()
        self._pass_on(visitor, inner)
        back.join()
        with self._lock:
            self._open -= {visitor, inner}
        visitor.close()
        inner.close()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        """Pass everything on until one side ends; then the other ends too."""
        with suppress(OSError):
            while piece := source.recv(BLOCK):
                target.sendall(piece)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
