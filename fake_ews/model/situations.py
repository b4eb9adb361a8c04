"""What a living subscription waits for, in words: why no callback comes just now.

Rule: nothing is decided here; when a subscription sends is said by `delivery.next_step`, and these are its words.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fake_ews.model.delivery import Send, next_step

if TYPE_CHECKING:
    from fake_ews.model.delivery import Subscription
    from fake_ews.model.profile import Profile
    from fake_ews.model.pulling import PullSubscription
    from fake_ews.model.streaming import StreamingSubscription

_HELD = "a test holds its events back until they are released"


def of_push(sub: Subscription, oldest: dt.datetime | None, held: bool, now: dt.datetime, profile: Profile) -> str:
    """Of a push subscription. `oldest` is when its first unsent event happened, None: there is none."""
    if sub.sent is not None and sub.sent.at is None:
        return "a fault keeps its message until pushes are released"
    if sub.sent is not None and sub.sent.at is not None and sub.sent.at > now:
        return f"a fault delays its message until {_at(sub.sent.at)}"
    if sub.missed:
        return f"{sub.missed}; since then {_waits(sub, oldest, held, now, profile)}"
    return _waits(sub, oldest, held, now, profile)


def _waits(sub: Subscription, oldest: dt.datetime | None, held: bool, now: dt.datetime, profile: Profile) -> str:
    """The same where no fault keeps or has swallowed a message."""
    step = next_step(sub, oldest, held, now, profile)
    if isinstance(step, Send):
        return "its next message is sent at once"
    until = "" if step.until is None else _at(step.until)
    if sub.sent is not None:
        return f"the listener has not answered the message of {_at(sub.sent.at or now)}; from {until} on it never will"
    if sub.failed is not None:
        tries = f"the listener gave no usable answer, {_times(sub.failures)} in a row; the next try is"
        return f"{tries} at {until}" if until else f"{tries} made when the events are released: {_HELD}"
    if oldest is None:
        return f"nothing has happened that it wants to hear of; its next StatusEvent is due at {until}"
    if held:
        return f"{_HELD}; its next StatusEvent is due at {until}"
    return f"an event of {_at(oldest)} is told at {until}, for Exchange does not look at once (push_latency)"


def of_pull(sub: PullSubscription) -> str:
    """Of a pull subscription."""
    return f"its client asks for events (GetEvents); it expires at {_at(sub.expires)} unless that happens before"


def of_streaming(sub: StreamingSubscription) -> str:
    """Of a streaming subscription."""
    if sub.connection is None:
        return "its client has no connection open (GetStreamingEvents); events wait for one"
    return "events go out over the connection that is open"


def _at(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
