"""Several reports side by side, of several products or versions of one: case by case what each of them does.

Rule: pure but for the terminal; a case that a report does not hold is not played there, not failed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Drawn

from scenarios.report.document import Report, Word
from scenarios.report.json_file import NAME
from scenarios.report.steps import place

SIGNS: dict[Word | None, str] = {
    "held": "[green]held[/]",
    "broken": "[bold red]broken[/]",
    "unknown": "[yellow]unknown[/]",
    "not offered": "[dim]not offered[/]",
    None: "[dim].[/]",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One case: its step and level, and what came out of it in each report; None: not played there."""

    id: str
    step: str
    level: str
    words: tuple[Word | None, ...]

    @property
    def differs(self) -> bool:
        """Do the reports say different things?"""
        return len(set(self.words)) > 1


@dataclass(frozen=True, slots=True)
class Table:
    """The reports by name, and a line for each case that any of them holds."""

    names: tuple[str, ...]
    reports: tuple[Report, ...]
    lines: tuple[Line, ...]


def table(files: Sequence[Path], reports: Sequence[Report]) -> Table:
    """The reports of these files, in this order; the cases in the order of the processes."""
    places: dict[str, tuple[str, str]] = {}
    for report in reports:
        for case in report.cases:
            places.setdefault(case.id, (case.step, case.level))
    words: list[dict[str, Word]] = [{case.id: case.verdict for case in report.cases} for report in reports]
    ordered = sorted(places, key=lambda id_: place(places[id_][0]))
    lines = (Line(id_, *places[id_], tuple(of.get(id_) for of in words)) for id_ in ordered)
    return Table(_names(files), tuple(reports), tuple(lines))


def show(there: Table, console: Console) -> None:
    """On the terminal; the last line counts what differs."""
    drawn = Drawn(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in ("case", "level", *there.names):
        drawn.add_column(escape(title), overflow="fold")
    for line in there.lines:
        drawn.add_row(escape(line.id), line.level, *(SIGNS[word] for word in line.words))
    console.print(drawn)
    for name, report in zip(there.names, there.reports, strict=True):
        console.print(f"{name}: {report.target}{' ' + report.mutant if report.mutant else ''}, {report.line}")
    console.print(f"{sum(line.differs for line in there.lines)} of {len(there.lines)} cases differ")


def _names(files: Sequence[Path]) -> tuple[str, ...]:
    """A file's name without its ending, or its folder's where every file is called report.json; each once."""
    found: list[str] = []
    for file in files:
        name = file.parent.name if file.name == NAME else file.stem if file.suffix == ".json" else file.name
        name = name or "report"
        times = sum(one == name or one.startswith(f"{name} (") for one in found)
        found.append(f"{name} ({times + 1})" if times else name)
    return tuple(found)
