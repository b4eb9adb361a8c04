"""Bodies: text and HTML, and one made of the other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.common import Body
from fake_ews.model import bodies


def plain(page: str) -> str | None:
    """The text of a page."""
    return bodies.as_type(Body(BodyType="HTML", text=page), "Text").text


@pytest.mark.parametrize(("wanted", "kind"), [("HTML", "HTML"), ("Text", "Text"), ("Best", "Text")])
def test_no_body_is_an_empty_one(wanted: str, kind: str) -> None:
    """grommunio 69080a582: an asked-for body is sent even when empty"""
    assert bodies.as_type(None, wanted) == Body(BodyType=kind, text="")


@pytest.mark.parametrize("kind", ["HTML", "Text"])
@pytest.mark.parametrize("wanted", ["same", "Best"])
def test_as_it_is_stored(kind: str, wanted: str) -> None:
    body = Body(BodyType=kind, text="<p>a & b</p>")
    assert bodies.as_type(body, kind if wanted == "same" else wanted) == body
    assert bodies.as_type(Body(BodyType=kind), kind) == Body(BodyType=kind, text="")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Bring <b>plans</b></p>", "Bring plans"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("a<br><br>b", "a\n\nb"),
        ("<div><div>a</div></div><div>b</div>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a &lt; b &amp; c &#228;", "a < b & c ä"),
        ("<html><head><title>T</title><style>p {}</style></head><body>x</body></html>", "x"),
        ("x<script>1 < 2</script>y", "xy"),
        ("x</style>y", "xy"),
        ("", ""),
    ],
)
def test_a_page_as_text(page: str, text: str) -> None:
    """ref/bodytype"""
    assert plain(page) == text


def test_a_text_as_a_page() -> None:
    body = bodies.as_type(Body(BodyType="Text", text="a < b\nc & d"), "HTML")
    assert body.BodyType == "HTML"
    assert body.text is not None
    assert "a &lt; b<br>\nc &amp; d" in body.text
    assert body.text.startswith("<html>")


@settings(derandomize=True)
@given(st.text(st.characters(blacklist_categories=("C", "Z")), max_size=40))
def test_a_text_there_and_back(text: str) -> None:
    page = bodies.as_type(Body(BodyType="Text", text=text), "HTML")
    assert bodies.as_type(page, "Text").text == text
