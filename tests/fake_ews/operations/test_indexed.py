"""Members of dictionaries: asked for, changed, sought and sorted by, one at a time."""

from __future__ import annotations

import pytest

from fake_ews.contract.contacts import (
    ContactItem,
    DistributionList,
    EmailAddressDictionary,
    EmailAddressDictionaryEntry,
    PhoneNumberDictionary,
    PhoneNumberDictionaryEntry,
    PhysicalAddressDictionary,
    PhysicalAddressDictionaryEntry,
)
from fake_ews.contract.items import InternetHeader, NonEmptyArrayOfInternetHeaders
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToIndexedField
from fake_ews.contract.queries import FieldOrder, NonEmptyArrayOfFieldOrders
from fake_ews.model.items import Item
from tests.fake_ews.model.asking import equal
from tests.fake_ews.operations.client import Client, append, drop, path_entry, put
from tests.fake_ews.operations.test_find_item import where


def at_index(uri: str, index: str) -> PathToIndexedField:
    """A path to a member."""
    return PathToIndexedField(FieldURI=uri, FieldIndex=index)


MAIL1, MAIL2 = (at_index("contacts:EmailAddress", f"EmailAddress{number}") for number in (1, 2))
STREET = at_index("contacts:PhysicalAddress:Street", "Home")
CITY = at_index("contacts:PhysicalAddress:City", "Home")
PHONE = at_index("contacts:PhoneNumber", "HomePhone")
HEADER = at_index("item:InternetMessageHeader", "X-Spam")


def mails(**texts: str) -> EmailAddressDictionary:
    """E-mail addresses by key."""
    return EmailAddressDictionary(
        Entry=tuple(EmailAddressDictionaryEntry(Key=key, text=text, RoutingType="SMTP") for key, text in texts.items())
    )


def home(**parts: str) -> PhysicalAddressDictionary:
    """An address at home, or parts of it."""
    return PhysicalAddressDictionary(Entry=(PhysicalAddressDictionaryEntry(Key="Home", **parts),))


def phones(key: str, number: str) -> PhoneNumberDictionary:
    """One telephone number."""
    return PhoneNumberDictionary(Entry=(PhoneNumberDictionaryEntry(Key=key, text=number),))


@pytest.fixture
def person(ews: Client) -> str:
    """A contact with two addresses to write to and one to go to; its id."""
    made = ews.create(
        ContactItem(
            DisplayName="Ada",
            EmailAddresses=mails(EmailAddress1="ada@example.test", EmailAddress2="lady@example.test"),
            PhysicalAddresses=home(Street="Elm St 1", City="London"),
        ),
        folder="contacts",
    )
    assert made.id.Id is not None
    return made.id.Id


def test_only_the_members_that_are_asked_for(ews: Client, person: str) -> None:
    """ref/indexedfielduri"""
    found = ews.get(person, MAIL2, STREET, PHONE)
    assert found.EmailAddresses == mails(EmailAddress2="lady@example.test")
    assert found.PhysicalAddresses == home(Street="Elm St 1")
    assert found.PhoneNumbers is None
    assert ews.get(person, STREET, CITY).PhysicalAddresses == home(Street="Elm St 1", City="London")
    whole = ews.get(person, MAIL2, ContactItem.EmailAddresses)
    assert [one.Key for one in whole.EmailAddresses.Entry] == ["EmailAddress1", "EmailAddress2"]


def test_one_member_changes_and_the_others_stay(ews: Client, person: str) -> None:
    """[seen: exchangelib sets and deletes each by its own path]"""
    assert (
        ews.update(
            person,
            put(MAIL1, ContactItem(EmailAddresses=mails(EmailAddress1="ada@new.test"))),
            put(STREET, ContactItem(PhysicalAddresses=home(Street="Oak St 2"))),
            put(PHONE, ContactItem(PhoneNumbers=phones("HomePhone", "+44 1"))),
            drop(CITY),
        ).code
        == "NoError"
    )
    found = ews.get(person, ContactItem.EmailAddresses, ContactItem.PhysicalAddresses, ContactItem.PhoneNumbers)
    assert found.EmailAddresses == mails(EmailAddress1="ada@new.test", EmailAddress2="lady@example.test")
    assert found.PhysicalAddresses == home(Street="Oak St 2")
    assert found.PhoneNumbers == phones("HomePhone", "+44 1")
    assert ews.update(person, drop(MAIL1), drop(MAIL2), drop(STREET), drop(PHONE), drop(PHONE)).code == "NoError"
    bare = ews.get(person, ContactItem.EmailAddresses, ContactItem.PhysicalAddresses, ContactItem.PhoneNumbers)
    assert (bare.EmailAddresses, bare.PhysicalAddresses, bare.PhoneNumbers) == (None, None, None)


def test_members_stand_as_their_keys_do_in_the_schema(ews: Client, person: str) -> None:
    """types.xsd EmailAddressKeyType"""
    ews.update(person, drop(MAIL1))
    ews.update(person, put(MAIL1, ContactItem(EmailAddresses=mails(EmailAddress1="again@example.test"))))
    found = ews.get(person, ContactItem.EmailAddresses).EmailAddresses
    assert [one.Key for one in found.Entry] == ["EmailAddress1", "EmailAddress2"]


@pytest.mark.parametrize(
    ("path", "given", "code"),
    [
        (MAIL1, ContactItem(EmailAddresses=mails(EmailAddress2="x@example.test")), "ErrorUpdatePropertyMismatch"),
        (
            MAIL1,
            ContactItem(EmailAddresses=mails(EmailAddress1="x@example.test", EmailAddress2="y@example.test")),
            "ErrorUpdatePropertyMismatch",
        ),
        (MAIL1, ContactItem(PhoneNumbers=phones("HomePhone", "1")), "ErrorUpdatePropertyMismatch"),
        (STREET, ContactItem(PhysicalAddresses=home(City="Paris")), "ErrorUpdatePropertyMismatch"),
        (MAIL1, DistributionList(DisplayName="x"), "ErrorUpdatePropertyMismatch"),
    ],
)
def test_what_is_given_must_be_that_member(
    ews: Client, person: str, path: PathToIndexedField, given: Bag, code: str
) -> None:
    """RC ErrorUpdatePropertyMismatch"""
    assert ews.update(person, put(path, given)).code == code


def test_headers_are_not_written_by_clients(ews: Client) -> None:
    """ref/internetmessageheaders: read-only; RC ErrorInvalidPropertySet"""
    draft = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    headers = NonEmptyArrayOfInternetHeaders(InternetMessageHeader=(InternetHeader(HeaderName="X-Spam", text="no"),))
    reply = ews.update(draft, put(HEADER, Message(InternetMessageHeaders=headers)), disposition="SaveOnly")
    assert reply.code == "ErrorInvalidPropertySet"


def test_what_cannot_be_done_to_a_member(ews: Client, person: str, review: Item) -> None:
    """RC; the answer names the member"""
    more = ContactItem(EmailAddresses=mails(EmailAddress1="x@example.test"))
    reply = ews.update(person, append(MAIL1, more))
    assert reply.code == "ErrorInvalidPropertyAppend"
    assert b'IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress1"' in reply.raw
    assert ews.update(review, drop(MAIL1)).code == "ErrorInvalidPropertyRequest"
    assert ews.update(review, drop(HEADER)).code == "ErrorInvalidPropertyDelete"


def test_sought_and_sorted_by_a_member(ews: Client, person: str, review: Item) -> None:
    """[seen: exchangelib filters by all of them]"""
    other = ews.create(
        ContactItem(DisplayName="Bob", EmailAddresses=mails(EmailAddress1="Bob@example.test")), folder="contacts"
    ).id
    found = ews.find("contacts", Restriction=where(equal(MAIL1, "bob@example.test")))
    assert [one.ItemId.Id for one in found.items] == [other.Id]
    falling = FieldOrder(Order="Descending", entries=(path_entry(FieldOrder, MAIL1),))
    order = NonEmptyArrayOfFieldOrders(FieldOrder=(falling,))
    assert [one.ItemId.Id for one in ews.find("contacts", SortOrder=order).items] == [other.Id, person]
    assert ews.find("calendar", Restriction=where(equal(MAIL1, "x"))).items == []
    members = at_index("distributionlist:Members:Member", "x")
    refused = ews.find("contacts", Restriction=where(equal(members, "x")))
    assert refused.code == "ErrorUnsupportedPathForQuery"
