"""Search folders: made, changed, asked; and what they cannot do. Source: guide/how-to-work-with-search-folders."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import EmailAddress, FolderId, SingleRecipient
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.folders import BaseFolder, Folder, SearchFolder, SearchParameters
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.operations import MarkAllItemsAsRead, NonEmptyArrayOfUploadItems, UploadItem, UploadItems
from fake_ews.contract.queries import FieldOrder, IsGreaterThanOrEqualTo, NonEmptyArrayOfFieldOrders, Restriction
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.rights import LEVELS
from tests.fake_ews.operations.client import (
    Client,
    an_entry,
    folder,
    folder_ids,
    path_entry,
)
from tests.fake_ews.operations.test_access import ANNA, permit
from tests.fake_ews.operations.test_exported import export
from tests.fake_ews.operations.test_find_item import contains, equals, subjects, where
from tests.fake_ews.operations.test_folder_changes import change, copy, delete, drop, empty, move, put
from tests.fake_ews.operations.test_folders import create, find, get, names
from tests.fake_ews.operations.test_mail import archive

pytestmark = pytest.mark.usefixtures("kept")

NOTES = where(contains(ItemRows.Subject, "notes"))


def sought(*bases: Any, deep: bool = False, restriction: Restriction = NOTES) -> SearchParameters:
    """What a search folder looks for: by default notes, in the Inbox."""
    named = folder_ids(*(bases or ("inbox",)))
    return SearchParameters(Traversal="Deep" if deep else None, Restriction=restriction, BaseFolderIds=named)


def a_search(name: str = "Notes", *bases: Any, **said: Any) -> SearchFolder:
    """A search folder as a client makes one."""
    return SearchFolder(DisplayName=name, SearchParameters=sought(*bases, **said))


def made(ews: Client, given: SearchFolder, parent: str = "searchfolders") -> FolderId:
    """The id of a new search folder."""
    found: FolderId = create(ews, given, parent=parent).item.FolderId
    return found


def mail(ews: Client, subject: str, where: Any = "inbox", **said: Any) -> str:
    """The id of a message that lies in a folder."""
    return str(ews.create(Message(Subject=subject, **said), disposition="SaveOnly", folder=where).id.Id)


def look(ews: Client, named: FolderId, **said: Any) -> list[str]:
    """What a search folder shows."""
    return subjects(ews.find(named, ItemRows.Subject, **said))


def mark(ews: Client, named: FolderId) -> str:
    """MarkAllItemsAsRead in one folder: the code."""
    wish = MarkAllItemsAsRead(ReadFlag=True, SuppressReadReceipts=True, FolderIds=folder_ids(named))
    return ews.ask(wish).code


@pytest.fixture
def projects(ews: Client) -> FolderId:
    """A folder in the Inbox."""
    found: FolderId = create(ews, Folder(DisplayName="Projects"), parent="inbox").item.FolderId
    return found


def test_it_shows_what_is_there_now(ews: Client) -> None:
    """guide/search-and-ews: what comes, changes and goes is seen at once; an item keeps its id and its folder"""
    first = mail(ews, "Meeting notes", IsRead=False)
    search = made(ews, a_search())
    second = mail(ews, "My NOTES", IsRead=True)
    mail(ews, "Lunch")
    reply = ews.find(search, ItemRows.Subject, ItemRows.ParentFolderId)
    assert [(one.ItemId.Id, one.Subject) for one in reply.items] == [(first, "Meeting notes"), (second, "My NOTES")]
    assert {one.ParentFolderId.Id for one in reply.items} == {ews.own and ews.own.folder_id(ews.own.need("inbox")).Id}
    folder = get(ews, search).item
    assert (folder.TotalCount, folder.UnreadCount, folder.ChildFolderCount) == (2, 1, 0)
    ews.delete(first, cancellations=None)
    assert look(ews, search) == ["My NOTES"]
    assert get(ews, search).item.UnreadCount == 0


def test_it_is_asked_like_any_folder(ews: Client) -> None:
    """restriction, order and page count on top of what it looks for"""
    for number in (1, 3, 2):
        mail(ews, f"Notes {number}")
    search = made(ews, a_search())
    order = FieldOrder(Order="Descending", entries=(path_entry(FieldOrder, ItemRows.Subject),))
    wish: dict[str, Any] = {"SortOrder": NonEmptyArrayOfFieldOrders(FieldOrder=(order,))}
    assert look(ews, search, **wish) == ["Notes 3", "Notes 2", "Notes 1"]
    wish |= {"Restriction": where(contains(ItemRows.Subject, "2"))}
    assert look(ews, search, **wish) == ["Notes 2"]


@pytest.mark.parametrize(("deep", "found"), [(False, ["Notes"]), (True, ["Notes", "Old notes"])])
def test_how_deep(ews: Client, projects: FolderId, deep: bool, found: list[str]) -> None:
    mail(ews, "Notes")
    mail(ews, "Old notes", projects)
    assert look(ews, made(ews, a_search(deep=deep))) == found


def test_several_folders_and_kinds(ews: Client, projects: FolderId) -> None:
    """each folder once, however often it is named, in the order in which things came"""
    ews.create(an_entry(Subject="Notes of Monday"))
    mail(ews, "Old notes", projects)
    ews.create(ContactItem(DisplayName="x", Subject="Notes"), folder="contacts")
    search = made(ews, a_search("All", "inbox", "calendar", projects, "inbox", deep=True))
    assert look(ews, search) == ["Notes of Monday", "Old notes"]


def test_senders(ews: Client) -> None:
    """the example of the guide: what the manager has sent"""
    for address in ("sadie@contoso.com", "hope@contoso.com"):
        mail(ews, address, Sender=SingleRecipient(Mailbox=EmailAddress(EmailAddress=address)))
    search = made(ews, a_search(restriction=where(equals(Message.Sender, "sadie@contoso.com"))))
    assert look(ews, search) == ["sadie@contoso.com"]
    new = sought(restriction=where(equals(Message.Sender, "hope@contoso.com")))
    assert change(ews, search, put(SearchFolder.SearchParameters, SearchFolder(SearchParameters=new))).code == "NoError"
    assert look(ews, search) == ["hope@contoso.com"]


def test_what_it_looks_for_is_told(ews: Client, anna: Mailbox) -> None:
    """GetFolder tells it, by FolderIds; FindFolder does not, be it asked for [doc guide]; its class is IPF.Note"""
    search = made(ews, a_search(deep=True))
    inbox = anna.folder_id(anna.need("inbox"))
    told = get(ews, search, base="AllProperties").item
    assert (type(told), told.FolderClass, told.DisplayName) == (SearchFolder, "IPF.Note", "Notes")
    assert told.SearchParameters == SearchParameters(
        Traversal="Deep", Restriction=NOTES, BaseFolderIds=folder_ids(inbox)
    )
    (listed,) = (one for one in find(ews, "searchfolders").items if one.FolderId.Id == search.Id)
    assert (type(listed), listed.SearchParameters) == (SearchFolder, None)
    assert "Notes" in names(find(ews, "searchfolders", traversal="Deep"))


def test_what_a_new_mailbox_has_looks_for_nothing(ews: Client) -> None:
    told = get(ews, "todosearch", more=(SearchFolder.SearchParameters,)).item
    assert (told.SearchParameters, told.TotalCount) == (None, 0)
    assert look(ews, told.FolderId) == []
    reply = change(ews, "todosearch", put(SearchFolder.SearchParameters, SearchFolder(SearchParameters=sought())))
    mail(ews, "Notes")
    assert (reply.code, look(ews, told.FolderId)) == ("NoError", ["Notes"])


def test_times_count_in_the_zone_of_who_made_it(ews: Client) -> None:
    """10:00 without a zone, from a client in Berne, is 9:00 UTC, whoever looks"""
    ews.create(an_entry())  # 10:00 UTC
    restriction = where(equals(CalendarItem.Start, "2027-03-15T10:30:00", IsGreaterThanOrEqualTo))
    for zone, found in (("W. Europe Standard Time", ["Review"]), (None, [])):
        search = made(ews.but(zone=zone), a_search(str(zone), "calendar", restriction=restriction))
        assert look(ews, search) == found


def test_it_is_renamed_moved_copied_and_deleted(ews: Client) -> None:
    """and looks for the same: wherever it is, what it shows stays where it lies"""
    letter = mail(ews, "Notes")
    search = made(ews, a_search(), parent="inbox")
    assert change(ews, search, put(BaseFolder.DisplayName, SearchFolder(DisplayName="Mine"))).code == "NoError"
    assert move(ews, search, "searchfolders").code == "NoError"
    twin = copy(ews, search, "inbox").item.FolderId
    assert get(ews, twin).item.DisplayName == "Mine"
    assert look(ews, search) == look(ews, twin) == ["Notes"]
    assert delete(ews, search, how="MoveToDeletedItems").code == delete(ews, twin).code == "NoError"
    assert names(find(ews, "deleteditems")) == ["Mine"]
    assert ews.get(letter, ItemRows.Subject).Subject == "Notes"


def test_folders_that_are_gone(ews: Client, projects: FolderId) -> None:
    """are looked into no more; their ids are still told"""
    mail(ews, "Old notes", projects)
    search = made(ews, a_search("Notes", projects, deep=True))
    delete(ews, projects)
    assert look(ews, search) == []
    told = get(ews, search, more=(SearchFolder.SearchParameters,)).item.SearchParameters
    assert [entry.value for entry in told.BaseFolderIds.entries] == [FolderId(Id=projects.Id)]


def test_it_looks_into_no_other_search_folder(ews: Client) -> None:
    mail(ews, "Notes")
    first = made(ews, a_search())
    assert look(ews, made(ews, a_search("Second", first, "searchfolders", deep=True))) == []


def test_everything_is_marked_as_read(ews: Client) -> None:
    """ref/markallitemsasread-operation, where what it shows lies"""
    letter, other = mail(ews, "Notes", IsRead=False), mail(ews, "Lunch", IsRead=False)
    assert mark(ews, made(ews, a_search())) == "NoError"
    assert [ews.get(one, Message.IsRead).IsRead for one in (letter, other)] == [True, False]


# --- what it cannot do ---------------------------------------------------------------------------------------------


def test_nothing_can_be_put_into_it(ews: Client, projects: FolderId) -> None:
    """RC ErrorInvalidParentFolder for a folder [doc], ErrorInvalidFolderTypeForOperation for an item [inferred]"""
    search, letter = made(ews, a_search()), mail(ews, "Notes")
    no_item, no_folder = "ErrorInvalidFolderTypeForOperation", "ErrorInvalidParentFolder"
    assert ews.create(Message(Subject="x"), disposition="SaveOnly", folder=search).code == no_item
    assert ews.move(letter, to=search).code == ews.copy(letter, to=search).code == no_item
    data = export(ews, letter).only.Data
    given = UploadItem(CreateAction="CreateNew", ParentFolderId=search, Data=data)
    assert ews.ask(UploadItems(Items=NonEmptyArrayOfUploadItems(Item=(given,)))).code == no_item
    assert create(ews, Folder(DisplayName="x"), parent=search).code == no_folder
    assert move(ews, projects, search).code == copy(ews, projects, search).code == no_folder


def test_it_is_not_emptied_synchronised_or_archived_from(ews: Client) -> None:
    search, letter = made(ews, a_search()), mail(ews, "Notes")
    assert empty(ews, search).code == "ErrorCannotEmptyFolder"
    assert ews.sync(folder=search).code == "ErrorInvalidFolderTypeForOperation"
    assert archive(ews, letter, source=search).code == "ErrorCannotSpecifySearchFolderAsSourceFolder"


def test_what_it_looks_for_must_be_said(ews: Client) -> None:
    assert create(ews, SearchFolder(DisplayName="x")).code == "ErrorSearchFolderNotInitialized"
    assert change(ews, made(ews, a_search()), drop(SearchFolder.SearchParameters)).code == "ErrorInvalidPropertyDelete"


def test_other_folders_look_for_nothing(ews: Client, projects: FolderId) -> None:
    given = put(SearchFolder.SearchParameters, SearchFolder(SearchParameters=sought()))
    assert change(ews, projects, given).code == "ErrorInvalidPropertyRequest"


def test_folders_that_there_are_not(ews: Client, projects: FolderId) -> None:
    delete(ews, projects)
    assert create(ews, a_search("x", projects)).code == "ErrorFolderNotFound"
    new = put(SearchFolder.SearchParameters, SearchFolder(SearchParameters=sought("voicemail")))
    assert change(ews, made(ews, a_search()), new).code == "ErrorFolderNotFound"


def test_it_looks_into_its_own_mailbox_only(ews: Client, ben: Mailbox) -> None:
    """RC ErrorEmailAddressMismatch"""
    permit(ben, "Editor", "inbox")
    assert create(ews, a_search("x", folder("inbox", of=ben.address))).code == "ErrorEmailAddressMismatch"


# --- whose it is ---------------------------------------------------------------------------------------------------


def test_others_see_in_it_what_they_see_anyway(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """a right in the search folder gives none in the folders that it looks into"""
    letter = mail(bens_ews, "Notes", IsRead=False)
    bens_ews.create(an_entry(Subject="Notes of Monday"))
    search = made(bens_ews, a_search("Notes", "inbox", "calendar"), parent="searchfolders")
    assert ews.find(search).code == "ErrorFolderNotFound"
    place = ben.folder_of_id(str(search.Id))
    assert place is not None
    with ben.exchange.turn():
        ben.permit(place, place.permissions | {ANNA: LEVELS["Editor"]})
    assert look(ews, search) == []
    permit(ben, "Reviewer", "calendar")
    assert look(ews, search) == ["Notes of Monday"]
    assert mark(ews, search) == "NoError"
    assert bens_ews.get(letter, Message.IsRead).IsRead is False
