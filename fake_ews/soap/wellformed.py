"""Bytes to an element tree, or the fault of a request that is not XML, worded as .NET's XmlReader words it.

Rule: a document type is refused unread, so there are no entities to expand; nothing is fetched; comments and processing
instructions are dropped. Text in UTF-16 or another encoding is made UTF-8 first.
"""

from __future__ import annotations

import codecs
import re
from xml.parsers import expat

from lxml import etree

from fake_ews.contract.common import MessageXml
from fake_ews.model.failures import ErrorSchemaValidation, RequestFailure


def _parser(*, long_texts: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=long_texts
    )


_PARSER = _parser(long_texts=False)
# for texts longer than 10 MB: the other one refuses them, as it refuses trees deeper than 256
_LONG_PARSER = _parser(long_texts=True)
_USUAL = b'<?xml version="1.0" encoding="utf-8"?>'
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARATION = re.compile(r"<\?xml\b[^>]*?\?>")
_ENCODING = re.compile(rb"""<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""", re.ASCII)
_KNOWN = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}
_ENTITY = re.compile(rb"&[^;<&\s]*$")


class Malformed(RequestFailure):
    """A request that is no XML."""


def invalid(violation: str, line: int, position: int) -> RequestFailure:
    """The fault of a request that breaks a rule of form, at a place counted from 1 as .NET counts."""
    xml = MessageXml(LineNumber=line, LinePosition=position, Violation=violation)
    text = f"{ErrorSchemaValidation.text.removesuffix('.')}: {violation}"
    return RequestFailure(ErrorSchemaValidation.saying(text).about(xml))


def parsed(raw: bytes) -> tuple[etree._Element, bytes]:
    """The root element, and the text in UTF-8 that positions count in. RequestFailure if it is not well-formed."""
    text = _utf8(raw)
    if b"<!DOCTYPE" in text:
        raise _refused(text)
    try:
        return etree.fromstring(text, _PARSER if len(text) < 9_000_000 else _LONG_PARSER), text
    except (etree.XMLSyntaxError, ValueError):
        raise malformed(text) from None


def _utf8(raw: bytes) -> bytes:
    if raw.startswith(_USUAL):
        return raw
    if raw[:1] == b"<" and raw[1:2] not in (b"?", b"\0"):
        return raw
    mark, encoding = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", ""))
    if encoding == "utf-8":
        raw = raw[len(mark) :]
    if encoding != "utf-16":
        named = _ENCODING.match(raw)
        encoding = next((name for start, name in _UNMARKED if raw.startswith(start)), "")
        encoding = encoding or (named.group(1).decode().lower() if named else "utf-8")
        if encoding == "utf-8":
            return raw
        if encoding not in _KNOWN and not encoding.startswith("utf-16"):
            raise invalid(f"System does not support '{encoding}' encoding. Line 1, position 31.", 1, 31)
    try:
        return _DECLARATION.sub("", raw.decode(encoding), count=1).encode()
    except UnicodeError:
        raise invalid("Data at the root level is invalid. Line 1, position 1.", 1, 1) from None


def _refused(text: bytes) -> RequestFailure:
    before = text[: text.index(b"<!DOCTYPE")]
    line, position = before.count(b"\n") + 1, len(before) - before.rfind(b"\n") + 2
    return invalid(
        "For security reasons DTD is prohibited in this XML document. To enable DTD processing set the DtdProcessing "
        "property on XmlReaderSettings to Parse and pass the settings into XmlReader.Create method.",
        line,
        position,
    )


def malformed(text: bytes) -> Malformed:
    """What is wrong with a text that is not well-formed, found by reading it once more."""
    reader = _Reader(text)
    try:
        reader.parser.Parse(text, True)
    except expat.ExpatError as error:
        line, position = error.lineno, error.offset + 1
        found = invalid(f"{reader.wording(error.code)} Line {line}, position {position}.", line, position)
        return Malformed(found.failure)
    what_only_libxml2_minds = invalid("Data at the root level is invalid. Line 1, position 1.", 1, 1)
    return Malformed(what_only_libxml2_minds.failure)


class _Reader:
    """A second pass that knows which elements are open where the first one stopped."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.open: list[tuple[str, int, int]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, _attributes: object) -> None:
        self.open.append((_written(name), self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 2))

    def _end(self, _name: str) -> None:
        self.open.pop()

    def wording(self, code: int) -> str:
        """What .NET says of expat's error."""
        errors = expat.errors
        at = max(self.parser.ErrorByteIndex, 0)
        if code == errors.codes[errors.XML_ERROR_TAG_MISMATCH]:
            name, line, position = self.open[-1]
            ending = re.match(rb"[^\s>]*", self.text[at:].removeprefix(b"</"))
            end = ending.group().decode("utf-8", "replace") if ending else ""
            return f"The '{name}' start tag on line {line} position {position} does not match the end tag of '{end}'."
        if code == errors.codes[errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
            return f"'{self._word(at)}' is a duplicate attribute name."
        if code == errors.codes[errors.XML_ERROR_UNDEFINED_ENTITY]:
            return f"Reference to undeclared entity '{self._word(at + 1)}'."
        if code == errors.codes[errors.XML_ERROR_UNBOUND_PREFIX]:
            return f"'{self._word(at + 1).partition(':')[0]}' is an undeclared prefix."
        if code == errors.codes[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT] and self.text[at : at + 1] == b"<":
            return "There are multiple root elements."
        ends = (errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN, errors.XML_ERROR_PARTIAL_CHAR)
        if code in [errors.codes[one] for one in (*ends, errors.XML_ERROR_UNCLOSED_CDATA_SECTION)]:
            return self._ended()
        return self._token(at)

    def _ended(self) -> str:
        if not self.text.strip():
            return "Root element is missing."
        if not self.open:
            return "Unexpected end of file has occurred."
        names = ", ".join(name for name, _, _ in reversed(self.open))
        return f"Unexpected end of file has occurred. The following elements are not closed: {names}."

    def _token(self, at: int) -> str:
        before, here = self.text[:at], self.text[at:].decode("utf-8", "replace")[:1]
        hexadecimal = f"0x{ord(here):02X}" if here else "0x00"
        if _ENTITY.search(before[-64:]):
            return "An error occurred while parsing EntityName."
        if here < " " and here not in "\t\r\n":
            return f"'.', hexadecimal value {hexadecimal}, is an invalid character."
        if before.endswith(b"<"):
            return f"Name cannot begin with the '{here}' character, hexadecimal value {hexadecimal}."
        if before.rstrip().endswith(b"="):
            return f"'{here}' is an unexpected token. The expected token is '\"' or '''."
        in_tag = before.rfind(b"<") > before.rfind(b">")
        if here == "<" and in_tag:
            return "'<', hexadecimal value 0x3C, is an invalid attribute character."
        if not self.open and not in_tag:
            return "Data at the root level is invalid."
        return f"'{here}' is an unexpected token."

    def _word(self, at: int) -> str:
        match = re.match(rb"[^\s=;/>]*", self.text[at:])
        return match.group().decode("utf-8", "replace") if match else ""


def _written(name: str) -> str:
    """The name as it stood in the text, with its prefix."""
    parts = name.split(" ")
    return f"{parts[2]}:{parts[1]}" if len(parts) == 3 else parts[-1]
