"""What process A meets when something is wrong: users who cannot be served, listeners and mailboxes that are away."""

from pytest_bdd import given, parsers, then, when

from scenarios import faults, outages, people
from scenarios.checks import bounds, pairs, switching
from scenarios.outages import Forgery
from scenarios.people import User
from scenarios.targets.product import Refused
from scenarios.world import Scene


@given(parsers.parse("Exchange refuses the service to act for {who:w}"))
def _(scene: Scene, who: str) -> None:
    user, world = people.person(scene, who), scene.world
    scene.given_up.append(user)
    if world.declared.access == "own":
        world.exchange.inject(faults.denied(user.address))
    else:
        world.exchange.deny(world.config.account.address, user.address)


@given(parsers.parse("from now on every request for {who:w} is refused {how}"))
def _(scene: Scene, who: str, how: str) -> None:
    user = scene.users[who]
    scene.given_up.append(user)
    scene.inject(f"every request for {who} is refused {how}", faults.for_ever(how, user.address))


@given(parsers.parse("Exchange tells {who:w}'s listener of a new subscription before it answers who asks for it"))
def _(scene: Scene, who: str) -> None:
    people.person(scene, who, first_message="before")


@given(parsers.parse("instead of the next message for {who:w} Exchange says that it could not read her events"))
def _(scene: Scene, who: str) -> None:
    scene.inject("events could not be read", faults.reading_fails(scene.users[who].address))


@given(
    parsers.parse("{who:w} has {count:d} linked entries, among entries of her own whose ids look like theirs"),
    target_fixture="planned",
)
def _(scene: Scene, who: str, count: int) -> outages.Agenda:
    return outages.agenda(scene.users[who], count)


@when(parsers.parse("{who:w} is switched on"))
def _(scene: Scene, who: str) -> None:
    scene.users[who].switch(True)


@when("the listener is away for a while, and meanwhile Anna moves, trashes, shift-deletes and sends these four")
def _(scene: Scene) -> None:
    outages.listener_away(scene.users["Anna"], for_long=False)


@when("the listener is away until Exchange gives up, and meanwhile Anna moves, trashes, shift-deletes and sends these")
def _(scene: Scene) -> None:
    outages.listener_away(scene.users["Anna"], for_long=True)


@when(parsers.parse("the service is away for a minute, and meanwhile {who:w} changes each of them six times"))
def _(scene: Scene, who: str, planned: outages.Agenda) -> None:
    outages.changes_while_away(scene.users[who], planned)


@when(parsers.parse("{who:w} is switched on, and an hour passes"))
def _(scene: Scene, who: str) -> None:
    scene.users[who].switch(True)
    outages.hour_of_refusals(scene.users[who])


@when(parsers.parse("an hour passes in which {who:w} cannot be served"))
def _(scene: Scene, who: str) -> None:
    outages.hour_of_refusals(scene.users[who])


@then(parsers.parse("the service says that {who:w} cannot be served, and why"))
def _(scene: Scene, who: str) -> None:
    scene.ask_about(scene.users[who])
    scene.judge(bounds.failing(scene.history(), scene.users[who].address))


@then(parsers.parse("it has asked for {who:w} now and then only"))
def _(scene: Scene, who: str) -> None:
    scene.judge(bounds.bounded(scene.history(), scene.users[who].address, scene.since))


@then(parsers.parse("all reservations of {who:w} carry the last values, and there are no others"))
def _(scene: Scene, who: str, planned: outages.Agenda) -> None:
    history = scene.history()
    for pair, values in outages.last_values(scene, planned):
        scene.judge(pairs.reservation_shows(history, pair, **values))
    scene.judge(pairs.reservations(history, scene.users[who].address, len(planned.pairs)))
    if scene.world.declared.transport == "push":
        scene.judge_faults()


@given(
    parsers.parse('{who:w} has reserved {room:w} as "{subject}" at {clock:S} in the browser, not being synchronised')
)
def _(scene: Scene, who: str, room: str, subject: str, clock: str) -> None:
    user = people.person(scene, who)
    refused = isinstance(user.reserve(user.draft(subject, clock, [room])), Refused)
    scene.only_if(not refused, "reservations of people who are not synchronised")
    scene.settle()


@given(parsers.parse('the service has heard that {who:w} shift-deleted "{subject}" in OWA'), target_fixture="deletion")
def _(scene: Scene, who: str, subject: str) -> Forgery:
    return outages.heard_deletion(scene.users[who], subject)


@when(parsers.parse('the same is said of "{subject}", under a foreign subscription id'))
def _(scene: Scene, subject: str, deletion: Forgery) -> None:
    outages.forge(scene, deletion, subject)


@when("each of them drags an entry ten times in OWA, while Exchange answers slowly")
def _(scene: Scene, everybody: list[User]) -> None:
    outages.answer_slowly(everybody)


@then(parsers.parse("nearly all of the {count:d} messages were answered at once"))
def _(scene: Scene, count: int, everybody: list[User]) -> None:
    mailboxes = [user.address for user in everybody]
    scene.judge(bounds.answered_fast(scene.history(), mailboxes, scene.since, count))


@then(parsers.parse("no message for {who:w} is answered well any more"))
def _(scene: Scene, who: str) -> None:
    scene.only_if(scene.world.declared.transport != "poll", "it has no subscriptions")
    scene.judge(switching.unsubscribed(scene.history(), scene.users[who].address, scene.since, scene.frequency))


@then(parsers.parse('"{subject}" is matched as declared, and nothing lies twice'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(switching.not_twice(scene.history(), scene.pairs[subject]))
    scene.judge(switching.matched(scene.history(), scene.pairs[subject]))
