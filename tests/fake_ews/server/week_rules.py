"""What a push subscription must send, said a second time and independently: a model for week.py to compare with.

Rule: nothing of the simulator is used here; from what happened, in its order, follows every message.
Source: fact sheet section 3.3 (ref/statusfrequency, statusevent, previouswatermark), for a subscription with a
StatusFrequency of 30 minutes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

FREQUENCY = dt.timedelta(minutes=30)
WAITS = [dt.timedelta(seconds=seconds) for seconds in (0, 30, 60, 120, 240, 480, 960)]
BATCH = 50


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its kind, the id of the item or folder, the item's old id after a move, its TimeStamp."""

    kind: str
    id: str
    old: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message: when it was sent, its events (none: a StatusEvent), MoreEvents, and the answer ("": none)."""

    at: dt.datetime
    events: tuple[Event, ...]
    more: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, `number` telling which first; `value`: a mailbox, listener, or watch; "": to all."""

    at: dt.datetime
    number: int
    kind: Literal["change", "down", "up", "restart", "failover", "unwanted"]
    value: str
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """A subscription that a client made: when, whether with the last watermark it had heard, and whether that went."""

    at: dt.datetime
    number: int
    id: str
    watermark: str
    asked: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """A client that watches a calendar by one subscription after the other. `resumes`: it asks with its watermark."""

    name: str
    mailbox: str
    listener: str
    resumes: bool
    lives: list[Life] = field(default_factory=list)


class Delivery:
    """One subscription: what it sends, from its greeting to its end."""

    def __init__(self, at: dt.datetime, waiting: Iterable[Event], is_up: bool) -> None:
        self.sent: list[Message] = []
        self.acknowledged = 0
        self.ended = ""
        self._waiting, self._is_up, self._is_wanted = list(waiting), is_up, True
        self._failures = 0
        self._next = at
        self._send(at, greeting=True)

    def goes_on(self, to: dt.datetime) -> None:
        """Time goes on: heartbeats and retries that fall due."""
        while not self.ended and self._next <= to:
            self._send(self._next)

    def happens(self, what: Happening) -> None:
        """Something happens."""
        self.goes_on(what.at)
        if self.ended:
            return
        if what.kind in ("down", "up"):
            self._is_up = what.kind == "up"
        elif what.kind == "unwanted":
            self._is_wanted = False
        elif what.kind == "change":
            self._waiting += what.events
            if self._failures == 0:
                self._send(what.at)
        else:
            self.ended = what.kind

    def _send(self, at: dt.datetime, greeting: bool = False) -> None:
        events = () if greeting else tuple(self._waiting[:BATCH])
        answer = ("OK" if self._is_wanted else "Unsubscribe") if self._is_up else ""
        self.sent.append(Message(at, events, bool(events) and len(self._waiting) > BATCH, answer))
        if answer == "OK":
            self._waiting = self._waiting[len(events) :]
            self.acknowledged += len(events)
            self._failures, self._next = 0, at + FREQUENCY
            if self._waiting:
                self._send(at)
        elif answer == "Unsubscribe":
            self.ended = "unsubscribed"
        elif self._failures == len(WAITS):
            self.ended = "gave up"
        else:
            self._next = at + WAITS[self._failures]
            self._failures += 1
            self.goes_on(at)


@dataclass(frozen=True, slots=True)
class Expected:
    """What one subscription sends, how it ends, and which of the mailbox's events it had acknowledged: from, to."""

    sent: list[Message]
    ended: str
    begin: int
    end: int


def concerns(what: Happening, watch: Watch) -> bool:
    """Whether something that happened has to do with a subscription of this watch."""
    return what.value in ("", {"change": watch.mailbox, "failover": watch.mailbox, "unwanted": watch.name}.get(
        what.kind, watch.listener
    ))  # fmt: skip


def expected(watch: Watch, happened: list[Happening], end: dt.datetime) -> list[Expected]:
    """What each subscription of a watch must send until the end."""
    own = [what for what in happened if concerns(what, watch)]
    events = [event for what in own if what.kind == "change" for event in what.events]
    found: list[Expected] = []
    for number, life in enumerate(watch.lives):
        before = [what for what in own if what.number < life.number]
        now = sum(len(what.events) for what in before)
        begin = found[-1].end if life.resumed else now
        moved = number > 0 and any(w.kind == "failover" and w.number > watch.lives[number - 1].number for w in before)
        assert life.asked == (watch.resumes and number > 0)
        assert life.resumed == (life.asked and not moved), f"{watch.name}: a watermark counts until a failover"
        turns = [what.kind for what in before if what.kind in ("down", "up")]
        delivery = Delivery(life.at, events[begin:now], turns[-1:] != ["down"])
        replaced = False
        for what in own:
            if what.number > life.number and not (what.kind == "unwanted" and replaced):
                replaced = replaced or what.kind == "unwanted"
                delivery.happens(what)
        delivery.goes_on(end)
        found.append(Expected(delivery.sent, delivery.ended, begin, begin + delivery.acknowledged))
    return found


def lost(found: list[Expected], happened: int) -> int:
    """How many of a mailbox's so many events no subscription of a watch had acknowledged, queued ones included."""
    told = {number for one in found for number in range(one.begin, one.end)}
    return happened - found[0].begin - len(told)
