"""A function's answers kept by its arguments, for those that are asked the same again and again.

Rule: only for functions of their arguments alone, whose answers nobody changes. It is `functools.lru_cache` with the
types of the function kept: the standard one does not take a class of bags for hashable, since bags are not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


def memo(function: Callable[P, R]) -> Callable[P, R]:
    """The same function; it remembers its last 4096 answers."""
    return cast("Callable[P, R]", lru_cache(4096)(function))
