"""Where in the text a violation is: the line and the position that .NET's XmlReader would report.

Rule: both count from 1. An element is at the first letter of its name, its end at that of the end tag's name, an
attribute at its name, a text at its first character. libxml2 keeps no columns: the text is read once more with expat.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from lxml import etree

from fake_ews.soap.violations import Violation

_EMPTY = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*/>""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")


def located(violation: Violation, text: bytes) -> tuple[int, int]:
    """Line and position of a violation in the text of its document, in UTF-8."""
    root = violation.element.getroottree().getroot()
    number = next(number for number, element in enumerate(root.iter()) if element is violation.element)
    return _Search(violation, text, number).found


class _Search:
    """Counts elements until the one that is meant, and notes where it is."""

    def __init__(self, violation: Violation, text: bytes, number: int) -> None:
        self.violation, self.text, self.number = violation, text, number
        self.found = (1, 1)
        self.seen, self.depth, self.children = -1, 0, 0
        self.closed = False
        self.chunk: tuple[int, int] | None = None
        self.parser = parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(text, True)

    def _here(self, letters: int) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + letters

    def _start(self, name: str, _attributes: object) -> None:
        self.seen += 1
        self.chunk = None
        if self.seen == self.number:
            self.depth = 1
            self.found = self._here(2)
            self.closed = _EMPTY.match(self.text, self.parser.CurrentByteIndex) is not None
            if self.violation.attribute:
                self.found = self._attribute()
        elif self.depth:
            self.children += self.depth == 1
            self.depth += 1

    def _attribute(self) -> tuple[int, int]:
        wanted = etree.QName(self.violation.attribute).localname.encode()
        found = _ATTRIBUTE.finditer(self.text, self.parser.CurrentByteIndex)
        before = self.text[: next(match.start() for match in found if _local(match.group(1)) == wanted)]
        line_start = before.rfind(b"\n") + 1
        return before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1

    def _end(self, _name: str) -> None:
        self.chunk = None
        if self.depth == 1 and self.violation.at_end and not self.closed:
            self.found = self._here(3)
        self.depth = max(self.depth - 1, 0)

    def _characters(self, data: str) -> None:
        self.chunk = self.chunk or self._here(1)
        if self.depth == 1 and self.children == self.violation.after and data.strip():
            self.found = self.chunk


def _local(name: bytes) -> bytes:
    """An attribute's name without its prefix; of the declaration of a prefix nothing."""
    return b"" if name == b"xmlns" or name.startswith(b"xmlns:") else name.rpartition(b":")[2]
