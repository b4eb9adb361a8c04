"""Two days of push subscriptions, as every CI run has it; week.py by itself plays a whole week."""

from __future__ import annotations

import pytest

from tests.fake_ews.server.week import Week

pytestmark = pytest.mark.proof


def test_two_days_go_by_the_rules() -> None:
    week = Week(30, days=2, seed=1)
    week.play()
    told = week.compare()
    assert told.events > 0
    assert told.lost > 0
    assert told.unanswered > 0
    assert set(told.ends) == {"failover", "gave up", "restart", "unsubscribed", "lives"}
