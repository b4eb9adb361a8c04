"""Both programs at once: the simulator and the service with its real edges, in one process, time moved by hand."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from fake_ews import FakeExchange, ManualClock
from reference_sync.calls import Office
from reference_sync.config import Settings
from reference_sync.exchange import Exchange
from reference_sync.steps import Desk
from reference_sync.store import Store
from reference_sync.web import application
from reference_sync.worker import Crew
from scenarios.ports import free_port
from tests.reference_sync.pairs import AARE, ANNA, BOB, ELEVEN, REUSS, TEN

START = datetime(2027, 1, 1, 8, tzinfo=UTC)
SERVICE = "service@example.test"


@contextmanager
def serving(store: Store, settings: Settings) -> Iterator[None]:
    """The service on its port, with its workers, while the block runs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    runner = web.AppRunner(application(Office(store, settings)), access_log=None)
    crew = Crew([Desk(store, Exchange(settings, store.server_of), settings) for _ in range(settings.workers)])

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()

    try:
        asyncio.run_coroutine_threadsafe(start(), loop).result(5)
        crew.start()
        yield
    finally:
        crew.stop()
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@dataclass
class Rig:
    """What a test acts with."""

    exchange: FakeExchange
    url: str

    def call(self, method: str, path: str, body: object = None, **query: str) -> tuple[int, Any]:
        """A call of the contract: status and JSON."""
        target = f"{self.url}{path}" + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(target, data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def quiet(self) -> datetime | None:
        """Until neither side has anything to do; the service's next instant."""
        for _ in range(200):
            before = self.exchange.journal.newest
            status, settled = self.call("POST", "/settle")
            if status == 200 and self.exchange.wait_quiet() and self.exchange.journal.newest == before:
                at = settled["nextAt"]
                return None if at is None else datetime.fromisoformat(at)
        raise AssertionError("it never becomes quiet")

    def later(self, **span: float) -> None:
        """Both sides' time goes on together, from one due thing to the next."""
        to = self.exchange.now() + timedelta(**span)
        while True:
            due = [one for one in (self.quiet(), self.exchange.next_due()) if one is not None]
            at = max(min([to, *due]), self.exchange.now())
            self.exchange.advance(at)
            self.quiet()
            assert self.call("PUT", "/clock", {"now": at.isoformat()})[0] == 200
            if at == to:
                self.quiet()
                return

    def settle(self) -> None:
        """Half a minute."""
        self.later(seconds=30)

    def switch(self, address: str, on: bool = True) -> None:
        assert self.call("PUT", f"/users/{address}", {"synchronised": on})[0] == 200
        self.settle()

    def post(self, origin: str = "web", **body: object) -> Mapping[str, Any]:
        """Anna reserves Aare from ten to eleven, unless `body` says otherwise; the answer."""
        usual: dict[str, object] = {
            "subject": "Review",
            "start": TEN.isoformat(),
            "end": ELEVEN.isoformat(),
            "timeZone": "Europe/Zurich",
            "organizer": ANNA,
            "who": ANNA,
            "resources": [AARE],
            "attendees": [{"address": BOB, "role": "required"}],
            "reminderMinutes": 15,
            "origin": origin,
        }
        status, answer = self.call("POST", "/reservations", usual | body)
        assert status == 201, answer
        made: Mapping[str, Any] = answer
        return made

    def made(self, **body: object) -> str:
        """The same, brought to Exchange; the oid."""
        oid = str(self.post(**body)["oid"])  # type: ignore[arg-type]
        self.settle()
        return oid

    def get(self, oid: str) -> Mapping[str, Any]:
        status, found = self.call("GET", f"/reservations/{oid}")
        assert status == 200
        shown: Mapping[str, Any] = found
        return shown

    def patch(self, oid: str, origin: str = "web", **body: object) -> None:
        status, answer = self.call("PATCH", f"/reservations/{oid}", body, origin=origin, who=ANNA)
        assert status == 200, answer

    def delete(self, oid: str, origin: str = "web") -> None:
        assert self.call("DELETE", f"/reservations/{oid}", origin=origin, who=ANNA)[0] == 204

    def writes(self, since: int = 0) -> Sequence[str]:
        """The operations of the service that write to a calendar."""
        return [one.operation for one in self.exchange.journal.after(since) if one.kind == "call" and one.is_write]


@contextmanager
def their_exchange() -> Iterator[FakeExchange]:
    """Anna and Bob have mailboxes; Aare and Reuss are rooms."""
    with FakeExchange(clock=ManualClock(START)) as exchange:
        exchange.account(SERVICE, "secret", impersonates="all")
        for address in (ANNA, BOB):
            exchange.mailbox(address)
        for address in (AARE, REUSS):
            exchange.room(address)
        yield exchange


@contextmanager
def new_rig(folder: Path) -> Iterator[Rig]:
    """The same, and Anna is synchronised."""
    with their_exchange() as exchange:
        database = f"sqlite:///{folder}/rig.sqlite"
        settings = Settings(ews_url=exchange.url, username=SERVICE, port=free_port(), database=database, workers=3)
        store = Store(settings.database)
        with serving(store, settings):
            rig = Rig(exchange, settings.base_url)
            assert rig.call("PUT", "/clock", {"now": START.isoformat()})[0] == 200
            for address in (AARE, REUSS):
                rig.call("PUT", f"/resources/{address}", {"name": address.split("@")[0].title()})
            rig.switch(ANNA)
            yield rig
        store.close()


@contextmanager
def process(exchange: FakeExchange, database: str, port: int) -> Iterator[Rig]:
    """The service as a process of its own, killed at the end of the block."""
    told = {"EWS_URL": exchange.url, "PORT": str(port), "DATABASE": database}
    environment = os.environ | {f"REFERENCE_SYNC_{name}": value for name, value in told.items()}
    command = [sys.executable, "-m", "reference_sync", "serve"]
    started = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert started.stdout is not None
    with started, started.stdout:
        try:
            assert started.stdout.readline().startswith("reference service at ")
            yield Rig(exchange, f"http://127.0.0.1:{port}")
        finally:
            started.kill()
