"""What the tests of people look at: the records of a mailbox, the journal, where an entry lies."""

from __future__ import annotations

from typing import Any

from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.journal import Record
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.people._hands import Hands

BEN, CLARA, AARE = "ben@example.test", "clara@example.test", "aare@example.test"
STAMP: list[dict[str, Any]] = [
    {"set": "6B3F0000-0000-4000-8000-00000000C0DE", "name": "oid", "type": "String", "value": "r1"}
]


def kinds(mailbox: Mailbox, after: int = 0) -> list[tuple[Kind, str, str]]:
    """The records of a mailbox, copies of what was sent apart: their kind, from which folder, to which."""
    name = {number: folder.distinguished for number, folder in mailbox.folders.items()}
    records = [one for one in mailbox.log.after(after) if name[one.folder] != "sentitems"]
    return [(record.kind, name.get(record.old_folder, ""), name[record.folder]) for record in records]


def last(exchange: Exchange) -> Record:
    """The last record of the journal."""
    return exchange.journal.after(exchange.journal.newest - 1)[0]


def where(hands: Hands, entry: int) -> str:
    """The folder of an entry."""
    item = hands.item(entry)
    return item.mailbox.folders[item.folder].distinguished


def only(mailbox: Mailbox) -> Item:
    """The one entry in a calendar."""
    (item,) = mailbox.items_of(mailbox.need("calendar"))
    return item
