"""The push subscriptions of an organisation: made on request, driven by the agenda, ended by their listeners.

Rule 1: what a subscription does next is decided in delivery.py alone; here it is done. The edge posts what
`Exchange.posts` holds and tells the answer.
Rule 2: events are read from the mailbox's log behind `read`; while a message is not acknowledged, no other is sent.
Source: fact sheet section 3 (ref/subscribe-operation, statusfrequency, statusevent, watermark; MS-OXWSPSNTIF).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from fake_ews.contract.notifications import SendNotificationResponse
from fake_ews.model import events, languages, subscribing
from fake_ews.model.delivery import Answer, Send, Sent, Subscription, Wait, answered, consequence, next_step
from fake_ews.model.failures import (
    ErrorExceededSubscriptionCount,
    ErrorInvalidPushSubscriptionUrl,
    ErrorReadEventsFailed,
    Failure,
)

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.log import LogRecord
    from fake_ews.model.mailbox import Mailbox
    from fake_ews.model.profile import Profile

_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+(%\w+)?", re.IGNORECASE)
_LONGEST_URL = 2082  # [doc ref/responsecode, ErrorInvalidPushSubscriptionUrl]
_ERROR_VERSION = "Exchange2007_SP1"  # an error notification names it, whatever the others name [seen: capture]
_ENDED_KEPT = 10_000


class Post(Struct, frozen=True, gc=False):
    """One message for the edge to POST. `first`: the SubscribeResponse waits for it; `again`: no fault touches it.

    `stray`: it counts as answered already, and comes beside the messages of its subscription.
    """

    number: int
    subscription: str
    mailbox: str
    url: str
    version: str
    prefix: Literal["s", "soap", "soap11"]
    message: SendNotificationResponse
    events: tuple[tuple[str, str], ...]
    first: bool = False
    again: bool = False
    stray: bool = False

    @property
    def lane(self) -> str:
        """Messages of one lane are never sent at the same time."""
        return f"{self.subscription} {self.number}" if self.stray else self.subscription


class GiveUp(Struct, frozen=True, gc=False):
    """For the edge, in `Exchange.given_up`: wait no longer for an answer; `why`, and what follows, in words."""

    number: int
    subscription: str
    why: str
    follows: str


class Look(Struct, frozen=True, gc=False):
    """Work: look what a subscription has to do."""

    subscription: str

    def due(self, exchange: Exchange) -> None:
        """Look at it."""
        exchange.subscriptions.look(self.subscription)


class Repost(Struct, frozen=True, gc=False):
    """Work: send a message that a fault has delayed."""

    post: Post

    def due(self, exchange: Exchange) -> None:
        """Send it, unless its subscription has ended."""
        exchange.subscriptions.repost(self.post)


class Subscriptions:
    """All push subscriptions of an organisation; they live in memory, a restart ends them."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._living: dict[str, Subscription] = {}
        self._by_mailbox: dict[str, dict[str, None]] = {}
        self._ended: deque[Subscription] = deque(maxlen=_ENDED_KEPT)
        self._timers: dict[str, int] = {}
        self._held: set[str] = set()
        self._all_held = False
        self._kept: dict[str, Post] = {}
        self._overtaken: dict[str, Post] = {}
        self._posted = 0

    # --- what clients ask for --------------------------------------------------------------------------------------

    def subscribe(
        self, mailbox: Mailbox, *, account: str, interest: events.Interest, url: str, minutes: int, version: str,
        watermark: str | None = None,
    ) -> Subscription | Failure:  # fmt: skip
        """Make a push subscription; or say why not: the URL, the watermark, or too many of them.

        The URL is judged by its form alone. `watermark` asks for the events behind it first. [doc; seen]
        """
        if not _is_url(url):
            return ErrorInvalidPushSubscriptionUrl
        if subscribing.is_full(self._exchange, mailbox):
            return ErrorExceededSubscriptionCount
        now = self._exchange.clock.now()
        begin = subscribing.begin(mailbox, watermark, now)
        if isinstance(begin, Failure):
            return begin
        sub = Subscription(
            subscribing.new_id(self._exchange, mailbox), mailbox.address, account,
            interest, url, version, dt.timedelta(minutes=minutes), now, begin, begin, now,
            greeted=mailbox.profile.first_message == "never",
        )  # fmt: skip
        self._by_mailbox.setdefault(mailbox.address, {})[sub.id] = None
        self._step(sub)
        return sub

    # --- what happens to them --------------------------------------------------------------------------------------

    def noticed(self, records: Iterable[tuple[Mailbox, LogRecord]]) -> None:
        """A turn has ended in which mailboxes changed."""
        for address in dict.fromkeys(mailbox.address for mailbox, _ in records):
            self._look_at_all(address)

    def look(self, subscription_id: str) -> None:
        """Do what a subscription has to do now: send, or enter in the agenda when to look again."""
        sub = self._living.get(subscription_id)
        if sub is None:
            return
        step = self._next(sub, [] if sub.sent is not None else self._unsent(sub))
        if isinstance(step, Send):
            self._send(sub, step)
        elif sub.sent is not None and step.until is not None and step.until <= self._exchange.clock.now():
            self._give_up(sub, sub.sent)
        else:
            self._enter(sub, step.until)

    def answered(self, number: int, subscription_id: str, answer: Answer) -> str:
        """The listener answered a message, or gave no usable answer (None); what follows from it, in words."""
        sub, now = self._living.get(subscription_id), self._exchange.clock.now()
        if sub is None:
            return "counted as nothing, since the subscription had ended"
        if sub.sent is None or sub.sent.number != number:
            return "counted as nothing, since the message counts as answered already"
        after = answered(sub, answer, now, self._profile(sub))
        self._step(after)
        if answer == "OK" and (late := self._overtaken.pop(subscription_id, None)) is not None:
            self._exchange.posts.append(late)
        return consequence(sub, after, now)

    def _give_up(self, sub: Subscription, sent: Sent) -> None:
        """The listener has not answered in time."""
        now, profile = self._exchange.clock.now(), self._profile(sub)
        after = answered(sub, None, now, profile)
        why = f"the listener did not answer within {profile.push_timeout:g} s"
        self._exchange.given_up.append(GiveUp(sent.number, sub.id, why, consequence(sub, after, now)))
        self._step(after)

    def hold(self, address: str | None = None) -> None:
        """Keep all events of a mailbox, or of all, back from now on. StatusEvents still go."""
        if address is None:
            self._all_held = True
        else:
            self._held.add(address)

    def release(self, address: str | None = None) -> None:
        """Let the events of a mailbox, or of all, go, in their order; messages that a fault holds go first."""
        if address is None:
            self._all_held = False
            self._held.clear()
        else:
            self._held.discard(address)
        for post in [post for post in self._kept.values() if address in (None, post.mailbox)]:
            self.repost(self._kept.pop(post.subscription))
        for one in [address] if address is not None else list(self._by_mailbox):
            self._look_at_all(one)
        self._exchange.streams.look_at(None if address is None else {address})

    def restart(self) -> None:
        """End them all, silently, or with an error notification where the profile says so."""
        for sub in list(self._living.values()):
            if self._profile(sub).announces_loss:
                self.fail_reading(sub.id)
            else:
                self.end(sub.id, "Exchange was restarted")

    def fail_reading(self, subscription_id: str) -> None:
        """Send the error notification, whatever is under way, and end the subscription."""
        sub = self._living[subscription_id]
        failure = languages.said(ErrorReadEventsFailed, self._exchange.mailboxes[sub.mailbox].culture)
        self._post(sub, events.reading_failed(sub.id, failure), (), version=_ERROR_VERSION, again=True)
        self.end(subscription_id, "its events could not be read")

    def end(self, subscription_id: str, why: str) -> None:
        """End a subscription without telling anybody; one that has ended is left alone."""
        sub = self._living.get(subscription_id)
        if sub is not None:
            self._step(replace(sub, sent=None, ended=why))

    # --- what faults do to a message -------------------------------------------------------------------------------

    def delay(self, post: Post, seconds: float) -> None:
        """Send a message so many seconds later; it counts as sent then."""
        self._sent_at(post, self._exchange.clock.now() + dt.timedelta(seconds=seconds))
        at = self._exchange.clock.now() + dt.timedelta(seconds=seconds)
        self._exchange.agenda.add(at, Repost(replace(post, again=True)))

    def keep(self, post: Post) -> None:
        """Keep a message until `release`; what follows waits behind it."""
        self._sent_at(post, None)
        self._kept[post.subscription] = replace(post, again=True)

    def split(self, post: Post) -> Post:
        """A message with the first half of another one's events; the rest follows in the next."""
        sub, mailbox = self._living[post.subscription], self._exchange.mailboxes[post.mailbox]
        assert sub.sent is not None
        told = events.after(mailbox, sub.interest, sub.read, len(post.events) // 2)
        upto = told[-1].counter
        message = events.pushed(events.notification(sub.id, sub.acknowledged, told, mailbox, more=True, status=upto))
        self._step(replace(sub, sent=replace(sub.sent, upto=upto)))
        return replace(post, message=message, events=post.events[: len(told)], again=True)

    def overtake(self, post: Post) -> None:
        """Count a message as answered, and send it after the next one of its subscription."""
        self._pass_over(post, "keeps its message of {at} until the next one is sent")
        self._overtaken[post.subscription] = replace(post, again=True, stray=True)

    def skip(self, post: Post) -> None:
        """Count a message as answered that nobody will ever send."""
        self._pass_over(post, "has swallowed its message of {at}, which counts as answered")

    def _pass_over(self, post: Post, what: str) -> None:
        """Count a message as answered; what is told of its subscription says that no listener has answered it."""
        before, now = self._living[post.subscription], self._exchange.clock.now()
        self.answered(post.number, post.subscription, "OK")
        after = self._living[post.subscription]
        missed = f"a fault {what.format(at=f'{now:%Y-%m-%d %H:%M:%S}')}"
        self._living[post.subscription] = replace(after, last_ok=before.last_ok, missed=missed)

    def repost(self, post: Post) -> None:
        """Send a message that was delayed or kept, unless its subscription has ended."""
        if self._sent_at(post, self._exchange.clock.now()):
            self._exchange.posts.append(post)

    def _sent_at(self, post: Post, at: dt.datetime | None) -> bool:
        sub = self._living.get(post.subscription)
        if sub is None or sub.sent is None or sub.sent.number != post.number:
            return False
        self._step(replace(sub, sent=replace(sub.sent, at=at)))
        return True

    # --- looking ---------------------------------------------------------------------------------------------------

    def all(self, address: str | None = None) -> Iterator[Subscription]:
        """The subscriptions on a mailbox, or on all, ended ones first."""
        return (sub for sub in [*self._ended, *self._living.values()] if address in (None, sub.mailbox))

    def count(self, address: str) -> int:
        """How many live on a mailbox."""
        return len(self._by_mailbox.get(address, ()))

    def owner_of(self, subscription_id: str) -> str | None:
        """The account that made a living one, or None: there is none of this id."""
        sub = self._living.get(subscription_id)
        return None if sub is None else sub.account

    def __contains__(self, subscription_id: str) -> bool:
        return subscription_id in self._living

    def is_held(self, address: str) -> bool:
        """Whether a test keeps the events of a mailbox back."""
        return self._all_held or address in self._held

    def is_under_way(self, post: Post) -> bool:
        """Whether the answer to a message still counts."""
        sub = self._living.get(post.subscription)
        return sub is not None and sub.sent is not None and sub.sent.number == post.number

    # --- steps -----------------------------------------------------------------------------------------------------

    def _profile(self, sub: Subscription) -> Profile:
        return self._exchange.mailboxes[sub.mailbox].profile

    def _look_at_all(self, address: str) -> None:
        """Enter in the agenda what the subscriptions of a mailbox have to do; those that wait for an answer go on."""
        for subscription_id in list(self._by_mailbox.get(address, ())):
            sub = self._living[subscription_id]
            if sub.sent is None:
                self._step(sub)

    def _next(self, sub: Subscription, unsent: list[events.Event]) -> Send | Wait:
        oldest = unsent[0].at if unsent else None
        return next_step(sub, oldest, self.is_held(sub.mailbox), self._exchange.clock.now(), self._profile(sub))

    def _unsent(self, sub: Subscription) -> list[events.Event]:
        """The first event that waits, if any."""
        return events.after(self._exchange.mailboxes[sub.mailbox], sub.interest, sub.read, 1)

    def _step(self, sub: Subscription) -> None:
        """Take over a new state of a subscription, and enter when it must be looked at."""
        if sub.ended is not None:
            self._forget(sub)
            return
        unsent = self._unsent(sub) if sub.sent is None else []
        if sub.sent is None and not unsent:
            sub = replace(sub, read=events.position(self._exchange.mailboxes[sub.mailbox].log.newest))
        self._living[sub.id] = sub
        step = self._next(sub, unsent)
        if isinstance(step, Wait):
            self._enter(sub, step.until)
        elif sub.greeted or self._profile(sub).first_message != "before":
            self._enter(sub, self._exchange.clock.now())
        else:
            self._send(sub, step)

    def _enter(self, sub: Subscription, at: dt.datetime | None) -> None:
        agenda = self._exchange.agenda
        if (old := self._timers.pop(sub.id, None)) is not None:
            agenda.cancel(old)
        if at is not None:
            self._timers[sub.id] = agenda.add(at, Look(sub.id))

    def _forget(self, sub: Subscription) -> None:
        self._enter(sub, None)
        del self._living[sub.id], self._by_mailbox[sub.mailbox][sub.id]
        self._kept.pop(sub.id, None)
        self._overtaken.pop(sub.id, None)
        self._ended.append(sub)

    def _send(self, sub: Subscription, step: Send) -> None:
        """Make the message and leave it to the edge."""
        mailbox, now = self._exchange.mailboxes[sub.mailbox], self._exchange.clock.now()
        told, more = self._told(sub, step, mailbox)
        upto = told[-1].counter if told else self._status_watermark(sub, mailbox)
        message = events.pushed(events.notification(sub.id, sub.acknowledged, told, mailbox, more=more, status=upto))
        names = tuple((event.kind, events.object_id(event, mailbox)) for event in told) or (("StatusEvent", ""),)
        first = not sub.greeted and sub.failures == 0 and mailbox.profile.first_message == "before"
        number = self._post(sub, message, names, first=first)
        self._step(replace(sub, sent=Sent(number, now, upto, bool(told)), failed=None, retry_at=None, last_sent=now))

    def _told(self, sub: Subscription, step: Send, mailbox: Mailbox) -> tuple[list[events.Event], bool]:
        if step.what == "status":
            return [], False
        batch = mailbox.profile.push_batch
        told = events.after(mailbox, sub.interest, sub.read, batch + 1)
        if step.upto is not None:
            told = [event for event in told if event.counter <= step.upto]
        return told[:batch], len(told) > batch

    def _status_watermark(self, sub: Subscription, mailbox: Mailbox) -> int:
        """A watermark behind which no event waits: the last known one, or the newest."""
        if mailbox.profile.status_watermark == "last known" or self._unsent(sub):
            return sub.acknowledged
        return events.position(mailbox.log.newest)

    def _post(
        self, sub: Subscription, message: SendNotificationResponse, names: tuple[tuple[str, str], ...], *,
        first: bool = False, again: bool = False, version: str = "",
    ) -> int:  # fmt: skip
        self._posted += 1
        post = Post(
            self._posted, sub.id, sub.mailbox, sub.url, version or sub.version, self._profile(sub).push_prefix, message,
            names, first, again,
        )  # fmt: skip
        self._exchange.posts.append(post)
        return self._posted


def _is_url(url: str) -> bool:
    """Whether a listener may have this URL: http or https, parsable, not too long. Blanks around it do not count.

    A host must have the form of a name or an address. Whether there is such a one, nobody looks.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return False
    is_host, is_short = _HOST.fullmatch(parts.hostname or "") is not None, len(url) <= _LONGEST_URL
    return parts.scheme in ("http", "https") and is_host and port != 0 and is_short and url.strip().isprintable()
