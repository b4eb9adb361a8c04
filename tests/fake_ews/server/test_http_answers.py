"""HTTP answers, however they are written and in whatever pieces they come; and bytes that are none."""

from __future__ import annotations

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.server.http_answers import MOST, Answer, Incoming
from fake_ews.server.network import NoAnswer

OK = b"HTTP/1.1 200 OK\r\n"
BAD_CODING = "the body of the answer is not compressed as its Content-Encoding says"
HALF = "the listener closed the connection in the middle of its answer"
IDENTITY = OK + b"Transfer-Encoding: identity\r\n\r\n"
CLOSED = "the listener closed the connection without an answer"
TOO_LONG = "the listener answered with more than 64 KB"


def sized(body: bytes, *more: bytes) -> bytes:
    """An answer that says how long it is."""
    return b"\r\n".join([OK + b"Content-Length: %d" % len(body), *more, b"", body])


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in chunks) + end


def read(raw: bytes, cuts: list[int] | None = None) -> tuple[Answer | None, bool]:
    """The answer in these bytes, cut into pieces, and whether the connection is kept; None: it goes on."""
    incoming = Incoming()
    places = sorted({0, *(cuts or []), len(raw)})
    for begin, end in pairwise(places):
        if (answer := incoming.take(raw[begin:end])) is not None:
            return answer, incoming.keeps and end == len(raw)
    return None, False


RAW_DEFLATE = zlib.compress(b"x" * 99, wbits=-zlib.MAX_WBITS)
GOOD: dict[str, tuple[bytes, Answer, bool]] = {
    "sized": (sized(b"x"), Answer(200, b"x"), True),
    "empty": (sized(b""), Answer(200), True),
    "204": (b"HTTP/1.1 204 No Content\r\n\r\n", Answer(204), True),
    "304 with a length": (b"HTTP/1.1 304 Same\r\nContent-Length: 7\r\n\r\n", Answer(304), True),
    "101": (b"HTTP/1.1 101 Else\r\nConnection: upgrade, close\r\n\r\n", Answer(101), False),
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", Answer(200, b"x"), True),
    "LF alone": (b"HTTP/1.1 200 OK\nContent-Length: 1\n\nx", Answer(200, b"x"), True),
    "blanks": (b"HTTP/1.1 200 OK\r\ncontent-length:1 \r\n\r\nx", Answer(200, b"x"), True),
    "the same length twice": (sized(b"x", b"Content-Length: 1, 1"), Answer(200, b"x"), True),
    "folded": (sized(b"", b"Location:\r\n http://there/"), Answer(200, location="http://there/"), True),
    "two places": (sized(b"", b"Location: a", b"Location: b"), Answer(200, location="a"), True),
    "closes": (sized(b"x", b"Connection: Close"), Answer(200, b"x"), False),
    "1.0": (sized(b"x").replace(b"/1.1", b"/1.0"), Answer(200, b"x"), False),
    "1.0, kept": (sized(b"x", b"Connection: keep-alive").replace(b"/1.1", b"/1.0"), Answer(200, b"x"), True),
    "on its way": (b"HTTP/1.1 102 Soon\r\nA: b\r\n\r\nHTTP/1.1 100\r\n\r\n" + sized(b"x"), Answer(200, b"x"), True),
    "chunked": (chunked(b"some", b"x" * 17), Answer(200, b"some" + b"x" * 17), True),
    "chunks with extensions": (chunked(b"x").replace(b"1\r\n", b"0001 ;a=b\r\n"), Answer(200, b"x"), True),
    "trailers": (chunked(b"x", end=b"0\r\nA: b\r\nC: d\r\n\r\n"), Answer(200, b"x"), True),
    "chunked and sized": (
        chunked(b"x").replace(b"\r\n\r\n", b"\r\nContent-Length: 1\r\n\r\n", 1), Answer(200, b"x"), False,
    ),
    "gzip": (sized(gzip.compress(b"x"), b"Content-Encoding: gzip"), Answer(200, b"x"), True),
    "gzip, chunked": (
        chunked(gzip.compress(b"x")).replace(b"chunked\r\n", b"chunked\r\nContent-Encoding: GZip\r\n"),
        Answer(200, b"x"), True,
    ),
    "nothing, compressed": (sized(b"", b"Content-Encoding: gzip"), Answer(200), True),
    "deflate": (sized(zlib.compress(b"x"), b"Content-Encoding: deflate"), Answer(200, b"x"), True),
    "raw deflate": (sized(RAW_DEFLATE, b"Content-Encoding: deflate"), Answer(200, b"x" * 99), True),
    "another coding": (sized(b"x", b"Content-Encoding: br"), Answer(200, b"x"), True),
    "the most": (sized(b"x" * MOST), Answer(200, b"x" * MOST), True),
    "the most, compressed": (
        sized(gzip.compress(b"x" * MOST), b"Content-Encoding: gzip"), Answer(200, b"x" * MOST), True,
    ),
    "too long": (sized(b"x" * (MOST + 1)), Answer(200, b"x" * MOST, TOO_LONG), False),
    "too long before its end": (
        OK + b"Content-Length: 1000000\r\n\r\n" + b"x" * (MOST + 1), Answer(200, b"x" * MOST, TOO_LONG), False,
    ),
    "a chunk too long before its end": (
        OK + b"Transfer-Encoding: chunked\r\n\r\nFFFFFF\r\n" + b"x" * (MOST + 1), Answer(200, b"x" * MOST, TOO_LONG),
        False,
    ),
    "chunks too long": (chunked(b"x" * MOST, b"x"), Answer(200, b"x" * MOST, TOO_LONG), False),
    "a chunk too long": (chunked(b"x" * (MOST + 1)), Answer(200, b"x" * MOST, TOO_LONG), False),
    "too long without a length": (OK + b"\r\n" + b"x" * (MOST + 1), Answer(200, b"x" * MOST, TOO_LONG), False),
    "a bomb": (sized(gzip.compress(bytes(10**7)), b"Content-Encoding: gzip"), Answer(200, bytes(MOST), TOO_LONG), True),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_an_answer(name: str) -> None:
    raw, answer, keeps = GOOD[name]
    assert read(raw) == (answer, keeps)


@given(st.sampled_from(sorted(GOOD)), st.lists(st.integers(0, 300)))
def test_an_answer_in_whatever_pieces(name: str, cuts: list[int]) -> None:
    raw, answer, keeps = GOOD[name]
    assert read(raw, [cut for cut in cuts if cut < len(raw)]) == (answer, keeps)


@pytest.mark.parametrize("name", ["sized", "empty", "204", "chunked", "trailers"])
def test_a_connection_with_more_than_the_answer_is_not_used_again(name: str) -> None:
    assert read(GOOD[name][0] + b"HTTP/1.1 200 OK\r\n") == (GOOD[name][1], False)


NO_HTTP: dict[str, tuple[bytes, str]] = {
    "another protocol": (b"SSH-2.0-OpenSSH_9.6\r\n", "Bad status line"),
    "binary": (b"\x15\x03\x03", "Bad status line"),
    "no version": (b"HTTP/1 200 OK\r\n", "Bad status line"),
    "HTTP/2": (b"HTTP/2 200\r\n\r\n", "Bad status line"),
    "a status of four digits": (b"HTTP/1.1 2000 OK\r\n", "Bad status line"),
    "a field without a colon": (OK + b"Content-Length 1\r\n\r\n", "Bad header line"),
    "a field without a name": (OK + b": 1\r\n\r\n", "Bad header line"),
    "a blank in a name": (OK + b"Content-Length : 1\r\n\r\n", "Bad header line"),
    "a length that is none": (OK + b"Content-Length: +1\r\n\r\n", "Bad Content-Length"),
    "two lengths": (sized(b"x", b"Content-Length: 2"), "Bad Content-Length"),
    "a head too long": (OK + b"A: " + b"x" * MOST, "its head is longer than 64 KB"),
    "no size": (chunked(end=b"x\r\n"), "Bad chunk size"),
    "a size below zero": (chunked(end=b"-1\r\n"), "Bad chunk size"),
    "a size too long": (chunked(end=b"0" * (MOST + 1)), "a line of its chunks is longer than 64 KB"),
    "a chunk that does not end": (chunked(b"x").replace(b"x\r\n", b"xyz\r\n"), "Bad end of a chunk"),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_HTTP)
def test_it_is_said_why_bytes_are_no_answer(name: str) -> None:
    raw, why = NO_HTTP[name]
    with pytest.raises(NoAnswer) as told:
        read(raw)
    assert str(told.value) == f"what the listener sent is no HTTP answer ({why})"


@pytest.mark.parametrize(
    "raw",
    [sized(b"plain", b"Content-Encoding: gzip"), sized(gzip.compress(b"x" * 99)[:-9], b"Content-Encoding: gzip")],
    ids=["not", "half"],
)
def test_not_compressed_as_it_says(raw: bytes) -> None:
    with pytest.raises(NoAnswer) as told:
        read(raw)
    assert str(told.value) == BAD_CODING


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", CLOSED),
        (b"HT", CLOSED),
        (OK, CLOSED),
        (OK + b"A: b\r\n", CLOSED),
        (b"HTTP/1.1 100 Continue\r\n\r\n", CLOSED),
        (sized(b"xyz")[:-1], HALF),
        (chunked(b"xyz", end=b""), HALF),
        (chunked(b"xyz", end=b"0\r\n"), HALF),
    ],
)
def test_closed_too_early(raw: bytes, why: str) -> None:
    incoming = Incoming()
    assert not raw or incoming.take(raw) is None
    with pytest.raises(NoAnswer) as told:
        incoming.closed(None)
    assert str(told.value) == why


def test_closed_at_its_end() -> None:
    incoming = Incoming()
    assert incoming.take(IDENTITY + b"some") is None
    assert incoming.take(b"thing") is None
    assert (incoming.closed(None), incoming.keeps) == (Answer(200, b"something"), False)


@pytest.mark.parametrize("raw", [b"", OK, OK + b"\r\nsome"])
def test_cut(raw: bytes) -> None:
    incoming = Incoming()
    assert not raw or incoming.take(raw) is None
    with pytest.raises(NoAnswer) as told:
        incoming.closed(ConnectionResetError())
    assert str(told.value) == "the listener cut the connection"


PIECES = [OK, b"\r\n", b"\n", b"Content-Length: 3", b"3", b"0", b" ", b"xyz", b"\xff", b"Content-Encoding: deflate"]
MORE = [b"Transfer-Encoding: chunked", b"HTTP/1.1 100 On\r\n\r\n"]


def played(pieces: list[bytes]) -> str:
    """Why these pieces, and then the end of the connection, are no answer; "" if they are one."""
    incoming = Incoming()
    try:
        if all(incoming.take(piece) is None for piece in pieces):
            incoming.closed(None)
    except NoAnswer as why:
        return str(why)
    return ""


@given(st.lists(st.sampled_from(PIECES + MORE)))
def test_whatever_comes_nothing_but_no_answer_is_raised(pieces: list[bytes]) -> None:
    assert played(pieces).startswith(("the listener ", "what the listener ", "the body ")) or played(pieces) == ""
