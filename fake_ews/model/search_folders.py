"""Search folders: what such a folder shows is looked for whenever it is asked for, and lies elsewhere.

Rule: whoever asks what is in a folder asks here; a search folder holds no item, and no folder. It looks into real
folders only, each once, and passes over those that are gone.
Source: guide/how-to-work-with-search-folders, guide/folders-and-items-in-ews (search folders have no folders below
them), ref/searchparameters; that search folders do not look into each other: inferred.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.mail import Message
from fake_ews.model import zones
from fake_ews.model.failures import Failure
from fake_ews.model.folders import Search, StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.queries import Matcher, matcher

if TYPE_CHECKING:
    from fake_ews.model.mailbox import Mailbox


def contents(mailbox: Mailbox, folder: StoredFolder) -> Iterator[Item]:
    """The items that a folder shows, in the order they came: its own, or what a search finds now."""
    if not folder.is_search:
        return mailbox.items_of(folder)
    return iter(()) if folder.search is None else _found(mailbox, folder.search)


def counted(mailbox: Mailbox, folder: StoredFolder) -> int:
    """How many items a folder shows."""
    return sum(1 for _ in contents(mailbox, folder)) if folder.is_search else len(folder.items)


def unread(mailbox: Mailbox, folder: StoredFolder) -> int:
    """How many messages of a folder are unread."""
    return sum(
        item.kind is not CalendarItem and item.bag.get(Message.IsRead) is False for item in contents(mailbox, folder)
    )


def compiled(mailbox: Mailbox, search: Search) -> Matcher | Failure:
    """Whether an item is what is looked for. The failures of a restriction: see `matcher`."""
    zone = None if search.zone is None else zones.zone(search.zone)
    return matcher(search.restriction, mailbox.profile, zone or dt.UTC)


def _found(mailbox: Mailbox, search: Search) -> Iterator[Item]:
    matches = compiled(mailbox, search)
    assert not isinstance(matches, Failure), "it was asked for when the search was stored"
    numbers = sorted(number for folder in _scope(mailbox, search) for number in folder.items)
    return (item for item in map(mailbox.items.__getitem__, numbers) if matches(item))


def _scope(mailbox: Mailbox, search: Search) -> tuple[StoredFolder, ...]:
    """The folders that a search looks into."""
    found: dict[int, StoredFolder] = {}
    for base in (mailbox.folders[number] for number in search.bases if number in mailbox.folders):
        found[base.number] = base
        found |= {below.number: below for below in mailbox.below(base, deep=True)} if search.deep else {}
    return tuple(folder for folder in found.values() if not folder.is_search)
