"""The steps of the processes in words, their order, and how the cases of each came out.

Rule: a case belongs to the step that its id begins with, so every case is counted once.
"""

from collections.abc import Iterable

from scenarios.report.document import Counts, StepCounts

TITLES = {
    "A1": "who is switched on is subscribed",
    "A2": "changes in the calendar reach the product",
    "B": "a new reservation in the browser",
    "B1": "a reservation is made in the browser",
    "B2": "its entry appears in the calendar",
    "B3": "Exchange tells of it: nothing to do",
    "C": "a new entry in Outlook",
    "C2": "the add-in asks what is free",
    "C3": "a room is chosen, the entry saved",
    "C4": "the add-in makes the reservation",
    "C6": "the entry arrives and is linked",
    "D": "change or cancellation in the browser",
    "D2": "the entry follows",
    "D3": "Exchange tells of it: nothing to do",
    "E": "change or deletion with the add-in",
    "E1": "the entry is known by its stamp",
    "E2": "the add-in tells the product",
    "E3": "Exchange tells of it: nothing to do",
    "F": "change or deletion without the add-in",
    "F2": "the reservation follows",
    "X": "both at once, and everything failing once",
    "field": "bugs met in the field",
}
PROCESSES = {
    "A": "subscribing",
    "B": "new in the browser",
    "C": "new in Outlook, with the add-in",
    "D": "changed in the browser",
    "E": "changed in Outlook, with the add-in",
    "F": "changed without the add-in",
    "X": "on both sides",
}
ORDER = tuple(TITLES)


def step_of(case_id: str) -> str:
    """The step that a case belongs to: F2 of F2/trash."""
    return case_id.partition("/")[0]


def place(step: str) -> tuple[int, str]:
    """By what steps are sorted: those that nobody knows come last."""
    return (ORDER.index(step) if step in ORDER else len(ORDER), step)


def by_step(outcomes: Iterable[tuple[str, str]]) -> tuple[StepCounts, ...]:
    """From (case id, verdict) the counts of each step that has a case, in the order of the processes."""
    found: dict[str, list[str]] = {}
    for case_id, word in outcomes:
        found.setdefault(step_of(case_id), []).append(word)
    return tuple(StepCounts(step, TITLES.get(step, ""), counted(found[step])) for step in sorted(found, key=place))


def counted(words: Iterable[str]) -> Counts:
    """How many of each word."""
    all_ = list(words)
    return Counts(*(all_.count(word) for word in ("held", "broken", "unknown", "not offered")))
