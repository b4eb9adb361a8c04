"""A TCP port on this machine for a process that is about to be started.

Rule: it lies below the ports that systems give away by themselves, so that no outgoing connection takes it, and
each process begins to look at another place, so that runs beside each other do not meet.
"""

import itertools
import os
import socket

FIRST, COUNT = 20_000, 10_000
APART = 997
"""Ports between where two processes begin whose numbers follow each other: more than either takes in its life."""
_steps = itertools.count()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now; OSError where all are taken."""
    for _ in range(COUNT):
        port = FIRST + (os.getpid() * APART + next(_steps)) % COUNT
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise OSError(f"no free port from {FIRST} to {FIRST + COUNT - 1}")
