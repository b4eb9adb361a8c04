"""A product of which nothing is known but what it does with Exchange (--observe): it has no contract, or none is used.

Rule: no call of connection 1 is ever made. Where the product has the contract's clock all the same, it is used for
pacing alone: to move its time, and to ask whether it is settled.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from scenarios.declared import Declared
from scenarios.reservations import JsonValue, Reservation
from scenarios.targets.http import Connection
from scenarios.targets.product import Product, Settled

REASON = "no product contract"


class NoContract(Exception):
    """A scenario would have to ask the product something."""

    def __init__(self) -> None:
        super().__init__(REASON)


class Observed(Product):
    """What scenarios take for the product: whoever is to be switched on is on, and nothing is listed."""

    contract = False

    def __init__(self, pacing: Product | None, settle: timedelta) -> None:
        """`pacing`: the product's own contract, for its clock; None: real time, settled after `settle` of silence."""
        super().__init__(pacing.connection if pacing is not None else Connection("http://127.0.0.1:1"))
        self._pacing, self._settle = pacing, settle

    def capabilities(self) -> Declared:
        """What is taken for granted; the transport is found out later, by what is seen."""
        if self._pacing is None:
            return Declared(settle=self._settle, recovery=self._settle)
        declared = self._pacing.capabilities()
        return replace(declared, names=declared.names & {"clock"})

    def switch(self, address: str, on: bool, exchange: str = "") -> None:
        """Whoever runs the product has done it."""

    def get(self, oid: str) -> Reservation | None:
        """Nobody knows."""
        raise NoContract

    def user(self, address: str) -> tuple[str, str]:
        """Nobody knows."""
        raise NoContract

    def another(self) -> Product:
        """There is nothing to ask."""
        raise NoContract

    def of(self, organizer: str) -> tuple[Reservation, ...]:
        """Nobody knows."""
        return ()

    def settle(self) -> Settled | None:
        """Only silence can tell, unless its clock can be moved."""
        return self._pacing.settle() if self._pacing is not None else None

    def set_clock(self, now: datetime) -> datetime | None:
        """Move its time, for pacing."""
        return self._pacing.set_clock(now) if self._pacing is not None else None

    def _call(
        self,
        who: str,
        method: str,
        path: str,
        values: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: JsonValue = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, JsonValue]:
        raise NoContract
