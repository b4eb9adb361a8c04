"""What shall go wrong, and when: fault values and their matching.

Rule: a fault has a place, never a probability: it goes off at the n-th call that fits it, counted from its entry. A
call that one fault takes is not seen by those entered after it. The one stage that applies them is server/faults.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from fake_ews.contract.codes import ResponseCode
from fake_ews.contract.services import OPERATIONS, UNREAD
from fake_ews.model.fitting import may_answer, operations_of
from fake_ews.model.near import no_such

CALL_EFFECTS = {
    "reset-before": "the connection is cut before the call is carried out",
    "reset-after": "the call is carried out, then the connection is cut",
    "truncated": "the call is carried out, half of its answer arrives, then the connection is cut",
    "status-401": "HTTP 401 as for a wrong password, nothing is done",
    "status-500": "HTTP 500 with a page of HTML, nothing is done",
    "status-503": "HTTP 503 with a page of HTML, nothing is done",
    "html-page": "HTTP 200 with a page of HTML, nothing is done",
    "other-type": "the call is carried out, its answer is declared to be application/octet-stream",
    "busy-fault": "a SOAP fault ErrorServerBusy, nothing is done",
    "busy-item": "every item of the call is answered ErrorServerBusy, nothing is done",
    "item-error": "every item of the call is answered with `code`, nothing is done",
    "delay": "the call is carried out `seconds` later, on the clock",
    "hold": "the call is carried out, its answer waits until the fault is cleared (or 10 s of real time)",
    "hold-before": "the call waits until the fault is cleared (or 10 s of real time), then the connection is cut",
    "fewer-items": "the call is carried out, the last of its response messages is missing",
    "short-page": "the call is carried out with pages of one item: IncludesLastItemInRange false, MoreEvents true",
    "stale-key": "somebody saves the items of the call unchanged, just before it is carried out",
    "conflict-but-saved": "the call is carried out, every item is answered ErrorIrresolvableConflict",
    "not-found": "every item of the call is answered ErrorItemNotFound, nothing is done",
}
PUSH_EFFECTS = {
    "lost": "the push is not sent, and its subscription ends silently",
    "doubled": "the push is sent, its answer gets lost, and so it comes again",
    "split": "the first half of the push's events is sent with MoreEvents, the rest in the next message",
    "overtaken": "the push is sent after the next one of its subscription",
    "delayed": "the push is sent `seconds` later, on the clock",
    "held": "the push is sent when the pushes of its mailbox are released",
    "refused": "the listener cannot be reached",
    "skipped": "the push is not sent but counts as answered: the next one's PreviousWatermark shows the gap",
    "read-failed": "an ErrorReadEventsFailed message is sent instead, and the subscription ends",
}
LONGEST = 366 * 24 * 3600
"""Seconds that a fault may say, at most."""
MOST = 10**9
"""Calls, and milliseconds, that a fault may say, at most."""
UNSENT = {
    "lost": "nobody will ever send it, and its subscription has ended without a word",
    "overtaken": "it counts as answered, and is sent once the next one of its subscription is",
    "delayed": "it is sent later, when the fault's seconds are over",
    "held": "it is sent when the pushes of its mailbox are released, and all that follows waits behind it",
    "skipped": "it counts as answered, and nobody will ever send it; the next one's PreviousWatermark shows the gap",
    "read-failed": "ErrorReadEventsFailed is sent in its place, and its subscription has ended",
}
"""What becomes of a push that such a fault does not let go."""
ENDING = frozenset({"lost", "read-failed"})
"""Effects that end the subscription of the push, too."""
PUSH = "SendNotification"
_WRITING = frozenset({"UpdateItem", "DeleteItem", "MoveItem", "CopyItem", "SendItem", "ArchiveItem"})
_PAGING = frozenset({"FindItem", "FindFolder", "SyncFolderItems", "GetEvents"})
ONLY = {"stale-key": _WRITING, "short-page": _PAGING}
"""Effects that strike some operations alone; they do not count other calls."""
LEAST = {"fewer-items": 2, "split": 2}
"""Effects that need a call of so many parts, or a push of so many events; they do not count others."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What shall go wrong and when; ValueError says what is wrong with a fault itself.

    effect      one of CALL_EFFECTS or PUSH_EFFECTS
    operation   "" for any; of a push it is SendNotification
    mailbox     "" for any; else the address of the mailbox that the call or push concerns
    nth, times  it goes off at the n-th fitting call from now, and for so many fitting calls in a row (0: for ever)
    code        of item-error: the ResponseCode; only calls that may be answered so are counted
    seconds     of delay and delayed: seconds on the clock; of hold and hold-before: real seconds
    back_off    of busy-fault and busy-item: the hint BackOffMilliseconds
    """

    effect: str
    operation: str = ""
    mailbox: str = ""
    nth: int = 1
    times: int = 1
    code: str = ""
    seconds: float = 0.0
    back_off: int | None = None

    def __post_init__(self) -> None:
        if (wrong := _wrong(self)) is not None:
            raise ValueError(wrong)

    @property
    def of_push(self) -> bool:
        """Whether it strikes pushes, not calls."""
        return self.effect in PUSH_EFFECTS

    def fits(self, operation: str, mailbox: str, parts: int = 1) -> bool:
        """Whether a call of so many parts, or a push of so many events, is one of those that it counts."""
        if self.of_push != (operation == PUSH) or operation not in ONLY.get(self.effect, (operation,)):
            return False
        if self.code and not may_answer(self.code, operation):
            return False
        if parts < LEAST.get(self.effect, 0):
            return False
        return self.operation in ("", operation) and self.mailbox.lower() in ("", mailbox)


def _wrong(fault: Fault) -> str | None:
    """What is wrong with a fault, in words, or None."""
    if fault.effect not in CALL_EFFECTS and fault.effect not in PUSH_EFFECTS:
        return f"no such effect: {fault.effect!r} (there are {', '.join([*CALL_EFFECTS, *PUSH_EFFECTS])})"
    if fault.of_push and fault.operation not in ("", PUSH):
        return f"{fault.effect} strikes pushes: operation must be empty or {PUSH}, not {fault.operation!r}"
    if not fault.of_push and fault.operation == PUSH:
        return f"{fault.effect} strikes calls, not {PUSH} (for pushes there are {', '.join(PUSH_EFFECTS)})"
    if fault.operation not in ("", PUSH, *OPERATIONS):
        return _no_such(fault.operation)
    if fault.operation and fault.operation not in ONLY.get(fault.effect, (fault.operation,)):
        return f"{fault.effect} strikes {', '.join(sorted(ONLY[fault.effect]))}, not {fault.operation}"
    if fault.nth < 1 or fault.times < 0 or fault.seconds < 0:
        return "nth begins at 1, times and seconds at 0"
    if max(fault.nth, fault.times, fault.back_off or 0) > MOST:
        return f"nth, times and back_off are at most {MOST}"
    if fault.seconds > LONGEST:
        return f"seconds: {fault.seconds:g} is more than a year ({LONGEST})"
    if fault.back_off is not None and fault.back_off < 0:
        return f"back_off: {fault.back_off} should not be less than 0"
    if fault.effect in ("delay", "delayed") and fault.seconds == 0:
        return f"{fault.effect} needs seconds"
    if (fault.effect == "item-error") != bool(fault.code):
        return "item-error needs a code, and no other effect takes one"
    if fault.code and fault.code not in ResponseCode.allowed:
        return no_such(
            "ResponseCode", fault.code, ResponseCode.allowed, "fake-ews operations lists those that each gives"
        )
    if fault.code and not operations_of(fault.code):
        return f"{fault.code} is no answer for an item: it ends a whole request, or nothing that is simulated says so"
    if fault.code and fault.operation and not may_answer(fault.code, fault.operation):
        return f"{fault.operation} is never answered {fault.code}; {', '.join(sorted(operations_of(fault.code)))} are"
    if fault.back_off is not None and fault.effect not in ("busy-fault", "busy-item"):
        return f"{fault.effect} takes no back_off (busy-fault and busy-item do)"
    return None


def _no_such(operation: str) -> str:
    """Why calls of this name are never struck."""
    if operation in UNREAD:
        return f"{operation} is not simulated, so no fault can strike it (fake-ews operations lists what is)"
    return no_such("operation", operation, OPERATIONS, "fake-ews operations lists them; case counts")


class Faults:
    """The faults that are entered, and how often each has gone off."""

    def __init__(self) -> None:
        self._entered: dict[int, Fault] = {}
        self._seen: dict[int, int] = {}
        self._fired: dict[int, int] = {}
        self._numbers = 0

    def inject(self, fault: Fault) -> int:
        """Enter a fault; the answer is its number."""
        self._numbers += 1
        self._entered[self._numbers] = fault
        self._seen[self._numbers] = self._fired[self._numbers] = 0
        return self._numbers

    def fired(self, number: int) -> int:
        """How often a fault has gone off, cleared or not. LookupError: there never was one of that number."""
        if number not in self._fired:
            raise LookupError(f"no fault has ever had the number {number} (the newest has {self._numbers})")
        return self._fired[number]

    def clear(self, number: int | None = None) -> None:
        """Take away one fault, or all; what they did stays done, how often they went off stays known."""
        if number is None:
            self._entered.clear()
        else:
            self._entered.pop(number, None)

    def entered(self) -> dict[int, Fault]:
        """The faults that are entered, by number."""
        return dict(self._entered)

    def strike(self, operation: str, mailbox: str, parts: int = 1) -> tuple[int, Fault] | None:
        """The fault that goes off at this call (or push: SendNotification), with its number; counts the call."""
        for number, fault in self._entered.items():
            if not fault.fits(operation, mailbox, parts):
                continue
            self._seen[number] += 1
            late = self._seen[number] - fault.nth
            if late >= 0 and (fault.times == 0 or late < fault.times):
                self._fired[number] += 1
                return number, fault
        return None

    def __contains__(self, number: int) -> bool:
        return number in self._entered

    def __bool__(self) -> bool:
        return bool(self._entered)
