"""A mailbox: its folders, its items, and the numbered log that every change is a record of.

Rule: nothing changes but through the methods here, and each of them appends its records in the same step. An item
that moves is a new item: new number, new ItemId; the old id is dead.
Source: guide/deleting-items-by-using-ews-in-exchange, guide/ews-identifiers-in-exchange; fact sheet sections 4 to 6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import EmailAddress, FolderId, SingleRecipient
from fake_ews.contract.folders import BaseFolder, CalendarFolder
from fake_ews.contract.notation import Bag, Mapi, Row
from fake_ews.model import ids, zones
from fake_ews.model.booking import NO_ROOM, BookingPolicy
from fake_ews.model.failures import Failure
from fake_ews.model.folders import Search, StoredFolder, kind_of, new_folders
from fake_ews.model.ids import Ids
from fake_ews.model.items import Item
from fake_ews.model.log import ASSOCIATED, Kind, Log, LogRecord, Made
from fake_ews.model.occurrences import Occurrence, between, exceptions, folded, is_only
from fake_ews.model.profile import Profile
from fake_ews.model.properties import Extended, key
from fake_ews.model.queries import TimeIndex
from fake_ews.model.rights import OF_CALENDARS, OF_OTHERS, Rights, inherited
from fake_ews.model.series import changed_rows, difference, is_series, plan_of, with_deletion
from fake_ews.model.settings import Settings
from fake_ews.model.working_hours import USUAL

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange

TRASH = "deleteditems"
SEARCHES = "searchfolders"
DUMPSTER = "recoverableitemsdeletions"
RECOVERABLE = frozenset({DUMPSTER, "recoverableitemspurges", "recoverableitemsversions"})
DELETED = RECOVERABLE | {TRASH}
_SECOND = dt.timedelta(seconds=1)


class Mailbox:
    """One mailbox. `address` is its primary SMTP address in lower case; `zone` a Windows zone id, its owner's."""

    def __init__(
        self,
        exchange: Exchange,
        address: str,
        *,
        name: str,
        zone: str,
        culture: str,
        profile: Profile,
        room: bool = False,
    ) -> None:
        self.exchange, self.address, self.name = exchange, address, name
        self.zone, self.profile, self.is_room = zone, profile, room
        self.culture: str = culture
        self.answers_after: dt.timedelta | None = None
        self.booking = BookingPolicy() if room else NO_ROOM
        self.hours = USUAL
        self.ids = Ids(exchange.seed, address)
        self.log, self.settings = Log(), Settings()
        self.folders: dict[int, StoredFolder] = {}
        self.items: dict[int, Item] = {}
        self._distinguished: dict[str, StoredFolder] = {}
        self.recent: dict[int, tuple[tuple[object, ...], Bag]] = {}  # what was last told of items: of what, and as what
        self.made = Made()
        for distinguished, called, folder_class, parent, kind in new_folders(culture, archive=profile.archive):
            above = self._distinguished[parent].number if parent else 0
            self._plant(distinguished, called, folder_class, above, kind)

    def behave(self, profile: Profile) -> None:
        """From now on it behaves like this."""
        self.profile = profile
        self.changed()

    def changed(self) -> None:
        """Its settings, or something else that is no item and no folder, are others now."""
        self.exchange.unkept.changed(self)

    def give_new_keys(self) -> None:
        """Everything in it has another ChangeKey from now on."""
        for item in self.items.values():
            item.change = self._next_change()

    def next_uid(self) -> int:
        """The number of the next entry that needs a UID of its own."""
        self.made.uids += 1
        self.exchange.unkept.counted(self)
        return self.made.uids

    def next_attachment(self) -> int:
        """The number of the next attachment: no two in an organisation have the same, wherever they get."""
        self.exchange.attachments_made += 1
        return self.exchange.attachments_made

    # --- looking ---------------------------------------------------------------------------------------------------

    def distinguished(self, name: str) -> StoredFolder | None:
        """The folder of a distinguished name, such as calendar; None where a mailbox has none."""
        return self._distinguished.get(name)

    def need(self, name: str) -> StoredFolder:
        """The folder of a distinguished name that every mailbox has."""
        return self._distinguished[name]

    def folder_of_id(self, text: str) -> StoredFolder | None:
        """The folder of a FolderId, None where it is none of this mailbox."""
        parsed = ids.read_folder(text)
        if isinstance(parsed, Failure) or parsed.mailbox != self.ids.mailbox:
            return None
        return self.folders.get(parsed.folder)

    def folder_id(self, folder: StoredFolder) -> FolderId:
        """FolderId and ChangeKey of a folder."""
        return FolderId(
            Id=self.ids.folder(folder.number), ChangeKey=self.ids.change_key(folder.key_kind, folder.change)
        )

    def items_of(self, folder: StoredFolder) -> Iterator[Item]:
        """The items of a folder in the order they came."""
        return (self.items[number] for number in folder.items)

    def below(self, folder: StoredFolder, *, deep: bool) -> Iterator[StoredFolder]:
        """The folders in a folder, with `deep` all below it, parents first."""
        for number in folder.children:
            yield self.folders[number]
            if deep:
                yield from self.below(self.folders[number], deep=True)

    def entries_between(self, start: dt.datetime, end: dt.datetime) -> Iterator[Item]:
        """The entries of the calendar, occurrences included, that overlap or touch a span of time, in whole seconds."""
        calendar = self.need("calendar")
        assert calendar.by_time is not None
        after = zones.later(end, _SECOND)
        for number in calendar.by_time.overlapping(start, after, touching=True):
            yield self.items[number]
        yield from between(self, calendar, start, after, touching=True)

    def exceptions(self, master: Item) -> list[Occurrence]:
        """The changed occurrences of a series."""
        return exceptions(master)

    @property
    def recipient(self) -> SingleRecipient:
        """Its owner, as the organizer of an entry."""
        return SingleRecipient(Mailbox=self.email_address)

    @property
    def email_address(self) -> EmailAddress:
        """Its owner, as mails name people."""
        return EmailAddress(Name=self.name, EmailAddress=self.address, RoutingType="SMTP", MailboxType="Mailbox")

    def stamp(self, moment: dt.datetime | None = None) -> dt.datetime:
        """The present instant, or another, by the clock that stamps what happens here; it need not be right."""
        return (moment or self.exchange.clock.now()) + dt.timedelta(seconds=self.profile.clock_skew)

    # --- changing items --------------------------------------------------------------------------------------------

    def create(
        self, folder: StoredFolder, bag: Bag, extended: dict[Mapi, Extended], by: str, *, kind: Kind = Kind.Created
    ) -> Item:
        """Store a new item. `bag` is complete and the mailbox's from now on; `by` names who does it."""
        item = self._store(folder, bag, extended, by)
        self._record(kind, item, properties=_names(bag.values, extended))
        return item

    def update(self, item: Item, bag: Bag, extended: dict[Mapi, Extended], by: str) -> None:
        """Give an item new values: `bag` and `extended` replace what it had. An occurrence's are its master's."""
        if isinstance(item, Occurrence):
            self.update(item.master, folded(item, bag, extended), item.master.extended, by)
            item.bag, item.extended = bag, extended
            item.renew()
            return
        changed = _names(changed_rows(item.bag, bag), difference(item.extended, extended))
        if not changed and self.profile.unchanged_save == "keeps ChangeKey":
            return
        folder = self.folders[item.folder]
        self._unlist(item, folder)
        item.bag, item.extended = bag, extended
        self._list(item, folder)
        self._touch(item, by)
        self._record(Kind.Modified, item, properties=changed)

    def move(self, item: Item, folder: StoredFolder, by: str, *, seen_as: Kind = Kind.Moved) -> Item:
        """Move an item: the answer is the item under its new id, the old one is gone.

        `seen_as` Deleted: the log tells it as a deletion here and a new item there.
        """
        self._remove(item)
        moved = self._store(folder, item.bag, item.extended, by)
        moved.created, moved.made_by = item.created, item.made_by
        if seen_as is Kind.Deleted:
            self._record(Kind.Deleted, item, old=item)
            self._record(Kind.Created, moved)
        else:
            self._record(Kind.Moved, moved, old=item)
        return moved

    def copy(self, item: Item, folder: StoredFolder, by: str) -> Item:
        """Copy an item with all its properties, extended ones included."""
        twin = self._store(folder, item.bag.copy(), dict(item.extended), by)
        self._record(Kind.Copied, twin, old=item)
        return twin

    def delete(self, item: Item, how: str, by: str, *, seen_as: Kind = Kind.Moved) -> Item | None:
        """Delete as DisposalType says. The answer is the item where it lies now, None where it is gone for good.

        In Deleted Items it goes to the Recoverable Items, and from there it is gone. `seen_as` Deleted makes the log
        show a deletion where the item only moved (Exchange 2010; a delegate's Outlook). An occurrence is cut out of its
        series, which moves nothing; with the only one that is left the series goes, where the profile says so.
        """
        if isinstance(item, Occurrence) and self.profile.last_occurrence == "series goes" and is_only(item):
            return self.delete(item.master, how, by, seen_as=seen_as)
        if isinstance(item, Occurrence):
            self.update(item.master, with_deletion(item.master.bag, item.day), item.master.extended, by)
            return None
        where = self.folders[item.folder].distinguished
        if how == "HardDelete" or where in RECOVERABLE:
            self._remove(item)
            self._record(Kind.Deleted, item, old=item)
            return None
        target = DUMPSTER if how == "SoftDelete" or where == TRASH else TRASH
        return self.move(item, self.need(target), by, seen_as=seen_as)

    def empty(self) -> None:
        """Take all items away, one record each; the log goes on."""
        for item in list(self.items.values()):
            self.delete(item, "HardDelete", self.name)

    # --- changing folders ------------------------------------------------------------------------------------------

    def create_folder(
        self, parent: StoredFolder, display_name: str, folder_class: str, stored: Bag | None = None,
        extended: dict[Mapi, Extended] | None = None, permissions: dict[str, Rights] | None = None,
        search: Search | None = None,
    ) -> StoredFolder:  # fmt: skip
        """Make a folder below another; it looks for `search`. Without `permissions` it has those of that one."""
        kind = kind_of(folder_class, search=search is not None)
        folder = self._plant("", display_name, folder_class, parent.number, kind)
        folder.stored, folder.extended, folder.search = stored, extended or {}, search
        folder.permissions = permissions or self.given_below(parent, folder.kind)
        self._record_folder(Kind.Created, folder)
        return folder

    def update_folder(
        self, folder: StoredFolder, stored: BaseFolder, extended: dict[Mapi, Extended],
        permissions: dict[str, Rights] | None = None, search: Search | None = None,
    ) -> None:  # fmt: skip
        """Give a folder other properties, name and class among them: they replace what it had."""
        folder.permissions, folder.search = permissions or folder.permissions, search or folder.search
        folder.display_name, folder.folder_class = stored.DisplayName or "", stored.FolderClass or ""
        folder.stored, folder.extended = stored, extended
        self._record_folder(Kind.Modified, folder)

    def given_below(self, parent: StoredFolder, kind: type[BaseFolder]) -> dict[str, Rights]:
        """The permissions of a new folder of this kind in another."""
        return inherited(parent.permissions, calendar=kind is CalendarFolder)

    def permit(self, folder: StoredFolder, permissions: dict[str, Rights]) -> None:
        """From now on these may do that in a folder; Default and Anonymous are among them."""
        folder.permissions = permissions
        self._record_folder(Kind.Modified, folder)

    def move_folder(self, folder: StoredFolder, parent: StoredFolder) -> None:
        """Put a folder below another one, with everything in it: no id changes."""
        left = folder.parent
        del self.folders[left].children[folder.number]
        folder.parent, parent.children[folder.number] = parent.number, None
        self._record_folder(Kind.Moved, folder, left)

    def copy_folder(self, folder: StoredFolder, parent: StoredFolder, by: str) -> StoredFolder:
        """Copy a folder with its items and all folders below it; every copy has an id of its own."""
        below, items = list(self.below(folder, deep=False)), list(self.items_of(folder))
        items += [self.items[number] for number in folder.associated]
        twin = self._plant("", folder.display_name, folder.folder_class, parent.number, folder.kind)
        twin.stored, twin.extended, twin.search = folder.stored, dict(folder.extended), folder.search
        twin.permissions = self.given_below(parent, twin.kind)
        self._record_folder(Kind.Copied, twin)
        for item in items:
            self.copy(item, twin, by)
        for one in below:
            self.copy_folder(one, twin, by)
        return twin

    def delete_folder(self, folder: StoredFolder, how: str, by: str) -> None:
        """Delete as DisposalType says: into Deleted Items as it is, or for good, its items as with `delete`."""
        trash = self.need(TRASH)
        if how == "MoveToDeletedItems" and not self.lies_in(folder, trash):
            folder.display_name = self.free_name(trash, folder.display_name)
            self.move_folder(folder, trash)
            return
        self.empty_folder(folder, "SoftDelete" if how == "MoveToDeletedItems" else how, by, deep=True)
        for item in [self.items[number] for number in folder.associated]:
            self.delete(item, "HardDelete", by)
        del self.folders[folder.number], self.folders[folder.parent].children[folder.number]
        self._record_folder(Kind.Deleted, folder)

    def empty_folder(self, folder: StoredFolder, how: str, by: str, *, deep: bool) -> None:
        """Delete all items of a folder, with `deep` the folders below it, too."""
        for item in list(self.items_of(folder)):
            self.delete(item, how, by)
        for below in list(self.below(folder, deep=False)) if deep else []:
            self.delete_folder(below, how, by)

    def lies_in(self, folder: StoredFolder, above: StoredFolder) -> bool:
        """Whether a folder is another one, or lies somewhere below it."""
        while folder is not above and folder.parent:
            folder = self.folders[folder.parent]
        return folder is above

    def free_name(self, parent: StoredFolder, wanted: str) -> str:
        """The name, with a number behind it if a folder below `parent` has it."""
        taken = {below.display_name.lower() for below in self.below(parent, deep=False)}
        names = (wanted if not number else f"{wanted}{number}" for number in range(len(taken) + 1))
        return next(name for name in names if name.lower() not in taken)

    # --- the only places that write --------------------------------------------------------------------------------

    def clear_out(self) -> None:
        """Take out what a new mailbox has: what was kept of it comes in its place."""
        self.folders.clear()
        self._distinguished.clear()

    def put_folder(self, folder: StoredFolder) -> None:
        """Know a folder, as it is."""
        self.folders[folder.number] = folder
        if folder.kind is CalendarFolder:
            folder.by_time = TimeIndex()
        if folder.distinguished:
            self._distinguished[folder.distinguished] = folder

    def put_item(self, item: Item) -> None:
        """Know an item, as it is; its number is higher than that of all before."""
        folder = self.folders[item.folder]
        self.items[item.number] = item
        (folder.associated if item.is_associated else folder.items)[item.number] = None
        self._list(item, folder)

    def _plant(
        self, distinguished: str, display_name: str, folder_class: str, parent: int, kind: type[BaseFolder]
    ) -> StoredFolder:
        self.made.folders += 1
        folder = StoredFolder(
            self.made.folders, parent, display_name, folder_class, distinguished,
            self._next_change(), self.stamp(), kind,
            permissions=dict(OF_CALENDARS if kind is CalendarFolder else OF_OTHERS),
        )  # fmt: skip
        self.put_folder(folder)
        if parent:
            self.folders[parent].children[folder.number] = None
        return folder

    def _store(self, folder: StoredFolder, bag: Bag, extended: dict[Mapi, Extended], by: str) -> Item:
        self.made.items = ids.next_item(self.made.items, twins=self.profile.twin_ids)
        item = Item(self, self.made.items, folder.number, bag, extended)
        item.made_by = by
        self.put_item(item)
        self._touch(item, by)
        return item

    def _remove(self, item: Item) -> None:
        folder = self.folders[item.folder]
        self._unlist(item, folder)
        del self.items[item.number]
        folder.items.pop(item.number, None)
        folder.associated.pop(item.number, None)
        folder.removed += 1

    def _list(self, item: Item, folder: StoredFolder) -> None:
        if folder.by_time is None or not item.is_entry or item.number in folder.associated:
            return
        if is_series(item.bag):
            folder.series[item.number] = plan_of(item.bag)
            _forget_dates(folder, item)
        else:
            folder.by_time.add(item.number, item.need(CalendarItem.Start), item.need(CalendarItem.End))

    def _unlist(self, item: Item, folder: StoredFolder) -> None:
        if item.number in folder.associated:
            return
        if folder.by_time is None or not item.is_entry:
            return
        if folder.series.pop(item.number, None) is None:
            folder.by_time.remove(item.number)
        else:
            _forget_dates(folder, item)

    def _touch(self, item: Item, by: str) -> None:
        item.change = self._next_change()
        item.modified, item.modified_by = self.stamp(), by

    def _next_change(self) -> int:
        self.made.changes += 1
        return self.made.changes

    def _record(self, kind: Kind, item: Item, *, old: Item | None = None, properties: tuple[str, ...] = ()) -> None:
        now = self.exchange.clock.now()
        properties += (ASSOCIATED,) * item.is_associated
        left = [old.folder] if old is not None and kind is Kind.Moved else []
        for folder in (self.folders[number] for number in (item.folder, *left)):
            folder.committed = self.stamp(now)  # its ChangeKey is of the folder alone [seen: exchangelib's suite]
        self._append(
            LogRecord(
                self.log.newest + 1, self.exchange.turn_number, now, kind, item.number,
                item.folder, item.item_class, old.number if old else 0, old.folder if old else 0, 0, properties,
            )
        )  # fmt: skip

    def _record_folder(self, kind: Kind, folder: StoredFolder, left: int = 0) -> None:
        folder.change = self._next_change()
        self._append(
            LogRecord(
                self.log.newest + 1, self.exchange.turn_number, self.exchange.clock.now(), kind, 0, folder.number,
                folder.folder_class, 0, left, folder.parent,
            )
        )  # fmt: skip

    def _append(self, record: LogRecord) -> None:
        self.log.append(record)
        self.exchange.recorded(self, record)


def _names(rows: Iterable[Row[object]], extended: Iterable[Mapi]) -> tuple[str, ...]:
    return tuple(row.uri or row.name for row in rows) + tuple(key(name) for name in extended)


def _forget_dates(folder: StoredFolder, master: Item) -> None:
    if folder.dates is not None:
        folder.dates.forget(master.number)
