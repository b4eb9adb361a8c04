"""Any product over HTTP and JSON: one kept-alive connection, every call bounded in time and size, checked both ways.

Rule: whatever a product answers, or does not, a call ends within its limit with a value, a Breach or an Unreachable.
"""

import http.client
import json
import socket
import threading
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from scenarios.config import no_http
from scenarios.reservations import JsonValue
from scenarios.targets.contract import Answer, contract

if TYPE_CHECKING:
    from collections.abc import Iterator

CALL_SECONDS = 15.0
"""The longest one call may take: POST /settle may wait 5 seconds, and a product may ask Exchange within a call."""
BODY_LIMIT = 16 * 1024 * 1024
AGAIN = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError, ConnectionAbortedError)


class Unreachable(Exception):
    """No usable HTTP answer within the time limit."""


class Silent(Unreachable):
    """The product took the call and did not answer within the limit."""


class Connection:
    """One kept-alive connection to a product; it may be used by one thread at a time."""

    def __init__(self, url: str, seconds: float = CALL_SECONDS) -> None:
        """`url` is where the product's contract begins, such as http://127.0.0.1:8090."""
        if why := no_http(url):
            raise ValueError(why)
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.url, self.seconds = url.rstrip("/"), seconds
        self._prefix = parts.path.rstrip("/")
        self._connection = kind(str(parts.hostname), parts.port, timeout=seconds)
        self._used = False

    def call(
        self,
        method: str,
        path: str,
        values: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: JsonValue = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, JsonValue]:
        """One call of the contract, `path` being its template: status and JSON. Raises Breach or Unreachable."""
        contract().check_request(method, path, body, query)
        target = self._prefix + path.format(**{name: quote(one, safe="@") for name, one in (values or {}).items()})
        if query:
            target += "?" + urlencode(query, quote_via=quote)
        sent = None if body is None else json.dumps(body).encode()
        given = {"Accept": "application/json, application/problem+json", **(headers or {})}
        if sent is not None:
            given["Content-Type"] = "application/json"
        answer = self._exchange(f"{method} {path}", method, target, sent, given)
        return answer.status, contract().check_answer(method, path, answer)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        self._used = False

    def _exchange(self, name: str, method: str, target: str, sent: bytes | None, headers: Mapping[str, str]) -> Answer:
        """Ask; once more on a new connection if a kept one turns out to be closed."""
        for attempt in (1, 2):
            kept = self._used
            try:
                with self._deadline() as ended:
                    answer = self._ask(method, target, sent, headers)
                if not ended.is_set():
                    return answer
                raise TimeoutError
            except AGAIN as error:
                self.close()
                if ended.is_set() or not kept or attempt == 2:
                    raise self._failure(name, error, ended) from error
            except (OSError, http.client.HTTPException) as error:
                self.close()
                raise self._failure(name, error, ended) from error
        raise AssertionError  # the loop returns or raises

    def _failure(self, name: str, error: Exception, ended: threading.Event) -> Unreachable:
        if ended.is_set() or isinstance(error, TimeoutError):
            return Silent(f"{name}: no complete answer within {self.seconds:.0f} s")
        return Unreachable(f"{name}: {type(error).__name__}: {error}")

    def _ask(self, method: str, target: str, sent: bytes | None, headers: Mapping[str, str]) -> Answer:
        self._connection.request(method, target, body=sent, headers=dict(headers))
        self._acknowledge_at_once()
        response = self._connection.getresponse()
        body = response.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            raise http.client.HTTPException(f"more than {BODY_LIMIT} bytes")
        if response.length:
            raise http.client.IncompleteRead(body, response.length)
        self._used = not response.will_close
        media = (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        return Answer(response.status, media, body)

    def _acknowledge_at_once(self) -> None:
        """A server that sends head and body apart waits for our acknowledgement in between: 40 ms a call (Linux)."""
        if (option := getattr(socket, "TCP_QUICKACK", None)) is not None and self._connection.sock is not None:
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, option, 1)

    @contextmanager
    def _deadline(self) -> "Iterator[threading.Event]":
        """Cut the connection when the time is over: a byte now and then must not keep a call alive."""
        ended = threading.Event()

        def cut() -> None:
            ended.set()
            if (sock := self._connection.sock) is not None:
                with suppress(OSError):
                    sock.shutdown(2)

        timer = threading.Timer(self.seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield ended
        finally:
            timer.cancel()
