"""What an organizer saves and deletes without sending: nobody hears of it; and what never sends anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.control.views import of_item
from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.delegate import Delegate
from fake_ews.people.imap import Imap
from fake_ews.people.outlook import Outlook
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import BEN, kinds, last, only, where

HOUR, SECOND = dt.timedelta(hours=1), at(10, day=16)
PROGRAMS = pytest.mark.parametrize("program", [Owa, Outlook])


def sent(person: Owa) -> None:
    """Outlook sends."""
    if isinstance(person, Outlook):
        person.send_receive()


def mails(exchange: Exchange) -> list[tuple[str, str]]:
    """All that was mailed, in order."""
    return [mail for record in exchange.journal.after(0) for mail in record.mails]


@PROGRAMS
def test_a_meeting_is_saved_without_sending(
    exchange: Exchange, anna: Mailbox, ben: Mailbox, program: type[Owa]
) -> None:
    """then nobody is invited, until a change of it is sent"""
    person = program(exchange, anna)
    entry = person.new("Review", at(10), at(11), attendees=(BEN,), send=False)
    person.change(entry, location="Hall", send=False)
    sent(person)
    item = only(anna)
    assert (item.value(CalendarItem.MeetingRequestWasSent), item.value(CalendarItem.IsMeeting)) == (False, True)
    assert (mails(exchange), list(ben.items_of(ben.need("calendar")))) == ([], [])
    assert [record.operation for record in exchange.journal.after(0)] == ["new", "change"]
    person.change(entry, location="Room")
    sent(person)
    assert mails(exchange) == [("request", BEN)]
    assert of_item(only(ben)).location == "Room"


@PROGRAMS
def test_a_change_is_not_sent(exchange: Exchange, anna: Mailbox, ben: Mailbox, program: type[Owa]) -> None:
    """of all, or of one date: the others' copies stay as they were"""
    person = program(exchange, anna)
    entry = person.new("Review", at(10), at(11), attendees=(BEN,), daily=3)
    person.change(entry, location="Hall", send=False)
    person.change_date(entry, SECOND, start=SECOND + HOUR, end=SECOND + 2 * HOUR, send=False)
    person.delete_date(entry, at(10), send=False)
    sent(person)
    view = of_item(only(ben))
    assert (mails(exchange), view.location) == ([("request", BEN)], "")
    assert [(one.start, one.deleted) for one in view.dates[:2]] == [(at(10), False), (SECOND, False)]
    mine = of_item(only(anna))
    assert [(one.start, one.deleted) for one in mine.dates[:2]] == [(at(10), True), (SECOND + HOUR, False)]


@PROGRAMS
def test_a_meeting_is_deleted_without_sending(
    exchange: Exchange, anna: Mailbox, ben: Mailbox, program: type[Owa]
) -> None:
    person = program(exchange, anna)
    entry = person.new("Review", at(10), at(11), attendees=(BEN,))
    person.delete(entry, send=False)
    sent(person)
    assert (where(person, entry), mails(exchange)) == ("deleteditems", [("request", BEN)])
    assert only(ben).value(CalendarItem.IsCancelled) is False


def test_a_delegate_deletes_without_sending(exchange: Exchange, anna: Mailbox, ben: Mailbox, clara: Mailbox) -> None:
    delegate = Delegate(exchange, anna, clara)
    delegate.delete(delegate.new("Review", at(10), at(11), attendees=(BEN,)), send=False)
    assert last(exchange).mails == ()
    assert list(anna.items_of(anna.need("calendar"))) == []


def test_over_imap_nothing_is_ever_sent(exchange: Exchange, anna: Mailbox, meeting: int) -> None:
    imap = Imap(exchange, anna)
    imap.delete(imap.find("Review"), send=True)
    assert last(exchange).mails == ()


@pytest.mark.parametrize(
    "act",
    [
        lambda owa, entry: owa.save(entry),
        lambda owa, entry: owa.save(entry, SECOND),
        lambda owa, entry: owa.mark_read(entry),
        lambda owa, entry: owa.dismiss_reminder(entry),
        lambda owa, entry: (owa.change(entry, daily=None, send=False), owa.dismiss_reminder(entry)),
    ],
)
def test_what_never_invites_anybody(
    exchange: Exchange, owa: Owa, anna: Mailbox, ben: Mailbox, act: Callable[[Owa, int], object]
) -> None:
    """a meeting that was not sent is not sent because its entry is saved as it is, marked, or its reminder dismissed"""
    entry, newest = owa.new("Review", at(10), at(11), attendees=(BEN,), daily=3, send=False), anna.log.newest
    act(owa, entry)
    assert kinds(anna, newest)
    assert mails(exchange) == []


def test_a_burst_of_what_is_not_sent(exchange: Exchange, anna: Mailbox, ben: Mailbox) -> None:
    outlook = Outlook(exchange, anna)
    outlook.new("Review", at(10), at(11), attendees=(BEN,), saves=3, send=False)
    outlook.send_receive()
    assert ([record.operation for record in exchange.journal.after(0)], mails(exchange)) == (
        ["new", "save", "save"], [],
    )  # fmt: skip
