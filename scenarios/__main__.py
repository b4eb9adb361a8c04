"""ews-conform: judge a product that keeps reservations and Exchange calendars in step.

Rule: this is the only place that ends the process; the last line is always `cases: H held, B broken, ...`.
"""

import sys
from collections.abc import Sequence

from scenarios.options import OptionError, parse
from scenarios.report import json_file
from scenarios.report.terminal import Terminal
from scenarios.run import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    try:
        options = parse(arguments)
    except OptionError as error:
        print(f"ews-conform: {error}", file=sys.stderr)
        return 2
    terminal = Terminal(options)
    results = run(options, terminal.listener)
    if options.report is not None:
        terminal.wrote(json_file.write(results, options))
    terminal.end(results)
    return results.exit_code


if __name__ == "__main__":
    sys.exit(main())
