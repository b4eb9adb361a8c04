"""FindPeople and GetPersona."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.common import DistinguishedFolderId, EmailAddress, FolderId, ItemId, TargetFolderId
from fake_ews.contract.contacts import ContactItem, DistributionList
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.people import (
    ArrayOfPeopleQuerySource,
    FindPeople,
    GetPersona,
    Persona,
    PersonaResponseShape,
)
from fake_ews.contract.queries import FieldOrder, IndexedPageView, NonEmptyArrayOfFieldOrders
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.model.asking import equal
from tests.fake_ews.operations.client import Client, path_entry, paths
from tests.fake_ews.operations.test_find_item import where
from tests.fake_ews.operations.test_indexed import mails

GIVEN = PathToExtendedField(PropertyTag="0x3A06", PropertyType="String")
"""A contact's given name, as MAPI has it."""


def people(ews: Client, folder: str | None = "contacts", **said: Any) -> Any:
    """FindPeople."""
    where_to = None if folder is None else TargetFolderId(DistinguishedFolderId=DistinguishedFolderId(Id=folder))
    view = IndexedPageView(Offset=0, BasePoint="Beginning", MaxEntriesReturned=10)
    return ews.ask(FindPeople(**{"ParentFolderId": where_to, "IndexedPageItemView": view} | said)).only


def names(found: Any) -> list[str | None]:
    """Who was found."""
    assert found.ResponseCode == "NoError"
    return [one.DisplayName for one in found.People.Persona or ()]


@pytest.fixture
def friends(ews: Client) -> None:
    """Two contacts."""
    for number, name in enumerate(("John Doe", "Ada Arn"), start=1):
        given, surname = name.split()
        ews.create(
            ContactItem(
                DisplayName=name, GivenName=given, Surname=surname, CompanyName="Acme",
                EmailAddresses=mails(EmailAddress1=f"friend{number}@example.org"),
            ),
            folder="contacts",
        )  # fmt: skip


def test_in_a_folder(ews: Client, friends: None) -> None:
    """ref/findpeople-operation: each contact is somebody"""
    found = people(ews)
    assert names(found) == ["John Doe", "Ada Arn"]
    assert (found.TotalNumberOfPeopleInView, found.FirstLoadedRowIndex) == (2, 0)
    john = found.People.Persona[0]
    assert (john.PersonaType, john.CompanyName, john.EmailAddress.EmailAddress) == (
        "Person", "Acme", "friend1@example.org",
    )  # fmt: skip
    assert john.Surname is None


def test_without_a_folder_the_directory_counts_too(ews: Client, friends: None, ben: Mailbox) -> None:
    """ref/findpeople-operation: Mailbox and Directory"""
    assert names(people(ews, None)) == ["John Doe", "Ada Arn", "Anna Arn", "Ben Bär"]
    assert names(people(ews, "directory")) == ["Anna Arn", "Ben Bär"]
    only = ArrayOfPeopleQuerySource(Source=("Mailbox",))
    assert names(people(ews, None, QuerySources=only)) == ["John Doe", "Ada Arn"]
    assert people(ews, "voicemail").ResponseCode == "ErrorFolderNotFound"


def test_everybody_is_there_once(ews: Client, friends: None, ben: Mailbox) -> None:
    """who is among the contacts is not told again from the directory; a distribution list is nobody"""
    bens = ContactItem(DisplayName="Benno", EmailAddresses=mails(EmailAddress1="Ben@example.test"))
    ews.create(bens, DistributionList(DisplayName="Team"), folder="contacts")
    assert names(people(ews, None)) == ["John Doe", "Ada Arn", "Benno", "Anna Arn"]


def test_groups_are_distribution_lists(ews: Client, exchange: Exchange, ben: Mailbox) -> None:
    """ref/personatype; one among the contacts is not told again"""
    team, friends = "team@example.test", "friends@example.test"
    for address in (team, friends):
        exchange.put_group(address, members=(ben.address,))
    own = ContactItem(DisplayName="My friends", EmailAddresses=mails(EmailAddress1=friends))
    ews.create(own, folder="contacts")
    found = people(ews, None)
    assert names(found) == ["My friends", "Anna Arn", "Ben Bär", "Team"]
    group = found.People.Persona[-1]
    assert (group.PersonaType, group.EmailAddress.MailboxType) == ("DistributionList", "PublicDL")
    assert names(people(ews, None, QueryString="tea")) == ["Team"]


def test_extended_properties_are_sought_in_vain(ews: Client, friends: None) -> None:
    assert names(people(ews, Restriction=where(equal(GIVEN, "John")))) == []


@pytest.mark.parametrize("words", ["john", "DOE", "DisplayName:john", 'DisplayName:"john d"', "friend1@", "acme"])
def test_by_name(ews: Client, friends: None, words: str) -> None:
    """[seen: exchangelib]"""
    assert "John Doe" in names(people(ews, QueryString=words))
    assert names(people(ews, QueryString="x" + words.rpartition(":")[2].strip('"'))) == []


def test_restricted_and_sorted(ews: Client, friends: None) -> None:
    """persona: paths"""
    order = NonEmptyArrayOfFieldOrders(
        FieldOrder=(FieldOrder(Order="Ascending", entries=(path_entry(FieldOrder, Persona.DisplayName),)),)
    )
    assert names(people(ews, SortOrder=order)) == ["Ada Arn", "John Doe"]
    assert names(people(ews, Restriction=where(equal("persona:DisplayName", "Ada Arn")))) == ["Ada Arn"]
    assert names(people(ews, AggregationRestriction=where(equal("persona:Surname", "doe")))) == ["John Doe"]
    bad = NonEmptyArrayOfFieldOrders(
        FieldOrder=(FieldOrder(Order="Ascending", entries=(path_entry(FieldOrder, Persona.EmailAddress),)),)
    )
    assert people(ews, SortOrder=bad).ResponseCode == "ErrorUnsupportedPathForSortGroup"
    refused = people(ews, Restriction=where(equal("persona:EmailAddresses", "x")))
    assert refused.ResponseCode == "ErrorUnsupportedPathForQuery"
    nowhere = IndexedPageView(Offset=-1, BasePoint="Beginning")
    assert people(ews, IndexedPageItemView=nowhere).ResponseCode == "ErrorInvalidIndexedPagingParameters"


def test_shapes(ews: Client, friends: None) -> None:
    """PersonaShape"""
    bare = people(ews, PersonaShape=PersonaResponseShape(BaseShape="IdOnly")).People.Persona[0]
    assert [row.name for row, _ in bare] == ["PersonaId"]
    more = PersonaResponseShape(BaseShape="IdOnly", AdditionalProperties=paths(Persona.GivenName))
    assert people(ews, PersonaShape=more).People.Persona[0].GivenName == "John"
    whole = people(ews, PersonaShape=PersonaResponseShape(BaseShape="AllProperties")).People.Persona[0]
    assert (whole.GivenName, whole.Surname) == ("John", "Doe")


def test_one_persona(ews: Client, friends: None, ben: Mailbox) -> None:
    """ref/getpersona-operation: by id or address"""
    john = people(ews).People.Persona[0]
    told = ews.ask(GetPersona(PersonaId=john.PersonaId)).only.Persona
    assert (told.DisplayName, told.Surname) == ("John Doe", "Doe")
    by_address = GetPersona(EmailAddress=EmailAddress(EmailAddress="Ben@example.test"))
    assert ews.ask(by_address).only.Persona.DisplayName == "Ben Bär"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (GetPersona(PersonaId=ItemId(Id="AAA=")), "ErrorInvalidIdMalformed"),
        (GetPersona(PersonaId=ItemId(Id="?")), "ErrorInvalidIdMalformed"),
        (GetPersona(PersonaId=ItemId(Id="AAUQAAAAAAAAAAAAAAAAAAAAAAA=")), "ErrorItemNotFound"),
        (GetPersona(EmailAddress=EmailAddress(EmailAddress="nobody@example.test")), "ErrorItemNotFound"),
        (GetPersona(), "ErrorItemNotFound"),
    ],
)
def test_nobody(ews: Client, wish: GetPersona, code: str) -> None:
    """[seen: exchangelib's suite] ErrorInvalidIdMalformed"""
    with pytest.raises(RequestFailure, match=code):
        ews.ask(wish)


def test_contacts_without_much(ews: Client, anna: Mailbox) -> None:
    """a contact without address; what lies there and is none"""
    ews.create(ContactItem(FileAs="x"), folder="contacts")
    where_to = TargetFolderId(FolderId=FolderId(Id=anna.ids.folder(anna.need("contacts").number)))
    assert names(people(ews, ParentFolderId=where_to)) == [None]
    assert names(people(ews, "calendar")) == []
