"""conform.toml: how one product is started, what it is configured with, and who exists in it; all of it optional.

Rule: config.yaml says what may stand there. Every mistake is told at once, each with file, key and what would be right.
"""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from scenarios.accounts import Account

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
READY_SECONDS = 30.0
SILENCE_SECONDS = 10.0


class ConfigError(ValueError):
    """A conform.toml that cannot be used: one line for each mistake."""


@dataclass(frozen=True, slots=True)
class Launch:
    """How the product is started and killed: command lines for the shell of the machine, run in `folder`."""

    start: str
    kill: str = ""
    ready: float = READY_SECONDS
    folder: Path = Path()
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PoolUser:
    """A person who exists in the product; `password` is that of the mailbox, for products with access `own`."""

    address: str
    name: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class PoolRoom:
    """A room that exists in the product, by the address of its mailbox, or by its name in GET /resources."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """What a conform.toml says; None or empty: it does not say."""

    file: Path | None = None
    url: str | None = None
    launch: Launch | None = None
    exchange: tuple[str, int] | None = None
    second: tuple[str, int] | None = None
    account: Account = field(default_factory=Account)
    access: str | None = None
    users: tuple[PoolUser, ...] = ()
    rooms: tuple[PoolRoom, ...] = ()
    profile: str | None = None
    patience: timedelta | None = None
    seed: int | None = None
    select: tuple[str, ...] = ()
    strict: bool = False
    start: datetime | None = None
    silence: timedelta = timedelta(seconds=SILENCE_SECONDS)
    """After so long without a request a product that is only observed counts as settled."""


def read(path: Path) -> Config:
    """A conform.toml; raises ConfigError."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is no TOML: {error}") from error
    wrong = [*map(_said, _validator().iter_errors(given))] or [*_contradictions(given)]
    if wrong:
        raise ConfigError("\n".join(f"{path}: {one}" for one in sorted(wrong)))
    return _config(path, given)


def address_of(text: str) -> tuple[str, int]:
    """Host and port of a text like 127.0.0.1:8080; ValueError."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{text!r} should look like 127.0.0.1:8080")
    return host, int(port)


def no_http(url: str) -> str:
    """Why a text is not the address of a web server; "" if it is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:  # a port beyond 65535, an IPv6 address that does not end
        return f"{url} is no http address: {error}"
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        return f"{url} is no http address, such as http://127.0.0.1:8090"
    return ""


@cache
def _validator() -> Draft202012Validator:
    text = files("scenarios").joinpath("config.yaml").read_text("utf-8")
    return Draft202012Validator(cast(dict[str, Any], yaml.safe_load(text)))


def _said(error: ValidationError) -> str:
    """A mistake by its key: what stands there, and what is right."""
    schema = cast(Mapping[str, Any], error.schema)
    where = error.json_path.removeprefix("$").removeprefix(".")
    if error.validator == "additionalProperties":
        unknown = sorted(set(cast(dict[str, Any], error.instance)) - set(schema["properties"]))
        keys = ", ".join(_joined(where, one) for one in unknown)
        place = f"in {where}" if where else "at the top"
        return f"{keys}: no such key; {place} there are {', '.join(schema['properties'])}"
    if error.validator == "required":
        missing = [one for one in schema["required"] if one not in cast(dict[str, Any], error.instance)]
        right = "; ".join(str(schema["properties"][one]["description"]) for one in missing)
        return f"{where}: {' and '.join(missing)} must be there: {right}"
    return f"{where}: {error.instance!r} should be {schema['description']}"


def _joined(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _contradictions(given: Mapping[str, Any]) -> Iterator[str]:
    """What the schema cannot say."""
    product, account, run = (given.get(name, {}) for name in ("product", "account", "run"))
    for name in ("start", "kill", "ready", "environment"):
        if name in product and "url" not in product:
            yield f"product.{name}: product.url must be there too: where the product answers once it is started"
    for name in ("kill", "ready", "environment"):
        if name in product and "start" not in product:
            yield f"product.{name}: product.start must be there too: what is killed is started again"
    if "bearer" in account and account.get("access") == "own":
        yield "account.bearer: with access own every user signs in for himself; name account.password"
    if "bearer" in account and "password" in account:
        yield "account.bearer: account.password must not be there too: a product signs in by one of them"
    for section, names in (("product", ("ready",)), ("run", ("patience", "silence"))):
        for name in names:
            if math.isnan(given.get(section, {}).get(name, 0)):  # no limit of the schema holds it back
                yield f"{section}.{name}: nan should be a number of seconds"
    if "url" in product and (why := no_http(product["url"])):
        yield f"product.url: {why}"
    for name, text in given.get("exchange", {}).items():
        try:
            address_of(text)
        except ValueError as error:
            yield f"exchange.{name}: {error}, with a port from 1 to 65535"
    start = run.get("start")
    if start is not None and (not isinstance(start, datetime) or start.tzinfo is None):
        yield f"run.start: {start!r} should be an instant with offset, such as 2027-03-01T08:00:00Z"
    for name in ("users", "rooms"):
        addresses = [str(one["address"]).lower() for one in given.get(name, [])]
        for number, address in enumerate(addresses):
            if address in addresses[:number]:
                yield f"{name}[{number}].address: {address} is there twice"


def _config(path: Path, given: Mapping[str, Any]) -> Config:
    product, exchange, account, run = (given.get(name, {}) for name in ("product", "exchange", "account", "run"))
    where = {name: address_of(text) for name, text in exchange.items()}
    patience = run.get("patience")
    return Config(
        file=path,
        url=product.get("url"),
        launch=_launch(path, product),
        exchange=where.get("listen"),
        second=where.get("second"),
        account=Account(**{name: value for name, value in account.items() if name != "access"}),
        access=account.get("access"),
        users=tuple(PoolUser(**one | {"address": one["address"].lower()}) for one in given.get("users", ())),
        rooms=tuple(PoolRoom(**one | {"address": one["address"].lower()}) for one in given.get("rooms", ())),
        profile=run.get("profile"),
        patience=None if patience is None else timedelta(seconds=patience),
        seed=run.get("seed"),
        select=tuple(run.get("select", ())),
        strict=run.get("strict", False),
        start=run.get("start"),
        silence=timedelta(seconds=run.get("silence", SILENCE_SECONDS)),
    )


def _launch(path: Path, product: Mapping[str, Any]) -> Launch | None:
    if "start" not in product:
        return None
    ready, environment = product.get("ready", READY_SECONDS), product.get("environment", {})
    return Launch(product["start"], product.get("kill", ""), float(ready), path.resolve().parent, environment)
