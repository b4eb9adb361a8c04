"""What a test expects of a verdict, in one word each."""

from scenarios.verdict import Broken, Held, Unknown, Verdict


def assert_held(verdict: Verdict) -> None:
    """The criterion is met."""
    assert isinstance(verdict, Held), verdict


def assert_broken(verdict: Verdict, seen: str = "") -> None:
    """The criterion is not met, and the verdict says what was seen; every record of it can be shown."""
    assert isinstance(verdict, Broken), verdict
    assert seen in verdict.seen
    assert all(one.line() for one in verdict.evidence)


def assert_unknown(verdict: Verdict, fault: bool = False) -> None:
    """The history does not tell."""
    assert isinstance(verdict, Unknown), verdict
    assert verdict.fault is fault
