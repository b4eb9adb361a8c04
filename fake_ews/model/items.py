"""An item: identity, kind, stored values, and the values that are computed from them.

Rule: an item is changed by its mailbox only. What is stored stands in `bag` (instants in UTC) and `extended`; what
Exchange computes stands in COMPUTED, one small function a row. To add a computed property: its function and its line
there. Source: ref pages of the elements; AppointmentState and roles: MS-OXWSMTGS.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    EnhancedLocation,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
    ProposeNewTime,
    RemoveItem,
    TentativelyAcceptItem,
)
from fake_ews.contract.common import Body, EffectiveRights, FolderId, ItemId
from fake_ews.contract.contacts import CompleteName, ContactItem, DistributionList
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.items import NonEmptyArrayOfResponseObjects as Responses
from fake_ews.contract.mail import ForwardItem, Message, PostItem, ReplyAllToItem, ReplyToItem
from fake_ews.contract.notation import Bag, Entry, Mapi, PropertySet, Row
from fake_ews.contract.people import PersonaPostalAddress
from fake_ews.contract.tasks import Task
from fake_ews.contract.zones import TimeZone
from fake_ews.model import attachments, beside, bodies, ids, mime, series, series_told, signals, tasks, zones
from fake_ews.model.asked import ASKED
from fake_ews.model.computed_mapi import COMPUTED_MAPI, topic
from fake_ews.model.extended import same_name
from fake_ews.model.indexed import member
from fake_ews.model.parts import part_of
from fake_ews.model.parts import told as told_part
from fake_ews.model.properties import Extended, builtin, to_mapi

if TYPE_CHECKING:
    from fake_ews.model.mailbox import Mailbox

T = TypeVar("T")

MEETING, RECEIVED, CANCELLED = 1, 2, 4  # the bits of AppointmentState

ITEM_CLASSES: dict[type[Bag], str] = {
    CalendarItem: "IPM.Appointment",
    Message: "IPM.Note",
    MeetingMessage: "IPM.Schedule.Meeting",
    MeetingRequestMessage: "IPM.Schedule.Meeting.Request",
    MeetingResponseMessage: "IPM.Schedule.Meeting.Resp.Pos",
    MeetingCancellationMessage: "IPM.Schedule.Meeting.Canceled",
    ContactItem: "IPM.Contact",
    DistributionList: "IPM.DistList",
    PostItem: "IPM.Post",
    Task: "IPM.Task",
}


_KINDS: dict[str, type[Bag]] = {
    ITEM_CLASSES[kind].lower(): kind for kind in (CalendarItem, ContactItem, DistributionList, PostItem, Task)
}


def fits(kind: type[Bag], item_class: str) -> bool:
    """Whether items of a kind can be of this class: what is no other kind's is a message's. [MS-OXCMSG 2.2.1.3]"""
    said = f"{item_class.lower()}."
    named = next((of for name, of in _KINDS.items() if said.startswith(f"{name}.")), None)
    return named is kind if named is not None else kind not in _KINDS.values()


class Item:
    """One stored item. Its number is its mailbox's own, a new one after every move; `change` makes its ChangeKey.

    `made_by` and `modified_by` are names, as LastModifiedName shows them.
    """

    __slots__ = (
        "__weakref__",
        "bag",
        "change",
        "created",
        "extended",
        "folder",
        "kind",
        "made_by",
        "mailbox",
        "modified",
        "modified_by",
        "number",
    )

    def __init__(self, mailbox: Mailbox, number: int, folder: int, bag: Bag, extended: dict[Mapi, Extended]) -> None:
        self.mailbox: Mailbox = mailbox
        self.number, self.folder = number, folder
        self.kind, self.bag, self.extended = type(bag), bag, extended
        self.change = 0
        self.created: dt.datetime = mailbox.stamp()
        self.modified: dt.datetime = self.created
        self.modified_by: str = ""
        self.made_by: str = ""

    @property
    def item_id(self) -> str:
        """Its ItemId."""
        return self.mailbox.ids.item(self.folder, self.number)

    @property
    def change_key(self) -> str:
        """Its present ChangeKey."""
        return self.mailbox.ids.change_key(key_kind(self.kind), self.change)

    @property
    def item_class(self) -> str:
        """Its ItemClass, such as IPM.Appointment."""
        return self.bag.get(ItemRows.ItemClass) or ITEM_CLASSES.get(self.kind, "IPM.Note")

    @property
    def is_associated(self) -> bool:
        """Whether it belongs to the folder itself (settings and views of programs), not to what lies in it."""
        return self.bag.get(ItemRows.IsAssociated) is True

    @property
    def is_entry(self) -> bool:
        """Whether it is a calendar item."""
        return self.kind is CalendarItem

    @property
    def is_private(self) -> bool:
        """Whether it is open only to its owner, and to whom he lets see private items."""
        return self.bag.get(ItemRows.Sensitivity) == "Private"

    @property
    def root(self) -> Item:
        """The stored item that it is, or is part of."""
        return self

    @property
    def calendar_kind(self) -> str:
        """Its CalendarItemType."""
        return "RecurringMaster" if series.is_series(self.bag) else "Single"

    @property
    def original_start(self) -> dt.datetime | None:
        """Of a date of a series, be it an entry by itself: when it would start, had it not been changed (aware UTC)."""
        return self.bag.get(CalendarItem.RecurrenceId) if self.is_entry else None

    def value(self, row: Row[T]) -> T | None:
        """The value of a property, stored or computed; None where it has none."""
        compute = COMPUTED.get(row)
        return self.bag.get(row) if compute is None else cast("T | None", compute(self))

    def values(self, rows: Iterable[Row[Any]]) -> dict[Row[Any], Any]:
        """The values of these properties, as of `value`, in one loop; without those that it has none of."""
        stored, found = self.bag.values, {}
        for row in rows:
            compute = COMPUTED.get(row)
            value = stored.get(row) if compute is None else compute(self)
            if value is not None:
                found[row] = value
        return found

    def named(self, name: Mapi) -> Extended | None:
        """The property of a MAPI name: an extended one, or the built-in one of that name, as one value.

        Its type is its own; who asks for another type is shown nothing.
        """
        row = builtin(self.kind, name)
        if row is not None:
            value = self.value(row)
            return None if value is None else to_mapi(row, value)
        part = part_of(self.kind, name)
        if part is not None:
            text = told_part(self.value(part.row), part)
            return None if text is None else Extended("String", text)
        compute = COMPUTED_MAPI.get(name)
        computed = None if compute is None else compute(self)
        if computed is not None:
            return computed
        if self.mailbox.profile.property_names == "ignore case":
            name = same_name(name, self.extended)
        return self.extended.get(name) or self._header(name)

    def _header(self, name: Mapi) -> Extended | None:
        """A header as a property of PS_INTERNET_HEADERS; letters' case aside. [spec MS-OXCMAIL 2.1.3.2.24]"""
        if name.set != PropertySet.InternetHeaders or name.name is None:
            return None
        headers = self.value(ItemRows.InternetMessageHeaders)
        text = member(headers, "item:InternetMessageHeader", name.name)
        return Extended("String", text) if isinstance(text, str) else None

    def attached(self, one: attachments.Attached) -> Item:
        """The item in an item attachment of this one."""
        return AttachedItem(self, one)

    def need(self, row: Row[T]) -> T:
        """A stored value that an item of its kind always has."""
        return self.bag.need(row)


class AttachedItem(Item):
    """An item that is attached to another one: it has that one's change key and place."""

    __slots__ = ("_id",)

    def __init__(self, holder: Item, attached: attachments.Attached) -> None:
        assert attached.item is not None
        super().__init__(holder.mailbox, 0, holder.folder, attached.item, dict(attached.extended))
        self._id = ids.attachment(holder.item_id, attached.number)
        self.number = -attached.number
        self.change, self.modified_by = holder.change, holder.modified_by
        self.created = self.modified = attached.modified

    @property
    def item_id(self) -> str:
        """Its AttachmentId, which is its ItemId, too."""
        return self._id


def key_kind(kind: type[Bag]) -> int:
    """The kind of object in a ChangeKey: 15 for a calendar item, 9 for everything else that is an item."""
    return 15 if kind is CalendarItem else 9


def _item_id(item: Item) -> ItemId:
    return ItemId(Id=item.item_id, ChangeKey=item.change_key)


def _parent(item: Item) -> FolderId:
    return item.mailbox.folder_id(item.mailbox.folders[item.folder])


def _size(item: Item) -> int:
    return attachments.weight(item.bag)


def _received(item: Item) -> dt.datetime:
    return item.bag.get(ItemRows.DateTimeReceived) or item.created


def _sent(item: Item) -> dt.datetime:
    return item.bag.get(ItemRows.DateTimeSent) or _received(item)


def _is_draft(item: Item) -> bool:
    """What has not been sent, but for what was made as something that has been. [spec MS-OXCMSG 2.2.1.6]"""
    said = item.bag.get(ItemRows.IsDraft)
    return not item.is_entry and item.bag.get(ItemRows.DateTimeSent) is None if said is None else said


def _rights(item: Item) -> EffectiveRights:
    return ALL_RIGHTS


ALL_RIGHTS = EffectiveRights(
    CreateAssociated=False, CreateContents=False, CreateHierarchy=False, Delete=True, Modify=True, Read=True,
    ViewPrivateItems=True,
)  # fmt: skip


def _form(view: str) -> Callable[[Item], str]:
    def query(item: Item) -> str:
        host = item.mailbox.exchange.host
        return f"https://{host}/owa/?ItemID={item.item_id.replace('+', '%2B').replace('/', '%2F')}&exvsurl=1&{view}"

    return query


def _due(item: Item) -> dt.datetime | None:
    """The start of an entry; else what was said, or when the reminder signals first. [spec MS-OXORMDR 2.2.1.4]"""
    if item.is_entry:
        return item.bag.get(CalendarItem.Start)
    return item.bag.get(ItemRows.ReminderDueBy) or item.bag.get(ItemRows.ReminderNextTime)


def _complete_name(item: Item) -> CompleteName | None:
    """All parts of a contact's name. What is stored of it is what no other property says. [doc ref/completename]"""
    name = CompleteName(**{part.name: item.bag.get(row) for part, row in _NAME.items()})
    stored = item.bag.get(ContactItem.CompleteName)
    for part, text in () if stored is None else stored:
        name.set(part, text)
    return name if name.values else None


_NAME: dict[Row[str], Row[str]] = {
    CompleteName.FirstName: ContactItem.GivenName, CompleteName.MiddleName: ContactItem.MiddleName,
    CompleteName.LastName: ContactItem.Surname, CompleteName.Suffix: ContactItem.Generation,
    CompleteName.Initials: ContactItem.Initials, CompleteName.FullName: ContactItem.DisplayName,
    CompleteName.Nickname: ContactItem.Nickname,
}  # fmt: skip


def _text_body(item: Item) -> Body:
    return bodies.as_type(item.bag.get(ItemRows.Body), "Text")


def _preview(item: Item) -> str:
    return bodies.plain(item.bag.get(ItemRows.Body))[:255]


_TO_MAIL: tuple[type[Bag], ...] = (ReplyToItem, ReplyAllToItem, ForwardItem)
_TO_REQUEST: tuple[type[Bag], ...] = (AcceptItem, TentativelyAcceptItem, DeclineItem)
_TO_OPEN_REQUEST = (*_TO_REQUEST, ProposeNewTime)
"""... that allows other times. It is never sent: proposals are parts of the others. [doc guide/how-to-propose-...]"""


def _responses(item: Item) -> Responses:
    if item.kind is MeetingRequestMessage:
        if item.bag.get(MeetingRequestMessage.MeetingRequestType) == "PrincipalWantsCopy":
            return _offered(_TO_MAIL)  # a delegate answers it [doc ref/delivermeetingrequests]
        return _offered(_to_request(item.bag.get(MeetingRequestMessage.AllowNewTimeProposal)) + _TO_MAIL)
    if item.kind is MeetingCancellationMessage:
        return _offered((RemoveItem, *_TO_MAIL))
    return _offered(_to_entry(item) if item.is_entry else _TO_MAIL)


def _to_request(proposals: bool | None) -> tuple[type[Bag], ...]:
    return _TO_OPEN_REQUEST if proposals else _TO_REQUEST


@cache
def _offered(kinds: tuple[type[Bag], ...]) -> Responses:
    """The answers of these kinds, one bag for all items that offer them."""
    return Responses(entries=tuple(Entry(Responses.rows[kind.__name__], kind()) for kind in kinds))


def _to_entry(item: Item) -> tuple[type[Bag], ...]:
    """What can be answered to an entry in its state. Source: ref/responseobjects, MS-OXWSMTGS."""
    bits = state(item)
    if not meets(item):
        return (ForwardItem,)
    if not bits & RECEIVED:
        return (ForwardItem,) if bits & CANCELLED else (CancelCalendarItem, ForwardItem)
    if bits & CANCELLED:
        return (RemoveItem, *_TO_MAIL)
    return _to_request(item.bag.get(CalendarItem.AllowNewTimeProposal)) + _TO_MAIL


def state(item: Item) -> int:
    """Its AppointmentState: 0 an appointment, 1 the organizer's meeting, 3 a received one, +4 cancelled."""
    return item.bag.get(CalendarItem.AppointmentState) or 0


def meets(item: Item) -> bool:
    """Whether it is a meeting, or a series that is none but for some of its dates."""
    dates = series.changes(item.bag).values()
    return bool(state(item) & MEETING) or any(one.values.get(CalendarItem.AppointmentState) for one in dates)


def is_organizer(item: Item) -> bool:
    """Whether this is the organizer's own item, an appointment included."""
    return not state(item) & RECEIVED


def _is_recurring(item: Item) -> bool:
    """Of a date of a series, and of a series that one is invited to; not of a master of one's own.

    [seen: a client library's tests, where the master is no meeting; MS-OXWSMTGS R732, where it is an attendee's]
    """
    return item.original_start is not None or (item.calendar_kind == "RecurringMaster" and not is_organizer(item))


def _enhanced_location(item: Item) -> EnhancedLocation | None:
    """What was said of the place, as long as it is that; else its name. [which source it has: unverified]"""
    name, stored = item.bag.get(CalendarItem.Location), item.bag.get(CalendarItem.EnhancedLocation)
    if stored is not None and stored.DisplayName == name:
        return stored
    address = PersonaPostalAddress(LocationSource="None")
    return EnhancedLocation(DisplayName=name, PostalAddress=address) if name else None


def _duration(item: Item) -> str:
    minutes = int((item.need(CalendarItem.End) - item.need(CalendarItem.Start)).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    return (
        "P"
        + (f"{days}D" if days else "")
        + (f"T{clock}" if clock or not days else "")
        + ("" if clock or days else "0M")
    )


def _wall_clock(row: Row[dt.datetime], zone: Row[str]) -> Callable[[Item], dt.datetime]:
    def shown(item: Item) -> dt.datetime:
        return zones.offset_form(item.need(row), item.need(zone))

    return shown


def _meeting_zone(item: Item) -> TimeZone | None:
    """Of a series, as clients of 2007 are told its zone. [spec MS-OXWSMTGS 2.2.4.6: of a RecurringMaster alone]"""
    if item.calendar_kind != "RecurringMaster":
        return None
    return zones.meeting_zone(item.need(CalendarItem.StartTimeZoneId), item.need(CalendarItem.Start))


def _requested_zone(item: Item) -> TimeZone | None:
    """The same of a request for a series."""
    zone, start = _zone_in(item, MeetingRequestMessage.StartTimeZoneId), item.bag.get(MeetingRequestMessage.Start)
    if zone is None or start is None or item.bag.get(MeetingRequestMessage.CalendarItemType) != "RecurringMaster":
        return None
    return zones.meeting_zone(zone, start)


def _definition(zone: Row[str]) -> Callable[[Item], Bag | None]:
    def defined(item: Item) -> Bag | None:
        known = _zone_in(item, zone)
        return None if known is None else zones.definition(known, full=item.mailbox.profile.full_zones)

    return defined


def _zone_in(item: Item, row: Row[str]) -> str | None:
    """A zone that an item has, if it is one that is known: a request that a client makes may hold anything."""
    zone = item.bag.get(row)
    return zone if zone is not None and zones.zone(zone) is not None else None


def _zone_name(row: Row[str]) -> Callable[[Item], str | None]:
    def named(item: Item) -> str | None:
        zone = item.bag.get(row)
        return None if zone is None else zones.windows_id(zone)

    return named


BESIDE: dict[Row[Any], Callable[[Item], Any]] = {
    of.rows[name]: told(neighbours(touching=touching))
    for of, neighbours in ((CalendarItem, beside.of_entry), (MeetingRequestMessage, beside.of_request))
    for touching, word in ((False, "Conflicting"), (True, "Adjacent"))
    for name, told in ((f"{word}MeetingCount", beside.counted), (f"{word}Meetings", beside.listed))
}
# computed from more than the item itself: what lies beside it, and the folder it lies in
OF_ITS_PLACE: frozenset[Row[Any]] = frozenset({ItemRows.ParentFolderId, *BESIDE})
COMPUTED: dict[Row[Any], Callable[[Item], Any]] = {
    ItemRows.ItemId: _item_id,
    ItemRows.ParentFolderId: _parent,
    ItemRows.ItemClass: lambda item: item.item_class,
    ItemRows.Size: _size,
    ItemRows.DateTimeReceived: _received,
    ItemRows.DateTimeSent: _sent,
    ItemRows.DateTimeCreated: lambda item: item.created,
    ItemRows.LastModifiedTime: lambda item: item.modified,
    ItemRows.LastModifiedName: lambda item: item.modified_by,
    ItemRows.IsSubmitted: lambda item: False,
    ItemRows.IsDraft: _is_draft,
    ItemRows.IsFromMe: lambda item: item.bag.get(ItemRows.IsFromMe) is True,
    ItemRows.IsResend: lambda item: item.bag.get(ItemRows.IsResend) is True,
    ItemRows.IsUnmodified: lambda item: item.bag.get(ItemRows.IsUnmodified) is True,
    ItemRows.IsAssociated: lambda item: item.is_associated,
    ItemRows.HasAttachments: attachments.any_seen,
    ItemRows.Attachments: attachments.shown,
    ItemRows.MimeContent: mime.content,
    ItemRows.InternetMessageHeaders: mime.headers,
    ItemRows.EffectiveRights: _rights,
    ItemRows.Culture: lambda item: item.bag.get(ItemRows.Culture) or item.mailbox.culture,
    ItemRows.ReminderDueBy: _due,
    ItemRows.ReminderNextTime: signals.signal_time,
    ItemRows.ResponseObjects: _responses,
    ItemRows.WebClientReadFormQueryString: _form("viewmodel=ReadMessageItem"),
    ItemRows.WebClientEditFormQueryString: _form("viewmodel=ItemEditModel"),
    ItemRows.TextBody: _text_body,
    ItemRows.UniqueBody: lambda item: bodies.as_type(bodies.unique(item.bag.get(ItemRows.Body)), "HTML"),
    ItemRows.NormalizedBody: lambda item: bodies.as_type(item.bag.get(ItemRows.Body), "HTML"),
    ItemRows.Preview: _preview,
    ContactItem.CompleteName: _complete_name,
    Task.Recurrence: tasks.recurrence,
    Task.IsComplete: lambda item: item.bag.get(Task.Status) == "Completed",
    Message.ConversationTopic: topic,
    CalendarItem.DateTimeStamp: lambda item: item.modified,
    CalendarItem.IsMeeting: lambda item: bool(state(item) & MEETING),
    CalendarItem.IsCancelled: lambda item: bool(state(item) & CANCELLED),
    CalendarItem.IsRecurring: _is_recurring,
    CalendarItem.Recurrence: series_told.recurrence,
    CalendarItem.CalendarItemType: lambda item: item.calendar_kind,
    CalendarItem.RecurrenceId: lambda item: item.original_start,
    CalendarItem.OriginalStart: lambda item: item.original_start,
    CalendarItem.FirstOccurrence: series_told.first,
    CalendarItem.LastOccurrence: series_told.last,
    CalendarItem.ModifiedOccurrences: series_told.changed,
    CalendarItem.DeletedOccurrences: series_told.deleted,
    CalendarItem.AppointmentState: state,
    CalendarItem.EnhancedLocation: _enhanced_location,
    CalendarItem.IsOrganizer: is_organizer,
    CalendarItem.Duration: _duration,
    CalendarItem.TimeZone: lambda item: zones.display_name(item.need(CalendarItem.StartTimeZoneId)),
    CalendarItem.StartWallClock: _wall_clock(CalendarItem.Start, CalendarItem.StartTimeZoneId),
    CalendarItem.EndWallClock: _wall_clock(CalendarItem.End, CalendarItem.EndTimeZoneId),
    CalendarItem.MeetingTimeZone: _meeting_zone,
    CalendarItem.StartTimeZone: _definition(CalendarItem.StartTimeZoneId),
    CalendarItem.EndTimeZone: _definition(CalendarItem.EndTimeZoneId),
    CalendarItem.StartTimeZoneId: _zone_name(CalendarItem.StartTimeZoneId),
    CalendarItem.EndTimeZoneId: _zone_name(CalendarItem.EndTimeZoneId),
    MeetingRequestMessage.MeetingTimeZone: _requested_zone,
    MeetingRequestMessage.StartTimeZone: _definition(MeetingRequestMessage.StartTimeZoneId),
    MeetingRequestMessage.EndTimeZone: _definition(MeetingRequestMessage.EndTimeZoneId),
    MeetingRequestMessage.StartTimeZoneId: _zone_name(MeetingRequestMessage.StartTimeZoneId),
    MeetingRequestMessage.EndTimeZoneId: _zone_name(MeetingRequestMessage.EndTimeZoneId),
    **BESIDE,
    **ASKED,
}
