"""Which of several mailbox servers a request reaches, and whether a subscription is known there.

Rule: a cookie counts that the client prefers; else the mailbox that it names; else who asks. Every mailbox has a server
of its own here, so that a client which relies on chance is found out. Push subscriptions need no server to be found.
Source: guide/how-to-maintain-affinity-between-group-of-subscriptions-and-mailbox-server.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie

COOKIE = "X-BackEndOverrideCookie"
PREFERS, ANCHOR = "X-PreferServerAffinity", "X-AnchorMailbox"
OPERATIONS = frozenset({"GetEvents", "GetStreamingEvents", "Unsubscribe"})


def prefers(headers: Mapping[str, str]) -> bool:
    """Whether a client wants to stay with the server that has answered it."""
    return headers.get(PREFERS, "").lower() == "true"


def server(headers: Mapping[str, str], account: str) -> str:
    """The server that a request reaches, by its number."""
    if prefers(headers) and (number := _number(headers.get("Cookie", ""))):
        return number
    return str(zlib.crc32((headers.get(ANCHOR) or account).lower().encode()))


def _number(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value.rpartition("~")[2]


class Whereabouts:
    """Where the subscriptions were made."""

    def __init__(self) -> None:
        self._made: dict[str, str] = {}

    def made(self, subscription: str, at: str) -> None:
        """A subscription was made at a server."""
        self._made[subscription] = at

    def are_known(self, subscriptions: Iterable[str], at: str) -> bool:
        """Whether none of them was made at another server."""
        return all(self._made.get(one, at) == at for one in subscriptions)
