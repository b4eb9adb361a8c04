"""What people do in Outlook with the add-in: it tells the service at once, Outlook sends later."""

from pytest_bdd import given, parsers, then, when

from scenarios import mishaps, people, plays
from scenarios.checks import listening, pairs
from scenarios.history import Moment
from scenarios.people import hour_from
from scenarios.reservations import Stamp, StampProperty
from scenarios.texts import foreign
from scenarios.world import Scene


@given(parsers.parse('{who:w} has saved an entry "{subject}" at {clock:S} in Outlook'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    scene.users[who].save(subject, clock)


@when(parsers.parse('the add-in reserves {room:w} for "{subject}"'))
def _(scene: Scene, room: str, subject: str) -> None:
    scene.users["Anna"].addin_reserves(subject, [room])


@given(parsers.parse('the add-in has reserved {room:w} for "{subject}", and not written on it yet'))
def _(scene: Scene, room: str, subject: str) -> None:
    scene.users["Anna"].addin_reserves(subject, [room], stamped=False)
    scene.settle()


@given(parsers.parse('{who:w} has reserved {room:w} for "{subject}" at {clock:S} with the add-in, and not sent it yet'))
def _(scene: Scene, who: str, room: str, subject: str, clock: str) -> None:
    scene.users[who].reserved_by_addin(subject, clock, [room], body="Bring the plans.", categories=("Blue",))


@given(
    parsers.parse(
        "{name:w}, {who:w}'s assistant, has reserved {room:w} for \"{subject}\" at {clock:S} in {whose:w}'s calendar "
        "with the add-in"
    )
)
def _(scene: Scene, name: str, who: str, room: str, subject: str, clock: str) -> None:
    plays.book_for(scene.users[name], scene.users[who], room, subject, clock)


@given(parsers.parse('{who:w} has invited {guest:w} to the linked entry "{subject}" at {clock:S}'))
def _(scene: Scene, who: str, guest: str, subject: str, clock: str) -> None:
    people.switched_on(scene, who).linked_by_addin(subject, clock)
    scene.users[who].invite(scene.users[guest], subject)


@given(parsers.parse('{who:w} has deleted "{subject}" in Outlook with the add-in'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].addin_deletes(subject)
    scene.users[who].outlook.send_receive()
    scene.settle()
    scene.look()
    scene.need(f"{subject!r} is cancelled (E2)", pairs.cancelled(scene.history(), scene.pairs[subject]))


@given("the stamp of a reservation of nobody's", target_fixture="foreign_stamp")
def _(scene: Scene) -> Stamp:
    nobody = people.person(scene, "Nobody")
    nobody.save("Elsewhere", "06:00")
    receipt = nobody.addin_reserves("Elsewhere", ["Aare"], stamped=False)
    return foreign(receipt.stamp, scene.world.seed)


@when(parsers.parse('{who:w} enters "{subject}" at {clock:S} in Outlook, with that stamp'))
def _(scene: Scene, who: str, subject: str, clock: str, foreign_stamp: Stamp) -> None:
    scene.users[who].save(subject, clock)
    scene.users[who].stamp(subject, foreign_stamp)


@when(parsers.parse('the add-in writes the stamp on "{subject}", and Outlook sends'))
def _(scene: Scene, subject: str) -> None:
    scene.users["Anna"].stamp(subject, scene.pairs[subject].stamp)
    scene.users["Anna"].outlook.send_receive()


@when(parsers.parse("{name:w}'s Outlook sends it to {who:w}'s calendar"))
def _(scene: Scene, name: str, who: str) -> None:
    scene.world.exchange.outlook(scene.users[name].address, of=scene.users[who].address).send_receive()


@when(
    parsers.parse(
        '{who:w} is switched on, and meanwhile she books {room:w} as "{subject}" with the add-in, sends it, '
        "and renames it in OWA"
    ),
    target_fixture="booked",
)
def _(scene: Scene, who: str, room: str, subject: str) -> Moment:
    return mishaps.booked_meanwhile(scene.users[who], room, subject)


@when("Outlook sends")
def _(scene: Scene) -> None:
    scene.users["Anna"].outlook.send_receive()


@when(parsers.parse("{who:w}'s add-in asks which rooms are free from {start:S} to {end:S}"))
def _(scene: Scene, who: str, start: str, end: str) -> None:
    scene.world.product.free(people.person(scene, who).address, scene.at(start), scene.at(end))


@when(parsers.parse("the add-ins of {one:w} and {other:w} reserve {room:w} at {clock:S} at the same time"))
def _(scene: Scene, one: str, other: str, room: str, clock: str) -> None:
    plays.reserve_together([scene.users[one], scene.users[other]], room, clock)


@when(parsers.parse('{who:w} opens "{subject}" with the add-in'), target_fixture="on_entry")
def _(scene: Scene, who: str, subject: str) -> tuple[StampProperty, ...]:
    return scene.users[who].stamp_on(subject)


@when(parsers.parse('{who:w} drags "{subject}" to {clock:S} in Outlook, telling the service by the add-in'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    user = scene.users[who]
    user.program("Outlook").drag(user.entry("Outlook", subject), scene.at(clock))
    user.changed(subject, hour_from(scene.at(clock)), "addin")


@when(parsers.parse('{who:w}\'s add-in asks to move "{subject}" to {clock:S}'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    scene.users[who].change(subject, hour_from(scene.at(clock)), "addin")


@when(parsers.parse('{who:w} deletes "{subject}" in Outlook, telling the service by the add-in'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].addin_deletes(subject)


@when(parsers.parse('{who:w} shift-deletes "{subject}" in Outlook ({event:w}), telling the service by the add-in'))
def _(scene: Scene, who: str, subject: str, event: str) -> None:
    scene.users[who].addin_deletes(subject, "MovedEvent" if event == "MovedEvent" else "DeletedEvent")


@when(parsers.parse('{who:w}\'s add-in cancels "{subject}" once more'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].cancel(subject, "addin")


@then(parsers.parse('the entry carries the stamp of "{subject}"'))
def _(scene: Scene, subject: str, on_entry: tuple[StampProperty, ...]) -> None:
    scene.judge(pairs.stamped(scene.history(), scene.pairs[subject], on_entry))


@then(parsers.parse("{room:w} is not offered"))
def _(scene: Scene, room: str) -> None:
    scene.judge(listening.offered(scene.history(), scene.room(room).id, False))


@then(parsers.parse("{room:w} is offered, as touching"))
def _(scene: Scene, room: str) -> None:
    scene.only_if(not scene.world.declared.buffer, "bufferMinutes is declared")
    scene.judge(listening.offered(scene.history(), scene.room(room).id, True))


@then("one of them got it, the other was told that it is taken")
def _(scene: Scene) -> None:
    scene.judge(listening.one_won(scene.history(), scene.began))


@then("it was told that the room is taken")
def _(scene: Scene) -> None:
    scene.judge(listening.refused(scene.history(), scene.began))
