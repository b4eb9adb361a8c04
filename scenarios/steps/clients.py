"""What people do to their entries with any program there is: OWA, a phone, an assistant's Outlook, IMAP."""

from pytest_bdd import parsers, when

from scenarios import plays
from scenarios.world import Scene


@when(parsers.re(r'"(?P<subject>[^"]+)" of (?P<who>\w+) is dragged to (?P<clock>\S+) (?P<how>.+)'))
def _(scene: Scene, who: str, subject: str, clock: str, how: str) -> None:
    scene.users[who].act_somehow(how, "drag", subject, scene.at(clock))


@when(parsers.re(r'"(?P<subject>[^"]+)" of (?P<who>\w+) is deleted (?P<how>.+)'))
def _(scene: Scene, who: str, subject: str, how: str) -> None:
    scene.users[who].act_somehow(how, "delete", subject)


@when(parsers.parse('{who:w} cancels the meeting "{subject}" in {program:w}'))
def _(scene: Scene, who: str, subject: str, program: str) -> None:
    scene.users[who].act(program, "cancel_meeting", subject)


@when(parsers.parse('{who:w} drags "{subject}" to {clock:S} in OWA, while the service is writing'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    plays.drag_while_writing(scene.users[who], subject, clock)


@when(parsers.parse('a second after it has reached the entry, {who:w} drags "{subject}" to {clock:S} in OWA'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    plays.drag_a_second_later(scene.users[who], subject, clock)
