"""Delegates: AddDelegate, GetDelegate, UpdateDelegate, RemoveDelegate.

Rule: only the owner of a mailbox, or who has full access to it, says who may act for him; what is kept of it is said in
model/delegating.py. Source: ref pages of the operations; RC (ErrorDelegateNoUser, ErrorNotDelegate,
ErrorDelegateAlreadyExists, ErrorDelegateCannotAddOwner, ErrorInvalidDelegatePermission, ErrorInvalidUserSid).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.folders import DelegatePermissions, UserId
from fake_ews.contract.settings import (
    AddDelegate,
    AddDelegateResponseMessage,
    ArrayOfDelegateUser,
    ArrayOfDelegateUserResponseMessage,
    ArrayOfUserId,
    BaseDelegate,
    DelegateUser,
    DelegateUserResponseMessage,
    GetDelegate,
    GetDelegateResponseMessage,
    RemoveDelegate,
    RemoveDelegateResponseMessage,
    UpdateDelegate,
    UpdateDelegateResponseMessage,
)
from fake_ews.model import delegating, rights
from fake_ews.model.failures import (
    ErrorAccessDenied,
    ErrorDelegateAlreadyExists,
    ErrorDelegateCannotAddOwner,
    ErrorDelegateNoUser,
    ErrorInvalidDelegatePermission,
    ErrorInvalidUserSid,
    ErrorNonExistentMailbox,
    ErrorNotDelegate,
    Failure,
)
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _access
from fake_ews.operations._registry import Call, Message, nested, single

_SID = re.compile(r"S-1-\d+(-\d+)+")


def _whose(call: Call, request: BaseDelegate) -> Mailbox | Failure:
    address = request.need(BaseDelegate.Mailbox).get(EmailAddress.EmailAddress) or ""
    mailbox = call.exchange.mailboxes.get(address.lower())
    if mailbox is None:
        return ErrorNonExistentMailbox
    return mailbox if _access.may_open(call, mailbox) else ErrorAccessDenied


def _person(call: Call, named: UserId) -> Mailbox | Failure:
    """Who is meant, by address or by SID."""
    if named.SID is not None and not _SID.fullmatch(named.SID):
        return ErrorInvalidUserSid
    by_sid = call.exchange.of_sid(named.SID) if named.SID is not None else None
    return by_sid or call.exchange.mailboxes.get((named.PrimarySmtpAddress or "").lower()) or ErrorDelegateNoUser


def _listed(call: Call, outcomes: Iterable[Message]) -> ArrayOfDelegateUserResponseMessage | None:
    answers = nested(call, DelegateUserResponseMessage, outcomes)
    return ArrayOfDelegateUserResponseMessage(DelegateUserResponseMessageType=answers) if answers else None


def _told(mailbox: Mailbox, user: DelegateUser, *, permissions: bool = True) -> DelegateUserResponseMessage:
    shown = user.copy()
    assert isinstance(shown, DelegateUser)
    shown.DelegatePermissions = delegating.levels(mailbox, _address(user)) if permissions else None
    return DelegateUserResponseMessage(DelegateUser=shown)


def _address(user: DelegateUser) -> str:
    return user.need(DelegateUser.UserId).need(UserId.PrimarySmtpAddress)


@single(
    "GetDelegate",
    "ErrorAccessDenied ErrorDelegateNoUser ErrorInvalidUserSid ErrorNonExistentMailbox ErrorNotDelegate",
)
def get_delegate(call: Call) -> Message:
    """ref/getdelegate-operation: the users that are named, or all"""
    request = call.asked(GetDelegate)
    mailbox = _whose(call, request)
    if isinstance(mailbox, Failure):
        return mailbox
    named = None if request.UserIds is None else request.UserIds.need(ArrayOfUserId.UserId)
    permissions = request.need(GetDelegate.IncludePermissions)
    known = mailbox.settings.delegates
    found = list(known.values()) if named is None else [_known(call, mailbox, one) for one in named]
    return GetDelegateResponseMessage(
        ResponseMessages=_listed(
            call, [one if isinstance(one, Failure) else _told(mailbox, one, permissions=permissions) for one in found]
        ),
        DeliverMeetingRequests=mailbox.settings.meeting_requests if known else None,
    )


def _known(call: Call, mailbox: Mailbox, named: UserId) -> DelegateUser | Failure:
    """The delegate that is meant."""
    person = _person(call, named)
    return person if isinstance(person, Failure) else mailbox.settings.delegates.get(person.address) or ErrorNotDelegate


@single(
    "AddDelegate",
    "ErrorAccessDenied ErrorDelegateAlreadyExists ErrorDelegateCannotAddOwner ErrorDelegateNoUser "
    "ErrorInvalidDelegatePermission ErrorInvalidUserSid ErrorNonExistentMailbox",
)
def add_delegate(call: Call) -> Message:
    """ref/adddelegate-operation"""
    request = call.asked(AddDelegate)
    mailbox = _whose(call, request)
    if isinstance(mailbox, Failure):
        return mailbox
    mailbox.settings.meeting_requests = request.DeliverMeetingRequests or mailbox.settings.meeting_requests
    mailbox.changed()
    given = request.need(AddDelegate.DelegateUsers).need(ArrayOfDelegateUser.DelegateUser)
    return AddDelegateResponseMessage(ResponseMessages=_listed(call, [_add(call, mailbox, one) for one in given]))


def _add(call: Call, mailbox: Mailbox, given: DelegateUser) -> Message:
    person = _person(call, given.need(DelegateUser.UserId))
    if isinstance(person, Failure):
        return person
    if person is mailbox:
        return ErrorDelegateCannotAddOwner
    if person.address in mailbox.settings.delegates:
        return ErrorDelegateAlreadyExists
    return _store(mailbox, person, given)


def _store(mailbox: Mailbox, person: Mailbox, given: DelegateUser) -> Message:
    """Keep what is given of a delegate."""
    if any(level == rights.CUSTOM for _, level in given.DelegatePermissions or ()):
        return ErrorInvalidDelegatePermission  # only permissions of a folder can say what it is to be
    return _told(mailbox, delegating.entrust(mailbox, person, given))


@single(
    "UpdateDelegate",
    "ErrorAccessDenied ErrorDelegateNoUser ErrorInvalidDelegatePermission ErrorInvalidUserSid ErrorNonExistentMailbox "
    "ErrorNotDelegate",
)
def update_delegate(call: Call) -> Message:
    """ref/updatedelegate-operation"""
    request = call.asked(UpdateDelegate)
    mailbox = _whose(call, request)
    if isinstance(mailbox, Failure):
        return mailbox
    mailbox.settings.meeting_requests = request.DeliverMeetingRequests or mailbox.settings.meeting_requests
    mailbox.changed()
    users = request.DelegateUsers
    given = () if users is None else users.need(ArrayOfDelegateUser.DelegateUser)
    return UpdateDelegateResponseMessage(ResponseMessages=_listed(call, [_update(call, mailbox, one) for one in given]))


def _update(call: Call, mailbox: Mailbox, given: DelegateUser) -> Message:
    person = _person(call, given.need(DelegateUser.UserId))
    if isinstance(person, Failure):
        return person
    return _store(mailbox, person, given) if person.address in mailbox.settings.delegates else ErrorNotDelegate


@single(
    "RemoveDelegate",
    "ErrorAccessDenied ErrorDelegateNoUser ErrorInvalidUserSid ErrorNonExistentMailbox ErrorNotDelegate",
)
def remove_delegate(call: Call) -> Message:
    """ref/removedelegate-operation"""
    request = call.asked(RemoveDelegate)
    mailbox = _whose(call, request)
    if isinstance(mailbox, Failure):
        return mailbox
    named = request.need(RemoveDelegate.UserIds).need(ArrayOfUserId.UserId)
    return RemoveDelegateResponseMessage(ResponseMessages=_listed(call, [_remove(call, mailbox, one) for one in named]))


def _remove(call: Call, mailbox: Mailbox, named: UserId) -> Message:
    person = _person(call, named)
    if isinstance(person, Failure):
        return person
    if mailbox.settings.delegates.pop(person.address, None) is None:
        return ErrorNotDelegate
    mailbox.changed()
    delegating.permit(mailbox, person.address, DelegatePermissions(**dict.fromkeys(DelegatePermissions.rows, "None")))
    return DelegateUserResponseMessage()
