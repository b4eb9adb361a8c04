"""A client over IMAP: what is deleted is expunged, and nobody is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fake_ews.model.exchange import Exchange
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.imap import Imap
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import kinds, last


def test_what_is_deleted_is_expunged(exchange: Exchange, anna: Mailbox, meeting: int) -> None:
    imap, before = Imap(exchange, anna), anna.log.newest
    imap.delete(imap.find("Review"))
    assert kinds(anna, before) == [(Kind.Deleted, "calendar", "calendar")]
    act = last(exchange)
    assert (act.operation, act.account, act.mails) == ("expunge", "IMAP client of anna@example.test", ())
    with pytest.raises(LookupError, match="0 entries 'Review'"):
        imap.find("Review")


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda imap, entry: imap.new("x", at(10), at(11)), "new"),
        (lambda imap, entry: imap.change(entry, subject="x"), "change"),
        (lambda imap, entry: imap.copy(entry, at(12)), "copy"),
        (lambda imap, entry: imap.shift_delete(entry), "shift delete"),
        (lambda imap, entry: imap.cancel_meeting(entry), "cancel meeting"),
    ],
)
def test_what_such_a_client_cannot_do(
    exchange: Exchange, anna: Mailbox, meeting: int, act: Callable[[Imap, int], object], name: str
) -> None:
    imap, newest = Imap(exchange, anna), anna.log.newest
    with pytest.raises(ValueError, match=f"IMAP client of anna@example.test cannot {name}: this program can only drag"):
        act(imap, imap.find("Review"))
    assert anna.log.newest == newest


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda imap, entry: imap.accept(entry), "accept"),
        (lambda imap, entry: imap.decline(entry), "decline"),
        (lambda imap, entry: imap.propose(entry, at(12), at(13)), "propose"),
        (lambda imap, entry: imap.forward(entry, ["dora@example.test"]), "forward"),
    ],
)
def test_it_knows_nothing_of_meetings(
    exchange: Exchange, ben: Mailbox, meeting: int, act: Callable[[Imap, int], object], name: str
) -> None:
    imap, newest = Imap(exchange, ben), ben.log.newest
    with pytest.raises(ValueError, match=f"IMAP client of ben@example.test cannot {name}: "):
        act(imap, imap.find("Review"))
    assert ben.log.newest == newest


def test_it_marks_and_moves(exchange: Exchange, anna: Mailbox, meeting: int) -> None:
    imap = Imap(exchange, anna)
    entry = imap.find("Review")
    imap.mark_read(entry)
    imap.move(entry, "deleteditems")
    imap.drag_back(entry)
    imap.move(entry, "deleteditems")
    imap.empty_trash()
    assert [one.operation for one in exchange.journal.after(0)][-5:] == [
        "mark read", "move", "drag back", "move", "empty trash",
    ]  # fmt: skip
