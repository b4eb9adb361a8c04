"""What a person can do to the own mailbox with any program: each act is a turn, and reaches the mailbox at once.

Rule: an entry is known by a handle that survives every move, since it stands for the entry's UID.
Source: fact sheet section 14 (what users do), sections 4, 6 and 9 (what Exchange makes of it).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Literal, cast, get_args

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Mapi, Row
from fake_ews.model import answers, entries, meeting_mail, meetings, signals
from fake_ews.model.entries import Zoning
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import Failure
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import CANCELLED, MEETING, Item, is_organizer, state
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import DELETED, RECOVERABLE, Mailbox
from fake_ews.model.occurrences import Occurrence, is_last, on_day, refusal
from fake_ews.model.properties import Extended
from fake_ews.model.series import is_series, plan_of
from fake_ews.people import _fields

Values = tuple[CalendarItem, dict[Mapi, Extended]]
Seen = tuple[CalendarItem, dict[Mapi, Extended], Item | None]
Write = Callable[[CalendarItem, dict[Mapi, Extended]], Collection[Row[Any]]]
"""What changes the values of an entry, in place; the answer is which times it sets."""


class Handles:
    """The numbers by which a person knows entries: each stands for a UID."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uids: list[str] = []

    def of(self, uid: str) -> int:
        """The number of a UID, a new one where it has none."""
        if uid not in self._numbers:
            self._uids.append(uid)
            self._numbers[uid] = len(self._uids)
        return self._numbers[uid]

    def uid(self, number: int) -> str:
        """The UID of a number; LookupError where it stands for none."""
        if not 0 < number <= len(self._uids):
            raise LookupError(f"there is no entry {number}")
        return self._uids[number - 1]


class Hands:
    """A person at work in a mailbox. `program` is the name the journal shows, `by` whose name changes carry.

    `keeps_sent`: a copy of each request, update, cancellation and answer is kept in Sent Items, as programs do unasked.
    """

    program = "Somebody"
    keeps_sent = True

    def __init__(self, exchange: Exchange, mailbox: Mailbox, handles: Handles | None = None) -> None:
        self.exchange, self.mailbox = exchange, mailbox
        self.handles = handles or Handles()
        self._last_deleted: int | None = None

    # --- looking ---------------------------------------------------------------------------------------------------

    @property
    def by(self) -> str:
        """Whose name the changes carry."""
        return self.mailbox.name

    @property
    def who(self) -> str:
        """How the journal names this person."""
        return f"{self.program} of {self.mailbox.address}"

    def entries(self) -> tuple[int, ...]:
        """The handles of all entries of the calendar, in the order they came."""
        calendar = self.mailbox.items_of(self.mailbox.need("calendar"))
        return tuple(self.handles.of(item.need(CalendarItem.UID)) for item in calendar if item.is_entry)

    def find(self, subject: str) -> int:
        """The handle of the entry with this subject; LookupError where there is none, or several."""
        found = [entry for entry in self.entries() if (self.seen(entry)[0].Subject or "") == subject]
        if len(found) != 1:
            raise LookupError(f"{self.who} has {len(found)} entries {subject!r}, expected one")
        return found[0]

    def seen(self, entry: int) -> Seen:
        """What the person sees of an entry: its values, extended properties, and the item."""
        item = self.item(entry)
        return cast(CalendarItem, item.bag), item.extended, item

    def item(self, entry: int) -> Item:
        """The item of a handle, where it lies now (the calendar before other folders); LookupError if it is gone."""
        uid = self.handles.uid(entry)
        found = [item for item in self.mailbox.items.values() if item.is_entry and item.need(CalendarItem.UID) == uid]
        if not found:
            raise LookupError(f"{self.who} has no entry {entry} any more")
        return min(found, key=lambda item: self.mailbox.folders[item.folder].distinguished != "calendar")

    # --- making and changing ---------------------------------------------------------------------------------------

    def new(self, subject: str, start: dt.datetime, end: dt.datetime, **fields: Any) -> int:
        """Make an entry; invited people get their requests."""
        bag = self.drafted(subject, start, end, fields)
        with self._act("new"):
            self.create(bag, {})
        return self.handles.of(bag.need(CalendarItem.UID))

    def drafted(self, subject: str, start: dt.datetime, end: dt.datetime, fields: Mapping[str, Any]) -> CalendarItem:
        """The values of a new entry, complete; ValueError says why Exchange would refuse it."""
        bag = CalendarItem()
        _fields.write(bag, {"zone": self.mailbox.zone, "subject": subject, "start": start, "end": end, **fields})
        _right(entries.complete(bag, self.mailbox, Zoning()))
        return bag

    def change(self, entry: int, **fields: Any) -> None:
        """Save an entry with other values; people who are invited hear of what they can see."""
        self.rewrite(entry, "change", lambda bag, extended: _fields.write(bag, fields))

    def drag(self, entry: int, start: dt.datetime) -> None:
        """Drag an entry to another time; its length stays."""
        bag = self.seen(entry)[0]
        length = bag.need(CalendarItem.End) - bag.need(CalendarItem.Start)
        self.change(entry, start=start, end=start + length)

    def save(self, entry: int) -> None:
        """Save an entry again as it is."""
        self.rewrite(entry, "save", lambda bag, extended: ())

    def mark_read(self, entry: int, read: bool = True) -> None:
        """Mark an entry as read or unread: a change of the item that no field shows."""
        self.rewrite(entry, "mark read" if read else "mark unread", lambda bag, extended: ())

    def dismiss_reminder(self, entry: int) -> None:
        """Dismiss the reminder of an entry: it is not set any more; of a series, that of the date whose turn it is."""
        if is_series(self.seen(entry)[0]):
            self.dismiss_date(entry)
        else:
            self.change(entry, reminder=None)

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

    def rewrite(self, entry: int, what: str, write: Write) -> None:
        """Save an entry after `write` has changed its values."""
        item = self.item(entry)
        bag, extended = self.written(cast(CalendarItem, item.bag), item.extended, write)
        with self._act(what):
            self._update(item, bag, extended)

    def written(self, values: CalendarItem, extended: dict[Mapi, Extended], write: Write) -> Values:
        """The values of an entry after `write` has changed them; ValueError says why Exchange would refuse them."""
        bag, properties = values.copy(), dict(extended)
        times = write(bag, properties)
        _right(entries.correct(bag, values, self.mailbox, Zoning(), times))
        return bag, properties

    def copy(self, entry: int, start: dt.datetime) -> int:
        """Ctrl+drag: a second entry with all properties of the first, extended ones too, under a UID of its own.

        It is a new entry of this person; the people on it are not invited to it. [unverified]
        """
        bag, extended = self.twin(entry, start)
        with self._act("copy"):
            self.place(bag, extended)
        return self.handles.of(bag.need(CalendarItem.UID))

    def twin(self, entry: int, start: dt.datetime) -> Values:
        """The values of a copy of an entry at another time."""
        values, extended, _ = self.seen(entry)
        bag = values.copy()
        length = bag.need(CalendarItem.End) - bag.need(CalendarItem.Start)
        _fields.write(bag, {"start": start, "end": start + length})
        for row in (CalendarItem.UID, CalendarItem.Organizer, CalendarItem.AppointmentState,
                    CalendarItem.MyResponseType, CalendarItem.MeetingRequestWasSent, CalendarItem.AppointmentReplyTime,
                    CalendarItem.AppointmentSequenceNumber):  # fmt: skip
            bag.values.pop(row, None)
        _right(entries.complete(bag, self.mailbox, Zoning()))
        return bag, dict(extended)

    # --- single dates of a series ----------------------------------------------------------------------------------

    def date(self, entry: int, original: dt.datetime) -> Occurrence:
        """The date of a series that by its pattern starts at an instant; LookupError where there is none such."""
        values, extended, _ = self.seen(entry)
        shown = Item(self.mailbox, 0, self.mailbox.need("calendar").number, values, extended)
        return self._dated(entry, shown, original)

    def _dated(self, entry: int, series: Item, original: dt.datetime) -> Occurrence:
        day = plan_of(series.bag).day_of(original) if is_series(series.bag) else 0
        found = on_day(series, day)
        if found is None or found.original_start != original:
            raise LookupError(f"entry {entry} of {self.who} has no date that starts at {original.isoformat()}")
        return found

    def change_date(self, entry: int, original: dt.datetime, **fields: Any) -> None:
        """Save one date of a series with other values; the others stay as they are."""
        self.rewrite_date(entry, original, "change date", lambda bag, extended: _fields.write(bag, fields))

    def drag_date(self, entry: int, original: dt.datetime, start: dt.datetime) -> None:
        """Drag one date of a series to another time; its length stays."""
        bag = self.date(entry, original).bag
        length = bag.need(CalendarItem.End) - bag.need(CalendarItem.Start)
        self.change_date(entry, original, start=start, end=start + length)

    def rewrite_date(self, entry: int, original: dt.datetime, what: str, write: Write) -> None:
        """Save one date of a series after `write` has changed its values."""
        one = self._dated(entry, self.item(entry), original)
        bag, extended = self.written_date(one, write)
        with self._act(what):
            self._update(one, bag, extended)

    def written_date(self, one: Occurrence, write: Write) -> Values:
        """The values of a date after `write` has changed them; ValueError says why Exchange would refuse them."""
        bag, extended = self.written(cast(CalendarItem, one.bag), one.extended, write)
        _right(refusal(one, bag))
        return bag, extended

    def delete_date(self, entry: int, original: dt.datetime) -> None:
        """Delete one date of a series: it is cut out, and moves nowhere; of a meeting cancellations go out first."""
        one = self._dated(entry, self.item(entry), original)
        _right(is_last(one))
        with self._act("delete date"):
            meetings.call_off(one, self.by, keep=self.keeps_sent)
            self.mailbox.delete(one, "MoveToDeletedItems", self.by)

    # --- taking away and bringing back -----------------------------------------------------------------------------

    def delete(self, entry: int) -> None:
        """Delete: the entry moves to Deleted Items; of a meeting of one's own, cancellations go out first."""
        item = self.item(entry)
        with self._act("delete"):
            meetings.call_off(item, self.by, keep=self.keeps_sent)
            self.mailbox.delete(item, "MoveToDeletedItems", self.by, seen_as=self.mailbox.profile.trash_as)
        self._last_deleted = entry

    def shift_delete(self, entry: int, *, event: Literal["DeletedEvent", "MovedEvent"] = "DeletedEvent") -> None:
        """Shift+Delete: gone for good, or to the Recoverable Items, as the kind of event says that it shows."""
        item = self.item(entry)
        with self._act("shift delete"):
            meetings.call_off(item, self.by, keep=self.keeps_sent)
            self.mailbox.delete(item, "HardDelete" if event == "DeletedEvent" else "SoftDelete", self.by)

    def undo(self) -> None:
        """Undo the last Delete: the entry moves back to the calendar, under a new id. LookupError: there was none."""
        if self._last_deleted is None:
            raise LookupError(f"{self.who} has deleted nothing that could be undone")
        entry, self._last_deleted = self._last_deleted, None
        self.bring_back(entry, "undo")

    def drag_back(self, entry: int) -> None:
        """Drag an entry from Deleted Items to the calendar: it gets a new id."""
        self.bring_back(entry, "drag back")

    def bring_back(self, entry: int, what: str) -> None:
        """Move an entry from Deleted Items or the Recoverable Items to the calendar."""
        item = self.item(entry)
        if self.mailbox.folders[item.folder].distinguished not in DELETED:
            raise LookupError(f"entry {entry} of {self.who} is not deleted")
        recovers = self.mailbox.folders[item.folder].distinguished in RECOVERABLE
        seen_as = self.mailbox.profile.recovered_as if recovers else Kind.Moved
        with self._act(what):
            self.mailbox.move(item, self.mailbox.need("calendar"), self.by, seen_as=seen_as)

    def move(self, entry: int, folder: str) -> None:
        """Move an entry to another folder, given by its distinguished name or its FolderId; it gets a new id."""
        item, target = self.item(entry), self.folder(folder)
        with self._act("move"):
            self.mailbox.move(item, target, self.by)

    def folder(self, named: str) -> StoredFolder:
        """A folder by its distinguished name or its FolderId; LookupError where there is none."""
        found = self.mailbox.distinguished(named) or self.mailbox.folder_of_id(named)
        if found is None:
            raise LookupError(f"{self.mailbox.address} has no folder {named!r}")
        return found

    def empty_trash(self) -> None:
        """Empty Deleted Items: everything in it is gone for good."""
        with self._act("empty trash"):
            for item in list(self.mailbox.items_of(self.mailbox.need("deleteditems"))):
                self.mailbox.delete(item, "HardDelete", self.by)

    # --- meetings --------------------------------------------------------------------------------------------------

    def accept(self, entry: int) -> None:
        """Accept a meeting; the organizer's item learns of it."""
        self._respond(entry, "Accept")

    def tentative(self, entry: int) -> None:
        """Accept a meeting tentatively."""
        self._respond(entry, "Tentative")

    def decline(self, entry: int) -> None:
        """Decline a meeting: the copy moves to Deleted Items."""
        self._respond(entry, "Decline")

    def propose(self, entry: int, start: dt.datetime, end: dt.datetime, response: str = "Tentative") -> None:
        """Answer, and propose another time; ValueError where the organizer does not want that."""
        self.proposable(entry)
        if response not in get_args(meeting_mail.Response):
            raise ValueError(f"not an answer: {response!r} (there are {', '.join(get_args(meeting_mail.Response))})")
        said = meeting_mail.Said(proposed=(entries.instant(start, None), entries.instant(end, None)))
        self._respond(entry, cast(meeting_mail.Response, response), said)

    def proposable(self, entry: int) -> None:
        """ValueError if no other time can be proposed for this invitation."""
        if not self.answerable(entry).bag.get(CalendarItem.AllowNewTimeProposal):
            raise ValueError(f"the organizer of entry {entry} of {self.who} wants no other times proposed")

    def _respond(self, entry: int, response: meeting_mail.Response, said: meeting_mail.Said = answers.NOTHING) -> None:
        item = self.answerable(entry)
        with self._act("propose" if said.proposed else response.lower()):
            if response == "Decline":
                answers.decline(item, self.by, said=said, keep=self.keeps_sent)
            else:
                answers.respond(item, response, self.by, said=said, keep=self.keeps_sent)
            meeting_mail.put_away(self.mailbox, item, self.by)

    def answerable(self, entry: int) -> Item:
        """An invitation that can be answered; ValueError if it is the person's own entry, or cancelled."""
        item = self.item(entry)
        if is_organizer(item):
            raise ValueError(f"{self.who} is the organizer of entry {entry} and cannot answer it")
        if state(item) & CANCELLED:
            raise ValueError(f"entry {entry} of {self.who} is cancelled and cannot be answered")
        return item

    def cancel_meeting(self, entry: int) -> None:
        """Cancel one's own meeting: the item is updated, cancellations go out, and it moves to Deleted Items."""
        item = self.own_meeting(entry)
        with self._act("cancel meeting"):
            meetings.call_off(item, self.by, keep=self.keeps_sent)
            self.mailbox.delete(item, "MoveToDeletedItems", self.by)

    def own_meeting(self, entry: int) -> Item:
        """A meeting that the person can cancel; ValueError if it is another's, or no meeting."""
        item = self.item(entry)
        if not is_organizer(item) or not state(item) & MEETING:
            raise ValueError(f"{self.who} is not the organizer of a meeting {entry}")
        return item

    # --- the steps they are made of --------------------------------------------------------------------------------

    def _act(self, what: str) -> Any:
        return self.exchange.act(what, self.mailbox.address, self.who)

    def create(self, bag: CalendarItem, extended: dict[Mapi, Extended]) -> Item:
        """Store a new entry in the calendar; whoever is invited gets a request."""
        invited = entries.invited(bag)
        bag.MeetingRequestWasSent = bool(invited)
        item = self.place(bag, extended)
        meetings.send(item, invited, "request", keep=self.keeps_sent)
        return item

    def new_draft(self, bag: CalendarItem, extended: Mapping[Mapi, Extended], *, invites: bool) -> None:
        """Send an entry that was made on a cached copy."""
        with self._act("new" if invites else "copy"):
            (self.create if invites else self.place)(bag.copy(), dict(extended))

    def place(self, bag: CalendarItem, extended: dict[Mapi, Extended]) -> Item:
        """Store a new entry in the calendar."""
        return self.mailbox.create(self.mailbox.need("calendar"), bag, extended, self.by)

    def _update(self, item: Item, bag: CalendarItem, extended: dict[Mapi, Extended]) -> None:
        before = cast(CalendarItem, item.bag)
        if not is_organizer(item):
            self.mailbox.update(item, bag, extended, self.by)
            return
        meetings.update(item, before, bag, extended, self.by, everybody=False, keep=self.keeps_sent)


def _right(failure: Failure | None) -> None:
    if failure is not None:
        raise ValueError(f"Exchange refuses this entry: {failure.code}: {failure.text}")
