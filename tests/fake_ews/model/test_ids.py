"""Identifiers: layout, length, and that nothing is taken for what it is not."""

from __future__ import annotations

import base64
import datetime as dt
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.model import ids
from fake_ews.model.failures import Failure
from fake_ews.model.ids import Ids, StoreId

ANNA = Ids(7, "anna@example.test")
BEN = Ids(7, "ben@example.test")
NUMBER = st.integers(1, 2**48 - 1)
NOON = dt.datetime(2027, 3, 15, 12, tzinfo=dt.UTC)


def code(value: object) -> str:
    """The code of a failure, "" for anything else."""
    return value.code if isinstance(value, Failure) else ""


@settings(derandomize=True)
@given(NUMBER, NUMBER)
def test_an_item_id_there_and_back(folder: int, item: int) -> None:
    text = ANNA.item(folder, item)
    assert len(text) == 152
    assert ids.read(text) == ids.read_item(text) == StoreId(ANNA.mailbox, folder, item)
    assert code(ids.read_folder(text)) == "ErrorCannotUseItemIdForFolderId"
    assert BEN.item(folder, item) != text


def test_items_made_26_after_one_another_differ_in_case_alone() -> None:
    """As in base64 of real ids: the fact sheet wants them, for there are stores that know no case. [doc]"""
    one, other = ANNA.item(3, 1), ANNA.item(3, 27)
    assert one != other
    assert one.lower() == other.lower()


@settings(derandomize=True)
@given(st.integers(0, 2**30))
def test_with_twins_they_follow_one_another(number: int) -> None:
    """Numbers grow all the same; whatever the first of them was, soon every second id is the twin of the one before."""
    numbers = [number]
    for _ in range(6):
        numbers.append(ids.next_item(numbers[-1], twins=True))
    assert numbers == sorted(set(numbers))
    made = [ANNA.item(3, one) for one in numbers[1:] if one % 64 in (1, 27)]
    assert len(made) == 6
    pairs = made[1:] if numbers[1] % 64 == 27 else made
    assert all(one.lower() == two.lower() for one, two in zip(pairs[::2], pairs[1::2], strict=False))
    assert len({one.lower() for one in pairs}) == (len(pairs) + 1) // 2
    assert ids.next_item(number, twins=False) == number + 1


@settings(derandomize=True)
@given(NUMBER)
def test_a_folder_id_there_and_back(folder: int) -> None:
    text = ANNA.folder(folder)
    assert len(text) == 120
    assert ids.read(text) == ids.read_folder(text) == StoreId(ANNA.mailbox, folder)
    assert code(ids.read_item(text)) == "ErrorCannotUseFolderIdForItemId"


def test_the_layout_of_real_ids() -> None:
    """captures (grommunio, doc/ews_spec): 00 03, u16 0x24, GUID as text + NUL, u16 0x46 or 0x2e, entry id"""
    data = base64.b64decode(ANNA.item(3, 1))
    assert data[:4] == b"\x00\x03\x24\x00"
    assert data[4:40].decode("ascii") == str(ANNA.mailbox)
    assert (data[40], data[41:43], len(data)) == (0, b"\x46\x00", 113)
    folder = base64.b64decode(ANNA.folder(3))
    assert (folder[41:43], len(folder)) == (b"\x2e\x00", 89)


def test_ids_hold_plus_and_slash() -> None:
    """guide/ews-identifiers: clients must not mangle them"""
    for one in (ANNA, BEN, Ids(0, "clara@example.test")):
        assert {"+", "/"} <= set(one.item(1, 1))
        assert {"+", "/"} <= set(one.folder(1))


@settings(derandomize=True)
@given(st.text(max_size=160))
def test_no_text_is_taken_for_an_id(text: str) -> None:
    assert code(ids.read(text)) in ("ErrorInvalidIdEmpty", "ErrorInvalidIdMalformed")


@settings(derandomize=True)
@given(st.binary(min_size=1, max_size=120))
def test_no_bytes_are_taken_for_an_id(data: bytes) -> None:
    assert code(ids.read(base64.b64encode(data).decode("ascii"))) == "ErrorInvalidIdMalformed"


@pytest.mark.parametrize(
    ("at", "data"),
    [(0, b"\x01"), (2, b"\x25"), (5, b"Z"), (41, b"\x47"), (41, b"\x2e")],
)
def test_one_byte_of_an_id(at: int, data: bytes) -> None:
    raw = bytearray(base64.b64decode(ANNA.item(3, 1)))
    raw[at : at + 1] = data
    assert code(ids.read(base64.b64encode(bytes(raw)).decode("ascii"))) == "ErrorInvalidIdMalformed"


def test_another_spelling_of_the_same_bytes_is_none() -> None:
    """an id is opaque: what is not what we gave is none"""
    text = ANNA.item(3, 1)
    assert code(ids.read(text[:-1])) == "ErrorInvalidIdMalformed"
    assert code(ids.read(text + "\n")) == "ErrorInvalidIdMalformed"
    assert code(ids.read(text[:-2] + "B=")) == "ErrorInvalidIdMalformed"


# --- change keys ---------------------------------------------------------------------------------------------------


@settings(derandomize=True)
@given(st.sampled_from([1, 2, 9, 15]), NUMBER)
def test_a_change_key_there_and_back(kind: int, change: int) -> None:
    text = ANNA.change_key(kind, change)
    assert ANNA.read_change_key(text) == change
    assert code(BEN.read_change_key(text)) == "ErrorInvalidChangeKey"
    assert struct.unpack("<II", base64.b64decode(text)[:8]) == (kind, 22)


def test_the_keys_that_captures_show() -> None:
    """captures: DwAAAA== calendar item, CQAAAA== message, AgAAAA== calendar folder, AQAAAA== folder"""
    assert [ids.stub_key(kind) for kind in (15, 9, 2, 1)] == ["DwAAAA==", "CQAAAA==", "AgAAAA==", "AQAAAA=="]
    assert ANNA.change_key(15, 1).startswith("DwAAABYAAAB")
    assert ANNA.read_change_key("DwAAAA==") == 0


@pytest.mark.parametrize("text", ["", "AAAA", "nonsense", "DwAAABYAAAA=", ANNA.item(3, 1)])
def test_keys_that_are_none(text: str) -> None:
    assert code(ANNA.read_change_key(text)) == "ErrorInvalidChangeKey"


# --- watermarks, states, subscriptions -----------------------------------------------------------------------------


@settings(derandomize=True)
@given(st.integers(0, 2**63))
def test_a_watermark_there_and_back(counter: int) -> None:
    text = ANNA.watermark(counter)
    assert len(text) == 40
    assert ANNA.read_watermark(text) == counter
    assert code(BEN.read_watermark(text)) == "ErrorInvalidWatermark"


@pytest.mark.parametrize("text", ["", "AAAA", "?", ANNA.change_key(15, 1), ANNA.watermark(1)[:-4]])
def test_watermarks_that_are_none(text: str) -> None:
    assert code(ANNA.read_watermark(text)) == "ErrorInvalidWatermark"


@settings(derandomize=True)
@given(st.integers(0, 2**32), st.integers(0, 2**63), st.integers(0, 2**63), st.integers(0, 44))
def test_a_sync_state_there_and_back(folder: int, listed: int, seen: int, at: int) -> None:
    text = ANNA.sync_state(folder, listed, seen)
    assert ANNA.read_sync_state(text, folder) == (listed, seen)
    assert code(ANNA.read_sync_state(text, folder + 1)) == "ErrorInvalidSyncStateData"
    assert code(BEN.read_sync_state(text, folder)) == "ErrorInvalidSyncStateData"
    raw = bytearray(base64.b64decode(text))
    raw[at] ^= 1
    assert (
        code(ANNA.read_sync_state(base64.b64encode(bytes(raw)).decode("ascii"), folder)) == "ErrorInvalidSyncStateData"
    )


def test_a_subscription_id_names_its_server() -> None:
    """captures: u16 length + server name, u32 16 + GUID, u64 ticks, u32 16 + mailbox GUID"""
    number = ids.guid(7, "subscription")
    data = base64.b64decode(ids.subscription_id("mail.example.test", number, NOON, ANNA.mailbox))
    assert data[:19] == b"\x11\x00mail.example.test"
    assert data[19:39] == b"\x10\x00\x00\x00" + number.bytes_le
    (ticks,) = struct.unpack("<Q", data[39:47])
    assert dt.datetime(1, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=ticks // 10) == NOON
    assert data[47:] == b"\x10\x00\x00\x00" + ANNA.mailbox.bytes_le


def test_guids_come_from_the_seed() -> None:
    assert ids.guid(7, "a", "b") == ids.guid(7, "a", "b")
    assert len({ids.guid(7, "a", "b"), ids.guid(8, "a", "b"), ids.guid(7, "ab"), ids.guid(7, "a", "c")}) == 4
    assert ids.guid(7, "a").version == 4


# --- other forms ---------------------------------------------------------------------------------------------------


@settings(derandomize=True)
@given(
    st.sampled_from(["EwsId", "EwsLegacyId", "OwaId", "EntryId", "HexEntryId", "StoreId"]),
    NUMBER,
    st.integers(0, 2**48 - 1),
)
def test_every_form_leads_back(form: str, folder: int, item: int) -> None:
    text = ANNA.item(folder, item) if item else ANNA.folder(folder)
    there = ids.converted(text, "EwsId", form, ANNA)
    assert isinstance(there, str)
    assert ids.converted(there, form, "EwsId", ANNA) == text


@pytest.mark.parametrize(
    ("text", "form", "to"),
    [
        ("", "EwsId", "EntryId"), ("xyz", "HexEntryId", "EwsId"), ("AA", "HexEntryId", "OwaId"),
        ("", "EntryId", "EwsId"), ("AAAA", "StoreId", "EwsId"), ("", "StoreId", "EwsId"), ("?", "StoreId", "EwsId"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted(text: str, form: str, to: str) -> None:
    wanted = "ErrorInvalidIdEmpty" if form == "EwsId" and not text else "ErrorInvalidIdMalformed"
    assert code(ids.converted(text, form, to, ANNA)) == wanted


@settings(derandomize=True)
@given(NUMBER, NUMBER, st.integers(1, 1_643_000))
def test_the_id_of_an_occurrence_there_and_back(folder: int, master: int, day: int) -> None:
    text = ANNA.occurrence(folder, master, day)
    assert len(text) == 168
    assert ids.read_item(text) == StoreId(ANNA.mailbox, folder, master, day)
    assert ids.attachment(text, 3) == ids.attachment(ANNA.item(folder, master), 3)
    assert code(ids.read_attachment(text)) == "ErrorInvalidAttachmentId"


def test_the_layout_of_an_occurrences_id() -> None:
    data = base64.b64decode(ANNA.occurrence(3, 9, dt.date(2022, 9, 19).toordinal()))
    assert data[40:53].hex(" ") == "01 51 00 08 08 da 99 d1 e5 44 00 00 46"
    assert data[53:] == base64.b64decode(ANNA.item(3, 9))[43:] + b"\x10"
    assert code(ids.read(base64.b64encode(data[:51] + b"\x01" + data[52:]).decode())) == "ErrorInvalidIdMalformed"
    assert code(ids.read(base64.b64encode(data[:40] + b"\x00" + data[41:]).decode())) == "ErrorInvalidIdMalformed"
