"""TLS: a certificate signed by an authority of our own, made on demand, or one that is given.

Rule: the authority is made once and stays in its folder, so that it need be trusted once; the server's certificate is
made anew at each start, for the names that clients may call it by. Nothing of it is fit for anything but tests.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange

CERTIFICATE, KEY = "ca.pem", "ca-key.pem"
_YEARS = dt.timedelta(days=5 * 365)
_DAYS = dt.timedelta(days=90)
_SLACK = dt.timedelta(days=1)  # for clients whose clock is behind


def names(exchange: Exchange, host: str) -> list[str]:
    """All names a client may call the server by, from the machine's own to those that Autodiscover tries."""
    domains = {address.rpartition("@")[2] for address in exchange.mailboxes}
    found = {
        "localhost",
        "127.0.0.1",
        "::1",
        host,
        exchange.host,
        *domains,
        *(f"autodiscover.{one}" for one in domains),
    }
    return sorted(one for one in found if one.isascii() and "_" not in one)


def given(certificate: str, key: str) -> ssl.SSLContext:
    """A server's context with this certificate (PEM, its chain after it). ValueError says what is wrong with it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except ssl.SSLError as error:
        why = error.reason.lower().replace("_", " ") if error.reason else "one of them is no PEM"
        raise ValueError(f"{certificate}, {key}: no certificate and key that fit each other ({why})") from None
    except OSError as error:
        raise ValueError(f"{certificate}, {key}: {(error.strerror or str(error)).lower()}") from None
    return context


def own(folder: Path, names: Iterable[str]) -> tuple[ssl.SSLContext, Path]:
    """A context for these names and addresses, and the file of the authority, which clients must trust."""
    authority, key = _authority(folder)
    leaf_key = ec.generate_private_key(ec.SECP256R1())
    leaf = _certificate("fake Exchange", leaf_key, authority.subject, key, _DAYS, names)
    with tempfile.TemporaryDirectory() as place:  # the context takes files alone
        chain = Path(place) / "server.pem"
        chain.write_bytes(_pem(leaf) + _private(leaf_key))
        return given(str(chain), str(chain)), folder / CERTIFICATE


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    try:
        known = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
        key = serialization.load_pem_private_key((folder / KEY).read_bytes(), None)
        if isinstance(key, ec.EllipticCurvePrivateKey) and known.not_valid_after_utc > _now() + _DAYS:
            return known, key
    except (OSError, ValueError):
        pass  # there is none, or none that can be used: a new one
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fake Exchange, tests only")])
    made = _certificate("", key, name, key, _YEARS)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEY).touch(mode=0o600)
    (folder / KEY).write_bytes(_private(key))
    (folder / CERTIFICATE).write_bytes(_pem(made))
    return made, key


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, by: ec.EllipticCurvePrivateKey,
    lasts: dt.timedelta, names: Iterable[str] = (),
) -> x509.Certificate:  # fmt: skip
    """A certificate: of the authority itself, or, with a name, of a server with these names."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) if name else issuer
    is_authority, now = not name, _now()
    builder = (
        x509.CertificateBuilder(
            issuer, subject, key.public_key(), x509.random_serial_number(), now - _SLACK, now + lasts
        )
        .add_extension(x509.BasicConstraints(is_authority, 0 if is_authority else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(not is_authority, False, False, False, False, is_authority, is_authority, False, False),
            critical=True,
        )
    )
    if not is_authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        builder = builder.add_extension(x509.SubjectAlternativeName([_named(one) for one in names]), critical=False)
    return builder.sign(by, hashes.SHA256())


def _named(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
