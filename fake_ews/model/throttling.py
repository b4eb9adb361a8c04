"""How many calls a mailbox may be asked, in a minute and at once, where the profile says so; more are refused.

Rule: a call is charged to the mailbox that it concerns; in a minute whoever asks, at once to each account by itself. A
refused call costs nothing. The hint of a busy server is the time until the oldest call is a minute old.
Source: guide/ews-throttling-in-exchange (the target mailbox is charged; EWSMaxConcurrency, ConcurrentSyncCalls); words
of refusals: seen OfficeDev/ews-managed-api 293, mustang-im/mustang 121.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from typing import TYPE_CHECKING

from fake_ews.model.failures import ErrorExceededConnectionCount, ErrorServerBusy, Failure

if TYPE_CHECKING:
    from fake_ews.model.mailbox import Mailbox

_SPAN = dt.timedelta(minutes=1)
_SYNCS = frozenset({"SyncFolderItems", "SyncFolderHierarchy"})
_STREAMING = "GetStreamingEvents"
_BACK_OFF = 5000  # milliseconds for which a client is told to wait with a further synchronisation
Held = tuple[tuple[str, str, str], ...]
"""What a call is counted as while it is under way: account, mailbox, and the part of the policy."""


class Budgets:
    """What was charged to each mailbox within the last minute, and what is under way."""

    def __init__(self) -> None:
        self._charged: dict[str, deque[dt.datetime]] = {}
        self._under_way: Counter[tuple[str, str, str]] = Counter()

    def charge(self, mailbox: Mailbox, now: dt.datetime) -> Failure | None:
        """Charge a call to a mailbox, or say that it must wait and how long."""
        most = mailbox.profile.calls_per_minute
        if most is None:
            return None
        charged = self._charged.setdefault(mailbox.address, deque())
        while charged and charged[0] <= now - _SPAN:
            charged.popleft()
        if len(charged) < most:
            charged.append(now)
            return None
        wait = (charged[0] + _SPAN - now) // dt.timedelta(milliseconds=1)
        return ErrorServerBusy.naming(BackOffMilliseconds=str(wait))

    def begin(self, account: str, mailbox: Mailbox, operation: str) -> Held | Failure:
        """Count a call as under way, until what is answered is given to `end`; or say that there are too many."""
        profile = mailbox.profile
        limits = {
            "MaxConcurrency": None if operation == _STREAMING else profile.calls_at_once,
            "ConcurrentSyncCalls": profile.syncs_at_once if operation in _SYNCS else None,
        }
        held: Held = ()
        for part, most in limits.items():
            if most is not None:
                held = (*held, (account, mailbox.address, part))
                if self._under_way[held[-1]] >= most:
                    return _refused(part, most)
        self._under_way.update(held)
        return held

    def end(self, held: Held) -> None:
        """A call is answered."""
        self._under_way.subtract(held)


def _refused(part: str, most: int) -> Failure:
    back_off = _BACK_OFF if part == "ConcurrentSyncCalls" else 0
    words = (
        f"This operation exceeds the throttling budget for policy part '{part}', policy value '{most}',  "
        f"Budget type: 'Ews'.  Suggested backoff time {back_off} ms."
    )
    if part == "MaxConcurrency":
        return ErrorExceededConnectionCount.naming(Policy=part, MaxConcurrencyLimit=str(most), ErrorMessage=words)
    busy = ErrorServerBusy.saying(f"{ErrorServerBusy.text}, {words}")
    return busy.naming(BackOffMilliseconds=str(back_off))
