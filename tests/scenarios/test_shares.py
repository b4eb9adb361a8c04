"""A run that is shared out says what one process would have said, in the same order; a process that dies is told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from multiprocessing.connection import wait
from typing import Any

import pytest

from scenarios import shares
from scenarios.cases import Case, Level
from scenarios.options import Options
from scenarios.plugin import Listener, Share
from scenarios.results import Played, Results
from scenarios.run import INTERRUPTED
from scenarios.shares import SPAWN, Gathering, Player, shared
from scenarios.verdict import Held, Kind


class Said(Player):
    """A player whose words are known, and the code with which it ends."""

    def __init__(self, *words: tuple[str, object], code: int = 0) -> None:
        self.end, theirs = SPAWN.Pipe(duplex=False)
        self.planned, self.left, self._code, self.interrupts = None, Counter(), code, 0
        for word in words:
            theirs.send(word)
        theirs.close()

    def interrupt(self) -> None:
        self.interrupts += 1

    def stop(self) -> int | None:
        return self._code


def case(name: str) -> Case:
    return Case(name, "something", frozenset({name[:2]}), Level.MUST, frozenset(), "It happens.")


def played(name: str) -> tuple[str, Played]:
    return "played", Played(case(name), Held())


def gathered(*players: Player) -> tuple[Results, list[tuple[str, object]]]:
    heard: list[tuple[str, object]] = []
    listener = Listener(
        lambda counts: heard.append(("planned", dict(counts))),
        lambda one: heard.append(("begins", one.id)),
        lambda one: heard.append(("played", one.case.id)),
        lambda text: heard.append(("told", text)),
    )
    return Gathering(Options(), listener, [*players]).gather(), heard


def ended(**what: Sequence[str]) -> tuple[str, Results]:
    return "ended", Results(False, [*what.get("faults", ())], [*what.get("notes", ())])


@pytest.mark.proof
def test_two_processes_find_what_one_finds() -> None:
    asked: list[dict[str, int]] = []
    results = shared(
        Options(select=("C2", "A1/refused"), workers=2), Listener(planned=lambda counts: asked.append(dict(counts)))
    )
    alone = shared(Options(select=("C2", "A1/refused")), Listener())
    assert [(row.id, row.word, len(row.scenarios)) for row in results.rows] == [
        (row.id, row.word, len(row.scenarios)) for row in alone.rows
    ]
    assert len(results.rows) > 1
    assert {row.word for row in results.rows} == {Kind.HELD}
    assert [sum(one.values()) for one in asked] == [sum(len(row.scenarios) for row in results.rows)]
    assert (results.exit_code, results.faults) == (0, [])


def test_every_case_belongs_to_one_share() -> None:
    for place in range(7):
        assert [Share(number, 3).has(place) for number in range(3)].count(True) == 1


def test_cases_stand_in_the_order_of_the_features() -> None:
    results, heard = gathered(
        Said(("planned", {"A1/one": 1, "A2/three": 1}), played("A2/three"), played("A1/one"), ended(notes=["late"])),
        Said(("planned", {"A1/two": 2}), ("begins", case("A1/two")), *[played("A1/two")] * 2, ended(notes=["late"])),
    )
    assert [row.id for row in results.rows] == ["A1/one", "A1/two", "A2/three"]
    assert heard[0] == ("planned", {"A1/one": 1, "A2/three": 1, "A1/two": 2})
    assert ("begins", "A1/two") in heard
    assert (results.faults, results.notes) == ([], ["late"])


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "a process of the run ended with code -9 before it had begun"),
        ((("planned", {"F2/trash": 2}), played("F2/trash")), "ended with code -9; not played: F2/trash"),
    ],
)
def test_a_process_that_dies_is_a_fault(words: Sequence[tuple[str, object]], fault: str) -> None:
    results, _ = gathered(Said(("planned", {"A1/one": 1}), played("A1/one"), ended()), Said(*words, code=-9))
    assert fault in results.faults[0]
    assert results.exit_code == 2
    assert results.row("A1/one").word is Kind.HELD


def test_the_first_interrupt_lets_them_end_in_good_order(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupts = [KeyboardInterrupt, KeyboardInterrupt]

    def interrupted(ends: list[Any]) -> list[Any]:
        if interrupts:
            raise interrupts.pop()
        return wait(ends)

    monkeypatch.setattr(shares, "wait", interrupted)
    player = Said(("planned", {"A1/one": 1}), played("A1/one"), ended())
    with pytest.raises(KeyboardInterrupt):
        gathered(player)
    interrupts.append(KeyboardInterrupt)
    results, _ = gathered(player)
    assert player.interrupts == 2
    assert (results.faults, results.row("A1/one").word) == ([INTERRUPTED], Kind.HELD)


def test_nothing_to_do_is_no_fault() -> None:
    results, _ = gathered(Said(("planned", {"A1/one": 1}), played("A1/one"), ended()), Said(("planned", {}), ended()))
    assert (results.faults, results.exit_code) == ([], 0)
