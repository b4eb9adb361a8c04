"""The streaming subscriptions of an organisation, and the connections over which their events go.

Rule: what a connection says next is decided in streaming.py alone; here it is done. The edge writes what
`Exchange.pieces` holds, and tells when a piece has gone out or a client has gone away. What happens between two
connections of a living subscription waits in the mailbox's log.
Source: fact sheet section 3.4 (ref/getstreamingevents-operation; EMA StreamingSubscriptionConnection).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from fake_ews.contract.answers import ArrayOfResponseMessages
from fake_ews.contract.notation import Entry
from fake_ews.contract.notifications import (
    GetStreamingEventsResponse,
    GetStreamingEventsResponseMessage,
    NonEmptyArrayOfNotifications,
    NonEmptyArrayOfSubscriptionIds,
    Notification,
    NotificationsAsSent,
    SubscriptionIdsAsSent,
)
from fake_ews.model import events, languages, subscribing
from fake_ews.model.failures import (
    ErrorExceededSubscriptionCount,
    ErrorInvalidSubscription,
    ErrorMissedNotificationEvents,
    ErrorNewEventStreamConnectionOpened,
    Failure,
)
from fake_ews.model.streaming import Connection, Say, StreamingSubscription, admit, next_step

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.log import LogRecord
    from fake_ews.model.mailbox import Mailbox
    from fake_ews.model.profile import Profile

Status = Literal["OK", "Closed"]
_ENDED_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One more message of an answer that goes on; with `last` the answer ends. `events`: kind, id of the object."""

    connection: int
    message: GetStreamingEventsResponse
    code: str = "NoError"
    mailbox: str = ""
    subscription: str = ""
    events: tuple[tuple[str, str], ...] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class LookAt:
    """Work: look what a connection has to say."""

    connection: int

    def due(self, exchange: Exchange) -> None:
        """Look at it."""
        exchange.streams.look(self.connection)


@dataclass(frozen=True, slots=True)
class Forget:
    """Work: delete a streaming subscription to which nobody has come back."""

    subscription: str

    def due(self, exchange: Exchange) -> None:
        """Delete it."""
        exchange.streams.end(self.subscription, "nobody connected in time")


class Streams:
    """All streaming subscriptions of an organisation; they live in memory, a restart ends them."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._living: dict[str, StreamingSubscription] = {}
        self._ended: deque[StreamingSubscription] = deque(maxlen=_ENDED_KEPT)
        self._counts: Counter[str] = Counter()
        self._connections: dict[int, Connection] = {}
        self._timers: dict[str, int] = {}
        self._looks: dict[int, int] = {}
        self._opened = 0

    # --- what clients ask for --------------------------------------------------------------------------------------

    def subscribe(
        self, mailbox: Mailbox, *, account: str, interest: events.Interest
    ) -> StreamingSubscription | Failure:
        """Make a streaming subscription, for a client that will connect; or say that there are too many."""
        if subscribing.is_full(self._exchange, mailbox):
            return ErrorExceededSubscriptionCount
        sub = StreamingSubscription(
            subscribing.new_id(self._exchange, mailbox), mailbox.address, account, interest,
            self._exchange.clock.now(), events.position(mailbox.log.newest),
        )  # fmt: skip
        self._counts[mailbox.address] += 1
        self._living[sub.id] = sub
        self._disconnect(sub)
        return sub

    def open(self, asked: Sequence[str], account: str, minutes: int) -> tuple[int, GetStreamingEventsResponseMessage]:
        """Open a connection: its number (0: there is none) and the first message of its answer."""
        profile = subscribing.behaviour(self._exchange, asked, account)
        admitted = admit(
            asked, account, self._living.get, lambda one: subscribing.owner_of(self._exchange, one),
            self._connections.values(), profile,
        )  # fmt: skip
        status: Status = "OK" if admitted.good else "Closed"
        number = self._connect(admitted.good, account, minutes) if admitted.good else 0
        if admitted.failure is not None:
            own = self._exchange.mailboxes.get(account)
            failure = admitted.failure if own is None else languages.said(admitted.failure, own.culture)
            return number, _failed(failure, admitted.bad, status, profile)
        return number, GetStreamingEventsResponseMessage(ConnectionStatus=status)

    def _connect(self, good: tuple[str, ...], account: str, minutes: int) -> int:
        """Take the subscriptions over from whatever connection they have."""
        now = self._exchange.clock.now()
        self._opened += 1
        for one in good:
            self._leave(self._living[one], ErrorNewEventStreamConnectionOpened)
            self._exchange.agenda.cancel(self._timers.pop(one, 0))
            self._living[one] = replace(self._living[one], connection=self._opened, last_ok=now)
        closes = now + dt.timedelta(minutes=minutes)
        mailbox = self._living[good[0]].mailbox
        self._connections[self._opened] = Connection(self._opened, account, mailbox, good, closes, now, under_way=1)
        return self._opened

    def _leave(self, sub: StreamingSubscription, failure: Failure) -> None:
        """Tell the connection of a subscription that it has lost it; without any other it ends."""
        connection = self._connections.get(sub.connection or 0)
        if connection is None:
            return
        left = tuple(one for one in connection.subscriptions if one != sub.id)
        failure = languages.said(failure, self._exchange.mailboxes[sub.mailbox].culture)
        told = _failed(failure, (sub.id,), "OK" if left else "Closed", self._profile(connection))
        self._say(replace(connection, subscriptions=left), told, sub, code=failure.code, last=not left)

    # --- what happens to them --------------------------------------------------------------------------------------

    def noticed(self, records: Iterable[tuple[Mailbox, LogRecord]]) -> None:
        """A turn has ended in which mailboxes changed."""
        if self._connections:
            self.look_at({mailbox.address for mailbox, _ in records})

    def look_at(self, addresses: set[str] | None) -> None:
        """Enter in the agenda what the connections about these mailboxes, or all, have to say."""
        for connection in list(self._connections.values()):
            if addresses is None or any(self._living[one].mailbox in addresses for one in connection.subscriptions):
                self._enter(connection)

    def look(self, number: int) -> None:
        """Let a connection say what it has to say now, or enter when to look again."""
        connection = self._connections[number]
        now, profile = self._exchange.clock.now(), self._profile(connection)
        step = next_step(connection, self._oldest_due(connection), now, profile)
        if not isinstance(step, Say):
            self._enter(connection)
        elif step.what == "events":
            self._tell(connection)
        else:
            message = GetStreamingEventsResponseMessage(ConnectionStatus=step.what)
            self._say(connection, message, last=step.what == "Closed")

    def written(self, number: int) -> None:
        """A message has gone out to the client."""
        connection = self._connections.get(number)
        if connection is not None:
            self._enter(replace(connection, under_way=connection.under_way - 1))

    def closed(self, number: int) -> None:
        """The client has gone away; its subscriptions wait for another connection."""
        connection = self._connections.pop(number, None)
        if connection is not None:
            self._exchange.agenda.cancel(self._looks.pop(number, 0))
            for one in connection.subscriptions:
                self._disconnect(self._living[one])

    def end(self, subscription_id: str, why: str) -> None:
        """End a subscription; its connection is told so. One that has ended is left alone."""
        sub = self._living.get(subscription_id)
        if sub is not None:
            self._leave(sub, ErrorInvalidSubscription)
            self._exchange.agenda.cancel(self._timers.pop(sub.id, 0))
            self._drop(sub, why)

    def restart(self) -> None:
        """End them all, without a word; the edge cuts the connections."""
        for number in list(self._connections):
            self.closed(number)
        for subscription_id in list(self._living):
            self.end(subscription_id, "Exchange was restarted")

    def _drop(self, sub: StreamingSubscription, why: str) -> None:
        del self._living[sub.id]
        self._counts[sub.mailbox] -= 1
        self._ended.append(replace(sub, connection=None, ended=why))

    def _disconnect(self, sub: StreamingSubscription) -> None:
        """It has no connection: it lives for a while without one. [unverified for how long]"""
        life = dt.timedelta(seconds=self._exchange.mailboxes[sub.mailbox].profile.stream_life)
        self._living[sub.id] = replace(sub, connection=None)
        self._timers[sub.id] = self._exchange.agenda.add(self._exchange.clock.now() + life, Forget(sub.id))

    # --- what a connection says ------------------------------------------------------------------------------------

    def _enter(self, connection: Connection) -> None:
        """Take over a new state of a connection, and enter when it must be looked at."""
        now, agenda = self._exchange.clock.now(), self._exchange.agenda
        self._connections[connection.number] = connection
        agenda.cancel(self._looks.pop(connection.number, 0))
        step = next_step(connection, self._oldest_due(connection), now, self._profile(connection))
        at = now if isinstance(step, Say) else step.until
        if at is not None:
            self._looks[connection.number] = agenda.add(at, LookAt(connection.number))

    def _oldest_due(self, connection: Connection) -> dt.datetime | None:
        """When the first event that waits for a connection may be told."""
        due = [self._due(self._living[one]) for one in connection.subscriptions] if not connection.under_way else []
        return min((one for one in due if one is not None), default=None)

    def _due(self, sub: StreamingSubscription) -> dt.datetime | None:
        mailbox = self._exchange.mailboxes[sub.mailbox]
        waiting = [] if self._exchange.subscriptions.is_held(sub.mailbox) else self._waiting(sub, 1)
        return waiting[0].at + dt.timedelta(seconds=mailbox.profile.push_latency) if waiting else None

    def _waiting(self, sub: StreamingSubscription, most: int) -> list[events.Event]:
        """The first events that are not told yet. Where there are none, the log need not be read again."""
        mailbox = self._exchange.mailboxes[sub.mailbox]
        waiting = events.after(mailbox, sub.interest, sub.read, most)
        if not waiting:
            self._living[sub.id] = replace(sub, read=events.position(mailbox.log.newest))
        return waiting

    def _tell(self, connection: Connection) -> None:
        """Tell the events of the subscription whose first one is due; of the others when that has gone out."""
        now = self._exchange.clock.now()
        subs = [self._living[one] for one in connection.subscriptions]
        sub = next(one for one in subs if (due := self._due(one)) is not None and due <= now)
        mailbox = self._exchange.mailboxes[sub.mailbox]
        waiting = self._waiting(sub, mailbox.profile.stream_backlog + 1)
        if len(waiting) > mailbox.profile.stream_backlog:
            self._living[sub.id] = replace(sub, read=events.position(mailbox.log.newest))
            missed = languages.said(ErrorMissedNotificationEvents, mailbox.culture)
            told_so = _failed(missed, (sub.id,), "OK", self._profile(connection))
            self._say(connection, told_so, sub, code=missed.code)
            return
        told = waiting[: mailbox.profile.push_batch]
        self._living[sub.id] = replace(sub, read=told[-1].counter)
        names = tuple((event.kind, events.object_id(event, mailbox)) for event in told)
        telling = _telling(events.streamed(sub.id, told, mailbox), self._profile(connection))
        self._say(connection, telling, sub, names=names)

    def _profile(self, connection: Connection) -> Profile:
        return self._exchange.mailboxes[connection.mailbox].profile

    def _say(
        self, connection: Connection, message: GetStreamingEventsResponseMessage,
        sub: StreamingSubscription | None = None, *, code: str = "NoError", names: tuple[tuple[str, str], ...] = (),
        last: bool = False,
    ) -> None:  # fmt: skip
        """Leave a message to the edge; after the last one the connection is closed."""
        of = ("", "") if sub is None else (sub.mailbox, sub.id)
        self._exchange.pieces.append(Piece(connection.number, _answer(message), code, *of, names, last))
        now = self._exchange.clock.now()
        self._enter(replace(connection, under_way=connection.under_way + 1, last_message=now))
        if last:
            self.closed(connection.number)

    # --- looking ---------------------------------------------------------------------------------------------------

    def all(self, address: str | None = None) -> Iterator[StreamingSubscription]:
        """The subscriptions on a mailbox, or on all, ended ones first."""
        return (sub for sub in [*self._ended, *self._living.values()] if address in (None, sub.mailbox))

    def count(self, address: str) -> int:
        """How many live on a mailbox."""
        return self._counts[address]

    def owner_of(self, subscription_id: str) -> str | None:
        """The account that made a living one, or None: there is none of this id."""
        sub = self._living.get(subscription_id)
        return None if sub is None else sub.account


def _telling(told: Notification, profile: Profile) -> GetStreamingEventsResponseMessage:
    """Events; ConnectionStatus comes with other messages only. [doc: the guide's sample; seen EMA]"""
    listed = NotificationsAsSent if profile.stream_names == "messages" else NonEmptyArrayOfNotifications
    return GetStreamingEventsResponseMessage(Notifications=listed(Notification=(told,)))


def _failed(
    failure: Failure, bad: tuple[str, ...], status: Status, profile: Profile
) -> GetStreamingEventsResponseMessage:
    """A message that fails, and names the subscriptions it is about."""
    ids = SubscriptionIdsAsSent if profile.stream_names == "messages" else NonEmptyArrayOfSubscriptionIds
    return GetStreamingEventsResponseMessage(
        ResponseClass="Error",
        MessageText=failure.text,
        ResponseCode=failure.code,
        DescriptiveLinkKey=0,
        ErrorSubscriptionIds=ids(SubscriptionId=bad) if bad else None,
        ConnectionStatus=status,
    )


def _answer(message: GetStreamingEventsResponseMessage) -> GetStreamingEventsResponse:
    if message.ResponseClass is None:
        message.ResponseClass, message.ResponseCode = "Success", "NoError"
    entry = Entry(ArrayOfResponseMessages.GetStreamingEventsResponseMessage, message)
    return GetStreamingEventsResponse(ResponseMessages=ArrayOfResponseMessages(entries=(entry,)))
