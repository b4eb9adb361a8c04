"""The text of one simple value, and the value of one text, by the primitive its type is made of.

Rule: times are whole seconds; UTC is written `Z`, another zone as its offset, a time without zone without one.
Characters that XML 1.0 forbids are dropped: Exchange writes them as references, which no conforming parser reads.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any

from fake_ews.contract.notation import Simple
from fake_ews.contract.simple import FIRST, LAST, NOT_IN_XML

UTC = dt.UTC
_TWO = tuple(f"{number:02}" for number in range(60))

_DATE_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z)|([+-])(\d\d):(\d\d))?", re.ASCII)


def escaped(text: str) -> str:
    """The text as it stands between tags. A carriage return is written as a reference, or a reader would lose it."""
    if not text.isprintable():
        text = NOT_IN_XML.sub("", text)
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """The text as it stands between the quotes of an attribute."""
    if not text.isprintable():
        return escaped(text).replace('"', "&quot;").replace("\n", "&#xA;").replace("\t", "&#x9;")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def time_text(moment: dt.datetime) -> str:
    """2027-02-08T09:00:00Z: whole seconds, `Z` for UTC, +01:00 for another zone, nothing for a naive time."""
    if moment.tzinfo is UTC and moment.year > 999:  # three times as quick as isoformat
        day = f"{moment.year}-{_TWO[moment.month]}-{_TWO[moment.day]}"
        return f"{day}T{_TWO[moment.hour]}:{_TWO[moment.minute]}:{_TWO[moment.second]}Z"
    text = moment.isoformat(timespec="seconds")
    if len(text) > 25:
        return time_text(moment.astimezone(_whole_minutes(moment)))
    return text[:19] + "Z" if text.endswith("+00:00") else text


def _whole_minutes(moment: dt.datetime) -> dt.timezone:
    """The offset of a moment without its seconds, which places had before there were zones: no xs:dateTime has any."""
    offset = moment.utcoffset()
    assert offset is not None
    return dt.timezone(dt.timedelta(minutes=int(offset.total_seconds() / 60)))


def time_value(text: str) -> dt.datetime:
    """The moment of an xs:dateTime: aware if the text names a zone. ValueError where it is none we can hold.

    One that lies in UTC before the year 1 or after 9999 is the first or the last moment of these, so that whatever is
    aware can be told in UTC. Source: .NET's XsdDateTime, which does so where it makes a DateTime of such a text.
    """
    if len(text) == 20 and text[19] == "Z" and text[10] == "T" and text[4] == "-":
        return dt.datetime.fromisoformat(text)
    match = _DATE_TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"The string '{text}' is not a valid AllXsd value.")
    year, month, day, hour, minute, second, fraction, utc, sign, hours, minutes = match.groups()
    midnight = hour == "24" and minute == second == "00"
    zone = UTC if utc else None
    if sign:
        offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
        zone = dt.timezone(offset if sign == "+" else -offset)
    moment = dt.datetime(
        int(year),
        int(month),
        int(day),
        0 if midnight else int(hour),
        int(minute),
        int(second),
        int((fraction or "")[:6].ljust(6, "0")),
        tzinfo=zone,
    )
    try:
        return _held(moment + dt.timedelta(days=1) if midnight else moment)
    except OverflowError:
        raise ValueError(f"The string '{text}' is not a valid AllXsd value.") from None


def _held(moment: dt.datetime) -> dt.datetime:
    """The moment, or the first or the last one where it cannot be told in UTC."""
    return moment if moment.tzinfo is None else max(FIRST, min(moment, LAST))


def date_value(text: str) -> str:
    """An xs:date as it stands, its zone included. ValueError where it is none we can hold."""
    day = text.strip()
    try:
        dt.date.fromisoformat(day[:10])
    except ValueError:
        raise ValueError(f"The string '{text}' is not a valid Date value.") from None
    return day


def boolean_value(text: str) -> bool:
    """true, 1, false or 0; ValueError for anything else."""
    word = text.strip()
    if word in ("true", "1"):
        return True
    if word in ("false", "0"):
        return False
    raise ValueError(f"The string '{text}' is not a valid Boolean value.")


def boolean_text(value: bool) -> str:
    """true or false."""
    return "true" if value else "false"


def float_text(value: float) -> str:
    """The shortest decimal that reads back as the same number; INF, -INF and NaN as XML Schema spells them."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return repr(value)


def decimal_text(value: float) -> str:
    """Without an exponent, which xs:decimal does not know."""
    text = repr(float(value))
    return text if "e" not in text else f"{value:f}"


def binary_text(value: bytes) -> str:
    """Base64 in one line."""
    return base64.b64encode(value).decode("ascii")


def is_base64(text: str) -> bool:
    """Whether a text is base64, spaces and ends of lines aside."""
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return False
    return True


_WHOLE_NUMBERS = (
    *("byte", "short", "int", "long", "integer", "positiveInteger", "nonNegativeInteger"),
    *("unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong"),
)
_TEXT: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(_WHOLE_NUMBERS, str),
    "boolean": boolean_text,
    "dateTime": time_text,
    "float": float_text,
    "double": float_text,
    "decimal": decimal_text,
    "base64Binary": binary_text,
}
_VALUE: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(_WHOLE_NUMBERS, int),
    "boolean": boolean_value,
    "dateTime": time_value,
    "date": date_value,
    "float": float,
    "double": float,
    "decimal": float,
    "base64Binary": base64.b64decode,
    **dict.fromkeys(("time", "duration", "language", "anyURI"), str.strip),
}


def text_of(simple: Simple[Any]) -> Callable[[Any], str] | None:
    """What makes a value of this type a text (not yet escaped); None where the value is the text."""
    if simple.listed is None:
        return _TEXT.get(simple.base)
    each = text_of(simple.listed) or str
    return lambda values: " ".join(map(each, values))


def value_of(simple: Simple[Any]) -> Callable[[str], Any] | None:
    """What makes a text a value of this type; None where the text is the value. The maker raises ValueError."""
    if simple.listed is not None:
        each = value_of(simple.listed) or str
        return lambda text: tuple(map(each, text.split()))
    return _VALUE.get(simple.base, str.strip if simple.members else None)


def is_plain(simple: Simple[Any]) -> bool:
    """Whether a text of this type never needs escaping."""
    return simple.listed is None and simple.base in _TEXT
