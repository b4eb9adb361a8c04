"""The checks on what an administrator is told: each held, broken and unknown on a history written by hand."""

import json
from typing import Any

from scenarios.checks import upkeep
from scenarios.history import Web
from scenarios.verdict import Held, Verdict
from tests.scenarios.stories import ANNA, ELEVEN, OID, PAIR, history, item, reservation, seen, shelf, web
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

TEST = f"POST /self-test/{ANNA}"


def scan(*fields: str, oid: str = OID) -> Web:
    """An answer of the scan."""
    return web("POST /scan", 200, answer=json.dumps([{"id": one, "oid": oid, "field": one} for one in fields]))


def scanned(*calls: Web, **entry: Any) -> Verdict:
    """What is said of these scans, where the entry is like this."""
    return upkeep.scanned(history(seen(reservation()), shelf(item(**entry)), calls=calls), [PAIR])


def test_the_scan_lists_exactly_the_differences() -> None:
    assert_held(scanned(scan("start"), scan("subject"), scan("start", "subject"), start=ELEVEN, subject="Preview"))
    assert scanned(scan("start", oid="somebody's")) == Held(upkeep.NOTHING)
    assert_broken(scanned(scan(), subject="Preview"), "nothing")
    assert_broken(scanned(scan("subject", "end"), subject="Preview"), "end of 'Review', subject of 'Review'")
    assert_broken(scanned(scan("subject")), "subject of 'Review'")
    assert_unknown(scanned())
    assert_unknown(upkeep.scanned(history(calls=(scan(),)), [PAIR]))


def said_of(refused: bool, ok: bool, *steps: tuple[bool, str | None]) -> Verdict:
    """What is said of a self-test with these steps."""
    told = [{"name": f"step {number}", "ok": good, "reason": why} for number, (good, why) in enumerate(steps)]
    answer = web(TEST, 200, answer=json.dumps({"ok": ok, "steps": told}))
    return upkeep.tested(history(calls=(web(TEST, 404), answer)), ANNA, refused)


def test_a_self_test() -> None:
    assert_held(said_of(False, True, (True, None), (True, None)))
    assert_broken(said_of(False, True), "ok, 0 steps")
    assert_broken(said_of(False, True, (False, "x")), "failed: 'step 0' (x)")
    assert_broken(said_of(False, False, (True, None)), "not ok")
    assert_held(said_of(True, False, (True, None), (False, "denied")))
    assert_broken(said_of(True, False, (True, None), (False, " ")), "failed: 'step 1'")
    assert_broken(said_of(True, False, (True, None)), "failed: none")
    assert_broken(said_of(True, True, (False, "denied")), "ok, 1 steps")
    assert_unknown(upkeep.tested(history(calls=(web(TEST, 404),)), ANNA, False))
