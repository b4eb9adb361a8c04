"""Answers that go on: the envelopes of GetStreamingEvents, one after the other in one chunked answer.

Rule: nothing here decides what is said or when; the model leaves pieces, they are written in their order, and the model
is told when one has gone out or the client has gone away. Nothing is polled.
Source: fact sheet sections 3.4 and 18 (no XML declaration in these envelopes).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import HttpVersion11, web

from fake_ews.model.journal import Record
from fake_ews.server.posting import PATIENCE

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.streams import Piece
    from fake_ews.server.calls import Asked, Calls, Reply


@dataclass(slots=True)
class _Line:
    """A connection: what must be written (None: the client has gone), and whether somebody waits for it."""

    pieces: asyncio.Queue[Piece | None] = field(default_factory=asyncio.Queue)
    waiting: int = 0
    is_slow: bool = False


class Request(web.BaseRequest):
    """A request that tells when its client has gone away."""

    gone: Callable[[], object] | None = None

    def _cancel(self, exc: BaseException) -> None:
        super()._cancel(exc)
        if self.gone is not None:
            self.gone()


class Streaming:
    """The connections that are open. `turned` is called after each turn made here, `resting` as in the fault stage."""

    def __init__(
        self, exchange: Exchange, calls: Calls, resting: Callable[[int], None], turned: Callable[[], None],
        settled: Callable[[], None],
    ) -> None:  # fmt: skip
        self._exchange, self._calls = exchange, calls
        self._resting, self._turned, self._settled = resting, turned, settled
        self._lines: dict[int, _Line] = {}

    @property
    def in_flight(self) -> int:
        """Pieces that wait to be written, those of clients that do not read aside."""
        return sum(line.waiting for line in self._lines.values() if not line.is_slow)

    def drain(self) -> None:
        """Hand over all pieces that the model wants written."""
        pieces = self._exchange.pieces
        while pieces:
            piece = pieces.popleft()
            line = self._lines.setdefault(piece.connection, _Line())
            line.waiting += 1
            line.pieces.put_nowait(piece)

    def break_off(self) -> None:
        """End all answers as they are."""
        for line in self._lines.values():
            line.pieces.put_nowait(None)

    async def follow(
        self, request: web.BaseRequest, asked: Asked, reply: Reply, headers: Mapping[str, str]
    ) -> web.StreamResponse:
        """Write the first envelope, and what follows until the connection is closed by either side."""
        number = asked.turn.connection if asked.turn is not None else 0
        response = web.StreamResponse(headers=headers)
        if request.version >= HttpVersion11:
            response.enable_chunked_encoding()
        self._resting(1)
        try:
            await response.prepare(request)
            await response.write(reply.body)
            if number:
                await self._go_on(request, response, asked, number)
            await response.write_eof()
        except ConnectionResetError:
            pass  # the client has gone away, as it may
        finally:
            self._resting(-1)
            self.close(number)
        return response

    def close(self, number: int) -> None:
        """The answer has ended, or there will be none."""
        self._lines.pop(number, None)
        with self._exchange.turn():
            self._exchange.streams.closed(number)
        self._turned()
        self._settled()

    async def _go_on(self, request: web.BaseRequest, response: web.StreamResponse, asked: Asked, number: int) -> None:
        line = self._lines.setdefault(number, _Line())
        if isinstance(request, Request):
            request.gone = lambda: line.pieces.put_nowait(None)
        self._written(number)
        while (piece := await line.pieces.get()) is not None:
            await self._write(response, asked, piece, line)
            if piece.last:
                return

    async def _write(self, response: web.StreamResponse, asked: Asked, piece: Piece, line: _Line) -> None:
        body, at = self._calls.worded(asked, piece.message), self._exchange.clock.now()
        patience = asyncio.get_running_loop().call_later(PATIENCE, self._lose_patience, line)
        try:
            await response.write(body)
        finally:
            patience.cancel()
            line.is_slow = False
            line.waiting -= 1
        journal = self._exchange.journal
        if piece.subscription or piece.last:  # not the signs of life between
            journal.append(
                Record(
                    journal.newest + 1, at, "stream", asked.operation, piece.mailbox, asked.account.address, status=200,
                    codes=(piece.code,), subscription=piece.subscription, events=piece.events, sent=body,
                )
            )  # fmt: skip
        self._written(piece.connection)

    def _written(self, number: int) -> None:
        with self._exchange.turn():
            self._exchange.streams.written(number)
        self._turned()
        self._settled()

    def _lose_patience(self, line: _Line) -> None:
        """The client does not read; nobody waits for it any longer."""
        line.is_slow = True
        self._settled()
