"""Who asks, and for whom: Basic authentication and impersonation.

Rule: whether somebody may act for another is the account's own word (`Account.may_impersonate`); here it is only asked.
Source: fact sheet sections 1 and 11 (guide/impersonation-and-ews-in-exchange, ref/exchangeimpersonation).
"""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from typing import TYPE_CHECKING

from fake_ews.contract.headers import SID, ConnectingSID, ExchangeImpersonation
from fake_ews.model.failures import (
    ErrorImpersonateUserDenied,
    ErrorInvalidExchangeImpersonationHeaderData,
    ErrorNonExistentMailbox,
    RequestFailure,
)

if TYPE_CHECKING:
    from fake_ews.contract.notation import Bag
    from fake_ews.model.exchange import Account, Exchange
    from fake_ews.model.mailbox import Mailbox
    from fake_ews.server.domains import Domains


def account_of(domains: Domains, authorization: str | None) -> Account | None:
    """The account that the Authorization header signs in, or None: no header, another scheme, a wrong password."""
    if authorization is None:
        return None
    name, password = credentials(authorization)
    account = account_named(domains, name)
    return account if account is not None and account.password == password else None


def account_named(domains: Domains, name: str) -> Account | None:
    r"""The account of a user name in lower case: user@domain, or domain\user, be the domain its first label."""
    domain, backslash, user = name.rpartition("\\")
    if not backslash:
        return domains.of(name).exchange.accounts.get(name)
    for account in domains.accounts():
        mine, _, of = account.address.partition("@")
        if mine == user and domain in (of, of.partition(".")[0]):
            return account
    return None


@lru_cache(maxsize=1024)
def credentials(authorization: str) -> tuple[str, str]:
    """User name (lower case) and password of a Basic header; two empty texts if it is none."""
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        text = base64.b64decode(coded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    name, _, password = text.partition(":")
    return name.lower(), password


def wanted(exchange: Exchange, account: Account, impersonation: ExchangeImpersonation | None) -> str:
    """The address of the mailbox a request is meant for, whether it exists and may be had or not.

    RequestFailure: ErrorInvalidExchangeImpersonationHeaderData where the header block names none. [doc]
    """
    if impersonation is None:
        return account.address
    named: Bag | None
    for named in (impersonation.get(ExchangeImpersonation.ConnectingSID) or ConnectingSID()).values.values():
        for text in named.values.values():
            found = exchange.of_sid(text) if isinstance(named, SID) else None
            if text.strip():
                return text.strip().lower() if found is None else found.address
    raise RequestFailure(ErrorInvalidExchangeImpersonationHeaderData)


def acting_for(exchange: Exchange, account: Account, address: str, *, impersonating: bool) -> Mailbox | None:
    """The mailbox a request is about: the impersonated one, else the account's own, which there may be none of.

    RequestFailure: ErrorNonExistentMailbox, ErrorImpersonateUserDenied. [doc]
    """
    mailbox = exchange.mailboxes.get(address)
    if not impersonating:
        return mailbox
    if mailbox is None:
        raise RequestFailure(ErrorNonExistentMailbox)
    if mailbox.address != account.address and not account.may_impersonate(mailbox.address):
        raise RequestFailure(ErrorImpersonateUserDenied)
    return mailbox
