"""`python -m tests.mutants NAME serve ...` runs a wrong service; `--list` names them, `--all` plays them.

With `--all` every mutant plays the case that must reject it; one that survives is a fault of the harness.
"""

import subprocess
import sys
from collections.abc import Sequence

from tests.mutants import dead, every

DEAD = "dead"
MUTANTS = every()


def main(arguments: Sequence[str]) -> int:
    """Run the command line; the exit code."""
    if not arguments or arguments[0] == "--list":
        for one in MUTANTS.values():
            print(f"{one.name:42} {one.case:24} {one.wrong}")
        print(f"{DEAD:42} {'every must-row':24} Answers every call with a success, and does nothing.")
        return 0
    name, *rest = arguments
    if name == "--all":
        return play_all(rest)
    if name == DEAD:
        return dead.run()
    if name not in MUTANTS:
        print(f"no mutant {name!r}; there are {', '.join([*MUTANTS, DEAD])}", file=sys.stderr)
        return 2
    MUTANTS[name].patch()
    from reference_sync.__main__ import main as serve  # the patched one

    return serve(rest)


def play_all(rest: Sequence[str]) -> int:
    """Each mutant against the case that must reject it: one line each, 1 if one survives."""
    survivors = [one.name for one in MUTANTS.values() if not rejected(one.name, one.case, rest)]
    print(
        f"mutants: {len(MUTANTS) - len(survivors)} rejected, {len(survivors)} survived {', '.join(survivors)}".strip()
    )
    return 1 if survivors else 0


def rejected(name: str, case: str, rest: Sequence[str]) -> bool:
    """Whether `ews-conform` calls the case broken."""
    command = [
        sys.executable,
        "-m",
        "scenarios",
        "--target",
        "reference",
        "--mutant",
        name,
        "--select",
        case,
        "--strict",
        *rest,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    broken = done.returncode == 1 and any(
        case in line and "broken" in line.lower() for line in done.stdout.splitlines()
    )
    print(f"{'rejected' if broken else 'SURVIVED':9} {name:42} by {case}", flush=True)
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
