"""Checks on what the product asked of Exchange: writes, echoes, restorations, calls on other people's mailboxes.

Rule: an own mark (a write of nothing but the product's own properties that mails nobody) is never an echo by itself;
two on one item are.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from scenarios.checks.pairs import entry, revised
from scenarios.fields import changed_entries
from scenarios.history import History, Item, Moment, NotSeen, Record, Shelf, names, plain
from scenarios.paths import URIS, fields_of, property_path, same_path
from scenarios.reservations import Pair, StampProperty
from scenarios.verdict import Broken, Held, Verdict, check

READING = ("Subscribe", "SyncFolderItems", "GetItem", "FindItem")
DELETED = ("deleteditems", "recoverableitemsdeletions", "recoverableitemspurges", "recoverableitemsversions")
DENIED = ("ErrorImpersonateUserDenied", "ErrorAccessDenied", "ErrorImpersonationDenied", "ErrorFolderNotFound")
BOUND = 10
"""How often one request may be refused for one mailbox within one scenario."""
SHOWING = ("SyncFolderItems", "GetEvents", "GetStreamingEvents")


@check
def not_written(history: History, mailbox: str, since: Moment) -> Verdict:
    """Nothing at all is written to the calendar of this mailbox."""
    return _no_writes(history.writes(mailbox, since), f"no write to {mailbox}", "What is written here, and why?")


@check
def only_marked(history: History, mailbox: str, since: Moment) -> Verdict:
    """F2, E3: nothing is written but the product's own mark, once an item at most."""
    foreign = _beyond_marks(history.writes(mailbox, since), history.declared.own)
    return _no_writes(foreign, f"no write to {mailbox} but one own mark an item", "The entry has these values already.")


@check
def no_echo(history: History, pair: Pair, act: Moment, release: Moment, item_id: str) -> Verdict:
    """B3, D3, E3: what Exchange tells of the product's own work causes no write but one own mark, and no revision.

    The telling begins at `release`; with polling, where nothing is kept back, with the first answer after `act` that
    shows the item.
    """
    begins = _shown(history, act, item_id) if history.declared.transport == "poll" else release
    foreign = _beyond_marks(history.writes(pair.organizer, begins), history.declared.own)
    verdict = _no_writes(foreign, "no write after Exchange told of it", "An own change is recognised by its values.")
    return revised(history, pair, release, 0) if isinstance(verdict, Held) else verdict


def _shown(history: History, act: Moment, item_id: str) -> Moment:
    for one in history.calls(since=act):
        if one.operation in SHOWING and item_id.encode() in one.received:
            return Moment(one.number, act.turn, one.at)
    raise NotSeen("an answer that shows the item to the product")


def _beyond_marks(writes: Iterable[Record], own: frozenset[str]) -> tuple[Record, ...]:
    marks: Counter[str] = Counter()
    beyond = []
    for one in writes:
        marks.update(one.item_ids if one.own_mark(own) else ())
        if not one.own_mark(own) or any(marks[item_id] > 1 for item_id in one.item_ids):
            beyond.append(one)
    return tuple(beyond)


def _no_writes(found: Sequence[Record], expected: str, advice: str) -> Verdict:
    if not found:
        return Held()
    names = ", ".join(f"{operation} x {count}" for operation, count in Counter(one.operation for one in found).items())
    return Broken(expected, names, tuple(found), advice)


@check
def written_back(history: History, mailbox: str, since: Moment) -> Verdict:
    """C6/back-link: at most one write, an own mark or one of the declared written-back fields."""
    writes = history.writes(mailbox, since)
    allowed = [
        one for one in writes if one.own_mark(history.declared.own) or _names_only(one, history.declared.written_back)
    ]
    if len(writes) <= 1 and len(allowed) == len(writes):
        return Held()
    expected = (
        f"at most one write: an own mark, or of {', '.join(sorted(history.declared.written_back)) or 'nothing else'}"
    )
    return Broken(
        expected, f"{len(writes)} write(s)", writes, "Linking needs no write; the user's entry is not the product's."
    )


def _names_only(record: Record, names: Collection[str]) -> bool:
    return bool(record.paths) and all(fields_of(path) & set(names) for path in record.paths)


@check
def fields_not_written(history: History, mailbox: str, since: Moment, names: Iterable[str]) -> Verdict:
    """E2/changes: until Outlook sends, the product does not write the fields that the add-in changed."""
    forbidden = {path for name in names for path in URIS[name]}
    found = [one for one in history.writes(mailbox, since) if one.paths & forbidden]
    advice = "Outlook sends this change itself; a write before makes a conflict in its cached copy."
    return _no_writes(found, f"{', '.join(names)} not written before Outlook sends", advice)


@check
def writes_at_most(history: History, mailbox: str, since: Moment, most: int) -> Verdict:
    """D/ten-changes: no more writes than so many."""
    writes = history.writes(mailbox, since)
    if len(writes) <= most:
        return Held()
    return Broken(f"at most {most} writes", f"{len(writes)}", writes, "Do own changes come back as changes of others?")


@check
def mailed_once(history: History, pair: Pair, since: Moment) -> Verdict:
    """D2/conflict-but-saved: no guest hears of one change twice, nor (if Exchange mails for the product) of none."""
    told = [one for one in history.calls(pair.organizer, since) if one.mails]
    times = Counter(address for one in told for kind, address in one.mails if kind != "cancellation")
    item = entry(history, pair)
    least = int(history.declared.offers("invites-by-exchange"))
    guests = {*times, *item.attendees, *item.optional}
    if all(least <= times[guest] <= 1 for guest in guests):
        return Held()
    seen = ", ".join(f"{guest}: {times[guest]}" for guest in sorted(guests))
    advice = "After a conflict read the entry before it is written again."
    return Broken("one mail to each guest", seen, tuple(told), advice)


@check
def never_restored(history: History, pair: Pair, since: Moment) -> Verdict:
    """E3/trash, F2/trash: not created again with oid or UID, not moved or copied back, not in the calendar."""
    uids = _uids(history, pair)
    found = [one for one in history.calls(pair.organizer, since) if _restores(one, pair, uids)]
    if found:
        seen = ", ".join(sorted({one.operation for one in found}))
        return Broken("the deleted entry is not restored", seen, tuple(found), "The user deleted it: it stays deleted.")
    shelf = history.shelf(pair.organizer)
    back = [one for one in shelf.calendar if one.carries(pair.stamp) or one.names(pair.oid)]
    if back:
        return Broken("no entry with its oid in the calendar", f"{len(back)}", (shelf,), "How did it come back?")
    return Held()


@check
def not_moved_back(history: History, pair: Pair, since: Moment) -> Verdict:
    """D2/gone: no entry is moved or copied out of the trash."""
    found = [one for one in history.calls(pair.organizer, since) if brings_back(one)]
    return _no_writes(found, "the trashed entry is not moved back", "The user deleted it: it stays deleted.")


def _uids(history: History, pair: Pair) -> set[str]:
    shelves = [look for look in history.looks if isinstance(look, Shelf)]
    return {one.uid for shelf in shelves for one in shelf.items if one.uid and one.carries(pair.stamp)}


def _restores(record: Record, pair: Pair, uids: set[str]) -> bool:
    if record.operation != "CreateItem" or not record.is_write:
        return brings_back(record)
    written = {same_path(path): value for path, value in record.properties}
    if any(names(value, key) for key in (pair.oid, *uids) for value in written.values()):
        return True
    stamped = bool(pair.stamp) and all(_stamped(written, one) for one in pair.stamp)
    return stamped or written.get("calendar:UID") in {pair.oid, *uids}


def _stamped(written: Mapping[str, str], one: StampProperty) -> bool:
    """Is this part of the stamp written? Other reservations may share a part: all parts together are its own."""
    value = written.get(property_path(one.set, str(one.key)))
    if isinstance(one.value, tuple):
        return value is not None and all(part.lower() in value.lower() for part in one.value)
    return plain(value, one.type) == plain(one.value, one.type)


def brings_back(record: Record) -> bool:
    """Does it move or copy an item to where people see it?"""
    return any(
        change.what == "item" and change.kind in ("Moved", "Copied") and change.folder not in DELETED
        for change in record.changes
    )


@check
def left_alone(history: History, mailbox: str) -> Verdict:
    """A1/only-switched-on: no Subscribe, SyncFolderItems, GetItem, FindItem and no write for this mailbox."""
    found = [one for one in history.calls(mailbox) if one.operation in READING or one.is_write]
    advice = "Only users who are switched on are subscribed, read and written."
    return _no_writes(found, f"{mailbox}, never switched on, is left alone", advice)


@check
def others_left_alone(history: History, mailbox: str, before: Sequence[Item], now: Sequence[Item]) -> Verdict:
    """Everywhere: meetings that have nothing to do with any reservation are not written to, moved or deleted."""
    ids = {one.item_id for one in (*before, *now) if one.uid in {other.uid for other in before}}
    writes = [one for one in history.writes(mailbox) if ids & {*one.item_ids}]
    there = {one.uid: one for one in now if one.folder == "calendar"}
    rooms = history.rooms
    differ = [one.subject for one in before if one.uid not in there or changed_entries(one, there[one.uid], rooms)]
    if not writes and not differ:
        return Held()
    names = ", ".join(sorted({one.operation for one in writes})) or f"{', '.join(differ)}: not as it was"
    advice = "Only what belongs to a reservation is the product's to write."
    return Broken(f"meetings of no concern in {mailbox} are left alone", names, tuple(writes), advice)


@check
def nothing_elsewhere(history: History, mailboxes: Collection[str]) -> Verdict:
    """A1/impersonates: what the product changes lies in the right mailboxes; refusals are not repeated."""
    elsewhere = [one for one in history.calls() if _strays(one, {*mailboxes, *(address for _, address in one.mails)})]
    if elsewhere:
        return Broken(
            f"changes in {', '.join(mailboxes)} only", "another mailbox", tuple(elsewhere), "Act for the organizer."
        )
    denied = [one for one in history.calls() if set(one.codes) & set(DENIED)]
    often = Counter((one.operation, one.mailbox) for one in denied)
    if any(count > BOUND for count in often.values()):
        seen = ", ".join(f"{name} on {mailbox or 'no mailbox'}: {count}" for (name, mailbox), count in often.items())
        return Broken(
            f"a refused request at most {BOUND} times", seen, tuple(denied), "A refusal does not go away by itself."
        )
    return Held()


def _strays(record: Record, mailboxes: Collection[str]) -> bool:
    """Does a write change a mailbox that is none of these? Whoever was sent meeting mail has it in the mailbox."""
    return record.is_write and any(change.mailbox not in mailboxes for change in record.changes)


@check
def comes_to_rest(history: History, since: Moment) -> Verdict:
    """B3, D3, E3, X: what the product does ends by itself."""
    writes = history.writes(since=since)
    seen = f"{len(writes)} writes, and no end"
    return Broken(
        "the product comes to rest", seen, writes[-6:], "Does it answer what Exchange tells of its own writes?"
    )


@check
def calm(history: History, pairs: Iterable[Pair], since: Moment) -> Verdict:
    """X/loop: no write and no new revision since then."""
    verdict = _no_writes(history.writes(since=since), "no write while nothing happens", "Who answers whom?")
    for pair in pairs if isinstance(verdict, Held) else ():
        verdict = revised(history, pair, since, 0)
        if not isinstance(verdict, Held):
            return verdict
    return verdict


@check
def not_growing(history: History, windows: Sequence[Moment]) -> Verdict:
    """X/loop: reading does not grow from window to window; `windows` are their limits, two windows or more."""
    counts = [_reads(history, begin, end) for begin, end in pairwise(windows)]
    if len(counts) < 2:
        raise NotSeen("two windows")
    if any(later <= earlier for earlier, later in pairwise(counts)):
        return Held()
    last = [one for one in history.calls(since=windows[-2]) if not one.is_write]
    return Broken(
        "reading does not grow while nothing happens", " < ".join(map(str, counts)), tuple(last), "What is read?"
    )


def _reads(history: History, begin: Moment, end: Moment) -> int:
    """Requests that read, each counted by the items it names."""
    reads = [one for one in history.calls(since=begin) if not one.is_write and one.number <= end.number]
    return sum(max(len(one.item_ids), 1) for one in reads)
