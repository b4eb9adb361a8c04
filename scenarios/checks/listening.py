"""Checks on how the product hears of changes (process A), on what it offers, and on how it refuses.

Rule: event types and the number of events are not judged; that the product was told, and that it answered, is.
"""

import json
from collections.abc import Collection, Iterable
from datetime import timedelta

from scenarios.history import Evidence, History, Moment, Record, Subscription
from scenarios.verdict import Broken, Held, Verdict, check

ASKING = ("GetEvents", "GetStreamingEvents", "SyncFolderItems", "FindItem", "GetItem")
OK = ("OK", "Unsubscribe")


@check
def subscribed(history: History, mailbox: str) -> Verdict:
    """A1: with push, a live subscription on the mailbox; with polling, a question about it."""
    if history.declared.transport == "poll":
        return _asked(history.calls(mailbox), f"{mailbox} is polled")
    look = history.subscribed(mailbox)
    if look.live:
        return Held()
    evidence: list[Evidence] = [one for one in history.calls(mailbox) if one.operation == "Subscribe"]
    advice = "Subscribe when a user is switched on (A1)."
    return Broken(f"a live subscription on {mailbox}", "none", (*evidence, look), advice)


@check
def heard(history: History, mailbox: str, since: Moment, until: Moment | None = None) -> Verdict:
    """A1: between these moments a change of this mailbox reached the product by its declared transport."""

    def within(one: Record) -> bool:
        return until is None or one.number <= until.number

    if history.declared.transport == "streaming" and any(map(within, history.streamed(mailbox, since))):
        return Held()
    if history.declared.transport != "push":
        return _asked(filter(within, history.calls(mailbox, since)), f"{mailbox} is asked about")
    pushes = tuple(filter(within, history.pushes(mailbox, since)))
    if any(one.acknowledged in OK and _tells(one) for one in pushes):
        return Held()
    seen = f"{len(pushes)} message(s), none of them answered OK" if pushes else "no message"
    advice = "Is the calendar folder subscribed, with events for this kind of change, and the message answered?"
    evidence: tuple[Evidence, ...] = (*pushes, history.subscribed(mailbox))
    return Broken(f"a message about the change in {mailbox}, answered", seen, evidence, advice)


def _asked(calls: Iterable[Record], expected: str) -> Verdict:
    if any(one.operation in ASKING for one in calls):
        return Held()
    return Broken(expected, "nothing was asked", (), "Poll every switched-on user, as declared.")


def _tells(push: Record) -> bool:
    return any(kind != "StatusEvent" for kind, _ in push.events)


@check
def overlap_ended(history: History, mailbox: str) -> Verdict:
    """A1/subscribes: a second subscription may overlap at renewal, but ends within 2 x StatusFrequency."""
    look = history.subscribed(mailbox)
    newest = max((one.created for one in look.live), default=history.now)
    late = [one for one in look.live if one.created < newest and history.now - newest > 2 * _frequency(one)]
    if not late:
        return Held()
    seen = f"{len(look.live)} live ones since {newest:%H:%M:%S}"
    return Broken("one live subscription", seen, (look,), "Answer Unsubscribe to the messages of the old one.")


def _frequency(subscription: Subscription) -> timedelta:
    """StatusFrequency, the timeout of a pull subscription, or half the life of an unattended streaming one."""
    return timedelta(minutes=subscription.frequency_minutes or 15)


@check
def heartbeat_answered(history: History, mailbox: str, since: Moment) -> Verdict:
    """A2/heartbeat: a StatusEvent came and was answered OK, or Unsubscribe with a new subscription after it."""
    beats = [one for one in history.pushes(mailbox, since) if not _tells(one)]
    live = history.subscribed(mailbox).live
    if beats and all(_answered(one, live) for one in beats):
        return Held()
    seen = f"answers: {', '.join(one.acknowledged or 'none' for one in beats)}" if beats else "no StatusEvent was sent"
    evidence: tuple[Evidence, ...] = (*beats, history.subscribed(mailbox))
    return Broken("each StatusEvent answered with a SendNotificationResult", seen, evidence, "Answer every message.")


def _answered(beat: Record, live: Collection[Subscription]) -> bool:
    return beat.acknowledged == "OK" or (
        beat.acknowledged == "Unsubscribe"
        and any(one.created >= beat.at for one in live if one.id != beat.subscription)
    )


@check
def resubscribed(history: History, mailbox: str, last_heard: Moment, frequency: timedelta) -> Verdict:
    """A2/restart, F2/push-lost: a new live subscription within 3 x StatusFrequency of the last message heard."""
    look = history.subscribed(mailbox)
    if history.declared.transport == "poll":
        return Held()
    fresh = [one for one in look.live if last_heard.at <= one.created <= last_heard.at + 3 * frequency]
    if fresh:
        return Held()
    seen = f"live since {look.live[0].created:%H:%M:%S}" if look.live else "none"
    calls: list[Evidence] = [one for one in history.calls(mailbox, last_heard) if one.operation == "Subscribe"]
    advice = "Nothing heard for 2 x StatusFrequency: subscribe anew, and catch up."
    expected = f"a new subscription by {last_heard.at + 3 * frequency:%H:%M:%S}"
    return Broken(expected, seen, (*calls, look), advice)


@check
def offered(history: History, room: str, wanted: bool) -> Verdict:
    """C2/free: the room is (not) among those that the last question for free resources was answered."""
    asked = [one for one in history.web if one.call.startswith("GET /resources?")]
    last = asked[-1:]
    there = any(f'"{room.lower()}"' in one.answer.lower() for one in last)
    if last and there == wanted:
        return Held()
    expected = f"{room} is {'' if wanted else 'not '}offered in that time"
    seen = "nobody asked" if not last else "it is" if there else "it is not"
    return Broken(expected, seen, tuple(last), "Free is what no living reservation overlaps; touching is no overlap.")


@check
def one_won(history: History, since: Moment) -> Verdict:
    """C3: of the reservations asked for since then one was made, the others were refused as taken."""
    posts = tuple(one for one in history.web if one.call == "POST /reservations" and one.moment.turn > since.turn)
    if sorted(one.status for one in posts) == [201, *[409] * (len(posts) - 1)]:
        return Held()
    seen = ", ".join(str(one.status) for one in posts) or "nobody asked"
    return Broken("one 201, the others 409", seen, posts, "Test for conflicts and store in one transaction.")


@check
def answered_alike(history: History, since: Moment) -> Verdict:
    """B1/twice: each request for a reservation since then was answered 201, with one oid."""
    posts = tuple(one for one in history.web if one.call == "POST /reservations" and one.moment.turn > since.turn)
    oids = {json.loads(one.answer)["oid"] for one in posts if one.status == 201}
    if len(posts) > 1 and len(oids) == 1 and all(one.status == 201 for one in posts):
        return Held()
    seen = ", ".join(str(one.status) for one in posts) or "nobody asked"
    seen += f", {len(oids)} reservations" if len(oids) > 1 else ""
    advice = "Keep the Idempotency-Key with the reservation, and look for it before one is made."
    return Broken("201 each time, with the same oid", seen, posts, advice)


@check
def refused(history: History, since: Moment) -> Verdict:
    """E2/taken: the last change asked for since then was refused with 409."""
    calls = [one for one in history.web if one.call.startswith("PATCH ") and one.moment.turn > since.turn]
    if calls and calls[-1].status == 409:
        return Held()
    seen = str(calls[-1].status) if calls else "nobody asked"
    return Broken("409", seen, tuple(calls[-1:]), "The room is taken in that time.")
