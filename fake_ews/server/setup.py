"""Who is there: accounts, delegates and what they may do, for all who set up an Exchange."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from fake_ews.contract.folders import DelegateFolderPermissionLevel, DelegatePermissions
from fake_ews.contract.settings import DelegateUser
from fake_ews.model import delegating, rights
from fake_ews.model.exchange import Account
from fake_ews.model.texts import is_address

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.mailbox import Mailbox


Addresses = Iterable[str] | Literal["all"]
LEVELS = tuple(level for level in DelegateFolderPermissionLevel.values if level != rights.CUSTOM)
"""What a delegate may be given of a folder."""


def add_account(
    exchange: Exchange, address: str, password: str, impersonates: Addresses = (), full_access: Addresses = ()
) -> Account:
    """An account, with a mailbox; one that exists gets this password and these rights instead of its own.

    `impersonates` names the mailboxes whose owners it may impersonate, `full_access` those that it may open as their
    owners may. ValueError: the address is none, or one of those named; there is no password.
    """
    address = address.lower()
    if not password:
        raise ValueError(f"{address} needs a password: at least one letter")
    strange = [one for one in _named(impersonates) | _named(full_access) if not is_address(one)]
    if strange:
        raise ValueError(f"{address} cannot act for {strange[0]!r}: not an address (expected name@domain)")
    if address not in exchange.mailboxes:
        exchange.add_mailbox(address)
    account = Account(address, password, impersonates == "all", full_access_all=full_access == "all")
    account.impersonates |= _named(impersonates)
    account.full_access |= _named(full_access)
    exchange.accounts[address] = account
    exchange.unkept.changed(account)
    return account


def give_full_access(exchange: Exchange, address: str, mailbox: str) -> None:
    """An account may open a mailbox, or all, as its owner may, besides those that it could open before. ValueError."""
    account = exchange.accounts.get(address.lower())
    if account is None:
        raise ValueError(f"{address} cannot be given full access: it is no account")
    if mailbox == "all":
        account.full_access_all = True
    else:
        account.full_access.add(_there(exchange, mailbox).address)
    exchange.unkept.changed(account)


def add_delegate(exchange: Exchange, address: str, owner: str, level: str) -> None:
    """Somebody is a delegate of the owner of a mailbox, with this level in its calendar. ValueError.

    One who is a delegate already keeps the rest of what he may.
    """
    person, mailbox = _there(exchange, address), _there(exchange, owner)
    if person is mailbox:
        raise ValueError(f"{mailbox.address} cannot be a delegate of his own")
    if level not in LEVELS:
        raise ValueError(f"no such level of a delegate: {level!r} (there are {', '.join(LEVELS)})")
    with exchange.turn():
        given = DelegateUser(DelegatePermissions=DelegatePermissions(CalendarFolderPermissionLevel=level))
        delegating.entrust(mailbox, person, given)


def _there(exchange: Exchange, address: str) -> Mailbox:
    found = exchange.mailboxes.get(address.lower())
    if found is None:
        raise ValueError(f"there is no mailbox {address}")
    return found


def _named(addresses: Addresses) -> set[str]:
    return set() if addresses == "all" else {one.lower() for one in addresses}
