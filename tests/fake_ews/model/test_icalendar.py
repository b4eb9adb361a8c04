"""iCalendar as a text: lines, folding, escaping, components."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.model.icalendar import Component, Line, escaped, parse, written

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"))


def a_component(text: str = "x", **parameters: str) -> Component:
    """A component with one property."""
    component = Component("VEVENT")
    component.add_text("SUMMARY", text, **parameters)
    return component


@given(TEXTS, TEXTS)
def test_what_is_written_is_read(text: str, parameter: str) -> None:
    """RFC 5545 3.1, 3.3.11; RFC 6868"""
    read = parse(written(a_component(text, CN=parameter)))
    assert read is not None
    assert read.text("SUMMARY") == text
    assert read.lines[0].parameters == {"CN": parameter}


@given(TEXTS)
def test_lines_are_short(text: str) -> None:
    """RFC 5545 3.1: 75 octets, without the line end"""
    lines = written(a_component(text)).encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""


@given(st.lists(TEXTS.filter(bool), min_size=1))
def test_lists_of_texts(texts: list[str]) -> None:
    """RFC 5545 3.8.1.2"""
    assert Line("CATEGORIES", ",".join(map(escaped, texts))).texts == tuple(texts)


def test_other_line_ends() -> None:
    """Carriage returns are line ends, alone and before a line feed."""
    assert escaped("a\r\nb\rc\nd") == "a\\nb\\nc\\nd"
    read = parse("BEGIN:VEVENT\nSUMMARY:a\n b\nEND:VEVENT")
    assert read is not None
    assert read.text("SUMMARY") == "ab"


def test_names_in_any_case_and_lines_that_are_none() -> None:
    """Reading is generous."""
    read = parse('stray:1\r\nbegin:vevent\r\nnonsense\r\nsummary;cn="a:b":x\r\nend:Vevent\r\n')
    assert read is not None
    assert (read.name, read.lines) == ("VEVENT", [Line("SUMMARY", "x", {"CN": "a:b"})])


def test_components_in_components() -> None:
    outer = Component("VCALENDAR", parts=[a_component("a"), a_component("b"), Component("VTODO")])
    read = parse(written(outer))
    assert read == outer
    assert [one.text("SUMMARY") for one in read.components("VEVENT")] == ["a", "b"]
    assert read.line("VERSION") is None
    assert read.text("VERSION") is None
    assert read.all("VERSION") == []


@pytest.mark.parametrize(
    "text", ["", "x", "END:VEVENT", "BEGIN:VEVENT", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR"]
)
def test_what_does_not_end_well(text: str) -> None:
    assert parse(text) is None


def test_parameters_without_value_are_left_out() -> None:
    component = Component("VEVENT")
    component.add("ATTENDEE", "mailto:a@b.test", CN=None, X_NUM="1")
    assert component.lines == [Line("ATTENDEE", "mailto:a@b.test", {"X-NUM": "1"})]
