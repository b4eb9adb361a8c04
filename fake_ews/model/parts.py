"""What MAPI keeps as a property of its own and EWS as part of one: a telephone number, a street, who sent a message.

Rule: the value is stored once, in the row; `part_of` says where a MAPI name has its place in it. To add one: a line in
a table. Source: MS-OXPROPS, MS-OXOCNTC 2.2.1, MS-OXOMSG 2.2.1. Addresses are told as SMTP, which real servers do for
the properties of that name alone; for those of the directory they tell EX.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import EmailAddress, SingleRecipient
from fake_ews.contract.contacts import (
    CompleteName,
    ContactItem,
    EmailAddressDictionaryEntry,
    ImAddressDictionaryEntry,
    PhoneNumberDictionaryEntry,
    PhysicalAddressDictionaryEntry,
)
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Bag, Mapi, PropertySet, Row, lid, tag
from fake_ews.model.indexed import entry_of, with_entry
from fake_ews.model.memo import memo


class Part(NamedTuple):
    """Where a value is: in which row, in an entry of which type, under which key (of a dictionary), and in what of it.

    `otherwise` is told where there is none.
    """

    row: Any  # a Row, as the next ones: as members they would be taken for descriptors
    entry: type[Bag]
    part: Any
    key: str = ""
    otherwise: Any = None


@memo
def part_of(kind: type[Bag], name: Mapi) -> Part | None:
    """Where an item of this kind has the value of a MAPI name, if it is part of another property."""
    rows = kind.rows.values()
    return next((part for part in _PARTS.get(name, ()) if part.row in rows), None)


def told(value: Bag | None, at: Part) -> str | None:
    """The value of a part of this value of the row."""
    entry = _entry(value, at)
    if entry is None:
        return None
    found: str | None = entry.get(at.part) or (None if at.otherwise is None else entry.get(at.otherwise))
    return found or ("SMTP" if at.part.name == "RoutingType" else None)


def with_part(value: Bag | None, at: Part, text: str | None) -> Bag | None:
    """The value of the row with this part of it, or without; None where nothing is left."""
    old = _entry(value, at)
    entry: Bag | None = at.entry() if old is None else old.copy()
    assert entry is not None
    entry.set(at.part, text)
    if not any(row.name != "Key" for row, _ in entry):
        entry = None
    if not at.key:
        return entry if entry is None or at.entry is not EmailAddress else SingleRecipient(Mailbox=entry)
    if entry is not None:
        entry.set(at.entry.rows["Key"], at.key)
    return with_entry(at.row.type, value, at.key, entry)


def _entry(value: Bag | None, at: Part) -> Bag | None:
    if value is None:
        return None
    if at.key:
        return entry_of(value, at.key)
    return value.need(SingleRecipient.Mailbox) if isinstance(value, SingleRecipient) else value


def _telephones() -> Iterator[tuple[Mapi, Part]]:
    row, entry = ContactItem.PhoneNumbers, PhoneNumberDictionaryEntry
    for number, key in _TELEPHONES.items():
        yield tag(number), Part(row, entry, entry.text, key)


_TELEPHONES = {
    0x3A02: "Callback", 0x3A08: "BusinessPhone", 0x3A09: "HomePhone", 0x3A1A: "PrimaryPhone", 0x3A1B: "BusinessPhone2",
    0x3A1C: "MobilePhone", 0x3A1D: "RadioPhone", 0x3A1E: "CarPhone", 0x3A1F: "OtherTelephone", 0x3A21: "Pager",
    0x3A23: "OtherFax", 0x3A24: "BusinessFax", 0x3A25: "HomeFax", 0x3A2C: "Telex", 0x3A2D: "Isdn",
    0x3A2E: "AssistantPhone", 0x3A2F: "HomePhone2", 0x3A4B: "TtyTddPhone", 0x3A57: "CompanyMainPhone",
}  # fmt: skip


def _places() -> Iterator[tuple[Mapi, Part]]:
    for key, names in _ADDRESSES.items():
        for part, name in zip(("Street", "City", "State", "PostalCode", "CountryOrRegion"), names, strict=True):
            entry = PhysicalAddressDictionaryEntry
            yield name, Part(ContactItem.PhysicalAddresses, entry, entry.rows[part], key)


_ADDRESSES = {
    "Business": [lid(PropertySet.Address, number) for number in (0x8045, 0x8046, 0x8047, 0x8048, 0x8049)],
    "Home": [tag(number) for number in (0x3A5D, 0x3A59, 0x3A5C, 0x3A5B, 0x3A5A)],
    "Other": [tag(number) for number in (0x3A63, 0x3A5F, 0x3A62, 0x3A61, 0x3A60)],
}


def _contacts() -> Iterator[tuple[Mapi, Part]]:
    row, entry = ContactItem.EmailAddresses, EmailAddressDictionaryEntry
    for at in (1, 2, 3):
        first, key = 0x8070 + 0x10 * at, f"EmailAddress{at}"
        yield lid(PropertySet.Address, first), Part(row, entry, entry.Name, key, entry.text)
        yield lid(PropertySet.Address, first + 2), Part(row, entry, entry.RoutingType, key)
        yield lid(PropertySet.Address, first + 3), Part(row, entry, entry.text, key)
    im = ImAddressDictionaryEntry
    yield lid(PropertySet.Address, 0x8062), Part(ContactItem.ImAddresses, im, im.text, "ImAddress1")
    name = ContactItem.CompleteName
    yield tag(0x3A45), Part(name, CompleteName, CompleteName.Title)
    yield lid(PropertySet.Address, 0x802C), Part(name, CompleteName, CompleteName.YomiFirstName)
    yield lid(PropertySet.Address, 0x802D), Part(name, CompleteName, CompleteName.YomiLastName)


def _people() -> Iterator[tuple[Mapi, Part]]:
    """Name, kind of address, address, and address by SMTP of those who send and receive."""
    for rows, (name, kind, address, smtp) in _PEOPLE.items():
        for row in rows:
            yield tag(name), Part(row, EmailAddress, EmailAddress.Name, otherwise=EmailAddress.EmailAddress)
            yield tag(kind), Part(row, EmailAddress, EmailAddress.RoutingType)
            yield tag(address), Part(row, EmailAddress, EmailAddress.EmailAddress)
            yield tag(smtp), Part(row, EmailAddress, EmailAddress.EmailAddress)


_PEOPLE: dict[tuple[Row[SingleRecipient], ...], tuple[int, int, int, int]] = {
    (Message.Sender, PostItem.Sender, CalendarItem.Organizer): (0x0C1A, 0x0C1E, 0x0C1F, 0x5D01),
    (Message.From, PostItem.From, CalendarItem.Organizer): (0x0042, 0x0064, 0x0065, 0x5D02),
    (Message.ReceivedBy,): (0x0040, 0x0075, 0x0076, 0x5D07),
    (Message.ReceivedRepresenting,): (0x0044, 0x0077, 0x0078, 0x5D08),
}
_PARTS: dict[Mapi, list[Part]] = {}
for _told in (_telephones, _places, _contacts, _people):
    for _name, _part in _told():
        _PARTS.setdefault(_name, []).append(_part)
