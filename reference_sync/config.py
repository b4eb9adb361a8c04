"""The settings of the service: every one has a default; a TOML file overrides it, the environment overrides the file.

Rule: a wrong setting ends the start with a sentence that says what is wrong and where it was written.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "REFERENCE_SYNC_"
ACCESS = ("impersonation", "delegate")


class SettingsError(ValueError):
    """A setting that cannot be used; its text names the setting and the place it was read from."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. In the file by these names, in the environment in capitals after `REFERENCE_SYNC_`."""

    ews_url: str = "http://127.0.0.1:8080/EWS/Exchange.asmx"
    """The address of the server at which every mailbox is for which no other one was named."""
    username: str = "service@example.test"
    """The account that may impersonate every synchronised user, or open the mailbox."""
    password: str = "secret"
    bearer: str = ""
    """A token by which it signs in instead of its password (OAuth 2.0, as an application that impersonates)."""
    access: str = "impersonation"
    """Its right on their mailboxes: impersonation, or delegate (full access, as Exchange calls it)."""
    ews_timeout: float = 20.0
    """Seconds to wait for one answer of Exchange."""
    host: str = "127.0.0.1"
    port: int = 8090
    public_url: str = ""
    """Where Exchange reaches this service; empty: `http://host:port`."""
    database: str = "sqlite:///reference-sync.sqlite"
    """SQLAlchemy's form of address; any number of processes may share one PostgreSQL."""
    workers: int = 8
    """Threads that talk to Exchange, each on connections of its own."""
    status_frequency: int = 10
    """Minutes between two signs of life of a push subscription, 1 to 1440."""
    missing_after: float = 10.0
    """Minutes until a reservation of the add-in whose entry has not come is listed as missing."""
    addin_patience: float = 1440.0
    """Minutes until a change told by the add-in, which Outlook never sent, is written by the service itself."""
    settle_seconds: float = 30.0
    """How long it takes at most, with nothing failing, until both sides are equal (declared, not enforced)."""

    @property
    def base_url(self) -> str:
        """The address of this service, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


def load(path: str | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from defaults, the TOML file at `path` if one is named, and the environment; raises SettingsError."""
    found: dict[str, tuple[object, str]] = {}
    if path is not None:
        found.update({name: (value, path) for name, value in _file(path).items()})
    for name, text in environment.items():
        if name.startswith(PREFIX):
            found[name.removeprefix(PREFIX).lower()] = (text, f"environment, {name}")
    defaults = {field.name: getattr(Settings(), field.name) for field in fields(Settings)}
    unknown = [f"{name} ({where})" for name, (_, where) in found.items() if name not in defaults]
    if unknown:
        raise SettingsError(f"unknown setting: {', '.join(sorted(unknown))}; known are {', '.join(defaults)}")
    values = {name: _typed(name, value, type(defaults[name]), where) for name, (value, where) in found.items()}
    return _checked(Settings(**(defaults | values)), {name: where for name, (_, where) in found.items()})


def _file(path: str) -> dict[str, object]:
    try:
        return tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read the settings file {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no TOML: {error}") from error


def _typed(name: str, value: object, kind: type, where: str) -> object:
    """The value in the type of its default; numbers may be written as text, as the environment must."""
    wanted = {str: "text", int: "an integer", float: "a number"}[kind]
    try:
        if isinstance(value, str):
            return kind(value)
        if kind is not str and type(value) in (int, kind):  # an integer is a number too, true and false are not
            return kind(value)
    except ValueError:
        pass
    raise SettingsError(f"{name} = {value!r} ({where}) should be {wanted}")


def _checked(settings: Settings, where: Mapping[str, str]) -> Settings:
    """The settings, if their values make sense."""
    problems = {
        "ews_url": "" if is_url(settings.ews_url) else "should be an http or https address",
        "public_url": "" if not settings.public_url or is_url(settings.public_url) else "should be an http address",
        "port": "" if 0 < settings.port < 65536 else "should be between 1 and 65535",
        "workers": "" if settings.workers > 0 else "should be at least 1",
        "status_frequency": "" if 1 <= settings.status_frequency <= 1440 else "should be between 1 and 1440 minutes",
        "ews_timeout": "" if settings.ews_timeout > 0 else "should be more than 0 seconds",
        "missing_after": "" if settings.missing_after > 0 else "should be more than 0 minutes",
        "addin_patience": "" if settings.addin_patience > 0 else "should be more than 0 minutes",
        "access": "" if settings.access in ACCESS else f"should be {' or '.join(ACCESS)}",
        "username": "" if settings.username else "should not be empty",
        "database": "" if "://" in settings.database else "should look like sqlite:///file.sqlite",
    }
    for name, problem in problems.items():
        if problem:
            raise SettingsError(f"{name} = {getattr(settings, name)!r} ({where.get(name, 'default')}) {problem}")
    return settings


def is_url(text: str) -> bool:
    """Is this an http or https address of some host?"""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
