"""The product contract, call by call, on the tables."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from reference_sync.calls import Answer
from reference_sync.forms import Problem
from tests.reference_sync.pairs import AARE, ANNA, BOB, ELEVEN, LIMMAT, NOON, REUSS, TEN
from tests.reference_sync.world import World

Json = dict[str, object]
SECOND = "https://second.example.test/EWS/Exchange.asmx"


def body(answer: Answer) -> Json:
    assert isinstance(answer.body, dict)
    return answer.body


def ids(answer: Answer) -> list[object]:
    assert isinstance(answer.body, list)
    return [one["id"] for one in answer.body]


def shown(world: World, oid: str) -> Json:
    return body(world.call("get_reservation", oid=oid))


def refused(world: World, given: Json, patch: str | None = None) -> Problem:
    """What a POST, or a PATCH of the reservation `patch`, is refused with."""
    act = partial(world.post, **given) if patch is None else partial(world.patch, patch, **given)  # type: ignore[arg-type]
    with pytest.raises(Problem) as caught:
        act()
    return caught.value


USUAL: Json = {
    "subject": "Review",
    "start": TEN.isoformat(),
    "end": ELEVEN.isoformat(),
    "organizer": ANNA,
    "resources": [AARE],
}


def test_capabilities_declare_the_stamp_that_a_post_answers(world: World) -> None:
    made = body(world.call("post_reservation", USUAL))
    assert made["stamp"] == [
        {
            "set": "5a0f1d3e-7c55-4c0b-9a0e-2f1f6e6b7a11",
            "name": "AppointmentOid",
            "type": "String",
            "value": made["oid"],
        }
    ]
    assert made["location"] == "Aare"
    assert made["invite"] == [AARE]
    own = body(world.call("capabilities"))["ownProperties"]
    assert own == [{"set": "5a0f1d3e-7c55-4c0b-9a0e-2f1f6e6b7a11", "name": "AppointmentOid", "type": "String"}]


def test_a_user_nobody_knows_is_off(world: World) -> None:
    nobody = {"state": "off", "reason": None, "since": None, "exchange": world.settings.ews_url}
    assert body(world.call("get_user", address=BOB)) == nobody
    assert body(world.call("get_user", address="Anna@Example.Test"))["state"] == "on"


def test_a_user_is_at_the_server_that_was_named_last(world: World) -> None:
    """without one at the server of the settings; the rest of the user is as it was"""
    before = world.user()
    for url, there in ((SECOND, SECOND), (None, world.settings.ews_url), (world.settings.ews_url,) * 2):
        given: Json = {"synchronised": True} | ({"exchange": url} if url else {})
        assert body(world.call("put_user", given, address=ANNA))["exchange"] == there
        assert body(world.call("get_user", address=ANNA))["exchange"] == there
    assert (world.user().token, world.store.server_of(ANNA)) == (before.token, "")
    assert world.store.server_of("nobody@example.test") == ""


@pytest.mark.parametrize("url", ["second.example.test", "ftp://second.example.test/", "http:///EWS", 5, None])
def test_a_server_that_is_none_is_refused(world: World, url: object) -> None:
    with pytest.raises(Problem) as caught:
        world.call("put_user", {"synchronised": True, "exchange": url}, address=ANNA)
    assert (caught.value.status, caught.value.body["field"]) == (422, "exchange")
    assert world.store.server_of(ANNA) == ""


def test_c2_a_touching_span_is_free(world: World) -> None:
    world.post()
    assert ids(world.call("get_resources", start=TEN.isoformat(), end=ELEVEN.isoformat())) == [LIMMAT, REUSS]
    assert AARE in ids(world.call("get_resources", start=ELEVEN.isoformat(), end=NOON.isoformat()))
    early = (TEN - timedelta(hours=1)).isoformat()
    assert AARE in ids(world.call("get_resources", start=early, end=TEN.isoformat()))


def test_a_room_may_be_closed(world: World) -> None:
    closed = {"start": TEN.isoformat(), "end": ELEVEN.isoformat()}
    world.call("put_resource", {"name": "Aare", "notBookable": [closed]}, address=AARE)
    assert refused(world, {}).body["code"] == "taken"
    world.post(start=ELEVEN.isoformat(), end=NOON.isoformat())


def test_c3_the_second_is_refused(world: World) -> None:
    world.post()
    problem = refused(world, {"start": TEN.replace(minute=59).isoformat(), "end": NOON.isoformat()})
    assert (problem.status, problem.body["code"], problem.body["resources"]) == (409, "taken", [AARE])


def test_the_same_key_makes_one_reservation(world: World) -> None:
    one, two = (world.call("post_reservation", USUAL, key="k") for _ in range(2))
    assert one == two
    assert len(world.call("list_reservations").body) == 1  # type: ignore[arg-type]


def test_a_reservation_is_shown_in_its_own_zone(world: World) -> None:
    oid = world.post()
    found = shown(world, oid)
    assert (found["start"], found["timeZone"]) == ("2027-01-05T11:00:00+01:00", "Europe/Zurich")
    assert (
        found
        | {
            "subject": "Review",
            "allDay": False,
            "location": "Aare",
            "resources": [AARE],
            "attendees": [{"address": BOB, "role": "required"}],
            "reminderMinutes": 15,
            "sensitivity": "Normal",
            "freeBusy": "Busy",
            "organizer": ANNA,
            "cancelled": False,
            "itemId": None,
            "link": "none",
            "revision": 1,
            "changedBy": ANNA,
            "flags": [],
        }
        == found
    )


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2027-03-28T00:00:00+01:00", "2027-03-29T00:00:00+02:00", ("2027-03-28", "2027-03-29")),  # DST begins
        ("2027-01-05T09:00:00+01:00", "2027-01-06T10:00:00+01:00", ("2027-01-05", "2027-01-07")),
        ("2027-01-05T00:00:00+01:00", "2027-01-05T00:00:00+01:00", ("2027-01-05", "2027-01-06")),
    ],
)
def test_whole_days_are_days_of_the_organizers_zone(world: World, start: str, end: str, days: tuple[str, str]) -> None:
    found = shown(world, world.post(start=start, end=end, allDay=True))
    for name, day in zip(("start", "end"), days, strict=True):
        moment = datetime.fromisoformat(str(found[name]))
        assert (moment.date().isoformat(), moment.hour) == (day, 0)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"subject": 7}, "subject"),
        ({"subject": "x" * 256}, "subject"),
        ({"subject": "\U0001f600" * 128}, "subject"),
        ({"subject": "a\x00b"}, "subject"),
        ({"subject": "\ud800"}, "subject"),
        ({"start": "tomorrow"}, "start"),
        ({"start": "2027-01-05T10:00:00"}, "start"),
        ({"end": TEN.isoformat()}, "end"),
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"timeZone": "/etc/passwd"}, "timeZone"),
        ({"allDay": "yes"}, "allDay"),
        ({"reminderMinutes": 2.5}, "reminderMinutes"),
        ({"organizer": "anna"}, "organizer"),
        ({"organizer": None}, "organizer"),
        ({"who": 7}, "who"),
        ({"resources": "aare"}, "resources"),
        ({"resources": ["nowhere@example.test"]}, "resources"),
        ({"attendees": "bob"}, "attendees"),
        ({"attendees": [{"address": "bob"}]}, "attendees"),
        ({"attendees": [{"address": BOB, "role": "king"}]}, "attendees"),
        ({"reminderMinutes": -1}, "reminderMinutes"),
        ({"reminderMinutes": True}, "reminderMinutes"),
        ({"sensitivity": "Secret"}, "sensitivity"),
        ({"freeBusy": []}, "freeBusy"),
        ({"recurrence": "FREQ=DAILY"}, "recurrence"),
        ({"synchronise": "no"}, "synchronise"),
        ({"origin": "fax"}, "origin"),
        ({"text": []}, "text"),
    ],
)
def test_what_cannot_be_taken_is_named(world: World, given: Json, field: str) -> None:
    problem = refused(world, given)
    assert problem.status == 422
    assert problem.body["field"] == field
    assert world.call("list_reservations").body == []


def test_255_letters_are_taken_and_what_is_missing_is_named(world: World) -> None:
    assert shown(world, world.post(subject="\U0001f600" * 127 + "x"))["subject"] == "\U0001f600" * 127 + "x"
    with pytest.raises(Problem, match="organizer: is missing"):
        world.call("post_reservation", {"start": TEN.isoformat(), "end": ELEVEN.isoformat()})
    with pytest.raises(Problem, match="synchronised: should be"):
        world.call("put_user", {"synchronised": "on"}, address=ANNA)
    with pytest.raises(Problem, match="conflict: should be report, rollback or cancel"):
        world.call("put_resource", {"conflict": "guess"}, address=AARE)
    with pytest.raises(Problem, match="notBookable: should be"):
        world.call("put_resource", {"notBookable": [7]}, address=AARE)


def test_an_attendee_is_named_once(world: World) -> None:
    twice = ["Eve@example.test", {"address": "eve@EXAMPLE.test", "role": "optional"}]
    oid = world.post(attendees=twice, reminderMinutes=None, sensitivity="Private")
    assert (shown(world, oid)["reminderMinutes"], shown(world, oid)["sensitivity"]) == (None, "Private")
    assert shown(world, oid)["attendees"] == [{"address": "Eve@example.test", "role": "required"}]


def test_patch_counts_what_changed(world: World) -> None:
    oid = world.post()
    world.patch(oid, subject=" Review ", attendees=[{"address": BOB.upper(), "role": "required"}], text="Agenda")
    assert (shown(world, oid)["revision"], shown(world, oid)["text"]) == (1, "Agenda")
    answer = world.call("patch_reservation", {"resources": [REUSS], "subject": "Z"}, oid=oid, who=BOB)
    assert body(answer) == shown(world, oid)
    found = shown(world, oid)
    assert (found["revision"], found["changedBy"], found["location"]) == (2, BOB, "Reuss")


def test_patch_leaves_a_location_of_its_own(world: World) -> None:
    item_id = world.made()
    world.exchange.change(item_id, {"location": "Second floor"})
    world.settle()
    oid = world.only().core.oid
    world.patch(oid, resources=[REUSS])
    assert shown(world, oid)["location"] == "Second floor"


def test_patch_is_refused(world: World) -> None:
    oid = world.post()
    world.post(resources=[REUSS])
    assert refused(world, {"resources": [REUSS]}, oid).body["code"] == "taken"
    assert refused(world, {"resources": ["x@example.test"]}, oid).body["code"] == "unknown-resource"
    assert refused(world, {"subject": "x"}, "nobody").body["code"] == "not-found"
    assert shown(world, oid)["revision"] == 1
    world.delete(oid)
    assert refused(world, {"subject": "x"}, oid).body["code"] == "not-allowed"
    world.patch(world.post(), organizer=ANNA.upper())  # the room is free again


def test_delete_twice(world: World) -> None:
    oid = world.post()
    world.delete(oid)
    world.delete(oid)
    assert (shown(world, oid)["cancelled"], shown(world, oid)["revision"]) == (True, 2)
    with pytest.raises(Problem, match="no such reservation"):
        world.delete("nobody")


def test_the_list_is_narrowed(world: World) -> None:
    one, two = world.post(), world.post(start=ELEVEN.isoformat(), end=NOON.isoformat(), organizer=BOB)
    world.delete(one)

    def listed(**query: str) -> list[object]:
        found = world.call("list_reservations", None, None, **query).body
        assert isinstance(found, list)
        return [each["oid"] for each in found]

    assert listed() == [one, two]
    assert listed(organizer=BOB) == [two]
    assert listed(cancelled="true") == [one]
    assert listed(cancelled="false") == [two]
    assert listed(start=ELEVEN.isoformat()) == [two]
    assert listed(end=ELEVEN.isoformat()) == [one]
