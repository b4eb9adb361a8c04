"""The reference service as a process of its own: started on a free port, ended with SIGTERM; nothing of it is imported.

Rule: it is a product like any other; what it prints is kept, and shown if it dies.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections import deque
from pathlib import Path

from scenarios.accounts import Account
from scenarios.ports import free_port

START_SECONDS = 20.0
STOP_SECONDS = 10.0
LINES = 200
READY = "reference service at "


class NotStarted(Exception):
    """The process did not come up; the text holds what it printed."""


class Reference:
    """A running reference service, or a wrong one (`mutant`); a context manager."""

    def __init__(self, ews_url: str, account: Account, mutant: str | None = None) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self._folder = tempfile.TemporaryDirectory(prefix="ews-conform-")
        self._mutant = mutant
        self._printed: deque[str] = deque(maxlen=LINES)
        self._ready = threading.Event()
        self._settings = {
            "EWS_URL": ews_url,
            "USERNAME": account.address,
            "PASSWORD": account.password,
            "PORT": self.url.rpartition(":")[2],
            "DATABASE": f"sqlite:///{Path(self._folder.name).as_posix()}/reference-sync.sqlite",
        }

    def __enter__(self) -> "Reference":
        environment = os.environ | {f"REFERENCE_SYNC_{name}": value for name, value in self._settings.items()}
        module = ["reference_sync"] if self._mutant is None else ["tests.mutants", self._mutant]
        self._process = subprocess.Popen(
            [sys.executable, "-m", *module, "serve"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, name="reference output", daemon=True)
        self._reader.start()
        self._ready.wait(START_SECONDS)
        if not any(line.startswith(READY) for line in self._printed):
            printed = self.printed
            self.__exit__()
            raise NotStarted(f"the reference service did not come up. It printed:\n{printed or '(nothing)'}")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._folder.cleanup()

    @property
    def printed(self) -> str:
        """The last lines it printed."""
        return "\n".join(self._printed)

    @property
    def alive(self) -> bool:
        """Does the process run?"""
        return self._process.poll() is None

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._printed.append(line.rstrip("\n"))
            if line.startswith(READY):
                self._ready.set()
        self._ready.set()
