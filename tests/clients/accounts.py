"""A mailbox at exchangelib, a client that nobody here has written: signed in with Basic, over one connection."""

from __future__ import annotations

from typing import Any

from exchangelib import BASIC, DELEGATE, Account, Configuration, Credentials  # type: ignore[import-untyped]

PASSWORD = "secret"


def account_at(url: str, address: str, *, by: str = "", **more: Any) -> Any:
    """The mailbox of an address, its owner or somebody else (`by`) signed in; close its protocol afterwards."""
    config = Configuration(
        service_endpoint=url, credentials=Credentials(by or address, PASSWORD), auth_type=BASIC, max_connections=1
    )
    return Account(address, config=config, autodiscover=False, access_type=DELEGATE, **more)
