"""Rules of an Inbox: whether one fits a message, and what it does with it.

Rule: all conditions of a rule must hold, and its exceptions, if it has any, must not all hold; texts are compared
without regard to case. Source: ref/rule-ruletype, rulepredicatestype, ruleactionstype; how exceptions count:
New-InboxRule. Each condition is one line of a table; one that is not there cannot be asked for (`unsupported`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from fake_ews.contract.common import (
    ArrayOfRecipients,
    ArrayOfStrings,
    DistinguishedFolderId,
    EmailAddress,
    FolderId,
    SingleRecipient,
    TargetFolderId,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Row
from fake_ews.contract.people import ArrayOfEmailAddresses
from fake_ews.contract.rules import Rule, RuleActions, RulePredicateDateRange, RulePredicates, RulePredicateSizeRange
from fake_ews.model import bodies

if TYPE_CHECKING:
    from fake_ews.model.folders import StoredFolder
    from fake_ews.model.items import Item
    from fake_ews.model.mailbox import Mailbox

Test = Callable[["Item", Any], bool]


def place(rule: Rule) -> int:
    """Where a rule stands among the others."""
    return rule.need(Rule.Priority)


def fits(rule: Rule, item: Item) -> bool:
    """Whether an enabled rule is about this message."""
    if not rule.IsEnabled or not _all(rule.Conditions, item):
        return False
    exceptions = rule.Exceptions
    return exceptions is None or not exceptions.values or not _all(exceptions, item)


def unsupported(predicates: RulePredicates | None) -> list[Row[Any]]:
    """The conditions that nothing here can tell of a message."""
    return [] if predicates is None else [row for row, _ in predicates if row not in _TESTS]


def _all(predicates: RulePredicates | None, item: Item) -> bool:
    return predicates is None or all(_TESTS[row](item, wanted) for row, wanted in predicates)


# --- conditions ----------------------------------------------------------------------------------------------------


def _people(item: Item, *rows: Row[ArrayOfRecipients]) -> list[EmailAddress]:
    lists = (item.bag.get(row) for row in rows)
    return [one for some in lists if some is not None for one in some.Mailbox or ()]


def _texts(people: Iterable[EmailAddress]) -> str:
    return " ".join(f"{one.Name or ''} {one.EmailAddress or ''}" for one in people).lower()


def _addresses(people: Iterable[EmailAddress]) -> set[str]:
    return {(one.EmailAddress or "").lower() for one in people}


def _from(item: Item) -> list[EmailAddress]:
    writer = item.bag.get(Message.From)
    return [] if writer is None else [writer.need(SingleRecipient.Mailbox)]


def _any(text: str, words: ArrayOfStrings) -> bool:
    return any(word.lower() in text for word in words.String or ())


def _subject(item: Item) -> str:
    return (item.bag.get(ItemRows.Subject) or "").lower()


def _body(item: Item) -> str:
    return bodies.plain(item.bag.get(ItemRows.Body)).lower()


def _is(told: Callable[[Item], bool]) -> Test:
    return lambda item, wanted: told(item) is wanted


def _to(item: Item) -> set[str]:
    return _addresses(_people(item, Message.ToRecipients))


def _cc(item: Item) -> set[str]:
    return _addresses(_people(item, Message.CcRecipients))


def _me(item: Item) -> str:
    return item.mailbox.address


def _class(item: Item) -> str:
    row: Row[str] = ItemRows.ItemClass
    return (item.value(row) or "").lower()


def _same(row: Row[str]) -> Test:
    def same(item: Item, wanted: Any) -> bool:
        return bool(item.bag.get(row) == wanted)

    return same


def _has_attachments(item: Item) -> bool:
    row: Row[bool] = ItemRows.HasAttachments
    return item.value(row) is True


def _kilobytes(item: Item) -> int:
    return (item.value(ItemRows.Size) or 0) // 1024


def _within(value: Any, least: Any, most: Any) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


_TESTS: dict[Row[Any], Test] = {
    RulePredicates.Categories: lambda item, words: bool(
        {one.lower() for one in words.String or ()} & set(map(str.lower, _categories(item)))
    ),
    RulePredicates.ContainsBodyStrings: lambda item, words: _any(_body(item), words),
    RulePredicates.ContainsRecipientStrings: lambda item, words: _any(
        _texts(_people(item, Message.ToRecipients, Message.CcRecipients)), words
    ),
    RulePredicates.ContainsSenderStrings: lambda item, words: _any(_texts(_from(item)), words),
    RulePredicates.ContainsSubjectOrBodyStrings: lambda item, words: _any(f"{_subject(item)}\n{_body(item)}", words),
    RulePredicates.ContainsSubjectStrings: lambda item, words: _any(_subject(item), words),
    RulePredicates.FromAddresses: lambda item, people: bool(_addresses(_from(item)) & _addresses(people.Address or ())),
    RulePredicates.HasAttachments: _is(_has_attachments),
    RulePredicates.Importance: _same(ItemRows.Importance),
    RulePredicates.IsMeetingRequest: _is(lambda item: _class(item) == "ipm.schedule.meeting.request"),
    RulePredicates.IsMeetingResponse: _is(lambda item: _class(item).startswith("ipm.schedule.meeting.resp.")),
    RulePredicates.ItemClasses: lambda item, words: _class(item) in {one.lower() for one in words.String or ()},
    RulePredicates.NotSentToMe: _is(lambda item: _me(item) not in _to(item)),
    RulePredicates.SentCcMe: _is(lambda item: _me(item) in _cc(item)),
    RulePredicates.SentOnlyToMe: _is(lambda item: _to(item) == {_me(item)} and not _cc(item)),
    RulePredicates.SentToAddresses: lambda item, people: bool(
        (_to(item) | _cc(item)) & _addresses(people.Address or ())
    ),
    RulePredicates.SentToMe: _is(lambda item: _me(item) in _to(item)),
    RulePredicates.SentToOrCcMe: _is(lambda item: _me(item) in _to(item) | _cc(item)),
    RulePredicates.Sensitivity: _same(ItemRows.Sensitivity),
    RulePredicates.WithinDateRange: lambda item, span: _within(
        item.need(ItemRows.DateTimeReceived),
        span.get(RulePredicateDateRange.StartDateTime), span.get(RulePredicateDateRange.EndDateTime),
    ),
    RulePredicates.WithinSizeRange: lambda item, span: _within(
        _kilobytes(item),
        span.get(RulePredicateSizeRange.MinimumSize), span.get(RulePredicateSizeRange.MaximumSize),
    ),
}  # fmt: skip


def _categories(item: Item) -> tuple[str, ...]:
    said = item.bag.get(ItemRows.Categories)
    return () if said is None else said.String or ()


# --- actions -------------------------------------------------------------------------------------------------------

PASSING_ON: tuple[Row[ArrayOfEmailAddresses], ...] = (
    RuleActions.ForwardToRecipients, RuleActions.ForwardAsAttachmentToRecipients, RuleActions.RedirectToRecipients,
)  # fmt: skip


def passed_to(actions: RuleActions) -> Iterator[str]:
    """The addresses to which a message is passed on."""
    for row in PASSING_ON:
        yield from addresses_of(actions, row)


def addresses_of(actions: RuleActions, row: Row[ArrayOfEmailAddresses]) -> list[str]:
    """Whom one of these actions names."""
    people = actions.get(row)
    return sorted(_addresses(() if people is None else people.Address or ()))


def target(mailbox: Mailbox, named: TargetFolderId) -> StoredFolder | None:
    """The folder that an action names, if the mailbox has it."""
    if named.FolderId is not None:
        return mailbox.folder_of_id(named.FolderId.need(FolderId.Id))
    if named.DistinguishedFolderId is not None:
        return mailbox.distinguished(named.DistinguishedFolderId.need(DistinguishedFolderId.Id))
    return None


def act(actions: RuleActions, item: Item) -> Item | None:
    """Do what stays inside the mailbox: the item as and where it is then, None once it is deleted."""
    mailbox, by = item.mailbox, "Inbox rule"
    copied = None if actions.CopyToFolder is None else target(mailbox, actions.CopyToFolder)
    if copied is not None:
        mailbox.copy(item, copied, by)
    _mark(actions, item, by)
    if actions.PermanentDelete or actions.Delete:
        mailbox.delete(item, "HardDelete" if actions.PermanentDelete else "MoveToDeletedItems", by)
        return None
    moved = None if actions.MoveToFolder is None else target(mailbox, actions.MoveToFolder)
    return item if moved is None else mailbox.move(item, moved, by)


def _mark(actions: RuleActions, item: Item, by: str) -> None:
    bag = item.bag.copy()
    if actions.AssignCategories is not None:
        words = (*_categories(item), *(actions.AssignCategories.String or ()))
        bag.set(ItemRows.Categories, ArrayOfStrings(String=tuple(dict.fromkeys(words))))
    if actions.MarkImportance is not None:
        bag.set(ItemRows.Importance, actions.MarkImportance)
    if actions.MarkAsRead:
        bag.set(Message.IsRead, True)
    if bag != item.bag:
        item.mailbox.update(item, bag, item.extended, by)
