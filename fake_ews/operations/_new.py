"""What a new item is, in a folder or attached to another one: what a client gives, made complete as its kind wants it.

Rule: nothing is stored here; the answer is complete values, or the Failure that Exchange names.
Source: ref/createitem-operation, ref/createattachment-operation.
"""

from __future__ import annotations

from typing import cast

from fake_ews.contract.attachments import Attachment, FileAttachment, ItemAttachment
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfRecipients
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.model import attachments, entries
from fake_ews.model.attachments import Attached
from fake_ews.model.failures import ErrorMissingItemForCreateItemAttachment, Failure
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _written
from fake_ews.operations._registry import Call, entries_of


def values(call: Call, given: Bag, mailbox: Mailbox) -> _written.Values | Failure:
    """The values of a new item: what the client gave, with what it attaches."""
    written = _written.new(given)
    if isinstance(written, Failure):
        return written
    for entry in entries_of(given.values.get(ItemRows.Attachments)):
        one = attached(call, cast(Attachment, entry.value), mailbox)
        if isinstance(one, Failure):
            return one
        attachments.add(written.bag, [one])
    return written


def attached(call: Call, given: Attachment, mailbox: Mailbox) -> Attached | Failure:
    """An attachment as it is stored, from what a client gave: a file, an item, or a reference."""
    told = given.copy()
    told.AttachmentId = None
    now = call.exchange.clock.now()
    if isinstance(told, FileAttachment):
        told.IsInline, told.IsContactPhoto = told.IsInline or False, told.IsContactPhoto or False
        content, told.Content = told.Content or b"", None
        return Attached(mailbox.next_attachment(), told, now, content)
    told.IsInline = told.IsInline or False
    if not isinstance(told, ItemAttachment):
        return Attached(mailbox.next_attachment(), told, now)
    return _attached_item(call, told, mailbox)


def _attached_item(call: Call, told: ItemAttachment, mailbox: Mailbox) -> Attached | Failure:
    held = next(((row, value) for row, value in told if isinstance(value, ItemRows)), None)
    if held is None:
        return ErrorMissingItemForCreateItemAttachment
    row, given = held
    told.set(row, None)
    written = values(call, given, mailbox)
    if isinstance(written, Failure):
        return written
    failure = complete(call, written.bag, mailbox)
    if failure is not None:
        return failure
    extended = tuple(written.extended.items())
    now = call.exchange.clock.now()
    return Attached(mailbox.next_attachment(), told, now, item=written.bag, extended=extended)


def complete(call: Call, bag: Bag, mailbox: Mailbox) -> Failure | None:
    """Make the values of a new item complete, in place, as its kind wants it; or say why they are refused."""
    if isinstance(bag, CalendarItem):
        return entries.complete(bag, mailbox, call.zoning)
    subject = bag.get(ItemRows.Subject)
    bag.set(ItemRows.Subject, subject and entries.cut(subject, mailbox))
    for row in (ItemRows.Sensitivity, ItemRows.Importance):
        bag.set(row, bag.get(row) or "Normal")
    if isinstance(bag, Message):
        _fill_message(bag, mailbox)
    return None


def _fill_message(bag: Message, mailbox: Mailbox) -> None:
    bag.IsRead = bag.IsRead is not False
    bag.IsReadReceiptRequested = bag.IsReadReceiptRequested or False
    bag.IsDeliveryReceiptRequested = bag.IsDeliveryReceiptRequested or False
    for row in (Message.ToRecipients, Message.CcRecipients, Message.BccRecipients):
        some = bag.get(row)
        if some is not None:
            resolved = tuple(mailbox.exchange.resolve(one) for one in some.Mailbox or ())
            bag.set(row, ArrayOfRecipients(Mailbox=resolved))
