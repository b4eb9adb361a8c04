"""What the administrator of a product looks at, and how long it takes until there is something to see."""

from collections.abc import Callable
from datetime import timedelta

from pytest_bdd import given, parsers, then, when

from scenarios import faults
from scenarios.checks import bookings, pairs, upkeep
from scenarios.verdict import Held
from scenarios.world import Scene, Stop

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


@given(parsers.parse("neither side hears of what {who:w} changes on the other"))
def _(scene: Scene, who: str) -> None:
    scene.hold()
    scene.inject("UpdateItem is refused", faults.refused("UpdateItem", scene.users[who].address))


@when("the administrator has both sides compared")
def _(scene: Scene) -> None:
    scene.world.pace.quiet()
    scene.faults.clear()
    scene.world.exchange.clear_faults()
    scene.world.product.scan()


@then("exactly what differs is listed")
def _(scene: Scene) -> None:
    scene.judge(upkeep.scanned(scene.history(), list(scene.pairs.values())))
    if not any(upkeep.listed(scene.history(), list(scene.pairs.values()))):
        raise Stop  # there is nothing to settle


@when(parsers.parse("the administrator lets {side:w} count in all of it"))
def _(scene: Scene, side: str) -> None:
    for one in list(upkeep.listed(scene.history(), list(scene.pairs.values()))):
        scene.world.product.settle_difference(str(one["id"]), {"Exchange": "exchange"}.get(side, "reservation"))
    scene.settle()


@then(parsers.parse('"{moved}" is at {clock:S}, "{called}" is called "{name}", on both sides and for good'))
def _(scene: Scene, moved: str, clock: str, called: str, name: str) -> None:
    differed = {(one["oid"], one["field"]) for one in upkeep.listed(scene.history(), list(scene.pairs.values()))}
    for told in (False, True):
        if told:
            scene.release()
            scene.settle()
            scene.look()
        history = scene.history()
        if (scene.pairs[moved].oid, "start") in differed:
            scene.judge(pairs.reservation_shows(history, scene.pairs[moved], start=scene.at(clock)))
        if (scene.pairs[called].oid, "subject") in differed:
            scene.judge(pairs.reservation_shows(history, scene.pairs[called], subject=name))
        for pair in scene.pairs.values():
            scene.judge(pairs.equal(history, pair))


@when(parsers.parse("the administrator has {one:w} and {other:w} tested"))
def _(scene: Scene, one: str, other: str) -> None:
    scene.users[other].switch(True)
    scene.world.pace.quiet()
    for name in (one, other):
        scene.world.product.self_test(scene.users[name].address)
    scene.settle()


@then(parsers.parse("all is well with {who:w}, and her calendar is empty"))
def _(scene: Scene, who: str) -> None:
    scene.judge(upkeep.tested(scene.history(), scene.users[who].address, refused=False))
    scene.judge(pairs.empty(scene.history(), scene.users[who].address))
    scene.judge(pairs.reservations(scene.history(), scene.users[who].address, 0))


@then(parsers.parse("the test of {who:w} names the step that is refused"))
def _(scene: Scene, who: str) -> None:
    scene.judge(upkeep.tested(scene.history(), scene.users[who].address, refused=True))
