"""Searches over many mailboxes: GetSearchableMailboxes, SearchMailboxes.

Rule: both are for discovery managers. Here that is who has full access to all mailboxes; whom he acts for does not
count. Each query is answered by itself; a mailbox in which it cannot be looked fails alone, beside the others.
Source: ref pages of the operations and of their elements; guide/ediscovery-in-ews-in-exchange. What is found after
PageItemReference, and the numbers of ErrorCode: unverified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fake_ews.contract.common import EmailAddress, ItemId
from fake_ews.contract.discovery import (
    ArrayOfFailedSearchMailboxes,
    ArrayOfKeywordStatisticsSearchResults,
    ArrayOfMailboxStatisticsItems,
    ArrayOfSearchableMailboxes,
    ArrayOfSearchPreviewItems,
    ArrayOfSmtpAddress,
    FailedSearchMailbox,
    GetSearchableMailboxes,
    GetSearchableMailboxesResponseMessage,
    KeywordStatisticsSearchResult,
    MailboxQuery,
    MailboxSearchScope,
    MailboxStatisticsItem,
    NonEmptyArrayOfExtendedFieldURIs,
    NonEmptyArrayOfExtendedProperty,
    NonEmptyArrayOfMailboxQueries,
    NonEmptyArrayOfMailboxSearchScopes,
    PreviewItemMailbox,
    SearchableMailbox,
    SearchMailboxes,
    SearchMailboxesResponseMessage,
    SearchMailboxesResult,
    SearchPreviewItem,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message as MessageRows
from fake_ews.contract.notation import Mapi, Row
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.queries import NonEmptyArrayOfFieldOrders
from fake_ews.model import ids
from fake_ews.model.failures import ErrorAccessDenied, ErrorInvalidOperation, Failure
from fake_ews.model.items import Item
from fake_ews.model.lists import Group
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.orders import sort_key
from fake_ews.model.properties import bag_of, name_of
from fake_ews.operations._errors import NAME
from fake_ews.operations._registry import Call, Message, batch, single
from fake_ews.operations.find import typed_in

PAGE = 100  # items of a preview, where the request does not say how many
_NOT_FOUND, _NO_QUERY = 1, 2


@single("GetSearchableMailboxes", "ErrorAccessDenied")
def get_searchable_mailboxes(call: Call) -> Message:
    """ref/getsearchablemailboxes-operation: all mailboxes, or the one or the group with an alias or an address"""
    request = call.asked(GetSearchableMailboxes)
    if not call.account.full_access_all:
        return ErrorAccessDenied
    sought = (request.SearchFilter or "").strip().lower()
    several: list[Mailbox | Group] = [*call.exchange.mailboxes.values(), *call.exchange.groups.values()]
    found = [one for one in several if sought in ("", one.address, one.address.partition("@")[0])]
    if request.ExpandGroupMembership:
        reached = call.exchange.opened(one.address for one in found)
        found = [call.exchange.mailboxes[address] for address in reached if address in call.exchange.mailboxes]
    told = {one.address: _searchable(call, one) for one in found}
    return GetSearchableMailboxesResponseMessage(
        SearchableMailboxes=ArrayOfSearchableMailboxes(SearchableMailbox=tuple(told.values()))
    )


def _searchable(call: Call, one: Mailbox | Group) -> SearchableMailbox:
    guid = one.ids.mailbox if isinstance(one, Mailbox) else ids.guid(call.exchange.seed, "group", one.address)
    return SearchableMailbox(
        Guid=str(guid),
        PrimarySmtpAddress=one.address,
        IsExternalMailbox=False,
        ExternalEmailAddress="",
        DisplayName=one.name,
        IsMembershipGroup=isinstance(one, Group),
        ReferenceId=ids.legacy_dn(one.address),
    )


@batch("SearchMailboxes", "ErrorAccessDenied ErrorInvalidOperation ErrorUnsupportedPathForSortGroup", NAME)
def search_mailboxes(call: Call) -> Iterator[Message]:
    """ref/searchmailboxes-operation"""
    request = call.asked(SearchMailboxes)
    named = _named(call)
    for query in request.need(SearchMailboxes.SearchQueries).need(NonEmptyArrayOfMailboxQueries.MailboxQuery):
        result = _searched(call, request, query, named) if call.account.full_access_all else ErrorAccessDenied
        yield result if isinstance(result, Failure) else SearchMailboxesResponseMessage(SearchMailboxesResult=result)


@dataclass(slots=True)
class _Found:
    """What a query has found so far, and where it could not look."""

    items: list[Item]
    statistics: list[MailboxStatisticsItem]
    failed: list[FailedSearchMailbox]


def _searched(
    call: Call, request: SearchMailboxes, query: MailboxQuery, named: Mapping[str, Mailbox]
) -> SearchMailboxesResult | Failure:
    found = _Found([], [], [])
    scopes = query.need(MailboxQuery.MailboxSearchScopes).need(NonEmptyArrayOfMailboxSearchScopes.MailboxSearchScope)
    for scope in scopes:
        mailbox = named.get(scope.need(MailboxSearchScope.Mailbox).lower())
        _look(call, query.need(MailboxQuery.Query).strip(), scope, mailbox, found)
    if request.Deduplication:
        found.items = list({_hash(item): item for item in reversed(found.items)}.values())[::-1]
    shown = _page(request, found.items) if request.ResultType == "PreviewOnly" else []
    if isinstance(shown, Failure):
        return shown
    names = _asked_besides(request)
    if isinstance(names, Failure):
        return names
    keyword = KeywordStatisticsSearchResult(
        Keyword=query.need(MailboxQuery.Query), ItemHits=len(found.items), Size=_size(found.items)
    )
    return SearchMailboxesResult(
        SearchQueries=NonEmptyArrayOfMailboxQueries(MailboxQuery=(query,)),
        ResultType=request.need(SearchMailboxes.ResultType),
        ItemCount=len(found.items),
        Size=_size(found.items),
        PageItemCount=len(shown),
        PageItemSize=_size(shown),
        KeywordStats=ArrayOfKeywordStatisticsSearchResults(KeywordStat=(keyword,)),
        Items=ArrayOfSearchPreviewItems(SearchPreviewItem=tuple(_preview(item, names) for item in shown))
        if shown
        else None,
        FailedMailboxes=ArrayOfFailedSearchMailboxes(FailedMailbox=tuple(found.failed)) if found.failed else None,
        MailboxStats=ArrayOfMailboxStatisticsItems(MailboxStat=tuple(found.statistics)),
    )


def _look(call: Call, sought: str, scope: MailboxSearchScope, mailbox: Mailbox | None, found: _Found) -> None:
    """Look in one mailbox, or in its archive, or in both."""
    named, where = scope.need(MailboxSearchScope.Mailbox), scope.need(MailboxSearchScope.SearchScope)
    if mailbox is None or not sought:
        code, text = (_NO_QUERY, "The query is empty.") if mailbox else (_NOT_FOUND, "There is no such mailbox.")
        found.failed.append(
            FailedSearchMailbox(Mailbox=named, ErrorCode=code, ErrorMessage=text, IsArchive=where == "ArchiveOnly")
        )
        return
    typed = typed_in(call, sought, mailbox)
    if isinstance(typed, Failure):
        found.failed.append(
            FailedSearchMailbox(
                Mailbox=named, ErrorCode=_NO_QUERY, ErrorMessage=typed.text, IsArchive=where == "ArchiveOnly"
            )
        )
        return
    hits = [item for item in mailbox.items.values() if _is_within(item, where) and typed.matches(item)]
    found.items += hits
    found.statistics.append(
        MailboxStatisticsItem(MailboxId=named, DisplayName=mailbox.name, ItemCount=len(hits), Size=_size(hits))
    )


def _named(call: Call) -> dict[str, Mailbox]:
    """All mailboxes, each by its ReferenceId and by its address, in lower case."""
    return {ids.legacy_dn(one.address).lower(): one for one in call.exchange.mailboxes.values()} | (
        call.exchange.mailboxes
    )


def _is_within(item: Item, where: str) -> bool:
    """Whether an item lies in the mailbox itself, in its archive, or in either."""
    folder = item.mailbox.folders[item.folder]
    while folder.parent in item.mailbox.folders and folder.distinguished != "archiveroot":
        folder = item.mailbox.folders[folder.parent]
    is_archived = folder.distinguished == "archiveroot"
    return where == "All" or is_archived == (where == "ArchiveOnly")


def _page(request: SearchMailboxes, items: list[Item]) -> list[Item] | Failure:
    """The page after, or before, the item that the request refers to; the first where it refers to none."""
    if request.SortBy is not None:
        key = sort_key(NonEmptyArrayOfFieldOrders(FieldOrder=(request.SortBy,)))
        if isinstance(key, Failure):
            return key
        items = sorted(items, key=key)
    size = PAGE if request.PageSize is None else request.PageSize
    if size < 1:
        return ErrorInvalidOperation.saying("PageSize must be greater than 0.")
    if not request.PageItemReference:
        return items[:size]
    at = next((place for place, item in enumerate(items) if item.item_id == request.PageItemReference), None)
    if at is None:
        return ErrorInvalidOperation.saying("PageItemReference is none of the items that were found.")
    return items[max(at - size, 0) : at] if request.PageDirection == "Previous" else items[at + 1 : at + 1 + size]


def _asked_besides(request: SearchMailboxes) -> dict[Mapi, PathToExtendedField] | Failure:
    """The extended properties that a preview is to have, by their names."""
    shape = request.PreviewItemResponseShape
    paths = None if shape is None else shape.AdditionalProperties
    names: dict[Mapi, PathToExtendedField] = {}
    for path in () if paths is None else paths.need(NonEmptyArrayOfExtendedFieldURIs.ExtendedFieldURI):
        name = name_of(path)
        if isinstance(name, Failure):
            return name
        names[name] = path
    return names


def _preview(item: Item, names: dict[Mapi, PathToExtendedField]) -> SearchPreviewItem:
    shown = SearchPreviewItem(
        Mailbox=PreviewItemMailbox(
            MailboxId=ids.legacy_dn(item.mailbox.address), PrimarySmtpAddress=item.mailbox.address
        ),
        ParentId=ItemId(Id=item.mailbox.folder_id(item.mailbox.folders[item.folder]).Id),
        UniqueHash=_hash(item),
        SortValue=item.item_id,
    )
    for row, of in _OF_ITEMS.items():
        shown.set(row, item.value(of))
    if issubclass(item.kind, MessageRows):
        sender = item.value(MessageRows.From)
        shown.Sender = None if sender is None else _name(sender.Mailbox)
        shown.Read = item.value(MessageRows.IsRead)
        for row, of in _OF_RECIPIENTS.items():
            shown.set(row, _addresses(item, of))
    told = [
        bag_of(path, value, item.mailbox.profile)
        for name, path in names.items()
        if (value := item.named(name)) is not None and value.type == path.PropertyType
    ]
    if told:
        shown.ExtendedProperties = NonEmptyArrayOfExtendedProperty(ExtendedProperty=tuple(told))
    return shown


_OF_ITEMS: dict[Row[Any], Row[Any]] = {
    SearchPreviewItem.Id: ItemRows.ItemId,
    SearchPreviewItem.ItemClass: ItemRows.ItemClass,
    SearchPreviewItem.OwaLink: ItemRows.WebClientReadFormQueryString,
    SearchPreviewItem.CreatedTime: ItemRows.DateTimeCreated,
    SearchPreviewItem.ReceivedTime: ItemRows.DateTimeReceived,
    SearchPreviewItem.SentTime: ItemRows.DateTimeSent,
    SearchPreviewItem.Subject: ItemRows.Subject,
    SearchPreviewItem.Size: ItemRows.Size,
    SearchPreviewItem.Preview: ItemRows.Preview,
    SearchPreviewItem.Importance: ItemRows.Importance,
    SearchPreviewItem.HasAttachment: ItemRows.HasAttachments,
}
_OF_RECIPIENTS: dict[Row[Any], Row[Any]] = {
    SearchPreviewItem.ToRecipients: MessageRows.ToRecipients,
    SearchPreviewItem.CcRecipients: MessageRows.CcRecipients,
    SearchPreviewItem.BccRecipients: MessageRows.BccRecipients,
}


def _addresses(item: Item, row: Row[Any]) -> ArrayOfSmtpAddress | None:
    to = item.value(row)
    names = tuple(filter(None, map(_name, to.Mailbox or ()))) if to is not None else ()
    return ArrayOfSmtpAddress(SmtpAddress=names) if names else None


def _name(of: EmailAddress | None) -> str | None:
    return None if of is None else of.EmailAddress or of.Name


def _hash(item: Item) -> str:
    """The same for copies of one message: its InternetMessageId, else its own id. [inferred]"""
    message_id = item.value(MessageRows.InternetMessageId) if issubclass(item.kind, MessageRows) else None
    return message_id or item.item_id


def _size(items: Sequence[Item]) -> int:
    return sum(item.value(ItemRows.Size) or 0 for item in items)
