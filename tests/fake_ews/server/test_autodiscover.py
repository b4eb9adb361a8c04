"""Autodiscover over the wire, SOAP and POX: found, unknown, sent on; asked by exchangelib and by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
import requests
from exchangelib import BASIC, Configuration, Credentials  # type: ignore[import-untyped]
from exchangelib.autodiscover.protocol import AutodiscoverProtocol  # type: ignore[import-untyped]
from exchangelib.errors import ErrorNonExistentMailbox  # type: ignore[import-untyped]
from exchangelib.properties import UserResponse  # type: ignore[import-untyped]
from lxml import etree

from fake_ews import FakeExchange, ManualClock, Profile
from fake_ews.model.exchange import Exchange
from fake_ews.server.autodiscover import POX, SOAP, Autodiscover
from tests.fake_ews.server.wire import ANNA, SERVICE, XML

A = "{http://schemas.microsoft.com/exchange/2010/Autodiscover}"
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeExchange]:
    """Anna; Bob has moved to another address, everybody of old.test to another server."""
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA, name="Anna Arn")
        fake.redirect("bob@example.test", ANNA)
        fake.redirect("old.test", "https://other.test/autodiscover/autodiscover.svc")
        yield fake


class Client:
    """Somebody at requests."""

    def __init__(self, url: str) -> None:
        self.url, self.session = url, requests.Session()
        self.session.trust_env, self.session.auth = False, SERVICE

    def post(self, raw: bytes, *, path: str) -> requests.Response:
        """Ask one of the two services."""
        return self.session.post(urljoin(self.url, path), raw, headers={"Content-Type": XML}, timeout=15)


@pytest.fixture(scope="module")
def client(fake: FakeExchange) -> Iterator[Client]:
    """Somebody by hand, signed in."""
    client = Client(fake.url)
    yield client
    client.session.close()


def test_only_who_signs_in_is_told(client: Client) -> None:
    with requests.Session() as stranger:
        stranger.trust_env = False
        for path in (SOAP, POX):
            assert stranger.post(urljoin(client.url, path), b"", timeout=15).status_code == 401
            refused = stranger.get(urljoin(client.url, path), timeout=15)
            assert (refused.status_code, refused.headers["X-SOAP-Enabled"]) == (401, "True")
            assert "X-OAuth-Enabled" not in refused.headers
    assert client.session.get(urljoin(client.url, SOAP), timeout=15).status_code == 200
    assert "<ErrorCode>600</ErrorCode>" in client.session.get(urljoin(client.url, POX), timeout=15).text


def soap(client: Client, what: str, about: tuple[str, ...], settings: tuple[str, ...]) -> etree._Element:
    """The Response to a question about users or domains."""
    kind = "User" if what == "User" else "Domain"
    asked = "".join(
        f"<User><Mailbox>{one}</Mailbox></User>" if kind == "User" else f"<Domain>{one}</Domain>" for one in about
    )
    names = "".join(f"<Setting>{name}</Setting>" for name in settings)
    raw = (
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Get{kind}SettingsRequestMessage '
        f'xmlns="{A[1:-1]}"><Request><{kind}s>{asked}</{kind}s><RequestedSettings>{names}</RequestedSettings></Request>'
        f"</Get{kind}SettingsRequestMessage></s:Body></s:Envelope>"
    )
    answer = client.post(raw.encode(), path=SOAP)
    assert answer.status_code == 200
    response = etree.fromstring(answer.content).find(f".//{A}Response")
    assert response is not None
    return response


def pox(client: Client, address: str, schema: str = OUTLOOK) -> requests.Response:
    """The answer to a POX question."""
    raw = (
        '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request>'
        f"<EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>{schema}</AcceptableResponseSchema>"
        "</Request></Autodiscover>"
    )
    return client.post(raw.encode(), path=POX)


def texts(element: etree._Element, name: str) -> list[str | None]:
    return [one.text for one in element.iter(f"{A}{name}")]


def by_exchangelib(fake: FakeExchange, address: str) -> UserResponse:
    config = Configuration(service_endpoint=urljoin(fake.url, SOAP), credentials=Credentials(*SERVICE), auth_type=BASIC)
    protocol = AutodiscoverProtocol(config=config)
    try:
        return protocol.get_user_settings(user=address)
    finally:
        protocol.close()


def test_exchangelib_finds_the_address_of_ews(fake: FakeExchange) -> None:
    found = by_exchangelib(fake, ANNA)
    assert found.ews_url == fake.url
    assert found.autodiscover_smtp_address == ANNA
    assert found.version.api_version == "Exchange2015"


def test_exchangelib_is_told_of_an_unknown_user_and_sent_on(fake: FakeExchange) -> None:
    assert by_exchangelib(fake, "bob@example.test").redirect_address == ANNA
    assert by_exchangelib(fake, "carl@old.test").redirect_url == "https://other.test/autodiscover/autodiscover.svc"
    unknown = by_exchangelib(fake, "nobody@example.test")
    with pytest.raises(ErrorNonExistentMailbox, match=r"Invalid user: 'nobody@example.test'"):
        unknown.raise_errors()


def test_settings_that_lead_nowhere_are_told_by_name(client: Client) -> None:
    response = soap(client, "User", (ANNA,), ("UserDisplayName", "ExternalOABUrl", "Nonsense"))
    assert texts(response, "Value") == ["Anna Arn"]
    assert texts(response, "SettingName") == ["ExternalOABUrl", "Nonsense"]
    assert texts(response, "ErrorCode")[2:] == ["SettingIsNotAvailable", "InvalidSetting"]


def test_each_user_has_an_answer_of_their_own(client: Client) -> None:
    response = soap(client, "User", (ANNA, "nobody@example.test", "bob@example.test"), ("CasVersion",))
    assert texts(response, "ErrorCode") == ["NoError", "NoError", "InvalidUser", "RedirectAddress"]
    assert texts(response, "Value") == ["15.01.2507.039"]


def test_a_domain_has_the_address_of_ews(fake: FakeExchange, client: Client) -> None:
    response = soap(client, "Domain", ("example.test", "old.test", "far.test"), ("ExternalEwsUrl", "Nonsense"))
    assert texts(response, "ErrorCode") == ["NoError", "NoError", "InvalidSetting", "RedirectUrl", "InvalidDomain"]
    assert texts(response, "Value") == [fake.url]
    assert texts(response, "RedirectTarget")[1] == "https://other.test/autodiscover/autodiscover.svc"


@pytest.mark.parametrize(
    ("about", "settings", "text"), [((), ("CasVersion",), "users or domains"), ((ANNA,), (), "settings")]
)
def test_a_question_for_nothing_is_invalid(
    client: Client, about: tuple[str, ...], settings: tuple[str, ...], text: str
) -> None:
    response = soap(client, "User", about, settings)
    assert texts(response, "ErrorCode") == ["InvalidRequest"]
    assert texts(response, "ErrorMessage") == [f"The request names no {text}."]


@pytest.mark.parametrize("raw", [b"<a", b"<a/>", b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>'])
def test_what_is_no_question_is_a_fault(client: Client, raw: bytes) -> None:
    answer = client.post(raw, path=SOAP)
    assert (answer.status_code, "ActionNotSupported" in answer.text) == (500, True)


def test_pox_names_the_address_of_ews_inside_and_outside(fake: FakeExchange, client: Client) -> None:
    text = pox(client, ANNA).text
    assert re.findall("<Type>(.*?)</Type>", text) == ["EXCH", "EXPR"]
    assert set(re.findall("<EwsUrl>(.*?)</EwsUrl>", text)) == {fake.url}
    assert "<DisplayName>Anna Arn</DisplayName>" in text
    assert "<ServerVersion>73C189CB</ServerVersion>" in text


def test_what_pox_says_of_an_address_that_nobody_has(fake: FakeExchange, client: Client) -> None:
    """[unverified text]: a field of the profile"""
    fake._exchange.profile = Profile().but(pox_unknown="Nobody is there.")
    told = pox(client, "no@example.test").text
    fake._exchange.profile = Profile()
    assert "<ErrorCode>500</ErrorCode><Message>Nobody is there.<" in told


def test_the_build_is_that_of_the_mailbox(fake: FakeExchange, client: Client) -> None:
    fake.mailbox(ANNA).behave(build=(15, 2, 1544, 4))
    known, unknown = (soap(client, "User", (one,), ("CasVersion",)) for one in (ANNA, "no@example.test"))
    fake.mailbox(ANNA).behave()
    found = [one.getroottree().findtext(".//{*}ServerVersionInfo/{*}MinorVersion") for one in (known, unknown)]
    assert found == ["2", "1"]


def test_pox_errors_and_redirects(client: Client) -> None:
    assert (
        "<ErrorCode>500</ErrorCode><Message>The email address can't be found.<" in pox(client, "no@example.test").text
    )
    assert "<ErrorCode>601</ErrorCode>" in pox(client, ANNA, "http://mobilesync").text
    assert "<ErrorCode>600</ErrorCode><Message>Invalid Request<" in client.post(b"<a/>", path=POX).text
    assert f"<Action>redirectAddr</Action><RedirectAddr>{ANNA}<" in pox(client, "bob@example.test").text
    assert "<Action>redirectUrl</Action><RedirectUrl>https://other.test/" in pox(client, "carl@old.test").text


def test_the_version_of_exchange_2013() -> None:
    status, body = Autodiscover(Exchange(ManualClock(), Profile.exchange2013(), 0)).answer(
        SOAP,
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetUserSettingsRequestMessage '
        b'xmlns="http://schemas.microsoft.com/exchange/2010/Autodiscover"/></s:Body></s:Envelope>',
        "http://localhost",
    )
    assert (status, b"<h:Version>Exchange2013_SP1<" in body) == (200, True)


def test_tokens_are_said_to_be_taken() -> None:
    with FakeExchange(clock=ManualClock(), auth=["bearer"]) as fake, requests.Session() as stranger:
        stranger.trust_env = False
        assert stranger.get(urljoin(fake.url, POX), timeout=15).headers["X-OAuth-Enabled"] == "True"
