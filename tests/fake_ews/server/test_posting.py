"""Posting: what goes over the wire, over which connections, and why nothing came back."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from fake_ews.server import network, tls
from fake_ews.server.http_answers import Answer
from fake_ews.server.posting import Lane, Poster, Posting
from tests.fake_ews.server.misbehaving import Misbehaving, answers, sends, then_closes
from tests.fake_ews.server.wire import OK, Listener, http_answer

GOOD = Answer(200, OK.encode())
Ends = Callable[[Answer], None]
T = TypeVar("T")


def run(do: Callable[[Poster], Awaitable[T]]) -> T:
    """Do something with a poster, and close it."""

    async def whole() -> T:
        poster = Poster()
        try:
            return await do(poster)
        finally:
            await poster.close()

    return asyncio.run(whole())


def posted(*urls: str, headers: dict[str, str] | None = None) -> list[Answer]:
    """The answers to one post after the other."""

    async def do(poster: Poster) -> list[Answer]:
        return [await poster.post(url, b"body", headers or {}) for url in urls]

    return run(do)


# --- what is sent -----------------------------------------------------------------------------------------------------


def test_nothing_is_added_but_the_host_and_the_length(listener: Listener) -> None:
    assert posted(listener.url, headers={"X-One": "ä"}) == [GOOD]
    host = listener.url.split("/")[2]
    head = f"POST /push?anna HTTP/1.1\r\nHost: {host}\r\nX-One: ä\r\nContent-Length: 4\r\n\r\n"
    assert listener.received == [head.encode() + b"body"]


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ("/push?anna", "", "/"),
        ("/push?anna", "?a=b#c", "/?a=b"),
        ("/push?anna", "/%2f/ö b?q=ü", "/%2F/%C3%B6%20b?q=%C3%BC"),
        ("http://", "http://anna:secret@", "/push?anna"),
    ],
)
def test_what_is_asked_for(listener: Listener, before: str, after: str, path: str) -> None:
    """A name and a password in the URL are not sent."""
    assert posted(listener.url.replace(before, after)) == [GOOD]
    assert listener.received[0].startswith(f"POST {path} HTTP/1.1\r\n".encode())
    assert b"uthorization" not in listener.received[0]


def test_a_host_and_a_length_that_are_given(listener: Listener) -> None:
    assert posted(listener.url, headers={"host": "there", "content-length": "4"}) == [GOOD]
    assert listener.received == [b"POST /push?anna HTTP/1.1\r\nhost: there\r\ncontent-length: 4\r\n\r\nbody"]


def test_a_header_that_cannot_be_sent(listener: Listener) -> None:
    (answer,) = posted(listener.url, headers={"X-One": "a\r\nX-Two: b"})
    assert answer == Answer(None, why="a header that was to be sent holds a line break, which no header can")


def test_a_long_body(listener: Listener) -> None:
    async def do(poster: Poster) -> Answer:
        return await poster.post(listener.url, bytes(3_000_000), {})

    assert run(do) == GOOD
    assert len(listener.received[0].partition(b"\r\n\r\n")[2]) == 3_000_000


# --- over which connections -------------------------------------------------------------------------------------------


def test_a_connection_is_used_again(listener: Listener) -> None:
    assert posted(*[listener.url] * 3) == [GOOD] * 3
    assert len(listener._open) == 1


def test_but_not_for_ever(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fake_ews.server.posting._KEPT", 0.0)
    assert posted(*[listener.url] * 2) == [GOOD] * 2
    assert len(listener._open) == 2


def test_one_that_nobody_uses_is_closed(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two, the one that is used again is kept longer."""
    monkeypatch.setattr("fake_ews.server.posting._KEPT", 0.05)

    async def do(poster: Poster) -> None:
        await asyncio.gather(*(poster.post(listener.url, b"", {}) for _ in range(2)))
        serving = listener._threads[1:]
        await poster.post(listener.url, b"", {})
        for thread in serving:
            await asyncio.to_thread(thread.join, 5)
        assert not any(thread.is_alive() for thread in serving)

    run(do)


@pytest.mark.parametrize(
    "act",
    [
        answers(OK, "200 OK", "Connection: close"),
        sends(http_answer() + b"HTTP/1.1 200 OK\r\n"),
        answers(" " * 70_000),
    ],
    ids=["says so", "says more", "says too much"],
)
def test_one_that_cannot_be_used_again(act: Callable[..., None]) -> None:
    listener = Misbehaving(act)
    assert [answer.status for answer in posted(*[listener.url] * 2)] == [200, 200]
    connections = len(listener._open)
    listener.close()
    assert connections == 2


@pytest.mark.parametrize("more", [b"HTTP/1.1 408 Timeout\r\n\r\n", b""], ids=["says something", "closes"])
def test_one_that_ends_while_nobody_uses_it(listener: Listener, more: bytes) -> None:
    async def do(poster: Poster) -> Answer:
        await poster.post(listener.url, b"", {})
        (lane,) = poster._lanes.values()
        (connection,) = lane.free
        listener._open[0].sendall(more)
        listener._open[0].shutdown(socket.SHUT_WR)
        await asyncio.to_thread(listener._threads[1].join, 5)
        assert not connection.is_free
        return await poster.post(listener.url, b"", {})

    assert run(do) == GOOD
    assert len(listener._open) == 2


def test_a_listener_that_closes_after_each_answer_gets_no_second_message_on_a_connection() -> None:
    """It does not say so. Once that is seen, none is kept: it would be closed just when it is used again."""
    listener = Misbehaving(then_closes(answers()), times=99)

    async def do(poster: Poster) -> list[Answer]:
        await poster.post(listener.url, b"", {})
        (lane,) = poster._lanes.values()
        async with asyncio.timeout(5):
            while lane.keeps:
                await asyncio.sleep(0)
        found = [await poster.post(listener.url, b"", {}) for _ in range(5)]
        await asyncio.to_thread(listener.close)
        assert (await poster.post(listener.url, b"", {})).status is None
        assert lane.keeps, "who comes back may be another"
        return found

    assert run(do) == [GOOD] * 5
    assert len(listener._open) == 6


def test_a_post_that_is_broken_off_breaks_its_connection(listener: Listener) -> None:
    listener.answers.append(b"")

    async def do(poster: Poster) -> Answer:
        task = asyncio.ensure_future(poster.post(listener.url, b"", {}))
        await asyncio.to_thread(listener.wait, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.to_thread(listener._threads[1].join, 5)
        return await poster.post(listener.url, b"", {})

    assert run(do) == GOOD
    assert len(listener._open) == 2


def test_an_answer_in_the_very_moment_in_which_a_post_is_broken_off(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener.answers.append(b"")
    told: list[Callable[[Answer], None]] = []
    send = Poster.send

    def overheard(
        self: Poster, url: str, body: bytes, headers: dict[str, str], ends: Callable[[Answer], None]
    ) -> Posting:
        told.append(ends)
        return send(self, url, body, headers, ends)

    monkeypatch.setattr(Poster, "send", overheard)

    async def do(poster: Poster) -> None:
        task = asyncio.ensure_future(poster.post(listener.url, b"", {}))
        await asyncio.to_thread(listener.wait, 1)
        task.cancel()
        told[0](GOOD)
        with pytest.raises(asyncio.CancelledError):
            await task

    run(do)


def test_what_comes_after_the_answer_does_no_harm() -> None:
    """In the very moment in which the answer is taken."""

    class Talking(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.write(http_answer())
            self.transport.write(http_answer())
            self.transport.close()

    async def do(poster: Poster) -> list[Answer]:
        server = await asyncio.get_running_loop().create_server(Talking, "127.0.0.1", 0)
        async with server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            return [await poster.post(url, b"", {}) for _ in range(3)]

    assert run(do) == [GOOD] * 3


# --- TLS --------------------------------------------------------------------------------------------------------------


async def _secured(folder: Path) -> asyncio.Server:
    context, _ = tls.own(folder, ["localhost"])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"body") if not reader.at_eof() else b"":
            writer.write(http_answer())
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)


def test_over_tls_whoever_signed_the_certificate(tmp_path: Path) -> None:
    """And the connection is used again."""

    async def do(poster: Poster) -> list[Answer]:
        async with await _secured(tmp_path) as server:
            url = f"https://localhost:{server.sockets[0].getsockname()[1]}/push"
            found = [await poster.post(url, b"body", {}) for _ in range(2)]
            (lane,) = poster._lanes.values()
            assert len(lane.free) == 1
            await poster.close()
            return found

    assert run(do) == [GOOD] * 2


def test_over_tls_with_a_certificate_that_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that is wanted: first nobody knows who has signed it, then this machine does; connections are not mixed."""

    async def do(poster: Poster) -> list[Answer]:
        async with await _secured(tmp_path) as server:
            url = f"https://localhost:{server.sockets[0].getsockname()[1]}/push"

            async def asked(*, checks: bool) -> Answer:
                answered: asyncio.Future[Answer] = poster.loop.create_future()
                poster.send(url, b"body", {}, answered.set_result, checks=checks)
                return await answered

            found = [await asked(checks=False), await asked(checks=True)]
            monkeypatch.setenv("SSL_CERT_FILE", str(tls.own(tmp_path, ["localhost"])[1]))
            network._trusted.cache_clear()
            found.append(await asked(checks=True))
            await poster.close()
            return found

    network._trusted.cache_clear()
    anyones, untrusted, trusted = run(do)
    network._trusted.cache_clear()
    assert (anyones, trusted) == (GOOD, GOOD)
    assert "failed (its certificate is not trusted: " in untrusted.why


def test_a_handshake_that_is_cut() -> None:
    listener = Misbehaving(then_closes(sends()))
    (answer,) = posted(listener.url.replace("http:", "https:"))
    listener.close()
    words = "the connection was cut in the handshake: does it speak https there?"
    assert answer.why == f"TLS with 127.0.0.1:{listener.port} failed ({words})"


# --- nothing comes back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["ftp://there/", "http:///", "http://there:99999/", "there", "http://[::1/"])
def test_no_url(url: str) -> None:
    assert posted(url)[0].why == f"{url} is no URL that can be posted to"


def test_nobody_listens_at_any_of_the_addresses_of_a_host() -> None:
    """localhost has two, on most machines."""
    nobody = Listener()
    nobody.close()
    port = nobody.url.split(":")[2].split("/")[0]
    (answer,) = posted(f"http://localhost:{port}/")
    assert answer.why == f"nobody listens at localhost:{port} (connection refused)"


def test_no_way_there() -> None:
    """The address of a network, to which no connection can be made."""
    (answer,) = posted("http://255.255.255.255:80/")
    assert answer.why.startswith("there is no connection to 255.255.255.255:80 (")


# --- lanes ------------------------------------------------------------------------------------------------------------


class Waiting:
    """Somebody who waits for a connection."""

    def __init__(self, began: list[int], number: int) -> None:
        self.is_over = False
        self.began, self.number = began, number

    def begin(self) -> None:
        self.began.append(self.number)


def test_a_slow_listener_gets_more_connections() -> None:
    lane = Lane()
    seen = [lane.most]
    for seconds in (0.01, 1.0, 0.01):
        lane.enter(Waiting([], 0))
        lane.leave(seconds)
        seen.append(lane.most)
    assert seen == [32, 32, 256, 32]


def test_first_come_first_served_unless_somebody_gives_up_waiting() -> None:
    lane, began = Lane(), list[int]()
    lane.most = 2
    waiting = [Waiting(began, number) for number in range(6)]
    for one in waiting:
        lane.enter(one)
    assert began == [0, 1]
    waiting[2].is_over = True
    lane.most = 1
    lane.leave(0)
    lane.most = 32
    assert began == [0, 1, 3, 4, 5]


def test_closing_twice() -> None:
    async def do(poster: Poster) -> None:
        await poster.close()

    run(do)
