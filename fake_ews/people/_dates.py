"""A person acts on a part of a series: on one of its dates, or on one and all that follow.

Rule: a date is named by when it would start by the pattern, however it was moved. This one and all following is what
clients make of it: the series ends before, and a new one with a UID of its own goes on.
Source: fact sheet section 8; guide/how-to-update-a-recurring-series.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Mapi
from fake_ews.model import entries, meetings, recurrence, series
from fake_ews.model.entries import Zoning
from fake_ews.model.items import is_organizer
from fake_ews.model.occurrences import Occurrence, is_last
from fake_ews.model.properties import Extended
from fake_ews.people import _fields
from fake_ews.people._looking import Values, right
from fake_ews.people._saving import OF_ONE_ENTRY, Saving


class Dates(Saving):
    """A person who acts on dates of a series."""

    # --- one date --------------------------------------------------------------------------------------------------

    def change_date(
        self, entry: int, original: dt.datetime, *, saves: int | None = None, send: bool = True, **fields: Any
    ) -> None:
        """Save one date of a series with other values; the others stay as they are. `saves`, `send`: as `change`."""
        often = self.often(saves)
        self.rewrite_date(entry, original, "change date", lambda bag, _: _fields.write(bag, fields), send=send)
        self._again(entry, original, often)

    def drag_date(self, entry: int, original: dt.datetime, start: dt.datetime) -> None:
        """Drag one date of a series to another time; its length stays."""
        times = _fields.moved(self.date(entry, original).bag, start)
        self.rewrite_date(entry, original, "change date", lambda bag, extended: _fields.write(bag, times))

    def delete_date(self, entry: int, original: dt.datetime, *, send: bool = True) -> None:
        """Delete one date of a series: it is cut out, and moves nowhere; of a meeting cancellations are sent first."""
        one = self.stored_date(entry, original)
        right(is_last(one))
        with self._act("delete date"):
            if send:
                meetings.call_off(one, self.by, keep=self.keeps_sent)
            self.mailbox.delete(one, "MoveToDeletedItems", self.by)

    # --- one date and all that follow ------------------------------------------------------------------------------

    def change_following(self, entry: int, original: dt.datetime, **fields: Any) -> int:
        """Save a date and all that follow with other values: the series ends before, a new one begins with these.

        The answer is the new one's handle. Who is invited hears of both; dates that were changed or deleted by
        themselves are as all others in the new one, which has the extended properties of the old. [both: unverified]
        """
        one = self.date(entry, original)
        last = self._before(entry, one)
        if not is_organizer(one):
            raise ValueError(f"entry {entry} of {self.who} is another's meeting, which only its organizer can divide")
        bag, extended = self._rest(one, fields)
        self._end(entry, last, "change following")
        return self.draft(bag, extended, "new", invites=True)

    def delete_following(self, entry: int, original: dt.datetime) -> None:
        """Delete a date and all that follow: the series ends before; who is invited gets an update of it."""
        self._end(entry, self._before(entry, self.date(entry, original)), "delete following")

    def _before(self, entry: int, one: Occurrence) -> int:
        """The day of the last date before one; ValueError where there is none."""
        index = one.plan.days.index(one.day)
        assert index is not None
        found = series.remaining(one.master.bag, one.plan, index - 1, -1)
        if found is None:
            raise ValueError(f"entry {entry} of {self.who} has no date before this one: that is all of it")
        return found

    def _end(self, entry: int, last: int, what: str) -> None:
        def write(bag: CalendarItem, extended: dict[Mapi, Extended]) -> tuple[()]:
            bag.Recurrence = recurrence.ending(bag.need(CalendarItem.Recurrence), last)
            return ()

        self.rewrite(entry, what, write)

    def _rest(self, one: Occurrence, fields: Mapping[str, Any]) -> Values:
        """The values of the series that goes on with a date."""
        master, index = one.master, one.plan.days.index(one.day)
        assert index is not None
        bag = cast(CalendarItem, series.occurrence(master.bag, one.plan, one.day, changed=False))
        bag.Recurrence = recurrence.beginning(master.need(CalendarItem.Recurrence), one.day, index - 1)
        for row in (*OF_ONE_ENTRY, ItemRows.ReminderNextTime):
            bag.values.pop(row, None)
        times = _fields.write(bag, fields)
        if times and bag.Recurrence is not None:
            bag.Recurrence = recurrence.beginning(bag.Recurrence, _fields.first_day(bag).toordinal())
        right(entries.complete(bag, self.mailbox, Zoning()))
        return bag, dict(master.extended)
