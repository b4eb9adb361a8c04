"""`python -m tests.rightservices NAME serve` runs a right service; with options of ews-conform it is judged."""

import sys

from scenarios.report.terminal import Terminal
from scenarios.run import run
from scenarios.sweep.spread import sweep
from tests.rightservices.judged import options
from tests.rightservices.serving import SERVICES, run_as


def main(arguments: list[str]) -> int:
    """Run the command line; the exit code."""
    if not arguments or arguments[0] not in SERVICES:
        print(f"which right service? There are {', '.join(SERVICES)}", file=sys.stderr)
        return 2
    name, *rest = arguments
    if rest == ["serve"]:
        return run_as(name)
    asked = options(name, rest)
    terminal = Terminal(asked)
    results = (sweep if asked.sweep else run)(asked, terminal.listener)
    terminal.end(results)
    return results.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
