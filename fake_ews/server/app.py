"""The HTTP server: Exchange's addresses, who signs in there, and the form of its answers.

Rule: what a request does, and whatever waits, belongs to an organisation (organisation.py); here is only HTTP.
Source: fact sheet sections 1 and 2 (headers of a 401: library issues 556, 15, 409), section 17 (Content-Type, GET).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from aiohttp import hdrs, web
from multidict import CIMultiDict

from fake_ews.server import affinity, autodiscover, iis, published, refusals
from fake_ews.server.calls import STREAMING, Asked, Reply
from fake_ews.server.connections import Server
from fake_ews.server.domains import Domains
from fake_ews.server.door import Door, Entry
from fake_ews.server.organisation import Organisation
from fake_ews.server.streaming import Request

if TYPE_CHECKING:
    import ssl

    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.http_parser import RawRequestMessage
    from aiohttp.streams import StreamReader
    from aiohttp.web_protocol import RequestHandler

    from fake_ews.model.exchange import Account
    from fake_ews.server.founding import Founding

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
ENDPOINT = "/EWS/Exchange.asmx"
TOKENS = "/oauth2/v2.0/token"  # after any tenant
LONGEST_HEADER = 65_534  # bytes: MaxFieldLength as Microsoft advises it, for the tokens of people in many groups
LARGEST = 64 * 1024 * 1024  # bytes of a request; the default limit of Exchange 2013 and later
_XML = "text/xml; charset=utf-8"
_WELCOME = b"<!DOCTYPE html>\n<html><head><title>Service</title></head><body><p>Exchange Web Services</p></body></html>"


class App:
    """One port, and the organisations behind it. Make, start and close it on the loop that is to serve it."""

    def __init__(self, founding: Founding, schemes: Sequence[str] | None = None) -> None:
        """`schemes`: how one may sign in, see `Door`. What `Founding.exchange` and `Door` raise."""
        self.domains, self._tells = Domains(founding), founding.tells
        self.door = Door(self.domains, schemes)
        self.others: dict[str, Handler] = {}
        self.url = ""
        self._site: web.TCPSite | None = None
        self._runner: web.ServerRunner | None = None
        self._server: Server | None = None

    # --- begin and end ---------------------------------------------------------------------------------------------

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> str:
        """Accept requests from now on; the answer is the endpoint's URL. Port 0: a free one. OSError if it is taken."""
        self._server = Server(self._handle, request_factory=_request, access_log=None, max_field_size=LONGEST_HEADER)
        self._runner = web.ServerRunner(self._server, shutdown_timeout=0.1)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, host, port, ssl_context=tls)
        await self._site.start()
        self.domains.first.open()
        name = f"[{host}]" if ":" in host else host
        self.url = f"{'http' if tls is None else 'https'}://{name}:{self._runner.addresses[0][1]}{ENDPOINT}"
        return self.url

    async def close(self) -> None:
        """Cut all connections, and accept none any more."""
        if self._server is not None:
            self._server.cut()
        for organisation in self.domains:
            await organisation.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # --- organisations ---------------------------------------------------------------------------------------------

    def add(self, domain: str, founding: Founding) -> Organisation:
        """One more organisation, for whoever signs in from this domain. What `Domains.add` raises.

        Whoever is told of the records of the first is told of its, too.
        """
        founding.tells = founding.tells or self._tells
        organisation = self.domains.add(domain, founding)
        organisation.open()
        return organisation

    async def take_away(self, domain: str) -> None:
        """Close an organisation that was added, and cut its clients off; LookupError."""
        organisation = self.domains.at(domain)
        del self.domains.named[domain.lower()]
        organisation.cut_off()
        await organisation.close()

    # --- requests --------------------------------------------------------------------------------------------------

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path
        if path[:1] != "/":  # the whole address, as proxies are asked; servers have to understand it (RFC 9112, 3.2.2)
            path = request.rel_url.raw_path_qs
        if path == ENDPOINT and request.method == hdrs.METH_POST and hdrs.CONTENT_LENGTH in request.headers:
            return await self._ews(request)
        return await self._elsewhere(request, path.partition("?")[0].lower())

    async def _elsewhere(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Whatever is not a request at the usual address: other spellings, documents, the pages under /_fake/."""
        first = self.domains.first
        if path.rstrip("/") == ENDPOINT.lower():
            if (refused := iis.refused(request, first.headers({}))) is not None:
                return self._refused(request, refused)
            return await (self._ews if request.method == hdrs.METH_POST else self._greet)(request)
        if path.startswith("/ews/") and request.method in (hdrs.METH_GET, hdrs.METH_HEAD):
            document = published.document(path.removeprefix("/ews/"), f"{request.scheme}://{request.host}{ENDPOINT}")
            if document is not None:
                return web.Response(body=document, headers=first.headers({"Content-Type": _XML}))
        if path.endswith(TOKENS) and request.method == hdrs.METH_POST:
            status, told = self.door.grant(dict(await request.post()))
            return web.json_response(told, status=status)
        if path in (autodiscover.SOAP, autodiscover.POX):
            return await self._discover(request, path)
        for prefix, handler in self.others.items():
            if path.startswith(prefix):
                return await handler(request)
        refusals.note(self.domains, None, request, 404, f"nothing is at this address; EWS is at {self.url or ENDPOINT}")
        return web.Response(status=404, headers=first.headers({}))

    async def _greet(self, request: web.BaseRequest) -> web.Response:
        """GET on the endpoint: some clients look there whether anybody is at home."""
        home, entry = self._enter(request)
        return _welcome(home) if entry.account is not None else self._turned_away(request, home, entry)

    async def _discover(self, request: web.BaseRequest, path: str) -> web.Response:
        """Autodiscover: answered like a call, but no turn and no record, for it touches no mailbox.

        Clients look in the headers, those of a 401 too, which of its services there are. [seen EMA AutodiscoverService]
        """
        (home, entry) = self._enter(request)
        response = await self._discovered(request, path, home, entry)
        response.headers["X-SOAP-Enabled"] = "True"
        if "bearer" in self.door.offered(entry.home):
            response.headers["X-OAuth-Enabled"] = "True"
        return response

    async def _discovered(self, request: web.BaseRequest, path: str, home: Organisation, entry: Entry) -> web.Response:
        if (refused := iis.refused(request, self.domains.first.headers({}))) is not None:
            return self._refused(request, refused)
        raw = await iis.body_of(request, LARGEST)
        if isinstance(raw, int):
            return self._refused(request, iis.not_read(raw, home.headers({})), entry.home)
        if entry.account is None:
            return self._turned_away(request, home, entry, raw)
        if path == autodiscover.SOAP and request.method != hdrs.METH_POST:
            return _welcome(home)
        ews = f"{request.scheme}://{request.host}{ENDPOINT}"
        status, body = home.autodiscover.answer(path, raw, ews)
        return web.Response(status=status, body=body, headers=home.headers({"Content-Type": _XML}))

    async def _ews(self, request: web.BaseRequest) -> web.StreamResponse:
        home, entry = self._enter(request)
        home.begins(request.transport)
        try:
            raw = await iis.body_of(request, LARGEST)
            if isinstance(raw, int):
                return self._refused(request, iis.not_read(raw, home.headers({})), entry.home)
            if entry.account is None:
                return self._turned_away(request, home, entry, raw)
            if request.content_type != "text/xml":
                kind = request.headers.get(hdrs.CONTENT_TYPE, "")
                why, who = f"its content type is {kind!r}", entry.account.address
                refusals.note(self.domains, home, request, 415, why, who, raw)
                return _unsupported(home, kind)
            return await self._answer(request, raw, home, entry.account, is_app=entry.is_app)
        finally:
            home.ends()

    def _enter(self, request: web.BaseRequest) -> tuple[Organisation, Entry]:
        """Who signs in, and to which organisation: for somebody who names none it is the first."""
        headers = request.headers
        anchor = headers.get("X-AnchorMailbox", "")
        entry = self.door.enter(headers.get(hdrs.AUTHORIZATION), request.transport, anchor)
        home = entry.home or self.domains.first
        home.is_known = home.is_known or entry.account is not None or entry.goes_on
        return home, entry

    def _refused(
        self, request: web.BaseRequest, answer: web.Response, home: Organisation | None = None
    ) -> web.Response:
        """What IIS answers instead of Exchange; the journal says so, if it is a refusal."""
        if answer.status >= 400:
            refusals.note(self.domains, home, request, answer.status, answer.reason)
        return answer

    def _turned_away(
        self, request: web.BaseRequest, home: Organisation, entry: Entry, raw: bytes = b""
    ) -> web.Response:
        """The answer to whoever has not signed in; the journal says so."""
        refusals.note_stranger(self.domains, entry, request, self.door, raw)
        return _unauthorized(home, entry)

    async def _answer(
        self, request: web.BaseRequest, raw: bytes, home: Organisation, account: Account, *, is_app: bool
    ) -> web.StreamResponse:
        asked, reply = await home.answer(raw, account, is_app=is_app, headers=request.headers)
        if asked.operation == STREAMING and reply.status == 200 and reply.codes and not reply.is_cut:
            return await home.streaming.follow(request, asked, reply, home.headers({"Content-Type": _XML}))
        if asked.turn is not None and asked.turn.connection:
            home.streaming.close(asked.turn.connection)
        if reply.status == 401:
            return _unauthorized(home, self.door.closed(home=home))
        return await _torn(request, home, reply) if reply.is_cut else _response(request, home, reply, asked)


def _welcome(home: Organisation) -> web.Response:
    return web.Response(body=_WELCOME, headers=home.headers({"Content-Type": "text/html; charset=utf-8"}))


def _response(request: web.BaseRequest, home: Organisation, reply: Reply, asked: Asked) -> web.Response:
    if reply.status is None:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    kind = reply.media or (_XML if reply.body[:5] == b"<?xml" else "text/html")
    response = web.Response(status=reply.status, body=reply.body, headers=home.headers({"Content-Type": kind}))
    if "Cookie" not in request.headers:
        response.headers.extend(home.cookies)
    if affinity.prefers(request.headers):
        response.set_cookie(affinity.COOKIE, f"{home.exchange.host}~{asked.server}", path="/EWS", httponly=True)
    iis.compress(request, response, reply.body)
    return response


async def _torn(request: web.BaseRequest, home: Organisation, reply: Reply) -> web.StreamResponse:
    """An answer that breaks off in the middle, and the connection with it."""
    headers = {"Content-Type": _XML, "Content-Length": str(len(reply.body))}
    response = web.StreamResponse(status=reply.status or 200, headers=home.headers(headers))
    response.force_close()
    await response.prepare(request)
    await response.write(reply.body[: len(reply.body) // 2])
    return response


def _unauthorized(home: Organisation, entry: Entry) -> web.Response:
    headers = CIMultiDict(home.headers({}))
    headers.extend([(hdrs.WWW_AUTHENTICATE, challenge) for challenge in entry.challenges])
    if entry.why:
        headers["x-ms-diagnostics"] = f'2000003;reason="{entry.why}";error_category="invalid_token"'
    return web.Response(status=401, headers=headers)


def _unsupported(home: Organisation, kind: str) -> web.Response:
    words = f"Cannot process the message because the content type '{kind}' was not the expected type '{_XML}'."
    return web.Response(status=415, reason=words, headers=home.headers({}))


def _request(
    message: RawRequestMessage, payload: StreamReader, protocol: RequestHandler, writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:  # fmt: skip
    """A request that may be as large as Exchange takes it."""
    loop = asyncio.get_running_loop()
    return Request(message, payload, protocol, writer, task, loop, client_max_size=LARGEST)
