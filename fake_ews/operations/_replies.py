"""Replies and forwarded messages: the new message that ReplyToItem, ReplyAllToItem or ForwardItem stands for.

Rule: what the client gives counts; what it leaves out comes from the message that is answered.
Source: ref/replytoitem, replyalltoitem, forwarditem, newbodycontent; RC ErrorInvalidReferenceItem.
"""

from __future__ import annotations

import html

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfRecipients, Body, EmailAddress, SingleRecipient
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import ForwardItem, Message, PostItem, PostReplyItem, ReplyAllToItem, SmartResponse
from fake_ews.model import bodies, conversations
from fake_ews.model.failures import ErrorInvalidReferenceItem, Failure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _found
from fake_ews.operations._registry import Call


def answered(call: Call, given: Message) -> Item | Failure | None:
    """What an answer refers to; None of a message that is none."""
    if not isinstance(given, SmartResponse):
        return None
    if given.ReferenceItemId is None:
        return ErrorInvalidReferenceItem
    item = _found.item(call, given.ReferenceItemId)
    if isinstance(item, Failure):
        return item
    return item if issubclass(item.kind, Message | CalendarItem) else ErrorInvalidReferenceItem


def message_of(given: Message, item: Item | None) -> Message:
    """The message that is given, or that an answer to this item stands for; it is neither stored nor sent yet."""
    if item is None or not isinstance(given, SmartResponse):
        return given
    bag = Message(
        Subject=given.Subject or _subject(given, item), Body=_body(given, item), From=given.From,
        CcRecipients=given.CcRecipients, BccRecipients=given.BccRecipients,
        IsReadReceiptRequested=given.IsReadReceiptRequested,
        IsDeliveryReceiptRequested=given.IsDeliveryReceiptRequested,
        ToRecipients=given.ToRecipients or _recipients(given, item),
    )  # fmt: skip
    if isinstance(given, ReplyAllToItem) and given.CcRecipients is None:
        bag.CcRecipients = _but(item.mailbox, item.bag.get(Message.CcRecipients), None)
    _thread(bag, item)
    return bag


def post_of(given: PostReplyItem, item: Item) -> PostItem:
    """The post that an answer to a post stands for."""
    bag = PostItem(
        Subject=given.Subject or _subject(given, item), Body=_body(given, item), ConversationIndex=index(item)
    )  # fmt: skip
    _thread(bag, item)
    return bag


def index(item: Item) -> bytes:
    """The ConversationIndex of an answer to an item: a block more than its own."""
    row = PostItem.ConversationIndex if item.kind is PostItem else Message.ConversationIndex
    return conversations.answer(item.value(row) or b"", item.mailbox.stamp())


def _subject(given: SmartResponse | PostReplyItem, item: Item) -> str:
    prefix = "FW: " if isinstance(given, ForwardItem) else "RE: "
    subject = item.bag.get(ItemRows.Subject) or ""
    return subject if subject.upper().startswith(prefix) else prefix + subject


def _recipients(given: SmartResponse, item: Item) -> ArrayOfRecipients | None:
    """Who gets the answer where the client does not say: whoever wrote, with ReplyAll the others, too."""
    if isinstance(given, ForwardItem):
        return None
    writer: SingleRecipient | None = item.bag.get(CalendarItem.Organizer if item.is_entry else Message.From)
    asked = item.bag.get(Message.ReplyTo)
    people = [] if writer is None else [writer.need(SingleRecipient.Mailbox)]
    first = ArrayOfRecipients(Mailbox=tuple(people)) if asked is None else asked
    if not isinstance(given, ReplyAllToItem):
        return first
    return _but(item.mailbox, item.bag.get(Message.ToRecipients), first)


def _but(mailbox: Mailbox, some: ArrayOfRecipients | None, first: ArrayOfRecipients | None) -> ArrayOfRecipients | None:
    """`first`, then the others of a list but the owner of the mailbox, each once."""
    people: dict[str, EmailAddress] = {}
    for one in (*((first.Mailbox or ()) if first else ()), *((some.Mailbox or ()) if some else ())):
        people.setdefault((one.get(EmailAddress.EmailAddress) or "").lower(), one)
    if first is None or len(people) > 1:
        people.pop(mailbox.address, None)
    return ArrayOfRecipients(Mailbox=tuple(people.values())) if people else None


def _body(given: SmartResponse | PostReplyItem, item: Item) -> Body:
    """The new text above what is answered; a Body, which older clients send, replaces it all."""
    if given.NewBodyContent is None:
        return given.Body or bodies.as_type(item.bag.get(ItemRows.Body), "Best")
    new, kind = given.NewBodyContent.text or "", given.NewBodyContent.need(Body.BodyType)
    writer = item.bag.get(PostItem.From if item.kind is PostItem else Message.From)
    name = "" if writer is None else writer.need(SingleRecipient.Mailbox).Name or ""
    subject = item.bag.get(ItemRows.Subject) or ""
    if kind == "Text":
        old = bodies.as_type(item.bag.get(ItemRows.Body), "Text").text
        return Body(BodyType="Text", text=f"{new}\r\n\r\nFrom: {name}\r\nSubject: {subject}\r\n\r\n{old}")
    old = bodies.as_type(item.bag.get(ItemRows.Body), "HTML").text
    head = f"<hr><b>From:</b> {html.escape(name)}<br><b>Subject:</b> {html.escape(subject)}<br>"
    return Body(BodyType="HTML", text=f"{new}{head}{old}")


def _thread(bag: Message | PostItem, item: Item) -> None:
    """What makes of two messages a conversation, but for the index."""
    kind: type[Message | PostItem] = PostItem if item.kind is PostItem else Message
    answered = item.bag.get(kind.InternetMessageId)
    if answered is not None:
        bag.InReplyTo = answered
        bag.References = " ".join(filter(None, (item.bag.get(kind.References), answered)))
