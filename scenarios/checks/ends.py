"""Checks on how a conflict ended, where products may differ: as declared, never one half of a pair without the other.

Rule: each of them asks the declarations; what is not declared is judged by what asks least of the product.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from scenarios.checks.pairs import entries, entry, equal, looks, text
from scenarios.fields import booked_rooms, changed_entries
from scenarios.history import History, Item, Moment
from scenarios.reservations import Pair
from scenarios.verdict import Broken, Held, Verdict, check


@check
def not_overlapping(history: History, room: str, organizers: Iterable[str]) -> Verdict:
    """F2/no-double-booking: no two living reservations overlap on the room; `room` is its address."""
    lists = [history.listed(one) for one in organizers]
    ones = [one for listed in lists for one in listed.reservations if not one.cancelled]
    living = [one for one in ones if room in booked_rooms(one, history.rooms)]
    living.sort(key=lambda one: one.start)
    for earlier, later in pairwise(living):
        if later.start < earlier.end:
            seen = f"{earlier.subject!r} until {text(earlier.end)} and {later.subject!r} from {text(later.start)}"
            advice = "A change that comes from Exchange must pass the same test for conflicts as any other."
            return Broken(f"no two living reservations of {room} overlap", seen, tuple(lists), advice)
    return Held()


@check
def equal_or_flagged(history: History, pair: Pair) -> Verdict:
    """F2/no-double-booking: both sides are equal, or the reservation says that they are not (flag, or cancelled)."""
    reservation = history.living(pair.oid)
    if reservation.cancelled or reservation.flags:
        return Held()
    return equal(history, pair)


@check
def both_survive(history: History, pair: Pair, browser: Mapping[str, object], outlook: Mapping[str, object]) -> Verdict:
    """X/crossing, D2/stale-key: the changes of both sides stand, or those of the side declared as `crossing`."""
    reservation, wanted = history.living(pair.oid), {**browser, **outlook}
    declared = history.declared.crossing
    winner = {"merge": wanted, "reservation": browser, "exchange": outlook}[declared]
    stands = {name: getattr(reservation, name) == value for name, value in wanted.items()}
    if not reservation.cancelled and (all(stands.values()) or all(stands[name] for name in winner)):
        return Held()
    return Broken(
        f"both changes ({', '.join(f'{name} {text(value)}' for name, value in wanted.items())})"
        + ("" if declared == "merge" else f", or those of the {declared}"),
        ", ".join(f"{name} {text(getattr(reservation, name))}" for name in wanted),
        looks(history, pair),
        "Judge field by field against the values last known equal on both sides.",
    )


@check
def gone_as_declared(history: History, pair: Pair, before: Moment) -> Verdict:
    """D2/gone: cancelled and no item in the calendar, or (declared `recreate`) living with one new linked item."""
    reservation, found = history.living(pair.oid), entries(history, pair)
    if reservation.cancelled and not found:
        return Held()
    recreate = history.declared.gone == "recreate"
    if recreate and not reservation.cancelled and _is_new(history, pair, found, before):
        return Held()
    return Broken(
        "cancelled and no entry" + (", or living with one new linked entry" if recreate else ""),
        f"{'cancelled' if reservation.cancelled else 'living'} with {len(found)} entries in the calendar",
        looks(history, pair),
        "The user deleted the entry: what the browser changes afterwards must not bring one half of the pair back.",
    )


def _is_new(history: History, pair: Pair, found: Iterable[Item], before: Moment) -> bool:
    """Is there exactly one entry, new since then, and does the reservation show it (if it shows any)?"""
    ids = [one.item_id for one in found]
    old = {one.item_id for one in history.shelf(pair.organizer, before).items}
    return len(ids) == 1 and not old & set(ids) and history.living(pair.oid).item_id in (None, ids[0])


@check
def put_aside(history: History, pair: Pair) -> Verdict:
    """C6/cancelled-meanwhile: it stays cancelled; its entry is removed, without oid, or the reservation flagged."""
    reservation = history.living(pair.oid)
    still = [one for one in history.shelf(pair.organizer).calendar if one.carries(pair.stamp) or one.names(pair.oid)]
    if reservation.cancelled and (not still or reservation.flags):
        return Held()
    return Broken(
        "a cancelled reservation; its entry removed, without oid, or the reservation flagged",
        "the reservation lives"
        if not reservation.cancelled
        else "the entry stands in the calendar with the oid, no flag",
        looks(history, pair),
        "The browser cancelled it before the entry came: it must not stand in the calendar as if it were booked.",
    )


@check
def original_untouched(history: History, pair: Pair, since: Moment) -> Verdict:
    """C6/copy: the first item is there, under its ItemId, as it was."""
    original = entry(history, pair, since)
    now = [one for one in history.shelf(pair.organizer).calendar if one.item_id == original.item_id]
    changed = changed_entries(original, now[0], history.rooms) if now else ("it is gone",)
    if not changed:
        return Held()
    evidence = (*history.writes(pair.organizer, since), *looks(history, pair))
    return Broken(
        f"the first entry {pair.subject!r} as it was", ", ".join(changed), evidence, "What is done to a copy?"
    )


@check
def copy_as_declared(history: History, pair: Pair, since: Moment) -> Verdict:
    """C6/copy: the copy is ignored, has lost its oid, or is a reservation with its own oid, as `copies` declares."""
    original = entry(history, pair, since).item_id
    listed, shelf = history.listed(pair.organizer), history.shelf(pair.organizer)
    others = [one for one in shelf.calendar if one.item_id != original]
    same = [one for one in others if one.carries(pair.stamp)]
    more = sum(not one.cancelled for one in listed.reservations) - 1
    declared = history.declared.copies
    right = {"ignore": not more, "unlink": not more and not same, "reserve": more == len(others) and not same}
    if right[declared]:
        return Held()
    return Broken(
        f"copies: {declared}",
        f"{len(others)} copies in the calendar, {len(same)} with the same oid; {more} more living reservations",
        (listed, shelf),
        "A copy carries all named properties: the reservation stays with the first item.",
    )


@check
def apart(history: History, one: Pair, other: Pair) -> Verdict:
    """B1/twice: two oids, two items, and neither carries the other's stamp."""
    items = [entry(history, pair) for pair in (one, other)]
    mixed = items[0].carries(other.stamp) or items[1].carries(one.stamp)
    if one.oid != other.oid and items[0].item_id != items[1].item_id and not mixed:
        return Held()
    seen = f"oids {one.oid} and {other.oid}, items {items[0].item_id} and {items[1].item_id}"
    evidence = (*looks(history, one), *looks(history, other))
    return Broken("two oids, two items, each with its own stamp", seen, evidence, "What is shared between requests?")


@check
def one_together(history: History, organizers: Iterable[str]) -> Verdict:
    """C3: these people have one living reservation together."""
    lists = [history.listed(one) for one in organizers]
    alive = sum(not one.cancelled for listed in lists for one in listed.reservations)
    if alive == 1:
        return Held()
    return Broken(
        "one living reservation", f"{alive}", tuple(lists), "Test for conflicts and store in one transaction."
    )
