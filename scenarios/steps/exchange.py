"""What Exchange does by itself or is made to do: holding events back, restarting, letting time pass."""

from datetime import timedelta

from pytest_bdd import given, parsers, then, when

from scenarios import plays
from scenarios.checks import listening, traffic
from scenarios.history import Moment
from scenarios.people import User
from scenarios.world import Scene


@given("Exchange holds its events back")
def _(scene: Scene) -> None:
    scene.hold()


@when("Exchange tells of it")
def _(scene: Scene) -> None:
    scene.release()
    scene.settle()


@when(parsers.parse("{count:d} times StatusFrequency pass"))
def _(scene: Scene, count: int) -> None:
    scene.pass_time(count * scene.frequency)


@when("nothing happens for StatusFrequency")
def _(scene: Scene) -> None:
    scene.pass_time(scene.frequency + timedelta(seconds=1))


@when("an hour passes")
def _(scene: Scene) -> None:
    scene.pass_time(timedelta(hours=1))


@when("a long time passes, with a restart of Exchange and a scan")
def _(scene: Scene) -> None:
    scene.long_time()


@when("the first message is on its way")
def _(scene: Scene) -> None:
    scene.pass_time(timedelta())


@given(
    parsers.parse('the service has heard that {who:w} dragged "{subject}" to {clock:S} in OWA'), target_fixture="push"
)
def _(scene: Scene, who: str, subject: str, clock: str) -> int:
    return plays.heard_drag(scene.users[who], subject, clock)


@when("the same message comes again under a foreign subscription id")
def _(scene: Scene, push: int) -> None:
    scene.world.exchange.replay_push(push, subscription_id=scene.foreign_subscription())


@when(
    parsers.parse('rubbish is posted to the listener, and right after it {who:w} drags "{subject}" to {clock:S} in OWA')
)
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    before = plays.post_junk(scene.users[who])
    scene.users[who].act("OWA", "drag", subject, scene.at(clock))
    scene.deliver()
    scene.judge(listening.heard(scene.history(), scene.users[who].address, before))


@then(parsers.parse("{who:w}'s calendar is subscribed"))
def _(scene: Scene, who: str) -> None:
    scene.judge(listening.subscribed(scene.history(), scene.users[who].address))


@then("the calendar of each of them is subscribed")
def _(scene: Scene, everybody: list[User]) -> None:
    history = scene.history()
    for user in everybody:
        scene.judge(listening.subscribed(history, user.address))


@then("the service has heard of each of these changes")
def _(scene: Scene, everybody: list[User], acts: plays.Acts) -> None:
    history = scene.history()
    for before, after in acts:
        for user in everybody:
            scene.judge(listening.heard(history, user.address, before, after))


@then(parsers.parse("the service has heard of {who:w}'s change"))
def _(scene: Scene, who: str) -> None:
    scene.judge(listening.heard(scene.history(), scene.users[who].address, scene.since))


@then(parsers.parse("no second subscription on {who:w}'s calendar has outlived its time"))
def _(scene: Scene, who: str) -> None:
    scene.judge(listening.overlap_ended(scene.history(), scene.users[who].address))


@then("no second subscription on any of these calendars has outlived its time")
def _(scene: Scene, everybody: list[User]) -> None:
    history = scene.history()
    for user in everybody:
        scene.judge(listening.overlap_ended(history, user.address))


@then(parsers.parse("every sign of life for {who:w} was answered"))
def _(scene: Scene, who: str) -> None:
    scene.judge(listening.heartbeat_answered(scene.history(), scene.users[who].address, scene.since))


@then(parsers.parse("a new subscription on {who:w}'s calendar was made in time"))
def _(scene: Scene, who: str, last_heard: Moment) -> None:
    mailbox = scene.users[who].address
    scene.judge(listening.resubscribed(scene.history(), mailbox, last_heard, scene.frequency))


@then(parsers.parse("the service has left {who:w}'s mailbox alone"))
def _(scene: Scene, who: str) -> None:
    scene.judge(traffic.left_alone(scene.history(), scene.users[who].address))


@then(parsers.parse("nothing was written to {who:w}'s calendar"))
def _(scene: Scene, who: str) -> None:
    scene.judge(traffic.not_written(scene.history(), scene.users[who].address, scene.began))


@then(parsers.parse("nothing but a mark was written to {who:w}'s calendar"))
def _(scene: Scene, who: str) -> None:
    scene.judge(traffic.only_marked(scene.history(), scene.users[who].address, scene.since))


@then("nothing was written to any other mailbox")
def _(scene: Scene) -> None:
    allowed = [user.address for user in scene.users.values()] + [room.address for room in scene.rooms.values()]
    scene.judge(traffic.nothing_elsewhere(scene.history(), allowed))


@then("nothing happens any more")
def _(scene: Scene) -> None:
    scene.judge(scene.watch())
