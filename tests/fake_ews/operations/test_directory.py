"""ResolveNames and ConvertId."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.contacts import (
    ContactItem,
    DistributionList,
    EmailAddressDictionary,
    EmailAddressDictionaryEntry,
    Member,
    MembersList,
)
from fake_ews.contract.directory import (
    AlternateId,
    AlternatePublicFolderId,
    ConvertId,
    ExpandDL,
    NonEmptyArrayOfAlternateIds,
    ResolveNames,
)
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, Reply, folder_ids, get, listed

pytestmark = pytest.mark.usefixtures("kept")


def resolve(ews: Client, text: str) -> Any:
    """ResolveNames: its one response message."""
    return ews.ask(ResolveNames(ReturnFullContactData=True, UnresolvedEntry=text)).only


def convert(ews: Client, text: str, form: str, to: str, mailbox: str = "anna@example.test") -> Reply:
    """ConvertId of one id."""
    source = AlternateId(Format=form, Id=text, Mailbox=mailbox)
    return ews.ask(ConvertId(DestinationFormat=to, SourceIds=listed(NonEmptyArrayOfAlternateIds, [source])))


@pytest.mark.parametrize("text", [" ", ",", "-", " - "])
def test_no_names(ews: Client, text: str) -> None:
    """[doc RC]"""
    assert resolve(ews, text).ResponseCode == "ErrorInvalidNameForNameResolution"


# --- ResolveNames --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["ben", "Bär", "Ben Bär", "BEN@EXAMPLE.TEST", "SMTP:ben@example.test", "smtp:Ben@example.test", "ben@"]
)
def test_one_person(ews: Client, ben: Mailbox, text: str) -> None:
    """ref/resolvenames-operation; grommunio 8c770d061: SMTP: in front"""
    message = resolve(ews, text)
    assert (message.ResponseClass, message.ResponseCode) == ("Success", "NoError")
    (resolution,) = message.ResolutionSet.Resolution
    assert resolution.Mailbox == ben.email_address
    assert (message.ResolutionSet.TotalItemsInView, message.ResolutionSet.IncludesLastItemInRange) == (1, True)


def test_what_the_directory_knows(ews: Client, ben: Mailbox) -> None:
    """ReturnFullContactData; SMTP: in front of the address [seen: exchangelib]"""
    (one,) = resolve(ews, "ben@").ResolutionSet.Resolution
    assert one.Contact.ContactSource == "ActiveDirectory"
    assert (one.Contact.DisplayName, one.Contact.GivenName, one.Contact.Surname) == ("Ben Bär", "Ben", "Bär")
    assert [(mail.Key, mail.text) for mail in one.Contact.EmailAddresses.Entry] == [
        ("EmailAddress1", "SMTP:ben@example.test")
    ]
    bare = ews.ask(ResolveNames(ReturnFullContactData=False, UnresolvedEntry="ben@")).only.ResolutionSet.Resolution
    assert [entry.Contact for entry in bare] == [None]


@pytest.mark.parametrize("text", ["team@", "SMTP:team@example.test", "berne", "Team Ber"])
def test_a_group(ews: Client, exchange: Exchange, ben: Mailbox, text: str) -> None:
    """guide/distribution-groups-and-ews-in-exchange: candidates can be distribution groups"""
    group = exchange.put_group("team@example.test", name="Team Berne", members=(ben.address,))
    (one,) = resolve(ews, text).ResolutionSet.Resolution
    assert one.Mailbox == group.email_address
    assert (one.Contact.DisplayName, one.Contact.Surname) == ("Team Berne", None)
    assert resolve(ews, "Be").ResponseCode == "ErrorNameResolutionMultipleResults"


def test_a_private_list(ews: Client, anna: Mailbox) -> None:
    """ref/resolvenames-operation: its ItemId can be used in ExpandDL"""
    member = Member(Mailbox=EmailAddress(EmailAddress="x@else.test"))
    ews.create(DistributionList(DisplayName="Friends of Berne", Members=MembersList(Member=(member,))))
    ews.create(DistributionList())
    (found,) = resolve(ews, "friends").ResolutionSet.Resolution
    assert (found.Mailbox.Name, found.Mailbox.MailboxType, found.Mailbox.EmailAddress, found.Contact) == (
        "Friends of Berne", "PrivateDL", None, None,
    )  # fmt: skip
    expanded = ews.ask(ExpandDL(Mailbox=EmailAddress(ItemId=found.Mailbox.ItemId))).only.DLExpansion.Mailbox
    assert [one.EmailAddress for one in expanded] == ["x@else.test"]
    assert resolve(ews, "Berne").ResponseCode == "ErrorNameResolutionNoResults"


@pytest.mark.parametrize(
    ("scope", "sources"),
    [
        (None, ["ActiveDirectory", "Store"]), ("ActiveDirectory", ["ActiveDirectory"]), ("Contacts", ["Store"]),
        ("ContactsActiveDirectory", ["Store", "ActiveDirectory"]),
    ],
)  # fmt: skip
def test_where_a_name_is_looked_for(ews: Client, ben: Mailbox, scope: str | None, sources: list[str]) -> None:
    """ref/resolvenames: the directory, then one's own contacts, or the other way round"""
    mails = EmailAddressDictionary(Entry=(EmailAddressDictionaryEntry(Key="EmailAddress1", text="benno@example.org"),))
    made = ews.create(ContactItem(DisplayName="Benno", EmailAddresses=mails), folder="contacts").id
    ews.create(ContactItem(CompanyName="Bend"), folder="tasks")
    wish = ResolveNames(
        ReturnFullContactData=True, SearchScope=scope, UnresolvedEntry="ben", ParentFolderIds=folder_ids("contacts")
    )
    found = ews.ask(wish).only.ResolutionSet.Resolution
    assert [one.Contact.ContactSource for one in found] == sources
    own = [one.Mailbox for one in found if one.Contact.ContactSource == "Store"]
    assert [(one.MailboxType, one.EmailAddress, one.ItemId.Id) for one in own] == [
        ("Contact", "benno@example.org", made.Id)
    ] * len(own)


def test_a_folder_of_contacts_that_is_not_there(ews: Client, ben: Mailbox) -> None:
    """RC ErrorFolderNotFound"""
    wish = ResolveNames(ReturnFullContactData=True, UnresolvedEntry="ben", ParentFolderIds=folder_ids("voicemail"))
    assert ews.ask(wish).code == "ErrorFolderNotFound"


@pytest.mark.parametrize("text", ["nobody", "en Bär", "ben@example.test.org", "smtp:"])
def test_nobody(ews: Client, ben: Mailbox, text: str) -> None:
    """fact sheet section 13: ResponseClass Error, "No results were found." """
    message = resolve(ews, text)
    assert (message.ResponseClass, message.ResponseCode, message.MessageText) == (
        "Error", "ErrorNameResolutionNoResults", "No results were found.",
    )  # fmt: skip


def test_several(ews: Client, exchange: Exchange) -> None:
    """fact sheet section 13: Warning, with the ResolutionSet"""
    for name in ("Aare", "Anton"):
        exchange.add_mailbox(f"{name.lower()}@example.test")
    message = resolve(ews, "a")
    assert (message.ResponseClass, message.ResponseCode, message.MessageText, message.DescriptiveLinkKey) == (
        "Warning", "ErrorNameResolutionMultipleResults", "Multiple results were found.", 0,
    )  # fmt: skip
    assert len(message.ResolutionSet.Resolution) == 3


@pytest.mark.proof
def test_at_most_a_hundred(ews: Client, exchange: Exchange) -> None:
    """fact sheet section 13"""
    for number in range(101):
        exchange.add_mailbox(f"zoe{number}@example.test")
    found = resolve(ews, "zoe").ResolutionSet
    assert (len(found.Resolution), found.IncludesLastItemInRange) == (100, False)


def test_where_to_look_makes_no_parts(ews: Client, ben: Mailbox) -> None:
    request = ResolveNames(
        ReturnFullContactData=False, UnresolvedEntry="nobody", ParentFolderIds=folder_ids("contacts", "inbox")
    )
    assert ews.ask(request).codes == ["ErrorNameResolutionNoResults"]


# --- ConvertId -----------------------------------------------------------------------------------------------------


def test_there_and_back(ews: Client, review: Item) -> None:
    """ref/convertid-operation"""
    for form in ("EntryId", "HexEntryId", "OwaId", "EwsLegacyId", "EwsId"):
        there = convert(ews, review.item_id, "EwsId", form).only.AlternateId
        assert (there.Format, there.Mailbox) == (form, "anna@example.test")
        back = convert(ews, there.Id, form, "EwsId").only.AlternateId
        assert back.Id == review.item_id
        assert ews.ask(get(back.Id)).code == "NoError"


def test_the_forms(ews: Client, review: Item) -> None:
    hexadecimal = convert(ews, review.item_id, "EwsId", "HexEntryId").only.AlternateId.Id
    assert bytes.fromhex(hexadecimal) == base64.b64decode(
        convert(ews, review.item_id, "EwsId", "EntryId").only.AlternateId.Id
    )
    web = convert(ews, review.item_id, "EwsId", "OwaId").only.AlternateId.Id
    assert not {"+", "/", "="} & set(web)


def test_the_id_of_a_folder(ews: Client, anna: Mailbox) -> None:
    """seen: a client's first call after sign-in"""
    folder = anna.ids.folder(anna.need("calendar").number)
    entry = convert(ews, folder, "EwsId", "HexEntryId").only.AlternateId.Id
    assert convert(ews, entry, "HexEntryId", "EwsId").only.AlternateId.Id == folder


@pytest.mark.parametrize(
    ("text", "form", "to"),
    [
        ("nonsense", "EwsId", "EntryId"), ("nonsense", "HexEntryId", "EwsId"), ("AAAA", "EntryId", "EwsId"),
        ("?", "EntryId", "EwsId"), ("AAAA", "StoreId", "EwsId"), ("AAAA", "StoreId", "EntryId"),
    ],
)  # fmt: skip
def test_ids_that_are_none(ews: Client, text: str, form: str, to: str) -> None:
    """RC ErrorInvalidIdMalformed"""
    assert convert(ews, text, form, to).code == "ErrorInvalidIdMalformed"


def test_an_empty_id(ews: Client) -> None:
    """RC ErrorInvalidIdEmpty"""
    assert convert(ews, "", "EwsId", "EntryId").code == "ErrorInvalidIdEmpty"


def test_a_mailbox_that_does_not_exist(ews: Client, review: Item) -> None:
    entry = convert(ews, review.item_id, "EwsId", "HexEntryId").only.AlternateId.Id
    assert convert(ews, entry, "HexEntryId", "EwsId", "x@y.test").code == "ErrorNonExistentMailbox"


def test_an_id_says_whose_it_is(ews: Client, review: Item) -> None:
    """A client learns its own address so, naming one that does not exist. [seen: DavMail]"""
    told = convert(ews, review.item_id, "EwsId", "EntryId", "x@y.test").only.AlternateId
    assert told.Mailbox == "anna@example.test"


def test_public_folders_are_not_there(ews: Client, review: Item) -> None:
    public = AlternatePublicFolderId(Format="EwsId", FolderId="AAAA")
    own = AlternateId(Format="EwsId", Id=review.item_id, Mailbox="ANNA@example.test")
    request = ConvertId(DestinationFormat="EntryId", SourceIds=listed(NonEmptyArrayOfAlternateIds, [public, own]))
    assert ews.ask(request).codes == ["ErrorInvalidOperation", "NoError"]
