"""What people of a scenario find in their calendars while a product is at work."""

from __future__ import annotations

from typing import Any, cast

import pytest

from scenarios.people import User


class Calendar:
    """An entry and who is asked for it: it is called otherwise each time that somebody has looked at its name."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)

    def current_subject(self, subject: str) -> str:
        assert subject == "Review"
        return self.names.pop(0) if len(self.names) > 1 else self.names[0]

    def find(self, called: str) -> int:
        if called != self.names[0] or called == "gone":
            raise LookupError(called)
        return 7


def found(calendar: Calendar) -> int:
    return User.find(cast(Any, calendar), cast(Any, calendar), "Review")


def test_an_entry_that_is_called_otherwise_meanwhile_is_found_all_the_same() -> None:
    assert found(Calendar("Review")) == 7
    assert found(Calendar("Review", "Preview")) == 7
    assert found(Calendar("Review", "Preview", "Review 2")) == 7


def test_an_entry_that_is_gone_is_not() -> None:
    with pytest.raises(LookupError, match="gone"):
        found(Calendar("Review", "gone"))
