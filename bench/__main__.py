"""`python -m bench`: one line a request: its name, our CPU and the bare server's, the ratio, the load of the machine.

Rule: both servers run as processes of their own, take turns, and answer the same client over one kept connection;
ratio = CPU of the bare one / CPU of ours, so that 1.00 is a server that costs nothing but aiohttp. What else the
machine does can only add to a round, so the least of the rounds counts, of either. docs/bench.md says more.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import count, cycle

from bench import pushes
from bench.client import Connection, cpu_seconds
from bench.requests import CASES, Case
from bench.servers import Server, started

ROUNDS = 15
PUSHES = "Pushes"


def cost(server: Server, case: Case, bodies: Iterator[bytes], times: int) -> float:
    """CPU microseconds of the server process for one request."""
    with Connection(server.port) as connection:
        before = cpu_seconds(server.process.pid)
        for _ in range(times):
            connection.post(case.path, next(bodies))
        return (cpu_seconds(server.process.pid) - before) / times * 1e6


def measure(case: Case, requests: int, *, fresh: bool = False) -> tuple[float, float]:
    """(ours, bare): the least cost of a request in some rounds, the two servers in turn.

    `fresh`: no request has the bytes of another: each ends with a comment of its own.
    """
    with started("bench.ours", case.name) as ours:
        with Connection(ours.port) as connection:
            several = case.request(connection)
            answer = connection.post(case.path, several[0])
        with started("bench.bare", str(len(answer)), str(case.pushed)) as bare:
            turns = zip(cycle(several), count(), strict=False)
            bodies = (body + b"<!-- %09d -->" % number if fresh else body for body, number in turns)
            costs: tuple[list[float], list[float]] = [], []
            for server in (ours, bare):
                cost(server, case, bodies, max(requests // 4, 10))  # warm up
            for _ in range(ROUNDS):
                for server, kept in zip((ours, bare), costs, strict=True):
                    kept.append(cost(server, case, bodies, requests))
    return min(costs[0]), min(costs[1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all cases, or those named."""
    parser = argparse.ArgumentParser("bench", description="CPU of a request, beside a bare aiohttp server.")
    names = (*CASES, PUSHES)
    parser.add_argument("cases", nargs="*", help=f"of {', '.join(names)}; all where none is named")
    parser.add_argument("--requests", type=int, default=0, help="requests a round (default: as the case says)")
    parser.add_argument("--fresh", action="store_true", help="no request has the bytes of another")
    parser.add_argument("--subscriptions", type=int, default=5000, help=f"of {PUSHES} (%(default)s)")
    asked = parser.parse_args(arguments)
    for name in asked.cases or names:
        if name not in names:
            parser.error(f"no case {name!r}; there are {', '.join(names)}")
        if name == PUSHES:
            print(*pushes.lines(pushes.measure(asked.subscriptions)), sep="\n", flush=True)
            continue
        ours, bare = measure(CASES[name], asked.requests or CASES[name].requests, fresh=asked.fresh)
        costs = f"ours {ours:6.0f} us   bare {bare:5.0f} us   ratio {bare / ours:.2f}"
        print(f"{CASES[name].title:42} {costs}   load {os.getloadavg()[0]:.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
