"""A day of push subscriptions, as every CI run has it; week.py by itself plays a whole week."""

from __future__ import annotations

from tests.fake_ews.server.week import Week


def test_a_day_goes_by_the_rules() -> None:
    week = Week(20, days=1, seed=1)
    week.play()
    told = week.compare()
    assert told.events > 0
    assert told.lost > 0
    assert told.unanswered > 0
    assert {"failover", "gave up", "restart", "lives"} <= set(told.ends)
