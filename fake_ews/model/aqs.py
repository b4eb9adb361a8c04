"""Searches as people type them (Advanced Query Syntax), made into functions over items.

Rule: what a keyword cannot mean is refused, by its name, and never passed over: an answer that looks right is worse.
Words are sought at the beginning of words, in any case, and those between quotation marks as they stand.
Keywords and their values are in `aqs_keywords`, days in `aqs_days`.
Source: ref/querystring-querystringtype, guide/how-to-perform-an-aqs-search-by-using-ews-in-exchange.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, NamedTuple

from fake_ews.model import aqs_days
from fake_ews.model.aqs_keywords import INSTANTS, KNOWN, TEXTS, VALUES, Matcher, everywhere, of_class, of_texts
from fake_ews.model.failures import ErrorInvalidOperation, Failure
from fake_ews.model.getters import Refused

Unknown = Literal["refused", "text"]

_TOKEN = re.compile(r'[()+-]|(?<![\w:])[A-Za-z]+:(?![/\\])|"[^"]*"?\*?|[^\s()":]+(?::[^\s()":]+)*|:')
_HAS = re.compile(r"(?<!\w)has[ :]attachments?:", re.IGNORECASE)
_KEYWORD = re.compile(r"[A-Za-z]+:")
_DEEPEST = 100  # parts inside each other


class Term(NamedTuple):
    """What was sought as text: the keyword that says where, or "", and the words."""

    scope: str
    value: str


class Search(NamedTuple):
    """Whether an item is found, and which texts were sought."""

    matches: Matcher
    terms: tuple[Term, ...]


def search(text: str, now: dt.datetime, unknown: Unknown = "refused") -> Search | Failure:
    """What is searched for. `now` is the instant in the zone whose days count.

    `unknown` says whether a keyword or value that has no meaning is refused (ErrorInvalidOperation) or sought as text.
    """
    parser = _Parser(_HAS.sub("hasattachment:", text), now, unknown)
    try:
        return Search(parser.all(), tuple(dict.fromkeys(parser.terms)))
    except Refused as refused:
        return refused.failure


class _Token(NamedTuple):
    text: str
    glued: bool  # is anything behind it without a space between them?


class _Parser:
    """Reads tokens from left to right: OR binds least, then AND (said or not), then NOT."""

    def __init__(self, text: str, now: dt.datetime, unknown: Unknown) -> None:
        found = [_Token(one[0], text[one.end() : one.end() + 1].strip() != "") for one in _TOKEN.finditer(text)]
        self.tokens, self.now, self.unknown = found[::-1], now, unknown
        self.keyword, self.depth, self.denied = "", 0, False
        self.terms: list[Term] = []

    def all(self) -> Matcher:
        """All there is; parentheses that close nothing are passed over."""
        parts = [self._alternatives()]
        while self.tokens:
            self.tokens.pop()
            parts.append(self._alternatives())
        return lambda item: all(part(item) for part in parts)

    def _alternatives(self) -> Matcher:
        """Parts with OR between them."""
        parts = [self._conjunction()]
        while self._took("OR"):
            parts.append(self._conjunction())
        return lambda item: any(part(item) for part in parts)

    def _conjunction(self) -> Matcher:
        parts = []
        while self._next() not in ("OR", ")", ""):
            if not self._took("AND", "+"):
                parts.append(self._part())
        return lambda item: all(part(item) for part in parts)

    def _part(self) -> Matcher:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Refused(ErrorInvalidOperation.saying("The query string has too many parts inside each other."))
        part = self._read()
        self.depth -= 1
        return part

    def _read(self) -> Matcher:
        if self._took("NOT", "-"):
            return self._denied()
        if self._took("("):
            inner = self._alternatives()
            self._took(")")
            return inner
        if self._next() in ("", "OR", ")"):  # of a NOT or a keyword
            return self._meaningless("", "", "it ends where a word is expected")
        token = self.tokens.pop()
        if _KEYWORD.fullmatch(token.text):
            keyword = token.text[:-1].lower()
            if keyword in KNOWN:
                return self._under(keyword)
            if token.glued and self._next() not in ("", ")"):
                return self._meaningless(token.text[:-1], self.tokens.pop().text, f"nothing is known of {token.text}")
        return self._sought(token.text)

    def _denied(self) -> Matcher:
        before, self.denied = self.denied, not self.denied
        refused = self._part()
        self.denied = before
        return lambda item: not refused(item)

    def _under(self, keyword: str) -> Matcher:
        """What stands behind a keyword: a value, or several in parentheses."""
        if self._next()[:-1].lower() in KNOWN and self._next().endswith(":"):
            return self._meaningless(keyword, "", f"{keyword}: has no value")
        outside, self.keyword = self.keyword, keyword
        value = self._part()
        self.keyword = outside
        return value

    def _sought(self, said: str) -> Matcher:
        """A value under the present keyword, or a word to be found anywhere."""
        keyword = self.keyword
        if keyword in INSTANTS:
            return self._dated(keyword, said)
        if keyword == "itemclass":
            return of_class(said)
        if keyword in VALUES:
            found = VALUES[keyword](said.strip('"').lower())
            return found or self._meaningless(keyword, said, f"{said} is no value of {keyword}")
        return self._texts(keyword, said)

    def _texts(self, keyword: str, said: str) -> Matcher:
        if not self.denied and said.strip('"*'):
            self.terms.append(Term(keyword, said.strip('"*')))
        return of_texts(TEXTS.get(keyword, everywhere), said)

    def _dated(self, keyword: str, first: str) -> Matcher:
        """As many of the next words as name days together."""
        row = INSTANTS[keyword]
        words = [first.strip('"'), *(token.text for token in self.tokens[:-5:-1])]
        for count in range(len(words), 0, -1):
            found = aqs_days.span(" ".join(words[:count]), self.now)
            if found is not None:
                del self.tokens[len(self.tokens) - count + 1 :]
                begin, end = found
                return lambda item: (at := item.value(row)) is not None and begin <= at < end
        return self._meaningless(keyword, first, f"{first} names no days")

    def _meaningless(self, keyword: str, said: str, why: str) -> Matcher:
        """What has no meaning: refused, or the words of it are sought."""
        if self.unknown == "refused":
            raise Refused(ErrorInvalidOperation.saying(f"The query string cannot be understood: {why}."))
        return of_texts(everywhere, f"{keyword} {said}")

    def _next(self) -> str:
        return self.tokens[-1].text if self.tokens else ""

    def _took(self, *words: str) -> bool:
        if self._next() in words:
            self.tokens.pop()
            return True
        return False
