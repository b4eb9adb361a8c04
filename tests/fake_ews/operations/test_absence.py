"""Get/SetUserOofSettings and GetMailTips."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.availability import (
    Duration,
    GetUserOofSettingsRequest,
    ReplyBody,
    SetUserOofSettingsRequest,
    TEmailAddress,
    UserOofSettings,
)
from fake_ews.contract.common import ArrayOfRecipients, EmailAddress
from fake_ews.contract.mailtips import GetMailTips
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client

pytestmark = pytest.mark.usefixtures("kept")

ANNA, BEN = "anna@example.test", "ben@example.test"


def read(ews: Client, address: str = ANNA) -> Any:
    """GetUserOofSettings."""
    return ews.ask(GetUserOofSettingsRequest(Mailbox=TEmailAddress(Address=address))).bag


def write(ews: Client, settings: UserOofSettings, address: str = ANNA) -> str:
    """SetUserOofSettings: the code of the answer."""
    wish = SetUserOofSettingsRequest(Mailbox=TEmailAddress(Address=address), UserOofSettings=settings)
    answer: Any = ews.ask(wish).bag
    code: str = answer.ResponseMessage.ResponseCode
    return code


def away(state: str = "Enabled", **said: Any) -> UserOofSettings:
    """Settings of an absence."""
    return UserOofSettings(OofState=state, ExternalAudience="Known", **said)


def span(first: int, last: int) -> Duration:
    """From one day of March to another, zone of the client."""
    zone = dt.timezone(dt.timedelta(hours=1))
    return Duration(StartTime=dt.datetime(2027, 3, first, tzinfo=zone), EndTime=dt.datetime(2027, 3, last))


def test_at_first_nobody_is_away(ews: Client) -> None:
    """every element is there"""
    answer = read(ews)
    settings = answer.OofSettings
    assert (answer.ResponseMessage.ResponseCode, answer.AllowExternalOof) == ("NoError", "All")
    assert (settings.OofState, settings.ExternalAudience) == ("Disabled", "All")
    assert None not in (settings.Duration, settings.InternalReply, settings.ExternalReply)


def test_settings_are_kept(ews: Client) -> None:
    """ref/setuseroofsettings-operation: what is not given stays"""
    assert write(ews, away(InternalReply=ReplyBody(Message="Gone"))) == "NoError"
    assert write(ews, away(ExternalReply=ReplyBody(Message="Bye"), Duration=span(20, 21))) == "NoError"
    settings = read(ews).OofSettings
    assert (settings.InternalReply.Message, settings.ExternalReply.Message) == ("Gone", "Bye")
    assert settings.Duration.StartTime == dt.datetime(2027, 3, 19, 23, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (away("Scheduled"), "ErrorInvalidUserOofSettings"),
        (away("Scheduled", Duration=span(21, 20)), "ErrorInvalidScheduledOofDuration"),
        (
            away("Scheduled", Duration=Duration(StartTime=dt.datetime(2026, 1, 1), EndTime=dt.datetime(2026, 1, 2))),
            "ErrorInvalidScheduledOofDuration",
        ),
        (away("Scheduled", Duration=span(20, 22)), "NoError"),
    ],
)
def test_schedules(ews: Client, settings: UserOofSettings, code: str) -> None:
    """RC"""
    assert write(ews, settings) == code


def test_others_settings(ews: Client, ben: Mailbox) -> None:
    assert read(ews, BEN).ResponseMessage.ResponseCode == "ErrorAccessDenied"
    assert read(ews, "nobody@example.test").ResponseMessage.ResponseCode == "ErrorMailRecipientNotFound"
    assert write(ews, away(), BEN) == "ErrorAccessDenied"


# --- mail tips -----------------------------------------------------------------------------------------------------


def tips(ews: Client, *addresses: str, asked: tuple[str, ...] = ("All",)) -> list[Any]:
    """GetMailTips: the tips, one for each recipient."""
    people = ArrayOfRecipients(Mailbox=tuple(EmailAddress(EmailAddress=one) for one in addresses))
    sender = EmailAddress(EmailAddress=ANNA)
    answer: Any = ews.ask(GetMailTips(SendingAs=sender, Recipients=people, MailTipsRequested=asked)).bag
    listed = answer.ResponseMessages
    return [] if listed is None else [one.MailTips for one in listed.MailTipsResponseMessageType]


def test_tips(ews: Client, ben: Mailbox) -> None:
    """ref/getmailtips-operation"""
    known, unknown, outside = tips(ews, BEN, "nobody@example.test", "x@elsewhere.test")
    assert (known.TotalMemberCount, known.InvalidRecipient, known.OutOfOffice.ReplyBody.Message) == (1, False, "")
    assert known.RecipientAddress.Name == "Ben Bär"
    assert (unknown.InvalidRecipient, unknown.OutOfOffice) == (True, None)
    assert (outside.InvalidRecipient, outside.ExternalMemberCount) == (False, 1)
    assert tips(ews) == []


def test_tips_of_a_group(ews: Client, exchange: Exchange, ben: Mailbox) -> None:
    """ref/totalmembercount: those in groups of it, too, each once"""
    exchange.put_group("team@example.test", members=(BEN, "x@elsewhere.test", "all@example.test"))
    exchange.put_group("all@example.test", members=(BEN, ANNA))
    (group,) = tips(ews, "team@example.test")
    assert (group.TotalMemberCount, group.ExternalMemberCount, group.InvalidRecipient) == (3, 1, False)
    assert (group.RecipientAddress.MailboxType, group.OutOfOffice) == ("PublicDL", None)


def test_only_what_is_asked_for(ews: Client, ben: Mailbox) -> None:
    (known,) = tips(ews, BEN, asked=("ModerationStatus",))
    assert {row.name for row in known.values} == {"RecipientAddress", "PendingMailTips", "IsModerated"}


def test_who_is_away_says_so(ews: Client, clock: ManualClock, anna: Mailbox) -> None:
    """in the time of a schedule only"""
    write(ews, away(InternalReply=ReplyBody(Message="Gone")))
    (known,) = tips(ews, ANNA)
    assert (known.OutOfOffice.ReplyBody.Message, known.OutOfOffice.Duration) == ("Gone", None)
    write(ews, away("Scheduled", Duration=span(20, 22)))
    assert tips(ews, ANNA)[0].OutOfOffice.ReplyBody.Message == ""
    clock.set(dt.datetime(2027, 3, 21, tzinfo=dt.UTC))
    (known,) = tips(ews, ANNA)
    assert (known.OutOfOffice.ReplyBody.Message, known.OutOfOffice.Duration) != ("", None)
