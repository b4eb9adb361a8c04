"""Handles of mailboxes and rooms, for Python callers."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fake_ews.control.views import ItemView

if TYPE_CHECKING:
    from fake_ews.handles.organisation import Organisation


class Mailbox:
    """The handle of a mailbox."""

    def __init__(self, fake: Organisation, address: str) -> None:
        self._fake, self.address = fake, address.lower()

    @property
    def sid(self) -> str:
        """The security identifier of its user, by which a client may name him, too (ConnectingSID, UserId)."""
        return self._fake._call(lambda desk: desk.sid(self.address))

    def items(self, folder: str = "calendar") -> tuple[ItemView, ...]:
        """The items of a folder (distinguished name, FolderId, or "all"), in the order they came."""
        return self._fake._call(lambda desk: desk.items(self.address, folder))

    def item(self, item_id: str) -> ItemView | None:
        """The item that has this id now, or None."""
        return self._fake._call(lambda desk: desk.item(self.address, item_id))

    def make_folder(self, name: str, kind: str = "calendar", parent: str = "calendar") -> str:
        """Make a folder; the answer is its FolderId, which may stand wherever a folder's name may."""
        return self._fake._call(lambda desk: desk.make_folder(self.address, name, kind, parent))

    def add(
        self, *, subject: str = "", start: dt.datetime, end: dt.datetime, folder: str = "calendar", **fields: Any
    ) -> ItemView:
        """Make an entry, as Outlook on the web would."""
        return self._fake._call(lambda desk: desk.add(self.address, subject, start, end, folder, **fields))

    def deliver_again(self, item_id: str) -> ItemView | None:
        """A message that has come arrives a second time; as it lies then, None: a rule has taken it away.

        Nothing is made twice: docs/outside.md. LookupError, or ValueError: the item has never come by mail.
        """
        return self._fake._call(lambda desk: desk.deliver_again(self.address, item_id))

    def permit(self, person: str, level: str, folder: str = "calendar") -> None:
        """Give a person, or "Default", a permission level such as "Editor" in a folder, from now on."""
        self._fake._call(lambda desk: desk.permit(self.address, person, level, folder))

    @property
    def hours(self) -> dict[str, Any]:
        """Its working hours, setting by setting, by the names of Set-MailboxCalendarConfiguration."""
        return self._fake._call(lambda desk: desk.hours(self.address))

    def works(self, **hours: Any) -> None:
        """From now on it has these working hours: WorkDays, WorkingHoursStartTime, WorkingHoursEndTime (times of day
        such as "08:00"), WorkingHoursTimeZone; the others are as by default. ValueError for an unknown name or value.
        """
        self._fake._call(lambda desk: desk.hours(self.address, hours))

    def behave(self, **profile: Any) -> None:
        """From now on these fields of the profile are its own, and no others."""
        self._fake._call(lambda desk: desk.behave(self.address, profile))

    def empty(self) -> None:
        """Take all items out; the log goes on."""
        self._fake._call(lambda desk: desk.empty(self.address))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address!r})"


class Room(Mailbox):
    """The handle of a room mailbox."""

    def __init__(self, fake: Organisation, address: str, name: str) -> None:
        super().__init__(fake, address)
        self.name = name

    @property
    def policy(self) -> dict[str, Any]:
        """Its booking policy, setting by setting, by the names of Set-CalendarProcessing."""
        return asdict(self._fake._call(lambda desk: desk.policy(self.address)))

    def books(self, **policy: Any) -> None:
        """From now on it has these settings, and all others as they are by default. ValueError, as room()."""
        self._fake._call(lambda desk: desk.policy(self.address, policy))

    @property
    def accepts_after(self) -> dt.timedelta | None:
        """How long after a request arrives it answers; None: never by itself. It may be set: what arrives from then on
        is answered after that time, what has arrived as before. ValueError: less than nothing.
        """
        return self._fake._call(lambda desk: desk.wait(self.address))

    @accepts_after.setter
    def accepts_after(self, after: dt.timedelta | None) -> None:
        self._fake._call(lambda desk: desk.set_wait(self.address, after))
