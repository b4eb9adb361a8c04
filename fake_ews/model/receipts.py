"""Read receipts: what comes back when a message is read whose sender has asked for that.

Rule: a receipt is pending in the recipient's copy as long as IsReadReceiptRequested is true there; sent or suppressed,
it is so no more. It is a message of class REPORT.IPM.Note.IPNRN. A message that is deleted unread tells nothing.
Source: ref/suppressreadreceipt; RC ErrorReadReceiptNotPending; MS-OXOMSG 2.2.2; grommunio/gromox (the request is taken
back). How the text is worded: unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fake_ews.contract.common import ArrayOfRecipients, Body, EmailAddress, SingleRecipient
from fake_ews.contract.mail import Message
from fake_ews.model import mailing
from fake_ews.model.languages import word

if TYPE_CHECKING:
    from fake_ews.model.items import Item

CLASS = "REPORT.IPM.Note.IPNRN"


def is_pending(item: Item) -> bool:
    """Whether a receipt is waited for: of what somebody else has sent, and does not lie in the junk."""
    bag = item.bag
    junk = item.mailbox.folders[item.folder].distinguished == "junkemail"
    return isinstance(bag, Message) and not junk and bool(bag.ReceivedBy and bag.IsReadReceiptRequested)


def after(item: Item, bag: Message) -> bool:
    """Whether a receipt is to be sent if a message becomes this; then it is pending no more, and `bag` says so."""
    if bag.IsRead is not True or item.bag.get(Message.IsRead) is not False or not is_pending(item):
        return False
    bag.IsReadReceiptRequested = False
    return True


def send(item: Item) -> None:
    """Tell the sender of a message, if he is of this organisation, that it has been read."""
    owner, bag = item.mailbox, item.bag
    assert isinstance(bag, Message)
    writer = None if bag.From is None else bag.From.need(SingleRecipient.Mailbox)
    address = (writer and writer.get(EmailAddress.EmailAddress)) or ""
    sender = owner.exchange.mailboxes.get(address.lower())
    if sender is None:
        return
    now = sender.stamp()
    subject = bag.Subject or ""
    text = f"Your message to {owner.name} with the subject {subject!r} was read at {now:%Y-%m-%dT%H:%M:%SZ}."
    mailing.arrives(
        sender,
        Message(
            ItemClass=CLASS, Subject=f"{word('Read', owner.culture)}: {subject}", Sensitivity="Normal",
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
