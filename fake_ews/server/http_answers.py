"""An HTTP/1.1 answer, read from the pieces in which it comes.

Rule 1: this file knows no socket; whatever the bytes are, nothing but NoAnswer is raised.
Rule 2: it is read as kindly as clients commonly read: lines may end with LF alone, a reason may be missing.
Source: RFC 9112 sections 4 (status line), 5 (fields), 6.3 (length of the body), 7.1 (chunks), 9.3 (connections).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Generator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from fake_ews.server.network import NoAnswer

MOST = 64 * 1024  # bytes of an answer that are read, of its head and of its body
_BEGINNING = 1024  # bytes that are shown of what is no head
_TOO_LONG = f"the listener answered with more than {MOST // 1024} KB"
_CLOSED = "the listener closed the connection without an answer"
_HALF = "the listener closed the connection in the middle of its answer"
_CUT = "the listener cut the connection"
_BAD_CODING = "the body of the answer is not compressed as its Content-Encoding says"
_STATUS = re.compile(rb"HTTP/1\.([01]) ([0-9]{3})(?: .*)?")
_FIELD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*")
_END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"\r?\n")
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?")
_Reading = Generator[None, None, None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status (None: no connection, no answer), the body, and if nothing came, why not.

    `location` is where a redirect leads, which is not followed; `head` what came before the body, as it came.
    """

    status: int | None
    body: bytes = b""
    why: str = ""
    location: str = ""
    head: bytes = field(default=b"", compare=False)


class Head(NamedTuple):
    """Status and fields. `length` of the body, None: until the connection is closed; `keeps` it open for another."""

    status: int
    length: int | None = None
    is_chunked: bool = False
    coding: str = ""
    location: str = ""
    keeps: bool = False


class Incoming:
    """An answer that is coming in. Once it is whole, `keeps` says whether its connection can be used again."""

    def __init__(self) -> None:
        self.keeps = False
        self._waiting, self._body, self._raw_head = bytearray(), bytearray(), b""
        self._head: Head | None = None
        self._reading = self._read()
        self._is_too_long = self._ends_with_connection = False

    def take(self, data: bytes) -> Answer | None:
        """Take the next piece: the answer, if that is all of it. NoAnswer: it will never be one."""
        self._waiting += data
        return None if self._goes_on() else self._whole()

    def closed(self, error: Exception | None) -> Answer:
        """The listener has closed the connection: the answer, if that is how it ends. NoAnswer: why it is none."""
        if error is not None:
            raise NoAnswer(_CUT)
        if self._head is not None and self._ends_with_connection:
            return self._whole()
        if self._head is None and self._waiting:
            _check_begin(self._waiting)
        raise NoAnswer(_CLOSED if self._head is None else _HALF)

    @property
    def head(self) -> bytes:
        """The head as it came; the beginning of what came, where that is none."""
        return self._raw_head or bytes(self._waiting[:_BEGINNING])

    def _goes_on(self) -> bool:
        return next(self._reading, True) is None

    def _whole(self) -> Answer:
        head = self._head
        assert head is not None
        self.keeps = head.keeps and not self._waiting and not self._is_too_long and not self._ends_with_connection
        body = bytes(self._body)
        if body and head.coding and not self._is_too_long:
            body = _decoded(body, head.coding)
        if len(body) > MOST:
            return Answer(head.status, body[:MOST], _TOO_LONG, head=self._raw_head)
        return Answer(head.status, body, location=head.location, head=self._raw_head)

    # --- reading: these yield None where more must come ------------------------------------------------------------

    def _read(self) -> _Reading:
        head = yield from self._next_head()
        while 100 <= head.status < 200 and head.status != 101:  # it is on its way
            head = yield from self._next_head()
        self._head = head
        if head.status in (101, 204, 304):
            return
        if head.is_chunked:
            yield from self._chunks()
        elif head.length is None:
            self._ends_with_connection = True
            self._move(len(self._waiting))
            while not self._is_too_long:
                yield
                self._move(len(self._waiting))
        else:
            yield from self._exactly(head.length)

    def _next_head(self) -> Generator[None, None, Head]:
        waiting = self._waiting
        while (end := _END.search(waiting)) is None:
            if waiting:
                _check_begin(waiting)
            if len(waiting) > MOST:
                raise _no_http(f"its head is longer than {MOST // 1024} KB")
            yield
        head = _head(bytes(waiting[: end.start()]))
        self._raw_head = bytes(waiting[: end.end()])
        del waiting[: end.end()]
        return head

    def _chunks(self) -> _Reading:
        """Pieces that say how long they are, until one is empty; what stands behind it is skipped."""
        while not self._is_too_long:
            line = yield from self._line()
            size = _CHUNK.fullmatch(line)
            if size is None:
                raise _no_http("Bad chunk size")
            if not int(size[1], 16):
                break
            yield from self._exactly(int(size[1], 16))
            if not self._is_too_long and (yield from self._line()):
                raise _no_http("Bad end of a chunk")
        while not self._is_too_long and (yield from self._line()):
            pass

    def _line(self) -> Generator[None, None, bytes]:
        waiting = self._waiting
        while (end := waiting.find(b"\n")) < 0:
            if len(waiting) > MOST:
                raise _no_http(f"a line of its chunks is longer than {MOST // 1024} KB")
            yield
        line = bytes(waiting[:end]).removesuffix(b"\r")
        del waiting[: end + 1]
        return line

    def _exactly(self, size: int) -> _Reading:
        """So many bytes of the body, or as many as are read at most."""
        while size > len(self._waiting):
            size -= self._move(len(self._waiting))
            if self._is_too_long:
                return
            yield
        self._move(size)

    def _move(self, size: int) -> int:
        self._body += self._waiting[:size]
        del self._waiting[:size]
        self._is_too_long = len(self._body) > MOST
        return size


def _no_http(why: str) -> NoAnswer:
    return NoAnswer(f"what the listener sent is no HTTP answer ({why})")


def _check_begin(waiting: bytearray) -> None:
    """Say so early if it does not begin as an answer does."""
    line, found, _ = waiting.partition(b"\n")
    if (found and not _STATUS.fullmatch(line.removesuffix(b"\r"))) or not b"HTTP/".startswith(waiting[:5]):
        raise _no_http("Bad status line")


@lru_cache(maxsize=64)
def _head(raw: bytes) -> Head:
    """What a head says. Listeners say the same again and again: the last ones are known by heart."""
    first, *lines = _LINE.split(_FOLDED.sub(b" ", raw))
    begin = _STATUS.fullmatch(first)
    if begin is None:
        raise _no_http("Bad status line")
    fields: dict[str, list[str]] = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            raise _no_http("Bad header line")
        fields.setdefault(field[1].decode("ascii").lower(), []).append(field[2].decode("latin-1"))
    codings = _tokens(fields, "transfer-encoding")
    length = None if codings else _length(fields)
    connection = _tokens(fields, "connection")
    keeps = "close" not in connection and (begin[1] == b"1" or "keep-alive" in connection)
    return Head(
        int(begin[2]), length, codings[-1:] == ["chunked"], "".join(_tokens(fields, "content-encoding")),
        "".join(fields.get("location", [])[:1]), keeps and not (codings and "content-length" in fields),
    )  # fmt: skip


def _tokens(fields: dict[str, list[str]], name: str) -> list[str]:
    """The values of a field, which may be several in one line, in lower case."""
    return [token.strip().lower() for value in fields.get(name, ()) for token in value.split(",") if token.strip()]


def _length(fields: dict[str, list[str]]) -> int | None:
    said = set(_tokens(fields, "content-length"))
    if not said:
        return None
    if len(said) > 1 or not all(one.isascii() and one.isdigit() and len(one) < 16 for one in said):
        raise _no_http("Bad Content-Length")
    return int(said.pop())


def _decoded(body: bytes, coding: str) -> bytes:
    """The body as it was before it was compressed, at most one byte more than is read of an answer."""
    if coding in ("gzip", "x-gzip"):
        bits = 16 + zlib.MAX_WBITS
    elif coding == "deflate":
        bits = zlib.MAX_WBITS if body[0] & 15 == 8 else -zlib.MAX_WBITS  # many send it without the frame of zlib
    else:
        return body
    unpacking = zlib.decompressobj(bits)
    try:
        plain = unpacking.decompress(body, MOST + 1)
    except zlib.error:
        raise NoAnswer(_BAD_CODING) from None
    if len(plain) <= MOST and not unpacking.eof:
        raise NoAnswer(_BAD_CODING)
    return plain
