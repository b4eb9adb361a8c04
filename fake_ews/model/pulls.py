"""The pull subscriptions of an organisation: made on request, read by their clients, deleted when nobody calls.

Rule: what a call is answered is decided in pulling.py alone; here it is done. Events are read from the mailbox's log
behind the watermark of the call, so a client that calls again with an old one gets them again.
Source: fact sheet section 3.4 (ref/getevents-operation, subscribe-operation, timeout-ex15websvcsotherref).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fake_ews.model import events, subscribing
from fake_ews.model.failures import ErrorExceededSubscriptionCount, Failure
from fake_ews.model.pulling import PullSubscription, Refuse, answer, called, may_call

if TYPE_CHECKING:
    from fake_ews.contract.notifications import Notification
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.mailbox import Mailbox

_ENDED_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Expire:
    """Work: delete a pull subscription for which nobody has called in time."""

    subscription: str

    def due(self, exchange: Exchange) -> None:
        """Delete it."""
        exchange.pulls.end(self.subscription, "nobody called in time")


class Pulls:
    """All pull subscriptions of an organisation; they live in memory, a restart ends them."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._living: dict[str, PullSubscription] = {}
        self._ended: deque[PullSubscription] = deque(maxlen=_ENDED_KEPT)
        self._timers: dict[str, int] = {}
        self._counts: Counter[str] = Counter()

    def subscribe(
        self, mailbox: Mailbox, *, account: str, interest: events.Interest, minutes: int, watermark: str | None = None
    ) -> PullSubscription | Failure:
        """Make a pull subscription; or say why not: the watermark, or too many of them."""
        now = self._exchange.clock.now()
        if subscribing.is_full(self._exchange, mailbox):
            return ErrorExceededSubscriptionCount
        begin = subscribing.begin(mailbox, watermark, now)
        if isinstance(begin, Failure):
            return begin
        timeout = dt.timedelta(minutes=minutes)
        sub = PullSubscription(
            subscribing.new_id(self._exchange, mailbox), mailbox.address, account, interest, timeout, now,
            now + timeout, begin,
        )  # fmt: skip
        self._counts[mailbox.address] += 1
        self._take_over(sub)
        return sub

    def read(self, subscription_id: str, watermark: str, account: str) -> Notification | Failure:
        """The events behind a watermark, or one StatusEvent where there are none; or why not."""
        now, sub = self._exchange.clock.now(), self._living.get(subscription_id)
        refused = may_call(sub, subscribing.owner_of(self._exchange, subscription_id), account, now)
        if refused is not None:
            return self._refuse(subscription_id, refused)
        assert sub is not None
        self._take_over(called(sub, now))
        mailbox = self._exchange.mailboxes[sub.mailbox]
        counter = mailbox.ids.read_watermark(watermark)
        decided = answer(counter, lambda known: subscribing.is_kept(mailbox, known, now))
        return self._refuse(sub.id, decided) if isinstance(decided, Refuse) else self._told(sub, decided, mailbox)

    def _told(self, sub: PullSubscription, counter: int, mailbox: Mailbox) -> Notification:
        """The first events behind a counter; what a test holds back is not told."""
        batch = mailbox.profile.push_batch
        held = self._exchange.subscriptions.is_held(sub.mailbox)
        told = [] if held else events.after(mailbox, sub.interest, counter, batch + 1)
        last_known = held or mailbox.profile.status_watermark == "last known"
        status = counter if last_known else events.position(mailbox.log.newest)
        return events.notification(
            sub.id, counter, told[:batch], mailbox, more=len(told) > batch, status=max(counter, status)
        )

    def _refuse(self, subscription_id: str, refused: Refuse) -> Failure:
        if refused.ends is not None:
            self.end(subscription_id, refused.ends)
        return refused.failure

    def end(self, subscription_id: str, why: str) -> None:
        """End a subscription without telling anybody; one that has ended is left alone."""
        sub = self._living.pop(subscription_id, None)
        if sub is not None:
            self._counts[sub.mailbox] -= 1
            self._exchange.agenda.cancel(self._timers.pop(sub.id))
            self._ended.append(replace(sub, ended=why))

    def expire(self, address: str) -> None:
        """The time of those on a mailbox is over now, as if nobody had called for so long."""
        now = self._exchange.clock.now()
        for sub in [one for one in self._living.values() if one.mailbox == address]:
            self._take_over(replace(sub, expires=now))

    def restart(self) -> None:
        """End them all."""
        for subscription_id in list(self._living):
            self.end(subscription_id, "Exchange was restarted")

    # --- looking ---------------------------------------------------------------------------------------------------

    def all(self, address: str | None = None) -> Iterator[PullSubscription]:
        """The subscriptions on a mailbox, or on all, ended ones first."""
        return (sub for sub in [*self._ended, *self._living.values()] if address in (None, sub.mailbox))

    def count(self, address: str) -> int:
        """How many live on a mailbox."""
        return self._counts[address]

    def owner_of(self, subscription_id: str) -> str | None:
        """The account that made a living one, or None: there is none of this id."""
        sub = self._living.get(subscription_id)
        return None if sub is None else sub.account

    def _take_over(self, sub: PullSubscription) -> None:
        """Take over a new state of a subscription, and enter when it expires."""
        agenda = self._exchange.agenda
        if (old := self._timers.get(sub.id)) is not None:
            agenda.cancel(old)
        self._living[sub.id] = sub
        kept = dt.timedelta(seconds=self._exchange.mailboxes[sub.mailbox].profile.pull_expired_kept)
        self._timers[sub.id] = agenda.add(sub.expires + kept, Expire(sub.id))
