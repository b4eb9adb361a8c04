"""A broken verdict stands, unless the simulator may be the reason."""

from scenarios.checks.doubts import doubted
from scenarios.verdict import Broken, Held, Unknown
from tests.scenarios.stories import call, history

BROKEN = Broken("a", "b")


def test_it_stands() -> None:
    refused = call(1, "GetItem", codes=("ErrorItemNotFound",))
    forced = call(2, "GetItem", codes=("ErrorInternalServerError",), fault="item-error")
    assert doubted(history(records=(refused, forced)), BROKEN) == BROKEN


def test_the_simulator_failed() -> None:
    told = history(records=(call(1, "Subscribe", codes=("ErrorInternalServerError",)),))
    verdict = doubted(told, BROKEN)
    assert isinstance(verdict, Unknown)
    assert verdict.fault
    assert "Subscribe" in verdict.reason
    assert doubted(told, Held()) == Held()


def test_what_is_not_simulated() -> None:
    told = history(records=(call(1, "FindTags", codes=("ErrorInvalidOperation",), lacks="FindTags"),))
    assert doubted(told, BROKEN) == Unknown("needs FindTags, which is not simulated")
    part = history(records=(call(1, "CreateItem", codes=("ErrorInvalidOperation",), lacks="PostReplyItem"),))
    assert doubted(part, BROKEN) == Unknown("needs PostReplyItem of CreateItem, which is not simulated")


def test_what_exchange_refuses_too_is_no_excuse() -> None:
    """A calendar view with a restriction is answered ErrorInvalidOperation by every Exchange."""
    told = history(records=(call(1, "FindItem", codes=("ErrorInvalidOperation",)),))
    assert doubted(told, BROKEN) == BROKEN
