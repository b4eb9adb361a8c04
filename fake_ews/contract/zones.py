"""Time zones as EWS writes them.   Source: types.xsd."""

from fake_ews.contract.notation import (
    Bag,
    OneOf,
    Row,
    Rows,
    choice,
    date,
    dateTime,
    duration,
    int_,
    later,
    short,
    string,
    time,
)


class NonEmptyArrayOfTimeZoneId(Bag, name="NonEmptyArrayOfTimeZoneIdType"):
    Id = Rows(string, required=True)


class Period(Bag, name="PeriodType"):
    Bias = Row(duration, attribute=True)
    Name = Row(string, attribute=True)
    Id = Row(string, attribute=True)


class NonEmptyArrayOfPeriods(Bag, name="NonEmptyArrayOfPeriodsType"):
    Period = Rows(Period, required=True)


TransitionTargetKind = choice("TransitionTargetKindType", "Period", "Group")


class TransitionTarget(Bag, name="TransitionTargetType"):
    text = Row(string, text=True)
    Kind = Row(TransitionTargetKind, required=True, attribute=True)


class Transition(Bag, name="TransitionType", element="Transition"):
    To = Row(TransitionTarget, required=True)


class ArrayOfTransitions(Bag, name="ArrayOfTransitionsType"):
    Id = Row(string, attribute=True)
    Transition = Rows(Transition, required=True, head=True)


class ArrayOfTransitionsGroups(Bag, name="ArrayOfTransitionsGroupsType"):
    TransitionsGroup = Rows(ArrayOfTransitions, required=True)


class TimeZoneDefinition(Bag, name="TimeZoneDefinitionType", shared=True):
    Id = Row(string, attribute=True)
    Name = Row(string, attribute=True)
    Periods = Row(NonEmptyArrayOfPeriods)
    TransitionsGroups = Row(ArrayOfTransitionsGroups)
    Transitions = Row(ArrayOfTransitions)


class ArrayOfTimeZoneDefinition(Bag, name="ArrayOfTimeZoneDefinitionType"):
    TimeZoneDefinition = Rows(TimeZoneDefinition)


DayOfWeek = choice(
    "DayOfWeekType",
    "Sunday Monday Tuesday Wednesday Thursday Friday Saturday Day Weekday WeekendDay",
)


class TimeChange(Bag, name="TimeChangeType"):
    TimeZoneName = Row(string, attribute=True)
    Offset = Row(duration, required=True)
    RelativeYearlyRecurrence = Row(later("t:RelativeYearlyRecurrencePatternType"))
    AbsoluteDate = Row(date)
    one_of = OneOf(RelativeYearlyRecurrence, AbsoluteDate, required=False)
    Time = Row(time, required=True)


class TimeZone(Bag, name="TimeZoneType"):
    TimeZoneName = Row(string, attribute=True)
    BaseOffset = Row(duration)
    Standard = Row(TimeChange)
    Daylight = Row(TimeChange)


class TimeZoneContext(Bag, name="TimeZoneContextType", element="TimeZoneContext", open_attributes=True):
    TimeZoneDefinition = Row(TimeZoneDefinition, required=True)


class AbsoluteDateTransition(
    Transition, name="AbsoluteDateTransitionType", element="AbsoluteDateTransition", substitutes="Transition"
):
    DateTime = Row(dateTime, required=True)


class RecurringTimeTransition(Transition, name="RecurringTimeTransitionType", abstract=True):
    TimeOffset = Row(duration, required=True)
    Month = Row(int_, required=True)


class RecurringDateTransition(
    RecurringTimeTransition,
    name="RecurringDateTransitionType",
    element="RecurringDateTransition",
    substitutes="Transition",
):
    Day = Row(int_, required=True)


class RecurringDayTransition(
    RecurringTimeTransition,
    name="RecurringDayTransitionType",
    element="RecurringDayTransition",
    substitutes="Transition",
):
    DayOfWeek = Row(DayOfWeek, required=True)
    Occurrence = Row(int_, required=True)


class SerializableTimeZoneTime(Bag, name="SerializableTimeZoneTime"):
    Bias = Row(int_, required=True)
    Time = Row(string, required=True)
    DayOrder = Row(short, required=True)
    Month = Row(short, required=True)
    DayOfWeek = Row(DayOfWeek, required=True)
    Year = Row(string)


class SerializableTimeZone(Bag, name="SerializableTimeZone", element="TimeZone"):
    Bias = Row(int_, required=True)
    StandardTime = Row(SerializableTimeZoneTime, required=True)
    DaylightTime = Row(SerializableTimeZoneTime, required=True)
