"""Conversations: replies have an index that is longer, and all copies of a message the same one."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.common import Body, ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem, PostReplyItem, ReplyToItem
from fake_ews.model import conversations
from fake_ews.model.clock import ManualClock
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, extended, put
from tests.fake_ews.operations.test_mapi import tag
from tests.fake_ews.operations.test_mapi_kinds import told
from tests.fake_ews.operations.test_rules import to
from tests.fake_ews.operations.test_update_item import guests

ROWS = (Message.ConversationIndex, ItemRows.ConversationId, Message.ConversationTopic, Message.InternetMessageId)


def last(client: Client, mailbox: Mailbox, folder: str) -> Any:
    """What a client sees of the newest item in a folder."""
    *_, item = mailbox.items_of(mailbox.need(folder))
    return client.get(item, *ROWS, base="AllProperties")


def test_all_copies_are_of_one_conversation(ews: Client, anna: Mailbox, ben: Mailbox, clock: ManualClock) -> None:
    """MS-OXOMSG 2.2.1.3: the index goes with the message; a reply adds a block of five bytes to it"""
    his = ews.but(own=ben)
    ews.create(Message(Subject="Plan", ToRecipients=to("ben@example.test")), disposition="SendAndSaveCopy")
    sent, got = last(ews, anna, "sentitems"), last(his, ben, "inbox")
    assert sent.ConversationIndex == got.ConversationIndex
    assert sent.ConversationId.Id == got.ConversationId.Id
    assert len(got.ConversationIndex) == 22
    clock.set(clock.now() + dt.timedelta(minutes=5))
    reply = his.create(ReplyToItem(ReferenceItemId=ItemId(Id=got.ItemId.Id)), disposition="SendAndSaveCopy")
    assert reply.code == "NoError"
    answer, arrived = last(his, ben, "sentitems"), last(ews, anna, "inbox")
    assert arrived.ConversationIndex == answer.ConversationIndex
    assert arrived.ConversationIndex[:22] == got.ConversationIndex
    assert len(arrived.ConversationIndex) == 27
    assert arrived.ConversationId.Id == got.ConversationId.Id
    assert told(ews, arrived, tag("0x0071", "Binary")) == base64.b64encode(arrived.ConversationIndex).decode()


def test_the_blocks_of_an_index() -> None:
    """MS-OXOMSG 2.2.1.3: the time since the header, in units of 2^18 or, of long ago, 2^23 ticks; a level"""
    at = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
    index = conversations.begun(at, "Plan")
    assert (index[0], len(index), conversations.conversation(index).bytes) == (1, 22, index[6:])
    soon = conversations.answer(index, at + dt.timedelta(hours=1))
    assert int.from_bytes(soon[22:26], "big") == pytest.approx(3600 * 10**7 / 2**18, abs=1)
    later = conversations.answer(soon, at + dt.timedelta(days=1000))
    assert later[27] & 0x80
    assert int.from_bytes(later[27:31], "big") & 0x7FFFFFFF == pytest.approx(1000 * 86400 * 10**7 / 2**23, abs=1)
    assert (soon[26], later[31]) == (1, 2)
    assert conversations.answer(index, at - dt.timedelta(days=1))[22:26] == bytes(4)


def test_an_index_that_is_brought_is_kept(ews: Client) -> None:
    """as programs bring mail into a mailbox; one that is too short is none"""
    index = base64.b64encode(conversations.begun(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "Old")).decode()
    brought = Message(Subject="New", ExtendedProperty=(extended(tag("0x0071", "Binary"), index),))
    made = ews.create(brought, disposition="SaveOnly").id
    assert told(ews, made, tag("0x0071", "Binary")) == index
    ews.update(made, put(tag("0x0071", "Binary"), "AQ==", within=Message), disposition="SaveOnly")
    assert len(ews.get(made, Message.ConversationIndex).ConversationIndex) == 22


def test_an_invitation_has_an_id(ews: Client, ben: Mailbox, clara: Mailbox) -> None:
    """RFC 5322: Message-ID; the same for all who are invited"""
    people = guests("ben@example.test", "clara@example.test")
    ews.create(an_entry(RequiredAttendees=people), invitations="SendToAllAndSaveCopy")
    ids = {last(ews.but(own=one), one, "inbox").InternetMessageId for one in (ben, clara)}
    assert len(ids) == 1
    (only,) = ids
    assert only.startswith("<")
    (request,) = ben.items_of(ben.need("inbox"))
    mime = base64.b64decode(ews.but(own=ben).get(request, ItemRows.MimeContent).MimeContent.text)
    assert b"Message-ID: " in mime


# --- posts ---------------------------------------------------------------------------------------------------------


def test_a_post_is_answered(ews: Client, anna: Mailbox) -> None:
    """ref/postreplyitem: beside the post, in its conversation"""
    first = ews.create(PostItem(Subject="Notice", Body=Body(BodyType="Text", text="old")), folder="inbox").id
    text = Body(BodyType="Text", text="new")
    reply = ews.create(PostReplyItem(ReferenceItemId=ItemId(Id=first.Id), NewBodyContent=text))
    shown = ews.get(reply.id, ItemRows.Body, base="AllProperties")
    assert (shown.Subject, shown.From.Mailbox.Name) == ("RE: Notice", "Anna Arn")
    assert shown.Body.text.startswith("new")
    assert "From: Anna Arn" in shown.Body.text
    assert shown.ParentFolderId.Id == anna.folder_id(anna.need("inbox")).Id
    assert shown.ConversationIndex[:22] == ews.get(first, PostItem.ConversationIndex).ConversationIndex
    assert shown.ConversationId.Id == ews.get(first, ItemRows.ConversationId).ConversationId.Id
    own = PostReplyItem(ReferenceItemId=ItemId(Id=first.Id), Subject="Mine", Body=Body(BodyType="Text", text="b"))
    shown = ews.get(ews.create(own, folder="drafts").id, base="AllProperties")
    assert (shown.Subject, shown.ParentFolderId.Id) == ("Mine", anna.folder_id(anna.need("drafts")).Id)


def test_what_is_no_post_is_not_answered_so(ews: Client) -> None:
    """RC ErrorInvalidReferenceItem"""
    message = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    assert ews.create(PostReplyItem(ReferenceItemId=ItemId(Id=message.Id))).code == "ErrorInvalidReferenceItem"
    assert ews.create(PostReplyItem()).code == "ErrorMissingInformationReferenceItemId"
    assert ews.create(PostReplyItem(ReferenceItemId=ItemId(Id="AAAA"))).code == "ErrorInvalidIdMalformed"
