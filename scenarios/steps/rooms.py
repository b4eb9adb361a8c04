"""What rooms and guests do by themselves when they are invited, and what they are told."""

from pytest_bdd import given, parsers, then, when

from scenarios import people
from scenarios.checks import bookings, pairs
from scenarios.people import HOUR
from scenarios.world import Scene


@given(parsers.parse("{room:w} is taken at {clock:S} by an entry that Exchange alone knows"))
def _(scene: Scene, room: str, clock: str) -> None:
    start = scene.at(clock)
    scene.world.exchange.mailbox(scene.room(room).address).add(subject="Board", start=start, end=start + HOUR)


@given(parsers.parse("{room:w} can be booked for today only"))
def _(scene: Scene, room: str) -> None:
    scene.room(room, BookingWindowInDays=0)


@given(parsers.parse('{who:w} has a linked entry "{subject}" at {clock:S}, in {room:w}, for which somebody answers'))
def _(scene: Scene, who: str, subject: str, clock: str, room: str) -> None:
    scene.room(room, AutomateProcessing="AutoUpdate")
    people.switched_on(scene, who).linked(subject, clock, [room])


@when(parsers.parse('{room:w} is made to accept "{subject}"'))
def _(scene: Scene, room: str, subject: str) -> None:
    keeper = scene.world.exchange.owa(scene.room(room).address)
    try:
        keeper.accept(keeper.find(subject))
    except LookupError as error:
        scene.only_if(False, f"{room} is not invited: {error}")


@then(parsers.parse('{room:w} has accepted "{subject}", and calls it otherwise'))
def _(scene: Scene, room: str, subject: str) -> None:
    scene.judge(bookings.room_accepted(scene.history(), scene.pairs[subject], scene.room(room).address))


@then(parsers.parse('"{subject}" is private on both sides'))
def _(scene: Scene, subject: str) -> None:
    if scene.world.declared.in_step("sensitivity"):
        scene.judge(pairs.reservation_shows(scene.history(), scene.pairs[subject], sensitivity="Private"))
        scene.judge(pairs.equal(scene.history(), scene.pairs[subject], ("sensitivity",)))


@then(parsers.parse('one write at most followed the answer of {room:w} to "{subject}", and then none'))
def _(scene: Scene, room: str, subject: str) -> None:
    scene.judge(bookings.after_answer(scene.history(), scene.pairs[subject], scene.room(room).address))
    scene.judge(scene.watch())


@then(parsers.parse('"{subject}" shows that {room:w} has declined, and a flag'))
def _(scene: Scene, subject: str, room: str) -> None:
    scene.judge(bookings.decline_shown(scene.history(), scene.pairs[subject], scene.room(room).address))


@then(parsers.parse("{one:w} and {other:w} get one {kind:w} each, and nothing when Exchange tells of it"))
def _(scene: Scene, one: str, other: str, kind: str) -> None:
    guests = [scene.users[one].address, scene.users[other].address]
    for tells in (False, True):
        if tells:
            scene.release()
        scene.settle()
        scene.judge(bookings.mailed_once(scene.history(), guests, scene.since, kind))
    scene.hold()
