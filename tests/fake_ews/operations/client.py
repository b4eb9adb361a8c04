"""A client of the simulator without a network: a request goes out as XML, and its answer comes back as XML.

Rule: every request is put through the envelope, the check and the codec as the server does it, and every answer is put
before the schema; a test never has to mention form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from lxml import etree

from fake_ews import operations
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import (
    DistinguishedFolderId,
    EmailAddress,
    FolderId,
    FolderResponseShape,
    ItemId,
    ItemResponseShape,
    NonEmptyArrayOfBaseFolderIds,
    NonEmptyArrayOfBaseItemIds,
    NonEmptyArrayOfPathsToElement,
    TargetFolderId,
)
from fake_ews.contract.headers import ServerVersionInfo
from fake_ews.contract.notation import MESSAGES, TYPES, Bag, Entry, Row, resolved
from fake_ews.contract.operations import (
    AppendToItemField,
    CopyItem,
    CreateItem,
    DeleteItem,
    DeleteItemField,
    FindItem,
    GetItem,
    ItemChange,
    ItemChangeDescription,
    MoveItem,
    NonEmptyArrayOfAllItems,
    NonEmptyArrayOfItemChangeDescriptions,
    NonEmptyArrayOfItemChanges,
    SetItemField,
    UpdateItem,
)
from fake_ews.contract.paths import ExtendedProperty, PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.contract.services import OPERATIONS
from fake_ews.contract.sync import SyncFolderItems
from fake_ews.model import zones
from fake_ews.model.entries import Zoning
from fake_ews.model.exchange import Account, Exchange, Turn
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.soap import codec, envelope
from tests.schema import assert_valid

B = TypeVar("B", bound=Bag)
PATHS = (Row, PathToExtendedField, PathToIndexedField)
Path = Row[Any] | PathToExtendedField | PathToIndexedField | str
SERVER = ServerVersionInfo(MajorVersion=15, MinorVersion=1, MajorBuildNumber=2507, MinorBuildNumber=39)
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
DAY = dt.datetime(2027, 3, 15, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Reply:
    """An answer: its bytes, what is in it, and the turn it was made in."""

    raw: bytes
    bag: Bag
    turn: Turn

    @property
    def messages(self) -> list[Any]:
        """The response messages, in their order; an answer that has none is one itself."""
        if "ResponseMessages" not in self.bag.rows:
            return [self.bag]
        listed: Any = self.bag.get(self.bag.rows["ResponseMessages"])
        return [entry.value for entry in listed.entries]

    @property
    def codes(self) -> list[str]:
        """The ResponseCodes, in their order."""
        return [message.ResponseCode for message in self.messages]

    @property
    def only(self) -> Any:
        """The one response message that there is."""
        (message,) = self.messages
        return message

    @property
    def code(self) -> str:
        """The one ResponseCode."""
        return cast(str, self.only.ResponseCode)

    @property
    def items(self) -> list[Any]:
        """All items in the answer."""
        return [entry.value for message in self.messages for entry in _entries(message)]

    @property
    def item(self) -> Any:
        """The one item in it."""
        (item,) = self.items
        return item

    @property
    def id(self) -> ItemId:
        """ItemId and ChangeKey of the one item in it."""
        return cast(ItemId, self.item.ItemId)


def _entries(message: Any) -> Iterator[Entry]:
    root = message.get(message.rows["RootFolder"]) if "RootFolder" in message.rows else message
    for name in ("Items", "Folders"):
        holder = root.get(root.rows[name]) if root is not None and name in root.rows else None
        yield from () if holder is None else (holder.entries or ())


@dataclass
class Client:
    """Somebody who calls; `zone` is the id in his TimeZoneContext, `own` the mailbox he acts for."""

    exchange: Exchange
    account: Account
    own: Mailbox | None
    impersonating: bool = False
    version: str = "Exchange2013_SP1"
    zone: str | None = None
    sent: list[bytes] = field(default_factory=list)

    def but(self, **other: Any) -> Client:
        """The same client, with something different."""
        return replace(self, **other)

    def ask(self, request: Bag | str) -> Reply:
        """Send a request, as a bag or as the text of the body's element. RequestFailure: a SOAP fault."""
        text = request if isinstance(request, str) else codec.write(request, more=PREFIXES)
        raw = f'<s:Envelope xmlns:s="{SOAP}" {PREFIXES}><s:Body>{text}</s:Body></s:Envelope>'.encode()
        self.sent.append(raw)
        parsed = envelope.parse(raw)
        asked = envelope.request(parsed)
        what = OPERATIONS[parsed.operation]
        with self.exchange.turn() as turn:
            call = operations.Call(
                self.exchange, self.account, self.own, self.impersonating, self.version, asked, turn,
                Zoning(self.zone),
            )  # fmt: skip
            answer = operations.answer(call, what)
        if parsed.kept is not None:
            assert envelope.request(envelope._parse(raw)) == asked, "what is kept of a form is not changed"
        self.exchange.run_due()
        body = envelope.answer(answer, SERVER, self.version)
        assert_valid(body)
        (element,) = etree.fromstring(body).iterfind(f"{{{SOAP}}}Body/*")
        return Reply(body, codec.read(element, what.response), turn)

    # --- items -----------------------------------------------------------------------------------------------------

    def create(self, *items: Bag, invitations: str | None = "SendToNone", folder: str | FolderId | None = None,
               disposition: str | None = None) -> Reply:  # fmt: skip
        """CreateItem."""
        return self.ask(
            CreateItem(
                SendMeetingInvitations=invitations,
                MessageDisposition=disposition,
                SavedItemFolderId=None if folder is None else to_folder(folder),
                Items=listed(NonEmptyArrayOfAllItems, items),
            )
        )

    def get(self, named: Named, *more: Path, base: str = "IdOnly", body: str | None = None) -> Any:
        """GetItem of one item that is there: the item."""
        return self.ask(get(named, *more, base=base, body=body)).item

    def update(self, named: Named, *changes: Bag, invitations: str | None = "SendToNone",
               conflict: str = "AutoResolve", disposition: str | None = None) -> Reply:  # fmt: skip
        """UpdateItem of one item."""
        return self.ask(update((named, changes), invitations=invitations, conflict=conflict, disposition=disposition))

    def delete(self, *named: Named, how: str = "MoveToDeletedItems", cancellations: str | None = "SendToNone") -> Reply:
        """DeleteItem."""
        return self.ask(DeleteItem(DeleteType=how, SendMeetingCancellations=cancellations, ItemIds=item_ids(*named)))

    def move(self, *named: Named, to: str | FolderId = "deleteditems", told: bool | None = None) -> Reply:
        """MoveItem."""
        return self.ask(MoveItem(ToFolderId=to_folder(to), ItemIds=item_ids(*named), ReturnNewItemIds=told))

    def copy(self, *named: Named, to: str | FolderId = "calendar") -> Reply:
        """CopyItem."""
        return self.ask(CopyItem(ToFolderId=to_folder(to), ItemIds=item_ids(*named)))

    def find(self, folder: str | FolderId = "calendar", *more: Path, base: str = "IdOnly", **said: Any) -> Reply:
        """FindItem in one folder."""
        wish = {"Traversal": "Shallow", "ItemShape": shape(*more, base=base), "ParentFolderIds": folder_ids(folder)}
        return self.ask(FindItem(**wish | said))

    def sync(
        self, state: str | None = None, folder: str | FolderId = "calendar", most: int = 512, **said: Any
    ) -> Reply:
        """SyncFolderItems of one folder."""
        wish = {"ItemShape": shape(), "SyncFolderId": to_folder(folder), "MaxChangesReturned": most, "SyncState": state}
        return self.ask(SyncFolderItems(**wish | said))


PREFIXES = f' xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"'


# --- parts of requests ---------------------------------------------------------------------------------------------

Named = Bag | Item | str


def named_id(named: Named) -> Bag:
    """The ItemId of whatever names an item: an id, an item with one, a stored item, a text."""
    if isinstance(named, str):
        return ItemId(Id=named)
    if isinstance(named, Item):
        return ItemId(Id=named.item_id)
    row = named.rows.get("ItemId")
    found = None if row is None else named.get(row)
    return named if found is None else cast(Bag, found)


def item_ids(*named: Named) -> NonEmptyArrayOfBaseItemIds:
    """Items by their ids."""
    return listed(NonEmptyArrayOfBaseItemIds, [named_id(one) for one in named])


def get(*named: Any, base: str = "IdOnly", body: str | None = None) -> GetItem:
    """GetItem: ids, then the properties that are wanted."""
    ids = [one for one in named if not isinstance(one, PATHS)]
    more = [one for one in named if isinstance(one, PATHS)]
    return GetItem(ItemShape=shape(*more, base=base, body=body), ItemIds=item_ids(*ids))


def update(*changes: tuple[Named, Iterable[Bag]], invitations: str | None = "SendToNone",
           conflict: str = "AutoResolve", disposition: str | None = None) -> UpdateItem:  # fmt: skip
    """UpdateItem: for each item its changes."""
    array = NonEmptyArrayOfItemChangeDescriptions
    made = [(named_id(named), listed(array, list(several))) for named, several in changes]
    return UpdateItem(
        ConflictResolution=conflict,
        SendMeetingInvitationsOrCancellations=invitations,
        MessageDisposition=disposition,
        ItemChanges=NonEmptyArrayOfItemChanges(
            ItemChange=tuple(ItemChange(**{type(one).__name__: one}, Updates=several) for one, several in made)
        ),
    )


def put(row: Path, value: Any = None, *, within: type[Bag] = CalendarItem) -> SetItemField:
    """SetItemField of a property, inside the element of a kind; an indexed one's value is the whole item."""
    return cast(SetItemField, _change(SetItemField, row, value, within))


def append(row: Path, value: Any, *, within: type[Bag] = CalendarItem) -> AppendToItemField:
    """AppendToItemField of a property."""
    return cast(AppendToItemField, _change(AppendToItemField, row, value, within))


def drop(row: Path) -> DeleteItemField:
    """DeleteItemField of a property."""
    return DeleteItemField(entries=(path_entry(DeleteItemField, row),))


def _change(kind: type[ItemChangeDescription], row: Path, value: Any, within: type[Bag]) -> Bag:
    bag = within()
    if isinstance(row, PathToIndexedField):
        return _holding(kind, row, cast(Bag, value))
    given = within.rows["ExtendedProperty"] if isinstance(row, PathToExtendedField) else row
    assert isinstance(given, Row)
    bag.set(given, (extended(row, value),) if isinstance(row, PathToExtendedField) else value)
    return _holding(kind, row, bag)


def _holding(kind: type[ItemChangeDescription], path: Path, bag: Bag) -> Bag:
    holder = next(one for one in kind.rows.values() if one.name != "entries" and resolved(one) is type(bag))
    return kind(entries=(path_entry(kind, path),), **{holder.name: bag})


def path_entry(holder: type[Bag], path: Path) -> Entry:
    """A property as a request names it."""
    if isinstance(path, PathToExtendedField):
        return Entry(holder.rows["ExtendedFieldURI"], path)
    if isinstance(path, PathToIndexedField):
        return Entry(holder.rows["IndexedFieldURI"], path)
    uri = path if isinstance(path, str) else path.uri
    return Entry(holder.rows["FieldURI"], PathToUnindexedField(FieldURI=uri))


def extended(path: PathToExtendedField, value: Any) -> ExtendedProperty:
    """An extended property with its value, as text."""
    return ExtendedProperty(ExtendedFieldURI=path, Value=value)


def listed(holder: type[B], bags: Iterable[Bag]) -> B:
    """A repeated choice of these, each under the element of its type."""
    rows = {resolved(row): row for row in holder.rows.values() if row.name != "entries"}
    return holder(entries=tuple(Entry(rows[type(bag)], bag) for bag in bags))


def shape(*more: Path, base: str = "IdOnly", body: str | None = None) -> ItemResponseShape:
    """An ItemShape."""
    return ItemResponseShape(BaseShape=base, AdditionalProperties=paths(*more), BodyType=body)


def folder_shape(*more: Path, base: str = "Default") -> FolderResponseShape:
    """A FolderShape."""
    return FolderResponseShape(BaseShape=base, AdditionalProperties=paths(*more))


def paths(*more: Path) -> NonEmptyArrayOfPathsToElement | None:
    """AdditionalProperties, or none."""
    holder = NonEmptyArrayOfPathsToElement
    return holder(entries=tuple(path_entry(holder, one) for one in more)) if more else None


def folder(named: str | FolderId | DistinguishedFolderId, of: str | None = None) -> FolderId | DistinguishedFolderId:
    """A folder by its distinguished name (of another's mailbox, with `of`) or FolderId."""
    if not isinstance(named, str):
        return named
    return DistinguishedFolderId(Id=named, Mailbox=None if of is None else EmailAddress(EmailAddress=of))


def folder_ids(*named: str | FolderId | DistinguishedFolderId) -> NonEmptyArrayOfBaseFolderIds:
    """Folders to look into."""
    return listed(NonEmptyArrayOfBaseFolderIds, [folder(one) for one in named])


def to_folder(named: str | FolderId | DistinguishedFolderId) -> TargetFolderId:
    """A folder to put something into."""
    one = folder(named)
    return TargetFolderId(**{type(one).__name__: one})


def an_entry(**fields: Any) -> CalendarItem:
    """A calendar item "Review" on 15 March 2027 from 10 to 11 UTC; `fields` say what is different."""
    values = {"Subject": "Review", "Start": at(10), "End": at(11)} | fields
    return CalendarItem(**values)


def at(hour: int, minute: int = 0, *, day: int = 15) -> dt.datetime:
    """An instant in March 2027, UTC."""
    return DAY.replace(day=day, hour=hour, minute=minute)


def full_zone(zone_id: str) -> Any:
    """The definition of a zone as clients send it."""
    return zones.definition(zone_id, True)
