"""Faults: what may be said, and when they go off."""

from __future__ import annotations

import pytest

from fake_ews.model.faults import PUSH, Fault, Faults


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"effect": "explode"}, "no such effect: 'explode'"),
        ({"effect": "lost", "operation": "GetItem"}, "lost strikes pushes"),
        ({"effect": "hold", "operation": PUSH}, "hold strikes calls"),
        ({"effect": "hold", "nth": 0}, "nth begins at 1"),
        ({"effect": "hold", "times": -1}, "nth begins at 1"),
        ({"effect": "hold", "nth": 10**9 + 1}, "nth, times and back_off are at most 1000000000"),
        ({"effect": "busy-item", "back_off": 10**30}, "nth, times and back_off are at most 1000000000"),
        ({"effect": "delay"}, "delay needs seconds"),
        ({"effect": "item-error"}, "item-error needs a code"),
        ({"effect": "hold", "code": "ErrorServerBusy"}, "no other effect takes one"),
        ({"effect": "item-error", "code": "ErrorItemNotFond"}, "'ErrorItemNotFond' .did you mean ErrorItemNotFound"),
        ({"effect": "item-error", "code": "Oops"}, "'Oops' .fake-ews operations lists those that each gives"),
        ({"effect": "item-error", "code": "NoError"}, "NoError is no answer for an item"),
        (
            {"effect": "item-error", "code": "ErrorInvalidWatermark", "operation": "GetItem"},
            "GetItem is never answered ErrorInvalidWatermark; GetEvents, .*Subscribe",
        ),
        ({"effect": "status-503", "back_off": 3000}, "status-503 takes no back_off"),
        ({"effect": "hold", "operation": "Getitem"}, r"no such operation: 'Getitem' \(did you mean GetItem\?\)"),
        ({"effect": "hold", "operation": "Sing"}, r"no such operation: 'Sing' \(fake-ews operations lists them"),
        ({"effect": "hold", "operation": "AddTag"}, "AddTag is not simulated"),
        ({"effect": "hold", "seconds": 1e300}, "is more than a year"),
        ({"effect": "busy-item", "back_off": -1}, "back_off: -1 should not be less than 0"),
        ({"effect": "stale-key", "operation": "GetItem"}, "stale-key strikes .*UpdateItem, not GetItem"),
    ],
)
def test_what_is_wrong_with_a_fault(said: dict[str, object], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        Fault(**said)  # type: ignore[arg-type]


def strikes(faults: Faults, operation: str, mailbox: str = "anna@example.test", calls: int = 5) -> list[int]:
    """At which of these calls a fault goes off."""
    return [call for call in range(1, calls + 1) if faults.strike(operation, mailbox) is not None]


@pytest.mark.parametrize(
    ("fault", "at"),
    [
        (Fault("status-503"), [1]),
        (Fault("status-503", nth=2, times=2), [2, 3]),
        (Fault("status-503", nth=3, times=0), [3, 4, 5]),
        (Fault("status-503", operation="GetItem", mailbox="Anna@Example.test"), [1]),
        (Fault("status-503", operation="FindItem"), []),
        (Fault("status-503", mailbox="ben@example.test"), []),
        (Fault("refused"), []),
        (Fault("item-error", code="ErrorItemNotFound"), [1]),
        (Fault("item-error", code="ErrorInvalidSyncStateData"), []),
    ],
)
def test_when_a_fault_goes_off(fault: Fault, at: list[int]) -> None:
    faults = Faults()
    number = faults.inject(fault)
    assert strikes(faults, "GetItem") == at
    assert faults.fired(number) == len(at)


def test_pushes_have_faults_of_their_own() -> None:
    faults = Faults()
    faults.inject(Fault("status-503"))
    number = faults.inject(Fault("refused", operation=PUSH, nth=2))
    assert strikes(faults, PUSH) == [2]
    assert faults.fired(number) == 1


def test_a_call_that_is_taken_is_not_seen_by_later_faults() -> None:
    faults = Faults()
    first, second = faults.inject(Fault("status-503")), faults.inject(Fault("status-500", nth=2))
    taken = [faults.strike("GetItem", "anna@example.test") for _ in range(3)]
    assert [one and one[0] for one in taken] == [first, None, second]


def test_clearing() -> None:
    faults = Faults()
    first, second = faults.inject(Fault("hold", times=0)), faults.inject(Fault("hold", nth=9))
    assert strikes(faults, "GetItem", calls=1) == [1]
    faults.clear(first)
    assert faults.entered() == {second: Fault("hold", nth=9)}
    assert second in faults
    faults.clear()
    assert strikes(faults, "GetItem") == []
    assert faults.fired(first) == 1
