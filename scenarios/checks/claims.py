"""Checks on changes that cannot simply be taken over: a taken room, a closed one, a past entry, one that came back.

Rule: each asks the declarations; an end that is not declared is judged by what asks least of the product.
"""

from collections.abc import Iterable

from scenarios.checks.pairs import entry, equal, looks, reservation_shows, unchanged
from scenarios.checks.traffic import DELETED, not_written
from scenarios.fields import changed_fields, differences
from scenarios.history import History, Item, Moment, NotSeen
from scenarios.reservations import Pair, Reservation
from scenarios.verdict import Broken, Held, Verdict, check


@check
def settled_by(history: History, pair: Pair, since: Moment, how: str) -> Verdict:
    """F2/conflict, F2/not-allowed: the entry is set back (rollback), or the reservation cancelled and the oid gone."""
    return _cancelled(history, pair, since) if how == "cancel" else _set_back(history, pair, since)


def _set_back(history: History, pair: Pair, since: Moment) -> Verdict:
    before, after = history.living(pair.oid, since), history.living(pair.oid)
    if changed := changed_fields(before, after, history.rooms):
        advice = "A change that the room does not allow is not taken over."
        return Broken("the reservation as it was", f"changed: {', '.join(changed)}", looks(history, pair), advice)
    return equal(history, pair)


def _cancelled(history: History, pair: Pair, since: Moment) -> Verdict:
    item_id = entry(history, pair, since).item_id
    found = [one for one in history.shelf(pair.organizer).calendar if one.item_id == item_id]
    cancelled = history.living(pair.oid).cancelled
    if cancelled and found and not any(one.carries(pair.stamp) or one.names(pair.oid) for one in found):
        return Held()
    state = "cancelled" if cancelled else "living"
    return Broken(
        "a cancelled reservation, its entry in the calendar without the oid",
        f"{state}, {'the entry has the oid' if found else 'the entry is not in the calendar'}",
        (*history.writes(pair.organizer, since), *looks(history, pair)),
        "The user keeps the entry where it is; it is no reservation any more.",
    )


@check
def gave_up(history: History, pair: Pair, since: Moment) -> Verdict:
    """F2/conflict: an entry that cannot be set back is tried as often as declared at most, and flagged."""
    reservation, tries = history.living(pair.oid), history.declared.tries
    writes = history.writes(pair.organizer, since)
    if len(writes) <= tries and reservation.flags:
        return Held()
    return Broken(
        f"at most {tries} tries, then a flag",
        f"{len(writes)} tries, flags: {', '.join(sorted(reservation.flags)) or 'none'}",
        (*writes, *looks(history, pair)),
        "Count the tries with the reservation, and tell people when it is given up.",
    )


@check
def still_booked(history: History, pair: Pair, since: Moment) -> Verdict:
    """F2/room-swap: it cannot be told which room is meant: flagged, and nothing guessed."""
    before, after = history.living(pair.oid, since), history.living(pair.oid)
    changed = changed_fields(before, after, history.rooms)
    if not changed and after.flags:
        return Held()
    seen = f"changed: {', '.join(changed)}" if changed else "no flag"
    return Broken("the reservation as it was, and a flag", seen, looks(history, pair), "Ask a person which is meant.")


@check
def found_again(history: History, pair: Pair) -> Verdict:
    """D2/moved-folder: it lives with its one item, wherever that lies, both equal; or it is flagged as unlinked."""
    reservation, found = history.living(pair.oid), _bearers(pair, history.shelf(pair.organizer).items)
    alive = [one for one in found if one.folder not in DELETED]
    followed = not reservation.cancelled and alive != [] and _tied(history, reservation, alive[0])
    if len(alive) == 1 and ("unlinked" in reservation.flags or followed):
        return Held()
    return Broken(
        "one item, which the living reservation follows, or the flag unlinked",
        f"{_state(reservation)}; {len(alive)} item(s) with its oid",
        looks(history, pair),
        "A move to another folder gives the item a new id: look for the oid in the other calendars.",
    )


@check
def left(history: History, pair: Pair, mailbox: str) -> Verdict:
    """D/organizer: nothing with its oid is left in the calendar of who was the organizer."""
    shelf = history.shelf(mailbox)
    found = _bearers(pair, shelf.calendar)
    if not found:
        return Held()
    seen = f"{len(found)} in the calendar of {mailbox}"
    return Broken("no item with its oid in the old calendar", seen, (shelf,), "Delete the old item, make a new one.")


@check
def undone(history: History, pair: Pair) -> Verdict:
    """F2/undo: one reservation, living and linked to the item that came back, or cancelled and flagged."""
    reservation, listed = history.living(pair.oid), history.listed(pair.organizer)
    back = _bearers(pair, history.shelf(pair.organizer).calendar)
    if reservation.cancelled:
        right = bool(reservation.flags)
    else:
        right = len(back) == 1 and _tied(history, reservation, back[0])
    if right and len(listed.reservations) == 1:
        return Held()
    return Broken(
        "one reservation: living and linked to the entry that is back, or cancelled and flagged",
        f"{len(listed.reservations)} reservation(s), {_state(reservation)}; {len(back)} such entries in the calendar",
        (listed, *looks(history, pair)),
        "What is back has a new ItemId, and its oid.",
    )


@check
def restored_as_declared(history: History, pair: Pair, since: Moment) -> Verdict:
    """E3/restored: ignored, linked again, or a new reservation, as `restored` declares; never two."""
    listed = history.listed(pair.organizer)
    living = [one for one in listed.reservations if not one.cancelled]
    uids = {one.uid for one in _bearers(pair, history.shelf(pair.organizer, since).items)}
    if not uids:
        raise NotSeen(f"the deleted entry {pair.subject!r}")
    back = [one for one in history.shelf(pair.organizer).calendar if one.uid in uids]
    declared = history.declared.restored
    linked = len(living) == 1 and len(back) == 1 and _tied(history, living[0], back[0])
    right = {
        "ignore": not living and len(back) <= 1,
        "relink": linked and living[0].oid == pair.oid,
        "new": linked and living[0].oid != pair.oid,
    }
    if right[declared]:
        return Held()
    return Broken(
        f"restored: {declared}",
        f"{len(living)} living reservation(s), {len(back)} entries that came back",
        (listed, *looks(history, pair)),
        "The user brought the entry back: do what is declared, once.",
    )


@check
def series_as_declared(history: History, pair: Pair, since: Moment, times: int) -> Verdict:
    """F2/single-to-series: left as it was (ignore), flagged (flag), or followed by one reservation or by one a day.

    Never only some of the days, and nothing more in the calendar than the user's one entry.
    """
    listed, before = history.listed(pair.organizer), history.living(pair.oid, since)
    living = [one for one in listed.reservations if not one.cancelled]
    items, now = _bearers(pair, history.shelf(pair.organizer).calendar), history.living(pair.oid)
    declared = history.declared.to_series
    alone = [one.oid for one in living] == [pair.oid]
    right = {
        "ignore": alone and not changed_fields(before, now, history.rooms),
        "flag": alone and bool(now.flags),
        "follow": len(living) in (1, times),
    }
    if right[declared] and len(items) <= 1:
        return Held()
    return Broken(
        f"toSeries: {declared}",
        f"{len(living)} living reservation(s), {_state(now)}; {len(items)} entries with its oid",
        (listed, *looks(history, pair)),
        "A single entry that becomes a series is one master, with the same ItemId.",
    )


@check
def past_as_declared(history: History, pair: Pair, since: Moment, subject: str) -> Verdict:
    """F2/past: the new subject of a past entry is taken over (sync), or nothing happens (ignore, refuse)."""
    declared = history.declared.past
    if declared == "sync":
        return reservation_shows(history, pair, subject=subject)
    verdict = unchanged(history, pair, since)
    if declared == "refuse" or not isinstance(verdict, Held):
        return verdict
    return not_written(history, pair.organizer, since)


@check
def lock_as_declared(history: History, pair: Pair, reserved: object, dragged: object) -> Verdict:
    """F2/open-in-browser: both sides equal, with the time of the side that `editLock` declares."""
    wins = {"reservation": reserved, "exchange": dragged}[history.declared.edit_lock]
    verdict = reservation_shows(history, pair, start=wins)
    return equal(history, pair) if isinstance(verdict, Held) else verdict


def _bearers(pair: Pair, items: Iterable[Item]) -> list[Item]:
    """The items that carry the pair's oid."""
    return [one for one in items if one.carries(pair.stamp) or one.names(pair.oid)]


def _tied(history: History, reservation: Reservation, item: Item) -> bool:
    """Is this the reservation's item: by the id it shows, or, where it shows none, since both are equal?"""
    shown = reservation.item_id in (None, item.item_id)
    return shown and not differences(reservation, item, history.declared, history.rooms)


def _state(reservation: Reservation) -> str:
    flags = ", ".join(sorted(reservation.flags)) or "no flag"
    return f"{'cancelled' if reservation.cancelled else 'living'}, {flags}"
