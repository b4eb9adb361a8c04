"""Reservations that recur: what people do with one date, or with the series as a whole."""

from datetime import timedelta

from pytest_bdd import given, parsers, then, when

from scenarios import people, recurring
from scenarios.checks import series
from scenarios.world import Scene


@when(
    parsers.parse('{who:w} reserves {room:w} as "{subject}" at {clock:S} in the browser, every week, {times:d} times')
)
def _(scene: Scene, who: str, room: str, subject: str, clock: str, times: int) -> None:
    recurring.reserve(scene.users[who], subject, clock, times, room)


@given(parsers.parse('{who:w} has a linked series "{subject}" at {clock:S}, every week, {times:d} times'))
def _(scene: Scene, who: str, subject: str, clock: str, times: int) -> None:
    user = people.switched_on(scene, who)
    recurring.reserve(user, subject, clock, times, "Aare")
    recurring.linked(user, subject)


@given(parsers.parse('{who:w} has a linked series "{subject}" of whole days in {zone:S}, every week, {times:d} times'))
def _(scene: Scene, who: str, subject: str, zone: str, times: int) -> None:
    declared = scene.world.declared
    scene.only_if(declared.to_exchange("allDay") and declared.from_exchange("allDay"), "allDay is not kept in step")
    recurring.reserve_days(scene.users[who], subject, times, zone)
    recurring.linked(scene.users[who], subject)


@when(parsers.parse('{who:w} drags the {number:w} date of "{subject}" to the next day in {program:w}'))
def _(scene: Scene, who: str, number: str, subject: str, program: str) -> None:
    user = scene.users[who]
    to = recurring.original(user, subject, number)[0] + timedelta(days=1)
    recurring.drag_to(user, subject, number, to, program)


@when(parsers.parse('{who:w} drags the {number:w} date of "{subject}" to {clock:S} in {program:w}'))
def _(scene: Scene, who: str, number: str, subject: str, clock: str, program: str) -> None:
    recurring.drag(scene.users[who], subject, number, clock, program)


@when(parsers.parse('{who:w} deletes the {number:w} date of "{subject}" in {program:w}'))
def _(scene: Scene, who: str, number: str, subject: str, program: str) -> None:
    recurring.delete(scene.users[who], subject, number, program)


@when(parsers.parse('{who:w} moves the {number:w} date of "{subject}" to {clock:S} in the browser'))
def _(scene: Scene, who: str, number: str, subject: str, clock: str) -> None:
    recurring.move_in_browser(scene.users[who], subject, number, clock)


@when(parsers.parse('{who:w} cancels the {number:w} date of "{subject}" in the browser'))
def _(scene: Scene, who: str, number: str, subject: str) -> None:
    recurring.cancel_in_browser(scene.users[who], subject, number)


@when(parsers.parse('{who:w} deletes the series "{subject}" in {program:w}'))
def _(scene: Scene, who: str, subject: str, program: str) -> None:
    recurring.delete_all(scene.users[who], subject, program)


@then(parsers.parse('the series "{subject}" is linked, and both sides have its dates'))
def _(scene: Scene, subject: str) -> None:
    recurring.judge(scene, subject)


@then(parsers.parse('all of the series "{subject}" is cancelled'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(series.all_cancelled(scene.history(), scene.pairs[subject]))
