"""A few kills at random moments, as every CI run has them; kills.py by itself plays many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fake_ews.server.kills import sweep

pytestmark = pytest.mark.proof


def test_nothing_answered_is_lost(tmp_path: Path) -> None:
    answered, _ = sweep(10, seed=1, directory=tmp_path)
    assert answered > 0
