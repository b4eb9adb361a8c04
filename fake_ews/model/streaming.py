"""Who may open a streaming connection to which subscriptions, and what the connection says next.

Rule 1: every decision about streaming is in this file; streams.py does what is decided here.
Rule 2: the state of a subscription and of a connection is frozen; time is an argument. While a message has not gone
out to the client, no other with events is made: whatever happens meanwhile waits in the mailbox's log.
Source: fact sheet section 3.4 (ref/getstreamingevents-operation, errorsubscriptionids; EMA
StreamingSubscriptionConnection; section 17: what clients do when a subscription is dead).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fake_ews.model import failures, ids
from fake_ews.model.failures import (
    ErrorExceededConnectionCount,
    ErrorInvalidSubscription,
    ErrorInvalidSubscriptionRequest,
    ErrorSubscriptionAccessDenied,
    Failure,
)

if TYPE_CHECKING:
    from fake_ews.model.events import Interest
    from fake_ews.model.profile import Profile


@dataclass(frozen=True, slots=True)
class StreamingSubscription:
    """What was asked for, how far it is told, and over which connection; None: over none."""

    id: str
    mailbox: str
    account: str
    interest: Interest
    created: dt.datetime
    read: int
    connection: int | None = None
    last_ok: dt.datetime | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """An answer that goes on: whose, about which subscriptions, until when, and how many messages are on their way.

    `mailbox`: of whom the first of its subscriptions is, as whose Exchange behaves on it.
    """

    number: int
    account: str
    mailbox: str
    subscriptions: tuple[str, ...]
    closes: dt.datetime
    last_message: dt.datetime
    under_way: int = 0


@dataclass(frozen=True, slots=True)
class Say:
    """Say now: events, OK (it is still there), or Closed."""

    what: Literal["events", "OK", "Closed"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to say until then; None: until a message has gone out."""

    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Admitted:
    """The ids that will be streamed, and, if not all were good, the failure that names the `bad` ones."""

    good: tuple[str, ...]
    failure: Failure | None = None
    bad: tuple[str, ...] = ()


def next_step(connection: Connection, oldest_due: dt.datetime | None, now: dt.datetime, profile: Profile) -> Say | Wait:
    """What an open connection says now. `oldest_due` is when its first event may be told, None: there is none."""
    if connection.under_way:
        return Wait(None)
    if connection.closes <= now:
        return Say("Closed")
    if oldest_due is not None and oldest_due <= now:
        return Say("events")
    sign_of_life = connection.last_message + dt.timedelta(seconds=profile.stream_heartbeat)
    if sign_of_life <= now:
        return Say("OK")
    return Wait(min(one for one in (connection.closes, sign_of_life, oldest_due) if one is not None))


def admit(
    asked: Sequence[str], account: str, living: Callable[[str], StreamingSubscription | None],
    owner_of: Callable[[str], str | None], open_connections: Iterable[Connection], profile: Profile,
) -> Admitted:  # fmt: skip
    """Which of the ids asked for an account may stream; one bad id is enough for none, where the profile says so.

    A connection that would lose all its subscriptions to this one does not count against the limit.
    """
    if len(asked) > profile.stream_ids:
        return Admitted((), ErrorInvalidSubscriptionRequest)
    found = {one: _bad(one, account, living, owner_of, profile) for one in asked}
    bad = tuple(one for one, failure in found.items() if failure is not None)
    good = tuple(one for one in found if one not in bad) if not bad or profile.stream_goes_on_without_bad else ()
    own = [one for one in open_connections if one.account == account and not set(one.subscriptions) <= set(good)]
    if good and len(own) >= profile.stream_connections:
        return Admitted((), ErrorExceededConnectionCount)
    return Admitted(good, found[bad[0]] if bad else None, bad)


def _bad(
    asked: str, account: str, living: Callable[[str], StreamingSubscription | None],
    owner_of: Callable[[str], str | None], profile: Profile,
) -> Failure | None:  # fmt: skip
    """What is wrong with an id. One that is none at all is invalid, as is one of another kind. [seen]"""
    owner = owner_of(asked)
    if owner is not None and owner != account:
        return ErrorSubscriptionAccessDenied
    if living(asked) is not None:
        return None
    if owner is not None or not ids.is_subscription_id(asked):
        return ErrorInvalidSubscription
    unknown: Failure = getattr(failures, profile.stream_unknown)
    return unknown
