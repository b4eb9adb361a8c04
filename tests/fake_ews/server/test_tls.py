"""TLS: with an authority of our own, which is made once, or a certificate that is given."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from fake_ews import FakeExchange, ManualClock
from fake_ews.server import tls
from tests.fake_ews.server.wire import GET_CALENDAR, SERVICE, XML, envelope
from tests.fake_ews.test_main import serving


def status(url: str, trusted: str | bool) -> int:
    """What a client gets that trusts this authority."""
    with requests.Session() as session:
        session.trust_env, session.verify, session.auth = False, trusted, SERVICE
        return session.post(
            url, envelope(GET_CALENDAR, owner=""), headers={"Content-Type": XML}, timeout=15
        ).status_code


def test_whoever_trusts_its_authority_may_call() -> None:
    with FakeExchange(clock=ManualClock(), tls=True) as fake:
        fake.account(*SERVICE)
        assert fake.url.startswith("https://127.0.0.1:")
        for host in ("127.0.0.1", "localhost"):
            assert status(fake.url.replace("127.0.0.1", host), fake.ca_file) == 200
        with pytest.raises(requests.exceptions.SSLError, match="certificate verify failed"):
            status(fake.url, True)
        trusted = Path(fake.ca_file)
    assert not trusted.exists()


def test_its_own_documents_and_autodiscover_say_https() -> None:
    with FakeExchange(clock=ManualClock(), tls=True) as fake, requests.Session() as session:
        session.trust_env, session.verify = False, fake.ca_file
        wsdl = session.get(fake.url.replace("Exchange.asmx", "Services.wsdl"), timeout=15).text
        assert f'location="{fake.url}"' in wsdl


def test_the_authority_is_made_once_and_kept(tmp_path: Path) -> None:
    seen = []
    for _ in range(2):
        options = ("--tls", "--tls-folder", str(tmp_path), "--user", ":".join(SERVICE))
        with serving(*options) as (process, line):
            assert process.stdout is not None
            authority = process.stdout.readline().removeprefix("its certificate is signed by ").strip()
            assert authority == str(tmp_path / "ca.pem")
            assert status(line.removeprefix("fake Exchange at ").strip(), authority) == 200
            process.terminate()
            process.wait(10)
        seen.append(Path(authority).read_bytes())
    assert seen[0] == seen[1]
    assert (tmp_path / "ca-key.pem").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("broken", ["ca.pem", "ca-key.pem"])
def test_an_authority_that_cannot_be_used_is_made_anew(tmp_path: Path, broken: str) -> None:
    tls.own(tmp_path, ["localhost"])
    before = (tmp_path / "ca.pem").read_bytes()
    (tmp_path / broken).write_text("nonsense")
    tls.own(tmp_path, ["localhost"])
    assert (tmp_path / "ca.pem").read_bytes() != before


def test_a_certificate_that_is_given(tmp_path: Path) -> None:
    tls.own(tmp_path, ["localhost"])
    certificate, key = str(tmp_path / "ca.pem"), str(tmp_path / "ca-key.pem")
    with FakeExchange(clock=ManualClock(), tls=(certificate, key)) as fake:
        url = urlsplit(fake.url)
        shown = ssl.get_server_certificate((str(url.hostname), int(url.port or 0)))
        assert shown.strip() == Path(certificate).read_text().strip()
        assert fake.ca_file == ""


def test_a_certificate_that_does_not_fit_its_key(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        tls.own(tmp_path / folder, ["localhost"])
    with pytest.raises(ValueError, match=r"no certificate and key that fit each other \(key values mismatch\)"):
        tls.given(str(tmp_path / "a" / "ca.pem"), str(tmp_path / "b" / "ca-key.pem"))


def test_what_is_no_certificate_at_all(tmp_path: Path) -> None:
    (tmp_path / "hello").write_text("hello\n")
    with pytest.raises(ValueError, match=r"that fit each other \(one of them is no PEM\)"):
        tls.given(*[str(tmp_path / "hello")] * 2)
