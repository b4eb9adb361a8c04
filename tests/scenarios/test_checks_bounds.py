"""Each check on how much is asked and how quickly is answered: held, broken, unknown."""

from datetime import timedelta

import pytest

from scenarios.checks import bounds
from scenarios.history import EPOCH, Moment, Record, Standing
from tests.scenarios.stories import AFTER, ANNA, BEAT, BEFORE, call, history, push
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

SECOND = timedelta(seconds=1)


def standing(state: str, reason: str = "") -> Standing:
    """What is said of Anna."""
    return Standing(AFTER, ANNA, state, reason)


class TestFailing:
    def test_held(self) -> None:
        assert_held(bounds.failing(history(standing("on"), standing("failing", "ErrorImpersonateUserDenied")), ANNA))

    @pytest.mark.parametrize(("state", "reason"), [("failing", ""), ("failing", " "), ("on", "all is well"), ("", "")])
    def test_broken(self, state: str, reason: str) -> None:
        refused = call(3, "Subscribe", codes=("ErrorImpersonateUserDenied",))
        told = history(standing(state, reason), records=(refused,))
        assert_broken(bounds.failing(told, ANNA), state or "unknown")

    def test_unknown(self) -> None:
        assert_unknown(bounds.failing(history(), ANNA))


class TestBounded:
    begin = Moment(0, 0, EPOCH)

    def calls(self, count: int, every: timedelta, **but: object) -> tuple[Record, ...]:
        return tuple(call(number + 1, "Subscribe", at=EPOCH + number * every, **but) for number in range(count))

    def test_held(self) -> None:
        for told in (
            self.calls(60, timedelta(minutes=1)),
            self.calls(20, timedelta()),
            self.calls(100, timedelta(), mailbox=BEAT),
            self.calls(80, timedelta(minutes=2)),
            (),
        ):
            assert_held(bounds.bounded(history(records=told), ANNA, self.begin))

    def test_what_was_before_is_not_counted(self) -> None:
        assert_held(bounds.bounded(history(records=self.calls(70, SECOND)), ANNA, Moment(60, 1, EPOCH + 60 * SECOND)))

    def test_broken(self) -> None:
        many = self.calls(61, 50 * SECOND)
        assert_broken(bounds.bounded(history(records=many), ANNA, self.begin), "61")
        burst = self.calls(30, 2 * SECOND)
        assert_broken(bounds.bounded(history(records=burst), ANNA, self.begin), "21 from 08:00:00 to 08:00:40")


class TestAnsweredFast:
    def pushes(self, *seconds: float, kind: str = "ModifiedEvent") -> tuple[Record, ...]:
        return tuple(push(11 + number, kind, seconds=one) for number, one in enumerate(seconds))

    def test_held(self) -> None:
        told = history(records=self.pushes(*[0.1] * 19, 9.0))
        assert_held(bounds.answered_fast(told, [ANNA], BEFORE, 20))

    def test_broken(self) -> None:
        assert_broken(bounds.answered_fast(history(records=self.pushes(0.1, 2.0)), [ANNA], BEFORE, 20), "1 of 2")
        late = history(records=self.pushes(*[0.1] * 99, 11.0))
        assert_broken(bounds.answered_fast(late, [ANNA], BEFORE, 100), "the longest 11.0 s")

    def test_unknown(self) -> None:
        assert_unknown(bounds.answered_fast(history(records=self.pushes(0.1)), [ANNA], BEFORE, 2))
        beats = history(records=self.pushes(5.0, 5.0, kind="StatusEvent"))
        assert_unknown(bounds.answered_fast(beats, [ANNA, BEAT], BEFORE, 2))
