"""Where a listener is, the way to it, and if there is none, why: in words for its developer.

Rule: the words begin a verdict's sentence; they name what the developer can look for, not classes of a library.
Certificates are anyone's: a listener in a test signs its own.
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
P = TypeVar("P", bound=asyncio.Protocol)


class NoAnswer(Exception):
    """Nothing came back that can be used; the text says why."""


class Where(NamedTuple):
    """What a URL says: host and port, whether TLS is spoken there, the Host header, and what is asked for.

    A URL that cannot be posted to has no host.
    """

    url: str
    host: str = ""
    port: int = 0
    is_tls: bool = False
    authority: str = ""
    path: str = ""


@lru_cache(maxsize=10_000)
def where(url: str) -> Where:
    """Where a URL leads, a user's name and password in it left out."""
    try:
        parts = URL(url)
        host, port = parts.raw_host, parts.port
    except ValueError:
        return Where(url)
    if not host or not port or parts.scheme not in ("http", "https"):
        return Where(url)
    is_tls, authority = parts.scheme == "https", parts.host_port_subcomponent or host
    return Where(url, host, port, is_tls, authority, parts.raw_path_qs)


async def connected(to: Where, protocol: Callable[[], P]) -> P:
    """A new connection. NoAnswer: there is none."""
    if not to.host:
        raise NoAnswer(f"{to.url} is no URL that can be posted to")
    loop = asyncio.get_running_loop()
    try:
        sock = await start_connection(await _addresses(to), happy_eyeballs_delay=_NEXT_ADDRESS)
        if not to.is_tls:
            return (await loop.create_connection(protocol, sock=sock))[1]
    except socket.gaierror:
        raise NoAnswer(f"the host name {to.host} is not known (DNS)") from None
    except ConnectionRefusedError:
        raise NoAnswer(f"nobody listens at {to.host}:{to.port} (connection refused)") from None
    except OSError as error:
        why = os.strerror(error.errno).lower() if error.errno else str(error)
        raise NoAnswer(f"there is no connection to {to.host}:{to.port} ({why})") from None
    try:
        _, speaks = await loop.create_connection(
            protocol, sock=sock, ssl=_anyones(), server_hostname=to.host.rstrip("."),
            ssl_handshake_timeout=_LONGEST_HANDSHAKE,
        )  # fmt: skip
    except OSError:  # errors of TLS among them
        raise NoAnswer(f"TLS with {to.host}:{to.port} failed (does it speak https there?)") from None
    return speaks


async def _addresses(to: Where) -> Sequence[AddrInfoType]:
    """The addresses of a host; one that is written in numbers is nobody's to look up."""
    try:
        return socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        loop = asyncio.get_running_loop()
        return await loop.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


@lru_cache(maxsize=1)
def _anyones() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
