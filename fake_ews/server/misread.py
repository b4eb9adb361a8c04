"""What is said of a value that is not what it should be: msgspec's words, and what would be right.

Rule: whoever is told need not look up what there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import inspect

_PLACE = re.compile(r" - at `\$(.*)`")
_STEP = re.compile(r"\.([\w-]+)|\[")
_SUCH = {
    "Invalid RFC3339 encoded datetime": "2027-03-01T09:00:00Z",
    "Expected `datetime` with a timezone": "2027-03-01T09:00:00Z",
    "Invalid RFC3339 encoded time": "09:00:00",
    "Invalid RFC3339 encoded date": "2027-03-01",
}
"""An example for what people write in another way; the first that fits."""


def said(error: msgspec.ValidationError, wanted: type) -> str:
    """What is wrong with something that should have been a `wanted`, where, and what there is instead."""
    text = str(error)
    if text.startswith("Object contains unknown field"):
        there = [field.encode_name for kind in _there(text, wanted) for field in getattr(kind, "fields", ())]
        return f"{text} (there are {', '.join(there)})" if there else f"{text} (it takes none)"
    if text.startswith("Invalid enum value"):
        return f"{text} (there are {', '.join(_choices(_there(text, wanted)))})"
    such = next((such for words, such in _SUCH.items() if text.startswith(words)), None)
    return text if such is None else f"{text}, such as {such}"


def _there(text: str, wanted: type) -> list[inspect.Type]:
    """What there may be at the place that a message names."""
    place = _PLACE.search(text)
    found = _plain(inspect.type_info(wanted))
    for name in _STEP.findall(place[1] if place is not None else ""):
        found = [kind for one in found for inner in _inner(one, name) for kind in _plain(inner)]
    return found


def _inner(kind: inspect.Type, name: str) -> Iterator[inspect.Type]:
    """What is in a value under a name; with "" what is in a list, or a table."""
    for field in getattr(kind, "fields", ()):
        if field.encode_name == name:
            yield field.type
    for part in ("item_type", "value_type"):
        if not name and hasattr(kind, part):
            yield getattr(kind, part)


def _plain(kind: inspect.Type) -> list[inspect.Type]:
    """A type without its marks; of a union all that may be."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    return [part for one in kind.types for part in _plain(one)] if isinstance(kind, inspect.UnionType) else [kind]


def _choices(kinds: list[inspect.Type]) -> Iterator[str]:
    for kind in kinds:
        match kind:
            case inspect.EnumType(cls=cls):
                yield from (str(one.value) for one in cls)
            case inspect.LiteralType(values=values):
                yield from map(str, values)
            case inspect.ListType() | inspect.VarTupleType() | inspect.SetType() | inspect.FrozenSetType():
                yield "or a list"
