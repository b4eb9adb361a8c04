"""Which organisation of a server a mail domain belongs to.

Rule: an organisation that was added has the one domain it is named after; the first has all that no other has. So
nobody is in two of them, and for each the people of the others are people outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fake_ews.model.clock import ManualClock
from fake_ews.server.organisation import Organisation

if TYPE_CHECKING:
    from fake_ews.model.exchange import Account
    from fake_ews.server.founding import Founding

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def _domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


class Domains:
    """All organisations of a server, by their mail domains; `named` has those that were added."""

    def __init__(self, founding: Founding) -> None:
        """What `Founding.exchange` raises."""
        self.named: dict[str, Organisation] = {}
        self.first = Organisation(founding, lambda address: _domain_of(address) not in self.named)

    def of(self, address: str) -> Organisation:
        """The organisation that an address belongs to; the first's is every text that is none."""
        return self.named.get(_domain_of(address), self.first) if self.named else self.first

    def called(self, name: str) -> Organisation | None:
        r"""The organisation of the NAME in NAME\user: its domain, or the first label of that; None: not known."""
        mine = [one for domain, one in self.named.items() if name in (domain, domain.partition(".")[0])]
        return mine[0] if len(mine) == 1 else None

    def at(self, domain: str) -> Organisation:
        """The organisation that was added for a domain; LookupError."""
        found = self.named.get(domain.lower())
        if found is None:
            raise LookupError(f"there is no organisation {domain} (there are {', '.join(self.named) or 'none'})")
        return found

    def add(self, domain: str, founding: Founding) -> Organisation:
        """An organisation for a domain, which nobody else has. ValueError; what `Founding.exchange` raises."""
        domain = domain.lower()
        if not _DOMAIN.fullmatch(domain):
            raise ValueError(f"not a mail domain: {domain!r} (expected one such as b.example.test)")
        if domain in self.named:
            raise ValueError(f"there is an organisation {domain} already")
        there = self.first.exchange
        if any(_domain_of(address) == domain for address in (*there.mailboxes, *there.groups)):
            raise ValueError(f"the first organisation has people in {domain} already")
        clocks = [one.exchange.clock for one in self]
        if isinstance(founding.clock, ManualClock) and any(clock is founding.clock for clock in clocks):
            raise ValueError("each organisation needs a manual clock of its own: this one is another's")
        self.named[domain] = Organisation(founding, lambda address: _domain_of(address) == domain)
        return self.named[domain]

    def accounts(self) -> Iterator[Account]:
        """All accounts of all organisations."""
        return (account for one in self for account in one.exchange.accounts.values())

    def __iter__(self) -> Iterator[Organisation]:
        yield self.first
        yield from self.named.values()
