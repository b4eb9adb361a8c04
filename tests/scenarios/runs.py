"""A finished run made by hand, with every verdict and level, for the tests of its reports."""

from datetime import timedelta

from scenarios.cases import Case, Level
from scenarios.history import Record
from scenarios.options import Options
from scenarios.report import told
from scenarios.report.document import Report
from scenarios.results import Played, Results
from scenarios.verdict import Broken, Held, NotOffered, Unknown, Verdict
from tests.scenarios.stories import AFTER, TEN, item, push, shelf, web

RAW = Record(7, TEN, operation="UpdateItem", sent=b"<a>\x01\xff</a>", received=b"<b/>")
WRONG = Broken(
    "one entry",
    "two <entries>",
    (RAW, push(8, "ModifiedEvent"), web("PATCH /reservations/1", 409), shelf(item(), at=AFTER)),
    "Look there.",
    "precondition: x",
)


def played(case_id: str, verdict: Verdict, level: Level = Level.MUST, title: str = "it <happens>") -> Played:
    """One scenario."""
    needs = frozenset({"series"}) if level is Level.CAP else frozenset[str]()
    case = Case(case_id, title, frozenset({case_id.partition("/")[0]}), level, needs, "The entry & all.")
    return Played(case, verdict, timedelta(seconds=0.5).total_seconds())


EVERYTHING = (
    played("F2/moves", WRONG),
    played("F2/moves", Held(), title="another"),
    played("A1/subscribes", Held("one note")),
    played("F2/trash", Held()),
    played("F2/trash", WRONG, Level.SHOULD),
    played("F2/phone", Unknown("needs a phone"), Level.SHOULD),
    played("F2/series", NotOffered("needs series"), Level.CAP),
    played("X/crossing", Unknown("not\nquiet")),
)


def results(*ones: Played, faults: tuple[str, ...] = ()) -> Results:
    """A run in which these were played."""
    found = Results(faults=list(faults))
    for one in ones:
        found.add(one)
    return found


def report(*ones: Played, faults: tuple[str, ...] = (), options: Options | None = None) -> Report:
    """Its report; by default of a run with everything in it."""
    return told.report(results(*(ones or EVERYTHING), faults=faults), options or Options(), 12.5)
