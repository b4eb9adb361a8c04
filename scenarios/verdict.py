"""What is said of a scenario and of a case: held, broken, unknown, not offered; with evidence; the worst of several.

Rule: whatever goes wrong inside a check is unknown, never a pass: the third outermost loop, so it may catch everything.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec

from scenarios.history import Evidence, History, NotSeen

P = ParamSpec("P")


class Kind(StrEnum):
    """The four words of the report, and how a report counts them."""

    HELD = "held"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    NOT_OFFERED = "not offered"


@dataclass(frozen=True, slots=True)
class Held:
    """The criterion is met; `note` says what could not be looked at as closely as the criterion asks."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """The criterion is not met: what was expected, what was seen, the records that prove it, and where to look."""

    expected: str
    seen: str
    evidence: tuple[Evidence, ...] = ()
    advice: str = ""
    why: str = ""
    """`precondition` and the step that did not come about, or `dead`; empty: the criterion itself."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The run could not tell; `fault` is true where the harness itself failed."""

    reason: str
    fault: bool = False


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The product says that it does not do this."""

    reason: str


Verdict = Held | Broken | Unknown | NotOffered
Check = Callable[Concatenate[History, P], Verdict]


def kind(verdict: Verdict) -> Kind:
    """Which of the four a verdict is."""
    match verdict:
        case Held():
            return Kind.HELD
        case Broken():
            return Kind.BROKEN
        case Unknown():
            return Kind.UNKNOWN
        case NotOffered():
            return Kind.NOT_OFFERED


ORDER = (Kind.NOT_OFFERED, Kind.HELD, Kind.UNKNOWN, Kind.BROKEN)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several, the first of equals; of none: unknown. Not offered only if nothing of it was offered."""
    found = list(verdicts)
    if not found:
        return Unknown("nothing was played")
    return max(found, key=lambda verdict: ORDER.index(kind(verdict)))


def told_as(verdict: Verdict, why: str) -> Verdict:
    """A broken verdict under another heading (`precondition: ...`, `dead`); every other one unchanged."""
    return replace(verdict, why=why) if isinstance(verdict, Broken) else verdict


def check(function: Callable[Concatenate[History, P], Verdict]) -> Check[P]:
    """Make a judgement safe: what the history does not hold is unknown, and so is a mistake of ours."""

    @wraps(function)
    def judged(history: History, /, *args: P.args, **kwargs: P.kwargs) -> Verdict:
        try:
            return function(history, *args, **kwargs)
        except NotSeen as missing:
            return Unknown(f"the run did not see {missing}")
        except Exception as error:  # the third outermost loop: a check that fails has judged nothing
            return Unknown(f"the check {function.__name__} failed: {type(error).__name__}: {error}", fault=True)

    return judged
