"""docs/profiles.md: whatever it names is there, and it leaves no doubt out."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from fake_ews.control.acts import ACTS
from fake_ews.control.routes import ROUTES
from fake_ews.control.wishes import ActWish, MailboxWish
from fake_ews.model.booking import BookingPolicy
from fake_ews.model.faults import CALL_EFFECTS, PUSH_EFFECTS, Fault
from fake_ews.profiles import meanings

PAGE = (Path(__file__).parents[2] / "docs" / "profiles.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| ---")]


def names(text: str) -> set[str]:
    """What stands in backquotes."""
    return set(re.findall(r"`([^`]+)`", text))


def test_whatever_the_page_names_is_there() -> None:
    known = {
        *meanings(), *CALL_EFFECTS, *PUSH_EFFECTS, *ACTS, *(route.path for route in ROUTES),
        *(one.name for kind in (BookingPolicy, Fault) for one in dataclasses.fields(kind)),
        *ActWish.__struct_fields__, *MailboxWish.__struct_fields__, "fake-ews events", "0x...",
    }  # fmt: skip
    assert names("\n".join(ROWS)) - known == set()


def test_every_field_without_a_sure_source_is_on_the_page() -> None:
    doubtful = {field for field, words in meanings().items() if "unverified" in words or "disagree" in words}
    assert doubtful - names("\n".join(ROWS)) == set(), "give each a row in docs/profiles.md"


def test_the_twelve_things_that_vary_are_on_the_page() -> None:
    first = [row.split(" | ")[0] for row in ROWS]
    assert [one for one in first if one[2:].isdigit()] == [f"| {number}" for number in range(1, 13)]
