"""Which chains are played: by row (`--select`) and by name (`--only`), in an order in which the long ones come first.

Rule: a name that means nothing is refused; it is never an empty selection.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from pytest_bdd.parser import FeatureParser

from scenarios.cases import Case, features
from scenarios.sweep.playing import Chain, NoSuchRun, chain_of
from scenarios.sweep.strikes import CALLS, KILLS, PUSHES, STRIKES
from scenarios.sweep.variants import VARIANTS

ROWS = (CALLS, PUSHES, KILLS)
ROW = "X"


def planned(select: Sequence[str], only: Sequence[str]) -> dict[str, int | None]:
    """The names of the chains, each with the one place where it strikes (None: every place). Raises NoSuchRun."""
    for name in select:
        if name not in (*ROWS, ROW):
            raise NoSuchRun(f"--select {name}: the sweep plays {', '.join(ROWS)}")
    wanted = [row for row in ROWS if not select or ROW in select or row in select]
    everything = [Chain(variant, strike) for strike in STRIKES.values() for variant in VARIANTS.values()]
    chains = [one for one in everything if one.strike.row in wanted]
    if not only:
        return {one.name: None for one in chains}
    found = {name: nth for text in only for name, nth in _named(text, chains)}
    if not found:
        raise NoSuchRun(f"--only {', '.join(only)}: no run of {', '.join(wanted)} is called so")
    return found


def _named(text: str, chains: Iterable[Chain]) -> Iterable[tuple[str, int | None]]:
    """The chains that a name means: a process, a process and a fault, or these and a place."""
    parts = text.split(":")
    if len(parts) == 1:
        if text not in VARIANTS:
            chain_of(text + ":reset-before")  # says in words what is wrong with it
        return [(one.name, None) for one in chains if one.variant.id == text]
    chain_of(":".join(parts[:2]))
    if len(parts) > 3 or not all(part.isdecimal() and int(part) for part in parts[2:]):
        raise NoSuchRun(f"--only {text}: it should look like F2/trash:reset-before:3")
    nth = int(parts[2]) if len(parts) == 3 else None
    return [(one.name, nth) for one in chains if text.startswith(one.name)]


@cache
def case_of(row: str) -> Case:
    """The case of a row, as its feature writes it."""
    for path in sorted(features().glob("*.feature")):
        for one in FeatureParser(str(path.parent), path.name).parse().scenarios.values():
            if one.name.startswith(f"{row} "):
                tags = set(one.tags) | (one.examples[0].tags if one.examples else set())
                return Case.of(one.name, tags, one.description)
    raise LookupError(f"no feature has a scenario of {row}")
