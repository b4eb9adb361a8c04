"""All that an Exchange holds and a restart does not end, as plain values that can be compared.

Rule: nothing is named here but what is left out, so that a field that is added later is compared, too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from fake_ews.contract.notation import Bag, Entry, Row
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.model.queries import TimeIndex
from fake_ews.model.series import Plan
from fake_ews.server.state import State

# what a restart ends, what is made again, and what leads back to the whole
_LEFT_OUT = {
    Exchange: {
        "clock", "agenda", "posts", "given_up", "pieces", "journal", "faults", "budgets", "unkept", "subscriptions",
        "pulls", "streams", "outsiders", "turn_number", "_turn", "profile", "_by_guid", "is_own",
    },
    Item: {"mailbox", "__weakref__"},
    Mailbox: {"recent"},
    Plan: {"_moved"},
    StoredFolder: {"dates"},
}  # fmt: skip
_EVERYWHERE = {"exchange", "texts"}


def image(value: Any) -> Any:
    """A value and all that it consists of."""
    match value:
        case bool() | int() | float():
            return float(value)  # in JSON 30.0 is 30
        case StrEnum():
            return repr(str(value))
        case None | str() | bytes() | Row() | type() | partial():
            return repr(value)
        case TimeIndex():
            return image(value._lists)
        case Exchange():
            due = [(at, work) for _, (at, work) in sorted(value.agenda.lasting.items())]
            guids = sorted((str(guid), mailbox.address) for guid, mailbox in value._by_guid.items())
            return {**_parts(value), "now": value.clock.now(), "due": image(due), "guids": guids}
        case Bag():
            return type(value).__name__, {row.name: image(one) for row, one in value}
        case Entry():
            row, held = tuple(value)
            return repr(row), image(held)
        case dict():
            return [(image(key), image(one)) for key, one in value.items()]
        case set() | frozenset():
            return sorted(map(image, value))
        case list() | tuple():
            return [image(one) for one in value]
        case _ if is_dataclass(value):
            left_out = _LEFT_OUT.get(type(value), set())
            return {one.name: image(getattr(value, one.name)) for one in fields(value) if one.name not in left_out}
        case _ if type(value).__module__.startswith("fake_ews"):
            return _parts(value)
        case _:
            return repr(value)


def _parts(value: Any) -> dict[str, Any]:
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    names = [*getattr(value, "__dict__", ()), *getattr(value, "__struct_fields__", slots)]
    left_out = _EVERYWHERE | _LEFT_OUT.get(type(value), set())
    return {name: image(getattr(value, name)) for name in names if name not in left_out}


@contextmanager
def after_a_kill(file: Path, profile: Profile, to: Path) -> Iterator[Exchange]:
    """The Exchange that a process would find if the one that has this file open were killed now."""
    shutil.copy(file, to)
    if (wal := Path(f"{file}-wal")).exists():
        shutil.copy(wal, f"{to}-wal")
    with closing(State(to)) as state:
        yield state.exchange(ManualClock(), profile, None)


def differing(was: Any, now: Any, path: str = "") -> list[str]:
    """Where two images differ, and in what."""
    if was == now:
        return []
    if isinstance(was, dict) and isinstance(now, dict) and was.keys() == now.keys():
        return [one for name in was for one in differing(was[name], now[name], f"{path}.{name}")]
    if isinstance(was, list | tuple) and isinstance(now, list | tuple) and len(was) == len(now):
        return [one for at, (a, b) in enumerate(zip(was, now, strict=True)) for one in differing(a, b, f"{path}[{at}]")]
    return [f"{path}: {was!r:.400} became {now!r:.400}"]
