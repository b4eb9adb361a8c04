"""The door: by which schemes one may sign in, and who has; Basic, NTLM, Negotiate, Bearer.

Rule: what is not offered is not taken. NTLM and Negotiate sign in the connection, the others the request alone; a
header that comes on a connection signed in counts more than that. A 401 offers what the organisation takes that the
request names; one that names nobody is offered what any of them takes, for it could be anybody's.
Source: fact sheet section 1 (order and form of WWW-Authenticate), section 16 (NTLM).
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from fake_ews.server.auth import account_of, credentials
from fake_ews.server.tokens import NoToken, applicant, bearer_of

if TYPE_CHECKING:
    from fake_ews.model.exchange import Account
    from fake_ews.server.domains import Domains
    from fake_ews.server.handshakes import Handshakes
    from fake_ews.server.organisation import Organisation

SCHEMES = ("negotiate", "ntlm", "basic", "bearer")
_NAMES = {"negotiate": "Negotiate", "ntlm": "NTLM"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Who signs in with a request, if anybody; for whom does not, what the 401 says.

    `is_app`: with a token of an application alone, which must name whom it acts for. `why`: what is wrong with a token.
    `home`: the organisation that is meant, where that is known.
    `goes_on`: this is a leg of a handshake, to which the client has the next one.
    """

    account: Account | None
    challenges: tuple[str, ...] = ()
    is_app: bool = False
    why: str = ""
    home: Organisation | None = None
    goes_on: bool = False


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

    def _lets(self, home: Organisation, scheme: str) -> bool:
        """Whether an organisation takes what another one may take."""
        return self._said is not None or scheme in home.exchange.profile.sign_in

    def enter(self, authorization: str | None, connection: asyncio.Transport | None, anchor: str = "") -> Entry:
        """Who signs in with this Authorization header on this connection; `anchor`: what X-AnchorMailbox says."""
        if authorization is None:
            known = None if connection is None else self._signed_in.get(connection)
            return self._of(known) if known is not None else self.closed(home=self._meant("", anchor))
        scheme, _, value = authorization.partition(" ")
        scheme, closed = scheme.lower(), partial(self._closed_to, authorization, anchor)
        if not self._takes(scheme):
            return closed()
        if scheme == "basic":
            account = account_of(self._domains, authorization)
            entry = closed() if account is None else self._of(account)
        elif scheme == "bearer":
            entry = self._token(value.strip(), closed)
        else:
            entry = self._leg(scheme, value, connection, closed)
        if entry.account is None or self._lets(self._domains.of(entry.account.address), scheme):
            return entry
        return self.closed(home=entry.home)

    def _of(self, account: Account, *, is_app: bool = False) -> Entry:
        return Entry(account, is_app=is_app, home=self._domains.of(account.address))

    def _closed_to(self, authorization: str, anchor: str, why: str = "") -> Entry:
        return self.closed(why, self._meant(authorization, anchor))

    def _meant(self, authorization: str, anchor: str) -> Organisation | None:
        """The organisation of whom a request names: in a header that signs nobody in, or as X-AnchorMailbox."""
        scheme, _, value = authorization.partition(" ")
        name = bearer_of(value.strip()) if scheme.lower() == "bearer" else credentials(authorization)[0]
        domain, backslash, _ = name.rpartition("\\")
        if backslash:
            return self._domains.called(domain)
        address = name or anchor.strip()
        return self._domains.of(address) if "@" in address else None

    def grant(self, form: Mapping[str, object]) -> tuple[int, dict[str, object]]:
        """HTTP status and JSON for what is posted to a token endpoint."""
        return self._domains.of(applicant(form)).tokens.grant(form)

    def closed(self, why: str = "", home: Organisation | None = None) -> Entry:
        """Nobody: all that is offered, by the organisation that is meant or, where that is not known, by any."""
        return Entry(None, tuple(self._challenge(one, why, home) for one in self.offered(home)), why=why, home=home)

    def offered(self, home: Organisation | None) -> tuple[str, ...]:
        """How one may sign in to an organisation; None: to any."""
        return tuple(one for one in self.schemes if home is None or self._lets(home, one))

    def _challenge(self, scheme: str, why: str, home: Organisation | None) -> str:
        exchange = (home or self._offering(scheme)).exchange
        if scheme == "basic":
            return f'Basic realm="{exchange.host}"'
        bearer = exchange.profile.bearer_challenge
        return f'{bearer}, error="invalid_token"' if why and scheme == "bearer" else _NAMES.get(scheme, bearer)

    def _offering(self, scheme: str) -> Organisation:
        """The first organisation that takes a scheme."""
        return next((one for one in self._domains if self._lets(one, scheme)), self._domains.first)

    def _token(self, token: str, closed: Callable[[str], Entry]) -> Entry:
        try:
            account, is_app = self._domains.of(bearer_of(token)).tokens.checked(token)
        except NoToken as none:
            return closed(str(none))
        return self._of(account, is_app=is_app)

    def _leg(self, scheme: str, value: str, connection: asyncio.Transport | None, closed: Callable[[], Entry]) -> Entry:
        if connection is None:
            return closed()
        if self._handshakes is None:  # an organisation that was added wants it
            self._handshakes = _handshakes(self._domains)
        self._signed_in.pop(connection, None)
        try:
            said = self._handshakes.step(connection, scheme, base64.b64decode(value.strip(), validate=True))
        except binascii.Error:
            return closed()
        if isinstance(said, bytes):
            return Entry(None, (f"{_NAMES[scheme]} {base64.b64encode(said).decode()}",), goes_on=True)
        if said is None:
            return closed()
        self._signed_in[connection] = said
        return self._of(said)


def _handshakes(domains: Domains) -> Handshakes:
    try:
        from fake_ews.server.handshakes import Handshakes
    except ImportError:
        raise ValueError("ntlm and negotiate need pyspnego: pip install pyspnego") from None
    return Handshakes(domains)
