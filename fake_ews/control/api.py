"""The control API over HTTP: finds the call, reads its body, answers in JSON; mistakes are answered in words.

Rule: 404 for what is not there, 405 for another method, 422 for a body or value that is wrong; no authentication, since
whoever tests is on this machine or in this network by choice.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from urllib.parse import unquote

import msgspec
from aiohttp import web

from fake_ews.control import acts, openapi
from fake_ews.control.desk import Desk
from fake_ews.control.routes import ROUTES, Asked, Route
from fake_ews.control.wishes import Error
from fake_ews.server import misread
from fake_ews.server.app import App

_PATH = re.compile(r"/_fake/((?P<domain>[^/]+\.[^/]+)/)?api/(?P<rest>.*)")
_NOT_IN_XML = re.compile(rb"(?<!\\)(\\\\)*\\(u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])|[bf])")
_STRANGE = re.compile("Object contains unknown field `(.*)`")
_JSON = {"Content-Type": "application/json"}
_BY_METHOD: dict[str, list[tuple[re.Pattern[str], Route]]] = {}
for _route in ROUTES:
    _pattern = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", _route.path))
    _BY_METHOD.setdefault(_route.method, []).append((_pattern, _route))


class Refused(Exception):
    """The call is refused: an HTTP status, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def serve(app: App) -> None:
    """Answer calls under /_fake/api/ (to the first organisation) and /_fake/DOMAIN/api/ from now on."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if path == "/_fake/openapi.json":
            return web.Response(body=msgspec.json.encode(openapi.document()), headers=_JSON)
        try:
            return await _answer(app, request, path)
        except Refused as refused:
            body = msgspec.json.encode(Error(refused.why))
            return web.Response(status=refused.status, body=body, headers=_JSON)

    app.others["/_fake/"] = handle


async def _answer(app: App, request: web.BaseRequest, path: str) -> web.Response:
    route, domain, parts = _find(request.method, path)
    try:
        _check_query(route, request)
        desk = Desk(app, app.domains.at(domain) if domain else app.domains.first)
        body = _read(route, parts, await request.read())
        result = route.do(desk, Asked(parts, request.query, body))
        if inspect.isawaitable(result):
            result = await result
    except LookupError as error:
        raise Refused(404, str(error.args[0] if error.args else error)) from error
    except (ValueError, TypeError) as error:
        raise Refused(422, str(error)) from error
    if route.answers is None:
        return web.Response(status=204)
    return web.Response(body=msgspec.json.encode(result), headers=_JSON)


def _find(method: str, path: str) -> tuple[Route, str, Mapping[str, str]]:
    """The call, the domain of the organisation ("": the first), and the named parts of the path."""
    said = _PATH.fullmatch(path)
    rest, domain = ("", "") if said is None else (said["rest"], unquote(said["domain"] or ""))
    for pattern, route in _BY_METHOD.get(method, ()):
        if match := pattern.fullmatch(rest):
            return route, domain, {name: unquote(part) for name, part in match.groupdict().items()}
    others = [name for name, routes in _BY_METHOD.items() if any(one.fullmatch(rest) for one, _ in routes)]
    if others:
        raise Refused(405, f"{path} takes {', '.join(others)}, not {method}")
    raise Refused(404, f"no such call: {method} {path} (see /_fake/openapi.json)")


def _check_query(route: Route, request: web.BaseRequest) -> None:
    """ValueError: a query that the call does not read, which is a mistake in writing."""
    strange = next((name for name in request.query if name not in route.query), None)
    if strange is not None:
        known = f"there are {', '.join(route.query)}" if route.query else "it takes none"
        raise ValueError(f"{route.method} {route.path} takes no query {strange!r} ({known})")


def _read(route: Route, parts: Mapping[str, str], raw: bytes) -> object:
    """The body of a call; one without fields that must be there may be left out. ValueError."""
    if route.takes is None:
        if raw.strip() not in (b"", b"{}", b"null"):
            raise ValueError(f"{route.method} {route.path} takes no body")
        return None
    if (found := _NOT_IN_XML.search(raw)) is not None:
        code = found[2].decode("ascii")
        raise ValueError(f"a text of the body holds \\{code}, which no XML can hold, and so no answer of Exchange")
    try:
        return msgspec.json.decode(raw or b"{}", type=route.takes)
    except msgspec.ValidationError as error:
        strange = _STRANGE.fullmatch(str(error))
        if strange is None or "act" not in parts:
            raise ValueError(misread.said(error, route.takes)) from None
        raise ValueError(acts.takes_no(parts["act"], strange[1])) from None
