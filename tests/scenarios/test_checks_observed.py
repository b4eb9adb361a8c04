"""Checks on what can be seen without asking the product."""

from datetime import timedelta
from typing import Any

import pytest

from scenarios.checks.observed import no_answer, no_circle, not_brought_back
from scenarios.history import Changed, History, Record, Shelf
from scenarios.verdict import Broken, Held, Unknown
from tests.scenarios.stories import AFTER, ANNA, BEFORE, DECLARED, TEN, item, write

GONE = item(subject="Lunch")


def story(*records: Record, items: tuple[Any, ...] = ()) -> History:
    """Anna deleted "Lunch", and this followed."""
    return History(records=records, looks=(Shelf(AFTER, ANNA, items),), declared=DECLARED)


def created(*properties: tuple[str, str]) -> Record:
    """The product creates an item with these."""
    return Record(15, operation="CreateItem", mailbox=ANNA, is_write=True, properties=properties)


def test_a_deleted_entry_that_stays_deleted() -> None:
    other = created(("item:Subject", "Lunch"), ("calendar:Start", (TEN + timedelta(hours=1)).isoformat()))
    history = story(other, write(16), items=(item(subject="Lunch", uid="other", start=TEN + timedelta(hours=1)),))
    assert not_brought_back(history, ANNA, GONE, BEFORE) == Held()
    odd = created(("item:Subject", "Lunch"), ("calendar:Start", "soon"))
    assert not_brought_back(story(odd), ANNA, GONE, BEFORE) == Held()
    trashed = item(subject="Lunch", folder="deleteditems")
    assert not_brought_back(story(items=(trashed,)), ANNA, GONE, BEFORE) == Held()


@pytest.mark.parametrize(
    "record",
    [
        created(("calendar:UID", "uid-1")),
        created(("item:Subject", "Lunch"), ("calendar:Start", TEN.isoformat())),
        created(("item:Subject", "Lunch"), ("calendar:Start", f"{TEN:%Y-%m-%dT%H:%M:%S}")),
        created(("item:Subject", "Lunch"), ("calendar:Start", (TEN.astimezone().isoformat()))),
        Record(15, operation="MoveItem", mailbox=ANNA, is_write=True, changes=(Changed(ANNA, "Moved"),)),
    ],
)
def test_a_deleted_entry_that_is_made_again(record: Record) -> None:
    verdict = not_brought_back(story(record), ANNA, GONE, BEFORE)
    assert isinstance(verdict, Broken)
    assert record in verdict.evidence


def test_a_deleted_entry_that_is_in_the_calendar_again() -> None:
    assert isinstance(not_brought_back(story(items=(item(subject="x"),)), ANNA, GONE, BEFORE), Broken)
    back = item(subject="Lunch", uid="other")
    assert isinstance(not_brought_back(story(items=(back,)), ANNA, GONE, BEFORE), Broken)


def test_nobody_looked() -> None:
    assert isinstance(not_brought_back(History(), ANNA, GONE, BEFORE), Unknown)


def told(number: int = 12) -> Record:
    """Exchange tells of the entry."""
    return Record(number, kind="push", mailbox=ANNA, events=(("CreatedEvent", "item-1"),), acknowledged="OK")


def test_one_mark_may_follow_what_exchange_tells() -> None:
    made = Record(11, operation="CreateItem", mailbox=ANNA, is_write=True, item_ids=("item-1",))
    assert no_answer(story(made, write(11), told(), write(13)), ANNA, item()) == Held()
    late = Record(14, operation="CreateItem", mailbox=ANNA, is_write=True, item_ids=("item-1",))
    assert no_answer(story(made, told(), write(13), late), ANNA, item()) == Held()


def test_two_writes_are_an_echo() -> None:
    verdict = no_answer(story(told(), write(13), write(14)), ANNA, item())
    assert isinstance(verdict, Broken)
    assert len(verdict.evidence) == 2


def test_without_a_message_nothing_is_known() -> None:
    assert isinstance(no_answer(story(write(13), write(14)), ANNA, item()), Unknown)
    poll = History((write(13), write(14)), declared=DECLARED.__class__(transport="poll"))
    assert isinstance(no_answer(poll, ANNA, item()), Broken)


def test_what_people_do_meanwhile_is_no_circle() -> None:
    by_hand = [created(("item:Subject", name), ("calendar:Start", TEN.isoformat())) for name in ("One", "Two")]
    assert no_circle(story(*by_hand, write(16), write(17, item_ids=("item-2",))), ANNA, BEFORE) == Held()
    assert no_circle(story(write(5), write(16)), ANNA, BEFORE) == Held()


def test_an_entry_that_is_written_or_made_again_and_again() -> None:
    verdict = no_circle(story(write(16), write(17), write(18, item_ids=("item-2",))), ANNA, BEFORE)
    assert isinstance(verdict, Broken)
    assert [one.number for one in verdict.evidence if isinstance(one, Record)] == [16, 17]
    again = [created(("item:Subject", "One"), ("calendar:Start", TEN.isoformat())) for _ in range(2)]
    assert isinstance(no_circle(story(*again), ANNA, BEFORE), Broken)
