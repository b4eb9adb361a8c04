"""A client over IMAP: what is deleted is expunged, and nobody is told."""

from __future__ import annotations

import pytest

from fake_ews.model.exchange import Exchange
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.imap import Imap
from tests.fake_ews.people.seen import kinds, last


def test_what_is_deleted_is_expunged(exchange: Exchange, anna: Mailbox, meeting: int) -> None:
    imap, before = Imap(exchange, anna), anna.log.newest
    imap.delete(imap.find("Review"))
    assert kinds(anna, before) == [(Kind.Deleted, "calendar", "calendar")]
    act = last(exchange)
    assert (act.operation, act.account, act.mails) == ("expunge", "IMAP client of anna@example.test", ())
    with pytest.raises(LookupError, match="0 entries 'Review'"):
        imap.find("Review")
