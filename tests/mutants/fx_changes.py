"""Wrong services for changes in Exchange alone, and on both sides at once (F, X), each rejected by one must-case."""

from dataclasses import replace
from typing import Any

from reference_sync import decide, exchange, items, listener, steps, worker
from reference_sync.decide import FIELDS, Base, Create, Decision, Entry, Link, Merge, Place, Reservation
from reference_sync.steps import Desk
from reference_sync.store import Transaction
from reference_sync.tables import Stored, User, Work
from tests.mutants import mutant
from tests.mutants.services import Decide, _decide, _replace

LATER = 5.0
"""Seconds that a slow service lets pass before it works."""


def _slow() -> None:
    """Work a moment later, so that it is certain that both sides have changed by then; that alone is not wrong."""

    def put(right: Any, tx: Transaction, mailbox: str, kind: str, ref: str = "", due: Any = None, **more: Any) -> None:
        later = tx.now() + LATER if due is None and kind in ("entry", "reservation") else due
        right(tx, mailbox, kind, ref, later, **more)

    _replace(Transaction, "put", put)


@mutant("F2/any-client")
def acts_on_moved_but_not_on_deleted() -> None:
    """Cancels what was moved to the trash, and keeps what is gone at once."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        with desk.store.begin() as tx:
            known = tx.linked_to(mailbox, item_id)
        if entry is not None or known is None or known.core.cancelled:
            right(desk, mailbox, item_id, entry)

    _replace(steps, "look", look)


@mutant("F2/attendee-deletes")
def follows_the_guests_copies() -> None:
    """Subscribes to the calendars of guests too, and takes their copies, by the UID, for the organizer's item."""
    oids: dict[str, str] = {}
    vars(exchange)["READ"] = (*items.READ, "uid")

    def entry_of(right: Any, item: Any, *more: Any) -> Entry | None:
        entry: Entry | None = right(item, *more)
        if entry is None:
            return None
        if entry.oid is not None:
            oids[item.uid] = entry.oid
        return replace(entry, oid=oids.get(item.uid))

    def merged(right: Any, tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
        for guest in decide.attendees_of(entry.values):
            if tx.user(guest.address.lower()) is None:
                tx.switch(guest.address.lower(), True)
                tx.put(guest.address.lower(), "subscribe")
        after: Stored = right(tx, stored, merge, entry)
        return after

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        own = entry and reservation and replace(entry, owner=reservation.organizer)
        return right(reservation, base, own or entry)

    _replace(exchange, "entry_of", entry_of)
    _replace(steps, "merged", merged)
    _decide(wrong)


@mutant("F2/delegate-deletes")
def takes_not_found_for_a_disturbance() -> None:
    """Reads an entry that is not found again and again, as if it would come back."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        if entry is None:
            raise exchange.Unreachable("ErrorItemNotFound")
        right(desk, mailbox, item_id, entry)

    _replace(steps, "look", look)


@mutant("F2/fields")
def overlooks_guests() -> None:
    """Never takes over who is invited."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        if isinstance(decision, Merge):
            return replace(decision, take={name: one for name, one in decision.take.items() if name != "attendees"})
        return decision

    _decide(wrong)


@mutant("F2/location-text")
def takes_the_room_from_the_text() -> None:
    """Books the room whose name is written as location."""

    def merged(right: Any, tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
        text = merge.take.get("location")
        named = tuple(room.address for room in tx.rooms().values() if text == room.name)
        take = {**merge.take, "resources": named} if named else merge.take
        after: Stored = right(tx, stored, replace(merge, take=take), entry)
        return after

    _replace(steps, "merged", merged)


@mutant("F2/meeting-cancelled")
def restores_a_cancelled_meeting() -> None:
    """Takes the cancelled meeting in the trash for a mistake, and creates the entry again."""

    def wrong(right: Any, reservation: Any, base: Any, entry: Entry | None) -> Decision:
        if entry is not None and entry.cancelled and entry.place is not Place.CALENDAR:
            return Create("E-trash")
        found: Decision = right(reservation, base, entry)
        return found

    _replace(decide, "decide", wrong)


@mutant("F2/out-of-order")
def drops_a_message_with_an_old_id() -> None:
    """Gives up all that came together with an id that is not found."""

    def read_ahead(right: Any, desk: Desk, mailbox: str, rows: Any) -> Any:
        pairs = right(desk, mailbox, rows)
        if rows[0].kind != "entry" or all(entry is not None for _, entry in pairs):
            return pairs
        with desk.store.begin() as tx:
            for row, _ in pairs:
                tx.done(row)
        return []

    _replace(worker, "read_ahead", read_ahead)


@mutant("F2/push-lost")
def subscribes_anew_without_looking() -> None:
    """Makes a new subscription when the old one is lost, and looks at nothing that happened meanwhile."""
    vars(steps)["catch_up"] = lambda desk, mailbox: None


@mutant("F2/read-flag")
def counts_every_save() -> None:
    """Makes a revision of every save in Exchange but the first it sees, whatever was saved."""
    keys: dict[str, str] = {}

    def merged(right: Any, tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
        after: Stored = right(tx, stored, merge, entry)
        known = keys.get(entry.item_id, entry.change_key)
        keys[entry.item_id] = entry.change_key
        saved = known != entry.change_key and not merge.take and not merge.write
        return replace(after, revision=after.revision + 1) if saved else after

    _replace(steps, "merged", merged)


@mutant("F2/server-busy")
def forgets_what_was_refused() -> None:
    """Gives up what it could not read because Exchange was busy."""

    def read_ahead(right: Any, desk: Desk, mailbox: str, rows: Any) -> Any:
        try:
            return right(desk, mailbox, rows)
        except exchange.Busy:
            with desk.store.begin() as tx:
                for row in rows:
                    tx.done(row)
            return []

    _replace(worker, "read_ahead", read_ahead)


@mutant("F2/shift-delete")
def waits_for_it_in_the_trash() -> None:
    """Keeps a reservation whose entry is gone, since it is not in Deleted Items; and creates the entry again."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        if entry is None and reservation is not None and reservation.link is Link.LINKED:
            return Create("F2")
        return right(reservation, base, entry)

    _decide(wrong)


@mutant("F2/trash")
def restores_at_the_next_comparison() -> None:
    """Creates the entries of cancelled reservations again whenever all is compared after a new subscription."""

    def catch_up(right: Any, desk: Desk, mailbox: str) -> None:
        right(desk, mailbox)
        with desk.store.begin() as tx:
            gone = [one for one in tx.reservations(organizer=mailbox, cancelled=True) if one.core.item_id is None]
        for one in gone:
            desk.client.create(mailbox, one.core.oid, one.core.values, one.text, one.time_zone)

    _replace(steps, "catch_up", catch_up)


@mutant("X/crossing")
def overwrites_the_whole_entry() -> None:
    """Writes all fields of a reservation when one was changed in the browser."""
    _slow()

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        if isinstance(decision, Merge) and decision.write and reservation is not None:
            return replace(decision, take={}, write={name: reservation.values[name] for name in FIELDS})
        return decision

    _decide(wrong)


@mutant("X/loop")
def writes_at_every_sign_of_life() -> None:
    """Writes the subject of every linked entry again whenever a StatusEvent comes."""

    def receive(right: Any, tx: Transaction, user: User, message: listener.Notification, patience: float) -> str:
        if not message.items:
            for stored in tx.reservations(organizer=user.address, cancelled=False):
                tx.put(user.address, "again", stored.core.oid)
        return str(right(tx, user, message, patience))

    def do(right: Any, desk: Desk, row: Work, entry: Entry | None) -> None:
        if row.kind != "again":
            right(desk, row, entry)
        elif (found := steps.current(desk, row.mailbox, row.ref)) is not None:
            desk.client.update(row.mailbox, found, {"subject": found.values["subject"]})

    _replace(listener, "receive", receive)
    _replace(worker, "do", do)


@mutant("X/same-field")
def changes_places() -> None:
    """Where both sides changed a field each takes the other's value."""
    _slow()

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        if isinstance(decision, Merge) and reservation is not None:
            both = reservation.changed.keys() & decision.take.keys()
            return replace(decision, write={**decision.write, **{name: reservation.values[name] for name in both}})
        return decision

    _decide(wrong)
