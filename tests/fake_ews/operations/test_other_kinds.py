"""CreateItem of messages, contacts, tasks, posts: stored, delivered, returned."""

from __future__ import annotations

import pytest

from fake_ews.contract.common import (
    ArrayOfRecipients,
    Body,
    EmailAddress,
)
from fake_ews.contract.contacts import ContactItem, DistributionList
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.tasks import Task
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, extended

pytestmark = pytest.mark.usefixtures("kept")


def to(*addresses: str) -> ArrayOfRecipients:
    """Recipients."""
    return ArrayOfRecipients(Mailbox=tuple(EmailAddress(EmailAddress=one) for one in addresses))


def test_a_message_needs_a_disposition(ews: Client, anna: Mailbox) -> None:
    """RC ErrorMessageDispositionRequired"""
    assert ews.create(Message(Subject="Hello")).code == "ErrorMessageDispositionRequired"
    assert not anna.items


def test_a_draft(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    reply = ews.create(Message(Subject="Hello", ToRecipients=to("BEN@example.test")), disposition="SaveOnly")
    shown = ews.get(reply.id, base="AllProperties")
    assert (shown.IsDraft, shown.IsRead, shown.ItemClass) == (True, True, "IPM.Note")
    (recipient,) = shown.ToRecipients.Mailbox
    assert (recipient.Name, recipient.EmailAddress) == ("Ben Bär", "ben@example.test")
    assert [item.folder for item in anna.items.values()] == [anna.need("drafts").number]
    assert not ben.items
    assert not reply.turn.is_write


@pytest.mark.parametrize(("disposition", "kept"), [("SendOnly", 0), ("SendAndSaveCopy", 1)])
def test_a_message_that_is_sent(
    ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox, disposition: str, kept: int
) -> None:
    """ref/createitem-operation: no item comes back; NewMail at the recipients, Bcc shown to nobody"""
    message = Message(
        Subject="Hello", Body=Body(BodyType="Text", text="Hi"), ToRecipients=to("ben@example.test", "out@else.test"),
        BccRecipients=to("clara@example.test"),
    )  # fmt: skip
    reply = ews.create(message, disposition=disposition)
    assert (reply.code, reply.items) == ("NoError", [])
    assert [item.folder for item in anna.items.values()] == [anna.need("sentitems").number] * kept
    for mailbox in (ben, clara):
        (record,), (item,) = mailbox.log.after(0), mailbox.items.values()
        assert (record.kind, item.folder) == (Kind.Delivered, mailbox.need("inbox").number)
        assert item.bag.get(Message.IsRead) is False
        assert item.bag.get(Message.BccRecipients) is None
        sender = item.need(Message.From).Mailbox
        assert sender is not None
        assert sender.EmailAddress == "anna@example.test"


def test_a_message_with_a_property_that_cannot_be_set(ews: Client) -> None:
    path = PathToExtendedField(PropertyName="p", PropertyType="String")
    message = Message(Subject="x", ExtendedProperty=(extended(path, "x"),))
    assert ews.create(message, disposition="SaveOnly").code == "ErrorInvalidExtendedProperty"
    assert ews.create(Task(ExtendedProperty=(extended(path, "x"),))).code == "ErrorInvalidExtendedProperty"


@pytest.mark.parametrize(
    ("given", "folder", "item_class"),
    [
        (Task(Subject="Water the plants"), "tasks", "IPM.Task"),
        (ContactItem(Subject="Emil", GivenName="Emil"), "contacts", "IPM.Contact"),
        (DistributionList(Subject="Us"), "contacts", "IPM.DistList"),
        (PostItem(Subject="News"), "inbox", "IPM.Post"),
        (ItemRows(Subject="Something"), "drafts", "IPM.Note"),
    ],
)
def test_other_kinds_are_stored_and_returned(
    ews: Client, anna: Mailbox, given: Bag, folder: str, item_class: str
) -> None:
    """fact sheet section 6, ref/itemclass; the folder where none is named is the kind's own

    An item of no kind is a message. [spec MS-OXWSSYNC]
    """
    kind = Message if type(given) is ItemRows else type(given)
    made = ews.create(given).item
    assert type(made) is kind
    shown = ews.get(made, base="AllProperties")
    assert shown.ItemClass == item_class
    for row, value in given:
        assert shown.get(row) == value
    assert [item.folder for item in anna.items.values()] == [anna.need(folder).number]
    (found,) = ews.find(folder, ItemRows.Subject).items
    assert (type(found), found.Subject) == (kind, given.get(ItemRows.Subject))
    (change,) = ews.sync(folder=folder).only.Changes.entries
    assert change.row.name == "Create"
