"""How many calls one mailbox may be asked in a minute, where the profile says so: beyond it Exchange is busy.

Rule: a call is charged to the mailbox that it concerns, whoever asks; a refused call costs nothing. The hint is the
time until the oldest call is a minute old. Source: guide/ews-throttling-in-exchange (the target mailbox is charged).
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from typing import TYPE_CHECKING

from fake_ews.model.failures import ErrorServerBusy, Failure

if TYPE_CHECKING:
    from fake_ews.model.mailbox import Mailbox

_SPAN = dt.timedelta(minutes=1)


class Budgets:
    """What was charged to each mailbox within the last minute."""

    def __init__(self) -> None:
        self._charged: dict[str, deque[dt.datetime]] = {}

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
