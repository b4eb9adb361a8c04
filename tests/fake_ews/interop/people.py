"""Anna's meetings with Ben, for the tests beside: how they are made, and what lies where."""

from __future__ import annotations

from typing import Any

from fake_ews.contract.calendar import CalendarItem, MeetingRequestMessage
from fake_ews.contract.common import ItemId, NonEmptyArrayOfBaseItemIds, OccurrenceItemId, RecurringMasterItemId
from fake_ews.contract.notation import Bag
from fake_ews.contract.recurrence import Recurrence
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, listed
from tests.fake_ews.operations.series import a_series
from tests.fake_ews.operations.test_meetings import BEN, guests

SAVED = "SendToAllAndSaveCopy"


def meet(ews: Client, how: str = "SendOnlyToAll", **fields: Any) -> ItemId:
    """A meeting of whoever calls with Ben."""
    return ews.create(an_entry(RequiredAttendees=guests(BEN), **fields), invitations=how).id


def meet_often(ews: Client, recurrence: Recurrence, how: str = "SendOnlyToAll", **fields: Any) -> ItemId:
    """A series of meetings of whoever calls with Ben: the master."""
    return ews.create(a_series(recurrence, RequiredAttendees=guests(BEN), **fields), invitations=how).id


def nth(master: ItemId, index: int) -> OccurrenceItemId:
    """An occurrence by its index."""
    return OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=index)


def way_up(ews: Client, master: ItemId) -> RecurringMasterItemId:
    """The master by the id of its second occurrence."""
    return RecurringMasterItemId(OccurrenceId=ews.get(nth(master, 2)).ItemId.Id)


def ids_of_any_kind(*named: Bag) -> NonEmptyArrayOfBaseItemIds:
    """Ids of several kinds, as requests list them."""
    return listed(NonEmptyArrayOfBaseItemIds, named)


def messages(mailbox: Mailbox, kind: type[Bag] = MeetingRequestMessage, folder: str = "inbox") -> list[Item]:
    """The messages of a kind in a folder, in the order in which they came."""
    return [item for item in mailbox.items_of(mailbox.need(folder)) if item.kind is kind]


def entries(mailbox: Mailbox, folder: str = "calendar") -> list[Item]:
    """The calendar items in a folder."""
    return [item for item in mailbox.items_of(mailbox.need(folder)) if item.kind is CalendarItem]


def kinds(mailbox: Mailbox, folder: str) -> list[type[Bag]]:
    """What lies in a folder, in the order in which it came."""
    return [item.kind for item in mailbox.items_of(mailbox.need(folder))]
