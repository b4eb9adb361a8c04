"""From the results of a run to its report: every fact in the words that file, page and terminal share.

Rule: nothing is judged here; what a report says of a verdict is what the verdict says of itself.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from msgspec import structs

from scenarios.history import Record, Web
from scenarios.options import Options
from scenarios.replay import replay
from scenarios.report.document import Case, Compared, Evidence, Report, Scenario
from scenarios.report.drawing import Drawn
from scenarios.report.steps import by_step, counted, step_of
from scenarios.report.terminal import reason
from scenarios.results import Played, Results, Row
from scenarios.verdict import Broken, Held, kind


def report(results: Results, options: Options, seconds: float = 0.0) -> Report:
    """The whole run; `seconds` is how long it took."""
    rows = results.rows
    return Report(
        version=2,
        program=f"ews-conform {_version()}",
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        target=options.target or "(observed only)",
        mutant=options.mutant,
        profile=options.profile,
        seed=options.seed,
        start=options.start.isoformat() if options.start else None,
        strict=options.strict,
        line=results.line,
        lines=results.lines,
        exit=results.exit_code,
        counts=counted(row.word.value for row in results.cases),
        faults=tuple(dict.fromkeys(results.faults)),
        notes=results.remarks,
        steps=by_step((row.id, row.word.value) for row in rows),
        cases=tuple(_case(row, options) for row in rows),
    )


def since(report: Report, compared: Compared) -> Report:
    """The same report, with what changed."""
    return structs.replace(report, compared=compared)


def _case(row: Row, options: Options) -> Case:
    return Case(
        id=row.id,
        step=step_of(row.id),
        level=row.level.value,
        needs=tuple(sorted(row.needs)),
        verdict=row.word.value,
        reason=reason(row.verdict),
        aside="" if isinstance(row.wise, Held) else f"a should-scenario: {reason(row.wise)}",
        scenarios=tuple(_scenario(one, options) for one in row.scenarios),
    )


def _scenario(played: Played, options: Options) -> Scenario:
    case, verdict = played.case, played.verdict
    broken = verdict if isinstance(verdict, Broken) else Broken("", "")
    return Scenario(
        title=case.title,
        level=case.level.value,
        steps=tuple(sorted(case.steps)),
        verdict=kind(verdict).value,
        reason=reason(verdict),
        seconds=round(played.seconds, 3),
        requirement=case.requirement,
        replay=replay(case, options),
        why=broken.why,
        expected=broken.expected,
        seen=broken.seen,
        advice=broken.advice,
        evidence=tuple(_evidence(broken, played.drawn)),
        drawing=None if played.drawn is None else played.drawn.drawing,
    )


def _evidence(broken: Broken, drawn: Drawn | None) -> Iterator[Evidence]:
    places = drawn.places if drawn is not None else (None,) * len(broken.evidence)
    for one, place in zip(broken.evidence, places, strict=True):
        match one:
            case Record():
                sent, received = one.sent.decode(errors="replace"), one.received.decode(errors="replace")
                yield Evidence(one.line(), place, sent or None, received or None)
            case Web():
                yield Evidence(one.line(), place, one.sent or None, one.answer or None)
            case _:
                yield Evidence(one.line(), place)


def _version() -> str:
    try:
        return version("fake-ews")
    except PackageNotFoundError:  # unpacked, not installed
        return "(not installed)"
