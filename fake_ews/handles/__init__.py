"""What Python callers hold: handles of an organisation, its mailboxes and its people.

Rule: every handle may be used from any thread; it marshals to the simulator's loop and waits.
"""

from fake_ews.handles.group import Group
from fake_ews.handles.mailbox import Mailbox, Room
from fake_ews.handles.organisation import Organisation
from fake_ews.handles.outside import Outside
from fake_ews.handles.person import Outlook, Person

__all__ = ["Group", "Mailbox", "Organisation", "Outlook", "Outside", "Person", "Room"]
