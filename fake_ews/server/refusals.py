"""What is turned away before Exchange looks at it, as the journal tells it: nobody signed in, or nothing is there.

Rules: passwords and tokens are never told. Asking without signing in is how many clients begin, and is told only as
long as nobody has signed in yet; so are no legs of a handshake. What names no organisation is in no journal where there
are several: none may hear of what is another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs

from fake_ews.model.journal import Record
from fake_ews.server.auth import account_named, credentials

if TYPE_CHECKING:
    from aiohttp import web

    from fake_ews.server.domains import Domains
    from fake_ews.server.door import Door, Entry
    from fake_ews.server.organisation import Organisation

UNSIGNED = "nobody signs in: the request has no Authorization header"


def note(
    domains: Domains, home: Organisation | None, request: web.BaseRequest, status: int, why: str, who: str = "",
    raw: bytes = b"",
) -> None:  # fmt: skip
    """Enter a request in the journal that was refused with this status.

    `home`: the organisation that it names, if any; `who`: the user name that was tried.
    """
    if home is None and domains.named:
        return
    home = home or domains.first
    journal, path = home.exchange.journal, request.raw_path.partition("?")[0]
    record = Record(
        journal.newest + 1, home.exchange.clock.now(), "refused", f"{request.method} {path}", account=who,
        status=status, verdict=why, sent=raw,
    )  # fmt: skip
    journal.append(record)


def note_stranger(domains: Domains, entry: Entry, request: web.BaseRequest, door: Door, raw: bytes = b"") -> None:
    """The same of somebody who has not signed in, unless that is how a sign-in begins."""
    authorization = request.headers.get(hdrs.AUTHORIZATION)
    if entry.goes_on or (authorization is None and (entry.home or domains.first).is_known):
        return
    who, why = tried(door, domains, entry, authorization)
    note(domains, entry.home, request, 401, why, who, raw)


def tried(door: Door, domains: Domains, entry: Entry, authorization: str | None) -> tuple[str, str]:
    """Who has tried to sign in, as far as that can be read, and why it was refused."""
    if authorization is None:
        return "", UNSIGNED
    scheme, name = authorization.partition(" ")[0].lower(), credentials(authorization)[0]
    offered = door.offered(entry.home)
    if scheme not in offered:
        to = f" to {name}" if name else ""
        return name, f"{_shown(scheme)} is not offered{to}, but {', '.join(map(_shown, offered))}"
    if scheme == "bearer":
        return "", f"Bearer: {entry.why}"
    if scheme != "basic":
        return "", f"{_shown(scheme)}: it was not proved who signs in"
    if not name:
        return "", "Basic: what follows is not user:password in base64"
    if account_named(domains, name) is None:
        return name, f"Basic: there is no account {name}"
    return name, f"Basic: this is not the password of {name}"


def _shown(scheme: str) -> str:
    """The scheme as it is spelt, cut: whatever stands there was written by somebody else."""
    return {"ntlm": "NTLM"}.get(scheme, repr(scheme[:20]) if not scheme.isalpha() else scheme[:20].capitalize())
