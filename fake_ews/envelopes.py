"""The envelopes of a journal's file in one file, for any judge of XML: what was asked, answered, pushed and streamed.

Rule: an envelope is written as it went over the wire, but in UTF-8 and without its XML declaration, which may not stand
in the middle of a file; a comment before it says of which record it is. What is no envelope (a page of HTML, a request
that is not well-formed) is left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from fake_ews.model.failures import RequestFailure
from fake_ews.model.journal import Record
from fake_ews.soap.schemas import SOAP
from fake_ews.soap.wellformed import parsed

_BEFORE = re.compile(rb"\A(<\?xml\b[^>]*\?>)?\s*")


@dataclass(slots=True)
class Counts:
    """How many envelopes were written, and how many texts were left out since they are none."""

    written: int = 0
    left_out: int = 0


def write(journal: Iterable[bytes], to: BinaryIO, *, answers_only: bool = False) -> Counts:
    """Write the envelopes of the lines of a journal's file. `answers_only`: those that the simulator has sent.

    ValueError: a line is no record of a journal.
    """
    counts = Counts()
    for record in _records(journal):
        for what, is_ours, raw in _texts(record):
            if not raw or (answers_only and not is_ours):
                continue
            if (text := _envelope(raw)) is None:
                counts.left_out += 1
                continue
            counts.written += 1
            operation = record.operation or "no operation"
            to.write(f"<!-- {counts.written}: record {record.number}, {operation} {what} -->\n".encode())
            to.write(text + b"\n")
    return counts


def _records(journal: Iterable[bytes]) -> Iterator[Record]:
    decoder = msgspec.json.Decoder(Record)
    for number, line in enumerate(journal, 1):
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise ValueError(f"line {number} is no record of a journal: {error}") from None


def _texts(record: Record) -> Iterator[tuple[str, bool, bytes]]:
    """What went over the wire: what it is, whether the simulator has sent it, and the bytes."""
    match record.kind:
        case "call":
            yield "asked", False, record.sent
            yield "answered", True, record.received
        case "push":
            yield "pushed", True, record.sent
            yield "acknowledged", False, record.received
        case "stream":
            yield "streamed", True, record.sent


def _envelope(raw: bytes) -> bytes | None:
    """The text of an envelope without its declaration; None if it is none."""
    try:
        root, text = parsed(raw)
    except RequestFailure:
        return None
    return _BEFORE.sub(b"", text) if root.tag == f"{{{SOAP}}}Envelope" else None
