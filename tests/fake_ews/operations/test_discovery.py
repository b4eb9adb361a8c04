"""GetSearchableMailboxes and SearchMailboxes: who may, where is looked, what is shown."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.common import ArrayOfRecipients, EmailAddress, SingleRecipient
from fake_ews.contract.discovery import (
    GetSearchableMailboxes,
    MailboxQuery,
    MailboxSearchScope,
    NonEmptyArrayOfExtendedFieldURIs,
    NonEmptyArrayOfMailboxQueries,
    NonEmptyArrayOfMailboxSearchScopes,
    PreviewItemResponseShape,
    SearchMailboxes,
)
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Entry
from fake_ews.contract.operations import ArchiveItem
from fake_ews.contract.paths import PathToExtendedField, PathToUnindexedField
from fake_ews.contract.queries import FieldOrder
from fake_ews.model import ids
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, extended, item_ids, to_folder

OF_OURS = "c11ff724-aa03-4555-9952-8fa248a11c3e"
ANNA, BEN, TEAM = "anna@example.test", "ben@example.test", "team@example.test"


@pytest.fixture
def manager(exchange: Exchange) -> Client:
    """Who has full access to all mailboxes, and none himself."""
    return Client(exchange, Account("service@example.test", "secret", full_access_all=True), None)


def message(subject: str, **more: Any) -> Message:
    """A message from Carla to Anna and to who has no address."""
    return Message(
        Subject=subject,
        From=SingleRecipient(Mailbox=EmailAddress(Name="Carla", EmailAddress="carla@example.test")),
        ToRecipients=ArrayOfRecipients(Mailbox=(EmailAddress(EmailAddress=ANNA), EmailAddress(Name="Nobody"))),
        **more,
    )


def searching(query: str, *mailboxes: str, scope: str = "All", result: str = "PreviewOnly", **more: Any) -> Any:
    """SearchMailboxes with one query over these mailboxes."""
    scopes = tuple(MailboxSearchScope(Mailbox=one, SearchScope=scope) for one in mailboxes)
    within = NonEmptyArrayOfMailboxSearchScopes(MailboxSearchScope=scopes)
    queries = NonEmptyArrayOfMailboxQueries(MailboxQuery=(MailboxQuery(Query=query, MailboxSearchScopes=within),))
    return SearchMailboxes(SearchQueries=queries, ResultType=result, **more)


def by(uri: str) -> FieldOrder:
    """Upwards by a property."""
    path = PathToUnindexedField(FieldURI=uri)
    return FieldOrder(Order="Ascending", entries=(Entry(FieldOrder.FieldURI, path),))


def found(manager: Client, query: str, *mailboxes: str, **more: Any) -> Any:
    """The result of one query."""
    return manager.ask(searching(query, *mailboxes, **more)).only.SearchMailboxesResult


def subjects(result: Any) -> list[str]:
    """What is shown of a result."""
    return [] if result.Items is None else [one.Subject for one in result.Items.SearchPreviewItem]


def searchable(manager: Client, **wish: Any) -> list[tuple[str, bool]]:
    """The addresses that can be searched, and whether each is a group's."""
    answer: Any = manager.ask(GetSearchableMailboxes(**wish)).bag
    several = answer.SearchableMailboxes.SearchableMailbox or ()
    assert [one.ReferenceId for one in several] == [ids.legacy_dn(one.PrimarySmtpAddress) for one in several]
    return [(one.PrimarySmtpAddress, one.IsMembershipGroup) for one in several]


def test_who_may_not_search(ews: Client, anna: Mailbox) -> None:
    """ref/getsearchablemailboxes-operation: without the role, ErrorAccessDenied"""
    assert ews.ask(GetSearchableMailboxes(SearchFilter="x")).turn.codes == ["ErrorAccessDenied"]
    assert ews.ask(searching("x", ANNA)).code == "ErrorAccessDenied"


def test_what_can_be_searched(manager: Client, exchange: Exchange, anna: Mailbox, ben: Mailbox) -> None:
    exchange.put_group(TEAM, members=(BEN, "outside@example.org", TEAM, "crew@example.test"))
    exchange.put_group("crew@example.test", members=(BEN, ANNA, TEAM))
    both = [(ANNA, False), (BEN, False)]
    assert searchable(manager) == [*both, (TEAM, True), ("crew@example.test", True)]
    assert searchable(manager, SearchFilter="Anna") == searchable(manager, SearchFilter=ANNA) == [(ANNA, False)]
    assert searchable(manager, SearchFilter="team") == [(TEAM, True)]
    assert searchable(manager, SearchFilter="team", ExpandGroupMembership=True) == both[::-1]
    assert searchable(manager, SearchFilter="nobody", ExpandGroupMembership=True) == []


def test_what_is_found_in_several_mailboxes(
    manager: Client, ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox
) -> None:
    ews.create(message("Plan A"), message("Budget"), disposition="SaveOnly")
    bens_ews.create(an_entry(Subject="Plan B"))
    result = found(manager, "plan", ids.legacy_dn(ANNA).upper(), BEN)
    assert subjects(result) == ["Plan A", "Plan B"]
    assert (result.ItemCount, result.PageItemCount, result.Size > 0, result.FailedMailboxes) == (2, 2, True, None)
    mail, entry = result.Items.SearchPreviewItem
    assert (mail.Sender, mail.ToRecipients.SmtpAddress, mail.CcRecipients) == (
        "carla@example.test", (ANNA, "Nobody"), None
    )  # fmt: skip
    assert (mail.Mailbox.PrimarySmtpAddress, mail.Read, entry.Sender, entry.Read) == (ANNA, True, None, None)
    assert [(one.MailboxId, one.ItemCount) for one in result.MailboxStats.MailboxStat] == [
        (ids.legacy_dn(ANNA).upper(), 1), (BEN, 1)
    ]  # fmt: skip
    (keyword,) = result.KeywordStats.KeywordStat
    assert (keyword.Keyword, keyword.ItemHits, keyword.Size) == ("plan", 2, result.Size)


def test_numbers_alone(manager: Client, ews: Client, anna: Mailbox) -> None:
    ews.create(message("Plan A"), disposition="SaveOnly")
    result = found(manager, "plan", ANNA, result="StatisticsOnly")
    assert (result.ItemCount, result.PageItemCount, result.PageItemSize, result.Items) == (1, 0, 0, None)


def test_where_it_cannot_be_looked(manager: Client, anna: Mailbox) -> None:
    """ref/searchmailboxes-operation: the other mailboxes are searched all the same, an empty query is such a failure"""
    result = found(manager, "plan", "nobody@example.test", ANNA, scope="ArchiveOnly")
    (failed,) = result.FailedMailboxes.FailedMailbox
    assert (failed.Mailbox, failed.IsArchive) == ("nobody@example.test", True)
    assert len(result.MailboxStats.MailboxStat) == 1
    (failed,) = found(manager, " ", ANNA).FailedMailboxes.FailedMailbox
    assert (failed.Mailbox, failed.ErrorMessage) == (ANNA, "The query is empty.")
    (failed,) = found(manager, "received:someday", ANNA).FailedMailboxes.FailedMailbox
    assert "someday names no days" in failed.ErrorMessage


def test_the_archive_is_a_part_of_its_own(manager: Client, ews: Client, anna: Mailbox) -> None:
    (old,) = ews.create(message("Plan, old"), disposition="SaveOnly").items
    ews.create(message("Plan, new"), disposition="SaveOnly")
    archive = ArchiveItem(ArchiveSourceFolderId=to_folder("drafts"), ItemIds=item_ids(old.ItemId))
    assert ews.ask(archive).code == "NoError"
    assert subjects(found(manager, "plan", ANNA, scope="PrimaryOnly")) == ["Plan, new"]
    assert subjects(found(manager, "plan", ANNA, scope="ArchiveOnly")) == ["Plan, old"]
    assert len(subjects(found(manager, "plan", ANNA))) == 2


def test_pages(manager: Client, ews: Client, anna: Mailbox) -> None:
    for letter in "BDACE":
        ews.create(message(f"Plan {letter}"), disposition="SaveOnly")
    order = by("item:Subject")
    whole = found(manager, "plan", ANNA, SortBy=order)
    assert subjects(whole) == [f"Plan {letter}" for letter in "ABCDE"]
    middle = whole.Items.SearchPreviewItem[2].SortValue
    pages = {
        direction: subjects(
            found(manager, "plan", ANNA, SortBy=order, PageSize=2, PageItemReference=middle, PageDirection=direction)
        )
        for direction in ("Next", "Previous", None)
    }
    assert pages == {"Next": ["Plan D", "Plan E"], "Previous": ["Plan A", "Plan B"], None: ["Plan D", "Plan E"]}
    assert subjects(found(manager, "plan", ANNA, SortBy=order, PageSize=1)) == ["Plan A"]


def test_a_copy_is_shown_once_where_it_is_asked_for(manager: Client, ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    mail = message("Plan")
    mail.From, mail.ToRecipients = None, ArrayOfRecipients(Mailbox=(EmailAddress(EmailAddress=BEN),))
    ews.create(mail, disposition="SendAndSaveCopy")
    assert found(manager, "plan", ANNA, BEN).ItemCount == 2
    assert found(manager, "plan", ANNA, BEN, Deduplication=True).ItemCount == 1


def test_properties_besides(manager: Client, ews: Client, anna: Mailbox) -> None:
    path = PathToExtendedField(PropertySetId=OF_OURS, PropertyName="Oid", PropertyType="String")
    ews.create(message("Plan", ExtendedProperty=(extended(path, "7"),)), message("Plan"), disposition="SaveOnly")
    shape = PreviewItemResponseShape(
        BaseShape="Default", AdditionalProperties=NonEmptyArrayOfExtendedFieldURIs(ExtendedFieldURI=(path,))
    )
    one, other = found(manager, "plan", ANNA, PreviewItemResponseShape=shape).Items.SearchPreviewItem
    assert one.ExtendedProperties.ExtendedProperty[0].Value == "7"
    assert other.ExtendedProperties is None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"PageSize": 0}, "ErrorInvalidOperation"),
        ({"PageItemReference": "x"}, "ErrorInvalidOperation"),
        (
            {"SortBy": by("item:Attachments")},
            "ErrorUnsupportedPathForSortGroup",
        ),
        (
            {
                "PreviewItemResponseShape": PreviewItemResponseShape(
                    BaseShape="Compact",
                    AdditionalProperties=NonEmptyArrayOfExtendedFieldURIs(
                        ExtendedFieldURI=(PathToExtendedField(PropertyType="String"),)
                    ),
                )
            },
            "ErrorInvalidExtendedProperty",
        ),
    ],
)
def test_wishes_that_cannot_be(manager: Client, anna: Mailbox, wish: dict[str, Any], code: str) -> None:
    assert manager.ask(searching("plan", ANNA, **wish)).code == code
