"""Members of properties that are dictionaries: an e-mail address, a telephone number, a line of an address, a header.

Rule: a member is named by an indexed FieldURI and its index, compared without regard to case; a property without
members is none. Nothing here changes a value that it was given.
Source: ref/indexedfielduri; which member each FieldURI names: types.xsd.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from fake_ews.contract.notation import Bag, Row, Simple, resolved

Dictionary = Bag


def member(dictionary: Dictionary | None, uri: str, index: str) -> object | None:
    """The value of one member: its text, or all of it where it has none (a member of a distribution list)."""
    found = next(_entries(dictionary, index), None)
    if found is None:
        return None
    part = _part(type(found), uri)
    return found if part is None else cast("object | None", found.get(part))


def only(dictionary: Dictionary | None, asked: Iterable[tuple[str, str]]) -> Dictionary | None:
    """The dictionary with nothing but these members (FieldURI, index); None if there are none of them."""
    kept: Dictionary | None = None
    for uri, index in asked:
        value = member(dictionary, uri, index)
        if dictionary is not None and value is not None:
            kept = _put(type(dictionary), kept, uri, next(_entries(dictionary, index)), value)
    return kept


def with_member(kind: type[Bag], dictionary: Dictionary | None, uri: str, given: Bag) -> Dictionary | None:
    """The dictionary of this kind with a member as an entry gives it."""
    part = _part(type(given), uri)
    return _put(kind, dictionary, uri, given, given if part is None else given.get(part))


def without_member(dictionary: Dictionary | None, uri: str, index: str) -> Dictionary | None:
    """The dictionary without a member; None where none is left."""
    entry = next(_entries(dictionary, index), None)
    if dictionary is None or entry is None:
        return dictionary
    part = _part(type(entry), uri)
    rest = None if part is None else _without(entry, part)
    several = _several(type(dictionary))
    entries = [rest if one is entry else one for one in dictionary.need(several)]
    kept = tuple(one for one in entries if one is not None)
    return _made(type(dictionary), kept) if kept else None


def given_member(dictionary: Dictionary, uri: str, index: str) -> Bag | None:
    """The one entry that an update gives for this member; None if it gives something else, or more."""
    entries: tuple[Bag, ...] = dictionary.get(_several(type(dictionary))) or ()
    if len(entries) != 1 or index_of(entries[0]).lower() != index.lower():
        return None
    part = _part(type(entries[0]), uri)
    others = [row for row, _ in entries[0] if not row.attribute and row is not part]
    return None if part is not None and others else entries[0]


def index_of(entry: Bag) -> str:
    """The index of a member: its key, or the name of a header."""
    return str(entry.get(_key(type(entry))) or "")


def entry_of(dictionary: Dictionary | None, index: str) -> Bag | None:
    """All that a dictionary says of one member."""
    return next(_entries(dictionary, index), None)


def with_entry(kind: type[Bag], dictionary: Dictionary | None, index: str, entry: Bag | None) -> Dictionary | None:
    """The dictionary of this kind with this entry for a member, or without one; None where none is left."""
    before = () if dictionary is None else dictionary.need(_several(kind))
    kept = [one for one in before if index_of(one).lower() != index.lower()]
    kept += [] if entry is None else [entry]
    key = _key(type(kept[0])) if kept else None
    return _made(kind, tuple(sorted(kept, key=lambda one: _place(key, index_of(one))))) if key is not None else None


def _entries(dictionary: Dictionary | None, index: str) -> Iterator[Bag]:
    entries = () if dictionary is None else dictionary.get(_several(type(dictionary))) or ()
    return (entry for entry in entries if index_of(entry).lower() == index.lower())


def _put(kind: type[Bag], dictionary: Dictionary | None, uri: str, like: Bag, value: object) -> Dictionary:
    part, key = _part(type(like), uri), _key(type(like))
    entries = () if dictionary is None else dictionary.need(_several(kind))
    found = next((entry for entry in entries if index_of(entry).lower() == index_of(like).lower()), None)
    if part is None or part.text:
        entry = like
    else:
        entry = type(like)() if found is None else found.copy()
        entry.set(key, like.get(key))
        entry.set(part, value)
    kept = [entry if one is found else one for one in entries]
    kept += [] if found is not None else [entry]
    return _made(kind, tuple(sorted(kept, key=lambda one: _place(key, index_of(one)))))


def _place(key: Row[Any], index: str) -> int:
    """Where a member stands: as its key does in the schema; headers stay as they come."""
    of = resolved(key)
    return of.values.index(index) if isinstance(of, Simple) and index in of.values else 0


def _without(entry: Bag, part: Row[Any]) -> Bag | None:
    rest = entry.copy()
    rest.set(part, None)
    return rest if any(not row.attribute for row, _ in rest) else None


def _made(kind: type[Bag], entries: tuple[Bag, ...]) -> Dictionary:
    made = kind()
    made.set(_several(kind), entries)
    return made


def _several(kind: type[Bag]) -> Row[Any]:
    (several,) = kind.rows.values()
    return several


def _key(kind: type[Bag]) -> Row[Any]:
    return next(row for row in kind.rows.values() if row.attribute)


def _part(kind: type[Bag], uri: str) -> Row[Any] | None:
    """The row of an entry that an indexed FieldURI means; None where it means all of the entry."""
    named = kind.rows.get(uri.rpartition(":")[2])
    return named or next((row for row in kind.rows.values() if row.text), None)
