"""Absences and what a sender should know before he sends: Get/SetUserOofSettings, GetMailTips.

Rule: an answer to GetUserOofSettings holds every element, set or not: some clients crash otherwise. [seen: grommunio]
Source: ref pages of the operations; RC (ErrorInvalidUserOofSettings, ErrorInvalidScheduledOofDuration).
"""

from __future__ import annotations

import datetime as dt

from fake_ews.contract.availability import (
    Duration,
    GetUserOofSettingsRequest,
    GetUserOofSettingsResponse,
    ReplyBody,
    SetUserOofSettingsRequest,
    SetUserOofSettingsResponse,
    TEmailAddress,
    UserOofSettings,
)
from fake_ews.contract.common import ArrayOfRecipients, EmailAddress, ResponseMessage
from fake_ews.contract.mailtips import (
    ArrayOfMailTipsResponseMessage,
    GetMailTips,
    GetMailTipsResponseMessage,
    MailTips,
    MailTipsResponseMessage,
    OutOfOfficeMailTip,
)
from fake_ews.model.failures import (
    ErrorAccessDenied,
    ErrorInvalidScheduledOofDuration,
    ErrorInvalidUserOofSettings,
    ErrorMailRecipientNotFound,
    Failure,
)
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _access
from fake_ews.operations._registry import Call, Message, failed, nested, operation, single

DAY = dt.timedelta(days=1)
LARGEST = 36 * 1024 * 1024  # bytes of a message. Source: Set-TransportConfig MaxSendSize


def _whose(call: Call, address: TEmailAddress) -> Mailbox | Failure:
    mailbox = call.exchange.mailboxes.get(address.need(TEmailAddress.Address).lower())
    if mailbox is None:
        return ErrorMailRecipientNotFound
    return mailbox if _access.may_open(call, mailbox) else ErrorAccessDenied


def _done(call: Call, failure: Failure | None) -> ResponseMessage:
    call.turn.codes.append("NoError" if failure is None else failure.code)
    if failure is not None:
        return failed(ResponseMessage, failure, call)
    return ResponseMessage(ResponseClass="Success", ResponseCode="NoError")


@operation("GetUserOofSettings", "ErrorAccessDenied ErrorMailRecipientNotFound")
def get_user_oof_settings(call: Call) -> GetUserOofSettingsResponse:
    """ref/getuseroofsettings-operation"""
    mailbox = _whose(call, call.asked(GetUserOofSettingsRequest).need(GetUserOofSettingsRequest.Mailbox))
    if isinstance(mailbox, Failure):
        return GetUserOofSettingsResponse(ResponseMessage=_done(call, mailbox))
    return GetUserOofSettingsResponse(
        ResponseMessage=_done(call, None), OofSettings=settings_of(mailbox), AllowExternalOof="All"
    )


def settings_of(mailbox: Mailbox) -> UserOofSettings:
    """What its owner has set, whole."""
    stored = mailbox.settings.oof
    if stored is not None:
        return stored
    midnight = mailbox.exchange.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return UserOofSettings(
        OofState="Disabled", ExternalAudience="All", Duration=Duration(StartTime=midnight, EndTime=midnight + DAY),
        InternalReply=ReplyBody(Message=""), ExternalReply=ReplyBody(Message=""),
    )  # fmt: skip


@operation(
    "SetUserOofSettings",
    "ErrorAccessDenied ErrorInvalidScheduledOofDuration ErrorInvalidUserOofSettings ErrorMailRecipientNotFound",
)
def set_user_oof_settings(call: Call) -> SetUserOofSettingsResponse:
    """ref/setuseroofsettings-operation: what is not given stays as it is; a schedule must lie in the future"""
    request = call.asked(SetUserOofSettingsRequest)
    mailbox = _whose(call, request.need(SetUserOofSettingsRequest.Mailbox))
    if isinstance(mailbox, Failure):
        return SetUserOofSettingsResponse(ResponseMessage=_done(call, mailbox))
    given = request.need(SetUserOofSettingsRequest.UserOofSettings)
    failure = _refusal(given, mailbox)
    if failure is None:
        mailbox.settings.oof = _merged(settings_of(mailbox), given)
        mailbox.changed()
    return SetUserOofSettingsResponse(ResponseMessage=_done(call, failure))


def _refusal(given: UserOofSettings, mailbox: Mailbox) -> Failure | None:
    if given.OofState != "Scheduled":
        return None
    if given.Duration is None:
        return ErrorInvalidUserOofSettings
    start, end = (_utc(given.Duration.need(row)) for row in (Duration.StartTime, Duration.EndTime))
    return None if start < end and end > mailbox.exchange.clock.now() else ErrorInvalidScheduledOofDuration


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(dt.UTC)


def _merged(before: UserOofSettings, given: UserOofSettings) -> UserOofSettings:
    after = before.copy()
    assert isinstance(after, UserOofSettings)
    for row, value in given:
        if isinstance(value, Duration):
            value = Duration(StartTime=_utc(value.need(Duration.StartTime)), EndTime=_utc(value.need(Duration.EndTime)))
        after.set(row, value)
    return after


def is_away(mailbox: Mailbox) -> bool:
    """Whether its owner is away now, and says so."""
    settings = settings_of(mailbox)
    if settings.OofState != "Scheduled":
        return settings.OofState == "Enabled"
    span = settings.need(UserOofSettings.Duration)
    return span.need(Duration.StartTime) <= mailbox.exchange.clock.now() < span.need(Duration.EndTime)


@single("GetMailTips")
def get_mail_tips(call: Call) -> Message:
    """ref/getmailtips-operation: one answer a recipient, with what was asked for; of a group, how many are in it"""
    request = call.asked(GetMailTips)
    people = request.need(GetMailTips.Recipients).get(ArrayOfRecipients.Mailbox) or ()
    wanted: tuple[str, ...] = request.need(GetMailTips.MailTipsRequested)
    asked = frozenset(wanted)
    answers = nested(call, MailTipsResponseMessage, [_tips(call, one, asked) for one in people])
    listed = ArrayOfMailTipsResponseMessage(MailTipsResponseMessageType=answers) if answers else None
    return GetMailTipsResponseMessage(ResponseMessages=listed)


def _tips(call: Call, recipient: EmailAddress, asked: frozenset[str]) -> Message:
    address = (recipient.get(EmailAddress.EmailAddress) or "").lower()
    mailbox = call.exchange.mailboxes.get(address)
    tips = MailTips(RecipientAddress=call.exchange.resolve(recipient), PendingMailTips=())
    known = mailbox is not None or address in call.exchange.groups
    members = call.exchange.opened([address])
    outside = [one for one in members if one not in call.exchange.mailboxes]
    values: dict[str, tuple[str, object]] = {
        "MailboxFullStatus": ("MailboxFull", False if known else None),
        "TotalMemberCount": ("TotalMemberCount", len(members) if known else None),
        "ExternalMemberCount": ("ExternalMemberCount", len(outside)),
        "MaxMessageSize": ("MaxMessageSize", LARGEST if known else None),
        "DeliveryRestriction": ("DeliveryRestricted", False),
        "ModerationStatus": ("IsModerated", False),
        "InvalidRecipient": ("InvalidRecipient", not known and _is_inside(call, recipient)),
    }
    for tip, (name, value) in values.items():
        if tip in asked or "All" in asked:
            tips.set(MailTips.rows[name], value)
    if mailbox is not None and asked & {"OutOfOfficeMessage", "All"}:
        tips.OutOfOffice = _away(mailbox)
    return MailTipsResponseMessage(MailTips=tips)


def _is_inside(call: Call, recipient: EmailAddress) -> bool:
    """Whether an address is of a domain of this organisation."""
    domains = {address.partition("@")[2] for address in call.exchange.mailboxes}
    return (recipient.get(EmailAddress.EmailAddress) or "").lower().partition("@")[2] in domains


def _away(mailbox: Mailbox) -> OutOfOfficeMailTip:
    """What its owner tells those who write; an empty text where he is not away."""
    if not is_away(mailbox):
        return OutOfOfficeMailTip(ReplyBody=ReplyBody(Message=""))
    settings = settings_of(mailbox)
    span = settings.Duration if settings.OofState == "Scheduled" else None
    return OutOfOfficeMailTip(ReplyBody=settings.InternalReply, Duration=span)
