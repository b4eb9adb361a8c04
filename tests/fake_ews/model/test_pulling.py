"""The pure decisions about pulling, one row a situation."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.model.events import Interest
from fake_ews.model.failures import (
    ErrorEventNotFound,
    ErrorExpiredSubscription,
    ErrorInvalidPullSubscriptionId,
    ErrorInvalidWatermark,
    ErrorSubscriptionAccessDenied,
    ErrorSubscriptionNotFound,
    Failure,
)
from fake_ews.model.pulling import PullSubscription, Refuse, answer, called, may_call

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
TEN_MINUTES = dt.timedelta(minutes=10)
SUB = PullSubscription(
    "id", "anna@example.test", "anna@example.test", Interest(None, frozenset()), TEN_MINUTES, NOON, NOON + TEN_MINUTES,
    15,
)  # fmt: skip
ANNA, BEN = "anna@example.test", "ben@example.test"


@pytest.mark.parametrize(
    ("situation", "sub", "owner", "account", "minutes", "refused"),
    [
        ("in time", SUB, ANNA, ANNA, 9, None),
        ("nobody's", None, None, ANNA, 0, Refuse(ErrorSubscriptionNotFound)),
        ("another's", SUB, ANNA, BEN, 0, Refuse(ErrorSubscriptionAccessDenied)),
        ("another's push", None, ANNA, BEN, 0, Refuse(ErrorSubscriptionAccessDenied)),
        ("own push", None, ANNA, ANNA, 0, Refuse(ErrorInvalidPullSubscriptionId)),
        ("too late", SUB, ANNA, ANNA, 10, Refuse(ErrorExpiredSubscription, "nobody called in time")),
    ],
)
def test_may_call(
    situation: str, sub: PullSubscription | None, owner: str | None, account: str, minutes: int, refused: Refuse | None
) -> None:
    assert may_call(sub, owner, account, NOON + dt.timedelta(minutes=minutes)) == refused


@pytest.mark.parametrize(
    ("counter", "kept", "decided"),
    [
        (31, True, 31),
        (31, False, Refuse(ErrorEventNotFound, "the event of a watermark is gone")),
        (ErrorInvalidWatermark, True, Refuse(ErrorInvalidWatermark)),
    ],
)
def test_answer(counter: int | Failure, kept: bool, decided: int | Refuse) -> None:
    assert answer(counter, lambda known: kept) == decided


def test_each_call_begins_its_time_anew() -> None:
    later = called(SUB, NOON + dt.timedelta(minutes=9))
    assert (later.expires, later.last_ok) == (NOON + dt.timedelta(minutes=19), NOON + dt.timedelta(minutes=9))
