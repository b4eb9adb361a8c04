"""Names and ids: ResolveNames, ConvertId.

Source: ref/resolvenames-operation, ref/convertid-operation; fact sheet sections 13 and 17.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.contacts import (
    ContactItem,
    DistributionList,
    EmailAddressDictionary,
    EmailAddressDictionaryEntry,
)
from fake_ews.contract.directory import (
    AlternateId,
    ArrayOfResolution,
    ConvertId,
    ConvertIdResponseMessage,
    Resolution,
    ResolveNames,
    ResolveNamesResponseMessage,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Row
from fake_ews.model import ids
from fake_ews.model.failures import (
    ErrorInvalidNameForNameResolution,
    ErrorInvalidOperation,
    ErrorNameResolutionMultipleResults,
    ErrorNameResolutionNoResults,
    ErrorNonExistentMailbox,
    Failure,
)
from fake_ews.model.items import Item
from fake_ews.model.lists import Group
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _access, _found
from fake_ews.operations._errors import FOLDER, IDS
from fake_ews.operations._registry import Call, Message, batch, entries_of

_ID = ItemRows.ItemId
_NO_NAMES = ("", ",", "-")  # [doc RC]
MOST = 100  # candidates that ResolveNames returns


@batch(
    "ResolveNames",
    FOLDER,
    "ErrorInvalidNameForNameResolution ErrorNameResolutionMultipleResults ErrorNameResolutionNoResults",
)
def resolve_names(call: Call) -> Iterator[Message]:
    """ref/resolvenames-operation: an address (SMTP: in front or not), or the beginning of a name; groups, too"""
    request = call.asked(ResolveNames)
    text, scope = request.need(ResolveNames.UnresolvedEntry), request.SearchScope or "ActiveDirectoryContacts"
    if text.strip() in _NO_NAMES:
        yield ErrorInvalidNameForNameResolution
        return
    places = _contacts_folders(call, request) if "Contacts" in scope else []
    if isinstance(places, Failure):
        yield places
        return
    people = [_of_directory(one) for one in call.exchange.mailboxes.values() if _answers_to(one, text)]
    people += [_of_groups(one) for one in call.exchange.groups.values() if _answers_to(one, text)]
    contacts = [_of_contacts(one) for place in places for one in _access.seen(call, *place) if _is(one, text)]
    order = {"Contacts": contacts, "ActiveDirectory": people, "ContactsActiveDirectory": contacts + people}
    found = order.get(scope, people + contacts)[: MOST + 1]
    if not found:
        yield ErrorNameResolutionNoResults
        return
    if not request.ReturnFullContactData:
        found = [Resolution(Mailbox=one.need(Resolution.Mailbox)) for one in found]
    resolutions = tuple(found[:MOST])
    message = ResolveNamesResponseMessage(
        ResolutionSet=ArrayOfResolution(
            TotalItemsInView=len(resolutions), IncludesLastItemInRange=len(found) <= MOST, Resolution=resolutions
        )
    )
    if len(found) > 1:
        message.ResponseClass, message.DescriptiveLinkKey = "Warning", 0
        message.ResponseCode = ErrorNameResolutionMultipleResults.code
        message.MessageText = ErrorNameResolutionMultipleResults.text
    yield message


def _contacts_folders(call: Call, request: ResolveNames) -> list[_found.Place] | Failure:
    """Where contacts are looked for: in the folders that are named, else in that of the mailbox."""
    if request.ParentFolderIds is None:
        return [_found.Place(call.mailbox, call.mailbox.need("contacts"))]
    places = []
    for entry in entries_of(request.ParentFolderIds):
        place = _found.folder(call, entry.value)
        if isinstance(place, Failure):
            return place
        places.append(place)
    return places


def given_and_surname(mailbox: Mailbox) -> tuple[str | None, str | None]:
    """The parts of an owner's name, as the directory lists them; of a single word neither."""
    given, _, surname = mailbox.name.rpartition(" ")
    return (given, surname) if given else (None, None)


def _of_directory(mailbox: Mailbox) -> Resolution:
    """Somebody of the organisation, with what the directory knows."""
    contact = _listed(mailbox)
    contact.GivenName, contact.Surname = given_and_surname(mailbox)
    return Resolution(Mailbox=mailbox.email_address, Contact=contact)


def _of_groups(group: Group) -> Resolution:
    """A distribution group, or a room list. [that it has a Contact: unverified]"""
    return Resolution(Mailbox=group.email_address, Contact=_listed(group))


def _listed(one: Mailbox | Group) -> ContactItem:
    """What the directory has of everybody."""
    return ContactItem(
        DisplayName=one.name,
        EmailAddresses=EmailAddressDictionary(
            Entry=(EmailAddressDictionaryEntry(Key="EmailAddress1", text=f"SMTP:{one.address}"),)
        ),
        ContactSource="ActiveDirectory",
    )


def _of_contacts(item: Item) -> Resolution:
    """A contact of the user's own, or a list of contacts, which has no address: ExpandDL takes its id."""
    if item.kind is DistributionList:
        called, number = item.bag.get(DistributionList.DisplayName), item.value(_ID)
        return Resolution(
            Mailbox=EmailAddress(Name=called, RoutingType="MAPIPDL", MailboxType="PrivateDL", ItemId=number)
        )
    first, name, own_id = next(iter(_addresses(item)), None), item.bag.get(ContactItem.DisplayName), item.value(_ID)
    routing = "SMTP" if first else None
    mailbox = EmailAddress(
        Name=name, EmailAddress=first, RoutingType=routing, MailboxType="Contact", ItemId=own_id
    )  # fmt: skip
    contact = ContactItem()
    for row, value in item.bag:
        contact.set(row, value)
    contact.ContactSource = "Store"
    return Resolution(Mailbox=mailbox, Contact=contact)


def _addresses(item: Item) -> list[str]:
    dictionary = item.bag.get(ContactItem.EmailAddresses)
    entries = () if dictionary is None else dictionary.need(EmailAddressDictionary.Entry)
    return [one.text for one in entries if one.text]


def _is(item: Item, text: str) -> bool:
    wanted = text.lower().removeprefix("smtp:").strip()
    if item.kind is DistributionList:
        return bool(wanted) and (item.bag.get(DistributionList.DisplayName) or "").lower().startswith(wanted)
    rows: tuple[Row[str], ...] = (
        ContactItem.DisplayName,
        ContactItem.GivenName,
        ContactItem.Surname,
        ContactItem.CompanyName,
    )
    names = [item.bag.get(row) or "" for row in rows] + _addresses(item)
    return bool(wanted) and item.kind is ContactItem and any(name.lower().startswith(wanted) for name in names)


def _answers_to(one: Mailbox | Group, text: str) -> bool:
    wanted = text.lower().removeprefix("smtp:").strip()
    words = one.name.lower().split()
    names = [one.name.lower(), *words, one.address]
    return bool(wanted) and any(name.startswith(wanted) for name in names)


@batch("ConvertId", IDS, "ErrorInvalidOperation ErrorNonExistentMailbox")
def convert_id(call: Call) -> Iterator[Message]:
    """ref/convertid-operation: between the forms of EWS, MAPI (EntryId, HexEntryId) and Outlook on the web"""
    request = call.asked(ConvertId)
    for entry in entries_of(request.SourceIds):
        if not isinstance(entry.value, AlternateId):
            yield ErrorInvalidOperation.saying("There are no public folders here.", "a public folder")
            continue
        yield _convert(call, entry.value, request.need(ConvertId.DestinationFormat))


def _convert(call: Call, source: AlternateId, to: str) -> Message:
    mailbox = _owner(call, source)
    if mailbox is None:
        return ErrorNonExistentMailbox
    text = ids.converted(source.need(AlternateId.Id), source.need(AlternateId.Format), to, mailbox.ids)
    if isinstance(text, Failure):
        return text
    return ConvertIdResponseMessage(AlternateId=AlternateId(Format=to, Id=text, Mailbox=mailbox.address))


def _owner(call: Call, source: AlternateId) -> Mailbox | None:
    """Whose id it is: the mailbox that is named; where there is none of that name, the one that the id speaks of.

    A client asks so for its own address, with one that does not exist. [seen: DavMail]
    """
    named = call.exchange.mailboxes.get(source.need(AlternateId.Mailbox).lower())
    parsed = ids.read(source.need(AlternateId.Id))
    if named is not None or isinstance(parsed, Failure):
        return named
    return call.exchange.mailbox_of(parsed.mailbox)
