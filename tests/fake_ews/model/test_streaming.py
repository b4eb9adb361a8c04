"""The pure decisions about streaming, one row a situation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from fake_ews.model import ids
from fake_ews.model.events import Interest
from fake_ews.model.failures import (
    ErrorExceededConnectionCount,
    ErrorInvalidSubscription,
    ErrorInvalidSubscriptionRequest,
    ErrorSubscriptionAccessDenied,
    ErrorSubscriptionNotFound,
)
from fake_ews.model.profile import Profile
from fake_ews.model.streaming import Admitted, Connection, Say, StreamingSubscription, Wait, admit, next_step

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
ANNA, BEN = "anna@example.test", "ben@example.test"
OPEN = Connection(1, ANNA, ANNA, ("a",), NOON + dt.timedelta(minutes=2), NOON)


def after(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("situation", "connection", "due", "now", "step"),
    [
        ("nothing to say", OPEN, None, 0, Wait(after(45))),
        ("an event", OPEN, 0, 0, Say("events")),
        ("an event later", OPEN, 5, 0, Wait(after(5))),
        ("silence", OPEN, None, 45, Say("OK")),
        ("silence before a late event", OPEN, 60, 45, Say("OK")),
        ("the end is near", replace(OPEN, last_message=after(100)), None, 101, Wait(after(120))),
        ("the end", OPEN, None, 120, Say("Closed")),
        ("the end, and an event that waits for the next connection", OPEN, 120, 120, Say("Closed")),
        ("on its way", replace(OPEN, under_way=1), 0, 120, Wait(None)),
    ],
)
def test_next_step(situation: str, connection: Connection, due: int | None, now: int, step: Say | Wait) -> None:
    assert next_step(connection, None if due is None else after(due), after(now), Profile()) == step


DEAD = ids.subscription_id("mail", ids.guid(0, "a"), NOON, ids.guid(0, "b"))
LIVING = {
    name: StreamingSubscription(name, ANNA, owner, Interest(None, frozenset()), NOON, 0)
    for name, owner in [("a", ANNA), ("b", ANNA), ("bens", BEN)]
}
OWNERS = {name: sub.account for name, sub in LIVING.items()} | {"push": ANNA}
TWO = tuple(replace(OPEN, number=number) for number in (1, 2))
LOOSE = {"stream_goes_on_without_bad": True}


@pytest.mark.parametrize(
    ("situation", "asked", "fields", "admitted"),
    [
        ("good ones", ["a", "b"], {}, Admitted(("a", "b"))),
        ("twice the same", ["a", "a"], {}, Admitted(("a",))),
        ("too many", ["a", "b"], {"stream_ids": 1}, Admitted((), ErrorInvalidSubscriptionRequest)),
        ("no id at all", ["AAA-"], {}, Admitted((), ErrorInvalidSubscription, ("AAA-",))),
        ("nothing much", ["AA=="], {}, Admitted((), ErrorInvalidSubscription, ("AA==",))),
        ("a push", ["push"], {}, Admitted((), ErrorInvalidSubscription, ("push",))),
        ("another's", ["bens"], {}, Admitted((), ErrorSubscriptionAccessDenied, ("bens",))),
        ("dead", [DEAD], {}, Admitted((), ErrorSubscriptionNotFound, (DEAD,))),
        (
            "dead, the other code", [DEAD], {"stream_unknown": "ErrorInvalidSubscription"},
            Admitted((), ErrorInvalidSubscription, (DEAD,)),
        ),
        ("good and bad", ["a", "push"], {}, Admitted((), ErrorInvalidSubscription, ("push",))),
        ("good and bad, go on", ["a", "push"], LOOSE, Admitted(("a",), ErrorInvalidSubscription, ("push",))),
        ("only bad, go on", ["push"], LOOSE, Admitted((), ErrorInvalidSubscription, ("push",))),
        ("too many connections", ["b"], {"stream_connections": 2}, Admitted((), ErrorExceededConnectionCount)),
        ("those that it takes over do not count", ["a"], {"stream_connections": 2}, Admitted(("a",))),
    ],
)  # fmt: skip
def test_admit(situation: str, asked: list[str], fields: dict[str, object], admitted: Admitted) -> None:
    others = (*TWO, replace(OPEN, number=3, account=BEN))
    assert admit(asked, ANNA, LIVING.get, OWNERS.get, others, Profile().but(**fields)) == admitted
