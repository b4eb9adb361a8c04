"""What process A meets when something is wrong: users who cannot be served, listeners and mailboxes that are away."""

from pytest_bdd import given, parsers, then, when

from scenarios import faults, people, plays
from scenarios.checks import bounds
from scenarios.world import Scene


@given(parsers.parse("Exchange refuses the service to act for {who:w}"))
def _(scene: Scene, who: str) -> None:
    user, world = people.person(scene, who), scene.world
    scene.given_up.append(user)
    if world.declared.access == "impersonation":
        world.exchange.deny(world.config.account.address, user.address)
    else:
        world.exchange.inject(faults.denied(user.address))


@given(parsers.parse("from now on every request for {who:w} is refused {how}"))
def _(scene: Scene, who: str, how: str) -> None:
    user = scene.users[who]
    scene.given_up.append(user)
    scene.inject(f"every request for {who} is refused {how}", faults.for_ever(how, user.address))


@when(parsers.parse("{who:w} is switched on, and an hour passes"))
def _(scene: Scene, who: str) -> None:
    scene.users[who].switch(True)
    plays.hour_of_refusals(scene.users[who])


@when(parsers.parse("an hour passes in which {who:w} cannot be served"))
def _(scene: Scene, who: str) -> None:
    plays.hour_of_refusals(scene.users[who])


@then(parsers.parse("the service says that {who:w} cannot be served, and why"))
def _(scene: Scene, who: str) -> None:
    scene.ask_about(scene.users[who])
    scene.judge(bounds.failing(scene.history(), scene.users[who].address))


@then(parsers.parse("it has asked for {who:w} now and then only"))
def _(scene: Scene, who: str) -> None:
    scene.judge(bounds.bounded(scene.history(), scene.users[who].address, scene.since))
