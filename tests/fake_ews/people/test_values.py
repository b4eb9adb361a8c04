"""What a person may fill in, field by field: what does not fit is refused with its name."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.people._fields import FIELDS, beside
from fake_ews.people._values import check, instant
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at

EAST, WEST = (dt.timezone(dt.timedelta(hours=hours)) for hours in (14, -14))


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


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (dt.datetime(1, 1, 1, tzinfo=EAST), "start: 0001-01-01T00:00:00+14:00 is in UTC before the year 1 or after"),
        (dt.datetime(9999, 12, 31, 23, tzinfo=WEST), "start: 9999-12-31T23:00:00-14:00 is in UTC before the year 1 or"),
        (dt.datetime(2027, 3, 15), "start must be an instant with a zone, not datetime.datetime(2027, 3, 15, 0, 0)"),
        ("today", "start must be an instant with a zone, not 'today'"),
    ],
)
def test_what_is_no_instant(value: object, words: str) -> None:
    with pytest.raises(ValueError, match="start") as told:
        instant("start", value)
    assert str(told.value).startswith(words)


def test_where_no_entry_can_be_moved(owa: Owa, entry: int) -> None:
    """it would end when no time is any more; where it can, it lasts as long as before"""
    last = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
    for act in (lambda: owa.drag(entry, last), lambda: owa.copy(entry, last)):
        with pytest.raises(ValueError, match=r"start: 9999-12-31T23:59:59\+00:00 and 1:00:00 more is after the year"):
            act()
    owa.drag(entry, at(14))
    bag = owa.seen(entry)[0]
    assert (bag.Start, bag.End) == (at(14), at(15))


def test_what_fits() -> None:
    check("subject", "Grüße\n\tan alle")
    check("reminder", None)
    check("attendees", {"ben@example.test"})
    check("start", object())  # its own writer looks at it
    assert {"attendees", "zone"} <= FIELDS.keys()


def test_a_field_is_said_once() -> None:
    assert beside(("subject", "start"), {"location": "Berne"}) == {"location": "Berne"}
    with pytest.raises(ValueError, match="subject has a place of its own beside fields: say it there"):
        beside(("subject", "start"), {"subject": "Review"})
