"""Posting to listeners: over kept connections, not too many to one host.

Rule 1: a request is the bytes it is said to be: its headers in their order, nothing added but Host and Content-Length;
no authentication, no cookie, no redirect, no proxy.
Rule 2: no time limit but that whoever posts may break it off, and so the connection.
Rule 3: callbacks, no task for each post: most of what a push costs would be that.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from functools import lru_cache
from typing import Any, Protocol

from fake_ews.server.http_answers import Answer, Incoming
from fake_ews.server.network import NoAnswer, Where, connected, where

PATIENCE = 2.0  # seconds of real time after which an unanswered post no longer keeps the simulator busy
_FEW, _MANY, _QUICK = 32, 256, 0.05  # connections to a quick listener, to a slow one; seconds that still are quick
_KEPT = 1.0  # seconds for which a connection is used again: less than listeners keep them
_NOT_IN_HEADERS = re.compile(r"[\r\n\0]")


class Connection(asyncio.Protocol):
    """A connection to a listener, over which one post after the other goes. It `is_free` after a whole answer."""

    def __init__(self) -> None:
        self.is_free = False
        self.free_since = 0.0
        self.lane: Lane | None = None  # where it is kept, if it is
        self._incoming = Incoming()
        self._told: Callable[[Answer], None] | None = None

    def ask(self, request: bytes, told: Callable[[Answer], None]) -> None:
        """Send a request; its answer is told, or why there is none."""
        self.is_free, self._incoming, self._told = False, Incoming(), told
        self._transport.write(request)

    @property
    def came(self) -> bytes:
        """What has come of the head of the newest answer."""
        return self._incoming.head

    def close(self) -> None:
        """Close it, whatever is under way; nothing is told any more."""
        self._told = None
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It can be used."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """A piece of an answer, or something that nobody has asked for."""
        if self._told is None:
            self.is_free = False
            self._transport.abort()
            return
        try:
            answer = self._incoming.take(data)
        except NoAnswer as why:
            answer = Answer(None, why=str(why), head=self._incoming.head)
        if answer is not None:
            self._tell(self._told, answer)

    def eof_received(self) -> None:
        """The listener closes it. One that does so while nothing is asked does it after each answer, unsaid."""
        self.is_free = False
        if self._told is None and self.lane is not None:
            self.lane.keeps = False

    def connection_lost(self, error: Exception | None) -> None:
        """It is closed; that may end an answer."""
        self.is_free = False
        if self._told is None:
            return
        try:
            answer = self._incoming.closed(error)
        except NoAnswer as why:
            answer = Answer(None, why=str(why), head=self._incoming.head)
        self._tell(self._told, answer)

    def _tell(self, told: Callable[[Answer], None], answer: Answer) -> None:
        self.is_free, self._told = self._incoming.keeps and not self._transport.is_closing(), None
        told(answer)


class Waiting(Protocol):
    """Somebody who waits for a connection; who `is_over` does not wait any longer."""

    is_over: bool

    def begin(self) -> None: ...


class Lane:
    """The connections to one listener host: few while it answers quickly, more when it does not.

    One that is silent for long is not counted: it holds no other message up.
    """

    def __init__(self) -> None:
        self.most = _FEW
        self.keeps = True  # whether the listener leaves connections open
        self.free: list[Connection] = []  # the one that was used last is the last
        self._open = 0
        self._waiting: deque[Waiting] = deque()

    def enter(self, one: Waiting) -> None:
        """Let somebody begin as soon as there is a connection; first come, first served."""
        if self._open < self.most:
            self._open += 1
            one.begin()
        else:
            self._waiting.append(one)

    def leave(self, seconds: float) -> None:
        """Give the connection back; `seconds` is how long the listener took."""
        self.most = _FEW if seconds < _QUICK else _MANY
        self._open -= 1
        while self._waiting and self._open < self.most:
            one = self._waiting.popleft()
            if not one.is_over:
                self._open += 1
                one.begin()


class Posting:
    """One POST: it waits for a connection, is sent, and is answered or broken off; then it `is_over`.

    `head`: its first line and headers, as they are sent.
    """

    def __init__(
        self, poster: Poster, to: Where, request: bytes, ends: Callable[[Answer], None], begins: Callable[[], None],
        tires: Callable[[], None],
    ) -> None:  # fmt: skip
        self.is_over = False
        self._poster, self._to, self._request = poster, to, request
        self.head = request[: request.index(b"\r\n\r\n") + 4]
        self._ends, self._begins, self._tires = ends, begins, tires
        self._lane = poster.lane(to)
        self._patience: asyncio.TimerHandle | None = None
        self._is_silent = False
        self._connecting: asyncio.Task[None] | None = None
        self._connection: Connection | None = None
        self._lane.enter(self)

    def begin(self) -> None:
        """There is a connection for it, or there may be."""
        loop = self._poster.loop
        self._begun = loop.time()
        self._patience = loop.call_later(PATIENCE, self._lose_patience)
        self._begins()
        connection = self._poster.kept(self._lane)
        if connection is not None:
            self._ask(connection)
        else:
            self._connecting = self._poster.task(self._connect())

    async def _connect(self) -> None:
        try:
            connection = await connected(self._to, Connection)
        except NoAnswer as why:
            self._lane.keeps = True  # who comes back may be another
            self._end(Answer(None, why=str(why)))
        else:
            self._ask(connection)

    def _ask(self, connection: Connection) -> None:
        self._connecting, self._connection = None, connection
        connection.ask(self._request, self._answered)

    @property
    def came(self) -> bytes:
        """What has come of a head until now, be it not all of it."""
        return b"" if self._connection is None else self._connection.came

    def _answered(self, answer: Answer) -> None:
        assert self._connection is not None
        if self._connection.is_free and self._lane.keeps:
            self._poster.keep(self._connection, self._lane)
        else:
            self._connection.close()
        self._end(answer)

    def break_off(self) -> None:
        """Wait no longer, and cut the connection; nobody is told."""
        if self.is_over:
            return
        if self._connecting is not None:
            self._connecting.cancel()
        if self._connection is not None:
            self._connection.close()
        self._leave()

    def _end(self, answer: Answer) -> None:
        self._leave()
        self._ends(answer)

    def _leave(self) -> None:
        self.is_over = True
        if self._patience is not None:
            self._patience.cancel()
            if not self._is_silent:
                self._lane.leave(self._poster.loop.time() - self._begun)

    def _lose_patience(self) -> None:
        self._is_silent = True
        self._lane.leave(PATIENCE)
        self._tires()


class Poster:
    """An HTTP client for listeners; make and close it on the loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._lanes: dict[tuple[str, int, bool, bool], Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sweep: asyncio.TimerHandle | None = None

    def send(
        self, url: str, body: bytes, headers: Mapping[str, str], ends: Callable[[Answer], None],
        begins: Callable[[], None] = lambda: None, tires: Callable[[], None] = lambda: None, *, checks: bool = False,
    ) -> Posting:  # fmt: skip
        """POST once, without following a redirect, and read a bounded answer, which `ends` is told after this returns.

        `begins` is called when it is sent, `tires` when PATIENCE is over and no answer has come. `checks`: the listener
        must have a certificate that is trusted. ValueError: a header cannot be sent as it is.
        """
        to = where(url, checks=checks)
        return Posting(self, to, _request(to, headers, body), ends, begins, tires)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The same, for whoever waits for it; never raises for what a listener does."""
        answered: asyncio.Future[Answer] = self.loop.create_future()

        def ends(answer: Answer) -> None:
            if not answered.done():  # whoever waited has just given up
                answered.set_result(answer)

        try:
            posting = self.send(url, body, headers, ends)
        except ValueError as error:
            return Answer(None, why=str(error))
        try:
            return await answered
        finally:
            posting.break_off()

    async def close(self) -> None:
        """Close all connections that are kept, and try no more to make others."""
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        for lane in self._lanes.values():
            while lane.free:
                lane.free.pop().close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)  # then they are closed

    # --- for what is under way --------------------------------------------------------------------------------------

    def lane(self, to: Where) -> Lane:
        """The connections that lead there."""
        key = to.host, to.port, to.is_tls, to.checks
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = Lane()
        return lane

    def task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin to make a connection."""
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def kept(self, lane: Lane) -> Connection | None:
        """A connection that can be used again: the one that was used last."""
        oldest = self.loop.time() - _KEPT
        while lane.free:
            connection = lane.free.pop()
            if connection.is_free and connection.free_since > oldest:
                return connection
            connection.close()
        return None

    def keep(self, connection: Connection, lane: Lane) -> None:
        """Keep a connection for a while; one timer looks after all."""
        connection.free_since, connection.lane = self.loop.time(), lane
        lane.free.append(connection)
        if self._sweep is None:
            self._sweep = self.loop.call_later(_KEPT, self._close_old)

    def _close_old(self) -> None:
        oldest = self.loop.time() - _KEPT
        for lane in self._lanes.values():
            while lane.free and lane.free[0].free_since <= oldest:
                lane.free.pop(0).close()
        kept = [lane.free[0].free_since for lane in self._lanes.values() if lane.free]
        self._sweep = self.loop.call_later(min(kept) - oldest, self._close_old) if kept else None


def _request(to: Where, headers: Mapping[str, str], body: bytes) -> bytes:
    """The bytes of a POST. ValueError: a header cannot be sent as it is."""
    return f"POST {to.path} HTTP/1.1\r\n{_head(to.authority, len(body), *headers.items())}".encode() + body


@lru_cache(maxsize=256)
def _head(host: str, length: int, *headers: tuple[str, str]) -> str:
    """All headers. Most messages have those of one before: the last ones are known by heart."""
    lines = [f"{name}: {value}" for name, value in headers]
    if any(_NOT_IN_HEADERS.search(line) for line in lines):
        raise ValueError("a header that was to be sent holds a line break, which no header can")
    given = {name.lower() for name, _ in headers}
    if "host" not in given:
        lines.insert(0, f"Host: {host}")
    if not given & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""])
