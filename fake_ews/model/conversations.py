"""Conversations: the index that orders the messages of one, a header and a block for each answer, and its id.

Rule: an index is made once, when a message is, and goes with it wherever it is sent; the id is what the header says.
A message that answers nothing belongs to the conversation of its topic.
Source: MS-OXOMSG 2.2.1.2 (PidTagConversationId), 2.2.1.3 (PidTagConversationIndex).
"""

from __future__ import annotations

import datetime as dt
import uuid

from fake_ews.model import ids
from fake_ews.model.filetimes import ticks

HEADER, BLOCK = 22, 5  # bytes
_LONG = 1 << 49  # ticks that a block of the first kind cannot tell: 1.7 years


def begun(at: dt.datetime, topic: str) -> bytes:
    """The index of the first message about something."""
    conversation = ids.guid(0, "conversation", topic.lower())
    return ticks(at).to_bytes(8, "big")[:6] + conversation.bytes  # of our times the first byte is 1


def answer(index: bytes, at: dt.datetime) -> bytes:
    """The index of an answer to a message with this one: a block more, with the time since the header."""
    since = max(ticks(at) - (int.from_bytes(index[:6], "big") << 16), 0)
    word = since >> 18 if since < _LONG else 1 << 31 | (since >> 23) & 0x7FFFFFFF
    level = (len(index) - HEADER) // BLOCK + 1
    return index + word.to_bytes(4, "big") + bytes((level & 0x0F,))


def conversation(index: bytes) -> uuid.UUID:
    """The id of the conversation."""
    return uuid.UUID(bytes=index[6:HEADER])
