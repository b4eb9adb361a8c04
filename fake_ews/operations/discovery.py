"""Searches over many mailboxes: GetSearchableMailboxes, SearchMailboxes.

Rule: both need the role of a discovery manager, which an account has if it may impersonate everybody and says so with a
ManagementRole header on a real server; accounts here never have it. Source: ref pages of the operations.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.model.failures import ErrorAccessDenied
from fake_ews.operations._registry import Call, Message, batch, single


@single("GetSearchableMailboxes", "ErrorAccessDenied")
def get_searchable_mailboxes(call: Call) -> Message:
    """ref/getsearchablemailboxes-operation"""
    return ErrorAccessDenied


@batch("SearchMailboxes", "ErrorAccessDenied")
def search_mailboxes(call: Call) -> Iterator[Message]:
    """ref/searchmailboxes-operation"""
    yield ErrorAccessDenied
