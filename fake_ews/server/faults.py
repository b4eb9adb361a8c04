"""The one stage where faults are applied, to calls and to pushes.

Rule: no other module looks at a fault's effect. A call is struck after it has been read (operation and mailbox are
known by then) and before it is carried out; a push before it is sent.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fake_ews.model import failures
from fake_ews.model.failures import ErrorIrresolvableConflict, ErrorItemNotFound, ErrorServerBusy, Failure
from fake_ews.model.faults import PUSH, Fault
from fake_ews.operations import parts
from fake_ews.server import iis, named
from fake_ews.server.calls import Asked, Calls, Reply

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.subscriptions import Post

LONGEST_HOLD = 10.0  # seconds of real time: a held answer comes before the time limits that clients commonly have
_SIGN_IN = (
    b"<!DOCTYPE html>\r\n<html><head><title>Outlook</title></head>\r\n"
    b'<body><form action="/owa/auth.owa" method="POST"><input name="username"></form></body></html>\r\n'
)
CUT = Reply(None, b"", ())


@dataclass(frozen=True, slots=True)
class Wake:
    """Work: go on with a call that a fault has delayed."""

    waiter: asyncio.Future[None]

    def due(self, exchange: Exchange) -> None:
        """Let the call go on."""
        if not self.waiter.done():
            self.waiter.set_result(None)


class FaultStage:
    """Applies the faults of one Exchange.

    `resting` is told when a call begins (1) and ceases (-1) to wait, `turned` when the agenda has a new entry.
    """

    def __init__(
        self, exchange: Exchange, calls: Calls, resting: Callable[[int], None], turned: Callable[[], None]
    ) -> None:
        self._exchange, self._calls, self._resting, self._turned = exchange, calls, resting, turned
        self._held: dict[int, set[asyncio.Future[None]]] = {}
        self._waiting: set[asyncio.Future[None]] = set()

    def strike(self, asked: Asked) -> tuple[int, Fault] | None:
        """The fault that strikes a call, with its number."""
        faults = self._exchange.faults
        if not faults or asked.request is None:
            return None
        return faults.strike(asked.operation, asked.mailbox, parts(asked.request))

    async def play(self, number: int, fault: Fault, asked: Asked) -> Reply:
        """The answer to a call that a fault has struck; status None: cut the connection."""
        asked.fault = fault.effect
        return await _CALLS[fault.effect](self, number, fault, asked)

    def strike_push(self, post: Post) -> tuple[Post | None, str]:
        """The message that is to be sent now, if any, and the effect of the fault that strikes it, or ""."""
        struck = self._exchange.faults.strike(PUSH, post.mailbox, len(post.events))
        if struck is None:
            return post, ""
        _, fault = struck
        subscriptions = self._exchange.subscriptions
        with self._exchange.turn():
            match fault.effect:
                case "doubled" | "refused":
                    return post, fault.effect
                case "split":
                    return subscriptions.split(post), fault.effect
                case "overtaken":
                    subscriptions.overtake(post)
                    asyncio.get_running_loop().call_soon(self._turned)
                case "lost":
                    subscriptions.end(post.subscription, "lost by a fault")
                case "delayed":
                    subscriptions.delay(post, fault.seconds)
                case "held":
                    subscriptions.keep(post)
                case "skipped":
                    subscriptions.skip(post)
                    asyncio.get_running_loop().call_soon(self._turned)
                case "read-failed":
                    subscriptions.fail_reading(post.subscription)
        return None, fault.effect

    def cleared(self) -> None:
        """Faults have been cleared: answers that they hold go out."""
        for number in [number for number in self._held if number not in self._exchange.faults]:
            for waiter in self._held.pop(number):
                if not waiter.done():
                    waiter.set_result(None)

    def close(self) -> None:
        """Let go of all calls that a fault keeps waiting."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    # --- effects on calls ------------------------------------------------------------------------------------------

    async def _reset_before(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return self._calls.undone(asked, CUT)

    async def _reset_after(self, number: int, fault: Fault, asked: Asked) -> Reply:
        reply = self._calls.carry_out(asked)
        return Reply(None, reply.body, reply.codes)

    async def _truncated(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return replace(self._calls.carry_out(asked), is_cut=True)

    async def _unauthorized(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return self._calls.undone(asked, Reply(401, b"", ()))

    async def _html_page(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return self._calls.undone(asked, Reply(200, _SIGN_IN, ()))

    async def _other_type(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return replace(self._calls.carry_out(asked), media="application/octet-stream")

    async def _fewer_items(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return self._calls.carry_out(asked, left_out=1)

    async def _short_page(self, number: int, fault: Fault, asked: Asked) -> Reply:
        """The page sizes are those of the profile: for this call they are 1."""
        mailbox = self._exchange.mailboxes.get(asked.mailbox)
        if mailbox is None:
            return self._calls.carry_out(asked)
        profile = mailbox.profile
        mailbox.profile = profile.but(page_limit=1, sync_limit=1, push_batch=1)
        try:
            return self._calls.carry_out(asked)
        finally:
            mailbox.profile = profile

    async def _stale_key(self, number: int, fault: Fault, asked: Asked) -> Reply:
        assert asked.request is not None
        with self._exchange.act("save", asked.mailbox, "somebody else"):
            for mailbox, item in named.items_of(asked.request, self._exchange):
                mailbox.update(item, item.bag, item.extended, "Somebody Else")
        return self._calls.carry_out(asked)

    async def _status(self, number: int, fault: Fault, asked: Asked) -> Reply:
        status = int(fault.effect.removeprefix("status-"))
        return self._calls.undone(asked, Reply(status, iis.page(status), ()))

    async def _busy_fault(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return self._calls.undone(asked, self._calls.fault(_busy(fault), asked))

    async def _items(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return self._calls.refuse(asked, _failure(fault))

    async def _conflict_but_saved(self, number: int, fault: Fault, asked: Asked) -> Reply:
        return self._calls.conceal(asked, ErrorIrresolvableConflict)

    async def _delay(self, number: int, fault: Fault, asked: Asked) -> Reply:
        with self._rest() as waiter:
            at = self._exchange.clock.now() + dt.timedelta(seconds=fault.seconds)
            self._exchange.agenda.add(at, Wake(waiter))
            self._turned()
            await waiter
        return self._calls.carry_out(asked)

    async def _hold(self, number: int, fault: Fault, asked: Asked) -> Reply:
        reply = self._calls.carry_out(asked)
        await self._wait(number, fault)
        return reply

    async def _hold_before(self, number: int, fault: Fault, asked: Asked) -> Reply:
        await self._wait(number, fault)
        return self._calls.undone(asked, CUT)

    async def _wait(self, number: int, fault: Fault) -> None:
        """Until the fault is cleared, or for so many real seconds."""
        with self._rest() as waiter:
            self._held.setdefault(number, set()).add(waiter)
            await asyncio.wait([waiter], timeout=fault.seconds or LONGEST_HOLD)

    @contextmanager
    def _rest(self) -> Iterator[asyncio.Future[None]]:
        """While a fault keeps a call waiting, the call is not being worked on."""
        self._resting(1)
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            yield waiter
        finally:
            self._waiting.discard(waiter)
            self._resting(-1)


_Effect = Callable[[FaultStage, int, Fault, Asked], Awaitable[Reply]]
_CALLS: dict[str, _Effect] = {
    "reset-before": FaultStage._reset_before,
    "reset-after": FaultStage._reset_after,
    "truncated": FaultStage._truncated,
    "status-401": FaultStage._unauthorized,
    "status-500": FaultStage._status,
    "status-503": FaultStage._status,
    "html-page": FaultStage._html_page,
    "other-type": FaultStage._other_type,
    "busy-fault": FaultStage._busy_fault,
    "busy-item": FaultStage._items,
    "item-error": FaultStage._items,
    "not-found": FaultStage._items,
    "delay": FaultStage._delay,
    "hold": FaultStage._hold,
    "hold-before": FaultStage._hold_before,
    "fewer-items": FaultStage._fewer_items,
    "short-page": FaultStage._short_page,
    "stale-key": FaultStage._stale_key,
    "conflict-but-saved": FaultStage._conflict_but_saved,
}


def _busy(fault: Fault) -> Failure:
    if fault.back_off is None:
        return ErrorServerBusy
    return ErrorServerBusy.naming(BackOffMilliseconds=str(fault.back_off))


def _failure(fault: Fault) -> Failure:
    """What every item of the call is answered with."""
    match fault.effect:
        case "busy-item":
            return _busy(fault)
        case "not-found":
            return ErrorItemNotFound
    known = getattr(failures, fault.code, None)
    return known if isinstance(known, Failure) else Failure(fault.code, f"The request failed: {fault.code}.")
