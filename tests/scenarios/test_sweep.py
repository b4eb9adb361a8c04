"""The sweep: what is planned, runs that can be told and played again, spread over processes, and bounded."""

import pickle
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from scenarios.__main__ import main
from scenarios.config import Config, Launch
from scenarios.ending import said_of
from scenarios.interrupts import Interrupted
from scenarios.options import OptionError, Options, parse
from scenarios.pace import NotQuiet, TooLong
from scenarios.plugin import Listener
from scenarios.ports import free_port
from scenarios.report.document import Step
from scenarios.results import Results
from scenarios.run import CannotRun
from scenarios.sweep import killing, playing, spread, stage
from scenarios.sweep.killing import Mortal
from scenarios.sweep.plan import ROWS, case_of, planned
from scenarios.sweep.playing import Chain, NoSuchRun, Ran, chain_of
from scenarios.sweep.strikes import CALLS, KILLS, PUSHES, STRIKES
from scenarios.sweep.variants import VARIANTS
from scenarios.targets.contract import Breach
from scenarios.targets.http import Silent, Unreachable
from scenarios.targets.product import Product, Settled
from scenarios.targets.target import NotStarted, Started
from scenarios.verdict import Broken, Held, Kind, NotOffered, Unknown
from scenarios.world import World
from tests.scenarios import toys


def swept(*only: str, **options: Any) -> Results:
    """A sweep of these runs against the reference service, in this process."""
    return spread.sweep(Options(sweep=True, only=only, workers=1, **options), Listener())


# --- the plan ---------------------------------------------------------------------------------------------------------


def test_every_process_meets_every_failure() -> None:
    assert len(VARIANTS) >= 13
    assert {variant[0] for variant in VARIANTS} >= set("BCDEFX")
    plan = planned((), ())
    assert len(plan) == len(VARIANTS) * len(STRIKES)
    assert set(plan.values()) == {None}
    assert {chain_of(name).strike.row for name in plan} == set(ROWS)
    numbers = [chain_of(name).number for name in plan]
    assert len(set(numbers)) == len(numbers)


def test_the_failures_are_those_of_the_rows() -> None:
    names = {row: {one.name for one in STRIKES.values() if one.row == row} for row in ROWS}
    assert names[PUSHES] == {"doubled", "split", "refused", "lost", "read-failed"}
    assert len(names[CALLS]) == 18
    assert [one.fault.effect for one in STRIKES.values() if one.kills] == ["hold-before", "hold"]


def test_a_part_of_it() -> None:
    assert set(planned(("X/target-killed",), ())) == {
        f"{one}:killed-{when}" for one in VARIANTS for when in ("before", "after")
    }
    assert planned((), ("F2/trash:lost:2", "F2/trash:split")) == {"F2/trash:lost": 2, "F2/trash:split": None}
    assert len(planned(("X",), ("F2/trash",))) == len(STRIKES)


@pytest.mark.parametrize(
    ("select", "only", "said"),
    [
        (("F2",), (), "--select F2: the sweep plays X/any-call-fails"),
        ((), ("F2/rubbish",), "there is no 'F2/rubbish'; there are A1/subscribes"),
        ((), ("F2/trash:rubbish:1",), "there is no 'rubbish'; there are killed-before"),
        ((), ("F2/trash:lost:0",), "should look like F2/trash:reset-before:3"),
        ((), ("F2/trash:lost:1:1",), "should look like"),
        (("X/target-killed",), ("F2/trash:lost",), "no run of X/target-killed is called so"),
    ],
)
def test_names_that_mean_nothing(select: tuple[str, ...], only: tuple[str, ...], said: str) -> None:
    with pytest.raises(NoSuchRun, match=said):
        planned(select, only)
    results = spread.sweep(Options(sweep=True, select=select, only=only), Listener())
    assert said in results.faults[0]
    assert results.exit_code == 2


def test_the_rows_are_those_of_the_features() -> None:
    assert case_of(KILLS).needs == {"restart"}
    assert "n-th request" in case_of(CALLS).requirement
    with pytest.raises(LookupError, match="no feature has a scenario of X/nonsense"):
        case_of("X/nonsense")


def test_options_of_the_sweep(capsys: pytest.CaptureFixture[str]) -> None:
    asked = parse(["--sweep", "--only", "F2/trash:lost:1,D2/moves", "--workers", "3"])
    assert (asked.sweep, asked.only, asked.workers) == (True, ("F2/trash:lost:1", "D2/moves"), 3)
    with pytest.raises(OptionError, match="--only is for --sweep"):
        parse(["--only", "F2/trash"])
    for words in (["--target", "http://127.0.0.1:8090"], ["--exchange", "127.0.0.1:8080"]):
        with pytest.raises(OptionError, match="--workers is for --target reference"):
            parse([*words, "--workers", "2"])
    with pytest.raises(SystemExit):
        parse(["--sweep", "--workers", "0"])
    assert "should be a number from 1 on" in capsys.readouterr().err


# --- runs -------------------------------------------------------------------------------------------------------------


@pytest.mark.proof
def test_the_right_service_holds_whatever_fails() -> None:
    """One chain of each row; each run strikes, and the chain ends where nothing is left to strike."""
    results = swept("D2/moves:reset-after", "F2/trash:lost", "B2/creates:killed-before:1", "D2/cancels:killed-after:2")
    assert results.faults == []
    assert [row.word for row in results.rows] == [Kind.HELD] * 3
    runs = [one.case.title for one in results.row(CALLS).scenarios]
    assert runs[:3] == ["D2/moves:reset-after:1", "D2/moves:reset-after:2", "D2/moves:reset-after:3"]
    drawn = {one.case.title: one.drawn for row in results.rows for one in row.scenarios}
    assert drawn["D2/moves:reset-after:2"] is None, "of runs that are held the first is drawn"
    first = drawn["D2/moves:reset-after:1"]
    assert first is not None
    said = [one.text for one in first.drawing.rows if isinstance(one, Step)]
    assert said[1] == "When D2/moves is played, and reset-after strikes at 1"
    total = sum(len(row.scenarios) for row in results.rows)
    assert results.lines[-2] == f"sweep: {total} runs, {total} held, 0 broken, 0 unknown"
    assert results.exit_code == 0


def test_how_many_places_there_are_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def run(self: stage.Stage, chain: Chain, nth: int) -> Ran:
        tried.append(f"{chain.strike.name}:{nth}")
        return Ran(tried[-1], Held(), nth <= 2, False, 0.0)

    monkeypatch.setattr(stage.Stage, "_run", run)
    there = stage.Stage(Options(sweep=True))
    names = ("reset-before", "slow", "killed-after", "split", "lost")
    found = [len(there._at_every_place(chain_of(f"F2/trash:{name}"))) for name in names]
    assert found == [2] * 5
    assert tried[:5] == ["reset-before:1", "reset-before:2", "reset-before:3", "slow:1", "slow:2"]
    assert len(tried) == 13


def test_an_undisturbed_run_that_is_broken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Ran("x", Broken("this", "that"), False, False, 0.0)
    monkeypatch.setattr(stage.Stage, "_run", lambda *_: broken)
    assert stage.Stage(Options(sweep=True))._at_every_place(chain_of("F2/trash:lost")) == [broken]


def test_a_wrong_service_is_told_with_the_run_that_breaks_it(capsys: pytest.CaptureFixture[str]) -> None:
    only = "B2/creates:reset-after:1"
    words = ["--sweep", "--only", only, "--mutant", "stores-after-sending", "--seed", "4", "--workers", "1"]
    assert main(words) == 1
    out = capsys.readouterr().out
    assert f"--sweep --select X/any-call-fails --only {only} --mutant stores-after-sending --seed 4" in out
    assert "2 entries" in out
    assert out.splitlines()[-2] == "sweep: 1 runs, 0 held, 1 broken, 0 unknown"


@pytest.mark.proof
def test_it_is_spread_over_processes_and_told_as_it_goes() -> None:
    told: list[str] = []
    played: list[str] = []
    listener = Listener(told=told.append, played=lambda one: played.append(one.case.title))
    results = spread.sweep(Options(sweep=True, only=("F2/trash:doubled", "F2/trash:refused"), workers=2), listener)
    assert results.faults == []
    assert results.row(PUSHES).word is Kind.HELD
    assert sorted(played) == ["F2/trash:doubled", "F2/trash:refused"]
    assert told[-1].startswith("2 of 2 chains, ")


@pytest.mark.proof
def test_simulator_and_product_begin_anew_from_time_to_time(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds: list[World] = []

    def run(there: World, chain: Chain, nth: int) -> Ran:
        worlds.append(there)
        return Ran(chain.name, Held(), nth <= 3, False, 0.0)

    monkeypatch.setattr(stage, "RENEWED", 2)
    monkeypatch.setattr(stage, "play", run)
    there = stage.Stage(Options(sweep=True, only=("F2/trash:lost",)))
    assert len(there.runs(chain_of("F2/trash:lost"))) == 3
    there.pytest_sessionfinish()
    assert [worlds.index(one) for one in worlds] == [0, 0, 2, 2]


@pytest.mark.proof
def test_what_the_product_does_not_offer_is_not_played(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Product.capabilities

    def modest(self: Product) -> Any:
        declared = honest(self)
        return replace(declared, transport="streaming", names=declared.names - {"restart"})

    monkeypatch.setattr(Product, "capabilities", modest)
    results = swept("F2/trash:lost", "F2/trash:killed-after")
    assert [row.verdict for row in results.rows] == [NotOffered("needs push"), NotOffered("needs restart")]
    assert results.lines[-2] == "sweep: 0 runs, 0 held, 0 broken, 0 unknown"


# --- what ends a run before its end -----------------------------------------------------------------------------------


@pytest.mark.proof
def test_nothing_to_play_against() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    results = swept("F2/trash:lost:1", target=url, exchange=("127.0.0.1", free_port()))
    assert results.exit_code == 2
    assert "does not answer" in results.faults[0]


def test_a_product_that_never_comes_to_rest_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.pace.QUIET_SECONDS", 0.2)
    with toys.serving(toys.only_capable(toys.never_settled)) as url:
        runs = ("reset-before", "reset-after", "status-500", "status-503", "slow")
        only = tuple(f"F2/trash:{name}:1" for name in runs)
        results = swept(*only, target=url, exchange=("127.0.0.1", free_port()))
    verdicts = [one.verdict for one in results.row(CALLS).scenarios]
    assert all(isinstance(one, Unknown) for one in verdicts)
    assert "not played: 3 runs in a row" in str(verdicts[-1])
    assert results.exit_code == 2


def test_a_product_that_does_not_start_is_not_waited_for_in_every_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def start(self: Started) -> None:
        started.append(1)
        raise NotStarted("it did not come up")

    monkeypatch.setattr(Started, "start", start)
    url = f"http://127.0.0.1:{free_port()}"
    config = Config(url=url, launch=Launch("never"))
    results = swept("F2/trash", target=url, exchange=("127.0.0.1", free_port()), config=config)
    assert len(started) == stage.PATIENCE
    said = [str(one.verdict) for row in results.rows for one in row.scenarios]
    assert len(said) == len(STRIKES)
    assert (
        sum("not played: 3 runs in a row ended like this: it did not come up" in one for one in said) == len(said) - 3
    )
    assert results.exit_code == 2


def test_a_product_that_cannot_be_killed() -> None:
    attached = cast(World, SimpleNamespace(target=SimpleNamespace(restartable=False)))
    restartable = cast(World, SimpleNamespace(target=SimpleNamespace(restartable=True)))
    verdict = killing.cannot(attached)
    assert isinstance(verdict, Unknown)
    assert "product.start" in verdict.reason
    assert killing.cannot(restartable) is None


def test_a_mistake_of_the_harness_ends_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(playing, "disturbed", fails)
    results = swept("F2/trash:lost:1")
    (run,) = results.row(PUSHES).scenarios
    assert run.verdict == Unknown("the harness failed: ZeroDivisionError: oops", fault=True)


@pytest.mark.proof
def test_a_product_that_does_not_come_back_is_broken_and_the_next_run_has_another() -> None:
    only = ("B2/creates:killed-after:1", "D2/moves:reset-before:1")
    results = swept(*only, mutant="will-not-start-where-it-was-killed")
    verdict = results.row(KILLS).verdict
    assert isinstance(verdict, Broken)
    assert "is claimed by another process" in verdict.seen
    assert results.row(CALLS).word is Kind.HELD


def test_a_worker_that_ends_leaves_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "_play", lambda *_: None)
    results = swept("F2/trash:lost")
    verdict = results.row(PUSHES).verdict
    assert isinstance(verdict, Unknown)
    assert "its worker ended" in verdict.reason


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Silent("no answer"), Unknown("no answer")),
        (Unreachable("gone"), Unknown("gone")),
        (NotQuiet("still working"), Unknown("still working")),
        (TooLong("needs 10 min"), Unknown("needs 10 min")),
        (Breach("wrong"), Unknown("breaks the contract: wrong")),
        (KeyError("x"), Unknown("the harness failed: KeyError: 'x'", fault=True)),
    ],
)
def test_what_is_said_of_an_early_end(error: Exception, verdict: Unknown) -> None:
    assert said_of(error, None) == verdict
    assert not isinstance(said_of(error, None), Held | Broken)


class Dying:
    """A world in which the product is asked, and dies when its request waits."""

    def __init__(self, answers: list[Settled | Exception]) -> None:
        self.fires, self.told, self.answers = 0, [], answers
        self.exchange = SimpleNamespace(fired=lambda _: self.fires, clear_faults=lambda: self.told.append("cleared"))
        self.target = SimpleNamespace(
            kill=lambda: self.told.append("killed"), start=lambda: self.told.append("started")
        )
        connection = SimpleNamespace(url="http://127.0.0.1:9", close=lambda: None)
        self.product = SimpleNamespace(connection=connection, settle=self.settle, set_clock=lambda now: None)

    told: list[str]

    def settle(self, *_: object) -> Settled:
        """The next answer."""
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            self.fires = 1
            raise answer
        return answer


def test_it_is_killed_while_somebody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    dying = Dying([Settled(True), Silent("no answer"), Settled(True, 1)])
    monkeypatch.setattr(Product, "settle", dying.settle)
    mortal = Mortal(cast(World, dying), 7)
    assert mortal.settle() == Settled(True)
    assert mortal.settle() == Settled(False)
    assert dying.told == ["killed", "cleared", "started"]
    assert mortal.settle() == Settled(True, 1)
    assert mortal.died


def test_it_is_killed_when_its_clock_is_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2027, 3, 1, tzinfo=UTC)
    dying = Dying([])

    def hangs(self: Product, to: datetime) -> None:
        dying.settle()

    dying.answers.append(Silent("no answer"))
    monkeypatch.setattr(Product, "set_clock", hangs)
    mortal = Mortal(cast(World, dying), 7)
    assert mortal.set_clock(now) is None
    assert dying.told == ["killed", "cleared", "started"]
    assert mortal.set_clock(now) is None


def test_a_worker_takes_its_order() -> None:
    registered, ends = list[object](), list[Callable[[], None]]()
    manager = SimpleNamespace(register=lambda plugin, name: registered.append(plugin))
    order = pickle.dumps(Options(sweep=True, only=("F2/trash:lost",)))
    worker = SimpleNamespace(workerinput={stage.ORDER: order}, pluginmanager=manager, add_cleanup=ends.append)
    before = signal.getsignal(signal.SIGTERM)
    stage.pytest_configure(cast(pytest.Config, worker))
    with pytest.raises(Interrupted):
        signal.raise_signal(signal.SIGTERM)
    (end,) = ends
    end()
    assert signal.getsignal(signal.SIGTERM) == before
    stage.pytest_configure(cast(pytest.Config, SimpleNamespace(pluginmanager=manager)))
    assert [type(one) for one in registered] == [stage.Stage]


def test_a_world_that_cannot_be_made_again_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    there = stage.Stage(Options(sweep=True, only=("F2/trash:lost:1",), target="ftp://x"))
    (ran,) = there.runs(chain_of("F2/trash:lost"))
    assert isinstance(ran.verdict, Unknown)
    assert "no http address" in ran.verdict.reason

    def gone() -> World:
        raise CannotRun("gone")

    monkeypatch.setattr(there, "_there", gone)
    assert there._run(chain_of("F2/trash:lost"), 1).verdict == Unknown("gone", fault=True)
