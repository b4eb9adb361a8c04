"""`python -m tests.mutants NAME serve ...` runs a wrong service, `--list` names them; `python -m tests.proof` plays.

Rule: whatever is asked of it besides, it runs as the right one does.
"""

import sys
from collections.abc import Sequence
from difflib import get_close_matches

from tests.mutants import DEAD, REFERENCE, dead, every

MUTANTS = every()


def main(arguments: Sequence[str]) -> int:
    """Run the command line; the exit code."""
    if not arguments or arguments[0] == "--list":
        for one in MUTANTS.values():
            print(f"{one.name:42} {one.case:24} {one.wrong}")
        print(f"{DEAD:42} {'every must-row':24} Answers every call with a success, and does nothing.")
        return 0
    name, *rest = arguments
    if name == DEAD:
        return dead.run()
    if name not in MUTANTS:
        close = get_close_matches(name, [*MUTANTS, DEAD])
        near = f"; close to it: {', '.join(close)}" if close else ""
        print(f"no mutant {name!r}{near} (python -m tests.mutants --list names all)", file=sys.stderr)
        return 2
    MUTANTS[name].patch()
    if MUTANTS[name].of != REFERENCE:
        from tests.rightservices.serving import run_as

        return run_as(MUTANTS[name].of)
    from reference_sync.__main__ import main as serve  # the patched one

    return serve(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
