"""What a person may fill in for each field of an entry, or say with an act: its type, checked before it is written.

Rule: whatever a test or a call of the control API says of a field either fits it, or is refused with the field's name.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import msgspec

from fake_ews.model.texts import wrong_text

_Whole = Annotated[int, msgspec.Meta(ge=-(2**31), lt=2**31)]
_Times = Annotated[int, msgspec.Meta(ge=1, le=999)]
_Address = Annotated[str, msgspec.Meta(pattern="^[^@\\s]+@[^@\\s]+$")]
_Addresses = tuple[_Address, ...]
_TYPES: dict[str, Any] = {
    "subject": str | None,
    "location": str | None,
    "body": str | None,
    "html": str | None,
    "all_day": bool,
    "reminder": _Whole | None,
    "sensitivity": str,
    "importance": str,
    "free_busy": str,
    "categories": tuple[str, ...],
    "new_times": bool,
    "attendees": _Addresses,
    "optional": _Addresses,
    "resources": _Addresses,
    "zone": str,
    "daily": _Times | None,
    "weekly": _Times | None,
    "recurrence": str | None,
    "text": str,
    "to": Annotated[_Addresses, msgspec.Meta(min_length=1)],
}


def check(name: str, value: object) -> None:
    """ValueError says what is wrong with the value of a field; one that is not known here takes all."""
    try:
        msgspec.convert(value, _TYPES.get(name, Any))
    except msgspec.ValidationError as wrong:
        said = str(wrong).partition(" - at ")[0].partition(" matching regex")[0].replace("`array`", "a list")
        said += " such as name@domain" if "matching regex" in str(wrong) else ""
        raise ValueError(f"{name}: {value!r} cannot be: {said[:1].lower()}{said[1:]}") from None
    for text in value if isinstance(value, (list, tuple)) else (value,):
        if isinstance(text, str) and (why := wrong_text(text)) is not None:
            raise ValueError(f"{name}: {why}")


def instant(name: str, value: object) -> dt.datetime:
    """An instant in UTC; ValueError: the value is none, has no zone, or lies before the year 1 or after 9999 there."""
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        raise ValueError(f"{name} must be an instant with a zone, not {value!r}")
    try:
        return value.astimezone(dt.UTC)
    except OverflowError:
        raise ValueError(f"{name}: {value.isoformat()} is in UTC before the year 1 or after the year 9999") from None
