"""Wrong services for series, each rejected by one case of the capability."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from reference_sync import dating, items, steps
from reference_sync.decide import Base, Cancel, Decision, Entry, Ignore, Merge, Reservation
from reference_sync.exchange import Exchange
from reference_sync.series import Dates
from reference_sync.tables import Stored
from tests.mutants import mutant
from tests.mutants.services import Decide, _decide, _replace


@mutant("B2/series")
def creates_the_first_date_only() -> None:
    """Leaves the recurrence out when it creates the item."""
    _replace(Exchange, "create", lambda right, self, *more: right(self, *more[:5]))


@mutant("F2/occurrence")
def moves_all_dates_with_one() -> None:
    """Takes the shift of one date for a shift of the whole series."""

    def settled(right: Any, ours: Dates, known: Any, there: Dates) -> Any:
        change = right(ours, known, there)
        for one, state in change.take.items():
            if state is not None and ours[one] is not None:
                shift = state[0] - ours[one][0]  # type: ignore[index]  # not None, as just asked
                return replace(change, take={day: _shifted(now, shift) for day, now in ours.items()})
        return change

    _replace(dating, "settled", settled)


def _shifted(state: tuple[datetime, datetime] | None, shift: timedelta) -> tuple[datetime, datetime] | None:
    return state and (state[0] + shift, state[1] + shift)


@mutant("F2/occurrence")
def cancels_all_with_one_date() -> None:
    """Takes a deleted date for a deleted series."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        gone = isinstance(decision, Merge) and entry is not None and None in entry.dates.values()
        return Cancel("F2") if gone else decision

    _decide(wrong)


@mutant("F2/occurrence")
def reads_the_master_only() -> None:
    """Overlooks which dates of a series were changed or deleted."""
    _replace(dating, "dated", lambda right, tx, stored, *more: (stored, None))
    vars(steps)["dated"] = dating.dated


@mutant("field/dates-the-day-before")
def takes_the_day_from_utc() -> None:
    """Takes the dates of a series for days in UTC, whatever zone its entry is in."""

    def dates_of(right: Any, item: Any, rule: Any) -> Dates:
        dates: Dates = right(item, rule)
        return {_midnight(one): state and (_midnight(state[0]), _midnight(state[1])) for one, state in dates.items()}

    _replace(items, "dates_of", dates_of)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0)


@mutant("F2/master-deleted")
def keeps_a_series_whose_master_is_gone() -> None:
    """Expects a deletion for each date, and does nothing about the master's."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        return Ignore("F-trash") if isinstance(decision, Cancel) and _recurs(reservation) else decision

    series: set[str] = set()

    def recorded(right: Any, tx: Any, stored: Stored, *more: Any) -> Stored:
        if stored.recurrence:
            series.add(stored.core.oid)
        after: Stored = right(tx, stored, *more)
        return after

    def _recurs(reservation: Reservation | None) -> bool:
        return reservation is not None and reservation.oid in series

    _replace(steps, "recorded", recorded)
    _decide(wrong)
