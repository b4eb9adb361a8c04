"""Photos of people: GetUserPhoto, SetUserPhoto.

Source: ref/getuserphoto-operation; SetUserPhoto: the schema. Every size is answered with the one picture there is.
"""

from __future__ import annotations

import base64
import binascii

from fake_ews.contract.answers import ArrayOfResponseMessages
from fake_ews.contract.directory import (
    GetUserPhoto,
    GetUserPhotoResponseMessage,
    SetUserPhoto,
    SetUserPhotoResponseMessage,
)
from fake_ews.contract.notation import Entry
from fake_ews.model.failures import (
    ErrorAccessDenied,
    ErrorInvalidPhotoSize,
    ErrorItemNotFound,
    ErrorNonExistentMailbox,
    Failure,
)
from fake_ews.operations import _access
from fake_ews.operations._registry import Call, Message, nested, operation, single


@single("GetUserPhoto", "ErrorItemNotFound ErrorNonExistentMailbox")
def get_user_photo(call: Call) -> Message:
    """ref/getuserphoto-operation: anybody's; who has none: ErrorItemNotFound"""
    mailbox = call.exchange.mailboxes.get(call.asked(GetUserPhoto).need(GetUserPhoto.Email).lower())
    if mailbox is None:
        return ErrorNonExistentMailbox
    if mailbox.settings.photo is None:
        return ErrorItemNotFound.saying("There is no photo stored here.")
    return GetUserPhotoResponseMessage(HasChanged=True, PictureData=mailbox.settings.photo)


@operation("SetUserPhoto", "ErrorAccessDenied ErrorInvalidPhotoSize ErrorNonExistentMailbox")
def set_user_photo(call: Call) -> SetUserPhotoResponseMessage:
    """One's own; the content is base64"""
    failure = _set(call, call.asked(SetUserPhoto))
    (message,) = nested(call, GetUserPhotoResponseMessage, [failure or GetUserPhotoResponseMessage(HasChanged=True)])
    entry = Entry(ArrayOfResponseMessages.GetUserPhotoResponseMessage, message)
    return SetUserPhotoResponseMessage(ResponseMessages=ArrayOfResponseMessages(entries=(entry,)))


def _set(call: Call, request: SetUserPhoto) -> Failure | None:
    mailbox = call.exchange.mailboxes.get(request.need(SetUserPhoto.Email).lower())
    if mailbox is None:
        return ErrorNonExistentMailbox
    if not _access.may_open(call, mailbox):
        return ErrorAccessDenied
    try:
        photo = base64.b64decode(request.need(SetUserPhoto.Content), validate=True)
    except (binascii.Error, ValueError):
        return ErrorInvalidPhotoSize
    if not photo:
        return ErrorInvalidPhotoSize
    mailbox.settings.photo = photo
    mailbox.changed()
    return None
