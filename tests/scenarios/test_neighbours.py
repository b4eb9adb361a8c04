"""Calendars are never empty, and a product leaves alone what is not its; worlds from files are there in a run."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from scenarios import people
from scenarios import run as running
from scenarios.checks.traffic import others_left_alone
from scenarios.config import Config, PoolRoom, PoolUser
from scenarios.history import History, Item
from scenarios.neighbours import AROUND, meetings
from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.run import world
from scenarios.verdict import Broken, Held
from scenarios.world import Scene
from tests.scenarios.stories import ANNA, TEN, item, write

EXAMPLE = Path(__file__).parents[2] / "examples" / "world.toml"


def test_they_lie_around_the_day_and_are_the_same_each_time() -> None:
    day = date(2027, 3, 2)
    found = meetings(ANNA, 1, day)
    assert found == meetings(ANNA, 1, day)
    assert found != meetings(ANNA, 2, day)
    assert [start.date() - day for _, start, _ in found] == [timedelta(days=one) for one in AROUND]


def test_a_scenario_does_not_see_them() -> None:
    with world(Options(), []) as there:
        scene = Scene(there, 1, "F2/moves")
        anna = people.synchronised(scene, "Anna")[0]
        anna.linked("Review")
        assert [one.subject for one in scene.items(anna)] == ["Review"]
        mailbox = there.exchange.mailbox(anna.address)
        assert len(mailbox.items()) == 1 + len(AROUND)
        assert list(scene.cast.left_alone(scene.history())) == [Held()]
        first = anna.owa.entries()[0]
        anna.owa.shift_delete(first)
        verdict = next(scene.cast.left_alone(scene.history()))
        assert isinstance(verdict, Broken)
        assert "not as it was" in verdict.seen


def test_what_has_to_do_with_nothing_is_left_alone() -> None:
    before = (item(subject="Other", uid="u1", item_id="i1"), item(subject="Third", uid="u2", item_id="i2"))
    moved = Item("i3", subject="Other", uid="u1", start=TEN, end=TEN)
    history = History((write(3), write(4, item_ids=("i3",))))
    assert others_left_alone(History((write(3),)), ANNA, before, before) == Held()
    written = others_left_alone(history, ANNA, before[:1], (moved,))
    assert isinstance(written, Broken)
    assert written.evidence == (history.records[1],)
    gone = others_left_alone(History(), ANNA, before, before[:1])
    assert isinstance(gone, Broken)
    assert "Third" in gone.seen


def test_a_product_that_writes_on_them_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(*_: object) -> Broken:
        return Broken("meetings of no concern are left alone", "UpdateItem")

    monkeypatch.setattr("scenarios.cast.traffic.others_left_alone", judged)
    results = running.run(Options(select=("C2/free", "B2/creates")), Listener())
    assert isinstance(results.row("B2/creates").verdict, Broken)
    assert results.exit_code == 1


def test_a_world_is_there_and_may_hold_the_pool() -> None:
    pool = Config(users=(PoolUser("anna@example.test"),), rooms=(PoolRoom("aare@example.test"),))
    with world(Options(world=EXAMPLE, config=pool), []) as there:
        assert {one.subject for one in there.exchange.mailbox("beat@example.test").items()} > {"Fair"}


def test_a_world_that_cannot_be_read(tmp_path: Path) -> None:
    results = running.run(Options(world=tmp_path / "nothing", select=("B2/creates",)), Listener())
    assert "--world" in results.faults[0]
    assert "cannot be read" in results.faults[0]
    assert results.exit_code == 2
