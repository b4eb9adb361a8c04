"""What the fields of a profile may be: types with their ranges, checked here alone, and said in words.

Rule: whoever says a value, in Python, in a world file, by a switch or over HTTP, is refused in the same words, which
name the field and what it may be. A field that is read where no mailbox is concerned is not one mailbox's to have.
"""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec import Meta

from fake_ews.contract.headers import ExchangeVersion
from fake_ews.model.log import Kind


@dataclass(frozen=True, slots=True)
class Among:
    """The values of a field, where its type has more."""

    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class NotOwn:
    """A field that no mailbox can have of its own, and why."""

    why: str


OF_ALL = NotOwn("it is the organisation's, since it is asked for where no mailbox is known")
WHEN_MADE = NotOwn("it counts when a mailbox is made, and cannot change later")
BY_FIELDS = NotOwn("it behaves as its organisation does, but for fields of its own")

_YEAR = 366 * 86400
MOST_SAVES = 50
"""How often a program saves an entry in one burst, at most."""
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Saves = Annotated[int, Meta(ge=1, le=MOST_SAVES)]
Days = Annotated[int, Meta(ge=1, le=36_600)]
Changes = Annotated[int, Meta(ge=1, le=512)]  # of SyncFolderItems: more cannot be asked for [xsd]
Letters = Annotated[int, Meta(ge=4, le=100_000)]
Minutes = Annotated[int, Meta(ge=0, le=_YEAR // 60)]
Seconds = Annotated[float, Meta(ge=0, le=_YEAR)]
Patience = Annotated[float, Meta(ge=0.1, le=_YEAR)]  # what would go on without end if it were 0
Skew = Annotated[float, Meta(ge=-_YEAR, le=_YEAR)]
Scale = Annotated[float, Meta(ge=0, le=1000)]
Part = Annotated[int, Meta(ge=0, le=32_767)]  # of a build: ServerVersion of POX has 15 bits for one
ONE_LINE = r"^[^\x00-\x1f\x7f]*\Z"
Line = Annotated[str, Meta(pattern=ONE_LINE)]
Version = Annotated[str, Among(tuple(ExchangeVersion.values))]
VersionOrNever = Annotated[str | None, Among((*ExchangeVersion.values, None))]
MovedOrDeleted = Annotated[Kind, Among((Kind.Moved, Kind.Deleted))]
MovedOrCreated = Annotated[Kind, Among((Kind.Moved, Kind.Created))]


def checked(said: Mapping[str, object], types: Mapping[str, object], known: type[Any]) -> dict[str, Any]:
    """The values of all fields, as they are kept. ValueError names the first that cannot be.

    `known` is what `known_as` made of the types.
    """
    plain = {name: value.value if isinstance(value, Enum) else value for name, value in said.items()}
    try:
        found = msgspec.structs.asdict(msgspec.convert(plain, known))
    except msgspec.ValidationError as wrong:
        name = str(wrong).rpartition("`$.")[2].partition("`")[0].partition("[")[0]
        raise _refused(name, said[name], types[name]) from None
    for name, value in found.items():
        among = _mark(types[name], Among)
        if among is not None and value not in among.values:
            raise _refused(name, value, types[name])
    return found


def known_as(types: Mapping[str, object]) -> type[Any]:
    """What `checked` needs of the types; it is made once."""
    return msgspec.defstruct("Fields", [(name, of) for name, of in types.items()])


def not_own(of: object, *, is_new: bool) -> str:
    """Why a field of this type cannot be one mailbox's own, which `is_new` or not; "" where it can."""
    mark = _mark(of, NotOwn)
    return "" if mark is None or (is_new and mark is WHEN_MADE) else mark.why


def described(of: object) -> str:
    """What a field of a type may be, as two sentences at most."""
    why = not_own(of, is_new=False)
    return f"It may be {may_be(of)}." + (f" No mailbox can have it of its own: {why}." if why else "")


def may_be(of: object) -> str:
    """What a value of a type may be, in words."""
    if get_origin(of) is Annotated:
        plain, *marks = get_args(of)
        among = _mark(of, Among)
        return _listed(among.values) if among is not None else _within(plain, marks)
    return _plain(of)


def _refused(name: str, value: object, of: object) -> ValueError:
    shown = value.value if isinstance(value, Enum) else value
    return ValueError(f"{name}: it cannot be {reprlib.repr(shown)}, but {may_be(of)}")


def _mark(of: object, kind: type[Any]) -> Any:
    marks = get_args(of)[1:] if get_origin(of) is Annotated else ()
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _within(plain: object, marks: list[object]) -> str:
    """The words for a type with a range or a pattern."""
    meta = next((mark for mark in marks if isinstance(mark, Meta)), None)
    words = _plain(plain)
    if meta is None:
        return words
    if meta.pattern is not None:
        return f"{words} in one line"
    return f"{words}, not empty" if meta.min_length is not None else f"{words} from {meta.ge} to {meta.le}"


def _plain(of: object) -> str:
    """The words for a type without a range."""
    if get_origin(of) is Literal:
        return _listed(get_args(of))
    if get_origin(of) is tuple:
        one, *more = get_args(of)
        return (
            f"a list of values that are each {may_be(one)}"
            if more == [...]
            else (f"a list of {len(more) + 1} values that are each {may_be(one)}")
        )
    parts = get_args(of)
    if NoneType in parts:
        return f"{' or '.join(may_be(one) for one in parts if one is not NoneType)}, or none at all (null)"
    return _WORDS[of]


_WORDS: dict[object, str] = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


def _listed(values: tuple[object, ...]) -> str:
    shown = ["null" if one is None else str(one.value if isinstance(one, Enum) else one) for one in values]
    return f"one of {', '.join(shown)}"
