"""Bodies: text and HTML, one made of the other, and HTML without what could do harm.

Rule: a body is stored as it was given; a client that asks for the other kind gets it converted, never the stored one
changed. Source: ref/bodytype, ref/filterhtmlcontent; Exchange wraps a text in a page of its own when HTML is asked for,
and ends each line of a page that becomes text. [seen: exchangelib's suite]
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from fake_ews.contract.common import Body

_META = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
_PAGE = f"<html>\r\n<head>\r\n{_META}\r\n</head>\r\n<body>\r\n{{}}\r\n</body>\r\n</html>\r\n"
_BLOCKS = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3"})
_UNSEEN = frozenset({"head", "style", "script", "title"})
_DROPPED = frozenset({"html", "head", "body", "meta", "base", "link", "embed"})  # what they enclose stays
_HARMFUL = frozenset({"script", "object", "applet", "iframe", "noscript", "title"})
_ORIGINAL = r"-{5}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine)\s*-{5}"
_QUOTED = re.compile(
    rf"^(?:{_ORIGINAL}|_{{20,}}\s*$|(?:From|Von|De) ?: .*\r?\n(?:Sent|Subject|Date|Gesendet|Betreff|Envoyé|Objet) ?: )",
    re.M,
)
_QUOTED_PAGE = re.compile(
    rf"{_ORIGINAL}|<hr[^>]*>\s*(?:<div[^>]*>\s*)*<b>(?:From|Von|De) ?:|<(?:div|blockquote)[^>]*class=\"gmail_quote|"
    r'(?:<hr[^>]*>\s*)?<div[^>]*id="?(?:divRplyFwdMsg|appendonsend)',
    re.I,
)
_ADDRESSES = frozenset({"href", "src", "action", "background", "formaction"})


def as_type(body: Body | None, wanted: str, *, harmless: bool = False) -> Body:
    """The body as "HTML", "Text" or "Best" (as it is stored); an item without body has an empty one.

    `harmless`: HTML without scripts and whatever else runs.
    """
    if body is None:
        return Body(BodyType="HTML" if wanted == "HTML" else "Text", text="")
    stored, text = body.need(Body.BodyType), body.text or ""
    if wanted == "HTML" and stored == "Text":
        return Body(BodyType=wanted, text=_page(text))
    if wanted == "Text" and stored == "HTML":
        return Body(BodyType=wanted, text=_lines(_plain(text)))
    return Body(BodyType=stored, text=_harmless(text) if harmless and stored == "HTML" else text)


def unique(body: Body | None) -> Body | None:
    """What a reply adds to what it answers: all before the first mark with which programs begin what they quote.

    Source: ref/uniquebody (what is new in a message); marks: those of Outlook, on the web and not, Gmail, and our own.
    """
    if body is None:
        return None
    kind, text = body.need(Body.BodyType), body.text or ""
    quoted = (_QUOTED if kind == "Text" else _QUOTED_PAGE).search(text)
    if quoted is None or not _plain(text[: quoted.start()]):
        return body
    end = "</body></html>" if kind == "HTML" and "<body" in text.lower() else ""
    return Body(BodyType=kind, text=text[: quoted.start()] + end)


def cut(body: Body, most: int | None) -> Body:
    """No more than so many characters of a body, and that there are more. Source: ref/maximumbodysize."""
    text = body.text or ""
    if most is None or most <= 0 or len(text) <= most:
        return body
    return Body(BodyType=body.need(Body.BodyType), text=text[:most], IsTruncated=True)


def plain(body: Body | None) -> str:
    """The words of a body, as they are searched and listed."""
    if body is None:
        return ""
    text = body.text or ""
    return _plain(text) if body.need(Body.BodyType) == "HTML" else text


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


def _lines(text: str) -> str:
    """The text with every line of it ended."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n" if text else ""


class _Harmless(HTMLParser):
    """Writes what is in a page again, without its frame, what runs, and what loads something that runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.harmful = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.harmful += tag in _HARMFUL
        self._keep(tag, f"<{tag}{''.join(_attribute(*one) for one in attrs if _is_harmless(*one))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HARMFUL:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HARMFUL:
            self.harmful -= self.harmful > 0
        else:
            self._keep(tag, f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._keep("", data)

    def handle_entityref(self, name: str) -> None:
        self._keep("", f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep("", f"&#{name};")

    def _keep(self, tag: str, text: str) -> None:
        if not self.harmful and tag not in _DROPPED:
            self.kept.append(text)


def _attribute(name: str, value: str | None) -> str:
    return f" {name}" if value is None else f' {name}="{html.escape(value)}"'


def _is_harmless(name: str, value: str | None) -> bool:
    if name.startswith("on"):
        return False
    scheme = "".join((value or "").split()).partition(":")[0].lower()
    return name not in _ADDRESSES or scheme not in ("javascript", "vbscript", "data")


def _harmless(page: str) -> str:
    reader = _Harmless()
    reader.feed(page)
    reader.close()
    return f"<html><head>\r\n{_META}</head><body>{''.join(reader.kept).strip()} \r\n</body></html>\r\n"
