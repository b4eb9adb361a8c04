"""What people do in the browser, and the linked entries a scenario starts from."""

from datetime import UTC, date, datetime, timedelta

from pytest_bdd import given, parsers, when

from scenarios import days, mishaps, people, plays
from scenarios.people import HOUR, User, hour_from
from scenarios.targets.product import CONFLICT, UNPROCESSABLE, Refused
from scenarios.texts import subject_of
from scenarios.world import Scene


@given(parsers.parse("{who:w} is synchronised"))
def _(scene: Scene, who: str) -> None:
    people.synchronised(scene, who)


@given(parsers.parse("{who:w} is not synchronised"))
def _(scene: Scene, who: str) -> None:
    people.person(scene, who)


@given(parsers.parse("{who:w}, whose zone is {zone:S}, is synchronised"), target_fixture="zone")
def _(scene: Scene, who: str, zone: str) -> str:
    people.synchronised(scene, who, zone=days.WINDOWS_ZONES[zone])
    return zone


@given(parsers.parse("{who:w} has linked entries in the first and the last hour of a day, and on the whole next day"))
def _(scene: Scene, who: str, zone: str) -> None:
    mishaps.edges_of_a_day(scene.users[who], zone)


@given(parsers.parse("{who:w} is switched off"))
def _(scene: Scene, who: str) -> None:
    scene.users[who].switch(False)
    scene.settle()


@given(parsers.parse("{who:w} is synchronised, and a repeated message carries {what}"))
def _(scene: Scene, who: str, what: str) -> None:
    people.synchronised(scene, who, retry_carries={"the same events": "same", "also newer events": "more"}[what])


@given(parsers.parse("{who:w} is synchronised, and his copies of meetings {carry} the organizer's properties"))
def _(scene: Scene, who: str, carry: str) -> None:
    people.synchronised(scene, who, copies_carry_stamps=carry == "carry")


@given(parsers.parse("{who:w} is synchronised, and Exchange's clock is {seconds:d} s {wrong:w} for him"))
def _(scene: Scene, who: str, seconds: int, wrong: str) -> None:
    people.synchronised(scene, who, clock_skew=float(seconds if wrong == "ahead" else -seconds))


@given(parsers.parse("{who:w} is synchronised, and her mailbox is German"))
def _(scene: Scene, who: str) -> None:
    people.synchronised(scene, who, culture="de-DE")


@given(parsers.parse("{count:d} people are switched on at once"), target_fixture="everybody")
def _(scene: Scene, count: int) -> list[User]:
    return people.synchronised(scene, *(f"Person{number:02}" for number in range(1, count + 1)))


@given(parsers.parse('{who:w} has a linked entry "{subject}" at {clock:S}'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    people.switched_on(scene, who).linked(subject, clock)


@given(parsers.parse('{who:w} has a linked entry "{subject}" at {clock:S}, without a room'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    people.switched_on(scene, who).linked(subject, clock, ())


@given(parsers.parse('{who:w} has a linked entry "{subject}" at {clock:S}, in {room:w}'))
def _(scene: Scene, who: str, subject: str, clock: str, room: str) -> None:
    people.switched_on(scene, who).linked(subject, clock, [room])


@given(parsers.parse('{who:w} has linked entries "{first}", "{second}" and "{third}"'))
def _(scene: Scene, who: str, first: str, second: str, third: str) -> None:
    for hour, subject in enumerate((first, second, third), start=9):
        scene.users[who].linked(subject, f"{hour}:00")


@given(parsers.parse('{who:w} has a linked entry "{subject}" at {clock:S}, made by {whom}'))
def _(scene: Scene, who: str, subject: str, clock: str, whom: str) -> None:
    user = scene.users[who]
    (user.linked_by_addin if whom == "the add-in" else user.linked)(subject, clock)


@given(
    parsers.parse('{who:w} has a linked entry "{subject}" at {clock:S}, with a guest, a category and a text of her own')
)
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    people.switched_on(scene, who).linked(subject, clock)
    scene.users[who].annotate(subject, people.person(scene, "Clara"))


@given("the service keeps all-day entries in step")
def _(scene: Scene) -> None:
    scene.only_if(scene.world.declared.to_exchange("allDay"), "allDay is not kept in step")


@given(parsers.parse("there is a room {name:w}"))
def _(scene: Scene, name: str) -> None:
    scene.room(name)


@given("the service does not take rooms from the text of the location")
def _(scene: Scene) -> None:
    scene.only_if(scene.world.declared.resource_by != "location", "rooms are taken from the text of the location")


@given(parsers.parse("the service takes {field:w} from Exchange"))
def _(scene: Scene, field: str) -> None:
    scene.only_if(scene.world.declared.from_exchange(field), f"{field} is not taken from Exchange")


@when(parsers.parse('{who:w} reserves {room:w} as "{subject}" at {clock:S} in the browser'))
def _(scene: Scene, who: str, room: str, subject: str, clock: str) -> None:
    user = scene.users[who]
    user.made(user.draft(subject, clock, [room]))


@when(
    parsers.parse('{who:w} reserves {room:w} as "{subject}" at {clock:S} in the browser, which sends the request twice')
)
def _(scene: Scene, who: str, room: str, subject: str, clock: str) -> None:
    user = scene.users[who]
    plays.reserves_twice(scene, user, user.draft(subject, clock, [room]))


@when(parsers.parse('{who:w} reserves {room:w} as "{subject}" at {clock:S} in the browser, not to be synchronised'))
def _(scene: Scene, who: str, room: str, subject: str, clock: str) -> None:
    user = scene.users[who]
    user.made(user.draft(subject, clock, [room], synchronise=False))


@when(parsers.parse('{who:w} reserves {room:w} as "{subject}" at {clock:S} in the browser, as private'))
def _(scene: Scene, who: str, room: str, subject: str, clock: str) -> None:
    user = scene.users[who]
    user.made(user.draft(subject, clock, [room], sensitivity="Private"))


@when(
    parsers.parse(
        '{who:w} reserves {room:w} as "{subject}" at {clock:S} in the browser, and invites {one:w} and {other:w}'
    )
)
def _(scene: Scene, who: str, room: str, subject: str, clock: str, one: str, other: str) -> None:
    scene.only_if(scene.world.declared.to_exchange("attendees"), "attendees are not kept in step")
    guests = (people.typed(scene, one), people.typed(scene, other, "optional"))
    user = scene.users[who]
    user.made(user.draft(subject, clock, [room], attendees=guests))


@when(parsers.parse('{who:w} tries to reserve {room:w} as "{subject}" at {clock:S} in the browser'))
def _(scene: Scene, who: str, room: str, subject: str, clock: str) -> None:
    user = scene.users[who]
    receipt = user.reserve(user.draft(subject, clock, [room]))
    if isinstance(receipt, Refused):
        scene.only_if(receipt.status != CONFLICT, "it books no room that Exchange says is not to be had")
        scene.judge(scene.refusal("the reservation is made", receipt))


@when(parsers.parse('{who:w} tries to reserve {room:w} as "{subject}" at {clock:S} of a day that is past'))
def _(scene: Scene, who: str, room: str, subject: str, clock: str) -> None:
    user, start = scene.users[who], scene.at(clock) - timedelta(days=7)
    receipt = user.reserve(user.draft(subject, rooms=[room], start=start, end=start + HOUR))
    if isinstance(receipt, Refused) and scene.world.declared.past != "refuse":
        scene.judge(scene.refusal("a reservation in the past is made", receipt))


@when(parsers.parse('{who:w} reserves {room:w} for {organizer:w} as "{subject}" at {clock:S} in the browser'))
def _(scene: Scene, who: str, room: str, organizer: str, subject: str, clock: str) -> None:
    user = scene.users[who]
    user.made(user.draft(subject, clock, [room], organizer=scene.users[organizer].address))


@when(parsers.parse("{who:w} tries to reserve {room:w} with {kind} as subject"), target_fixture="subject")
def _(scene: Scene, who: str, room: str, kind: str) -> str:
    user, subject = scene.users[who], subject_of(kind)
    receipt = user.reserve(user.draft(subject, "10:00", [room]))
    if isinstance(receipt, Refused):
        scene.only_if(receipt.status != UNPROCESSABLE, f"{kind} as subject is refused")
        scene.judge(scene.refusal("a reservation with this subject is made", receipt))
    return subject


@when(
    parsers.parse("{who:w} reserves the three days around the clock change in {season:w} in the browser"),
    target_fixture="first_day",
)
def _(scene: Scene, who: str, season: str) -> date:
    first = days.clock_change(scene.world.pace.now(), spring=season == "spring") - timedelta(days=1)
    start, end = days.at(first, "00:00"), days.at(first + timedelta(days=3), "00:00")
    user = scene.users[who]
    user.made(user.draft("Fair", start=start, end=end, all_day=True))
    return first


@when(
    parsers.parse("{who:w}, whose zone is {zone}, reserves {room:w} for an hour {when_} in the browser"),
    target_fixture="instant",
)
def _(scene: Scene, who: str, zone: str, room: str, when_: str) -> datetime:
    start, user = days.named(when_, scene.world.pace.now(), zone), scene.users[who]
    end = (start.astimezone(UTC) + HOUR).astimezone(start.tzinfo)
    user.made(user.draft("Call", rooms=[room], start=start, end=end, time_zone=zone))
    return start.astimezone(UTC)


@when(parsers.parse('{who:w} reserves a whole day as "{subject}" in the browser'))
def _(scene: Scene, who: str, subject: str) -> None:
    user, midnight = scene.users[who], scene.at("00:00")
    user.made(user.draft(subject, start=midnight, end=midnight + timedelta(days=1), all_day=True))


@when(parsers.parse('{who:w} moves "{subject}" to {clock:S} in the browser'))
def _(scene: Scene, who: str, subject: str, clock: str) -> None:
    scene.users[who].changed(subject, hour_from(scene.at(clock)))


@when(parsers.parse('{who:w} calls "{subject}" "{new}" in the browser'))
def _(scene: Scene, who: str, subject: str, new: str) -> None:
    scene.users[who].changed(subject, {"subject": new})


@when(parsers.parse('{who:w} tries to call "{subject}" "{new}" in the browser'))
def _(scene: Scene, who: str, subject: str, new: str) -> None:
    scene.users[who].change(subject, {"subject": new})


@when(parsers.parse('{who:w} cancels "{subject}" in the browser'))
def _(scene: Scene, who: str, subject: str) -> None:
    scene.users[who].cancelled(subject)


@given(parsers.parse('one change of "{subject}" in the browser took some writes'), target_fixture="one_change")
def _(scene: Scene, subject: str) -> int:
    return plays.writes_of_one_change(scene, subject)


@when(
    parsers.parse('{who:w} changes the subject of "{subject}" ten times within a second, while events come late'),
    target_fixture="last_subject",
)
def _(scene: Scene, who: str, subject: str) -> str:
    return plays.ten_changes(scene.users[who], subject)
