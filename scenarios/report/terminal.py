"""The terminal report: progress while it runs, one line a case, what proves a broken one, and a summary by step.

Rule: plain lines where there is no terminal; the last line is that of the results.
"""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table

from scenarios.cases import LOOP, Case, Level
from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.replay import replay
from scenarios.report.compare import line as change_line
from scenarios.report.document import Compared, Counts
from scenarios.report.steps import by_step
from scenarios.results import Played, Results, Row
from scenarios.verdict import Broken, Held, Kind, NotOffered, Unknown, Verdict

COLOURS = {Kind.HELD: "green", Kind.BROKEN: "bold red", Kind.UNKNOWN: "yellow", Kind.NOT_OFFERED: "dim"}
TURNS = {"better": "green", "worse": "bold red", "other": "yellow"}
EVIDENCE = 12
"""So many records of a broken case are shown; report.json has all."""
CHANGES = 40
"""So many changes since an older report are shown."""


class Terminal:
    """Tells one run as it goes."""

    def __init__(self, options: Options, console: Console | None = None) -> None:
        self._options = options
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._results = Results()
        self._left: dict[str, int] = {}
        self._total = self._done = 0
        self._status: Status | None = None
        self.listener = Listener(self._planned, self._begins, self._played, self._told)

    def wrote(self, path: object) -> None:
        """Name a file that was written."""
        self._console.print(f"report: {path}", markup=False)

    def end(self, results: Results, compared: Compared | None = None) -> None:
        """The broken cases in full, the summary, what changed, what could not run, and the last line."""
        self._stop()
        for row in results.rows:
            if row.id not in self._left or self._left[row.id] > 0 or row.id == LOOP:
                self._line(row)
        for row in results.rows:
            for played in row.scenarios:
                if isinstance(played.verdict, Broken):
                    self._broken(played, played.verdict)
        self._summary(results)
        if compared is not None:
            self._changes(compared)
        for fault in dict.fromkeys(results.faults):
            self._console.print(f"could not judge: {fault}", style="yellow", markup=False)
        for note in results.remarks:
            self._console.print(f"note: {note}", style="yellow", markup=False)
        for line in results.lines:
            self._console.print(line, markup=False)

    def _planned(self, counts: Mapping[str, int]) -> None:
        self._left, self._total = dict(counts), sum(counts.values())
        if self._console.is_terminal:
            self._status = self._console.status("")
            self._status.start()

    def _begins(self, case: Case) -> None:
        if self._status is not None:
            title = escape(f"{case.id} - {case.title}")
            self._status.update(f"{self._done + 1} of {self._total}: {title}")

    def _played(self, played: Played) -> None:
        self._results.add(played)
        if played.case.id == LOOP:
            return  # it is told at the end: every other case adds to it
        self._done += 1
        self._left[played.case.id] -= 1
        if not self._left[played.case.id]:
            self._line(self._results.row(played.case.id))

    def _told(self, text: str) -> None:
        self._console.print(text, style="dim", markup=False)

    def _summary(self, results: Results) -> None:
        """A line for each step, if there is more than one."""
        steps = by_step((row.id, row.word.value) for row in results.rows)
        if len(steps) < 2:
            return
        words = [word for word in Kind if results.count(word)]
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("step")
        for word in words:
            table.add_column(word.value, justify="right", style=COLOURS[word])
        table.add_column("")
        for step in steps:
            table.add_row(step.id, *(_number(step.counts, word) for word in words), f"[dim]{escape(step.title)}[/]")
        self._console.print()
        self._console.print(table, soft_wrap=False)
        self._console.print()

    def _changes(self, compared: Compared) -> None:
        count = len(compared.changes)
        self._console.print(f"since {compared.file} ({compared.line}):", markup=False)
        for change in compared.changes[:CHANGES]:
            self._console.print(f"  {change_line(change)}", style=TURNS[change.turn], markup=False)
        if count > CHANGES:
            self._console.print(f"  ... and {count - CHANGES} more")
        if not count:
            self._console.print("  nothing changed")

    def _stop(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None

    def _line(self, row: Row) -> None:
        word = f"[{COLOURS[row.word]}]{row.word:11}[/]"
        said = [reason(row.verdict)] if reason(row.verdict) else []
        if not isinstance(row.wise, Held):
            said.append(f"a should-scenario: {reason(row.wise)}")
        level = row.level if row.level is not Level.CAP else f"cap:{','.join(sorted(row.needs))}"
        self._console.print(f"{row.id:24} {level:7} {word} {escape('; '.join(said))}".rstrip())

    def _broken(self, played: Played, verdict: Broken) -> None:
        case = played.case
        self._console.print(f"\n[bold red]broken[/] {escape(f'{case.id} - {case.title}')}")
        for name, text in told(case, verdict, self._options):
            self._console.print(f"  {name + ':':13} {escape(text)}")
        lines = [one.line() for one in verdict.evidence]
        for line in lines[:EVIDENCE]:
            self._console.print(f"    {escape(line)}")
        if len(lines) > EVIDENCE:
            self._console.print(f"    ... and {len(lines) - EVIDENCE} more")


def _number(counts: Counts, word: Kind) -> str:
    number = {
        Kind.HELD: counts.held,
        Kind.BROKEN: counts.broken,
        Kind.UNKNOWN: counts.unknown,
        Kind.NOT_OFFERED: counts.not_offered,
    }[word]
    return str(number) if number else "[dim].[/]"


def told(case: Case, verdict: Broken, options: Options) -> Iterable[tuple[str, str]]:
    """What is said of a broken scenario, line by line: name and text."""
    yield "requirement", case.requirement
    if verdict.why:
        yield "because", verdict.why
    yield "expected", verdict.expected
    yield "seen", verdict.seen
    if verdict.advice:
        yield "look at", verdict.advice
    yield "play it", replay(case, options)


def reason(verdict: Verdict) -> str:
    """In short, why a verdict is what it is."""
    match verdict:
        case Held(note):
            return note
        case Unknown(text) | NotOffered(text):
            first, *rest = text.splitlines()
            return f"{first} {rest[-1]}" if rest and first.endswith(":") else first
        case Broken(expected, seen, why=why):
            return (f"({why}) " if why else "") + f"expected {expected}; seen: {seen}"
