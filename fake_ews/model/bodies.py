"""Bodies: text and HTML, and one made of the other.

Rule: a body is stored as it was given; a client that asks for the other kind gets it converted, never the stored one
changed. Source: ref/bodytype; Exchange wraps a text in a page of its own when HTML is asked for.
"""

from __future__ import annotations

import html
from html.parser import HTMLParser

from fake_ews.contract.common import Body

_PAGE = (
    '<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n'
    "<body>\r\n{}\r\n</body>\r\n</html>\r\n"
)
_BLOCKS = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3"})
_UNSEEN = frozenset({"head", "style", "script", "title"})


def as_type(body: Body | None, wanted: str) -> Body:
    """The body as "HTML", "Text" or "Best" (as it is stored); an item without body has an empty one."""
    if body is None:
        return Body(BodyType="HTML" if wanted == "HTML" else "Text", text="")
    stored, text = body.need(Body.BodyType), body.text or ""
    if wanted in ("Best", stored):
        return Body(BodyType=stored, text=text)
    return Body(BodyType=wanted, text=_page(text) if wanted == "HTML" else _plain(text))


def _page(text: str) -> str:
    return _PAGE.format('<div class="PlainText">' + html.escape(text, quote=False).replace("\n", "<br>\n") + "</div>")


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        if tag == "br" or (tag in _BLOCKS and self.words and not self.words[-1].endswith("\n")):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)


def _plain(page: str) -> str:
    reader = _Plain()
    reader.feed(page)
    return "".join(reader.words).strip()
