"""Bearer tokens: JSON Web Tokens as Entra ID gives them out, made and checked.

Rule: a token says for whom it is (audience), until when, and who acts: a user (upn), or an application alone
(roles: full_access_as_app), which must then impersonate. They are signed (HS256) with a key that only this Exchange
has; its clock counts.
Source: guide/how-to-authenticate-an-ews-application-by-using-oauth; RFC 7519; OfficeDev/ews-managed-api issues 119,
245 (claims of real tokens).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fake_ews.model.exchange import Account, Exchange

AUDIENCE = "https://outlook.office365.com"
# who may be meant: by its addresses, or by its id as an application
_AUDIENCES = frozenset((AUDIENCE, "https://outlook.office.com", "00000002-0000-0ff1-ce00-000000000000"))
LIFETIME = 3599  # seconds
_ISSUER = "https://sts.windows.net/fake/"


class NoToken(Exception):
    """Why a token is not taken, in one sentence."""


class Tokens:
    """The tokens of one Exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._key = hashlib.sha256(f"tokens {exchange.seed}".encode()).digest()
        self._accepted: dict[str, str] = {}

    def accept(self, text: str, address: str) -> None:
        """Take a text, whatever it is, for a token of an account from now on: it never expires."""
        self._accepted[text] = address

    def mint(self, address: str, *, app: bool = False, audience: str = AUDIENCE, lifetime: float = LIFETIME) -> str:
        """A token for the account of this address: as that user, or as an application with its rights."""
        now = int(self._exchange.clock.now().timestamp())
        who: dict[str, Any] = {"appid": address, "roles": ["full_access_as_app"]} if app else {"upn": address}
        claims = {"aud": audience, "iss": _ISSUER, "iat": now, "nbf": now, "exp": int(now + lifetime), **who}
        if not app:
            claims["scp"] = "EWS.AccessAsUser.All"
        signed = f"{_packed({'typ': 'JWT', 'alg': 'HS256'})}.{_packed(claims)}"
        return f"{signed}.{_base64(self._signature(signed))}"

    def grant(self, form: Mapping[str, object]) -> tuple[int, dict[str, object]]:
        """HTTP status and JSON for what is posted to a token endpoint: a secret of an application, or of a user."""
        app = form.get("grant_type") == "client_credentials"
        if not app and form.get("grant_type") != "password":
            return 400, _refused("unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.")
        account = self._exchange.accounts.get(applicant(form))
        if account is None or account.password != form.get("client_secret" if app else "password"):
            if app:
                return 401, _refused("invalid_client", "AADSTS7000215: Invalid client secret provided.")
            return 400, _refused("invalid_grant", "AADSTS50126: Invalid username or password.")
        token = self.mint(account.address, app=app, audience=_audience(form))
        return 200, {"token_type": "Bearer", "expires_in": LIFETIME, "ext_expires_in": LIFETIME, "access_token": token}

    def checked(self, token: str) -> tuple[Account, bool]:
        """The account a token is for, and whether as an application alone. NoToken says why not.

        A text that was said to be one is an application's where its account may impersonate anybody.
        """
        if (account := self._exchange.accounts.get(self._accepted.get(token, ""))) is not None:
            return account, account.impersonates_all or bool(account.impersonates)
        signed, _, signature = token.rpartition(".")
        try:
            header, claims = (json.loads(_unpacked(part)) for part in signed.split("."))
            is_ours = header["alg"] == "HS256" and hmac.compare_digest(_unpacked(signature), self._signature(signed))
        except (ValueError, KeyError, TypeError, binascii.Error):
            raise NoToken("The token is malformed.") from None
        if not is_ours:
            raise NoToken("The signature of the token is invalid.")
        return self._account(claims)

    def _account(self, claims: dict[str, Any]) -> tuple[Account, bool]:
        now = self._exchange.clock.now().timestamp()
        if claims["aud"].rstrip("/") not in _AUDIENCES:
            raise NoToken(f"The audience claim value is invalid '{claims['aud']}'.")
        if not claims["nbf"] <= now < claims["exp"]:
            raise NoToken("The lifetime of the token is invalid.")
        account = self._exchange.accounts.get(_name(claims))
        if account is None:
            raise NoToken("The user specified by the user-context in the token does not exist.")
        return account, "upn" not in claims

    def _signature(self, signed: str) -> bytes:
        return hmac.digest(self._key, signed.encode(), "sha256")


def applicant(form: Mapping[str, object]) -> str:
    """Who asks a token endpoint for a token, be it rightly or not: an address in lower case."""
    return str(form.get("client_id" if form.get("grant_type") == "client_credentials" else "username")).lower()


def _audience(form: Mapping[str, object]) -> str:
    """Whom the token is to be shown to: the resource, or that of the first scope which names one; without any, EWS.

    Source: learn.microsoft.com, entra identity-platform, scopes-oidc (`https://graph.microsoft.com/.default`).
    """
    if resource := str(form.get("resource", "")):
        return resource
    named = (scope.rpartition("/")[0].rstrip("/") for scope in str(form.get("scope", "")).split())
    return next(filter(None, named), AUDIENCE)


def bearer_of(token: str) -> str:
    """Whom a token is for, be it good or not: an address in lower case; "" if it cannot be read."""
    try:
        return _name(json.loads(_unpacked(token.split(".")[1])))
    except (ValueError, LookupError, AttributeError):
        return ""


def _name(claims: dict[str, Any]) -> str:
    return str(claims.get("upn") or claims.get("appid")).lower()


def _refused(code: str, text: str) -> dict[str, object]:
    return {"error": code, "error_description": text}


def _packed(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
