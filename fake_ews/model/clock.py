"""Time: who tells it, and the agenda of all work that is due some day.

Rule: nothing in the core reads a clock but the one it is given, and everything that happens later is an entry of the
agenda.
"""

from __future__ import annotations

import datetime as dt
import heapq
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange

DEFAULT_START = dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC)
FIRST, LAST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
"""Where a clock can stand: what is reckoned from there, some centuries back or on, is an instant, too."""


class Clock(Protocol):
    """Tells the time: an aware instant in UTC."""

    def now(self) -> dt.datetime: ...


class ManualClock:
    """A clock that stands still until it is set."""

    def __init__(self, start: dt.datetime | None = None) -> None:
        """`start` is an aware instant; without it the clock begins on a Monday morning in 2027. ValueError."""
        self._start = self._now = instant(start or DEFAULT_START)

    def now(self) -> dt.datetime:
        """The instant last set."""
        return self._now

    def set(self, to: dt.datetime) -> None:
        """Move to `to`; ValueError if that is earlier than now, or later than any clock goes."""
        self._now = self.ahead(to)

    def ahead(self, to: dt.datetime) -> dt.datetime:
        """An instant to which it can move, in UTC; ValueError, as `set`."""
        found = instant(to)
        if found < self._now:
            raise ValueError(f"a clock does not go back: it is {self._now.isoformat()}, asked for {to.isoformat()}")
        return found

    def set_back(self) -> None:
        """Stand at the beginning again: only for an organisation that begins anew."""
        self._now = self._start


def instant(at: dt.datetime) -> dt.datetime:
    """An instant at which a clock can stand, in UTC. TypeError: it is none. ValueError: it has no time zone, or lies
    too far away.
    """
    if not isinstance(at, dt.datetime):
        more = ": now() and that, for example" if isinstance(at, dt.timedelta) else ""
        raise TypeError(f"an instant is a datetime.datetime with a time zone, not {at!r}{more}")
    if at.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {at.isoformat()} has none")
    if not FIRST <= at <= LAST:
        raise ValueError(f"a clock stands between the years {FIRST.year} and {LAST.year}, not at {at.isoformat()}")
    return at.astimezone(dt.UTC)


class Work(Protocol):
    """Something that is due: frozen data that knows what to do."""

    def due(self, exchange: Exchange) -> None: ...


class Agenda:
    """All due work in the order of its instants, and of its entry where instants are equal.

    `lasting` holds, by its number, the work that outlives a restart of Exchange.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[dt.datetime, int, Work]] = []
        self._alive: set[int] = set()
        self.lasting: dict[int, tuple[dt.datetime, Work]] = {}
        self._numbers = 0

    def add(self, at: dt.datetime, work: Work, *, lasting: bool = False) -> int:
        """Enter work for an instant; the answer is its number, by which it can be cancelled."""
        self._numbers += 1
        heapq.heappush(self._heap, (at, self._numbers, work))
        self._alive.add(self._numbers)
        if lasting:
            self.lasting[self._numbers] = at, work
        return self._numbers

    def cancel(self, number: int) -> None:
        """Strike out an entry; one that is done or struck out already is left alone."""
        self._alive.discard(number)
        self.lasting.pop(number, None)

    def next_due(self) -> dt.datetime | None:
        """The earliest instant at which something is due, or None."""
        self._drop_cancelled()
        return self._heap[0][0] if self._heap else None

    def take(self, now: dt.datetime) -> Work | None:
        """The first piece of work that is due at `now`, taken off the agenda, or None."""
        self._drop_cancelled()
        if not self._heap or self._heap[0][0] > now:
            return None
        _, number, work = heapq.heappop(self._heap)
        self.cancel(number)
        return work

    def _drop_cancelled(self) -> None:
        while self._heap and self._heap[0][1] not in self._alive:
            heapq.heappop(self._heap)

    def __len__(self) -> int:
        return len(self._alive)
