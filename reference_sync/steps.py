"""The steps of processes A to F: each looks at both sides and does what `decide` says, once.

Rules: what is about to be sent to Exchange is stored before, and what it answered after, so that the process may end
between any two lines and the step be done again. Every decision is a function of this module or of `decide`, called by
its name, so that it can be replaced by a wrong one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from reference_sync import dating, decide
from reference_sync.config import Settings
from reference_sync.dating import ahead, dated
from reference_sync.decide import Base, Cancel, Create, Entry, Forget, Link, Merge, Origin, Place, Remove, Rule, Values
from reference_sync.exchange import Client, Stale, Unreachable
from reference_sync.store import Store, Transaction
from reference_sync.tables import Stored, changed

TRIES = 3
"""So often an entry that changed between reading and writing is read again at once."""
AGAIN = 10.0
"""Seconds until a room that was not to be had is asked for again, before a reservation gives way."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one worker works with; no new row is begun once `stopping` is set."""

    store: Store
    client: Client
    settings: Settings
    stopping: Event = field(default_factory=Event)


def subscribe(desk: Desk, mailbox: str) -> None:
    """A1: a push subscription, then all is compared; a new one when nothing is heard for two signs of life (A2)."""
    with desk.store.begin() as tx:
        user = tx.user(mailbox)
        assert user is not None
        tx.change_user(mailbox, subscribing=True)
    calendar_id = desk.client.calendar(mailbox)
    url = f"{desk.settings.base_url}/push/{user.token}"
    subscription, watermark = desk.client.subscribe(mailbox, url, desk.settings.status_frequency)
    with desk.store.begin() as tx:
        now = tx.user(mailbox)
        if now is None or now.exchange != user.exchange:
            return  # A2/migrated: the mailbox moved meanwhile, and has to be subscribed to there
        tx.change_user(
            mailbox,
            calendar_id=calendar_id,
            subscription=subscription,
            subscribing=False,
            watermark=watermark,
            previous_watermark=None,
        )
        tx.put(mailbox, "catch-up")
        tx.put(mailbox, "subscribe", due=tx.now() + patience(desk.settings), move=True)


def patience(settings: Settings) -> float:
    """Seconds of silence after which a subscription counts as lost: two signs of life (Microsoft's advice)."""
    return settings.status_frequency * 120.0


def catch_up(desk: Desk, mailbox: str) -> None:
    """After every new subscription: look at all entries that carry an oid, and for all that should be there."""
    there = desk.client.find(mailbox)
    with desk.store.begin() as tx:
        for item_id in there:
            tx.put(mailbox, "entry", item_id)
        for stored in tx.reservations(organizer=mailbox, cancelled=False):
            core = stored.core
            if core.item_id is not None:
                tx.put(mailbox, "entry", core.item_id)
            elif core.link is Link.NONE and core.origin is Origin.WEB:
                tx.put(mailbox, "reservation", core.oid)


def look(desk: Desk, mailbox: str, item_id: str, entry: Entry | None) -> None:
    """B3, C5, C6, D3, E3, F2: something happened to this item; `entry` is what it is now, None if there is none."""
    with desk.store.begin() as tx:
        stored = tx.linked_to(mailbox, item_id)
        if stored is None and entry is not None and entry.oid is not None and not tx.is_copy(item_id):
            stored = tx.reservation(entry.oid)
    if stored is None:
        return  # C5: nobody's
    core = stored.core
    if entry is None:
        entry = search(desk, mailbox, core.oid)
    elif core.organizer == mailbox and core.item_id not in (None, item_id):
        assert core.item_id is not None
        linked = read(desk, mailbox, [core.item_id])[core.item_id]
        if linked is None and entry.place is Place.CALENDAR:
            linked = entry = search(desk, mailbox, core.oid) or entry  # A2/migrated: all ids are new, also the copy's
        if linked is not None and linked.item_id != item_id:
            with desk.store.begin() as tx:
                tx.mark_copy(item_id)  # C6/copy
            if linked is not entry:
                return
    settle(desk, mailbox, core.oid, entry)


def bring(desk: Desk, mailbox: str, oid: str) -> None:
    """B2, D2: the reservation was made or changed here."""
    settle(desk, mailbox, oid, current(desk, mailbox, oid))


def overdue(desk: Desk, mailbox: str, oid: str) -> None:
    """Outlook never sent what the add-in told: the service writes it."""
    with desk.store.begin() as tx:
        stored = tx.reservation(oid)
        if stored is not None and stored.core.item_id is not None:
            tx.save(changed(stored, changed=dict.fromkeys(stored.core.changed, Origin.WEB)))
            tx.put(mailbox, "reservation", oid)


def unstamp(desk: Desk, mailbox: str, item_id: str) -> None:
    """F2/conflict: the entry of a reservation that gave way to it is the user's alone."""
    entry = read(desk, mailbox, [item_id])[item_id]
    if entry is not None and entry.oid is not None:
        desk.client.unstamp(mailbox, entry)


def withdraw(desk: Desk, mailbox: str, item_id: str) -> None:
    """D/organizer: the entry of who is the organizer no more is removed."""
    entry = read(desk, mailbox, [item_id])[item_id]
    if entry is not None and entry.place is Place.CALENDAR:
        desk.client.remove(mailbox, entry)


def missing(desk: Desk, mailbox: str, oid: str) -> None:
    """C/never-arrives: the add-in's entry is not there when it should be."""
    bring(desk, mailbox, oid)
    with desk.store.begin() as tx:
        stored = tx.reservation(oid)
        if stored is not None and stored.core.link is Link.NONE and not stored.core.cancelled:
            flags = stored.flags | {"missing-back-sync"}
            tx.save(replace(changed(stored, link=Link.MISSING), flags=flags))


def current(desk: Desk, mailbox: str, oid: str) -> Entry | None:
    """The reservation's entry as it is now: by its ItemId, else by the oid, unless there never was one."""
    with desk.store.begin() as tx:
        stored = tx.reservation(oid)
    if stored is None:
        return None
    item_id, entry = stored.core.item_id, None
    if item_id is not None:
        entry = read(desk, mailbox, [item_id])[item_id]
    if entry is None and (item_id is not None or stored.base.attempted or stored.core.origin is Origin.ADDIN):
        entry = search(desk, mailbox, oid)
    return entry


def search(desk: Desk, mailbox: str, oid: str) -> Entry | None:
    """The entry in the calendar that carries the oid and is no copy; asked before anything is created or cancelled.

    Of several the one that is most as it was last known: where all ids are new, copies are not known (A2/migrated).
    """
    found = desk.client.find(mailbox, oid)
    with desk.store.begin() as tx:
        found, stored = [item_id for item_id in found if not tx.is_copy(item_id)], tx.reservation(oid)
    entries = read(desk, mailbox, found).values() if found else ()
    base = stored.base if stored else Base()
    return max((one for one in entries if one), key=lambda one: decide.likeness(base, one), default=None)


def read(desk: Desk, mailbox: str, item_ids: Sequence[str]) -> dict[str, Entry | None]:
    """Entries by their ids, with the place where they lie."""
    with desk.store.begin() as tx:
        rooms, user = tx.rooms(), tx.user(mailbox)
    entries = desk.client.read(mailbox, item_ids, rooms)
    calendar_id = (user.calendar_id if user else None) or desk.client.calendar(mailbox)
    return {item_id: entry and placed(desk, mailbox, calendar_id, entry) for item_id, entry in entries.items()}


def placed(desk: Desk, mailbox: str, calendar_id: str, entry: Entry) -> Entry:
    """The entry with its place; only for entries of ours it matters which other folder that is.

    The calendar itself has another id where its mailbox has moved to another server (A2/migrated).
    """
    if entry.folder_id == calendar_id or entry.oid is None:
        return entry
    if not desk.client.is_calendar(mailbox, entry.folder_id):
        return replace(entry, place=Place.ELSEWHERE)
    same = entry.folder_id == desk.client.calendar(mailbox)
    return entry if same else replace(entry, place=Place.OTHER_CALENDAR)


def settle(desk: Desk, mailbox: str, oid: str, entry: Entry | None) -> None:
    """Do what `decide` says; where the entry changed meanwhile, read again and decide again."""
    for _ in range(TRIES):
        try:
            return settle_once(desk, mailbox, oid, entry)
        except Stale:
            entry = current(desk, mailbox, oid)
    raise Unreachable("the entry changes faster than it can be written")


def settle_once(desk: Desk, mailbox: str, oid: str, entry: Entry | None) -> None:
    """Decide, store what that means here, then do what it means in Exchange, then store that it is done."""
    with desk.store.begin() as tx:
        stored = tx.reservation(oid)
        if stored is None:
            return
        decision = decide.decide(stored.core, stored.base, entry)
        if isinstance(decision, Merge) and entry is not None:
            decision = claimed(tx, ahead(stored, decision, entry), decision)
        after, date = recorded(tx, stored, decision, entry), None
        if isinstance(decision, Merge) and entry is not None:
            after, date = dated(tx, after, decision, entry)
        tx.save(after)
    core = stored.core
    match decision:
        case Create():
            more = [stored.recurrence] if stored.recurrence else []
            item_id = desk.client.create(mailbox, oid, core.values, stored.text, stored.time_zone, *more)
            sent(desk, oid, core.values, item_id)
        case Remove() if entry is not None:
            desk.client.remove(mailbox, entry)
            with desk.store.begin() as tx:
                tx.save(forgotten(tx.reservation(oid) or stored))
        case Merge(write=write) if write and entry is not None:
            desk.client.update(mailbox, entry, write)
            sent(desk, oid, write, entry.item_id)
        case Merge() if date is not None and entry is not None:
            desk.client.write_date(mailbox, entry, date, after.dates[date])


def sent(desk: Desk, oid: str, values: Values, item_id: str) -> None:
    """Exchange has these values now: they are equal on both sides, unless they were changed here meanwhile."""
    with desk.store.begin() as tx:
        stored = tx.reservation(oid)
        assert stored is not None
        if stored.core.item_id is None and not stored.base.attempted:
            return  # it became another organizer's meanwhile
        base = Base({**stored.base.values, **values})
        left = {
            name: origin
            for name, origin in stored.core.changed.items()
            if name not in values or not decide.same(name, stored.core.values[name], values[name])
        }
        linked = changed(stored, item_id=item_id, link=Link.LINKED, changed=left)
        tx.save(replace(linked, base=base))


def recorded(tx: Transaction, stored: Stored, decision: decide.Decision, entry: Entry | None) -> Stored:
    """The reservation after a decision, before Exchange is asked for anything."""
    match decision:
        case Create():
            return replace(stored, base=Base(attempted=stored.core.values))
        case Cancel(back=back):
            gone = changed(stored, cancelled=True, item_id=None, link=Link.NONE, changed={})
            flags = stored.flags | ({"restored"} if back else set())
            return replace(gone, revision=stored.revision + 1, changed_by="exchange", flags=flags)
        case Forget():
            return forgotten(stored)
        case decide.Yield() if entry is not None:
            tx.put(entry.owner, "unstamp", entry.item_id)
            gone = changed(stored, cancelled=True, item_id=None, link=Link.DISABLED, synchronise=False, changed={})
            flags = stored.flags | {"conflict"}
            return replace(gone, revision=stored.revision + 1, changed_by="exchange", flags=flags)
        case decide.Unlink():
            away = changed(stored, item_id=None, link=Link.DISABLED)
            return replace(away, flags=stored.flags | {"unlinked"})
        case decide.Restored():
            return replace(stored, flags=stored.flags | {"restored"})
        case Merge() if entry is not None:
            return merged(tx, stored, decision, entry)
    return stored


def forgotten(stored: Stored) -> Stored:
    """A cancelled reservation whose entry is gone."""
    return changed(stored, item_id=None, link=Link.NONE, changed={})


def merged(tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
    """The reservation after a merge: linked, with what was taken; what will be written is stored as attempted."""
    take, rule = merge.take, merge.rule
    values = {**stored.core.values, **merge.adopt, **take}
    left = {
        name: origin
        for name, origin in stored.core.changed.items()
        if name not in {*take, *merge.refused} and not decide.same(name, values[name], entry.values[name])
    }
    known = dict(entry.values)
    if rule is Rule.ROLLBACK:
        left |= dict.fromkeys(merge.refused, Origin.WEB)  # to be written, now or later
    elif rule is Rule.CANCEL:
        known |= {name: value for name, value in stored.base.values.items() if name in merge.refused}  # asked for again
        tx.put(entry.owner, "reservation", stored.core.oid, tx.now() + AGAIN)
    core = changed(stored, values=values, changed=left, item_id=entry.item_id, link=Link.LINKED)
    if rule is Rule.GIVE_UP:
        core = changed(core, synchronise=False)
    return replace(
        core,
        base=Base(known, merge.write),
        revision=stored.revision + bool(take),
        changed_by="exchange" if take else stored.changed_by,
        flags=flagged(stored.flags, values, merge, entry),
        room_response=entry.answer,
        tries=stored.tries + 1 if rule in decide.TRIES else 0,
    )


def claimed(tx: Transaction, stored: Stored, merge: Merge) -> Merge | decide.Yield:
    """F2/conflict, F2/not-allowed: the merge, or what becomes of it where its room is not to be had."""
    take = bookable(tx, stored, merge.take)
    if merge.take.keys() - take.keys():
        rooms = tx.rooms()
        rules = [rooms[room].conflict for room in taken(tx, stored, merge.take)]
        return decide.refused(merge, stored.core.values, stored.tries, Rule(rules[0]))
    if stored.tries and decide.BOOKING & merge.write.keys():
        return decide.refused(merge, stored.core.values, stored.tries, Rule.ROLLBACK)  # it could not be set back
    return merge


def taken(tx: Transaction, stored: Stored, take: Values) -> tuple[str, ...]:
    """The rooms that the reservation would have, and cannot."""
    wanted = changed(stored, values={**stored.core.values, **take})
    return dating.taken(tx, wanted, wanted.spans(wanted.core.values))


def bookable(tx: Transaction, stored: Stored, take: Values) -> Values:
    """F2/no-double-booking: what may be taken; time and room stay as they are where the room is held by another."""
    if not decide.BOOKING & take.keys() or not taken(tx, stored, take):
        return take
    return {name: value for name, value in take.items() if name not in decide.BOOKING}


def flagged(flags: frozenset[str], values: Values, merge: Merge, entry: Entry) -> frozenset[str]:
    """The flags after a merge: what was refused is shown until both sides are equal again."""
    flags -= {"missing-back-sync", "unlinked"}
    equal = all(decide.same(name, values[name], entry.values[name]) for name in decide.BOOKING)
    if equal or decide.BOOKING & merge.take.keys():
        flags -= {"conflict", "ambiguous-room"}
    if merge.ambiguous:
        flags |= {"ambiguous-room"}
    if merge.rule is Rule.GIVE_UP:
        flags |= {"sync-disabled"}
    return flags | {"conflict"} if merge.refused or entry.answer == "Decline" else flags
