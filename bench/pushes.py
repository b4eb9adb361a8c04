"""The row of many push subscriptions: each mailbox has one, and one change a round.

Rule: the same requests are made before anybody has subscribed and after; what they cost more then are the pushes. The
bare server gets as many requests and posts as many bytes for each, in turn with ours; of the rounds of either the least
counts, as everywhere here. The journal, which keeps all bytes, is emptied on the way: else it would count as memory of
subscriptions.
"""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.arrivals import Arrivals
from bench.client import Connection, cpu_seconds
from bench.requests import OK, PATH, create, owner, subscribe
from bench.servers import Server, started

ROUNDS = 3
IDLE = 10.0  # seconds in which nothing happens
_SOME = 500  # subscriptions between which the journal is emptied
_PUSHED = 2000  # bytes of a push
_ANSWERED = 1000  # bytes of an answer to CreateItem
Request = Callable[[int], tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Pushing:
    """The pushes of some rounds: CPU microseconds of each, 99 of 100 came within so many ms, so many came at least."""

    each: float
    p99: float
    came: int


@dataclass(frozen=True, slots=True)
class Found:
    """The row: ours and the bare server's pushes; bytes of a subscription; CPU seconds while nothing happens.

    `idle_before`: the same before anybody has subscribed.
    """

    count: int
    ours: Pushing
    bare: Pushing
    memory: float
    idle: float
    idle_before: float


def lines(found: Found) -> Iterable[str]:
    """The row in words."""
    ours, bare = found.ours, found.bare
    title = f"{found.count:,} push subscriptions, a change each"
    yield f"{title:44} ours {ours.each:7.0f} us   bare {bare.each:6.0f} us   ratio {bare.each / ours.each:.2f}"
    yield f"  delivered               ours {ours.came}, bare {bare.came} in each round"
    yield f"  request to listener     p99: ours {ours.p99:.1f} ms, bare {bare.p99:.1f} ms"
    yield f"  memory                  {found.memory / 1024:.1f} KB a subscription"
    idle, before = found.idle * 1000, found.idle_before * 1000
    yield f"  idle for {IDLE:.0f} s           {idle:.1f} ms of CPU, before anybody subscribed {before:.1f} ms"


def measure(count: int) -> Found:
    """Measure so many subscriptions. RuntimeError: a request failed."""
    with closing(Arrivals()) as arrivals:
        url = f"http://127.0.0.1:{arrivals.port}"
        memory, idle_before, idle = _resting(count, url)
        arrivals.wait(count)
        of_ours, of_bare = zip(*_rounds(count, url, arrivals), strict=True)
    return Found(count, _least(of_ours), _least(of_bare), memory / count, idle, idle_before)


def _resting(count: int, url: str) -> tuple[int, float, float]:
    """Bytes that subscriptions take; CPU seconds while nothing happens, before they are made and after."""
    with started("bench.ours", "Pushes", str(count + _SOME)) as server:
        idle_before = _idle(server)
        _subscribe(server, range(count, count + _SOME), url)  # what the first ones load is not theirs
        before = _memory(server)
        _subscribe(server, range(count), url)
        return _memory(server) - before, idle_before, _idle(server)


def _rounds(count: int, url: str, arrivals: Arrivals) -> list[list[Pushing]]:
    """The pushes of each round: ours, and the bare server's."""
    with started("bench.ours", "Pushes", str(count)) as ours:
        with started("bench.bare", str(_ANSWERED), "0") as silent:
            rounds = [(_requests(ours, count, _change)[1], _requests(silent, count, _bare)[1]) for _ in range(ROUNDS)]
        without = [min(costs) for costs in zip(*rounds, strict=True)]
        _subscribe(ours, range(count), url)
        arrivals.wait(count)
        with started("bench.bare", str(_ANSWERED), str(_PUSHED), url) as bare:
            sides = ((ours, _change, without[0]), (bare, _bare, without[1]))
            return [[_pushing(*side, count, arrivals) for side in sides] for _ in range(ROUNDS)]


def _least(rounds: Iterable[Pushing]) -> Pushing:
    each, p99, came = zip(*((one.each, one.p99, one.came) for one in rounds), strict=True)
    return Pushing(min(each), min(p99), min(came))


def _change(number: int) -> tuple[str, bytes]:
    return PATH, create("Review", owner(number))


def _bare(number: int) -> tuple[str, bytes]:
    return f"/{number}", create("Review", owner(number))


def _requests(server: Server, count: int, request: Request) -> tuple[dict[str, float], float]:
    """Ask so many times: when each was asked, by the path that its push has; and CPU seconds of the server in all."""
    sent, before = {}, cpu_seconds(server.process.pid)
    with Connection(server.port) as connection:
        for number in range(count):
            path, body = request(number)
            sent[f"/{number}"] = time.monotonic()
            answer = connection.post(path, body)
            if path == PATH and OK not in answer:
                raise RuntimeError(answer.decode("utf-8", "replace"))
    return sent, cpu_seconds(server.process.pid) - before


def _pushing(server: Server, request: Request, without: float, count: int, arrivals: Arrivals) -> Pushing:
    """Ask so many times while pushes are sent; `without`: the CPU seconds it takes while they are not."""
    before = cpu_seconds(server.process.pid)
    sent, _ = _requests(server, count, request)
    came = arrivals.wait(count)
    each = (cpu_seconds(server.process.pid) - before - without) / count * 1e6
    took = [came[path] - sent[path] for path in came]
    return Pushing(each, statistics.quantiles(took, n=100)[98] * 1000, len(came))


def _subscribe(server: Server, numbers: range, url: str) -> None:
    """Subscribe to these mailboxes."""
    with Connection(server.port) as connection:
        for number in numbers:
            if OK not in (answer := connection.post(PATH, subscribe(f"{url}/{number}", owner(number)))):
                raise RuntimeError(answer.decode("utf-8", "replace"))
            if number % _SOME == _SOME - 1:
                _empty_journal(server)
    _empty_journal(server)


def _memory(server: Server) -> int:
    """Bytes of memory that a server has of its own.   Source: proc(5), smaps_rollup."""
    lines = Path(f"/proc/{server.process.pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def _empty_journal(server: Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request("POST", "/_fake/api/quiet", b'{"seconds": 30}')
        connection.getresponse().read()
        connection.request("DELETE", "/_fake/api/journal")
        connection.getresponse().read()


def _idle(server: Server) -> float:
    """CPU seconds of a server that has nothing to do."""
    _empty_journal(server)
    time.sleep(15)  # what was left is done: connections to listeners and clients are closed
    before = cpu_seconds(server.process.pid)
    time.sleep(IDLE)  # this is what is measured
    return cpu_seconds(server.process.pid) - before
