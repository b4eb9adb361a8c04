"""What people do to their entries without the add-in: in Outlook (which sends at once here), in OWA, on a phone."""

from datetime import timedelta

from pytest_bdd import given, parsers, then, when

from scenarios import days, mishaps, people, plays
from scenarios.checks import pairs
from scenarios.history import Moment
from scenarios.people import HOUR, User
from scenarios.world import Scene

JOIN = '<p>Join <b>here</b>: <a href="https://meet.example.test/j/4711?pwd=a1">Review, online</a></p>'


@given(parsers.parse('{who:w}\'s calendar holds an entry "{subject}" at {clock:S}'))
@when(parsers.parse('{who:w} enters "{subject}" at {clock:S} in OWA'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    scene.users[who].owa.new(subject, scene.at(clock), scene.at(clock) + HOUR)


@when(parsers.parse('{who:w} drags "{subject}" to {clock:S} in {program:w}'))
def _(scene: Scene, who: str, subject: str, clock: str, program: str) -> None:
    scene.users[who].act(program, "drag", subject, scene.at(clock))


@when(parsers.parse('{who:w} calls "{subject}" "{new}" in {program:w}'))
def _(scene: Scene, who: str, subject: str, new: str, program: str) -> None:
    scene.users[who].act(program, "change", subject, subject=new)


@given(parsers.re(r'(?P<who>\w+) (deletes|trashes) "(?P<subject>[^"]+)" in (?P<program>\w+)'))
@when(parsers.re(r'(?P<who>\w+) (deletes|trashes) "(?P<subject>[^"]+)" in (?P<program>\w+)'))
def _(scene: Scene, who: str, subject: str, program: str) -> None:
    scene.users[who].act(program, "delete", subject)


@given(parsers.parse('{who:w} shift-deletes "{subject}" in {program:w}'))
@when(parsers.parse('{who:w} shift-deletes "{subject}" in {program:w}'))
def _(scene: Scene, who: str, subject: str, program: str) -> None:
    scene.users[who].act(program, "shift_delete", subject)


@when(parsers.parse('{who:w} shift-deletes "{subject}" in {program:w} ({event:w})'))
def _(scene: Scene, who: str, subject: str, program: str, event: str) -> None:
    scene.users[who].act(program, "shift_delete", subject, event=event)


@when(parsers.parse('{who:w} moves "{subject}" to another folder in OWA'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].move_away(subject)


@when(parsers.parse('{who:w} moves "{subject}" to another folder and back in OWA'))
def _(scene: Scene, who: str, subject: str) -> None:
    user = scene.users[who]
    user.move_away(subject)
    user.act("OWA", "move", subject, "calendar")


@when(parsers.parse('{who:w} marks "{subject}" as read in OWA'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].act("OWA", "mark_read", subject)


@when(parsers.parse('{who:w} puts "{subject}" into a category in OWA'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].act("OWA", "change", subject, categories=("Blue",))


@when(parsers.parse('{who:w} puts "{subject}" into a category on the phone'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].act("phone", "change", subject, categories=("Blue",))


@when(parsers.parse('{who:w} dismisses the reminder of "{subject}" in OWA'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].act("OWA", "dismiss_reminder", subject)


@when(parsers.parse('{who:w} writes "{text}" as location of "{subject}" in OWA'))
def _(scene: Scene, who: str, text: str, subject: str) -> None:
    scene.users[who].act("OWA", "change", subject, location=text)


@given(parsers.parse('{who:w} has put a link to join, and bold words, into the text of "{subject}"'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].act("OWA", "change", subject, html=JOIN)
    scene.settle()


@when(parsers.parse('{who:w} makes "{subject}" a whole day in Helsinki\'s zone in OWA'))
def _(scene: Scene, who: str, subject: str) -> None:
    start, end = (days.at(scene.day + timedelta(days=more), "00:00", days.HELSINKI) for more in (0, 1))
    zone = days.WINDOWS_ZONES[days.HELSINKI]
    scene.users[who].act("OWA", "change", subject, all_day=True, zone=zone, start=start, end=end)


@when(parsers.parse('{who:w} invites {room:w} instead of {other:w} to "{subject}" as a resource in OWA'))
def _(scene: Scene, who: str, room: str, subject: str) -> None:
    scene.users[who].invites_room(subject, room)


@when(parsers.parse('{who:w} invites {room:w} instead of {other:w} to "{subject}" like a person in OWA'))
def _(scene: Scene, who: str, room: str, subject: str) -> None:
    scene.users[who].invites_room(subject, room, like_a_person=True)


@when(parsers.parse('{who:w} invites {room:w} to "{subject}" in OWA, too'))
def _(scene: Scene, who: str, room: str, subject: str) -> None:
    rooms = [one.address for one in scene.rooms.values()]
    scene.users[who].act("OWA", "change", subject, resources=(*rooms, scene.room(room).address))


@when(parsers.parse('{who:w} takes {room:w} off "{subject}" in OWA, and calls it "{new}" in the same save'))
def _(scene: Scene, who: str, room: str, subject: str, new: str) -> None:
    left = tuple(one.address for one in scene.rooms.values() if one.name != room)
    scene.users[who].act("OWA", "change", subject, resources=left, subject=new)


@when(parsers.parse('{who:w} changes {field:w} of "{subject}" in OWA'))
def _(scene: Scene, who: str, field: str, subject: str) -> None:
    scene.users[who].change_field(subject, field)


@when(parsers.parse('{who:w} accepts "{subject}" in OWA'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].act("OWA", "accept", subject)


@when(parsers.parse('{who:w} declines "{subject}" in OWA'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].act("OWA", "decline", subject)


@when(parsers.parse("{who:w} empties the trash in OWA"))
def _(scene: Scene, who: str) -> None:
    scene.users[who].owa.empty_trash()


@when(parsers.parse('{name:w}, {who:w}\'s assistant, deletes "{subject}"'))
def _(scene: Scene, name: str, who: str, subject: str) -> None:
    people.person(scene, name).act_for(scene.users[who], "delete", subject)


@when(parsers.parse('{who:w} saves "{subject}" five times in Outlook'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].outlook.save(scene.users[who].entry("Outlook", subject), saves=5)


@when(
    parsers.parse('{who:w} saves "{subject}" five times in Outlook, each time with another subject'),
    target_fixture="last_subject",
)
def _(scene: Scene, who: str, subject: str) -> str:
    return plays.five_subjects(scene.users[who], subject)


@when(parsers.parse('{who:w} copies "{subject}" to {clock:S} in OWA'), target_fixture="copy")
def _(scene: Scene, who: str, subject: str, clock: str) -> int:
    user = scene.users[who]
    handle = user.owa.copy(user.entry("OWA", subject), scene.at(clock))
    scene.settle()
    return handle


@when(parsers.parse('{who:w} drags the copy of "{subject}" to {clock:S} in OWA'))
def _(scene: Scene, who: str, clock: str, copy: int) -> None:
    scene.users[who].owa.drag(copy, scene.at(clock))
    scene.settle()


@when(parsers.parse('{who:w} deletes the copy of "{subject}" in OWA'))
def _(scene: Scene, who: str, copy: int) -> None:
    scene.users[who].owa.delete(copy)
    scene.settle()


@when("each of them enters, drags, moves away and deletes an entry in OWA, one after the other", target_fixture="acts")
def _(scene: Scene, everybody: list[User]) -> plays.Acts:
    return plays.four_acts(scene, everybody)


@when(
    "Exchange restarts, and before the service knows Anna moves, trashes, shift-deletes and sends these four",
    target_fixture="last_heard",
)
def _(scene: Scene) -> Moment:
    return plays.restart_meanwhile(scene.users["Anna"])


@when(parsers.parse("Exchange restarts, and before the service knows {who:w} drags these three to the afternoon"))
def _(scene: Scene, who: str) -> None:
    mishaps.restart_and_drag(scene.users[who], dict(zip(scene.pairs, mishaps.AFTERNOON, strict=True)))


@then(parsers.parse("{who:w}'s calendar is empty"))
def _(scene: Scene, who: str) -> None:
    scene.judge(pairs.empty(scene.history(), scene.users[who].address))
