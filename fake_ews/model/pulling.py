"""What a pull subscription answers, and until when it lives.

Rule 1: every decision about pulling is in this file; pulls.py does what is decided here.
Rule 2: a subscription's state is frozen; `called` makes the next one, time is an argument.
Source: fact sheet section 3.4 (ref/getevents-operation, RC).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fake_ews.model.failures import (
    ErrorEventNotFound,
    ErrorExpiredSubscription,
    ErrorInvalidPullSubscriptionId,
    ErrorSubscriptionAccessDenied,
    ErrorSubscriptionNotFound,
    Failure,
)

if TYPE_CHECKING:
    from fake_ews.model.events import Interest


@dataclass(frozen=True, slots=True)
class PullSubscription:
    """What was asked for, and when it ends unless somebody calls: `timeout` after the last call."""

    id: str
    mailbox: str
    account: str
    interest: Interest
    timeout: dt.timedelta
    created: dt.datetime
    expires: dt.datetime
    begin: int
    last_ok: dt.datetime | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer a failure; `ends` says why the subscription is deleted with it, if it is."""

    failure: Failure
    ends: str | None = None


def may_call(sub: PullSubscription | None, owner: str | None, account: str, now: dt.datetime) -> Refuse | None:
    """Whether an account may call; `owner` is who holds the id as whatever kind, None: nobody. None: it may.

    An id of another kind is the owner's to be told of: ErrorInvalidPullSubscriptionId.
    """
    if owner is None:
        return Refuse(ErrorSubscriptionNotFound)
    if owner != account:
        return Refuse(ErrorSubscriptionAccessDenied)
    if sub is None:
        return Refuse(ErrorInvalidPullSubscriptionId)
    if sub.expires <= now:
        return Refuse(ErrorExpiredSubscription, "nobody called in time")
    return None


def answer(counter: int | Failure, is_kept: Callable[[int], bool]) -> int | Refuse:
    """The counter behind which a call reads, or why not; an event that is gone ends the subscription. [doc RC]"""
    if isinstance(counter, Failure):
        return Refuse(counter)
    return counter if is_kept(counter) else Refuse(ErrorEventNotFound, "the event of a watermark is gone")


def called(sub: PullSubscription, now: dt.datetime) -> PullSubscription:
    """The subscription after a call: its time begins anew. [doc ref/getevents-operation]"""
    return replace(sub, expires=now + sub.timeout, last_ok=now)
