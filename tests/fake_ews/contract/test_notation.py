"""The words of the tables: a mistake in a table, or in code that fills one, is named at once."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Row, string


def test_a_row_says_nothing_that_has_no_meaning() -> None:
    with pytest.raises(TypeError, match="a row cannot say setable, unique"):
        Row(string, setable=False, unique=True)


def test_a_bag_has_no_value_without_a_row() -> None:
    with pytest.raises(TypeError, match="CalendarItem has no row Begin"):
        CalendarItem(Begin="10:00")
