"""The HTTP server: Exchange's addresses, its headers, and one turn for each request.

Rule: everything runs on one event loop, and a request is carried out without a pause (calls.py); waiting is done here
alone, by the fault stage and for a push that must come before the answer.
Source: fact sheet sections 1 and 2 (headers of a 401: library issues 556, 15, 409), section 17 (Content-Type, GET).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import WeakSet

from aiohttp import hdrs, web
from multidict import CIMultiDict

from fake_ews.model import ids
from fake_ews.model.journal import Record
from fake_ews.server import autodiscover, iis, published
from fake_ews.server.calls import STREAMING, Calls, Reply
from fake_ews.server.clock import Driver
from fake_ews.server.door import Door, Entry
from fake_ews.server.faults import FaultStage
from fake_ews.server.push import Answer, Poster, Pushes
from fake_ews.server.streaming import Request, Streaming

if TYPE_CHECKING:
    import ssl

    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.http_parser import RawRequestMessage
    from aiohttp.streams import StreamReader
    from aiohttp.web_protocol import RequestHandler

    from fake_ews.model.exchange import Account, Exchange

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
ENDPOINT = "/EWS/Exchange.asmx"
TOKENS = "/oauth2/v2.0/token"  # after any tenant
LARGEST = 64 * 1024 * 1024  # bytes of a request; the default limit of Exchange 2013 and later
LONGEST_POST = 30.0  # seconds for which an answer to what a test sends is waited for
_XML = "text/xml; charset=utf-8"
_IIS = {"Server": "Microsoft-IIS/10.0", "X-Powered-By": "ASP.NET"}
_WELCOME = b"<!DOCTYPE html>\n<html><head><title>Service</title></head><body><p>Exchange Web Services</p></body></html>"


class App:
    """One Exchange on one port. Make, start and close it on the loop that is to serve it."""

    def __init__(self, exchange: Exchange, schemes: Sequence[str] = ("basic",)) -> None:
        """`schemes`: how one may sign in, see `Door`."""
        self.exchange, self.door = exchange, Door(exchange, schemes)
        self.calls = Calls(exchange)
        self.poster = Poster()
        self.driver = Driver(exchange, self._drain)
        self.faults = FaultStage(exchange, self.calls, self._rest, self.driver.turned)
        self.pushes = Pushes(exchange, self.poster, self.faults.strike_push, self.driver.turned, self._settle)
        self.streaming = Streaming(exchange, self.calls, self._rest, self.driver.turned, self._settle)
        self.autodiscover = autodiscover.Autodiscover(exchange)
        self.others: dict[str, Handler] = {}
        self.url = ""
        self._clients: WeakSet[asyncio.Transport] = WeakSet()
        self._working = 0
        self._turning = False
        self._quiet: list[asyncio.Future[None]] = []
        self._site: web.TCPSite | None = None
        self._runner: web.ServerRunner | None = None
        self._server: web.Server | None = None
        self._headers = dict(_IIS, **{"X-FEServer": exchange.host.split(".")[0].upper()})
        self._guid = str(ids.guid(exchange.seed, "requests"))[:24]
        self._numbers = itertools.count(1)

    # --- begin and end ---------------------------------------------------------------------------------------------

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> str:
        """Accept requests from now on; the answer is the endpoint's URL. Port 0: a free one. OSError if it is taken."""
        self._server = web.Server(self._handle, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(self._server, shutdown_timeout=0.1)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, host, port, ssl_context=tls)
        await self._site.start()
        self.driver.turned()
        name = f"[{host}]" if ":" in host else host
        self.url = f"{'http' if tls is None else 'https'}://{name}:{self._runner.addresses[0][1]}{ENDPOINT}"
        return self.url

    async def close(self) -> None:
        """Cut all connections, and accept none any more."""
        self.driver.close()
        await self.pushes.close()
        self.streaming.break_off()
        self.driver.close()
        await self.poster.close()
        for connection in self._server.connections if self._server is not None else []:
            connection.force_close()
        if self._runner is not None:
            await self._runner.cleanup()

    def restart(self) -> None:
        """What a restart of Exchange looks like: clients are cut off, all subscriptions gone. The port stays."""
        exchange = self.exchange
        exchange.journal.append(Record(exchange.journal.newest + 1, exchange.clock.now(), "restart", "restart"))
        self.pushes.break_off()
        for connection in list(self._clients):
            connection.abort()
        with exchange.turn():
            exchange.restart()
        self.driver.turned()

    # --- quiet -----------------------------------------------------------------------------------------------------

    def busy(self) -> bool:
        """Whether a request is being worked on, or a push is due or in flight (unanswered for less than 2 s)."""
        if self._working > 0 or self._turning or self._in_flight():
            return True
        return bool(self.exchange.posts or self.exchange.pieces) or self.driver.is_due()

    def _in_flight(self) -> bool:
        return self.pushes.in_flight > 0 or self.streaming.in_flight > 0

    async def wait_quiet(self, seconds: float) -> bool:
        """Wait until it is not busy, at most so many seconds of real time; whether it came to that."""
        try:
            await asyncio.wait_for(self._become_quiet(self.busy), seconds)
        except TimeoutError:
            return False
        return True

    async def advance(self, to: dt.datetime) -> None:
        """Move a manual clock; see `Driver.advance`."""
        await self.driver.advance(to, lambda: self._become_quiet(lambda: self._turning or self._in_flight()))

    async def _become_quiet(self, busy: Callable[[], bool]) -> None:
        while busy():
            waiter = asyncio.get_running_loop().create_future()
            self._quiet.append(waiter)
            await waiter

    def _settle(self) -> None:
        """Something has ended: let those look who wait for quiet."""
        waiting, self._quiet = self._quiet, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    def turned(self) -> None:
        """A turn was made outside of a request: do what follows from it, once the caller is done."""
        if not self._turning:
            self._turning = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self._turning = False
        self.driver.turned()
        self._settle()

    def _drain(self) -> None:
        self.pushes.drain()
        self.streaming.drain()

    def _rest(self, calls: int) -> None:
        """So many calls more wait for a fault, and are not worked on."""
        self._working -= calls
        self._settle()

    # --- requests --------------------------------------------------------------------------------------------------

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path
        if path == ENDPOINT and request.method == hdrs.METH_POST and hdrs.CONTENT_LENGTH in request.headers:
            return await self._ews(request)
        return await self._elsewhere(request, path.partition("?")[0].lower())

    async def _elsewhere(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Whatever is not a request at the usual address: other spellings, documents, the pages under /_fake/."""
        if path.rstrip("/") == ENDPOINT.lower():
            if (refused := iis.refused(request, self._with({}))) is not None:
                return refused
            return await (self._ews if request.method == hdrs.METH_POST else self._greet)(request)
        if path.startswith("/ews/") and request.method in (hdrs.METH_GET, hdrs.METH_HEAD):
            document = published.document(path.removeprefix("/ews/"), f"{request.scheme}://{request.host}{ENDPOINT}")
            if document is not None:
                return web.Response(body=document, headers=self._with({"Content-Type": _XML}))
        if path.endswith(TOKENS) and request.method == hdrs.METH_POST:
            status, told = self.door.tokens.grant(dict(await request.post()))
            return web.json_response(told, status=status)
        if path in (autodiscover.SOAP, autodiscover.POX):
            return await self._discover(request, path)
        for prefix, handler in self.others.items():
            if path.startswith(prefix):
                return await handler(request)
        return web.Response(status=404, headers=self._with({}))

    async def _greet(self, request: web.BaseRequest) -> web.Response:
        """GET on the endpoint: some clients look there whether anybody is at home."""
        entry = self._enter(request)
        if entry.account is None:
            return self._unauthorized(entry)
        return self._welcome()

    def _welcome(self) -> web.Response:
        return web.Response(body=_WELCOME, headers=self._with({"Content-Type": "text/html; charset=utf-8"}))

    async def _discover(self, request: web.BaseRequest, path: str) -> web.Response:
        """Autodiscover: answered like a call, but no turn and no record, for it touches no mailbox.

        Clients look in the headers, those of a 401 too, which of its services there are. [seen EMA AutodiscoverService]
        """
        response = await self._discovered(request, path)
        response.headers["X-SOAP-Enabled"] = "True"
        if "bearer" in self.door.schemes:
            response.headers["X-OAuth-Enabled"] = "True"
        return response

    async def _discovered(self, request: web.BaseRequest, path: str) -> web.Response:
        if (refused := iis.refused(request, self._with({}))) is not None:
            return refused
        raw, entry = await iis.body_of(request), self._enter(request)
        if entry.account is None:
            return self._unauthorized(entry)
        if isinstance(raw, int):
            return web.Response(status=raw, headers=self._with({}))
        if path == autodiscover.SOAP and request.method != hdrs.METH_POST:
            return self._welcome()
        ews = f"{request.scheme}://{request.host}{ENDPOINT}"
        status, body = self.autodiscover.answer(path, raw, ews)
        return web.Response(status=status, body=body, headers=self._with({"Content-Type": _XML}))

    async def _ews(self, request: web.BaseRequest) -> web.StreamResponse:
        self._working += 1
        if request.transport is not None:
            self._clients.add(request.transport)
        try:
            raw = await iis.body_of(request)
            if isinstance(raw, int):
                return web.Response(status=raw, headers=self._with({}))
            entry = self._enter(request)
            if entry.account is None:
                return self._unauthorized(entry)
            if request.content_type != "text/xml":
                return self._unsupported(request.headers.get(hdrs.CONTENT_TYPE, ""))
            return await self._answer(request, raw, entry.account, is_app=entry.is_app)
        finally:
            self._working -= 1
            if self._quiet or self.exchange.posts or not self.driver.sleeps_well():
                self.turned()

    def _enter(self, request: web.BaseRequest) -> Entry:
        return self.door.enter(request.headers.get(hdrs.AUTHORIZATION), request.transport)

    async def _answer(
        self, request: web.BaseRequest, raw: bytes, account: Account, *, is_app: bool
    ) -> web.StreamResponse:
        asked = self.calls.begin(raw, account, is_app=is_app)
        reply = self.calls.read(asked)
        if reply is None:
            struck = self.faults.strike(asked)
            reply = self.calls.carry_out(asked) if struck is None else await self.faults.play(*struck, asked)
            if asked.turn is not None and asked.turn.subscription:
                await self._first_push(asked.turn.subscription)
        self.calls.record(asked, reply)
        if asked.operation == STREAMING and reply.status == 200 and reply.codes and not reply.is_cut:
            return await self.streaming.follow(request, asked, reply, self._with({"Content-Type": _XML}))
        if asked.turn is not None and asked.turn.connection:
            self.streaming.close(asked.turn.connection)
        return await self._torn(request, reply) if reply.is_cut else self._response(request, reply)

    async def _first_push(self, subscription: str) -> None:
        """Where the profile wants it, the first message of a subscription comes before the answer to Subscribe."""
        self.driver.turned()
        await self.pushes.first(subscription)

    def _response(self, request: web.BaseRequest, reply: Reply) -> web.Response:
        if reply.status is None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        if reply.status == 401:
            return self._unauthorized(self.door.closed())
        kind = reply.media or (_XML if reply.body[:5] == b"<?xml" else "text/html")
        response = web.Response(status=reply.status, body=reply.body, headers=self._with({"Content-Type": kind}))
        if request.headers.get("X-PreferServerAffinity", "").lower() == "true":  # guide/how-to-maintain-affinity
            response.set_cookie(
                "X-BackEndOverrideCookie", f"{self.exchange.host}~1942062522", path="/EWS", httponly=True
            )
        iis.compress(response, request.headers.get(hdrs.ACCEPT_ENCODING, ""), reply.body)
        return response

    async def _torn(self, request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
        """An answer that breaks off in the middle, and the connection with it."""
        headers = {"Content-Type": _XML, "Content-Length": str(len(reply.body))}
        response = web.StreamResponse(status=reply.status or 200, headers=self._with(headers))
        response.force_close()
        await response.prepare(request)
        await response.write(reply.body[: len(reply.body) // 2])
        return response

    def _with(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {**headers, **self._headers, "request-id": f"{self._guid}{next(self._numbers):012x}"}

    def _unauthorized(self, entry: Entry) -> web.Response:
        headers = CIMultiDict(self._with({}))
        headers.extend([(hdrs.WWW_AUTHENTICATE, challenge) for challenge in entry.challenges])
        if entry.why:
            headers["x-ms-diagnostics"] = f'2000003;reason="{entry.why}";error_category="invalid_token"'
        return web.Response(status=401, headers=headers)

    def _unsupported(self, kind: str) -> web.Response:
        words = f"Cannot process the message because the content type '{kind}' was not the expected type '{_XML}'."
        return web.Response(status=415, reason=words, headers=self._with({}))

    # --- what the test sends to a listener -------------------------------------------------------------------------

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], what: str, mailbox: str = "") -> Answer:
        """Send any bytes to a listener; the journal has it as an act of the test."""
        at, journal = self.exchange.clock.now(), self.exchange.journal
        self._working += 1
        try:
            answer = await asyncio.wait_for(self.poster.post(url, body, headers), LONGEST_POST)
        except TimeoutError:
            answer = Answer(None, why=f"no answer within {LONGEST_POST:.0f} s")
        finally:
            self._working -= 1
            self._settle()
        journal.append(
            Record(
                journal.newest + 1, at, "act", what, mailbox, url, status=answer.status, acknowledged=answer.why,
                sent=body, received=answer.body,
            )
        )  # fmt: skip
        return answer


def _request(
    message: RawRequestMessage, payload: StreamReader, protocol: RequestHandler, writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:  # fmt: skip
    """A request that may be as large as Exchange takes it."""
    loop = asyncio.get_running_loop()
    return Request(message, payload, protocol, writer, task, loop, client_max_size=LARGEST)
