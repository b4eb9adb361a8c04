"""The pytest plugin that plays features against a product: it chooses scenarios, gives each a scene, takes its verdict.

Rule: pytest only drives. Whatever happens in a scenario ends as a verdict here (part of the third outermost loop, so it
may catch everything); to pytest every scenario passes.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal, cast

import pytest
from pytest_bdd.parser import Feature, ScenarioTemplate, Step
from pytest_bdd.parser import Scenario as Script
from pytest_bdd.scenario import scenario_wrapper_template_registry

from scenarios.cases import LOOP, ONLY_OBSERVED, REPORT, TAGS, Case, WrongFeature
from scenarios.checks.doubts import standing
from scenarios.ending import STUCK, said_of
from scenarios.report.drawing import Drawn, Sentence, draw
from scenarios.results import Played, Results, of_scenario
from scenarios.sentences import unknown
from scenarios.targets.contract import Breach
from scenarios.targets.observed import REASON
from scenarios.verdict import Held, NotOffered, Unknown, Verdict, worst
from scenarios.world import Scene, Stop, World

PATIENCE = 3
"""So many scenarios in a row may end because the product does not answer or does not come to rest."""

_NO_GHERKIN = re.compile(
    r"(?P<what>[^:]*?)\.? Line number: (?P<number>\d+) Line: (?P<line>.*?) File: (?P<file>.*)$", re.DOTALL
)
"""What pytest-bdd says of a feature that is none, at the end of a long text."""


class NoSentence(Exception):
    """A feature says what no step understands; the text says where, and what comes close."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told what will be played (scenarios by case id), and what was; `told`: how far a long run is."""

    planned: Callable[[Mapping[str, int]], None] = lambda _: None
    begins: Callable[[Case], None] = lambda _: None
    played: Callable[[Played], None] = lambda _: None
    told: Callable[[str], None] = lambda _: None
    """Something that whoever waits should know beforehand."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One scenario of each case is played, by turns: `number` says which; but the cases of `whole` are played whole."""

    number: int
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """Every so-manieth case: of `of` processes this is number `number`, from 0 on."""

    number: int
    of: int

    def has(self, place: int) -> bool:
        """Does the case that comes at this place, from 0 on, belong to it?"""
        return place % self.of == self.number


class Plugin:
    """One run of pytest over the features."""

    def __init__(
        self,
        world: World | None,
        results: Results,
        select: tuple[str, ...],
        listener: Listener,
        quick: Turn | None = None,
        share: Share | None = None,
    ) -> None:
        """Without a world nothing can be played: every case is unknown, for the reason that `results.faults` gives.

        `quick`: of each case one scenario, and nobody watches for loops after each. `share`: only some of the cases.
        """
        self._world, self._results, self._select, self._listener = world, results, select, listener
        self._quick, self._share = quick, share
        self._config: pytest.Config | None = None
        self._cases: dict[str, Case] = {}
        self._loop: Case | None = None
        self._scene: Scene | None = None
        self._stuck: list[str] = []
        self._numbers: dict[str, int] = {}
        self._block = ""
        self._said_so_far: list[Sentence] = []
        self.unread = False
        """Some feature could not be read, so that nothing is played."""

    # --- collecting ------------------------------------------------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        """Tags are markers."""
        self._config = config
        for tag in TAGS:
            config.addinivalue_line("markers", tag)

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_apply_tag(self, tag: str) -> None:
        """The number of a report is a tag, too; of any other that nobody knows we say more than pytest, and where."""
        if self._config is not None and tag not in TAGS:
            self._config.addinivalue_line("markers", tag)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep what is selected, cases of the field last.

        Every scenario gets its number among all, so that a selection has the same people.
        """
        for number, item in enumerate(items, start=1):
            try:
                self._cases[item.nodeid] = _case(item)
            except WrongFeature as error:
                if str(error) not in self._results.faults:
                    self._results.faults.append(str(error))
            self._numbers[item.nodeid] = number
        kept = [
            item for item in items if item.nodeid in self._cases and self._cases[item.nodeid].selected(self._select)
        ]
        kept.sort(key=lambda item: self._cases[item.nodeid].field)
        kept = self._seen(kept)
        items[:] = kept if self._quick is None else self._shortened(kept, self._quick)
        cases = [self._cases[item.nodeid] for item in items]
        self._loop = next((case for case in cases if case.id == LOOP and self._quick is None), None)
        for name in self._select:
            if not self.unread and not any(case.selected([name]) for case in cases):
                self._results.faults.append(self._no_such(name))
        items[:] = self._shared(items)
        self._listener.planned(Counter(self._cases[item.nodeid].id for item in items))

    def _no_such(self, name: str) -> str:
        """What is said of a selection of nothing: what comes close to it, or else what there is."""
        known = sorted({word for case in self._cases.values() for word in case.names})
        close = get_close_matches(name, known, n=3, cutoff=0.6)
        others = [one for one in known if "/" not in one]
        told = (
            f"close to it: {', '.join(close)}"
            if close
            else f"there are {', '.join(others)}, and cases such as F2/trash"
        )
        return f"--select {name}: there is no such step, case or process; {told}"

    def _shortened(self, items: list[pytest.Item], turn: Turn) -> list[pytest.Item]:
        """One scenario of each case, but for those that are played whole."""
        by_case: dict[str, list[pytest.Item]] = {}
        for item in items:
            by_case.setdefault(self._cases[item.nodeid].id, []).append(item)
        chosen = {
            item.nodeid
            for case, ones in by_case.items()
            for item in (ones if case in turn.whole else [ones[turn.number % len(ones)]])
        }
        return [item for item in items if item.nodeid in chosen]

    def _shared(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """Those of the cases that this process plays."""
        if self._share is None:
            return items
        places = {case: place for place, case in enumerate(dict.fromkeys(self._cases[one.nodeid].id for one in items))}
        return [item for item in items if self._share.has(places[self._cases[item.nodeid].id])]

    def _seen(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """Without what is played only where the product is not asked; with it where it is not."""
        observing = self._world is not None and not self._world.product.contract
        kept = [item for item in items if observing or ONLY_OBSERVED not in self._cases[item.nodeid].seen]
        if self._world is not None and not self._world.pace.simulated:
            played = [item for item in kept if not observing or self._cases[item.nodeid].seen]
            self._listener.told(self._world.pace.foretold(len(played)))
        return kept

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A feature that cannot be read is our fault, and is told."""
        if report.failed:
            self.unread = True
            lines = [line[1:].strip() for line in report.longreprtext.splitlines() if line.startswith("E")]
            said = " ".join(lines) or report.longreprtext.strip()
            if (wrong := _NO_GHERKIN.search(said)) is not None:
                place = f"{wrong['file']}, line {wrong['number']}"
                said = f"{place}: {wrong['line'].strip()!r} cannot stand there ({wrong['what'].strip()})"
            self._results.faults.append(f"features: {said}")

    # --- playing ---------------------------------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Play one scenario; its verdict goes to the results, pytest sees it pass."""
        case, began = self._cases[pyfuncitem.nodeid], time.monotonic()
        self._listener.begins(case)
        verdict = self._why_not(case) or self._play(case, pyfuncitem)
        drawn, played = self._drawn(verdict), time.monotonic()
        loop = self._watched(case, verdict)
        watched = self._drawn(loop) if loop is not None and not isinstance(loop, Held) else None
        self._end()
        self._take(Played(case, verdict, played - began, drawn))
        if loop is not None and self._loop is not None:
            title = f"{self._loop.title} (after {case.id}: {case.title})"
            after = replace(self._loop, title=title, after=case.id)
            self._take(Played(after, loop, time.monotonic() - played, watched))
        return True

    @pytest.fixture(name="scene")
    def the_scene(self) -> Scene:
        """The scenario's people, rooms, pairs, and what was seen of them."""
        assert self._scene is not None
        return self._scene

    def pytest_bdd_before_step(self, step: Step, feature: Feature, scenario: Script) -> None:
        """Look when a block of acts begins, and again when its judgement does."""
        scene, block = self._scene, step.type
        if scene is not None and block != self._block:
            if block == "when":
                scene.judge_later()
                scene.acts_begin()
            elif block == "then":
                scene.look()
        if scene is not None:
            self._said_so_far.append(Sentence(scene.now(), _kind(block), f"{step.keyword} {step.name}"))
        self._block = block

    def pytest_bdd_step_func_lookup_error(self, step: Step, feature: Feature) -> None:
        """A sentence that nobody knows: say where it stands, and which come close."""
        raise NoSentence(f"{feature.filename}, line {step.line_number}: {unknown(step.type, step.name)}")

    def _why_not(self, case: Case) -> Verdict | None:
        """Why this case is not played at all, if it is not."""
        if self._world is None:
            return Unknown(self._results.faults[0] if self._results.faults else "it could not run")
        if not self._world.product.contract and not case.seen:
            return Unknown(REASON)
        declared = self._world.declared
        if missing := case.missing({*declared.names, declared.transport}):
            return NotOffered(f"needs {', '.join(missing)}")
        if case.waits:
            return Unknown(f"needs {', '.join(sorted(case.waits))}, which the simulator does not do yet")
        if len(self._stuck) >= PATIENCE:
            return Unknown(f"not played: {PATIENCE} scenarios in a row ended like this: {self._stuck[-1]}")
        return None

    def _play(self, case: Case, item: pytest.Function) -> Verdict:
        assert self._world is not None
        self._block, self._said_so_far = "", []

        def play() -> None:
            assert self._world is not None
            self._scene = Scene(self._world, self._numbers[item.nodeid], case.id)
            item.obj(**{name: item.funcargs[name] for name in item._fixtureinfo.argnames})
            self._scene.judge_later()

        stuck = len(self._stuck)
        stopped = self._safely(play)
        if len(self._stuck) == stuck:
            self._stuck.clear()
        scene = self._scene
        verdicts = [*(scene.verdicts if scene is not None else ()), *([stopped] if stopped else ())]
        verdict = self._doubted(of_scenario(verdicts))
        if scene is not None and isinstance(verdict, Held):
            others = [one for one in scene.cast.left_alone(scene.history()) if not isinstance(one, Held)]
            return worst(others) if others else verdict
        return verdict

    def _watched(self, case: Case, verdict: Verdict) -> Verdict | None:
        """X/loop, which is looked at after every case, where time is simulated."""
        scene = self._scene
        if self._loop is None or scene is None or case.id == LOOP or not isinstance(verdict, Held):
            return None
        if not scene.world.pace.simulated or not scene.world.product.contract:
            return None
        found: list[Verdict] = []

        def watch() -> None:
            scene.calm_down()
            found.append(scene.watch())

        stopped = self._safely(watch)
        return self._doubted(stopped or found[0])

    def _doubted(self, verdict: Verdict) -> Verdict:
        return verdict if self._scene is None else standing(self._scene.history(), verdict)

    def _drawn(self, verdict: Verdict) -> Drawn | None:
        """What happened until now; a drawing that fails is our fault, and takes no verdict away."""
        if self._scene is None:
            return None
        try:
            return draw(self._scene.history(), self._said_so_far, verdict)
        except Exception as error:  # part of the third outermost loop
            self._results.faults.append(f"the drawing failed: {type(error).__name__}: {error}")
            return None

    def _end(self) -> None:
        scene, self._scene = self._scene, None
        if scene is not None:
            stuck = self._stuck.copy()
            stopped = self._safely(scene.end)
            self._stuck = stuck
            if isinstance(stopped, Unknown) and stopped.fault:
                self._results.faults.append(stopped.reason)

    def _take(self, played: Played) -> None:
        self._results.add(played)
        self._listener.played(played)

    def _safely(self, do: Callable[[], None]) -> Verdict | None:
        """Do something; what stopped it, as a verdict, or None."""
        try:
            do()
        except Stop:
            return None
        except Exception as error:  # the third outermost loop: a scenario that fails has judged nothing
            return self._said(error)
        except pytest.fail.Exception as error:
            return self._said(error)
        return None

    def _said(self, error: BaseException) -> Verdict:
        if isinstance(error, Breach):
            return self._breached(str(error))
        if isinstance(error, STUCK):
            self._stuck.append(str(error))
        return Unknown(str(error), fault=True) if isinstance(error, NoSentence) else said_of(error, self._scene)

    def _breached(self, text: str) -> Verdict:
        """One breach is told in full once, however many scenarios meet it."""
        where = re.sub(r"\[\d+\]", "[]", ": ".join(text.split(": ")[:2]))
        self._results.breaches[where] += 1
        if self._results.breaches[where] == 1:
            return Unknown(f"breaks the contract: {text}")
        return Unknown(f"breaks the contract, as told above: {where}")


def _kind(block: str) -> Literal["given", "when", "then"]:
    return "when" if block == "when" else "then" if block == "then" else "given"


def _case(item: pytest.Item) -> Case:
    assert isinstance(item, pytest.Function)
    template = scenario_wrapper_template_registry[item.function]
    tags = [mark.name for mark in item.iter_markers()]
    row = cast(dict[str, str], item.callspec.params.get("_pytest_bdd_example", {})) if hasattr(item, "callspec") else {}
    where = f"{template.feature.filename}, line {template.line_number}"
    if strange := _strange_tags(template):
        raise WrongFeature(f"{where}: {strange}")
    try:
        return Case.of(template.name, tags, template.description, ", ".join(row.values()))
    except WrongFeature as error:
        raise WrongFeature(f"{where}: {error}") from error


def _strange_tags(template: ScenarioTemplate) -> str:
    """What is said of tags that mean nothing: one that is mistyped must not take a scenario out of the run."""
    given = {*template.feature.tags, *template.tags, *(tag for one in template.examples for tag in one.tags)}
    told = []
    for tag in sorted(one for one in given - {*TAGS} if not REPORT.fullmatch(one)):
        close = get_close_matches(tag, TAGS, n=3, cutoff=0.6)
        told.append(f"there is no tag @{tag}" + (f"; close to it: @{', @'.join(close)}" if close else ""))
    return "; ".join(told)
