"""What an Exchange consists of, as rows of bytes and back: the form in which it outlives the process.

Rule: rows hold facts only; what follows from them (indexes, plans, lists of children's items) is made again. Bytes are
those of packed.py. Subscriptions, journal and faults are not among them: a restart ends those.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple
from typing import cast

import msgspec

from fake_ews.contract.folders import BaseFolder
from fake_ews.contract.notation import Bag
from fake_ews.model.attendant import RoomAnswers
from fake_ews.model.clock import Work
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.folders import Search, StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.lists import Group
from fake_ews.model.log import Kind, LogRecord
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.mailed_reminders import MailsReminders
from fake_ews.model.packed import pack, unpack
from fake_ews.model.profile import Profile
from fake_ews.model.rights import Rights
from fake_ews.model.settings import Settings
from fake_ews.model.working_hours import WorkHours

# --- the organisation -------------------------------------------------------------------------------------------------


def of_exchange(exchange: Exchange) -> bytes:
    """The seed, the time, and the numbers given away so far."""
    return pack(
        (
            exchange.seed, exchange.clock.now(), exchange.turn_number, exchange.attachments_made, exchange.moves,
            exchange.subscriptions_made,
        )
    )  # fmt: skip


def seed_and_time(data: bytes) -> tuple[int, dt.datetime]:
    """The seed, which must be known before an Exchange is made, and the time at which it was kept."""
    seed, at, *_ = unpack(data)
    return seed, at


def put_exchange(exchange: Exchange, data: bytes) -> None:
    """Give an Exchange the numbers it has given away."""
    _, _, exchange.turn_number, exchange.attachments_made, exchange.moves, exchange.subscriptions_made = unpack(data)


def of_account(account: Account) -> bytes:
    """An account with its password and its rights."""
    impersonates, denied = tuple(sorted(account.impersonates)), tuple(sorted(account.denied))
    full_access = tuple(sorted(account.full_access))
    return pack(
        (
            account.address, account.password, account.impersonates_all, impersonates, denied, account.full_access_all,
            full_access,
        )
    )  # fmt: skip


def put_account(exchange: Exchange, data: bytes) -> None:
    """Add an account."""
    address, password, impersonates_all, impersonates, denied, full_access_all, full_access = unpack(data)
    exchange.accounts[address] = Account(
        address, password, impersonates_all, set(impersonates), set(denied), full_access_all, set(full_access)
    )


def of_group(group: Group) -> bytes:
    """A distribution group, or room list."""
    return pack((group.address, group.name, group.members, group.is_room_list))


def put_group(exchange: Exchange, data: bytes) -> None:
    """Add a group."""
    group = Group(*unpack(data))
    exchange.groups[group.address] = group


def of_due(at: dt.datetime, work: Work) -> bytes:
    """Work that is still due after a restart."""
    if isinstance(work, MailsReminders):
        return pack((at, work.mailbox, work.uid, "reminders", work.since))
    assert isinstance(work, RoomAnswers), "no other work outlives a restart"
    return pack((at, work.room, work.uid, work.day))


def put_due(exchange: Exchange, data: bytes) -> None:
    """Enter work in the agenda."""
    at, address, uid, day, *since = unpack(data)
    of = exchange.mailboxes[address].address
    work: Work = MailsReminders(of, uid, since[0]) if since else RoomAnswers(of, uid, day)
    exchange.agenda.add(at, work, lasting=True)


# --- mailboxes --------------------------------------------------------------------------------------------------------


def of_mailbox(mailbox: Mailbox) -> bytes:
    """A mailbox without its folders and items: who it is, how it behaves, what its owner has set."""
    settings = mailbox.settings
    return pack(
        (
            mailbox.address, mailbox.name, mailbox.zone, mailbox.culture, mailbox.is_room, mailbox.answers_after,
            _policy(mailbox), _own_fields(mailbox), mailbox.ids.home, mailbox.ids.database,
            astuple(mailbox.hours),
            (
                settings.oof, tuple(settings.rules), settings.rules_made, settings.delegates, settings.meeting_requests,
                settings.configurations, settings.configurations_made, tuple(sorted(settings.blocked)), settings.photo,
            ),
        )
    )  # fmt: skip


def _policy(mailbox: Mailbox) -> str:
    """What a room's booking policy says, as JSON."""
    return msgspec.json.encode(mailbox.booking.said()).decode() if mailbox.is_room else ""


def _own_fields(mailbox: Mailbox) -> str:
    """In what its profile differs from that of all, as JSON; nothing where it does not."""
    if mailbox.profile is mailbox.exchange.profile:
        return ""
    usual = msgspec.to_builtins(mailbox.exchange.profile)
    own = {name: one for name, one in msgspec.to_builtins(mailbox.profile).items() if one != usual[name]}
    return msgspec.json.encode(own).decode()


def put_mailbox(exchange: Exchange, data: bytes) -> Mailbox:
    """Add a mailbox, without folders and items as yet."""
    address, name, zone, culture, room, answers_after, policy, own, home, database, hours, settings = unpack(data)
    profile = (
        msgspec.convert(msgspec.to_builtins(exchange.profile) | msgspec.json.decode(own), Profile) if own else None
    )
    mailbox = exchange.add_mailbox(
        address, name=name, zone=zone, culture=culture, profile=profile, room=room, answers_after=answers_after,
        policy=msgspec.json.decode(policy) if room else None,
    )  # fmt: skip
    mailbox.hours = WorkHours(*hours)
    mailbox.clear_out()
    exchange.move_home(mailbox, home)
    if database:
        mailbox.ids.other_database(database)
    oof, rules, rules_made, delegates, meeting_requests, configurations, configurations_made, blocked, photo = settings
    mailbox.settings = Settings(
        oof, list(rules), rules_made, delegates, meeting_requests, configurations, configurations_made, set(blocked),
        photo,
    )  # fmt: skip
    return mailbox


def of_folder(folder: StoredFolder) -> bytes:
    """A folder; its items say themselves where they lie, its children are told in their order."""
    kind, search = f"{folder.kind.namespace.prefix}:{folder.kind.schema_name}", folder.search
    return pack(
        (
            folder.number, folder.parent, folder.display_name, folder.folder_class, folder.distinguished,
            folder.change, folder.created, kind, folder.extended, folder.stored, tuple(folder.children),
            folder.committed, folder.removed, {who: tuple(one) for who, one in folder.permissions.items()},
            None if search is None else (search.bases, search.deep, search.restriction, search.zone),
        )
    )  # fmt: skip


def put_folder(mailbox: Mailbox, data: bytes) -> None:
    """Add a folder, without items as yet."""
    number, parent, name, of_class, distinguished, change, created, kind, extended, stored, children, *rest = unpack(
        data
    )
    known = cast("type[BaseFolder]", Bag.by_name[kind])
    folder = StoredFolder(number, parent, name, of_class, distinguished, change, created, known, extended, stored)
    folder.children = dict.fromkeys(children)
    folder.committed, folder.removed, permissions, search = rest
    folder.permissions = {who: Rights(*one) for who, one in permissions.items()}
    folder.search = None if search is None else Search(*search)
    mailbox.put_folder(folder)


def of_item(item: Item) -> bytes:
    """An item with all it holds, attachments and exceptions included."""
    return pack(
        (
            item.number, item.folder, item.bag, item.extended, item.change, item.created, item.modified,
            item.modified_by, item.made_by,
        )
    )  # fmt: skip


def put_item(mailbox: Mailbox, data: bytes) -> None:
    """Add an item; its folder is there already."""
    number, folder, bag, extended, change, created, modified, modified_by, made_by = unpack(data)
    item = Item(mailbox, number, folder, bag, extended)
    item.change, item.created, item.modified, item.modified_by = change, created, modified, modified_by
    item.made_by = made_by
    mailbox.put_item(item)


def of_record(record: LogRecord) -> bytes:
    """A record of the log."""
    return pack(msgspec.structs.astuple(record))


def put_record(mailbox: Mailbox, data: bytes) -> None:
    """Append a record to the log; ValueError where it is not the next one."""
    number, turn, at, kind, *rest = unpack(data)
    if number != mailbox.log.newest + 1:
        raise ValueError(f"record {mailbox.log.newest + 1} of the log is missing")
    mailbox.log.append(LogRecord(number, turn, at, Kind(kind), *rest))
