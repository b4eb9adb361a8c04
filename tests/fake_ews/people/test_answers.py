"""Answers as programs offer them: to one date or all, with a text, unsent, with a copy or without; and forwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem, MeetingRequestMessage, MeetingResponseMessage
from fake_ews.contract.common import Body
from fake_ews.contract.items import Item as ItemRows
from fake_ews.control.views import ItemView, of_item
from fake_ews.model.entries import address_of, people
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import on_day
from fake_ews.people._answering import Answer
from fake_ews.people.delegate import Delegate
from fake_ews.people.outlook import Outlook
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import BEN, CLARA, last, only, where

ANNA = "anna@example.test"
WEEK = dt.timedelta(weeks=1)
SECOND = at(10) + WEEK
THIRD = at(9) + 2 * WEEK
ACTS = (("accept", "Accept"), ("tentative", "Tentative"), ("decline", "Decline"))


@pytest.fixture
def weekly(owa: Owa, ben: Mailbox) -> int:
    """Anna's meeting "Weekly" with Ben, 4 times."""
    return owa.new("Weekly", at(10), at(11), attendees=(BEN,), weekly=4)


def date_of(mailbox: Mailbox, original: dt.datetime) -> Item:
    """A date of the one series in a calendar."""
    found = on_day(only(mailbox), original.date().toordinal())
    assert found is not None
    return found


def response(item: Item) -> str | None:
    """What the first attendee has answered, as the organizer's item has it."""
    bag = item.bag
    assert isinstance(bag, CalendarItem)
    return people(bag)[0].ResponseType


def sent(mailbox: Mailbox) -> list[Item]:
    """What lies in Sent Items."""
    return list(mailbox.items_of(mailbox.need("sentitems")))


def deleted(view: ItemView) -> list[bool]:
    """Which dates are deleted."""
    return [one.deleted for one in view.dates]


# --- one date --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "answer"), ACTS)
def test_one_date_is_answered(
    bens_owa: Owa, weekly: int, anna: Mailbox, ben: Mailbox, exchange: Exchange, act: str, answer: str
) -> None:
    """the other dates, and the series, are as before, on both sides; the request for the series stays"""
    getattr(bens_owa, act)(bens_owa.find("Weekly"), Answer(original=SECOND))
    assert (response(date_of(anna, SECOND)), response(date_of(anna, THIRD)), response(only(anna))) == (
        answer, "Unknown", "Unknown",
    )  # fmt: skip
    assert [one.responses for one in of_item(only(anna)).dates] == [
        ((BEN, answer if number == 1 else "Unknown"),) for number in range(4)
    ]
    if act != "decline":
        none = "NoResponseReceived"
        assert [one.my_response for one in of_item(only(ben)).dates] == [none, answer, none, none]
    assert deleted(of_item(only(ben))) == [False, act == "decline", False, False]
    assert only(ben).value(CalendarItem.MyResponseType) == "NoResponseReceived"
    assert last(exchange).operation == answer.lower()
    (message,) = anna.items_of(anna.need("inbox"))
    assert message.value(MeetingResponseMessage.RecurrenceId) == SECOND
    assert [one.kind for one in ben.items_of(ben.need("inbox"))] == [MeetingRequestMessage]


def test_another_time_for_one_date(bens_owa: Owa, weekly: int, anna: Mailbox) -> None:
    times = SECOND + dt.timedelta(hours=4), SECOND + dt.timedelta(hours=5)
    bens_owa.propose(bens_owa.find("Weekly"), *times, how=Answer(original=SECOND, text="Lunch"))
    assert of_item(date_of(anna, SECOND)).proposals == ((BEN, *times),)
    assert of_item(only(anna)).proposals == ()
    assert [one.proposals for one in of_item(only(anna)).dates] == [(), ((BEN, *times),), (), ()]


def test_the_request_for_the_date_is_put_away(owa: Owa, bens_owa: Owa, weekly: int, ben: Mailbox) -> None:
    owa.change_date(weekly, SECOND, location="Hall")
    bens_owa.accept(bens_owa.find("Weekly"), Answer(original=SECOND))
    left = [one.bag.get(MeetingRequestMessage.RecurrenceId) for one in ben.items_of(ben.need("inbox"))]
    assert left == [None]


@pytest.mark.parametrize(("act", "answer"), ACTS)
def test_what_is_no_date_is_not_answered(bens_owa: Owa, weekly: int, ben: Mailbox, act: str, answer: str) -> None:
    newest, entry = ben.log.newest, bens_owa.find("Weekly")
    with pytest.raises(LookupError, match="has no date that starts at"):
        getattr(bens_owa, act)(entry, Answer(original=SECOND + dt.timedelta(days=1)))
    assert ben.log.newest == newest


def test_a_date_that_is_cancelled_is_not_answered(owa: Owa, bens_owa: Owa, weekly: int) -> None:
    owa.delete_date(weekly, SECOND)
    with pytest.raises(ValueError, match="is cancelled: nobody can answer it"):
        bens_owa.accept(bens_owa.find("Weekly"), Answer(original=SECOND))


@pytest.mark.parametrize(("act", "answer"), ACTS)
def test_in_outlook_it_waits(
    exchange: Exchange, weekly: int, anna: Mailbox, ben: Mailbox, act: str, answer: str
) -> None:
    """what is declined is gone from the copy at once"""
    outlook = Outlook(exchange, ben)
    entry, newest = outlook.find("Weekly"), ben.log.newest
    getattr(outlook, act)(entry, Answer(original=SECOND))
    shown = outlook.seen(entry)[0].values.get(CalendarItem.DeletedOccurrences)
    assert (bool(shown), ben.log.newest, response(date_of(anna, SECOND))) == (act == "decline", newest, "Unknown")
    outlook.send_receive()
    assert response(date_of(anna, SECOND)) == answer
    assert deleted(of_item(only(ben))) == [False, act == "decline", False, False]


# --- what is chosen with it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "answer"), ACTS)
def test_a_text_reaches_the_organizer(
    bens_owa: Owa, meeting: int, anna: Mailbox, ben: Mailbox, act: str, answer: str
) -> None:
    getattr(bens_owa, act)(bens_owa.find("Review"), Answer(text="See you."))
    (message,) = anna.items_of(anna.need("inbox"))
    assert message.value(ItemRows.Body) == Body(BodyType="Text", text="See you.")
    assert [one.value(ItemRows.Body) for one in sent(ben)] == [Body(BodyType="Text", text="See you.")]


@pytest.mark.parametrize("program", [Owa, Outlook])
@pytest.mark.parametrize(("act", "answer"), ACTS)
def test_an_answer_that_is_not_sent(
    exchange: Exchange, meeting: int, anna: Mailbox, ben: Mailbox, act: str, answer: str, program: type[Owa]
) -> None:
    """Outlook's "do not send a response": the own calendar alone knows, and the request is put away"""
    person, newest = program(exchange, ben), anna.log.newest
    entry = person.find("Review")
    getattr(person, act)(entry, Answer(send=False))
    if isinstance(person, Outlook):
        person.send_receive()
    assert (anna.log.newest, sent(ben), last(exchange).mails) == (newest, [], ())
    assert person.item(entry).value(CalendarItem.MyResponseType) == answer
    assert where(person, entry) == ("deleteditems" if act == "decline" else "calendar")
    assert list(ben.items_of(ben.need("inbox"))) == []


@pytest.mark.parametrize("original", [None, SECOND])
@pytest.mark.parametrize(("keep", "copies"), [(None, 1), (True, 1), (False, 0)])
def test_a_copy_is_kept_or_not(
    bens_owa: Owa, weekly: int, ben: Mailbox, keep: bool | None, copies: int, original: dt.datetime | None
) -> None:
    bens_owa.accept(bens_owa.find("Weekly"), Answer(original=original, keep=keep))
    assert [one.kind for one in sent(ben)] == [MeetingResponseMessage] * copies


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (Answer(send=False, text="No."), "not sent has no place for a text"),
        (Answer(send=False, keep=True), "not sent has no place for a copy in Sent Items"),
        (Answer(text="\0"), "text: holds U.0000"),
    ],
)
@pytest.mark.parametrize("program", [Owa, Outlook])
def test_choices_that_make_no_sense(
    exchange: Exchange, meeting: int, ben: Mailbox, program: type[Owa], how: Answer, words: str
) -> None:
    person, newest = program(exchange, ben), ben.log.newest
    with pytest.raises(ValueError, match=words):
        person.accept(person.find("Review"), how)
    assert ben.log.newest == newest


def test_no_copy_where_none_is_kept_is_no_mistake(bens_owa: Owa, meeting: int, ben: Mailbox) -> None:
    bens_owa.accept(bens_owa.find("Review"), Answer(send=False, keep=False))
    assert sent(ben) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"how": Answer(send=False)}, "not sent has no place for a proposed time"),
        ({"end": at(13)}, "cannot be proposed"),
        ({"response": "Maybe"}, "not an answer: 'Maybe' \\(there are Accept, Tentative, Decline\\)"),
    ],
)
def test_proposals_that_make_no_sense(bens_owa: Owa, meeting: int, said: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        bens_owa.propose(bens_owa.find("Review"), **{"start": at(14), "end": at(15)} | said)


def test_a_delegate_keeps_no_copies(exchange: Exchange, meeting: int, ben: Mailbox, clara: Mailbox) -> None:
    """in the owner's Sent Items [inferred]; from Outlook, too"""
    delegate = Delegate(exchange, ben, clara)
    for person in (delegate, Outlook(exchange, ben, delegate)):
        entry = person.find("Review")
        with pytest.raises(ValueError, match=r"Delegate clara@.* of ben@.* keeps no copies"):
            person.accept(entry, Answer(keep=True))
        with pytest.raises(ValueError, match="keeps no copies"):
            person.forward(entry, ["dora@example.test"], keep=True)
    delegate.accept(delegate.find("Review"))
    assert sent(ben) == []


# --- passing on ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("program", [Owa, Outlook])
def test_an_invitation_is_passed_on(
    exchange: Exchange, owa: Owa, ben: Mailbox, clara: Mailbox, anna: Mailbox, program: type[Owa], keep: bool
) -> None:
    """who gets it is asked and invited; the organizer is told"""
    meeting, person = owa.new("Plans", at(10), at(11), attendees=(BEN,)), program(exchange, ben)
    person.forward(person.find("Plans"), ["Clara@example.test"], keep=keep)
    if isinstance(person, Outlook):
        assert list(clara.items_of(clara.need("inbox"))) == []
        person.send_receive()
    assert only(clara).value(CalendarItem.MyResponseType) == "NoResponseReceived"
    assert [address_of(one) for one in people(owa.seen(meeting)[0])] == [BEN, CLARA]
    assert (last(exchange).operation, last(exchange).mails) == ("forward", (("request", CLARA), ("notice", ANNA)))
    (notice,) = anna.items_of(anna.need("inbox"))
    assert notice.value(ItemRows.ItemClass) == "IPM.Schedule.Meeting.Notification.Forward"
    kept = [(one.kind, one.value(ItemRows.Subject)) for one in sent(ben)]
    assert kept == ([(MeetingRequestMessage, "FW: Plans")] if keep else [])


def test_one_date_is_passed_on(owa: Owa, bens_owa: Owa, weekly: int, clara: Mailbox, anna: Mailbox) -> None:
    bens_owa.forward(bens_owa.find("Weekly"), [CLARA], SECOND)
    assert only(clara).value(CalendarItem.Start) == SECOND
    invited = [[address_of(one) for one in people(date_of(anna, day).bag)] for day in (SECOND, THIRD)]  # type: ignore[arg-type]
    assert invited == [[BEN, CLARA], [BEN]]


@pytest.mark.parametrize("to", [[], CLARA, ["Clara"]])
def test_to_whom_nothing_can_be_passed_on(bens_owa: Owa, meeting: int, to: Any) -> None:
    with pytest.raises(ValueError, match=r"to: .* cannot be: expected"):
        bens_owa.forward(bens_owa.find("Review"), to)


def test_what_is_no_invitation_is_not_passed_on(
    owa: Owa, bens_owa: Owa, meeting: int, entry: int, anna: Mailbox, exchange: Exchange
) -> None:
    for one in (meeting, entry):
        with pytest.raises(ValueError, match=r"is the organizer of entry \d and cannot forward it"):
            owa.forward(one, [CLARA])
    copy = bens_owa.find("Review")
    with exchange.turn():
        anna.empty()
    with pytest.raises(ValueError, match="its organizer has this meeting in his calendar no more"):
        bens_owa.forward(copy, [CLARA])


def test_a_cancelled_invitation_is_not_passed_on(owa: Owa, bens_owa: Owa, meeting: int) -> None:
    owa.cancel_meeting(meeting)
    with pytest.raises(ValueError, match="is cancelled: nobody can forward it"):
        bens_owa.forward(bens_owa.entries()[0], [CLARA])
