"""The organisation: who is there, what they may, and turns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange, changes_of
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, put
from tests.fake_ews.operations.test_notifications import subscribe


def test_a_mailbox(exchange: Exchange) -> None:
    mailbox = exchange.add_mailbox("Emil.Egli@Example.TEST")
    assert (mailbox.address, mailbox.name, mailbox.zone) == (
        "emil.egli@example.test", "Emil Egli", "W. Europe Standard Time",
    )  # fmt: skip
    assert exchange.mailboxes["emil.egli@example.test"] is mailbox
    assert exchange.mailbox_of(mailbox.ids.mailbox) is mailbox
    assert mailbox.profile is exchange.profile
    assert mailbox.answers_after is None


def test_what_can_be_said_of_it(exchange: Exchange) -> None:
    own = exchange.profile.but(subject_limit=10)
    mailbox = exchange.add_mailbox("a@b.test", name="A. B.", zone="Europe/Zurich", culture="de-CH", profile=own)
    assert (mailbox.name, mailbox.zone, mailbox.culture, mailbox.profile) == ("A. B.", "Europe/Zurich", "de-CH", own)


@pytest.mark.parametrize("after", [None, dt.timedelta(minutes=5)])
def test_a_room(exchange: Exchange, after: dt.timedelta | None) -> None:
    room = exchange.add_mailbox("aare@example.test", room=True, answers_after=after)
    assert (room.is_room, room.answers_after) == (True, after)
    assert exchange.add_mailbox("rhein@example.test", room=True).answers_after == dt.timedelta(seconds=1)


@pytest.mark.parametrize("address", ["", "anna", "@example.test", "anna@", "a@b@c"])
def test_addresses_that_are_none(exchange: Exchange, address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        exchange.add_mailbox(address)


def test_an_address_that_is_taken(exchange: Exchange, anna: Mailbox) -> None:
    with pytest.raises(ValueError, match="there is a mailbox"):
        exchange.add_mailbox("ANNA@example.test")


def test_a_zone_that_is_none(exchange: Exchange) -> None:
    with pytest.raises(ValueError, match="not a time zone: 'Berne'"):
        exchange.add_mailbox("anna@example.test", zone="Berne")
    assert not exchange.mailboxes


def test_who_may_impersonate_whom() -> None:
    """guide/impersonation: granted per mailbox, or for all; a refusal counts more"""
    some = Account("service@example.test", "x", impersonates={"anna@example.test"})
    assert some.may_impersonate("anna@example.test")
    assert not some.may_impersonate("ben@example.test")
    everybody = Account("service@example.test", "x", impersonates_all=True, denied={"ben@example.test"})
    assert everybody.may_impersonate("anna@example.test")
    assert not everybody.may_impersonate("ben@example.test")


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (EmailAddress(EmailAddress="BEN@example.test"), ("Ben Bär", "ben@example.test", "Mailbox")),
        (EmailAddress(Name="ben bär"), ("Ben Bär", "ben@example.test", "Mailbox")),
        (EmailAddress(Name="X", EmailAddress="X@y.test"), ("X", "X@y.test", "OneOff")),
        (EmailAddress(EmailAddress="x@y.test"), ("x@y.test", "x@y.test", "OneOff")),
        (EmailAddress(Name="Nobody"), ("Nobody", None, "OneOff")),
        (EmailAddress(), ("", None, "OneOff")),
    ],
)
def test_addresses_as_exchange_stores_them(
    exchange: Exchange, ben: Mailbox, given: EmailAddress, stored: tuple[str, str | None, str]
) -> None:
    resolved = exchange.resolve(given)
    assert (resolved.Name, resolved.EmailAddress, resolved.MailboxType) == stored
    assert resolved.RoutingType == "SMTP"


def test_a_name_that_two_have_is_nobodys(exchange: Exchange, ben: Mailbox) -> None:
    exchange.add_mailbox("ben2@example.test", name="Ben Bär")
    assert exchange.resolve(EmailAddress(Name="Ben Bär")).MailboxType == "OneOff"


# --- turns ---------------------------------------------------------------------------------------------------------


def test_all_records_of_a_turn_carry_its_number(exchange: Exchange, anna: Mailbox, ben: Mailbox) -> None:
    with exchange.turn() as turn:
        for mailbox in (anna, ben, anna):
            mailbox.create_folder(mailbox.need("inbox"), "x", "IPF.Note")
    records = [*anna.log.after(0), *ben.log.after(0)]
    assert {record.turn for record in records} == {turn.number}
    assert [(mailbox, record.number) for mailbox, record in turn.records] == [(anna, 1), (ben, 1), (anna, 2)]
    with exchange.turn() as following:
        assert following.number == turn.number + 1


def test_turns_do_not_nest(exchange: Exchange) -> None:
    with exchange.turn(), pytest.raises(AssertionError, match="a turn runs whole"), exchange.turn():
        raise NotImplementedError


def test_a_turn_that_breaks_off_is_over(exchange: Exchange) -> None:
    with pytest.raises(ZeroDivisionError), exchange.turn():
        raise ZeroDivisionError
    with pytest.raises(AssertionError, match="nothing changes outside a turn"):
        assert exchange.this_turn
    with exchange.turn():
        assert exchange.this_turn.records == []


def test_an_act_is_in_the_journal(exchange: Exchange, anna: Mailbox, clock: ManualClock) -> None:
    with exchange.act("make folder", anna.address, "somebody"):
        made = anna.create_folder(anna.need("inbox"), "x", "IPF.Note")
    (record,) = exchange.journal.after(0)
    assert (record.kind, record.operation, record.mailbox, record.account, record.at) == (
        "act", "make folder", "anna@example.test", "somebody", clock.now(),
    )  # fmt: skip
    (change,) = record.changes
    assert (change.what, change.kind, change.item_id, change.folder) == (
        "folder", Kind.Created, anna.ids.folder(made.number), "inbox",
    )  # fmt: skip


def test_an_act_without_changes_is_in_the_journal_too(exchange: Exchange) -> None:
    with exchange.act("look", "", "somebody"):
        pass
    assert [record.operation for record in exchange.journal.after(0)] == ["look"]


def test_changes_tell_folders_by_name_or_id(exchange: Exchange, ews: Client, anna: Mailbox, review: Item) -> None:
    with exchange.turn():
        second = anna.create_folder(anna.need("calendar"), "Second", "IPF.Appointment")
    old_id = review.item_id
    turn = ews.move(review, to=anna.folder_id(second)).turn
    (change,) = changes_of(turn)
    (item,) = anna.items_of(second)
    assert (change.kind, change.item_id, change.old_id) == (Kind.Moved, item.item_id, old_id)
    assert (change.folder, change.old_folder) == (anna.ids.folder(second.number), "calendar")
    assert change.item_class == "IPM.Appointment"
    (change,) = changes_of(ews.update(item, put(ItemRows.Subject, "x")).turn)
    assert (change.old_id, change.old_folder) == ("", "")


@dataclass(frozen=True)
class Making:
    """Work: a new folder for a mailbox."""

    address: str

    def due(self, exchange: Exchange) -> None:
        """Make it, or nothing where there is no address."""
        if self.address:
            mailbox = exchange.mailboxes[self.address]
            mailbox.create_folder(mailbox.need("inbox"), "x", "IPF.Note")


def test_due_work_is_done_each_in_a_turn_of_its_own(exchange: Exchange, anna: Mailbox, clock: ManualClock) -> None:
    for address, seconds in ((anna.address, 0), ("", 0), (anna.address, 5)):
        exchange.agenda.add(clock.now() + dt.timedelta(seconds=seconds), Making(address))
    exchange.run_due()
    assert (anna.log.newest, exchange.turn_number) == (1, 2)
    clock.set(clock.now() + dt.timedelta(seconds=5))
    exchange.run_due()
    assert [(record.operation, record.account) for record in exchange.journal.after(0)] == [("Making", "Exchange")] * 2


def test_subscriptions_hear_of_a_turn_at_its_end(exchange: Exchange, ews: Client, anna: Mailbox) -> None:
    subscribe(ews, "inbox")
    greeting = exchange.posts.popleft()
    with exchange.turn():
        exchange.subscriptions.answered(greeting.number, greeting.subscription, "OK")
    with exchange.turn():
        anna.create(anna.need("inbox"), Message(Subject="x"), {}, "Ben")
        assert exchange.agenda.next_due() != exchange.clock.now()
    assert exchange.agenda.next_due() == exchange.clock.now()


def test_a_profile_of_its_own(exchange: Exchange) -> None:
    assert exchange.add_mailbox("x@y.test", profile=Profile.exchange2013()).profile.name == "exchange2013"
