"""What a vCard gives a contact that is made of it.

Rule: the lines that `vcards` writes are read, whatever their order; an empty one gives nothing, one that cannot be read
is passed over. Source: MS-OXVCARD 2.1.3 (which type is which number); RFC 2426.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from fake_ews.contract.attachments import FileAttachment
from fake_ews.contract.common import ArrayOfStrings, Body
from fake_ews.contract.contacts import (
    CompleteName,
    ContactItem,
    EmailAddressDictionary,
    EmailAddressDictionaryEntry,
    EmailAddressKey,
    ImAddressDictionary,
    ImAddressDictionaryEntry,
    PhoneNumberDictionary,
    PhoneNumberDictionaryEntry,
    PhysicalAddressDictionary,
    PhysicalAddressDictionaryEntry,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Row
from fake_ews.model.icalendar import Component, Line
from fake_ews.model.vcards import CLASSES, PHONES, PLACES

_TEXTS: dict[str, Row[str]] = {
    "FN": ContactItem.DisplayName, "NICKNAME": ContactItem.Nickname, "TITLE": ContactItem.JobTitle,
    "ROLE": ContactItem.Profession, "X-MS-SPOUSE": ContactItem.SpouseName, "X-MS-MANAGER": ContactItem.Manager,
    "X-MS-ASSISTANT": ContactItem.AssistantName,
}  # fmt: skip
_LISTS = {"CATEGORIES": ItemRows.Categories, "X-MS-CHILD": ContactItem.Children}
_DAYS = {"BDAY": ContactItem.Birthday, "X-MS-ANNIVERSARY": ContactItem.WeddingAnniversary}
_N = (ContactItem.Surname, ContactItem.GivenName, ContactItem.MiddleName, None, ContactItem.Generation)
_ORG = (ContactItem.CompanyName, ContactItem.Department)


def values(card: Component) -> dict[Row[Any], Any]:
    """The values of a contact by row, and those alone that the vCard has."""
    found: dict[Row[Any], Any] = {ItemRows.Subject: card.text("FN") or ""}
    found |= {row: text for name, row in _TEXTS.items() if (text := card.text(name))}
    found |= {row: ArrayOfStrings(String=line.texts) for name, row in _LISTS.items() if (line := card.line(name))}
    found |= {row: day for name, row in _DAYS.items() if (day := _day(card.text(name) or ""))}
    for name, rows in (("N", _N), ("ORG", _ORG)):
        found |= {row: part for row, part in zip(rows, _parts(card.line(name)), strict=False) if row and part}
    title = _parts(card.line("N"))[3:4]
    if any(title):
        found[ContactItem.CompleteName] = CompleteName(Title=title[0])
    if page := next((line.text for line in card.all("URL") if "HOME" not in _types(line)), ""):
        found[ContactItem.BusinessHomePage] = page
    if note := card.text("NOTE"):
        found[ItemRows.Body] = Body(BodyType="Text", text=note)
    word = (card.text("CLASS") or "").upper()
    found[ItemRows.Sensitivity] = next((key for key, name in CLASSES.items() if name == word), "Normal")
    return found | _addresses(card) | _dictionaries(card)


def photos(card: Component) -> Iterator[FileAttachment]:
    """The pictures in it, as files."""
    for line in card.all("PHOTO"):
        kind = next(iter(_types(line) - {"PREF"}), "JPEG").lower()
        try:
            data = base64.b64decode("".join(line.value.split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        yield FileAttachment(
            Name="ContactPicture.jpg", ContentType=f"image/{kind}", Content=data, IsContactPhoto=True, IsInline=False
        )


def _types(line: Line) -> set[str]:
    return {word.strip().upper() for word in line.parameters.get("TYPE", "").split(",")} - {""}


def _parts(line: Line | None) -> list[str]:
    """The parts of a structured value."""
    if line is None:
        return []
    return [Line(line.name, part).text for part in re.findall(r"((?:\\.|[^\\;])*)(?:;|$)", line.value, re.DOTALL)]


def _day(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text[:10]), dt.time(), dt.UTC)
    except ValueError:
        return None


def _addresses(card: Component) -> dict[Row[Any], Any]:
    entries, found = [], dict[Row[Any], Any]()
    for word, key in PLACES:
        line = next((line for line in card.all("ADR") if word in _types(line)), None)
        parts = (*_parts(line)[2:], *[""] * 5)[:5]
        if line is not None and any(parts):
            rows = ("Street", "City", "State", "PostalCode", "CountryOrRegion")
            told = {row: part for row, part in zip(rows, parts, strict=True) if part}
            entries.append(PhysicalAddressDictionaryEntry(Key=key, **told))
        if line is not None and "PREF" in _types(line):
            found[ContactItem.PostalAddressIndex] = key
    if entries:
        found[ContactItem.PhysicalAddresses] = PhysicalAddressDictionary(Entry=tuple(entries))
    return found


def _dictionaries(card: Component) -> dict[Row[Any], Any]:
    """The addresses for mail and messages, and the numbers."""
    found: dict[Row[Any], Any] = {}
    mail = [line.text for line in card.all("EMAIL") if line.text and "TLX" not in _types(line)]
    if mail:
        found[ContactItem.EmailAddresses] = EmailAddressDictionary(Entry=tuple(
            EmailAddressDictionaryEntry(Key=key, text=text)
            for key, text in zip(EmailAddressKey.values, mail, strict=False)
        ))  # fmt: skip
    if messenger := card.text("X-MS-IMADDRESS"):
        entry = ImAddressDictionaryEntry(Key="ImAddress1", text=messenger)
        found[ContactItem.ImAddresses] = ImAddressDictionary(Entry=(entry,))
    numbers = _numbers(card)
    if numbers:
        found[ContactItem.PhoneNumbers] = PhoneNumberDictionary(
            Entry=tuple(PhoneNumberDictionaryEntry(Key=key, text=text) for key, text in numbers.items())
        )
    return found


def _numbers(card: Component) -> dict[str, str]:
    """The numbers by their keys: the second of a type is the second one of that place, a third has none."""
    found: dict[str, str] = {}
    for line in (*card.all("TEL"), *card.all("X-MS-TEL")):
        types = _types(line)
        types = (types - {"PREF", "VOICE"}) or types
        types = types if types and not types & _VOICES else {"VOICE"}
        key = next((key for key, of in _NUMBERS.items() if of == (line.name, types) and key not in found), None)
        if key is not None and line.text:
            found[key] = line.text
    telex = next((line.text for line in card.all("EMAIL") if "TLX" in _types(line)), "")
    return found | ({"Telex": telex} if telex else {})


_VOICES = {"MSG", "VIDEO", "BBS", "MODEM"}
_NUMBERS = {key: (said.partition(";")[0], set(said.partition("=")[2].split(","))) for key, said in PHONES.items()}
