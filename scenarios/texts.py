"""Subjects that people type, by the words of the features; and real stamps made foreign."""

from random import Random
from string import ascii_lowercase, ascii_uppercase

from scenarios.reservations import Stamp, StampProperty

LETTERS_255 = ("Sitzung der Arbeitsgruppe " * 10)[:255].replace(" ", "_")
HEX = set("abcdefABCDEF")


def subject_of(kind: str) -> str:
    """`"..."` is the text between the quotes, `255 letters` a long one, `nothing` an empty one."""
    if kind.startswith('"'):
        return kind[1:-1]
    return {"255 letters": LETTERS_255, "nothing": ""}[kind]


def foreign(stamp: Stamp, seed: int) -> Stamp:
    """A stamp whose every letter and digit is another of its class: a GUID stays one, a number stays one."""
    random = Random(seed)
    return tuple(StampProperty(one.set, one.key, one.type, _foreign(one.value, random)) for one in stamp)


def _foreign(value: str | tuple[str, ...], random: Random) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(str(_foreign(one, random)) for one in value)
    hexadecimal = all(one in HEX for one in value if one.isalpha())
    return "".join(_other(one, hexadecimal, random) for one in value)


def _other(letter: str, hexadecimal: bool, random: Random) -> str:
    if letter.isascii() and letter.isdigit():
        return random.choice([one for one in "123456789" if one != letter])
    for alphabet in (ascii_lowercase, ascii_uppercase):
        if letter in alphabet:
            choice = alphabet[:6] if hexadecimal else alphabet
            return random.choice([one for one in choice if one != letter])
    return letter
