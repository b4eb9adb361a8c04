"""A sweep from beginning to end: spread over the cores with pytest-xdist, and its runs gathered as they come.

Rule: a run that was planned and not heard of is unknown, never forgotten.
"""

import os
import pickle
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from xdist.workermanage import NodeManager  # type: ignore[import-untyped]

from scenarios.cases import Case
from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.results import Played, Results
from scenarios.run import INTERRUPTED, QUIETLY, _environment
from scenarios.sweep import chains, stage
from scenarios.sweep.plan import case_of, planned
from scenarios.sweep.playing import Chain, NoSuchRun, Ran, chain_of
from scenarios.targets.process import STOP_SECONDS
from scenarios.verdict import Held, Unknown, worst

TOLD = 20
"""So often it is told how far the sweep is."""


def sweep(options: Options, listener: Listener) -> Results:
    """Play the sweep; every outcome is in the results."""
    results = Results(options.strict, swept=True)
    try:
        names = planned(options.select, options.only)
    except NoSuchRun as error:
        results.faults.append(str(error))
        return results
    gathering = Gathering(results, listener, [chain_of(name) for name in names])
    _play(options, gathering, min(options.cores, len(names)))
    gathering.end()
    return results


def _play(options: Options, gathering: "Gathering", workers: int) -> None:
    file = str(Path(chains.__file__))
    plugins: list[object] = [gathering]
    words = [*QUIETLY]
    if workers > 1:
        words += ["-p", "xdist.plugin", "-p", stage.__name__, "-n", str(workers), "--dist", "worksteal"]
        plugins.append(Order(options))
    else:
        plugins.append(stage.Stage(options))
    with _environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS=""):
        code = pytest.main([*words, file], plugins=plugins)
    if code == pytest.ExitCode.INTERRUPTED:
        gathering.results.faults.append(INTERRUPTED)
    elif code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        gathering.results.faults.append(f"pytest ended with {code!r}")


class Order:
    """Hands the options to the workers of xdist, and asks them to end when the run is asked to.

    xdist lets a worker play on for 5 seconds, and kills it after 10, whatever it has started.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._workers: list[int] = []

    def pytest_configure_node(self, node: Any) -> None:
        """A worker is about to be started."""
        node.workerinput[stage.ORDER] = pickle.dumps(self._options)
        self._workers.append(node.gateway.remote_exec("import os; channel.send(os.getpid())").receive())

    def pytest_keyboard_interrupt(self) -> None:
        """Each ends what it has started, and that may take its time."""
        NodeManager.EXIT_TIMEOUT = int(STOP_SECONDS) + 5
        for one in self._workers:
            with suppress(OSError):  # it has ended
                os.kill(one, signal.SIGTERM)


class Gathering:
    """Takes the runs from the reports of their chains."""

    def __init__(self, results: Results, listener: Listener, planned: list[Chain]) -> None:
        self.results, self._listener = results, listener
        self._left = {one.name: one for one in planned}
        self._total, self._runs = len(planned), 0
        counts: dict[str, int] = {}
        for one in planned:
            counts[one.strike.row] = counts.get(one.strike.row, 0) + 1
        listener.planned(counts)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A chain has been played."""
        found = [value for name, value in report.user_properties if name == stage.RAN and isinstance(value, bytes)]
        if report.when == "call" and found:
            self._take(pickle.loads(found[0]), report.nodeid.partition("[")[2].removesuffix("]"))
        elif report.failed:
            self.results.faults.append(f"{report.nodeid}: {report.longreprtext.strip().splitlines()[-1]}")

    def end(self) -> None:
        """What was planned and not heard of is unknown."""
        interrupted = INTERRUPTED in self.results.faults
        why = Unknown(INTERRUPTED) if interrupted else Unknown("its worker ended before it was played", fault=True)
        for name in [*self._left]:
            self._take([Ran(name, why, False, True, 0.0)], name)

    def _take(self, runs: list[Ran], name: str) -> None:
        chain = self._left.pop(name)
        case = case_of(chain.strike.row)
        for ran in runs:
            self.results.add(Played(_named(case, ran.name), ran.verdict, ran.seconds, ran.drawn))
        self._runs += len(runs)
        done = self._total - len(self._left)
        self._listener.begins(_named(case, name))
        verdict = worst([ran.verdict for ran in runs] or [Held()])
        self._listener.played(Played(_named(case, name), verdict, sum(ran.seconds for ran in runs)))
        if done % max(self._total // TOLD, 1) == 0:
            self._listener.told(f"{done} of {self._total} chains, {self._runs} runs")


def _named(case: Case, name: str) -> Case:
    """The case of one run: its title is the name by which it can be played again."""
    return replace(case, title=name)
