"""The account with which a product signs in to the simulated Exchange; a product is configured with it by hand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Address and password (Basic authentication), or a bearer token instead of the password."""

    address: str = "service@example.test"
    password: str = "secret"
    bearer: str = ""
