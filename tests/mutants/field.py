"""Wrong services of the field: each does what a report tells of, in `features/field/`."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import exchangelib  # type: ignore[import-untyped]

from reference_sync import decide, exchange, items, steps, worker
from reference_sync.decide import Entry, Merge, Values, span_of
from reference_sync.steps import Desk
from reference_sync.store import Transaction
from reference_sync.tables import Stored, changed
from tests.mutants import mutant
from tests.mutants.services import _replace


@mutant("field/entry-twice")
def counts_every_sight_of_a_new_entry() -> None:
    """Makes a revision each time it sees an entry of the add-in, by message and in the calendar."""

    def merged(right: Any, tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
        after: Stored = right(tx, stored, merge, entry)
        return replace(after, revision=after.revision + 1) if stored.core.origin is decide.Origin.ADDIN else after

    _replace(steps, "merged", merged)


@mutant("field/all-day-at-two")
def writes_whole_days_as_midnights_of_utc() -> None:
    """Creates whole days from midnight to midnight in UTC, which is 01:00 or 02:00 where the organizer is."""

    def create(right: Any, self: object, mailbox: str, oid: str, values: Values, text: str, zone: str) -> str:
        if values["allDay"]:
            start, end = (one + (one.utcoffset() or timedelta()) for one in span_of(values))
            moved = {"start": start.astimezone(UTC), "end": end.astimezone(UTC), "allDay": False}
            return str(right(self, mailbox, oid, {**values, **moved}, text, zone))
        return str(right(self, mailbox, oid, values, text, zone))

    _replace(exchange.Exchange, "create", create)


@mutant("field/guests-rewritten")
def compares_guests_letter_by_letter() -> None:
    """Takes another case of an address, or another order, for another guest."""

    def same(right: Any, name: str, here: Any, there: Any) -> bool:
        return here == there if name == "attendees" else bool(right(name, here, there))

    _replace(decide, "same", same)


@mutant("field/room-not-seen")
def sees_rooms_among_resources_only() -> None:
    """Takes a room that is invited like a person for a guest."""

    def entry_of(right: Any, item: Any, mailbox: str, rooms: Any) -> Entry | None:
        entry: Entry | None = right(item, mailbox, rooms)
        if entry is None:
            return None
        booked = tuple(one.address.lower() for one in entry.invited if one.part == "resource")
        return replace(entry, values={**entry.values, "resources": booked})

    for module in (items, exchange):
        _replace(module, "entry_of", entry_of)


@mutant("field/join-link-lost")
def writes_the_plain_text_back() -> None:
    """Reads an entry's text as plain, and writes it back with each change of the browser: what was a link is words."""
    plain: list[str] = []

    def update(right: Any, self: Any, mailbox: str, entry: Entry, values: Values) -> None:
        ids = [exchangelib.ItemId(id=entry.item_id)]
        (found,) = self._account(mailbox).fetch(ids, only_fields=["text_body"])
        plain[:] = [found.text_body or ""]
        right(self, mailbox, entry, values)

    def set_fields(right: Any, item: Any, values: Values, lists: Any) -> list[str]:
        fields: list[str] = right(item, values, lists)
        if item.id is not None and fields and plain:
            item.body = exchangelib.Body(plain[0])
            fields.append("body")
        return fields

    _replace(exchange.Exchange, "update", update)
    _replace(exchange, "set_fields", set_fields)


@mutant("field/day-before")
def takes_the_day_from_utc() -> None:
    """Takes the day of a whole-day entry from its start in UTC, where it is the day before."""

    def entry_of(right: Any, item: Any, mailbox: str, rooms: Any) -> Entry | None:
        entry: Entry | None = right(item, mailbox, rooms)
        if entry is None or not entry.values["allDay"]:
            return entry
        start, end = (one.replace(hour=0) for one in span_of(entry.values))
        return replace(entry, values={**entry.values, "start": start, "end": end})

    for module in (items, exchange):
        _replace(module, "entry_of", entry_of)


@mutant("field/two-rooms-for-a-while")
def keeps_both_rooms() -> None:
    """Books the new room and never lets go of the old one."""

    def swap(right: Any, here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, ...]:
        return here + tuple(room for room in there if room not in here)

    _replace(decide, "swap", swap)


@mutant("field/gap")
def believes_that_nothing_happened_between_subscriptions() -> None:
    """Subscribes anew, and does not look at what was changed meanwhile."""
    vars(steps)["catch_up"] = lambda desk, mailbox: None


@mutant("field/edge-of-the-day")
def cuts_what_it_compares_by_days_of_utc() -> None:
    """Compares the entries of one day of UTC, and takes a reservation whose entry begins on another for cancelled."""

    def catch_up(right: Any, desk: Desk, mailbox: str) -> None:
        right(desk, mailbox)
        with desk.store.begin() as tx:
            for stored in tx.reservations(organizer=mailbox, cancelled=False):
                start, end = span_of(stored.core.values)
                if start.astimezone(UTC).date() != end.astimezone(UTC).date():
                    tx.save(replace(changed(stored, cancelled=True), revision=stored.revision + 1))

    _replace(steps, "catch_up", catch_up)


@mutant("field/add-in-id")
def keeps_ids_as_a_mac_writes_them() -> None:
    """Stores an entry's id with the letters that add-ins on a Mac use, which Exchange does not know."""

    def merged(right: Any, tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
        after: Stored = right(tx, stored, merge, entry)
        if stored.core.origin is not decide.Origin.ADDIN:
            return after
        return changed(after, item_id=entry.item_id.replace("+", "_").replace("/", "-"))

    _replace(steps, "merged", merged)


@mutant("field/original-vanishes")
def cancels_with_the_copy() -> None:
    """Cancels the reservation when a copy of its entry is deleted."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        if entry is not None and entry.oid is not None and entry.place is decide.Place.ELSEWHERE:
            with desk.store.begin() as tx:
                stored = tx.reservation(entry.oid)
                if stored is not None and not stored.core.cancelled:
                    tx.save(replace(changed(stored, cancelled=True), revision=stored.revision + 1))
            return
        right(desk, mailbox, item_id, entry)

    _replace(steps, "look", look)


@mutant("field/one-401")
def switches_off_at_the_first_401() -> None:
    """Takes one 401 for a wrong password, and switches the user off."""

    def failed(right: Any, desk: Desk, mailbox: str, failure: exchange.Failure) -> None:
        right(desk, mailbox, failure)
        if "Unauthorized" in str(failure):
            with desk.store.begin() as tx:
                tx.switch(mailbox, False)

    _replace(worker, "failed", failed)


@mutant("field/german-server")
def knows_errors_by_their_english_texts() -> None:
    """Takes an entry for gone only if the text of the error says so in English."""

    def entry_of(right: Any, item: Any, mailbox: str, rooms: Any) -> Entry | None:
        if isinstance(item, items.MISSING) and "not found" not in str(item):
            raise item
        found: Entry | None = right(item, mailbox, rooms)
        return found

    for module in (items, exchange):
        _replace(module, "entry_of", entry_of)
