"""What a run has found: a verdict for each scenario, one for each case, and the exit code.

Rule: a case counts once, by its worst scenario of its own level; a should-scenario of a must-case is told beside it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from scenarios.cases import Case, Level
from scenarios.report.drawing import Drawn
from scenarios.verdict import Broken, Held, Kind, NotOffered, Unknown, Verdict, kind, worst

KEPT = 24
"""So many held scenarios of one case keep their drawing; of all others it is kept."""
RANK = (Level.MUST, Level.SHOULD, Level.CAP)


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario that was played: how long it took in real seconds, what is said of it, and what happened in it."""

    case: Case
    verdict: Verdict
    seconds: float = 0.0
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One case: level, verdict by its worst scenario of that level, and all its scenarios."""

    id: str
    level: Level
    verdict: Verdict
    scenarios: tuple[Played, ...]
    needs: frozenset[str] = frozenset()

    @property
    def word(self) -> Kind:
        """Held, broken, unknown, not offered."""
        return kind(self.verdict)

    @property
    def field(self) -> bool:
        """Is it a report of the field?"""
        return self.scenarios[0].case.field

    @property
    def wise(self) -> Verdict:
        """The worst of its should-scenarios, where it is a must-case; held if it has none."""
        return worst([one.verdict for one in self.scenarios if one.case.level is not self.level] or [Held()])


@dataclass(slots=True)
class Results:
    """The rows of a run, in the order in which their cases were first played."""

    strict: bool = False
    faults: list[str] = field(default_factory=list)
    """What went wrong in the harness itself, or kept it from playing."""
    notes: list[str] = field(default_factory=list)
    """What else is to be told of the run."""
    breaches: Counter[str] = field(default_factory=Counter)
    """Where the product breaks the contract (call, status and field), and how many scenarios met it there."""
    swept: bool = False
    """Is every scenario a run of the sweep?"""
    _played: dict[str, list[Played]] = field(default_factory=dict)

    def add(self, played: Played) -> None:
        """Take the verdict of a scenario."""
        before = self._played.setdefault(played.case.id, [])
        if len(before) >= KEPT and isinstance(played.verdict, Held):
            played = replace(played, drawn=None)
        before.append(played)
        if isinstance(played.verdict, Unknown) and played.verdict.fault:
            self.faults.append(f"{played.case.id}: {played.verdict.reason}")

    def take(self, other: "Results") -> None:
        """What else another part of the run has to tell; what it played is added one by one."""
        self.faults += [one for one in other.faults if one not in self.faults]
        self.notes += [one for one in other.notes if one not in self.notes]
        self.breaches += other.breaches

    def in_order(self, cases: Iterable[str | None]) -> None:
        """Tell the cases in this order."""
        places = {case: place for place, case in enumerate(cases)}
        self._played = dict(sorted(self._played.items(), key=lambda one: places.get(one[0], len(places))))

    def row(self, case_id: str) -> Row:
        """One case as it stands now."""
        return _row(case_id, self._played[case_id])

    @property
    def rows(self) -> tuple[Row, ...]:
        """All cases."""
        return tuple(self.row(case_id) for case_id in self._played)

    @property
    def cases(self) -> tuple[Row, ...]:
        """The rows of the processes, without those of the field."""
        return tuple(row for row in self.rows if not row.field)

    @property
    def field(self) -> tuple[Row, ...]:
        """The rows of the field."""
        return tuple(row for row in self.rows if row.field)

    def count(self, word: Kind) -> int:
        """How many cases came out so, those of the field not counted."""
        return _count(self.cases, word)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes, and where the product breaks the contract."""
        breaks = "the product breaks the contract"
        met = [(where, "1 scenario" if count == 1 else f"{count} scenarios") for where, count in self.breaches.items()]
        return (*self.notes, *(f"{breaks}: {where} (met by {by})" for where, by in met))

    @property
    def line(self) -> str:
        """The last line of every run."""
        return f"cases: {_counts(self.cases)}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The last lines of a run: the field and the sweep where they were played, and the cases, always last."""
        field = [f"field reports: {_counts(self.field)}"] if self.field else []
        return (*field, *([self.sweep_line] if self.swept else []), self.line)

    @property
    def sweep_line(self) -> str:
        """The runs of the sweep, counted."""
        runs = [kind(one.verdict) for row in self.rows for one in row.scenarios]
        words = ", ".join(f"{runs.count(word)} {word}" for word in (Kind.HELD, Kind.BROKEN, Kind.UNKNOWN))
        return f"sweep: {len(runs) - runs.count(Kind.NOT_OFFERED)} runs, {words}"

    @property
    def exit_code(self) -> int:
        """0 every must-case held, 1 something broken, 2 a must-case unknown, or it could not run."""
        rows = self.rows
        if self.faults or not rows:
            return 2
        if any(self._breaks(row) for row in rows):
            return 1
        return 2 if any(row.word is Kind.UNKNOWN and row.level is Level.MUST for row in rows) else 0

    def _breaks(self, row: Row) -> bool:
        if row.word is Kind.BROKEN and (row.level is not Level.SHOULD or self.strict):
            return True
        return self.strict and isinstance(row.wise, Broken)


def _counts(rows: Sequence[Row]) -> str:
    words = (Kind.HELD, Kind.BROKEN, Kind.UNKNOWN, Kind.NOT_OFFERED)
    return ", ".join(f"{_count(rows, word)} {word}" for word in words)


def _count(rows: Sequence[Row], word: Kind) -> int:
    return sum(row.word is word for row in rows)


def _row(case_id: str, scenarios: Sequence[Played]) -> Row:
    level = min((one.case.level for one in scenarios), key=RANK.index)
    own = [one for one in scenarios if one.case.level is level]
    return Row(case_id, level, worst(one.verdict for one in own), tuple(scenarios), own[0].case.needs)


def of_scenario(verdicts: Iterable[Verdict]) -> Verdict:
    """What is said of a scenario: broken, else unknown, else not offered if any part was not, else held."""
    found = list(verdicts)
    missing = next((one for one in found if isinstance(one, NotOffered)), None)
    verdict = worst(found)
    if missing is not None and isinstance(verdict, Held):
        return missing
    notes = [one.note for one in found if isinstance(one, Held) and one.note]
    return Held(notes[0]) if isinstance(verdict, Held) and notes else verdict
