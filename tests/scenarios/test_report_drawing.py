"""What happened in a scenario as lanes and arrows: every kind of record, the order, the proof, and the bound."""

from dataclasses import replace
from typing import Any

import pytest

from scenarios.history import History, Moment, Record, Web
from scenarios.report.document import Arrow, Look, Step
from scenarios.report.drawing import HEAD, TAIL, Sentence, draw, short, unpacked
from scenarios.verdict import Broken, Held
from tests.scenarios.stories import ANNA, call, history, mark, moved, push, shelf, write

WEB = Web(Moment(2, 1), ANNA, "PATCH /reservations/0123456789-0123456789?origin=web", 204, '{"a": 1}', "")


def arrow(record: Record | Web) -> Arrow:
    """The only arrow of a scenario in which this happened."""
    there = History(records=(record,)) if isinstance(record, Record) else History(web=(record,))
    (row,) = draw(there, (), Held()).drawing.rows
    assert isinstance(row, Arrow)
    return row


def act(operation: str, account: str, **but: Any) -> Record:
    """An act of a person, or of Exchange."""
    return Record(1, kind="act", operation=operation, account=account, mailbox=ANNA, status=None, codes=(), **but)


@pytest.mark.parametrize(
    ("record", "way", "said"),
    [
        (call(1, "GetItem"), ("product", "Exchange", 2), ("GetItem", "NoError", "Anna", "fine")),
        (write(1), ("product", "Exchange", 2), ("UpdateItem Subject", "NoError", "Anna", "fine")),
        (mark(1), ("product", "Exchange", 2), ("UpdateItem AppointmentOid", "NoError", "Anna", "fine")),
        (
            write(1, properties=tuple((f"item:P{number}", "") for number in range(5)), codes=("ErrorX", "ErrorX")),
            ("product", "Exchange", 2),
            ("UpdateItem P0, P1, P2 +2", "ErrorX ×2", "Anna", "refused"),
        ),
        (call(1, "GetItem", codes=(), status=500), ("product", "Exchange", 2), ("GetItem", "500", "Anna", "refused")),
        (
            call(1, "GetItem", fault="reset", status=None),
            ("product", "Exchange", 2),
            ("GetItem", "fault: reset", "Anna", "failed"),
        ),
        (
            push(1, "MovedEvent", "ModifiedEvent", "MovedEvent"),
            ("Exchange", "product", 3),
            ("MovedEvent ×2, ModifiedEvent", "OK", "Anna", "fine"),
        ),
        (
            push(1, acknowledged="", status=None, operation="SendNotification"),
            ("Exchange", "product", 3),
            ("SendNotification", "no answer", "Anna", "failed"),
        ),
        (push(1, "MovedEvent", acknowledged="Unsubscribe"), ("Exchange", "product", 3), None),
        (
            replace(push(1, "MovedEvent", status=None, fault="lost"), kind="unsent"),
            ("Exchange", "Exchange", None),
            ("MovedEvent", "fault: lost", "Anna", "failed"),
        ),
        (
            act("delete", f"Outlook on the web of {ANNA}", changes=(moved("Moved", "deleteditems"),)),
            ("Outlook", "Exchange", None),
            ("delete", "Moved item", "Anna, Outlook on the web", "fine"),
        ),
        (act("RoomAnswers", "Exchange"), ("Exchange", "Exchange", None), ("RoomAnswers", "", "Anna", "fine")),
        (
            act("post", "http://x/", acknowledged="no XML"),
            ("Exchange", "product", 3),
            ("post", "no XML", "Anna", "failed"),
        ),
        (
            Record(1, kind="restart", operation="restart", codes=(), status=None),
            ("Exchange", "Exchange", None),
            ("restart", "", "", "fine"),
        ),
        (WEB, ("browser", "product", 1), ("PATCH /reservations/01234567…", "204", "Anna", "fine")),
        (replace(WEB, call="POST /reservations", sent='{"origin": "addin"}'), ("add-in", "product", 1), None),
        (replace(WEB, call="GET /resources?organizer=x"), ("add-in", "product", 1), None),
        (replace(WEB, call="GET /resources?organizer=x", who="nobody.x@y"), ("browser", "product", 1), None),
        (replace(WEB, call=f"PUT /users/{ANNA}", status=409), ("browser", "product", 1), None),
        (replace(WEB, status=500), ("browser", "product", 1), None),
    ],
)
def test_ways_and_words(
    record: Record | Web, way: tuple[str, str, int | None], said: tuple[str, str, str, str] | None
) -> None:
    found = arrow(record)
    assert (found.source, found.target, found.connection) == way
    assert said is None or (found.label, found.outcome, found.who, found.mood) == said


def test_details_and_raw_texts() -> None:
    record = write(5, sent=b"<a/>", received=b"<b>\xff</b>", mails=(("request", "x@y"),), fault="slow", account="s@x")
    there = history(records=(record, replace(record, number=6)))
    drawing = draw(there, (), Held()).drawing
    first, second = drawing.rows
    assert isinstance(first, Arrow)
    assert isinstance(second, Arrow)
    assert first.details["writes"] == "item:Subject = Review"
    assert first.details["mails"] == "request to x@y"
    assert first.details["fault"] == "slow"
    assert unpacked(drawing.texts) == ("<a/>", "<b>\ufffd</b>")
    assert (second.sent, second.received) == (first.sent, first.received) == (0, 1)
    changes = (moved("Moved", "deleteditems", old_folder="calendar"),)
    assert arrow(write(1, changes=changes)).details["did"] == "Moved item in calendar -> deleteditems of Anna"
    assert arrow(push(1, "MovedEvent")).details["events"] == "MovedEvent item-1"


def test_rows_stand_in_the_order_in_which_it_happened() -> None:
    said = (
        Sentence(Moment(0, 0), "given", "Given Anna"),
        Sentence(Moment(1, 0), "when", "When she"),
        Sentence(Moment(2, 1), "then", "Then it"),
    )
    looked = shelf(at=Moment(2, 1))
    there = history(looked, records=(call(1, "GetFolder"), write(2)), calls=(WEB,))
    drawn = draw(there, said, Broken("a", "b", (looked, WEB, write(2), call(9, "GetItem"))))
    assert [type(row) for row in drawn.drawing.rows] == [Step, Arrow, Step, Arrow, Step, Arrow, Look]
    assert drawn.places == (6, 5, 3, None)
    assert [row.proves for row in drawn.drawing.rows if isinstance(row, Arrow)] == [False, True, True]


def test_a_very_long_scenario_loses_its_middle() -> None:
    records = tuple(write(number, sent=f"<{number}/>".encode()) for number in range(1, 1001))
    drawn = draw(history(records=records), (), Broken("a", "b", (records[500],)))
    assert len(drawn.drawing.rows) == HEAD + TAIL + 1
    assert drawn.drawing.dropped == 1000 - HEAD - TAIL - 1
    assert drawn.places == (HEAD,)
    assert len(drawn.drawing.texts.lengths) == HEAD + TAIL + 1


def test_names() -> None:
    assert short("anna.f2-trash-17.r1@example.test") == "Anna"
    assert short("administrator") == "administrator"
