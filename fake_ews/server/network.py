"""Where a listener is, the way to it, and if there is none, why: in words for its developer.

Rule: the words begin a verdict's sentence; they name what the developer can look for, not classes of a library.
Certificates are anyone's, since a listener in a test signs its own, unless whoever posts wants them checked.
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from aiohappyeyeballs import AddrInfoType, start_connection
from yarl import URL

_NEXT_ADDRESS = 0.25  # seconds after which the next address of a host is tried beside the first   Source: RFC 8305
_LONGEST_HANDSHAKE = 24 * 3600.0  # how long one is waited for is up to the simulator's clock, not to a timer here
_NO_TLS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "PACKET_LENGTH_TOO_LONG",
    "UNEXPECTED_MESSAGE",
    "RECORD_LAYER_FAILURE",
)
UNTRUSTED = "its certificate is not trusted"
P = TypeVar("P", bound=asyncio.Protocol)


class NoAnswer(Exception):
    """Nothing came back that can be used; the text says why."""


class Where(NamedTuple):
    """What a URL says: host and port, whether TLS is spoken there, the Host header, and what is asked for.

    A URL that cannot be posted to has no host. `checks`: only a certificate that this machine trusts counts.
    """

    url: str
    host: str = ""
    port: int = 0
    is_tls: bool = False
    authority: str = ""
    path: str = ""
    checks: bool = False


@lru_cache(maxsize=10_000)
def where(url: str, *, checks: bool = False) -> Where:
    """Where a URL leads, a user's name and password in it, and blanks around it, left out."""
    try:
        parts = URL(url.strip())
        host, port = parts.raw_host, parts.port
    except ValueError:
        return Where(url)
    if not host or not port or parts.scheme not in ("http", "https"):
        return Where(url)
    is_tls, authority = parts.scheme == "https", parts.host_port_subcomponent or host
    return Where(url, host, port, is_tls, authority, parts.raw_path_qs, checks)


async def connected(to: Where, protocol: Callable[[], P]) -> P:
    """A new connection. NoAnswer: there is none."""
    if not to.host:
        raise NoAnswer(f"{to.url} is no URL that can be posted to")
    loop = asyncio.get_running_loop()
    try:
        sock = await start_connection(await _addresses(to), happy_eyeballs_delay=_NEXT_ADDRESS)
        if not to.is_tls:
            return (await loop.create_connection(protocol, sock=sock))[1]
    except (socket.gaierror, UnicodeError):  # the latter: no name can be like this
        raise NoAnswer(f"the host name {to.host} is not known (DNS)") from None
    except ConnectionRefusedError:
        raise NoAnswer(f"nobody listens at {to.host}:{to.port} (connection refused)") from None
    except OSError as error:
        why = os.strerror(error.errno).lower() if error.errno else str(error)
        raise NoAnswer(f"there is no connection to {to.host}:{to.port} ({why})") from None
    try:
        _, speaks = await loop.create_connection(
            protocol, sock=sock, ssl=_trusted() if to.checks else _anyones(), server_hostname=to.host.rstrip("."),
            ssl_handshake_timeout=_LONGEST_HANDSHAKE,
        )  # fmt: skip
    except (OSError, UnicodeError) as error:  # errors of TLS among them
        raise NoAnswer(f"TLS with {to.host}:{to.port} failed ({_cause(error)})") from None
    return speaks


def _cause(error: OSError | UnicodeError) -> str:
    """Why a handshake failed, in words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{UNTRUSTED}: {error.verify_message}"
    if isinstance(error, ssl.SSLError) and error.reason:
        words = error.reason.replace("_", " ").lower()
        return f"{words}: does it speak https there?" if error.reason in _NO_TLS else words
    return "the connection was cut in the handshake: does it speak https there?"


async def _addresses(to: Where) -> Sequence[AddrInfoType]:
    """The addresses of a host; one that is written in numbers is nobody's to look up."""
    try:
        return socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        loop = asyncio.get_running_loop()
        return await loop.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """What this machine trusts, or what SSL_CERT_FILE names."""
    return ssl.create_default_context()


@lru_cache(maxsize=1)
def _anyones() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
