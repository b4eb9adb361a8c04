"""The HTTP server: Exchange's addresses, who signs in there, and the form of its answers.

Rule: what a request does, and whatever waits, belongs to an organisation (organisation.py); here is only HTTP.
Source: fact sheet sections 1 and 2 (headers of a 401: library issues 556, 15, 409), section 17 (Content-Type, GET).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from aiohttp import hdrs, web
from multidict import CIMultiDict

from fake_ews.server import autodiscover, iis, published
from fake_ews.server.calls import STREAMING, Reply
from fake_ews.server.door import Door, Entry
from fake_ews.server.organisation import Organisation
from fake_ews.server.streaming import Request

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
_XML = "text/xml; charset=utf-8"
_WELCOME = b"<!DOCTYPE html>\n<html><head><title>Service</title></head><body><p>Exchange Web Services</p></body></html>"


class App:
    """An organisation on one port. Make, start and close it on the loop that is to serve it."""

    def __init__(self, exchange: Exchange, schemes: Sequence[str] = ("basic",)) -> None:
        """`schemes`: how one may sign in, see `Door`."""
        self.first, self.door = Organisation(exchange), Door(exchange, schemes)
        self.others: dict[str, Handler] = {}
        self.url = ""
        self._site: web.TCPSite | None = None
        self._runner: web.ServerRunner | None = None
        self._server: web.Server | None = None

    # --- begin and end ---------------------------------------------------------------------------------------------

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> str:
        """Accept requests from now on; the answer is the endpoint's URL. Port 0: a free one. OSError if it is taken."""
        self._server = web.Server(self._handle, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(self._server, shutdown_timeout=0.1)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, host, port, ssl_context=tls)
        await self._site.start()
        self.first.open()
        name = f"[{host}]" if ":" in host else host
        self.url = f"{'http' if tls is None else 'https'}://{name}:{self._runner.addresses[0][1]}{ENDPOINT}"
        return self.url

    async def close(self) -> None:
        """Cut all connections, and accept none any more."""
        await self.first.close()
        for connection in self._server.connections if self._server is not None else []:
            connection.force_close()
        if self._runner is not None:
            await self._runner.cleanup()

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
        status, body = self.first.autodiscover.answer(path, raw, ews)
        return web.Response(status=status, body=body, headers=self._with({"Content-Type": _XML}))

    async def _ews(self, request: web.BaseRequest) -> web.StreamResponse:
        entry = self._enter(request)
        self.first.begins(request.transport)
        try:
            raw = await iis.body_of(request)
            if isinstance(raw, int):
                return web.Response(status=raw, headers=self._with({}))
            if entry.account is None:
                return self._unauthorized(entry)
            if request.content_type != "text/xml":
                return self._unsupported(request.headers.get(hdrs.CONTENT_TYPE, ""))
            return await self._answer(request, raw, entry.account, is_app=entry.is_app)
        finally:
            self.first.ends()

    def _enter(self, request: web.BaseRequest) -> Entry:
        return self.door.enter(request.headers.get(hdrs.AUTHORIZATION), request.transport)

    async def _answer(
        self, request: web.BaseRequest, raw: bytes, account: Account, *, is_app: bool
    ) -> web.StreamResponse:
        asked, reply = await self.first.answer(raw, account, is_app=is_app)
        streaming = self.first.streaming
        if asked.operation == STREAMING and reply.status == 200 and reply.codes and not reply.is_cut:
            return await streaming.follow(request, asked, reply, self._with({"Content-Type": _XML}))
        if asked.turn is not None and asked.turn.connection:
            streaming.close(asked.turn.connection)
        return await self._torn(request, reply) if reply.is_cut else self._response(request, reply)

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
                "X-BackEndOverrideCookie", f"{self.first.exchange.host}~1942062522", path="/EWS", httponly=True
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
        return self.first.headers(headers)

    def _unauthorized(self, entry: Entry) -> web.Response:
        headers = CIMultiDict(self._with({}))
        headers.extend([(hdrs.WWW_AUTHENTICATE, challenge) for challenge in entry.challenges])
        if entry.why:
            headers["x-ms-diagnostics"] = f'2000003;reason="{entry.why}";error_category="invalid_token"'
        return web.Response(status=401, headers=headers)

    def _unsupported(self, kind: str) -> web.Response:
        words = f"Cannot process the message because the content type '{kind}' was not the expected type '{_XML}'."
        return web.Response(status=415, reason=words, headers=self._with({}))


def _request(
    message: RawRequestMessage, payload: StreamReader, protocol: RequestHandler, writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:  # fmt: skip
    """A request that may be as large as Exchange takes it."""
    loop = asyncio.get_running_loop()
    return Request(message, payload, protocol, writer, task, loop, client_max_size=LARGEST)
