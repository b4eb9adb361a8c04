"""Time zones: Windows names, their definitions, and wall clock times to instants and back.

Rule: a zone is named by its id, a text: a Windows name, an IANA name, or the rules of a zone without a name
(`zone_of_definition` makes such ids). Functions take ids that `zone` knows, and raise KeyError for others.
Source of the Windows names and their IANA zones: tzlocal's table (Unicode CLDR); of the rules: the IANA database.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import tz_win, win_tz

from fake_ews.contract.simple import FIRST, LAST
from fake_ews.contract.zones import SerializableTimeZone, TimeZone, TimeZoneDefinition
from fake_ews.model import meeting_zones, zone_definitions
from fake_ews.model.failures import ErrorTimeZone, ErrorTimeZonePeriod, Failure
from fake_ews.model.zone_definitions import serializable
from fake_ews.model.zone_ids import CUSTOM, OwnZone, own_id, own_zone
from fake_ews.model.zone_names import PLACES
from fake_ews.model.zone_rules import DAY, Rules, Span, spans_of

__all__ = [
    "definition",
    "display_name",
    "ids",
    "known_id",
    "later",
    "meeting_zone",
    "midnights",
    "offset_form",
    "serializable",
    "serializable_of",
    "shown_id",
    "span_at",
    "to_utc",
    "windows_id",
    "zone",
    "zone_of_definition",
    "zone_of_meeting",
]

_UTC_ALIAS = "tzone://Microsoft/Utc"
_WINDOWS = {one.lower(): one for one in (*win_tz, _UTC_ALIAS)}
_IANA = {one: name for one, name in tz_win.items() if one}
_WINTER_AND_SUMMER = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2024, 7, 1, tzinfo=dt.UTC)
_ZERO = dt.timedelta(0)


def ids() -> tuple[str, ...]:
    """All Windows names, in alphabetical order."""
    return tuple(sorted(win_tz))


@lru_cache(1024)
def zone(zone_id: str) -> dt.tzinfo | None:
    """The zone of an id, Windows names in any case; None if the id is not known."""
    if (own := own_zone(zone_id)) is not None:
        return Rules(own.spans, own.name)
    name = _WINDOWS.get(zone_id.lower(), "")
    iana = zone_id if zone_id in _IANA else win_tz.get(name)
    if name == _UTC_ALIAS or _IANA.get(zone_id, name) == "UTC":
        return dt.UTC
    return None if iana is None else ZoneInfo(iana)


def _known(zone_id: str) -> dt.tzinfo:
    found = zone(zone_id)
    if found is None:
        raise KeyError(zone_id)
    return found


@lru_cache(1024)
def shown_id(zone_id: str) -> str:
    """The id as answers show it: a Windows name, or what the client called a zone without one."""
    if (own := own_zone(zone_id)) is not None:
        return own.sent or CUSTOM
    return _IANA[zone_id] if zone_id in _IANA else _WINDOWS[zone_id.lower()]


@lru_cache(1024)
def windows_id(zone_id: str) -> str:
    """The id as StartTimeZoneId shows it: a Windows name; of every zone that has none the same one says so.

    Source: Graph's originalStartTimeZone, where tzone://Microsoft/Custom stands for a custom zone. What nobody knows,
    which a message made by a client may hold, is shown as it is.
    """
    if own_zone(zone_id) is not None:
        return CUSTOM
    return zone_id if zone(zone_id) is None else shown_id(zone_id)


@lru_cache(1024)
def display_name(zone_id: str) -> str:
    """Such as "(UTC+01:00) Amsterdam, Berlin, Bern": the standard offset and Windows' places; a client's own name.

    A zone that came after our list of Windows' names has the names of some cities.
    """
    if (own := own_zone(zone_id)) is not None:
        return own.name
    shown, rules = shown_id(zone_id), _known(zone_id)
    if rules is dt.UTC:
        return "(UTC) Coordinated Universal Time"
    offset = min(offset_form(moment, zone_id).utcoffset() or _ZERO for moment in _WINTER_AND_SUMMER)
    return f"(UTC{_signed(offset)}) {PLACES.get(shown) or _cities(shown)}"


def _cities(windows: str) -> str:
    """Up to four cities of a Windows zone, that of its IANA zone first."""
    first = win_tz[windows]
    near = first.split("/")[0] + "/"
    others = (one for one in sorted(_IANA) if _IANA[one] == windows and one.startswith(near) and one != first)
    return ", ".join([*dict.fromkeys(one.split("/")[-1].replace("_", " ") for one in (first, *others))][:4])


def _signed(offset: dt.timedelta) -> str:
    minutes = abs(offset) // dt.timedelta(minutes=1)
    return f"{'-' if offset < _ZERO else '+'}{minutes // 60:02}:{minutes % 60:02}"


@lru_cache(1024)
def definition(zone_id: str, full: bool) -> TimeZoneDefinition:
    """Its definition: Id and Name, and if `full` periods, groups and transitions. Shared: not to be changed."""
    shown, name = shown_id(zone_id), display_name(zone_id)
    if not full:
        return TimeZoneDefinition(Id=shown, Name=name)
    return zone_definitions.written(shown, name, _spans(zone_id))


@lru_cache(1024)
def _spans(zone_id: str) -> tuple[Span, ...]:
    rules = _known(zone_id)
    return rules.spans if isinstance(rules, Rules) else spans_of(rules)


def known_id(sent: str) -> str | None:
    """The id that a client's bare Id names: a Windows name, in any case. None for others, IANA names included."""
    return _WINDOWS.get(sent.lower())


def zone_of_definition(definition: TimeZoneDefinition) -> str | Failure:
    """The id of the zone that a client defines, or ErrorTimeZone. A known Windows Id counts more than complete rules.

    A definition without such an Id must bring rules; its id then holds them, and is for this room alone to read.
    """
    sent = definition.Id or ""
    if definition.Periods is not None and zone_definitions.lacks_a_period(definition):
        return ErrorTimeZonePeriod
    if (known := known_id(sent)) is not None:
        return known
    if definition.Periods is None:
        return ErrorTimeZone
    spans = zone_definitions.read(definition)
    return spans if isinstance(spans, Failure) else own_id(OwnZone(definition.Name or "", sent, spans))


def zone_of_meeting(sent: TimeZone, at: dt.datetime, near: str) -> str | Failure | None:
    """The id of the zone that a MeetingTimeZone means: a known name counts more than rules; None without either.

    Rules are those of a Windows zone if one has them when the meeting begins (`at`, by the wall clock): `near`, that of
    the mailbox, or else UTC, or the first in the alphabet, the newest last. [ours: which one Exchange takes is unknown]
    ErrorTimeZone.
    """
    name = sent.get(TimeZone.TimeZoneName) or ""
    if (known := known_id(name)) is not None or sent.BaseOffset is None:
        return known
    rule = meeting_zones.read(sent)
    if isinstance(rule, Failure):
        return rule
    new_year = dt.datetime(at.year, 1, 1, 12)
    alike = (
        one
        for one in (near, "UTC", *sorted(ids(), key=lambda one: one not in PLACES))
        if new_year.replace(tzinfo=_known(one)).utcoffset() == rule.at(new_year)  # others are never looked through
        and meeting_zones.alike(_span_of(one, at), rule)
    )
    return next(alike, None) or own_id(OwnZone(name, name, (rule,)))


def meeting_zone(zone_id: str, at: dt.datetime) -> TimeZone:
    """The zone as a MeetingTimeZone, with the rule that counts at an instant."""
    return meeting_zones.written(shown_id(zone_id), span_at(zone_id, at), at.year)


def to_utc(moment: dt.datetime, zone_id: str) -> dt.datetime:
    """The instant (aware UTC) of a wall clock time in a zone; an aware `moment` keeps its own zone.

    A time that occurs twice is the first of both, one that is skipped lies as far behind the gap as it is in it.
    [unverified] What lies outside the years 1 to 9999 is their first or last moment.
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_known(zone_id), fold=0)
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return FIRST if moment.year == 1 else LAST


def later(instant: dt.datetime, time: dt.timedelta) -> dt.datetime:
    """So much later (or earlier) than an instant in UTC, but never outside the years 1 to 9999, as `to_utc`."""
    try:
        return instant + time
    except OverflowError:
        return FIRST if time < dt.timedelta() else LAST


def offset_form(instant: dt.datetime, zone_id: str) -> dt.datetime:
    """The instant as an aware datetime with the offset that the zone has then."""
    try:
        local = instant.astimezone(_known(zone_id))
    except OverflowError:
        return instant
    offset = local.utcoffset()
    assert offset is not None
    return local.replace(tzinfo=dt.timezone(offset), fold=0)


def midnights(start: dt.datetime, end: dt.datetime, zone_id: str) -> tuple[dt.datetime, dt.datetime]:
    """An all-day event's instants (UTC): start pulled back, end pushed on to midnight in the zone; at least a day.

    Source: guide/how-to-create-all-day-events. Where a zone has no midnight that day, the first moment of the day.
    """
    first, last = offset_form(start, zone_id).date(), offset_form(end, zone_id).date()
    after = last if last > first and end == _midnight(last, zone_id) else _next(last)
    return _midnight(first, zone_id), _midnight(after, zone_id)


def _midnight(day: dt.date, zone_id: str) -> dt.datetime:
    return to_utc(dt.datetime.combine(day, dt.time()), zone_id)


def _next(day: dt.date) -> dt.date:
    return day + DAY if day < dt.date.max else day


def serializable_of(zone_id: str, year: int) -> SerializableTimeZone:
    """The two changes of a zone, by its rule at the beginning of a year: for WorkingHours."""
    return zone_definitions.two_changes(_span_of(zone_id, dt.datetime(year, 1, 1)))


def span_at(zone_id: str, instant: dt.datetime) -> Span:
    """The rules of a zone that count at an instant."""
    return _span_of(zone_id, offset_form(instant, zone_id).replace(tzinfo=None))


def _span_of(zone_id: str, wall: dt.datetime) -> Span:
    return Rules(_spans(zone_id)).span(wall)
