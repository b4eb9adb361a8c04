"""What all kinds of subscriptions have in common: where they begin, what they are called, how many there may be.

Rule: pull, push and streaming subscriptions count against one limit and are told apart by whoever holds them; an id
that none of them holds belongs to no living subscription.
Source: fact sheet section 3 (ref/subscribe-operation, watermark, unsubscribe-operation; guide/ews-throttling).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fake_ews.model import events, failures, ids
from fake_ews.model.failures import (
    ErrorInvalidWatermark,
    ErrorSubscriptionAccessDenied,
    ErrorSubscriptionNotFound,
    Failure,
)

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.mailbox import Mailbox
    from fake_ews.model.profile import Profile


def begin(mailbox: Mailbox, watermark: str | None, now: dt.datetime) -> int | Failure:
    """The counter to begin behind: now, or that of a watermark whose following events are still kept."""
    if watermark is None:
        return events.position(mailbox.log.newest)
    counter = mailbox.ids.read_watermark(watermark)
    if isinstance(counter, Failure):
        return counter
    return counter if is_kept(mailbox, counter, now) else ErrorInvalidWatermark


def is_kept(mailbox: Mailbox, counter: int, now: dt.datetime) -> bool:
    """Whether a watermark is of this log, and the events behind it are not too old to be read. [doc ref/watermark]"""
    if counter > events.position(mailbox.log.newest):
        return False
    following = mailbox.log.after(events.record_of(counter), 1)
    return not following or following[0].at >= now - dt.timedelta(days=mailbox.profile.watermark_days)


def new_id(exchange: Exchange, mailbox: Mailbox) -> str:
    """The id of a subscription that is made now; no two are equal."""
    exchange.subscriptions_made += 1
    exchange.unkept.counted(mailbox)
    number = ids.guid(exchange.seed, mailbox.address, "subscription", str(exchange.subscriptions_made))
    return ids.subscription_id(exchange.host, number, exchange.clock.now(), mailbox.ids.mailbox)


def is_full(exchange: Exchange, mailbox: Mailbox) -> bool:
    """Whether a mailbox has as many subscriptions, of all kinds, as it may have."""
    kinds = (exchange.subscriptions, exchange.pulls, exchange.streams)
    return sum(kind.count(mailbox.address) for kind in kinds) >= mailbox.profile.subscription_limit


def unsubscribe(exchange: Exchange, subscription_id: str, account: str) -> Failure | None:
    """End a pull or streaming subscription; a push subscription has no other way out than its listener's answer.

    ErrorSubscriptionNotFound, ErrorSubscriptionAccessDenied, and for push what the profile says. [doc RC]
    """
    owner = owner_of(exchange, subscription_id)
    if owner is None:
        return ErrorSubscriptionNotFound
    if owner != account:
        return ErrorSubscriptionAccessDenied
    if subscription_id in exchange.subscriptions:
        failure: Failure = getattr(failures, behaviour(exchange, [subscription_id], account).unsubscribe_push)
        return failure
    exchange.pulls.end(subscription_id, "the client unsubscribed")
    exchange.streams.end(subscription_id, "the client unsubscribed")
    return None


def behaviour(exchange: Exchange, asked: Iterable[str], account: str) -> Profile:
    """How Exchange behaves to whom asks for these subscriptions: as in the mailbox of the first that names one.

    Where none does, as in that of the account; one without a mailbox is treated as all are.
    """
    guids = (ids.mailbox_of_subscription(one) for one in asked)
    named = (exchange.mailbox_of(guid) for guid in guids if guid is not None)
    mailbox = next((one for one in named if one is not None), exchange.mailboxes.get(account))
    return exchange.profile if mailbox is None else mailbox.profile


def owner_of(exchange: Exchange, subscription_id: str) -> str | None:
    """The account that made a living subscription of any kind, or None: there is none of this id."""
    for kind in (exchange.subscriptions, exchange.pulls, exchange.streams):
        if (owner := kind.owner_of(subscription_id)) is not None:
            return owner
    return None
