"""Sending a message: what it becomes when it is sent, and the copy that is kept; its way is that of model/mailing.py.

Source: ref/createitem-operation, ref/senditem-operation.
"""

from __future__ import annotations

from fake_ews.contract.common import EmailAddress, SingleRecipient
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Mapi
from fake_ews.model import mailing
from fake_ews.model.failures import ErrorSendAsDenied, Failure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.properties import Extended
from fake_ews.operations import _access
from fake_ews.operations._found import Place
from fake_ews.operations._registry import Call

Extras = dict[Mapi, Extended]


def send(call: Call, bag: Message, extended: Extras, sender: Mailbox, copy_in: Place | None) -> Item | None:
    """Send a message, and keep a copy where one is wanted: the copy."""
    kept = keep(call, bag, extended, sender, copy_in)
    mailing.post(call.exchange, bag, extended, call.by)
    return kept


def keep(call: Call, bag: Message, extended: Extras, sender: Mailbox, copy_in: Place | None) -> Item | None:
    """Make of a message what it is when it is sent, and keep a copy where one is wanted: the copy."""
    now = sender.stamp()
    writer = _writer(call, bag, sender) or sender
    bag.From, bag.Sender = writer.recipient, call.turn.sender(writer)
    bag.DateTimeSent = bag.DateTimeReceived = now
    bag.IsRead, bag.IsDraft, bag.IsUnmodified = True, None, True
    bag.InternetMessageId = bag.InternetMessageId or mailing.message_id(sender)
    kept = None
    if copy_in is not None:
        kept = copy_in.mailbox.create(copy_in.folder, _as_typed(bag), dict(extended), call.by)
    return kept


def denied(call: Call, bag: Message, sender: Mailbox) -> Failure | None:
    """Why a message cannot be sent out of a mailbox, in the name of whom it is from. [doc RC ErrorSendAsDenied]"""
    writer = _writer(call, bag, sender)
    return _access.sending_for(call, sender) or (
        ErrorSendAsDenied if writer is None else _access.sending_for(call, writer)
    )


def _writer(call: Call, bag: Message, sender: Mailbox) -> Mailbox | None:
    """Whom a message is from; None if that is nobody of this organisation."""
    if bag.From is None:
        return sender
    named = call.exchange.resolve(bag.From.need(SingleRecipient.Mailbox))
    return call.exchange.mailboxes.get((named.get(EmailAddress.EmailAddress) or "").lower())


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
