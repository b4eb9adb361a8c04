"""Patterns and ranges of a series, and its occurrences.   Source: types.xsd."""

from fake_ews.contract.common import ItemId
from fake_ews.contract.notation import Bag, OneOf, Row, Rows, boolean, choice, date, dateTime, int_, list_of
from fake_ews.contract.zones import DayOfWeek


class OccurrencesRange(Bag, name="OccurrencesRangeType"):
    Start = Row(dateTime, attribute=True)
    End = Row(dateTime, attribute=True)
    Count = Row(int_, attribute=True)
    CompareOriginalStartTime = Row(boolean, attribute=True)


class ArrayOfOccurrenceRanges(Bag, name="ArrayOfOccurrenceRangesType"):
    Range = Rows(OccurrencesRange, required=True)


DaysOfWeek = list_of("DaysOfWeekType", DayOfWeek)

DayOfWeekIndex = choice("DayOfWeekIndexType", "First", "Second", "Third", "Fourth", "Last")

MonthNames = choice(
    "MonthNamesType",
    "January February March April May June July August September October November December",
)


class RecurrencePatternBase(Bag, name="RecurrencePatternBaseType", abstract=True):
    pass


class IntervalRecurrencePatternBase(RecurrencePatternBase, name="IntervalRecurrencePatternBaseType", abstract=True):
    Interval = Row(int_, required=True)


class RegeneratingPatternBase(IntervalRecurrencePatternBase, name="RegeneratingPatternBaseType", abstract=True):
    pass


class DailyRegeneratingPattern(RegeneratingPatternBase, name="DailyRegeneratingPatternType"):
    pass


class WeeklyRegeneratingPattern(RegeneratingPatternBase, name="WeeklyRegeneratingPatternType"):
    pass


class MonthlyRegeneratingPattern(RegeneratingPatternBase, name="MonthlyRegeneratingPatternType"):
    pass


class YearlyRegeneratingPattern(RegeneratingPatternBase, name="YearlyRegeneratingPatternType"):
    pass


class RelativeYearlyRecurrencePattern(RecurrencePatternBase, name="RelativeYearlyRecurrencePatternType"):
    DaysOfWeek = Row(DayOfWeek, required=True)
    DayOfWeekIndex = Row(DayOfWeekIndex, required=True)
    Month = Row(MonthNames, required=True)


class AbsoluteYearlyRecurrencePattern(RecurrencePatternBase, name="AbsoluteYearlyRecurrencePatternType"):
    DayOfMonth = Row(int_, required=True)
    Month = Row(MonthNames, required=True)


class RelativeMonthlyRecurrencePattern(IntervalRecurrencePatternBase, name="RelativeMonthlyRecurrencePatternType"):
    DaysOfWeek = Row(DayOfWeek, required=True)
    DayOfWeekIndex = Row(DayOfWeekIndex, required=True)


class AbsoluteMonthlyRecurrencePattern(IntervalRecurrencePatternBase, name="AbsoluteMonthlyRecurrencePatternType"):
    DayOfMonth = Row(int_, required=True)


class WeeklyRecurrencePattern(IntervalRecurrencePatternBase, name="WeeklyRecurrencePatternType"):
    DaysOfWeek = Row(DaysOfWeek, required=True)
    FirstDayOfWeek = Row(DayOfWeek, since="Exchange2010")


class DailyRecurrencePattern(IntervalRecurrencePatternBase, name="DailyRecurrencePatternType"):
    pass


class RecurrenceRangeBase(Bag, name="RecurrenceRangeBaseType", abstract=True):
    StartDate = Row(date, required=True)


class NoEndRecurrenceRange(RecurrenceRangeBase, name="NoEndRecurrenceRangeType"):
    pass


class EndDateRecurrenceRange(RecurrenceRangeBase, name="EndDateRecurrenceRangeType"):
    EndDate = Row(date, required=True)


class NumberedRecurrenceRange(RecurrenceRangeBase, name="NumberedRecurrenceRangeType"):
    NumberOfOccurrences = Row(int_, required=True)


class Recurrence(Bag, name="RecurrenceType"):
    RelativeYearlyRecurrence = Row(RelativeYearlyRecurrencePattern)
    AbsoluteYearlyRecurrence = Row(AbsoluteYearlyRecurrencePattern)
    RelativeMonthlyRecurrence = Row(RelativeMonthlyRecurrencePattern)
    AbsoluteMonthlyRecurrence = Row(AbsoluteMonthlyRecurrencePattern)
    WeeklyRecurrence = Row(WeeklyRecurrencePattern)
    DailyRecurrence = Row(DailyRecurrencePattern)
    one_of = OneOf(
        RelativeYearlyRecurrence,
        AbsoluteYearlyRecurrence,
        RelativeMonthlyRecurrence,
        AbsoluteMonthlyRecurrence,
        WeeklyRecurrence,
        DailyRecurrence,
    )
    NoEndRecurrence = Row(NoEndRecurrenceRange)
    EndDateRecurrence = Row(EndDateRecurrenceRange)
    NumberedRecurrence = Row(NumberedRecurrenceRange)
    one_of2 = OneOf(NoEndRecurrence, EndDateRecurrence, NumberedRecurrence)


class TaskRecurrence(Bag, name="TaskRecurrenceType"):
    RelativeYearlyRecurrence = Row(RelativeYearlyRecurrencePattern)
    AbsoluteYearlyRecurrence = Row(AbsoluteYearlyRecurrencePattern)
    RelativeMonthlyRecurrence = Row(RelativeMonthlyRecurrencePattern)
    AbsoluteMonthlyRecurrence = Row(AbsoluteMonthlyRecurrencePattern)
    WeeklyRecurrence = Row(WeeklyRecurrencePattern)
    DailyRecurrence = Row(DailyRecurrencePattern)
    DailyRegeneration = Row(DailyRegeneratingPattern)
    WeeklyRegeneration = Row(WeeklyRegeneratingPattern)
    MonthlyRegeneration = Row(MonthlyRegeneratingPattern)
    YearlyRegeneration = Row(YearlyRegeneratingPattern)
    one_of = OneOf(
        RelativeYearlyRecurrence,
        AbsoluteYearlyRecurrence,
        RelativeMonthlyRecurrence,
        AbsoluteMonthlyRecurrence,
        WeeklyRecurrence,
        DailyRecurrence,
        DailyRegeneration,
        WeeklyRegeneration,
        MonthlyRegeneration,
        YearlyRegeneration,
    )
    NoEndRecurrence = Row(NoEndRecurrenceRange)
    EndDateRecurrence = Row(EndDateRecurrenceRange)
    NumberedRecurrence = Row(NumberedRecurrenceRange)
    one_of2 = OneOf(NoEndRecurrence, EndDateRecurrence, NumberedRecurrence)


class OccurrenceInfo(Bag, name="OccurrenceInfoType"):
    ItemId = Row(ItemId, required=True)
    Start = Row(dateTime, required=True)
    End = Row(dateTime, required=True)
    OriginalStart = Row(dateTime, required=True)


class NonEmptyArrayOfOccurrenceInfo(Bag, name="NonEmptyArrayOfOccurrenceInfoType"):
    Occurrence = Rows(OccurrenceInfo, required=True)


class DeletedOccurrenceInfo(Bag, name="DeletedOccurrenceInfoType"):
    Start = Row(dateTime, required=True)


class NonEmptyArrayOfDeletedOccurrences(Bag, name="NonEmptyArrayOfDeletedOccurrencesType"):
    DeletedOccurrence = Rows(DeletedOccurrenceInfo, required=True)
