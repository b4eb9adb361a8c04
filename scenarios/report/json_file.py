"""report.json: the whole run for programs; documented here, and versioned.

{version, target, mutant, seed, start, line, fieldLine (if the field was played), exit, faults[], notes[],
cases[{id, level, needs[], verdict, reason,
scenarios[{title, level, verdict, reason, seconds, requirement, why, expected, seen, advice, replay, evidence[text]}]}]}
"""

import json
from pathlib import Path

from scenarios.options import Options
from scenarios.report.terminal import reason, replay
from scenarios.reservations import JsonValue
from scenarios.results import Played, Results
from scenarios.verdict import Broken, kind

VERSION = 1


def write(results: Results, options: Options) -> Path:
    """Write report.json into the folder that --report names; its path."""
    assert options.report is not None
    options.report.mkdir(parents=True, exist_ok=True)
    path = options.report / "report.json"
    path.write_text(json.dumps(content(results, options), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def content(results: Results, options: Options) -> JsonValue:
    """The run as JSON."""
    faults: list[JsonValue] = [*results.faults]
    return {
        "version": VERSION,
        "target": options.target,
        "mutant": options.mutant,
        "seed": options.seed,
        "start": options.start.isoformat() if options.start else None,
        "line": results.line,
        **({"fieldLine": results.lines[0]} if results.field else {}),
        "exit": results.exit_code,
        "faults": faults,
        "notes": [*results.notes],
        "cases": [
            {
                "id": row.id,
                "level": str(row.level),
                "needs": [*sorted(row.needs)],
                "verdict": str(row.word),
                "reason": reason(row.verdict),
                "scenarios": [_scenario(one, options) for one in row.scenarios],
            }
            for row in results.rows
        ],
    }


def _scenario(played: Played, options: Options) -> dict[str, JsonValue]:
    case, verdict = played.case, played.verdict
    found: dict[str, JsonValue] = {
        "title": case.title,
        "level": str(case.level),
        "verdict": str(kind(verdict)),
        "reason": reason(verdict),
        "seconds": round(played.seconds, 3),
        "requirement": case.requirement,
    }
    if isinstance(verdict, Broken):
        found |= {
            "why": verdict.why,
            "expected": verdict.expected,
            "seen": verdict.seen,
            "advice": verdict.advice,
            "replay": replay(case, options),
            "evidence": [one.line() for one in verdict.evidence],
        }
    return found
