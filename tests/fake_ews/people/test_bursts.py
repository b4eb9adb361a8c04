"""Outlook saves an open entry more than once: as told, or as the profile says; the others save once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.control.views import of_item
from fake_ews.model.exchange import Exchange
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.people.delegate import Delegate
from fake_ews.people.outlook import Outlook
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import BEN, kinds, only

SECOND = at(10, day=16)
THRICE = Profile().but(outlook_saves=3)


def acts(exchange: Exchange) -> list[str]:
    """What was done, in order."""
    return [record.operation for record in exchange.journal.after(0)]


@pytest.mark.parametrize(("profile", "told"), [(Profile(), {"saves": 3}), (THRICE, {})], ids=["as told", "by profile"])
def test_an_open_entry_is_saved_in_a_burst(
    exchange: Exchange, anna: Mailbox, ben: Mailbox, told: dict[str, Any]
) -> None:
    """Created and several Modified; only the first save changes anything, and mails go out once"""
    outlook = Outlook(exchange, anna)
    entry = outlook.new("Review", at(10), at(11), attendees=(BEN,), daily=3, **told)
    outlook.change(entry, subject="Retro", **told)
    outlook.change_date(entry, SECOND, location="Hall", **told)
    outlook.save(entry, **told)
    outlook.save(entry, SECOND, **told)
    outlook.send_receive()
    burst = ["new", *["save"] * 2, "change", *["save"] * 2, "change date", *["save date"] * 2]
    assert acts(exchange) == [*burst, *["save"] * 3, *["save date"] * 3]
    assert [kind for kind, _, _ in kinds(anna)] == [Kind.Created, *[Kind.Modified] * 14]
    assert [record.properties for record in anna.log.after(0) if not record.properties] == [()] * 12
    mails = [record.mails for record in exchange.journal.after(0)]
    assert mails == [(("request", BEN),), (), (), (("update", BEN),), (), (), (("update", BEN),), (), (), *[()] * 6]
    assert of_item(only(anna)).subject == "Retro"


@pytest.mark.parametrize("profile", [THRICE])
def test_what_is_not_open_is_saved_once(exchange: Exchange, anna: Mailbox) -> None:
    """fact sheet section 14: dragging is one ModifiedEvent; so are a reminder dismissed, a copy"""
    outlook = Outlook(exchange, anna)
    entry = outlook.new("Review", at(10), at(11), daily=3, saves=1)
    outlook.drag(entry, at(14))
    outlook.drag_date(entry, SECOND + dt.timedelta(hours=4), SECOND)
    single = outlook.copy(entry, at(12, day=20))
    outlook.change(single, daily=None, saves=1)
    outlook.dismiss_reminder(single)
    outlook.send_receive()
    assert acts(exchange) == ["new", "change", "change date", "copy", "change", "change"]


def test_an_entry_or_a_date_is_saved_so_many_times(exchange: Exchange, anna: Mailbox) -> None:
    """a date that is saved as it is is one that was changed, and has the same values"""
    outlook = Outlook(exchange, anna)
    entry = outlook.new("Review", at(10), at(11), daily=3)
    outlook.save(entry, saves=2)
    outlook.save(entry, SECOND, saves=2)
    outlook.send_receive()
    assert acts(exchange) == ["new", "save", "save", "save date", "save date"]
    assert [one.start for one in of_item(only(anna)).dates] == [at(10), SECOND, at(10, day=17)]
    with pytest.raises(LookupError, match="no date that starts"):
        outlook.save(entry, at(11))


def test_a_date_is_saved_on_the_web_too(owa: Owa, anna: Mailbox, exchange: Exchange) -> None:
    owa.save(owa.new("Review", at(10), at(11), daily=3), SECOND)
    assert acts(exchange) == ["new", "save date"]


@pytest.mark.parametrize("profile", [THRICE])
def test_who_saves_once(exchange: Exchange, owa: Owa, anna: Mailbox, ben: Mailbox) -> None:
    """whatever the profile says; and where a burst is asked for, nothing is done"""
    entry = owa.new("Review", at(10), at(11), daily=2, saves=1)
    owa.change(entry, subject="Retro")
    owa.save(entry)
    assert acts(exchange) == ["new", "change", "save"]
    for act in (
        lambda: owa.new("x", at(10), at(11), saves=2), lambda: owa.change(entry, saves=2, subject="x"),
        lambda: owa.change_date(entry, SECOND, saves=2), lambda: owa.save(entry, saves=2),
        lambda: Delegate(exchange, anna, ben).new("x", at(10), at(11), saves=2),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="saves once: it is Outlook that saves in bursts"):
            act()
    assert acts(exchange) == ["new", "change", "save"]


@pytest.mark.parametrize("saves", [0, 51, -1, "3", 1.5])
def test_numbers_that_cannot_be(exchange: Exchange, anna: Mailbox, saves: Any) -> None:
    with pytest.raises(ValueError, match="saves must be a number from 1 to 50, not"):
        Outlook(exchange, anna).new("x", at(10), at(11), saves=saves)
