"""An organisation at work: its Exchange, and whatever the world sees of it: calls, pushes, open answers, faults, time.

Rule: everything runs on one event loop, and a request is carried out without a pause (calls.py); waiting is done here
alone, by the fault stage and for a push that must come before the answer. Nothing in here knows another organisation.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from weakref import WeakSet

from fake_ews.model import ids
from fake_ews.model.journal import Record
from fake_ews.server.autodiscover import Autodiscover
from fake_ews.server.calls import Asked, Calls, Reply
from fake_ews.server.clock import Driver
from fake_ews.server.faults import CUT, FaultStage
from fake_ews.server.http_answers import Answer
from fake_ews.server.posting import Poster
from fake_ews.server.push import Pushes
from fake_ews.server.streaming import Streaming
from fake_ews.server.tokens import Tokens

if TYPE_CHECKING:
    from fake_ews.model.exchange import Account, Exchange
    from fake_ews.people._hands import Hands
    from fake_ews.server.founding import Founding

LONGEST_POST = 30.0  # seconds for which an answer to what a test sends is waited for
_IIS = {"Server": "Microsoft-IIS/10.0", "X-Powered-By": "ASP.NET"}


class Organisation:
    """One Exchange at work. Make, open and close it on the loop that serves it.

    `people` are those who sit at a program: (program, address, of whom). `is_known`: somebody has signed in, or has
    begun to.
    """

    def __init__(self, founding: Founding, is_own: Callable[[str], bool]) -> None:
        """`is_own`: whether an address is of its domain. ValueError: the state file has others; its own mistakes."""
        self._founding, self._is_own = founding, is_own
        self._clients: WeakSet[asyncio.Transport] = WeakSet()
        self._working = 0
        self._turning = False
        self._quiet: list[asyncio.Future[None]] = []
        self._begin(founding.exchange())

    def _begin(self, exchange: Exchange) -> None:
        strange = next((address for address in exchange.mailboxes if not self._is_own(address)), None)
        if strange is not None:
            raise ValueError(f"{self._founding.state}: holds {strange}, which belongs to another organisation")
        exchange.is_own = self._is_own
        self.exchange, self.calls, self.poster = exchange, Calls(exchange), Poster()
        self.driver = Driver(exchange, self._drain)
        self.faults = FaultStage(exchange, self.calls, self._rest, self.driver.turned)
        self.pushes = Pushes(exchange, self.poster, self.faults.strike_push, self.driver.turned, self._settle)
        self.streaming = Streaming(exchange, self.calls, self._rest, self.driver.turned, self._settle)
        self.autodiscover, self.tokens = Autodiscover(exchange), Tokens(exchange)
        self.people: dict[tuple[str, str, str], Hands] = {}
        self.is_known = False
        self._headers = dict(_IIS, **{"X-FEServer": exchange.host.split(".")[0].upper()})
        self._guid = str(ids.guid(exchange.seed, "requests"))[:24]
        client, routed = (ids.guid(exchange.seed, "cookies", name).hex for name in ("client", "routed"))
        # for who brings none [seen: exchangelib 746]
        self.cookies = [
            ("Set-Cookie", f"exchangecookie={client}; path=/; HttpOnly"),
            ("Set-Cookie", f"X-BackEndCookie={routed}; path=/EWS; HttpOnly"),
            ("Set-Cookie", f"ClientId={client[:16].upper()}; path=/"),
        ]
        self._numbers = itertools.count(1)

    # --- begin and end ---------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Do from now on what falls due."""
        self.driver.turned()

    async def close(self) -> None:
        """Do nothing more: no push, no timer, no answer that waits or goes on."""
        await self._stop()
        self._founding.close()

    async def _stop(self) -> None:
        self.driver.close()
        self.faults.close()
        await self.pushes.close()
        self.streaming.break_off()
        await self.poster.close()

    async def reset(self) -> None:
        """Begin anew: clients are cut off, nobody is there but who was from the beginning, and nothing has happened."""
        self.cut_off()
        await self._stop()
        self._begin(self._founding.again(self.exchange))
        self.open()

    def cut_off(self) -> None:
        """Cut all connections over which it was called."""
        for connection in list(self._clients):
            connection.abort()

    def restart(self) -> None:
        """What a restart of Exchange looks like: clients are cut off, all subscriptions gone. The port stays."""
        exchange, journal, at = self.exchange, self.exchange.journal, self.exchange.clock.now()
        self.pushes.break_off()
        self.cut_off()
        with exchange.turn():
            ended = exchange.restart()
        journal.append(Record(journal.newest + 1, at, "restart", "restart", ended=ended))
        self.driver.turned()

    # --- quiet -----------------------------------------------------------------------------------------------------

    def busy(self) -> bool:
        """Whether a request is being worked on, or a push is due or in flight (unanswered for less than 2 s)."""
        if self._working > 0 or self._turning or self._in_flight():
            return True
        return self.exchange.has_to_say or self.driver.is_due()

    def _in_flight(self) -> bool:
        return self.pushes.in_flight > 0 or self.streaming.in_flight > 0

    async def wait_quiet(self, seconds: float) -> bool:
        """Wait until it is not busy, at most so many seconds of real time; whether it came to that."""
        try:
            await asyncio.wait_for(self._become_quiet(self.busy), seconds)
        except TimeoutError:
            return False
        return True

    async def advance(self, to: dt.datetime) -> None:
        """Move a manual clock; see `Driver.advance`."""
        await self.driver.advance(to, lambda: self._become_quiet(lambda: self._turning or self._in_flight()))

    async def _become_quiet(self, busy: Callable[[], bool]) -> None:
        while busy():
            waiter = asyncio.get_running_loop().create_future()
            self._quiet.append(waiter)
            await waiter

    def _settle(self) -> None:
        """Something has ended: let those look who wait for quiet, unless it is clear that they would wait on."""
        if self._in_flight():
            return
        waiting, self._quiet = self._quiet, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    def turned(self) -> None:
        """A turn was made outside of a request: do what follows from it, once the caller is done."""
        if not self._turning:
            self._turning = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self._turning = False
        try:
            self.driver.turned()
        finally:
            self._settle()

    def _drain(self) -> None:
        self.pushes.drain()
        self.streaming.drain()

    def _rest(self, calls: int) -> None:
        """So many calls more wait for a fault, and are not worked on."""
        self._working -= calls
        self._settle()

    # --- requests --------------------------------------------------------------------------------------------------

    def begins(self, connection: asyncio.Transport | None) -> None:
        """A request has come in on this connection; it is worked on until it `ends`."""
        self._working += 1
        if connection is not None:
            self._clients.add(connection)

    def ends(self) -> None:
        """A request is done with: do what follows from it, if there is anything."""
        self._working -= 1
        if self._quiet or self.exchange.has_to_say or not self.driver.sleeps_well():
            self.turned()

    async def answer(
        self, raw: bytes, account: Account, *, is_app: bool, headers: Mapping[str, str]
    ) -> tuple[Asked, Reply]:
        """Read a request, carry it out and record it, as one turn; what it was, and what to answer."""
        calls = self.calls
        asked = calls.begin(raw, account, is_app=is_app, headers=headers)
        try:
            reply = calls.read(asked) or await self._carried_out(calls, asked)
        finally:
            calls.done(asked)
        if calls is not self.calls:  # the organisation has begun anew meanwhile
            asked.turn = None
            return asked, CUT
        calls.record(asked, reply)
        return asked, reply

    async def _carried_out(self, calls: Calls, asked: Asked) -> Reply:
        struck = self.faults.strike(asked)
        reply = calls.carry_out(asked) if struck is None else await self.faults.play(*struck, asked)
        if asked.turn is not None and asked.turn.subscription:
            await self._first_push(asked.turn.subscription)
        return reply

    async def _first_push(self, subscription: str) -> None:
        """Where the profile wants it, the first message of a subscription comes before the answer to Subscribe."""
        self.driver.turned()
        await self.pushes.first(subscription)

    def headers(self, more: Mapping[str, str]) -> dict[str, str]:
        """These headers of an answer, and those that all answers have."""
        return {**more, **self._headers, "request-id": f"{self._guid}{next(self._numbers):012x}"}

    # --- what the test sends to a listener -------------------------------------------------------------------------

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], what: str, mailbox: str = "") -> Answer:
        """Send any bytes to a listener; the journal has it as an act of the test."""
        at, journal = self.exchange.clock.now(), self.exchange.journal
        self._working += 1
        try:
            answer = await asyncio.wait_for(self.poster.post(url, body, headers), LONGEST_POST)
        except TimeoutError:
            answer = Answer(None, why=f"no answer within {LONGEST_POST:.0f} s")
        finally:
            self._working -= 1
            self._settle()
        journal.append(
            Record(
                journal.newest + 1, at, "act", what, mailbox, url, status=answer.status, acknowledged=answer.why,
                sent=body, received=answer.body,
            )
        )  # fmt: skip
        return answer
