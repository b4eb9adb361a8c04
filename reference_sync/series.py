"""The dates of a series: what an RRULE means, and what is to be done where a date differs on the two sides.

Rule: this file is pure, as `decide` is. A date is known by its original start, in UTC; its state is when it takes
place, None where it is cancelled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

State = tuple[datetime, datetime] | None
Dates = Mapping[datetime, State]
Known = Mapping[datetime, tuple[State, ...]]
"""By date the states that Exchange may have without somebody's change there: as last seen, and as sent since."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST = 366
"""So many dates a series has at most."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Every so many days or weeks, so often or until a day; weeks begin on Monday."""

    weekly: bool
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None

    @property
    def text(self) -> str:
        """As an RRULE."""
        parts = ["FREQ=WEEKLY" if self.weekly else "FREQ=DAILY"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += ["BYDAY=" + ",".join(DAYS[day] for day in self.weekdays)] if self.weekdays else []
        return ";".join([*parts, f"COUNT={self.count}" if self.count else f"UNTIL={self.until:%Y%m%d}"])


def rule_of(text: str) -> Rule:
    """An RRULE as a rule; ValueError says what of it is not offered."""
    given = dict(part.partition("=")[::2] for part in text.upper().removeprefix("RRULE:").split(";"))
    if unknown := given.keys() - {"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST"}:
        raise ValueError(f"{', '.join(sorted(unknown))} is not offered")
    freq, days = given.get("FREQ"), given.get("BYDAY", "")
    weekly = freq == "WEEKLY"
    if freq not in ("DAILY", "WEEKLY") or (days and not weekly) or given.get("WKST", "MO") != "MO":
        raise ValueError("only every so many days, or every so many weeks on some days, is offered")
    if ("COUNT" in given) == ("UNTIL" in given):
        raise ValueError("a series needs COUNT or UNTIL")
    try:
        weekdays = tuple(sorted({DAYS.index(day) for day in days.split(",") if day}))
        until = date.fromisoformat(given["UNTIL"][:8]) if "UNTIL" in given else None
        count, interval = int(given["COUNT"]) if "COUNT" in given else None, int(given.get("INTERVAL", "1"))
    except ValueError as error:
        raise ValueError(f"{text!r} is no RRULE") from error
    if interval not in range(1, 100) or (count is not None and count not in range(1, MOST + 1)):
        raise ValueError(f"an interval from 1 to 99, and {MOST} dates at most, are offered")
    return Rule(weekly, interval, weekdays, count, until)


def expanded(rule: Rule, start: datetime, end: datetime, zone: str) -> Dates:
    """The dates of a series: the same time on the wall of its zone all year; no more than MOST."""
    here = ZoneInfo(zone)
    first, last = start.astimezone(here), end.astimezone(here)
    dates: dict[datetime, State] = {}
    for day in _days(rule, first.date()):
        shift = day - first.date()
        begins, ends = ((one + shift).astimezone(UTC) for one in (first, last))  # on the wall: the zone stays
        dates[begins] = (begins, ends)
        if len(dates) == min(rule.count or MOST, MOST):
            break
    return dates


def _days(rule: Rule, first: date) -> Iterator[date]:
    offsets = rule.weekdays or (first.weekday(),)
    begin = first - timedelta(days=first.weekday()) if rule.weekly else first
    last = rule.until or date(9000, 1, 1)
    while begin <= last:
        for offset in offsets if rule.weekly else (0,):
            if first <= (day := begin + timedelta(days=offset)) <= last:
                yield day
        begin += timedelta(days=rule.interval * (7 if rule.weekly else 1))


def plain(dates: Dates) -> Known:
    """What is known of dates that Exchange has like this."""
    return {one: (state,) for one, state in dates.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """What to do where dates differ: `take` from the entry, `write` to it."""

    take: Dates = field(default_factory=dict)
    write: Dates = field(default_factory=dict)


def settled(ours: Dates, known: Known, there: Dates) -> Change:
    """F2/occurrence, D2: date by date; the entry wins where both sides changed one, unless it is cancelled here."""
    take: dict[datetime, State] = {}
    write: dict[datetime, State] = {}
    for one, state in there.items():
        if state == ours[one]:
            continue
        cancelled_here = ours[one] is None and None not in known[one]
        if state in known[one] or cancelled_here:
            write[one] = ours[one]
        else:
            take[one] = state
    return Change(take, write)
