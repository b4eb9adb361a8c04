"""A person makes entries and saves them: each save is a turn, and what others can see of it is told to who is invited.

Rule: `rewrite` and `draft` are the only ways to the mailbox from here; who works on a copy puts others in their place.
Source: fact sheet section 14 (what users do; client-side saves come in bursts), sections 6 and 9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, cast

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Mapi, Row
from fake_ews.model import entries, meetings, signals
from fake_ews.model.entries import Zoning
from fake_ews.model.fields import MOST_SAVES
from fake_ews.model.items import Item, is_organizer
from fake_ews.model.occurrences import Occurrence, refusal
from fake_ews.model.properties import Extended
from fake_ews.model.series import is_series
from fake_ews.people import _fields
from fake_ews.people._looking import Looking, Values, Write, right

OF_ONE_ENTRY: tuple[Row[Any], ...] = (
    CalendarItem.UID, CalendarItem.Organizer, CalendarItem.AppointmentState, CalendarItem.MyResponseType,
    CalendarItem.MeetingRequestWasSent, CalendarItem.AppointmentReplyTime, CalendarItem.AppointmentSequenceNumber,
    CalendarItem.RecurrenceId,
)  # fmt: skip
"""What a copy does not take over from the entry that it is made of."""


class Saving(Looking):
    """A person who saves. `by` is whose name changes carry.

    `keeps_sent`: a copy of each request, update, cancellation and answer is kept in Sent Items, as programs do unasked.
    `bursts`: an entry that is open is saved more than once.
    """

    keeps_sent = True
    bursts = False

    # --- making ----------------------------------------------------------------------------------------------------

    def new(
        self, subject: str, start: dt.datetime, end: dt.datetime, *, saves: int | None = None, send: bool = True,
        **fields: Any,
    ) -> int:  # fmt: skip
        """Make an entry; invited people get their requests, unless it is saved without sending.

        Outlook may save it more than once: `saves` times.
        """
        often = self.often(saves)
        entry = self.draft(self.drafted(subject, start, end, fields), {}, "new", invites=send)
        return self._again(entry, None, often)

    def drafted(self, subject: str, start: dt.datetime, end: dt.datetime, fields: Mapping[str, Any]) -> CalendarItem:
        """The values of a new entry, complete; ValueError says why Exchange would refuse it."""
        bag = CalendarItem()
        _fields.write(bag, {"zone": self.mailbox.zone, "subject": subject, "start": start, "end": end, **fields})
        right(entries.complete(bag, self.mailbox, Zoning()))
        return bag

    def copy(self, entry: int, start: dt.datetime) -> int:
        """Ctrl+drag: a second entry with all properties of the first, extended ones too, under a UID of its own.

        It is a new entry of this person; the people on it are not invited to it. [unverified]
        """
        return self.draft(*self.twin(entry, start), "copy", invites=False)

    def twin(self, entry: int, start: dt.datetime) -> Values:
        """The values of a copy of an entry at another time."""
        values, extended, _ = self.seen(entry)
        bag = values.copy()
        _fields.write(bag, _fields.moved(bag, start))
        for row in OF_ONE_ENTRY:
            bag.values.pop(row, None)
        right(entries.complete(bag, self.mailbox, Zoning()))
        return bag, dict(extended)

    def draft(self, bag: CalendarItem, extended: dict[Mapi, Extended], what: str, *, invites: bool) -> int:
        """Store a complete entry, and invite who is on it if told so; its handle."""
        self.new_draft(bag, extended, what, invites=invites)
        return self.handles.of(bag.need(CalendarItem.UID))

    def new_draft(self, bag: CalendarItem, extended: Mapping[Mapi, Extended], what: str, *, invites: bool) -> None:
        """The same, of what may be a copy's, which goes on changing."""
        with self._act(what):
            (self.create if invites else self.place)(bag.copy(), dict(extended))

    def create(self, bag: CalendarItem, extended: dict[Mapi, Extended]) -> Item:
        """Store a new entry in the calendar; whoever is invited gets a request."""
        invited = entries.invited(bag)
        bag.MeetingRequestWasSent = bool(invited)
        item = self.place(bag, extended)
        meetings.send(item, invited, "request", keep=self.keeps_sent)
        return item

    def place(self, bag: CalendarItem, extended: dict[Mapi, Extended]) -> Item:
        """Store a new entry in the calendar."""
        return self.mailbox.create(self.mailbox.need("calendar"), bag, extended, self.by)

    # --- changing --------------------------------------------------------------------------------------------------

    def change(self, entry: int, *, saves: int | None = None, send: bool = True, **fields: Any) -> None:
        """Save an entry with other values; people who are invited hear of what they can see, unless nothing is sent.

        In Outlook it may be saved more than once, `saves` times in all.
        """
        often = self.often(saves)
        self.rewrite(entry, "change", lambda bag, extended: _fields.write(bag, fields), send=send)
        self._again(entry, None, often)

    def drag(self, entry: int, start: dt.datetime) -> None:
        """Drag an entry to another time; its length stays."""
        times = _fields.moved(self.seen(entry)[0], start)
        self.rewrite(entry, "change", lambda bag, _: _fields.write(bag, times))

    def save(self, entry: int, original: dt.datetime | None = None, saves: int | None = None) -> None:
        """Save an entry, or one date of a series, again as it is; in Outlook `saves` times. Nothing is sent."""
        for _ in range(self.often(saves)):
            self._save(entry, original)

    def _save(self, entry: int, original: dt.datetime | None) -> None:
        if original is None:
            self.rewrite(entry, "save", lambda bag, extended: (), send=False)
        else:
            self.rewrite_date(entry, original, "save date", lambda bag, extended: (), send=False)

    def often(self, saves: int | None) -> int:
        """How often an entry that is open is saved: as told, or as the profile has it of programs that save in bursts.

        ValueError for a number that cannot be, and for a program that saves once.
        """
        if saves is None:
            return self.mailbox.profile.outlook_saves if self.bursts else 1
        if not isinstance(saves, int) or not 1 <= saves <= MOST_SAVES:
            raise ValueError(f"saves must be a number from 1 to {MOST_SAVES}, not {saves!r}")
        if saves > 1 and not self.bursts:
            raise ValueError(f"{self.who} saves once: it is Outlook that saves in bursts")
        return saves

    def _again(self, entry: int, original: dt.datetime | None, often: int) -> int:
        """The rest of a burst: the entry is saved as it is, so that it is saved `often` times with the first."""
        for _ in range(often - 1):
            self._save(entry, original)
        return entry

    def mark_read(self, entry: int, read: bool = True) -> None:
        """Mark an entry as read or unread: a change of the item that no field shows."""
        self.rewrite(entry, "mark read" if read else "mark unread", lambda bag, extended: (), send=False)

    def dismiss_reminder(self, entry: int) -> None:
        """Dismiss the reminder of an entry: it is not set any more; of a series, that of the date whose turn it is."""
        if is_series(self.seen(entry)[0]):
            self.dismiss_date(entry)
        else:
            self.rewrite(entry, "change", lambda bag, _: _fields.write(bag, {"reminder": None}), send=False)

    def dismiss_date(self, entry: int) -> None:
        """Dismiss the reminder of the date of a series whose turn it is: the next one has its turn, if there is one."""
        item = self.item(entry)
        change = signals.dismissed(item, None, self.exchange.clock.now())
        if change is not None:
            with self._act("dismiss reminder"):
                self.mailbox.update(item, signals.changed(item, change), item.extended, self.by)

    def stamp(self, entry: int, stamp: Iterable[Mapping[str, Any]], invite: Iterable[str] = ()) -> None:
        """The add-in writes a product's stamp on the entry, and invites rooms and people as resources."""
        properties, rooms = _fields.stamped(stamp), list(invite)

        def write(bag: CalendarItem, extended: dict[Mapi, Extended]) -> tuple[Row[Any], ...]:
            extended.update(properties)
            there = [entries.address_of(one) for one in entries.people(bag, CalendarItem.Resources)]
            return _fields.write(bag, {"resources": [*there, *rooms]}) if rooms else ()

        self.rewrite(entry, "stamp", write)

    def rewrite(self, entry: int, what: str, write: Write, *, send: bool = True) -> None:
        """Save an entry after `write` has changed its values; without `send` nobody hears of it."""
        item = self.item(entry)
        bag, extended = self.written(cast(CalendarItem, item.bag), item.extended, write)
        with self._act(what):
            self._update(item, bag, extended, send)

    def rewrite_date(self, entry: int, original: dt.datetime, what: str, write: Write, *, send: bool = True) -> None:
        """The same with one date of a series."""
        one = self.stored_date(entry, original)
        bag, extended = self.written_date(one, write)
        with self._act(what):
            self._update(one, bag, extended, send)

    def written(self, values: CalendarItem, extended: dict[Mapi, Extended], write: Write) -> Values:
        """The values of an entry after `write` has changed them; ValueError says why Exchange would refuse them."""
        bag, properties = values.copy(), dict(extended)
        times = write(bag, properties)
        right(entries.correct(bag, values, self.mailbox, Zoning(), times))
        return bag, properties

    def written_date(self, one: Occurrence, write: Write) -> Values:
        """The values of a date after `write` has changed them; ValueError says why Exchange would refuse them."""
        bag, extended = self.written(cast(CalendarItem, one.bag), one.extended, write)
        right(refusal(one, bag))
        return bag, extended

    def _update(self, item: Item, bag: CalendarItem, extended: dict[Mapi, Extended], send: bool) -> None:
        before = cast(CalendarItem, item.bag)
        if not send or not is_organizer(item):
            self.mailbox.update(item, bag, extended, self.by)
            return
        meetings.update(item, before, bag, extended, self.by, everybody=False, keep=self.keeps_sent)
