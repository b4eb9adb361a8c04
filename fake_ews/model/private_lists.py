"""Private distribution lists: who stands for one that is among somebody's contacts.

Rule: such a list has no address and is known to its owner alone, so what he writes to it names its members, and those
of lists in it; a circle ends where it closes. Source: guide/distribution-groups-and-ews-in-exchange (contact groups),
ref/expanddl-operation. [that the members stand in its place from the beginning, not only once it is sent: unverified]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fake_ews.contract.common import EmailAddress, ItemId
from fake_ews.contract.contacts import DistributionList, MembersList
from fake_ews.model import ids
from fake_ews.model.failures import Failure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox


def members(item: Item) -> list[EmailAddress]:
    """Those in a list, as they stand in it."""
    listed = item.bag.get(DistributionList.Members)
    several = () if listed is None else listed.get(MembersList.Member) or ()
    return [one.Mailbox for one in several if one.Mailbox is not None]


def resolved(mailbox: Mailbox, people: Iterable[EmailAddress]) -> Iterator[EmailAddress]:
    """Those whom the owner of a mailbox names, as Exchange stores them: private lists opened, names filled in."""
    opened: set[int] = set()
    todo = [*people][::-1]
    while todo:
        one = todo.pop()
        item = _list_of(mailbox, one)
        if item is None:
            yield mailbox.exchange.resolve(one)
        elif item.number not in opened:
            opened.add(item.number)
            todo += members(item)[::-1]


def _list_of(mailbox: Mailbox, one: EmailAddress) -> Item | None:
    """The list that is named by its ItemId, if it is one of this mailbox."""
    address = one.get(EmailAddress.EmailAddress)
    if one.ItemId is None or address:
        return None
    parsed = ids.read(one.ItemId.need(ItemId.Id))
    if isinstance(parsed, Failure) or parsed.mailbox != mailbox.ids.mailbox:
        return None
    item = mailbox.items.get(parsed.item)
    return item if item is not None and item.kind is DistributionList else None
