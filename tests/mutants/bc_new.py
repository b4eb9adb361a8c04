"""Wrong services of processes B and C, and of German texts: each docstring says what it does wrong."""

import html
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from exchangelib import errors  # type: ignore[import-untyped]

from reference_sync import calls, decide, exchange, items, steps, upkeep, web, worker
from reference_sync.calls import Answer
from reference_sync.decide import Base, Decision, Entry, Ignore, Link, Merge, Origin, Reservation, Value
from reference_sync.exchange import Busy, Exchange, Unreachable
from reference_sync.steps import Desk
from reference_sync.store import Transaction
from reference_sync.tables import Stored
from tests.mutants import mutant

Decide = Callable[[Reservation | None, Base, Entry | None], Decision]
Values = Mapping[str, Value]


def _replace(module: object, name: str, wrong: Callable[..., Any]) -> None:
    """Replace a function of a module by a wrong one, which gets the right one first."""
    right = getattr(module, name)
    setattr(module, name, lambda *args, **more: wrong(right, *args, **more))


def _creates(other: Callable[[str, Values, str, str], tuple[str | None, Values, str]]) -> None:
    """Create items with another oid, other values and another text: of oid, values, text and zone."""

    def create(right: Any, self: Exchange, mailbox: str, oid: str, values: Values, text: str, zone: str) -> str:
        return str(right(self, mailbox, *other(oid, values, text, zone), zone))

    _replace(Exchange, "create", create)


# --- B


@mutant("B2/named-property")
def keeps_the_oid_in_the_text() -> None:
    """Writes the oid into the text of the item instead of a property."""
    _creates(lambda oid, values, text, zone: (None, values, f"{text}\n{oid}"))


@mutant("B2/server-busy")
def gives_up_when_exchange_is_busy() -> None:
    """Takes a call that was refused as busy for done."""

    def bring(right: Any, desk: Desk, mailbox: str, oid: str) -> None:
        try:
            right(desk, mailbox, oid)
        except (Busy, Unreachable):
            return

    _replace(steps, "bring", bring)


@mutant("B2/server-busy-waits")
def asks_again_at_once() -> None:
    """Does not wait as long as Exchange says."""
    _replace(worker, "wait_after", lambda right, failure, failures: 0.5)


@mutant("B2/past")
def keeps_the_past_from_exchange() -> None:
    """Says that reservations in the past are in step, and creates no items for them."""

    def bring(right: Any, desk: Desk, mailbox: str, oid: str) -> None:
        with desk.store.begin() as tx:
            stored, now = tx.reservation(oid), tx.now()
        if stored is None or decide.span_of(stored.core.values)[1].timestamp() > now:
            right(desk, mailbox, oid)

    _replace(steps, "bring", bring)


@mutant("B2/text")
def escapes_the_subject_twice() -> None:
    """Escapes markup in the subject although the client does that, too."""
    _creates(lambda oid, values, text, zone: (oid, {**values, "subject": html.escape(str(values["subject"]))}, text))


@mutant("B2/all-day")
def forgets_that_it_is_all_day() -> None:
    """Creates whole days as an entry from midnight to midnight."""
    _creates(lambda oid, values, text, zone: (oid, {**values, "allDay": False}, text))


@mutant("B2/zone")
def knows_no_summer_time() -> None:
    """Takes the offset of winter for the whole year."""

    def winter(instant: Value, zone: str) -> datetime:
        assert isinstance(instant, datetime)
        saving = instant.astimezone(ZoneInfo(zone)).dst()
        return instant if saving is None else instant + saving

    def late(oid: str, values: Values, text: str, zone: str) -> tuple[str, Values, str]:
        times = {name: winter(values[name], zone) for name in ("start", "end")}
        return oid, {**values, **times}, text

    _creates(late)


@mutant("B1/twice")
def knows_no_keys() -> None:
    """Makes a reservation for each request, whether its Idempotency-Key was there before or not."""
    _replace(Transaction, "made_with", lambda *_: None)
    _replace(Transaction, "add", lambda right, tx, stored, key: right(tx, stored, None))


@mutant("B1/twice")
def stamps_everything_with_the_first_oid() -> None:
    """Writes the oid of the first reservation on each item it creates."""
    first: list[str] = []

    def same(oid: str, values: Values, text: str, zone: str) -> tuple[str, Values, str]:
        first.append(oid)
        return first[0], values, text

    _creates(same)


def _books_for_whoever_acts(origin: Origin) -> None:
    def new(right: Any, tx: Transaction, body: Mapping[str, Any]) -> Stored:
        acts = body.get("who", body["organizer"]) if body.get("origin") == origin else body["organizer"]
        stored: Stored = right(tx, {**body, "organizer": acts})
        return stored

    _replace(calls, "new_reservation", new)


@mutant("B2/for-another")
def reserves_for_whoever_clicks() -> None:
    """Takes who reserves in the browser for the organizer."""
    _books_for_whoever_acts(Origin.WEB)


@mutant("B2/attendee-copy")
def follows_the_attendee_s_copy() -> None:
    """Takes an item with the oid for the organizer's, whosever mailbox it lies in."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        owner = reservation.organizer if reservation is not None else ""
        return right(reservation, base, entry and replace(entry, owner=owner))

    _replace(decide, "decide", wrong)


@mutant("B/not-for-sync")
def synchronises_all_the_same() -> None:
    """Does not look at whether a reservation is to be synchronised."""

    def new(right: Any, tx: Transaction, body: Mapping[str, Any]) -> Stored:
        stored: Stored = right(tx, {**body, "synchronise": True})
        return stored

    _replace(calls, "new_reservation", new)


@mutant("B2/room-answer")
def answers_the_room_s_answer() -> None:
    """Writes the subject and the location again whenever an attendee has answered."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        if not isinstance(decision, Merge) or reservation is None or entry is None or entry.answer is None:
            return decision
        again = {name: reservation.values[name] for name in ("subject", "location")}
        return replace(decision, write={**decision.write, **again})

    _replace(decide, "decide", wrong)


@mutant("B2/room-declines")
def does_not_ask_what_rooms_say() -> None:
    """Does not look at what the room has answered."""
    _replace(items, "answer_of", lambda right, item, rooms: None)


@mutant("B2/invitations")
def mails_for_every_echo() -> None:
    """Sends an update to all attendees when Exchange tells of its own write."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        right(desk, mailbox, item_id, entry)
        if entry is not None and entry.oid is not None:
            fresh = desk.client.read(mailbox, [item_id], [])[item_id]
            if fresh is not None:
                desk.client.update(mailbox, fresh, {"location": f"{fresh.values['location']}."})

    _replace(steps, "look", look)


# --- C


@mutant("C6/late-oid")
def looks_at_an_item_only_once() -> None:
    """Never looks again at an item that carried no oid when it came."""
    private: set[str] = set()

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        if entry is not None and entry.oid is None:
            private.add(item_id)
        if item_id not in private:
            right(desk, mailbox, item_id, entry)

    _replace(steps, "look", look)


@mutant("C6/many-saves")
def counts_linking_as_a_change() -> None:
    """Makes a revision when an entry is linked, although nobody has changed anything."""

    def merged(right: Any, tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
        after: Stored = right(tx, stored, merge, entry)
        return replace(after, revision=after.revision + 1) if merge.link else after

    _replace(steps, "merged", merged)


def _makes_reservations(of: Callable[[Transaction, Entry], bool]) -> None:
    """Make a reservation of each such entry that has none."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        right(desk, mailbox, item_id, entry)
        if entry is None:
            return
        with desk.store.begin() as tx:
            if tx.linked_to(mailbox, item_id) is None and of(tx, entry):
                oid = entry.oid or f"of {item_id}"
                core = Reservation(oid, mailbox, Origin.WEB, entry.values, link=Link.LINKED, item_id=item_id)
                tx.add(Stored(core, Base(entry.values), mailbox, "", "UTC"), None)

    _replace(steps, "look", look)


@mutant("C6/foreign-oid")
def makes_a_reservation_of_an_unknown_oid() -> None:
    """Takes an oid that it does not know for a reservation that it has lost."""
    _makes_reservations(lambda tx, entry: entry.oid is not None and tx.reservation(entry.oid) is None)


@mutant("C/private-entry")
def makes_a_reservation_of_every_entry() -> None:
    """Takes every entry of the calendar for a reservation."""
    _makes_reservations(lambda tx, entry: entry.oid is None)


@mutant("C6/temporary-item")
def stops_at_what_is_gone() -> None:
    """Tries again and again to read an item that is not there any more, and does nothing else meanwhile."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        if entry is None:
            raise Unreachable("ErrorItemNotFound")
        right(desk, mailbox, item_id, entry)

    _replace(steps, "look", look)


@mutant("C6/changed-meanwhile")
def lets_the_late_entry_win() -> None:
    """Takes the values of an entry that arrives, whatever was changed in the browser meanwhile."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        if reservation is None or entry is None or reservation.link is Link.LINKED or reservation.cancelled:
            return right(reservation, base, entry)
        return right(replace(reservation, changed={}), Base(), entry)

    _replace(decide, "decide", wrong)


@mutant("C6/cancelled-meanwhile")
def leaves_the_entry_of_what_was_cancelled() -> None:
    """Leaves an entry as it is that arrives after its reservation was cancelled."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        late = reservation is not None and reservation.cancelled and reservation.item_id is None
        return Ignore("C6") if late else right(reservation, base, entry)

    _replace(decide, "decide", wrong)


@mutant("C6/copy")
def matches_by_subject() -> None:
    """Takes an entry for that of the reservation with the same subject."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        with desk.store.begin() as tx:
            ones = tx.reservations(organizer=mailbox, cancelled=False)
        for stored in ones:
            if entry is not None and stored.core.values["subject"] == entry.values["subject"]:
                return steps.settle(desk, mailbox, stored.core.oid, entry)
        return right(desk, mailbox, item_id, entry)  # type: ignore[no-any-return]

    _replace(steps, "look", look)


@mutant("C/delegate-books")
def books_for_the_assistant() -> None:
    """Takes who acts at the add-in for the organizer."""
    _books_for_whoever_acts(Origin.ADDIN)


@mutant("C/never-arrives")
def never_misses_an_entry() -> None:
    """Does not notice that the entry of a reservation has not come."""
    _replace(steps, "missing", lambda right, *args: None)


@mutant("C/deleted-at-once")
def waits_for_an_entry_in_the_trash() -> None:
    """Waits for the entry of a reservation, although it lies in the trash already."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        new = reservation is not None and reservation.link is Link.NONE and reservation.origin is Origin.ADDIN
        trashed = entry is not None and entry.place is decide.Place.ELSEWHERE
        return Ignore("C4") if new and trashed else right(reservation, base, entry)

    _replace(decide, "decide", wrong)


# --- texts


@mutant("X/localised")
def reads_error_texts() -> None:
    """Knows by the words of a message that there is no such item, not by its code."""

    def entry_of(right: Any, item: Any, mailbox: str, rooms: Any) -> Entry | None:
        if isinstance(item, items.MISSING) and "not found" not in str(item):
            raise errors.ErrorInternalServerError(str(item))
        entry: Entry | None = right(item, mailbox, rooms)
        return entry

    _replace(exchange, "entry_of", entry_of)


# --- the administrator's


@mutant("X/scan")
def finds_no_difference_in_times() -> None:
    """Compares texts only."""

    def differences(right: Any, stored: Stored, entry: Entry | None) -> dict[str, Any]:
        return {name: both for name, both in right(stored, entry).items() if name not in upkeep.TOGETHER}

    _replace(upkeep, "differences", differences)


@mutant("X/self-test")
def is_always_green() -> None:
    """Says of every step of a self-test that it has worked."""

    def self_test(right: Any, *args: Any) -> Answer:
        found: Answer = right(*args)
        assert isinstance(found.body, dict)
        return Answer(200, {"ok": True, "steps": [{**one, "ok": True} for one in found.body["steps"]]})

    calls_ = tuple((method, path, call) for method, path, call in web.CALLS if call is not upkeep.self_test)
    right = upkeep.self_test
    again = ("POST", "/self-test/{address}", lambda office, asked: self_test(right, office, asked))
    vars(web)["CALLS"] = (*calls_, again)
