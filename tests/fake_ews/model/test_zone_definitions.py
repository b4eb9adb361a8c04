"""Time zones as bags: definitions as we write them and as clients send them, and the two changes of availability."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.zones import (
    AbsoluteDateTransition,
    ArrayOfTransitions,
    ArrayOfTransitionsGroups,
    NonEmptyArrayOfPeriods,
    Period,
    RecurringDateTransition,
    RecurringDayTransition,
    SerializableTimeZone,
    SerializableTimeZoneTime,
    TimeZoneDefinition,
    Transition,
    TransitionTarget,
)
from fake_ews.model import zone_definitions, zones
from fake_ews.model.failures import ErrorTimeZone, ErrorTimeZonePeriod, Failure
from fake_ews.model.zone_rules import Change, Rules, Span

BERLIN, NEW_YORK, LONDON = "W. Europe Standard Time", "Eastern Standard Time", "GMT Standard Time"
IDS = st.sampled_from(zones.ids())
HOUR = dt.timedelta(hours=1)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """An instant."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


# definitions


def test_a_short_definition_is_id_and_name() -> None:
    assert zones.definition("Europe/Zurich", full=False) == TimeZoneDefinition(
        Id=BERLIN, Name=zones.display_name(BERLIN)
    )


def test_a_full_definition_has_two_periods_and_a_group_with_their_changes() -> None:
    rule = f"trule:Microsoft/Registry/{BERLIN}/1-"
    assert zones.definition(BERLIN, full=True) == TimeZoneDefinition(
        Id=BERLIN,
        Name=zones.display_name(BERLIN),
        Periods=periods(Period(Bias="-PT1H", Name="Standard", Id=f"{rule}Standard"),
                        Period(Bias="-PT2H", Name="Daylight", Id=f"{rule}Daylight")),
        TransitionsGroups=groups(
            group("0", sunday(3, -1, "PT2H", f"{rule}Daylight"), sunday(10, -1, "PT3H", f"{rule}Standard"))
        ),
        Transitions=transitions(Transition(To=to("0", "Group"))),
    )  # fmt: skip


def test_a_rule_that_changed_has_a_group_of_its_own_and_a_date() -> None:
    definition = zones.definition(NEW_YORK, full=True)
    assert definition.Periods is not None
    assert [period.Id and period.Id[-13:] for period in definition.Periods.Period or ()] == [
        "2006-Standard", "2006-Daylight", "2007-Standard", "2007-Daylight",
    ]  # fmt: skip
    assert definition.Transitions == transitions(
        Transition(To=to("0", "Group")), AbsoluteDateTransition(To=to("1", "Group"), DateTime=dt.datetime(2007, 1, 1))
    )


def test_a_zone_without_changes_has_one_period_and_a_plain_transition() -> None:
    definition = zones.definition("UTC", full=True)
    rule = "trule:Microsoft/Registry/UTC/1-Standard"
    assert definition.Periods == periods(Period(Bias="PT0S", Name="Standard", Id=rule))
    assert definition.TransitionsGroups == groups(group("0", Transition(To=to(rule, "Period"))))


@pytest.mark.parametrize("zone_id", zones.ids())
def test_every_definition_has_the_form_that_clients_read(zone_id: str) -> None:
    """As the Managed API checks it: one plain transition in a group, or two recurring ones, and a Standard period."""
    definition = zones.definition(zone_id, full=True)
    assert definition.Periods is not None
    assert definition.TransitionsGroups is not None
    assert definition.Transitions is not None
    names = {period.Id: period.Name for period in definition.Periods.Period or ()}
    biases = {period.Id: zone_definitions.duration(str(period.Bias)) for period in definition.Periods.Period or ()}
    assert len(names) == len(definition.Periods.Period or ())
    ids = [one.Id or "" for one in definition.TransitionsGroups.TransitionsGroup or ()]
    assert ids == sorted(ids)
    for one in definition.TransitionsGroups.TransitionsGroup or ():
        steps = one.Transition or ()
        assert [type(step) for step in steps] in ([Transition], [RecurringDayTransition] * 2)
        assert "Standard" in [names[step.need(Transition.To).text] for step in steps]
        offsets = [biases[step.need(Transition.To).text] or dt.timedelta(0) for step in steps]
        assert max(offsets) - min(offsets) < dt.timedelta(hours=14)  # Samoa's lost day is a date, no yearly change
    first, *rest = definition.Transitions.Transition or ()
    assert type(first) is Transition
    dates = [step.need(AbsoluteDateTransition.DateTime) for step in rest if isinstance(step, AbsoluteDateTransition)]
    assert len(dates) == len(rest)
    assert dates == sorted(set(dates))
    assert {date.time() for date in dates} <= {dt.time()}


@settings(deadline=None)
@given(IDS)
def test_a_definition_says_what_it_was_made_of(zone_id: str) -> None:
    definition = zones.definition(zone_id, full=True).copy()
    assert zones.zone_of_definition(definition) == zone_id
    definition.Id = "Own"
    own = zones.zone_of_definition(definition)
    assert isinstance(own, str)
    assert zones.definition(own, full=True).Transitions == definition.Transitions
    rules = zones.zone(own)
    assert isinstance(rules, Rules)
    assert rules.spans == zone_definitions.read(definition)


# what clients send


def to(name: str, kind: str = "Period") -> TransitionTarget:
    """Where a transition leads."""
    return TransitionTarget(text=name, Kind=kind)


def periods(*several: Period) -> NonEmptyArrayOfPeriods:
    """The periods of a definition."""
    return NonEmptyArrayOfPeriods(Period=several)


def groups(*several: ArrayOfTransitions) -> ArrayOfTransitionsGroups:
    """The groups of a definition."""
    return ArrayOfTransitionsGroups(TransitionsGroup=several)


def group(name: str, *steps: Transition) -> ArrayOfTransitions:
    """A group of transitions."""
    return ArrayOfTransitions(Id=name, Transition=steps)


def transitions(*steps: Transition) -> ArrayOfTransitions:
    """The transitions of a definition."""
    return ArrayOfTransitions(Transition=steps)


def sunday(month: int, nth: int, time: str, period: str, day: str = "Sunday") -> RecurringDayTransition:
    """A change on some Sunday."""
    return RecurringDayTransition(To=to(period), TimeOffset=time, Month=month, DayOfWeek=day, Occurrence=nth)


WINTER, SUMMER = Period(Id="w", Name="Standard", Bias="-PT60M"), Period(Id="s", Name="Daylight", Bias="-P0DT2H0M0.0S")
TO_SUMMER, TO_WINTER = sunday(3, 5, "PT2H", "s"), sunday(10, -1, "PT3H", "w")


def sent(
    *steps: Transition, inside: tuple[Transition, ...] = (TO_WINTER, TO_SUMMER), name: str = "Mine"
) -> TimeZoneDefinition:
    """A definition with an Id that nobody knows."""
    return TimeZoneDefinition(
        Id=name, Name="My zone", Periods=periods(WINTER, SUMMER), TransitionsGroups=groups(group("0", *inside)),
        Transitions=transitions(*(steps or (Transition(To=to("0", "Group")),))),
    )  # fmt: skip


def own_zone(definition: TimeZoneDefinition) -> str:
    """The id of a definition that makes sense."""
    zone_id = zones.zone_of_definition(definition)
    assert isinstance(zone_id, str)
    return zone_id


def test_a_known_id_counts_more_than_its_rules() -> None:
    assert zones.zone_of_definition(sent(name="w. europe standard time", inside=())) == BERLIN
    assert zones.zone_of_definition(TimeZoneDefinition(Id="tzone://Microsoft/Utc")) == "tzone://Microsoft/Utc"


def test_a_zone_without_a_known_id_is_its_rules() -> None:
    zone_id = own_zone(sent())
    assert (zones.shown_id(zone_id), zones.display_name(zone_id)) == ("Mine", "My zone")
    assert zones.to_utc(dt.datetime(2027, 7, 1, 9), zone_id) == at(2027, 7, 1, 7)
    assert zones.definition(zone_id, full=False) == TimeZoneDefinition(Id="Mine", Name="My zone")


def test_the_fifth_weekday_of_a_month_is_its_last() -> None:
    written = zones.definition(own_zone(sent()), full=True).TransitionsGroups
    assert written is not None
    (rule,) = written.need(ArrayOfTransitionsGroups.TransitionsGroup)
    assert [step.Occurrence for step in rule.Transition or () if isinstance(step, RecurringDayTransition)] == [-1, -1]


def test_a_zone_without_any_id_is_called_custom() -> None:
    assert zones.shown_id(own_zone(sent(name=""))) == "tzone://Microsoft/Custom"


@settings(deadline=None)
@given(st.datetimes(dt.datetime(2001, 1, 1), dt.datetime(2040, 1, 1)))
def test_rules_like_a_known_zones_give_its_instants(wall: dt.datetime) -> None:
    assert zones.to_utc(wall, own_zone(sent())) == zones.to_utc(wall, BERLIN)


def test_a_single_period_needs_no_transitions() -> None:
    zone_id = own_zone(TimeZoneDefinition(Id="x", Periods=periods(Period(Id="p", Bias="PT210M"))))
    assert zones.to_utc(dt.datetime(2027, 7, 1, 9), zone_id) == at(2027, 7, 1, 12, 30)


def test_a_transition_may_lead_to_a_period_at_once() -> None:
    date = AbsoluteDateTransition(To=to("s"), DateTime=at(2027, 1, 1))
    zone_id = own_zone(sent(date, Transition(To=to("0", "Group"))))
    assert zones.to_utc(dt.datetime(2026, 12, 24, 9), zone_id) == at(2026, 12, 24, 8)
    assert zones.to_utc(dt.datetime(2027, 12, 24, 9), zone_id) == at(2027, 12, 24, 7)


def test_a_change_may_be_on_a_day_of_the_month() -> None:
    summer = RecurringDateTransition(To=to("s"), TimeOffset="PT0S", Month=4, Day=1)
    zone_id = own_zone(sent(inside=(summer, TO_WINTER)))
    assert zones.to_utc(dt.datetime(2027, 3, 31, 12), zone_id) == at(2027, 3, 31, 11)
    assert zones.to_utc(dt.datetime(2027, 4, 1, 12), zone_id) == at(2027, 4, 1, 10)
    written = zones.definition(zone_id, full=True).TransitionsGroups
    assert written is not None
    (rule,) = written.need(ArrayOfTransitionsGroups.TransitionsGroup)
    assert [type(step) for step in rule.Transition or ()] == [RecurringDateTransition, RecurringDayTransition]


@pytest.mark.parametrize(
    "definition",
    [
        TimeZoneDefinition(),
        TimeZoneDefinition(Id="Europe/Berlin"),
        TimeZoneDefinition(Id="x", Periods=periods(WINTER, SUMMER)),
        TimeZoneDefinition(Id="x", Periods=periods(Period(Id="p", Bias="soon"))),
        TimeZoneDefinition(Id="x", Periods=periods(Period(Id="p"))),
        TimeZoneDefinition(Id="x", Periods=periods(Period(Id="p", Bias="PT24H"))),
        sent(Transition(To=to("1", "Group"))),
        sent(Transition(To=to("x"))),
        sent(Transition(To=to("w")), Transition(To=to("s"))),
        sent(TO_SUMMER),
        sent(inside=()),
        sent(inside=(Transition(To=to("w")), TO_SUMMER)),
        sent(inside=(AbsoluteDateTransition(To=to("w"), DateTime=dt.datetime(2027, 1, 1)),)),
        sent(inside=(TO_WINTER, sunday(3, 1, "PT2H", "missing"))),
        sent(inside=(TO_WINTER, sunday(13, 1, "PT2H", "s"))),
        sent(inside=(TO_WINTER, sunday(3, 6, "PT2H", "s"))),
        sent(inside=(TO_WINTER, sunday(3, 1, "PT2H", "s", "Weekday"))),
        sent(inside=(TO_WINTER, sunday(3, 1, "PT25H", "s"))),
        sent(inside=(TO_WINTER, sunday(3, 1, "-PT2H", "s"))),
        sent(inside=(TO_WINTER, sunday(3, 1, "P1M", "s"))),
        sent(inside=(TO_WINTER, RecurringDateTransition(To=to("s"), TimeOffset="PT0S", Month=4, Day=32))),
    ],
)
def test_a_definition_that_makes_no_sense(definition: TimeZoneDefinition) -> None:
    assert zones.zone_of_definition(definition) in (ErrorTimeZone, ErrorTimeZonePeriod)


# the two changes of availability


def change(bias: int, month: int, order: int, time: str = "02:00:00", **more: object) -> SerializableTimeZoneTime:
    """One of the two changes."""
    return SerializableTimeZoneTime(Bias=bias, Time=time, DayOrder=order, Month=month, DayOfWeek="Sunday", **more)


def two(
    standard: SerializableTimeZoneTime, daylight: SerializableTimeZoneTime, bias: int = -60
) -> SerializableTimeZone:
    """A zone by its two changes."""
    return SerializableTimeZone(Bias=bias, StandardTime=standard, DaylightTime=daylight)


@settings(deadline=None)
@given(st.datetimes(dt.datetime(2002, 1, 1), dt.datetime(2040, 1, 1)))
def test_the_two_changes_of_a_client(moment: dt.datetime) -> None:
    zone = zones.serializable(two(change(0, 10, 5, "03:00:00"), change(-60, 3, 5)))
    assert isinstance(zone, dt.tzinfo)
    instant = moment.replace(tzinfo=dt.UTC)
    assert instant.astimezone(zone).utcoffset() == instant.astimezone(ZoneInfo("Europe/Berlin")).utcoffset()


@settings(deadline=None)
@given(IDS, st.integers(2000, 2040), st.integers(0, 366 * 24))
def test_our_own_two_changes_are_the_rule_of_the_year(zone_id: str, year: int, hours: int) -> None:
    zone = zones.serializable(zones.serializable_of(zone_id, year))
    span = zones._span_of(zone_id, dt.datetime(year, 1, 1))
    assert isinstance(zone, Rules)
    wall = min(dt.datetime(year, 1, 1) + hours * HOUR, dt.datetime(year, 12, 31))
    assert zone.spans[0].at(wall) == span.at(wall)


def test_month_0_means_no_changes() -> None:
    zone = zones.serializable(two(change(0, 0, 0), change(-60, 3, 5), bias=300))
    assert isinstance(zone, dt.tzinfo)
    assert dt.datetime(2027, 7, 1, tzinfo=zone).utcoffset() == -5 * HOUR
    assert zones.serializable_of("India Standard Time", 2027) == two(
        change(0, 0, 0, "00:00:00"), change(0, 0, 0, "00:00:00"), bias=-330
    )


def test_with_a_year_the_order_is_a_day_of_the_month() -> None:
    zone = zones.serializable(two(change(0, 10, 25, "03:00:00", Year="2027"), change(-60, 3, 30, Year="2027")))
    assert isinstance(zone, Rules)
    assert zone.spans[0].changes == (
        Change(3, 30, None, 2 * HOUR, 2 * HOUR), Change(10, 25, None, 3 * HOUR, HOUR)
    )  # fmt: skip


def test_a_change_on_a_date_has_no_form_here() -> None:
    rule = Span(dt.datetime.min, HOUR, (Change(3, 30, None, 2 * HOUR, 2 * HOUR), Change(10, -1, 0, 3 * HOUR, HOUR)))
    assert zone_definitions.two_changes(rule).DaylightTime == change(-60, 0, 0, "00:00:00")


@pytest.mark.parametrize(
    "bag",
    [
        two(change(0, 10, 5), change(-60, 13, 5)),
        two(change(0, 10, 0), change(-60, 3, 5)),
        two(change(0, 10, 5, "noon"), change(-60, 3, 5)),
        two(change(0, 10, 5), change(-60, 3, 5), bias=99999999),
        two(change(0, 10, 5), change(99999999, 3, 5)),
    ],
)
def test_changes_that_make_no_sense(bag: SerializableTimeZone) -> None:
    assert isinstance(zones.serializable(bag), Failure)
