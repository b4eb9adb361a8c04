"""The id of a zone that has no known name: a text that holds its rules, so that it can be stored like any other id.

Rule: such an id is made here and read here; clients see the Id that they sent. What only looks like one is no zone.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache

from fake_ews.model.zone_definitions import WEEKDAYS, Wrong, checked
from fake_ews.model.zone_rules import DAY, Change, Span

CUSTOM = "tzone://Microsoft/Custom"
"""What a zone is called whose client gave it no Id."""


@dataclass(frozen=True, slots=True)
class OwnZone:
    """A zone by its rules: the Name and Id that a client sent, and its spans."""

    name: str
    sent: str
    spans: tuple[Span, ...]


def own_id(zone: OwnZone) -> str:
    """The id that holds a zone."""
    rules = [
        [span.start.isoformat(), _seconds(span.offset), [_told(change) for change in span.changes]]
        for span in zone.spans
    ]
    return f"{CUSTOM}#{json.dumps([zone.name, zone.sent, rules], separators=(',', ':'))}"


def _told(change: Change) -> list[int | None]:
    return [change.month, change.nth, change.weekday, _seconds(change.time), _seconds(change.offset)]


def _seconds(time: dt.timedelta) -> int:
    return int(time.total_seconds())


@lru_cache(1024)
def own_zone(zone_id: str) -> OwnZone | None:
    """The zone in an id, or None where there is none."""
    if not zone_id.startswith(CUSTOM + "#"):
        return None
    try:
        name, sent, rules = json.loads(zone_id.removeprefix(CUSTOM + "#"))
        zone = OwnZone(name, sent, tuple(_span(*rule) for rule in rules))
        return zone if own_id(zone) == zone_id and _sound(zone) else None
    except (ValueError, TypeError, OverflowError, IndexError, RecursionError, Wrong):
        return None


def _sound(zone: OwnZone) -> bool:
    """Whether names are texts, and the spans begin at the beginning and follow each other."""
    starts = [span.start for span in zone.spans]
    texts = isinstance(zone.name, str) and isinstance(zone.sent, str)
    return texts and starts == sorted({dt.datetime.min, *starts})


def _span(start: str, offset: int, changes: list[list[int]]) -> Span:
    return Span(dt.datetime.fromisoformat(start), _offset(offset), tuple(_change(*change) for change in changes))


def _change(month: int, nth: int, weekday: int | None, time: int, offset: int) -> Change:
    day = None if weekday is None else WEEKDAYS[weekday]
    return checked(month, nth, day, dt.timedelta(seconds=time), _offset(offset))


def _offset(seconds: int) -> dt.timedelta:
    offset = dt.timedelta(seconds=seconds)
    if abs(offset) >= DAY:
        raise Wrong
    return offset
