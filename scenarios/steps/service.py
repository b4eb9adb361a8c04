"""What the service must have done: checks on reservations and their entries; and waiting until all is settled."""

from datetime import date, datetime

from pytest_bdd import given, parsers, then, when

from scenarios import days, mishaps, people
from scenarios.checks import bookings, ends, field, listening, pairs, traffic
from scenarios.history import Moment
from scenarios.verdict import Held, Unknown
from scenarios.world import Scene, Stop


@when("everything is settled")
def _(scene: Scene) -> None:
    scene.settle()


@then(parsers.parse('"{subject}" is linked to its one entry'))
def _(scene: Scene, subject: str) -> None:
    people.judge_linked(scene, subject)


@then(parsers.parse('"{subject}" is linked, and {who:w}\'s only reservation'))
def _(scene: Scene, subject: str, who: str) -> None:
    people.judge_linked(scene, subject)
    scene.judge(pairs.reservations(scene.history(), scene.users[who].address, 1))


@then(parsers.parse('"{first}" and "{second}" are linked as they were typed'))
def _(scene: Scene, first: str, second: str) -> None:
    for subject in (first, second):
        people.judge_linked(scene, subject)
        scene.judge(scene.as_typed(subject))
        scene.judge(pairs.equal(scene.history(), scene.pairs[subject]))


@then(parsers.parse('the reservation "{subject}" is as it was typed'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(scene.as_typed(subject))


@then(parsers.parse('both sides of "{subject}" are equal'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.equal(scene.history(), scene.pairs[subject]))


@then(parsers.parse('both sides of "{subject}" are equal, or it is flagged'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(ends.equal_or_flagged(scene.history(), scene.pairs[subject]))


@then(parsers.parse('the reservation "{subject}" is at {clock:S}'))
def _(scene: Scene, subject: str, clock: str) -> None:
    scene.judge(pairs.reservation_shows(scene.history(), scene.pairs[subject], start=scene.at(clock)))


@then(parsers.parse('the reservation "{subject}" is called "{new}"'))
def _(scene: Scene, subject: str, new: str) -> None:
    scene.judge(pairs.reservation_shows(scene.history(), scene.pairs[subject], subject=new))


@then(parsers.parse('the entry "{subject}" is at {clock:S}'))
def _(scene: Scene, subject: str, clock: str) -> None:
    scene.judge(pairs.entry_shows(scene.history(), scene.pairs[subject], start=scene.at(clock)))


@then(parsers.parse('the entry "{subject}" is called "{new}"'))
def _(scene: Scene, subject: str, new: str) -> None:
    scene.judge(pairs.entry_shows(scene.history(), scene.pairs[subject], subject=new))


@then(parsers.parse('nothing else of the entry "{subject}" has changed'))
def _(scene: Scene, subject: str) -> None:
    but = ("start", "end", "subject")
    scene.judge(pairs.entry_untouched(scene.history(), scene.pairs[subject], scene.since, but))


@then(parsers.parse('both sides of "{subject}" are equal, and no other field of the entry has changed'))
def _(scene: Scene, subject: str) -> None:
    pair, history = scene.pairs[subject], scene.history()
    scene.judge(pairs.equal(history, pair))
    scene.judge(pairs.entry_untouched(history, pair, scene.began, ("start", "end", "subject")))


@then(parsers.parse('each guest of "{subject}" was mailed once'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(traffic.mailed_once(scene.history(), scene.pairs[subject], scene.began))


@then(parsers.parse('the entry "{subject}" is as {who:w} saved it'))
def _(scene: Scene, subject: str, who: str) -> None:
    written_back = scene.world.declared.written_back
    before = scene.released or scene.began
    scene.judge(pairs.entry_untouched(scene.history(), scene.pairs[subject], before, written_back))


@then(parsers.parse('linking "{subject}" took one write at most'))
def _(scene: Scene, subject: str) -> None:
    pair = scene.pairs[subject]
    scene.judge(traffic.written_back(scene.history(), pair.organizer, scene.released or scene.began))


@then(parsers.parse('the reservation "{subject}" is at {clock:S}, changed once'))
def _(scene: Scene, subject: str, clock: str) -> None:
    scene.judge(pairs.reservation_shows(scene.history(), scene.pairs[subject], start=scene.at(clock)))
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.since, 1))


@then(parsers.parse('"{subject}" was cancelled once'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.cancelled(scene.history(), scene.pairs[subject]))
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.since, 1))


@then(parsers.parse('"{subject}" was changed once'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.since, 1))


@then(parsers.parse('both sides of "{subject}" are equal, after one change in all'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.equal(scene.history(), scene.pairs[subject]))
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.began, 1))


@then(parsers.parse('both sides of "{subject}" are equal, after one change at most'))
def _(scene: Scene, subject: str, booked: Moment) -> None:
    scene.judge(pairs.equal(scene.history(), scene.pairs[subject]))
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], booked, 1, at_most=True))


@then(parsers.parse('"{subject}" has caused no echo, after one change in all'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(scene.no_echo(scene.pairs[subject]))
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.began, 1))


@then(parsers.parse('"{subject}" was not changed'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.since, 0))


@then(parsers.parse('"{subject}" was changed {times:d} times'))
def _(scene: Scene, subject: str, times: int) -> None:
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.since, times))


@then(parsers.parse('"{subject}" was changed {times:d} times at most'))
def _(scene: Scene, subject: str, times: int) -> None:
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.since, times, at_most=True))


@then(parsers.parse('"{subject}" was not changed, unless {field:w} is in step'))
def _(scene: Scene, subject: str, field: str) -> None:
    times = int(scene.world.declared.from_exchange(field))
    scene.judge(pairs.revised(scene.history(), scene.pairs[subject], scene.since, times, at_most=True))


@then(parsers.parse('the last subject of "{subject}" stands on both sides'))
def _(scene: Scene, subject: str, last_subject: str) -> None:
    scene.judge(pairs.reservation_shows(scene.history(), scene.pairs[subject], subject=last_subject))
    scene.judge(pairs.entry_shows(scene.history(), scene.pairs[subject], subject=last_subject))


@then("it took no more than ten times those writes")
def _(scene: Scene, one_change: int) -> None:
    pair = next(iter(scene.pairs.values()))
    scene.judge(traffic.writes_at_most(scene.history(), pair.organizer, scene.since, 10 * one_change))


@then(parsers.parse('nothing has happened to "{subject}"'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.unchanged(scene.history(), scene.pairs[subject], scene.since))
    scene.judge(pairs.entry_untouched(scene.history(), scene.pairs[subject], scene.since))


@then(parsers.parse('nothing has happened to the reservation "{subject}"'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.unchanged(scene.history(), scene.pairs[subject], scene.since))


@then(parsers.parse('neither side of "{subject}" has followed the other'))
def _(scene: Scene, subject: str) -> None:
    pair, history = scene.pairs[subject], scene.history()
    scene.judge(pairs.reservation_shows(history, pair, start=scene.at("10:00")))
    scene.judge(pairs.entry_shows(history, pair, subject=subject, start=scene.at("11:00")))
    scene.judge(traffic.not_written(history, pair.organizer, scene.since))


@then(parsers.parse("nothing has happened to the entries of {who:w}"))
def _(scene: Scene, who: str) -> None:
    for pair in scene.pairs_of(scene.users[who].address):
        scene.judge(pairs.unchanged(scene.history(), pair, scene.began))
        scene.judge(pairs.entry_untouched(scene.history(), pair, scene.began))


@then("these three are in the afternoon, each changed once")
def _(scene: Scene) -> None:
    for pair, clock in zip(scene.pairs.values(), mishaps.AFTERNOON, strict=True):
        scene.judge(pairs.reservation_shows(scene.history(), pair, start=scene.at(clock)))
        scene.judge(pairs.revised(scene.history(), pair, scene.began, 1))


@then("all four changes are taken over")
def _(scene: Scene) -> None:
    history = scene.history()
    scene.judge(pairs.reservation_shows(history, scene.pairs["Moved"], start=scene.at("15:00")))
    scene.judge(pairs.cancelled(history, scene.pairs["Trashed"]))
    scene.judge(pairs.cancelled(history, scene.pairs["Gone"]))
    people.judge_linked(scene, "New")


@then(parsers.parse('the oid of "{subject}" can be read on its entry'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.oid_readable(scene.history(), scene.pairs[subject]))


@then("the subject is the same on both sides, and undamaged")
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.one_entry(scene.history(), scene.pairs[subject]))
    scene.judge(pairs.undamaged(scene.history(), scene.pairs[subject], subject))


@then(parsers.parse('the entry "{subject}" covers that day in Anna\'s zone'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.one_entry(scene.history(), scene.pairs[subject]))
    scene.judge(pairs.whole_days(scene.history(), scene.pairs[subject], scene.day, 1, days.ZONE))


@then(parsers.parse('the reservation "{subject}" covers that day in Helsinki\'s zone'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(field.right_days(scene.history(), scene.pairs[subject], scene.day, 1, days.HELSINKI))


@then(parsers.parse('the link to join is still in the text of "{subject}"'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(field.links_kept(scene.history(), scene.pairs[subject], scene.since))


@given(parsers.parse('the id of the entry "{subject}" has both + and /'))
def _(scene: Scene, subject: str) -> None:
    item_id = pairs.entry(scene.history(), scene.pairs[subject]).item_id
    if not {"+", "/"} <= set(item_id):
        scene.judge(Unknown(f"the simulator made an id without + or /: {item_id}"))
        raise Stop


@then("the entry covers these days in Anna's zone")
def _(scene: Scene, first_day: date) -> None:
    scene.judge(pairs.one_entry(scene.history(), scene.pairs["Fair"]))
    scene.judge(pairs.whole_days(scene.history(), scene.pairs["Fair"], first_day, 3, days.ZONE))


@then("the entry is at that instant")
def _(scene: Scene, instant: datetime) -> None:
    pair = scene.pairs["Call"]
    scene.judge(pairs.one_entry(scene.history(), pair))
    scene.judge(pairs.reservation_shows(scene.history(), pair, start=instant))
    scene.judge(pairs.entry_shows(scene.history(), pair, start=instant))


@then("both sides of it are equal")
def _(scene: Scene) -> None:
    scene.judge(pairs.equal(scene.history(), scene.pairs["Call"]))


@then(parsers.parse("there is one living reservation of {who:w}"))
def _(scene: Scene, who: str) -> None:
    scene.judge(pairs.reservations(scene.history(), scene.users[who].address, 1))


@then(parsers.parse("there is one living reservation of {who:w}, and none of {other:w}"))
def _(scene: Scene, who: str, other: str) -> None:
    scene.judge(pairs.reservations(scene.history(), scene.users[who].address, 1))
    scene.judge(pairs.reservations(scene.history(), scene.users[other].address, 0))


@then("there is one living reservation of both together")
def _(scene: Scene) -> None:
    scene.judge(ends.one_together(scene.history(), [user.address for user in scene.users.values()]))


@then(parsers.parse("there is no living reservation of {who:w}"))
def _(scene: Scene, who: str) -> None:
    scene.judge(pairs.reservations(scene.history(), scene.users[who].address, 0))


@then(parsers.parse('"{subject}" lives by itself'))
def _(scene: Scene, subject: str) -> None:
    mailboxes = [user.address for user in scene.users.values()] + [room.address for room in scene.rooms.values()]
    scene.judge(bookings.alone(scene.history(), scene.pairs[subject], mailboxes))


@then(parsers.parse('"{subject}" is treated as declared for the past'))
def _(scene: Scene, subject: str) -> None:
    if subject in scene.pairs:
        scene.judge(bookings.past_as_declared(scene.history(), scene.pairs[subject]))


@then(parsers.parse("all of \"{subject}\" is {who:w}'s, and nothing is {other:w}'s"))
def _(scene: Scene, subject: str, who: str, other: str) -> None:
    scene.judge(bookings.owned(scene.history(), scene.pairs[subject], [scene.users[other].address]))


@then(parsers.parse('"{subject}" is cancelled, flagged or listed as missing'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(bookings.settled_or_told(scene.history(), scene.pairs[subject]))


@then(parsers.parse('"{first}" and "{second}" have nothing in common'))
def _(scene: Scene, first: str, second: str) -> None:
    scene.judge(ends.apart(scene.history(), scene.pairs[first], scene.pairs[second]))


@then("both times the answer was the same reservation")
def _(scene: Scene) -> None:
    scene.judge(listening.answered_alike(scene.history(), scene.since))


@then(parsers.parse('"{subject}" exists, and is not linked yet'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.not_linked(scene.history(), scene.pairs[subject]))


@then(parsers.parse('"{subject}" has caused no echo'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(scene.no_echo(scene.pairs[subject]))


@then(parsers.parse('"{subject}" has stayed as it was, and its copy is treated as declared'))
def _(scene: Scene, subject: str) -> None:
    pair, history = scene.pairs[subject], scene.history()
    scene.judge(pairs.unchanged(history, pair, scene.began))
    scene.judge(ends.original_untouched(history, pair, scene.began))
    scene.judge(ends.copy_as_declared(history, pair, scene.began))


@then(parsers.parse('"{subject}" is cancelled'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.cancelled(scene.history(), scene.pairs[subject]))


@then(parsers.parse('"{subject}" was cancelled once in all, and not restored'))
def _(scene: Scene, subject: str) -> None:
    history, pair = scene.history(), scene.pairs[subject]
    scene.judge(pairs.cancelled(history, pair))
    scene.judge(pairs.revised(history, pair, scene.began, 1))
    scene.judge(traffic.never_restored(history, pair, scene.began))


@then(parsers.parse('"{subject}" is cancelled, and its entry put aside'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(ends.put_aside(scene.history(), scene.pairs[subject]))


@then(parsers.parse('"{subject}" is cancelled, and its entry out of the calendar'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(pairs.cancelled(scene.history(), scene.pairs[subject]))
    scene.judge(pairs.out_of_calendar(scene.history(), scene.pairs[subject]))


@then(parsers.parse('the entry "{subject}" is not restored'))
def _(scene: Scene, subject: str) -> None:
    scene.judge(traffic.never_restored(scene.history(), scene.pairs[subject], scene.began))


@then(parsers.parse('"{subject}" is gone as declared, and not moved back'))
def _(scene: Scene, subject: str) -> None:
    pair, history = scene.pairs[subject], scene.history()
    scene.judge(ends.gone_as_declared(history, pair, scene.began))
    scene.judge(traffic.not_moved_back(history, pair, scene.began))


@then(parsers.parse('the service has not written the time of "{subject}"'))
def _(scene: Scene, subject: str) -> None:
    pair, history = scene.pairs[subject], scene.history()
    scene.judge(traffic.fields_not_written(history, pair.organizer, scene.began, ("start", "end")))
    scene.judge(pairs.entry_untouched(history, pair, scene.began))


@then(parsers.parse('{field:w} of "{subject}" is taken over, and nothing else'))
def _(scene: Scene, field: str, subject: str) -> None:
    scene.judge(pairs.taken_over(scene.history(), scene.pairs[subject], scene.since, field))


@then(parsers.parse('the reservation "{subject}" still has {room:w} alone'))
@then(parsers.parse('the reservation "{subject}" has {room:w} alone'))
def _(scene: Scene, subject: str, room: str) -> None:
    scene.judge(pairs.booked(scene.history(), scene.pairs[subject], {scene.room(room).address}))


@then(parsers.parse("no two living reservations of {room:w} overlap"))
def _(scene: Scene, room: str) -> None:
    organizers = [user.address for user in scene.users.values()]
    scene.judge(ends.not_overlapping(scene.history(), scene.room(room).address, organizers))


@then(
    parsers.parse(
        'the time {clock:S} and the subject "{new}" of "{subject}" have both survived, or one side has won as declared'
    )
)
def _(scene: Scene, clock: str, new: str, subject: str) -> None:
    pair = scene.pairs[subject]
    verdict = ends.both_survive(scene.history(), pair, browser={"subject": new}, outlook={"start": scene.at(clock)})
    scene.judge(verdict if not isinstance(verdict, Held) else pairs.one_entry(scene.history(), pair))


@then(parsers.parse("the service still serves {who:w}"))
def _(scene: Scene, who: str) -> None:
    people.serves(scene, who)
