"""Mailboxes of two organisations, as exchangelib sees them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import exchangelib  # type: ignore[import-untyped]

ALPHA, BETA = "alpha.test", "beta.test"
MONDAY = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)
JUNE = dt.datetime(2030, 6, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def account_of(url: str, address: str, service: str = "") -> Any:
    """A mailbox at exchangelib, for the service of its domain, or another's."""
    service = service or f"service@{address.partition('@')[2]}"
    config = exchangelib.Configuration(
        service_endpoint=url, credentials=exchangelib.Credentials(service, "secret"),
        auth_type=exchangelib.BASIC, max_connections=1,
    )  # fmt: skip
    return exchangelib.Account(
        address, config=config, access_type=exchangelib.IMPERSONATION, default_timezone=exchangelib.UTC
    )


def entry(account: Any, subject: str = "Review", **fields: Any) -> Any:
    """An entry on 15 March 2027, not saved yet."""
    start = exchangelib.EWSDateTime(2027, 3, 15, 10, tzinfo=exchangelib.UTC)
    return exchangelib.CalendarItem(
        account=account, folder=account.calendar, subject=subject, start=start, end=start + HOUR, **fields
    )
