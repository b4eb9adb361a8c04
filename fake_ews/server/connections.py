"""Connections over which something comes that is no HTTP: it is refused as http.sys does, and told in one line.

Rule: a mistake of a client is no traceback; one of ours is.
Source: RFC 9110 section 15.5.16 (415 for a coding that is not known); http.sys for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http_exceptions import ContentEncodingError, HttpProcessingError
from aiohttp.web_protocol import RequestHandler

from fake_ews.server import iis

if TYPE_CHECKING:
    from aiohttp.web_request import BaseRequest


class Connection(RequestHandler):
    """One connection of a client."""

    __slots__ = ()

    def handle_error(
        self, request: BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """The answer to what could not be read as a request."""
        if not isinstance(exc, HttpProcessingError):
            return super().handle_error(request, status, exc, message)
        self._tell(exc)
        return iis.bad_request(415 if isinstance(exc, ContentEncodingError) else status)

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Tell what went wrong: of a body that could not be unpacked, or whose rest will never come, one line."""
        if isinstance(exc := kw.get("exc_info"), web.RequestPayloadError):
            self._tell(exc)
        elif isinstance(exc, ConnectionResetError) and self.transport is None:
            self.logger.warning("a client went away before its request was read")
        else:
            super().log_exception(*args, **kw)

    def _tell(self, exc: BaseException) -> None:
        self.logger.warning("a request that cannot be read: %s", " ".join(str(exc).split()))


class Server(web.Server):
    """Takes connections and asks a handler what to answer."""

    def __call__(self) -> RequestHandler:
        """A connection that was accepted."""
        return Connection(self, loop=self._loop, **self._kwargs)

    def cut(self) -> None:
        """Cut all connections now: one that only closes over TLS waits for the other side to say that it has heard."""
        for connection, transport in [*self._connections.items()]:
            connection.force_close()
            transport.abort()
