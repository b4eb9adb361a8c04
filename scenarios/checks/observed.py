"""Checks on what can be seen without asking the product: what people deleted stays deleted, work comes to an end.

Rule: whose entry it is, and what belongs to it, is known by the entry alone: its UID, or its subject and start.
"""

from collections import Counter
from datetime import UTC, datetime

from scenarios.checks.traffic import brings_back
from scenarios.history import History, Item, Moment, NotSeen, Record
from scenarios.verdict import Broken, Held, Verdict, check

AGAIN = 1
"""So many writes on an entry of the product's own may follow when it hears of it: its mark."""


@check
def not_brought_back(history: History, mailbox: str, item: Item, since: Moment) -> Verdict:
    """E3, F2/trash: a deleted entry is not created again, not moved or copied back, and not in the calendar."""
    found = tuple(one for one in history.calls(mailbox, since) if _creates(one, item) or brings_back(one))
    shelf = history.shelf(mailbox)
    back = [one for one in shelf.calendar if _alike(one, item)]
    if not found and not back:
        return Held()
    seen = ", ".join(sorted({one.operation for one in found})) or "it is in the calendar"
    return Broken(
        f"{item.subject!r}, which was deleted, is not brought back", seen, (*found, shelf), "It stays deleted."
    )


@check
def no_answer(history: History, mailbox: str, item: Item) -> Verdict:
    """B3: once Exchange has told of an entry that the product made, at most one write follows on it, its mark."""
    told = next((one for one in history.pushes(mailbox) if any(id_ == item.item_id for _, id_ in one.events)), None)
    if told is None and history.declared.transport == "push":
        raise NotSeen(f"message about {item.subject!r}")
    since = Moment(told.number if told is not None else 0)
    writes = [one for one in history.writes(mailbox, since) if item.item_id in one.item_ids]
    writes = [one for one in writes if one.operation != "CreateItem"]
    if len(writes) <= AGAIN:
        return Held()
    advice = "An own change that Exchange tells of is recognised by its values: nothing is to be done."
    expected = "at most one write when Exchange tells of the product's own entry"
    return Broken(expected, f"{len(writes)}", tuple(writes), advice)


@check
def no_circle(history: History, mailbox: str, since: Moment) -> Verdict:
    """X/loop: no entry is written twice while nobody touches it, none made twice. People may use the product meanwhile:
    what is written once, or made, is theirs."""
    writes = history.writes(mailbox, since)
    changed = [one for one in writes if one.operation != "CreateItem"]
    often = {id_ for id_, count in Counter(id_ for one in changed for id_ in one.item_ids).items() if count > 1}
    again = [key for key, count in Counter(map(_made, writes)).items() if key is not None and count > 1]
    found = tuple(one for one in writes if often & {*one.item_ids} or _made(one) in again)
    if not found:
        return Held()
    names = ", ".join(f"{operation} x {count}" for operation, count in Counter(one.operation for one in found).items())
    return Broken("no entry is written again and again while nobody touches it", names, found, "Who answers whom?")


def _made(record: Record) -> tuple[str, str] | None:
    given = dict(record.properties)
    if record.operation != "CreateItem":
        return None
    return given.get("item:Subject", ""), given.get("calendar:Start", "")


def _creates(record: Record, item: Item) -> bool:
    if record.operation != "CreateItem" or not record.is_write:
        return False
    given = dict(record.properties)
    return bool(item.uid and item.uid in given.values()) or (
        given.get("item:Subject") == item.subject and _same_start(given.get("calendar:Start", ""), item)
    )


def _same_start(text: str, item: Item) -> bool:
    """A start without offset may be meant in any zone: it is taken as UTC, as requests without a zone are."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return False
    return (start if start.tzinfo else start.replace(tzinfo=UTC)) == item.start


def _alike(one: Item, item: Item) -> bool:
    return one.uid == item.uid or (one.subject == item.subject and one.start == item.start)
