"""What a new item is, in a folder or attached to another one: what a client gives, made complete as its kind wants it.

Rule: nothing is stored here; the answer is complete values, or the Failure that Exchange names.
Source: ref/createitem-operation, ref/createattachment-operation.
"""

from __future__ import annotations

from typing import cast

from fake_ews.contract.attachments import Attachment, FileAttachment, ItemAttachment
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfRecipients
from fake_ews.contract.contacts import DistributionList
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.tasks import Task
from fake_ews.model import attachments, conversations, entries, mime, private_lists, single_dates, tasks
from fake_ews.model.attachments import Attached
from fake_ews.model.failures import ErrorMissingItemForCreateItemAttachment, Failure
from fake_ews.model.items import MEETING, RECEIVED
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.subjects import topic_of
from fake_ews.operations import _members, _written
from fake_ews.operations._registry import Call, entries_of

UNSENT = 8  # a bit of PidTagMessageFlags
_SAID: dict[int, Row[bool]] = {
    2: ItemRows.IsUnmodified,
    UNSENT: ItemRows.IsDraft,
    0x20: ItemRows.IsFromMe,
    0x80: ItemRows.IsResend,
}


def values(call: Call, given: Bag, mailbox: Mailbox) -> _written.Values | Failure:
    """The values of a new item: what the client gave, in properties or as MIME content, with what it attaches."""
    written = _written.new(given, mailbox.profile)
    if isinstance(written, Failure):
        return written
    failure = expand(call, written, mailbox)
    if failure is not None:
        return failure
    _flagged(written)
    for entry in entries_of(given.values.get(ItemRows.Attachments)):
        one = attached(call, cast(Attachment, entry.value), mailbox)
        if isinstance(one, Failure):
            return one
        attachments.add(written.bag, [one])
    return written


def expand(call: Call, written: _written.Values, mailbox: Mailbox) -> Failure | None:
    """Put what MIME content says, if it was given, into properties: those that were given besides count more."""
    given = written.bag.values.pop(ItemRows.MimeContent, None)
    if given is None:
        return None
    parsed = mime.parse(given, type(written.bag), mailbox.zone)
    if isinstance(parsed, Failure):
        return parsed
    for row, value in parsed.values.items():
        if row not in written.named and (value is not None or row in written.bag.values):
            written.put(row, value)
    written.dates = parsed.dates
    for file in parsed.files:
        attachments.add(written.bag, [_file(call, file, mailbox)])
    if isinstance(written.bag, CalendarItem):
        _invited_by(written.bag, mailbox)
    else:
        _sent(written, parsed)
    return None


def _invited_by(bag: CalendarItem, mailbox: Mailbox) -> None:
    """An entry whose organizer is somebody else is a meeting that its owner was invited to."""
    if (bag.AppointmentState or 0) & RECEIVED:
        return
    organizer = bag.Organizer and bag.Organizer.Mailbox
    address = ((organizer and organizer.EmailAddress) or mailbox.address).lower()
    if address == mailbox.address:
        bag.Organizer = mailbox.recipient
        return
    own = (one.ResponseType for one in entries.people(bag) if entries.address_of(one) == mailbox.address)
    answer = next(own, None)
    bag.AppointmentState = MEETING | RECEIVED
    bag.MyResponseType = answer if answer not in (None, "Unknown") else "NoResponseReceived"


def _sent(written: _written.Values, parsed: mime.Parsed) -> None:
    """A message that is said to be no draft has been sent when its MIME content says.   Source: MS-OXCMSG 2.2.1.6."""
    at = mime.sent_at(parsed)
    if written.flags is not None and not written.flags & UNSENT and at is not None:
        written.bag.set(ItemRows.DateTimeSent, at)
        written.bag.set(ItemRows.DateTimeReceived, at)


def _flagged(written: _written.Values) -> None:
    """What a new item is by its flags; that it is read counts where no other property says it. [spec MS-OXCMSG 2.2.1.6]

    So programs put mail into a mailbox which is no draft: PidTagMessageFlags is 1.
    """
    if written.flags is None:
        return
    for bit, row in _SAID.items():
        written.bag.set(row, bool(written.flags & bit))
    is_read = written.bag.rows.get("IsRead")
    if is_read is not None and is_read not in written.named:
        written.bag.set(is_read, bool(written.flags & _written.READ))


def _file(call: Call, told: FileAttachment, mailbox: Mailbox) -> Attached:
    told.IsInline, told.IsContactPhoto = told.IsInline or False, told.IsContactPhoto or False
    content, told.Content = told.Content or b"", None
    return Attached(mailbox.next_attachment(), told, mailbox.stamp(), content)


def attached(call: Call, given: Attachment, mailbox: Mailbox) -> Attached | Failure:
    """An attachment as it is stored, from what a client gave: a file, an item, or a reference."""
    told = given.copy()
    told.AttachmentId = None
    if isinstance(told, FileAttachment):
        return _file(call, told, mailbox)
    told.IsInline = told.IsInline or False
    if not isinstance(told, ItemAttachment):
        return Attached(mailbox.next_attachment(), told, mailbox.stamp())
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
    failure = complete(call, written, mailbox)
    if failure is not None:
        return failure
    extended = tuple(written.extended.items())
    return Attached(mailbox.next_attachment(), told, mailbox.stamp(), item=written.bag, extended=extended)


def complete(call: Call, written: _written.Values, mailbox: Mailbox) -> Failure | None:
    """Make the values of a new item complete, in place, as its kind wants it; or say why they are refused."""
    bag = written.bag
    if isinstance(bag, CalendarItem):
        return entries.complete(bag, mailbox, call.zoning) or dated(call, written, mailbox)
    subject = bag.get(ItemRows.Subject)
    bag.set(ItemRows.Subject, subject and entries.cut(subject, mailbox))
    for row in (ItemRows.Sensitivity, ItemRows.Importance):
        bag.set(row, bag.get(row) or "Normal")
    if isinstance(bag, Message | PostItem):
        begun = conversations.begun(mailbox.stamp(), topic_of(bag.Subject) or "")
        bag.ConversationIndex = bag.ConversationIndex or begun
    if isinstance(bag, Message):
        _fill_message(bag, mailbox)
    if isinstance(bag, PostItem):
        bag.From, bag.PostedTime = bag.From or mailbox.recipient, bag.PostedTime or mailbox.stamp()
    if isinstance(bag, DistributionList):
        _members.settle(call, bag, mailbox)
    return tasks.complete(bag, mailbox.stamp()) if isinstance(bag, Task) else None


def dated(call: Call, written: _written.Values, mailbox: Mailbox) -> Failure | None:
    """Give a complete entry the single dates of the calendar that it was given as, if it was."""
    if written.dates is None or not isinstance(written.bag, CalendarItem):
        return None
    return single_dates.settle(written.bag, written.dates, mailbox, call.zoning)


def _fill_message(bag: Message, mailbox: Mailbox) -> None:
    bag.IsRead = bag.IsRead is not False
    bag.IsReadReceiptRequested = bag.IsReadReceiptRequested or False
    bag.IsDeliveryReceiptRequested = bag.IsDeliveryReceiptRequested or False
    for row in (Message.ToRecipients, Message.CcRecipients, Message.BccRecipients):
        some = bag.get(row)
        if some is not None:
            resolved = tuple(private_lists.resolved(mailbox, some.Mailbox or ()))
            bag.set(row, ArrayOfRecipients(Mailbox=resolved))
