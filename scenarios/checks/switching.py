"""Checks on who is switched on, off, and on again, and on mailboxes that went somewhere else.

Rule: where products may differ `onSwitch` is asked; that nothing lies twice is asked of all.
"""

from datetime import timedelta

from scenarios.checks.pairs import entries, equal, linked, looks, revised
from scenarios.history import Evidence, History, Moment
from scenarios.reservations import Pair
from scenarios.verdict import Broken, Held, Verdict, check

READING = ("GetEvents", "GetStreamingEvents")
MATCH = "match"


@check
def not_twice(history: History, pair: Pair) -> Verdict:
    """A1/existing: at most one entry, and one living reservation."""
    found, listed = entries(history, pair), history.listed(pair.organizer)
    living = [one for one in listed.reservations if not one.cancelled]
    if len(found) <= 1 and len(living) == 1:
        return Held()
    seen = f"{len(found)} entries, {len(living)} living reservations"
    advice = "Look by oid for what is there already, before anything is made."
    return Broken("one reservation, one entry at most", seen, (listed, *looks(history, pair)), advice)


@check
def matched(history: History, pair: Pair) -> Verdict:
    """A1/existing: what was there before switching on is linked and equal, if the product declares `match`."""
    if history.declared.on_switch != MATCH:
        return Held(f"onSwitch: {history.declared.on_switch}")
    verdict = linked(history, pair) if history.living(pair.oid).item_id is not None else Held()
    return equal(history, pair) if isinstance(verdict, Held) else verdict


@check
def unsubscribed(history: History, mailbox: str, off: Moment, frequency: timedelta) -> Verdict:
    """A2/unsubscribed: 2 x StatusFrequency after switching off no message is answered OK, no events are asked for."""
    late = off.at + 2 * frequency
    heard: list[Evidence] = [one for one in history.pushes(mailbox, off) if one.at > late and one.acknowledged == "OK"]
    heard += [
        one
        for one in history.calls(mailbox, off)
        if one.at > late and one.operation in READING and "NoError" in one.codes
    ]
    if not heard:
        return Held()
    seen = f"{len(heard)} later than {late:%H:%M:%S}"
    advice = "Push: answer Unsubscribe. Pull and streaming: Unsubscribe, or ask no more."
    return Broken(f"nothing is heard of {mailbox} any more", seen, tuple(heard[:5]), advice)


@check
def not_asked(history: History, mailbox: str, since: Moment) -> Verdict:
    """A1/two-servers: while the user's own server is down nothing about this mailbox is asked of another one."""
    calls = tuple(history.calls(mailbox, since))
    if not calls:
        return Held()
    advice = "Each user has an EWS address of its own; a mailbox is asked about there only."
    return Broken(f"no request for {mailbox} anywhere else", f"{len(calls)}", calls[:5], advice)


@check
def relinked(history: History, pair: Pair, since: Moment) -> Verdict:
    """A2/migrated: linked to the same entry under its new id; nothing was created, deleted, moved or revised."""
    shown = history.living(pair.oid).item_id
    verdict = linked(history, pair) if shown is not None else Held()
    if not isinstance(verdict, Held):
        return verdict
    made = tuple(one for one in history.writes(pair.organizer, since) if one.changes and one.operation != "UpdateItem")
    if made:
        names = ", ".join(sorted({one.operation for one in made}))
        advice = "All ids are new: look for the entry by its oid before anything is taken for deleted."
        return Broken("no entry created, moved or deleted", names, made, advice)
    return revised(history, pair, since, 0)
