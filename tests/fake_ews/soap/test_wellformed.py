"""Texts that are no XML, or XML that we do not take: .NET's words, line and position; nothing is expanded."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.model.failures import RequestFailure
from fake_ews.soap.wellformed import parsed

CASES = {
    b"": "Root element is missing. Line 1, position 1.",
    b" \n ": "Root element is missing. Line 2, position 2.",
    b"hello": "Data at the root level is invalid. Line 1, position 1.",
    b"<a><b>": "Unexpected end of file has occurred. The following elements are not closed: b, a. Line 1, position 7.",
    b"<a": "Unexpected end of file has occurred. Line 1, position 1.",
    b"<a>\n<t:b xmlns:t='u'>\n</a>": (
        "The 't:b' start tag on line 2 position 2 does not match the end tag of 'a'. Line 3, position 3."
    ),
    b"<a x='1' x='2'/>": "'x' is a duplicate attribute name. Line 1, position 10.",
    b"<a/><b/>": "There are multiple root elements. Line 1, position 5.",
    b"<a/>b": "Data at the root level is invalid. Line 1, position 5.",
    b"<a>\n  AT&T</a>": "An error occurred while parsing EntityName. Line 2, position 7.",
    b"<a>&nbsp;</a>": "Reference to undeclared entity 'nbsp'. Line 1, position 4.",
    b"<a><t:b/></a>": "'t' is an undeclared prefix. Line 1, position 4.",
    b"<a b=1/>": "'1' is an unexpected token. The expected token is '\"' or '''. Line 1, position 6.",
    b"<a b='<'/>": "'<', hexadecimal value 0x3C, is an invalid attribute character. Line 1, position 7.",
    b"<a><1/></a>": "Name cannot begin with the '1' character, hexadecimal value 0x31. Line 1, position 5.",
    b"<a>\x01</a>": "'.', hexadecimal value 0x01, is an invalid character. Line 1, position 4.",
    b"<a x='1'y='2'/>": "'y' is an unexpected token. Line 1, position 9.",
    b"<?xml version='1.0' encoding='klingon'?><a/>": (
        "System does not support 'klingon' encoding. Line 1, position 31."
    ),
    b"\xff\xfe<": "Data at the root level is invalid. Line 1, position 1.",
}


def refused(raw: bytes) -> str:
    """What is wrong with a text."""
    with pytest.raises(RequestFailure) as caught:
        parsed(raw)
    failure = caught.value.failure
    assert failure.code == "ErrorSchemaValidation"
    assert failure.xml is not None
    return str(failure.xml.Violation)


@pytest.mark.parametrize("raw", CASES)
def test_what_is_not_well_formed_is_named_as_dotnet_names_it(raw: bytes) -> None:
    assert refused(raw) == CASES[raw]


def test_line_and_position_are_also_numbers() -> None:
    with pytest.raises(RequestFailure) as caught:
        parsed(b"<a>\n  AT&T</a>")
    xml = caught.value.failure.xml
    assert xml is not None
    assert (xml.LineNumber, xml.LinePosition) == (2, 7)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_whatever_the_encoding(encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>\n<a c="&c;">&c;</a>'
    assert refused(bomb.encode(encoding)).startswith("For security reasons DTD is prohibited")


def test_a_document_type_behind_another_encoding_is_refused() -> None:
    assert "'utf-7'" in refused(b'<?xml version="1.0" encoding="utf-7"?>+ADw-!DOCTYPE a+AD4-<a/>')


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<a>ä</a>".encode(), "ä"),
        ("<a>ä</a>".encode("utf-8-sig"), "ä"),
        ('<?xml version="1.0" encoding="utf-16"?><a>ä</a>'.encode("utf-16"), "ä"),
        ('<?xml version="1.0" encoding="utf-16"?><a>ä</a>'.encode("utf-16-be"), "ä"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>ä</a>'.encode("iso-8859-1"), "ä"),
        ('<?xml version="1.0" encoding="UTF8"?><a>ä</a>'.encode(), "ä"),
        (b"<a><!-- no --><?no?>yes</a>", "yes"),
    ],
)
def test_other_encodings_are_read(raw: bytes, text: str) -> None:
    root, utf8 = parsed(raw)
    assert root.text == text
    assert text.encode() in utf8 or text == "yes"


def test_a_long_text_is_read() -> None:
    assert len(parsed(b"<a>" + b"x" * 11_000_000 + b"</a>")[0].text or "") == 11_000_000


def test_a_deep_tree_is_read_or_refused_but_kills_nobody() -> None:
    with pytest.raises(RequestFailure):
        parsed(b"<a>" * 100_000 + b"</a>" * 100_000)


@pytest.mark.parametrize(
    "raw",
    [
        b'<?xml version="1.0" encoding="utf-16"?><a/>',
        b'<?xml version="1.0" encoding="us-ascii"?><a>\xff</a>',
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-16"?><a',
    ],
)
def test_a_text_in_another_encoding_than_it_says_is_refused(raw: bytes) -> None:
    assert refused(raw)


@given(st.one_of(st.binary(), st.text("<>&;/='\" ab:?!\n\x00", max_size=40).map(str.encode)))
def test_whatever_comes_is_a_tree_or_a_fault(raw: bytes) -> None:
    with suppress(RequestFailure):
        parsed(raw)
