"""The report of a run as values: what report.json holds, what the page shows, and the schema that is shipped.

Rules: these types are the only place where the form of a report stands; its schema is made from them; whoever changes
the meaning of a field, or takes one away, counts VERSION up.
"""

from typing import Any, Literal

import msgspec

VERSION = 2
SCHEMA_ID = "urn:ews-conform:report:2"
Word = Literal["held", "broken", "unknown", "not offered"]
Lane = Literal["browser", "add-in", "Outlook", "product", "Exchange"]
LANES: tuple[Lane, ...] = ("browser", "add-in", "Outlook", "product", "Exchange")


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all parts of a report have in common: they are never changed, and hold nothing but what is named."""


class Counts(Told, frozen=True, rename={"not_offered": "not offered"}):
    """How many cases came out how."""

    held: int = 0
    broken: int = 0
    unknown: int = 0
    not_offered: int = 0


class Texts(Told, frozen=True):
    """Texts that went over the wire, each once: one after the other in UTF-8, compressed by zlib, in base64.

    `lengths` are those of the single texts in bytes.
    """

    lengths: tuple[int, ...]
    data: str


class Step(Told, frozen=True, tag="step", tag_field="row"):
    """A sentence of the scenario; the rows that follow are what came of it."""

    kind: Literal["given", "when", "then"]
    text: str


class Arrow(Told, frozen=True, tag="arrow", tag_field="row", omit_defaults=True):
    """One call, message or act.

    `connection` is 1 (browser or add-in to product), 2 (product to Exchange), 3 (Exchange to product) or null (people's
    programs, Exchange itself). `number` is that of the simulator's journal, `at` simulated time. `mood` is `refused`
    where the answer was no, `failed` where there was none or the simulator made it fail. `sent` and `received` are
    places in the drawing's texts. `proves` says that the verdict rests on it. What has its default is left out.
    """

    at: str
    source: Lane
    target: Lane
    label: str
    outcome: str
    who: str
    connection: Literal[1, 2, 3] | None = None
    number: int | None = None
    mood: Literal["fine", "refused", "failed"] = "fine"
    details: dict[str, str] = {}
    sent: int | None = None
    received: int | None = None
    proves: bool = False


class Look(Told, frozen=True, tag="look", tag_field="row"):
    """Something the harness looked at, on which the verdict rests."""

    at: str
    text: str


Row = Step | Arrow | Look


class Drawing(Told, frozen=True):
    """What happened in a scenario, in order; `dropped` rows were left out in the middle of a very long one."""

    rows: tuple[Row, ...]
    texts: Texts
    dropped: int = 0


class Evidence(Told, frozen=True):
    """One record that proves a broken verdict: in a line, and as it went over the wire, where it did.

    `place` is its row in the drawing.
    """

    line: str
    place: int | None = None
    request: str | None = None
    answer: str | None = None


class Scenario(Told, frozen=True):
    """One scenario that was played. `seconds` are real ones; from `why` on only what is broken says something."""

    title: str
    level: Literal["must", "should", "cap"]
    steps: tuple[str, ...]
    verdict: Word
    reason: str
    seconds: float
    requirement: str
    replay: str
    why: str = ""
    expected: str = ""
    seen: str = ""
    advice: str = ""
    evidence: tuple[Evidence, ...] = ()
    drawing: Drawing | None = None


class Case(Told, frozen=True):
    """One case: its verdict is the worst of its scenarios of its own level; `aside` tells of a should-scenario."""

    id: str
    step: str
    level: Literal["must", "should", "cap"]
    needs: tuple[str, ...]
    verdict: Word
    reason: str
    aside: str
    scenarios: tuple[Scenario, ...]


class StepCounts(Told, frozen=True):
    """A step of the processes, in words, and how its cases came out."""

    id: str
    title: str
    counts: Counts


class Change(Told, frozen=True):
    """A case (with `scenario`: one scenario of it) that came out otherwise than before; null: it was not played."""

    id: str
    before: Word | None
    after: Word | None
    turn: Literal["better", "worse", "other"]
    scenario: str = ""


class Compared(Told, frozen=True):
    """What changed since an older report: where that lay, when it was made, its last line."""

    file: str
    made: str
    line: str
    changes: tuple[Change, ...]


class Report(Told, frozen=True):
    """A whole run. `exit` is the exit code, `line` the last of the last `lines`; `start` is the option of that name."""

    version: Literal[2]
    program: str
    made: str
    seconds: float
    target: str
    mutant: str | None
    profile: str
    seed: int
    start: str | None
    strict: bool
    line: str
    lines: tuple[str, ...]
    exit: int
    counts: Counts
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    steps: tuple[StepCounts, ...]
    cases: tuple[Case, ...]
    compared: Compared | None = None


def schema() -> dict[str, Any]:
    """The JSON Schema of report.json."""
    made = msgspec.json.schema(Report)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, "title": "report.json"}
    return {**head, **made}
