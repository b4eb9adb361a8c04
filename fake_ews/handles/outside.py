"""The handle of somebody outside, for Python callers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fake_ews.control.views import LetterView
from fake_ews.handles.person import Person

if TYPE_CHECKING:
    from fake_ews.handles.organisation import Organisation


class Outside(Person):
    """Somebody outside the organisation, at a calendar program of his own: whoever has an address but no mailbox here.

    He does what other people do: `new(..., attendees=[...], resources=[...])` invites by mail, `change`, `drag` and
    `cancel_meeting` tell those whom he has invited; what he is invited to he accepts, declines, or proposes another
    time for. What was sent to him he has as letters, each with the handle of the meeting that it is about.
    """

    def __init__(self, fake: Organisation, address: str, name: str = "", zone: str = "") -> None:
        self.address = address.lower()
        fake._call(lambda desk: desk.outside(address, name=name, zone=zone))
        super().__init__(fake, "outside", address)

    def letters(self) -> tuple[LetterView, ...]:
        """What was sent to him, in the order it came."""
        return self._fake._call(lambda desk: desk.letters(self.address))

    def write(self, to: Sequence[str], subject: str, text: str = "") -> None:
        """Send a mail to these addresses."""
        self._fake._call(lambda desk: desk.act(lambda: desk.outside(self.address).write(to, subject, text)))
