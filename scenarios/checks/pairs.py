"""Checks on a reservation and its entry: are they one, are they equal, did they change, are they gone.

Rule: the entry of a reservation is what carries its stamp, what it shows as its itemId, or what bears its subject; so a
second entry without a stamp is seen too.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from unicodedata import normalize
from zoneinfo import ZoneInfo

from scenarios.declared import Declared
from scenarios.fields import FIELDS, booked_rooms, changed_entries, changed_fields, differences
from scenarios.history import Evidence, History, Item, Moment, NotSeen
from scenarios.reservations import Draft, Pair, Reservation, StampProperty
from scenarios.verdict import Broken, Held, Verdict, check

FOLLOWS = {"allDay": ("start", "end"), "resources": ("location",)}
"""What changes by itself with a field: whole days have other limits, another room has another name."""
REPLACEMENTS = "?�….□"
NOT_OFFERED = "revision not offered"
Looks = tuple[Evidence, ...]


def entries(history: History, pair: Pair, until: Moment | None = None) -> tuple[Item, ...]:
    """The items in the organizer's calendar that belong to the pair."""
    reservation = history.seen(pair.oid, until).reservation
    shown = None if reservation is None else reservation.item_id
    subjects = {pair.subject.strip()} | ({reservation.subject.strip()} if reservation else set())
    return tuple(
        one
        for one in history.shelf(pair.organizer, until).calendar
        if one.carries(pair.stamp) or one.item_id == shown or one.subject.strip() in subjects
    )


def entry(history: History, pair: Pair, until: Moment | None = None) -> Item:
    """The one item of the pair; NotSeen if there is none or more than one."""
    found = entries(history, pair, until)
    if len(found) != 1:
        raise NotSeen(f"the one entry of {pair.subject!r}, but {len(found)}")
    return found[0]


def looks(history: History, pair: Pair, until: Moment | None = None) -> Looks:
    """The pair as last looked at, as evidence."""
    return (history.seen(pair.oid, until), history.shelf(pair.organizer, until))


@check
def one_entry(history: History, pair: Pair) -> Verdict:
    """B2, C6: exactly one item in the organizer's calendar belongs to the reservation."""
    found = entries(history, pair)
    if len(found) == 1:
        return Held()
    return Broken(
        f"exactly one entry {pair.subject!r} in the calendar of {pair.organizer}",
        f"{len(found)} entries" if found else "no entry",
        looks(history, pair),
        "Look for the calls that create the item: were they made, refused, or repeated?",
    )


@check
def linked(history: History, pair: Pair) -> Verdict:
    """B2, C6: the reservation lives and shows the ItemId of its one entry."""
    reservation, found = history.seen(pair.oid).reservation, entries(history, pair)
    if (
        reservation is not None
        and not reservation.cancelled
        and [one.item_id for one in found] == [reservation.item_id]
    ):
        return Held()
    seen = "no reservation" if reservation is None else f"itemId {reservation.item_id}, link {reservation.link}"
    if reservation is not None and reservation.cancelled:
        seen = "a cancelled reservation"
    return Broken(
        f"the reservation {pair.subject!r} lives and is linked to its one entry",
        f"{seen}; entries: {', '.join(one.item_id for one in found) or 'none'}",
        looks(history, pair),
        "The ItemId must be stored when the item is made (B2) or first seen with the oid (C6).",
    )


@check
def as_typed(history: History, pair: Pair, draft: Draft) -> Verdict:
    """B2: the reservation shows what was typed: times, days, rooms, people; and the subject, which may be added to."""
    reservation, declared = history.living(pair.oid), history.declared
    typed = reservation.but(
        start=draft.start,
        end=draft.end,
        all_day=draft.all_day,
        resources=draft.resources,
        attendees=draft.attendees,
        subject=reservation.subject if _shown(draft.subject, reservation.subject, declared) else draft.subject,
    )
    wrong = [name for name in changed_fields(typed, reservation, history.rooms) if declared.in_step(name)]
    if not wrong:
        return Held()
    pieces = [(name, FIELDS[name].of_reservation, history.rooms) for name in wrong]
    return Broken(
        ", ".join(f"{name} {text(of(typed, rooms))}" for name, of, rooms in pieces) + " in the reservation, as typed",
        ", ".join(f"{name} {text(of(reservation, rooms))}" for name, of, rooms in pieces),
        (*history.writes(pair.organizer), *looks(history, pair)),
        "What was written to Exchange, and was it taken for somebody's change when it came back?",
    )


def _shown(typed: str, shown: str, declared: Declared) -> bool:
    """Is the typed subject in what is shown, cut where that is declared?"""
    plain = normalize("NFC", typed.strip())
    return plain[: declared.limits.get("subject", len(plain))].strip() in normalize("NFC", shown)


@check
def not_linked(history: History, pair: Pair) -> Verdict:
    """C4: the reservation exists, and Exchange does not know its entry yet."""
    reservation, found = history.seen(pair.oid).reservation, entries(history, pair)
    if (
        reservation
        and not reservation.cancelled
        and reservation.link != "linked"
        and not reservation.item_id
        and not found
    ):
        return Held()
    return Broken(
        "a living reservation without itemId, and no entry in the calendar",
        "no living reservation"
        if not reservation or reservation.cancelled
        else f"link {reservation.link}, {len(found)} entries",
        looks(history, pair),
        "A reservation of the add-in is not written to Exchange: Outlook sends the entry itself (C4, C5).",
    )


@check
def equal(history: History, pair: Pair, names: Sequence[str] | None = None) -> Verdict:
    """B2, D2, F2, X: every declared field is the same on both sides."""
    reservation, item = history.living(pair.oid), entries(history, pair)
    if len(item) != 1:
        return Broken("one entry to compare with", f"{len(item)} entries", looks(history, pair))
    found = differences(reservation, item[0], history.declared, history.rooms, names)
    if not found:
        return Held()
    advice = "Compare what GET answers with the properties the product wrote, or read, last."
    return Broken("both sides show the same", "; ".join(found), looks(history, pair), advice)


@check
def reservation_shows(history: History, /, pair: Pair, **expected: object) -> Verdict:
    """The reservation lives and has these values; the names are those of `scenarios.reservations.Reservation`."""
    reservation = history.seen(pair.oid).reservation
    if reservation is None or reservation.cancelled:
        seen = "no reservation" if reservation is None else "it is cancelled"
        return Broken(f"the reservation {pair.subject!r} lives", seen, looks(history, pair))
    wrong = [name for name, value in expected.items() if getattr(reservation, name) != value]
    if not wrong:
        return Held()
    return Broken(
        ", ".join(f"{name} {text(expected[name])}" for name in wrong) + " in the reservation",
        ", ".join(f"{name} {text(getattr(reservation, name))}" for name in wrong),
        looks(history, pair),
        "Was the change heard of, read from Exchange, and taken over?",
    )


@check
def entry_shows(history: History, /, pair: Pair, **expected: object) -> Verdict:
    """The one entry has these values; the names are those of `scenarios.history.Item`."""
    found = entries(history, pair)
    if len(found) != 1:
        return Broken(f"one entry {pair.subject!r}", f"{len(found)} entries", looks(history, pair))
    wrong = [name for name, value in expected.items() if getattr(found[0], name) != value]
    if not wrong:
        return Held()
    return Broken(
        ", ".join(f"{name} {text(expected[name])}" for name in wrong) + " in the entry",
        ", ".join(f"{name} {text(getattr(found[0], name))}" for name in wrong),
        looks(history, pair),
        "Was the item written, and with these values?",
    )


@check
def entry_untouched(history: History, pair: Pair, since: Moment, but: Iterable[str] = ()) -> Verdict:
    """C6, D2: the same item, and nothing of it that a person sees is altered, but the named fields."""
    before, after = entry(history, pair, since), entries(history, pair)
    if [one.item_id for one in after] != [before.item_id]:
        seen = ", ".join(one.item_id for one in after) or "no entry"
        return Broken(f"the same item, {before.item_id}", seen, looks(history, pair))
    altered = set(changed_entries(before, after[0], history.rooms)) - set(but)
    if not altered:
        return Held()
    return Broken(
        "the entry as the user left it" + "".join(f", but for {name}" for name in but),
        "altered: " + ", ".join(f"{name} ({_was(name, before)} -> {_was(name, after[0])})" for name in sorted(altered)),
        (*history.writes(pair.organizer, since), history.shelf(pair.organizer)),
        "Write only what was changed: fields not in step, attendees, categories and the user's text stay.",
    )


@check
def revised(history: History, pair: Pair, since: Moment, times: int, at_most: bool = False) -> Verdict:
    """The reservation has so many new revisions since then (or at most so many)."""
    before, after = history.living(pair.oid, since), history.living(pair.oid)
    if before.revision is None or after.revision is None:
        changed = changed_fields(before, after, history.rooms)
        if bool(changed) == bool(times) or (at_most and times):
            return Held(NOT_OFFERED)
        seen = f"changed: {', '.join(changed)}" if changed else "nothing changed"
        return Broken("a change" if times else "no change", seen, looks(history, pair))
    more = after.revision - before.revision
    if more == times or (at_most and 0 <= more <= times):
        return Held()
    return Broken(
        f"{'at most ' if at_most else ''}{times} new revision(s)",
        f"{more} (from {before.revision} to {after.revision})",
        (history.seen(pair.oid, since), *history.pushes(pair.organizer, since), *looks(history, pair)),
        "A change is recognised by its values: the same state seen again is no change (B3, D3, E3).",
    )


@check
def unchanged(history: History, pair: Pair, since: Moment) -> Verdict:
    """Nothing happened to the reservation: every look since then shows what it was, under the same revision."""
    before = history.living(pair.oid, since)
    polls = history.polls(pair.oid, since)
    if not polls:
        raise NotSeen(f"reservation {pair.oid} again")
    for look in polls:
        after = look.reservation
        if after is None or changed_fields(before, after, history.rooms) or before.revision != after.revision:
            changed = "it is gone" if after is None else _what(before, after, history)
            evidence: Looks = (history.seen(pair.oid, since), look, *history.pushes(pair.organizer, since))
            return Broken(f"the reservation {pair.subject!r} unchanged", changed, evidence, "What made it change?")
    return Held("" if before.revision is not None else NOT_OFFERED)


def _what(before: Reservation, after: Reservation, history: History) -> str:
    names = changed_fields(before, after, history.rooms)
    return f"changed: {', '.join(names)}" if names else f"revision {before.revision} became {after.revision}"


@check
def cancelled(history: History, pair: Pair) -> Verdict:
    """The reservation is cancelled, and still there to be seen."""
    reservation = history.seen(pair.oid).reservation
    if reservation is not None and reservation.cancelled:
        return Held()
    return Broken(
        f"the reservation {pair.subject!r} is cancelled",
        "it lives" if reservation else "GET does not show it any more",
        (*looks(history, pair), *history.pushes(pair.organizer)[-3:]),
        "An entry in Deleted Items, or one that GetItem does not find, is a deleted entry.",
    )


@check
def out_of_calendar(history: History, pair: Pair) -> Verdict:
    """D2/cancels: no entry of the reservation is in the calendar."""
    found = entries(history, pair)
    if not found:
        return Held()
    return Broken(
        f"no entry {pair.subject!r} in the calendar", f"{len(found)}", looks(history, pair), "Remove the item (D2)."
    )


@check
def reservations(history: History, organizer: str, living: int, cancelled: int | None = None) -> Verdict:
    """The organizer's list holds exactly so many living reservations (and so many cancelled ones)."""
    listed = history.listed(organizer)
    alive = sum(not one.cancelled for one in listed.reservations)
    dead = len(listed.reservations) - alive
    if alive == living and cancelled in (None, dead):
        return Held()
    expected = f"{living} living reservation(s)" + ("" if cancelled is None else f" and {cancelled} cancelled")
    return Broken(f"{expected} of {organizer}", f"{alive} living, {dead} cancelled", (listed,), "Which step made it?")


@check
def oid_readable(history: History, pair: Pair) -> Verdict:
    """B2/named-property: the oid can be read in an extended property or in the UID, whatever a client did."""
    found = [one for one in history.shelf(pair.organizer).items if one.carries(pair.stamp) or one.mentions(pair.oid)]
    if found:
        return Held()
    return Broken(
        f"an item of {pair.organizer} whose extended properties or UID hold the oid {pair.oid}",
        "none does",
        looks(history, pair),
        "A named property survives every client and every move; subject, body and location do not count.",
    )


@check
def stamped(history: History, pair: Pair, found: Sequence[StampProperty]) -> Verdict:
    """E1: what the add-in reads on the entry is the stamp of this reservation, and GET of its oid shows it."""
    if history.seen(pair.oid).reservation is None:
        return Broken(f"GET shows the reservation {pair.oid}", "it does not", looks(history, pair))
    missing = [one for one in pair.stamp if one not in found]
    if pair.stamp and not missing:
        return Held()
    return Broken(
        f"the stamp that POST answered: {', '.join(map(_property, pair.stamp)) or '(none given)'}",
        f"it carries {', '.join(map(_property, found)) or 'nothing of it'}",
        looks(history, pair),
        "The same named property must be written by the service (B2) as by the add-in (C4).",
    )


@check
def whole_days(history: History, pair: Pair, first: date, days: int, zone: str) -> Verdict:
    """B2/all-day: the flag is set, and the entry covers these days in the organizer's zone."""
    here = ZoneInfo(zone)
    start = datetime.combine(first, time(), here)
    end = datetime.combine(first + timedelta(days=days), time(), here)
    found = entry(history, pair)
    if found.all_day and found.start == start and found.end == end:
        return Held()
    seen = f"flag {'set' if found.all_day else 'not set'}, {text(found.start)} to {text(found.end)}"
    advice = "Midnight to midnight in the organizer's zone, created in that zone."
    return Broken(f"flag set, {text(start)} to {text(end)}", seen, looks(history, pair), advice)


@check
def undamaged(history: History, pair: Pair, typed: str) -> Verdict:
    """B2/text: the entry's subject is what GET shows, and neither markup nor letters were damaged on the way.

    A product may add to a subject, and may replace letters that it cannot keep; it may not make other letters of them.
    """
    reservation, item = history.living(pair.oid), entry(history, pair)
    found = differences(reservation, item, history.declared, history.rooms, ("subject",))
    whole = _shown(typed, item.subject, history.declared)
    if not found and (whole or set(item.subject) <= {*typed, *REPLACEMENTS}):
        return Held()
    seen = "; ".join(found) or f"the entry shows {item.subject!r}"
    return Broken(f"the subject {typed!r} on both sides", seen, looks(history, pair), "UTF-8, and markup escaped once.")


@check
def taken_over(history: History, pair: Pair, since: Moment, name: str) -> Verdict:
    """F2/fields: the new value of one field is in the reservation; what changed besides follows from it."""
    before, after = history.living(pair.oid, since), history.living(pair.oid)
    if differences(after, entry(history, pair), history.declared, history.rooms, (name,)):
        return equal(history, pair, (name,))
    changed = changed_fields(before, after, history.rooms)
    if name in changed and set(changed) <= {name, *FOLLOWS.get(name, ())}:
        return Held()
    seen = f"changed: {', '.join(changed) or 'nothing'}"
    return Broken(f"{name} is changed, and nothing else", seen, (history.seen(pair.oid, since), *looks(history, pair)))


@check
def booked(history: History, pair: Pair, rooms: Collection[str]) -> Verdict:
    """F2/location-text: the reservation lives and has exactly these rooms, by address."""
    reservation = history.living(pair.oid)
    found = booked_rooms(reservation, history.rooms)
    if not reservation.cancelled and found == set(rooms):
        return Held()
    seen = "it is cancelled" if reservation.cancelled else ", ".join(sorted(found)) or "none"
    return Broken(f"the rooms {', '.join(sorted(rooms))}", seen, looks(history, pair), "A text is no room.")


@check
def empty(history: History, mailbox: str) -> Verdict:
    """B2/for-another: nothing lies in this calendar."""
    shelf = history.shelf(mailbox)
    if not shelf.calendar:
        return Held()
    return Broken(
        f"nothing in the calendar of {mailbox}", f"{len(shelf.calendar)} entries", (shelf,), "Whose item is it?"
    )


def _was(name: str, item: Item) -> str:
    if name in FIELDS and name != "text":
        return text(FIELDS[name].of_item(item, {}))
    return text(item.body if name == "text" else getattr(item, name))


def _property(one: StampProperty) -> str:
    return f"{one.key}={one.value!r}"


def text(value: object) -> str:
    """A value as a report shows it."""
    return value.isoformat() if isinstance(value, (date, datetime)) else repr(value)
