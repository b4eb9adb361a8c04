"""What a product says of itself in GET /capabilities; every criterion that reads "as declared" asks here.

Rule: a product that leaves a declaration out gets the value that asks least of it, except for what is obligatory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from scenarios.paths import property_path
from scenarios.reservations import Json, JsonValue

OBLIGATORY = ("subject", "start", "end")


@dataclass(frozen=True, slots=True)
class Declared:
    """Names offered, and declarations; `fields` says both, out (to Exchange), in (from Exchange) or none."""

    names: frozenset[str] = frozenset()
    transport: str = "push"
    access: str = "impersonation"
    fields: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(OBLIGATORY, "both"))
    own: frozenset[str] = frozenset()
    """Paths of the extended properties that are the product's own: `set/name` or `set/id`."""
    written_back: frozenset[str] = frozenset()
    resource_by: str = "none"
    conflict: str = "report"
    tries: int = 1
    past: str = "ignore"
    crossing: str = "merge"
    gone: str = "cancel"
    copies: str = "ignore"
    restored: str = "ignore"
    on_switch: str = "ignore"
    to_series: str = "ignore"
    edit_lock: str = "exchange"
    series: str = "master"
    limits: Mapping[str, int] = field(default_factory=dict)
    buffer: timedelta = timedelta()
    settle: timedelta = timedelta(seconds=30)
    recovery: timedelta = timedelta(minutes=10)
    poll: timedelta | None = None

    def offers(self, name: str) -> bool:
        """Is this capability offered?"""
        return name in self.names

    def to_exchange(self, name: str) -> bool:
        """Does a change of this field in the product reach the entry?"""
        return self.fields.get(name, "none") in ("both", "out")

    def from_exchange(self, name: str) -> bool:
        """Does a change of this field in the entry reach the product?"""
        return self.fields.get(name, "none") in ("both", "in")

    def in_step(self, name: str) -> bool:
        """Is the field kept in step in any direction?"""
        return self.fields.get(name, "none") != "none"

    @classmethod
    def of(cls, given: Json) -> "Declared":
        """From the body of the answer, which the contract has accepted."""
        texts = {_snake(name): str(given[name]) for name in TEXTS if given.get(name) is not None}
        seconds = {name: timedelta(seconds=_number(given[key])) for name, key in SECONDS.items() if key in given}
        return cls(
            names=frozenset(map(str, _list(given.get("names")))),
            fields={name: str(value) for name, value in _object(given.get("fields")).items()},
            own=frozenset(_path(one) for one in _list(given.get("ownProperties")) if isinstance(one, dict)),
            written_back=frozenset(map(str, _list(given.get("writtenBack")))),
            tries=int(_number(given.get("tries", 1))),
            limits={name: int(_number(value)) for name, value in _object(given.get("limits")).items()},
            buffer=timedelta(minutes=_number(given.get("bufferMinutes", 0))),
            **seconds,  # type: ignore[arg-type]  # names of this class's own fields
            **texts,  # type: ignore[arg-type]
        )


TEXTS = (
    "transport", "access", "resourceBy", "conflict", "past", "crossing", "gone", "copies", "restored", "toSeries",
    "editLock", "onSwitch", "series",
)  # fmt: skip
SECONDS = {"settle": "settleSeconds", "recovery": "recoverySeconds", "poll": "pollSeconds"}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _path(own: Mapping[str, JsonValue]) -> str:
    key = own["name"] if "name" in own else own["id"]
    return property_path(str(own["set"]), str(key))


def _number(value: JsonValue) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _object(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}
