"""Sending a message: what it becomes when it is sent, and the copy that is kept; its way is that of model/mailing.py.

Source: ref/createitem-operation, ref/senditem-operation.
"""

from __future__ import annotations

from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Mapi
from fake_ews.model import ids, mailing
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.properties import Extended
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
    bag.From = bag.Sender = bag.From or sender.recipient
    if call.own is not None and call.own is not sender:
        bag.Sender = call.own.recipient  # on behalf [doc guide/delegate-access-and-ews-in-exchange]
    bag.DateTimeSent = bag.DateTimeReceived = now
    bag.IsRead, bag.IsDraft, bag.IsUnmodified = True, None, True
    bag.InternetMessageId = bag.InternetMessageId or _message_id(sender)
    kept = None
    if copy_in is not None:
        kept = copy_in.mailbox.create(copy_in.folder, _as_typed(bag), dict(extended), call.by)
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
