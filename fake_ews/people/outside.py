"""A person outside the organisation, with a calendar program of his own: what he sends goes by mail.

Rule: he acts as everybody does, in a mailbox at another server; what was sent to him he has as letters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfRecipients, Body, EmailAddress
from fake_ews.contract.mail import Message
from fake_ews.model import mailing
from fake_ews.people import _values
from fake_ews.people._hands import Hands
from fake_ews.people._looking import known_by


class Outsider(Hands):
    """Somebody outside, at whatever program."""

    program = "Program outside"

    def about(self, uid: str, original: dt.datetime | None) -> int:
        """The handle of what a letter is about: a meeting, or one date of it where that is an entry by itself."""
        dates = (item for item in self.mailbox.items.values() if item.is_entry and item.original_start == original)
        alone = any(item.bag.get(CalendarItem.UID) == uid for item in dates)
        return self.handles.of(known_by(uid, original if alone else None))

    def write(self, to: Sequence[str], subject: str, text: str = "") -> None:
        """Send a mail to these addresses. ValueError: there is none, or something is not what it must be."""
        for name, value in (("to", to), ("subject", subject), ("text", text)):
            _values.check(name, value)
        people = tuple(self.exchange.resolve(EmailAddress(EmailAddress=address)) for address in to)
        now = self.mailbox.stamp()
        message = Message(
            Subject=subject, Body=Body(BodyType="Text", text=text), ToRecipients=ArrayOfRecipients(Mailbox=people),
            From=self.mailbox.recipient, Sender=self.mailbox.recipient, Sensitivity="Normal", Importance="Normal",
            DateTimeSent=now, DateTimeReceived=now,
        )  # fmt: skip
        with self._act("write"):
            mailing.post(self.exchange, message, {}, self.by)
