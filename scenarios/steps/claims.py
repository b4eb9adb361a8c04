"""Changes that cannot simply be taken over: rooms that refuse, entries in the past, moved, restored, open elsewhere."""

from pytest_bdd import given, parsers, then, when

from scenarios import faults, people, plays
from scenarios.checks import claims, ends, pairs
from scenarios.world import Scene

OFFER = {"rollback": "rollback", "cancel": "cancel-on-conflict"}
"""The capability that offers a way to settle a conflict."""


@given(parsers.parse("a room {room:w}, where {how:w} settles a conflict"))
def _(scene: Scene, room: str, how: str) -> None:
    scene.only_if(scene.world.declared.offers(OFFER[how]), OFFER[how])
    scene.room(room, conflict=how)


@given(parsers.parse("a room {room:w}, closed from {start:S} to {end:S}, where {how:w} settles a conflict"))
def _(scene: Scene, room: str, start: str, end: str, how: str) -> None:
    scene.only_if(scene.world.declared.offers(OFFER[how]), OFFER[how])
    scene.room(room, conflict=how, closed=[(scene.at(start), scene.at(end))])


@given(parsers.parse("from now on Exchange refuses each {operation:w} for {who:w}"))
def _(scene: Scene, operation: str, who: str) -> None:
    scene.inject(f"{operation} is refused", faults.refused(operation, scene.users[who].address))


@given(parsers.parse("the service takes rooms from the invitation"))
def _(scene: Scene) -> None:
    declared = scene.world.declared
    offered = declared.resource_by == "invitation" and declared.from_exchange("resources")
    scene.only_if(offered, "rooms are not taken from the invitation")


@given(parsers.parse("{who:w} is synchronised, and Exchange tells each deletion as {events}"))
def _(scene: Scene, who: str, events: str) -> None:
    people.synchronised(scene, who, deletion_events=events.replace(" and ", " "))


@given(parsers.parse('{who:w} has a linked entry "{subject}", which has passed'))
def _(scene: Scene, who: str, subject: str) -> None:
    plays.let_pass_away(people.switched_on(scene, who), subject)


@given(parsers.parse('{who:w} has opened "{subject}" for editing in the browser'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].edits(subject, True)


@when(parsers.parse('{who:w} closes "{subject}" in the browser'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].edits(subject, False)


@when(parsers.parse('{who:w} drags "{subject}" to {clock:S} in OWA, as often as {how:w} takes'))
def _(scene: Scene, who: str, subject: str, clock: str, how: str) -> None:
    plays.insist(scene.users[who], subject, clock, how)


@when(parsers.parse('{who:w} drags "{subject}" to {clock:S} in OWA, once more than the service tries'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    plays.insist(scene.users[who], subject, clock)


@when(parsers.parse('{who:w} invites {rooms} to "{subject}", and no other room'))
def _(scene: Scene, who: str, rooms: str, subject: str) -> None:
    wanted = tuple(scene.room(room).address for room in rooms.split(" and "))
    scene.users[who].act("OWA", "change", subject, resources=wanted)


@when(parsers.parse('{who:w} hands "{subject}" over to {other:w} in the browser'))
def _(scene: Scene, who: str, subject: str, other: str) -> None:
    scene.users[who].changed(subject, {"organizer": scene.users[other].address})
    scene.moves_to(subject, scene.users[other].address)


@when(
    parsers.re(
        r'(?P<who>\w+) (?P<deed>deletes "[^"]+"), and undoes it in (?P<program>\w+)(?P<late>, once all is settled)?'
    )
)
def _(scene: Scene, who: str, deed: str, program: str, late: str | None) -> None:
    user, subject = scene.users[who], deed.split('"')[1]
    user.act(program, "delete", subject)
    if late:
        scene.settle()
    user.undoes(program)


@when(parsers.parse('{who:w} drags "{subject}" back from the trash in {program:w}'))
def _(scene: Scene, who: str, subject: str, program: str) -> None:
    scene.users[who].act(program, "drag_back", subject)


@then(parsers.parse('{how:w} has settled the conflict of "{subject}"'))
def _(scene: Scene, how: str, subject: str) -> None:
    scene.judge(claims.settled_by(scene.history(), scene.pairs[subject], scene.began, how))


@then(parsers.parse('the service has given up setting "{subject}" back, and says so'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(claims.gave_up(scene.history(), scene.pairs[subject], scene.began))


@then(parsers.parse('"{subject}" has the rooms it had, and is flagged'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(claims.still_booked(scene.history(), scene.pairs[subject], scene.began))


@then(parsers.parse('"{subject}" is found again, or flagged'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(claims.found_again(scene.history(), scene.pairs[subject]))


@then(parsers.parse('"{subject}" is {who:w}\'s now, and nothing of it is left with {other:w}'))
def _(scene: Scene, subject: str, who: str, other: str) -> None:
    people.judge_linked(scene, subject)
    scene.judge(pairs.reservation_shows(scene.history(), scene.pairs[subject], organizer=scene.users[who].address))
    scene.judge(pairs.equal(scene.history(), scene.pairs[subject]))
    scene.judge(claims.left(scene.history(), scene.pairs[subject], scene.users[other].address))


@then(parsers.parse('"{subject}" is back and linked, or cancelled and flagged'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(claims.undone(scene.history(), scene.pairs[subject]))


@then(parsers.parse('the entry that came back of "{subject}" is treated as declared'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(claims.restored_as_declared(scene.history(), scene.pairs[subject], scene.began))


@when(parsers.parse('{who:w} makes "{subject}" a series of {times:d} days in OWA'), target_fixture="times")
def _(scene: Scene, who: str, subject: str, times: int) -> int:
    scene.users[who].act("OWA", "change", subject, daily=times)
    return times


@then(parsers.parse('the series "{subject}" is treated as declared'))
def _(scene: Scene, subject: str, times: int) -> None:
    scene.judge(claims.series_as_declared(scene.history(), scene.pairs[subject], scene.began, times))


@then(parsers.parse('the new subject "{new}" of the past "{subject}" is treated as declared'))
def _(scene: Scene, new: str, subject: str) -> None:
    scene.judge(claims.past_as_declared(scene.history(), scene.pairs[subject], scene.began, new))


@then(parsers.parse('"{subject}" is at {reserved:S} or at {dragged:S}, as declared, on both sides'))
def _(scene: Scene, subject: str, reserved: str, dragged: str) -> None:
    pair, history = scene.pairs[subject], scene.history()
    scene.judge(claims.lock_as_declared(history, pair, scene.at(reserved), scene.at(dragged)))


@then(parsers.parse('no two living reservations of {room:w} overlap, and "{subject}" is equal or flagged'))
def _(scene: Scene, room: str, subject: str) -> None:
    organizers = [user.address for user in scene.users.values()]
    scene.judge(ends.not_overlapping(scene.history(), scene.room(room).address, organizers))
    scene.judge(ends.equal_or_flagged(scene.history(), scene.pairs[subject]))
