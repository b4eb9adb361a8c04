"""Subjects: what stands before one, such as "RE: ", and what is left without it, the topic.

Source: MS-OXCMSG 2.2.1.9 and 2.2.1.10; MS-OXOMSG 2.2.1.5.
"""

from __future__ import annotations

import re

from fake_ews.model.languages import before_subjects

PREFIX = re.compile(rf"(?:[^\s\d:]{{1,3}}|{'|'.join(map(re.escape, before_subjects()))}): ")
"""Such as "RE: " and "AW: " [spec MS-OXCMSG 2.2.1.9]; answers to meetings come with a whole word [spec MS-OXOCAL]."""


def topic_of(subject: str | None) -> str | None:
    """The topic of a conversation by the subject of a message in it."""
    prefix = PREFIX.match(subject or "")
    return subject if subject is None or prefix is None else subject[prefix.end() :]
