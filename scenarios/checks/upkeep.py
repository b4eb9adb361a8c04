"""Checks on what a product tells its administrator: where both sides differ, and which step does not work.

Rule: what is told is compared with what is true at that moment; how it is worded is nobody's business.
"""

import json
from collections.abc import Collection, Iterator
from typing import Any

from scenarios.checks.pairs import entry, looks
from scenarios.fields import compared, same
from scenarios.history import History, NotSeen, Web
from scenarios.reservations import Pair
from scenarios.verdict import Broken, Held, Verdict, check

NOTHING = "nothing differed: it had settled all by itself"


def _asked(history: History, call: str) -> Web:
    found = [one for one in history.web if one.call == call and one.status == 200]
    if not found:
        raise NotSeen(f"an answer to {call}")
    return found[-1]


def listed(history: History, pairs: Collection[Pair]) -> Iterator[dict[str, Any]]:
    """The differences that the last scan has listed for these pairs."""
    oids = {one.oid for one in pairs}
    yield from (one for one in json.loads(_asked(history, "POST /scan").answer) if one["oid"] in oids)


@check
def scanned(history: History, pairs: Collection[Pair]) -> Verdict:
    """X/scan: the last scan lists exactly the fields in which both sides of these pairs differ, as last looked at."""
    declared, rooms = history.declared, history.rooms
    differ = {
        (pair.subject, name)
        for pair in pairs
        for name in compared(declared)
        if not same(name, history.living(pair.oid), entry(history, pair), declared, rooms)
    }
    subjects = {pair.oid: pair.subject for pair in pairs}
    found = {(subjects[one["oid"]], str(one["field"])) for one in listed(history, pairs)}
    if found == differ:
        return Held("" if differ else NOTHING)
    evidence = (_asked(history, "POST /scan"), *(look for pair in pairs for look in looks(history, pair)))
    advice = "Each field of each linked pair is compared, whatever was heard of it."
    return Broken(f"listed: {_named(differ)}", _named(found), evidence, advice)


def _named(ones: Collection[tuple[str, str]]) -> str:
    return ", ".join(f"{name} of {subject!r}" for subject, name in sorted(ones)) or "nothing"


@check
def tested(history: History, address: str, refused: bool) -> Verdict:
    """X/self-test: every step is green; or (`refused`) the test is not, and the step that failed says why."""
    answer = _asked(history, f"POST /self-test/{address}")
    told = json.loads(answer.answer)
    bad = [one for one in told["steps"] if not one["ok"]]
    named = bool(bad) and bool(bad[0]["name"].strip()) and bool((bad[0].get("reason") or "").strip())
    if told["steps"] and (not told["ok"] and named if refused else told["ok"] and not bad):
        return Held()
    expected = "not ok, and a step that says why it was refused" if refused else "every step ok"
    failed = ", ".join(f"{one['name']!r} ({one.get('reason')})" for one in bad) or "none"
    seen = f"{'ok' if told['ok'] else 'not ok'}, {len(told['steps'])} steps, failed: {failed}"
    return Broken(expected, seen, (answer,), "Do for the user what synchronisation does, and tell where it ended.")
