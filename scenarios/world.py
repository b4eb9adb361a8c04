"""One run (a simulator and a product), and one scenario's surroundings in it: fresh people and rooms, looks, verdicts.

Rules: what a scenario makes is made under addresses that nobody had before, and is switched off at its end; whatever is
looked at becomes part of the history; a broken verdict ends the scenario.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from string import ascii_letters
from typing import TYPE_CHECKING

from scenarios import days, witness
from scenarios.cast import Cast, NobodyLeft, open_to
from scenarios.checks import pairs, traffic
from scenarios.config import Config
from scenarios.declared import Declared
from scenarios.history import (
    Dated,
    History,
    Item,
    Listed,
    Look,
    Moment,
    Record,
    Seen,
    Shelf,
    Standing,
    Subscribed,
    Web,
)
from scenarios.pace import Pace
from scenarios.reservations import Draft, Pair, Receipt
from scenarios.targets.product import Product, Refused, Span
from scenarios.targets.target import Target
from scenarios.verdict import Broken, Held, NotOffered, Unknown, Verdict, told_as

if TYPE_CHECKING:
    from fake_ews import FakeExchange, Fault
    from scenarios.people import User

BETWEEN = timedelta(milliseconds=100)
"""Between two acts that happen "within a second"."""


class Stop(Exception):
    """The scenario ends here: its verdict is known."""


@dataclass(frozen=True, slots=True)
class World:
    """A run: the simulator, the product, what it declared, and how time passes. `tag` makes addresses of this run."""

    exchange: "FakeExchange"
    product: Product
    declared: Declared
    pace: Pace
    seed: int
    tag: str
    target: Target
    config: Config = field(default_factory=Config)


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the scenario: its name, its mailbox, and the id under which the product knows it."""

    name: str
    address: str
    id: str


class Scene:
    """What one scenario has: people, rooms, pairs of reservation and entry, and what was seen of them."""

    def __init__(self, world: World, number: int, stem: str) -> None:
        """`number` and `stem` make the addresses: `anna.f2-trash-17.<run>@example.test`."""
        self.world = world
        self.stem = f"{stem.lower().replace('/', '-')}-{number}.{world.tag}"
        self.day: date = days.playing_day(world.pace.now())
        self.cast = Cast(world, self.stem, self.day)
        self.users: dict[str, User] = {}
        self.rooms: dict[str, Room] = {}
        self.pairs: dict[str, Pair] = {}
        self.drafts: dict[str, Draft] = {}
        self.dates: dict[str, tuple[Span, ...]] = {}
        """When each date of a series should begin and end."""
        self.verdicts: list[Verdict] = []
        self.later: list[Callable[[], None]] = []
        """What is judged when all else is: it changes what the rest looks at."""
        self.faults: list[tuple[int, str]] = []
        self.released: Moment | None = None
        self.given_up: list[User] = []
        """Who cannot be served; what waits for them may be done much later, and is no loop."""
        self._web: list[Web] = []
        self._looks: list[Look] = []
        self._records: list[Record] = []
        self._read = world.exchange.journal.newest
        self._turn = 0
        self._acting = False
        self.began = self.since = self.now()
        world.product.note = self._note
        world.pace.begin_scenario()

    # --- time ------------------------------------------------------------------------------------------------------

    def at(self, clock: str, zone: str = days.ZONE) -> datetime:
        """The instant at which it is `clock` (such as 10:00) on the scenario's day."""
        return days.at(self.day, clock, zone)

    def settle(self) -> None:
        """Let both sides become equal; after a fault that takes longer."""
        if self.faults:
            self.world.pace.recover()
        else:
            self.world.pace.settle()

    def moment_later(self) -> None:
        """A tenth of a second passes in Exchange; the product is not waited for."""
        if self.world.pace.simulated:
            self.world.exchange.advance(self.world.pace.now() + BETWEEN)

    def deliver(self) -> None:
        """Exchange tells what happened, as soon as it does; the product is not asked for anything."""
        if self.world.pace.simulated:
            latency = timedelta(seconds=self.world.exchange.profile.push_latency)
            self.world.exchange.advance(self.world.pace.now() + latency)
        self.world.exchange.wait_quiet()

    def pass_time(self, span: timedelta) -> None:
        """Let a span pass with everything that is due in it."""
        self.world.pace.advance(self.world.pace.now() + span)

    @property
    def frequency(self) -> timedelta:
        """StatusFrequency of the longest push subscription the scenario's people have (or had).

        With another transport a third of recoverySeconds: after three of them a lost subscription must be made anew.
        """
        if self.world.declared.transport != "push":
            return self.world.declared.recovery / 3
        subscriptions = [
            one for user in self.users.values() for one in witness.subscriptions(self.world.exchange, user.address)
        ]
        return timedelta(minutes=max((one.frequency_minutes for one in subscriptions), default=0))

    # --- what was seen ---------------------------------------------------------------------------------------------

    def mark(self) -> Moment:
        """Look at everything; the moment that later is `before` or `since`."""
        self.look()
        return self.now()

    def acts_begin(self) -> None:
        """People begin to act: what is seen now is what came before."""
        self.since = self.mark()
        if not self._acting:
            self._acting, self.began = True, self.since

    def look(self) -> None:
        """Ask the product and the simulator for all that belongs to this scenario."""
        self._turn += 1
        self.world.pace.in_time()
        now, product = self.now(), self.world.product
        for pair in self.pairs.values():
            self._looks.append(Seen(now, pair.oid, product.get(pair.oid)))
            if self.drafts[pair.subject].recurrence:
                self._looks.append(Dated(now, pair.oid, product.occurrences(pair.oid)))
        for user in self.users.values():
            found = self.cast.own(user.address, product.of(user.address))
            self._looks.append(Listed(now, user.address, found))
            self._looks.append(Shelf(now, user.address, self.cast.items(user.address)))
            there = witness.subscriptions(self.world.exchange, user.address)
            self._looks.append(Subscribed(now, user.address, there))
        for room in self.rooms.values():
            self._looks.append(Shelf(now, room.address, witness.items(self.world.exchange, room.address)))

    def history(self) -> History:
        """All that was seen until now."""
        addresses = {user.address for user in self.users.values()} | {room.address for room in self.rooms.values()}
        self._records += witness.records(self.world.exchange, self._read, addresses)
        self._read = max(self._read, self.world.exchange.journal.newest)
        rooms = {room.id: room.address for room in self.rooms.values()}
        return History(
            tuple(self._records),
            tuple(self._web),
            tuple(self._looks),
            self.world.declared,
            rooms,
            self.world.pace.now(),
            self.world.exchange.url,
        )

    def add_pair(self, draft: Draft, receipt: Receipt) -> None:
        """From now on the scenario speaks of this reservation by its first subject."""
        self.pairs[draft.subject] = Pair(draft.subject, draft.organizer, receipt.oid, receipt.stamp)
        self.drafts[draft.subject] = draft

    def moves_to(self, subject: str, organizer: str) -> None:
        """From now on a pair is another organizer's."""
        self.pairs[subject] = replace(self.pairs[subject], organizer=organizer)

    def pairs_of(self, organizer: str) -> list[Pair]:
        """The pairs of one organizer."""
        return [one for one in self.pairs.values() if one.organizer == organizer]

    def items(self, user: "User") -> tuple[Item, ...]:
        """A user's items now, without a look."""
        return self.cast.items(user.address)

    # --- what happens in Exchange ----------------------------------------------------------------------------------

    def hold(self) -> None:
        """Exchange keeps all events of the scenario's people back."""
        for user in self.users.values():
            self.world.exchange.hold_pushes(user.address)

    def release(self) -> None:
        """It lets them go; only what follows can be an echo."""
        self.released = self.mark()
        for user in self.users.values():
            self.world.exchange.release_pushes(user.address)

    def inject(self, name: str, fault: "Fault") -> None:
        """Something will go wrong; `name` says what, for the report."""
        self.faults.append((self.world.exchange.inject(fault), name))

    def long_time(self) -> None:
        """2 x StatusFrequency, a restart of Exchange with catch-up, and a scan where it is offered."""
        self.pass_time(2 * self.frequency)
        frequency = self.frequency
        self.world.exchange.restart()
        self.pass_time(3 * frequency)
        if self.world.declared.offers("scan"):
            self.world.product.scan()
        self.settle()

    def ask_about(self, user: "User") -> None:
        """What does the product say of this person?"""
        self._turn += 1
        self._looks.append(Standing(self.now(), user.address, *self.world.product.user(user.address)))

    def foreign_subscription(self) -> str:
        """An id like those of Exchange, of no subscription."""
        live = [one for look in self._looks if isinstance(look, Subscribed) for one in look.live]
        number = Random(self.world.seed)
        return "".join(number.choice(ascii_letters) if letter.isalnum() else letter for letter in live[-1].id)

    def no_echo(self, pair: Pair) -> Verdict:
        """B3, D3, E3: nothing is done about what Exchange told of the product's own work."""
        history, released = self.history(), self.released
        if released is None:
            return Unknown("no events were held back", fault=True)
        known = pairs.entries(history, pair, released) or pairs.entries(history, pair, self.began)
        item_id = known[0].item_id if known else ""
        return traffic.no_echo(history, pair, self.began, released, item_id)

    def as_typed(self, subject: str) -> Verdict:
        """Does the reservation show what was typed?"""
        return pairs.as_typed(self.history(), self.pairs[subject], self.drafts[subject])

    # --- verdicts --------------------------------------------------------------------------------------------------

    def judge(self, verdict: Verdict) -> None:
        """Take a verdict of the criterion itself; a broken one ends the scenario."""
        self.verdicts.append(verdict)
        if isinstance(verdict, Broken):
            raise Stop

    def judge_later(self) -> None:
        """Judge what was put off."""
        while self.later:
            self.later.pop(0)()

    def need(self, step: str, verdict: Verdict) -> None:
        """Take a verdict of something the case starts from; unless it is held the scenario ends here."""
        if not isinstance(verdict, Held):
            self.verdicts.append(told_as(verdict, f"precondition: {step}"))
            raise Stop

    def only_if(self, offered: bool, reason: str) -> None:
        """End the scenario as not offered, unless the product offers it."""
        if not offered:
            self.verdicts.append(NotOffered(reason))
            raise Stop

    def judge_faults(self) -> None:
        """A fault that never went off has tested nothing."""
        for number, name in self.faults:
            if not self.world.exchange.fired(number):
                self.judge(Unknown(f"the fault never went off: {name}"))

    # --- people and rooms ------------------------------------------------------------------------------------------

    def address(self, name: str) -> str:
        """An address of this scenario; where the pool has nobody left the scenario ends."""
        try:
            return self.cast.address(name)
        except NobodyLeft as missing:
            self.judge(missing.verdict)
            raise Stop from missing

    def room(self, name: str, conflict: str = "", closed: Sequence[Span] = (), **policy: int | str) -> Room:
        """A room by its name; made in Exchange and in the product when it is first spoken of.

        `conflict`: how the product shall settle one, if not as it declares; `closed`: when the room is not bookable.
        `policy`: how its mailbox books, by the names of Set-CalendarProcessing.
        """
        if name not in self.rooms:
            self.rooms[name] = self._made_room(name, conflict or self.world.declared.conflict, closed, policy)
        return self.rooms[name]

    def _made_room(self, name: str, conflict: str, closed: Sequence[Span], policy: Mapping[str, int | str]) -> Room:
        world, called, address = self.world, name, self.cast.fresh_room(name)
        step = f"the room {name} exists"
        if world.declared.offers("make-resources"):
            world.exchange.room(address, name=name, policy=days.FAR_AHEAD | dict(policy))
            open_to(world.exchange, world.config, world.declared.access, address)
            refused = world.product.make_room(address, name, conflict, closed)
            self.need(step, Held() if refused is None else self.refusal(step, refused))
        else:
            made = not closed and not policy and conflict == world.declared.conflict
            self.only_if(made, "rooms that are closed, book or settle conflicts otherwise: no make-resources")
            called, address = self._pooled_room(name)
        start = self.at("05:00")
        free = world.product.free(self.cast.anybody, start, start + timedelta(minutes=15))
        found = [one.id for one in free if one.mailbox == address or (not one.mailbox and one.name == called)]
        seen = f"{len(free)} resources are listed, it is not among them"
        self.need(
            step, Held() if found else Broken(f"{called} is offered when nobody has it", seen, tuple(self._web[-1:]))
        )
        return Room(name, address, found[0])

    def _pooled_room(self, name: str) -> tuple[str, str]:
        """Name and address of a room of conform.toml; where none is left the scenario ends."""
        try:
            room = self.cast.room(name)
        except NobodyLeft as missing:
            self.judge(missing.verdict)
            raise Stop from missing
        return room.name, room.address

    def refusal(self, wanted: str, refused: Refused) -> Broken:
        """What to say when the product refuses what it should do."""
        seen = f"refused: {refused.status} {refused.code} {refused.field}".rstrip()
        return Broken(wanted, seen, tuple(self._web[-1:]))

    # --- the end ---------------------------------------------------------------------------------------------------

    def watch(self) -> Verdict:
        """X/loop: nothing happens any more, for the longest of 2 x StatusFrequency, 2 poll intervals, settleSeconds."""
        declared, pace = self.world.declared, self.world.pace
        poll = 2 * (declared.poll or timedelta())
        span = max(2 * self.frequency, poll, declared.settle)
        if not pace.simulated:
            span = declared.settle + timedelta(seconds=60)
        windows = [self.mark()]
        for _ in range(2):
            self.pass_time(span / 2)
            windows.append(self.mark())
        if not isinstance(traffic.not_growing(self.history(), windows), Held):
            for _ in range(2):
                self.pass_time(span / 2)
                windows.append(self.mark())
        verdict = traffic.calm(self.history(), list(self.pairs.values()), windows[0])
        return traffic.not_growing(self.history(), windows) if isinstance(verdict, Held) else verdict

    def calm_down(self) -> None:
        """Take faults away and let held events go."""
        for user in self.given_up:
            user.switch(False)
        self.faults.clear()
        self.world.exchange.clear_faults()
        for user in self.users.values():
            self.world.exchange.release_pushes(user.address)
        self.settle()

    def end(self) -> None:
        """Take faults away, let held events go, and switch everybody off."""
        self.world.pace.begin_scenario()
        self.world.exchange.clear_faults()
        self.world.exchange.release_pushes()
        account, delegate = self.world.config.account.address, self.world.declared.access == "delegate"
        for user in self.given_up:
            self.world.exchange.allow(account, user.address, full_access=delegate)
        pooled = bool(self.world.config.users)
        if pooled:
            self.cast.cancel_all()
            for user in self.users.values():
                user.outlook.send_receive()
            self.world.pace.settle()
        for user in self.users.values():
            if user.switched_on:
                self.world.product.switch(user.address, False)
        self.cast.leave()

    def now(self) -> Moment:
        """This moment, without a look."""
        return Moment(self.world.exchange.journal.newest, self._turn, self.world.pace.now())

    def _note(self, who: str, call: str, status: int, sent: str, answer: str) -> None:
        self._turn += 1
        self._web.append(Web(self.now(), who, call, status, sent, answer))
