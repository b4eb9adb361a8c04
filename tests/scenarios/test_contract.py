"""The contract at run time: what is right passes, what is wrong is named by call and field."""

import pytest

from scenarios.targets.contract import Answer, Breach, WrongRequest, contract
from tests.scenarios.stories import draft
from tests.scenarios.toys import CAPABILITIES

JSON = "application/json"
RESERVATION = (
    b'{"oid": "x", "subject": "s", "start": "2027-03-01T10:00:00Z", "end": "2027-03-01T11:00:00+01:00", '
    b'"organizer": "a@b", "cancelled": false, "itemId": null, "link": "none", "more": 1}'
)


def test_a_right_answer_is_its_json() -> None:
    body = contract().check_answer("GET", "/reservations/{oid}", Answer(200, JSON, RESERVATION))
    assert isinstance(body, dict)
    assert body["oid"] == "x"


def test_what_the_contract_does_not_look_at_may_be_anything() -> None:
    assert contract().check_answer("PATCH", "/reservations/{oid}", Answer(200, "text/html", b"<p>")) is None
    assert contract().check_answer("PUT", "/users/{address}", Answer(204, "", b"")) is None


@pytest.mark.parametrize(
    ("call", "answer", "said"),
    [
        ("GET /capabilities", Answer(500, JSON, b"{}"), "answered 500; the contract knows 200"),
        ("GET /capabilities", Answer(200, "text/html", b"<p>"), "text/html instead of JSON"),
        ("GET /capabilities", Answer(200, "", b""), "no media type"),
        ("GET /capabilities", Answer(200, JSON, b"{"), "no JSON"),
        ("GET /capabilities", Answer(200, JSON, b"\xff"), "no JSON"),
        ("GET /capabilities", Answer(200, JSON, b'{"names": []}'), "is a required property"),
        ("POST /settle", Answer(200, JSON, b'{"pending": -1, "nextAt": null}'), "pending"),
        ("POST /settle", Answer(200, JSON, b'{"pending": 0, "nextAt": "tomorrow"}'), "nextAt"),
        ("POST /settle", Answer(200, JSON, b'{"pending": 0, "nextAt": "2027-03-01T10:00:00"}'), "nextAt"),
        ("GET /resources", Answer(200, JSON, b"{}"), "the body: {} is not of type 'array'"),
        ("POST /reservations", Answer(201, JSON, b'{"oid": "", "stamp": []}'), "oid"),
        ("POST /reservations", Answer(409, "application/problem+json", b"{}"), "code"),
        (
            "POST /reservations",
            Answer(201, JSON, b'{"oid":"a","stamp":[{"set":"x","type":"String","value":"a"}]}'),
            "stamp[0]",
        ),
        ("GET /reservations/{oid}", Answer(200, JSON, RESERVATION.replace(b"false", b"0")), "cancelled"),
    ],
)
def test_a_wrong_answer_is_named(call: str, answer: Answer, said: str) -> None:
    method, _, path = call.partition(" ")
    with pytest.raises(Breach) as breach:
        contract().check_answer(method, path, answer)
    assert str(breach.value).startswith(call)
    assert said in str(breach.value)


def test_our_own_requests_are_checked_too() -> None:
    contract().check_request("POST", "/reservations", draft().json("web"))
    contract().check_request("GET", "/capabilities", None)
    with pytest.raises(WrongRequest, match="is no call"):
        contract().check_request("POST", "/nowhere", None)
    with pytest.raises(WrongRequest, match="origin"):
        contract().check_request("POST", "/reservations", draft().json("phone"))


def test_a_long_message_is_cut() -> None:
    long = b'{"names": ["%s"]}' % (b"x" * 1000)
    with pytest.raises(Breach) as breach:
        contract().check_answer("GET", "/capabilities", Answer(200, JSON, long))
    assert len(str(breach.value)) < 400


def test_the_document_is_an_openapi_document_that_names_every_call_of_the_contract() -> None:
    document = contract().document
    assert document["openapi"] == "3.1.0"
    paths = document["paths"]
    assert isinstance(paths, dict)
    assert {
        "/capabilities",
        "/users/{address}",
        "/resources",
        "/resources/{address}",
        "/reservations",
        "/reservations/{oid}",
        "/reservations/{oid}/occurrences",
        "/reservations/{oid}/occurrences/{originalStart}",
        "/reservations/{oid}/lock",
        "/settle",
        "/clock",
        "/scan",
        "/differences/{id}",
        "/missing",
        "/self-test/{address}",
    } == set(paths)


def test_every_reference_in_the_document_leads_somewhere() -> None:
    document = contract().document
    missing = [ref for ref in _references(document) if not _there(document, ref)]
    assert missing == []


def _references(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [ref for one in part.values() for ref in _references(one)]
    return [ref for one in part for ref in _references(one)] if isinstance(part, list) else []


def _there(document: object, ref: str) -> bool:
    for name in ref.removeprefix("#/").split("/"):
        if not isinstance(document, dict) or name not in document:
            return False
        document = document[name]
    return True


def test_the_capabilities_of_the_toys_are_right() -> None:
    import json

    raw = json.dumps(CAPABILITIES).encode()
    assert contract().check_answer("GET", "/capabilities", Answer(200, JSON, raw)) == CAPABILITIES
