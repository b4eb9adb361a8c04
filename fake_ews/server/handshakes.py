"""NTLM and Negotiate: the legs of a handshake, each bound to the connection that it is made on.

Rule: the proof is pyspnego's; here it is only told which accounts there are. It takes them from a file that an
environment variable names, so the file is there, and the variable set, for the time of one leg only.
Source: fact sheet sections 1 and 16 (a sign-in belongs to the TCP connection; mustang PR 1389); MS-NLMP.
"""

from __future__ import annotations

import asyncio
import os
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import spnego
from spnego._ntlm_raw.crypto import ntowfv1
from spnego.exceptions import SpnegoError

from fake_ews.server.auth import account_named

if TYPE_CHECKING:
    from fake_ews.model.exchange import Account
    from fake_ews.server.domains import Domains

_STORE = "NTLM_USER_FILE"
_ONE_AT_A_TIME = threading.Lock()  # the variable belongs to the whole process
# not proved, or no token at all: what the library raises when it is given random bytes
_REFUSED = (SpnegoError, ValueError, LookupError, ArithmeticError, StopIteration, struct.error)
_OPTIONS = {
    "ntlm": spnego.NegotiateOptions.use_ntlm,
    "negotiate": spnego.NegotiateOptions.use_negotiate | spnego.NegotiateOptions.use_ntlm,
}


class Handshakes:
    """The handshakes under way on the connections to a server."""

    def __init__(self, domains: Domains) -> None:
        self._domains = domains
        self._open: WeakKeyDictionary[asyncio.Transport, tuple[str, spnego.ContextProxy]] = WeakKeyDictionary()

    def step(self, connection: asyncio.Transport, scheme: str, token: bytes) -> Account | bytes | None:
        """One leg: what to answer, or the account that has proved who it is; None: it has not, all is forgotten."""
        known = self._open.pop(connection, None)
        if not token:
            return None
        try:
            with self._accounts():
                context = known[1] if known is not None and known[0] == scheme and not _begins(token) else _new(scheme)
                answer = context.step(token)
        except _REFUSED:
            return None
        if context.complete:
            return account_named(self._domains, (context.client_principal or "").lower())
        self._open[connection] = (scheme, context)
        return answer

    @contextmanager
    def _accounts(self) -> Iterator[None]:
        with _ONE_AT_A_TIME, tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "accounts"
            store.write_text("".join(map(_lines, self._domains.accounts())), encoding="utf-8")
            before = os.environ.get(_STORE)
            os.environ[_STORE] = str(store)
            try:
                yield
            finally:
                if before is None:
                    del os.environ[_STORE]
                else:
                    os.environ[_STORE] = before


def _new(scheme: str) -> spnego.ContextProxy:
    return spnego.server(protocol=scheme, options=_OPTIONS[scheme])


def _begins(token: bytes) -> bool:
    """Whether this is the first token of a handshake: NTLM's Negotiate message, or SPNEGO's NegTokenInit."""
    return token[8:12] == b"\x01\0\0\0" if token.startswith(b"NTLMSSP\0") else token[:1] == b"\x60"


def _lines(account: Account) -> str:
    """The names by which a client may call an account: user@domain, DOMAIN\\user, domain\\user."""
    user, _, domain = account.address.partition("@")
    names = {account.address, f"{domain.partition('.')[0]}\\{user}", f"{domain}\\{user}"}
    return "".join(f"{name}:0:{'0' * 32}:{_hash(account.password)}:[U]:LCT-0\n" for name in sorted(names))


@lru_cache(maxsize=1024)
def _hash(password: str) -> str:
    return ntowfv1(password).hex().upper()
