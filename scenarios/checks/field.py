"""Checks that reports of the field ask for, beyond those of the cases: whole days of other zones, links in texts.

Rule: each of them names the report in whose scenario it is used.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scenarios.checks.pairs import Looks, entry, looks, text
from scenarios.history import History, Moment, NotSeen
from scenarios.reservations import Pair
from scenarios.verdict import Broken, Held, Verdict, check

LINK = re.compile(r'href="([^"]+)"')


@check
def right_days(history: History, pair: Pair, first: date, days: int, zone: str) -> Verdict:
    """FR-20: the reservation is of these whole days in the entry's zone, said as instants or as days of its own."""
    one, here = history.living(pair.oid), ZoneInfo(zone)
    limits = [datetime.combine(first + timedelta(days=more), time(), here) for more in (0, days)]
    own = [datetime.combine(first + timedelta(days=more), time()) for more in (0, days)]
    shown = [one.start, one.end]
    if one.all_day and (shown == limits or [each.replace(tzinfo=None) for each in shown] == own):
        return Held()
    seen = f"{'whole days' if one.all_day else 'no whole day'}, {text(one.start)} to {text(one.end)}"
    advice = "The midnights of a whole day are those of the entry's zone, in UTC another hour, or the day before."
    return Broken(f"whole days, {text(limits[0])} to {text(limits[1])}", seen, looks(history, pair), advice)


@check
def links_kept(history: History, pair: Pair, since: Moment) -> Verdict:
    """FR-15: every link in the formatted text of the entry is still one."""
    links = LINK.findall(entry(history, pair, since).html)
    if not links:
        raise NotSeen(f"a link in the text of {pair.subject!r}")
    lost = [link for link in links if link not in LINK.findall(entry(history, pair).html)]
    if not lost:
        return Held()
    evidence: Looks = (*history.writes(pair.organizer, since), history.shelf(pair.organizer))
    advice = "Write only what was changed; a text that is read as plain and written back has lost its links."
    return Broken(f"the link {lost[0]} in the entry's text", "it is gone", evidence, advice)
