"""The dates of a series in the steps of processes D and F: what is taken over, and which date is written next.

Rule: who moves the whole series gives up the changes of single dates, as in Exchange; a date whose room is not to be
had stays as it was on either side, and the reservation is flagged.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from reference_sync.decide import TIMES, Entry, Merge, rooms_of
from reference_sync.series import Known, plain, settled
from reference_sync.store import Transaction
from reference_sync.tables import Stored

Span = tuple[datetime, datetime]


def ahead(stored: Stored, merge: Merge, entry: Entry) -> Stored:
    """The reservation with the dates that it would have after a merge: its rooms must be free then."""
    return replace(stored, dates=entry.dates) if _moved(stored, merge, entry) else stored


def _moved(stored: Stored, merge: Merge, entry: Entry) -> bool:
    return bool(stored.dates and entry.dates and set(TIMES) & merge.take.keys())


def taken(tx: Transaction, stored: Stored, spans: Iterable[Span]) -> tuple[str, ...]:
    """Which of the reservation's rooms are not to be had in one of these spans."""
    rooms = rooms_of(stored.core.values)
    return tuple(dict.fromkeys(room for span in spans for room in tx.taken(rooms, *span, but=stored.core.oid)))


def dated(tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> tuple[Stored, datetime | None]:
    """The reservation after a merge with the dates of its entry, and the date that is to be written to it."""
    if not stored.dates or merge.refused or set(TIMES) & merge.write.keys():
        return stored, None  # no series, or it is set back as a whole first
    if not entry.dates:
        return replace(stored, flags=stored.flags | {"sync-disabled"}), None  # a pattern that is not offered
    stored = replace(stored, flags=stored.flags - {"sync-disabled"})
    if entry.dates.keys() != stored.dates.keys() or _moved(stored, merge, entry):
        return _followed(tx, stored, merge, entry), None
    change = settled(stored.dates, stored.known, entry.dates)
    take = {one: state for one, state in change.take.items() if state is None or not taken(tx, stored, [state])}
    known: Known = {
        one: stored.known[one] if one in change.take.keys() - take.keys() else (state,)
        for one, state in entry.dates.items()
    }
    write = next(iter(change.write), None)
    if write is not None:
        known = {**known, write: (*stored.known[write], change.write[write])}
    if len(change.write) > 1 or (write is not None and merge.write):
        tx.put(entry.owner, "reservation", stored.core.oid)  # one write at a time: it changes the ChangeKey
    after = _changed(stored, bool(take)) if take and not merge.take else stored
    flags = stored.flags | {"conflict"} if len(take) < len(change.take) else stored.flags
    after = replace(after, dates={**stored.dates, **take}, known=known, flags=flags)
    return after, None if merge.write else write


def _followed(tx: Transaction, stored: Stored, merge: Merge, entry: Entry) -> Stored:
    """Another pattern, or another time: all dates are the entry's, if the rooms are free then."""
    moved = _moved(stored, merge, entry)
    if not moved and taken(tx, stored, [state for state in entry.dates.values() if state]):
        return replace(stored, flags=stored.flags | {"conflict"})
    after = _changed(stored, not merge.take)
    return replace(after, recurrence=entry.recurrence, dates=entry.dates, known=plain(entry.dates))


def _changed(stored: Stored, counts: bool) -> Stored:
    return replace(stored, revision=stored.revision + counts, changed_by="exchange")
