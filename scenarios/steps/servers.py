"""Where mailboxes are: at a second address of Exchange, on another database, on another server; and by which transport
their changes are heard of."""

from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, then, when

from scenarios import faults, outages, people, plays
from scenarios.checks import pairs, switching
from scenarios.gate import Gate
from scenarios.world import Scene


@pytest.fixture(name="gate")
def the_gate(scene: Scene) -> Iterator[Gate]:
    """A second address of Exchange."""
    gate = Gate(scene.world.exchange.url, scene.world.config.second)
    yield gate
    gate.shut()


@given(parsers.parse("{who:w} is synchronised, and his server is the second one"))
def _(scene: Scene, who: str, gate: Gate) -> None:
    user = people.person(scene, who)
    user.switch(True, gate.url)
    scene.settle()


@when(parsers.parse("the second server goes down"))
def _(scene: Scene, gate: Gate) -> None:
    scene.need("mailboxes of the second server are asked about there (A1)", outages.was_visited(gate))
    gate.shut()
    scene.since = scene.mark()


@when(parsers.parse("{who:w}'s mailbox moves to the second server, where everything has another id"))
def _(scene: Scene, who: str, gate: Gate) -> None:
    scene.world.exchange.migrate(scene.users[who].address)
    scene.users[who].switch(True, gate.url)


@when(
    parsers.parse("{who:w}'s mailbox fails over, and meanwhile she moves, trashes, shift-deletes and sends these four")
)
def _(scene: Scene, who: str) -> None:
    outages.failover(scene.users[who])


@when(
    parsers.parse(
        "{who:w}'s subscription expires, and meanwhile she moves, trashes, shift-deletes and sends these four"
    )
)
def _(scene: Scene, who: str) -> None:
    outages.expiry(scene.users[who])


@when(parsers.parse("{who:w}'s connection ends, and meanwhile she moves, trashes, shift-deletes and sends these four"))
def _(scene: Scene, who: str) -> None:
    outages.stream_ends(scene.users[who])


@given(parsers.parse("the answer that tells of {who:w}'s next events is lost"))
def _(scene: Scene, who: str) -> None:
    scene.inject("the answer that tells of events is lost", faults.events_lost(scene.users[who].address))


@given(parsers.parse("what the service knows of {who:w}'s calendar is refused as out of date the next time"))
def _(scene: Scene, who: str) -> None:
    scene.inject("the state is refused", faults.state_refused(scene.users[who].address))


@when(parsers.parse("{who:w} moves, trashes, shift-deletes and sends these four"))
def _(scene: Scene, who: str) -> None:
    plays.four_changes(scene.users[who])


@given(parsers.parse("{who:w} is synchronised, and {kind} subscriptions are told so"))
def _(scene: Scene, who: str, kind: str) -> None:
    people.synchronised(scene, who, pull_expired_kept=3600.0 if kind == "expired" else 0.0)


@then("all four changes are taken over, each once")
def _(scene: Scene) -> None:
    history, all_pairs = scene.history(), scene.pairs
    scene.judge(pairs.reservation_shows(history, all_pairs["Moved"], start=scene.at("15:00")))
    for subject in ("Trashed", "Gone"):
        scene.judge(pairs.cancelled(history, all_pairs[subject]))
    for subject, times in (("Moved", 1), ("Trashed", 1), ("Gone", 1), ("New", 0)):
        scene.judge(pairs.revised(history, all_pairs[subject], scene.since, times))
    scene.judge(pairs.reservations(history, all_pairs["Moved"].organizer, 2))
    scene.judge(people.is_linked(scene, "New"))


@then(parsers.parse("nothing about {who:w} is asked of the first server"))
def _(scene: Scene, who: str) -> None:
    scene.judge(switching.not_asked(scene.history(), scene.users[who].address, scene.since))


@then(parsers.parse("{who:w}'s mailbox is asked about at the second server"))
def _(scene: Scene, who: str, gate: Gate) -> None:
    scene.judge(outages.was_visited(gate))


@then(parsers.parse('"{subject}" is linked to its entry again, and nothing was made, cancelled or revised'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(switching.relinked(scene.history(), scene.pairs[subject], scene.since))
