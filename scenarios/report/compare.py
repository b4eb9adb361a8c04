"""What changed since an older report: case by case, and scenario by scenario where the case came out the same.

Rule: pure; held is better than anything, broken is worse than anything, between the other two there is no order.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from scenarios.report.document import Case, Change, Compared, Report, Word


def compared(new: Report, old: Report, file: Path) -> Compared:
    """The changes from `old`, which lay in `file`, to `new`."""
    return Compared(file=str(file), made=old.made, line=old.line, changes=tuple(_changes(new, old)))


def _changes(new: Report, old: Report) -> Iterator[Change]:
    now, then = ({case.id: case for case in report.cases} for report in (new, old))
    for id_ in [*now, *(id_ for id_ in then if id_ not in now)]:
        after, before = now.get(id_), then.get(id_)
        if after is None or before is None or after.verdict != before.verdict:
            yield _change(id_, None if before is None else before.verdict, None if after is None else after.verdict)
        else:
            yield from _inside(before, after)


def _inside(before: Case, after: Case) -> Iterator[Change]:
    """The scenarios that came out otherwise, as far as their titles name just one."""
    then, now = _by_title(before), _by_title(after)
    for title in now:
        if title in then and then[title] != now[title]:
            yield _change(after.id, then[title], now[title], title)


def _by_title(case: Case) -> dict[str, Word]:
    times = Counter(one.title for one in case.scenarios)
    return {one.title: one.verdict for one in case.scenarios if times[one.title] == 1}


def _change(id_: str, before: Word | None, after: Word | None, scenario: str = "") -> Change:
    turn: Literal["better", "worse", "other"] = "other"
    if before is not None and after is not None:
        if "held" in (before, after):
            turn = "better" if after == "held" else "worse"
        elif "broken" in (before, after):
            turn = "worse" if after == "broken" else "better"
    return Change(id_, before, after, turn, scenario)


def line(change: Change) -> str:
    """A change in one line."""
    name = f"{change.id} ({change.scenario})" if change.scenario else change.id
    return f"{name}: {change.before or 'not played'} -> {change.after or 'not played'}"
