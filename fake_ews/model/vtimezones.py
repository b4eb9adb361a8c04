"""Time zones in iCalendar: a zone's rules as a VTIMEZONE, and the zone that a TZID or a VTIMEZONE means.

Rule: as Exchange writes it: the Windows name, and the two changes of the year in question as yearly rules since 1601,
the one to standard time first. [seen: ews-managed-api 254, exchangelib 291]
A known name counts more than the rules sent with it. Source: MS-OXCICAL 2.1.3.1.1.19; RFC 5545 section 3.6.5.
"""

from __future__ import annotations

import datetime as dt
import re

from fake_ews.model import zones
from fake_ews.model.icalendar import Component
from fake_ews.model.zone_ids import OwnZone, own_id
from fake_ews.model.zone_rules import Change, Span

_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_MIDNIGHT = dt.datetime(1601, 1, 1)
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_ZERO, _DAY = dt.timedelta(0), dt.timedelta(days=1)


def written(zone_id: str, at: dt.datetime) -> Component:
    """The VTIMEZONE of a zone, with the rules that count at an instant."""
    span = zones.span_at(zone_id, at)
    found = Component("VTIMEZONE")
    found.add("TZID", zones.shown_id(zone_id))
    if not span.changes:
        found.parts.append(_part("STANDARD", _MIDNIGHT, span.offset, span.offset))
        return found
    winter = min(change.offset for change in span.changes)
    for change, other in zip(span.changes, reversed(span.changes), strict=True):
        name = "STANDARD" if change.offset == winter and not found.components("STANDARD") else "DAYLIGHT"
        part = _part(name, _MIDNIGHT + change.time, other.offset, change.offset)
        day = f"BYMONTHDAY={change.nth}" if change.weekday is None else f"BYDAY={change.nth}{_DAYS[change.weekday]}"
        part.add("RRULE", f"FREQ=YEARLY;INTERVAL=1;{day};BYMONTH={change.month}")
        found.parts.append(part)
    found.parts.sort(key=lambda part: part.name != "STANDARD")
    return found


def _part(name: str, start: dt.datetime, before: dt.timedelta, after: dt.timedelta) -> Component:
    part = Component(name)
    part.add("DTSTART", f"{start:%Y%m%dT%H%M%S}")
    part.add("TZOFFSETFROM", _offset_text(before))
    part.add("TZOFFSETTO", _offset_text(after))
    return part


def _offset_text(offset: dt.timedelta) -> str:
    minutes = abs(offset) // dt.timedelta(minutes=1)
    return f"{'-' if offset < _ZERO else '+'}{minutes // 60:02}{minutes % 60:02}"


def zone_of(tzid: str, calendar: Component) -> str | None:
    """The zone's id that a TZID means: one that is known by name, or the rules that come with it; else None."""
    if (known := zones.known_id(tzid)) is not None or zones.zone(tzid) is not None:
        return known or tzid
    defined = (one for one in calendar.components("VTIMEZONE") if one.text("TZID") == tzid)
    found = next(defined, None)
    span = None if found is None else _span(found)
    return None if span is None else own_id(OwnZone(tzid, tzid, (span,)))


def _span(zone: Component) -> Span | None:
    """The rules of a VTIMEZONE that count last; None if they make no sense."""
    parts = sorted((part for part in zone.parts if part.name in ("STANDARD", "DAYLIGHT")), key=_start)
    yearly = {part.name: change for part in parts if (change := _change(part)) is not None}
    offset = _offset(parts[-1]) if parts else None
    if offset is None:
        return None
    if len(yearly) < 2:
        return Span(dt.datetime.min, offset)
    changes = tuple(sorted(yearly.values(), key=lambda change: change.wall(2000)))
    return Span(dt.datetime.min, changes[-1].offset, changes)


def _start(part: Component) -> str:
    return part.text("DTSTART") or ""


def _offset(part: Component) -> dt.timedelta | None:
    found = _OFFSET.fullmatch(part.text("TZOFFSETTO") or "")
    if found is None:
        return None
    offset = dt.timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return None if offset >= _DAY else (-offset if found[1] == "-" else offset)


def _change(part: Component) -> Change | None:
    """The yearly change that a STANDARD or DAYLIGHT describes; None for one that happened once."""
    rule = dict(re.findall(r"([A-Z]+)=([^;]+)", (part.text("RRULE") or "").upper()))
    time = re.search(r"T([0-9]{2})([0-9]{2})([0-9]{2})", _start(part))
    day, offset = re.fullmatch(r"([+-]?[1-5])(SU|MO|TU|WE|TH|FR|SA)", rule.get("BYDAY", "")), _offset(part)
    month = int(rule["BYMONTH"]) if re.fullmatch("[1-9]|0[1-9]|1[0-2]", rule.get("BYMONTH", "")) else 0
    if time is None or day is None or offset is None or not month:
        return None
    nth = int(day[1])
    since = dt.timedelta(hours=int(time[1]), minutes=int(time[2]), seconds=int(time[3]))
    return Change(month, -1 if nth in (-1, 5) else max(nth, 1), _DAYS.index(day[2]), min(since, _DAY), offset)
