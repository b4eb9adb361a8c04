"""What is said of several verdicts, and what a check says when something goes wrong in it."""

import pytest

from scenarios.history import History, NotSeen
from scenarios.verdict import Broken, Held, Kind, NotOffered, Unknown, Verdict, check, kind, told_as, worst

BROKEN = Broken("a", "b")
UNKNOWN = Unknown("c")
MISSING = NotOffered("d")


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        ([Held(), BROKEN, UNKNOWN], BROKEN),
        ([Held(), UNKNOWN, MISSING], UNKNOWN),
        ([MISSING, Held("n")], Held("n")),
        ([MISSING], MISSING),
        ([], Unknown("nothing was played")),
        ([Broken("first", ""), BROKEN], Broken("first", "")),
    ],
)
def test_worst(verdicts: list[Verdict], verdict: Verdict) -> None:
    assert worst(verdicts) == verdict


def test_kinds() -> None:
    assert [kind(one) for one in (Held(), BROKEN, UNKNOWN, MISSING)] == list(Kind)


def test_only_what_is_broken_gets_another_heading() -> None:
    assert told_as(BROKEN, "dead") == Broken("a", "b", why="dead")
    assert told_as(UNKNOWN, "dead") == UNKNOWN


def test_what_the_history_does_not_hold_is_unknown() -> None:
    @check
    def judge(history: History) -> Verdict:
        raise NotSeen("the entry")

    assert judge(History()) == Unknown("the run did not see the entry")


def test_a_mistake_in_a_check_is_unknown_and_ours() -> None:
    @check
    def judge(history: History, number: int) -> Verdict:
        return Held(str(1 / number))

    assert judge(History(), 1) == Held("1.0")
    assert judge(History(), 0) == Unknown("the check judge failed: ZeroDivisionError: division by zero", fault=True)
