"""What a client writes: a new item's values, or the changes of an update, applied to the values an item had.

Rule: the answer is either new values, complete and checked, or the Failure that Exchange names; nothing is stored here.
Source: RC (ErrorInvalidPropertySet and its kin), ref/setitemfield, ref/appendtoitemfield, ref/deleteitemfield.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfRecipients, Body, MessageXml
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Mapi, Row
from fake_ews.contract.operations import AppendToItemField, DeleteItemField, ItemChangeDescription
from fake_ews.contract.paths import ExtendedProperty, PathToExtendedField, PathToIndexedField, PathToUnindexedField
from fake_ews.model.entries import PEOPLE
from fake_ews.model.failures import (
    ErrorIncorrectUpdatePropertyCount,
    ErrorInvalidPropertyAppend,
    ErrorInvalidPropertyDelete,
    ErrorInvalidPropertyRequest,
    ErrorInvalidPropertySet,
    ErrorUpdatePropertyMismatch,
    Failure,
)
from fake_ews.model.items import COMPUTED, RECEIVED, Item, state
from fake_ews.model.properties import Extended, builtin, from_mapi, key, name_of, value_of

MANDATORY: frozenset[Row[Any]] = frozenset(
    {CalendarItem.Start, CalendarItem.End, ItemRows.ItemClass, ItemRows.Sensitivity, ItemRows.Importance}
)
# rows that are computed from a stored one of another name, or stored although they are also computed
WRITABLE: frozenset[Row[Any]] = frozenset(
    {ItemRows.ItemClass, ItemRows.ReminderDueBy, ItemRows.Culture, CalendarItem.StartTimeZone, CalendarItem.EndTimeZone}
)


@dataclass(slots=True)
class Values:
    """The values of an item that is being written: rows, extended properties, and for the journal what was said."""

    bag: Bag
    extended: dict[Mapi, Extended] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)

    def note(self, name: str, value: object) -> None:
        """Remember for the journal that a property was given this value."""
        self.said.append((name, as_text(value)))


def new(given: Bag) -> Values | Failure:
    """The values of a new item: what the client gave, its extended properties apart."""
    values = Values(type(given)())
    for row, value in given:
        if row is ItemRows.ExtendedProperty:
            continue
        if not may_set(row):
            return ErrorInvalidPropertySet.about(_naming(row))
        values.bag.values[row] = value
        values.note(row.uri or row.name, value)
    for extended in given.values.get(ItemRows.ExtendedProperty, ()):
        failure = _set_extended(values, extended)
        if failure is not None:
            return failure
    return values


def changed(item: Item, updates: list[ItemChangeDescription]) -> Values | Failure:
    """The values of an item after an update's changes, in the order of the request."""
    values = Values(item.bag.copy(), dict(item.extended))
    for update in updates:
        failure = _apply(item, values, update)
        if failure is not None:
            return failure
    return values


def _apply(item: Item, values: Values, update: ItemChangeDescription) -> Failure | None:
    path = update.need(ItemChangeDescription.entries)[0].value
    if isinstance(path, PathToIndexedField):
        return ErrorInvalidPropertyRequest.about(MessageXml())
    if isinstance(path, PathToExtendedField):
        return _apply_extended(values, update, path)
    row = row_of(item.kind, path)
    if row is None:
        return ErrorInvalidPropertyRequest.about(MessageXml(FieldURI=path))
    if isinstance(update, DeleteItemField):
        return _delete(item, values, row)
    given = _only_value(update)
    if isinstance(given, Failure):
        return given
    given_row, value = given
    if given_row is not row:
        return ErrorUpdatePropertyMismatch.about(MessageXml(FieldURI=path))
    if not may_set(row) or (row in PEOPLE and state(item) & RECEIVED):
        return ErrorInvalidPropertySet.about(MessageXml(FieldURI=path))
    if isinstance(update, AppendToItemField):
        return _append(values, row, value)
    values.bag.values[row] = value
    values.note(row.uri or row.name, value)
    return None


def _only_value(update: ItemChangeDescription) -> tuple[Row[Any], Any] | Failure:
    """The one property that an update gives, inside the element of an item."""
    containers = [value for row, value in update if isinstance(value, Bag)]
    pairs = [pair for container in containers for pair in container]
    return pairs[0] if len(pairs) == 1 else ErrorIncorrectUpdatePropertyCount


def _delete(item: Item, values: Values, row: Row[Any]) -> Failure | None:
    if row in MANDATORY or not may_set(row) or (row in PEOPLE and state(item) & RECEIVED):
        return ErrorInvalidPropertyDelete.about(_naming(row))
    values.bag.values.pop(row, None)
    values.note(row.uri or row.name, "")
    return None


def _append(values: Values, row: Row[Any], value: Any) -> Failure | None:
    """AppendToItemField: people are added, a text is continued; nothing else can grow."""
    before = values.bag.values.get(row)
    if isinstance(value, Body):
        text = (before.text or "" if isinstance(before, Body) else "") + (value.text or "")
        value = Body(BodyType=before.BodyType if isinstance(before, Body) else value.BodyType, text=text)
    elif row in PEOPLE or isinstance(value, ArrayOfRecipients):
        several = next(iter(value.rows.values()))
        value = type(value)(**{several.name: (before.get(several) if before else None or ()) + value.need(several)})
    else:
        return ErrorInvalidPropertyAppend.about(_naming(row))
    values.bag.values[row] = value
    values.note(row.uri or row.name, value)
    return None


def _apply_extended(values: Values, update: ItemChangeDescription, path: PathToExtendedField) -> Failure | None:
    name = name_of(path)
    if isinstance(name, Failure):
        return name
    if isinstance(update, DeleteItemField):
        return _delete_extended(values, name)
    if isinstance(update, AppendToItemField):
        return ErrorInvalidPropertyAppend.about(MessageXml(ExtendedFieldURI=path))
    given = _only_value(update)
    if isinstance(given, Failure):
        return given
    row, properties = given
    if row is not ItemRows.ExtendedProperty or len(properties) != 1:
        return ErrorUpdatePropertyMismatch.about(MessageXml(ExtendedFieldURI=path))
    if name_of(properties[0].need(ExtendedProperty.ExtendedFieldURI)) != name:
        return ErrorUpdatePropertyMismatch.about(MessageXml(ExtendedFieldURI=path))
    return _set_extended(values, properties[0])


def _delete_extended(values: Values, name: Mapi) -> Failure | None:
    row = builtin(type(values.bag), name)
    if row is not None and (row in MANDATORY or not may_set(row)):
        return ErrorInvalidPropertyDelete.about(_naming(row))
    if row is None:
        values.extended.pop(name, None)
    else:
        values.bag.values.pop(row, None)
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
    row = builtin(type(values.bag), name)
    if row is None:
        values.extended[name] = Extended(type_, value)
        values.note(key(name), value)
        return None
    if row in COMPUTED and row not in WRITABLE:
        return ErrorInvalidPropertySet.about(MessageXml(ExtendedFieldURI=path))
    translated = from_mapi(row, type_, value)
    if isinstance(translated, Failure):
        return translated
    values.bag.values[row] = translated
    values.note(row.uri or row.name, translated)
    return None


def row_of(kind: type[Bag], path: PathToUnindexedField) -> Row[Any] | None:
    """The row of a kind that a FieldURI names."""
    uri = path.need(PathToUnindexedField.FieldURI)
    return next((row for row in kind.rows.values() if row.uri == uri), None)


def may_set(row: Row[Any]) -> bool:
    """Whether a client can set it."""
    return row.settable


def _naming(row: Row[Any]) -> MessageXml:
    return MessageXml(FieldURI=PathToUnindexedField(FieldURI=row.uri))


def as_text(value: object) -> str:
    """A value as the journal shows it: a person's address, a list's members, the text of a body."""
    if isinstance(value, Bag):
        parts = [as_text(part) for _, part in value]
        return ", ".join(part for part in parts if part)
    if isinstance(value, tuple):
        return ", ".join(as_text(part) for part in value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
