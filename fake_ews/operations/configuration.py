"""Configuration: Create/Get/Update/DeleteUserConfiguration, GetServiceConfiguration, GetPasswordExpirationDate.

Source: ref pages of the operations; a name that is taken: ErrorItemSave, one that is not: ErrorItemNotFound. [seen:
exchangelib]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from fake_ews.contract.common import ItemId, ResponseMessage
from fake_ews.contract.contacts import UserConfigurationDictionary, UserConfigurationDictionaryEntry
from fake_ews.contract.directory import GetPasswordExpirationDate, GetPasswordExpirationDateResponseMessage
from fake_ews.contract.mailtips import (
    ArrayOfServiceConfiguration,
    ArrayOfServiceConfigurationResponseMessage,
    GetServiceConfiguration,
    GetServiceConfigurationResponseMessage,
    MailTipsServiceConfiguration,
    ServiceConfigurationResponseMessage,
    SmtpDomain,
    SmtpDomainList,
    UnifiedMessageServiceConfiguration,
)
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.settings import (
    CreateUserConfiguration,
    DeleteUserConfiguration,
    GetUserConfiguration,
    GetUserConfigurationResponseMessage,
    UpdateUserConfiguration,
    UserConfiguration,
    UserConfigurationDictionaryObject,
    UserConfigurationName,
)
from fake_ews.model.failures import ErrorItemNotFound, ErrorItemSave, ErrorNonExistentMailbox, Failure, RequestFailure
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _found
from fake_ews.operations._errors import FOLDER, TARGET
from fake_ews.operations._registry import Call, Message, batch, nested, single
from fake_ews.operations.absence import LARGEST

Place = tuple[Mailbox, tuple[int, str]]  # a mailbox, and where in its settings a configuration is
NEVER_EXPIRES = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


def _place(call: Call, named: UserConfigurationName, *, to_write: bool) -> Place | Failure:
    folder = next(value for value in named.values.values() if isinstance(value, Bag))
    place = _found.to_write(call, folder, "edit") if to_write else _found.folder(call, folder)
    if isinstance(place, Failure):
        return place
    return place.mailbox, (place.folder.number, named.need(UserConfigurationName.Name).lower())


@batch("CreateUserConfiguration", TARGET, "ErrorItemSave")
def create_user_configuration(call: Call) -> Iterator[Message]:
    """ref/createuserconfiguration-operation"""
    given = call.asked(CreateUserConfiguration).need(CreateUserConfiguration.UserConfiguration)
    place = _place(call, given.need(UserConfiguration.UserConfigurationName), to_write=True)
    if isinstance(place, Failure):
        yield place
    elif place[1] in place[0].settings.configurations:
        yield ErrorItemSave
    else:
        place[0].settings.configurations[place[1]] = _stored(*place, given)
        place[0].changed()
        yield ResponseMessage()


def _stored(mailbox: Mailbox, where: tuple[int, str], given: UserConfiguration) -> UserConfiguration:
    """A configuration with an id of its own, counted down from the highest so that no item has it."""
    mailbox.settings.configurations_made += 1
    number = 2**48 - mailbox.settings.configurations_made
    stored = UserConfiguration(**{row.name: _spelled(value) for row, value in given})
    stored.ItemId = ItemId(Id=mailbox.ids.item(where[0], number), ChangeKey=mailbox.ids.change_key(9, number))
    return stored


def _spelled(value: Any) -> Any:
    """A part of a configuration; flags in a dictionary come as .NET spells them. [seen: exchangelib]"""
    if not isinstance(value, UserConfigurationDictionary):
        return value
    entries = value.get(UserConfigurationDictionary.DictionaryEntry) or ()
    return UserConfigurationDictionary(
        DictionaryEntry=tuple(
            UserConfigurationDictionaryEntry(**{row.name: _object(one) for row, one in entry}) for entry in entries
        )
    )


def _object(one: UserConfigurationDictionaryObject) -> UserConfigurationDictionaryObject:
    if one.Type != "Boolean":
        return one
    texts = one.need(UserConfigurationDictionaryObject.Value)
    return UserConfigurationDictionaryObject(Type=one.Type, Value=tuple(_FLAGS.get(text, text) for text in texts))


_FLAGS = {"0": "False", "1": "True", "false": "False", "true": "True"}


@batch("GetUserConfiguration", FOLDER, "ErrorInvalidOperation ErrorItemNotFound")
def get_user_configuration(call: Call) -> Iterator[Message]:
    """ref/getuserconfiguration-operation: the parts that are asked for"""
    request = call.asked(GetUserConfiguration)
    named = request.need(GetUserConfiguration.UserConfigurationName)
    place = _place(call, named, to_write=False)
    if isinstance(place, Failure):
        yield place
        return
    stored = place[0].settings.configurations.get(place[1])
    if stored is None:
        yield ErrorItemNotFound
        return
    asked = request.need(GetUserConfiguration.UserConfigurationProperties)
    told = UserConfiguration(UserConfigurationName=named)
    for word, row in _PARTS.items():
        if word in asked or "All" in asked:
            told.set(row, stored.get(row))
    yield GetUserConfigurationResponseMessage(UserConfiguration=told)


_PARTS: dict[str, Row[Any]] = {
    "Id": UserConfiguration.ItemId, "Dictionary": UserConfiguration.Dictionary, "XmlData": UserConfiguration.XmlData,
    "BinaryData": UserConfiguration.BinaryData,
}  # fmt: skip


@batch("UpdateUserConfiguration", TARGET, "ErrorItemNotFound")
def update_user_configuration(call: Call) -> Iterator[Message]:
    """ref/updateuserconfiguration-operation: what is given replaces what was there, what is not stays"""
    given = call.asked(UpdateUserConfiguration).need(UpdateUserConfiguration.UserConfiguration)
    place = _place(call, given.need(UserConfiguration.UserConfigurationName), to_write=True)
    if isinstance(place, Failure):
        yield place
    elif (stored := place[0].settings.configurations.get(place[1])) is None:
        yield ErrorItemNotFound
    else:
        for row, value in given:
            stored.set(row, _spelled(value))
        place[0].changed()
        yield ResponseMessage()


@batch("DeleteUserConfiguration", TARGET, "ErrorItemNotFound")
def delete_user_configuration(call: Call) -> Iterator[Message]:
    """ref/deleteuserconfiguration-operation"""
    named = call.asked(DeleteUserConfiguration).need(DeleteUserConfiguration.UserConfigurationName)
    place = _place(call, named, to_write=True)
    if isinstance(place, Failure):
        yield place
    elif place[0].settings.configurations.pop(place[1], None) is None:
        yield ErrorItemNotFound
    else:
        place[0].changed()
        yield ResponseMessage()


@single("GetServiceConfiguration")
def get_service_configuration(call: Call) -> Message:
    """ref/getserviceconfiguration-operation: mail tips and unified messaging; for the rest there is nothing to tell"""
    wanted = call.asked(GetServiceConfiguration).need(GetServiceConfiguration.RequestedConfiguration)
    names = {word for words in wanted.need(ArrayOfServiceConfiguration.ConfigurationName) for word in words}
    message = ServiceConfigurationResponseMessage()
    if "MailTips" in names:
        domains = sorted({address.partition("@")[2] for address in call.exchange.mailboxes})
        message.MailTipsConfiguration = MailTipsServiceConfiguration(
            MailTipsEnabled=True, MaxRecipientsPerGetMailTipsRequest=50, MaxMessageSize=LARGEST,
            LargeAudienceThreshold=25, ShowExternalRecipientCount=True, PolicyTipsEnabled=False, LargeAudienceCap=1000,
            InternalDomains=SmtpDomainList(
                Domain=tuple(SmtpDomain(Name=domain, IncludeSubdomains=False) for domain in domains)
            ),
        )  # fmt: skip
    if "UnifiedMessagingConfiguration" in names:
        message.UnifiedMessagingConfiguration = UnifiedMessageServiceConfiguration(
            UmEnabled=False, PlayOnPhoneDialString="", PlayOnPhoneEnabled=False
        )
    (answer,) = nested(call, ServiceConfigurationResponseMessage, [message])
    listed = ArrayOfServiceConfigurationResponseMessage(ServiceConfigurationResponseMessageType=(answer,))
    return GetServiceConfigurationResponseMessage(ResponseMessages=listed)


@single("GetPasswordExpirationDate", "ErrorNonExistentMailbox")
def get_password_expiration_date(call: Call) -> Message:
    """ref/getpasswordexpirationdate-operation: passwords do not expire here"""
    address = call.asked(GetPasswordExpirationDate).MailboxSmtpAddress
    if address and address.lower() not in call.exchange.mailboxes:
        raise RequestFailure(ErrorNonExistentMailbox)
    return GetPasswordExpirationDateResponseMessage(PasswordExpirationDate=NEVER_EXPIRES)
