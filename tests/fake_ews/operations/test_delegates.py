"""AddDelegate, GetDelegate, UpdateDelegate, RemoveDelegate."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.folders import DelegatePermissions, UserId
from fake_ews.contract.settings import (
    AddDelegate,
    ArrayOfDelegateUser,
    ArrayOfUserId,
    DelegateUser,
    GetDelegate,
    RemoveDelegate,
    UpdateDelegate,
)
from fake_ews.model.exchange import Exchange
from fake_ews.model.ids import sid
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client

pytestmark = pytest.mark.usefixtures("kept")

ANNA, BEN, CLARA = "anna@example.test", "ben@example.test", "clara@example.test"


def user(address: str, **said: Any) -> DelegateUser:
    """A delegate."""
    return DelegateUser(UserId=UserId(PrimarySmtpAddress=address), **said)


def users(*several: DelegateUser) -> ArrayOfDelegateUser:
    """Delegates."""
    return ArrayOfDelegateUser(DelegateUser=several)


def ids(*several: str | UserId) -> ArrayOfUserId:
    """Who is meant."""
    return ArrayOfUserId(
        UserId=tuple(UserId(PrimarySmtpAddress=one) if isinstance(one, str) else one for one in several)
    )


def mailbox(address: str = ANNA) -> EmailAddress:
    """Whose delegates."""
    return EmailAddress(EmailAddress=address)


def codes(answer: Any) -> list[str]:
    """The codes of the answers, one for each delegate."""
    listed = answer.ResponseMessages
    return [] if listed is None else [one.ResponseCode for one in listed.DelegateUserResponseMessageType]


def read(ews: Client, *named: str | UserId, of: str = ANNA, permissions: bool = True) -> Any:
    """GetDelegate."""
    who = ids(*named) if named else None
    return ews.ask(GetDelegate(Mailbox=mailbox(of), IncludePermissions=permissions, UserIds=who)).bag


EDITOR = DelegatePermissions(CalendarFolderPermissionLevel="Editor")


def test_nobody_at_first(ews: Client) -> None:
    answer = read(ews)
    assert (answer.ResponseCode, codes(answer), answer.DeliverMeetingRequests) == ("NoError", [], None)


def test_who_is_added_is_there(ews: Client, ben: Mailbox) -> None:
    """ref/adddelegate-operation: what is not given is nothing"""
    wish = AddDelegate(
        Mailbox=mailbox(), DelegateUsers=users(user(BEN, DelegatePermissions=EDITOR, ViewPrivateItems=True)),
        DeliverMeetingRequests="DelegatesAndMe",
    )  # fmt: skip
    assert codes(ews.ask(wish).bag) == ["NoError"]
    answer = read(ews)
    (told,) = answer.ResponseMessages.DelegateUserResponseMessageType
    assert answer.DeliverMeetingRequests == "DelegatesAndMe"
    assert told.DelegateUser.UserId == UserId(PrimarySmtpAddress=BEN, DisplayName="Ben Bär")
    levels = told.DelegateUser.DelegatePermissions
    assert (levels.CalendarFolderPermissionLevel, levels.TasksFolderPermissionLevel) == ("Editor", "None")
    assert (told.DelegateUser.ViewPrivateItems, told.DelegateUser.ReceiveCopiesOfMeetingMessages) == (True, False)
    (told,) = read(ews, BEN, permissions=False).ResponseMessages.DelegateUserResponseMessageType
    assert told.DelegateUser.DelegatePermissions is None


def test_changed_and_removed(ews: Client, ben: Mailbox, clara: Mailbox) -> None:
    ews.ask(AddDelegate(Mailbox=mailbox(), DelegateUsers=users(user(BEN, DelegatePermissions=EDITOR))))
    change = users(user(BEN, ReceiveCopiesOfMeetingMessages=True), user(CLARA), user("nobody@example.test"))
    answer = ews.ask(UpdateDelegate(Mailbox=mailbox(), DelegateUsers=change)).bag
    assert codes(answer) == ["NoError", "ErrorNotDelegate", "ErrorDelegateNoUser"]
    (told,) = read(ews, BEN).ResponseMessages.DelegateUserResponseMessageType
    assert told.DelegateUser.ReceiveCopiesOfMeetingMessages is True
    assert told.DelegateUser.DelegatePermissions.CalendarFolderPermissionLevel == "Editor"
    only = UpdateDelegate(Mailbox=mailbox(), DeliverMeetingRequests="NoForward")
    assert codes(ews.ask(only).bag) == []
    assert read(ews).DeliverMeetingRequests == "NoForward"
    gone = RemoveDelegate(Mailbox=mailbox(), UserIds=ids(BEN, BEN, "nobody@example.test"))
    assert codes(ews.ask(gone).bag) == ["NoError", "ErrorNotDelegate", "ErrorDelegateNoUser"]
    assert codes(read(ews)) == []


def test_who_cannot_be_one(ews: Client, ben: Mailbox) -> None:
    """RC"""
    wish = users(user(BEN), user(BEN), user(ANNA), user("nobody@example.test"))
    answer = ews.ask(AddDelegate(Mailbox=mailbox(), DelegateUsers=wish)).bag
    assert codes(answer) == [
        "NoError", "ErrorDelegateAlreadyExists", "ErrorDelegateCannotAddOwner", "ErrorDelegateNoUser",
    ]  # fmt: skip


def test_who_is_none(ews: Client) -> None:
    """RC ErrorInvalidUserSid, ErrorDelegateNoUser, ErrorNotDelegate"""
    answer = read(ews, UserId(SID="XXX"), UserId(SID="S-1-5-21-1"), ANNA)
    assert codes(answer) == ["ErrorInvalidUserSid", "ErrorDelegateNoUser", "ErrorNotDelegate"]


def test_who_is_named_by_sid(ews: Client, exchange: Exchange) -> None:
    """ref/userid"""
    answer = read(ews, UserId(SID=sid(exchange.seed, ANNA)))
    assert codes(answer) == ["ErrorNotDelegate"], "it is known who is meant"


def test_others_delegates(ews: Client, ben: Mailbox) -> None:
    for address, code in ((BEN, "ErrorAccessDenied"), ("nobody@example.test", "ErrorNonExistentMailbox")):
        given, who = users(user(ANNA)), mailbox(address)
        for wish in (
            AddDelegate(Mailbox=who, DelegateUsers=given), UpdateDelegate(Mailbox=who, DelegateUsers=given),
            RemoveDelegate(Mailbox=who, UserIds=ids(ANNA)), GetDelegate(Mailbox=who, IncludePermissions=True),
        ):  # fmt: skip
            assert ews.ask(wish).turn.codes == [code]
