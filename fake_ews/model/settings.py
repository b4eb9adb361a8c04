"""What the owner of a mailbox has set: absence, rules, delegates, configuration, blocked senders, photo.

Rule: settings are no items: changing one leaves no record in the log, as on Exchange, where they are hidden messages.
Source: ref/getuseroofsettings, getinboxrules, getdelegate, getuserconfiguration, markasjunk, getuserphoto (operations).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fake_ews.contract.availability import UserOofSettings
from fake_ews.contract.rules import Rule
from fake_ews.contract.settings import DelegateUser, UserConfiguration


@dataclass(slots=True)
class Settings:
    """Of one mailbox. Addresses are in lower case; a configuration is found by its folder's number and its name."""

    oof: UserOofSettings | None = None
    rules: list[Rule] = field(default_factory=list)
    rules_made: int = 0
    delegates: dict[str, DelegateUser] = field(default_factory=dict)
    meeting_requests: str = "DelegatesAndSendInformationToMe"
    configurations: dict[tuple[int, str], UserConfiguration] = field(default_factory=dict)
    configurations_made: int = 0
    blocked: set[str] = field(default_factory=set)
    photo: bytes | None = None
