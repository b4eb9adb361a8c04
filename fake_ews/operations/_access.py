"""What the caller may do in a mailbox: its owner and who has full access everything, others what its folders say.

Rule: this is asked wherever a mailbox is opened, and nowhere is it decided otherwise. Who impersonates is the one whom
he impersonates. Source: guide/delegate-access-and-ews-in-exchange, ref/viewprivateitems; fact sheet section 11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from fake_ews.model import rights
from fake_ews.model.failures import ErrorSendAsDenied, Failure
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.rights import WHOLE, Access
from fake_ews.model.search_folders import contents
from fake_ews.operations._registry import Call

Wish = Literal["look", "read", "copy", "edit", "delete"]
"""What somebody wants with an item; `look`: to see of it what he may see, were it only when it is."""


def may_open(call: Call, mailbox: Mailbox) -> bool:
    """Whether the call has a mailbox as its owner has it: it is his, or the impersonated one, or he has full access."""
    return mailbox is call.own or has_full_access(call, mailbox)


def has_full_access(call: Call, mailbox: Mailbox) -> bool:
    """Whether the caller has full access to another's mailbox."""
    account = call.account if call.own is None else call.exchange.accounts.get(call.own.address)
    return account is not None and account.has_full_access(mailbox.address)


def is_delegate(call: Call, mailbox: Mailbox) -> bool:
    """Whether the owner of a mailbox has made the caller his delegate."""
    return call.own is not None and call.own.address in mailbox.settings.delegates


def to_folder(call: Call, mailbox: Mailbox, folder: StoredFolder) -> Access:
    """What the caller may do in a folder."""
    if may_open(call, mailbox):
        return WHOLE
    person = call.account.address if call.own is None else call.own.address
    delegate = mailbox.settings.delegates.get(person)
    private = delegate is not None and delegate.ViewPrivateItems is True
    return Access(rights.of(folder.permissions, person), private)


def to_item(call: Call, item: Item) -> Access:
    """What the caller may do in the folder of an item."""
    mailbox = item.mailbox
    return WHOLE if mailbox is call.own else to_folder(call, mailbox, mailbox.folders[item.folder])


def is_own(call: Call, item: Item) -> bool:
    """Whether the caller has made an item. People are told apart by their names, as LastModifiedName does it."""
    return call.own is not None and item.root.made_by == call.own.name


def may(call: Call, item: Item, access: Access, wish: Wish) -> bool:
    """Whether `access` to its folder lets the caller do this with an item."""
    if access is WHOLE:
        return True
    own, private = is_own(call, item), item.is_private
    match wish:
        case "edit":
            return access.may_edit(own=own, private=private)
        case "delete":
            return access.may_delete(own=own, private=private)
        case "look":
            blanked = item.mailbox.profile.private_items == "blanked" and item.is_entry
            return access.may_read(private=private and not blanked)
        case _:
            return access.may_read(private=private)


def readable(call: Call, mailbox: Mailbox, folder: StoredFolder) -> Callable[[Item], bool]:
    """Whether the caller may look at an item of a folder."""
    if folder.is_search:  # what it shows lies in other folders, which say who may look there
        return lambda item: may(call, item, to_item(call, item), "look")
    access = to_folder(call, mailbox, folder)
    return (lambda item: True) if access is WHOLE else (lambda item: may(call, item, access, "look"))


def seen(call: Call, mailbox: Mailbox, folder: StoredFolder) -> Iterator[Item]:
    """The items that a folder shows and the caller may look at, in the order they came."""
    items = contents(mailbox, folder)
    return items if mailbox is call.own else filter(readable(call, mailbox, folder), items)


def sending_for(call: Call, mailbox: Mailbox) -> Failure | None:
    """Why the caller may not send for the owner of a mailbox; folder permissions alone do not let him.

    Who may is the sender of what goes out of it in this turn.
    Source: guide/delegate-access-and-ews-in-exchange; RC ErrorSendAsDenied. [full access: unverified]
    """
    if not (may_open(call, mailbox) or is_delegate(call, mailbox)):
        return ErrorSendAsDenied
    if call.own is not None and call.own is not mailbox:
        call.turn.senders[mailbox.address] = call.own
    return None
