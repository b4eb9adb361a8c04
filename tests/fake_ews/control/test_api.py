"""The control API: the same as the Python handles, in JSON; and what it says to mistakes."""

from __future__ import annotations

import base64
import datetime as dt
import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from fake_ews import FakeExchange, ManualClock
from fake_ews.control.acts import ACTS, Act
from fake_ews.control.routes import ROUTES
from fake_ews.control.wishes import ActWish
from fake_ews.model.rights import LEVELS
from tests.fake_ews.server.wire import ANNA, GET_CALENDAR, Client, Listener, envelope

TEN, ELEVEN = "2027-03-15T10:00:00Z", "2027-03-15T11:00:00Z"


class Api:
    """A client of the control API."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=15)

    def __call__(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        """The answer, as JSON values; its status is checked."""
        raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body)
        self.connection.request(method, quote(f"/_fake/{path}", safe="/?=&@%:"), raw)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status == status, text
        return json.loads(text) if text else None

    def refused(self, method: str, path: str, body: Any = None, status: int = 422) -> str:
        """What is said to a call that is refused."""
        words: str = self(method, path, body, status)["error"]
        return words


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    """An Exchange at a manual clock."""
    with FakeExchange(clock=ManualClock()) as fake:
        yield fake


@pytest.fixture
def api(fake: FakeExchange) -> Iterator[Api]:
    """Its control API; Anna has a mailbox."""
    api = Api(fake.url)
    api("PUT", f"api/mailboxes/{ANNA}", {"name": "Anna Arn", "password": "secret"})
    yield api
    api.connection.close()


def test_state_and_clock(fake: FakeExchange, api: Api) -> None:
    state = api("GET", "api/state")
    assert state == {
        "url": fake.url, "profile": "exchange2016", "seed": 0, "now": "2027-03-01T08:00:00Z", "next_due": None,
        "busy": False, "journal": 0,
    }  # fmt: skip
    assert api("PUT", "api/clock", {"now": "2027-03-01T10:00:00+01:00"}) == {"now": "2027-03-01T09:00:00Z"}
    assert api("POST", "api/quiet") == {"quiet": True}
    assert "a clock does not go back" in api.refused("PUT", "api/clock", {"now": "2027-03-01T08:00:00Z"})


def test_tokens_and_redirects() -> None:
    with FakeExchange(clock=ManualClock(), auth=["bearer"]) as fake:
        api = Api(fake.url)
        api("PUT", f"api/mailboxes/{ANNA}", {"password": "secret"})
        for wish, status in ((None, 200), ({"app": True}, 500), ({"lifetime": -1}, 401), ({"audience": "x"}, 401)):
            token = api("POST", f"api/accounts/{ANNA}/tokens", wish)["token"]
            with Client(fake.url, None) as client:
                request = envelope(GET_CALENDAR, owner="")
                assert client.send("POST", client.path, request, Authorization=f"Bearer {token}").status == status
        assert api("PUT", "api/redirects/Old.test", {"to": ANNA}, 204) is None
        assert fake._call(lambda desk: desk.organisation.autodiscover.redirects) == {"old.test": ANNA}
        api.connection.close()


def test_mailboxes_and_rooms(fake: FakeExchange, api: Api) -> None:
    api("PUT", "api/mailboxes/aare@example.test", {"room": True, "accepts_after": None})
    api("PUT", "api/mailboxes/ben@example.test", {"profile": {"first_message": "before"}, "zone": "UTC"})
    assert api("GET", "api/mailboxes") == [
        {"address": ANNA, "name": "Anna Arn", "room": False, "items": 0},
        {"address": "aare@example.test", "name": "Aare", "room": True, "items": 0},
        {"address": "ben@example.test", "name": "Ben", "room": False, "items": 0},
    ]
    with Client(fake.url, (ANNA, "secret")) as client:
        assert client.ask(GET_CALENDAR, owner="").codes == ["NoError"]
        assert client.ask(GET_CALENDAR, owner="ben@example.test").codes == ["ErrorImpersonateUserDenied"]
        api("PUT", f"api/accounts/{ANNA}/impersonates/ben@example.test", status=204)
        assert client.ask(GET_CALENDAR, owner="ben@example.test").codes == ["NoError"]
        api("DELETE", f"api/accounts/{ANNA}/impersonates/ben@example.test", status=204)
        assert client.ask(GET_CALENDAR, owner="ben@example.test").codes == ["ErrorImpersonateUserDenied"]
        of_ben = "<t:Mailbox><t:EmailAddress>ben@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"
        of_ben = GET_CALENDAR.replace('"calendar"/>', f'"calendar">{of_ben}')
        assert client.ask(of_ben, owner="").codes == ["ErrorFolderNotFound"]
        api("PUT", f"api/accounts/{ANNA}/full-access/ben@example.test", status=204)
        assert client.ask(of_ben, owner="").codes == ["NoError"]
        api("DELETE", f"api/accounts/{ANNA}/full-access/ben@example.test", status=204)
        assert client.ask(of_ben, owner="").codes == ["ErrorFolderNotFound"]
        api("PUT", f"api/accounts/{ANNA}", {"password": "secret", "impersonates": "all"}, 204)
        assert client.ask(GET_CALENDAR, owner="ben@example.test").codes == ["NoError"]


def test_what_people_may_do_in_the_mailboxes_of_others(fake: FakeExchange, api: Api) -> None:
    """permission levels; full access, with an account or a mailbox that is made"""
    fake.mailbox("ben@example.test")

    def rights(*accounts: str) -> list[bool]:
        known = fake._call(lambda desk: desk.exchange.accounts)
        return [known[one].has_full_access("ben@example.test") for one in accounts]

    wish = {"password": "secret", "full_access": ["Ben@example.test"]}
    api("PUT", "api/mailboxes/clara@example.test", wish)
    api("PUT", f"api/accounts/{ANNA}", wish | {"full_access": "all"}, 204)
    assert rights(ANNA, "clara@example.test") == [True, True]
    api("PUT", f"api/accounts/{ANNA}", {"password": "secret"}, 204)
    assert rights(ANNA) == [False]

    there = f"api/mailboxes/ben@example.test/permissions/{ANNA}"
    api("PUT", there, {"level": "FreeBusyTimeAndSubjectAndLocation"}, 204)
    api("PUT", "api/mailboxes/ben@example.test/permissions/Default", {"level": "Reviewer", "folder": "inbox"}, 204)
    folders = fake._call(lambda desk: desk.found("ben@example.test"))
    assert folders.need("calendar").permissions[ANNA] == LEVELS["FreeBusyTimeAndSubjectAndLocation"]
    assert folders.need("inbox").permissions["Default"] == LEVELS["Reviewer"]
    wrong = api("PUT", there, {"level": "FreeBusyTimeOnly", "folder": "inbox"}, 422)["error"]
    assert wrong == (
        "no such permission level of this folder: 'FreeBusyTimeOnly' (there are None, Owner, PublishingEditor, Editor, "
        "PublishingAuthor, Author, NoneditingAuthor, Reviewer, Contributor)"
    )
    nobody = "api/mailboxes/ben@example.test/permissions/nobody@example.test"
    assert api("PUT", nobody, {"level": "Editor"}, 404)["error"] == "there is no mailbox nobody@example.test"


def test_the_booking_policy_of_a_room(fake: FakeExchange, api: Api) -> None:
    aare = "api/mailboxes/aare@example.test"
    api("PUT", aare, {"room": True, "policy": {"BookingWindowInDays": 30}})
    assert api("GET", f"{aare}/policy")["BookingWindowInDays"] == 30
    changed = api("PUT", f"{aare}/policy", {"ResourceDelegates": [ANNA.upper()], "AllBookInPolicy": False})
    assert (changed["BookingWindowInDays"], changed["AllBookInPolicy"]) == (180, False)
    assert changed["ResourceDelegates"] == [ANNA]
    assert api("GET", f"{aare}/policy") == changed
    wrong = api("PUT", f"{aare}/policy", {"AllowConflict": True}, 422)["error"]
    assert wrong == "no such setting of a booking policy: 'AllowConflict' (did you mean AllowConflicts?)"
    assert (
        "BookingWindowInDays: 2000 cannot be set"
        in api("PUT", "api/mailboxes/reuss@example.test", {"room": True, "policy": {"BookingWindowInDays": 2000}}, 422)[
            "error"
        ]
    )
    no_room = f"{ANNA} is no room: only rooms have a booking policy"
    assert api("PUT", f"api/mailboxes/{ANNA}/policy", {"AllowConflicts": True}, 422)["error"] == no_room
    assert api("GET", f"api/mailboxes/{ANNA}/policy", status=404)["error"] == no_room
    assert [one["address"] for one in api("GET", "api/mailboxes")] == [ANNA, "aare@example.test"]


def test_working_hours(fake: FakeExchange, api: Api) -> None:
    aare = "api/mailboxes/aare@example.test"
    api("PUT", aare, {"room": True, "hours": {"WorkDays": "WeekEndDays"}})
    usual = {"WorkingHoursStartTime": "08:00", "WorkingHoursEndTime": "17:00"}
    assert api("GET", f"{aare}/hours") == {"WorkDays": ["Saturday", "Sunday"], **usual}
    said = {"WorkDays": ["Monday"], "WorkingHoursStartTime": "07:00", "WorkingHoursEndTime": "12:00"}
    assert api("PUT", f"{aare}/hours", said) == api("GET", f"{aare}/hours") == said
    assert api("PUT", f"{aare}/hours", {"Days": []}, 422)["error"].startswith(
        "no such setting of working hours: 'Days'"
    )
    wrong = api("PUT", "api/mailboxes/reuss@example.test", {"hours": {"WorkDays": ["x"]}}, 422)["error"]
    assert wrong.startswith("WorkDays: ['x'] cannot be set: 'x' is no day")
    nobody = "there is no mailbox nobody@example.test"
    assert api("GET", "api/mailboxes/nobody@example.test/hours", status=404)["error"] == nobody


def test_when_a_room_answers(fake: FakeExchange, api: Api) -> None:
    """What has arrived is answered as it was said then."""
    aare = "api/mailboxes/aare@example.test"
    api("PUT", aare, {"room": True})
    assert api("GET", f"{aare}/wait") == {"accepts_after": 1.0}
    assert api("PUT", f"{aare}/wait", {"accepts_after": 60}) == {"accepts_after": 60.0}
    items = f"api/mailboxes/{ANNA}/items"
    said = {"start": TEN, "end": ELEVEN, "fields": {"resources": ["aare@example.test"]}}
    api("POST", items, {"subject": "Review", **said})
    assert api("PUT", f"{aare}/wait", {"accepts_after": None}) == api("GET", f"{aare}/wait") == {"accepts_after": None}
    api("POST", items, {"subject": "Retro", **said})
    fake.advance(fake.now() + dt.timedelta(seconds=59))
    assert {one["subject"]: one["responses"] for one in api("GET", items)} == {
        "Review": [["aare@example.test", "Unknown"]], "Retro": [["aare@example.test", "Unknown"]],
    }  # fmt: skip
    fake.advance(fake.now() + dt.timedelta(days=1))
    assert {one["subject"]: one["responses"] for one in api("GET", items)} == {
        "Review": [["aare@example.test", "Accept"]], "Retro": [["aare@example.test", "Unknown"]],
    }  # fmt: skip
    early = api("PUT", f"{aare}/wait", {"accepts_after": -2}, 422)["error"]
    assert early == "Expected `float` >= 0.0 - at `$.accepts_after`"
    no_room = f"{ANNA} is no room: only rooms answer by themselves"
    assert api("PUT", f"api/mailboxes/{ANNA}/wait", {"accepts_after": 1}, 422)["error"] == no_room
    assert api("GET", f"api/mailboxes/{ANNA}/wait", status=404)["error"] == no_room


def test_groups_and_room_lists(fake: FakeExchange, api: Api) -> None:
    """made, changed and taken away; the directory that clients ask follows"""
    api("PUT", "api/mailboxes/aare@example.test", {"room": True})
    team, rooms = "api/groups/team@example.test", "api/groups/berne@example.test"
    made = {"address": "team@example.test", "name": "The Team", "members": [ANNA, "x@else.test"], "rooms": False}
    assert api("PUT", team, {"name": "The Team", "members": [ANNA.upper(), "x@else.test"]}) == made
    listed = {"address": "berne@example.test", "name": "Berne", "members": ["aare@example.test"], "rooms": True}
    assert api("PUT", rooms, {"members": ["aare@example.test"], "rooms": True}) == listed
    assert api("GET", "api/groups") == [made, listed]
    assert api("PUT", team, {"members": [ANNA]}) == made | {"members": [ANNA]} == api("GET", team)
    with Client(fake.url, (ANNA, "secret")) as client:
        assert "<t:EmailAddress>berne@example.test</t:EmailAddress>" in client.ask("<m:GetRoomLists/>", owner="").text
        api("DELETE", rooms, status=204)
        assert "berne@example.test" not in client.ask("<m:GetRoomLists/>", owner="").text
    assert [one["address"] for one in api("GET", "api/groups")] == ["team@example.test"]


def test_entries(api: Api) -> None:
    items = f"api/mailboxes/{ANNA}/items"
    made = api("POST", items, {"subject": "Review", "start": TEN, "end": ELEVEN, "fields": {"location": "Aare"}})
    assert (made["subject"], made["location"], made["start"]) == ("Review", "Aare", TEN)
    assert api("GET", items) == [made]
    assert api("GET", f"{items}?folder=inbox") == []
    found = made["item_id"].replace("+", "%2B").replace("/", "%2F")
    assert api("GET", f"{items}?id={found}") == [made]
    assert api("GET", f"{items}?id=other") == []
    folder = api("POST", f"api/mailboxes/{ANNA}/folders", {"name": "Holidays"})["id"]
    assert api("POST", items, {"start": TEN, "end": ELEVEN, "folder": folder})["folder"] == folder
    api("POST", f"api/mailboxes/{ANNA}/empty", status=204)
    assert api("GET", f"{items}?folder=all") == []


def test_somebody_outside(fake: FakeExchange, api: Api) -> None:
    olga = "outside/olga@else.test"
    told = {"address": "olga@else.test", "name": "Olga", "zone": "UTC", "letters": 0}
    assert api("PUT", f"api/{olga}", {"name": "Olga"}) == told
    said = {"subject": "Review", "start": TEN, "end": ELEVEN, "fields": {"attendees": [ANNA]}}
    entry = api("POST", f"api/people/{olga}/new", said)["result"]
    (copy,) = api("GET", f"api/mailboxes/{ANNA}/items")
    assert (copy["organizer"], copy["my_response"]) == ("olga@else.test", "NoResponseReceived")
    theirs = api("POST", f"api/people/owa/{ANNA}/find", {"subject": "Review"})["result"]
    api("POST", f"api/people/owa/{ANNA}/accept", {"entry": theirs})
    (letter,) = api("GET", f"api/{olga}/letters")
    assert (letter["kind"], letter["sender"], letter["response"], letter["entry"]) == (
        "response",
        ANNA,
        "Accept",
        entry,
    )
    assert api("POST", f"api/people/{olga}/view", {"entry": entry})["result"]["responses"] == [[ANNA, "Accept"]]
    api("POST", f"api/{olga}/letters", {"to": [ANNA], "subject": "Thanks"}, 204)
    assert [one["subject"] for one in api("GET", f"api/mailboxes/{ANNA}/items?folder=inbox")] == ["Thanks"]
    assert api("PUT", f"api/{olga}", {"zone": "Tokyo Standard Time"}) == {
        **told, "zone": "Tokyo Standard Time", "letters": 1,
    }  # fmt: skip
    assert api("PUT", f"api/{olga}", {"zone": "Mars"}, 422)["error"].startswith("not a time zone: 'Mars'")
    here = f"{ANNA} is not outside: it is an address of this organisation"
    assert api("GET", f"api/outside/{ANNA}/letters", status=422)["error"] == here
    assert api("POST", f"api/people/outside/{ANNA}/entries", {}, 422)["error"] == here
    nowhere = api("POST", f"api/{olga}/letters", {"to": ["x"]}, 422)["error"]
    assert nowhere.startswith("Expected `str` matching regex")


def test_a_message_arrives_again(fake: FakeExchange, api: Api) -> None:
    ben = "api/mailboxes/ben@example.test"
    api("PUT", ben, {})
    said = {"subject": "Review", "start": TEN, "end": ELEVEN, "fields": {"attendees": ["ben@example.test"]}}
    made = api("POST", f"api/mailboxes/{ANNA}/items", said)
    (first,) = api("GET", f"{ben}/items?folder=inbox")
    (second,) = api("POST", f"{ben}/deliveries", {"item_id": first["item_id"]})
    assert api("GET", f"{ben}/items?folder=inbox") == [first, second]
    assert len(api("GET", f"{ben}/items")) == 1
    (handle,) = (fake.mailbox("ben@example.test").deliver_again(second["item_id"]),)
    assert handle is not None
    assert handle.folder == "inbox"
    unknown = api("POST", f"{ben}/deliveries", {"item_id": "x"}, 404)["error"]
    assert unknown == "ben@example.test has no item 'x'"
    wrong = api("POST", f"api/mailboxes/{ANNA}/deliveries", {"item_id": made["item_id"]}, 422)["error"]
    assert wrong == f"this item of {ANNA} has not come by mail: only what has can come again"
    assert fake.journal.after(0)[-1].operation == "deliver again"


def test_people(fake: FakeExchange, api: Api) -> None:
    outlook = f"api/people/outlook/{ANNA}"
    entry = api("POST", f"{outlook}/new", {"subject": "Review", "start": TEN, "end": ELEVEN})["result"]
    api("POST", f"{outlook}/change", {"entry": entry, "subject": "Retro", "fields": {"reminder": None}})
    stamp = [{"set": "11111111-2222-3333-4444-555555555555", "name": "Oid", "type": "String", "value": "4711"}]
    api("POST", f"{outlook}/stamp", {"entry": entry, "stamp": stamp})
    assert api("POST", f"{outlook}/stamp-of", {"entry": entry, "stamp": stamp}) == {"result": stamp}
    assert fake.mailbox(ANNA).items() == ()
    api("POST", f"{outlook}/send-receive")
    view = api("POST", f"{outlook}/view", {"entry": entry})["result"]
    assert (view["subject"], view["reminder"], view["folder"]) == ("Retro", None, "calendar")
    assert api("POST", f"{outlook}/entries") == {"result": [entry]}
    owa = f"api/people/owa/{ANNA}"
    there = api("POST", f"{owa}/find", {"subject": "Retro"})["result"]
    for act, said in (
        ("drag", {"start": ELEVEN}), ("save", {}), ("mark-read", {"read": False}), ("dismiss-reminder", {}),
        ("copy", {"start": TEN}), ("delete", {}), ("undo", None), ("move", {"folder": "tasks"}), ("delete", {}),
        ("drag-back", {}), ("shift-delete", {"event": "MovedEvent"}), ("empty-trash", None),
    ):  # fmt: skip
        api("POST", f"{owa}/{act}", None if said is None else {"entry": there, **said})
    api("PUT", "api/mailboxes/ben@example.test", {})
    met = {"subject": "Meeting", "start": TEN, "end": ELEVEN, "fields": {"attendees": ["ben@example.test"]}}
    meeting = api("POST", f"{owa}/new", met)["result"]
    ben = "api/people/phone/ben@example.test"
    copy = api("POST", f"{ben}/find", {"subject": "Meeting"})["result"]
    for act in ("accept", "tentative", "decline"):
        api("POST", f"{ben}/{act}", {"entry": copy})
    api("POST", f"{ben}/propose", {"entry": copy, "start": ELEVEN, "end": ELEVEN, "response": "Decline"})
    proposed = api("POST", f"{owa}/view", {"entry": meeting})["result"]["proposals"]
    assert proposed == [["ben@example.test", ELEVEN, ELEVEN]]
    api("POST", f"{owa}/cancel-meeting", {"entry": meeting})
    delegate = "api/people/delegate/ben@example.test"
    assert api("POST", f"{delegate}/entries?of={ANNA}") == {"result": [1]}


@pytest.mark.parametrize("name", ["view", *ACTS])
def test_an_act_refuses_what_it_does_not_take(fake: FakeExchange, api: Api, name: str) -> None:
    """by name, and nothing happens: a date sent to an act on whole entries would hit all of a series"""
    known = ACTS[name] if name in ACTS else Act("entry", lambda hands, said: None)
    words = {*known.needs.split(), *known.may.split()}
    everything = {
        "entry": 1, "subject": "Review", "start": TEN, "end": ELEVEN, "original": TEN, "fields": {}, "folder": "inbox",
        "saves": 2, "text": "Late.", "send": True, "keep": True, "to": ["ben@example.test"],
        "read": True, "response": "Accept", "event": "MovedEvent", "stamp": [], "invite": [],
    }  # fmt: skip
    assert set(everything) == set(ActWish.__struct_fields__)
    program = f"api/people/outlook/{ANNA}"
    taken = {word: value for word, value in everything.items() if word in words}
    for word, value in everything.items():
        if word not in words:
            told = api.refused("POST", f"{program}/{name}", taken | {word: value})
            assert told.startswith(f"{name} takes no {word} (it takes "), told
    assert fake.journal.after(0) == ()


def test_people_and_dates_of_a_series(fake: FakeExchange, api: Api) -> None:
    """one date, it and all that follow; answered with a text and without a copy; passed on; saved in a burst"""
    for name in ("ben", "clara"):
        api("PUT", f"api/mailboxes/{name}@example.test", {})
    outlook, ben = f"api/people/outlook/{ANNA}", "api/people/owa/ben@example.test"
    rule = {"recurrence": "FREQ=WEEKLY;BYDAY=MO,WE", "attendees": ["ben@example.test"]}
    met = {"subject": "Jour fixe", "start": TEN, "end": ELEVEN, "fields": rule, "saves": 3}
    entry = api("POST", f"{outlook}/new", met)["result"]
    second, third, fourth = (f"2027-03-{day}T10:00:00Z" for day in (17, 22, 24))
    api("POST", f"{outlook}/change-date", {"entry": entry, "original": second, "subject": "Own", "saves": 2})
    rest = api("POST", f"{outlook}/change-following", {"entry": entry, "original": third, "subject": "Anew"})["result"]
    api("POST", f"{outlook}/delete-following", {"entry": rest, "original": "2027-04-05T09:00:00Z"})
    api("POST", f"{outlook}/save", {"entry": rest, "original": fourth, "saves": 2})
    api("POST", f"{outlook}/send-receive")
    acts = [record.operation for record in fake.journal.after(0)]
    assert acts == [
        "new", "save", "save", "change date", "save date", "change following", "new", "delete following", "save date",
        "save date",
    ]  # fmt: skip
    copy = api("POST", f"{ben}/find", {"subject": "Anew"})["result"]
    api("POST", f"{ben}/forward", {"entry": copy, "to": ["clara@example.test"], "original": fourth, "keep": False})
    api("POST", f"{ben}/accept", {"entry": copy, "send": False})
    api("POST", f"{ben}/tentative", {"entry": copy, "original": third, "text": "Late.", "keep": False})
    api("POST", f"{ben}/decline", {"entry": copy, "original": fourth})
    view = api("POST", f"{ben}/view", {"entry": copy})["result"]
    assert (view["recurrence"], [one["deleted"] for one in view["dates"]], view["my_response"]) == (
        "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270331", [False, True, False, False], "Accept",
    )  # fmt: skip
    assert [one.subject for one in fake.mailbox("ben@example.test").items("sentitems")] == ["Declined: Anew"]
    texts = [one.body for one in fake.mailbox(ANNA).items("inbox") if one.subject == "Tentative: Anew"]
    assert texts == ["Late."]
    assert [one.start for one in fake.mailbox("clara@example.test").items()] == [dt.datetime.fromisoformat(fourth)]
    told = api.refused("POST", f"{ben}/accept", {"entry": copy, "saves": 2})
    assert told == "accept takes no saves (it takes entry, original, text, send, keep)"
    assert "saves once: it is Outlook" in api.refused("POST", f"{ben}/save", {"entry": copy, "saves": 2})
    imap = f"api/people/imap/{ANNA}"
    seen = api("POST", f"{imap}/entries")["result"][0]
    assert "IMAP client of anna@example.test cannot change" in api.refused("POST", f"{imap}/change", {"entry": seen})


def test_a_date_is_not_taken_for_the_series(fake: FakeExchange, api: Api) -> None:
    owa = f"api/people/owa/{ANNA}"
    met = {"subject": "Weekly", "start": TEN, "end": ELEVEN, "fields": {"weekly": 4}}
    entry = api("POST", f"{owa}/new", met)["result"]
    told = api.refused("POST", f"{owa}/delete", {"entry": entry, "original": TEN})
    assert told == "delete takes no original (it takes entry, send)"
    told = api.refused("POST", f"{owa}/undo", {"entry": entry, "read": False})
    assert told == "undo takes no entry, read (it takes nothing)"
    told = api.refused("POST", f"{owa}/accept", {"entry": entry, "answer": "Yes"})
    assert told == "accept takes no answer (it takes entry, original, text, send, keep)"
    assert "no such act: 'dance' (there are view, entries" in api("POST", f"{owa}/dance", {"to the": 1}, 404)["error"]
    told = api.refused("POST", f"{owa}/accept", {"entry": "first"})
    assert told == "Expected `int | null`, got `str` - at `$.entry`"
    assert [one.subject for one in fake.mailbox(ANNA).items()] == ["Weekly"]


def test_journal(fake: FakeExchange, api: Api) -> None:
    with Client(fake.url, (ANNA, "secret")) as client:
        answer = client.ask(GET_CALENDAR, owner="")
    (record,) = api("GET", "api/journal?after=0")
    assert (record["number"], record["operation"], record["codes"]) == (1, "GetFolder", ["NoError"])
    assert base64.b64decode(record["received"]) == answer.body
    assert api("GET", "api/journal?after=1") == []
    assert "after must be a number" in api.refused("GET", "api/journal?after=x")
    api("DELETE", "api/journal", status=204)
    assert api("GET", "api/journal") == []


def test_faults(fake: FakeExchange, api: Api) -> None:
    number = api("POST", "api/faults", {"effect": "status-503", "operation": "GetFolder", "times": 0})["id"]
    with Client(fake.url, (ANNA, "secret")) as client:
        assert client.ask(GET_CALENDAR, owner="").status == 503
        assert api("GET", f"api/faults/{number}/fired") == {"id": 1}
        assert api("GET", "api/faults")[str(number)]["effect"] == "status-503"
        api("DELETE", f"api/faults/{number}", status=204)
        assert client.ask(GET_CALENDAR, owner="").status == 200
    api("DELETE", "api/faults", status=204)
    assert api("GET", "api/faults") == {}
    assert "no such effect" in api.refused("POST", "api/faults", {"effect": "explode"})
    assert "a fault has a number" in api.refused("GET", "api/faults/x/fired", status=404)
    assert api.refused("GET", "api/faults/9/fired", status=404)


def test_pushes(fake: FakeExchange, api: Api) -> None:
    listener = Listener()
    try:
        api("POST", "api/pushes/hold", {}, 204)
        api("POST", "api/pushes/release", {"mailbox": ANNA}, 204)
        told = [(one["operation"], one["mailbox"], one["account"]) for one in api("GET", "api/journal")]
        assert told == [("hold pushes", "", "the test"), ("release pushes", ANNA, "the test")]
        assert api("GET", "api/subscriptions") == []
        assert api("GET", f"api/subscriptions?mailbox={ANNA}") == []
        sent = api("POST", "api/post", {"url": listener.url, "body": base64.b64encode(b"junk").decode()})
        assert sent == {"status": 200, "why": ""}
        assert "no push" in api.refused("POST", "api/pushes/replay", {"number": 1}, 404)
    finally:
        listener.close()


def test_restart(fake: FakeExchange, api: Api) -> None:
    """Clients are cut off; whoever asked for it is not."""
    with Client(fake.url, (ANNA, "secret")) as client:
        client.ask(GET_CALENDAR, owner="")
        api("POST", "api/restart", status=204)
        assert fake.journal.after(0)[-1].kind == "restart"
        with pytest.raises((http.client.HTTPException, OSError)):
            client.ask(GET_CALENDAR, owner="")


def test_organisations(fake: FakeExchange, api: Api) -> None:
    """Each has the whole API, at an address of its own."""
    wish = {"profile": "exchange2013", "clock": "manual", "start": "2030-06-01T12:00:00Z", "seed": 3}
    beta = {"domain": "beta.test", "profile": "exchange2013", "seed": 3, "now": "2030-06-01T12:00:00Z"}
    assert api("PUT", "api/organisations/Beta.test", wish) == beta
    assert api("GET", "api/organisations") == [beta]
    api("PUT", "beta.test/api/mailboxes/ben@beta.test", {"password": "secret"})
    api("POST", "beta.test/api/faults", {"effect": "status-503"})
    with Client(fake.url, ("ben@beta.test", "secret")) as client:
        assert client.ask(GET_CALENDAR, owner="").status == 503
    assert (api("GET", "beta.test/api/state")["journal"], api("GET", "api/state")["journal"]) == (1, 0)
    api("PUT", "beta.test/api/clock", {"now": "2030-06-02T12:00:00Z"})
    assert api("GET", "api/state")["now"] == "2027-03-01T08:00:00Z"
    api("POST", "beta.test/api/reset", status=204)
    assert api("GET", "beta.test/api/state") == {
        "url": fake.url, "profile": "exchange2013", "seed": 3, "now": "2030-06-01T12:00:00Z", "next_due": None,
        "busy": False, "journal": 0,
    }  # fmt: skip
    assert api("GET", "beta.test/api/mailboxes") == []
    assert [one["address"] for one in api("GET", "api/mailboxes")] == [ANNA]
    api("DELETE", "api/organisations/beta.test", status=204)
    assert api("GET", "api/organisations") == []


def test_an_organisation_with_fields_of_its_own(fake: FakeExchange, api: Api) -> None:
    wish = {"profile": {"name": "online", "sign_in": ["basic"], "pox_unknown": "Nobody."}, "clock": "manual"}
    assert api("PUT", "api/organisations/beta.test", wish)["profile"] == "online"
    api("PUT", "beta.test/api/mailboxes/ben@beta.test", {"password": "secret"})
    with Client(fake.url, ("ben@beta.test", "secret")) as client:
        assert client.ask(GET_CALENDAR, owner="").codes == ["NoError"]
    api("DELETE", "api/organisations/beta.test", status=204)


def test_a_mailbox_behaves_as_it_is_told(fake: FakeExchange, api: Api) -> None:
    """When it is made, and later; lists, too; what is not said again is as everywhere."""
    said = {"push_retries": [1, 2], "build": [15, 2, 1, 1], "blocked_applications": ["x*"], "archive": False}
    api("PUT", "api/mailboxes/ben@example.test", {"profile": said})
    ben = fake._exchange.mailboxes["ben@example.test"]
    assert (ben.profile.push_retries, ben.profile.build) == ((1, 2), (15, 2, 1, 1))
    assert (ben.profile.blocked_applications, ben.profile.archive) == (("x*",), False)
    api("PUT", "api/mailboxes/ben@example.test/profile", {"push_retries": [3]}, status=204)
    assert (ben.profile.push_retries, ben.profile.build) == ((3,), fake.profile.build)
    assert not ben.profile.archive, "its folders were made without"


FAR, LONG_AGO = "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+05:00"


# --- mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("GET", "api/nonsense", None, 404, "no such call"),
        ("GET", "nonsense", None, 404, "no such call"),
        ("PATCH", "api/state", None, 405, "/_fake/api/state takes GET, not PATCH"),
        ("PUT", "api/clock", b"not JSON", 422, "malformed"),
        ("PUT", "api/clock", {"now": "today"}, 422, "datetime - at `$.now`, such as 2027-03-01T09:00:00Z"),
        ("PUT", "api/clock", {"to": "today"}, 422, "unknown field `to` (there are now)"),
        ("PUT", "api/clock", {"now": "2027-03-01T08:00:00"}, 422, r"timezone component - at `$.now`"),
        ("PUT", "api/clock", {"when": TEN}, 422, "unknown field `when`"),
        ("PUT", "api/clock", None, 422, "missing required field `now`"),
        ("PUT", "api/mailboxes/anna", {}, 422, "not an address"),
        ("PUT", f"api/mailboxes/{ANNA}", {}, 422, "there is a mailbox"),
        ("PUT", "api/mailboxes/x@example.test", {"profile": {"nonsense": 1}}, 422, "no field 'nonsense'"),
        ("PUT", "api/mailboxes/x@example.test", {"profile": {"name": "x"}}, 422, "name: a mailbox cannot have it of"),
        (
            "PUT",
            "api/mailboxes/x@example.test",
            {"profile": {"zone": "x"}},
            422,
            "there is no field 'zone' of a profile",
        ),
        ("PUT", "api/groups/team", {}, 422, "not an address: 'team'"),
        ("PUT", "api/groups/team@example.test", {"members": ["ben"]}, 422, "not an address: 'ben'"),
        ("PUT", "api/groups/team@example.test", {"member": []}, 422, "unknown field `member`"),
        ("PUT", f"api/groups/{ANNA}", {}, 422, f"there is a mailbox {ANNA} already: it cannot be a group"),
        ("PUT", "api/groups/b@example.test", {"members": [ANNA], "rooms": True}, 422, f"{ANNA} is no room: the room"),
        ("GET", "api/groups/nobody@example.test", None, 404, "there is no group nobody@example.test"),
        ("DELETE", "api/groups/nobody@example.test", None, 404, "there is no group nobody@example.test"),
        ("GET", "api/mailboxes/nobody@example.test/items", None, 404, "there is no mailbox nobody@example.test"),
        ("GET", f"api/mailboxes/{ANNA}/items?folder=attic", None, 404, "has no folder 'attic'"),
        ("POST", f"api/people/pigeon/{ANNA}/new", {}, 404, "no such program: 'pigeon'"),
        ("POST", f"api/people/owa/{ANNA}/sing", {}, 404, "no such act: 'sing'"),
        ("POST", f"api/people/owa/{ANNA}/new", {"subject": "x"}, 422, "new needs start, end"),
        ("POST", f"api/people/owa/{ANNA}/view", {}, 422, "view needs entry"),
        ("POST", f"api/people/owa/{ANNA}/view", {"entry": 9}, 404, "there is no entry 9"),
        ("POST", f"api/people/owa/{ANNA}/send-receive", {}, 422, "only Outlook works on a cached copy"),
        ("POST", "api/faults", {"effect": "hold", "mailbox": "nobody@example.test"}, 404, "there is no mailbox"),
        ("POST", "api/faults", {"effect": "hold", "operation": "GetItems"}, 422, "'GetItems' (did you mean GetItem?)"),
        ("POST", "api/faults", {"effect": "hold", "operation": "AddTag"}, 422, "AddTag is not simulated, so no fault"),
        ("POST", "api/faults", {"effect": "delay", "seconds": 1e300}, 422, "seconds: 1e+300 is more than a year"),
        ("POST", "api/faults", {"effect": "busy-item", "back_off": -1}, 422, "back_off: -1 should not be less than 0"),
        ("GET", "api/faults/99/fired", None, 404, "no fault has ever had the number 99 (the newest has 0)"),
        ("DELETE", "api/faults/99", None, 404, "no fault has ever had the number 99 (the newest has 0)"),
        ("DELETE", "api/faults/²", None, 404, "a fault has a number, such as 1, not '²'"),
        ("GET", "api/journal?after=" + "9" * 5000, None, 422, "after must be a number, such as 17, not '9999"),
        ("GET", f"api/subscriptions?mail={ANNA}", None, 422, "takes no query 'mail' (there are mailbox)"),
        ("GET", "api/state?x=1", None, 422, "GET state takes no query 'x' (it takes none)"),
        ("POST", "api/reset", {"seed": 3}, 422, "POST reset takes no body"),
        ("POST", f"api/people/delegate/{ANNA}/entries", {}, 422, "works in another's mailbox: say in whose (of)"),
        (
            "POST",
            f"api/people/owa/{ANNA}/entries?of={ANNA}",
            {},
            422,
            "only outlook and delegate work in another's mailbox",
        ),
        ("POST", "api/accounts/nobody@example.test/tokens", {}, 404, "there is no account nobody@example.test"),
        ("POST", f"api/accounts/{ANNA}/tokens", {"lifetime": 1e300}, 422, "lifetime: 1e+300 is more than ten years"),
        ("PUT", f"api/accounts/{ANNA}", {"password": ""}, 422, "Expected `str` of length >= 1 - at `$.password`"),
        ("PUT", f"api/accounts/{ANNA}", {"password": "x", "impersonates": [""]}, 422, "at `$.impersonates[0]`"),
        ("PUT", "api/redirects/a@b@c", {"to": ANNA}, 422, "neither an address nor a mail domain: 'a@b@c'"),
        ("PUT", "api/redirects/old.test", {"to": " "}, 422, "neither an address nor a URL: ' '"),
        (
            "PUT",
            "api/mailboxes/x@example.test",
            {"culture": "xx-YY"},
            422,
            "not a culture: 'xx-YY' (expected a language",
        ),
        (
            "PUT",
            "api/mailboxes/x@example.test",
            {"accepts_after": -5},
            422,
            "Expected `float` >= 0.0 - at `$.accepts_after`",
        ),
        (
            "PUT",
            "api/mailboxes/x@example.test",
            {"name": "\0"},
            422,
            "a text of the body holds \\u0000, which no XML can hold",
        ),
        ("POST", f"api/mailboxes/{ANNA}/folders", {"name": " "}, 422, "a folder needs a name that can be seen"),
        ("GET", "beta.test/api/state", None, 404, "there is no organisation beta.test (there are none)"),
        ("DELETE", "api/organisations/beta.test", None, 404, "there is no organisation beta.test"),
        ("PUT", "api/organisations/beta", {}, 422, "not a mail domain: 'beta'"),
        ("PUT", "api/organisations/beta.test", {"profile": "notes"}, 422, "no such profile 'notes'"),
        ("PUT", "api/organisations/beta.test", {"profile": {"name": "notes"}}, 422, "no such profile 'notes'"),
        ("PUT", "api/organisations/beta.test", {"profile": {"push_batch": 0}}, 422, "push_batch: it cannot be 0, but"),
        ("PUT", "api/organisations/beta.test", {"profile": {"nope": 1}}, 422, "there is no field 'nope' of a profile"),
        ("PUT", "api/organisations/beta.test", {"profile": 3}, 422, "Expected `str | object`, got `int` - at `$.prof"),
        ("PUT", f"api/mailboxes/{ANNA}/profile", {"sync_limit": 0}, 422, "sync_limit: it cannot be 0, but a whole num"),
        ("PUT", f"api/mailboxes/{ANNA}/profile", {"archive": False}, 422, "archive: a mailbox cannot have it of its"),
        ("PUT", "api/organisations/beta.test", {"clock": "fast"}, 422, "expected real, manual or xN"),
        ("PUT", "api/organisations/beta.test", {"start": TEN}, 422, "the real clock has no start"),
        ("PUT", "api/organisations/beta.test", {"clock": "xinf"}, 422, "a clock runs 0.001 to 1000000 times as fast"),
        (
            "PUT",
            "api/organisations/beta.test",
            {"clock": "manual", "start": FAR},
            422,
            "between the years 1970 and 9000",
        ),
        (
            "PUT",
            "api/organisations/beta.test",
            {"clock": "x2", "start": LONG_AGO},
            422,
            "between the years 1970 and 9000",
        ),
        ("PUT", "api/clock", {"now": FAR}, 422, "a clock stands between the years 1970 and 9000, not at 9999-12-31"),
        ("PUT", "api/organisations/example.test", {}, 422, "has people in example.test already"),
    ],
)
def test_mistakes(api: Api, method: str, path: str, body: Any, status: int, words: str) -> None:
    assert words in api.refused(method, path, body, status)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("attendees", 5, "attendees: 5 cannot be: expected a list, got `int`"),
        ("attendees", "ben@example.test", "attendees: 'ben@example.test' cannot be: expected a list, got `str`"),
        ("resources", ["Aare"], "resources: ['Aare'] cannot be: expected `str` such as name@domain"),
        ("optional", [5], "optional: [5] cannot be: expected `str`, got `int`"),
        ("all_day", "yes", "all_day: 'yes' cannot be: expected `bool`, got `str`"),
        ("reminder", 10**12, "reminder: 1000000000000 cannot be: expected `int` <= 2147483647"),
        ("zone", 5, "zone: 5 cannot be: expected `str`, got `int`"),
        ("weekly", "often", "weekly: 'often' cannot be: expected `int | null`, got `str`"),
    ],
)
def test_what_an_entry_cannot_have(api: Api, field: str, value: object, words: str) -> None:
    """Told with the name of the field, and nothing is made or changed."""
    wish = {"subject": "Review", "start": TEN, "end": ELEVEN, "fields": {field: value}}
    assert api.refused("POST", f"api/mailboxes/{ANNA}/items", wish) == words
    assert api.refused("POST", f"api/people/owa/{ANNA}/new", wish) == words
    assert api("GET", f"api/mailboxes/{ANNA}/items") == []


def test_a_backslash_is_no_control_character(api: Api) -> None:
    made = api("PUT", "api/mailboxes/x@example.test", rb'{"name": "C:\\u0000\\b\ttab"}')
    assert made["name"] == "C:\\u0000\\b\ttab"
    api("PUT", f"api/accounts/{ANNA}/impersonates/x@example.test", b" {} ", 204)


# --- the document -----------------------------------------------------------------------------------------------------


def test_the_openapi_document_has_every_call(api: Api) -> None:
    document = api("GET", "openapi.json")
    there = {(method, path) for path, calls in document["paths"].items() for method in calls}
    assert there == {(route.method.lower(), f"/_fake/api/{route.path}") for route in ROUTES}
    text = json.dumps(document)
    for name in text.split('"#/components/schemas/')[1:]:
        assert name.partition('"')[0] in document["components"]["schemas"]
