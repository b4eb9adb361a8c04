"""When all is quiet, and how time is moved, with a simulator and a product that only count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from scenarios.declared import Declared
from scenarios.history import EPOCH, Record
from scenarios.pace import NotQuiet, Pace, Restless, TooLong
from scenarios.targets.contract import Breach
from scenarios.targets.product import Settled
from tests.scenarios.stories import write

SECOND = timedelta(seconds=1)
SIMULATED = Declared(frozenset({"clock"}), settle=10 * SECOND, recovery=60 * SECOND)
REAL = Declared(settle=10 * SECOND)


@dataclass
class Exchange:
    """A simulator: what is due when, and what happens then."""

    time: datetime = EPOCH
    due: list[datetime] = field(default_factory=list)
    newest: int = 0
    noisy: int = 0
    records: list[Record] = field(default_factory=list)
    reached: list[datetime] = field(default_factory=list)

    @property
    def journal(self) -> "Exchange":
        return self

    def after(self, number: int) -> Sequence[Record]:
        return self.records

    def now(self) -> datetime:
        return self.time

    def next_due(self) -> datetime | None:
        return min(self.due, default=None)

    def advance(self, to: datetime) -> None:
        self.time = to
        self.due = [one for one in self.due if one > to]
        self.reached.append(to)

    def busy(self) -> bool:
        self.noisy = max(self.noisy - 1, 0)
        return self.noisy > 0

    def wait_quiet(self, seconds: float = 5.0) -> bool:
        assert seconds <= 5
        return not self.noisy


@dataclass
class Target:
    """A product: when it has to do something."""

    exchange: Exchange
    due: list[datetime] = field(default_factory=list)
    answers: list[Settled | None] = field(default_factory=list)
    time: datetime = EPOCH
    ahead: datetime | None = None
    pending: int = 0
    lazy: bool = False

    def settle(self) -> Settled | None:
        if self.answers:
            return self.answers.pop(0)
        return Settled(True, self.pending, min(self.due, default=None))

    def set_clock(self, now: datetime) -> datetime | None:
        if self.ahead is not None and self.ahead > now:
            return self.ahead
        self.time = now
        self.due = self.due if self.lazy else [one for one in self.due if one > now]
        return None


class Stopwatch:
    """Real time that passes only in sleeping, and a little at every look."""

    def __init__(self, exchange: Exchange | None = None) -> None:
        self.seconds = 0.0
        self._exchange = exchange

    def __call__(self) -> float:
        self.seconds += 0.001
        return self.seconds

    def sleep(self, seconds: float) -> None:
        assert seconds <= 5
        self.seconds += seconds
        if self._exchange is not None:
            self._exchange.time += timedelta(seconds=seconds)


def pace(exchange: Exchange, target: Target, declared: Declared = SIMULATED, **but: float) -> Pace:
    """A pace for them; in real time the simulator's clock goes as the stopwatch does."""
    watch = Stopwatch(None if declared.offers("clock") else exchange)
    return Pace(exchange, target, declared, patience=timedelta(seconds=120), monotonic=watch, sleep=watch.sleep, **but)


def test_time_stops_at_everything_that_is_due_on_either_side() -> None:
    exchange = Exchange(due=[EPOCH + 3 * SECOND, EPOCH + 99 * SECOND])
    target = Target(exchange, due=[EPOCH + 5 * SECOND])
    pace(exchange, target).advance(EPOCH + 10 * SECOND)
    assert exchange.reached == [EPOCH + seconds * SECOND for seconds in (3, 5, 10)]
    assert target.time == exchange.time == EPOCH + 10 * SECOND


def test_settling_and_recovering_take_what_is_declared() -> None:
    exchange = Exchange()
    there = pace(exchange, Target(exchange))
    there.settle()
    assert there.now() == EPOCH + SIMULATED.settle
    there.recover()
    assert there.now() == EPOCH + SIMULATED.settle + SIMULATED.recovery


def test_waiting_until_something_has_happened() -> None:
    exchange = Exchange(due=[EPOCH + 3 * SECOND, EPOCH + 5 * SECOND])
    target = Target(exchange, answers=[Settled(False)])
    there = pace(exchange, target)
    assert there.until(lambda: True)
    assert not exchange.reached
    assert there.until(lambda: exchange.time >= EPOCH + 3 * SECOND)
    assert exchange.reached == [EPOCH + 3 * SECOND]


def test_waiting_for_what_never_happens() -> None:
    exchange = Exchange(due=[EPOCH + 3 * SECOND, EPOCH + 99 * SECOND])
    assert not pace(exchange, Target(exchange)).until(lambda: False)
    assert exchange.reached == [EPOCH + 3 * SECOND]
    with pytest.raises(NotQuiet, match="more than 1 s"):
        pace(exchange, Target(exchange, answers=[None] * 2000), scenario_seconds=1.0).until(lambda: False)


def test_waiting_in_real_time() -> None:
    exchange = Exchange()
    there = pace(exchange, Target(exchange), REAL)
    assert there.until(lambda: exchange.time >= EPOCH + SECOND)
    assert exchange.time < EPOCH + 2 * SECOND
    assert not there.until(lambda: False)
    assert exchange.time > EPOCH + REAL.settle


def test_what_is_overdue_is_done_at_once() -> None:
    exchange = Exchange(due=[EPOCH - SECOND])
    pace(exchange, Target(exchange, due=[EPOCH])).advance(EPOCH)
    assert exchange.reached == [EPOCH]


def test_what_is_due_for_ever_is_not_quiet() -> None:
    exchange = Exchange()
    with pytest.raises(NotQuiet, match="is due at"):
        pace(exchange, Target(exchange, due=[EPOCH], lazy=True)).advance(EPOCH + SECOND)


def test_quiet_waits_for_both() -> None:
    exchange = Exchange(noisy=40)
    target = Target(exchange, answers=[Settled(False)] * 3)
    assert pace(exchange, target).quiet() == Settled(True)
    assert not target.answers


def test_a_product_that_works_for_ever_is_not_quiet() -> None:
    exchange = Exchange()
    with pytest.raises(NotQuiet, match="still working"):
        pace(exchange, Target(exchange, answers=[Settled(False)] * 99_999)).quiet()


def test_requests_that_go_on_for_ever_are_not_quiet() -> None:
    exchange = Exchange(noisy=99_999_999)
    with pytest.raises(NotQuiet, match="go on"):
        pace(exchange, Target(exchange)).quiet()


def test_writes_that_answer_each_other_are_restless(monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = Exchange(noisy=99_999, records=[write(number) for number in range(50)])
    there = pace(exchange, Target(exchange))

    def busy() -> bool:
        exchange.newest += 50
        return True

    monkeypatch.setattr(exchange, "busy", busy)
    with pytest.raises(Restless, match="50 writes"):
        there.quiet()


def test_many_reads_are_not_restless() -> None:
    exchange = Exchange(noisy=5, records=[])
    exchange.newest = 100
    pace(exchange, Target(exchange)).quiet()


def test_a_run_begins_where_the_product_is() -> None:
    exchange = Exchange()
    pace(exchange, Target(exchange, ahead=EPOCH + 7 * SECOND)).begin_run()
    assert exchange.time == EPOCH + 7 * SECOND
    pace(exchange, Target(exchange), REAL).begin_run()
    assert exchange.time == EPOCH + 7 * SECOND


def test_later_nobody_else_moves_the_product() -> None:
    exchange = Exchange()
    with pytest.raises(Breach, match="nobody moved it"):
        pace(exchange, Target(exchange, ahead=EPOCH + 99 * SECOND)).advance(EPOCH + SECOND)


def test_a_scenario_has_a_limit() -> None:
    exchange = Exchange()
    there = pace(
        exchange, Target(exchange, due=[EPOCH + number * SECOND for number in range(9000)]), scenario_seconds=3
    )
    there.begin_scenario()
    with pytest.raises(NotQuiet, match="more than 3 s"):
        there.advance(EPOCH + 9000 * SECOND)


class TestRealTime:
    def test_waiting_takes_the_whole_time(self) -> None:
        exchange = Exchange()
        pace(exchange, Target(exchange), REAL).advance(EPOCH + 60 * SECOND)
        assert exchange.time >= EPOCH + 60 * SECOND

    def test_more_than_patience_is_too_long(self) -> None:
        exchange = Exchange()
        with pytest.raises(TooLong, match="needs 20 min"):
            pace(exchange, Target(exchange), REAL).advance(EPOCH + 20 * 60 * SECOND)

    def test_settling_ends_early_when_nothing_is_due(self) -> None:
        exchange = Exchange(due=[EPOCH + 60 * SECOND])
        pace(exchange, Target(exchange), REAL).settle()
        assert exchange.time == EPOCH

    @pytest.mark.parametrize("pending", [0, 1])
    def test_settling_waits_for_what_is_due(self, pending: int) -> None:
        exchange = Exchange(due=[] if pending else [EPOCH + 3 * SECOND])
        pace(exchange, Target(exchange, pending=pending), REAL).settle()
        assert exchange.time >= EPOCH + (10 if pending else 3) * SECOND

    def test_a_product_that_cannot_say_is_waited_for_in_silence(self) -> None:
        exchange = Exchange()
        there = pace(exchange, Target(exchange, answers=[None]), REAL)
        assert there.quiet() == Settled(True)
        assert exchange.time >= EPOCH + REAL.settle

    def test_what_happens_meanwhile_is_no_silence(self) -> None:
        exchange = Exchange()
        target = Target(exchange, answers=[None, Settled(True)])
        there = pace(exchange, target, REAL)
        sleep = there._sleep

        def noise(seconds: float) -> None:
            exchange.newest += 1
            sleep(seconds)

        there._sleep = noise
        assert there.quiet() == Settled(True)
        assert not target.answers

    def test_who_has_a_clock_must_be_able_to_say(self) -> None:
        exchange = Exchange()
        with pytest.raises(Breach, match="declares clock"):
            pace(exchange, Target(exchange, answers=[None])).quiet()


def test_what_needs_more_than_patience_afterwards_is_not_begun() -> None:
    exchange = Exchange()
    with pytest.raises(TooLong, match="needs 3 min"):
        pace(exchange, Target(exchange), REAL).must_fit(180 * SECOND)
    pace(exchange, Target(exchange), REAL).must_fit(120 * SECOND)
    pace(exchange, Target(exchange)).must_fit(180 * SECOND)


def test_recovery_may_take_longer_than_patience_if_all_is_settled_before() -> None:
    exchange = Exchange()
    real = Declared(settle=10 * SECOND, recovery=600 * SECOND)
    pace(exchange, Target(exchange), real).recover()
    with pytest.raises(TooLong, match="is not settled within --patience, it may take 10 min"):
        pace(exchange, Target(exchange, pending=1), real).recover()
