"""Checks on reservations that are special: not to be synchronised, in the past, of the add-in and never seen, declined.

Rule: where products may differ they are judged by what they declare; what they list or flag is as good as cancelling.
"""

import json
from collections.abc import Collection
from datetime import timedelta

from scenarios.checks.pairs import entries, linked, looks, one_entry
from scenarios.history import History, Item, Moment, NotSeen, Web
from scenarios.reservations import Pair
from scenarios.verdict import Broken, Held, Verdict, check

BLINK = timedelta(milliseconds=10)
"""By so much two programs may differ in what they take for the same instant."""


@check
def alone(history: History, pair: Pair, mailboxes: Collection[str]) -> Verdict:
    """B/not-for-sync: the reservation lives, there is no entry of it, and nothing was written to these mailboxes."""
    reservation, found = history.seen(pair.oid).reservation, entries(history, pair)
    writes = tuple(one for mailbox in mailboxes for one in history.writes(mailbox))
    if reservation is not None and not reservation.cancelled and not found and not writes:
        return Held()
    lives = reservation is not None and not reservation.cancelled
    return Broken(
        f"the reservation {pair.subject!r} lives, without an entry and without a write",
        f"it {'lives' if lives else 'does not live'}, with {len(found)} entries and {len(writes)} writes",
        (*writes, *looks(history, pair)),
        "synchronise false: this reservation is nothing to Exchange.",
    )


@check
def past_as_declared(history: History, pair: Pair) -> Verdict:
    """B2/past: a reservation in the past that was taken has no entry (declared `ignore`), or is linked (`sync`)."""
    match history.declared.past:
        case "ignore":
            return alone(history, pair, [pair.organizer])
        case "sync":
            one = history.living(pair.oid)
            hidden = one.item_id is None and one.link == "linked"  # then the entry's stamp is the witness
            return one_entry(history, pair) if hidden and not one.cancelled else linked(history, pair)
    return Broken("refused, as declared", "it was taken", looks(history, pair), "past: refuse is declared.")


@check
def waited(history: History, mailbox: str, operation: str, hint: timedelta) -> Verdict:
    """B2/server-busy-waits: a call refused as busy is not repeated for the mailbox before the hint is over."""
    calls = [one for one in history.calls(mailbox) if one.operation == operation]
    busy = [one for one in calls if one.fault.startswith("busy")]
    if not busy:
        raise NotSeen(f"a {operation} that was refused as busy")
    early = [one for one in calls if busy[0].number < one.number and one.at < busy[0].at + hint - BLINK]
    if not early:
        return Held()
    waited_for = (early[0].at - busy[0].at).total_seconds()
    return Broken(
        f"{operation} is not repeated for {mailbox} within {hint.total_seconds():g} s",
        f"repeated after {waited_for:g} s",
        (busy[0], *early),
        "BackOffMilliseconds says how long to leave the mailbox alone.",
    )


@check
def listed_missing(history: History, pairs: Collection[Pair], missing: Collection[Pair]) -> Verdict:
    """C/never-arrives: of these pairs the list, as last asked for, names just those whose entry has not come."""
    asked = _missing(history)
    listed = {one["oid"] for one in json.loads(asked.answer or "[]")}
    wanted = {one.oid for one in missing}
    found = {one.oid for one in pairs} & listed
    if found == wanted:
        return Held()
    names = {one.oid: repr(one.subject) for one in pairs}
    return Broken(
        f"listed as missing: {', '.join(sorted(names[one] for one in wanted)) or 'none'}",
        ", ".join(sorted(names[one] for one in found)) or "none",
        (asked,),
        "Listed is what the add-in has made and what nobody has seen in Exchange for a while.",
    )


def is_listed(history: History, pair: Pair) -> bool:
    """Did the list of the missing, if anybody asked for it, name this reservation when it was last asked for?"""
    try:
        asked = _missing(history)
    except NotSeen:
        return False
    return any(one["oid"] == pair.oid for one in json.loads(asked.answer or "[]"))


def _missing(history: History) -> Web:
    asked = [one for one in history.web if one.call == "GET /missing"]
    if not asked:
        raise NotSeen("the list of the missing")
    return asked[-1]


@check
def settled_or_told(history: History, pair: Pair) -> Verdict:
    """C/deleted-at-once: cancelled, or somebody is told: a flag, or the list of the missing."""
    reservation = history.living(pair.oid)
    if reservation.cancelled or reservation.flags or is_listed(history, pair):
        return Held()
    return Broken(
        f"the reservation {pair.subject!r} is cancelled, flagged, or listed as missing",
        "it lives, and nobody is told",
        looks(history, pair),
        "Its entry was gone before anybody looked: nobody will come any more.",
    )


@check
def owned(history: History, pair: Pair, others: Collection[str]) -> Verdict:
    """C/delegate-books: organizer is the owner on both sides; the others have neither reservation, item, nor write."""
    reservation, found = history.living(pair.oid), entries(history, pair)
    wrong = [] if reservation.organizer.lower() == pair.organizer else [f"organizer {reservation.organizer}"]
    wrong += [f"entry of {one.organizer}" for one in found if one.organizer != pair.organizer]
    for other in others:
        listed = [one for one in history.listed(other).reservations if not one.cancelled]
        wrong += [f"{len(listed)} reservation(s) of {other}"] if listed else []
        items = [one for one in history.shelf(other).items if one.carries(pair.stamp) or one.subject == pair.subject]
        wrong += [f"{len(items)} item(s) in the mailbox of {other}"] if items else []
        wrong += [f"{len(history.writes(other))} write(s) to {other}"] if history.writes(other) else []
    if not wrong:
        return Held()
    evidence = (*looks(history, pair), *(history.listed(one) for one in others))
    advice = "`organizer` says whose calendar it is; `who` only says who has acted."
    return Broken(f"all of {pair.subject!r} is {pair.organizer}'s", "; ".join(wrong), evidence, advice)


@check
def room_accepted(history: History, pair: Pair, room: str) -> Verdict:
    """B2/room-answer: the room was invited, has accepted, and its own copy is called otherwise now."""
    copies, answer = _asked(history, pair, room)
    if not copies:
        return _not_invited(history, pair, room)
    if answer != "Accept" or all(one.subject == pair.subject for one in copies):
        raise NotSeen(f"the room's acceptance, but {answer or 'no answer'}")
    return Held()


@check
def after_answer(history: History, pair: Pair, room: str) -> Verdict:
    """B2/room-answer: at most one write to the organizer's calendar after the room's answer has come there."""
    answers = [
        one
        for one in history.records
        if one.kind == "act" and one.mailbox == room and any(two.mailbox == pair.organizer for two in one.changes)
    ]
    if not answers:
        raise NotSeen("the room's answer")
    last = answers[-1]
    writes = history.writes(pair.organizer, Moment(last.number, 0, last.at))
    if len(writes) <= 1:
        return Held()
    return Broken(
        "at most one write after the room's answer",
        f"{len(writes)} writes",
        (last, *writes),
        "The answer changes nothing but the room's line among the attendees.",
    )


@check
def decline_shown(history: History, pair: Pair, room: str) -> Verdict:
    """B2/room-declines: `roomResponse` says that the room has declined, and a flag shows that something is wrong."""
    copies, answer = _asked(history, pair, room)
    if not copies and not answer:
        return _not_invited(history, pair, room)
    if answer != "Decline":
        raise NotSeen(f"the room's refusal, but {answer or 'no answer'}")
    reservation = history.living(pair.oid)
    if (reservation.room_response or "").lower().startswith("declin") and reservation.flags:
        return Held()
    seen = f"roomResponse {reservation.room_response!r}, flags {', '.join(sorted(reservation.flags)) or 'none'}"
    advice = "The answer stands in the room's line among the attendees of the organizer's item."
    return Broken("roomResponse Decline, and a flag", seen, looks(history, pair), advice)


def _asked(history: History, pair: Pair, room: str) -> tuple[tuple[Item, ...], str]:
    """The room's copies of the meeting, wherever they lie, and what the organizer's item says that it answered."""
    found = entries(history, pair)
    uids = {one.uid for one in found}
    copies = tuple(one for one in history.shelf(room).items if one.uid in uids)
    answers = [answer for one in found for address, answer in one.responses if address == room]
    return copies, answers[0] if answers else ""


def _not_invited(history: History, pair: Pair, room: str) -> Verdict:
    evidence = (*history.writes(pair.organizer), *looks(history, pair), history.shelf(room))
    return Broken(
        f"{room} is invited", "it has no request", evidence, "room-invited: the room is one of the Resources."
    )


@check
def mailed_once(history: History, guests: Collection[str], since: Moment, kind: str) -> Verdict:
    """B2/invitations: since then each guest got exactly one mail about the meeting, of this kind."""
    records = [one for one in history.records if one.number > since.number]
    got = {guest: [what for one in records for what, address in one.mails if address == guest] for guest in guests}
    wrong = {guest: kinds for guest, kinds in got.items() if kinds != [kind]}
    if not wrong:
        return Held()
    seen = "; ".join(f"{guest}: {', '.join(kinds) or 'nothing'}" for guest, kinds in sorted(wrong.items()))
    evidence = tuple(one for one in records if any(address in wrong for _, address in one.mails))
    return Broken(f"one {kind} to each guest", seen, evidence, "SendMeetingInvitations: what is an echo mails nobody.")
