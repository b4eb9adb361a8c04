"""A name that there is not: the words that say so, and which one may be meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection


def no_such(what: str, name: str, known: Collection[str], otherwise: str = "") -> str:
    """What to tell somebody who names a thing that there is not: the one that is spelled alike, or all there are.

    `otherwise`: what is said instead of all, where they are many.
    """
    near = difflib.get_close_matches(name, known, 1)
    meant = f"did you mean {near[0]}?" if near else otherwise or f"there are {', '.join(known)}"
    return f"no such {what}: {name!r} ({meant})"
