"""Who is there: accounts and what they may do, for all who set up an Exchange."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from fake_ews.model.exchange import Account

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange


Addresses = Iterable[str] | Literal["all"]


def add_account(
    exchange: Exchange, address: str, password: str, impersonates: Addresses = (), full_access: Addresses = ()
) -> Account:
    """An account, with a mailbox; one that exists gets this password and these rights instead of its own.

    `impersonates` names the mailboxes whose owners it may impersonate, `full_access` those that it may open as their
    owners may. ValueError: the address is none.
    """
    address = address.lower()
    if address not in exchange.mailboxes:
        exchange.add_mailbox(address)
    account = Account(address, password, impersonates == "all", full_access_all=full_access == "all")
    account.impersonates |= _named(impersonates)
    account.full_access |= _named(full_access)
    exchange.accounts[address] = account
    exchange.unkept.changed(account)
    return account


def _named(addresses: Addresses) -> set[str]:
    return set() if addresses == "all" else {one.lower() for one in addresses}
