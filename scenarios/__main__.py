"""ews-conform: judge a product that keeps reservations and Exchange calendars in step.

Rule: this is the only place that ends the process; the last line is always `cases: H held, B broken, ...`.
"""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from scenarios import interrupts
from scenarios.options import OptionError, Options, parse
from scenarios.report import badge, compare, html, json_file, junit, table, told
from scenarios.report.document import Report
from scenarios.report.terminal import Terminal
from scenarios.results import Results
from scenarios.shares import shared
from scenarios.sweep.spread import sweep


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code. What the harness itself fails in ends with 2, never with 1."""
    try:
        with interrupts.heard():
            return _main(arguments)
    except KeyboardInterrupt:
        print("ews-conform: interrupted", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads has seen enough; what is still to be written goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:  # the outermost loop: nothing was judged
        print(f"ews-conform: the harness failed: {type(error).__name__}: {error}", file=sys.stderr)
        return 2


def _main(arguments: Sequence[str] | None) -> int:
    try:
        options = parse(arguments)
        if options.table:
            return _side_by_side(options)
        old = json_file.read(options.compare) if options.compare is not None else None
    except (OptionError, json_file.NoReport) as error:
        print(f"ews-conform: {error}", file=sys.stderr)
        return 2
    terminal, began = Terminal(options), time.monotonic()
    results = (sweep if options.sweep else shared)(options, terminal.listener)
    _Writer(options, terminal, old).end(results, time.monotonic() - began)
    return results.exit_code


@dataclass(frozen=True, slots=True)
class _Writer:
    """Tells a finished run, on the terminal and in the files that were asked for."""

    options: Options
    terminal: Terminal
    old: Report | None

    def end(self, results: Results, seconds: float) -> None:
        report = told.report(results, self.options, seconds)
        if self.old is not None and self.options.compare is not None:
            report = told.since(report, compare.compared(report, self.old, self.options.compare))
        if self.options.report is not None:
            for written in (json_file.write, html.write, badge.write):
                self.terminal.wrote(written(report, self.options.report))
        if self.options.junit is not None:
            self.terminal.wrote(junit.write(report, self.options.junit))
        self.terminal.end(results, report.compared)


def _side_by_side(options: Options) -> int:
    """The reports of --table beside each other; nothing is played."""
    there = table.table(options.table, [json_file.read(file) for file in options.table])
    table.show(there, Console(highlight=False))
    if options.report is not None:
        print(f"report: {html.write_table(there, options.report)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
