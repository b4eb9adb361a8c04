"""A server under measurement: a process of its own, which prints its port once it listens."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and its process."""

    port: int
    process: subprocess.Popen[str]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait()


def started(*words: str) -> Server:
    """Start a server process: a module and its arguments. RuntimeError if it does not listen."""
    process = subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.strip().isdigit():
        process.kill()
        raise RuntimeError(f"{' '.join(words)} did not start: {line!r}")
    return Server(int(line), process)
