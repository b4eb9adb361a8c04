"""Series with everything real but Exchange itself: one master, single dates moved and deleted on either side."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.reference_sync.pairs import AARE, ANNA, BOB, ELEVEN, TEN
from tests.reference_sync.rig import Rig, new_rig

WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)
WEEKLY = "FREQ=WEEKLY;COUNT=4"


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Anna is synchronised."""
    with new_rig(Path(tmp_path_factory.mktemp("series"))) as made:
        yield made


@pytest.fixture
def oid(rig: Rig) -> Iterator[str]:
    """Anna's "Review" in Aare, every week, 4 times; gone afterwards."""
    made = rig.made(recurrence=WEEKLY)
    yield made
    rig.delete(made)
    rig.settle()


def master(rig: Rig) -> Any:
    """The one item of Anna's calendar."""
    (item,) = rig.exchange.mailbox(ANNA).items()
    return item


def there(rig: Rig) -> list[datetime]:
    """When its dates start."""
    return [one.start for one in master(rig).dates if not one.deleted]


def here(rig: Rig, oid: str) -> list[datetime]:
    """When the dates of the reservation start."""
    _, dates = rig.call("GET", f"/reservations/{oid}/occurrences")
    return [datetime.fromisoformat(one["start"]) for one in dates if not one["cancelled"]]


def one(rig: Rig, method: str, oid: str, original: datetime, **changes: object) -> tuple[int, Any]:
    """A call on one date, by Anna in the browser."""
    path = f"/reservations/{oid}/occurrences/{quote(original.isoformat())}"
    return rig.call(method, path, changes or None, origin="web", who=ANNA)


def span(start: datetime) -> dict[str, str]:
    """An hour."""
    return {"start": start.isoformat(), "end": (start + HOUR).isoformat()}


def weeks(*changed: datetime | None) -> Sequence[datetime]:
    """The four dates, but for the first ones: None is a deleted one."""
    plain = [TEN + number * WEEK for number in range(4)]
    return [day for day in (*changed, *plain[len(changed) :]) if day is not None]


def test_one_master_stands_on_all_dates(rig: Rig, oid: str) -> None:
    item = master(rig)
    assert item.recurrence.startswith("FREQ=WEEKLY;BYDAY=")
    assert there(rig) == here(rig, oid) == weeks()
    shown = rig.get(oid)
    assert (shown["recurrence"], shown["itemId"], shown["revision"]) == (WEEKLY, item.item_id, 1)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=2;COUNT=3", "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270201"])
def test_other_patterns(rig: Rig, rule: str) -> None:
    made = rig.made(recurrence=rule)
    assert there(rig) == here(rig, made) != []
    rig.delete(made)
    rig.settle()


def test_a_date_moved_and_one_deleted_in_outlook(rig: Rig, oid: str) -> None:
    owa = rig.exchange.owa(ANNA)
    before = len(rig.writes())
    owa.drag_date(owa.find("Review"), TEN, TEN + 3 * HOUR)
    rig.settle()
    assert (here(rig, oid), rig.get(oid)["revision"]) == (weeks(TEN + 3 * HOUR), 2)
    owa.delete_date(owa.find("Review"), TEN + WEEK)
    rig.settle()
    assert (here(rig, oid), rig.get(oid)["revision"]) == (weeks(TEN + 3 * HOUR, None), 3)
    assert len(rig.writes()) == before


def test_a_date_moved_and_one_cancelled_in_the_browser(rig: Rig, oid: str) -> None:
    assert one(rig, "PATCH", oid, TEN, **span(TEN + 3 * HOUR))[0] == 200
    assert one(rig, "DELETE", oid, TEN + WEEK)[0] == 204
    rig.settle()
    assert there(rig) == here(rig, oid) == weeks(TEN + 3 * HOUR, None)
    assert one(rig, "DELETE", oid, TEN + WEEK)[0] == 204
    assert rig.get(oid)["revision"] == 3


def test_the_series_is_moved_on_either_side(rig: Rig, oid: str) -> None:
    """its dates go with it, changed ones too"""
    owa = rig.exchange.owa(ANNA)
    rig.patch(oid, **span(TEN + HOUR))
    rig.settle()
    assert there(rig) == here(rig, oid) == [day + HOUR for day in weeks()]
    owa.drag(owa.find("Review"), TEN)
    rig.settle()
    assert there(rig) == here(rig, oid) == weeks()
    owa.change(owa.find("Review"), weekly=2)
    rig.settle()
    assert (here(rig, oid), rig.get(oid)["recurrence"][-7:]) == (weeks()[:2], "COUNT=2")


def test_the_master_deleted_or_the_last_date_cancelled(rig: Rig) -> None:
    made = rig.made(recurrence=WEEKLY)
    owa = rig.exchange.owa(ANNA)
    owa.delete(owa.find("Review"))
    rig.settle()
    assert (rig.get(made)["cancelled"], here(rig, made)) == (True, [])
    assert one(rig, "PATCH", made, TEN, **span(TEN))[0] == 409
    twice = rig.made(recurrence="FREQ=WEEKLY;COUNT=2")
    for original in (TEN, TEN + WEEK):
        assert one(rig, "DELETE", twice, original)[0] == 204
    rig.settle()
    assert rig.get(twice)["cancelled"]
    assert rig.exchange.mailbox(ANNA).items() == ()


def test_another_organizer_gets_the_dates_as_they_are(rig: Rig, oid: str) -> None:
    one(rig, "PATCH", oid, TEN, **span(TEN + 3 * HOUR))
    one(rig, "DELETE", oid, TEN + WEEK)
    rig.settle()
    rig.switch(BOB)
    rig.patch(oid, organizer=BOB)
    rig.settle()
    assert rig.exchange.mailbox(ANNA).items() == ()
    (item,) = (
        one for one in rig.exchange.mailbox(BOB).items() if not one.is_cancelled
    )  # beside what he was invited to
    wanted = weeks(TEN + 3 * HOUR, None)
    assert [one.start for one in item.dates if not one.deleted] == here(rig, oid) == wanted
    rig.patch(oid, organizer=ANNA)
    rig.settle()
    assert there(rig) == here(rig, oid) == wanted
    rig.switch(BOB, False)


def test_its_room_is_held_on_its_dates_only(rig: Rig, oid: str) -> None:
    for start, status in ((TEN + WEEK, 409), (TEN + timedelta(days=1), 201)):
        body = {"subject": "Retro", **span(start), "organizer": ANNA, "resources": [AARE], "origin": "web"}
        answer, made = rig.call("POST", "/reservations", body)
        assert answer == status
    status, problem = rig.call("POST", "/reservations", {**body, **span(TEN), "recurrence": WEEKLY})
    assert (status, problem["code"]) == (409, "taken")
    rig.settle()
    taken = TEN + timedelta(days=1)
    owa = rig.exchange.owa(ANNA)
    owa.drag_date(owa.find("Review"), TEN, taken)
    rig.settle()
    assert (here(rig, oid), rig.get(oid)["flags"]) == (weeks(), ["conflict"])
    assert one(rig, "PATCH", oid, TEN + WEEK, **span(taken + WEEK))[0] == 200
    assert one(rig, "PATCH", oid, TEN + WEEK, **span(taken))[0] == 409
    rig.delete(made["oid"])
    rig.settle()


def test_a_series_goes_to_another_pattern_that_is_not_offered(rig: Rig, oid: str) -> None:
    owa = rig.exchange.owa(ANNA)
    owa.change(owa.find("Review"), weekly=None)
    rig.settle()
    assert (here(rig, oid), rig.get(oid)["flags"]) == (weeks(), ["sync-disabled"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"subject": "Other"}, 422),
        ({}, 422),
        (span(TEN + WEEK), 422),
        ({"end": TEN.isoformat()}, 422),
        ({"start": "soon"}, 422),
    ],
)
def test_what_a_date_cannot_be(rig: Rig, oid: str, body: dict[str, object], status: int) -> None:
    assert one(rig, "PATCH", oid, TEN, **body)[0] == status


def test_what_is_no_date(rig: Rig, oid: str) -> None:
    assert one(rig, "PATCH", oid, ELEVEN, **span(TEN))[0] == 404
    assert one(rig, "DELETE", oid, ELEVEN)[0] == 404
    assert rig.call("PATCH", f"/reservations/{oid}", {"recurrence": "FREQ=DAILY;COUNT=2"})[0] == 422
    one(rig, "DELETE", oid, TEN)
    assert one(rig, "PATCH", oid, TEN, **span(TEN))[0] == 409
