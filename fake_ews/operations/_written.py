"""What a client writes: a new item's values, or the changes of an update, applied to the values an item had.

Rule: the answer is either new values, complete and checked, or the Failure that Exchange names; nothing is stored here.
Source: RC (ErrorInvalidPropertySet and its kin), ref/setitemfield, ref/appendtoitemfield, ref/deleteitemfield.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from fake_ews.contract.calendar import CalendarItem, EnhancedLocation, NonEmptyArrayOfAttendees
from fake_ews.contract.common import ArrayOfRecipients, Body, EmailAddress, MessageXml
from fake_ews.contract.contacts import MembersList
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Bag, Entry, Mapi, PropertySet, Row, lid, tag
from fake_ews.contract.operations import AppendToItemField, DeleteItemField, ItemChangeDescription
from fake_ews.contract.paths import ExtendedProperty, PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.contract.tasks import Task
from fake_ews.contract.zones import TimeZoneDefinition
from fake_ews.model import zones
from fake_ews.model.computed_mapi import COMPUTED_MAPI, MEETING_IDS
from fake_ews.model.entries import PEOPLE
from fake_ews.model.extended import same_name
from fake_ews.model.failures import (
    ErrorIncorrectUpdatePropertyCount,
    ErrorInvalidExtendedPropertyValue,
    ErrorInvalidPropertyAppend,
    ErrorInvalidPropertyDelete,
    ErrorInvalidPropertyRequest,
    ErrorInvalidPropertySet,
    ErrorObjectTypeChanged,
    ErrorUpdatePropertyMismatch,
    Failure,
)
from fake_ews.model.indexed import given_member, with_member, without_member
from fake_ews.model.items import COMPUTED, RECEIVED, Item, fits, state
from fake_ews.model.parts import part_of, with_part
from fake_ews.model.profile import Profile
from fake_ews.model.properties import Extended, Value, builtin, from_mapi, key, name_of, value_of
from fake_ews.model.queries import row_of
from fake_ews.model.shapes import DICTIONARIES
from fake_ews.model.vevent_dates import Dates
from fake_ews.model.zone_blobs import zone_in

MANDATORY: frozenset[Row[Any]] = frozenset(
    {
        CalendarItem.Start,
        CalendarItem.End,
        CalendarItem.UID,
        ItemRows.ItemClass,
        ItemRows.Sensitivity,
        ItemRows.Importance,
    }
)
# rows that are computed from a stored one of another name, or stored although they are also computed
WRITABLE: frozenset[Row[Any]] = frozenset(
    {
        CalendarItem.AppointmentState,
        ItemRows.ItemClass,
        ItemRows.ReminderDueBy,
        ItemRows.ReminderNextTime,
        ItemRows.Culture,
        ItemRows.Flag,
        Task.IsComplete,
        Message.ConversationIndex,
        PostItem.ConversationIndex,
        CalendarItem.StartTimeZone,
        CalendarItem.EndTimeZone,
    }
)
_ZONE_IDS: frozenset[Row[Any]] = frozenset({CalendarItem.StartTimeZoneId, CalendarItem.EndTimeZoneId})
TEXT, PAGE = tag(0x1000), tag(0x1013)
"""PidTagBody and PidTagHtml: the text of the body and its HTML; whoever sets one gives the item another body."""
FLAGS, READ = tag(0x0E07), 1
"""PidTagMessageFlags: what a new item is said to be; later they say whether it is read, and nothing else."""
START_ZONE, END_ZONE = lid(PropertySet.Appointment, 0x825E), lid(PropertySet.Appointment, 0x825F)
"""The definitions of an entry's zones: the zone that one names is its zone."""


@dataclass(slots=True)
class Values:
    """The values of an item that is being written: rows, extended properties; which rows were named, for the journal
    what was said, and the single dates of a series that a calendar named.
    """

    bag: Bag
    extended: dict[Mapi, Extended] = field(default_factory=dict)
    named: set[Row[Any]] = field(default_factory=set)
    said: list[tuple[str, str]] = field(default_factory=list)
    dates: Dates | None = None
    ignores_case: bool = False
    flags: int | None = None

    def name_of(self, name: Mapi) -> Mapi:
        """The name under which an extended property is there, or will be."""
        return same_name(name, self.extended) if self.ignores_case else name

    def put(self, row: Row[Any], value: Any) -> None:
        """Give a row a value; None takes it away."""
        self.bag.set(row, value)
        self.named.add(row)
        said = zones.windows_id(value) if row in _ZONE_IDS and value else value
        self.note(row.uri or row.name, "" if said is None else said)

    def note(self, name: str, value: object) -> None:
        """Remember for the journal that a property was given this value."""
        self.said.append((name, as_text(value)))


def new(given: Bag, profile: Profile) -> Values | Failure:
    """The values of a new item: what the client gave, its extended properties apart, and without attachments."""
    values = Values(type(given)(), ignores_case=profile.property_names == "ignore case")
    for row, value in given:
        if row in (ItemRows.ExtendedProperty, ItemRows.Attachments):
            continue
        if not _settable(row, profile):
            return ErrorInvalidPropertySet.about(_naming(PathToUnindexedField(FieldURI=row.uri)))
        values.put(row, value)
    for extended in given.values.get(ItemRows.ExtendedProperty, ()):
        failure = _set_extended(values, extended)
        if failure is not None:
            return failure
    return _agreeing(values)


def changed(item: Item, updates: list[ItemChangeDescription]) -> Values | Failure:
    """The values of an item after an update's changes, in the order of the request."""
    ignores_case = item.mailbox.profile.property_names == "ignore case"
    values = Values(item.bag.copy(), dict(item.extended), ignores_case=ignores_case)
    for update in updates:
        failure = _apply(item, values, update)
        if failure is not None:
            return failure
    is_read = values.bag.rows.get("IsRead")
    if values.flags is not None and is_read is not None:
        values.put(is_read, bool(values.flags & READ))
    if values.named - {is_read}:
        values.bag.set(ItemRows.IsUnmodified, None)
    return _agreeing(values)


def _agreeing(values: Values) -> Values | Failure:
    """The values with what says the same saying it: a class that is the kind's, and one place."""
    bag, item_class = values.bag, values.bag.get(ItemRows.ItemClass)
    if item_class is not None and ItemRows.ItemClass in values.named and not fits(type(bag), item_class):
        return ErrorObjectTypeChanged
    if isinstance(bag, CalendarItem) and CalendarItem.EnhancedLocation in values.named:
        place = bag.EnhancedLocation
        bag.Location = None if place is None else place.need(EnhancedLocation.DisplayName)
    return values


def _apply(item: Item, values: Values, update: ItemChangeDescription) -> Failure | None:
    path = update.need(ItemChangeDescription.entries)[0].value
    if isinstance(path, PathToExtendedField):
        return _apply_extended(item, values, update, path)
    if isinstance(path, PathToIndexedField):
        return _apply_indexed(item, values, update, path)
    assert isinstance(path, PathToUnindexedField)
    row = row_of(item.kind, path.need(PathToUnindexedField.FieldURI))
    if row is None:
        return ErrorInvalidPropertyRequest.about(_naming(path))
    if isinstance(update, DeleteItemField):
        return _delete(item, values, row, path)
    given = _given(item, update, path)
    if isinstance(given, Failure):
        return given
    given_row, value = given
    if given_row is not row:
        return ErrorUpdatePropertyMismatch.about(_naming(path))
    if isinstance(update, AppendToItemField):
        return _append(item, values, row, value, path)
    if not _may_change(item, row):
        return ErrorInvalidPropertySet.about(_naming(path))
    values.put(row, value)
    return None


def _may_change(item: Item, row: Row[Any]) -> bool:
    """Whether a client can change a row of this item: an attendee cannot say who else is invited."""
    if row.uri == ItemRows.IsAssociated.uri:
        return False
    if row is CalendarItem.UID and item.mailbox.profile.uid_changes == "refused":
        return False
    return _settable(row, item.mailbox.profile) and not (row in PEOPLE and state(item) & RECEIVED)


def _settable(row: Row[Any], profile: Profile) -> bool:
    """Whether a client can set a row of an item at all."""
    return row.settable and (row is not CalendarItem.IsOnlineMeeting or profile.online_meeting_settable)


def _given(item: Item, update: ItemChangeDescription, path: Bag) -> tuple[Row[Any], Any] | Failure:
    """The one property that an update gives, inside the element of the item's kind (or of a wider one, as Item is)."""
    container = next(value for row, value in update if isinstance(value, Bag))
    if len(container.values) != 1:
        return ErrorIncorrectUpdatePropertyCount.about(_naming(path))
    if not issubclass(item.kind, type(container)):
        return ErrorUpdatePropertyMismatch.about(_naming(path))
    return next(iter(container))


def _delete(item: Item, values: Values, row: Row[Any], path: Bag) -> Failure | None:
    if row in MANDATORY or not _may_change(item, row):
        return ErrorInvalidPropertyDelete.about(_naming(path))
    values.put(row, None)
    return None


def _append(item: Item, values: Values, row: Row[Any], value: Any, path: Bag) -> Failure | None:
    """AppendToItemField: people and members of a list are added, a text is continued; nothing else can grow."""
    before = values.bag.get(row)
    if isinstance(value, Body):
        first = before if isinstance(before, Body) else Body(BodyType=value.BodyType, text="")
        value = Body(BodyType=first.BodyType, text=(first.text or "") + (value.text or ""))
    elif isinstance(value, NonEmptyArrayOfAttendees | ArrayOfRecipients | MembersList) and _may_change(item, row):
        (several,) = type(value).rows.values()
        kept = () if before is None else before.get(several) or ()
        value = type(value)(**{several.name: (*kept, *(value.get(several) or ()))})
    else:
        return ErrorInvalidPropertyAppend.about(_naming(path))
    values.put(row, value)
    return None


def _apply_indexed(
    item: Item, values: Values, update: ItemChangeDescription, path: PathToIndexedField
) -> Failure | None:
    """One member of a dictionary: an address, a telephone number; the others stay."""
    uri, index = path.need(PathToIndexedField.FieldURI), path.need(PathToIndexedField.FieldIndex)
    row = row_of(item.kind, DICTIONARIES[uri])
    if row is None:
        return ErrorInvalidPropertyRequest.about(_naming(path))
    before = values.bag.get(row)
    if isinstance(update, DeleteItemField):
        if not row.settable:
            return ErrorInvalidPropertyDelete.about(_naming(path))
        values.put(row, without_member(before, uri, index))
        return None
    if isinstance(update, AppendToItemField):
        return ErrorInvalidPropertyAppend.about(_naming(path))
    given = _given(item, update, path)
    if isinstance(given, Failure):
        return given
    given_row, dictionary = given
    entry = given_member(dictionary, uri, index) if given_row is row else None
    if entry is None:
        return ErrorUpdatePropertyMismatch.about(_naming(path))
    if not row.settable:
        return ErrorInvalidPropertySet.about(_naming(path))
    values.put(row, with_member(type(dictionary), before, uri, entry))
    return None


def _apply_extended(
    item: Item, values: Values, update: ItemChangeDescription, path: PathToExtendedField
) -> Failure | None:
    name = name_of(path)
    if isinstance(name, Failure):
        return name
    if isinstance(update, DeleteItemField):
        return _delete_extended(item, values, name, path)
    if isinstance(update, AppendToItemField):
        return ErrorInvalidPropertyAppend.about(_naming(path))
    given = _given(item, update, path)
    if isinstance(given, Failure):
        return given
    row, properties = given
    if row is not ItemRows.ExtendedProperty:
        return ErrorUpdatePropertyMismatch.about(_naming(path))
    if len(properties) != 1:
        return ErrorIncorrectUpdatePropertyCount.about(_naming(path))
    if name_of(properties[0].need(ExtendedProperty.ExtendedFieldURI)) != name:
        return ErrorUpdatePropertyMismatch.about(_naming(path))
    return _set_extended(values, properties[0])


def _delete_extended(item: Item, values: Values, name: Mapi, path: PathToExtendedField) -> Failure | None:
    row = ItemRows.Body if name in (TEXT, PAGE) else builtin(item.kind, name)
    if row is not None:
        return _delete(item, values, row, path)
    part = part_of(item.kind, name)
    if part is not None:
        values.put(part.row, with_part(values.bag.get(part.row), part, None))
        return None
    if name in COMPUTED_MAPI:
        return ErrorInvalidPropertyDelete.about(_naming(path))
    values.extended.pop(values.name_of(name), None)
    values.note(key(name), "")
    return None


def _set_extended(values: Values, given: ExtendedProperty) -> Failure | None:
    """Set an extended property, or the built-in one of that name: both are one value."""
    path = given.need(ExtendedProperty.ExtendedFieldURI)
    name = name_of(path)
    if isinstance(name, Failure):
        return name
    type_ = path.need(PathToExtendedField.PropertyType)
    value = value_of(type_, given)
    if isinstance(value, Failure):
        return value
    if _is_told_otherwise(values, name, value):
        return None
    row, part = builtin(type(values.bag), name), part_of(type(values.bag), name)
    if part is not None:
        if not isinstance(value, str):
            return ErrorInvalidExtendedPropertyValue
        values.put(part.row, with_part(values.bag.get(part.row), part, value))
        return None
    if (row in COMPUTED and row not in WRITABLE) or (name in COMPUTED_MAPI and not _is_free(type(values.bag), name)):
        return ErrorInvalidPropertySet.about(_naming(path))
    if row is None:
        values.extended[values.name_of(name)] = Extended(type_, value)
        values.note(key(name), value)
        return None
    translated = from_mapi(row, type_, value)
    if isinstance(translated, Failure):
        return translated
    values.put(row, translated)
    return None


def _is_told_otherwise(values: Values, name: Mapi, value: Value) -> bool:
    """Whether a property, which is given this value, sets others and is none itself: then they have it now."""
    if name == TEXT and isinstance(value, str):
        values.put(ItemRows.Body, Body(BodyType="Text", text=value))
    elif name == PAGE and isinstance(value, bytes):
        values.put(ItemRows.Body, Body(BodyType="HTML", text=value.decode("utf-8", "replace")))
    elif name == FLAGS and isinstance(value, int):
        values.flags = value
        values.note(key(name), value)
    elif name in (START_ZONE, END_ZONE) and isinstance(value, bytes) and (zone := zone_in(value)) is not None:
        row = CalendarItem.StartTimeZoneId if name == START_ZONE else CalendarItem.EndTimeZoneId
        if row not in values.bag.rows.values():
            return False
        values.put(row, zone)
    else:
        return False
    return True


def _is_free(kind: type[Bag], name: Mapi) -> bool:
    """Whether nobody computes it for this kind: what is no meeting has no identity. [seen: exchangelib]"""
    return name in MEETING_IDS and "UID" not in kind.rows


def _naming(path: Bag) -> MessageXml:
    """The MessageXml that names the property an error is about."""
    if isinstance(path, PathToExtendedField):
        return MessageXml(ExtendedFieldURI=path)
    if isinstance(path, PathToIndexedField):
        return MessageXml(IndexedFieldURI=path)
    return MessageXml(FieldURI=path) if isinstance(path, PathToUnindexedField) else MessageXml()


def as_text(value: object) -> str:
    """A value as the journal shows it: a person's address, a list's members, the text of a body, the id of a zone."""
    match value:
        case Body():
            return value.text or ""
        case EmailAddress():
            return value.EmailAddress or value.Name or ""
        case TimeZoneDefinition():
            return value.Id or ""
        case Bag():
            return ", ".join(filter(None, (as_text(part) for _, part in value)))
        case Entry():
            return as_text(value.value)
        case tuple():
            return ", ".join(as_text(part) for part in value)
        case bool():
            return "true" if value else "false"
        case dt.datetime():
            return value.isoformat()
        case _:
            return str(value)
