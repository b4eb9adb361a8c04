"""A delegate in another's calendar: changes carry the delegate's name; what is deleted ends with the delegate."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.delegate import Delegate
from fake_ews.people.outlook import Outlook
from tests.fake_ews.operations.client import Client, at, get
from tests.fake_ews.people.seen import STAMP


@pytest.fixture
def delegate(exchange: Exchange, anna: Mailbox, ben: Mailbox) -> Delegate:
    """Ben, who works in Anna's calendar."""
    return Delegate(exchange, anna, ben)


def test_a_delegate_deletes(
    exchange: Exchange, ews: Client, delegate: Delegate, review: Item, anna: Mailbox, ben: Mailbox
) -> None:
    """EMA 124: DeletedEvent, then ErrorItemNotFound; the item is in the delegate's own Deleted Items"""
    delegate.delete(delegate.find("Review"))
    (record,) = anna.log.after(1)
    assert (record.kind, record.old_item) == (Kind.Deleted, review.number)
    assert ews.ask(get(review)).code == "ErrorItemNotFound"
    (item,) = ben.items_of(ben.need("deleteditems"))
    assert (item.value(ItemRows.Subject), item.value(CalendarItem.UID)) == ("Review", review.value(CalendarItem.UID))
    (act,) = exchange.journal.after(0)
    assert (act.operation, act.account, act.mailbox) == (
        "delete", "Delegate ben@example.test of anna@example.test", "anna@example.test",
    )  # fmt: skip
    assert [(change.mailbox, change.kind) for change in act.changes] == [
        ("anna@example.test", Kind.Deleted), ("ben@example.test", Kind.Created),
    ]  # fmt: skip


def test_nothing_can_be_undone_there(delegate: Delegate, review: Item) -> None:
    delegate.delete(delegate.find("Review"))
    with pytest.raises(LookupError):
        delegate.undo()


def test_changes_carry_the_delegates_name(delegate: Delegate, review: Item) -> None:
    """fact sheet section 14: LastModifiedName tells the user"""
    delegate.drag(delegate.find("Review"), at(14))
    assert (review.value(ItemRows.LastModifiedName), review.value(CalendarItem.Start)) == ("Ben Bär", at(14))


def test_a_delegate_books_for_the_owner(delegate: Delegate, anna: Mailbox, ben: Mailbox) -> None:
    """C/delegate-books: the organizer is the owner"""
    item = delegate.item(delegate.new("Review", at(10), at(11)))
    assert item.mailbox is anna
    assert item.value(CalendarItem.Organizer) == anna.recipient
    assert item.modified_by == "Ben Bär"
    assert not ben.items


def test_deleting_a_meeting_of_the_owner(exchange: Exchange, delegate: Delegate, clara: Mailbox) -> None:
    entry = delegate.new("Review", at(10), at(11), attendees=("clara@example.test",))
    delegate.delete(entry)
    assert exchange.journal.after(1)[0].mails == (("cancellation", "clara@example.test"),)


def test_a_delegate_at_outlook_books_for_the_owner(exchange: Exchange, anna: Mailbox, ben: Mailbox) -> None:
    """C/delegate-books: what is saved in the shared calendar reaches it at send/receive, with the delegate's name"""
    outlook = Outlook(exchange, anna, Delegate(exchange, anna, ben))
    entry = outlook.new("Review", at(10), at(11))
    outlook.stamp(entry, STAMP)
    assert not anna.items
    outlook.send_receive()
    item = outlook.item(entry)
    assert (item.mailbox, item.value(CalendarItem.Organizer), item.modified_by) == (anna, anna.recipient, "Ben Bär")
    assert outlook.stamp_of(entry, STAMP) == STAMP
    assert [act.operation for act in exchange.journal.after(0)] == ["new", "stamp"]
    outlook.delete(entry)
    outlook.send_receive()
    assert not anna.items
    assert len(list(ben.items_of(ben.need("deleteditems")))) == 1


def test_what_a_delegate_sends_is_from_the_owner(
    delegate: Delegate, anna: Mailbox, ben: Mailbox, clara: Mailbox
) -> None:
    """guide/delegate-access-and-ews: From is the owner, Sender the delegate"""
    delegate.new("Meeting", at(9), at(10), attendees=["clara@example.test"])
    (request,) = clara.items_of(clara.need("inbox"))
    assert [request.bag.need(row) for row in (Message.From, Message.Sender)] == [anna.recipient, ben.recipient]
