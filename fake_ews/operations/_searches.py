"""What a search folder looks for: read from what a client sends, and told to one.

Rule: the folders are kept by number and told by the ids that they have now; a restriction that cannot be asked is
refused when it is set. Source: ref/searchparameters, guide/how-to-work-with-search-folders (the folders that a client
names are told as FolderIds), RC (ErrorEmailAddressMismatch, and those of restrictions).
"""

from __future__ import annotations

from typing import cast

from fake_ews.contract.common import FolderId, NonEmptyArrayOfBaseFolderIds
from fake_ews.contract.folders import BaseFolder, SearchFolder, SearchParameters
from fake_ews.contract.notation import Entry
from fake_ews.contract.queries import Restriction
from fake_ews.model.failures import ErrorEmailAddressMismatch, Failure
from fake_ews.model.folders import Search, StoredFolder
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.search_folders import compiled
from fake_ews.operations import _found
from fake_ews.operations._registry import Call, entries_of


def taken(call: Call, mailbox: Mailbox, stored: BaseFolder) -> Search | Failure | None:
    """What is sent for a search folder of a mailbox, taken out of the other properties; None where nothing is."""
    sent: SearchParameters | None = stored.values.pop(SearchFolder.SearchParameters, None)
    if sent is None:
        return None
    bases: list[int] = []
    for entry in entries_of(sent.BaseFolderIds):
        place = _found.folder(call, entry.value)
        if isinstance(place, Failure):
            return place
        if place.mailbox is not mailbox:
            return ErrorEmailAddressMismatch
        bases.append(place.folder.number)
    search = Search(
        tuple(dict.fromkeys(bases)), sent.Traversal == "Deep", cast(Restriction, sent.Restriction), call.zoning.context
    )
    matches = compiled(mailbox, search)
    return matches if isinstance(matches, Failure) else search


def told(mailbox: Mailbox, folder: StoredFolder) -> SearchParameters | None:
    """What a search folder looks for; a folder that is gone is named without a ChangeKey."""
    search = folder.search
    if search is None:
        return None
    there = [(mailbox.folders.get(number), number) for number in search.bases]
    ids = [FolderId(Id=mailbox.ids.folder(number)) if one is None else mailbox.folder_id(one) for one, number in there]
    return SearchParameters(
        Traversal="Deep" if search.deep else "Shallow",
        Restriction=search.restriction,
        BaseFolderIds=NonEmptyArrayOfBaseFolderIds(
            entries=tuple(Entry(NonEmptyArrayOfBaseFolderIds.FolderId, one) for one in ids)
        ),
    )
