"""Which schema version a request needs: the newest of all that it names, elements, attributes, values and FieldURIs.

Rule: what the contract does not date is as old as Exchange 2007; a FieldURI is as old as the oldest row that has it.
Source: RC ErrorIncorrectSchemaVersion (valid for the server, not for the version that is named).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fake_ews.contract.notation import Bag, Entry, Row, Simple, resolved
from fake_ews.contract.paths import PathToUnindexedField
from fake_ews.contract.services import OPERATIONS
from fake_ews.model.shapes import by_uri
from fake_ews.soap.writers import VERSIONS

OLDEST = 0


def needed(operation: str, request: Bag) -> int:
    """The rank (`codec.VERSIONS`) of the oldest version in which a request can be asked."""
    return max(_rank(OPERATIONS[operation].since), _of_bag(request))


def _of_bag(bag: Bag) -> int:
    """Every request goes through here, every element of it: most are dated by nothing."""
    rank = OLDEST
    for row, value in bag.values.items():
        if row.since is not None:
            rank = max(rank, VERSIONS[row.since])
        if isinstance(value, str):
            rank = max(rank, _of_word(row, value))
        elif isinstance(value, Bag):
            rank = max(rank, _of_bag(value))
        elif isinstance(value, tuple):
            for one in value:
                rank = max(rank, _of_member(row, one))
    return rank


def _of_member(listed: Row[Any], one: object) -> int:
    if isinstance(one, str):
        return _of_word(listed, one)
    if isinstance(one, Bag):
        return _of_bag(one)
    if not isinstance(one, Entry):
        return OLDEST
    row, value = one
    return max(_of_row(row), _of_bag(value)) if isinstance(value, Bag) else _of_row(row)


def _of_row(row: Row[Any]) -> int:
    return _rank(row.since)


def _rank(version: str | None) -> int:
    return OLDEST if version is None else VERSIONS[version]


@lru_cache(4096)
def _of_word(row: Row[Any], word: str) -> int:
    """A value of an enumeration, or a FieldURI."""
    if row is PathToUnindexedField.FieldURI:
        return min(map(_of_row, by_uri(word)), default=OLDEST)
    of = resolved(row)
    return _rank(of.since.get(word)) if isinstance(of, Simple) else OLDEST
