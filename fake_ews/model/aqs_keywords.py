"""What can be searched for by keyword: the texts of an item, its days, its flags, its kind.

Rule: a keyword stands in one table; in which one says what values it takes. To add one: a line there.
Source: guide/how-to-perform-an-aqs-search-by-using-ews-in-exchange, ref/querystring-querystringtype; further keywords:
learn.microsoft.com, "Advanced Query Syntax".
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from fake_ews.contract.attachments import FileAttachment
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfRecipients, EmailAddress, SingleRecipient
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import Flag, ImportanceChoices, SensitivityChoices
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Row
from fake_ews.model import attachments, bodies, entries

if TYPE_CHECKING:
    from fake_ews.model.items import Item

Matcher = Callable[["Item"], bool]
Texts = Callable[["Item"], Iterable[str]]

_WORD = re.compile(r"\w+")

# --- texts ---------------------------------------------------------------------------------------------------------


def of_texts(texts: Texts, sought: str) -> Matcher:
    """Whether the words sought stand in a row in one of an item's texts, in any case.

    Each begins a word there; between quotation marks it is one, and `"win product"*` begins several.
    """
    whole = sought.startswith('"') and not sought.endswith('"*')
    words = [re.escape(word) + (r"(?!\w)" if whole else "") for word in _WORD.findall(sought.lower())]
    if not words:
        return lambda item: True
    begun = r"\w*\W+" if sought.endswith('"*') else r"\W+"
    pattern = re.compile(r"(?<!\w)" + begun.join(words))
    return lambda item: any(pattern.search(text.lower()) for text in texts(item))


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
    """The names of attachments, and what is in those that are text."""
    for one in attachments.of(item.bag):
        yield one.bag.Name or ""
        if isinstance(one.bag, FileAttachment) and (one.bag.ContentType or "").startswith("text/"):
            yield one.content.decode("utf-8", "replace")


def _guests(item: Item) -> Iterator[str]:
    if isinstance(item.bag, CalendarItem):
        for one in entries.people(item.bag):
            yield f"{(one.Mailbox and one.Mailbox.Name) or ''} {entries.address_of(one)}"


def _named(*rows: Row[Any]) -> Texts:
    return lambda item: (str(item.bag.get(row) or "") for row in rows)


def _all(*several: Texts) -> Texts:
    return lambda item: (text for texts in several for text in texts(item))


_FROM, _TO = _people(Message.From, PostItem.From, CalendarItem.Organizer), _people(Message.ToRecipients)
_CC, _BCC = _people(Message.CcRecipients), _people(Message.BccRecipients)
_PARTICIPANTS = _all(_FROM, _TO, _CC, _BCC, _guests)
_NAMES = _named(ContactItem.DisplayName, ContactItem.GivenName, ContactItem.Surname, ContactItem.CompanyName)
_LOCATION = _named(CalendarItem.Location)
everywhere = _all(_subject, _body, _PARTICIPANTS, _categories, _attached, _NAMES, _LOCATION)
"""What is looked through where no keyword says where."""
TEXTS: dict[str, Texts] = {
    "subject": _subject, "body": _body, "content": _body, "from": _FROM, "to": _TO, "cc": _CC, "bcc": _BCC,
    "participants": _PARTICIPANTS, "category": _categories, "keywords": _categories, "attachment": _attached,
    "attachments": _attached, "organizer": _FROM, "requiredattendees": _guests, "location": _LOCATION,
    "displayname": _NAMES, "name": _NAMES,
}  # fmt: skip

# --- days ----------------------------------------------------------------------------------------------------------

INSTANTS: dict[str, Row[Any]] = {
    "received": ItemRows.DateTimeReceived, "sent": ItemRows.DateTimeSent, "date": ItemRows.DateTimeReceived,
    "start": CalendarItem.Start, "startdate": CalendarItem.Start, "end": CalendarItem.End,
    "enddate": CalendarItem.End, "created": ItemRows.DateTimeCreated, "modified": ItemRows.LastModifiedTime,
}  # fmt: skip

# --- one word of a few, numbers ------------------------------------------------------------------------------------


def _flag(row: Row[Any]) -> Callable[[str], Matcher | None]:
    return _flagged(lambda item: bool(item.value(row)))


def _flagged(is_so: Matcher) -> Callable[[str], Matcher | None]:
    def read(said: str) -> Matcher | None:
        wanted = {"true": True, "yes": True, "false": False, "no": False}.get(said)
        return None if wanted is None else lambda item: is_so(item) is wanted

    return read


def _has_flag(item: Item) -> bool:
    flag = item.value(ItemRows.Flag)
    return flag is not None and flag.need(Flag.FlagStatus) == "Flagged"


def _word_of(row: Row[str], words: Iterable[str]) -> Callable[[str], Matcher | None]:
    by_lower = {word.lower(): word for word in words}

    def read(said: str) -> Matcher | None:
        word = by_lower.get(said)
        return None if word is None else lambda item: item.value(row) == word

    return read


_KINDS: dict[str, tuple[str, ...]] = {
    "email": ("ipm.note",), "meetings": ("ipm.appointment", "ipm.schedule"), "calendar": ("ipm.appointment",),
    "contacts": ("ipm.contact", "ipm.distlist"), "tasks": ("ipm.task",), "notes": ("ipm.stickynote",),
    "docs": ("ipm.document",), "journals": ("ipm.activity",), "posts": ("ipm.post",), "rssfeeds": ("ipm.post.rss",),
    "im": ("ipm.note.microsoft.conversation",), "voicemail": ("ipm.note.microsoft.voicemail",),
    "faxes": ("ipm.note.microsoft.fax",),
}  # fmt: skip
"""The kinds of items, by their class. [kinds: doc guide; classes: MS-OXCMSG, MS-OXOUM; which they mean: inferred]"""
_NO_EMAIL = _KINDS["im"] + _KINDS["voicemail"] + _KINDS["faxes"]


def _kind(said: str) -> Matcher | None:
    classes = _KINDS.get(said)
    if classes is None:
        return None
    others = _NO_EMAIL if said == "email" else ()
    return lambda item: _is_of(item, classes) and not _is_of(item, others)


def _is_of(item: Item, classes: Iterable[str]) -> bool:
    """Whether an item is of one of these classes, or of one below it."""
    return any(f"{item.item_class.lower()}.".startswith(f"{one}.") for one in classes)


_SIZE = re.compile(r"(>=|<=|>|<|=)?(\d+)(kb|mb)?")
_RANGE = re.compile(r"(\d+)(kb|mb)?\.\.(\d+)(kb|mb)?")
_UNITS = {None: 1, "kb": 1024, "mb": 1024 * 1024}
_TESTS: dict[str, Callable[[int, int], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "=": operator.eq,
}  # fmt: skip


def _size(said: str) -> Matcher | None:
    if found := _RANGE.fullmatch(said):
        least, most = int(found[1]) * _UNITS[found[2]], int(found[3]) * _UNITS[found[4]]
        return lambda item: least <= (item.value(ItemRows.Size) or 0) <= most
    match = _SIZE.fullmatch(said)
    if match is None:
        return None
    test, wanted = _TESTS[match[1] or "="], int(match[2]) * _UNITS[match[3]]
    return lambda item: test(item.value(ItemRows.Size) or 0, wanted)


VALUES: dict[str, Callable[[str], Matcher | None]] = {
    "hasattachment": _flag(ItemRows.HasAttachments), "hasattachments": _flag(ItemRows.HasAttachments),
    "isread": _flag(Message.IsRead), "read": _flag(Message.IsRead), "isrecurring": _flag(CalendarItem.IsRecurring),
    "isflagged": _flagged(_has_flag), "importance": _word_of(ItemRows.Importance, ImportanceChoices.values),
    "sensitivity": _word_of(ItemRows.Sensitivity, SensitivityChoices.values), "kind": _kind, "size": _size,
}  # fmt: skip
"""Keywords with a value that is read in lower case and without quotation marks; None: it is none of theirs."""


def of_class(said: str) -> Matcher:
    """Whether the class of an item begins so, or is this one if it stands between quotation marks."""
    wanted = said.strip('"*').lower()
    if said.startswith('"'):
        return lambda item: item.item_class.lower() == wanted
    return lambda item: item.item_class.lower().startswith(wanted)


KNOWN = frozenset(("itemclass", *TEXTS, *INSTANTS, *VALUES))
"""All keywords."""
