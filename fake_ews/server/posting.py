"""Posting to listeners: over kept connections, not too many to one host.

Rule 1: a request is the bytes it is said to be: its headers in their order, nothing added but Host and Content-Length;
no authentication, no cookie, no redirect, no proxy.
Rule 2: no time limit but that whoever waits may break it off, and so the connection.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Mapping
from typing import Protocol

from fake_ews.server.http_answers import Answer, Incoming
from fake_ews.server.network import NoAnswer, Where, connected, where

PATIENCE = 2.0  # seconds of real time after which an unanswered post no longer keeps the simulator busy
_FEW, _MANY, _QUICK = 32, 256, 0.05  # connections to a quick listener, to a slow one; seconds that still are quick
_NOT_IN_HEADERS = re.compile(r"[\r\n\0]")
_KEPT = 1.0  # seconds for which a connection is used again: less than listeners keep them


class Sender(Protocol):
    """Whoever posts and wants to hear of it."""

    def begins(self) -> None:
        """A connection is free; just now it is sent."""

    def tires(self) -> None:
        """PATIENCE is over, and no answer has come."""


class Connection(asyncio.Protocol):
    """A connection to a listener, over which one post after the other goes. It `is_free` after a whole answer."""

    def __init__(self) -> None:
        self.is_free = True
        self.free_since = 0.0
        self._incoming: Incoming | None = None
        self._answer: asyncio.Future[Answer] | None = None

    async def ask(self, request: bytes) -> Answer:
        """Send a request; its answer. NoAnswer: there is none."""
        self.is_free = False
        self._incoming, self._answer = Incoming(), asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._answer
        finally:
            self.is_free = self._incoming.keeps and not self._transport.is_closing()
            self._incoming = self._answer = None

    def close(self) -> None:
        """Close it, whatever is under way."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It can be used."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """A piece of an answer, or something that nobody has asked for."""
        if self._incoming is None or self._answer is None or self._answer.done():
            self._transport.abort()
            return
        try:
            answer = self._incoming.take(data)
        except NoAnswer as why:
            self._answer.set_exception(why)
        else:
            if answer is not None:
                self._answer.set_result(answer)

    def connection_lost(self, error: Exception | None) -> None:
        """It is closed; that may end an answer."""
        self.is_free = False
        if self._incoming is None or self._answer is None or self._answer.done():
            return
        try:
            self._answer.set_result(self._incoming.closed(error))
        except NoAnswer as why:
            self._answer.set_exception(why)


class Lane:
    """The connections to one listener host: few while it answers quickly, more when it does not.

    One that is silent for long is not counted: it holds no other message up.
    """

    def __init__(self) -> None:
        self.most = _FEW
        self.free: list[Connection] = []  # the one that was used last is the last
        self._open = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self) -> None:
        """Wait for a connection; first come, first served."""
        if self._open < self.most:
            self._open += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def leave(self, seconds: float) -> None:
        """Give the connection back; `seconds` is how long the listener took."""
        self.most = _FEW if seconds < _QUICK else _MANY
        self._pass_on()

    def _pass_on(self) -> None:
        self._open -= 1
        while self._waiting and self._open < self.most:
            turn = self._waiting.popleft()
            if not turn.done():
                self._open += 1
                turn.set_result(None)


class Poster:
    """An HTTP client for listeners; make and close it on the loop."""

    def __init__(self) -> None:
        self._lanes: dict[tuple[str, int, bool], Lane] = {}
        self._sweep: asyncio.TimerHandle | None = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], sender: Sender | None = None) -> Answer:
        """POST once, without following a redirect, and read a bounded answer; never raises for what a listener does."""
        try:
            to = where(url)
            request = _request(to, headers, body)
        except NoAnswer as why:
            return Answer(None, why=str(why))
        lane = self._lanes.get(to[:3]) or self._lanes.setdefault(to[:3], Lane())
        await lane.enter()
        begun, is_silent = time.perf_counter(), False

        def lose_patience() -> None:
            nonlocal is_silent
            is_silent = True
            lane.leave(PATIENCE)
            if sender is not None:
                sender.tires()

        patience = asyncio.get_running_loop().call_later(PATIENCE, lose_patience)
        if sender is not None:
            sender.begins()
        try:
            return await self._exchange(to, request, lane)
        except NoAnswer as why:
            return Answer(None, why=str(why))
        finally:
            patience.cancel()
            if not is_silent:
                lane.leave(time.perf_counter() - begun)

    async def _exchange(self, to: Where, request: bytes, lane: Lane) -> Answer:
        connection = _kept(lane) or await connected(to, Connection)
        try:
            return await connection.ask(request)
        finally:
            if connection.is_free:
                self._keep(connection, lane)
            else:
                connection.close()

    def _keep(self, connection: Connection, lane: Lane) -> None:
        """Keep a connection for a while; one timer looks after all."""
        connection.free_since = time.monotonic()
        lane.free.append(connection)
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(_KEPT, self._close_old)

    def _close_old(self) -> None:
        oldest = time.monotonic() - _KEPT
        for lane in self._lanes.values():
            while lane.free and lane.free[0].free_since <= oldest:
                lane.free.pop(0).close()
        kept = [lane.free[0].free_since for lane in self._lanes.values() if lane.free]
        self._sweep = asyncio.get_running_loop().call_later(min(kept) - oldest, self._close_old) if kept else None

    async def close(self) -> None:
        """Close all connections that are kept."""
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        for lane in self._lanes.values():
            while lane.free:
                lane.free.pop().close()
        await asyncio.sleep(0)  # then they are closed


def _kept(lane: Lane) -> Connection | None:
    """A connection that can be used again: the one that was used last."""
    oldest = time.monotonic() - _KEPT
    while lane.free:
        connection = lane.free.pop()
        if connection.is_free and connection.free_since > oldest:
            return connection
        connection.close()
    return None


def _request(to: Where, headers: Mapping[str, str], body: bytes) -> bytes:
    """The bytes of a POST. NoAnswer: a header cannot be sent as it is."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    if any(_NOT_IN_HEADERS.search(line) for line in lines):
        raise NoAnswer("a header that was to be sent holds a line break, which no header can")
    given = {name.lower() for name in headers}
    if "host" not in given:
        lines.insert(0, f"Host: {to.authority}")
    if not given & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([f"POST {to.path} HTTP/1.1", *lines, "", ""]).encode() + body
