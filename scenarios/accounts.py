"""The account with which a product signs in to the simulated Exchange; a product is configured with it by hand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Address and password (Basic authentication)."""

    address: str = "service@example.test"
    password: str = "secret"
