"""Whether a text is a value of a simple type and, if not, why: in the words of .NET's schema validator."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fake_ews.contract.notation import Simple
from fake_ews.soap.scalars import is_base64, time_value

_WHOLE = {
    "byte": ("SByte", -(2**7), 2**7 - 1),
    "short": ("Int16", -(2**15), 2**15 - 1),
    "int": ("Int32", -(2**31), 2**31 - 1),
    "long": ("Int64", -(2**63), 2**63 - 1),
    "integer": ("Integer", None, None),
    "unsignedByte": ("Byte", 0, 2**8 - 1),
    "unsignedShort": ("UInt16", 0, 2**16 - 1),
    "unsignedInt": ("UInt32", 0, 2**32 - 1),
    "unsignedLong": ("UInt64", 0, 2**64 - 1),
    "positiveInteger": ("PositiveInteger", 1, None),
    "nonNegativeInteger": ("NonNegativeInteger", 0, None),
}
_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_SHAPES = {
    "boolean": ("Boolean", r"true|false|1|0"),
    "float": ("Single", rf"{_NUMBER}([eE][+-]?\d+)?|-?INF|NaN"),
    "double": ("Double", rf"{_NUMBER}([eE][+-]?\d+)?|-?INF|NaN"),
    "decimal": ("Decimal", _NUMBER),
    "date": ("Date", rf"\d{{4}}-\d\d-\d\d{_ZONE}"),
    "time": ("Time", rf"\d\d:\d\d:\d\d(\.\d+)?{_ZONE}"),
    "duration": ("TimeSpan", r"-?P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"),
}
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_NOT_BASE64 = (
    "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, "
    "or an illegal character among the padding characters."
)


def type_name(simple: Simple[Any]) -> str:
    """The name of a type as .NET's messages give it."""
    if simple.namespace is None:
        return f"http://www.w3.org/2001/XMLSchema:{simple.base}"
    return f"{simple.namespace}:{simple.name}" if simple.name else simple.base[0].upper() + simple.base[1:]


def reason(simple: Simple[Any], text: str) -> str | None:
    """Why the text is no value of the type; None where it is one."""
    if simple.listed is not None:
        return next((why for word in text.split() if (why := reason(simple.listed, word)) is not None), None)
    if simple.members:
        if any(reason(member, text) is None for member in simple.members):
            return None
        return f"The value '{text}' is not valid according to any of the memberTypes of the union."
    if simple.base in _WHOLE:
        return _of_number(simple, text)
    if simple.base in _SHAPES or simple.base in _CHECKS:
        return _of_shape(simple.base, text.strip())
    return _of_string(simple, text)


def _of_number(simple: Simple[Any], text: str) -> str | None:
    name, least, most = _WHOLE[simple.base]
    if not re.fullmatch(r"\s*[+-]?\d+\s*", text, re.ASCII):
        return f"The string '{text}' is not a valid {name} value."
    number = int(text)
    if (least is not None and number < least) or (most is not None and number > most):
        return f"Value '{text}' was either too large or too small for {name}."
    if simple.least is not None and number < simple.least:
        return "The MinInclusive constraint failed."
    if simple.most is not None and number > simple.most:
        return "The MaxInclusive constraint failed."
    return None


def _of_shape(base: str, text: str) -> str | None:
    if base in _CHECKS:
        return _CHECKS[base](text)
    name, shape = _SHAPES[base]
    return None if re.fullmatch(shape, text, re.ASCII) else f"The string '{text}' is not a valid {name} value."


def _of_time(text: str) -> str | None:
    try:
        time_value(text)
    except ValueError:
        return f"The string '{text}' is not a valid DateTime value."
    return None


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "dateTime": _of_time,
    "language": lambda text: None if _LANGUAGE.fullmatch(text) else "The Pattern constraint failed.",
    "base64Binary": lambda text: None if is_base64(text) else _NOT_BASE64,
}


def _of_string(simple: Simple[Any], text: str) -> str | None:
    if simple.pattern is not None and not re.fullmatch(simple.pattern, text):
        return "The Pattern constraint failed."
    if simple.shortest is not None and len(text) < simple.shortest:
        return "The actual length is less than the MinLength value."
    if simple.longest is not None and len(text) > simple.longest:
        return "The actual length is greater than the MaxLength value."
    if simple.allowed and text not in simple.allowed:
        return "The Enumeration constraint failed."
    return None
