"""Listeners that note what comes and when, and fail in the ways they are told to: for week.py.

Rule: they know nothing of what must come. They share the simulator's thread and read its clock, so that a message has
the very instant at which it was sent.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field

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
GOOD = {"OK": http_answer(OK), "Unsubscribe": http_answer(UNSUBSCRIBE)}
_SUBSCRIPTION = re.compile(rb"<t:SubscriptionId>([^<]+)<")


@dataclass(frozen=True, slots=True)
class Came:
    """A message as it came, and how it was answered."""

    at: dt.datetime
    body: bytes
    answer: str


@dataclass
class Listeners:
    """The listeners, all on one port: the path is a listener's name and a watch's. `down`: which fail, and how."""

    clock: ManualClock
    down: dict[str, str] = field(default_factory=dict)
    unwanted: set[str] = field(default_factory=set)
    came: dict[str, list[Came]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[str, dt.datetime] = field(default_factory=dict)
    port: int = 0

    def answer(self, path: str, body: bytes) -> bytes:
        """Take a message; what to answer, no bytes: close the connection."""
        _, listener, watch = path.split("/")
        found = _SUBSCRIPTION.search(body)
        assert found is not None
        subscription, bad = found[1].decode(), self.down.get(listener)
        said = "" if bad else "Unsubscribe" if subscription in self.unwanted else "OK"
        self.came[subscription].append(Came(self.clock.now(), body, said))
        if said == "OK":
            self.heard[watch] = self.clock.now()
        return BAD[bad] if bad else GOOD[said]

    async def open(self) -> None:
        """Listen, on the loop of this call."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Listening(self.answer), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Listen no more."""
        self._server.close()
