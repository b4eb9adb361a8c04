"""How an organisation begins, and begins anew: its clock, profile and seed, who is there, and the file that keeps it.

Rule: whatever begins anew is as it was at first; a clock that goes by itself goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fake_ews.model.clock import Clock, ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.profile import Profile

if TYPE_CHECKING:
    from fake_ews.model.journal import Record
    from fake_ews.server.state import State


def _nobody(exchange: Exchange) -> None:
    """An organisation without anybody."""


@dataclass(slots=True)
class Founding:
    """What an organisation begins with.

    seed    None: that of the state file, 0 for a new one
    state   a file in which it outlives this process; None: it does not
    fill    adds who is there from the beginning
    tells   is told of each record of the journal
    """

    clock: Clock
    profile: Profile
    seed: int | None = None
    state: str | os.PathLike[str] | None = None
    fill: Callable[[Exchange], object] = _nobody
    tells: Callable[[Record], object] | None = None
    _file: State | None = field(default=None, init=False)

    def exchange(self) -> Exchange:
        """The Exchange of the file, else a new one. StateError: the file cannot be used; what `fill` raises."""
        if self.state is not None and self._file is None:
            from fake_ews.server.state import State  # only who wants a file pays for it

            self._file = State(self.state)
        if self._file is not None:
            exchange = self._file.exchange(self.clock, self.profile, self.seed, self.fill)
        else:
            exchange = Exchange(self.clock, self.profile, self.seed or 0)
            self.fill(exchange)
        exchange.journal.also = self.tells
        return exchange

    def again(self, before: Exchange) -> Exchange:
        """A new Exchange in place of the one before, which nobody keeps any more; a manual clock is set back."""
        before.unkept.keeper, self.seed = None, before.seed
        if isinstance(self.clock, ManualClock):
            self.clock.set_back()
        if self._file is not None:
            self._file.forget()
        return self.exchange()

    def close(self) -> None:
        """Let others have the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
