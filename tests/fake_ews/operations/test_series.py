"""Series: masters, occurrences, exceptions. Source: fact sheet section 8, guide/how-to-access-a-recurring-series."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ItemId, OccurrenceItemId, RecurringMasterItemId, RecurringMasterItemIdRanges
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    ArrayOfOccurrenceRanges,
    OccurrencesRange,
    Recurrence,
)
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, an_entry, at, drop, get, put
from tests.fake_ews.operations.series import a_series, daily, in_view, series, times, weekly
from tests.field import field

pytestmark = pytest.mark.usefixtures("kept")

OF_SERIES = (
    CalendarItem.Recurrence, CalendarItem.FirstOccurrence, CalendarItem.LastOccurrence,
    CalendarItem.ModifiedOccurrences, CalendarItem.DeletedOccurrences, CalendarItem.CalendarItemType,
    CalendarItem.IsRecurring, CalendarItem.RecurrenceId, CalendarItem.OriginalStart, CalendarItem.Start,
    CalendarItem.End,
)  # fmt: skip
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def master(ews: Client) -> ItemId:
    """A week of reviews, every day from 15 to 21 March 2027."""
    return ews.create(a_series(daily(7))).id


def nth(master: ItemId, index: int) -> OccurrenceItemId:
    """An occurrence by its index."""
    return OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=index)


def seen(ews: Client, named: Any) -> Any:
    """An item with all that series have."""
    return ews.get(named, *OF_SERIES)


def move(ews: Client, named: Any, by: dt.timedelta) -> str:
    """Move the occurrence of the 17th; the code."""
    start = at(10, day=17) + by
    return ews.update(named, put(CalendarItem.Start, start), put(CalendarItem.End, start + HOUR)).code


def test_an_occurrence_is_written_with_its_masters_change_key(ews: Client, master: ItemId) -> None:
    """by its number: a stale key is a conflict, as with the master's own id"""
    stale = OccurrenceItemId(RecurringMasterId=master.Id, ChangeKey=master.ChangeKey, InstanceIndex=3)
    changes = put(CalendarItem.Start, at(12, day=17)), put(CalendarItem.End, at(13, day=17))
    assert ews.update(stale, *changes, conflict="NeverOverwrite").code == "NoError"
    assert ews.update(stale, *changes, conflict="NeverOverwrite").code == "ErrorIrresolvableConflict"
    assert ews.update(stale, *changes).code == "NoError"


@pytest.mark.parametrize("profile", [Profile().but(strict_change_keys=True)])
def test_an_occurrence_needs_a_change_key_where_they_are_asked_for(ews: Client, master: ItemId) -> None:
    assert move(ews, nth(master, 3), HOUR) == "ErrorChangeKeyRequiredForWriteOperations"
    keyed = OccurrenceItemId(RecurringMasterId=master.Id, ChangeKey=master.ChangeKey, InstanceIndex=3)
    assert move(ews, keyed, HOUR) == "NoError"


# --- a master ------------------------------------------------------------------------------------------------------


def test_a_master_tells_of_its_series(ews: Client, master: ItemId) -> None:
    shown = seen(ews, master)
    assert (shown.CalendarItemType, shown.IsRecurring) == ("RecurringMaster", False)
    assert shown.Recurrence == daily(7, start="2027-03-15+01:00")
    assert (shown.FirstOccurrence.Start, shown.FirstOccurrence.End) == (at(10), at(11))
    assert (shown.LastOccurrence.Start, shown.LastOccurrence.OriginalStart) == (at(10, day=21), at(10, day=21))
    assert shown.ModifiedOccurrences is shown.DeletedOccurrences is shown.RecurrenceId is shown.OriginalStart is None


def test_the_dates_of_a_range_carry_the_offset_of_their_day(ews: Client, master: ItemId) -> None:
    ews.update(master, put(CalendarItem.Recurrence, daily(end="2027-04-02", start="2027-03-15Z")))
    shown = seen(ews, master).Recurrence
    assert shown == daily(start="2027-03-15+01:00", end="2027-04-02+02:00")
    utc = ews.create(a_series(daily(2), StartTimeZone=None)).id
    assert seen(ews, utc).Recurrence == daily(2, start="2027-03-15Z")


def test_a_recurrence_that_is_read_and_written_again_changes_nothing(ews: Client, master: ItemId) -> None:
    ews.delete(nth(master, 3))
    ews.update(master, put(CalendarItem.Recurrence, seen(ews, master).Recurrence))
    assert len(in_view(ews)) == 6


def test_a_series_without_end_has_no_last_occurrence(ews: Client) -> None:
    shown = seen(ews, ews.create(a_series(daily())).id)
    assert shown.FirstOccurrence is not None
    assert shown.LastOccurrence is None


def test_a_single_entry_has_nothing_of_a_series(ews: Client, review: Item) -> None:
    shown = seen(ews, review)
    assert (shown.CalendarItemType, shown.IsRecurring, shown.FirstOccurrence) == ("Single", False, None)


def test_a_master_starts_with_its_first_occurrence(ews: Client) -> None:
    shown = seen(ews, ews.create(a_series(weekly("Thursday"))).id)
    assert (shown.Start, shown.End) == (at(10, day=18), at(11, day=18))


@pytest.mark.parametrize(
    ("recurrence", "code"),
    [
        (daily(interval=0), "ErrorCalendarInvalidRecurrence"),
        (daily(0), "ErrorCalendarInvalidRecurrence"),
        (weekly("Weekday"), "ErrorCalendarInvalidDayForWeeklyRecurrence"),
        (daily(end="2027-03-14"), "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (daily(end="4501-01-01"), "ErrorRecurrenceEndDateTooBig"),
        (
            series(AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=1), "2027-03-15", end="2027-03-31"),
            "ErrorRecurrenceHasNoOccurrence",
        ),
    ],
)
def test_what_is_no_series(ews: Client, anna: Mailbox, review: Item, recurrence: Recurrence, code: str) -> None:
    assert ews.create(a_series(recurrence)).code == code
    assert ews.update(review, put(CalendarItem.Recurrence, recurrence)).code == code
    assert list(anna.items.values()) == [review]


def test_an_occurrence_must_end_before_the_next_one(ews: Client) -> None:
    assert ews.create(a_series(daily(7), End=at(11, day=16))).code == "ErrorOccurrenceTimeSpanTooBig"
    assert ews.create(a_series(daily(7), End=at(10, day=16))).code == "NoError"


# --- its occurrences -----------------------------------------------------------------------------------------------


def test_an_occurrence_by_its_index(ews: Client, master: ItemId) -> None:
    shown = seen(ews, nth(master, 3))
    assert (shown.CalendarItemType, shown.IsRecurring, shown.Recurrence) == ("Occurrence", True, None)
    assert (shown.Start, shown.End) == (at(10, day=17), at(11, day=17))
    assert shown.RecurrenceId == shown.OriginalStart == at(10, day=17)
    assert shown.ItemId.ChangeKey == master.ChangeKey
    assert shown.ItemId.Id != master.Id


def test_an_occurrence_by_its_own_id(ews: Client, master: ItemId) -> None:
    own = seen(ews, nth(master, 3)).ItemId
    assert seen(ews, own).Start == at(10, day=17)
    assert in_view(ews)[2].ItemId == own


@pytest.mark.parametrize("index", [0, 8, -1])
def test_an_index_outside_the_series(ews: Client, master: ItemId, index: int) -> None:
    assert ews.ask(get(nth(master, index))).code == "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"


def test_the_way_up(ews: Client, master: ItemId) -> None:
    own = seen(ews, nth(master, 3)).ItemId
    assert seen(ews, RecurringMasterItemId(OccurrenceId=own.Id)).ItemId == master


def test_ids_of_the_wrong_kind(ews: Client, master: ItemId, review: Item) -> None:
    """MS-OXWSMTGS: the code names the id that is wrong"""
    own = seen(ews, nth(master, 3)).ItemId
    for no_occurrence in (master.Id, review.item_id):
        named = RecurringMasterItemId(OccurrenceId=no_occurrence)
        assert ews.ask(get(named)).code == "ErrorCalendarCannotUseIdForOccurrenceId"
    for no_master in (own.Id, review.item_id):
        named_by_index = OccurrenceItemId(RecurringMasterId=no_master, InstanceIndex=1)
        assert ews.ask(get(named_by_index)).code == "ErrorCalendarCannotUseIdForRecurringMasterId"


def test_the_id_of_a_day_that_the_series_does_not_have(ews: Client, anna: Mailbox, master: ItemId) -> None:
    stored = next(iter(anna.items.values()))
    other = anna.ids.occurrence(stored.folder, stored.number, dt.date(2027, 3, 30).toordinal())
    assert ews.ask(get(other)).code == "ErrorItemNotFound"
    assert ews.ask(get(anna.ids.occurrence(stored.folder, stored.number, 10**7))).code == "ErrorItemNotFound"


def test_occurrences_in_ranges(ews: Client, master: ItemId) -> None:
    def of(range_: OccurrencesRange) -> list[str]:
        ranges = ArrayOfOccurrenceRanges(Range=(range_,))
        named = RecurringMasterItemIdRanges(Id=master.Id, Ranges=ranges)
        return times(ews.ask(get(named, CalendarItem.Start)).items)

    assert of(OccurrencesRange(Start=at(0, day=16), End=at(0, day=18))) == ["16 10:00", "17 10:00"]
    assert of(OccurrencesRange(Start=at(0, day=20))) == ["20 10:00", "21 10:00"]
    assert of(OccurrencesRange(Count=1)) == ["15 10:00"]


def test_what_is_no_series_has_no_ranges(ews: Client, review: Item) -> None:
    """RC ErrorCalendarCannotUseIdForRecurringMasterId"""
    ranges = ArrayOfOccurrenceRanges(Range=(OccurrencesRange(Count=1),))
    asked = get(RecurringMasterItemIdRanges(Id=review.item_id, Ranges=ranges))
    assert ews.ask(asked).code == "ErrorCalendarCannotUseIdForRecurringMasterId"


# --- views ---------------------------------------------------------------------------------------------------------


def test_without_a_view_masters_are_found_alone(ews: Client, master: ItemId, review: Item) -> None:
    found = ews.find("calendar", CalendarItem.CalendarItemType).items
    assert [item.CalendarItemType for item in found] == ["RecurringMaster", "Single"]


def test_a_view_shows_occurrences_and_single_entries_by_start(ews: Client, master: ItemId, review: Item) -> None:
    found = in_view(ews, at(0), 2)
    assert [(item.CalendarItemType, item.Start) for item in found] == [
        ("Occurrence", at(10)), ("Single", at(10)), ("Occurrence", at(10, day=16)),
    ]  # fmt: skip


def test_a_view_is_cut(ews: Client, master: ItemId) -> None:
    assert times(in_view(ews, most=2)) == ["15 10:00", "16 10:00"]


def test_the_wall_clock_time_stays_across_summer_time(ews: Client) -> None:
    ews.create(a_series(daily()))
    assert times(in_view(ews, at(0, day=27), 3)) == ["27 10:00", "28 09:00", "29 09:00"]


def test_a_series_is_seen_after_a_thousand_years(ews: Client) -> None:
    ews.create(a_series(daily()))
    far = dt.datetime(3027, 7, 1, tzinfo=dt.UTC)
    assert [item.Start for item in in_view(ews, far, 1)] == [far.replace(hour=9)]


def test_all_day_occurrences_last_from_midnight_to_midnight(ews: Client) -> None:
    ews.create(a_series(daily(20), IsAllDayEvent=True))
    found = in_view(ews, at(12, day=27), 1, CalendarItem.End)
    assert [(item.Start, item.End) for item in found] == [
        (at(23, day=26), at(23, day=27)), (at(23, day=27), at(22, day=28)),
    ]  # fmt: skip


# --- changing one --------------------------------------------------------------------------------------------------


def test_a_changed_occurrence_is_an_exception(ews: Client, master: ItemId) -> None:
    answered = ews.update(nth(master, 3), put(ItemRows.Subject, "Special")).id
    shown = ews.get(answered, *OF_SERIES, ItemRows.Subject)
    assert (shown.CalendarItemType, shown.Subject, shown.OriginalStart) == ("Exception", "Special", at(10, day=17))
    assert [item.Subject for item in in_view(ews)] == ["Review"] * 2 + ["Special"] + ["Review"] * 4


def test_a_moved_occurrence_is_told_by_its_master(ews: Client, master: ItemId) -> None:
    assert move(ews, nth(master, 3), 2 * HOUR) == "NoError"
    (changed,) = seen(ews, master).ModifiedOccurrences.Occurrence
    assert (changed.Start, changed.End, changed.OriginalStart) == (at(12, day=17), at(13, day=17), at(10, day=17))
    assert changed.ItemId == seen(ews, nth(master, 3)).ItemId
    assert times(in_view(ews))[2] == "17 12:00"


def test_a_change_of_an_occurrence_is_one_of_its_master(ews: Client, anna: Mailbox, master: ItemId) -> None:
    before = anna.log.newest
    ews.update(nth(master, 3), put(ItemRows.Subject, "Special"))
    (record,) = anna.log.after(before)
    assert (record.kind, record.item) == (Kind.Modified, next(iter(anna.items)))
    assert seen(ews, master).ItemId.ChangeKey != master.ChangeKey


@field("FR-19")
@pytest.mark.parametrize(
    ("by", "code"),
    [
        (dt.timedelta(days=1, hours=3), "ErrorOccurrenceCrossingBoundary"),
        (dt.timedelta(days=-1, hours=3), "ErrorOccurrenceCrossingBoundary"),
        (dt.timedelta(days=4), "ErrorOccurrenceCrossingBoundary"),
        (dt.timedelta(hours=12), "NoError"),
        (dt.timedelta(hours=-10), "NoError"),
    ],
)
def test_an_occurrence_stays_between_its_neighbours(ews: Client, master: ItemId, by: dt.timedelta, code: str) -> None:
    """FR-19: days count, not hours"""
    assert move(ews, nth(master, 3), by) == code


def test_an_occurrence_does_not_reach_into_the_next_one(ews: Client, master: ItemId) -> None:
    assert ews.update(nth(master, 3), put(CalendarItem.End, at(10, 30, day=18))).code == "ErrorOccurrenceTimeSpanTooBig"
    assert ews.update(nth(master, 3), put(CalendarItem.End, at(10, day=18))).code == "NoError"


def test_an_occurrence_may_go_where_its_neighbour_was_deleted(ews: Client, master: ItemId) -> None:
    ews.delete(nth(master, 4))
    assert move(ews, nth(master, 3), dt.timedelta(days=1)) == "NoError"
    assert times(in_view(ews)) == [f"{day} 10:00" for day in (15, 16, 18, 19, 20, 21)]


def test_an_occurrence_has_no_recurrence_of_its_own(ews: Client, master: ItemId) -> None:
    assert ews.update(nth(master, 3), put(CalendarItem.Recurrence, daily(2))).code == "ErrorInvalidPropertySet"


def test_an_occurrence_is_neither_moved_nor_copied(ews: Client, master: ItemId) -> None:
    assert ews.move(nth(master, 3)).code == ews.copy(nth(master, 3)).code == "ErrorCalendarCannotMoveOrCopyOccurrence"


# --- deleting one --------------------------------------------------------------------------------------------------


def test_a_deleted_occurrence(ews: Client, anna: Mailbox, master: ItemId) -> None:
    own = seen(ews, nth(master, 3)).ItemId
    before = anna.log.newest
    assert ews.delete(nth(master, 3)).code == "NoError"
    assert [record.kind for record in anna.log.after(before)] == [Kind.Modified]
    assert ews.ask(get(nth(master, 3))).code == "ErrorCalendarOccurrenceIsDeletedFromRecurrence"
    assert ews.ask(get(own)).code == "ErrorItemNotFound"
    assert [one.Start for one in seen(ews, master).DeletedOccurrences.DeletedOccurrence] == [at(10, day=17)]
    assert seen(ews, nth(master, 4)).Start == at(10, day=18)
    assert len(in_view(ews)) == 6
    assert not list(anna.items_of(anna.need("deleteditems")))


def test_the_first_occurrence_is_the_first_that_is_left(ews: Client, master: ItemId) -> None:
    ews.delete(nth(master, 1))
    ews.delete(nth(master, 7))
    shown = seen(ews, master)
    assert (shown.FirstOccurrence.Start, shown.LastOccurrence.Start) == (at(10, day=16), at(10, day=20))


def test_moved_then_deleted_only_the_original_start_is_told(ews: Client, master: ItemId) -> None:
    move(ews, nth(master, 3), 2 * HOUR)
    ews.delete(nth(master, 3))
    shown = seen(ews, master)
    assert shown.ModifiedOccurrences is None
    assert [one.Start for one in shown.DeletedOccurrences.DeletedOccurrence] == [at(10, day=17)]


def test_the_last_occurrence_cannot_be_deleted(ews: Client) -> None:
    master = ews.create(a_series(daily(2))).id
    assert ews.delete(nth(master, 1)).code == "NoError"
    assert ews.delete(nth(master, 2)).code == "ErrorRecurrenceHasNoOccurrence"


# --- changing and deleting all -------------------------------------------------------------------------------------


@pytest.fixture
def worn(ews: Client, master: ItemId) -> ItemId:
    """The week of reviews, the third moved to the afternoon, the fifth deleted."""
    move(ews, nth(master, 3), 2 * HOUR)
    ews.delete(nth(master, 5))
    return master


def test_another_subject_leaves_exceptions_alone(ews: Client, worn: ItemId) -> None:
    ews.update(worn, put(ItemRows.Subject, "Retro"))
    shown = in_view(ews)
    assert [item.Subject for item in shown] == ["Retro"] * 6
    assert times(shown)[2] == "17 12:00"


def test_an_exception_keeps_what_was_changed_in_it(ews: Client, worn: ItemId) -> None:
    ews.update(nth(worn, 3), put(ItemRows.Subject, "Special"))
    ews.update(worn, put(ItemRows.Subject, "Retro"), put(CalendarItem.Location, "Hall"))
    shown = ews.get(nth(worn, 3), ItemRows.Subject, CalendarItem.Location)
    assert (shown.Subject, shown.Location) == ("Special", "Hall")


def test_other_times_drop_exceptions(ews: Client, worn: ItemId) -> None:
    ews.update(worn, put(CalendarItem.Start, at(8)), put(CalendarItem.End, at(9)))
    assert times(in_view(ews)) == [f"{day} 08:00" for day in range(15, 22)]


def test_another_pattern_drops_exceptions(ews: Client, worn: ItemId) -> None:
    ews.update(worn, put(CalendarItem.Recurrence, weekly("Monday", "Wednesday", number=3)))
    assert times(in_view(ews, days=30)) == ["15 10:00", "17 10:00", "22 10:00"]


def test_a_shorter_series_keeps_the_exceptions_within(ews: Client, worn: ItemId) -> None:
    ews.update(worn, put(CalendarItem.Recurrence, daily(4)))
    assert times(in_view(ews)) == ["15 10:00", "16 10:00", "17 12:00", "18 10:00"]
    assert seen(ews, worn).DeletedOccurrences is None


def test_a_shorter_series_must_have_an_occurrence_left(ews: Client, worn: ItemId) -> None:
    """RC ErrorRecurrenceHasNoOccurrence"""
    for index in (1, 2):
        ews.delete(nth(worn, index))
    assert ews.update(worn, put(CalendarItem.Recurrence, daily(2))).code == "ErrorRecurrenceHasNoOccurrence"
    assert ews.update(worn, put(CalendarItem.Recurrence, daily(3))).code == "NoError"
    assert times(in_view(ews)) == ["17 12:00"]


def test_a_longer_series_does_not_bring_back_what_was_deleted(ews: Client, worn: ItemId) -> None:
    """EMA 235"""
    ews.update(worn, put(CalendarItem.Recurrence, daily(9)))
    assert times(in_view(ews, days=9))[3:] == [f"{day} 10:00" for day in (18, 20, 21, 22, 23)]


def test_another_first_day_moves_the_whole_series(ews: Client, worn: ItemId) -> None:
    ews.update(worn, put(CalendarItem.Start, at(10, day=16)), put(CalendarItem.End, at(11, day=16)))
    assert times(in_view(ews, days=9)) == [f"{day} 10:00" for day in range(16, 23)]
    assert seen(ews, worn).Recurrence == daily(7, start="2027-03-16+01:00")


def test_a_series_becomes_single_and_back(ews: Client, worn: ItemId) -> None:
    ews.update(worn, drop(CalendarItem.Recurrence))
    shown = seen(ews, worn)
    assert (shown.CalendarItemType, shown.ModifiedOccurrences, shown.DeletedOccurrences) == ("Single", None, None)
    assert times(in_view(ews)) == ["15 10:00"]
    ews.update(worn, put(CalendarItem.Recurrence, daily(2)))
    assert times(in_view(ews)) == ["15 10:00", "16 10:00"]
    assert seen(ews, worn).CalendarItemType == "RecurringMaster"


def test_deleting_the_master_deletes_the_series(ews: Client, anna: Mailbox, worn: ItemId) -> None:
    assert ews.delete(worn).code == "NoError"
    assert not in_view(ews)
    (gone,) = anna.items_of(anna.need("deleteditems"))
    assert gone.value(CalendarItem.CalendarItemType) == "RecurringMaster"


def test_a_series_that_moves_takes_its_exceptions_along(ews: Client, worn: ItemId) -> None:
    trash = ews.delete(worn).code
    assert trash == "NoError"
    found = ews.find("deleteditems").items[0]
    ews.move(found, to="calendar")
    assert times(in_view(ews)) == ["15 10:00", "16 10:00", "17 12:00", "18 10:00", "20 10:00", "21 10:00"]


def test_sync_speaks_of_masters_alone(ews: Client, worn: ItemId) -> None:
    reply = ews.sync()
    first = reply.only
    assert len(first.Changes.entries) == 1
    ews.update(nth(worn, 1), put(ItemRows.Subject, "Special"))
    (change,) = ews.sync(first.SyncState).only.Changes.entries
    assert change.value.CalendarItem.ItemId.Id == worn.Id


def test_occurrences_conflict_with_other_entries(ews: Client, master: ItemId) -> None:
    other = ews.create(an_entry(Start=at(10, 30, day=18), End=at(12, day=18))).id
    assert ews.get(other, CalendarItem.ConflictingMeetingCount).ConflictingMeetingCount == 1
    assert ews.get(nth(master, 4), CalendarItem.ConflictingMeetingCount).ConflictingMeetingCount == 1
    assert ews.get(nth(master, 5), CalendarItem.ConflictingMeetingCount).ConflictingMeetingCount == 0
