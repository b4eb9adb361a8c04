"""Reminders by mail, as an entry keeps them: what Exchange fills in where a client says nothing.

Rule: what is kept is complete; when it is mailed is the business of mailed_reminders.
Source: MS-OXWSMTGS (InboxReminderType, EmailReminderSendOption).
"""

from __future__ import annotations

from itertools import count

from fake_ews.contract.calendar import ArrayOfInboxReminder, InboxReminder
from fake_ews.model import ids


def complete(given: ArrayOfInboxReminder, seed: int, uid: str) -> ArrayOfInboxReminder:
    """The reminders of the entry with this UID: each has an id; the organizer's are for all, the others for himself."""
    several = given.get(ArrayOfInboxReminder.InboxReminder) or ()
    taken = {one.Id for one in several}
    fresh = (str(ids.guid(seed, uid, "reminder", str(number))) for number in count())
    return ArrayOfInboxReminder(
        InboxReminder=tuple(_complete(one, next(new for new in fresh if new not in taken)) for one in several)
    )


def _complete(given: InboxReminder, fresh: str) -> InboxReminder:
    organizers = given.IsOrganizerReminder or False
    option = given.SendOption
    if option in (None, "NotSet"):
        option = "AllAttendees" if organizers else "User"
    return InboxReminder(
        Id=given.Id or fresh, ReminderOffset=given.ReminderOffset, Message=given.Message,
        IsOrganizerReminder=organizers, OccurrenceChange=given.OccurrenceChange or "None", SendOption=option,
    )  # fmt: skip
