"""A finished run made by hand, with every verdict and level, for the tests of its reports."""

from dataclasses import replace
from datetime import timedelta

from scenarios.cases import Case, Level
from scenarios.history import Moment, Record, Web
from scenarios.options import Options
from scenarios.report import told
from scenarios.report.document import Report
from scenarios.report.drawing import Sentence, draw
from scenarios.results import Played, Results
from scenarios.verdict import Broken, Held, NotOffered, Unknown, Verdict
from tests.scenarios.stories import AFTER, ANNA, TEN, call, history, item, push, shelf, web

RAW = Record(7, TEN, operation="UpdateItem", sent=b"<a>\x01\xff</a>", received=b"<b/>")
PUSH = push(8, "ModifiedEvent")
LOOK = shelf(item(), at=AFTER)
WRONG = Broken(
    "one entry",
    "two <entries>",
    (RAW, PUSH, web("PATCH /reservations/1", 409), LOOK),
    "Look there.",
    "precondition: x",
)


def played(case_id: str, verdict: Verdict, level: Level = Level.MUST, title: str = "it <happens>") -> Played:
    """One scenario."""
    needs = frozenset({"series"}) if level is Level.CAP else frozenset[str]()
    case = Case(case_id, title, frozenset({case_id.partition("/")[0]}), level, needs, "The entry & all.")
    return Played(case, verdict, timedelta(seconds=0.5).total_seconds())


WEB = Web(
    Moment(6, 1, TEN), ANNA, "POST /reservations", 201, '{"origin": "addin", "subject": "</script>"}', '{"oid": "1"}'
)
ACT = Record(2, TEN, kind="act", operation="change", account=f"Outlook of {ANNA}", mailbox=ANNA, status=None, codes=())
RESTART = Record(9, TEN, kind="restart", operation="restart", status=None, codes=())
STORY = history(LOOK, records=(call(1, "Subscribe"), ACT, RAW, PUSH, RESTART), calls=(WEB,))
SAID = (
    Sentence(Moment(0, 0), "given", "Given Anna is synchronised"),
    Sentence(Moment(1, 0), "when", 'When Anna drags "Review" <b>to</b> 11:00'),
    Sentence(Moment(9, 2), "then", "Then it follows"),
)
DRAWN = draw(STORY, SAID, WRONG)
"""A scenario with an arrow of every kind, and texts that no page must take for markup."""

EVERYTHING = (
    replace(played("F2/moves", WRONG), drawn=DRAWN),
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
