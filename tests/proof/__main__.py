"""`python -m tests.proof` plays every wrong service and, again and again, the right ones: exit 0 if the judge is right.

`--page` prints docs/mutants.md instead. It takes its time: it is meant to be run by hand.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from time import monotonic

from tests.mutants import every
from tests.proof import matrix, rows

REPETITIONS = 20
PROCESSES = (os.cpu_count() or 1) + 1
"""One more than there are cores: each waits for its services now and then."""


def main(arguments: Sequence[str]) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser("tests.proof", description="Every wrong service against every must-case.")
    parser.add_argument("--page", action="store_true", help="print docs/mutants.md")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the first seed")
    parser.add_argument("--repetitions", type=int, default=REPETITIONS, metavar="N", help="runs of each right service")
    parser.add_argument("--processes", type=int, default=PROCESSES, metavar="N", help="runs beside each other")
    parser.add_argument("--only", default="", metavar="NAME,...", help="some mutants, by name")
    parser.add_argument("--whole", action="store_true", help="every mutant plays every must-case")
    asked = parser.parse_args(arguments)
    mutants = [one for one in every().values() if not asked.only or one.name in asked.only.split(",")]
    if asked.page:
        print(rows.page(mutants), end="")
        return 0
    began = monotonic()
    todo = matrix.jobs(mutants, rows.MUST, asked.seed, asked.repetitions, asked.whole)
    done = matrix.play_all(todo, asked.processes)
    print(*matrix.table(done, rows.MUST), sep="\n")
    proved, lines = matrix.summary(done, [] if asked.only else rows.MUST)
    print(*lines, f"it took {(monotonic() - began) / 60:.1f} minutes", sep="\n")
    return 0 if proved else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
