"""Posting to listeners: takes what the model wants sent, and tells it what was answered.

Rule: nothing here decides when or whether something is sent; a fault that strikes a push is applied in faults.py. At
a manual clock answers count in the order in which the messages were sent, so that every run goes the same way. A
mistake of ours in what follows from an answer is told at once, and keeps nobody busy.
Headers and their order are those of a captured notification; there is no authentication. Source: captures/push of a
real server; fact sheet section 3.2.
"""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from fake_ews.model.clock import ManualClock
from fake_ews.model.faults import ENDING, PUSH, UNSENT
from fake_ews.model.journal import Record
from fake_ews.model.subscriptions import GiveUp
from fake_ews.server import posting
from fake_ews.server.http_answers import Answer
from fake_ews.soap import envelope, push_answers

if TYPE_CHECKING:
    import datetime as dt

    from fake_ews.model.exchange import Exchange
    from fake_ews.model.profile import Profile
    from fake_ews.model.subscriptions import Post
    from fake_ews.server.posting import Poster, Posting

BROKEN_OFF = Answer(None, why="Exchange broke the connection off, before there was an answer")
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


def understood(answer: Answer, profile: Profile) -> tuple[Literal["OK", "Unsubscribe"] | None, str]:
    """The SubscriptionStatus of an answer, if it counts, and what came back, in words."""
    accepts = profile.push_accepts
    if answer.why or answer.status is None:
        return None, answer.why
    said = push_answers.heard(answer.body)
    words = f"the listener answered {answer.status} with {said.words}"
    if answer.status // 100 == 3 and answer.location:
        return None, f"the listener answered {answer.status} (to {answer.location}; no redirect is followed)"
    if answer.status // 100 != 2 or (accepts == "200" and answer.status != 200):
        return None, f"{words} (only a status of {'200' if accepts == '200' else '200 to 299'} counts)"
    if not answer.body.strip() and profile.push_empty_answer == "OK":
        return "OK", words
    return said.status, words


@dataclass(slots=True, eq=False)
class _Attempt:
    """A post under way, its answer once it has come, and whether it still keeps the simulator busy.

    `before`: the one that was sent before it, as long as that keeps it busy and answers count in their order; `after`:
    the one that waits so for this one.
    """

    post: Post
    body: bytes
    at: dt.datetime
    begun: float
    fault: str = ""
    before: _Attempt | None = None
    after: _Attempt | None = None
    posting: Posting | None = None
    answer: Answer | None = None
    gave_up: GiveUp | None = None
    busy: bool = True
    is_over: bool = False
    over: asyncio.Event | None = None

    def begins(self) -> None:
        """It is sent now; from now on the listener's time is counted."""
        self.begun = time.perf_counter()


class Pushes:
    """The pushes under way. `turned` is called after each answer, which is a turn; `settled` whenever one settles."""

    def __init__(
        self, exchange: Exchange, poster: Poster, strike: Callable[[Post], tuple[Post | None, str]],
        turned: Callable[[], None], settled: Callable[[], None],
    ) -> None:  # fmt: skip
        self._exchange, self._poster, self._strike = exchange, poster, strike
        self._turned, self._settled = turned, settled
        self._attempts: dict[str, _Attempt] = {}
        self._newest: _Attempt | None = None
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
            else:
                self._exchange.journal.append(self._unsent(post, fault))

    async def first(self, subscription: str) -> None:
        """Wait until the message of a new subscription is answered, or for as long as a push is waited for."""
        attempt = self._attempts.get(subscription)
        if attempt is not None and attempt.post.first:
            attempt.over = asyncio.Event()
            try:
                await asyncio.wait_for(attempt.over.wait(), posting.PATIENCE)
            except TimeoutError:
                return

    async def close(self) -> None:
        """Break off every post that is under way, and wait until that is done."""
        self._closed = True
        self.break_off()
        await asyncio.sleep(0)

    def break_off(self) -> None:
        """Break off every post that is under way."""
        self._break_off([*self._attempts.values()])

    def _break_off(self, attempts: list[_Attempt]) -> None:
        """Cut their connections now, the newest first: else the next would begin. What follows from it comes soon."""
        for attempt in reversed(attempts):
            if attempt.posting is not None:
                attempt.posting.break_off()
        for attempt in attempts:
            self._poster.loop.call_soon(self._broken, attempt)

    def _give_up(self, told: GiveUp) -> None:
        """The listener's time is over: cut the connection; the record is written with what the model says of it."""
        attempt = self._attempts.get(told.subscription)
        if attempt is not None and attempt.post.number == told.number:
            attempt.gave_up = told
            self._break_off([attempt])

    def _start(self, post: Post, fault: str) -> None:
        before = self._attempts.get(post.lane)
        if before is not None and before.gave_up is None:
            self._break_off([before])
        body = envelope.push(post.message, post.version, post.prefix)
        attempt = _Attempt(post, body, self._exchange.clock.now(), time.perf_counter(), fault)
        if isinstance(self._exchange.clock, ManualClock):
            self._come_after(attempt)
        self._attempts[post.lane] = attempt
        self.in_flight += 1
        if fault == "refused":
            self._poster.loop.call_soon(self._came, attempt, Answer(None, why="connection refused"))
        else:
            attempt.posting = self._poster.send(
                post.url, body, headers_of(body), partial(self._came, attempt), attempt.begins,
                partial(self._tires, attempt), checks=self._checks(post),
            )  # fmt: skip

    def _checks(self, post: Post) -> bool:
        """Whether the listener's certificate must be one that is trusted."""
        return self._exchange.mailboxes[post.mailbox].profile.push_certificates == "trusted"

    def _come_after(self, attempt: _Attempt) -> None:
        """Its answer counts after that of the newest, if that is still waited for."""
        newest, self._newest = self._newest, attempt
        if newest is not None and newest.busy:
            newest.after, attempt.before = attempt, newest

    def _came(self, attempt: _Attempt, answer: Answer) -> None:
        """An answer has come, or it is clear that none will."""
        attempt.answer = answer
        self._take(attempt)

    def _broken(self, attempt: _Attempt) -> None:
        """It was broken off; that counts at once."""
        self._take(self._finish(attempt, BROKEN_OFF))

    def _take(self, attempt: _Attempt | None) -> None:
        """Let an answer count, and those that waited for it, unless it has to wait itself."""
        while attempt is not None and attempt.answer is not None and attempt.before is None:
            attempt = self._finish(attempt, attempt.answer)

    def _finish(self, attempt: _Attempt, answer: Answer) -> _Attempt | None:
        """Tell the model, write the record, and do what follows from it; who waited for that."""
        if attempt.is_over:
            return None
        attempt.is_over, attempt.before = True, None
        try:
            self._count(attempt, answer)
        except Exception:  # nobody has called who could be told
            traceback.print_exc(file=sys.stderr)
        if attempt.over is not None:
            attempt.over.set()
        return self._settle(attempt)

    def _count(self, attempt: _Attempt, answer: Answer) -> None:
        """Tell the model what was answered, and the journal; then do what is due."""
        post, exchange = attempt.post, self._exchange
        if self._attempts.get(post.lane) is attempt:
            del self._attempts[post.lane]
        profile = exchange.mailboxes[post.mailbox].profile
        status, why = understood(answer, profile) if attempt.gave_up is None else (None, attempt.gave_up.why)
        follows = self._told(attempt, status)
        exchange.journal.append(self._record(attempt, answer, status or why, f"{why}: {follows}"))
        attempt.posting = None
        self._turned()

    def _told(self, attempt: _Attempt, status: Literal["OK", "Unsubscribe"] | None) -> str:
        """Tell the model what was answered, unless it has given up; what follows, in words."""
        if attempt.gave_up is not None:
            return attempt.gave_up.follows
        if self._closed:
            return "counted as nothing, since its organisation ends or begins anew"
        is_lost = attempt.fault == "doubled"
        with self._exchange.turn():
            follows = self._exchange.subscriptions.answered(
                attempt.post.number, attempt.post.subscription, None if is_lost else status
            )
        return f"a fault lost the answer; {follows}" if is_lost else follows

    def _record(self, attempt: _Attempt, answer: Answer, acknowledged: str, verdict: str) -> Record:
        post, journal, posting = attempt.post, self._exchange.journal, attempt.posting
        heads = (b"", b"") if posting is None else (posting.head, answer.head or posting.came)
        return Record(
            journal.newest + 1, attempt.at, "push", PUSH, post.mailbox, post.url, status=answer.status,
            subscription=post.subscription, events=post.events, acknowledged=acknowledged,
            seconds=time.perf_counter() - attempt.begun, sent=attempt.body, received=answer.body, fault=attempt.fault,
            verdict=verdict, sent_head=heads[0], received_head=heads[1],
        )  # fmt: skip

    def _unsent(self, post: Post, fault: str) -> Record:
        """A message that a fault has swallowed or keeps back: so nobody was called, and no answer is waited for."""
        journal, body = self._exchange.journal, envelope.push(post.message, post.version, post.prefix)
        return Record(
            journal.newest + 1, self._exchange.clock.now(), "unsent", PUSH, post.mailbox, post.url,
            subscription=post.subscription, events=post.events, sent=body,
            fault=fault, verdict=f"not sent, for a fault is entered ({fault}): {UNSENT[fault]}",
            ended=((post.subscription, post.mailbox, f"push to {post.url}"),) if fault in ENDING else (),
        )  # fmt: skip

    def _tires(self, attempt: _Attempt) -> None:
        """Nobody waits for it any longer."""
        self._take(self._settle(attempt))

    def _settle(self, attempt: _Attempt) -> _Attempt | None:
        """It is answered, or nobody waits for it any longer; who waited for that."""
        if not attempt.busy:
            return None
        attempt.busy = False
        following, attempt.after = attempt.after, None
        if following is not None:
            following.before = None
        self.in_flight -= 1
        self._settled()
        return following
