"""What can strike one run: the rows of the sweep, and for each of them its faults by name.

Rule: a fault strikes at the n-th request, or the n-th message, counted from when people begin to act.
"""

from dataclasses import dataclass

from fake_ews import Fault

CALLS, PUSHES, KILLS = "X/any-call-fails", "X/any-push-fails", "X/target-killed"
SLOW_SECONDS = 0.15
"""Real seconds by which an answer is late: long enough for the message of what was done to come before it."""
KILL_SECONDS = 60.0
"""Real seconds for which a request waits while its sender is killed."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One kind of failure: the row it belongs to, its name, and its fault, which strikes everybody at the first."""

    row: str
    name: str
    fault: Fault

    def at(self, nth: int) -> Fault:
        """The fault that goes off at the n-th."""
        given = self.fault
        return Fault(given.effect, nth=nth, code=given.code, seconds=given.seconds, back_off=given.back_off)

    @property
    def strikes(self) -> str:
        """What it counts: requests, messages, or those alone that are of a kind."""
        return _OF_A_KIND.get(self.name, "messages" if self.row == PUSHES else "requests")

    @property
    def ends_subscription(self) -> bool:
        """Does it take the subscription away, so that a new one must be made first?"""
        return self.fault.effect in ("lost", "read-failed")

    @property
    def kills(self) -> bool:
        """Is the product killed when it goes off?"""
        return self.row == KILLS


_OF_A_KIND = {
    "split": "messages of several events",
    "stale-key": "writes",
    "short-page": "pages",
    "fewer-items": "requests of several items",
}
CODES = (
    "ErrorInternalServerTransientError", "ErrorServerBusy", "ErrorTimeoutExpired", "ErrorMailboxStoreUnavailable",
)  # fmt: skip
STRIKES: dict[str, Strike] = {
    one.name: one
    for one in (
        Strike(KILLS, "killed-before", Fault("hold-before", seconds=KILL_SECONDS)),
        Strike(KILLS, "killed-after", Fault("hold", seconds=KILL_SECONDS)),
        *(Strike(CALLS, name, Fault(name)) for name in ("reset-before", "reset-after", "status-500", "status-503")),
        Strike(CALLS, "busy-fault", Fault("busy-fault", back_off=3000)),
        Strike(CALLS, "slow", Fault("hold", seconds=SLOW_SECONDS)),
        *(Strike(CALLS, name, Fault(name)) for name in ("truncated", "html-page", "other-type", "status-401")),
        *(Strike(CALLS, name, Fault(name)) for name in ("stale-key", "short-page", "fewer-items")),
        Strike(CALLS, "conflict-but-saved", Fault("conflict-but-saved")),
        *(Strike(CALLS, code, Fault("item-error", code=code)) for code in CODES),
        *(Strike(PUSHES, name, Fault(name)) for name in ("doubled", "split", "refused", "lost", "read-failed")),
    )
}
"""All of them by name; `killed-before` and `killed-after`: before or after the request is carried out.

What may be understood as the will of people is none of them: that an entry is not found, for one, which a right service
may take for its deletion.
"""
