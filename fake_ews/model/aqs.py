"""Searches as people type them (Advanced Query Syntax), made into functions over items.

Rule: words are sought at the beginning of words, in any case; a keyword nobody knows is text, as is whatever else does
not read as syntax: a search never fails. To add a keyword: one line in a table.
Source: learn.microsoft.com, "Advanced Query Syntax", and guide/how-to-perform-an-aqs-search-by-using-ews-in-exchange.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfRecipients, EmailAddress, SingleRecipient
from fake_ews.contract.contacts import ContactItem, DistributionList
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.tasks import Task
from fake_ews.model import attachments, bodies, entries

if TYPE_CHECKING:
    from fake_ews.model.items import Item

Matcher = Callable[["Item"], bool]
Texts = Callable[["Item"], Iterable[str]]

_TOKEN = re.compile(r'\(|\)|\w+:(?=[^\s)])|"[^"]*"?|[^\s()":]+(?::[^\s()":]*)*|:')
_WORD = re.compile(r"\w+")


def search(text: str, zone: dt.tzinfo) -> Matcher:
    """Whether an item is found by a search. Days are those of `zone`."""
    return _Parser(_TOKEN.findall(text), zone).alternatives()


class _Parser:
    """Reads tokens from left to right: OR binds least, then AND (said or not), then NOT."""

    def __init__(self, tokens: list[str], zone: dt.tzinfo) -> None:
        self.tokens, self.zone, self.keyword = tokens[::-1], zone, ""

    def alternatives(self) -> Matcher:
        """Parts with OR between them."""
        parts = [self._conjunction()]
        while self._took("OR"):
            parts.append(self._conjunction())
        return lambda item: any(part(item) for part in parts)

    def _conjunction(self) -> Matcher:
        parts = []
        while self.tokens and self.tokens[-1] not in ("OR", ")"):
            if not self._took("AND"):
                parts.append(self._part())
        return lambda item: all(part(item) for part in parts)

    def _part(self) -> Matcher:
        if self._took("NOT"):
            refused = self._part()
            return lambda item: not refused(item)
        token = self.tokens.pop() if self.tokens else ":"
        if token == "(":
            return self._group(self.keyword)
        if token.endswith(":") and len(token) > 1 and self.tokens:
            value = self.tokens.pop()
            return self._group(token[:-1]) if value == "(" else _of_keyword(token[:-1], value, self.zone)
        return _of_keyword(self.keyword, token, self.zone) if self.keyword else _of_texts(_everywhere, token)

    def _group(self, keyword: str) -> Matcher:
        """What stands in parentheses, behind a keyword or not."""
        outside, self.keyword = self.keyword, keyword
        inner = self.alternatives()
        self._took(")")
        self.keyword = outside
        return inner

    def _took(self, word: str) -> bool:
        if self.tokens and self.tokens[-1] == word:
            self.tokens.pop()
            return True
        return False


def _of_keyword(keyword: str, value: str, zone: dt.tzinfo) -> Matcher:
    known, said = keyword.lower(), value.strip('"').lower()
    if known in _TEXTS:
        return _of_texts(_TEXTS[known], value)
    if known in _INSTANTS and (span := _span(said, zone)) is not None:
        row, (first, last) = _INSTANTS[known], span
        return lambda item: (at := item.value(row)) is not None and first <= at < last
    if known in _FLAGS and said in ("true", "false", "yes", "no"):
        row_of_flag = _FLAGS[known]
        return lambda item: bool(item.value(row_of_flag)) is (said in ("true", "yes"))
    if known in ("importance", "sensitivity"):
        row_of_word: Row[Any] = ItemRows.Importance if known == "importance" else ItemRows.Sensitivity
        return lambda item: str(item.value(row_of_word) or "").lower() == said
    if known == "kind" and said in _KINDS:
        return lambda item: issubclass(item.kind, _KINDS[said])
    if known == "size" and (wanted := _size(said)) is not None:
        return wanted
    return _of_texts(_everywhere, f"{keyword} {value}")


# --- texts ---------------------------------------------------------------------------------------------------------


def _of_texts(texts: Texts, sought: str) -> Matcher:
    """All words begin words of the item's texts; those between quotation marks stand there in a row."""
    words = [re.escape(word) for word in _WORD.findall(sought.lower())]
    if sought.startswith('"'):
        words = [r"\W+".join(words)] if words else []
    patterns = [re.compile(rf"(?<!\w){word}") for word in words]
    return lambda item: (
        (text := "\n".join(texts(item)).lower()) is not None and all(one.search(text) for one in patterns)
    )


def _people(*rows: Row[Any]) -> Texts:
    def texts(item: Item) -> Iterator[str]:
        for row in rows:
            for one in _mailboxes(item.bag.get(row)):
                yield f"{one.Name or ''} {one.EmailAddress or ''}"

    return texts


def _mailboxes(value: Any) -> Iterable[EmailAddress]:
    if isinstance(value, SingleRecipient):
        return (value.need(SingleRecipient.Mailbox),)
    return (value.Mailbox or ()) if isinstance(value, ArrayOfRecipients) else ()


def _subject(item: Item) -> Iterator[str]:
    yield item.bag.get(ItemRows.Subject) or ""


def _body(item: Item) -> Iterator[str]:
    yield bodies.plain(item.bag.get(ItemRows.Body))


def _categories(item: Item) -> Iterable[str]:
    said = item.bag.get(ItemRows.Categories)
    return () if said is None else said.String or ()


def _attached(item: Item) -> Iterator[str]:
    return (one.bag.Name or "" for one in attachments.of(item.bag))


def _guests(item: Item) -> Iterator[str]:
    if isinstance(item.bag, CalendarItem):
        for one in entries.people(item.bag):
            yield f"{(one.Mailbox and one.Mailbox.Name) or ''} {entries.address_of(one)}"


def _named(*rows: Row[Any]) -> Texts:
    return lambda item: (str(item.bag.get(row) or "") for row in rows)


def _all(*several: Texts) -> Texts:
    return lambda item: (text for texts in several for text in texts(item))


_FROM, _TO = _people(Message.From, CalendarItem.Organizer), _people(Message.ToRecipients)
_CC, _BCC = _people(Message.CcRecipients), _people(Message.BccRecipients)
_PARTICIPANTS = _all(_FROM, _TO, _CC, _BCC, _guests)
_NAMES = _named(ContactItem.DisplayName, ContactItem.GivenName, ContactItem.Surname, ContactItem.CompanyName)
_LOCATION = _named(CalendarItem.Location)
_everywhere = _all(_subject, _body, _PARTICIPANTS, _categories, _attached, _NAMES, _LOCATION)
_TEXTS: dict[str, Texts] = {
    "subject": _subject, "body": _body, "content": _body, "from": _FROM, "to": _TO, "cc": _CC, "bcc": _BCC,
    "participants": _PARTICIPANTS, "category": _categories, "keywords": _categories, "attachment": _attached,
    "attachments": _attached, "organizer": _FROM, "requiredattendees": _guests, "location": _LOCATION,
    "displayname": _NAMES, "name": _NAMES,
}  # fmt: skip
_INSTANTS: dict[str, Row[Any]] = {
    "received": ItemRows.DateTimeReceived, "sent": ItemRows.DateTimeSent, "date": ItemRows.DateTimeReceived,
    "start": CalendarItem.Start, "startdate": CalendarItem.Start, "end": CalendarItem.End,
    "enddate": CalendarItem.End, "created": ItemRows.DateTimeCreated, "modified": ItemRows.LastModifiedTime,
}  # fmt: skip
_FLAGS: dict[str, Row[Any]] = {
    "hasattachment": ItemRows.HasAttachments, "hasattachments": ItemRows.HasAttachments, "isread": Message.IsRead,
    "read": Message.IsRead, "isrecurring": CalendarItem.IsRecurring,
}  # fmt: skip
_KINDS: dict[str, tuple[type[Bag], ...]] = {
    "email": (Message,), "meetings": (CalendarItem,), "calendar": (CalendarItem,),
    "contacts": (ContactItem, DistributionList), "tasks": (Task,),
}  # fmt: skip

# --- days and sizes ------------------------------------------------------------------------------------------------

_COMPARED = re.compile(r"(>=|<=|>|<|=)?(.+)")
_BEGIN = dt.datetime.min.replace(tzinfo=dt.UTC)
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def _span(said: str, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime] | None:
    """From when on and until when: a day, days that are compared, or a range; None where it names none."""
    first, dots, last = said.partition("..")
    match = _COMPARED.fullmatch(first)
    days = _day(match[2] if match else "", zone), _day(last, zone)
    if match is None or days[0] is None or (dots and days[1] is None):
        return None
    morning, evening = days[0], days[0] + dt.timedelta(days=1)
    if dots:
        assert days[1] is not None
        return morning, days[1] + dt.timedelta(days=1)
    return {">": (evening, _NEVER), ">=": (morning, _NEVER), "<": (_BEGIN, morning), "<=": (_BEGIN, evening)}.get(
        match[1] or "", (morning, evening)
    )


def _day(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


_SIZE = re.compile(r"(>=|<=|>|<|=)?(\d+)(kb|mb)?")
_TESTS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "=": operator.eq}


def _size(said: str) -> Matcher | None:
    match = _SIZE.fullmatch(said)
    if match is None:
        return None
    test, wanted = _TESTS[match[1] or "="], int(match[2]) * {None: 1, "kb": 1024, "mb": 1024 * 1024}[match[3]]
    row: Row[Any] = ItemRows.Size
    return lambda item: bool(test(item.value(row) or 0, wanted))
