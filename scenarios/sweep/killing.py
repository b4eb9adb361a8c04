"""The product killed in the middle of a request, and started again: what Pace sees of it meanwhile.

Rule: it is killed where somebody waits for it to settle, while its request waits in the simulator: always at the same
place, whatever the machine does beside.
"""

from dataclasses import dataclass
from datetime import datetime

from scenarios.pace import Pace
from scenarios.targets.http import Connection, Silent
from scenarios.targets.product import Product, Settled
from scenarios.targets.target import NotStarted
from scenarios.verdict import Unknown, Verdict
from scenarios.world import World

ASKING_SECONDS = 0.25
"""A product whose request waits does not settle: so long its answer is waited for before the fault is looked at."""


class NotBack(Exception):
    """The product did not come up again after it was killed; the text holds what it printed."""


def cannot(world: World) -> Verdict | None:
    """Why the product cannot be killed in this run, if so."""
    if world.target.restartable:
        return None
    return Unknown("needs commands that start and kill it: product.start in conform.toml")


@dataclass(slots=True)
class Mortal:
    """The product as Pace knows it, in a run in which it dies when fault `number` goes off."""

    world: World
    number: int
    died: bool = False

    @property
    def pace(self) -> Pace:
        """A pace that kills the product when its time has come."""
        return self.world.pace.asking(self)

    def settle(self) -> Settled | None:
        """Ask it, unless it dies."""
        if self._dies():
            return Settled(False)
        if self.died:
            return self.world.product.settle()
        connection = Connection(self.world.product.connection.url, ASKING_SECONDS)
        try:
            return Product(connection).settle()
        except Silent:
            self._dies()
            return Settled(False)
        finally:
            connection.close()

    def set_clock(self, now: datetime) -> datetime | None:
        """Move its time; a call of the product's that waits for the killing keeps nobody waiting."""
        if not self._dies() and not self.died:
            connection = Connection(self.world.product.connection.url, ASKING_SECONDS)
            try:
                return Product(connection).set_clock(now)
            except Silent:
                self._dies()
            finally:
                connection.close()
        return self.world.product.set_clock(now)

    def _dies(self) -> bool:
        """Kill it and start it again, if its request waits."""
        world = self.world
        if self.died or not world.exchange.fired(self.number):
            return False
        self.died = True
        world.target.kill()
        world.exchange.clear_faults()
        try:
            world.target.start()
        except NotStarted as error:
            raise NotBack(str(error)) from error
        world.product.connection.close()
        return True
