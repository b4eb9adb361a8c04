"""Sending a message: what it becomes when it is sent, the copy that is kept, and its way into the recipients' Inboxes.

Rule: whoever is named several times gets one; Bcc is shown to nobody, and categories stay with the sender
(Set-TransportConfig ClearCategories). Source: ref/createitem-operation, ref/senditem-operation.
"""

from __future__ import annotations

from fake_ews.contract.common import ArrayOfRecipients, EmailAddress, SingleRecipient
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Mapi, Row
from fake_ews.model import ids
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.properties import Extended
from fake_ews.operations._found import Place
from fake_ews.operations._registry import Call

Extras = dict[Mapi, Extended]
TO: tuple[Row[ArrayOfRecipients], ...] = (Message.ToRecipients, Message.CcRecipients, Message.BccRecipients)


def addressed(bag: Message) -> list[str]:
    """The addresses that a message goes to, each once, in lower case."""
    lists = (bag.get(row) for row in TO)
    people = (one for some in lists if some is not None for one in some.Mailbox or ())
    return list(dict.fromkeys((one.get(EmailAddress.EmailAddress) or "").lower() for one in people))


def send(call: Call, bag: Message, extended: Extras, sender: Mailbox, copy_in: Place | None) -> Item | None:
    """Send a message, and keep a copy where one is wanted: the copy."""
    now = sender.stamp()
    bag.From = bag.Sender = bag.From or sender.recipient
    bag.DateTimeSent = bag.DateTimeReceived = now
    bag.IsRead = True
    bag.InternetMessageId = bag.InternetMessageId or _message_id(sender)
    kept = None
    if copy_in is not None:
        kept = copy_in.mailbox.create(copy_in.folder, _as_typed(bag), dict(extended), call.by)
    _deliver(call, bag, extended)
    return kept


def send_draft(call: Call, draft: Item, copy_in: Place | None) -> None:
    """Send a message that is stored; the draft is gone afterwards."""
    assert isinstance(draft.bag, Message)
    send(call, _as_typed(draft.bag), dict(draft.extended), draft.mailbox, copy_in)
    draft.mailbox.delete(draft, "HardDelete", call.by)


def _as_typed(bag: Message) -> Message:
    """A copy of the message."""
    twin = bag.copy()
    assert isinstance(twin, Message)
    return twin


def _message_id(sender: Mailbox) -> str:
    number = ids.guid(sender.exchange.seed, sender.address, "message", str(sender.next_uid())).hex
    return f"<{number}@{sender.exchange.host}>"


def _deliver(call: Call, bag: Message, extended: Extras) -> None:
    seen = _as_typed(bag)
    seen.BccRecipients, seen.IsRead = None, False
    seen.set(ItemRows.Categories, None)
    for address in addressed(bag):
        mailbox = call.exchange.mailboxes.get(address)
        if mailbox is not None:
            one = _as_typed(seen)
            one.set(Message.ReceivedBy, mailbox.recipient)
            one.set(Message.ReceivedRepresenting, mailbox.recipient)
            sender = (bag.need(Message.From).need(SingleRecipient.Mailbox).EmailAddress or "").lower()
            home = "junkemail" if sender in mailbox.settings.blocked else "inbox"
            mailbox.create(mailbox.need(home), one, dict(extended), call.by, kind=Kind.Delivered)
