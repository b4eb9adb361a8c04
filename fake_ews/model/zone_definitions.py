"""Time zones as bags of the contract: definitions with periods and transitions, and the two changes of availability.

Rule: the form is Exchange's own (periods named Standard and Daylight, groups of one or two transitions, absolute dates
at the turn of a year); what clients send is read more widely and checked, ErrorTimeZone where it makes no sense.
Source: ref/timezonedefinition, ref/getservertimezones, ref/timezone-availability; EMA 74 (a missing period).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeVar

from fake_ews.contract.zones import (
    AbsoluteDateTransition,
    ArrayOfTransitions,
    ArrayOfTransitionsGroups,
    NonEmptyArrayOfPeriods,
    Period,
    RecurringDateTransition,
    RecurringDayTransition,
    RecurringTimeTransition,
    SerializableTimeZone,
    SerializableTimeZoneTime,
    TimeZoneDefinition,
    Transition,
    TransitionTarget,
)
from fake_ews.model.failures import ErrorTimeZone, Failure
from fake_ews.model.zone_rules import DAY, Change, Rules, Span

WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
T = TypeVar("T")
_Rule = tuple[dt.timedelta, tuple[Change, ...]]  # an offset that holds, or the yearly changes
_MINUTE, _NONE = dt.timedelta(minutes=1), dt.timedelta(0)


class Wrong(Exception):
    """The definition makes no sense."""


# durations


def duration(text: str) -> dt.timedelta | None:
    """The time that an xs:duration without years and months means, None for any other text."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups()[1:])
    whole = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -whole if found[1] else whole


_DURATION = re.compile(
    r"(-)?P(?:([0-9]{1,4})D)?(?:T(?=[0-9])(?:([0-9]{1,5})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,9}(?:\.[0-9]+)?)S)?)?"
)


def duration_text(time: dt.timedelta) -> str:
    """The xs:duration of a time in whole minutes: -PT1H, PT5H30M, PT0S."""
    hours, minutes = divmod(abs(time) // _MINUTE, 60)
    parts = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return ("-" if time < _NONE else "") + "PT" + (parts or "0S")


# writing


def written(zone_id: str, name: str, spans: tuple[Span, ...]) -> TimeZoneDefinition:
    """The full definition of a zone by its spans."""
    digits = len(str(len(spans) - 1))  # groups are numbered so that they sort as texts, too
    periods: list[Period] = []
    groups: list[ArrayOfTransitions] = []
    steps: list[Transition] = []
    for number, span in enumerate(spans):
        own = _periods(f"trule:Microsoft/Registry/{zone_id}/{_label(spans, number)}", span)
        periods.extend(own.values())
        group = f"{number:0{digits}}"
        groups.append(ArrayOfTransitions(Id=group, Transition=_group(span, own)))
        to = TransitionTarget(text=group, Kind="Group")
        steps.append(AbsoluteDateTransition(To=to, DateTime=span.start) if number else Transition(To=to))
    return TimeZoneDefinition(
        Id=zone_id,
        Name=name,
        Periods=NonEmptyArrayOfPeriods(Period=tuple(periods)),
        TransitionsGroups=ArrayOfTransitionsGroups(TransitionsGroup=tuple(groups)),
        Transitions=ArrayOfTransitions(Transition=tuple(steps)),
    ).share()


def _label(spans: tuple[Span, ...], number: int) -> str:
    """What tells a span's periods from the others: 1 for the only one, a year, or the day of a cut within a year."""
    if len(spans) == 1:
        return "1"
    if number == 0:
        return f"{spans[1].start.year - 1}"
    start = spans[number].start
    return f"{start.year}" if (start.month, start.day) == (1, 1) else f"{start:%Y-%m-%d}"


def _periods(prefix: str, span: Span) -> dict[dt.timedelta, Period]:
    """The periods of a span by their offset; the smaller one is Standard."""
    offsets = sorted({change.offset for change in span.changes} or {span.offset})
    return {
        offset: Period(Bias=duration_text(-offset), Name=name, Id=f"{prefix}-{name}")
        for offset, name in zip(offsets, ("Standard", "Daylight"), strict=False)
    }


def _group(span: Span, periods: dict[dt.timedelta, Period]) -> tuple[Transition, ...]:
    targets = {offset: TransitionTarget(text=period.Id, Kind="Period") for offset, period in periods.items()}
    if not span.changes:
        return (Transition(To=targets[span.offset]),)
    return tuple(_transition(change, targets[change.offset]) for change in span.changes)


def _transition(change: Change, to: TransitionTarget) -> Transition:
    time = duration_text(change.time)
    if change.weekday is None:
        return RecurringDateTransition(To=to, TimeOffset=time, Month=change.month, Day=change.nth)
    day = WEEKDAYS[change.weekday]
    return RecurringDayTransition(To=to, TimeOffset=time, Month=change.month, DayOfWeek=day, Occurrence=change.nth)


# reading


def read(definition: TimeZoneDefinition) -> tuple[Span, ...] | Failure:
    """The spans that a definition describes, or ErrorTimeZone. A single period needs no transitions."""
    try:
        return _spans(definition)
    except Wrong:
        return ErrorTimeZone


def lacks_a_period(definition: TimeZoneDefinition) -> bool:
    """Whether a transition names a period that the definition does not list: refused, whatever its Id. [seen EMA 74]"""
    periods, groups, steps = definition.Periods, definition.TransitionsGroups, definition.Transitions
    known = {one.Id for one in (periods and periods.Period) or ()}
    grouped = [one.Transition or () for one in (groups and groups.TransitionsGroup) or ()]
    named = [one.To for each in (*grouped, (steps and steps.Transition) or ()) for one in each]
    return any(to is not None and to.Kind == "Period" and to.text not in known for to in named)


def _spans(definition: TimeZoneDefinition) -> tuple[Span, ...]:
    periods, groups, steps = definition.Periods, definition.TransitionsGroups, definition.Transitions
    biases = {one.Id or "": _bias(one) for one in (periods and periods.Period) or ()}
    rules = {one.Id or "": _rule(one, biases) for one in (groups and groups.TransitionsGroup) or ()}
    spans = sorted((_span(one, rules, biases) for one in (steps and steps.Transition) or ()), key=_start)
    if not spans and len(biases) == 1:
        return (Span(dt.datetime.min, next(iter(biases.values()))),)
    if not spans or len({span.start for span in spans}) < len(spans):
        raise Wrong
    return (Span(dt.datetime.min, spans[0].offset, spans[0].changes), *spans[1:])


def _start(span: Span) -> dt.datetime:
    return span.start


def _bias(period: Period) -> dt.timedelta:
    """The offset of a period, local minus UTC: the other way round than its Bias."""
    bias = duration(period.Bias or "")
    if bias is None or abs(bias) >= DAY:
        raise Wrong
    return -bias


def _span(step: Transition, rules: dict[str, _Rule], biases: dict[str, dt.timedelta]) -> Span:
    """What one of the definition's transitions leads to, and since when."""
    to = step.need(Transition.To)
    start = dt.datetime.min
    if isinstance(step, AbsoluteDateTransition):
        start = step.need(AbsoluteDateTransition.DateTime).replace(tzinfo=None)
    elif type(step) is not Transition:
        raise Wrong
    if to.Kind == "Period":
        return Span(start, _found(biases, to))
    offset, changes = _found(rules, to)
    return Span(start, offset, changes)


def _found(known: dict[str, T], to: TransitionTarget) -> T:
    """The period or group that a transition names."""
    name = to.text or ""
    if name not in known:
        raise Wrong
    return known[name]


def _rule(group: ArrayOfTransitions, biases: dict[str, dt.timedelta]) -> _Rule:
    """The yearly changes of a group in the order of the year; or none, and the offset that holds."""
    steps = group.Transition or ()
    changes = sorted((_change_of(step, biases) for step in steps if type(step) is not Transition), key=_in_the_year)
    if changes and len(changes) == len(steps):
        return changes[-1].offset, tuple(changes)
    if len(steps) != 1:
        raise Wrong
    return _found(biases, steps[0].need(Transition.To)), ()


def _in_the_year(change: Change) -> dt.datetime:
    return change.wall(2000)


def _change_of(step: Transition, biases: dict[str, dt.timedelta]) -> Change:
    if not isinstance(step, RecurringDayTransition | RecurringDateTransition):
        raise Wrong
    time = duration(step.need(RecurringTimeTransition.TimeOffset))
    month = step.need(RecurringTimeTransition.Month)
    offset = _found(biases, step.need(Transition.To))
    if isinstance(step, RecurringDayTransition):
        nth = step.need(RecurringDayTransition.Occurrence)
        return checked(month, nth, step.need(RecurringDayTransition.DayOfWeek), time, offset)
    return checked(month, step.need(RecurringDateTransition.Day), None, time, offset)


def checked(month: int, nth: int, weekday: str | None, time: dt.timedelta | None, offset: dt.timedelta) -> Change:
    """A change that can happen; the fifth weekday of a month is its last."""
    if time is None or not _NONE <= time <= DAY or not 1 <= month <= 12:
        raise Wrong
    if weekday is None:
        if not 1 <= nth <= 31:
            raise Wrong
        return Change(month, nth, None, time, offset)
    if weekday not in WEEKDAYS or nth not in (1, 2, 3, 4, 5, -1):
        raise Wrong
    return Change(month, -1 if nth == 5 else nth, WEEKDAYS.index(weekday), time, offset)


# the two changes of availability


def serializable(bag: SerializableTimeZone) -> Rules | Failure:
    """The zone that a GetUserAvailability request describes, or ErrorTimeZone. Month 0 in one of them: no changes."""
    base = bag.need(SerializableTimeZone.Bias)
    times = (bag.need(SerializableTimeZone.StandardTime), bag.need(SerializableTimeZone.DaylightTime))
    standard, daylight = (_offset(base + time.need(SerializableTimeZoneTime.Bias)) for time in times)
    if abs(standard) >= DAY or abs(daylight) >= DAY:
        return ErrorTimeZone
    if any(time.Month == 0 for time in times):
        return Rules((Span(dt.datetime.min, standard),))
    try:
        changes = sorted(map(_serialized, times, (standard, daylight)), key=_in_the_year)
    except Wrong:
        return ErrorTimeZone
    return Rules((Span(dt.datetime.min, changes[-1].offset, tuple(changes)),))


def _offset(bias: int) -> dt.timedelta:
    return dt.timedelta(minutes=max(-9999, min(9999, -bias)))


def _serialized(time: SerializableTimeZoneTime, offset: dt.timedelta) -> Change:
    """One change; with a Year its DayOrder is the day of the month."""
    found = _CLOCK.fullmatch(time.need(SerializableTimeZoneTime.Time).strip())
    clock = dt.timedelta(**{unit: int(n) for unit, n in found.groupdict().items()}) if found else None
    weekday = None if time.Year else time.need(SerializableTimeZoneTime.DayOfWeek)
    order, month = time.need(SerializableTimeZoneTime.DayOrder), time.need(SerializableTimeZoneTime.Month)
    return checked(month, order, weekday, clock, offset)


_CLOCK = re.compile(r"(?P<hours>[0-9]{1,2}):(?P<minutes>[0-9]{2}):(?P<seconds>[0-9]{2})(?:\.[0-9]+)?")


def two_changes(span: Span) -> SerializableTimeZone:
    """The two changes of a span's rule; of a zone without changes both have month 0."""
    offsets = sorted({change.offset for change in span.changes} or {span.offset})
    when = {change.offset: change for change in span.changes}
    standard, daylight = (
        _two_changes_time((offsets[0] - offset) // _MINUTE, when.get(offset)) for offset in (offsets[0], offsets[-1])
    )
    return SerializableTimeZone(Bias=-offsets[0] // _MINUTE, StandardTime=standard, DaylightTime=daylight)


def _two_changes_time(bias: int, change: Change | None) -> SerializableTimeZoneTime:
    if change is None or change.weekday is None:
        return SerializableTimeZoneTime(Bias=bias, Time="00:00:00", DayOrder=0, Month=0, DayOfWeek="Sunday")
    return SerializableTimeZoneTime(
        Bias=bias,
        Time=f"{(dt.datetime.min + change.time):%H:%M:%S}",
        DayOrder=5 if change.nth == -1 else change.nth,
        Month=change.month,
        DayOfWeek=WEEKDAYS[change.weekday],
    )
