"""Connection 1, the product contract over HTTP and JSON, and the address that Exchange pushes to (connection 3).

Rules: here bytes become calls and answers become bytes, nothing else. The loop never waits for the database or for
Exchange. Errors are application/problem+json with the contract's code.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import web

from reference_sync import calls, listener, occurrences, upkeep
from reference_sync.calls import Answer, Asked, Office, shown
from reference_sync.forms import Problem, instant
from reference_sync.steps import patience
from reference_sync.tables import Backlog

BODY_LIMIT = 1024 * 1024
"""Bytes of a request; a push of 50 events has about 40,000."""
PATIENCE = 5.0
"""Real seconds after which POST /settle and PUT /clock answer in any case."""
Call = Callable[[Office, Asked], Answer]
Found = TypeVar("Found")
CALLS: tuple[tuple[str, str, Call], ...] = (
    ("GET", "/capabilities", calls.capabilities),
    ("GET", "/users/{address}", calls.get_user),
    ("PUT", "/users/{address}", calls.put_user),
    ("GET", "/resources", calls.get_resources),
    ("PUT", "/resources/{address}", calls.put_resource),
    ("POST", "/reservations", calls.post_reservation),
    ("GET", "/reservations", calls.list_reservations),
    ("GET", "/reservations/{oid}", calls.get_reservation),
    ("PATCH", "/reservations/{oid}", calls.patch_reservation),
    ("DELETE", "/reservations/{oid}", calls.delete_reservation),
    ("GET", "/reservations/{oid}/occurrences", occurrences.list_occurrences),
    ("PATCH", "/reservations/{oid}/occurrences/{originalStart}", occurrences.patch_occurrence),
    ("DELETE", "/reservations/{oid}/occurrences/{originalStart}", occurrences.delete_occurrence),
    ("PUT", "/reservations/{oid}/lock", calls.put_lock),
    ("DELETE", "/reservations/{oid}/lock", calls.delete_lock),
    ("GET", "/missing", calls.list_missing),
    ("POST", "/scan", upkeep.scan),
    ("POST", "/differences/{id}", upkeep.settle),
    ("POST", "/self-test/{address}", upkeep.self_test),
)


def application(office: Office) -> web.Application:
    """The whole of it, to be served on one port."""
    edge = Edge(office)
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[problems])
    for method, path, call in CALLS:
        app.router.add_route(method, path, edge.handler(call))
    app.router.add_post("/settle", edge.settle)
    app.router.add_put("/clock", edge.put_clock)
    app.router.add_post("/push/{token}", edge.push)
    return app


async def _body(request: web.Request) -> dict[str, object]:
    """The JSON object of a request; none is an empty one."""
    raw = await request.read()
    try:
        found = json.loads(raw) if raw else {}
    except ValueError as error:
        raise Problem(400, "not-json", str(error)) from error
    if not isinstance(found, dict):
        raise Problem(400, "not-json", "the body should be a JSON object")
    return found


def _json(status: int, body: object, kind: str = "application/json") -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type=kind)


@web.middleware
async def problems(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Every error in the form of the contract."""
    try:
        return await handler(request)
    except Problem as problem:
        return _json(problem.status, problem.body, "application/problem+json")
    except web.HTTPException as error:
        code = error.reason.lower().replace(" ", "-")
        body = Problem(error.status, code, error.text or error.reason).body
        return _json(error.status, body, "application/problem+json")


class Edge:
    """The handlers; all that touches the database runs on a thread."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def handler(self, call: Call) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A call of the contract as a handler."""

        async def handle(request: web.Request) -> web.Response:
            key = request.headers.get("Idempotency-Key")
            asked = Asked(dict(request.match_info), dict(request.query), await _body(request), key)
            answer = await asyncio.to_thread(call, self._office, asked)
            return web.Response(status=answer.status) if answer.body is None else _json(answer.status, answer.body)

        return handle

    async def settle(self, _: web.Request) -> web.Response:
        """Is all work done that is due at the product's present time? Waits for it, but not for ever."""
        backlog = await self._until(self._backlog, lambda found: not found.busy)
        next_at = None if backlog.next_at is None else shown(backlog.next_at)
        return _json(202 if backlog.busy else 200, {"pending": backlog.pending, "nextAt": next_at})

    async def put_clock(self, request: web.Request) -> web.Response:
        """Move the product's time; answers when all work that became due has been started."""
        now = instant("now", (await _body(request)).get("now")).timestamp()
        await asyncio.to_thread(self._move_clock, now)
        await self._until(self._unstarted, lambda found: not found)
        return _json(200, {"now": shown(now)})

    async def _until(self, look: Callable[[], Found], enough: Callable[[Found], bool]) -> Found:
        """Look until it is enough, each time there are news, for PATIENCE at most."""
        store, deadline = self._office.store, time.monotonic() + PATIENCE
        while True:
            seen = store.news.count
            found = await asyncio.to_thread(look)
            if enough(found) or time.monotonic() > deadline:
                return found
            await asyncio.to_thread(store.news.wait, seen, 0.1)

    async def push(self, request: web.Request) -> web.Response:
        """A2: stored, then answered; the work comes later."""
        try:
            messages = listener.parse(await request.read())
        except listener.Junk as error:
            raise Problem(400, "junk", str(error)) from error
        self._office.heard.extend(one.subscription for one in messages)
        self._office.arrived.ring(len(messages))
        status = await asyncio.to_thread(self._receive, request.match_info["token"], messages)
        return web.Response(text=listener.ANSWER.format(status=status), content_type="text/xml", charset="utf-8")

    def _backlog(self) -> Backlog:
        with self._office.store.begin() as tx:
            return tx.backlog()

    def _unstarted(self) -> bool:
        with self._office.store.begin() as tx:
            return tx.unstarted()

    def _move_clock(self, now: float) -> None:
        with self._office.store.begin() as tx:
            if now < tx.now():
                raise Problem(409, "earlier", "the product's time does not go back", now=shown(tx.now()))
            tx.set_clock(now)

    def _receive(self, token: str, messages: list[listener.Notification]) -> str:
        with self._office.store.begin() as tx:
            user = tx.user_of(token)
            if user is None:
                return listener.UNSUBSCRIBE
            answers = [listener.receive(tx, user, one, patience(self._office.settings)) for one in messages]
        return listener.UNSUBSCRIBE if listener.UNSUBSCRIBE in answers else listener.OK
