"""Who plays: for every scenario fresh addresses, or people and rooms of conform.toml that exist in the product.

Rule: whoever comes from the pool is left as found: no living reservation, switched off, mailbox empty. What the product
lists from before a scenario is nobody's business in it.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from scenarios import days, neighbours, witness
from scenarios.checks import traffic
from scenarios.config import Config, PoolRoom, PoolUser
from scenarios.history import History, Item
from scenarios.targets.product import Product
from scenarios.verdict import Unknown, Verdict

if TYPE_CHECKING:
    from fake_ews import FakeExchange
    from scenarios.reservations import Reservation
    from scenarios.world import World

DOMAIN = "example.test"


class NobodyLeft(Exception):
    """A scenario needs more people or rooms than there are."""

    def __init__(self, kind: str, there: int) -> None:
        super().__init__(f"needs more than the {there} {kind} that conform.toml names ([[{kind}]])")

    @property
    def verdict(self) -> Unknown:
        """What is said of the scenario."""
        return Unknown(str(self))


class Cast:
    """The addresses of one scenario; `stem` makes fresh ones: `anna.<stem>@example.test`."""

    def __init__(self, world: "World", stem: str, day: date) -> None:
        self._exchange, self._product, self._config = world.exchange, world.product, world.config
        self._access, self._seed = world.declared.access, world.seed
        self._stem, self._day = stem, day
        self._users: dict[str, PoolUser] = {}
        self._rooms: dict[str, PoolRoom] = {}
        self._before: dict[str, frozenset[str]] = {}
        self._strangers: set[str] = set()
        self._furnished: dict[str, tuple[Item, ...]] = {}

    # --- people ----------------------------------------------------------------------------------------------------

    def address(self, name: str) -> str:
        """The address of a person of the scenario; raises NobodyLeft."""
        if not self._config.users or name.lower() in self._strangers:
            return f"{name.lower()}.{self._stem}@{DOMAIN}"
        return self._member(name.lower()).address

    def stranger(self, name: str) -> None:
        """This person does not exist in the product, be there a pool or not."""
        self._strangers.add(name.lower())

    @property
    def anybody(self) -> str:
        """An address to ask for: somebody of the pool, who exists, or else nobody."""
        return self._config.users[0].address if self._config.users else f"nobody.{self._stem}@{DOMAIN}"

    def mailbox(self, name: str, **profile: object) -> None:
        """Make the mailbox of a person, or let that of the pool behave like this."""
        password = {"password": self._config.account.password} if self._access == "own" else {}
        address = self.address(name)
        if not self._config.users or name.lower() in self._strangers:
            self._exchange.mailbox(address, **{"name": name, "zone": days.WINDOWS_ZONE, **password, **profile})
            open_to(self._exchange, self._config, self._access, address)
        else:
            profile.pop("zone", None)  # that of the pool's mailbox stays as it is
            self._exchange.mailbox(address).behave(**profile)
        if self._product.contract:
            self._furnish(address)

    def _furnish(self, address: str) -> None:
        """Put meetings of no concern into the calendar."""
        mailbox = self._exchange.mailbox(address)
        for subject, start, end in neighbours.meetings(address, self._seed, self._day):
            mailbox.add(subject=subject, start=start, end=end)
        self._furnished[address] = witness.items(self._exchange, address)

    def items(self, address: str) -> "tuple[Item, ...]":
        """What lies in a mailbox, without the meetings of no concern."""
        others = {one.uid for one in self._furnished.get(address, ())}
        return tuple(one for one in witness.items(self._exchange, address) if one.uid not in others)

    def left_alone(self, history: History) -> Iterator[Verdict]:
        """Whether the product has left the meetings of no concern alone, for each mailbox that has some."""
        for address, before in self._furnished.items():
            yield traffic.others_left_alone(history, address, before, witness.items(self._exchange, address))

    def own(self, organizer: str, found: "tuple[Reservation, ...]") -> "tuple[Reservation, ...]":
        """Of the reservations that the product lists, those of this scenario."""
        before = self._before.get(organizer, frozenset())
        return tuple(one for one in found if one.oid not in before)

    def _member(self, name: str) -> PoolUser:
        if name not in self._users:
            free = [one for one in self._config.users if one not in self._users.values()]
            if not free:
                raise NobodyLeft("users", len(self._config.users))
            self._users[name] = free[0]
            known = self._product.of(free[0].address)
            self._before[free[0].address] = frozenset(one.oid for one in known)
        return self._users[name]

    # --- rooms -----------------------------------------------------------------------------------------------------

    def fresh_room(self, name: str) -> str:
        """The address of a room that is made for the scenario."""
        return f"{name.lower()}.{self._stem}@{DOMAIN}"

    def room(self, name: str) -> PoolRoom:
        """A room of conform.toml for a room of the scenario; raises NobodyLeft."""
        if name not in self._rooms:
            free = [one for one in self._config.rooms if one not in self._rooms.values()]
            if not free:
                raise NobodyLeft("rooms", len(self._config.rooms))
            self._rooms[name] = free[0]
        return self._rooms[name]

    # --- the end ---------------------------------------------------------------------------------------------------

    def cancel_all(self) -> None:
        """Cancel what the pool's people have in the product."""
        for one in self._users.values():
            cancel_living(self._product, one.address)

    def leave(self) -> None:
        """Empty the mailboxes of the pool's people and rooms; they behave as all others again.

        Of a product that is only observed the own entries stay: nobody could make them again.
        """
        addresses = [user.address for user in self._users.values()] + [room.address for room in self._rooms.values()]
        for address in addresses:
            mailbox = self._exchange.mailbox(address)
            if self._product.contract:
                mailbox.empty()
            else:
                self._tidy(address)
            mailbox.behave()

    def _tidy(self, address: str) -> None:
        """Take away what people entered."""
        kept, person = witness.made(self._exchange, address), self._exchange.owa(address)
        for entry in person.entries():
            if person.view(entry).item_id not in kept:
                person.shift_delete(entry)


def cancel_living(product: Product, organizer: str) -> None:
    """Cancel every living reservation of somebody; refusals are the product's right."""
    for one in product.of(organizer):
        if not one.cancelled:
            product.cancel(one.oid, "web", organizer)


def open_to(exchange: "FakeExchange", config: Config, access: str, address: str) -> None:
    """Where the product's account works as a delegate does, give it full access to a mailbox that is there now."""
    if access == "delegate":
        exchange.allow(config.account.address, address, full_access=True)


def enter_pool(exchange: "FakeExchange", config: Config, access: str, there: Collection[str] = ()) -> None:
    """Make the mailboxes of all people and rooms that conform.toml names, but those that are `there`.

    Whether they are made here or not: the product's account has the right on them that it declares.
    """
    for user in config.users:
        if user.address in there:
            continue
        said: Mapping[str, str] = {"name": user.name} if user.name else {}
        own = {"password": user.password or config.account.password} if access == "own" else {}
        exchange.mailbox(user.address, zone=days.WINDOWS_ZONE, **said, **own)
    for room in (one for one in config.rooms if one.address not in there):
        exchange.room(room.address, name=room.name, policy=days.FAR_AHEAD)
    for address in (*(one.address for one in config.users), *(one.address for one in config.rooms)):
        open_to(exchange, config, access, address)


def begin_with_pool(product: Product, config: Config) -> None:
    """At the beginning of a run nobody of the pool is switched on or has a living reservation."""
    for user in config.users:
        product.switch(user.address, False)
        cancel_living(product, user.address)
