"""What the harness needs of whatever it judges as a process: an address, and where possible to start and kill it.

Rule: the three kinds are alike to everybody else: a product that somebody else started (Attached), one started by the
commands of conform.toml (Started), and the reference service (in reference.py).
"""

import subprocess
import time
from typing import Protocol

from scenarios.config import Launch
from scenarios.targets.contract import Breach, WrongValue
from scenarios.targets.http import Connection, Unreachable
from scenarios.targets.process import STOP_SECONDS, Process
from scenarios.targets.product import Product

LOOK_SECONDS = 0.1
PROBE_SECONDS = 2.0
KILL_SECONDS = 60.0
"""Real seconds that the kill command of conform.toml may take."""


class NotStarted(Exception):
    """The product did not come up, or not again; the text holds what it printed."""


class Target(Protocol):
    """A product as a process."""

    @property
    def url(self) -> str:
        """Where its contract begins."""

    @property
    def restartable(self) -> bool:
        """Can it be killed and started again?"""

    @property
    def alive(self) -> bool:
        """Does it run, as far as can be known?"""

    @property
    def printed(self) -> str:
        """The last lines it printed."""

    def start(self) -> None:
        """Start it, and wait until it answers; raises NotStarted."""

    def kill(self) -> None:
        """End it at once, as a power failure would; raises NotStarted where it cannot be had back."""

    def close(self) -> None:
        """End it in good order; it is not started again."""


class Attached:
    """A product that runs already, by somebody else's doing: it is never started nor ended."""

    restartable, alive, printed = False, True, ""

    def __init__(self, url: str) -> None:
        self.url = url

    def start(self) -> None:
        """It runs already."""

    def kill(self) -> None:
        """Nobody has said how."""
        raise NotStarted("it cannot be killed and started again: conform.toml names no product.start")

    def close(self) -> None:
        """It goes on."""


class Started:
    """A product that is started and killed by the commands of conform.toml."""

    restartable = True

    def __init__(self, url: str, launch: Launch) -> None:
        self.url, self._launch = url, launch
        self._process = Process(launch.start, folder=launch.folder, environment=launch.environment)
        self._killed_with = ""

    @property
    def alive(self) -> bool:
        """Does the start command run? One that ended well has left a product behind that `kill` ends."""
        return self._process.alive or (self._process.code == 0 and bool(self._launch.kill))

    @property
    def printed(self) -> str:
        """The last lines that start and kill commands printed."""
        return "\n".join(filter(None, (self._process.printed, self._killed_with)))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        if answers(self.url):
            raise NotStarted(
                f"{self.url} answers before product.start was run: end what listens there, or leave product.start out"
            )
        try:
            self._process.start()
        except OSError as error:
            raise NotStarted(f"product.start cannot be run: {error}") from error
        ends = time.monotonic() + self._launch.ready
        while why := self._why_not():
            if not self.alive:
                raise NotStarted(self._told(f"product.start ended with code {self._process.code}"))
            if time.monotonic() > ends:
                self.close()
                waited = f"{self._launch.ready:g} s after product.start"
                raise NotStarted(
                    self._told(f"{self.url} did not answer GET /capabilities as it should within {waited}: {why}")
                )
            time.sleep(LOOK_SECONDS)

    def _why_not(self) -> str:
        """Why it does not answer yet; "": it does. What it will not mend by itself ends the start."""
        try:
            return why_not(self.url)
        except WrongValue as error:
            self.close()
            raise NotStarted(f"the product at {self.url} breaks the contract: {error}") from error

    def kill(self) -> None:
        """Run the kill command, if there is one; the process of the start command is killed in any case."""
        if self._launch.kill:
            self._run_kill()
        self._process.kill()
        ends = time.monotonic() + STOP_SECONDS
        while answers(self.url):
            if time.monotonic() > ends:
                raise NotStarted(self._told(f"{self.url} still answers {STOP_SECONDS:g} s after it was killed"))
            time.sleep(LOOK_SECONDS)

    def close(self) -> None:
        """SIGTERM, and what is left over is killed."""
        detached = not self._process.alive and self._process.code == 0
        self._process.stop()
        if detached and self._launch.kill:
            self._run_kill()

    def _run_kill(self) -> None:
        where = {"folder": self._launch.folder, "environment": self._launch.environment}
        command = Process(self._launch.kill, **where)  # type: ignore[arg-type]  # by the names of its parameters
        try:
            command.start()
            code = command.wait(KILL_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise NotStarted(f"product.kill did not end within {KILL_SECONDS:g} s") from error
        finally:
            self._killed_with = command.printed
            command.kill()
        if code != 0:
            raise NotStarted(self._told(f"product.kill ended with code {code}"))

    def _told(self, what: str) -> str:
        return f"{what}. It printed last:\n{self.printed or '(nothing)'}"


def answers(url: str) -> bool:
    """Does a product answer GET /capabilities? One that is coming up may do it otherwise than the contract says."""
    try:
        return not why_not(url)
    except WrongValue:
        return True


def why_not(url: str) -> str:
    """Why no product answers GET /capabilities as the contract says, "" if one does; one may just be coming up.

    WrongValue: it is up, and what it says is wrong.
    """
    connection = Connection(url, PROBE_SECONDS)
    try:
        Product(connection).capabilities()
    except WrongValue:
        raise
    except (Unreachable, Breach) as error:
        return str(error)
    finally:
        connection.close()
    return ""
