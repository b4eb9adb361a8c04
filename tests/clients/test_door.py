"""exchangelib comes in by NTLM and by OAuth2, over TLS, to a server as a person starts it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import exchangelib  # type: ignore[import-untyped]
import pytest

from tests.fake_ews.test_main import serving

ALICE, BOB = "alice@example.test", "bob@example.test"


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
    item = exchangelib.CalendarItem(
        account=account, folder=account.calendar, subject=config.auth_type, start=start, end=start
    )
    item.save()
    found = list(account.calendar.filter(subject=config.auth_type))
    account.protocol.close()
    return {one.organizer.email_address for one in found}


@pytest.mark.parametrize("user", [ALICE, "EXAMPLE\\alice"])
def test_exchangelib_by_ntlm(endpoint: str, user: str) -> None:
    config = exchangelib.Configuration(
        service_endpoint=endpoint, credentials=exchangelib.Credentials(user, "secret"), auth_type=exchangelib.NTLM,
        version=exchangelib.Version(exchangelib.Build(15, 1)),
    )  # fmt: skip
    assert calendar_of(ALICE, exchangelib.DELEGATE, config) == {ALICE}


def test_exchangelib_by_oauth2_as_an_application(endpoint: str) -> None:
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
    config = exchangelib.Configuration(
        service_endpoint=endpoint, credentials=credentials, auth_type=exchangelib.OAUTH2,
        version=exchangelib.Version(exchangelib.Build(15, 1)),
    )  # fmt: skip
    assert calendar_of(BOB, exchangelib.IMPERSONATION, config) == {BOB}
