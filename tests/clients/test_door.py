"""exchangelib comes in by NTLM and by OAuth2, over TLS, to a server as a person starts it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import exchangelib  # type: ignore[import-untyped]
import pytest

from fake_ews import FakeExchange, Profile
from tests.fake_ews.test_main import serving

pytestmark = pytest.mark.proof

ALICE, BOB = "alice@example.test", "bob@example.test"
VERSION = exchangelib.Version(exchangelib.Build(15, 1))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server with TLS, whose authority requests trusts, without Basic."""
    folder = tmp_path_factory.mktemp("authority")
    users = [word for user in (ALICE, BOB) for word in ("--user", f"{user}:secret")]
    options = ("--tls", "--tls-folder", str(folder), "--auth", "ntlm,negotiate,bearer", *users)
    with serving(*options) as (_, line), pytest.MonkeyPatch.context() as patch:
        patch.setenv("REQUESTS_CA_BUNDLE", str(folder / "ca.pem"))
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield line.removeprefix("fake Exchange at ").strip()


def calendar_of(address: str, access: str, config: exchangelib.Configuration) -> set[str]:
    """Create an entry, and say whose those of its name are."""
    account = exchangelib.Account(address, config=config, access_type=access, default_timezone=exchangelib.UTC)
    start = exchangelib.EWSDateTime(2027, 3, 1, 9, 0, tzinfo=exchangelib.UTC)
    try:
        item = exchangelib.CalendarItem(
            account=account, folder=account.calendar, subject=config.auth_type, start=start, end=start
        )
        item.save()
        found = list(account.calendar.filter(subject=config.auth_type))
    finally:
        account.protocol.close()
    return {one.organizer.email_address for one in found}


@pytest.mark.parametrize("user", [ALICE, "EXAMPLE\\alice"])
def test_exchangelib_by_ntlm(endpoint: str, user: str) -> None:
    config = exchangelib.Configuration(
        service_endpoint=endpoint, credentials=exchangelib.Credentials(user, "secret"), auth_type=exchangelib.NTLM,
        version=VERSION,
    )  # fmt: skip
    assert calendar_of(ALICE, exchangelib.DELEGATE, config) == {ALICE}


def test_exchangelib_by_oauth2_as_an_application(endpoint: str) -> None:
    assert calendar_of(BOB, exchangelib.IMPERSONATION, of_an_application(endpoint)) == {BOB}


def test_exchange_online_takes_tokens_only_and_keeps_blocked_applications_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the profile says; the block is a switch, set while it runs, as when EWS is retired there."""
    with FakeExchange(profile=Profile.online(), tls=True) as fake:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(fake.ca_file))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        fake.account(ALICE, "secret", impersonates="all")
        fake.mailbox(BOB)
        by_password = exchangelib.Configuration(
            service_endpoint=fake.url, credentials=exchangelib.Credentials(ALICE, "secret"),
            auth_type=exchangelib.BASIC, version=VERSION,
        )  # fmt: skip
        with pytest.raises(exchangelib.errors.UnauthorizedError):
            calendar_of(ALICE, exchangelib.DELEGATE, by_password)
        by_token = of_an_application(fake.url)
        assert calendar_of(BOB, exchangelib.IMPERSONATION, by_token) == {BOB}
        fake.mailbox(BOB).behave(blocked_applications=("outlook*",))
        assert calendar_of(BOB, exchangelib.IMPERSONATION, by_token) == {BOB}
        fake.mailbox(BOB).behave(blocked_applications=("exchangelib/*",))
        with pytest.raises(exchangelib.errors.TransportError, match="403"):
            calendar_of(BOB, exchangelib.IMPERSONATION, by_token)
        last = fake.journal.after(0)[-1]
    assert (last.status, last.codes, last.mailbox, last.received) == (403, (), BOB, b"")
    assert last.verdict.startswith("the application 'exchangelib/")
    assert last.verdict.endswith("is blocked (field blocked_applications of the profile)")


def of_an_application(endpoint: str) -> exchangelib.Configuration:
    """Alice as an application, for Bob, with tokens of the server."""

    class Credentials(exchangelib.OAuth2Credentials):  # type: ignore[misc]
        @property
        def token_url(self) -> str:
            return urljoin(endpoint, "/tenant/oauth2/v2.0/token")

    credentials = Credentials(
        client_id=ALICE,
        client_secret="secret",
        tenant_id="tenant",
        identity=exchangelib.Identity(primary_smtp_address=BOB),
    )
    return exchangelib.Configuration(
        service_endpoint=endpoint, credentials=credentials, auth_type=exchangelib.OAUTH2, version=VERSION
    )
