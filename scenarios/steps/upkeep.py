"""What the administrator of a product looks at, and how long it takes until there is something to see."""

from collections.abc import Callable
from datetime import timedelta

from pytest_bdd import parsers, then, when

from scenarios.checks import bookings
from scenarios.verdict import Held
from scenarios.world import Scene

PATIENCE = 24
"""So many hours at most a product may take until it lists what has not come."""


def _wait_until(scene: Scene, enough: Callable[[], bool]) -> None:
    """Let recoverySeconds pass, then hour after hour, until it is enough or nobody would wait any longer."""
    scene.world.pace.recover()
    for _ in range(PATIENCE):
        if scene.world.declared.offers("missing-list"):
            scene.world.product.missing()
        scene.look()
        if enough():
            return
        scene.pass_time(timedelta(hours=1))


@when(parsers.parse('time passes until "{subject}" is listed as missing'))
def _(scene: Scene, subject: str) -> None:
    _wait_until(scene, lambda: bookings.is_listed(scene.history(), scene.pairs[subject]))


@when(parsers.parse('time passes until "{subject}" is settled, or somebody is told'))
def _(scene: Scene, subject: str) -> None:
    pair = scene.pairs[subject]
    _wait_until(scene, lambda: isinstance(bookings.settled_or_told(scene.history(), pair), Held))


@then(parsers.parse('"{subject}" alone is listed as missing'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(bookings.listed_missing(scene.history(), scene.pairs.values(), [scene.pairs[subject]]))


@then("nothing is listed as missing")
def _(scene: Scene) -> None:
    scene.world.product.missing()
    scene.judge(bookings.listed_missing(scene.history(), scene.pairs.values(), []))
