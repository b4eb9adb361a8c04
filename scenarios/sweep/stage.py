"""The pytest plugin that plays chains in one process: with a simulator and a product that serve one run after another.

Rules: pytest only drives; to it every chain passes. What a run leaves hanging is thrown away with its world. Results go
with the test's report, which pytest-xdist carries to the process that asked for it.
"""

import pickle
import signal
import time
from contextlib import ExitStack

import pytest

from scenarios import interrupts
from scenarios.options import Options
from scenarios.run import CannotRun, world
from scenarios.sweep import killing
from scenarios.sweep.plan import planned
from scenarios.sweep.playing import LONGEST, Chain, Ran, chain_of, play
from scenarios.sweep.strikes import KILLS, PUSHES
from scenarios.targets.target import NotStarted
from scenarios.verdict import Held, NotOffered, Unknown, Verdict
from scenarios.world import World

RAN = "ran"
"""Under this name the runs of a chain, pickled, go with its report."""
ORDER = "sweep"
"""Under this name xdist hands the options to its workers, pickled."""
PATIENCE = 3
"""So many runs in a row may leave the product hanging."""
RENEWED = 150
"""After so many runs simulator and product begin anew: what the runs left behind makes both slower."""


def pytest_configure(config: pytest.Config) -> None:
    """In a worker of xdist: play what its controller was asked for, until that says that it is enough."""
    order = getattr(config, "workerinput", {}).get(ORDER)
    if order is not None:
        heard = ExitStack()
        heard.enter_context(interrupts.heard(signal.SIGINT))  # by which execnet interrupts a worker that does not end
        config.add_cleanup(heard.close)
        config.pluginmanager.register(Stage(pickle.loads(order)), "sweep stage")


class Stage:
    """One process's part of a sweep."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._chains = planned(options.select, options.only)
        self._open = ExitStack()
        self._world: World | None = None
        self._stuck: list[str] = []
        self._played = 0
        self._places: dict[tuple[str, str], int] = {}

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One test for each chain."""
        metafunc.parametrize("chain", [*self._chains])

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Play one chain."""
        runs = self.runs(chain_of(str(pyfuncitem.callspec.params["chain"])))
        pyfuncitem.user_properties.append((RAN, pickle.dumps(runs)))
        return True

    def pytest_sessionfinish(self) -> None:
        """Stop simulator and product."""
        self._leave()

    def runs(self, chain: Chain) -> list[Ran]:
        """The runs of a chain whose fault went off, and those that are not held."""
        began = time.monotonic()
        why: Verdict | None = self._given_up()
        if why is None:
            try:
                why = self._why_not(self._there(), chain)
            except CannotRun as error:
                why = self._cannot(error)
        if why is not None:
            return [Ran(chain.name, why, False, False, time.monotonic() - began)]
        only = self._chains[chain.name]
        return self._at_every_place(chain) if only is None else [self._run(chain, only)]

    def _at_every_place(self, chain: Chain) -> list[Ran]:
        """Until nothing is left to strike.

        In such a run nothing fails: it says how many places there are for all failures that strike the same.
        """
        found: list[Ran] = []
        kind = (chain.variant.id, chain.strike.strikes)
        for nth in range(1, self._places.get(kind, LONGEST) + 1):
            ran = self._run(chain, nth)
            if not ran.fired and isinstance(ran.verdict, Held):
                self._places[kind] = nth - 1
                break
            found.append(ran)
            if not ran.fired:
                break
        return found

    def _run(self, chain: Chain, nth: int) -> Ran:
        """One run; what it leaves hanging is put away."""
        name = f"{chain.name}:{nth}"
        if (given_up := self._given_up()) is not None:
            return Ran(name, given_up, False, True, 0.0)
        try:
            self._renew()
            ran = play(self._there(), chain, nth)
        except CannotRun as error:
            return Ran(name, self._cannot(error), False, True, 0.0)
        if ran.stuck:
            self._leave()
        if ran.stuck and isinstance(ran.verdict, Unknown):
            self._stuck.append(ran.verdict.reason)
        else:
            self._stuck.clear()
        return ran

    def _given_up(self) -> Unknown | None:
        """Why nothing more is played, once that is so."""
        if len(self._stuck) < PATIENCE:
            return None
        return Unknown(f"not played: {PATIENCE} runs in a row ended like this: {self._stuck[-1]}")

    def _cannot(self, error: CannotRun) -> Unknown:
        """A product that does not come up is waited for again, but not for ever."""
        self._leave()
        self._stuck.append(str(error))
        return Unknown(str(error), fault=True)

    def _renew(self) -> None:
        """Begin anew from time to time, where that can be done."""
        self._played += 1
        if self._played > RENEWED and self._world is not None and self._world.target.restartable:
            self._leave()

    def _why_not(self, there: World, chain: Chain) -> Verdict | None:
        declared, row = there.declared, chain.strike.row
        if row == PUSHES and declared.transport != "push":
            return NotOffered("needs push")
        if row == KILLS and not declared.offers("restart"):
            return NotOffered("needs restart")
        return killing.cannot(there) if row == KILLS else None

    def _there(self) -> World:
        """The world, made if there is none; raises CannotRun."""
        if self._world is None:
            try:
                self._world = self._open.enter_context(world(self._options, []))
            except NotStarted as error:
                raise CannotRun(str(error)) from error
        return self._world

    def _leave(self) -> None:
        self._world, self._played = None, 0
        self._open.close()
