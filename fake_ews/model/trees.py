"""What has come, gone and changed below a folder: the tree as it is beside the tree as it was once.

Rule: the tree of before is made from that of now and the records since then, taken back one by one; nothing else is
kept of it. What moves takes all below it along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from fake_ews.model.log import Kind, LogRecord

if TYPE_CHECKING:
    from fake_ews.model.folders import StoredFolder
    from fake_ews.model.mailbox import Mailbox

Word = Literal["Create", "Update", "Delete"]


def changed_below(mailbox: Mailbox, root: StoredFolder, records: Sequence[LogRecord]) -> dict[int, Word]:
    """What records, the last ones of the log, did to the folders below one: those that are gone first, then top down.

    One that was not below it before is new there, be it one that has moved; one that came and went is not told.
    """
    of_folders = [record for record in records if not record.item]
    before = _before({number: folder.parent for number, folder in mailbox.folders.items()}, of_folders)
    touched = {record.folder for record in of_folders}
    now = [folder.number for folder in mailbox.below(root, deep=True)]
    was = {number for number in before if _lies_below(number, root.number, before)}
    told: dict[int, Word] = dict.fromkeys(sorted(was.difference(now)), "Delete")
    for number in now:
        if number not in was:
            told[number] = "Create"
        elif number in touched:
            told[number] = "Update"
    return told


def _before(parents: dict[int, int], records: Sequence[LogRecord]) -> dict[int, int]:
    """The folder above each folder before these records."""
    for record in reversed(records):
        if record.kind in (Kind.Created, Kind.Copied):
            del parents[record.folder]
        elif record.kind is Kind.Moved:
            parents[record.folder] = record.old_folder
        elif record.kind is Kind.Deleted:
            parents[record.folder] = record.parent
    return parents


def _lies_below(number: int, root: int, parents: Mapping[int, int]) -> bool:
    above = parents[number]
    while above and above != root:
        above = parents[above]
    return above == root
