"""Somebody outside: who has an address and a calendar elsewhere, and with whom the organisation exchanges mail.

Rule: what is sent to him arrives, and what he sends; nothing else of him is known here. He is in no directory, clients
find nothing of his, the journal names no change of his, and a restart forgets him. What his own server makes of
requests and answers is what Exchange makes of them. Source: Set-CalendarProcessing (external senders); MS-OXWSMTGS.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fake_ews.contract.calendar import (
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import EmailAddress
from fake_ews.contract.notation import Bag, Mapi
from fake_ews.model.extended import Extended
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.log import Kind, LogRecord
from fake_ews.model.mailbox import Mailbox

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange

LetterKind = Literal["request", "update", "cancellation", "response", "notice", "mail"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What was sent to somebody outside, as it was when it came."""

    kind: LetterKind
    at: dt.datetime
    bag: Bag


class Outside(Mailbox):
    """The mailbox of somebody outside, at another server."""

    def __init__(self, exchange: Exchange, address: str, *, name: str, zone: str) -> None:
        super().__init__(exchange, address, name=name, zone=zone, culture="en-US", profile=exchange.profile)
        self.letters: list[Letter] = []

    @property
    def email_address(self) -> EmailAddress:
        """He is nobody whom the directory knows."""
        return EmailAddress(Name=self.name, EmailAddress=self.address, RoutingType="SMTP", MailboxType="OneOff")

    def next_uid(self) -> int:
        """The number of the next entry that needs a UID of its own."""
        self.made.uids += 1
        return self.made.uids

    def create(
        self, folder: StoredFolder, bag: Bag, extended: dict[Mapi, Extended], by: str, *, kind: Kind = Kind.Created
    ) -> Item:
        """Store a new item; what is delivered is a letter."""
        if kind is Kind.Delivered:
            self.letters.append(Letter(_kind(bag), self.exchange.clock.now(), bag.copy()))
        return super().create(folder, bag, extended, by, kind=kind)

    def _append(self, record: LogRecord) -> None:
        """Nobody here learns of it."""
        self.log.append(record)


def _kind(bag: Bag) -> LetterKind:
    match bag:
        case MeetingRequestMessage():
            return "request" if bag.MeetingRequestType == "NewMeetingRequest" else "update"
        case MeetingCancellationMessage():
            return "cancellation"
        case MeetingResponseMessage():
            return "response"
        case MeetingMessage():
            return "notice"
        case _:
            return "mail"
