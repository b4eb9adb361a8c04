"""User configuration, service configuration, passwords."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.common import DistinguishedFolderId, EmailAddress
from fake_ews.contract.contacts import UserConfigurationDictionary, UserConfigurationDictionaryEntry
from fake_ews.contract.directory import GetPasswordExpirationDate
from fake_ews.contract.mailtips import ArrayOfServiceConfiguration, GetServiceConfiguration
from fake_ews.contract.settings import (
    CreateUserConfiguration,
    DeleteUserConfiguration,
    GetUserConfiguration,
    UpdateUserConfiguration,
    UserConfiguration,
    UserConfigurationDictionaryObject,
    UserConfigurationName,
)
from fake_ews.model.failures import RequestFailure
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, Reply

pytestmark = pytest.mark.usefixtures("kept")


def name(text: str = "Mine", folder: str = "inbox", of: str | None = None) -> UserConfigurationName:
    """A configuration of a folder."""
    mailbox = None if of is None else EmailAddress(EmailAddress=of)
    return UserConfigurationName(Name=text, DistinguishedFolderId=DistinguishedFolderId(Id=folder, Mailbox=mailbox))


def a_configuration(named: UserConfigurationName | None = None, **parts: Any) -> UserConfiguration:
    """A configuration with these parts."""
    return UserConfiguration(UserConfigurationName=named or name(), **parts)


def create(ews: Client, *, named: UserConfigurationName | None = None, **parts: Any) -> Reply:
    """CreateUserConfiguration."""
    return ews.ask(CreateUserConfiguration(UserConfiguration=a_configuration(named, **parts)))


def read(ews: Client, *asked: str, named: UserConfigurationName | None = None) -> Any:
    """GetUserConfiguration: the response message."""
    wish = GetUserConfiguration(UserConfigurationName=named or name(), UserConfigurationProperties=asked or ("All",))
    return ews.ask(wish).only


def an_object(kind: str, *values: str) -> UserConfigurationDictionaryObject:
    """A value in a dictionary."""
    return UserConfigurationDictionaryObject(Type=kind, Value=values)


def test_from_its_making_to_its_end(ews: Client) -> None:
    """ref/createuserconfiguration and its neighbours"""
    entry = UserConfigurationDictionaryEntry(
        DictionaryKey=an_object("String", "color"), DictionaryValue=an_object("StringArray", "red", "blue")
    )
    words = UserConfigurationDictionary(DictionaryEntry=(entry,))
    assert create(ews, Dictionary=words, XmlData=b"<x/>", BinaryData=b"1").code == "NoError"
    stored = read(ews).UserConfiguration
    assert (stored.Dictionary, stored.XmlData, stored.BinaryData) == (words, b"<x/>", b"1")
    assert stored.ItemId.Id
    changed = UpdateUserConfiguration(UserConfiguration=a_configuration(XmlData=b"<y/>"))
    assert ews.ask(changed).code == "NoError"
    stored = read(ews, "XmlData", "BinaryData").UserConfiguration
    assert (stored.XmlData, stored.BinaryData, stored.Dictionary, stored.ItemId) == (b"<y/>", b"1", None, None)
    assert ews.ask(DeleteUserConfiguration(UserConfigurationName=name())).code == "NoError"
    assert read(ews).ResponseCode == "ErrorItemNotFound"


def test_flags_are_spelled_one_way(ews: Client) -> None:
    """[seen: exchangelib sends 1 and 0, and reads words]"""
    entries = tuple(
        UserConfigurationDictionaryEntry(
            DictionaryKey=an_object("String", given), DictionaryValue=an_object("Boolean", given)
        )
        for given in ("1", "0", "true", "False")
    )
    assert create(ews, Dictionary=UserConfigurationDictionary(DictionaryEntry=entries)).code == "NoError"
    stored = read(ews, "Dictionary").UserConfiguration.Dictionary
    assert [entry.DictionaryValue.Value for entry in stored.DictionaryEntry] == [
        ("True",), ("False",), ("True",), ("False",),
    ]  # fmt: skip


def test_names(ews: Client) -> None:
    """a name is taken once in a folder; [seen: exchangelib] ErrorItemSave"""
    assert create(ews).code == "NoError"
    assert create(ews, named=name("MINE")).code == "ErrorItemSave"
    assert create(ews, named=name(folder="calendar")).code == "NoError"
    assert read(ews, named=name("Other")).ResponseCode == "ErrorItemNotFound"
    other = UpdateUserConfiguration(UserConfiguration=a_configuration(name("Other")))
    assert ews.ask(other).code == "ErrorItemNotFound"
    assert ews.ask(DeleteUserConfiguration(UserConfigurationName=name("Other"))).code == "ErrorItemNotFound"


def test_in_others_mailboxes(ews: Client, ben: Mailbox) -> None:
    bens = name(of="ben@example.test")
    assert create(ews, named=bens).code == "ErrorAccessDenied"
    assert read(ews, named=bens).ResponseCode == "ErrorFolderNotFound"
    update = UpdateUserConfiguration(UserConfiguration=a_configuration(bens))
    assert ews.ask(update).code == "ErrorAccessDenied"
    assert ews.ask(DeleteUserConfiguration(UserConfigurationName=bens)).code == "ErrorAccessDenied"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("MailTips", {"MailTipsConfiguration"}), ("UnifiedMessagingConfiguration", {"UnifiedMessagingConfiguration"}),
        ("ProtectionRules", set()),
    ],
)  # fmt: skip
def test_services(ews: Client, asked: str, told: set[str]) -> None:
    """ref/getserviceconfiguration-operation"""
    wish = GetServiceConfiguration(RequestedConfiguration=ArrayOfServiceConfiguration(ConfigurationName=((asked,),)))
    answer: Any = ews.ask(wish).bag
    (message,) = answer.ResponseMessages.ServiceConfigurationResponseMessageType
    assert {row.name for row in message.values} - {"ResponseClass", "ResponseCode"} == told


def test_passwords_do_not_expire(ews: Client) -> None:
    """ref/getpasswordexpirationdate-operation; Microsoft's own client takes it without a prefix only [seen EMA]"""
    reply = ews.ask(GetPasswordExpirationDate(MailboxSmtpAddress="Anna@example.test"))
    own: Any = reply.bag
    assert own.PasswordExpirationDate.year == 9999
    assert b"<PasswordExpirationDate>" in reply.raw
    assert ews.ask(GetPasswordExpirationDate()).turn.codes == ["NoError"]
    with pytest.raises(RequestFailure, match="ErrorNonExistentMailbox"):
        ews.ask(GetPasswordExpirationDate(MailboxSmtpAddress="nobody@example.test"))
