"""Wrong services: the reference service with one decision replaced, so that the harness can be shown to judge.

Where the reference service hears of changes in another way than the case needs, it is a right service of that design.

Rule: a mutant is wrong in one thing and says which case must reject it. To add one: a function that patches one
decision, with the decorator, in any module here. `python -m tests.mutants NAME serve ...` runs it like the right one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

DEAD = "dead"
"""The product that answers everything and does nothing: broken in every must-case."""
REFERENCE = "reference"
Patch = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong service: the case that must reject it, and what it does wrong, in words; `of`: which service it is."""

    name: str
    case: str
    wrong: str
    patch: Patch
    of: str = REFERENCE


MUTANTS: dict[str, Mutant] = {}


def mutant(case: str, of: str = REFERENCE) -> Callable[[Patch], Patch]:
    """Register a patch under the name of its function (blanks are hyphens) as rejected by `case`."""

    def register(patch: Patch) -> Patch:
        name = patch.__name__.replace("_", "-")
        MUTANTS[name] = Mutant(name, case, (patch.__doc__ or "").strip(), patch, of)
        return patch

    return register


def every() -> dict[str, Mutant]:
    """All mutants by name, of every module of this package."""
    for module in iter_modules(__path__):
        if not module.name.startswith(("test_", "__")):
            import_module(f"{__name__}.{module.name}")
    return MUTANTS
