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
        """What it counts: requests, messages, or messages with several events."""
        if self.row == PUSHES:
            return "long messages" if self.name == "split" else "messages"
        return "requests"

    @property
    def ends_subscription(self) -> bool:
        """Does it take the subscription away, so that a new one must be made first?"""
        return self.fault.effect == "lost"

    @property
    def kills(self) -> bool:
        """Is the product killed when it goes off?"""
        return self.row == KILLS


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
        Strike(CALLS, "truncated", Fault("truncated")),
        *(Strike(CALLS, code, Fault("item-error", code=code)) for code in CODES),
        *(Strike(PUSHES, name, Fault(name)) for name in ("doubled", "split", "refused", "lost")),
    )
}
"""All of them by name; `killed-before` and `killed-after`: before or after the request is carried out."""
