"""Other people's mailboxes: readers find nothing there, writers are denied; impersonation opens them."""

from __future__ import annotations

import pytest

from fake_ews.contract.calendar import AcceptItem, CalendarItem
from fake_ews.contract.common import ArrayOfRecipients, DistinguishedFolderId, EmailAddress, FolderId, SingleRecipient
from fake_ews.contract.folders import (
    CalendarFolder,
    CopyFolder,
    CreateFolder,
    Folder,
    GetFolder,
    MoveFolder,
    NonEmptyArrayOfFolders,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Entry
from fake_ews.contract.operations import CreateItem, MoveItem, NonEmptyArrayOfAllItems, SendItem
from fake_ews.contract.settings import AddDelegate, UpdateDelegate
from fake_ews.contract.sync import SyncFolderHierarchy, SyncFolderItems
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.rights import LEVELS
from tests.fake_ews.operations.client import (
    Client,
    an_entry,
    folder,
    folder_ids,
    folder_shape,
    get,
    item_ids,
    listed,
    named_id,
    put,
    shape,
    to_folder,
)
from tests.fake_ews.operations.test_delegates import mailbox as delegators
from tests.fake_ews.operations.test_delegates import user as delegate
from tests.fake_ews.operations.test_delegates import users as delegates
from tests.fake_ews.operations.test_folder_changes import change, empty
from tests.fake_ews.operations.test_folder_changes import put as put_folder
from tests.fake_ews.operations.test_folders import create as create_folder
from tests.fake_ews.operations.test_folders import find as find_folders
from tests.fake_ews.operations.test_folders import names
from tests.fake_ews.operations.test_update_item import guests

ANNA = "anna@example.test"


@pytest.fixture
def calendar(ben: Mailbox) -> DistinguishedFolderId:
    """Ben's calendar, as others name it."""
    named = folder("calendar", of="Ben@example.test")
    assert isinstance(named, DistinguishedFolderId)
    return named


@pytest.fixture
def bens(bens_ews: Client, ben: Mailbox) -> Item:
    """An entry in Ben's calendar."""
    bens_ews.create(an_entry(Subject="Ben's"))
    return next(iter(ben.items.values()))


def test_a_reader_finds_nothing(ews: Client, ben: Mailbox, bens: Item, calendar: DistinguishedFolderId) -> None:
    """RC: no right = ErrorItemNotFound, ErrorFolderNotFound on reading"""
    assert ews.ask(get(bens)).code == "ErrorItemNotFound"
    by_id = ben.folder_id(ben.need("calendar"))
    request = GetFolder(FolderShape=folder_shape(), FolderIds=folder_ids(calendar, by_id))
    assert ews.ask(request).codes == ["ErrorFolderNotFound"] * 2
    assert ews.find(ParentFolderIds=folder_ids(calendar, by_id)).codes == ["ErrorFolderNotFound"] * 2
    assert ews.sync(folder=by_id).code == "ErrorSyncFolderNotFound"


def test_a_writer_is_denied(ews: Client, ben: Mailbox, bens: Item, calendar: DistinguishedFolderId) -> None:
    """RC: ErrorAccessDenied on writing, on making ErrorCreateItemAccessDenied and its kin; nothing changes"""
    newest = ben.log.newest
    place = to_folder(calendar)
    replies = [
        ews.update(bens, put(ItemRows.Subject, "x")),
        ews.delete(bens),
        ews.move(bens),
        ews.copy(bens),
        ews.ask(
            CreateItem(
                SendMeetingInvitations="SendToNone", SavedItemFolderId=place,
                Items=listed(NonEmptyArrayOfAllItems, [an_entry()]),
            )
        ),
        ews.ask(CreateFolder(ParentFolderId=place, Folders=listed(NonEmptyArrayOfFolders, [Folder(DisplayName="x")]))),
        ews.create(AcceptItem(ReferenceItemId=named_id(bens)), disposition="SendOnly"),
    ]  # fmt: skip
    codes = ["ErrorAccessDenied"] * 4 + ["ErrorCreateItemAccessDenied", "ErrorCreateSubfolderAccessDenied"]
    assert [reply.code for reply in replies] == [*codes, "ErrorAccessDenied"]
    assert ben.log.newest == newest


def test_what_is_denied_stops_the_batch(ews: Client, review: Item, bens: Item) -> None:
    """RC ErrorBatchProcessingStopped: for errors that would hit all the rest; ResponseClass Warning"""
    reply = ews.delete(bens, review, review)
    assert reply.codes == ["ErrorAccessDenied", "ErrorBatchProcessingStopped", "ErrorBatchProcessingStopped"]
    assert [message.ResponseClass for message in reply.messages] == ["Error", "Warning", "Warning"]
    assert review.number in review.mailbox.items


def test_moving_into_anothers_mailbox(ews: Client, review: Item, calendar: DistinguishedFolderId) -> None:
    reply = ews.ask(MoveItem(ToFolderId=to_folder(calendar), ItemIds=item_ids(review, review)))
    assert reply.codes == ["ErrorAccessDenied", "ErrorBatchProcessingStopped"]


def test_a_mailbox_that_does_not_exist(ews: Client) -> None:
    """RC ErrorNonExistentMailbox"""
    nobody = DistinguishedFolderId(Id="calendar", Mailbox=EmailAddress(EmailAddress="nobody@example.test"))
    nameless = DistinguishedFolderId(Id="calendar", Mailbox=EmailAddress(Name="Nobody"))
    assert ews.find(ParentFolderIds=folder_ids(nobody, nameless)).codes == ["ErrorNonExistentMailbox"] * 2


def test_ids_of_another_organisation(ews: Client, exchange: Exchange, review: Item) -> None:
    """ids embed the mailbox's GUID"""
    other = Exchange(exchange.clock, exchange.profile, seed=8)
    stranger = other.add_mailbox(ANNA)
    assert ews.ask(get(stranger.ids.item(3, 1))).code == "ErrorItemNotFound"
    assert ews.find(FolderId(Id=stranger.ids.folder(3))).code == "ErrorFolderNotFound"
    assert ews.delete(stranger.ids.item(3, 1)).code == "ErrorItemNotFound"


def test_ones_own_mailbox_by_its_address(ews: Client, review: Item) -> None:
    """DistinguishedFolderId with t:Mailbox"""
    own = folder("calendar", of="ANNA@example.test")
    assert ews.find(ParentFolderIds=folder_ids(own)).items[0].ItemId.Id == review.item_id


def test_by_impersonation(ews: Client, ben: Mailbox, bens: Item) -> None:
    """guide/impersonation: distinguished folders mean the impersonated mailbox; the own one is closed meanwhile"""
    as_ben = ews.but(own=ben, impersonating=True)
    assert as_ben.find().items[0].ItemId.Id == bens.item_id
    assert as_ben.get(bens, ItemRows.Subject).Subject == "Ben's"
    own = folder("calendar", of=ANNA)
    assert as_ben.find(ParentFolderIds=folder_ids(own)).code == "ErrorFolderNotFound"


def test_an_account_without_a_mailbox(ews: Client, exchange: Exchange) -> None:
    """RC ErrorMissingEmailAddress"""
    service = Client(exchange, Account("service@example.test", "secret"), None)
    with pytest.raises(RequestFailure, match="ErrorMissingEmailAddress"):
        service.find()


def test_such_an_account_reaches_nobodys_items(ews: Client, exchange: Exchange, review: Item) -> None:
    service = Client(exchange, Account("service@example.test", "secret"), None)
    assert service.ask(get(review)).code == "ErrorItemNotFound"


# --- with rights -----------------------------------------------------------------------------------------------------


def permit(mailbox: Mailbox, level: str, *folders: str) -> None:
    """Anna has this level in folders of a mailbox."""
    for name in folders:
        place = mailbox.need(name)
        with mailbox.exchange.turn():
            mailbox.permit(place, place.permissions | {ANNA: LEVELS[level]})


def test_a_delegate_who_may_view_private_items(
    ews: Client, bens_ews: Client, ben: Mailbox, calendar: DistinguishedFolderId
) -> None:
    """ref/viewprivateitems: for all folders, and for him alone"""
    bens_ews.create(an_entry(Subject="Doctor", Sensitivity="Private"))
    (doctor,) = ben.items_of(ben.need("calendar"))
    permit(ben, "Editor", "calendar")
    assert ews.ask(get(doctor)).code == "ErrorItemNotFound"
    assert ews.update(doctor, put(ItemRows.Subject, "x")).code == "ErrorAccessDenied"
    assert changes(ews, calendar) == []
    for sees in (True, False):
        wanted = delegate(ANNA, ViewPrivateItems=sees)
        kind = AddDelegate if sees else UpdateDelegate
        bens_ews.ask(kind(Mailbox=delegators("ben@example.test"), DelegateUsers=delegates(wanted)))
        assert ews.ask(get(doctor)).code == ("NoError" if sees else "ErrorItemNotFound")
        assert len(ews.find(ParentFolderIds=folder_ids(calendar)).items) == len(changes(ews, calendar)) == sees


def changes(ews: Client, named: DistinguishedFolderId) -> list[Entry]:
    """All that SyncFolderItems tells of a folder."""
    return list(
        ews.ask(
            SyncFolderItems(ItemShape=shape(), SyncFolderId=to_folder(named), MaxChangesReturned=512)
        ).only.Changes.entries
        or ()
    )


def recipients(*mailboxes: Mailbox) -> ArrayOfRecipients:
    """To whom a message goes."""
    return ArrayOfRecipients(Mailbox=tuple(one.email_address for one in mailboxes))


def test_a_delegate_sends_for_his_principal(
    ews: Client, bens_ews: Client, exchange: Exchange, ben: Mailbox, clara: Mailbox
) -> None:
    """guide/delegate-access-and-ews: From is the owner, Sender the delegate; who is none sends nothing"""
    permit(ben, "Editor", "sentitems", "drafts")
    mail = Message(Subject="Hello", ToRecipients=recipients(clara))
    sent, drafts = ben.folder_id(ben.need("sentitems")), ben.folder_id(ben.need("drafts"))
    assert ews.create(mail, disposition="SendAndSaveCopy", folder=sent).code == "ErrorSendAsDenied"
    draft = ews.create(mail, disposition="SaveOnly", folder=drafts).id
    assert ews.ask(SendItem(SaveItemToFolder=False, ItemIds=item_ids(draft))).code == "ErrorSendAsDenied"
    later = put(ItemRows.Subject, "Later", within=Message)
    assert ews.update(draft, later, disposition="SendOnly").code == "ErrorSendAsDenied"
    wish = delegates(delegate(ANNA))
    bens_ews.ask(AddDelegate(Mailbox=delegators("ben@example.test"), DelegateUsers=wish))
    assert ews.ask(SendItem(SaveItemToFolder=False, ItemIds=item_ids(draft))).code == "NoError"
    (arrived,) = clara.items_of(clara.need("inbox"))
    both = [arrived.bag.need(row) for row in (Message.From, Message.Sender)]
    assert both == [ben.recipient, exchange.mailboxes[ANNA].recipient]


@pytest.mark.parametrize("writer", ["ben@example.test", "nobody@elsewhere.test"])
def test_nobody_writes_in_anothers_name(ews: Client, ben: Mailbox, clara: Mailbox, writer: str) -> None:
    """RC ErrorSendAsDenied: whoever may not send for him cannot say that a message is from him"""
    who = SingleRecipient(Mailbox=EmailAddress(EmailAddress=writer))
    mail = Message(Subject="Hello", From=who, ToRecipients=recipients(clara))
    assert ews.create(mail, disposition="SendOnly").code == "ErrorSendAsDenied"
    draft = ews.create(mail, disposition="SaveOnly").id
    assert ews.ask(SendItem(SaveItemToFolder=False, ItemIds=item_ids(draft))).code == "ErrorSendAsDenied"
    later = put(ItemRows.Subject, "Later", within=Message)
    assert ews.update(draft, later, disposition="SendOnly").code == "ErrorSendAsDenied"
    assert not list(clara.items_of(clara.need("inbox")))


def test_a_delegate_writes_in_the_name_of_his_principal(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox
) -> None:
    """from his own mailbox; an address is enough to say who it is from"""
    bens_ews.ask(AddDelegate(Mailbox=delegators("ben@example.test"), DelegateUsers=delegates(delegate(ANNA))))
    who = SingleRecipient(Mailbox=EmailAddress(EmailAddress="Ben@Example.test"))
    mail = Message(Subject="Hello", From=who, ToRecipients=recipients(clara))
    assert ews.create(mail, disposition="SendAndSaveCopy").code == "NoError"
    (arrived,) = clara.items_of(clara.need("inbox"))
    assert [arrived.bag.need(row) for row in (Message.From, Message.Sender)] == [ben.recipient, anna.recipient]
    own = SingleRecipient(Mailbox=EmailAddress(Name="Anna Arn"))
    assert ews.create(Message(From=own, ToRecipients=recipients(clara)), disposition="SendOnly").code == "NoError"
    _, second = clara.items_of(clara.need("inbox"))
    assert [second.bag.need(row) for row in (Message.From, Message.Sender)] == [anna.recipient, anna.recipient]


def test_a_delegate_invites_for_his_principal(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox
) -> None:
    """guide/delegate-access-and-ews: From is the owner, Sender the delegate; of an answer, too"""
    permit(ben, "Editor", "calendar")
    bens_ews.ask(AddDelegate(Mailbox=delegators("ben@example.test"), DelegateUsers=delegates(delegate(ANNA))))
    calendar = ben.folder_id(ben.need("calendar"))
    invited = an_entry(RequiredAttendees=guests("clara@example.test"))
    assert ews.create(invited, invitations="SendToAllAndSaveCopy", folder=calendar).code == "NoError"
    (request,) = clara.items_of(clara.need("inbox"))
    assert [request.bag.need(row) for row in (Message.From, Message.Sender)] == [ben.recipient, anna.recipient]
    (kept,) = ben.items_of(ben.need("sentitems"))
    assert kept.bag.need(Message.Sender) == anna.recipient


def test_only_what_is_visible_is_found(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """FindFolder, SyncFolderHierarchy: other folders are not there, new ones neither"""
    permit(ben, "Reviewer", "msgfolderroot", "calendar", "notes")
    top = folder("msgfolderroot", of="ben@example.test")
    assert names(find_folders(ews, top)) == ["Calendar", "Notes"]
    request = SyncFolderHierarchy(FolderShape=folder_shape(), SyncFolderId=to_folder(top))
    told = ews.ask(request).only
    assert len(told.Changes.entries) == 2
    assert create_folder(bens_ews, Folder(DisplayName="Secret"), parent="inbox").code == "NoError"
    request.SyncState = told.SyncState
    assert ews.ask(request).only.Changes.entries in (None, ())


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("Editor", ["ErrorCreateSubfolderAccessDenied", "ErrorAccessDenied", "NoError"]),
        ("PublishingAuthor", ["NoError", "ErrorAccessDenied", "ErrorAccessDenied"]),
        ("Owner", ["NoError", "NoError", "NoError"]),
    ],
)
def test_folders_in_another_mailbox(
    ews: Client, ben: Mailbox, calendar: DistinguishedFolderId, level: str, codes: list[str]
) -> None:
    """make one below; rename it; take out everything"""
    permit(ben, level, "calendar")
    made = create_folder(ews, CalendarFolder(DisplayName="Team"), parent=calendar)
    renamed = change(ews, calendar, put_folder(Folder.DisplayName, CalendarFolder(DisplayName="Work")))
    emptied = empty(ews, calendar)
    assert [made.code, renamed.code, emptied.code] == codes


def test_a_folder_does_not_leave_its_mailbox(ews: Client, ben: Mailbox, calendar: DistinguishedFolderId) -> None:
    """RC ErrorCrossMailboxMoveCopy"""
    permit(ben, "Owner", "calendar")
    made = create_folder(ews, CalendarFolder(DisplayName="Team")).item.FolderId
    for kind in (MoveFolder, CopyFolder):
        wish = kind(ToFolderId=to_folder(calendar), FolderIds=folder_ids(made))
        assert ews.ask(wish).code == "ErrorCrossMailboxMoveCopy"


def test_what_is_gone_is_told_to_who_may_read(ews: Client, bens_ews: Client, ben: Mailbox, bens: Item) -> None:
    permit(ben, "Editor", "calendar")
    gone = bens.item_id
    bens_ews.delete(bens)
    assert ews.ask(get(gone)).code == ews.delete(gone).code == "ErrorItemNotFound"
    permit(ben, "Contributor", "calendar")
    assert ews.delete(gone).code == "ErrorAccessDenied"
    assert ews.delete(ben.ids.item(999, 1)).code == "ErrorAccessDenied"


def test_full_access_is_the_persons_own(
    ews: Client, exchange: Exchange, ben: Mailbox, bens: Item, clara: Mailbox
) -> None:
    """who impersonates somebody has what that one has"""
    exchange.accounts["clara@example.test"] = Account("clara@example.test", "secret", full_access={"ben@example.test"})
    assert ews.ask(get(bens)).code == "ErrorItemNotFound"
    assert ews.but(own=clara, impersonating=True).ask(get(bens)).code == "NoError"
    service = Client(exchange, Account("service@example.test", "secret", full_access_all=True), None)
    assert service.ask(get(bens)).code == "NoError"


def test_others_are_not_told_what_lies_beside(ews: Client, bens_ews: Client, ben: Mailbox, bens: Item) -> None:
    """it may be private; how much there is they may know"""
    bens_ews.create(an_entry(Subject="Doctor", Sensitivity="Private"))
    permit(ben, "Editor", "calendar")
    rows = (CalendarItem.ConflictingMeetings, CalendarItem.ConflictingMeetingCount)
    own, others = bens_ews.get(bens, *rows), ews.get(bens, *rows)
    assert own.ConflictingMeetings.entries[0].value.Subject == "Doctor"
    assert (others.ConflictingMeetings, others.ConflictingMeetingCount) == (None, 1)
