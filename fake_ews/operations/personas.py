"""People as Outlook on the web sees them: FindPeople, GetPersona.

Rule: a persona is made of one contact, or of what the directory knows of a mailbox or group; it is computed when it is
asked for, and its id from what it was made of. Source: ref/findpeople-operation, ref/getpersona-operation, ref/persona.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from fake_ews.contract.common import EmailAddress, ItemId
from fake_ews.contract.contacts import ContactItem, EmailAddressDictionary
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Mapi, Row
from fake_ews.contract.people import (
    ArrayOfEmailAddresses,
    ArrayOfPeople,
    ArrayOfPeopleQuerySource,
    FindPeople,
    FindPeopleResponseMessage,
    GetPersona,
    GetPersonaResponseMessage,
    Persona,
    PersonaResponseShape,
)
from fake_ews.contract.queries import IndexedPageView
from fake_ews.model import ids
from fake_ews.model.extended import Extended
from fake_ews.model.failures import (
    ErrorInvalidIdMalformed,
    ErrorItemNotFound,
    Failure,
    RequestFailure,
)
from fake_ews.model.items import Item
from fake_ews.model.lists import Group
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.queries import matcher, page, sort_key
from fake_ews.operations import _access, _found
from fake_ews.operations._errors import FOLDER, RESTRICTION
from fake_ews.operations._registry import Call, Message, single
from fake_ews.operations.directory import given_and_surname
from fake_ews.operations.find import zone_of

T = TypeVar("T")
_HEAD = b"\x00\x05\x10\x00"
"""How the id of a persona begins [seen: captures of Outlook on the web]; a GUID follows."""
HIGHEST = 2**31 - 1
_CONTACT: tuple[tuple[Row[Any], Row[Any]], ...] = (
    (Persona.DisplayName, ContactItem.DisplayName), (Persona.GivenName, ContactItem.GivenName),
    (Persona.MiddleName, ContactItem.MiddleName), (Persona.Surname, ContactItem.Surname),
    (Persona.CompanyName, ContactItem.CompanyName), (Persona.Department, ContactItem.Department),
    (Persona.Title, ContactItem.JobTitle), (Persona.FileAs, ContactItem.FileAs),
    (Persona.Nickname, ContactItem.Nickname), (Persona.Location, ContactItem.OfficeLocation),
    (Persona.CreationTime, ItemRows.DateTimeCreated),
)  # fmt: skip
"""What a persona takes from a contact as it is. To add a property: one line."""


@dataclass(frozen=True, slots=True)
class Values:
    """A persona for queries."""

    bag: Persona

    @property
    def kind(self) -> type[Bag]:
        """The contract's type."""
        return Persona

    def value(self, row: Row[T]) -> T | None:
        """The value of a row."""
        return self.bag.get(row)

    def named(self, name: Mapi) -> Extended | None:
        """Personas have no extended properties of their own."""
        return None


@single(
    "FindPeople",
    FOLDER,
    RESTRICTION,
    "ErrorInvalidIndexedPagingParameters ErrorInvalidOperation ErrorInvalidPagingMaxRows "
    "ErrorUnsupportedPathForSortGroup",
)
def find_people(call: Call) -> Message:
    """ref/findpeople-operation: in a folder; without one, among the user's contacts and in the directory"""
    request = call.asked(FindPeople)
    people = _people(call, request)
    if isinstance(people, Failure):
        return people
    for restriction in filter(None, (request.Restriction, request.AggregationRestriction)):
        matches = matcher(restriction, call.mailbox.profile, zone_of(call))
        if isinstance(matches, Failure):
            return matches
        people = [one for one in people if matches(one)]
    words = (request.QueryString or "").rpartition(":")[2].strip('" ').lower()
    people = [one for one in people if not words or _is_called(one.bag, words)]
    if request.SortOrder is not None:
        key = sort_key(request.SortOrder)
        if isinstance(key, Failure):
            return key
        people = sorted(people, key=key)
    return _found_people(call, request, people)


def _found_people(call: Call, request: FindPeople, people: list[Values]) -> Message:
    view = request.need(FindPeople.IndexedPageItemView)
    found = page(people, view, call.mailbox.profile.page_limit)
    if isinstance(found, Failure):
        return found
    shape = request.PersonaShape or PersonaResponseShape(BaseShape="Default")
    shown = [_shown(one.bag, shape) for one in found.items]
    return FindPeopleResponseMessage(
        People=ArrayOfPeople(Persona=tuple(shown)),
        TotalNumberOfPeopleInView=found.total,
        FirstMatchingRowIndex=0,
        FirstLoadedRowIndex=view.need(IndexedPageView.Offset),
    )


@single("GetPersona", "ErrorInvalidIdMalformed ErrorItemNotFound")
def get_persona(call: Call) -> Message:
    """ref/getpersona-operation: by id, or by address; no answer is without somebody, so a failure is a fault"""
    request = call.asked(GetPersona)
    named, address = request.PersonaId, request.EmailAddress
    if named is not None:
        wanted = named.need(ItemId.Id)
        if not _is_id(wanted):
            raise RequestFailure(ErrorInvalidIdMalformed)
        found = next((one.bag for one in _known(call) if one.bag.need(Persona.PersonaId).Id == wanted), None)
    else:
        text = ((address and address.EmailAddress) or "").lower()
        found = next((one.bag for one in _known(call) if text and text in _addresses(one.bag)), None)
    if found is None:
        raise RequestFailure(ErrorItemNotFound)
    return GetPersonaResponseMessage(Persona=found)


def _is_id(text: str) -> bool:
    """Whether a text has the form of a persona's id."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return data[:4] == _HEAD and len(data) == 20


def _people(call: Call, request: FindPeople) -> list[Values] | Failure:
    if request.ParentFolderId is None:
        asked = request.QuerySources
        sources = ("Mailbox", "Directory") if asked is None else asked.need(ArrayOfPeopleQuerySource.Source)
        return list(_known(call, sources))
    named = request.ParentFolderId.DistinguishedFolderId
    if named is not None and named.Id == "directory":
        return list(_known(call, ("Directory",)))
    place = _found.looked_into(call, request.ParentFolderId)
    if isinstance(place, Failure):
        return place
    return [Values(_of_contact(item)) for item in _access.seen(call, *place) if item.kind is ContactItem]


def _known(call: Call, sources: tuple[str, ...] = ("Mailbox", "Directory")) -> Iterator[Values]:
    """Everybody the caller can find: his contacts, then the organisation; each address once."""
    seen: set[str] = set()
    if "Mailbox" in sources:
        for item in call.mailbox.items_of(call.mailbox.need("contacts")):
            if item.kind is ContactItem:
                persona = _of_contact(item)
                seen |= _addresses(persona)
                yield Values(persona)
    if "Directory" in sources:
        for mailbox in call.exchange.mailboxes.values():
            if mailbox.address not in seen:
                yield Values(_of_mailbox(mailbox))
        for group in call.exchange.groups.values():
            if group.address not in seen:
                yield Values(_of_group(group, call.exchange.seed))


def _of_contact(item: Item) -> Persona:
    persona = _new(item.mailbox.exchange.seed, item.mailbox.address, "item", str(item.number))
    for row, source in _CONTACT:
        persona.set(row, item.value(source))
    dictionary = item.bag.get(ContactItem.EmailAddresses)
    entries = () if dictionary is None else dictionary.need(EmailAddressDictionary.Entry)
    mails = tuple(
        EmailAddress(Name=one.Name or persona.DisplayName, EmailAddress=one.text, RoutingType="SMTP")
        for one in entries if one.text
    )  # fmt: skip
    if mails:
        persona.EmailAddress, persona.EmailAddresses = mails[0], ArrayOfEmailAddresses(Address=mails)
    return persona


def _of_mailbox(mailbox: Mailbox) -> Persona:
    persona = _new(mailbox.exchange.seed, mailbox.address, "mailbox", mailbox.address)
    persona.DisplayName, persona.EmailAddress = mailbox.name, mailbox.email_address
    persona.GivenName, persona.Surname = given_and_surname(mailbox)
    persona.EmailAddresses = ArrayOfEmailAddresses(Address=(mailbox.email_address,))
    return persona


def _of_group(group: Group, seed: int) -> Persona:
    """Source: ref/personatype, which knows persons and distribution lists. [how the latter is spelled: unverified]"""
    persona = _new(seed, group.address, "group", group.address)
    persona.PersonaType = "DistributionList"
    persona.DisplayName, persona.EmailAddress = group.name, group.email_address
    persona.EmailAddresses = ArrayOfEmailAddresses(Address=(group.email_address,))
    return persona


def _new(seed: int, address: str, kind: str, of: str) -> Persona:
    number = ids.guid(seed, address, "persona", kind, of)
    own_id = base64.b64encode(_HEAD + number.bytes_le).decode("ascii")
    return Persona(PersonaId=ItemId(Id=own_id), PersonaType="Person", RelevanceScore=HIGHEST)


def _addresses(persona: Persona) -> set[str]:
    several = persona.EmailAddresses
    return set() if several is None else {(one.EmailAddress or "").lower() for one in several.Address or ()}


def _is_called(persona: Persona, words: str) -> bool:
    """Whether a name or address begins so."""
    names = (persona.DisplayName, persona.GivenName, persona.Surname, persona.CompanyName, *_addresses(persona))
    return any(name.lower().startswith(words) for name in names if name)


_DEFAULT = (
    Persona.PersonaId, Persona.PersonaType, Persona.DisplayName, Persona.CompanyName, Persona.EmailAddress,
    Persona.RelevanceScore,
)  # fmt: skip


def _shown(persona: Persona, shape: PersonaResponseShape) -> Persona:
    if shape.BaseShape == "AllProperties":
        return persona
    more = shape.AdditionalProperties
    asked = {getattr(entry.value, "FieldURI", None) for entry in (more.entries or ())} if more is not None else set()
    rows = _DEFAULT if shape.BaseShape == "Default" else (Persona.PersonaId,)
    kept = Persona()
    for row, value in persona:
        if row in rows or row.uri in asked:
            kept.set(row, value)
    return kept
