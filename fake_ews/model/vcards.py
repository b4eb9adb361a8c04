"""A contact as a vCard: what its MIME content is.

Rule: lines and their order are those that Exchange was seen to write; a property that is there but empty is told empty,
one that is missing has no line, but for those that are always there. To add a property: its line in `_lines`.
Source: [seen] contacts read with exchangelib (thumbscr-ews and others), OfficeDev/ews-managed-api issue 25, Microsoft
Graph's page about attachments; MS-OXVCARD 2.1.3 for the types; RFC 2426. Never seen, as grommunio/gromox and MS-OXVCARD
name them: NICKNAME, BDAY, faxes, ROLE, X-MS-CHILD, X-MS-SPOUSE, X-MS-ANNIVERSARY; their places are unverified.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fake_ews.contract.attachments import FileAttachment
from fake_ews.contract.common import ArrayOfStrings
from fake_ews.contract.contacts import (
    CompleteName,
    ContactItem,
    EmailAddressDictionary,
    ImAddressDictionary,
    PhoneNumberDictionary,
    PhysicalAddressDictionary,
    PhysicalAddressDictionaryEntry,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Row
from fake_ews.model import attachments, bodies
from fake_ews.model.icalendar import escaped, folded

if TYPE_CHECKING:
    from fake_ews.model.items import Item

_HEAD = ("BEGIN:VCARD", "PROFILE:VCARD", "VERSION:3.0", "MAILER:Microsoft Exchange", "PRODID:Microsoft Exchange")
CLASSES = {"Private": "PRIVATE", "Confidential": "CONFIDENTIAL"}
PLACES = (("WORK", "Business"), ("HOME", "Home"), ("POSTAL", "Other"))
PHONES = {
    "BusinessPhone": "TEL;TYPE=WORK", "BusinessPhone2": "TEL;TYPE=WORK", "HomePhone": "TEL;TYPE=HOME",
    "HomePhone2": "TEL;TYPE=HOME", "MobilePhone": "TEL;TYPE=CELL", "Pager": "TEL;TYPE=PAGER",
    "CarPhone": "TEL;TYPE=CAR", "Isdn": "TEL;TYPE=ISDN", "PrimaryPhone": "TEL;TYPE=PREF",
    "OtherTelephone": "TEL;TYPE=VOICE", "BusinessFax": "TEL;TYPE=WORK,FAX", "HomeFax": "TEL;TYPE=HOME,FAX",
    "AssistantPhone": "X-MS-TEL;TYPE=ASSISTANT", "TtyTddPhone": "X-MS-TEL;TYPE=TTYTDD",
    "Callback": "X-MS-TEL;TYPE=CALLBACK", "RadioPhone": "X-MS-TEL;TYPE=RADIO",
    "CompanyMainPhone": "X-MS-TEL;TYPE=COMPANY",
}  # fmt: skip
"""The numbers that a vCard has, in its order; the others have no place in it."""
_TEXTS: tuple[tuple[str, Row[str]], ...] = (
    ("TITLE", ContactItem.JobTitle),
    ("ROLE", ContactItem.Profession),
)
_NAMES: tuple[tuple[str, Row[str]], ...] = (
    ("X-MS-SPOUSE;TYPE=N", ContactItem.SpouseName),
    ("X-MS-MANAGER;TYPE=N", ContactItem.Manager),
    ("X-MS-ASSISTANT;TYPE=N", ContactItem.AssistantName),
)


def written(item: Item) -> str:
    """A contact as a text."""
    return "".join(folded(line) for line in (*_HEAD, *_lines(item), "END:VCARD"))


def _lines(item: Item) -> Iterator[str]:
    yield from _who(item)
    yield from _addresses(item)
    numbers = _numbers(item)
    yield from (f"{name}:{escaped(numbers[key])}" for key, name in PHONES.items() if key in numbers)
    yield from _told(item, *_NAMES)
    if "Telex" in numbers:
        yield f"EMAIL;TYPE=TLX:{escaped(numbers['Telex'])}"
    yield from _told(item, *_TEXTS)
    yield from _more(item)


def _told(item: Item, *rows: tuple[str, Row[str]]) -> Iterator[str]:
    for name, row in rows:
        text = item.value(row)
        if text is not None:
            yield f"{name}:{escaped(text)}"


def _structured(*parts: str | None) -> str:
    return ";".join(escaped(part or "") for part in parts)


def _who(item: Item) -> Iterator[str]:
    """The names, the picture, the addresses for mail, the notes, the company."""
    name = item.value(ContactItem.CompleteName) or CompleteName()
    yield f"FN:{escaped(item.value(ContactItem.DisplayName) or item.value(ItemRows.Subject) or '')}"
    yield f"N:{_structured(name.LastName, name.FirstName, name.MiddleName, name.Title, name.Suffix)}"
    yield from _told(item, ("NICKNAME", ContactItem.Nickname))
    for one in attachments.of(item.bag):
        if isinstance(one.bag, FileAttachment) and one.bag.IsContactPhoto is True:
            kind = (one.bag.ContentType or "image/jpeg").rpartition("/")[2].upper()
            yield f"PHOTO;TYPE={kind};ENCODING=B:{base64.b64encode(one.content).decode('ascii')}"
    mail = item.value(ContactItem.EmailAddresses)
    for address in () if mail is None else mail.need(EmailAddressDictionary.Entry):
        yield f"EMAIL;TYPE=INTERNET:{escaped(address.text or '')}"
    note = bodies.as_type(item.bag.get(ItemRows.Body), "Text").text
    if note:
        yield f"NOTE:{escaped(note)}"
    yield f"ORG:{_structured(item.value(ContactItem.CompanyName), item.value(ContactItem.Department))}"
    yield f"CLASS:{CLASSES.get(item.value(ItemRows.Sensitivity) or '', 'PUBLIC')}"


def _addresses(item: Item) -> Iterator[str]:
    """The three addresses, also those that are empty; a label for those that are not."""
    given = item.value(ContactItem.PhysicalAddresses)
    found = {} if given is None else {one.Key: one for one in given.need(PhysicalAddressDictionary.Entry)}
    for word, key in PLACES:
        one = found.get(key) or PhysicalAddressDictionaryEntry()
        where = f"TYPE={word}{',PREF' if item.value(ContactItem.PostalAddressIndex) == key else ''}"
        parts = (one.Street, one.City, one.State, one.PostalCode, one.CountryOrRegion)
        yield f"ADR;{where}:;;{_structured(*parts)}"
        region = " ".join(filter(None, (one.State, one.PostalCode)))
        label = "\n".join(filter(None, (one.Street, ", ".join(filter(None, (one.City, region))))))
        if label:
            yield f"LABEL;{where}:{escaped(label)}"


def _numbers(item: Item) -> dict[str, str]:
    given = item.value(ContactItem.PhoneNumbers)
    return {} if given is None else {one.Key or "": one.text or "" for one in given.need(PhoneNumberDictionary.Entry)}


def _more(item: Item) -> Iterator[str]:
    messengers = item.value(ContactItem.ImAddresses)
    for one in () if messengers is None else messengers.need(ImAddressDictionary.Entry)[:1]:
        yield f"X-MS-IMADDRESS:{escaped(one.text or '')}"
    yield from _told(item, ("URL;TYPE=WORK", ContactItem.BusinessHomePage))
    yield from _list("CATEGORIES", item.value(ItemRows.Categories))
    yield from _list("X-MS-CHILD", item.value(ContactItem.Children))
    yield from _day("BDAY", item.value(ContactItem.Birthday))
    yield f"REV;VALUE=DATE-TIME:{item.modified:%Y-%m-%dT%H:%M:%S},{item.modified.microsecond // 1000:03}Z"
    yield from _day("X-MS-ANNIVERSARY", item.value(ContactItem.WeddingAnniversary))


def _list(name: str, given: ArrayOfStrings | None) -> Iterator[str]:
    if given is not None and given.String:
        yield f"{name}:{','.join(map(escaped, given.String))}"


def _day(name: str, moment: dt.datetime | None) -> Iterator[str]:
    if moment is not None:
        yield f"{name};VALUE=DATE:{moment.date().isoformat()}"
