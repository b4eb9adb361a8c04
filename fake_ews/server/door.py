"""The door: by which schemes one may sign in, and who has; Basic, NTLM, Negotiate, Bearer.

Rule: what is not offered is not taken. NTLM and Negotiate sign in the connection, the others the request alone; a
header that comes on a connection signed in counts more than that.
Source: fact sheet section 1 (order and form of WWW-Authenticate), section 16 (NTLM).
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from fake_ews.server.auth import account_of
from fake_ews.server.tokens import BEARER, NoToken, applicant, bearer_of

if TYPE_CHECKING:
    from fake_ews.model.exchange import Account
    from fake_ews.server.domains import Domains
    from fake_ews.server.handshakes import Handshakes

SCHEMES = ("negotiate", "ntlm", "basic", "bearer")
_NAMES = {"negotiate": "Negotiate", "ntlm": "NTLM"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Who signs in with a request, if anybody; for whom does not, what the 401 says.

    `is_app`: with a token of an application alone, which must name whom it acts for. `why`: what is wrong with a token.
    """

    account: Account | None
    challenges: tuple[str, ...] = ()
    is_app: bool = False
    why: str = ""


class Door:
    """The door of a server. ValueError: a scheme that there is not, or whose library is not installed."""

    def __init__(self, domains: Domains, schemes: Sequence[str] = ("basic",)) -> None:
        strange = [one for one in schemes if one not in SCHEMES]
        if strange or not schemes:
            raise ValueError(f"no such way to sign in: {', '.join(strange) or 'none'} (there are {', '.join(SCHEMES)})")
        self._domains, self.schemes = domains, tuple(one for one in SCHEMES if one in schemes)
        self._handshakes = _handshakes(domains) if {"negotiate", "ntlm"} & set(schemes) else None
        self._signed_in: WeakKeyDictionary[asyncio.Transport, Account] = WeakKeyDictionary()

    def enter(self, authorization: str | None, connection: asyncio.Transport | None) -> Entry:
        """Who signs in with this Authorization header on this connection."""
        if authorization is None:
            known = None if connection is None else self._signed_in.get(connection)
            return self.closed() if known is None else Entry(known)
        scheme, _, value = authorization.partition(" ")
        scheme = scheme.lower()
        if scheme not in self.schemes:
            return self.closed()
        if scheme == "basic":
            account = account_of(self._domains, authorization)
            return self.closed() if account is None else Entry(account)
        if scheme == "bearer":
            return self._token(value.strip())
        return self._leg(scheme, value, connection)

    def grant(self, form: Mapping[str, object]) -> tuple[int, dict[str, object]]:
        """HTTP status and JSON for what is posted to a token endpoint."""
        return self._domains.of(applicant(form)).tokens.grant(form)

    def closed(self, why: str = "") -> Entry:
        """Nobody: all that is offered."""
        return Entry(None, tuple(self._challenge(one, why) for one in self.schemes), why=why)

    def _challenge(self, scheme: str, why: str) -> str:
        if scheme == "basic":
            return f'Basic realm="{self._domains.first.exchange.host}"'
        return f'{BEARER}, error="invalid_token"' if why and scheme == "bearer" else _NAMES.get(scheme, BEARER)

    def _token(self, token: str) -> Entry:
        try:
            account, is_app = self._domains.of(bearer_of(token)).tokens.checked(token)
        except NoToken as none:
            return self.closed(str(none))
        return Entry(account, is_app=is_app)

    def _leg(self, scheme: str, value: str, connection: asyncio.Transport | None) -> Entry:
        if connection is None or self._handshakes is None:
            return self.closed()
        self._signed_in.pop(connection, None)
        try:
            said = self._handshakes.step(connection, scheme, base64.b64decode(value.strip(), validate=True))
        except binascii.Error:
            return self.closed()
        if isinstance(said, bytes):
            return Entry(None, (f"{_NAMES[scheme]} {base64.b64encode(said).decode()}",))
        if said is None:
            return self.closed()
        self._signed_in[connection] = said
        return Entry(said)


def _handshakes(domains: Domains) -> Handshakes:
    try:
        from fake_ews.server.handshakes import Handshakes
    except ImportError:
        raise ValueError("ntlm and negotiate need pyspnego: pip install 'fake-ews[auth]'") from None
    return Handshakes(domains)
