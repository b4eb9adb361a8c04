"""A command that runs on this machine, with everything it starts: what it prints is kept, and all of it can be ended.

Rule: no wait is without a limit; what is killed is gone when `kill` returns, on Linux and macOS with its children.
"""

import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

STOP_SECONDS = 10.0
READ_SECONDS = 1.0
"""So long is read after its end: children that run on may keep its output open."""
LINES = 200
GROUPS = hasattr(os, "killpg")
"""Windows has no process groups that one signal reaches: there the process alone is ended."""


def _ignored(line: str) -> None:
    """Do nothing about a line."""


class Process:
    """One command; it may be started again when it has ended. `told` hears every line that it prints."""

    def __init__(
        self,
        command: str | Sequence[str],
        *,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        told: Callable[[str], None] = _ignored,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        """A text is for the shell, a list is run as it is; `ended` is called when nobody can print any more."""
        self._command, self._folder, self._told, self._ended = command, folder, told, ended
        self._environment = {**os.environ, **(environment or {})}
        self._printed: deque[str] = deque(maxlen=LINES)
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start it; OSError if there is no such program."""
        self._process = subprocess.Popen(
            self._command,
            shell=isinstance(self._command, str),
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=GROUPS,
        )
        self._reader = threading.Thread(target=self._read, args=(self._process,), name="product output", daemon=True)
        self._reader.start()

    def kill(self) -> None:
        """End it and its children at once, as SIGKILL does."""
        self._end(signal.SIGKILL if GROUPS else None)

    def stop(self) -> None:
        """Ask it to end (SIGTERM); kill it if it does not in time."""
        if self._process is not None and self._process.poll() is None:
            self._signal(self._process, signal.SIGTERM if GROUPS else None)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        self.kill()

    def wait(self, seconds: float) -> int:
        """Wait until it has ended and all it printed was read; its code. Raises subprocess.TimeoutExpired."""
        assert self._process is not None
        assert self._reader is not None
        code = self._process.wait(seconds)
        self._reader.join(seconds)
        return code

    @property
    def alive(self) -> bool:
        """Does it run?"""
        return self._process is not None and self._process.poll() is None

    @property
    def code(self) -> int | None:
        """What it ended with; None: it runs, or was never started."""
        return None if self._process is None else self._process.poll()

    @property
    def printed(self) -> str:
        """The last lines it printed; of one that has ended, its very last."""
        if not self.alive and self._reader is not None:
            self._reader.join(READ_SECONDS)
        return "\n".join(self._printed)

    def _end(self, number: int | None) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._signal(process, number)
        process.wait(STOP_SECONDS)
        if self._reader is not None:
            self._reader.join(STOP_SECONDS)
        if process.stdout is not None and (self._reader is None or not self._reader.is_alive()):
            process.stdout.close()

    def _signal(self, process: subprocess.Popen[str], number: int | None) -> None:
        """Send a signal to the whole group, be its first process gone or not; None: end the process alone."""
        if number is None:
            process.terminate()
            return
        with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group that has ended
            os.killpg(process.pid, number)

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._printed.append(line.rstrip("\n"))
            self._told(line)
        self._ended()
