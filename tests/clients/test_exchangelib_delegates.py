"""exchangelib in the mailboxes of others: what permission levels and full access let it do, and what it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from exchangelib import (  # type: ignore[import-untyped]
    UTC,
    CalendarItem,
    EWSDateTime,
    Message,
)
from exchangelib import Mailbox as Named
from exchangelib.errors import (  # type: ignore[import-untyped]
    ErrorFolderNotFound,
    ErrorSendAsDenied,
    ErrorSubscriptionDelegateAccessNotSupported,
    EWSError,
)
from exchangelib.folders import Calendar, SingleFolderQuerySet  # type: ignore[import-untyped]
from exchangelib.items import SEND_ONLY_TO_ALL  # type: ignore[import-untyped]
from exchangelib.properties import DistinguishedFolderId  # type: ignore[import-untyped]
from exchangelib.services import CreateFolder  # type: ignore[import-untyped]

from fake_ews import FakeExchange, Mailbox, ManualClock
from tests.clients.accounts import account_at

ANNA, BEN = "anna@example.test", "ben@example.test"
TEN, HOUR = EWSDateTime(2027, 3, 15, 10, tzinfo=UTC), dt.timedelta(hours=1)
Open = Callable[..., Any]


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    """An Exchange at a manual clock, with Anna and Ben."""
    with FakeExchange(clock=ManualClock()) as exchange:
        for address in (ANNA, BEN):
            exchange.account(address, "secret")
        yield exchange


@pytest.fixture
def anna(fake: FakeExchange) -> Mailbox:
    """Anna's mailbox, whose root is visible to Ben."""
    mailbox = fake.mailbox(ANNA)
    mailbox.permit(BEN, "Reviewer", "root")
    return mailbox


@pytest.fixture
def opened(fake: FakeExchange) -> Iterator[Open]:
    """Open a mailbox as somebody."""
    made = []

    def account(of: str, by: str, fake: FakeExchange = fake) -> Any:
        made.append(account_at(fake.url, of, by=by, default_timezone=UTC))
        return made[-1]

    yield account
    for one in made:
        one.protocol.close()


def annas_calendar(by: Any) -> Any:
    """Anna's calendar, by somebody to whom no more is open but the root of her mailbox, which exchangelib asks for."""
    named = DistinguishedFolderId(id=Calendar.DISTINGUISHED_FOLDER_ID, mailbox=Named(email_address=ANNA))
    folder = Calendar(root=by.root, _distinguished_id=named)
    found = SingleFolderQuerySet(account=by, folder=folder).resolve()
    if isinstance(found, Exception):
        raise found
    return found


def entry(folder: Any, subject: str, **said: Any) -> Any:
    """An entry of an hour."""
    return CalendarItem(account=folder.account, folder=folder, subject=subject, start=TEN, end=TEN + HOUR, **said)


def outcome(act: Callable[[], Any]) -> str:
    """What became of it: the code."""
    try:
        act()
    except EWSError as refused:
        return type(refused).__name__
    return "NoError"


YES, FIND, READ, MAKE, WRITE, BELOW = (
    "NoError", "ErrorFolderNotFound", "ErrorItemNotFound", "ErrorCreateItemAccessDenied", "ErrorAccessDenied",
    "ErrorCreateSubfolderAccessDenied",
)  # fmt: skip
NOTHING = [FIND, READ, READ, MAKE, BELOW, WRITE, WRITE, WRITE, WRITE]


@pytest.mark.parametrize(
    ("level", "expected"),
    [  # find the folder; read hers, his; make one, a folder in it; change hers, his; delete hers, his
        ("None", NOTHING),
        ("FreeBusyTimeOnly", NOTHING),
        ("FreeBusyTimeAndSubjectAndLocation", NOTHING),
        ("Contributor", [YES, READ, READ, YES, BELOW, WRITE, WRITE, WRITE, WRITE]),
        ("Reviewer", [YES, YES, YES, MAKE, BELOW, WRITE, WRITE, WRITE, WRITE]),
        ("NoneditingAuthor", [YES, YES, YES, YES, BELOW, WRITE, WRITE, WRITE, YES]),
        ("Author", [YES, YES, YES, YES, BELOW, WRITE, YES, WRITE, YES]),
        ("PublishingAuthor", [YES, YES, YES, YES, YES, WRITE, YES, WRITE, YES]),
        ("Editor", [YES] * 4 + [BELOW] + [YES] * 4),
        ("PublishingEditor", [YES] * 9),
        ("Owner", [YES] * 9),
    ],
)
def test_what_a_level_allows(anna: Mailbox, opened: Open, level: str, expected: list[str]) -> None:
    """ref/calendarpermissionlevel, in the words of RC"""
    entry(opened(ANNA, ANNA).calendar, "Hers").save()
    anna.permit(BEN, "Editor")
    ben = opened(ANNA, BEN)
    calendar = annas_calendar(ben)
    hers, his = calendar.get(subject="Hers"), entry(calendar, "His").save()
    anna.permit(BEN, level)
    hers.location = his.location = "Aare"
    below = Calendar(parent=calendar, name="Below")
    acts: list[Callable[[], Any]] = [
        lambda: annas_calendar(ben),
        *(lambda one=one: calendar.get(id=one.id) for one in (hers, his)),
        lambda: entry(calendar, "New").save(),
        lambda: CreateFolder(account=ben).get(parent_folder=calendar, folders=[below]),
        *(lambda one=one: one.save(update_fields=["location"]) for one in (hers, his)),
        *(lambda one=one: one.delete() for one in (hers, his)),
    ]
    assert [outcome(act) for act in acts] == expected


def test_an_editor_works_in_the_calendar_of_another(anna: Mailbox, opened: Open) -> None:
    """find, synchronise, change and delete; the entries are hers, and each says who changed it last"""
    anna.permit(BEN, "Editor")
    calendar = annas_calendar(opened(ANNA, BEN))
    made = entry(calendar, "Review").save()
    seen = opened(ANNA, ANNA).calendar.get(id=made.id)
    assert (seen.organizer.email_address, seen.last_modified_name) == (ANNA, "Ben")
    (found,) = calendar.view(start=TEN, end=TEN + HOUR)
    assert (found.id, calendar.filter(subject="Review").count()) == (made.id, 1)
    assert [(kind, item.id) for kind, item in calendar.sync_items()] == [("create", made.id)]
    made.delete()
    assert (list(calendar.all()), [kind for kind, _ in calendar.sync_items()]) == ([], ["delete"])


def test_rights_are_told_as_the_caller_has_them(anna: Mailbox, opened: Open) -> None:
    """ref/effectiverights"""
    hers = entry(opened(ANNA, ANNA).calendar, "Hers").save()
    anna.permit(BEN, "Author")
    calendar = annas_calendar(opened(ANNA, BEN))
    of_folder, of_item = calendar.effective_rights, calendar.get(id=hers.id).effective_rights
    assert (of_folder.create_contents, of_folder.create_hierarchy, of_folder.modify) == (True, False, False)
    assert (of_item.read, of_item.modify, of_item.delete, of_item.view_private_items) == (True, False, False, False)
    own = calendar.get(id=entry(calendar, "His").save().id).effective_rights
    assert (own.modify, own.delete) == (True, True)
    assert calendar.permission_set is None


@pytest.mark.parametrize("private_items", ["hidden", "blanked"])
def test_private_entries(anna: Mailbox, opened: Open, private_items: str) -> None:
    """ref/viewprivateitems; what is shown instead is for the profile to say"""
    anna.behave(private_items=private_items)
    hers = entry(opened(ANNA, ANNA).calendar, "Doctor", sensitivity="Private", location="Berne").save()
    anna.permit(BEN, "Editor")
    calendar = annas_calendar(opened(ANNA, BEN))
    found = list(calendar.view(start=TEN, end=TEN + HOUR))
    assert [(one.start, one.subject, one.location) for one in found] == (
        [] if private_items == "hidden" else [(TEN, None, None)]
    )
    assert outcome(lambda: calendar.get(id=hers.id)) == ("ErrorItemNotFound" if private_items == "hidden" else YES)
    assert outcome(lambda: found[0].delete()) == WRITE if found else not list(calendar.all())


@pytest.mark.parametrize(
    ("level", "kind", "details"),
    [
        ("None", "ErrorNoFreeBusyAccess", []),
        ("FreeBusyTimeOnly", "FreeBusy", [None]),
        ("FreeBusyTimeAndSubjectAndLocation", "Detailed", [(None, "Review")]),
        ("Reviewer", "Detailed", [("id", "Review")]),
    ],
)
def test_free_busy_shows_what_the_level_allows(
    anna: Mailbox, opened: Open, level: str, kind: str, details: list[Any]
) -> None:
    """ref/calendarpermissionlevel; RC ErrorNoFreeBusyAccess"""
    entry(opened(ANNA, ANNA).calendar, "Review").save()
    anna.permit(BEN, level)
    ben = opened(BEN, BEN)
    asked = {"start": TEN - HOUR, "end": TEN + 2 * HOUR, "requested_view": "Detailed"}
    if not details:
        assert outcome(lambda: list(ben.protocol.get_free_busy_info([(ANNA, "Required", False)], **asked))) == kind
        return
    (view,) = ben.protocol.get_free_busy_info([(ANNA, "Required", False)], **asked)
    assert view.view_type == kind
    shown = [one.details and (one.details.id and "id", one.details.subject) for one in view.calendar_events]
    assert shown == details


def test_full_access_opens_a_mailbox_as_its_owner_has_it(fake: FakeExchange, anna: Mailbox, opened: Open) -> None:
    """Add-MailboxPermission, FullAccess: private entries, too, and nobody is impersonated"""
    hers = entry(opened(ANNA, ANNA).calendar, "Doctor", sensitivity="Private").save()
    with pytest.raises(ErrorFolderNotFound):
        opened(ANNA, BEN).calendar  # noqa: B018
    fake.account(BEN, "secret", full_access=[ANNA])
    account = opened(ANNA, BEN)
    seen = account.calendar.get(id=hers.id)
    assert (seen.subject, seen.effective_rights.view_private_items) == ("Doctor", True)
    seen.subject = "Dentist"
    seen.save()
    assert seen.refresh() is None or account.calendar.get(id=hers.id).last_modified_name == "Ben"
    seen.move_to_trash()
    assert [item.subject for item in account.trash.all()] == ["Dentist"]
    Message(account=account, folder=account.sent, subject="Hello", to_recipients=[BEN]).send_and_save()
    (mail,) = fake.mailbox(BEN).items("inbox")
    assert mail.subject == "Hello"


def test_permissions_alone_let_nobody_send(anna: Mailbox, opened: Open) -> None:
    """guide/delegate-access-and-ews-in-exchange: they cannot send the items; RC ErrorSendAsDenied"""
    anna.permit(BEN, "Owner")
    meeting = entry(annas_calendar(opened(ANNA, BEN)), "Review", required_attendees=[BEN])
    with pytest.raises(ErrorSendAsDenied):
        meeting.save(send_meeting_invitations=SEND_ONLY_TO_ALL)
    assert anna.items() == ()
    meeting.save()
    with pytest.raises(ErrorSendAsDenied):
        meeting.save(update_fields=["subject"], send_meeting_invitations=SEND_ONLY_TO_ALL)
    with pytest.raises(ErrorSendAsDenied):
        meeting.delete(send_meeting_cancellations=SEND_ONLY_TO_ALL)


@pytest.mark.parametrize(
    ("who", "by_full_access", "by_editor", "by_reviewer"),
    [("refused", False, False, False), ("full-access", True, False, False), ("editor", True, True, False)],
)
def test_who_may_subscribe(
    fake: FakeExchange, anna: Mailbox, opened: Open, who: str, by_full_access: bool, by_editor: bool, by_reviewer: bool
) -> None:
    """guide/handling-delegation-related-errors, or what the profile says"""
    anna.behave(delegate_subscribe=who)
    anna.permit(BEN, "Editor")
    calendar = annas_calendar(opened(ANNA, BEN))
    may = []
    for level in ("Editor", "Reviewer"):
        anna.permit(BEN, level)
        may.append(subscribes(calendar))
    fake.account(BEN, "secret", full_access="all")
    assert [subscribes(calendar), *may] == [by_full_access, by_editor, by_reviewer]


def subscribes(calendar: Any) -> bool:
    """Whether a push subscription is made."""
    try:
        calendar.subscribe_to_push("http://127.0.0.1:9/x")
    except ErrorSubscriptionDelegateAccessNotSupported:
        return False
    return True


def test_between_two_mailboxes(anna: Mailbox, fake: FakeExchange, opened: Open) -> None:
    """what is moved into another's folder is gone here; what is copied is not"""
    anna.permit(BEN, "Author")
    ben = opened(BEN, BEN)
    calendar = annas_calendar(opened(ANNA, BEN))
    entry(ben.calendar, "Copied").save().copy(to_folder=calendar)
    entry(ben.calendar, "Moved").save().move(to_folder=calendar)
    assert sorted(item.subject for item in anna.items()) == ["Copied", "Moved"]
    assert [item.subject for item in fake.mailbox(BEN).items()] == ["Copied"]
    hers = entry(opened(ANNA, ANNA).calendar, "Hers").save()
    assert outcome(lambda: calendar.get(id=hers.id).move(to_folder=ben.calendar)) == WRITE


def test_what_may_be_done_is_kept(tmp_path: Path, opened: Open) -> None:
    """who made what, permissions and full access are there after a restart"""
    for again in (False, True):
        with FakeExchange(state=tmp_path / "state") as fake:
            if not again:
                for address, rights in ((ANNA, []), (BEN, []), ("clara@example.test", [ANNA])):
                    fake.account(address, "secret", full_access=rights)
                for folder in ("root", "calendar"):
                    fake.mailbox(ANNA).permit(BEN, "Author", folder)
                calendar = annas_calendar(opened(ANNA, BEN, fake))
                entry(calendar, "His").save()
                entry(opened(ANNA, ANNA, fake).calendar, "Hers").save()
                continue
            calendar = annas_calendar(opened(ANNA, BEN, fake))
            his, hers = calendar.get(subject="His"), calendar.get(subject="Hers")
            assert (outcome(his.delete), outcome(hers.delete)) == (YES, WRITE)
            assert opened(ANNA, "clara@example.test", fake).calendar.get(subject="Hers").subject == "Hers"
