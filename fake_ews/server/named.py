"""What a request names that is not carried out: its ids, the properties it would write, and whether it is a write.

Rule: the journal tells of a refused request as much as of one that is done; of that its operation takes notes itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    RemoveItem,
    TentativelyAcceptItem,
)
from fake_ews.contract.common import (
    DistinguishedFolderId,
    EmailAddress,
    FolderId,
    ItemId,
    OccurrenceItemId,
    RecurringMasterItemId,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Entry
from fake_ews.contract.notifications import GetEvents, NonEmptyArrayOfSubscriptionIds, Unsubscribe
from fake_ews.contract.operations import CreateItem, DeleteItemField, ItemChangeDescription, UpdateItem
from fake_ews.contract.paths import ExtendedProperty, PathToExtendedField, PathToUnindexedField
from fake_ews.model import ids
from fake_ews.model.extended import key, name_of
from fake_ews.model.failures import Failure
from fake_ews.operations._written import as_text

if TYPE_CHECKING:
    from uuid import UUID

    from fake_ews.model.exchange import Exchange, Turn
    from fake_ews.model.items import Item
    from fake_ews.model.mailbox import Mailbox

_STORE_IDS = {FolderId.Id, ItemId.Id, OccurrenceItemId.RecurringMasterId, RecurringMasterItemId.OccurrenceId}
_SUBSCRIPTION_IDS = {
    GetEvents.SubscriptionId,
    Unsubscribe.SubscriptionId,
    NonEmptyArrayOfSubscriptionIds.SubscriptionId,
}
_OF_IDS = frozenset({"UpdateItem", "DeleteItem", "MoveItem", "CopyItem", "ArchiveItem"})
_ANSWERS = (AcceptItem, TentativelyAcceptItem, DeclineItem, CancelCalendarItem, RemoveItem)


def note(turn: Turn, operation: str, request: Bag, exchange: Exchange) -> None:
    """Note in a turn what the request names, as the operation would have done."""
    turn.item_ids += _ids(request)
    if isinstance(request, CreateItem):
        given = [bag for bag in _bags(request.need(CreateItem.Items)) if isinstance(bag, (CalendarItem, *_ANSWERS))]
        turn.is_write = bool(given)
        turn.properties += [pair for bag in given if isinstance(bag, CalendarItem) for pair in _properties(bag)]
    elif operation in _OF_IDS:
        turn.is_write = any(_is_entry(text, exchange) for text in turn.item_ids)
        turn.properties += _updates(request) if isinstance(request, UpdateItem) else []
    else:
        turn.is_write = operation == "UploadItems"


def whose(request: Bag, exchange: Exchange) -> str:
    """The address of the mailbox that a request names first, by an id or an address in one; "" where it names none."""
    return next(filter(None, _owners(request, exchange)), "")


def subscriptions(request: Bag) -> Iterator[str]:
    """The ids of subscriptions that a request names."""
    for row, value in request:
        if row in _SUBSCRIPTION_IDS:
            yield from value if isinstance(value, tuple) else (value,)
    for inner in _bags(request):
        yield from subscriptions(inner)


def _owners(bag: Bag, exchange: Exchange) -> Iterator[str]:
    for row, value in bag:
        if row in _STORE_IDS:
            parsed = ids.read(value)
            yield "" if isinstance(parsed, Failure) else _address(exchange, parsed.mailbox)
        elif row in _SUBSCRIPTION_IDS:
            of = [ids.mailbox_of_subscription(one) for one in (value if isinstance(value, tuple) else (value,))]
            yield from (_address(exchange, guid) for guid in of if guid is not None)
        elif row is DistinguishedFolderId.Mailbox:
            yield (value.get(EmailAddress.EmailAddress) or "").lower()
    for inner in _bags(bag):
        yield from _owners(inner, exchange)


def _address(exchange: Exchange, guid: UUID) -> str:
    mailbox = exchange.mailbox_of(guid)
    return "" if mailbox is None else mailbox.address


def items_of(request: Bag, exchange: Exchange) -> Iterator[tuple[Mailbox, Item]]:
    """The items that a request names, with their mailboxes; those that cannot be found are left out."""
    for item_id in dict.fromkeys(_ids(request)):
        found = _found(item_id, exchange)
        if found is not None:
            yield found


def _is_entry(item_id: str, exchange: Exchange) -> bool:
    """Whether an id names a calendar item; one that cannot be found counts as such."""
    found = _found(item_id, exchange)
    return found is None or found[1].is_entry


def _found(item_id: str, exchange: Exchange) -> tuple[Mailbox, Item] | None:
    parsed = ids.read_item(item_id)
    if isinstance(parsed, Failure) or (mailbox := exchange.mailbox_of(parsed.mailbox)) is None:
        return None
    item = mailbox.items.get(parsed.item)
    return None if item is None else (mailbox, item)


def _bags(bag: Bag) -> Iterator[Bag]:
    """The bags in a bag, one level down."""
    for _, value in bag:
        for one in value if isinstance(value, tuple) else (value,):
            inner = one.value if isinstance(one, Entry) else one
            if isinstance(inner, Bag):
                yield inner


def _ids(bag: Bag) -> Iterator[str]:
    match bag:
        case ItemId():
            yield bag.need(ItemId.Id)
        case OccurrenceItemId():
            yield bag.need(OccurrenceItemId.RecurringMasterId)
        case RecurringMasterItemId():
            yield bag.need(RecurringMasterItemId.OccurrenceId)
        case _:
            for inner in _bags(bag):
                yield from _ids(inner)


def _properties(item: Bag) -> Iterator[tuple[str, str]]:
    for row, value in item:
        if row is ItemRows.ExtendedProperty:
            yield from (pair for one in value for pair in _extended(one))
        else:
            yield row.uri or row.name, as_text(value)


def _extended(given: ExtendedProperty) -> Iterator[tuple[str, str]]:
    name = name_of(given.need(ExtendedProperty.ExtendedFieldURI))
    if not isinstance(name, Failure):
        yield key(name), as_text(given.Value or given.Values or "")


def _updates(request: UpdateItem) -> Iterator[tuple[str, str]]:
    for changes in _bags(request.need(UpdateItem.ItemChanges)):
        for update in (one for part in _bags(changes) for one in _bags(part) if isinstance(one, ItemChangeDescription)):
            if isinstance(update, DeleteItemField):
                yield from _deleted(update)
            else:
                paths = (PathToUnindexedField, PathToExtendedField)
                items = (inner for inner in _bags(update) if not isinstance(inner, paths))
                yield from (pair for item in items for pair in _properties(item))


def _deleted(update: DeleteItemField) -> Iterator[tuple[str, str]]:
    for path in _bags(update):
        if isinstance(path, PathToUnindexedField):
            yield path.need(PathToUnindexedField.FieldURI), ""
        elif isinstance(path, PathToExtendedField) and not isinstance(name := name_of(path), Failure):
            yield key(name), ""
