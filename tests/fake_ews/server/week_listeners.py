"""Listeners that note what comes and when, and fail in the ways they are told to: for week.py.

Rule: they know nothing of what must come. They share the simulator's thread and read its clock, so that a message has
the very instant at which it was sent. What was sent while nobody listened is known from the journal alone.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import socket
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bench.arrivals import Listening
from fake_ews import ManualClock
from tests.fake_ews.server.wire import OK, UNSUBSCRIBE, http_answer

BAD = {
    "closed": b"",
    "500": http_answer(status="500 Internal Server Error"),
    "empty": http_answer(""),
    "redirect": http_answer(status="302 Found", more="Location: http://elsewhere.test/\r\n"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
}
REFUSED = "refused"  # nobody listens
GOOD = {"OK": http_answer(OK), "Unsubscribe": http_answer(UNSUBSCRIBE)}
_SUBSCRIPTION = re.compile(rb"<t:SubscriptionId>([^<]+)<")


@dataclass(frozen=True, slots=True)
class Came:
    """A message as it came, and how it was answered."""

    at: dt.datetime
    body: bytes
    answer: str


class _Connection(Listening):
    """A connection to one listener, which may cut it off."""

    def __init__(self, answer: Callable[[str, bytes], bytes], connections: set[asyncio.Transport]) -> None:
        super().__init__(answer)
        self._connections = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._connections.add(self._transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self._transport)


@dataclass
class Listeners:
    """The listeners, each on a port of its own; the path is a watch's name. `down`: which fail, and how."""

    clock: ManualClock
    names: list[str]
    down: dict[str, str] = field(default_factory=dict)
    unwanted: set[str] = field(default_factory=set)
    came: dict[str, list[Came]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[str, dt.datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places: dict[str, socket.socket] = {}
        self._servers: dict[str, asyncio.Server] = {}
        self._connections: dict[str, set[asyncio.Transport]] = {name: set() for name in self.names}

    def answer(self, listener: str, path: str, body: bytes) -> bytes:
        """Take a message; what to answer, no bytes: close the connection."""
        subscription, bad = _subscription(body), self.down.get(listener)
        said = "" if bad else "Unsubscribe" if subscription in self.unwanted else "OK"
        self.came[subscription].append(Came(self.clock.now(), body, said))
        if said == "OK":
            self.heard[path.removeprefix("/")] = self.clock.now()
        return BAD[bad] if bad else GOOD[said]

    def refused(self, at: dt.datetime, body: bytes) -> None:
        """A message was sent while nobody listened."""
        self.came[_subscription(body)].append(Came(at, body, ""))

    async def open(self) -> None:
        """All listen, on the loop of this call."""
        for name in self.names:
            place = socket.socket()  # bound, and never listening: the port stays ours while nobody listens
            place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            place.bind(("127.0.0.1", 0))
            self._places[name] = place
            await self._listen(name)

    async def close(self) -> None:
        """Nobody listens any more."""
        for server in self._servers.values():
            server.close()
        for place in self._places.values():
            place.close()

    def url(self, name: str, watch: str) -> str:
        """Where a watch is told of changes."""
        return f"http://127.0.0.1:{self._places[name].getsockname()[1]}/{watch}"

    async def goes_down(self, name: str, how: str) -> None:
        """From now on one fails; REFUSED: it is not there at all."""
        self.down[name] = how
        if how == REFUSED:
            self._servers[name].close()
            for connection in [*self._connections[name]]:
                connection.abort()
            for _ in range(3):  # it is closed, the other side reads that, and has closed it, too
                await asyncio.sleep(0)

    async def comes_up(self, name: str) -> None:
        """It is there again, and well."""
        if self.down.pop(name) == REFUSED:
            await self._listen(name)

    async def _listen(self, name: str) -> None:
        answer, connections = partial(self.answer, name), self._connections[name]
        address, port = self._places[name].getsockname()
        self._servers[name] = await asyncio.get_running_loop().create_server(
            lambda: _Connection(answer, connections), address, port, reuse_address=True
        )


def _subscription(body: bytes) -> str:
    found = _SUBSCRIPTION.search(body)
    assert found is not None
    return found[1].decode()
