"""The door: what is offered, and who comes in by NTLM, Negotiate and Bearer; asked by requests and requests_ntlm."""

from __future__ import annotations

import base64
import http.client
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests
from requests_ntlm import HttpNtlmAuth

from fake_ews import FakeExchange, Fault, ManualClock, Profile
from fake_ews.__main__ import main
from fake_ews.server.door import Door
from tests.fake_ews.server.wire import ANNA, GET_CALENDAR, SERVICE, XML, basic, envelope
from tests.field import field

NTLM_BEGIN = base64.b64encode(
    b"NTLMSSP\0" + (1).to_bytes(4, "little") + (0x00088207).to_bytes(4, "little") + bytes(16)
).decode()
HEADERS = {"Content-Type": XML}


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeExchange]:
    """An Exchange with all schemes: the service, and Anna, whose password is hard to write down."""
    with FakeExchange(clock=ManualClock(), auth=("basic", "ntlm", "negotiate", "bearer")) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA, password="a:b\\ü")
        yield fake


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """A client with kept connections."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


def ask(session: requests.Session, fake: FakeExchange, **headers: str) -> requests.Response:
    """GetFolder for whoever signs in."""
    return session.post(fake.url, envelope(GET_CALENDAR, owner=""), headers={**HEADERS, **headers}, timeout=15)


def test_what_is_offered_in_the_order_of_iis(fake: FakeExchange) -> None:
    connection = http.client.HTTPConnection(urlsplit(fake.url).netloc, timeout=15)
    connection.request("POST", "/EWS/Exchange.asmx", b"", HEADERS)
    answer = connection.getresponse()
    offered = answer.headers.get_all("WWW-Authenticate") or []
    assert (answer.status, [one.split()[0] for one in offered]) == (401, ["Negotiate", "NTLM", "Basic", "Bearer"])
    connection.close()


def test_what_is_not_offered_is_not_taken(session: requests.Session) -> None:
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account(*SERVICE)
        for header in (f"NTLM {NTLM_BEGIN}", f"Bearer {fake.token(SERVICE[0])}", "Digest nonsense"):
            answer = ask(session, fake, Authorization=header)
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Basic realm="mail.example.test"')
        assert ask(session, fake, Authorization=basic(*SERVICE)).status_code == 200
    with FakeExchange(clock=ManualClock(), auth=["bearer"]) as fake:
        fake.account(*SERVICE)
        assert ask(session, fake, Authorization=basic(*SERVICE)).status_code == 401


def test_a_scheme_that_there_is_not(fake: FakeExchange) -> None:
    with pytest.raises(ValueError, match=r"no such way to sign in: digest"):
        FakeExchange(auth=["basic", "digest"]).start()
    with pytest.raises(ValueError, match=r"no such way to sign in: none"):
        FakeExchange(auth=[]).start()


def test_each_organisation_takes_what_its_profile_says(session: requests.Session) -> None:
    """Where whoever starts the server does not say it; a 401 offers all that somebody takes."""
    erna = "erna@online.test"
    with FakeExchange(clock=ManualClock()) as fake:
        online = fake.organisation("online.test", clock=ManualClock(), profile=Profile.online())
        fake.account(*SERVICE)
        online.account(erna, "secret")
        given = [
            basic(*SERVICE), f"Bearer {fake.token(SERVICE[0])}", f"Bearer {online.token(erna)}", basic(erna, "secret"),
        ]  # fmt: skip
        answers = [ask(session, fake, Authorization=one) for one in given]
        assert [one.status_code for one in answers] == [200, 401, 200, 401]
        assert answers[1].headers["WWW-Authenticate"] == 'Basic realm="mail.example.test"'
        assert answers[3].headers["WWW-Authenticate"].startswith("Bearer client_id=")
    with FakeExchange(profile=Profile.online(), auth=["basic"]) as fake:
        fake.account(*SERVICE)
        assert ask(session, fake, Authorization=basic(*SERVICE)).status_code == 200
    with pytest.raises(ValueError, match=r"no such way to sign in: none"):
        FakeExchange(auth=[]).start()


NTLM, TOKENS = Profile().but(sign_in=("ntlm", "basic")), Profile.online().but(bearer_challenge='Bearer realm="beta"')


@pytest.mark.parametrize(
    ("headers", "offered"),
    [
        ({}, "Negotiate|NTLM|Basic|Bearer"),
        ({"X-AnchorMailbox": "anna@example.test"}, "Negotiate|Basic"),
        ({"X-AnchorMailbox": "Erna@Beta.test"}, "Bearer"),
        ({"X-AnchorMailbox": "beta.test"}, "Negotiate|NTLM|Basic|Bearer"),
        ({"X-AnchorMailbox": "carl@n.test", "Authorization": "Digest nonsense"}, "NTLM|Basic"),
        ({"Authorization": basic("erna@beta.test", "wrong")}, "Bearer"),
        ({"Authorization": basic("beta\\erna", "wrong")}, "Bearer"),
        ({"Authorization": basic("nobody\\erna", "wrong")}, "Negotiate|NTLM|Basic|Bearer"),
        (
            {"Authorization": basic("anna@example.test", "wrong"), "X-AnchorMailbox": "erna@beta.test"},
            "Negotiate|Basic",
        ),
        ({"Authorization": "NTLM ???", "X-AnchorMailbox": "carl@n.test"}, "NTLM|Basic"),
    ],
)
def test_a_401_offers_what_the_organisation_takes_that_is_meant(
    session: requests.Session, headers: dict[str, str], offered: str
) -> None:
    """Who names nobody could be anybody's; in the docs' limits"""
    profile = Profile().but(sign_in=("negotiate", "basic"))
    with FakeExchange(clock=ManualClock(), profile=profile) as fake:
        fake.organisation("beta.test", clock=ManualClock(), profile=TOKENS)
        fake.organisation("n.test", clock=ManualClock(), profile=NTLM)
        for url in (fake.url, fake.url.replace("/EWS/Exchange.asmx", "/autodiscover/autodiscover.xml")):
            answer = session.post(url, b"", headers={**HEADERS, **headers}, timeout=15)
            challenges = answer.raw.headers.getlist("WWW-Authenticate")
            assert (answer.status_code, "|".join(one.split()[0] for one in challenges)) == (401, offered)
            assert ('Bearer realm="beta"' in challenges) == ("Bearer" in offered)
        assert ("X-OAuth-Enabled" in answer.headers) == ("Bearer" in offered)


def test_a_wrong_token_is_told_what_its_organisation_takes(session: requests.Session) -> None:
    with FakeExchange(clock=ManualClock()) as fake:
        beta = fake.organisation("beta.test", clock=ManualClock(), profile=TOKENS)
        beta.account("erna@beta.test", "secret")
        answer = ask(session, fake, Authorization=f"Bearer {beta.token('erna@beta.test', lifetime=-1)}")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="beta", error="invalid_token"'


def test_an_organisation_that_was_added_takes_ntlm(session: requests.Session) -> None:
    with FakeExchange(clock=ManualClock()) as fake:
        ntlm = fake.organisation("n.test", clock=ManualClock(), profile=Profile().but(sign_in=("ntlm",)))
        ntlm.account("ben@n.test", "secret")
        session.auth = HttpNtlmAuth("ben@n.test", "secret")
        assert ask(session, fake).status_code == 200


def test_what_a_401_says_of_tokens(session: requests.Session) -> None:
    """[unverified exact text]: a field of the profile"""
    profile = Profile.online().but(bearer_challenge='Bearer realm="here"')
    with FakeExchange(clock=ManualClock(), profile=profile) as fake:
        assert ask(session, fake).headers["WWW-Authenticate"] == 'Bearer realm="here"'


# NTLM and Negotiate


@pytest.mark.parametrize(
    ("user", "password", "who"),
    [
        (SERVICE[0], SERVICE[1], SERVICE[0]), ("EXAMPLE\\service", SERVICE[1], SERVICE[0]),
        ("example.test\\Service", SERVICE[1], SERVICE[0]), (ANNA, "a:b\\ü", ANNA),
    ],
)  # fmt: skip
def test_requests_ntlm_signs_in(
    fake: FakeExchange, session: requests.Session, user: str, password: str, who: str
) -> None:
    session.auth = HttpNtlmAuth(user, password)
    assert ask(session, fake).status_code == 200
    assert fake.journal.after(0)[-1].account == who


@pytest.mark.parametrize("user", [(SERVICE[0], "wrong"), ("nobody@example.test", "secret"), ("example\\nobody", "x")])
def test_who_does_not_prove_it_is_refused(fake: FakeExchange, session: requests.Session, user: tuple[str, str]) -> None:
    session.auth = HttpNtlmAuth(*user)
    assert ask(session, fake).status_code == 401


@field("FR-30")
@pytest.mark.parametrize("scheme", ["ntlm", "negotiate"])
def test_three_legs_sign_in_the_connection_and_no_other(fake: FakeExchange, scheme: str) -> None:
    """As mustang's PR 1389 found it on two Exchange 2019."""
    import spnego

    client = spnego.client(
        *SERVICE, hostname="127.0.0.1", protocol=scheme, options=spnego.NegotiateOptions[f"use_{scheme}"]
    )
    one, other = (http.client.HTTPConnection(urlsplit(fake.url).netloc, timeout=15) for _ in range(2))
    name = {"ntlm": "NTLM", "negotiate": "Negotiate"}[scheme]
    statuses, token = [], client.step()
    for _ in range(2):
        status, offered = leg(one, f"{name} {base64.b64encode(token or b'').decode()}")
        statuses.append(status)
        if status == 401:
            token = client.step(base64.b64decode(offered[0].removeprefix(f"{name} ")))
    assert statuses == [401, 200]
    assert [leg(one)[0], leg(other)[0], leg(one)[0]] == [200, 401, 200]
    one.close()
    assert leg(one)[0] == 401
    one.close()
    other.close()


def leg(connection: http.client.HTTPConnection, authorization: str = "") -> tuple[int, list[str]]:
    """One request on a connection: the status, and what the 401 asks for."""
    given = {**HEADERS, **({"Authorization": authorization} if authorization else {})}
    connection.request("POST", "/EWS/Exchange.asmx", envelope(GET_CALENDAR, owner=""), given)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers.get_all("WWW-Authenticate") or []


@pytest.mark.parametrize(
    "path", ["/EWS/Exchange.asmx", "/autodiscover/autodiscover.svc", "/autodiscover/autodiscover.xml"]
)
def test_by_ntlm_one_may_look_around(fake: FakeExchange, session: requests.Session, path: str) -> None:
    session.auth = HttpNtlmAuth(*SERVICE)
    assert session.get(fake.url.replace("/EWS/Exchange.asmx", path), timeout=15).status_code == 200


def test_another_header_counts_more_than_the_connection(fake: FakeExchange, session: requests.Session) -> None:
    session.auth = HttpNtlmAuth(*SERVICE)
    assert ask(session, fake).status_code == 200
    session.auth = None
    assert ask(session, fake).status_code == 200
    assert ask(session, fake, Authorization=basic(SERVICE[0], "wrong")).status_code == 401
    assert ask(session, fake, Authorization=basic(ANNA, "a:b\\ü")).status_code == 200
    assert fake.journal.after(0)[-1].account == ANNA


@pytest.mark.parametrize("token", ["", "!", "AAAA", base64.b64encode(b"NTLMSSP\0\3\0\0\0").decode()])
@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])
def test_nonsense_is_refused(fake: FakeExchange, session: requests.Session, scheme: str, token: str) -> None:
    answer = ask(session, fake, Authorization=f"{scheme} {token}")
    assert (answer.status_code, answer.headers["WWW-Authenticate"][:15]) == (401, "Negotiate, NTLM")


def test_several_sign_in_at_once(fake: FakeExchange) -> None:
    def sign_in(number: int) -> int:
        with requests.Session() as session:
            session.trust_env, session.auth = False, HttpNtlmAuth(*SERVICE)
            return ask(session, fake).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(sign_in, range(8))) == {200}


def test_a_401_out_of_turn_offers_all(fake: FakeExchange, session: requests.Session) -> None:
    fake.inject(Fault("status-401", operation="GetFolder"))
    answer = ask(session, fake, Authorization=basic(*SERVICE))
    assert (answer.status_code, answer.headers["WWW-Authenticate"][:15]) == (401, "Negotiate, NTLM")


def test_a_connection_that_is_gone_has_no_handshake(fake: FakeExchange) -> None:
    assert Door(fake._call(lambda desk: desk.app.domains), ["ntlm"]).enter(f"NTLM {NTLM_BEGIN}", None).challenges == (
        "NTLM",
    )


# Bearer


def test_a_user_has_a_token(fake: FakeExchange, session: requests.Session) -> None:
    assert ask(session, fake, Authorization=f"Bearer {fake.token(ANNA)}").status_code == 200
    assert fake.journal.after(0)[-1].account == ANNA


def test_a_text_may_be_said_to_be_a_token(fake: FakeExchange, session: requests.Session) -> None:
    """of who may impersonate nobody it is the user's own; a client that is configured with a token needs no other"""
    fake.accept_token("any text", ANNA)
    assert ask(session, fake, Authorization="Bearer any text").status_code == 200
    assert fake.journal.after(0)[-1].account == ANNA
    fake.accept_token("another", SERVICE[0].upper())
    bearer = {"Authorization": "Bearer another", **HEADERS}
    assert "ExchangeImpersonation" in ask(session, fake, **bearer).text
    assert session.post(fake.url, envelope(GET_CALENDAR, owner=ANNA), headers=bearer, timeout=15).status_code == 200
    with pytest.raises(LookupError):
        fake.accept_token("x", "nobody@example.test")


def test_an_application_must_impersonate(fake: FakeExchange, session: requests.Session) -> None:
    bearer = {"Authorization": f"Bearer {fake.token(SERVICE[0], app=True)}", **HEADERS}
    alone = ask(session, fake, **bearer)
    assert (alone.status_code, "ExchangeImpersonation SOAP header must be present" in alone.text) == (500, True)
    assert session.post(fake.url, envelope(GET_CALENDAR, owner=ANNA), headers=bearer, timeout=15).status_code == 200


def test_tokens_that_are_not_taken(fake: FakeExchange, session: requests.Session) -> None:
    good = fake.token(ANNA)
    head, claims, signature = good.split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    wrong = {
        "audience claim value is invalid 'https://graph'": fake.token(ANNA, audience="https://graph"),
        "lifetime of the token is invalid": fake.token(ANNA, lifetime=-1),
        "does not exist": fake.token("nobody@example.test", to_nobody=True),
        "signature of the token is invalid": f"{head}.{claims}.{signature[::-1]}",
        "The signature": f"{none}.{claims}.{signature}",
        "token is malformed": f"{claims}.{signature}",
        "is malformed": "nonsense",
        "malformed": "é.é.é".encode().decode("latin-1"),
    }
    for why, token in wrong.items():
        answer = ask(session, fake, Authorization=f"Bearer {token}")
        assert (answer.status_code, why in answer.headers["x-ms-diagnostics"]) == (401, True), why
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def grant(session: requests.Session, fake: FakeExchange, **form: str) -> tuple[int, dict[str, object]]:
    """What the token endpoint answers."""
    url = fake.url.replace("/EWS/Exchange.asmx", "/tenant/oauth2/v2.0/token")
    answer = session.post(url, form, timeout=15)
    return answer.status_code, answer.json()


def test_tokens_are_given_out(fake: FakeExchange, session: requests.Session) -> None:
    status, told = grant(session, fake, grant_type="client_credentials", client_id=SERVICE[0], client_secret=SERVICE[1])
    assert (status, told["token_type"]) == (200, "Bearer")
    bearer = {"Authorization": f"Bearer {told['access_token']}", **HEADERS}
    assert session.post(fake.url, envelope(GET_CALENDAR, owner=ANNA), headers=bearer, timeout=15).status_code == 200
    status, told = grant(session, fake, grant_type="password", username=ANNA, password="a:b\\ü")
    assert ask(session, fake, Authorization=f"Bearer {told['access_token']}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"scope": "offline_access https://outlook.office365.com/.default"}, 200),
        ({"scope": "https://outlook.office365.com//EWS.AccessAsUser.All"}, 200),
        ({"scope": "00000002-0000-0ff1-ce00-000000000000/.default"}, 200),
        ({"resource": "https://outlook.office365.com/"}, 200),
        ({"scope": "https://graph.microsoft.com/.default"}, 401),
        ({"resource": "https://graph.microsoft.com"}, 401),
    ],
)
def test_a_token_is_for_what_was_asked_for(
    fake: FakeExchange, session: requests.Session, asked: dict[str, str], status: int
) -> None:
    """one for Graph does not open EWS"""
    _, told = grant(session, fake, grant_type="password", username=ANNA, password="a:b\\ü", **asked)
    answer = ask(session, fake, Authorization=f"Bearer {told['access_token']}")
    assert answer.status_code == status
    assert ("audience" in answer.headers.get("x-ms-diagnostics", "")) == (status == 401)


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "implicit"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "client_id": ANNA, "client_secret": "x"}, 401, "invalid_client"),
        ({"grant_type": "password", "username": "nobody"}, 400, "invalid_grant"),
    ],
)
def test_tokens_that_are_not_given_out(
    fake: FakeExchange, session: requests.Session, form: dict[str, str], status: int, error: str
) -> None:
    answered, told = grant(session, fake, **form)
    assert (answered, told["error"]) == (status, error)


# what must be installed


@pytest.mark.parametrize(
    ("module", "options", "words"),
    [
        ("handshakes", ("--auth", "ntlm"), "ntlm and negotiate need pyspnego: pip install pyspnego"),
        ("tls", ("--tls",), "TLS needs cryptography: pip install cryptography"),
    ],
)
def test_what_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    module: str,
    options: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.setitem(sys.modules, f"fake_ews.server.{module}", None)
    monkeypatch.delattr(f"fake_ews.server.{module}", raising=False)
    assert main(["serve", "--port", "0", *options]) == 2
    assert capsys.readouterr().err == f"fake-ews: {words}\n"
