"""What is turned away before Exchange looks at it is in the journal, with the reason, and without what is secret."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from requests_ntlm import HttpNtlmAuth

from fake_ews import FakeExchange, ManualClock, Profile
from fake_ews.model.journal import Record
from fake_ews.serving import told
from tests.fake_ews.server.wire import ANNA, GET_CALENDAR, SERVICE, XML, Client, basic, envelope

ADDRESS = "POST /EWS/Exchange.asmx"


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    with FakeExchange(clock=ManualClock(), auth=("basic", "ntlm", "bearer")) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA)
        yield fake


def refused(fake: FakeExchange) -> list[Record]:
    return [one for one in fake.journal.after(0) if one.kind == "refused"]


def ask(fake: FakeExchange, **headers: str) -> int:
    with Client(fake.url, None) as client:
        return client.send("POST", client.path, envelope(GET_CALENDAR), **headers).status


@pytest.mark.parametrize(
    ("authorization", "who", "why"),
    [
        (basic(SERVICE[0], "wrong"), SERVICE[0], f"Basic: this is not the password of {SERVICE[0]}"),
        (basic("No@Example.test", "secret"), "no@example.test", "Basic: there is no account no@example.test"),
        ("Basic ???", "", "Basic: what follows is not user:password in base64"),
        ("Bearer x.y.z", "", "Bearer: The token is malformed."),
        ("NTLM ???", "", "NTLM: it was not proved who signs in"),
        ("Negotiate abcd", "", "Negotiate is not offered, but NTLM, Basic, Bearer"),
        ("<b>nonsense</b> x", "", "'<b>nonsense</b>' is not offered, but "),
    ],
)  # fmt: skip
def test_a_sign_in_that_is_refused(fake: FakeExchange, authorization: str, who: str, why: str) -> None:
    assert ask(fake, Authorization=authorization) == 401
    (record,) = refused(fake)
    assert (record.operation, record.status, record.account) == (ADDRESS, 401, who)
    assert record.verdict.startswith(why)
    assert record.sent == envelope(GET_CALENDAR)
    assert [*told(record)] == [f"2027-03-01 08:00:00 refused with 401: {ADDRESS}: {record.verdict}"]
    assert "wrong" not in repr(record).replace("is wrong", "")


def test_without_signing_in_until_somebody_has(fake: FakeExchange) -> None:
    """Many clients begin every sign-in by asking without one."""
    assert [ask(fake), ask(fake)] == [401, 401]
    assert [one.verdict for one in refused(fake)] == ["nobody signs in: the request has no Authorization header"] * 2
    assert [ask(fake, Authorization=basic(*SERVICE)), ask(fake)] == [200, 401]
    assert len(refused(fake)) == 2
    fake.reset()
    assert ask(fake) == 401
    assert len(refused(fake)) == 1


def test_a_handshake_is_no_refusal(fake: FakeExchange) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.auth = HttpNtlmAuth(*SERVICE)
        answers = [session.post(fake.url, envelope(GET_CALENDAR), headers={"Content-Type": XML}) for _ in "12"]
    assert [one.status_code for one in answers] == [200, 200]
    assert len(refused(fake)) == 1  # the very first request, which has no header


def test_what_another_organisation_takes() -> None:
    with FakeExchange(clock=ManualClock()) as fake:
        online = fake.organisation("online.test", clock=ManualClock(), profile=Profile.online())
        online.account("erna@online.test", "secret")
        fake.account(*SERVICE)
        token = fake.token(SERVICE[0])
        assert ask(fake, Authorization=basic("erna@online.test", "secret")) == 401
        assert ask(fake, Authorization=f"Bearer {token}") == 401
        told = [one.verdict for server in (fake, online) for one in server.journal.after(0)]
    assert told == [
        "Bearer is not offered, but Basic",
        "Basic is not offered to erna@online.test, but Bearer",
    ]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "why"),
    [
        ("POST", "/ews/exchange.asm?x=1", {}, 404, "nothing is at this address; EWS is at http://"),
        ("GET", "/autodiscover/autodiscover.json", {}, 404, "nothing is at this address"),
        ("PUT", "/EWS/Exchange.asmx", {}, 405, "Method Not Allowed"),
        ("POST", "/EWS/Exchange.asmx", {"Content-Type": "application/soap+xml"}, 415, "its content type is 'appl"),
        ("POST", "/EWS/Exchange.asmx", {"Content-Encoding": "gzip"}, 400, "Bad Request"),
        ("POST", "/autodiscover/autodiscover.svc", {"Authorization": basic(SERVICE[0], "x")}, 401, "Basic: this"),
    ],
)  # fmt: skip
def test_what_exchange_does_not_look_at(
    fake: FakeExchange, method: str, path: str, headers: dict[str, str], status: int, why: str
) -> None:
    with Client(fake.url, SERVICE) as client:
        assert client.send(method, path, envelope(GET_CALENDAR), **headers).status == status
    (record,) = refused(fake)
    assert (record.operation, record.status) == (f"{method} {path.partition('?')[0]}", status)
    assert record.verdict.startswith(why)


def test_what_names_no_organisation_is_in_no_journal_where_there_are_several() -> None:
    with FakeExchange(clock=ManualClock()) as fake:
        beta = fake.organisation("beta.test", clock=ManualClock())
        assert [ask(fake), ask(fake, Authorization="Basic ???")] == [401, 401]
        with Client(fake.url, None) as client:
            assert client.send("GET", "/owa").status == 404
        assert ask(fake, Authorization=basic("ben@beta.test", "x")) == 401
        assert (fake.journal.newest, beta.journal.newest) == (0, 1)


def test_options_is_no_refusal(fake: FakeExchange) -> None:
    with Client(fake.url, SERVICE) as client:
        assert client.send("OPTIONS", client.path).status == 200
    assert not fake.journal.newest
