"""What goes on while something is away: a person who cannot be served, a listener, the product as a whole.

Rule: as in plays.py, an act changes one side; whatever was away is back when the act is over, and nothing is judged
but what could not be played.
"""

from dataclasses import dataclass
from datetime import timedelta

from scenarios import days, faults, people, plays
from scenarios.checks import bounds, pairs
from scenarios.gate import Gate
from scenarios.pace import NotQuiet
from scenarios.people import HOUR, User
from scenarios.reservations import Pair
from scenarios.targets.product import Refused
from scenarios.verdict import Broken, Held, Unknown, Verdict
from scenarios.world import Scene, Stop

ALPHABET = 26
"""Ids of entries that were made so many after one another may differ in nothing but the case of one letter."""
SAVES = 6
CHANGES_EACH = 10
SLOW = 1.5
"""Real seconds that each answer of a slow Exchange takes: longer than a message may wait for its own."""
PUSHED = {
    "Content-Type": "text/xml; charset=utf-8",
    "SOAPAction": "http://schemas.microsoft.com/exchange/services/2006/messages/SendNotification",
}
LONGEST_STREAM = timedelta(minutes=31)
"""No streaming connection lives longer: ConnectionTimeout is 30 minutes at most."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Linked entries, each on a day of its own, and by subject the handles of entries whose ids are nearly the same."""

    pairs: tuple[Pair, ...]
    twins: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Forgery:
    """A message that told of a deletion, to be told of another entry: where it went, what it said, of which item."""

    url: str
    body: bytes
    item_id: str
    subscription: str


def hour_of_refusals(user: User) -> None:
    """An hour passes; a product that asks so often that it never comes to rest is judged by what it asked."""
    scene = user.scene
    try:
        scene.pass_time(HOUR)
    except NotQuiet:
        scene.judge(bounds.bounded(scene.history(), user.address, scene.since))
        raise


def listener_away(user: User, *, for_long: bool) -> None:
    """Nothing reaches the listener while four entries change; it is back before Exchange gives up, or after.

    How long Exchange tries again is read from its profile.
    """
    scene, exchange = user.scene, user.scene.world.exchange
    living = [one.id for one in exchange.subscriptions(user.address) if one.ended is None]
    span = sum(exchange.profile.waits(scene.frequency), timedelta())
    scene.inject("the listener cannot be reached", faults.listener_away(user.address))
    plays.four_changes(user)
    scene.pass_time(span + timedelta(minutes=1) if for_long else span / 2)
    exchange.clear_faults()
    if not for_long:
        scene.pass_time(span / 2)
    elif any(one.id in living and one.ended is None for one in exchange.subscriptions(user.address)):
        scene.judge(Unknown("Exchange has not given up its subscription", fault=True))
        raise Stop


def agenda(user: User, count: int) -> Agenda:
    """So many linked entries (B2), made among entries of the person's own."""
    scene, step = user.scene, f"{user.name} has {count} linked entries (B2)"
    own = _own_entries(user, 0)
    for number in range(count):
        start = days.at(scene.day + timedelta(days=number), "10:00")
        receipt = user.reserve(user.draft(f"Topic {number + 1:02}", rooms=["Aare"], start=start))
        if isinstance(receipt, Refused):
            scene.need(step, scene.refusal("the reservation is made", receipt))
    scene.settle()
    own |= _own_entries(user, ALPHABET)
    scene.settle()
    scene.look()
    for subject in scene.pairs:
        scene.need(step, people.is_seen_linked(scene, subject))
    return Agenda(
        tuple(scene.pairs.values()), {one.subject: _twins(scene, user, one, own) for one in scene.pairs.values()}
    )


def _own_entries(user: User, after: int) -> dict[str, int]:
    """Entries that are nobody's but the person's: handles by subject."""
    start, made = user.scene.at("20:00"), {}
    for number in range(after, after + ALPHABET):
        made[f"Own {number + 1:02}"] = user.owa.new(f"Own {number + 1:02}", start, start + HOUR)
    return made


def _twins(scene: Scene, user: User, pair: Pair, own: dict[str, int]) -> list[int]:
    items = scene.items(user)
    ids = {one.item_id.lower() for one in items if one.carries(pair.stamp)}
    return [own[one.subject] for one in items if one.subject in own and one.item_id.lower() in ids]


def changes_while_away(user: User, planned: Agenda) -> None:
    """While the product is away for a minute, every entry is changed six times, just after those that look like it."""
    scene = user.scene
    _take_away(user)
    for number, pair in enumerate(planned.pairs):
        day = scene.day + timedelta(days=number)
        for twin in planned.twins[pair.subject]:
            user.owa.drag(twin, scene.at("21:00"))
        for save in range(1, SAVES + 1):
            if save % 2:
                user.act("OWA", "drag", pair.subject, days.at(day, f"{10 + save}:00"))
            else:
                user.act("OWA", "change", pair.subject, subject=f"{pair.subject} v{save}")
    scene.pass_time(timedelta(minutes=1))
    scene.world.exchange.clear_faults()
    scene.world.exchange.release_pushes(user.address)


def _take_away(user: User) -> None:
    """No news reach the product, by whatever transport it has."""
    scene, transport = user.scene, user.scene.world.declared.transport
    if transport == "push":
        scene.inject("the listener cannot be reached", faults.listener_away(user.address))
    elif transport == "poll":
        scene.inject("Exchange cannot be reached", faults.exchange_away(user.address))
    else:
        scene.world.exchange.hold_pushes(user.address)


def last_values(scene: Scene, planned: Agenda) -> list[tuple[Pair, dict[str, object]]]:
    """Each pair with the values that its last saves gave it."""
    found: list[tuple[Pair, dict[str, object]]] = []
    for number, pair in enumerate(planned.pairs):
        start = days.at(scene.day + timedelta(days=number), f"{10 + SAVES - 1}:00")
        found.append((pair, {"start": start, "subject": f"{pair.subject} v{SAVES}"}))
    return found


def failover(user: User) -> None:
    """The mailbox fails over: subscriptions and watermarks go, calls are refused; four entries change."""
    scene = user.scene
    scene.world.exchange.fail_over(user.address)
    scene.inject("the mailbox fails over", faults.failing_over(user.address))
    plays.four_changes(user)


def expiry(user: User) -> None:
    """A pull subscription expires before the next call, after four entries have changed."""
    plays.four_changes(user)
    user.scene.world.exchange.expire_pulls(user.address)


def stream_ends(user: User) -> None:
    """A streaming connection ends, and cannot be made again until four entries have changed."""
    scene = user.scene
    scene.inject("no streaming connection can be made", faults.stream_away(user.address))
    scene.pass_time(LONGEST_STREAM)
    plays.four_changes(user)
    scene.pass_time(timedelta(seconds=5))
    scene.world.exchange.clear_faults()


def was_visited(gate: Gate) -> Verdict:
    """Did anybody come through the second address?"""
    if gate.visitors:
        return Held()
    return Broken("requests at the EWS address that the user was given", "none", (), "PUT /users: `exchange`")


def answer_slowly(people_there: list[User]) -> None:
    """Everybody changes an entry ten times; each time all messages go out before the next, while answers take long."""
    scene = people_there[0].scene
    handles = {user: user.owa.new("Lunch", scene.at("12:00"), scene.at("13:00")) for user in people_there}
    scene.settle()
    for user in people_there:
        scene.inject("Exchange answers slowly", faults.answers_slowly(user.address, SLOW))
    for minute in range(CHANGES_EACH):
        for user in people_there:
            user.owa.drag(handles[user], scene.at("12:00") + timedelta(minutes=minute + 1))
        scene.deliver()
    scene.world.exchange.clear_faults()


def heard_deletion(user: User, subject: str) -> Forgery:
    """The service hears that an entry is deleted for good; the message that told of it."""
    scene = user.scene
    before = scene.mark()
    user.act("OWA", "shift_delete", subject)
    scene.settle()
    scene.look()
    history = scene.history()
    scene.need("a deletion is heard of (F2)", pairs.cancelled(history, scene.pairs[subject]))
    for push in history.pushes(user.address, before):
        for kind, item_id in push.events:
            if kind == "DeletedEvent":
                return Forgery(push.account, push.sent, item_id, push.subscription)
    scene.judge(Unknown("no message told of a DeletedEvent"))
    raise Stop


def forge(scene: Scene, message: Forgery, subject: str) -> None:
    """Send it again, as if it were of another entry and another subscription."""
    item_id = pairs.entry(scene.history(), scene.pairs[subject]).item_id
    body = message.body.replace(message.item_id.encode(), item_id.encode())
    body = body.replace(message.subscription.encode(), scene.foreign_subscription().encode())
    scene.world.exchange.post(message.url, body, headers=PUSHED)
