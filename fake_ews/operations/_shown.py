"""What a client is shown of an item or folder: the properties its shape asks for, as an answer bag.

Rule: which rows a shape holds is the contract's and `queries.columns`' business; here they are only fetched.
Source: guide/property-sets-and-response-shapes-in-ews-in-exchange.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from fake_ews.contract.calendar import CalendarItem, MeetingRequestMessage
from fake_ews.contract.common import Body, ItemResponseShape
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Entry, Row
from fake_ews.contract.operations import ArrayOfRealItems
from fake_ews.contract.paths import ExtendedProperty
from fake_ews.model import bodies, zones
from fake_ews.model.failures import Failure
from fake_ews.model.indexed import only
from fake_ews.model.items import COMPUTED, OF_ITS_PLACE, Item
from fake_ews.model.profile import Profile
from fake_ews.model.properties import bag_of
from fake_ews.model.queries import Columns, columns
from fake_ews.model.rights import WHOLE, Access
from fake_ews.model.shapes import row_for
from fake_ews.operations import _access
from fake_ews.operations._registry import Call

BEGINNING = 512  # characters of a body   Source: guide/properties-and-extended-properties-in-ews-in-exchange
RECENT = 200  # items of a mailbox whose answers are kept


class Showing:
    """How one request wants items shown: what is the same for all of them is found out once.

    Called with an item it gives the answer bag, or why there is none. `whole` with GetItem, not with FindItem and
    SyncFolderItems; `begins` with FindItem: where the profile says so, the body's beginning is shown.
    """

    def __init__(self, call: Call, shape: ItemResponseShape, *, whole: bool, begins: bool = False) -> None:
        self._call, self._shape, self._whole, self._begins = call, shape, whole, begins
        self._wanted: dict[type[Bag], tuple[Profile, Columns | Failure, bool]] = {}
        self._how = (call.version, call.zoning.context, begins, *(shape.get(row) for row in _OF_BODIES))

    def __call__(self, item: Item) -> Bag | Failure:
        """That of an item read a moment ago is shared; what tells of other items, too, until the mailbox changes."""
        mailbox = item.mailbox
        found = self._wanted.get(item.kind)
        if found is None or found[0] is not mailbox.profile:  # one request may name items of several mailboxes
            found = self._wanted[item.kind] = self._look_up(item.kind, mailbox.profile)
        _, wanted, is_of_its_place = found
        if isinstance(wanted, Failure):
            return wanted
        place = mailbox.log.newest if is_of_its_place else None
        access = _access.to_item(self._call, item)
        own = access is WHOLE or _access.is_own(self._call, item)
        key = (item, item.change, wanted, self._how, place, access, own, mailbox.profile)
        kept = mailbox.recent.get(item.number)
        if kept is not None and kept[0] == key:
            return kept[1]
        bag = _filled(self._call, item, wanted, self._shape, access, own=own)
        if self._begins and (body := bag.values.get(ItemRows.Body)) is not None:
            bag.set(ItemRows.Body, Body(BodyType=body.BodyType, text=(body.text or "")[:BEGINNING]))
        bag = bag.share()
        if len(mailbox.recent) >= RECENT:
            del mailbox.recent[next(iter(mailbox.recent))]
        mailbox.recent[item.number] = key, bag
        return bag

    def _look_up(self, kind: type[Bag], profile: Profile) -> tuple[Profile, Columns | Failure, bool]:
        """The columns of a kind, and whether any of them tells of more than the item itself."""
        also = "Body" if self._begins and profile.find_body == "512 characters" else ""
        without = "" if profile.uid_in_all_properties else "UID"
        wanted = columns(kind, self._shape, self._whole, also=also, without=without)
        is_of_its_place = isinstance(wanted, Columns) and not OF_ITS_PLACE.isdisjoint(wanted.set_of_rows)
        return profile, wanted, is_of_its_place


def _filled(call: Call, item: Item, wanted: Columns, shape: ItemResponseShape, access: Access, *, own: bool) -> Bag:
    bag = item.kind()
    bag.values = item.values(wanted.rows)
    for of_body in _BODIES:
        if of_body in wanted.set_of_rows:
            bag.values[of_body] = _body(item, of_body, shape)
    for row, members in wanted.members.items():
        if row not in wanted.set_of_rows:
            bag.set(row, only(item.value(row), members))
    if bag.values.get(_BUSY) == "WorkingElsewhere" and not item.mailbox.profile.knows_working_elsewhere(call.version):
        bag.values[_BUSY] = item.mailbox.profile.working_elsewhere_was
    if call.version != "Exchange2007_SP1":  # later ones have StartTimeZone for it
        for row in _OLD_ZONES & bag.values.keys():
            del bag.values[row]
    if wanted.extended:
        bag.set(ItemRows.ExtendedProperty, tuple(_extended(item, wanted)))
    if access is not WHOLE:
        _as_others_see_it(bag, item, access, own=own)
    if call.zoning.context is not None:
        _in_zone(bag.values, call.zoning.context)
    return bag


# the bodies of an item: which row of the shape says of what type they are, and of what type where it says nothing
_BODIES: dict[Row[Body], tuple[Row[str] | None, str]] = {
    ItemRows.Body: (ItemResponseShape.BodyType, "Best"),
    ItemRows.UniqueBody: (ItemResponseShape.UniqueBodyType, "HTML"),
    ItemRows.NormalizedBody: (ItemResponseShape.NormalizedBodyType, "HTML"),
    ItemRows.TextBody: (None, "Text"),
}
_OF_BODIES: tuple[Row[Any], ...] = (
    ItemResponseShape.BodyType, ItemResponseShape.UniqueBodyType, ItemResponseShape.NormalizedBodyType,
    ItemResponseShape.FilterHtmlContent, ItemResponseShape.MaximumBodySize,
)  # fmt: skip


def _body(item: Item, row: Row[Body], shape: ItemResponseShape) -> Body:
    """A body of the type that is asked for, without scripts if they are not wanted, and no longer than it may be."""
    said, otherwise = _BODIES[row]
    stored = item.bag.get(ItemRows.Body)
    of = bodies.unique(stored) if row is ItemRows.UniqueBody else stored
    wanted = (None if said is None else shape.get(said)) or otherwise
    return bodies.cut(bodies.as_type(of, wanted, harmless=shape.FilterHtmlContent is True), shape.MaximumBodySize)


def _as_others_see_it(bag: Bag, item: Item, access: Access, *, own: bool) -> None:
    """Tell the rights of who asks, and of a private entry that he may not view no more than when it is.

    Nobody but its owner is told what lies beside an entry: he may not be allowed to see it. [ours]
    """
    for row in _BESIDE & bag.values.keys():
        del bag.values[row]
    if ItemRows.EffectiveRights in bag.values:
        bag.values[ItemRows.EffectiveRights] = access.to_item(own=own, private=item.is_private)
    if item.is_private and not access.private:
        for row in [row for row in bag.values if row not in _OF_A_BLANK]:
            del bag.values[row]


_BESIDE: frozenset[Row[Any]] = frozenset(
    kind.rows[f"{word}Meetings"]
    for kind in (CalendarItem, MeetingRequestMessage)
    for word in ("Conflicting", "Adjacent")
)
# what is shown of a private entry to who may not view it [ours: what Outlook shows of one]
_OF_A_BLANK: frozenset[Row[Any]] = frozenset({
    ItemRows.ItemId, ItemRows.ParentFolderId, ItemRows.ItemClass, ItemRows.Sensitivity, ItemRows.EffectiveRights,
    CalendarItem.Start, CalendarItem.End, CalendarItem.OriginalStart, CalendarItem.IsAllDayEvent,
    CalendarItem.LegacyFreeBusyStatus, CalendarItem.CalendarItemType, CalendarItem.IsRecurring,
})  # fmt: skip


def _extended(item: Item, wanted: Columns) -> Iterator[ExtendedProperty]:
    for name, path in wanted.extended:
        extended = item.named(name)
        if extended is not None and extended.type == name.type:
            yield bag_of(path, extended, item.mailbox.profile)


_BUSY = CalendarItem.LegacyFreeBusyStatus
_OLD_ZONES: frozenset[Row[Any]] = frozenset({CalendarItem.MeetingTimeZone, MeetingRequestMessage.MeetingTimeZone})
_OWN_ZONE = frozenset({CalendarItem.StartWallClock, CalendarItem.EndWallClock})


def _in_zone(values: dict[Row[Any], Any], zone: str) -> None:
    """With a TimeZoneContext, instants are told in its zone, with their offset; wall clock times stay as they are."""
    for row, value in values.items():
        if isinstance(value, dt.datetime) and row not in _OWN_ZONE:
            values[row] = zones.offset_form(value, zone)


def only_id(item: Item) -> Bag:
    """An item of which nothing is told but id and change key."""
    bag = item.kind()
    bag.values[ItemRows.ItemId] = COMPUTED[ItemRows.ItemId](item)
    return bag


def listed(*bags: Bag) -> ArrayOfRealItems:
    """Items as an answer lists them, each under the element of its kind."""
    return ArrayOfRealItems(entries=tuple([Entry(row_for(ArrayOfRealItems, type(bag)), bag) for bag in bags]))
