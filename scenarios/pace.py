"""When is everything settled, and how time is moved: "Quiet" and "Moving time", in simulated or in real time.

Rules: no single wait is longer than 5 seconds of real time; all waiting together is bounded; the simulator's time and
the product's are moved in turn, and never past something that is due.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime, timedelta
from typing import Protocol

from scenarios.declared import Declared
from scenarios.targets.contract import Breach
from scenarios.targets.product import Settled

QUIET_SECONDS = 30.0
"""Real seconds within which a product must become quiet."""
LOOP = 40
"""So many writes on one item at one instant are a loop."""
STILL = 25
"""So often something may be due at one instant again and again."""
BREATH = 0.002
MOMENT = 0.5
"""Real seconds in which a product begins what it was asked for just now."""


class Entry(Protocol):
    """What is needed of a journal record."""

    @property
    def is_write(self) -> bool: ...
    @property
    def item_ids(self) -> tuple[str, ...]: ...


class Journal(Protocol):
    """The number of the newest record, and the records behind a number."""

    @property
    def newest(self) -> int: ...
    def after(self, number: int) -> Sequence[Entry]: ...


class Exchange(Protocol):
    """What is needed of the simulator."""

    @property
    def journal(self) -> Journal: ...
    def now(self) -> datetime: ...
    def next_due(self) -> datetime | None: ...
    def advance(self, to: datetime) -> None: ...
    def busy(self) -> bool: ...
    def wait_quiet(self, seconds: float = 5.0) -> bool: ...


class Target(Protocol):
    """What is needed of the product."""

    def settle(self) -> Settled | None: ...
    def set_clock(self, now: datetime) -> datetime | None: ...


class Restless(Exception):
    """The product writes the same item again and again without coming to rest."""


class NotQuiet(Exception):
    """The product, or what it does with Exchange, did not come to rest; the text says what was going on."""


class TooLong(Exception):
    """In real time this takes longer than --patience allows."""


class Pace:
    """Moves time in simulator and product together (`simulated`), or waits for it to pass."""

    def __init__(
        self,
        exchange: Exchange,
        target: Target,
        declared: Declared,
        *,
        patience: timedelta,
        scenario_seconds: float = 120.0,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._exchange, self._target, self._declared = exchange, target, declared
        self._patience, self._limit = patience, scenario_seconds
        self._monotonic, self._sleep = monotonic, sleep
        self._allowed, self._ends = scenario_seconds, monotonic() + scenario_seconds

    @property
    def simulated(self) -> bool:
        """Is time moved (capability clock), or does it pass by itself?"""
        return self._declared.offers("clock")

    @property
    def patience(self) -> timedelta:
        """The longest that may be waited in real time."""
        return self._patience

    def foretold(self, scenarios: int) -> str:
        """For whoever waits: how long so many scenarios take in real time; each becomes settled about three times."""
        minutes = max(1, round(scenarios * 3 * self._declared.settle.total_seconds() / 60))
        longest = f"{self._patience.total_seconds():g} s"
        return (
            f"in real time {scenarios} scenarios take about {minutes} min; none waits longer than {longest} at a time"
        )

    def now(self) -> datetime:
        """The simulator's time."""
        return self._exchange.now()

    def asking(self, target: Target) -> "Pace":
        """The same, with another word on whether the product is settled."""
        twin = copy(self)
        twin._target = target
        return twin

    def begin_scenario(self) -> None:
        """From now on the real time of one scenario counts; one that is not simulated may wait ten times."""
        waits = 0.0 if self.simulated else 10 * self._patience.total_seconds()
        self._allowed = max(self._limit, waits)
        self._ends = self._monotonic() + self._allowed

    def begin_run(self) -> None:
        """Both times are made equal; where the product's is later, the simulator begins there."""
        if self.simulated and (later := self._target.set_clock(self.now())) is not None:
            self._exchange.advance(later)

    def quiet(self) -> Settled:
        """Wait until no request is worked on, every push is settled, and the product says that it is settled."""
        limit, began, turns, begin = QUIET_SECONDS, self._monotonic(), 0, self._exchange.journal.newest
        while True:
            before = self._exchange.journal.newest
            if (settled := self._target.settle()) is None:
                settled, limit = self._silence(), max(QUIET_SECONDS, 3 * self._declared.settle.total_seconds())
            ends = began + limit
            if settled.quiet and self._exchange.journal.newest == before and not self._exchange.busy():
                return settled
            if self._monotonic() > ends:
                why = "it says that it is still working" if not settled.quiet else "requests or pushes go on"
                raise NotQuiet(f"not quiet within {limit:.0f} s of real time: {why}")
            self._exchange.wait_quiet(1.0)
            turns += 1
            if turns > STILL:
                self._sleep(BREATH)
            self._look_for_loops(begin)

    def _look_for_loops(self, begin: int) -> None:
        """Nobody writes one item so often at one instant, unless the writes answer each other."""
        if self._exchange.journal.newest - begin > LOOP:
            writes = Counter(id_ for one in self._exchange.journal.after(begin) if one.is_write for id_ in one.item_ids)
            if writes and max(writes.values()) > LOOP:
                raise Restless(f"{max(writes.values())} writes on one item without coming to rest")

    def settle(self) -> None:
        """Let the time pass in which both sides become equal when nothing fails."""
        self._let_pass(self._declared.settle)

    def recover(self) -> None:
        """The same after a fault."""
        self._let_pass(self._declared.recovery)

    def must_fit(self, span: timedelta) -> None:
        """Raise TooLong if so long a wait is beyond patience: before something is done that needs it afterwards."""
        if not self.simulated and span > self._patience:
            raise TooLong(f"needs {span.total_seconds() / 60:.0f} min of real time")

    def advance(self, to: datetime) -> None:
        """Let everything happen that is due until `to`; in real time this waits, raising TooLong beyond patience."""
        if self.simulated:
            self._move(to)
        else:
            self._wait(to, early=False)

    def until(self, happened: Callable[[], bool]) -> bool:
        """Let at most settleSeconds pass, until something has happened: whether it did.

        What a fault keeps waiting is not waited for, so something may still be under way afterwards.
        """
        ends, moment = self.now() + self._declared.settle, self._monotonic() + MOMENT
        while not happened():
            if self._monotonic() < moment or not self.simulated:
                if not self.simulated and self.now() > ends:
                    return False
                self._sleep(BREATH)
                continue
            settled = self._target.settle()
            due = [one for one in (self._exchange.next_due(), settled and settled.next_at) if one and one <= ends]
            if settled and settled.quiet and not happened():
                if not due:
                    return False
                self._reach(min(due))
            self.in_time()
        return True

    def _let_pass(self, span: timedelta) -> None:
        if self.simulated:
            self._move(self.now() + span)
        else:
            self._wait(self.now() + span, early=True)

    def _move(self, to: datetime) -> None:
        still, before = 0, None
        while True:
            settled = self.quiet()
            due = [one for one in (self._exchange.next_due(), settled.next_at) if one is not None and one <= to]
            if not due and self.now() >= to:
                return
            at = max(min([to, *due]), self.now())
            still = still + 1 if at == before else 0
            if still > STILL:
                raise NotQuiet(f"something is due at {at.isoformat()} and is not done")
            before = at
            self._reach(at)
            self.in_time()

    def _reach(self, at: datetime) -> None:
        """The simulator first, then the product; where nothing is due in Exchange nobody hears anything from it."""
        due = self._exchange.next_due()
        self._exchange.advance(at)
        if due is not None and due <= at:
            self.quiet()
        if (later := self._target.set_clock(at)) is not None:
            raise Breach(f"PUT /clock: the product's time is {later.isoformat()}, nobody moved it there")

    def _wait(self, to: datetime, early: bool) -> None:
        """Wait until `to`; `early`: no longer than something is due before."""
        begin, span = self.now(), to - self.now()
        if not early:
            self.must_fit(span)
        while (left := (to - self.now()).total_seconds()) > 0:
            if self.now() - begin > self._patience:
                raise TooLong(f"is not settled within --patience, it may take {span.total_seconds() / 60:.0f} min")
            settled = self.quiet()
            due = [one for one in (self._exchange.next_due(), settled.next_at) if one is not None and one <= to]
            if early and not due and (settled.next_at is not None or not settled.pending):
                return
            self._sleep(min(left, 0.25))

    def _silence(self) -> Settled:
        """For a product that cannot say so: nothing happened for settleSeconds."""
        if self.simulated:
            raise Breach("POST /settle answered 404, although the product declares clock")
        ends = self._monotonic() + self._declared.settle.total_seconds()
        before = self._exchange.journal.newest
        while self._monotonic() < ends:
            self._sleep(0.1)
            if self._exchange.journal.newest != before:
                return Settled(False)
        return Settled(True)

    def in_time(self) -> None:
        """Raise NotQuiet if a scenario has taken too much real time altogether, be each wait in it short."""
        if self._monotonic() > self._ends:
            raise NotQuiet(f"one scenario took more than {self._allowed:.0f} s of real time")
