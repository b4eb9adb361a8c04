"""What a person may fill in, field by field: what does not fit is refused with its name."""

from __future__ import annotations

import pytest

from fake_ews.people._fields import FIELDS
from fake_ews.people._values import check


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("subject", "a\0b", "subject: holds U+0000, which no XML can hold, and so no answer"),
        ("categories", ("Red", "\x1f"), "categories: holds U+001F, which no XML can hold, and so no answer"),
        ("body", "\ud800", "body: holds U+D800, which no XML can hold, and so no answer"),
        ("attendees", ("ben",), "attendees: ('ben',) cannot be: expected `str` such as name@domain"),
        ("daily", 0, "daily: 0 cannot be: expected `int` >= 1"),
    ],
)
def test_what_does_not_fit(field: str, value: object, words: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be|holds") as told:
        check(field, value)
    assert str(told.value) == words


def test_what_fits() -> None:
    check("subject", "Grüße\n\tan alle")
    check("reminder", None)
    check("attendees", {"ben@example.test"})
    check("start", object())  # its own writer looks at it
    assert {"attendees", "zone"} <= FIELDS.keys()
