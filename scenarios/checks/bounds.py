"""Checks on how much is asked, and how quickly is answered: a user who is refused, a listener while Exchange is slow.

Rule: counts and spans are those of the requirement; what a product does within them is its own affair.
"""

from collections.abc import Collection
from datetime import timedelta

from scenarios.history import History, Moment, NotSeen
from scenarios.verdict import Broken, Held, Verdict, check

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MOST_IN_AN_HOUR = 60
MOST_IN_A_MINUTE = 20
"""More within a minute is a burst: a third of what a whole hour may have."""
QUICK, LONGEST = 1.0, 10.0
"""Real seconds within which nearly every message is answered, and every one."""
NEARLY = 0.95


@check
def failing(history: History, mailbox: str) -> Verdict:
    """A1/refused, X/bounded: the product says that it cannot serve this user, and why."""
    standing = history.standing(mailbox)
    if standing.state == "failing" and standing.reason.strip():
        return Held()
    seen = f"state {standing.state or 'unknown'}, reason {standing.reason or 'none'}"
    refused = tuple(one for one in history.calls(mailbox) if "NoError" not in one.codes)[:3]
    advice = "Whoever looks after the product must see that this user is not served, and what Exchange said."
    return Broken(f"{mailbox} is failing, with a reason", seen, (standing, *refused), advice)


@check
def bounded(history: History, mailbox: str, since: Moment) -> Verdict:
    """A1/refused, X/bounded: at most 60 requests for this user in the hour after `since`, and no burst of them."""
    calls = tuple(one for one in history.calls(mailbox, since) if one.at <= since.at + HOUR)
    advice = "What is refused for good is asked for ever less often."
    if len(calls) > MOST_IN_AN_HOUR:
        expected = f"at most {MOST_IN_AN_HOUR} requests for {mailbox} in an hour"
        return Broken(expected, f"{len(calls)}", calls[: MOST_IN_A_MINUTE + 1], advice)
    for first, last in zip(calls, calls[MOST_IN_A_MINUTE:], strict=False):
        if last.at - first.at < MINUTE:
            burst = calls[calls.index(first) : calls.index(last) + 1]
            expected = f"no burst: at most {MOST_IN_A_MINUTE} requests for {mailbox} in a minute"
            return Broken(expected, f"{len(burst)} from {first.at:%H:%M:%S} to {last.at:%H:%M:%S}", burst, advice)
    return Held()


@check
def answered_fast(history: History, mailboxes: Collection[str], since: Moment, messages: int) -> Verdict:
    """A2/answers-fast: of so many messages that told of changes 95 % were answered under 1 s, none over 10 s."""
    pushes = [one for mailbox in mailboxes for one in history.pushes(mailbox, since) if _tells(one.events)]
    slow = sorted((one for one in pushes if one.seconds >= QUICK), key=lambda one: -one.seconds)
    if slow and (len(slow) > (1 - NEARLY) * len(pushes) or slow[0].seconds > LONGEST):
        seen = f"{len(slow)} of {len(pushes)} took longer than {QUICK:g} s, the longest {slow[0].seconds:.1f} s"
        advice = "Store what a message says and answer; work on it afterwards."
        return Broken(f"nearly all answered under {QUICK:g} s, none over {LONGEST:g} s", seen, tuple(slow[:5]), advice)
    if len(pushes) < messages:
        raise NotSeen(f"{messages} messages, but {len(pushes)}")
    return Held()


def _tells(events: tuple[tuple[str, str], ...]) -> bool:
    return any(kind != "StatusEvent" for kind, _ in events)
