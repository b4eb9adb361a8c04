"""The wrong services, step by step: each docstring says what it does wrong, the tag which case must see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from reference_sync import calls, decide, exchange, listener, steps, web
from reference_sync.decide import CANCELLED, Base, Create, Decision, Entry, Ignore, Merge, Origin, Place, Reservation
from reference_sync.steps import Desk
from reference_sync.store import Transaction
from reference_sync.tables import Stored, User, changed
from tests.mutants import mutant

Decide = Callable[[Reservation | None, Base, Entry | None], Decision]


def _decide(wrong: Callable[[Decide, Reservation | None, Base, Entry | None], Decision]) -> None:
    """Replace the decision by a wrong one, which may ask the right one."""
    right = decide.decide
    vars(decide)["decide"] = lambda reservation, base, entry: wrong(right, reservation, base, entry)


def _replace(module: object, name: str, wrong: Callable[..., Any]) -> None:
    """Replace a function of a module by a wrong one, which gets the right one first."""
    right = getattr(module, name)
    setattr(module, name, lambda *args, **more: wrong(right, *args, **more))


@mutant("A1/subscribes")
def never_subscribes() -> None:
    """Reads the calendar once when a user is switched on, and makes no subscription."""
    vars(steps)["subscribe"] = steps.catch_up


@mutant("A1/impersonates")
def writes_into_the_account_s_own_calendar() -> None:
    """Creates every item in the service account's calendar."""

    def create(right: Any, self: exchange.Exchange, mailbox: str, *more: Any) -> str:
        return str(right(self, self._credentials.username, *more))

    _replace(exchange.Exchange, "create", create)


@mutant("A2/switched-off")
def keeps_on_when_switched_off() -> None:
    """Goes on taking over changes of a user who was switched off."""
    _replace(Transaction, "switch", lambda right, tx, address, on, *more: right(tx, address, True, *more))


@mutant("A2/restart")
def waits_for_ever() -> None:
    """Never notices that its subscription is gone."""
    for module in (steps, web):
        vars(module)["patience"] = lambda settings: 1e9


@mutant("A2/unknown-subscription")
def believes_every_push() -> None:
    """Takes any event for a deletion it need not check, whatever subscription it comes from."""

    def receive(right: Any, tx: Transaction, user: User, message: listener.Notification, patience: float) -> str:
        for item_id in message.items:
            stored = tx.linked_to(user.address, item_id)
            if stored is not None and not listener.expected(user, message):
                tx.save(replace(changed(stored, cancelled=True), revision=stored.revision + 1))
        return str(right(tx, user, message, patience))

    _replace(listener, "receive", receive)


@mutant("B2/creates")
def creates_an_hour_late() -> None:
    """Creates the item an hour later than the reservation."""

    def create(right: Any, self: object, mailbox: str, oid: str, values: Any, *more: Any) -> str:
        start, end = decide.span_of(values)
        later = {**values, "start": start + timedelta(hours=1), "end": end + timedelta(hours=1)}
        return str(right(self, mailbox, oid, later, *more))

    _replace(exchange.Exchange, "create", create)


@mutant("B2/answer-lost")
def creates_again_after_a_lost_answer() -> None:
    """Sends CreateItem again without looking whether the first one was carried out."""

    def current(right: Any, desk: Desk, mailbox: str, oid: str) -> Entry | None:
        with desk.store.begin() as tx:
            stored = tx.reservation(oid)
        if stored is not None and stored.core.item_id is None and stored.core.origin is Origin.WEB:
            return None
        found: Entry | None = right(desk, mailbox, oid)
        return found

    _replace(steps, "current", current)


@mutant("B3/no-echo")
def writes_back_on_every_change() -> None:
    """Writes the subject to the item whenever a push comes, changed or not."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        if isinstance(decision, Merge) and reservation is not None:
            return replace(decision, write={**decision.write, "subject": reservation.values["subject"]})
        return decision

    _decide(wrong)


@mutant("C2/free")
def offers_taken_rooms() -> None:
    """Offers every room as free, taken or not."""

    def taken(right: Any, tx: Transaction, rooms: Any, start: Any, end: Any, but: str = "") -> list[str]:
        return list(right(tx, rooms, start, end, but=but)) if but else []

    _replace(Transaction, "taken", taken)


@mutant("C3/taken-meanwhile")
def books_twice() -> None:
    """Takes every reservation, also where its room is held by another."""
    vars(calls)["book"] = lambda tx, stored: None


@mutant("C4/links")
def creates_the_add_in_s_entry_too() -> None:
    """Takes a reservation of the add-in for one of the browser, and creates an item of its own for it."""
    _replace(calls, "origin_of", lambda right, given: Origin.WEB)


@mutant("C6/back-link")
def never_links_by_oid() -> None:
    """Looks for a reservation by ItemId only."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        right(desk, mailbox, item_id, entry and replace(entry, oid=None))

    _replace(steps, "look", look)


@mutant("C6/copy")
def follows_the_copy() -> None:
    """Takes the newest item with the oid for the linked one."""

    def look(right: Any, desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
        if entry is not None and entry.oid is not None:
            steps.settle(desk, mailbox, entry.oid, entry)
        else:
            right(desk, mailbox, item_id, entry)

    _replace(steps, "look", look)


@mutant("D2/moves")
def forgets_the_browser_s_changes() -> None:
    """Never writes to Exchange what is changed in the browser."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        return replace(decision, write={}) if isinstance(decision, Merge) and not decision.link else decision

    _decide(wrong)


@mutant("D2/cancels")
def leaves_cancelled_items() -> None:
    """Leaves the item in the calendar when its reservation is cancelled in the browser."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        cancelled_here = reservation is not None and CANCELLED in reservation.changed and entry is not None
        return Ignore("D2") if cancelled_here else right(reservation, base, entry)

    _decide(wrong)


@mutant("D2/gone")
def creates_again_what_the_user_deleted() -> None:
    """Creates a new item when a change in the browser finds the old one gone, and keeps the old link."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        gone = entry is None or entry.place is Place.ELSEWHERE
        living = reservation is not None and not reservation.cancelled and reservation.item_id is not None
        return Create("D2") if gone and living else right(reservation, base, entry)

    _decide(wrong)


@mutant("D3/no-echo")
def compares_change_keys() -> None:
    """Takes every new ChangeKey for a change by the user: a revision for each push, its own echo included."""

    def merged(right: Any, tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
        after: Stored = right(tx, stored, merge, entry)
        return after if merge.link or merge.take else replace(after, revision=after.revision + 1)

    _replace(steps, "merged", merged)


@mutant("E2/changes")
def writes_before_outlook_sends() -> None:
    """Writes the add-in's change to the item at once, where Outlook is about to send it."""

    def patched(right: Any, tx: Transaction, stored: Stored, asked: Any, origin: Origin) -> Stored:
        after: Stored = right(tx, stored, asked, origin)
        return changed(after, changed=dict.fromkeys(after.core.changed, Origin.WEB))

    _replace(calls, "patched", patched)


@mutant("E3/no-echo")
def counts_the_add_in_s_change_twice() -> None:
    """Makes a second revision when Outlook sends what the add-in had told before."""

    def merged(right: Any, tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
        after: Stored = right(tx, stored, merge, entry)
        told = Origin.ADDIN in stored.core.changed.values() and not after.core.changed
        return replace(after, revision=after.revision + 1) if told else after

    _replace(steps, "merged", merged)


@mutant("E3/trash")
def restores_from_the_trash() -> None:
    """Creates the entry again when the add-in's cancelled entry goes to the trash."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        trashed = entry is None or entry.place is Place.ELSEWHERE
        if trashed and reservation is not None and reservation.cancelled and reservation.item_id is not None:
            return Create("E-trash")
        return right(reservation, base, entry)

    _decide(wrong)


@mutant("F2/moves")
def ignores_outlook() -> None:
    """Never takes over what is changed in Outlook."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        decision = right(reservation, base, entry)
        return replace(decision, take={}) if isinstance(decision, Merge) else decision

    _decide(wrong)


@mutant("F2/trash")
def does_not_look_into_the_trash() -> None:
    """Takes an entry in Deleted Items for one that is still there."""

    def wrong(right: Decide, reservation: Reservation | None, base: Base, entry: Entry | None) -> Decision:
        seen = None if entry is None else replace(entry, place=Place.CALENDAR)
        return right(reservation, base, seen)

    _decide(wrong)


@mutant("F2/no-double-booking")
def double_books_from_outlook() -> None:
    """Takes over a drag to a time when the room is held by another."""
    vars(steps)["bookable"] = lambda tx, stored, take: take
