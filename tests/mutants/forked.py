"""Services that are forked from a process which has imported everything they need: they are there in half the time.

Rule: to the harness such a service is a process like any other; it is only begun in another way.
"""

import os
import runpy
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

import pytest

from scenarios.targets import reference
from scenarios.targets.process import Process

FORKING = get_context("forkserver")
IMPORTED = ("reference_sync.__main__", "tests.mutants", __name__)


@contextmanager
def forking() -> Iterator[None]:
    """Reference services and wrong ones are forked, as long as the block runs."""
    FORKING.set_forkserver_preload([*IMPORTED])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "Process", Forked)
        yield


def _run(command: Sequence[str], environment: Mapping[str, str], output: Connection) -> None:
    """In the new process: be what `python -m` would be."""
    os.setsid()
    for stream in (1, 2):
        os.dup2(output.fileno(), stream)
    output.close()
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["-m", *command[1:]]
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


class _Child:
    """A forked process, as subprocess.Popen shows one."""

    def __init__(self, process: ForkServerProcess, output: Connection) -> None:
        self._process = process
        self.stdout = os.fdopen(os.dup(output.fileno()), errors="replace")
        self.pid = process.pid
        self.terminate = process.terminate

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("a forked service", timeout)
        return self._process.exitcode


class Forked(Process):
    """A Process whose command is `[python, "-m", module, ...]`, forked."""

    def start(self) -> None:
        here, there = FORKING.Pipe(duplex=False)
        process = FORKING.Process(target=_run, args=(self._command[2:], self._environment, there))
        process.start()
        there.close()
        child: Any = _Child(process, here)
        here.close()
        self._process = child
        self._reader = threading.Thread(target=self._read, args=(child,), name="product output", daemon=True)
        self._reader.start()
