"""When a push subscription sends, waits, tries again or ends.

Rule 1: every decision about delivery is in this file.
Rule 2: a subscription's state is frozen; `next_step` and `answered` make the next one, time is an argument.
Source: fact sheet section 3.3 (ref/statusfrequency, statusevent, previouswatermark; blogs webdav_101 2014-04-17).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from fake_ews.model.clock import LAST
from fake_ews.model.events import Interest

if TYPE_CHECKING:
    from fake_ews.model.profile import Profile

Answer = Literal["OK", "Unsubscribe"] | None
UNSUBSCRIBED = "the listener unsubscribed"


class Sent(Struct, frozen=True, gc=False):
    """A message that was sent: when (None: a fault holds it), the watermark it ends with, whether it carries events."""

    number: int
    at: dt.datetime | None
    upto: int
    has_events: bool


class Subscription(Struct, frozen=True, gc=False):
    """What was asked for, and how far its delivery is. Watermarks are counters of `events`; `folders` None: all.

    `missed`: what a fault has done to the last message that counts as answered, in words; "": nothing.
    """

    id: str
    mailbox: str
    account: str
    interest: Interest
    url: str
    version: str
    frequency: dt.timedelta
    created: dt.datetime
    acknowledged: int
    read: int
    last_sent: dt.datetime
    greeted: bool = False
    sent: Sent | None = None
    failed: Sent | None = None
    failures: int = 0
    retry_at: dt.datetime | None = None
    last_ok: dt.datetime | None = None
    ended: str | None = None
    missed: str = ""


class Send(Struct, frozen=True, gc=False):
    """Send now: the StatusEvent, or events; `upto` is the watermark that a retry with equal content ends with."""

    what: Literal["status", "events"]
    upto: int | None = None


class Wait(Struct, frozen=True, gc=False):
    """Nothing to do until then; None: until something happens."""

    until: dt.datetime | None


def next_step(
    sub: Subscription, oldest: dt.datetime | None, held: bool, now: dt.datetime, profile: Profile
) -> Send | Wait:
    """What a living subscription does now. `oldest` is when its first unsent event happened, None: there is none."""
    if sub.sent is not None:
        return Wait(None if sub.sent.at is None else sub.sent.at + dt.timedelta(seconds=profile.push_timeout))
    if sub.failed is not None and sub.retry_at is not None:
        return _retry(sub.failed, sub.retry_at, oldest, held, now, profile)
    if not sub.greeted and profile.first_message != "never":
        return Send("status")
    due = None if oldest is None or held else oldest + dt.timedelta(seconds=profile.push_latency)
    if due is not None and due <= now:
        return Send("events")
    heartbeat = sub.last_sent + sub.frequency
    if heartbeat <= now:
        return Send("status")
    return Wait(heartbeat if due is None else min(due, heartbeat))


def _retry(
    failed: Sent, at: dt.datetime, oldest: dt.datetime | None, held: bool, now: dt.datetime, profile: Profile
) -> Send | Wait:
    if held and failed.has_events:
        return Wait(None)
    if at > now:
        return Wait(at)
    if profile.retry_carries == "same":
        return Send("events", failed.upto) if failed.has_events else Send("status")
    return Send("events") if oldest is not None and not held else Send("status")


def consequence(before: Subscription, after: Subscription, now: dt.datetime) -> str:
    """What an answer counts as and what follows, in words; `after` is what `answered` made of `before`."""
    if after.ended == UNSUBSCRIBED:
        return "counted as its wish to end the subscription, which has ended"
    if after.ended is not None:
        return f"counted as no answer; attempt {before.failures + 1} was the last, the subscription has ended"
    if after.retry_at is None:
        return "counted as OK"
    return f"counted as no answer, next try {_span(after.retry_at - now)}"


def _span(time: dt.timedelta) -> str:
    seconds = time.total_seconds()
    if not seconds:
        return "at once"
    return f"in {seconds:g} s" if seconds < 60 or seconds % 60 else f"in {seconds / 60:g} min"


def answered(sub: Subscription, answer: Answer, now: dt.datetime, profile: Profile) -> Subscription:
    """The subscription after the listener answered its message, or gave no usable answer (None)."""
    assert sub.sent is not None
    if answer == "OK":
        upto = sub.sent.upto
        return replace(
            sub, acknowledged=upto, read=max(sub.read, upto), greeted=True, sent=None, failed=None, failures=0,
            retry_at=None, last_ok=now, missed="",
        )  # fmt: skip
    if answer == "Unsubscribe":
        return replace(sub, sent=None, ended=UNSUBSCRIBED)
    waits = profile.waits(sub.frequency)
    if sub.failures >= len(waits) or waits[sub.failures] > LAST - now:  # no clock comes to that
        return replace(sub, sent=None, ended="the listener did not answer")
    return replace(
        sub, sent=None, failed=sub.sent, failures=sub.failures + 1, retry_at=now + waits[sub.failures]
    )  # fmt: skip
