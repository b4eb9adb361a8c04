"""Attachments of items: what is stored of one, and how an item shows those that it has.

Rule: an item's attachments are values of its bag, under Item.Attachments, as a tuple of Attached: so they move, are
copied and are logged with everything else that it holds. Their ids are computed from their numbers, which are
given only once. Source: ref/attachments-ex15websvcsotherref, ref/fileattachment, ref/itemattachment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fake_ews.contract.attachments import (
    Attachment,
    FileAttachment,
    ItemAttachment,
    NonEmptyArrayOfAttachments,
    ReferenceAttachment,
)
from fake_ews.contract.common import AttachmentId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Entry, Mapi, Row
from fake_ews.model import ids
from fake_ews.model.extended import Extended

if TYPE_CHECKING:
    from fake_ews.model.items import Item

ROW_OF_KIND: dict[type[Attachment], Row[Attachment]] = {
    kind: NonEmptyArrayOfAttachments.rows[kind.__name__]
    for kind in (ItemAttachment, FileAttachment, ReferenceAttachment)
}
_ATTACHED_ITEM = 600  # bytes that an item weighs without what it holds


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment. `bag` is what lists show: its names and kinds; `content` a file's bytes.

    An attached item is `item`, complete as a stored one, with its extended properties; it may have attachments, too.
    """

    number: int
    bag: Attachment
    modified: dt.datetime
    content: bytes = b""
    item: Bag | None = None
    extended: tuple[tuple[Mapi, Extended], ...] = ()

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return len(self.content) if self.item is None else weight(self.item)


def of(bag: Bag) -> tuple[Attached, ...]:
    """The attachments of a stored item, in their order."""
    stored: tuple[Attached, ...] = bag.values.get(ItemRows.Attachments, ())
    return stored


def put(bag: Bag, attached: Sequence[Attached]) -> None:
    """Give a bag these attachments instead of those it has."""
    if attached:
        bag.values[ItemRows.Attachments] = tuple(attached)
    else:
        bag.values.pop(ItemRows.Attachments, None)


def add(bag: Bag, more: Iterable[Attached]) -> None:
    """Attach more to an item."""
    put(bag, (*of(bag), *more))


def find(bag: Bag, path: Sequence[int]) -> Attached | None:
    """The attachment that numbers lead to, the outermost first."""
    found = next((one for one in of(bag) if one.number == path[0]), None)
    if len(path) == 1 or found is None:
        return found
    return None if found.item is None else find(found.item, path[1:])


def remove(bag: Bag, path: Sequence[int]) -> None:
    """Take the attachment away that numbers lead to; it is there."""
    kept: list[Attached] = []
    for one in of(bag):
        if one.number == path[0] and one.item is not None and len(path) > 1:
            inner = one.item.copy()
            remove(inner, path[1:])
            kept.append(replace(one, item=inner))
        elif one.number != path[0]:
            kept.append(one)
    put(bag, kept)


def weight(bag: Bag) -> int:
    """The size of an item in bytes, its attachments included."""
    texts = sum(len(str(value)) for row, value in bag if row is not ItemRows.Attachments)
    return _ATTACHED_ITEM + texts + sum(one.size for one in of(bag))


def any_seen(item: Item) -> bool:
    """HasAttachments: one that is not inline.   Source: ref/hasattachments; MS-OXCMSG 2.2.1.2."""
    return any(not one.bag.IsInline for one in of(item.bag))


def shown(item: Item) -> NonEmptyArrayOfAttachments | None:
    """The list of an item's attachments without what is in them; None where it has none."""
    entries = tuple(Entry(ROW_OF_KIND[type(one.bag)], described(item, one)) for one in of(item.bag))
    return NonEmptyArrayOfAttachments(entries=entries) if entries else None


def described(item: Item, one: Attached) -> Attachment:
    """What is told of an attachment beside what is in it."""
    bag = one.bag.copy()
    bag.AttachmentId = AttachmentId(Id=ids.attachment(item.item_id, one.number))
    bag.Size, bag.LastModifiedTime = one.size, one.modified
    return bag
