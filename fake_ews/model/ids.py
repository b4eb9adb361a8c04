"""The identifiers of Exchange, byte by byte, made and read: ItemId, FolderId, AttachmentId, ChangeKey, watermark,
SubscriptionId, SyncState.

Rule: an id is computed from numbers, never stored; it is opaque to clients, case-sensitive, and of the length of a
real one. Source of the layouts: captures of real servers (fact sheet, sections 5 and 17), entry ids MS-OXCDATA 2.2.4.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import struct
import uuid
import zlib
from dataclasses import dataclass, replace
from functools import partial

from fake_ews.model import filetimes
from fake_ews.model.failures import (
    ErrorCannotUseFolderIdForItemId,
    ErrorCannotUseItemIdForFolderId,
    ErrorInvalidAttachmentId,
    ErrorInvalidChangeKey,
    ErrorInvalidIdEmpty,
    ErrorInvalidIdMalformed,
    ErrorInvalidSyncStateData,
    ErrorInvalidWatermark,
    Failure,
)

_HEAD = b"\x00\x03\x24\x00"  # not compressed; an id that names its mailbox by GUID; 36 letters follow
_NORMAL, _RECURRENCE = b"\x00", b"\x01"  # the processing instruction
_MESSAGE, _FOLDER = b"\x46\x00", b"\x2e\x00"  # lengths of the two kinds of entry id
_GUID_AT, _KIND_AT, _ENTRY_AT = 4, 41, 43
_ITEM_LENGTH, _OCCURRENCE_LENGTH = 113, 124
_OCCURRENCE = b"\x51\x00\x08"  # the length of an occurrence's entry, and of the original day in front of it
_DAY_AT, _STORED_AT = 44, 53  # in the id of an occurrence: its day, and the entry id of its master
_DAY_TICKS = 24 * 60 * 60 * 10_000_000
_ATTACHMENT = b"\x12\x00\x10\x00"  # in front of an attachment's 16 bytes: how long it is with its length, and without
_WATERMARK = b"\x01\x00\x00\x00"
_LETTERS, _ALPHABET = 64, 26  # of base64, and from a capital letter to its small one


ORGANISATION = "/o=First Organization/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn="


def legacy_dn(address: str) -> str:
    """How the directory of Exchange calls a mailbox or a group: X.500, by its alias. Source: ref/mailbox-string."""
    return f"{ORGANISATION}Recipients/cn={address.partition('@')[0]}"


def guid(seed: int, *words: str) -> uuid.UUID:
    """A GUID that depends on the seed and the words alone."""
    return uuid.UUID(bytes=hashlib.sha256("\0".join((str(seed), *words)).encode()).digest()[:16], version=4)


def sid(seed: int, address: str) -> str:
    """The security identifier of a user: S-1-5-21, three numbers of the domain, one of his. [spec MS-DTYP 2.4.2]"""
    domain, user = guid(seed, "sid", address.partition("@")[2]).int, guid(seed, "sid", address).int
    numbers = [*(domain >> shift & 0xFFFFFFFF for shift in (96, 32, 0)), 1000 + (user & 0x3FFFFFFF)]
    return f"S-1-5-21-{'-'.join(map(str, numbers))}"


def _b64(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def _unb64(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _b64(data) == text else None


@dataclass(frozen=True, slots=True)
class StoreId:
    """What a parsed ItemId or FolderId says: whose mailbox, which folder, and for an item its number (else 0).

    Of an occurrence `item` is its master, `day` its original day (else 0), as an ordinal.
    """

    mailbox: uuid.UUID
    folder: int
    item: int = 0
    day: int = 0


class Ids:
    """Makes the ids of one mailbox. `folder` and `item` are its own numbers: an item that moves gets a new one.

    `home` counts how often the mailbox was moved to another server, which gives it and all it holds other ids;
    `database` tells the database that serves it now, 0 the first one.
    """

    def __init__(self, seed: int, address: str, home: int = 0) -> None:
        self.home, self.database = home, 0
        self._guid = partial(guid, seed, address, *([str(home)] if home else []))
        self.mailbox = self._guid("mailbox")
        provider = self._guid("provider").bytes[:12] + b"\xfb\xef\xbf\xfe"  # reads ++/+ and the like in base64
        self._replica = self._database = self._guid("replica").bytes
        self._whose = whose = _HEAD + str(self.mailbox).encode("ascii") + _NORMAL
        self._item = whose + _MESSAGE + bytes(4) + provider + b"\x07\x00" + self._replica
        self._folder = whose + _FOLDER + bytes(4) + provider + b"\x01\x00" + self._replica
        self._between = b"\x00\x00" + self._replica

    def item(self, folder: int, item: int) -> str:
        """The ItemId, 152 letters."""
        return _b64(self._item + folder.to_bytes(6, "big") + self._between + item.to_bytes(6, "big") + b"\x00\x00")

    def occurrence(self, folder: int, master: int, day: int) -> str:
        """The ItemId of an occurrence, 168 letters: its original day (ticks, as .NET counts them) is within, and the
        kind of object, 16, at the end.   Source: ids of real servers.
        """
        stored = base64.b64decode(self.item(folder, master))
        ticks = ((day - 1) * _DAY_TICKS).to_bytes(8, "big")
        return _b64(
            stored[: _KIND_AT - 1] + _RECURRENCE + _OCCURRENCE + ticks + _MESSAGE[:1] + stored[_ENTRY_AT:] + b"\x10"
        )

    def folder(self, folder: int) -> str:
        """The FolderId, 120 letters."""
        return _b64(self._folder + folder.to_bytes(6, "big") + b"\x00\x00")

    def from_entry(self, entry: bytes) -> str:
        """The ItemId or FolderId of a MAPI entry id."""
        return _b64(self._whose + len(entry).to_bytes(2, "little") + entry)

    def change_key(self, kind: int, change: int) -> str:
        """The ChangeKey of a change number; `kind`: 1 folder, 2 calendar folder, 9 message, 15 calendar item."""
        return _b64(struct.pack("<II", kind, 22) + self._replica + change.to_bytes(6, "big"))

    def watermark(self, counter: int) -> str:
        """The watermark of an event, 40 letters."""
        return _b64(_WATERMARK + self._database + struct.pack("<QB", counter, 1))

    def other_database(self, number: int) -> None:
        """From now on no watermark from before is one of this mailbox: it is served from database `number`."""
        self.database = number
        self._database = self._guid("database", str(number)).bytes

    def read_watermark(self, text: str) -> int | Failure:
        """The counter of a watermark of this mailbox, or ErrorInvalidWatermark."""
        data = _unb64(text)
        if data is None or len(data) != 29 or data[:4] != _WATERMARK or data[4:20] != self._database:
            return ErrorInvalidWatermark
        counter: int = struct.unpack("<Q", data[20:28])[0]
        return counter

    def read_change_key(self, text: str) -> int | Failure:
        """The change number in a ChangeKey, or ErrorInvalidChangeKey; a stub, as events carry them, holds none: 0."""
        data = _unb64(text)
        if data is not None and len(data) == 4:
            return 0
        if data is None or len(data) != 30 or data[4:8] != b"\x16\x00\x00\x00" or data[8:24] != self._replica:
            return ErrorInvalidChangeKey
        return int.from_bytes(data[24:], "big")

    def sync_state(self, folder: int, listed: int, seen: int) -> str:
        """A SyncState: listed up to item `listed`, the log read up to record `seen` (folder 0: the hierarchy)."""
        body = self.mailbox.bytes + struct.pack("<QQQ", folder, listed, seen)
        return _b64(b"\x01" + body + struct.pack("<I", zlib.crc32(body)))

    def read_sync_state(self, text: str, folder: int) -> tuple[int, int] | Failure:
        """(listed, seen) of a SyncState of this mailbox and folder, or ErrorInvalidSyncStateData."""
        data = _unb64(text)
        if data is None or len(data) != 45 or data[0] != 1:
            return ErrorInvalidSyncStateData
        body, (check,) = data[1:41], struct.unpack("<I", data[41:])
        of_folder, listed, seen = struct.unpack("<QQQ", body[16:])
        if zlib.crc32(body) != check or body[:16] != self.mailbox.bytes or of_folder != folder:
            return ErrorInvalidSyncStateData
        return listed, seen


def next_item(number: int, *, twins: bool) -> int:
    """The number of the item that is made after item `number` of a mailbox, 0: after none.

    With `twins` the ids of two that follow one another differ in the case of a letter: of b and B, which stand for the
    last six bits of the number, as 27 and 1.
    """
    if not twins:
        return number + 1
    return number + _ALPHABET if number % _LETTERS == 1 else (number + _LETTERS - 2) // _LETTERS * _LETTERS + 1


def stub_key(kind: int) -> str:
    """The ChangeKey inside an event: the kind of object alone, of no use for an update."""
    return _b64(struct.pack("<I", kind))


def subscription_id(server: str, number: uuid.UUID, at: dt.datetime, mailbox: uuid.UUID) -> str:
    """A SubscriptionId: it names the server that holds the subscription, so its length varies."""
    name = server.encode("ascii")
    ticks = int((at - filetimes.FIRST).total_seconds() * 10_000_000) + 504_911_232_000_000_000
    return _b64(
        struct.pack("<H", len(name)) + name
        + struct.pack("<I", 16) + number.bytes_le + struct.pack("<Q", ticks) + struct.pack("<I", 16) + mailbox.bytes_le
    )  # fmt: skip


def is_subscription_id(text: str) -> bool:
    """Whether a text has the form of a SubscriptionId, of a subscription that lives or not."""
    data = _unb64(text)
    if data is None or len(data) < 2:
        return False
    length = int.from_bytes(data[:2], "little")
    return len(data) == 2 + length + 4 + 16 + 8 + 4 + 16


def mailbox_of_subscription(text: str) -> uuid.UUID | None:
    """The mailbox that a SubscriptionId names, or None: it is none."""
    return uuid.UUID(bytes_le=base64.b64decode(text)[-16:]) if is_subscription_id(text) else None


def read(text: str) -> StoreId | Failure:
    """What an ItemId or FolderId says, or why it is none: ErrorInvalidIdEmpty, ErrorInvalidIdMalformed."""
    if not text:
        return ErrorInvalidIdEmpty
    data = _unb64(text)
    if data is None or data[:4] != _HEAD or len(data) not in (89, _ITEM_LENGTH, _OCCURRENCE_LENGTH):
        return ErrorInvalidIdMalformed
    if len(data) == _OCCURRENCE_LENGTH:
        return _read_occurrence(data)
    try:
        mailbox = uuid.UUID(data[_GUID_AT : _KIND_AT - 1].decode("ascii"))
    except ValueError:
        return ErrorInvalidIdMalformed
    kind, entry = data[_KIND_AT:_ENTRY_AT], data[_ENTRY_AT:]
    if kind == _FOLDER and len(entry) == 46:
        return StoreId(mailbox, int.from_bytes(entry[38:44], "big"))
    if kind == _MESSAGE and len(entry) == 70:
        return StoreId(mailbox, int.from_bytes(entry[38:44], "big"), int.from_bytes(entry[62:68], "big"))
    return ErrorInvalidIdMalformed


def _read_occurrence(data: bytes) -> StoreId | Failure:
    """What the id of an occurrence says, or ErrorInvalidIdMalformed."""
    master = read(_b64(_master(data)))
    day, rest = divmod(int.from_bytes(data[_DAY_AT : _STORED_AT - 1], "big"), _DAY_TICKS)
    if data[_KIND_AT - 1 : _KIND_AT] != _RECURRENCE or isinstance(master, Failure) or rest:
        return ErrorInvalidIdMalformed
    return replace(master, day=day + 1)


def _master(data: bytes) -> bytes:
    """The id of the master in that of an occurrence; any other id as it is."""
    if len(data) != _OCCURRENCE_LENGTH:
        return data
    return data[: _KIND_AT - 1] + _NORMAL + _MESSAGE + data[_STORED_AT:-1]


def read_item(text: str) -> StoreId | Failure:
    """As `read`, and a folder's id is refused with ErrorCannotUseFolderIdForItemId."""
    match read(text):
        case StoreId(item=0):
            return ErrorCannotUseFolderIdForItemId
        case other:
            return other


def read_folder(text: str) -> StoreId | Failure:
    """As `read`, and an item's id is refused with ErrorCannotUseItemIdForFolderId."""
    match read(text):
        case StoreId(item=item) if item:
            return ErrorCannotUseItemIdForFolderId
        case other:
            return other


def attachment(of: str, number: int) -> str:
    """The AttachmentId of attachment `number` of an item, or of an attached item: its id, and one level more.

    Source: MS-OXWSITEMID 2.2.4 (the number of attachment ids, then each with its length).
    """
    data = _master(base64.b64decode(of))
    levels = data[_ITEM_LENGTH] if len(data) > _ITEM_LENGTH else 0
    own = data[65:77] + number.to_bytes(4, "big")
    return _b64(data[:_ITEM_LENGTH] + bytes((levels + 1,)) + data[_ITEM_LENGTH + 1 :] + _ATTACHMENT + own)


def read_attachment(text: str) -> tuple[str, tuple[int, ...]] | Failure:
    """The ItemId in an AttachmentId, and the numbers that lead from the item to the attachment, outermost first.

    ErrorInvalidIdEmpty, ErrorInvalidIdMalformed; ErrorInvalidAttachmentId if it is the id of an item.
    """
    data = _unb64(text)
    if data is None or len(data) <= _ITEM_LENGTH or len(data) == _OCCURRENCE_LENGTH:
        parsed = read_item(text)
        return parsed if isinstance(parsed, Failure) else ErrorInvalidAttachmentId
    item, levels, path = data[:_ITEM_LENGTH], data[_ITEM_LENGTH], data[_ITEM_LENGTH + 1 :]
    parts = [path[at : at + 20] for at in range(0, len(path), 20)]
    if levels != len(parts) or any(len(part) != 20 or part[:4] != _ATTACHMENT for part in parts):
        return ErrorInvalidIdMalformed
    parsed = read_item(_b64(item))
    if isinstance(parsed, Failure):
        return parsed
    return _b64(item), tuple(int.from_bytes(part[16:], "big") for part in parts)


def _entry_of(text: str, form: str) -> bytes | Failure:
    """The entry id in an id of any form."""
    if form == "EntryId":
        return _unb64(text) or ErrorInvalidIdMalformed
    if form == "StoreId":
        data = _unb64(text) or b"\x00"
        return data[1:-1] if data[0] == len(data) - 2 else ErrorInvalidIdMalformed
    if form == "HexEntryId":
        try:
            return bytes.fromhex(text)
        except ValueError:
            return ErrorInvalidIdMalformed
    plain = text.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=") if form == "OwaId" else text
    parsed = read(plain)
    return parsed if isinstance(parsed, Failure) else _master(base64.b64decode(plain))[_ENTRY_AT:]


def converted(text: str, form: str, to: str, of: Ids) -> str | Failure:
    """An id in another form: EntryId, HexEntryId, StoreId, or one of EWS: EwsId, EwsLegacyId, OwaId."""
    entry = _entry_of(text, form)
    if isinstance(entry, Failure):
        return entry
    match to:
        case "EntryId":
            return _b64(entry)
        case (
            "StoreId"
        ):  # its length in front, the kind of object behind: 1 a folder [seen: mailbox statistics], 9 an item
            return _b64(bytes((len(entry),)) + entry + (b"\x01" if len(entry) == _FOLDER[0] else b"\x09"))
        case "HexEntryId":
            return entry.hex().upper()
        case _:
            ews = of.from_entry(entry)
            if isinstance(read(ews), Failure):
                return ErrorInvalidIdMalformed
            return ews if to != "OwaId" else ews.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
