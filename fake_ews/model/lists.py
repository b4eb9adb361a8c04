"""Distribution groups of the directory, and whom their addresses reach.

Rule: whoever is in a group, or in a group of it, is reached once, in the order of the lists; a circle ends where it
closes. Who is reached is found out when something is sent, and is kept nowhere.
Source: guide/distribution-groups-and-ews-in-exchange; how deep free/busy looks: ref/groupattendeeconflictdata.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fake_ews.contract.common import EmailAddress


@dataclass(frozen=True, slots=True)
class Group:
    """A distribution group of the directory; its members are addresses. A room list is one whose members are rooms."""

    address: str
    name: str
    members: tuple[str, ...]
    is_room_list: bool = False

    @property
    def email_address(self) -> EmailAddress:
        """The group, as mails name it."""
        return EmailAddress(Name=self.name, EmailAddress=self.address, RoutingType="SMTP", MailboxType="PublicDL")


def reached(groups: Mapping[str, Group], addresses: Iterable[str]) -> list[str]:
    """These addresses, with its members in place of each group: all that are no groups, each once."""
    found: list[str] = []
    seen: set[str] = set()
    todo = [*addresses][::-1]
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        if address in groups:
            todo += groups[address].members[::-1]
        else:
            found.append(address)
    return found


def counted(groups: Mapping[str, Group], group: Group, most: int) -> list[str] | None:
    """The members of a group, at most so many; a group in it stays one address where its own would be too many.

    None: the group itself has too many. Source: ref/groupattendeeconflictdata.
    """
    found = dict.fromkeys(one for one in group.members if one != group.address)
    if len(found) > most:
        return None
    opened = {group.address}
    todo = [one for one in found if one in groups]
    for address in todo:
        opened.add(address)
        more = dict.fromkeys(one for one in groups[address].members if one not in opened)
        whole = {one: None for one in found if one != address} | more
        if len(whole) <= most:
            todo += [one for one in more if one in groups and one not in found]
            found = whole
    return list(found)
