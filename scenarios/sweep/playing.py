"""One run of the sweep: a process with people of its own, one fault in it, its end states, and that service goes on.

Rule: whatever happens in a run ends as a verdict here (part of the third outermost loop, so it may catch everything).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from scenarios import people
from scenarios.checks.doubts import standing
from scenarios.ending import said_of
from scenarios.report.drawing import Drawn, Sentence, draw
from scenarios.results import of_scenario
from scenarios.sweep.killing import Mortal, NotBack
from scenarios.sweep.strikes import STRIKES, Strike
from scenarios.sweep.variants import VARIANTS, Variant
from scenarios.verdict import Broken, Held, Unknown, Verdict
from scenarios.world import Scene, Stop, World

LONGEST = 40
"""A place beyond which a process is not struck: a product that polls makes requests without end."""


class NoSuchRun(ValueError):
    """A name that no run has; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One process with one fault, at the first place, the second, and so on."""

    variant: Variant
    strike: Strike

    @property
    def name(self) -> str:
        """`F2/trash:reset-before`."""
        return f"{self.variant.id}:{self.strike.name}"

    @property
    def number(self) -> int:
        """Its place in the plan of all chains; runs have their people by it, whoever plays them."""
        return [*VARIANTS].index(self.variant.id) * 100 + [*STRIKES].index(self.strike.name)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended: whether its fault went off at all, and whether the product must be started anew after it.

    `drawn` is what happened in it, of a first run and of one that is not held.
    """

    name: str
    verdict: Verdict
    fired: bool
    stuck: bool
    seconds: float
    drawn: Drawn | None = None


def chain_of(name: str) -> Chain:
    """The chain of a name like `F2/trash:reset-before`; raises NoSuchRun."""
    variant, _, strike = name.partition(":")
    for word, known in ((variant, [*VARIANTS]), (strike, [*STRIKES])):
        if word not in known:
            raise NoSuchRun(f"{name}: there is no {word!r}; there are {', '.join(known)}")
    return Chain(VARIANTS[variant], STRIKES[strike])


def play(world: World, chain: Chain, nth: int) -> Ran:
    """Play one run."""
    began = time.monotonic()
    take = Take(world, chain, nth)
    verdict = take.played()
    return Ran(f"{chain.name}:{nth}", verdict, take.fired, take.stuck, time.monotonic() - began, take.drawn)


class Take:
    """One run while it is played."""

    def __init__(self, world: World, chain: Chain, nth: int) -> None:
        self._chain, self._nth, self._world = chain, nth, world
        self._scene: Scene | None = None
        self._said: list[Sentence] = []
        self.fired = self.stuck = False
        self.drawn: Drawn | None = None

    def played(self) -> Verdict:
        """Play it, and end it in any case; its verdict."""
        stopped = self._safely(self._play)
        scene = self._scene
        if scene is None:
            return stopped or Unknown("nothing was played", fault=True)
        found = [*scene.verdicts, *([stopped] if stopped else ())]
        verdict = standing(scene.history(), of_scenario(found))
        if self._nth == 1 or not isinstance(verdict, Held):
            self.drawn = draw(scene.history(), self._said, verdict)
        self.stuck = self.stuck or not scene.world.target.alive
        ended = self._safely(scene.end)
        return ended if isinstance(ended, Unknown) and ended.fault else verdict

    def _play(self) -> None:
        number = self._chain.number * (LONGEST + 1) + self._nth
        self._scene = scene = Scene(self._world, number, "X/" + self._chain.variant.id.replace("/", "-"))
        variant = self._chain.variant
        self._say("given", f"Given what {variant.id} starts from")
        variant.prepare(scene)
        self._say("when", f"When {variant.id} is played, and {self._chain.strike.name} strikes at {self._nth}")
        try:
            disturbed(scene, self._chain, self._nth)
        finally:
            self.fired = bool(scene.faults) and has_fired(scene)
        self._say("then", "Then its end states hold")
        variant.judge(scene)
        self._say("then", "And service goes on")
        scene.calm_down()
        people.serves(scene, "Anna")

    def _say(self, kind: Literal["given", "when", "then"], text: str) -> None:
        if self._scene is not None:
            self._said.append(Sentence(self._scene.now(), kind, text))

    def _safely(self, do: Callable[[], None]) -> Verdict | None:
        try:
            do()
        except Stop:
            return None
        except Exception as error:  # the third outermost loop: a run that fails has judged nothing
            verdict = said_of(error, self._scene)
            self.stuck = isinstance(verdict, Unknown)
            return verdict
        return None


def has_fired(scene: Scene) -> bool:
    """Have all faults of a scene gone off?"""
    return all(scene.world.exchange.fired(number) for number, _ in scene.faults)


def disturbed(scene: Scene, chain: Chain, nth: int) -> None:
    """People act while the fault strikes, and both sides get the time to recover; a killed product is started again."""
    scene.acts_begin()
    strike, calm = chain.strike, scene.world
    scene.inject(f"{strike.name} at {nth}", strike.at(nth))
    if strike.kills:
        number, _ = scene.faults[-1]
        scene.world = replace(calm, pace=Mortal(calm, number).pace)
    try:
        chain.variant.act(scene)
        scene.settle()
        if strike.ends_subscription and has_fired(scene):
            scene.pass_time(max(3 * scene.frequency - scene.world.declared.recovery, timedelta()))
            scene.settle()
    except NotBack as error:
        advice = "What does it find at its start that a sudden end has left: a lock, a claim, half a file?"
        scene.judge(Broken("the service is back after it was killed and started again", str(error), (), advice))
    finally:
        scene.world = calm
    scene.look()
