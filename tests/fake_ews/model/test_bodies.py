"""Bodies: text and HTML, and one made of the other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.common import Body
from fake_ews.model import bodies


def plain(page: str) -> str:
    """The text of a page, as it is searched."""
    return bodies.plain(Body(BodyType="HTML", text=page))


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


def test_the_words_of_a_text() -> None:
    assert bodies.plain(None) == ""
    assert bodies.plain(Body(BodyType="Text", text=" <a> ")) == " <a> "


@pytest.mark.parametrize(("page", "text"), [("<p>one</p><p>two<br>three</p>", "one\r\ntwo\r\nthree\r\n"), ("", "")])
def test_each_line_of_a_page_is_ended(page: str, text: str) -> None:
    """[seen: exchangelib's suite]"""
    assert bodies.as_type(Body(BodyType="HTML", text=page), "Text").text == text


def harmless(page: str) -> str:
    """What is left of the body of a page."""
    text = bodies.as_type(Body(BodyType="HTML", text=page), "HTML", harmless=True).text or ""
    head = '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
    assert text.startswith(head)
    assert text.endswith(" \r\n</body></html>\r\n")
    return text.removeprefix(head).removesuffix(" \r\n</body></html>\r\n")


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<html><body>Hello HTML</body></html>", "Hello HTML"),
        ("<html><head><title>T</title><style>p {}</style></head><body class=x>x</body></html>", "<style>p {}</style>x"),
        ("a<script>alert(1)</script>b<object><embed src='x'>o</object>c</object>d", "abcd"),
        ("<embed src='x'/><iframe/>a", "a"),
        ("<p onclick='x()' title='&quot;&amp;'>a &lt; b &#228;</p>", '<p title="&quot;&amp;">a &lt; b &#228;</p>'),
        ("<a href=' java\tscript:x()'>a</a><a href='http://b.test/?c&amp;d' disabled>b</a>",
         '<a>a</a><a href="http://b.test/?c&amp;d" disabled>b</a>'),
        ("<img src='cid:1'/><br/><!-- x -->", '<img src="cid:1"><br>'),
    ],
)  # fmt: skip
def test_a_page_without_what_could_do_harm(page: str, left: str) -> None:
    """ref/filterhtmlcontent; the frame: exchangelib's suite"""
    assert harmless(page) == left


@pytest.mark.parametrize("wanted", ["Best", "Text"])
def test_a_text_does_no_harm(wanted: str) -> None:
    body = Body(BodyType="Text", text="<script>")
    assert bodies.as_type(body, wanted, harmless=True) == body


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
    assert bodies.plain(page) == text
