"""Which mutant each case must reject, as a page; and the must-cases, which all need one.

Rule: nothing is written by hand; `python -m tests.proof --page` prints docs/mutants.md.
"""

from collections.abc import Iterable, Iterator

from scenarios.cases import Level
from tests.mutants import Mutant
from tests.scenarios.test_cases import ROWS

MUST = tuple(name for name, level in ROWS.items() if level is Level.MUST)
"""The must-cases."""
HEAD = """# The wrong services

`make mutants` has every wrong service judged, and the two right ones twenty times each (those that only hear of changes
in another way once a profile): a wrong one that is not rejected, and a right one that is, are faults of the harness.
`make conform MUTANT=NAME` shows one of them. Each is the reference service, or for A2/pull and A2/streaming a right one
that hears of changes in that way, with one decision replaced, in `tests/mutants/`; besides them the product `dead`,
which answers every call with a success and does nothing, is broken in every must-case.

| case | level | wrong service | what it does wrong |
| --- | --- | --- | --- |
"""


def lacking(mutants: Iterable[Mutant]) -> list[str]:
    """The must-cases without a mutant of their own."""
    rejecting = {one.case for one in mutants}
    return [name for name in MUST if name not in rejecting]


def page(mutants: Iterable[Mutant]) -> str:
    """docs/mutants.md."""
    return HEAD + "".join(_lines(list(mutants)))


def _lines(mutants: list[Mutant]) -> Iterator[str]:
    cases = [*ROWS, *sorted({one.case for one in mutants} - set(ROWS))]
    for case in cases:
        for one in sorted((one for one in mutants if one.case == case), key=lambda one: one.name):
            yield f"| {case} | {ROWS.get(case, 'field')} | `{one.name}` | {' '.join(one.wrong.split())} |\n"
