"""Acts that are made of several, where a sentence of a feature says more than one thing happens.

Rule: as in people.py, an act changes one side and judges nothing; what must be compared later is returned.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from scenarios.checks import claims, pairs
from scenarios.history import Moment
from scenarios.people import User
from scenarios.reservations import Draft, Receipt
from scenarios.verdict import Held, Unknown
from scenarios.world import Scene, Stop

Acts = list[tuple[Moment, Moment]]
"""Moments before and after each of several acts."""
LEAST_TRIES = 2
"""So often a user insists at least."""
LATE = 0.3
"""Seconds by which messages come late while changes go on."""
JUNK = (
    (b"this is not XML", "text/xml; charset=utf-8"),
    (
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        b'<m:GetFolder xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"/></s:Body></s:Envelope>',
        "text/xml; charset=utf-8",
    ),
    (
        b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghi")
        + b"]><b>&i;</b>",
        "text/xml; charset=utf-8",
    ),
    (b"<x>" + b"0" * 10_000_000 + b"</x>", "text/xml; charset=utf-8"),
)
"""Not XML, a wrong operation, an entity bomb, 10 MB."""


def reserves_twice(scene: Scene, user: User, draft: Draft) -> None:
    """One reservation, whose request is sent again with its key, as by a browser that has got no answer."""
    key = user.key(draft)
    user.made(draft)
    scene.world.product.reserve(draft, "web", key)


def four_acts(scene: Scene, everybody: list[User]) -> Acts:
    """Each person enters, drags, moves away and deletes an entry; every act is heard of before the next."""
    acts: Acts = []
    for name in ("enter", "drag", "move away", "delete"):
        before = scene.mark()
        for user in everybody:
            _one_act(scene, user, name)
        scene.settle()
        acts.append((before, scene.mark()))
    return acts


def _one_act(scene: Scene, user: User, name: str) -> None:
    match name:
        case "enter":
            for subject, clock in (("Lunch", "12:00"), ("Walk", "14:00")):
                user.owa.new(subject, scene.at(clock), scene.at(clock) + timedelta(hours=1))
        case "drag":
            user.act("OWA", "drag", "Lunch", scene.at("13:00"))
        case "move away":
            user.move_away("Walk")
        case _:
            user.act("OWA", "delete", "Lunch")


def restart_meanwhile(user: User) -> Moment:
    """Exchange restarts; before anybody subscribes anew four entries change. The moment the last message was heard."""
    scene, exchange = user.scene, user.scene.world.exchange
    heard = [one for one in scene.history().pushes(user.address) if one.acknowledged == "OK"]
    now = scene.mark()
    exchange.restart()
    four_changes(user)
    return Moment(now.number, now.turn, heard[-1].at) if heard else now


def four_changes(user: User) -> None:
    """Of four entries one is moved, one trashed, one deleted for good, and one of the add-in's is sent."""
    user.act("OWA", "drag", "Moved", user.scene.at("15:00"))
    user.act("OWA", "delete", "Trashed")
    user.act("OWA", "shift_delete", "Gone")
    user.outlook.send_receive()


def five_subjects(user: User, subject: str) -> str:
    """Five saves in Outlook, each with another subject; the last one."""
    handle = user.entry("Outlook", subject)
    for number in range(1, 6):
        user.outlook.change(handle, subject=f"{subject} {number}")
    return f"{subject} 5"


def book_for(assistant: User, owner: User, room: str, subject: str, clock: str) -> None:
    """In the owner's shared calendar an assistant saves an entry, and the add-in reserves; nothing is sent yet."""
    scene = assistant.scene
    outlook = scene.world.exchange.outlook(assistant.address, of=owner.address)
    start = scene.at(clock)
    entry = outlook.new(subject, start, start + timedelta(hours=1))
    draft = assistant.draft(subject, clock, [room], organizer=owner.address, reminder=outlook.view(entry).reminder)
    receipt = assistant.made(draft, "addin")
    outlook.stamp(entry, [one.json() for one in receipt.stamp], list(receipt.invite))
    scene.settle()
    scene.look()
    step = f"the reservation {subject!r} of the add-in exists (C4)"
    scene.need(step, pairs.not_linked(scene.history(), scene.pairs[subject]))


def reserve_together(people: list[User], room: str, clock: str) -> None:
    """The add-ins of several people ask for the same room, each over a connection of its own, at the same time."""
    scene = people[0].scene
    drafts = [user.draft(f"Meeting of {user.name}", clock, [room]) for user in people]

    def ask(draft: Draft) -> Receipt | None:
        product = scene.world.product.another()
        try:
            receipt = product.reserve(draft, "addin", f"{scene.stem}-{draft.who}")
        finally:
            product.connection.close()
        return receipt if isinstance(receipt, Receipt) else None

    with ThreadPoolExecutor(len(drafts)) as pool:
        receipts = list(pool.map(ask, drafts))
    for draft, receipt in zip(drafts, receipts, strict=True):
        if receipt is not None:
            scene.add_pair(draft, receipt)


def writes_of_one_change(scene: Scene, subject: str) -> int:
    """How many writes one change in the browser takes until both sides are equal."""
    pair = scene.pairs[subject]
    user = next(one for one in scene.users.values() if one.address == pair.organizer)
    before = scene.mark()
    user.changed(subject, {"subject": f"{subject} 0"})
    scene.settle()
    scene.look()
    history = scene.history()
    scene.need("a change in the browser arrives (D2)", pairs.entry_shows(history, pair, subject=f"{subject} 0"))
    return len(history.writes(pair.organizer, before))


def ten_changes(user: User, subject: str) -> str:
    """Ten changes of the subject in the browser within a second; events of the first come while the others go on."""
    scene = user.scene
    exchange = scene.world.exchange
    exchange.hold_pushes(user.address)
    for number in range(1, 11):
        user.changed(subject, {"subject": f"{subject} {number}"})
        if number == 3:
            scene.world.pace.quiet()
        if number == 5:
            exchange.release_pushes(user.address)
        scene.moment_later()
    return f"{subject} 10"


def drag_while_writing(user: User, subject: str, clock: str) -> None:
    """As soon as the service's write has come, which a fault keeps waiting, the user drags the entry."""
    scene = user.scene
    number, _ = scene.faults[-1]
    scene.world.pace.until(lambda: scene.world.exchange.fired(number) > 0)
    user.act("OWA", "drag", subject, scene.at(clock))
    if scene.world.pace.simulated:
        scene.world.exchange.advance(scene.world.pace.now() + timedelta(seconds=1))


def drag_a_second_later(user: User, subject: str, clock: str) -> None:
    """A second after the entry has what the reservation has, the user drags it."""
    scene, pair = user.scene, user.scene.pairs[subject]
    wanted = scene.world.product.get(pair.oid)
    scene.world.pace.until(lambda: any(wanted and one.start == wanted.start for one in scene.items(user)))
    scene.pass_time(timedelta(seconds=1))
    user.act("OWA", "drag", subject, scene.at(clock))


def insist(user: User, subject: str, clock: str, how: str = "") -> None:
    """The user drags an entry to a time that the service refuses, as often as it tries (without `how` once more).

    Each time all is settled first; it ends as soon as the conflict is settled as `how` says.
    """
    scene, since = user.scene, user.scene.began
    for number in range(max(scene.world.declared.tries, LEAST_TRIES) + (not how)):
        user.act("OWA", "drag", subject, scene.at(clock) + timedelta(minutes=5 * (number % 2)))
        scene.settle()
        scene.look()
        verdict = claims.settled_by(scene.history(), scene.pairs[subject], since, how) if how else None
        if isinstance(verdict, Held):
            return


def let_pass_away(user: User, subject: str) -> None:
    """A linked entry of an hour, and then two hours pass."""
    start = user.scene.world.pace.now() + timedelta(minutes=30)
    user.linked(subject, start=start.replace(second=0, microsecond=0))
    user.scene.pass_time(timedelta(hours=2))


def post_junk(user: User) -> Moment:
    """Four kinds of rubbish for the listener that Exchange pushes to; the moment after the last."""
    scene = user.scene
    live = scene.history().subscribed(user.address).live
    for body, media in JUNK:
        scene.world.exchange.post(live[-1].url, body, headers={"Content-Type": media})
    return scene.now()


def heard_drag(user: User, subject: str, clock: str) -> int:
    """The service hears of a drag; the number of the message that told of it."""
    scene = user.scene
    before = scene.mark()
    user.act("OWA", "drag", subject, scene.at(clock))
    scene.settle()
    scene.look()
    history, pair = scene.history(), scene.pairs[subject]
    scene.need("a drag is heard of (F2)", pairs.reservation_shows(history, pair, start=scene.at(clock)))
    told = [one for one in history.pushes(user.address, before) if ("ModifiedEvent" in dict(one.events))]
    if not told:
        scene.judge(Unknown("no message told of a ModifiedEvent"))
        raise Stop
    return told[-1].number
