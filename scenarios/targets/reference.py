"""The reference service as a process of its own: started on a free port, ended with SIGTERM; nothing of it is imported.

Rule: it is a product like any other; what it prints is kept, and shown if it dies. Its tables outlive a kill.
"""

import sys
import tempfile
import threading
from pathlib import Path

from scenarios.accounts import Account
from scenarios.ports import free_port
from scenarios.targets.process import Process
from scenarios.targets.target import NotStarted

START_SECONDS = 20.0
READY = "reference service at "


class Reference:
    """A reference service, or a wrong one (`mutant`): a Target."""

    restartable = True

    def __init__(self, ews_url: str, account: Account, mutant: str | None = None, *, access: str | None = None) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self._folder = tempfile.TemporaryDirectory(prefix="ews-conform-")
        self._looked, self._is_up = threading.Event(), False
        settings = {
            "EWS_URL": ews_url,
            "USERNAME": account.address,
            "PASSWORD": account.password,
            "BEARER": account.bearer,
            "ACCESS": access if access == "delegate" else "impersonation",
            "PORT": self.url.rpartition(":")[2],
            "DATABASE": f"sqlite:///{Path(self._folder.name).as_posix()}/reference-sync.sqlite",
        }
        module = ["reference_sync"] if mutant is None else ["tests.mutants", mutant]
        environment = {f"REFERENCE_SYNC_{name}": value for name, value in settings.items()}
        if account.bearer:
            environment["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # the simulator speaks no TLS here
        self._process = Process(
            [sys.executable, "-m", *module, "serve"],
            environment=environment,
            told=self._hear,
            ended=self._looked.set,
        )

    def start(self) -> None:
        """Start it, and wait until it says that it is there."""
        self._looked.clear()
        self._is_up = False
        self._process.start()
        self._looked.wait(START_SECONDS)
        if not self._is_up:
            self._process.kill()
            raise NotStarted(f"the reference service did not come up. It printed:\n{self.printed or '(nothing)'}")

    def kill(self) -> None:
        """End it at once; its tables stay."""
        self._process.kill()

    def close(self) -> None:
        """End it in good order, and throw its tables away."""
        self._process.stop()
        self._folder.cleanup()

    @property
    def printed(self) -> str:
        """The last lines it printed."""
        return self._process.printed

    @property
    def alive(self) -> bool:
        """Does the process run?"""
        return self._process.alive

    def _hear(self, line: str) -> None:
        if line.startswith(READY):
            self._is_up = True
            self._looked.set()
