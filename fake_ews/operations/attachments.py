"""The attachment family: CreateAttachment, GetAttachment, DeleteAttachment.

Rule: an attachment is part of its item, so whoever adds or takes one away changes the item: it gets a new change key,
and its log tells of it. Source: the ref pages of the three operations; RC ErrorInvalidAttachmentId.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from fake_ews.contract.attachments import (
    ArrayOfAttachments,
    Attachment,
    AttachmentInfoResponseMessage,
    AttachmentResponseShape,
    CreateAttachment,
    DeleteAttachment,
    DeleteAttachmentResponseMessage,
    FileAttachment,
    GetAttachment,
    ItemAttachment,
    NonEmptyArrayOfRequestAttachmentIds,
)
from fake_ews.contract.common import AttachmentId, ItemId, ItemResponseShape, RequestAttachmentId, RootItemId
from fake_ews.contract.notation import Entry
from fake_ews.model import attachments, ids
from fake_ews.model.attachments import Attached
from fake_ews.model.failures import ErrorInvalidAttachmentId, Failure
from fake_ews.model.items import AttachedItem, Item
from fake_ews.model.shapes import row_for
from fake_ews.operations import _found, _new
from fake_ews.operations._access import Wish
from fake_ews.operations._errors import ENTRY, IDS, MIME, NAME, OWN_ITEM, VALUE
from fake_ews.operations._registry import Call, Message, batch, entries_of
from fake_ews.operations._shown import Showing

REQUESTED = NonEmptyArrayOfRequestAttachmentIds.AttachmentId
Found = tuple[Item, tuple[int, ...]]
"""An item, and the numbers that lead from it to an attachment."""


@batch(
    "CreateAttachment", OWN_ITEM, VALUE, MIME, ENTRY, "ErrorMissingItemForCreateItemAttachment ErrorObjectTypeChanged"
)
def create_attachment(call: Call) -> Iterator[Message]:
    """ref/createattachment-operation"""
    request = call.asked(CreateAttachment)
    for entry in entries_of(request.Attachments):
        item = _found.item(call, request.need(CreateAttachment.ParentItemId), "edit")
        call.turn.is_write |= isinstance(item, Failure) or item.is_entry
        yield item if isinstance(item, Failure) else _create(call, item, cast(Attachment, entry.value))


def _create(call: Call, item: Item, given: Attachment) -> Message:
    attached = _new.attached(call, given, item.mailbox)
    if isinstance(attached, Failure):
        return attached
    bag = item.bag.copy()
    attachments.add(bag, [attached])
    item.mailbox.update(item, bag, item.extended, call.by)
    call.turn.properties.append(("item:Attachments", given.Name or ""))
    told = type(given)()
    told.AttachmentId = AttachmentId(
        Id=ids.attachment(item.item_id, attached.number), RootItemId=item.item_id, RootItemChangeKey=item.change_key
    )
    return _answer(told)


@batch("GetAttachment", IDS, NAME, "ErrorInvalidAttachmentId ErrorItemNotFound")
def get_attachment(call: Call) -> Iterator[Message]:
    """ref/getattachment-operation"""
    request = call.asked(GetAttachment)
    shape = _item_shape(request.AttachmentShape or AttachmentResponseShape())
    for named in request.need(GetAttachment.AttachmentIds).need(REQUESTED):
        found = _find(call, named)
        if isinstance(found, Failure):
            yield found
        else:
            holder, attached = _holder(*found)
            bag = _told(call, holder, attached, shape)
            yield bag if isinstance(bag, Failure) else _answer(bag)


def _item_shape(asked: AttachmentResponseShape) -> ItemResponseShape:
    """How an attached item is shown: all its properties, its own attachments and what more is asked for."""
    paths = asked.AdditionalProperties
    return ItemResponseShape(
        BaseShape="AllProperties",
        IncludeMimeContent=asked.IncludeMimeContent,
        BodyType=asked.BodyType,
        FilterHtmlContent=asked.FilterHtmlContent,
        AdditionalProperties=paths,
    )


def _holder(item: Item, path: tuple[int, ...]) -> tuple[Item, Attached]:
    """The item that holds an attachment itself, and the attachment; it is there."""
    for number in path[:-1]:
        item = AttachedItem(item, cast(Attached, attachments.find(item.bag, (number,))))
    return item, cast(Attached, attachments.find(item.bag, path[-1:]))


def _told(call: Call, holder: Item, attached: Attached, shape: ItemResponseShape) -> Attachment | Failure:
    told = attachments.described(holder, attached)
    if isinstance(told, FileAttachment):
        told.Content = attached.content
    elif isinstance(told, ItemAttachment):
        item = AttachedItem(holder, attached)
        bag = Showing(call, shape, whole=True)(item)
        if isinstance(bag, Failure):
            return bag
        listed = attachments.shown(item)
        bag.values |= {} if listed is None else {type(bag).rows["Attachments"]: listed}
        told.set(row_for(ItemAttachment, type(bag)), bag)
    return told


@batch("DeleteAttachment", IDS, "ErrorAccessDenied ErrorInvalidAttachmentId ErrorItemNotFound")
def delete_attachment(call: Call) -> Iterator[Message]:
    """ref/deleteattachment-operation"""
    request = call.asked(DeleteAttachment)
    for named in request.need(DeleteAttachment.AttachmentIds).need(REQUESTED):
        found = _find(call, named, "edit")
        call.turn.is_write |= isinstance(found, Failure) or found[0].is_entry
        yield found if isinstance(found, Failure) else _delete(call, *found)


def _delete(call: Call, item: Item, path: tuple[int, ...]) -> Message:
    bag = item.bag.copy()
    attachments.remove(bag, path)
    item.mailbox.update(item, bag, item.extended, call.by)
    call.turn.properties.append(("item:Attachments", ""))
    return DeleteAttachmentResponseMessage(
        RootItemId=RootItemId(RootItemId=item.item_id, RootItemChangeKey=item.change_key)
    )


def _find(call: Call, named: RequestAttachmentId, to: Wish = "read") -> Found | Failure:
    """The item and the way to the attachment behind an AttachmentId."""
    parsed = ids.read_attachment(named.need(RequestAttachmentId.Id))
    if isinstance(parsed, Failure):
        return parsed
    item_id, path = parsed
    item = _found.item(call, ItemId(Id=item_id), to)
    if isinstance(item, Failure):
        return item
    return ErrorInvalidAttachmentId if attachments.find(item.bag, path) is None else (item, path)


def _answer(told: Attachment) -> AttachmentInfoResponseMessage:
    row = ArrayOfAttachments.rows[type(told).__name__]
    return AttachmentInfoResponseMessage(Attachments=ArrayOfAttachments(entries=(Entry(row, told),)))
