"""Whatever is sent to the control API, a mistake is told in words: never HTTP 500, never a sentence of Python's.

Rule: all routes of the OpenAPI document are called, each with a body that is right and then wrong in one place.
"""

from __future__ import annotations

import dataclasses
import http.client
import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from fake_ews import FakeExchange, ManualClock
from fake_ews.control import openapi
from fake_ews.control.acts import ACTS
from fake_ews.model.booking import BookingPolicy
from fake_ews.model.profile import Profile
from fake_ews.model.working_hours import WorkHours
from tests.fake_ews.server.wire import ANNA, GET_CALENDAR, Client

pytestmark = pytest.mark.proof

TEN, ELEVEN = "2027-03-15T10:00:00Z", "2027-03-15T11:00:00Z"
AARE, NOBODY, OLGA = "aare@example.test", "nobody@example.test", "olga@else.test"
PYTHON = re.compile(
    r"object is not|unexpected keyword|got multiple values|NoneType|object has no attribute|__\w+__|Traceback|"
    r"positional argument|unsupported operand|not supported between|unhashable|list index|KeyError|codec can't|<class|"
    r"object at 0x|invalid literal|not iterable|out of range"
)
RIGHT: dict[str, Any] = {
    "ClockWish": {"now": TEN},
    "QuietWish": {"seconds": 0},
    "OrganisationWish": {"clock": "manual"},
    "MailboxWish": {"room": False},
    "EntryWish": {"subject": "Review", "start": TEN, "end": ELEVEN, "fields": {"location": "Aare"}},
    "FolderWish": {"name": "Holidays"},
    "AccountWish": {"password": "secret"},
    "PermissionWish": {"level": "Editor"},
    "ActWish": {"subject": "Review", "start": TEN, "end": ELEVEN},
    "FaultWish": {"effect": "delay", "seconds": 1},
    "HoldWish": {"mailbox": ANNA},
    "ReplayWish": {"number": 1},
    "PostWish": {"url": "nowhere", "body": ""},
    "TokenWish": {},
    "RedirectWish": {"to": "anna@elsewhere.test"},
    "Wait": {"accepts_after": 1},
    "OutsideWish": {"name": "Olga"},
    "LetterWish": {"to": [ANNA], "subject": "Hello", "text": "x"},
    "AgainWish": {"item_id": "AAA="},
    "GroupWish": {"name": "The Team", "members": [AARE], "rooms": True},
}
"""For each body a right one, from which the wrong ones are made; the act is `new`."""
WORDS: dict[str, Any] = {
    "entry": 1, "subject": "Review", "start": TEN, "end": ELEVEN, "original": TEN, "fields": {}, "saves": 1,
    "text": "Late.", "send": True, "keep": True, "to": [NOBODY], "folder": "inbox", "read": True, "response": "Accept",
    "event": "MovedEvent", "stamp": [], "invite": [],
}  # fmt: skip
"""What acts are told."""
FIELDS: dict[str, Any] = {
    "attendees": ["ben@example.test"], "optional": [], "resources": [AARE], "location": "Aare", "body": "x",
    "html": "<p>", "all_day": True, "reminder": 5, "sensitivity": "Private", "importance": "High",
    "free_busy": "Free", "categories": ["Red"], "new_times": True, "zone": "UTC", "daily": 3, "weekly": 3,
    "recurrence": "FREQ=WEEKLY",
}  # fmt: skip
"""What an entry has, in the words of people."""
STRANGE = (
    "self", "cls", "entry", "original", "saves", "send", "address", "folder", "name", "said", "fields", "profile",
    "room", "password", "bag", "", "nope",
)  # fmt: skip
"""What functions of ours call what they are told; an entry has none of these fields."""
TWICE = ("subject", "start", "end")
"""What is said beside `fields`."""
WRONG: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 10**12, -(10**12), 1e300, "", " ", "nobody@example.test", "Getitem", "xx-YY", "\u0000",
    "ü" * 300, [], [5], [""], [None], [[]], {}, {"nope": 1}, {"name": "x"}, {"": ""}, [{"set": ""}],
)  # fmt: skip
FEW: tuple[Any, ...] = (-1, 10**12, "", "nobody@example.test", [5], {"nope": 1}, None)
"""Enough for what there is much of: acts, and fields of the profile."""
FAR = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")
"""The first and the last moments that can be said, and what is none in UTC any more."""
BODIES = (b"{", b"\xff", b"null", b"[]", b"5", b'"x"', b'{"nope": 1}', b"[" * 3000)
PATHS = {
    "address": (NOBODY, "nobody", " ", "@", "\u0000", "a@b@c", "ü@example.test"),
    "mailbox": (NOBODY, "nobody", " "),
    "person": (NOBODY, "nobody", " "),
    "number": ("99", "-1", "x", "²", "9" * 5000),
    "program": ("notes", " "),
    "act": ("dance", " "),
    "domain": ("nowhere.test", "beta", " ", "a b.test"),
}
QUERIES = {
    "after": ("x", "-1", "1.5", "", "9" * 5000, "²"),
    "folder": ("", "nope", "\u0000", "AAA="),
    "id": ("", "AAA="),
    "of": ("", NOBODY),
    "mailbox": ("", NOBODY),
}
USUAL = {
    "address": ANNA, "mailbox": AARE, "person": AARE, "number": "1", "program": "owa", "act": "new", "domain": "b.test",
    "after": "0", "folder": "inbox", "id": "AAA=", "of": ANNA,
}  # fmt: skip


class Api:
    """A client of the control API that looks at every answer."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=15)
        self.unclear: list[str] = []

    def prepare(self) -> None:
        """Who is there before each call, whatever the ones before have done."""
        for path, wish in ((ANNA, {"password": "secret"}), (AARE, {"room": True})):
            self.send("PUT", f"/_fake/api/mailboxes/{path}", json.dumps(wish).encode())

    def call(self, method: str, path: str, raw: bytes | None = None) -> None:
        """Call, and look whether what is said is clear; what is not is kept in `unclear`."""
        status, text = self.send(method, path, raw)
        told = f"{method} {path[:200]} {(raw or b'')[:300]!r}: {status} {text[:500]!r}"
        if status < 400:
            return
        words = json.loads(text)["error"] if status < 500 else ""
        if len(words.split()) < 3 or PYTHON.search(words):
            self.unclear.append(told)

    def send(self, method: str, path: str, raw: bytes | None) -> tuple[int, bytes]:
        """The status and body of an answer."""
        self.connection.request(method, path, raw)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """A server for all calls."""
    with FakeExchange(clock=ManualClock()) as fake:
        api = Api(fake.url)
        yield api
        api.connection.close()


@pytest.fixture(autouse=True)
def nothing_unclear(api: Api) -> Iterator[None]:
    """At the end of a test nothing was unclear."""
    api.unclear.clear()
    yield
    assert not api.unclear, "\n".join(api.unclear[:10])


def bodies(wish: str) -> Iterator[bytes]:
    """Bodies of a kind, each wrong in one place (or, by chance, right), and what is none."""
    right, schema = RIGHT[wish], openapi.document()["components"]["schemas"][wish]
    yield from BODIES
    yield json.dumps(right).encode()
    for name in schema["properties"]:
        yield from (json.dumps(right | {name: wrong}).encode() for wrong in WRONG)
    for name in schema.get("required", ()):
        yield json.dumps({key: value for key, value in right.items() if key != name}).encode()
    of_policy, of_profile = ([one.name for one in dataclasses.fields(kind)] for kind in (BookingPolicy, Profile))
    inner = {"fields": FIELDS, "hours": WorkHours().said(), "policy": of_policy, "profile": of_profile}
    for name in sorted(
        inner.keys() & schema["properties"].keys() - ({"profile"} if wish == "OrganisationWish" else {""})
    ):
        room, wrongs = {"room": True} if name == "policy" else {}, FEW if name == "profile" else WRONG
        yield from (json.dumps(right | room | {name: {part: one}}).encode() for part in inner[name] for one in wrongs)
        yield from (json.dumps(right | room | {name: {part: 1}}).encode() for part in (*STRANGE, *TWICE))


def calls(path: str) -> Iterator[str]:
    """The path as it should be, and with one part of it wrong."""
    names, usual = re.findall(r"{(\w+)}", path), USUAL | ({"address": OLGA} if "/outside/" in path else {})
    yield path.format(**usual)
    for name in names:
        for wrong in PATHS[name]:
            yield path.format(**{key: quote(wrong if key == name else usual[key], safe="") for key in names})


OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in openapi.document()["paths"].items()
    for method, operation in methods.items()
]


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=[f"{one} {two}" for one, two, _ in OPERATIONS]
)
def test_a_wrong_call_is_refused_in_words(api: Api, method: str, path: str, operation: dict[str, Any]) -> None:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    wish = content.get("$ref", "").rpartition("/")[2]
    assert not wish or wish in RIGHT, f"say in RIGHT what a right {wish} is"
    for target in calls(path):
        api.prepare()
        api.call(method, target, json.dumps(RIGHT[wish]).encode() if wish else None)
    api.prepare()
    for one in operation["parameters"]:
        if one["in"] == "query":
            for wrong in QUERIES[one["name"]]:
                api.call(method, f"{path.format(**USUAL)}?{one['name']}={quote(wrong)}")
    if wish:
        for number, raw in enumerate(bodies(wish)):
            name = f"made{number}@example.test" if method == "PUT" and "mailboxes" in path else ANNA
            whose = OLGA if "/outside/" in path else AARE if path.endswith(("policy", "hours", "wait")) else name
            api.call(method, path.format(**USUAL | {"address": whose}), raw)


@pytest.mark.parametrize("act", ["view", *ACTS])
@pytest.mark.parametrize("program", ["outlook", "phone", "delegate", "outside"])
def test_a_wrong_act_is_refused_in_words(api: Api, program: str, act: str) -> None:
    api.prepare()
    entry = json.dumps(RIGHT["EntryWish"]).encode()
    api.call("POST", f"/_fake/api/mailboxes/{ANNA}/items", entry)
    path = f"/_fake/api/people/{program}/{OLGA if program == 'outside' else ANNA}/{act}"
    taken = "entry" if act == "view" else f"{ACTS[act].needs} {ACTS[act].may}"
    right = {name: WORDS[name] for name in taken.split()}
    for wish in (
        {},
        WORDS,
        right,
        *({name: WORDS[name]} for name in WORDS),
        *({"entry": 1, name: WORDS[name]} for name in WORDS),
    ):
        api.call("POST", path, json.dumps(wish).encode())
    for name in (*STRANGE, *TWICE):
        api.call("POST", path, json.dumps(right | {"fields": {name: WORDS.get(name, 1)}}).encode())
    for name in openapi.document()["components"]["schemas"]["ActWish"]["properties"]:
        for wrong in FEW:
            api.call("POST", path, json.dumps(right | {name: wrong}).encode())
            api.call("POST", f"{path}?of={AARE}", json.dumps({"entry": 1, name: wrong}).encode())


@pytest.mark.parametrize("name", [*STRANGE, *TWICE])
@pytest.mark.parametrize(
    ("path", "right"),
    [
        (f"mailboxes/{ANNA}/items", RIGHT["EntryWish"]),
        (f"people/owa/{ANNA}/new", RIGHT["ActWish"]),
        (f"people/owa/{ANNA}/change", {"entry": 1, **RIGHT["ActWish"]}),
    ],
    ids=["items", "new", "change"],
)
def test_what_is_no_field_of_an_entry_is_not_taken_for_one(
    api: Api, path: str, right: dict[str, Any], name: str
) -> None:
    api.prepare()
    api.send("POST", f"/_fake/api/people/owa/{ANNA}/new", json.dumps(RIGHT["ActWish"]).encode())
    wish = right | {"fields": {name: WORDS.get(name, 1)}}

    status, told = api.send("POST", f"/_fake/api/{path}", json.dumps(wish).encode())

    said = "has a place of its own beside fields" if name in TWICE else f"an entry has no field {name!r}"
    assert (status, said in json.loads(told)["error"]) == (422, True), told


def test_a_fault_whose_field_is_misspelt_strikes_nobody(api: Api) -> None:
    api.send("DELETE", "/_fake/api/faults", None)

    status, told = api.send("POST", "/_fake/api/faults", b'{"effect": "status-500", "mailbos": "anna@example.test"}')

    there = "effect, operation, mailbox, nth, times, code, seconds, back_off"
    assert (status, json.loads(told)["error"]) == (422, f"Object contains unknown field `mailbos` (there are {there})")
    assert api.send("GET", "/_fake/api/faults", None) == (200, b"{}")


def test_rights_without_a_password_are_refused_and_no_mailbox_is_made(api: Api) -> None:
    for name in ("impersonates", "full_access"):
        wish = json.dumps({name: [ANNA]}).encode()

        status, told = api.send("PUT", "/_fake/api/mailboxes/no-account@example.test", wish)

        assert status == 422
        assert "need a password" in json.loads(told)["error"]
    assert b"no-account@" not in api.send("GET", "/_fake/api/mailboxes", None)[1]


def test_an_account_may_be_given_rights_in_a_mailbox_that_comes_later(api: Api) -> None:
    early, late = "/_fake/api/accounts/early@example.test", "/_fake/api/mailboxes/late@example.test"
    wish = json.dumps({"password": "secret", "impersonates": ["late@example.test"]}).encode()

    assert api.send("PUT", early, wish)[0] == 204
    api.prepare()
    assert api.send("PUT", late, b"{}")[0] == 200
    url = f"http://{api.connection.host}:{api.connection.port}/EWS/Exchange.asmx"
    with Client(url, ("early@example.test", "secret")) as client:
        assert client.ask(GET_CALENDAR, owner="late@example.test").codes == ["NoError"]
        assert client.ask(GET_CALENDAR, owner=AARE).codes == ["ErrorImpersonateUserDenied"]


@pytest.mark.parametrize("act", [name for name in ACTS if {"start", "original"} & {*ACTS[name].words}])
@pytest.mark.parametrize("program", ["outlook", "owa"])
def test_a_time_that_nobody_lives_to_see_is_refused_in_words(api: Api, program: str, act: str) -> None:
    """of entries that live: a series, a single entry, and a meeting of somebody else's"""
    fields = {"attendees": [ANNA], "new_times": True}
    api.prepare()
    api.send("POST", f"/_fake/api/mailboxes/{AARE}/empty", None)
    for address, more in ((ANNA, {"daily": 3}), (ANNA, {}), (AARE, fields), (AARE, fields | {"daily": 3})):
        wish = {"subject": act, "start": TEN, "end": ELEVEN, "fields": more}
        api.send("POST", f"/_fake/api/mailboxes/{address}/items", json.dumps(wish).encode())
    path = f"/_fake/api/people/{program}/{ANNA}/{act}"
    entries = json.loads(api.send("POST", f"/_fake/api/people/{program}/{ANNA}/entries", b"{}")[1])["result"]
    right = {name: WORDS[name] for name in ACTS[act].needs.split()}
    assert len(entries) >= 4
    for entry, far in product(entries, FAR):
        for name in {"start", "end", "original"} & {*ACTS[act].words}:
            api.call(
                "POST", path, json.dumps(right | ({"entry": entry} if "entry" in right else {}) | {name: far}).encode()
            )
        times = {name: far for name in ("start", "end") if name in ACTS[act].words}
        api.call("POST", path, json.dumps(right | ({"entry": entry} if "entry" in right else {}) | times).encode())
    api.call("POST", f"/_fake/api/people/outlook/{ANNA}/send-receive", b"{}")
    api.call("GET", f"/_fake/api/mailboxes/{ANNA}/items", None)
    api.send("POST", f"/_fake/api/mailboxes/{ANNA}/empty", None)
