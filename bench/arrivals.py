"""A push listener that says OK and notes when each message came: a process of its own, `python -m bench.arrivals`.

It prints its port; for each line on standard input it prints what has come since the last one, as JSON: [path,
instant]. The instant is that of the monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable

from bench.listener import OK

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (len(OK), OK)


class Arrivals:
    """The listener, from the side of whoever measures."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.arrivals"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self._line())

    def wait(self, count: int, patience: float = 10.0) -> dict[str, float]:
        """When each of so many paths was last called; after so many seconds without any message, those that were."""
        found: dict[str, float] = {}
        newest = time.monotonic()
        while len(found) < count and time.monotonic() < newest + patience:
            if came := self._take():
                found |= came
                newest = time.monotonic()
            time.sleep(0.02)  # asking all the time would cost those who are measured
        return found

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _take(self) -> dict[str, float]:
        assert self._process.stdin is not None
        print(file=self._process.stdin, flush=True)
        return dict(json.loads(self._line()))

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


class Listening(asyncio.Protocol):
    """One connection to a listener: each message is answered as soon as all of it is there.

    `answer` of a path and a body: what to send; nothing: the connection is closed instead.
    """

    def __init__(self, answer: Callable[[str, bytes], bytes]) -> None:
        self._answer, self._waiting = answer, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        head, found, body = self._waiting.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        if not found or len(body) < length:
            return
        self._waiting = body[length:]
        answer = self._answer(head.split(b" ", 2)[1].decode(), body[:length])
        if answer:
            self._transport.write(answer)
        else:
            self._transport.close()


async def _listen() -> None:
    came: list[tuple[str, float]] = []
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def asked() -> None:
        if not sys.stdin.readline():
            ended.set()
            loop.remove_reader(sys.stdin)
            return
        print(json.dumps(came), flush=True)
        came.clear()

    def answer(path: str, _: bytes) -> bytes:
        came.append((path, time.monotonic()))
        return _ANSWER

    server = await loop.create_server(lambda: Listening(answer), "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop.add_reader(sys.stdin, asked)
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(_listen())
