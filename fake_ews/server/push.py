"""Posting to listeners: takes what the model wants sent, and tells it what was answered.

Rule: nothing here decides when or whether something is sent; a fault that strikes a push is applied in faults.py. At
a manual clock answers count in the order in which the messages were sent, so that every run goes the same way.
Headers and their order are those of a captured notification; there is no authentication. Source: captures/push of a
real server; fact sheet section 3.2.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from fake_ews.model.clock import ManualClock
from fake_ews.model.faults import PUSH
from fake_ews.model.journal import Record
from fake_ews.model.subscriptions import GiveUp
from fake_ews.server import posting
from fake_ews.server.http_answers import Answer
from fake_ews.soap import envelope, push_answers

if TYPE_CHECKING:
    import datetime as dt

    from fake_ews.model.exchange import Exchange
    from fake_ews.model.subscriptions import Post
    from fake_ews.server.posting import Poster

_ACTION = "http://schemas.microsoft.com/exchange/services/2006/messages/SendNotification"


def headers_of(body: bytes) -> dict[str, str]:
    """The headers of a notification, in the order of the capture (Host goes first by itself)."""
    return {
        "Content-Length": str(len(body)),
        "Accept": "text/xml",
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": _ACTION,
        "Accept-Encoding": "gzip",
    }


def understood(answer: Answer, accepts: str = "2xx") -> tuple[Literal["OK", "Unsubscribe"] | None, str]:
    """The SubscriptionStatus of an answer, if it counts, and what came back, in words."""
    if answer.why or answer.status is None:
        return None, answer.why
    said = push_answers.heard(answer.body)
    words = f"the listener answered {answer.status} with {said.words}"
    if answer.status // 100 == 3 and answer.location:
        return None, f"the listener answered {answer.status} (to {answer.location}; no redirect is followed)"
    if answer.status // 100 != 2 or (accepts == "200" and answer.status != 200):
        return None, f"{words} (only a status of {'200' if accepts == '200' else '200 to 299'} counts)"
    return said.status, words


@dataclass(slots=True)
class _Attempt:
    """A post under way: its task, and whether it still keeps the simulator busy; once it does not, it is `settled`.

    `before`: the one that was sent before it has settled, if that is waited for.
    """

    post: Post
    body: bytes
    at: dt.datetime
    begun: float
    settle: Callable[[_Attempt], None]
    fault: str = ""
    before: asyncio.Event | None = None
    busy: bool = True
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    gave_up: GiveUp | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def begins(self) -> None:
        """It is sent now; from now on the listener's patience, and ours, is counted."""
        self.begun = time.perf_counter()

    def tires(self) -> None:
        """It is not waited for any longer."""
        self.settle(self)


class Pushes:
    """The pushes under way. `turned` is called after each answer, which is a turn; `settled` whenever one settles."""

    def __init__(
        self, exchange: Exchange, poster: Poster, strike: Callable[[Post], tuple[Post | None, str]],
        turned: Callable[[], None], settled: Callable[[], None],
    ) -> None:  # fmt: skip
        self._exchange, self._poster, self._strike = exchange, poster, strike
        self._turned, self._settled = turned, settled
        self._attempts: dict[str, _Attempt] = {}
        self._newest: asyncio.Event | None = None
        self._closed = False
        self.in_flight = 0

    def drain(self) -> None:
        """Start all posts that the model wants sent."""
        posts, given_up = self._exchange.posts, self._exchange.given_up
        while given_up:
            self._give_up(given_up.popleft())
        while posts and not self._closed:
            post = posts.popleft()
            send, fault = (post, "") if post.again else self._strike(post)
            if send is not None:
                self._start(send, fault)

    async def first(self, subscription: str) -> None:
        """Wait until the message of a new subscription is answered, or for as long as a push is waited for."""
        attempt = self._attempts.get(subscription)
        if attempt is not None and attempt.post.first:
            try:
                await asyncio.wait_for(attempt.done.wait(), posting.PATIENCE)
            except TimeoutError:
                return

    async def close(self) -> None:
        """Break off every post that is under way, and wait until that is done."""
        self._closed = True
        tasks = [attempt.task for attempt in self._attempts.values() if attempt.task is not None]
        self.break_off()
        await asyncio.gather(*tasks, return_exceptions=True)

    def break_off(self) -> None:
        """Break off every post that is under way."""
        for attempt in list(self._attempts.values()):
            if attempt.task is not None:
                attempt.task.cancel()

    def _give_up(self, told: GiveUp) -> None:
        """The listener's time is over: cut the connection; the record is written with what the model says of it."""
        attempt = self._attempts.get(told.subscription)
        if attempt is not None and attempt.post.number == told.number and attempt.task is not None:
            attempt.gave_up = told
            attempt.task.cancel()

    def _start(self, post: Post, fault: str) -> None:
        before = self._attempts.get(post.lane)
        if before is not None and before.task is not None and before.gave_up is None:
            before.task.cancel()
        body = envelope.push(post.message, post.version, post.prefix)
        now = self._exchange.clock.now()
        attempt = _Attempt(post, body, now, time.perf_counter(), self._settle, fault, self._newest)
        if isinstance(self._exchange.clock, ManualClock):
            self._newest = attempt.settled
        self._attempts[post.lane] = attempt
        self.in_flight += 1
        attempt.task = asyncio.get_running_loop().create_task(self._send(attempt))

    async def _send(self, attempt: _Attempt) -> None:
        post = attempt.post
        try:
            if attempt.fault == "refused":
                answer = Answer(None, why="connection refused")  # by a fault
            else:
                answer = await self._poster.post(post.url, attempt.body, headers_of(attempt.body), attempt)
            if attempt.before is not None:
                await attempt.before.wait()
        except asyncio.CancelledError:
            self._finish(attempt, Answer(None, why="Exchange broke the connection off, before there was an answer"))
            raise
        self._finish(attempt, answer)

    def _finish(self, attempt: _Attempt, answer: Answer) -> None:
        """Tell the model, write the record, and do what follows from it."""
        post, exchange = attempt.post, self._exchange
        if self._attempts.get(post.lane) is attempt:
            del self._attempts[post.lane]
        accepts = exchange.mailboxes[post.mailbox].profile.push_accepts
        status, why = understood(answer, accepts) if attempt.gave_up is None else (None, attempt.gave_up.why)
        follows = self._told(attempt, status)
        exchange.journal.append(self._record(attempt, answer, status or why, f"{why}: {follows}"))
        attempt.done.set()
        self._turned()
        self._settle(attempt)

    def _told(self, attempt: _Attempt, status: Literal["OK", "Unsubscribe"] | None) -> str:
        """Tell the model what was answered, unless it has given up; what follows, in words."""
        if attempt.gave_up is not None:
            return attempt.gave_up.follows
        is_lost = attempt.fault == "doubled"
        with self._exchange.turn():
            follows = self._exchange.subscriptions.answered(
                attempt.post.number, attempt.post.subscription, None if is_lost else status
            )
        return f"a fault lost the answer; {follows}" if is_lost else follows

    def _record(self, attempt: _Attempt, answer: Answer, acknowledged: str, verdict: str) -> Record:
        post, journal = attempt.post, self._exchange.journal
        return Record(
            journal.newest + 1, attempt.at, "push", PUSH, post.mailbox, post.url, status=answer.status,
            subscription=post.subscription, events=post.events, acknowledged=acknowledged,
            seconds=time.perf_counter() - attempt.begun, sent=attempt.body, received=answer.body, fault=attempt.fault,
            verdict=verdict,
        )  # fmt: skip

    def _settle(self, attempt: _Attempt) -> None:
        """It is answered, or nobody waits for it any longer."""
        if attempt.busy:
            attempt.busy = False
            attempt.settled.set()
            self.in_flight -= 1
            self._settled()
