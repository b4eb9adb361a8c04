"""Distribution lists: members have keys, and are added and taken away one by one, as the Managed API does it."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.common import EmailAddress, ItemId
from fake_ews.contract.contacts import (
    ContactItem,
    DistributionList,
    EmailAddressDictionary,
    EmailAddressDictionaryEntry,
    Member,
    MembersList,
)
from fake_ews.contract.directory import ExpandDL
from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, append, drop, put
from tests.fake_ews.operations.test_indexed import at_index

MEMBERS = DistributionList.Members


def members(*people: EmailAddress | None) -> MembersList:
    """A list of these, without keys, as clients send them."""
    return MembersList(Member=tuple(Member(Mailbox=one) for one in people))


def address(text: str) -> EmailAddress:
    """Somebody by address alone."""
    return EmailAddress(EmailAddress=text)


def shown(ews: Client, named: Any) -> list[Any]:
    """The members of a list."""
    found = ews.get(named, MEMBERS).Members
    return [] if found is None else list(found.Member)


@pytest.fixture
def friends(ews: Client, ben: Mailbox) -> ItemId:
    """A list with Ben and somebody from outside."""
    given = DistributionList(DisplayName="Friends", Members=members(address("ben@example.test"), address("x@x.test")))
    return ews.create(given).id


def test_members_are_who_they_are(ews: Client, friends: ItemId) -> None:
    """ref/member: a key, an address with name, routing type and kind, a status"""
    ben, other = shown(ews, friends)
    assert (ben.Mailbox.Name, ben.Mailbox.RoutingType, ben.Mailbox.MailboxType) == ("Ben Bär", "SMTP", "Mailbox")
    assert (other.Mailbox.Name, other.Mailbox.MailboxType) == ("x@x.test", "OneOff")
    assert (ben.Status, other.Status) == ("Normal", "Normal")
    assert ben.Key
    assert ben.Key != other.Key


def test_members_are_added(ews: Client, friends: ItemId) -> None:
    """the Managed API sends AppendToItemField of distributionlist:Members"""
    before = shown(ews, friends)
    reply = ews.update(friends, append(MEMBERS, members(address("y@y.test")), within=DistributionList))
    assert reply.code == "NoError"
    after = shown(ews, friends)
    assert after[:2] == before
    assert after[2].Mailbox.EmailAddress == "y@y.test"
    assert len({one.Key for one in after}) == 3


def test_a_member_is_taken_away_by_its_key(ews: Client, friends: ItemId) -> None:
    """the Managed API sends DeleteItemField of distributionlist:Members:Member with the key"""
    ben, other = shown(ews, friends)
    assert ews.update(friends, drop(at_index("distributionlist:Members:Member", ben.Key))).code == "NoError"
    assert shown(ews, friends) == [other]
    (only,) = ews.get(friends, at_index("distributionlist:Members:Member", other.Key)).Members.Member
    assert only == other
    assert ews.update(friends, drop(MEMBERS)).code == "NoError"
    assert shown(ews, friends) == []


def test_all_members_are_set_anew(ews: Client, friends: ItemId) -> None:
    before = {one.Key for one in shown(ews, friends)}
    ews.update(friends, put(MEMBERS, members(address("y@y.test")), within=DistributionList))
    (only,) = shown(ews, friends)
    assert only.Key not in before


def test_what_else_is_a_member(ews: Client, exchange: Exchange, friends: ItemId) -> None:
    """a group of the directory, a contact, another list, one that is gone, nobody"""
    exchange.put_group("team@example.test", members=("ben@example.test",), name="Team")
    entry = EmailAddressDictionaryEntry(Key="EmailAddress1", text="dora@d.test")
    dora = ews.create(ContactItem(DisplayName="Dora", EmailAddresses=EmailAddressDictionary(Entry=(entry,)))).id
    bare = ews.create(ContactItem(DisplayName="Emil")).id
    gone = ews.create(ContactItem(DisplayName="Fritz")).id
    ews.delete(gone, how="HardDelete")
    named = [EmailAddress(ItemId=ItemId(Id=one.Id)) for one in (dora, bare, friends, gone)]
    made = ews.create(
        DistributionList(DisplayName="All", Members=members(address("team@example.test"), *named, None))
    ).id
    told = [
        (one.Mailbox and (one.Mailbox.Name, one.Mailbox.EmailAddress, one.Mailbox.MailboxType), one.Status)
        for one in shown(ews, made)
    ]
    assert told == [
        (("Team", "team@example.test", "PublicDL"), "Normal"), (("Dora", "dora@d.test", "Contact"), "Normal"),
        (("Emil", None, "Contact"), "Normal"), (("Friends", None, "PrivateDL"), "Normal"),
        ((None, None, None), "Demoted"), (None, "Unrecognized"),
    ]  # fmt: skip
    expanded = ews.ask(ExpandDL(Mailbox=EmailAddress(ItemId=made))).only.DLExpansion.Mailbox
    assert [one.MailboxType for one in expanded] == ["PublicDL", "Contact", "Contact", "PrivateDL", None]


def test_an_expansion_says_who_they_are(ews: Client, friends: ItemId) -> None:
    """ref/expanddl-operation"""
    expanded = ews.ask(ExpandDL(Mailbox=EmailAddress(ItemId=friends))).only.DLExpansion.Mailbox
    assert [(one.Name, one.RoutingType, one.MailboxType) for one in expanded] == [
        ("Ben Bär", "SMTP", "Mailbox"), ("x@x.test", "SMTP", "OneOff"),
    ]  # fmt: skip
