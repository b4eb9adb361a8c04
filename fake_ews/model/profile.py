"""Where real servers differ, or nobody knows: one frozen profile of named fields.

Rule: the code asks a field, never a version number. Each field names its source; "unverified" stands where sources
are missing. To add a doubt: one field with its docstring line, and the values in the profiles that differ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self


@dataclass(frozen=True, slots=True)
class Profile:
    """How this Exchange behaves where others behave otherwise."""

    name: str = "exchange2016"
    build: tuple[int, int, int, int] = (15, 1, 2507, 39)
    """ServerVersionInfo: 15.0 is 2013, 15.1 is 2016, 15.2 is 2019. [seen: samples of ref/*]"""
    schema: str = "V2017_07_11"
    """The newest schema version spoken; also the Version of ServerVersionInfo. [seen]"""

    default_reminder: int = 15
    """Minutes of the reminder where a client sets none. [MS-OXOCFG piRemindDefault]"""
    subject_limit: int = 255
    """Characters of a subject; a longer one is cut. [seen: library maintainer's word, two reports]"""
    subject_cut: Literal["inside", "beyond"] = "inside"
    """Whether the "..." of a cut subject lies inside the limit or beyond it. [unverified]"""
    strict_change_keys: bool = False
    """UpdateItem without ChangeKey is refused, as ref/responsecode says; library authors deny it. [sources disagree]"""
    full_zones: bool = True
    """StartTimeZone and EndTimeZone come with Periods and Transitions; the Managed API throws otherwise. [seen]"""
    touching_is_in_view: bool = True
    """CalendarView keeps an item whose End equals StartDate. [doc ref/calendarview; seen]"""
    echoed_set: Literal["as asked", "by name", "by GUID"] = "as asked"
    """How an echoed extended property names its set. [seen: library issue]"""
    page_limit: int = 1000
    """Items in one page at most. [doc guide/ews-throttling]"""
    sync_limit: int = 512
    """Changes in one SyncFolderItems answer at most. [doc ref/maxchangesreturned]"""
    copies_carry_stamps: bool = False
    """Whether an attendee's copy of a meeting carries the organizer's own named properties. [unverified]"""
    unknown_version: Literal["ErrorInvalidRequest", "ErrorInvalidServerVersion"] = "ErrorInvalidRequest"
    """What an unknown RequestServerVersion is answered. [seen: both]"""

    @classmethod
    def exchange2013(cls) -> Self:
        """Exchange 2013."""
        return cls(name="exchange2013", build=(15, 0, 1497, 2), schema="Exchange2013_SP1")

    @classmethod
    def exchange2016(cls) -> Self:
        """Exchange 2016, the default."""
        return cls()

    @classmethod
    def exchange2019(cls) -> Self:
        """Exchange 2019 and the subscription edition."""
        return cls(name="exchange2019", build=(15, 2, 1544, 4))

    def but(self, **fields: object) -> Self:
        """This profile with other values; TypeError names a field that does not exist."""
        return replace(self, **fields)  # type: ignore[arg-type]  # the fields are checked by replace itself
