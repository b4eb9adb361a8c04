"""Read receipts: what comes back when a message is read, or deleted unread, whose sender has asked for that.

Rule: a receipt is pending in the recipient's copy as long as IsReadReceiptRequested is true there; sent or suppressed,
it is so no more. It is a message of class REPORT.IPM.Note.IPNRN, or IPNNRN where it was not read. A message is deleted
when it leaves Deleted Items or never comes there; in the Recoverable Items nothing is pending, and what is brought back
from there is pending again [the latter: unverified].
Source: ref/suppressreadreceipt, ref/deleteitem (SuppressReadReceipts); RC ErrorReadReceiptNotPending; MS-OXOMSG
2.2.1.29 and 2.2.2; KB 136515 (not before Deleted Items are emptied), KB 2544246 ("Not read:"); grommunio/gromox (the
request is taken back, the classes). How the texts are worded otherwise: unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fake_ews.contract.common import ArrayOfRecipients, Body, EmailAddress, SingleRecipient
from fake_ews.contract.mail import Message
from fake_ews.model import mailing
from fake_ews.model.languages import word
from fake_ews.model.mailbox import RECOVERABLE, TRASH

if TYPE_CHECKING:
    from fake_ews.model.items import Item

READ, UNREAD = "REPORT.IPM.Note.IPNRN", "REPORT.IPM.Note.IPNNRN"


def is_pending(item: Item) -> bool:
    """Whether a receipt is waited for: of what somebody else has sent, lies not in the junk, and is not deleted."""
    bag, where = item.bag, item.mailbox.folders[item.folder].distinguished
    silent = where == "junkemail" or where in RECOVERABLE
    return isinstance(bag, Message) and not silent and bool(bag.ReceivedBy and bag.IsReadReceiptRequested)


def after(item: Item, bag: Message) -> bool:
    """Whether a receipt is to be sent if a message becomes this; then it is pending no more, and `bag` says so."""
    if bag.IsRead is not True or item.bag.get(Message.IsRead) is not False or not is_pending(item):
        return False
    bag.IsReadReceiptRequested = False
    return True


def send(item: Item) -> None:
    """Tell the sender of a message, if he is of this organisation, that it has been read."""
    _tell(item, READ, "Read", "read")


def of_deletion(item: Item, how: str) -> None:
    """Tell the sender of a message that is to be deleted, as DisposalType says, if it was not read till now."""
    only_moved = how == "MoveToDeletedItems" and item.mailbox.folders[item.folder].distinguished != TRASH
    if not only_moved and is_pending(item) and item.bag.get(Message.IsRead) is False:
        _tell(item, UNREAD, "Not read", "deleted without being read")


def _tell(item: Item, item_class: str, before: str, what: str) -> None:
    owner, bag = item.mailbox, item.bag
    assert isinstance(bag, Message)
    writer = None if bag.From is None else bag.From.need(SingleRecipient.Mailbox)
    address = (writer and writer.get(EmailAddress.EmailAddress)) or ""
    sender = owner.exchange.mailboxes.get(address.lower())
    if sender is None:
        return
    now = sender.stamp()
    subject = bag.Subject or ""
    text = f"Your message to {owner.name} with the subject {subject!r} was {what} at {now:%Y-%m-%dT%H:%M:%SZ}."
    mailing.arrives(
        sender,
        Message(
            ItemClass=item_class, Subject=f"{word(before, owner.culture)}: {subject}", Sensitivity="Normal",
            Importance="Normal", From=owner.recipient, Sender=owner.recipient, IsRead=False, DateTimeSent=now,
            ReceivedBy=sender.recipient, ReceivedRepresenting=sender.recipient, DateTimeReceived=now,
            ToRecipients=ArrayOfRecipients(Mailbox=(sender.email_address,)), Body=Body(BodyType="Text", text=text),
            InReplyTo=bag.InternetMessageId, InternetMessageId=mailing.message_id(owner),
            IsReadReceiptRequested=False, IsDeliveryReceiptRequested=False,
        ),
        {},
        owner.name,
        passed_on=True,
    )  # fmt: skip
