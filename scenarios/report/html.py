"""index.html: the report as one page that needs nothing else, made of the sources in `page/`.

Rules: the page shows what report.json says and nothing more; its style, its script and all drawings stand in it, and it
asks nobody for anything. Drawings are packed each by itself, so that a page of many is small and opens at once.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scenarios.report.compare import line
from scenarios.report.document import LANES, Case, Change, Counts, Drawing, Report, Scenario, StepCounts
from scenarios.report.drawing import unpacked
from scenarios.report.steps import PROCESSES, counted
from scenarios.report.table import Table

NAME = "index.html"
SOURCES = Path(__file__).with_name("page")
OPEN = 24
"""So many scenarios of a case are shown each by itself; the others are listed."""
SAMPLES = 3
"""Where there are more, so many that are held are shown each by itself."""
WORDS = ("broken", "unknown", "not offered", "held")
"""What one looks for first comes first."""
TURNS = {"better": "▲ better", "worse": "▼ worse", "other": "• other"}
SIGNS = {"held": "✓", "broken": "✕", "unknown": "?", "not offered": "–"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A scenario, the number of its drawing, and whether that stands open from the start."""

    scenario: Scenario
    drawing: int | None
    open: bool


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case: what changed in it, the scenarios that are shown, those that are only listed, and the counts of all."""

    case: Case
    change: Change | None
    shown: tuple[Shown, ...]
    listed: tuple[Scenario, ...]
    counts: Counts

    @property
    def was(self) -> str:
        """What changed, in a line, if anything did."""
        return "" if self.change is None else line(self.change).removeprefix(f"{self.case.id}: ")

    @property
    def turn(self) -> str:
        """The same in a word with its sign."""
        return "" if self.change is None else turn(self.change)

    @property
    def title(self) -> str:
        """What the case is about: the title of its scenarios without rows of examples, or the first of several."""
        titles = [one.title for one in self.case.scenarios]
        heads = dict.fromkeys(title.partition(" (")[0] for title in titles)
        first = next(iter(heads)) if len(titles) > 1 else titles[0]
        left = len(titles) - sum(title.partition(" (")[0] == first for title in titles)
        return f"{first}, and {left:,} other{'s' if left > 1 else ''}" if len(heads) > 1 else first

    @property
    def mixed(self) -> bool:
        """Did its scenarios come out differently?"""
        return len({one.verdict for one in self.case.scenarios}) > 1

    @property
    def requirements(self) -> tuple[str, ...]:
        """What it asks, each sentence once."""
        return tuple(dict.fromkeys(one.requirement for one in self.case.scenarios if one.requirement))

    @property
    def text(self) -> str:
        """What a free text is looked for in."""
        said = [self.case.id, self.case.reason, *self.requirements, *(one.title for one in self.case.scenarios)]
        return " ".join(said).lower()


@dataclass(frozen=True, slots=True)
class Group:
    """A process, its name, and its steps with their cases."""

    id: str
    title: str
    steps: tuple[tuple[StepCounts, tuple[ShownCase, ...]], ...]


@dataclass(slots=True)
class Drawings:
    """The packed drawings of a page, by their numbers."""

    packed: list[str] = field(default_factory=list)

    def number(self, drawing: Drawing | None) -> int | None:
        """The number of a drawing that is now part of the page."""
        if drawing is None:
            return None
        self.packed.append(_packed(drawing))
        return len(self.packed) - 1


def write(report: Report, folder: Path) -> Path:
    """Write index.html into a folder; its path."""
    drawings = Drawings()
    groups = tuple(_groups(report, drawings))
    values = {"report": report, "groups": groups, "lanes": LANES, "drawings": _script(drawings.packed)}
    return _written(folder, "report.html", values)


def write_table(there: Table, folder: Path) -> Path:
    """Write index.html with several reports side by side; its path."""
    return _written(folder, "table.html", {"table": there})


def _written(folder: Path, template: str, values: dict[str, object]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_text(_environment().get_template(template).render(values), "utf-8")
    return path


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(SOURCES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "sign": SIGNS.__getitem__,
        "anchor": anchor,
        "day": _day,
        "change": line,
        "kind": _kind,
        "turn": turn,
    }
    made.globals |= {"style": _source("page.css"), "script": _source("page.js"), "words": WORDS}
    return made


def turn(change: Change) -> str:
    """What a change is, in a word with its sign."""
    if change.before is None:
        return "new"
    return "gone" if change.after is None else TURNS[change.turn]


def anchor(case_id: str) -> str:
    """The place of a case on the page."""
    return "case-" + case_id.replace("/", "-")


def _kind(word: str | None) -> str:
    """A verdict as a class of the style sheet."""
    return (word or "none").replace(" ", "-")


def _day(instant: str) -> str:
    at = datetime.fromisoformat(instant)
    return f"{at.day} {at:%B %Y, %H:%M} {at:%Z}".strip()


def _groups(report: Report, drawings: Drawings) -> Iterator[Group]:
    changes = {change.id: change for change in (report.compared.changes if report.compared else ())}
    cases = {case.id: _shown(case, changes.get(case.id), drawings) for case in report.cases}
    processes = dict.fromkeys(_process(step.id) for step in report.steps)
    for process in processes:
        steps = [step for step in report.steps if _process(step.id) == process]
        found = ((step, tuple(one for one in cases.values() if one.case.step == step.id)) for step in steps)
        yield Group(process, PROCESSES.get(process, "from the field"), tuple(found))


def _process(step: str) -> str:
    return step if step == "field" else step[:1]


def _shown(case: Case, change: Change | None, drawings: Drawings) -> ShownCase:
    """Those that are not held come first; of very many only some that are held are shown each by itself."""
    ordered = sorted(case.scenarios, key=lambda one: WORDS.index(one.verdict))
    wrong = sum(one.verdict != "held" for one in ordered)
    most = len(ordered) if len(ordered) <= OPEN else min(OPEN, wrong + SAMPLES)
    shown, listed = ordered[:most], ordered[most:]
    drawn = tuple(Shown(one, drawings.number(one.drawing), place == 0) for place, one in enumerate(shown))
    return ShownCase(case, change, drawn, tuple(listed), counted(one.verdict for one in case.scenarios))


def _packed(drawing: Drawing) -> str:
    """Rows and texts as one JSON text, compressed by zlib, in base64."""
    content = {"rows": drawing.rows, "texts": unpacked(drawing.texts), "dropped": drawing.dropped}
    return base64.b64encode(zlib.compress(msgspec.json.encode(content), 9)).decode()


def _script(packed: Iterable[str]) -> Markup:
    """JSON as it may stand in a script element: base64 holds nothing that could end it."""
    return Markup(json.dumps(list(packed), indent=0))


def _source(name: str) -> Markup:
    return Markup((SOURCES / name).read_text("utf-8"))
