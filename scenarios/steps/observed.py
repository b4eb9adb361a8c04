"""What is seen of a product that nobody asks: entries that it makes by itself, and what becomes of deleted ones."""

import time
from datetime import timedelta

from pytest_bdd import given, parsers, then, when

from scenarios import people, witness
from scenarios.checks import observed
from scenarios.history import Item, Moment
from scenarios.verdict import Unknown
from scenarios.world import Scene, Stop

LOOK_SECONDS = 0.25


@given(parsers.parse("{who:w}, whom the service does not know"))
def _(scene: Scene, who: str) -> None:
    scene.cast.stranger(who)
    people.person(scene, who)


@given(parsers.parse("the service has made an entry for {who:w}"), target_fixture="own_entry")
def _(scene: Scene, who: str) -> Item:
    return own_entry(scene, who)


@when("Exchange restarts", target_fixture="last_heard")
def _(scene: Scene) -> Moment:
    scene.world.pace.must_fit(3 * scene.frequency)  # who cannot wait for the end leaves the product as it is
    scene.world.exchange.restart()
    return scene.now()


@when(parsers.parse("{who:w} deletes the entry of the service in OWA"))
def _(scene: Scene, who: str, own_entry: Item) -> None:
    person = scene.users[who].owa
    entry = next(one for one in person.entries() if person.view(one).item_id == own_entry.item_id)
    person.delete(entry)


@then(parsers.parse('"{subject}", which {who:w} deleted, is not brought back'))
def _(scene: Scene, subject: str, who: str) -> None:
    address, history = scene.users[who].address, scene.history()
    item = next(one for one in history.shelf(address, scene.since).items if one.subject == subject)
    scene.judge(observed.not_brought_back(history, address, item, scene.since))


@then(parsers.parse("the entry of the service, which {who:w} deleted, is not brought back"))
def _(scene: Scene, who: str, own_entry: Item) -> None:
    scene.judge(observed.not_brought_back(scene.history(), scene.users[who].address, own_entry, scene.since))


@then(parsers.parse("the service has written on its entry for {who:w} once more at most"))
def _(scene: Scene, who: str, own_entry: Item) -> None:
    scene.judge(observed.no_answer(scene.history(), scene.users[who].address, own_entry))


@then(parsers.parse("nothing of {who:w}'s goes round in circles"))
def _(scene: Scene, who: str) -> None:
    pace, since = scene.world.pace, scene.mark()
    span = 2 * scene.frequency if pace.simulated else scene.world.declared.settle + timedelta(seconds=60)
    for _ in range(2):
        scene.pass_time(span / 2)
    scene.judge(observed.no_circle(scene.history(), scene.users[who].address, since))


def own_entry(scene: Scene, who: str) -> Item:
    """An entry that the service makes for a person in this scenario, because somebody uses the product meanwhile."""
    user, exchange = people.switched_on(scene, who), scene.world.exchange
    ends = time.monotonic() + scene.world.pace.patience.total_seconds()
    while time.monotonic() < ends:
        scene.world.pace.quiet()
        new = witness.made(exchange, user.address, scene.began.number)
        found = [one for one in scene.items(user) if one.item_id in new and one.folder == "calendar"]
        if found:
            return found[0]
        time.sleep(LOOK_SECONDS)
    seconds = scene.world.pace.patience.total_seconds()
    scene.judge(
        Unknown(
            f"nobody made a reservation for {user.address} in the product within {seconds:g} s: do so by hand "
            "while this is played"
        )
    )
    raise Stop
