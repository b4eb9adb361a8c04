"""The form of a request, which is all of it but its ids: requests of one form are taken apart, checked and read once.

Rule: an id is a long word of Base64 that the tables hold to be any text, so nothing in the schema tells one from
another. The form is learnt from a request that was read: each of its ids must be found in it, once, and as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from fake_ews.contract.notation import Bag, Entry, Row, Simple, resolved

Form = tuple[bytes, ...]  # what stands before, between and after the ids
Filling = Callable[[Sequence[str]], Any]  # a value, or a part of one, made of the ids

_SHORTEST = 32  # characters; no word of an enumeration is as long
_ID = re.compile(rb'([">])([A-Za-z0-9+/]{%d,}=*)(?=["<])' % _SHORTEST)


def parted(raw: bytes) -> tuple[Form, tuple[str, ...]]:
    """A request's form, and its ids in their order."""
    parts = _ID.split(raw)
    ids = tuple([part.decode("ascii") for part in parts[2::3]])
    del parts[2::3]
    return tuple(parts), ids


def learnt(request: Bag, ids: Sequence[str]) -> Filling | None:
    """What makes the request with other ids, as it was read with these; it shares all that holds no id.

    None where another id could be read otherwise: one stands somewhere else, or twice, or where not any text may.
    """
    found: list[int] = []
    filling = _of_value(request, None, {one: number for number, one in enumerate(ids)}, found)
    if sorted(found) != list(range(len(ids))):
        return None
    return filling or (lambda _: request)


def _of_value(value: object, row: Row[Any] | None, places: dict[str, int], found: list[int]) -> Filling | None:
    """What makes a value of this row; None where it holds no id. Notes which ids were found."""
    if isinstance(value, str):
        place = places.get(value)
        if place is None or row is None or not _is_any_text(row):
            return None
        found.append(place)
        return lambda ids: ids[place]
    if isinstance(value, Bag):
        return _of_bag(value, places, found)
    if isinstance(value, Entry):
        of, held = value
        inner = _of_value(held, of, places, found)
        return None if inner is None else (lambda ids: Entry(of, inner(ids)))
    if isinstance(value, tuple):
        return _of_several(value, row, places, found)
    return None


def _of_bag(bag: Bag, places: dict[str, int], found: list[int]) -> Filling | None:
    made: list[tuple[Row[Any], Filling | None]]
    made = [(row, _of_value(value, row, places, found)) for row, value in bag]
    inner = [(row, filling) for row, filling in made if filling is not None]

    def filled(ids: Sequence[str]) -> Bag:
        twin = bag.copy()
        for row, filling in inner:
            twin.values[row] = filling(ids)
        return twin

    return filled if inner else None


def _of_several(
    values: tuple[object, ...], row: Row[Any] | None, places: dict[str, int], found: list[int]
) -> Filling | None:
    made = [(value, _of_value(value, row, places, found)) for value in values]
    if all(filling is None for _, filling in made):
        return None
    return lambda ids: tuple([value if filling is None else filling(ids) for value, filling in made])


def _is_any_text(row: Row[Any]) -> bool:
    of = resolved(row)
    if not isinstance(of, Simple) or of.base != "string" or (of.shortest or 0) > _SHORTEST:
        return False
    return not (of.values or of.pattern or of.longest or of.listed or of.members)
