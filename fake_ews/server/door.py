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
from fake_ews.server.tokens import NoToken, applicant, bearer_of

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
    """The door of a server. `schemes`: how one may sign in; None: in each organisation as its profile says.

    ValueError: a scheme that there is not, or whose library is not installed.
    """

    def __init__(self, domains: Domains, schemes: Sequence[str] | None = None) -> None:
        self._domains = domains
        self._said = None if schemes is None else tuple(one for one in SCHEMES if one in schemes)
        strange = [one for one in schemes or () if one not in SCHEMES]
        if strange or not self.schemes:
            raise ValueError(f"no such way to sign in: {', '.join(strange) or 'none'} (there are {', '.join(SCHEMES)})")
        self._handshakes = _handshakes(domains) if {"negotiate", "ntlm"} & set(self.schemes) else None
        self._signed_in: WeakKeyDictionary[asyncio.Transport, Account] = WeakKeyDictionary()

    @property
    def schemes(self) -> tuple[str, ...]:
        """How one may sign in, be it to one organisation alone, in the order of IIS."""
        return tuple(filter(self._takes, SCHEMES))

    def _takes(self, scheme: str) -> bool:
        """Whether one may sign in so, be it to one organisation alone."""
        if self._said is not None:
            return scheme in self._said
        return any(scheme in home.exchange.profile.sign_in for home in self._domains)

    def _lets(self, account: Account, scheme: str) -> bool:
        """Whether the organisation of an account takes what another one may take."""
        return self._said is not None or scheme in self._domains.of(account.address).exchange.profile.sign_in

    def enter(self, authorization: str | None, connection: asyncio.Transport | None) -> Entry:
        """Who signs in with this Authorization header on this connection."""
        if authorization is None:
            known = None if connection is None else self._signed_in.get(connection)
            return self.closed() if known is None else Entry(known)
        scheme, _, value = authorization.partition(" ")
        scheme = scheme.lower()
        if not self._takes(scheme):
            return self.closed()
        if scheme == "basic":
            account = account_of(self._domains, authorization)
            entry = self.closed() if account is None else Entry(account)
        elif scheme == "bearer":
            entry = self._token(value.strip())
        else:
            entry = self._leg(scheme, value, connection)
        return entry if entry.account is None or self._lets(entry.account, scheme) else self.closed()

    def grant(self, form: Mapping[str, object]) -> tuple[int, dict[str, object]]:
        """HTTP status and JSON for what is posted to a token endpoint."""
        return self._domains.of(applicant(form)).tokens.grant(form)

    def closed(self, why: str = "") -> Entry:
        """Nobody: all that is offered."""
        return Entry(None, tuple(self._challenge(one, why) for one in self.schemes), why=why)

    def _challenge(self, scheme: str, why: str) -> str:
        if scheme == "basic":
            return f'Basic realm="{self._domains.first.exchange.host}"'
        bearer = self._domains.first.exchange.profile.bearer_challenge
        return f'{bearer}, error="invalid_token"' if why and scheme == "bearer" else _NAMES.get(scheme, bearer)

    def _token(self, token: str) -> Entry:
        try:
            account, is_app = self._domains.of(bearer_of(token)).tokens.checked(token)
        except NoToken as none:
            return self.closed(str(none))
        return Entry(account, is_app=is_app)

    def _leg(self, scheme: str, value: str, connection: asyncio.Transport | None) -> Entry:
        if connection is None:
            return self.closed()
        if self._handshakes is None:  # an organisation that was added wants it
            self._handshakes = _handshakes(self._domains)
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
